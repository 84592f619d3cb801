"""Bids from a table: our form comes back as it was filled, and every bad cell is named at once."""

import io
from decimal import Decimal as D

import pytest

from omlopp.documents.bid_form import bid_form
from omlopp.domain.award.bid_table import CellsRefused, bids_from_table, columns, number_in
from omlopp.domain.model.award import AwardModel, Bid, ModelLine, PriceLine
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
