"""Bids from a table: our form comes back as it was filled, and every bad cell is named at once."""

import io
from decimal import Decimal as D

import pytest

from omlopp.documents.bid_form import bid_form
from omlopp.domain.award.bid_table import CellsRefused, Column, bids_from_table, columns, number_in
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ModelLine, PriceLine, ValueFunction
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from omlopp.flows.award_files import read_bids, read_bids_table
from omlopp.library.messages import sentences
from tests.domain.award.examples import EVERY, bid, model

MODEL = model("monetised.fixed_amounts")
KEYS = ["id", "bidder", "price", "level:reuse", "level:parts"]
GOOD = [
    ["Anbud"],
    KEYS,
    ["A", "Alfa AB", "1 080 000,50", "some", "all"],
    ["", "", "", "", ""],
    ["B", "", "900", "none", "none"],
]


def read(*rows):
    return bids_from_table(MODEL, [list(row) for row in rows])


def test_a_table_gives_the_bids_it_says():
    found = read(*GOOD)
    assert found.faults == ()
    assert found.bids == (
        Bid("A", "Alfa AB", price=D("1080000.50"), levels={"reuse": "some", "parts": "all"}),
        Bid("B", price=D(900), levels={"reuse": "none", "parts": "none"}),
    )


@pytest.mark.parametrize("family", EVERY)
def test_the_form_comes_back_as_it_was_filled(family):
    own = model(family)
    if family == "price.basket_sum":
        own = AwardModel(family, lines=(ModelLine("1", D(2), "Stol"),))
    offers = (bid(family, "A", D("900.25"), "all", "none"), bid(family, "B", D(1000)))
    if family == "price.basket_sum":
        offers = tuple(Bid(one.id, lines=(PriceLine("1", None, one.lines[0].unit_price),)) for one in offers)
    assert read_bids_table(own, bid_form(own, "sv", offers), "anbud.xlsx") == offers


def test_an_empty_form_has_every_column_in_either_language():
    for language in ("sv", "en"):
        assert read_bids_table(MODEL, bid_form(MODEL, language), "form.xlsx") == ()
    assert [one.key for one in columns(MODEL)] == KEYS


@pytest.mark.parametrize("row, cell, code", [
    (["A", "", "", "some", "all"], "C3", "award-cell-empty"),
    (["A", "", "gratis", "some", "all"], "C3", "award-cell-not-a-number"),
    (["A", "", "nan", "some", "all"], "C3", "award-cell-not-a-number"),
    (["A", "", "#NUM!", "some", "all"], "C3", "award-cell-not-a-number"),
    (["A", "", "1e999999", "some", "all"], "C3", "award-cell-not-a-number"),
    (["A", "", "1e30", "some", "all"], "A3", "award-amount-not-allowed"),
    (["A", "", "-1", "some", "all"], "A3", "award-negative-price"),
    (["A", "", "1,5,0", "some", "all"], "C3", "award-cell-not-a-number"),
    (["A", "", "100", "much", "all"], "D3", "award-cell-unknown-level"),
    (["", "", "100", "some", "all"], "A3", "award-cell-empty"),
    (["A", "", "100", "some"], "E3", "award-cell-empty"),
])  # fmt: skip
def test_a_bad_cell_is_named_where_it_stands(row, cell, code):
    found = read(["Anbud"], KEYS, row)
    assert found.bids == ()
    assert [(one.cell, one.code) for one in found.faults] == [(cell, code)]
    assert code in sentences()


def test_all_faults_are_told_together_and_good_rows_are_kept():
    found = read(
        ["Anbud"],
        KEYS,
        ["A", "", "x", "y", "all"],
        ["B", "", "1", "some", "all"],
        ["B", "", "2", "some", "all"],
    )
    assert [(one.cell, one.code) for one in found.faults] == [
        ("C3", "award-cell-not-a-number"), ("D3", "award-cell-unknown-level"), ("A5", "award-cell-bid-twice"),
    ]  # fmt: skip
    assert [one.id for one in found.bids] == ["B"]


@pytest.mark.parametrize("keys, code", [
    (["id", "bidder", "price", "level:reuse"], "award-cell-column-missing"),
    ([*KEYS, "level:colour"], "award-cell-unknown-column"),
    ([*KEYS, "price"], "award-cell-column-twice"),
    (["Anbud", "Pris"], "award-cell-no-keys"),
])  # fmt: skip
def test_a_faulty_head_is_told_before_any_row(keys, code):
    found = read(keys, ["A", "", "100", "some", "all"])
    assert found.bids == () and [one.code for one in found.faults] == [code]


@pytest.mark.parametrize("written, number", [
    ("1 234,50", "1234.50"), ("1234.5", "1234.5"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("−3", "-3"),
    ("1\u00a0000", "1000"), ("1e3", "1E+3"), ("0", "0"), ("", None), ("kr", None), ("NaN", None), ("inf", None),
    ("1-2", None), ("--1", None), ("1.2.3", None),
])  # fmt: skip
def test_numbers_are_read_as_people_write_them(written, number):
    assert number_in(written) == (None if number is None else D(number))


@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_a_csv_file_is_read_whatever_stands_between(tmp_path, between):
    rows = [KEYS, ["A", "Alfa", "1080000.5", "some", "all"]]
    path = tmp_path / "anbud.csv"
    path.write_text("\n".join(between.join(row) for row in rows), "utf-8-sig")
    assert read_bids(path, MODEL).bids[0].price == D("1080000.5")


def test_a_workbook_with_faults_is_refused_with_every_cell():
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate(
        [KEYS, ["A", "Alfa", "gratis", "some", "none"], ["B", "", 7, "all", "mycket"]]
    ):
        for place, cell in enumerate(cells):
            sheet.write(row, place, cell)
    sheet.write_formula(3, 2, "=0/0", value="#DIV/0!")
    sheet.write(3, 0, "C")
    book.close()
    with pytest.raises(CellsRefused) as caught:
        read_bids_table(MODEL, made.getvalue(), "anbud.xlsx")
    assert [one.cell for one in caught.value.facts["faults"]] == ["C2", "E3", "C4", "D4", "E4"]


NAMES = (Column("id", "Anbud"), Column("bidder", "Anbudsgivare", needed=False))


class TestColumns:
    """A column for each number or word that the model compares, and none besides."""

    def asked(self, family="monetised.fixed_amounts", *criteria, **more):
        found = columns(AwardModel(family, criteria, **more))
        assert found[:2] == NAMES
        return found[2:]

    def test_a_price_form_is_priced_line_by_line(self):
        lines = (ModelLine("1", D(2), "Stol", "tim"), ModelLine("2", D(2)))
        assert self.asked(lines=lines) == (
            Column("line:1", "Stol", "SEK/tim"), Column("line:2", "2", "SEK/st")
        )  # fmt: skip
        assert self.asked("price.basket_sum") == (), "without lines there is nothing to price"
        assert self.asked() == (Column("price", "Pris", "SEK"),)

    def test_each_quality_is_answered_as_it_is_judged(self):
        straight = ValueFunction("linear", ((D(0), D(0)), (D(9), D(1))), "år")
        asked = self.asked(
            "monetised.fixed_amounts",
            AwardCriterion("price", price=True),
            AwardCriterion("reuse", "Återbruk", levels={"none": D(0), "all": D(1)}),
            AwardCriterion("life", "Livslängd", value_function=straight),
            AwardCriterion("looks", "Form", max_points=D(40)),
            AwardCriterion("sound", weight=D("0.2"), max_points=D(40)),
            AwardCriterion("range", steps=(D(0), D("0.1"))),
        )
        assert asked[1:] == (
            Column("level:reuse", "Återbruk", choices=("none", "all")),
            Column("measured:life", "Livslängd", "år"),
            Column("points:looks", "Form", "0–40"),
            Column("grade:sound", "sound", "0–1"),  # what has a weight has a grade
            Column("feature:range", "range", choices=("0", "0.1")),
        )

    def test_grades_stand_on_the_model_s_scale_also_for_a_price_that_is_graded(self):
        price = AwardCriterion("price", "Pris", weight=D(1), price=True)
        asked = self.asked("additive.weighted_grades", price, grade_scale=(D(1), D(5)))
        assert asked[-1] == Column("grade:price", "Pris", "1–5")

    def test_what_some_families_ask_beside(self):
        assert self.asked("monetised.level_discount", ladder={"1": D(0), "5": D(1)})[1:] == (
            Column("level", "Nivå", choices=("1", "5")),
        )
        assert self.asked("absolute.superformula")[1:] == (Column("quality", "Kvalitet", "0–1"),)
        assert self.asked("monetised.environmental_cost")[1:] == (
            Column("feature:mki", "Miljökostnad (MKI)", "SEK"),
        )

    def test_the_life_cycle_method_asks_for_its_numbers_the_price_but_once(self):
        lines = (
            LccLine("buy", "investment", "once", asks_value="price"),
            LccLine("el", "running", "yearly", asks_quantity="kwh", unit_value=D(2)),
            LccLine("care", "running", "yearly", asks_value="service"),
        )
        asked = self.asked(lcc=LccMethod(5, D(0), lines, units={"kwh": "kWh"}))
        assert asked[1:] == (Column("lcc:kwh", "kwh", "kWh"), Column("lcc:service", "service"))


class TestHead:
    ROW = ["A", "", "100", "some", "all"]

    def test_the_keys_stand_within_the_first_twenty_rows(self):
        assert [one.id for one in read(*[["Rubrik"]] * 19, KEYS, self.ROW).bids] == ["A"]
        found = read(*[["Rubrik"]] * 20, KEYS, self.ROW)
        assert [(one.cell, one.code) for one in found.faults] == [("A1", "award-cell-no-keys")]
        assert "level:reuse" in found.faults[0].facts["known"]

    def test_a_row_that_only_says_id_is_a_title(self):
        assert [one.id for one in read(["id", "namn"], KEYS, self.ROW).bids] == ["A"]

    def test_a_name_and_a_price_are_enough(self):
        (found,) = bids_from_table(AwardModel("monetised.fixed_amounts"), [["id", "price"], ["A", "5"]]).bids
        assert found == Bid("A", price=D(5))

    def test_a_criterion_may_have_a_colon_in_its_name(self):
        own = AwardModel("monetised.fixed_amounts", (AwardCriterion("4:2:1", levels={"all": D(1)}),))
        (found,) = bids_from_table(own, [["id", "price", "level:4:2:1"], ["A", "5", "all"]]).bids
        assert found.levels == {"4:2:1": "all"}

    def test_spaces_about_keys_and_columns_without_a_key_harm_nobody(self):
        keys = ["", " id ", "bidder", "", "price", "level:reuse", "level:parts"]
        (found,) = read(keys, ["not", "A", "Alfa", "read", "100", "some", "all"]).bids
        assert (found.id, found.bidder, found.price) == ("A", "Alfa", 100)

    def test_the_lot_may_be_told(self):
        (found,) = read([*KEYS, "lot_id"], [*self.ROW, "LOT-2"]).bids
        assert found.lot_id == "LOT-2" and read(KEYS, self.ROW).bids[0].lot_id is None

    @pytest.mark.parametrize("before, cell", [(0, "F1"), (20, "Z1"), (21, "AA1"), (22, "AB1"), (47, "BA1")])
    def test_a_column_is_named_as_a_sheet_names_it(self, before, cell):
        found = read([*KEYS, *[""] * before, "level:colour"], self.ROW)
        assert [one.cell for one in found.faults] == [cell]
        assert found.faults[0].facts["key"] == "level:colour"

    def test_the_first_of_a_column_told_twice_is_named(self):
        found = read(["", *KEYS, "price"], self.ROW)
        assert [(one.cell, one.code, one.facts) for one in found.faults] == [
            ("D1", "award-cell-column-twice", {"key": "price"})
        ]

    def test_what_is_missing_is_said_at_the_start_of_the_row_of_keys(self):
        found = read(["Anbud"], ["id", "bidder", "level:reuse", "level:parts"], self.ROW)
        assert [(one.cell, one.facts) for one in found.faults] == [("A2", {"title": "Pris", "key": "price"})]


class TestRows:
    def test_a_bid_named_twice_is_told_where_it_stood_first(self):
        found = read(KEYS, ["A", "", "1", "some", "all"], [], ["A", "", "2", "some", "all"])
        assert [(one.cell, one.facts) for one in found.faults] == [("A4", {"found": "A", "row": 2})]
        keys = ["price", "id", *KEYS[3:]]
        moved = read(keys, ["1", "A", "some", "all"], ["2", "A", "some", "all"])
        assert [one.cell for one in moved.faults] == ["B3"]

    def test_bids_without_a_name_are_told_each_and_are_no_doubles(self):
        found = read(KEYS, ["", "", "1", "some", "all"], ["", "", "2", "some", "all"])
        assert [(one.cell, one.code) for one in found.faults] == [
            ("A2", "award-cell-empty"), ("A3", "award-cell-empty")
        ]  # fmt: skip

    def test_an_unknown_level_is_told_with_those_there_are(self):
        found = read(KEYS, ["A", "", "1", "much", "all"])
        assert found.faults[0].facts == {"found": "much", "title": "reuse", "known": "none, some, all"}

    def test_a_name_may_look_like_a_number_and_a_level_too(self):
        own = AwardModel("monetised.level_discount", ladder={"1": D(0), "5": D("0.1")})
        (found,) = bids_from_table(own, [["id", "price", "level"], ["17", "100", "5"]]).bids
        assert (found.id, found.level) == ("17", "5")
        (fault,) = bids_from_table(own, [["id", "price", "level"], ["17", "100", "4"]]).faults
        assert (fault.cell, fault.facts["known"]) == ("C2", "1, 5")

    def test_a_refused_table_names_its_first_cell_and_how_many_there_are(self):
        faults = read(KEYS, ["A", "", "x", "y", "all"]).faults
        refused = CellsRefused(faults=faults, file="anbud.xlsx")
        assert (refused.facts["cell"], refused.facts["count"], refused.facts["file"]) == (
            "C2",
            2,
            "anbud.xlsx",
        )
