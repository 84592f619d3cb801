"""Ledgers as finance systems write them: every row is used or named, and two ways of reading give the same."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omlopp.domain.model.errors import OmloppError
from omlopp.library.messages import sentences
from omlopp.spend import amounts, cube, ledger, masking, reading, sheets, table
from omlopp.spend.ledger import ColumnMissing
from tests.conftest import needs_pack, pack_folder

HEAD = (
    "kopare_id;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;verifikationsnummer;nettobelopp"
)


def put(folder: Path, text: str, encoding: str = "utf-8", name: str = "reskontra.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def row(
    amount: str,
    supplier: str = "Övning AB",
    number: str = "5560000001",
    account: str = "6410",
    day="2026-01-07",
):
    return f"2120000001;{supplier};{number};{account};Möbler;{day};V1;{amount}"


# Forms of files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("fast", [False, True])
def test_encoding_and_line_ends_are_found(tmp_path, encoding, ends, fast):
    path = put(tmp_path, ends.join([HEAD, row("1 234,50"), row("100,00-"), row("3,5")]) + ends, encoding)
    found = reading.read(path, fast=fast)
    assert found.total.rows == 3
    assert found.total.sek == Decimal("1138.00")
    assert (found.total.credit_rows, found.total.credit_sek) == (1, Decimal("-100.00"))
    assert {key.supplier for key in found.cube} == {"Övning AB"}


def test_a_workbook_is_read_as_the_csv_is(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Leverantörsreskontra 2026, Övningskommun"])
    sheet.merge_range(1, 0, 1, 1, "Leverantör")
    sheet.merge_range(1, 2, 1, 3, "Konto")
    sheet.write_row(1, 4, ["Datum", "Belopp"])
    sheet.write_row(2, 0, ["Namn", "Org.nr", "Nr", "Text"])
    sheet.write_row(3, 0, ["Övning AB", "5560000001", 6410, "Möbler", "2026-01-07", 1234.5])
    sheet.write_row(4, 0, ["Övning AB", "5560000001", 6410, "Möbler", "2026-01-07", "1 000,25-"])
    sheet.write_row(5, 0, ["Övning AB", "5560000001", 6410, "Möbler", "2026-01-07", "se bilaga"])
    book.close()
    path = tmp_path / "reskontra.xlsx"
    path.write_bytes(buffer.getvalue())
    found = reading.read(path)
    assert found.total.sek == Decimal("234.25") and found.total.rows == 2
    assert [(one.line, one.cell, one.code) for one in found.bad] == [(6, "se bilaga", "spend.amount-unclear")]
    [key] = found.cube
    assert (key.supplier, key.supplier_id, key.account, key.account_name) == (
        "Övning AB",
        "5560000001",
        "6410",
        "Möbler",
    )
    assert found.form.repairs == {"rows_above_header": 1, "header_rows": 2}


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 no workbook"])
def test_a_broken_workbook_is_refused_by_name(tmp_path, content):
    path = tmp_path / "trasig.xlsx"
    path.write_bytes(content)
    with pytest.raises(sheets.SheetRefused) as refused:
        reading.read(path)
    assert refused.value.facts["file"] == "trasig.xlsx"


def test_json_rows_with_a_mark_in_the_first_name(tmp_path):
    path = put(
        tmp_path,
        '\ufeff[{"leverantor": "Övning AB", "konto": 6410, "belopp": 12.5}, {"leverantor": "B", "konto": 1, "belopp": null}]',
        name="a.json",
    )
    found = reading.read(path)
    assert found.total.sek == Decimal("12.5")
    assert found.bad_by == {"spend.no-amount": 1}


def test_no_amounts_no_ledger(tmp_path):
    with pytest.raises(ColumnMissing) as refused:
        reading.read(put(tmp_path, "leverantor;konto\nÖvning AB;6410\n"))
    assert refused.value.facts["head"] == "leverantor, konto"


@pytest.mark.parametrize("text", ["", "\n\n", "leverantor;belopp\n"])
def test_an_empty_file_is_refused(tmp_path, text):
    with pytest.raises(table.NoRows):
        reading.read(put(tmp_path, text))


# Cells


@pytest.mark.parametrize(
    ("cell", "decimals", "expected"),
    [
        ("1 234,50-", "comma", "-1234.50"),
        ("-1.234,50", "comma", "-1234.50"),
        ("(1 234,5)", "comma", "-1234.5"),
        ("−7", "comma", "-7"),
        ("1\u00a0234,50 kr", "comma", "1234.50"),
        ("1,234.50", "point", "1234.50"),
        ("1'234", "none", "1234"),
        ("12.50", "comma", None),  # two decimals after the sign that parts thousands: not guessed
        ("12 34", "none", None),
        ("--5", "none", None),
        ("se bilaga", "comma", None),
        ("", "comma", None),
    ],
)
def test_amounts_as_they_are_written(cell, decimals, expected):
    assert amounts.amount(cell, decimals) == (None if expected is None else Decimal(expected))


def test_rows_that_cannot_be_used_are_named_and_the_rest_is_kept(tmp_path):
    lines = [
        HEAD,
        row("10,00"),
        row("oklart"),
        row(""),
        row("5,00 EUR"),
        "",
        row("1,00"),
        ";;;;Summa;;;11,00",
    ]
    found = reading.read(put(tmp_path, "\n".join(lines)))
    assert found.total.sek == Decimal("11.00")
    assert [(one.line, one.code) for one in found.bad] == [
        (3, "spend.amount-unclear"),
        (4, "spend.no-amount"),
        (5, "spend.other-currency"),
        (8, "spend.total-row"),
    ]


def test_a_currency_is_exchanged_only_at_a_rate_that_was_given(tmp_path):
    path = put(tmp_path, f"{HEAD};valuta\n{row('10,00')};SEK\n{row('10,00')};EUR\n{row('10,00')};NOK\n")
    found = reading.read(path, rates={"EUR": Decimal("11.25")})
    assert found.total.sek == Decimal("122.50")
    assert found.converted == {"EUR": 1}
    assert [(one.line, one.cell, one.code) for one in found.bad] == [(4, "10,00 NOK", "spend.other-currency")]


def test_duplicates_are_known_by_voucher_and_row_never_by_amount(tmp_path):
    head = "kopare_id;leverantor;konto;bokforingsdatum;verifikationsnummer;radnummer;belopp"
    same = "1;Övning AB;6410;2026-01-07;V1;{};100,00"
    found = reading.read(
        put(tmp_path, "\n".join([head, same.format(1), same.format(2), same.format(2)])), fast=True
    )
    assert found.total.rows == 2
    assert [(one.line, one.code) for one in found.bad] == [(4, "spend.duplicate")]


def test_files_that_overlap_are_read_together(tmp_path):
    seen = cube.Seen()
    first = reading.read(put(tmp_path, "\n".join([HEAD, row("1,00"), row("1,00")]), name="a.csv"), seen=seen)
    second = reading.read(
        put(tmp_path, "\n".join([HEAD, row("1,00"), row("1,00"), row("2,00")]), name="b.csv"), seen=seen
    )
    assert first.total.rows == 2, "two equal rows of one voucher are two rows"
    assert second.bad_by == {cube.DUPLICATE: 2}
    assert sum(one.sek for one in cube.together([first, second]).values()) == Decimal("4.00")


# Persons


@pytest.mark.parametrize("fast", [False, True])
def test_sole_traders_and_hidden_suppliers_are_one_class_each(tmp_path, fast):
    lines = [
        HEAD,
        row("1,00", "Firma Övning", "800101-1234"),
        row("2,00", "Firma Annan", "7512310000"),
        row("4,00", "***", ""),
        row("8,00"),
    ]
    found = reading.read(put(tmp_path, "\n".join(lines)), fast=fast)
    assert {key.supplier: one.sek for key, one in found.cube.items()} == {
        masking.SOLE: Decimal("3.00"),
        masking.ANONYMOUS: Decimal("4.00"),
        "Övning AB": Decimal("8.00"),
    }
    assert (found.sole_rows, found.anonymous_rows) == (2, 1)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("5560000001", False),
        ("165560000001", False),
        ("800101-1234", True),
        ("198001011234", True),
        ("5511", False),
    ],
)
def test_the_third_digit_tells_a_person(number, masked):
    assert (masking.supplier(number, "X")[0] == masking.SOLE) is masked


def test_the_year_of_a_day():
    assert [ledger.year_of(day) for day in ("2026-01-07", "20260107", "202601", "7/1 2026", "januari 2026", "", "26-01-07")] == [
        2026, 2026, 2026, 2026, 2026, 0, 0,
    ]  # fmt: skip


# Properties

CELLS = st.text(st.sampled_from("aÅ 1;,.\"'\n*-\t"), max_size=6)
AMOUNTS = st.one_of(
    st.decimals(-9_999_999, 9_999_999, places=2).map(lambda value: f"{value:.2f}".replace(".", ",")),
    st.integers(0, 999).map(lambda value: f"{value} 234,50-"),
    st.sampled_from(
        ["", "oklart", "5,00 EUR", "1 2", " 7,00 ", "1.000,00", "0", "12.50", "-3.50", "1 000.25-", "12,5"]
    ),
)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ';"\n') else cell


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, AMOUNTS), min_size=1, max_size=12), st.booleans())
def test_the_fast_reader_and_the_careful_one_give_the_same(tmp_path, rows, as_they_are):
    """Also where cells are not quoted as they should be: then the fast one steps aside."""
    write = str if as_they_are else quoted
    lines = ["leverantor;leverantor_id;konto_nr;nettobelopp", "A;5560000001;64;1,00"]
    lines += [";".join([*(write(cell) for cell in texts), amount]) for *texts, amount in rows]
    path = put(tmp_path, "\n".join(lines) + "\n")
    try:
        careful = reading.read(path, fast=False)
    except OmloppError as refused:  # quotes that swallow the rows: the delimiter cannot be told
        with pytest.raises(type(refused)):
            reading.read(path, fast=True)
        return
    fast = reading.read(path, fast=True)
    assert fast.cube == careful.cube
    assert fast.bad == careful.bad and fast.bad_by == careful.bad_by


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(-9_999_999, 9_999_999, places=2), min_size=1, max_size=20))
def test_the_sum_is_the_files_to_the_ore(tmp_path, amounts):
    lines = [HEAD, *(row(f"{value:.2f}".replace(".", ",")) for value in amounts)]
    assert reading.read(put(tmp_path, "\n".join(lines)), fast=True).total.sek == sum(amounts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_whatever_the_bytes_it_is_read_or_refused(tmp_path, content):
    path = tmp_path / "vad-som-helst.csv"
    path.write_bytes(content)
    try:
        found = reading.read(path)
    except OmloppError as error:
        assert error.code in sentences(), error.code
    else:
        assert set(found.bad_by) <= set(sentences())


@needs_pack("spend")
def test_the_published_rows_of_a_region():
    path = pack_folder("spend") / "vgr_leverantorsfakturor_2026-01_sample.csv"
    found = reading.read(path)
    assert found.form.line_ends == "\r" and found.total.rows == 4
    assert found.total.sek == Decimal("5047504.73")


# What the fast reader does by itself


def test_an_ordinary_file_is_read_fast_to_its_end(tmp_path):
    """Credits, thousands, bad rows and masked suppliers included: it does not step aside for them."""
    from omlopp.spend import fast, lines

    path = put(
        tmp_path,
        "\n".join([HEAD, row("1 234,50-"), row("5,00 EUR"), row("oklart"), row("0,00-"), row("7")]) + "\n",
    )
    file = lines.opened(path)
    form = cube.Form(path.name, "", "", "", {})
    found = fast.folded(file, ledger.mapped(file.head), {}, form)
    assert found.total == cube.Sum(3, Decimal("-1227.50"), 1, Decimal("-1234.50"))
    assert [(one.line, one.code) for one in found.bad] == [
        (3, "spend.other-currency"),
        (4, "spend.amount-unclear"),
    ]


@pytest.mark.parametrize(
    "rows", [["1,00000"], [row("Summa")], [";;;;Summa;;;5,00"], ["a;b;c;d;e;f;g;1,00;9"]]
)
def test_what_only_the_careful_reader_may_decide_is_left_to_it(tmp_path, rows):
    path = put(tmp_path, "\n".join([HEAD, row("1,00"), *rows]) + "\n")
    careful, fast = reading.read(path, fast=False), reading.read(path, fast=True)
    assert (careful.cube, careful.bad) == (fast.cube, fast.bad)


def test_a_letter_of_windows_after_the_first_megabyte_is_still_found(tmp_path):
    many = "\n".join([HEAD, *[row("1,00", "Ovning AB") for _ in range(20_000)], row("1,00", "Övning AB")])
    found = reading.read(put(tmp_path, many.replace("Möbler", "Mobler"), "cp1252"), fast=True)
    assert "Övning AB" in {key.supplier for key in found.cube}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(AMOUNTS, st.sampled_from(["", "SEK", "EUR", " nok ", "kr"])), min_size=1, max_size=10)
)
def test_both_readers_agree_on_currencies_too(tmp_path, rows):
    lines = ["leverantor;valuta;nettobelopp", "A;SEK;1,00"]
    lines += [f"B;{currency};{amount}" for amount, currency in rows]
    path = put(tmp_path, "\n".join(lines) + "\n")
    careful, fast = reading.read(path, fast=False), reading.read(path, fast=True)
    assert (fast.cube, fast.bad, fast.bad_by) == (careful.cube, careful.bad, careful.bad_by)
