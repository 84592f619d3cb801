"""The Swedish procurement statistics to notices: one per procurement, with its lots, bids, winners and value.

Only the title is text. The value is what the contracts promise over their whole term, as the buyer reported it: never
spend, never a yearly figure; sums of 0 and placeholders stay as they are, `value_state` tells them. A flag that is
empty was not reported and declares nothing. Every row is in a notice or rejected with its line: none is lost.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from omlopp.domain.model.errors import OmloppError
from omlopp.library.codelists import rows
from omlopp.notices.errors import (
    AnotherTable,
    BrokenDocument,
    BrokenRow,
    EmptyFile,
    NoticeRefused,
    Rejected,
    RowWithoutId,
    RowWithoutProcurement,
)
from omlopp.notices.fields import FOLDER, settled
from omlopp.notices.masking import masked
from omlopp.notices.plain import text_of_bytes
from omlopp.notices.registry_files import RegistryFiles, Table, columns, needed, table_of
from omlopp.notices.schema import Declared, LotNotice, Notice, ObjectKind, Remark, TextField, Winner
from omlopp.notices.values import as_amount, as_count, as_date

MASKED = "maskerad"  # as the shared files write it
TITLE = "registry-titel"
FLAGS = ("registry-environmental", "registry-social", "registry-innovation")
_FLAG = {"true": "true", "false": "false"}
# A number whose third digit is 0 or 1 is a natural person's (Lag 1974:174 gives organisations 2 or more).
_PERSON = re.compile(r"(?:\d\d)?\d\d[01]\d\d\d-?\d{4}")


@dataclass(slots=True)
class _Line:
    """One row: its number in the file (the head is 1), what it holds by use, and columns nobody knows."""

    number: int
    values: dict[str, str]
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """What the other tables say of one procurement."""

    bids: list[_Line] = field(default_factory=list)
    winners: list[_Line] = field(default_factory=list)
    values: list[_Line] = field(default_factory=list)


def notices(files: RegistryFiles, file: str) -> Iterator[Notice | Rejected]:
    """A notice for each procurement, named file!id, in the order of the file; then the rows that belong to none.

    Without the file of procurements, the procurements are those the other tables name: each row repeats them.
    Raises AnotherTable, NotUtf8, EmptyFile, BrokenDocument where the file of procurements gives nothing; another
    table that cannot be read is rejected.
    """
    tables = files.tables()
    parts: dict[str, _Parts] = {}
    base: list[_Line] = []
    for table, name, data in tables:
        name = name or file
        try:
            lines = _lines(data, name, table)
            for line in lines:
                if isinstance(line, Rejected):
                    yield line
                    continue
                number = line.values.get("id", "")
                if not number:
                    yield Rejected(name, RowWithoutId(file=name, table=name, line=line.number))
                elif table == "procurements":
                    base.append(line)
                else:
                    getattr(parts.setdefault(number, _Parts()), table).append(line)
                    if files.procurements is None:
                        base.append(line)
        except NoticeRefused as error:
            # What was read before a table broke off stays; a table that gave nothing refuses the whole.
            if not base and (table == "procurements" or len(tables) == 1):
                raise
            yield Rejected(name, error)
    yield from _joined(files, file, base, parts)


def _joined(
    files: RegistryFiles, file: str, base: list[_Line], parts: dict[str, _Parts]
) -> Iterator[Notice | Rejected]:
    seen: dict[str, int] = {}
    people: dict[str, str] = {}
    for line in base:
        number = line.values["id"]
        seen[number] = seen.get(number, 0) + 1
        if seen[number] == 1:
            yield _notice(line, file, number, parts.pop(number, _Parts()), people)
        elif files.procurements is not None:
            yield _notice(line, file, f"{number}!{seen[number]}", _Parts(), people)
    names = dict(files.names)
    for number, left in parts.items():
        if number in seen:
            continue
        for table in ("bids", "winners", "values"):
            name = names.get(table, table)
            for line in getattr(left, table):
                yield Rejected(
                    f"{name}!{number}",
                    RowWithoutProcurement(file=f"{name}!{number}", table=name, id=number, line=line.number),
                )


def _lines(data: bytes, file: str, table: Table) -> Iterator[_Line | Rejected]:
    """The rows of a table by what its columns mean. Raises AnotherTable when it is not the table it is given as."""
    found = rows_of(data, file)
    head = [str(cell).strip() for cell in next(found, [])]
    if table_of(head) != table:
        raise AnotherTable(file=file, found=tuple(head[:8]) or ("–",), expected=tuple(needed().values()))
    uses = [columns().get(name.lower()) for name in head]
    for number, cells in enumerate(found, 2):
        if not any(cells):
            continue
        if len(cells) > len(head):
            yield Rejected(f"{file}!{number}", BrokenRow(file=f"{file}!{number}", table=file, line=number))
            continue
        values: dict[str, str] = {}
        unknown: list[str] = []
        for name, use, cell in zip(head, uses, cells, strict=False):
            if use is None and cell:
                unknown.append(name)
            elif use and use != "left":
                values[use] = cell
        yield _Line(number, values, tuple(unknown))


def rows_of(data: bytes, file: str) -> Iterator[list[str]]:
    """The rows of a CSV or XLSX file as text, the head first."""
    if data[:4] == b"PK\x03\x04":
        from omlopp.notices.draft_sheets import sheets

        for _, sheet in sheets(data, file)[:1]:
            yield from sheet
        return
    if not data.strip():
        raise EmptyFile(file=file)
    text = text_of_bytes(data, file)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield [cell.strip() for cell in row]
    except csv.Error as error:  # a cell of more than 131 072 characters: quotes that never end
        raise BrokenDocument(file=file, says=f"{error}, {reader.line_num}") from None


@cache
def _codes() -> dict[tuple[str, str], str]:
    return {(row["column"], row["value"]): row["code"] for row in rows(FOLDER / "registry_se_codes.csv")}


def _notice(line: _Line, file: str, name: str, parts: _Parts, people: dict[str, str]) -> Notice:
    """One procurement. `name` is its id; a second row with the same id has "id!2" and follows the first."""
    row = line.values
    number = row["id"]
    title = masked(settled(" ".join(row.get("title", "").split())), "sv")
    buyer, buyer_id = _buyer(row, people)
    value = next(
        (amount for one in parts.values if (amount := as_amount(one.values.get("value", ""))) is not None),
        None,
    )
    lots = _lots(parts)
    counted = [lot.bids_received for lot in lots if lot.bids_received is not None]
    code = row.get("cpv", "")[:8]
    kind = _codes().get(("object_kind", row.get("object_kind", "")))
    above = row.get("above_threshold", "").lower()
    return Notice(
        notice_id=name,
        procedure_id=number,
        file=f"{file}!{name}",
        format="registry-se",
        schema_version="",
        form=row.get("procedure", ""),
        kind="competition",
        country="SE",
        languages=("sv",),
        language="sv",
        published_on=as_date(row.get("published_on", "")),
        sent_on=None,
        title=title,
        buyer_name=buyer,
        buyer_id=buyer_id or None,
        nuts=(),
        cpv=(code,) if code.isdigit() and len(code) == 8 and code != "00000000" else (),
        object_kind=cast(ObjectKind | None, kind),
        value_amount=value,
        currency="SEK" if value is not None else None,
        value_kind="contracted" if value is not None else None,
        bids_received=sum(counted) if counted else None,
        deadline=None,
        lots=lots,
        declared=tuple(
            Declared(flag, _FLAG[said], None)
            for flag in FLAGS
            if (said := row.get(flag, "").lower()) in _FLAG
        ),
        texts=(TextField(TITLE, None, "sv", title, "subject"),) if title else (),
        links=(),
        unread=line.unknown,
        winners=tuple(_winner(one) for one in parts.winners),
        repeats=(number,) if name != number else (),
        subtype=row.get("contract_type", ""),
        buyer_kind=_codes().get(("subsector", row.get("subsector", "")))
        or _codes().get(("sector", row.get("sector", "")), ""),
        above_threshold={"true": True, "false": False}.get(above),
        platform=row.get("platform", ""),
        text_read="title",
        remarks=_remarks(value, name != number),
    )


def _remarks(value: Decimal | None, second: bool) -> tuple[Remark, ...]:
    found: list[Remark] = ["second_row"] if second else []
    if value_state(value) in ("zero", "placeholder"):
        found.append("placeholder")
    return tuple(found)


def _buyer(row: dict[str, str], people: dict[str, str]) -> tuple[str, str]:
    """The buyer's name and number. A natural person's are masked, told apart by order of appearance."""
    name, number = row.get("buyer_name", ""), row.get("buyer_id", "")
    if _PERSON.fullmatch(number):
        mask = people.setdefault(number, f"{MASKED}-{len(people) + 1}")
        return MASKED, mask
    return name, number


def _lots(parts: _Parts) -> tuple[LotNotice, ...]:
    """A lot for each lot id in bids or winners; its bids where the file of bids says."""
    ids = dict.fromkeys(one.values.get("lot_id", "") for one in (*parts.bids, *parts.winners))
    counts: dict[str, int] = {}
    for one in parts.bids:
        count = as_count(one.values.get("bids", ""))
        if count is not None:
            lot_id = one.values.get("lot_id", "")
            counts[lot_id] = counts.get(lot_id, 0) + count
    return tuple(
        LotNotice(lot_id, "", "", (), (), None, (), bids_received=counts.get(lot_id))
        for lot_id in ids
        if lot_id
    )


def _winner(line: _Line) -> Winner:
    row = line.values
    natural = _codes().get(("mask", row.get("supplier_form", ""))) == "person"
    return Winner(
        row.get("lot_id") or None,
        MASKED if natural else row.get("supplier", ""),
        size=row.get("supplier_size", ""),
    )


def value_state(amount: Decimal | None) -> Literal["stated", "zero", "placeholder", "none"]:
    """How far a contracted value can be believed: none reported, 0, a placeholder (1–1 000 SEK), or stated."""
    if amount is None:
        return "none"
    if amount == 0:
        return "zero"
    return "placeholder" if 0 < amount <= Decimal(_codes()["placeholder", "at most SEK"]) else "stated"


def is_workbook(data: bytes, file: str) -> bool:
    """Whether a ZIP file is a workbook with one of the registry's tables."""
    if not file.lower().endswith(".xlsx") and b"xl/" not in data[:4096]:
        return False
    from omlopp.notices.draft_sheets import head_of_workbook

    try:
        return table_of(head_of_workbook(data, file)) is not None
    except OmloppError:  # no workbook, or a broken one: whoever reads documents says so
        return False


def one_table(data: bytes, file: str) -> Iterator[Notice | Rejected]:
    """A single table of the registry. Raises AnotherTable where its columns are not the registry's."""
    table = table_of(next(rows_of(data, file), []))
    if table is None:
        head = next(rows_of(data, file), [])
        raise AnotherTable(file=file, found=tuple(head[:8]) or ("–",), expected=tuple(needed().values()))
    yield from notices(RegistryFiles(names=((table, file),), **{table: data}), file)
