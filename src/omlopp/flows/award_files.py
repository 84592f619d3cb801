"""Bids from a file: YAML or JSON with every number exact, a workbook on our form, or CSV with the same columns."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from omlopp.documents.bid_form import bid_form
from omlopp.domain.award.bid_table import CellsRefused, bids_from_table
from omlopp.domain.award.errors import NotFields
from omlopp.domain.award.plain import bids_from, items, number, text
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.flows.calls import checked_arguments
from omlopp.library.cases import FileMissing, FileNotText, read_exact

BOOKS = (".xlsx", ".xlsm", ".ods")


@dataclass(frozen=True, slots=True)
class BidsFile:
    """`field`: further prices that relative families look at; `lots`: the lots there are, None where not said."""

    bids: tuple[Bid, ...]
    field: tuple[Decimal, ...] = ()
    lots: tuple[str, ...] | None = None


def read_bids(path: Path, model: AwardModel) -> BidsFile:
    """The bids of a file. A table with faulty cells is refused whole, every cell named (CellsRefused)."""
    if path.suffix.lower() in (*BOOKS, ".csv"):
        return BidsFile(_from_table(model, _rows(path), path.name))
    data = read_exact(path)
    if isinstance(data, list):
        data = {"bids": data}
    if not isinstance(data, dict):
        raise NotFields(where=path.name, found=type(data).__name__)
    checked_arguments(data, path.name, needed=("bids",), may=("field", "lots", "unknowns"))
    field = tuple(number(one, "field") for one in items(data.get("field"), "field"))
    lots = tuple(text(one, "lots") for one in items(data["lots"], "lots")) if "lots" in data else None
    return BidsFile(bids_from(data["bids"]), field, lots)


def read_bids_table(model: AwardModel, content: bytes, name: str) -> tuple[Bid, ...]:
    """The same from an uploaded workbook or CSV file. Raises CellsRefused with every fault."""
    rows = _csv_rows(content, name) if name.lower().endswith(".csv") else _book_rows(content, name)
    return _from_table(model, rows, name)


def write_form(model: AwardModel, path: Path, language: str) -> None:
    """The empty form for bidders."""
    path.write_bytes(bid_form(model, language))


def _from_table(model: AwardModel, rows: list[list[str]], name: str) -> tuple[Bid, ...]:
    found = bids_from_table(model, rows)
    if found.faults:
        raise CellsRefused(faults=found.faults, file=name)
    return found.bids


def _rows(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileMissing(file=str(path), fault=error.strerror or "cannot be opened") from None
    return _csv_rows(content, path.name) if path.suffix.lower() == ".csv" else _book_rows(content, path.name)


def _book_rows(content: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet that holds any."""
    from omlopp.notices.draft_sheets import sheets

    return next((rows for _, rows in sheets(content, name) if any(any(row) for row in rows)), [])


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    """Semicolons, tabs or commas between the cells, whichever the row of keys uses most."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileNotText(file=name, byte=error.start) from None
    head = next((line for line in written.splitlines() if "id" in line), "")
    between = max(";\t,", key=head.count)
    return list(csv.reader(io.StringIO(written), delimiter=between))
