"""Lists that many things are imported from: every cell that cannot be read is told, every other row is read all the same."""

import io
import string
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.documents.import_form import import_form, with_faults
from omlopp.flows import many, many_cells
from omlopp.library.importing import copied_answers, kinds, plain
from omlopp.library.load import library
from omlopp.library.messages import keyed, sentences
from omlopp.spend import sheets

CONTRACTS, PLANNED = kinds()["contracts"], kinds()["planned"]


def book(rows: list[list[object]], name: str = "Blad1", **options: object) -> bytes:
    """An XLSX with these cells; days are days, what begins with = is a formula that nobody has computed."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as workbook:
        sheet = workbook.add_worksheet(name)
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(line, place, cell, None, "")
                else:
                    sheet.write(line, place, cell)
    return made.getvalue()


def contracts(*rows: list[object], head: tuple[str, ...] = ("Avtal", "Leverantör", "Slutdatum")) -> bytes:
    return book([list(head), *rows])


def read(content: bytes, kind: str = "contracts", name: str = "lista.xlsx", **more: object) -> many.ReadList:
    return many.read_list(kinds()[kind], name, content, **more)


def told(found: many.ReadList) -> list[str]:
    """Every fault as the page tells it."""
    return [
        f"rad {row.line}, {column.name.sv}: {keyed(f'import.fault.{fault.code}', fault.facts, 'sv')}"
        for row, column, fault in many.fault_rows(found)
    ]


def test_a_fault_is_told_by_row_and_column_and_the_other_rows_are_read():
    found = read(
        contracts(["Möbler", "A AB", "2028-03-31"], ["Städ", "B AB", "32/1"], ["Tvätt", "", "2029-01-01"])
    )
    assert told(found) == [
        "rad 3, Slutdatum: ”32/1” är inget datum. Skriv till exempel 2027-03-31.",
        "rad 4, Leverantör: måste fyllas i.",
    ]
    assert [row.values["title"] for row in found.good] == ["Möbler"]


@pytest.mark.parametrize("cell, day", [
    ("2027-03-31", date(2027, 3, 31)), ("20270331", date(2027, 3, 31)), ("2027-03-31 00:00:00", date(2027, 3, 31)),
    ("31/3 2027", date(2027, 3, 31)), ("31.3.2027", date(2027, 3, 31)), ("31 mars 2027", date(2027, 3, 31)),
    ("den 1:e Januari 2028", date(2028, 1, 1)), ("1 okt 2026", date(2026, 10, 1)), ("46477", date(2027, 3, 31)),
    ("1/2/2027", date(2027, 2, 1)), ("29 februari 2028", date(2028, 2, 29)),
])  # fmt: skip
def test_dates_as_people_and_excel_write_them(cell: str, day: date):
    assert many_cells.day(cell) == day


@pytest.mark.parametrize("cell, code", [
    ("32/1", "date"), ("30 februari 2027", "date"), ("tills vidare", "date"), ("2027", "month"), ("2027-03", "month"),
    ("mars 2027", "month"), ("kv 3 2027", "month"), ("03/31/2027", "date"), ("12345", "date"), ("1900-01-01", "year"),
    ("31/3-27", "date"), ("", "date"),
])  # fmt: skip
def test_what_is_no_day_is_never_guessed(cell: str, code: str):
    with pytest.raises(Exception) as refused:
        many_cells.day(cell)
    assert getattr(refused.value, "code", "") == code


def test_excel_days_and_numbers_are_read_as_they_were_meant():
    head = ("Avtalsnamn", "Leverantörsnamn", "Giltigt t.o.m", "Avtalsvärde (kr)", "Uppsägningstid", "CPV-kod")
    found = read(
        contracts(["Möbler", "A AB", datetime(2028, 3, 31), 1234567.5, "6 mån", 39130000], head=head)
    )
    values = found.good[0].values
    assert (values["ends_on"], values["value_sek"]) == (date(2028, 3, 31), Decimal("1234567.50"))
    assert (values["notice_months"], values["cpv"]) == (6, ("39130000",))
    assert set(found.found) == {"title", "supplier", "ends_on", "value_sek", "notice_months", "cpv"}


def test_a_code_that_excel_took_the_first_zero_from_is_known_again():
    head = ("Avtal", "Leverantör", "Slutdatum", "CPV")
    found = read(contracts(["Spannmål", "A AB", "2028-03-31", 3211000], head=head))
    assert found.good[0].values["cpv"] == ("03211000",)


def test_a_formula_without_a_value_is_told_and_one_with_a_value_is_read():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for place, name in enumerate(("Avtal", "Leverantör", "Slutdatum")):
            sheet.write(0, place, name)
        sheet.write_row(1, 0, ["Möbler", "A AB"])
        sheet.write_formula(1, 2, '=TEXT(DATE(2028,3,31),"yyyy-mm-dd")', None, "2028-03-31")
        sheet.write_row(2, 0, ["Städ", "B AB"])
        sheet.write_formula(2, 2, "=C2", None, "")
    found = read(made.getvalue())
    assert found.good[0].values["ends_on"] == date(2028, 3, 31)
    assert [(row.line, fault.column, fault.code) for row, _, fault in many.fault_rows(found)] == [
        (3, "ends_on", "formula")
    ]


def test_formulas_are_never_run():
    """What looks like a call to another program is text, in and out."""
    head = ("Avtal", "Leverantör", "Slutdatum")
    found = read(";".join(head).encode() + b"\n=HYPERLINK(1);cmd|'/C calc'!A0;2028-03-31\n", name="x.csv")
    assert found.good[0].values["title"] == "=HYPERLINK(1)"
    sent_back = with_faults(found.head, [(found.rows[0].cells, "+1")], "Blad", "Fel")
    with zipfile.ZipFile(io.BytesIO(sent_back)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("inside", ["xl/vbaProject.bin", "Basic/Standard/script-lc.xml"])
def test_a_workbook_with_a_program_in_it_is_refused_whatever_it_is_called(inside: str):
    made = io.BytesIO(contracts(["Möbler", "A AB", "2028-03-31"]))
    with zipfile.ZipFile(made, "a") as parts:
        parts.writestr(inside, b"x")
    for name in ("lista.xlsm", "lista.xlsx", "lista.csv"):
        with pytest.raises(many.ListHasMacros):
            read(made.getvalue(), name=name)


def test_a_hundred_thousand_rows_are_refused_with_the_limit_named():
    rows = [["Avtal", "Leverantör", "Slutdatum"], *([f"A{n}", "B", "2028-03-31"] for n in range(100_000))]
    with pytest.raises(many.TooManyRows) as refused:
        read(book(rows, constant_memory=True))
    assert refused.value.facts == {
        "file": "lista.xlsx", "rows": 100_001, "limit": CONTRACTS.most, "why_sv": CONTRACTS.limit.sv,
        "why_en": CONTRACTS.limit.en,
    }  # fmt: skip
    text = "Avtal;Leverantör;Slutdatum\n" + "A;B;2028-03-31\n" * 100_000
    with pytest.raises(many.TooManyRows):
        read(text.encode(), name="lista.csv")


def test_a_list_at_the_limit_is_read():
    text = "Avtal;Leverantör;Slutdatum\n" + "".join(f"A{n};B;2028-03-31\n" for n in range(CONTRACTS.most))
    assert len(read(text.encode(), name="x.csv").good) == CONTRACTS.most
    with pytest.raises(many.TooManyRows):
        read((text + "till;B;2028-03-31\n").encode(), name="x.csv")


def test_a_bomb_is_refused_before_it_is_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (many.UNPACKED_BYTES + 1))
    assert len(made.getvalue()) < 1_000_000
    with pytest.raises(many.ListTooLarge):
        read(made.getvalue())


@pytest.mark.parametrize("content, refusal", [
    (b"", many.NothingInList), (b" \n", many.NothingInList), (b"Avtal;Lev\xf6r;Slut\n", many.NothingInList),
    (b"\xd0\xcf\x11\xe0" + b"x" * 600, many.ListOldFormat), (b"PK\x03\x04trasig", sheets.SheetRefused),
    (b"a;b\n1;2\n", many.ColumnsNotFound), (b"x" * (many.MOST_BYTES + 1), many.ListTooLarge),
])  # fmt: skip
def test_what_is_no_list_is_refused_by_name(content: bytes, refusal: type[Exception]):
    with pytest.raises(refusal):
        read(content, name="lista")


def test_missing_columns_are_named_with_what_was_found():
    with pytest.raises(many.ColumnsNotFound) as refused:
        read(contracts(["x", "y", "z"], head=("Avtal", "Part", "När")))
    said = keyed(refused.value.code, refused.value.facts, "sv")
    assert "Leverantör, Slutdatum" in said and "Avtal, Part, När" in said


def test_a_title_above_the_head_and_empty_rows_do_not_move_the_line_numbers():
    rows: list[list[object]] = [
        ["Vårt register"],
        [],
        ["Avtal", "Leverantör", "Slutdatum"],
        [],
        ["A", "B", "fel"],
    ]
    assert told(read(book(rows)))[0].startswith("rad 5, Slutdatum:")


@pytest.mark.parametrize("kind", list(kinds()))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_our_own_form_is_read_back_in_both_languages(kind: str, language: str):
    shape = kinds()[kind]
    choices = {one.id: many.choices_of(one, language) for one in shape.columns if one.table}  # type: ignore[arg-type]
    empty = import_form(shape, choices, many.SHEET, language)  # type: ignore[arg-type]
    with pytest.raises(many.NothingInList):
        read(empty, kind)
    filled = book(
        [[one.name.within(language) for one in shape.columns], [one.example for one in shape.columns]],
        many.SHEET,
    )  # type: ignore[arg-type]
    found = read(filled, kind)
    assert set(found.found) == {one.id for one in shape.columns} and not told(found) and not found.unread
    assert found.rows[0].good


def test_a_number_of_a_person_is_not_kept():
    head = ("Avtal", "Leverantör", "Slutdatum", "Orgnr")
    found = read(
        contracts(["A", "B", "2028-03-31", "850101-1234"], ["C", "D", "2028-03-31", "556000-0000"], head=head)
    )
    assert [(row.line, fault.code) for row, _, fault in many.fault_rows(found)] == [(2, "private")]
    assert found.rows[0].values["supplier_number"] is None


def test_who_is_responsible_is_an_account():
    head = ("Avtal", "Leverantör", "Slutdatum", "Ansvarig")
    found = read(
        contracts(["A", "B", "2028-03-31", "ANNA"], ["C", "D", "2028-03-31", "bo"], head=head),
        people=["anna"],
    )
    assert found.rows[0].values["owner"] == "anna" and [row.line for row in found.faulty] == [3]


def test_the_same_again_is_known_by_number_or_by_title_supplier_and_end():
    head = ("Avtal", "Leverantör", "Slutdatum", "Avtalsnr")
    rows = [
        ["A", "B", "2028-03-31", "1"],
        ["a ", "b", "2028-03-31", ""],
        ["Annat", "B", "2030-01-01", "1"],
        ["C", "B", "2028-03-31", ""],
    ]
    found = many.compared(read(contracts(*rows, head=head)), {})
    assert [row.same_as for row in found.rows] == ["", "rad 2", "rad 2", ""]
    known = {key: "A" for row in found.rows for key in many.keys_of("contracts", row.values)}
    assert not many.compared(read(contracts(*rows, head=head)), known).good


def test_rows_sent_back_are_mended_and_read_again():
    found = read(contracts(["Möbler", "A AB", "32/1"], head=("Avtal", "Leverantör", "Slutdatum")))
    back = with_faults(
        found.head, [(row.cells, "fel") for row in found.faulty], many.SHEET, many.FAULTS["sv"]
    )
    again = read(back)
    assert (
        again.head[-1] == many.FAULTS["sv"]
        and not again.unread
        and told(again)
        == told(many.ReadList(found.kind, found.file, found.head, found.found, (), found.rows))
    )


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=6))
def test_every_row_is_read_or_told_why_and_none_is_lost(rows: list[tuple[str, str, str, str]]):
    """Whatever stands in the cells: a good row has all it needs, a faulty one has a sentence for each fault."""
    import csv

    held = io.StringIO()
    writer = csv.writer(held, delimiter=";")
    writer.writerow(["Avtal", "Leverantör", "Slutdatum", "Avtalsvärde"])
    writer.writerows(rows)
    try:
        found = read(held.getvalue().encode(), name="x.csv")
    except (many.NothingInList, many.ColumnsNotFound):
        return
    for row in found.rows:
        assert row.faults or (
            row.values["title"] and row.values["supplier"] and isinstance(row.values["ends_on"], date)
        )
        for one in row.faults:
            fields = string.Formatter().parse(sentences()[f"import.fault.{one.code}"]["sv"])
            assert {name for _, name, _, _ in fields if name} <= set(one.facts), "a sentence with a hole"


@pytest.mark.parametrize("kind", list(kinds().values()), ids=lambda kind: kind.id)
def test_no_name_is_known_for_two_columns(kind):
    names = [(plain(name), column.id) for column in kind.columns for name in column.names]
    assert len({name for name, _ in names}) == len(names)
    assert all(name == plain(name) for column in kind.columns for name in column.names), "plain letters"


def test_every_fault_has_its_sentence_in_both_languages():
    codes = {key for key in sentences() if key.startswith("import.fault.")}
    assert len(codes) >= 17
    for key in codes:
        assert sentences()[key]["sv"] != sentences()[key]["en"]


def test_what_may_be_copied_is_asked_by_the_model_and_holds_no_day_and_no_person():
    asked = {step.id: {one.id: one for one in step.questions} for step in library().model.steps}
    for step, questions in copied_answers().items():
        assert set(questions) <= set(asked[step])
        assert "date" not in {asked[step][one].kind for one in questions}
        assert not {"follow_up_owner", "stock_checked", "market_findings"} & set(questions)
    assert not {"market", "baseline", "bids", "decision", "follow_up", "end_measurement", "lessons"} & set(
        copied_answers()
    )
