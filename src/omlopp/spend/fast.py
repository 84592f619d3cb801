"""Large ledgers by DuckDB: the same cube as the careful reader gives, or Irregular, and then the careful reader reads it.

What a cell means is decided by the same functions as there. Whether a cell is an amount, and which, hangs on its shape alone
(its digits read as 9), so each shape is asked about once; days and suppliers are asked about once each, too.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from omlopp.spend import masking
from omlopp.spend.cube import KEPT_BAD, Cube, Folded, Form, Key, Sum
from omlopp.spend.ledger import SEK, BadRow, Layout, each, places, year_of
from omlopp.spend.lines import CHUNK, Opened
from omlopp.spend.table import decimals_of_shapes, form_of
from omlopp.spend.table import Form as Written

MEMORY = "1500MB"
THREADS = 2
PLACES = 4  # decimals that are counted with; a shape with more is irregular
MOST_DIGITS = 14
MOST_SHAPES = 20_000
USED = ("buyer", "buyer_id", "account", "account_name", "supplier", "supplier_id", "cpv", "contract")
# What is not grouped by, and looked at only to tell totals and duplicates.
LOOKED_AT = ("currency", "booked_on", "voucher", "row_number", "unit")


class Irregular(Exception):
    """The file has something that only the careful reader may decide. Never shown: it is caught where it is read."""


def folded(file: Opened, mapping: Mapping[str, str], rates: Mapping[str, Decimal], form: Form) -> Folded:
    """The cube of a CSV file. Raises Irregular, ColumnMissing."""
    at = places(file.head, file.path.name, mapping)
    columns = [name for name in ("amount_sek", *USED, *LOOKED_AT) if name in at]
    with tempfile.TemporaryDirectory(prefix="omlopp-ledger-") as folder:
        database = duckdb.connect(
            config={"memory_limit": MEMORY, "threads": THREADS, "temp_directory": folder}
        )
        try:
            database.execute("SET enable_progress_bar = false")
            _load(database, file, _plain(file, Path(folder)), {name: at[name] for name in columns})
            return _asked(database, file, at, columns, rates, form)
        except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.OutOfRangeException) as error:
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


def _load(database: Any, file: Opened, path: Path, at: Mapping[str, int]) -> None:
    columns = "{" + ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(file.head))) + "}"
    chosen = ", ".join(f"coalesce(c{place}, '') AS {name}" for name, place in at.items())
    database.execute(
        f"CREATE TABLE raw AS SELECT {chosen} FROM read_csv(?, auto_detect = false, header = false, skip = ?, "
        f"delim = ?, quote = '\"', escape = '\"', columns = {columns}, strict_mode = true)",
        [str(path), file.skipped, file.delimiter],
    )


def _asked(
    database: Any, file: Opened, at: Mapping[str, int], columns: list[str], rates: Mapping[str, Decimal], form: Form
) -> Folded:
    _no_totals_no_duplicates(database, columns)
    shapes: dict[str, int] = dict(
        database.execute(
            f"SELECT {_SHAPE}, count(*) FROM raw GROUP BY 1 LIMIT {MOST_SHAPES + 1}"
        ).fetchall()
    )
    if len(shapes) > MOST_SHAPES:
        raise Irregular("shapes")
    merged: Counter[str] = Counter()
    for shape, times in shapes.items():
        merged[shape.strip()] += times
    decimals = decimals_of_shapes(merged)
    written = {shape: form_of(shape.strip(), decimals) for shape in shapes}
    if any(one and one.decimals > PLACES or shape.count("9") > MOST_DIGITS for shape, one in written.items()):
        raise Irregular("digits")
    foreign = _foreign(database, columns, written, rates)
    cube, rows = _cube(database, columns, written, foreign)
    bad, bad_by = (), {}
    if rows < sum(shapes.values()):
        bad, bad_by = _bad(file, Layout(at, decimals), written, foreign)
    return Folded(form, cube, bad, bad_by)


_SHAPE = "translate(amount_sek, '012345678', '999999999')"
_TOTAL = r"(?i)^\s*(summa|total(t|summa)?|delsumma)\b"


def _no_totals_no_duplicates(database: Any, columns: list[str]) -> None:
    """Rows that sum others, and voucher rows that come twice, are for the careful reader."""
    texts = [name for name in columns if name not in ("amount_sek", "currency")]
    if texts:
        account = "NOT regexp_matches(account, '[0-9]')" if "account" in columns else "true"
        voucher = "trim(voucher) = ''" if "voucher" in columns else "true"
        says = " OR ".join(f"regexp_matches({name}, '{_TOTAL}')" for name in texts)
        [[found]] = database.execute(
            f"SELECT count(*) FROM raw WHERE {account} AND {voucher} AND ({says})"
        ).fetchall()
        if found:
            raise Irregular("totals")
    if {"voucher", "row_number"} <= set(columns):
        same = [name for name in ("buyer_id", "buyer", "booked_on", "voucher", "row_number") if name in columns]
        [[found]] = database.execute(
            f"SELECT count(*) - count(DISTINCT hash({', '.join(f'trim({name})' for name in same)})) FROM raw "
            "WHERE trim(voucher) <> '' AND trim(row_number) <> ''"
        ).fetchall()
        if found:
            raise Irregular("duplicates")


def _foreign(
    database: Any, columns: list[str], written: Mapping[str, Written | None], rates: Mapping[str, Decimal]
) -> set[str]:
    """Raw values of the currency column that are not SEK. Rows that are to be exchanged are for the careful reader."""
    named = {one.currency for one in written.values() if one}
    found: set[str] = set()
    if "currency" in columns:
        for (cell,) in database.execute("SELECT DISTINCT currency FROM raw").fetchall():
            if cell.strip() and _sek(cell) != SEK:
                found.add(cell)
            named.add(_sek(cell))
    if any(one in rates for one in named if one != SEK):
        raise Irregular("currencies")
    return found


def _sek(cell: str) -> str:
    plain = cell.strip().upper()
    return SEK if plain in ("", "KR", "SKR") else plain


def _cube(
    database: Any, columns: list[str], written: Mapping[str, Written | None], foreign: set[str]
) -> tuple[Cube, int]:
    """The rows that have an amount in SEK, grouped in DuckDB by what stands there and then by what it means."""
    own = "currency" in columns
    forms = [
        (shape, one.sign * 10 ** (PLACES - one.decimals), one.currency not in ("", SEK))
        for shape, one in written.items()
        if one
    ]
    database.execute("CREATE TABLE forms (shape VARCHAR, times BIGINT, other BOOLEAN)")
    if forms:
        database.executemany("INSERT INTO forms VALUES (?, ?, ?)", forms)
    other = "".join(sorted({sign for shape in written for sign in shape if sign != "9"}))
    digits = "translate(amount_sek, ?, '')" if other else "amount_sek"
    # A currency of its own column goes before one that stands in the cell.
    condition = "NOT other"
    if own:
        database.execute("CREATE TABLE foreigners (currency VARCHAR)")
        if foreign:
            database.executemany("INSERT INTO foreigners VALUES (?)", [(one,) for one in sorted(foreign)])
        condition = "(NOT other OR trim(currency) <> '') AND currency NOT IN (SELECT currency FROM foreigners)"
    group = [name for name in (*USED, "booked_on") if name in columns]
    chosen = "".join(f"{name}, " for name in group)
    result = database.execute(
        f"SELECT {chosen} count(*), sum(value), count(*) FILTER (value < 0), coalesce(sum(value) FILTER (value < 0), 0) "
        f"FROM (SELECT {chosen} CAST({digits} AS BIGINT) * times AS value FROM raw "
        f"JOIN forms ON forms.shape = {_SHAPE} WHERE {condition}) "
        + (f"GROUP BY {', '.join(group)}" if group else ""),
        [other] if other else [],
    )
    return _keyed(result, group)


def _keyed(result: Any, group: list[str]) -> tuple[Cube, int]:
    """Raw groups to keys: texts without their outer spaces, suppliers masked, days as years."""
    place = {name: number for number, name in enumerate(group)}
    years: dict[str, int] = {}
    suppliers: dict[tuple[str, str], tuple[str, str]] = {}
    cube: dict[Key, Sum] = {}
    whole = 0
    for row in _fetched(result):
        rows, value, credits, below = row[-4:]
        if not rows:
            continue
        whole += rows
        said = {name: row[number].strip() for name, number in place.items()}
        day = said.get("booked_on", "")
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
        one = Sum(rows, Decimal(value).scaleb(-PLACES), credits, Decimal(below).scaleb(-PLACES))
        cube[key] = cube[key].plus(one) if key in cube else one
    return cube, whole


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(50_000):
        yield from rows


def _bad(
    file: Opened, where: Layout, written: Mapping[str, Written | None], foreign: set[str]
) -> tuple[tuple[BadRow, ...], dict[str, int]]:
    """The rows that were left out, with their lines: a second look at the file, at those rows alone."""
    place, currency = where.at["amount_sek"], where.at.get("currency")
    good = {
        shape for shape, one in written.items() if one and (one.currency in ("", SEK) or currency is not None)
    }
    nines = str.maketrans("012345678", "999999999")

    def suspect(row: tuple[str, ...]) -> bool:
        if row[place].translate(nines) not in good:
            return True
        return currency is not None and (row[currency] in foreign or not row[currency].strip())

    found: list[BadRow] = []
    by: Counter[str] = Counter()
    for one in each(((line, row) for line, row in file.rows() if suspect(row)), where):
        if isinstance(one, BadRow):
            by[one.code] += 1
            if len(found) < KEPT_BAD:
                found.append(one)
    return tuple(found), dict(by)

