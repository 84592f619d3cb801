"""Large ledgers by DuckDB: the same cube as the careful reader gives, or Irregular, and then the careful reader
reads it.

What a cell means is decided by the same functions as there. Whether a cell is an amount, and which, hangs on its
shape alone (its digits read as 9), so each shape is asked about once; days and suppliers are asked about once
each, too.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from omlopp.spend import masking
from omlopp.spend.amounts import Form as Written
from omlopp.spend.amounts import decimals_of_shapes, form_of
from omlopp.spend.cube import KEPT_BAD, Cube, Folded, Form, Key, Sum
from omlopp.spend.ledger import SEK, BadRow, Layout, each, places, year_of
from omlopp.spend.lines import CHUNK, Opened

MEMORY = "1500MB"
THREADS = 2
PLACES = 4  # decimals that are counted with; a shape with more is irregular
MOST_DIGITS = 14
MOST_GROUPS = 4_000_000
USED = ("buyer_id", "account", "account_name", "supplier", "supplier_id", "cpv", "contract")
TEXTS = (
    "buyer",
    *USED,
    "booked_on",
    "voucher",
    "row_number",
    "unit",
)  # where a row of totals may say that it is one


class Irregular(Exception):
    """The file has something that only the careful reader may decide. Never shown: it is caught where it is read."""


def folded(file: Opened, mapping: Mapping[str, str], rates: Mapping[str, Decimal], form: Form) -> Folded:
    """The cube of a CSV file. Raises Irregular, ColumnMissing."""
    at = places(file.head, file.path.name, mapping)
    with tempfile.TemporaryDirectory(prefix="omlopp-ledger-") as folder:
        database = duckdb.connect(
            config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": folder}
        )
        try:
            database.execute("SET enable_progress_bar = false")
            database.execute(f"CREATE VIEW raw AS {_view(file, _plain(file, Path(folder)), at)}")
            return _asked(database, file, at, rates, form)
        except (
            duckdb.InvalidInputException,
            duckdb.ConversionException,
            duckdb.OutOfRangeException,
        ) as error:
            raise Irregular(str(error)) from None
        finally:
            database.close()


def _plain(file: Opened, folder: Path) -> Path:
    """The file itself where DuckDB can read it as it is, else a copy in UTF-8 with ordinary line ends."""
    if file.encoding in ("utf-8", "utf-8-sig") and file.line_ends != "\r":
        return file.path
    copy = folder / "ledger.csv"
    with (
        file.path.open(encoding=file.encoding, errors="replace") as source,  # line ends become \n
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while part := source.read(CHUNK):
            target.write(part)
    return copy


# Amounts as most are written, two decimals: their shape is told without looking at every sign. Same meaning,
# shorter shape.
_WHOLE = "([0-9]{1,12}|[0-9]{1,3}( [0-9]{3}){1,3})"
_COMMON = f"{_WHOLE}[.,][0-9]{{2}}-?|-{_WHOLE}[.,][0-9]{{2}}"
_NINES = str.maketrans("012345678", "999999999")
_BLANK = r"[\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*"
_DAY = "20__-__-__"  # as nearly all are written; what year another text tells is asked of `year_of`
_TOTAL = r"(?i)^\s*(summa|total(t|summa)?|delsumma)\b"


def _view(file: Opened, path: Path, at: Mapping[str, int]) -> str:
    """The file's rows: our columns as they stand, the amount's shape and digits, the day or its year, and whether
    it sums.
    """
    columns = "{" + ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(file.head))) + "}"
    chosen = ", ".join(
        f"coalesce(c{place}, '') AS {name}"
        for name, place in at.items()
        if name in (*TEXTS, "amount_sek", "currency")
    )
    cell = f"c{at['amount_sek']}"
    # The commonest forms first; each later one is tried only on what is left.
    shapes = "".join(
        f"WHEN regexp_full_match({cell}, '{_form(mark, sign)}') THEN '{sign}9{mark}99' "
        for mark in ",."
        for sign in ("", "-")
    )
    shape = f"CASE {shapes}ELSE translate(coalesce({cell}, ''), '012345678', '999999999') END"
    parts = f"replace(replace(replace(replace({cell}, ',', ''), '.', ''), '-', ''), ' ', '')"
    digits = (
        f"CASE WHEN regexp_full_match({cell}, '{_form(',', '')}') THEN replace(replace({cell}, ',', ''), ' ', '') "
        f"WHEN regexp_full_match({cell}, '{_COMMON}') THEN {parts} "
        f"ELSE regexp_replace({cell}, '[^0-9]', '', 'g') END"
    )
    day = f"coalesce(c{at['booked_on']}, '')" if "booked_on" in at else "''"
    return (
        f"SELECT {chosen}, {shape} AS shape, try_cast({digits} AS BIGINT) AS digits, "
        f"CASE WHEN {day} LIKE '{_DAY}' THEN left({day}, 4) ELSE {day} END AS day, {_sums(at)} AS sums "
        f"FROM read_csv({_quoted(str(path))}, auto_detect = false, header = false, skip = {file.skipped}, "
        f"delim = {_quoted(file.delimiter)}, quote = '\"', escape = '\"', columns = {columns}, strict_mode = true) "
        # A comparison that lets nearly every row pass goes before the slow one.
        f"WHERE {cell} BETWEEN '-' AND '~' OR NOT (regexp_full_match(coalesce({cell}, ''), '{_BLANK}') AND "
        f"regexp_full_match(concat({', '.join(f'c{number}' for number in range(len(file.head)))}), '{_BLANK}'))"
    )


def _form(mark: str, sign: str) -> str:
    """A regular expression: thousands parted by spaces or not; below zero, the minus stands before or after."""
    number = f"{_WHOLE}[{mark}][0-9]{{2}}"
    return f"-{number}|{number}-" if sign else number


def _sums(at: Mapping[str, int]) -> str:
    """SQL for `ledger.is_total`: neither account number nor voucher, and a text that says so."""
    says = " OR ".join(f"regexp_matches(c{at[name]}, '{_TOTAL}')" for name in TEXTS if name in at) or "false"
    if "voucher" in at:
        says = f"CASE WHEN trim(coalesce(c{at['voucher']}, '')) <> '' THEN false ELSE {says} END"
    if "account" in at:  # CASE looks no further once it knows; AND would try every expression on every row
        account = f"coalesce(c{at['account']}, '')"
        says = (
            f"CASE WHEN {account} BETWEEN '0' AND ':' THEN false "
            f"WHEN regexp_matches({account}, '[0-9]') THEN false ELSE {says} END"
        )
    return says


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _asked(
    database: Any, file: Opened, at: Mapping[str, int], rates: Mapping[str, Decimal], form: Form
) -> Folded:
    """One pass groups the rows by what stands in them; a second finds the lines of those that cannot be used, if
    any.
    """
    _no_duplicates(database, at)
    group = [name for name in (*USED, "currency") if name in at]
    database.execute(
        f"CREATE TABLE cells AS SELECT {''.join(f'{name}, ' for name in group)}day, shape, count(*) AS rows, "
        "count(digits) AS told, count(*) FILTER (digits > 0) AS above, sum(digits) AS digits, "
        "count(*) FILTER (sums) AS sums FROM raw GROUP BY ALL"
    )
    [[sums, cells]] = database.execute("SELECT sum(sums), count(*) FROM cells").fetchall()
    if sums or cells > MOST_GROUPS:
        raise Irregular("totals" if sums else "groups")
    shapes = dict(database.execute("SELECT shape, sum(rows)::BIGINT FROM cells GROUP BY 1").fetchall())
    merged: Counter[str] = Counter()
    for shape, times in shapes.items():
        merged[shape.strip()] += times
    decimals = decimals_of_shapes(merged)
    written = {shape: form_of(shape.strip(), decimals) for shape in shapes}
    if any(
        one and (one.decimals > PLACES or shape.count("9") > MOST_DIGITS) for shape, one in written.items()
    ):
        raise Irregular("digits")
    cube, bad_cells = _cube(database.execute("SELECT * FROM cells"), group, written, rates)
    if not bad_cells:
        return Folded(form, cube)
    bad, bad_by = _bad(database, file, Layout(at, decimals), bad_cells, sum(shapes.values()))
    return Folded(form, cube, bad, bad_by)


def _no_duplicates(database: Any, at: Mapping[str, int]) -> None:
    """Voucher rows that come twice are for the careful reader."""
    if {"voucher", "row_number"} <= set(at):
        same = [name for name in ("buyer_id", "buyer", "booked_on", "voucher", "row_number") if name in at]
        [[found]] = database.execute(
            f"SELECT count(*) - count(DISTINCT hash({', '.join(f'trim({name})' for name in same)})) FROM raw "
            "WHERE trim(voucher) <> '' AND trim(row_number) <> ''"
        ).fetchall()
        if found:
            raise Irregular("duplicates")


def _cube(
    result: Any, group: list[str], written: Mapping[str, Written | None], rates: Mapping[str, Decimal]
) -> tuple[Cube, set[tuple[str, str]]]:
    """Cells to keys: texts without their outer spaces, suppliers masked, days as years.

    And (shape, currency) of no use.
    """
    place = {name: number for number, name in enumerate(group)}
    suppliers: dict[tuple[str, str], tuple[str, str]] = {}
    years: dict[str, int] = {}
    cube: dict[Key, Sum] = {}
    bad: set[tuple[str, str]] = set()
    for row in _fetched(result):
        day, shape, rows, told, above, digits, _ = row[-7:]
        one = written[shape]
        said = {name: row[number].strip() for name, number in place.items()}
        currency = _sek(said.get("currency", "") or (one.currency if one else ""))
        if one is None or currency != SEK:
            if one is not None and currency in rates:
                raise Irregular("currencies")  # exchanged row by row, to the öre
            bad.add((shape, row[place["currency"]] if "currency" in place else ""))
            continue
        if told != rows:
            raise Irregular("digits")
        if day not in years:
            years[day] = year_of(day)
        pair = said.get("supplier_id", ""), said.get("supplier", "")
        if pair not in suppliers:
            suppliers[pair] = masking.supplier(*pair)
        number, name = suppliers[pair]
        key = Key(
            said.get("buyer_id", ""), said.get("account", ""), said.get("account_name", ""), number, name,
            said.get("cpv", ""), said.get("contract", ""), years[day],
        )  # fmt: skip
        value = Decimal(int(digits) * one.sign).scaleb(-one.decimals)
        found = Sum(rows, value) if one.sign > 0 else Sum(rows, value, above, value)
        cube[key] = cube[key].plus(found) if key in cube else found
    return cube, bad


def _sek(currency: str) -> str:
    plain = currency.upper()
    return SEK if plain in ("", "KR", "SKR") else plain


def _shape(cell: str) -> str:
    """As the view gives it."""
    if re.fullmatch(_COMMON, cell):
        bare = cell.strip("-")
        return f"{'-' if '-' in cell else ''}9{bare[-3]}99"
    return cell.translate(_NINES)


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(50_000):
        yield from rows


def _bad(
    database: Any, file: Opened, where: Layout, unfit: set[tuple[str, str]], loaded: int
) -> tuple[tuple[BadRow, ...], dict[str, int]]:
    """The rows that were left out, with their lines.

    Where every row is one line of the file, the row's number tells it.
    """
    found: list[BadRow] = []
    by: Counter[str] = Counter()
    checked = each(file.rows(), where)
    if file.lines_below() == loaded:
        own = [name for name in ("amount_sek", "currency") if name in where.at]
        # What is surely an amount need not be looked at; its currency is another matter.
        wrong = {shape for shape, _ in unfit}
        forms = [_form(mark, sign) for mark in ",." for sign in ("", "-") if f"{sign}9{mark}99" not in wrong]
        surely = "|".join(["-?[0-9]{1,14}", *forms])
        other = " OR trim(currency) NOT IN ('', 'SEK')" if "currency" in own else ""
        result = database.execute(
            f"SELECT * FROM (SELECT row_number() OVER () AS number, {', '.join(own)} FROM raw) "
            f"WHERE NOT regexp_full_match(amount_sek, '{surely}'){other} ORDER BY number"
        )
        rows = (
            (file.skipped + number, cells)
            for number, *cells in _fetched(result)
            if (_shape(cells[0]), cells[1] if len(cells) > 1 else "") in unfit
        )
        checked = each(rows, Layout({name: place for place, name in enumerate(own)}, where.decimals))
    for one in checked:
        if isinstance(one, BadRow):
            by[one.code] += 1
            if len(found) < KEPT_BAD:
                found.append(one)
    return tuple(found), dict(by)
