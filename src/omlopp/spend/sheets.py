"""Workbooks (XLSX, XLSM, XLS, ODS): rows of cells as text, read in a process of its own that has limits and may
fall alone.

Cells are as they were last computed; formulas are not run.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from omlopp.domain.model.errors import OmloppError

SECONDS = 300
MEMORY_MB = 3_000
GRID_MB = 1_000  # a list that people write, not a ledger of a million rows
UNPACKED_MB = 1_000  # a sheet of a million rows unpacks to some hundred
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class SheetRefused(OmloppError):
    """A workbook that cannot be read. Facts: file, says."""

    code = "spend.sheet-refused"


class SheetLocked(OmloppError):
    """A workbook with a password. Facts: file."""

    code = "spend.sheet-locked"


class SheetTooLarge(OmloppError):
    """A workbook that unpacks to too much, or takes too long. Facts: file, limit."""

    code = "spend.sheet-too-large"


def is_workbook(content: bytes) -> bool:
    """By its first bytes, never by its name."""
    return content.startswith((ZIP, OLE))


def rows(content: bytes, file: str) -> list[list[str]]:
    """The rows of the sheet with most cells. Raises SheetRefused, SheetLocked, SheetTooLarge."""
    found: list[list[str]] = _asked(content, file)["rows"]
    return found


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands, empty rows too. `total`: its rows with something in them, also those past what was asked.

    `unanswered`: cells with a formula that was never computed, as (row, column) from 0.
    """

    rows: list[list[str]]
    total: int
    unanswered: frozenset[tuple[int, int]]


def grid(content: bytes, file: str, sheet: str, most: int) -> Grid:
    """The sheet of that name, else the one with most cells; at most `most` rows of it and 100 columns.

    Raises what `rows` raises.
    """
    said = _asked(content, file, sheet, str(most))
    return Grid(said["rows"], said["total"], frozenset((row, column) for row, column in said["unanswered"]))


def _asked(content: bytes, file: str, *how: str) -> dict[str, Any]:
    if content.startswith(ZIP):
        _measured(content, file)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "omlopp.spend.sheets", *how],
            input=content,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise SheetTooLarge(file=file, limit=f"{SECONDS} s") from None
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # it fell: out of memory, or led astray by the file
        raise SheetRefused(file=file, says=f"exit {done.returncode}") from None
    if said.get("locked"):
        raise SheetLocked(file=file)
    if "broken" in said:
        raise SheetRefused(file=file, says=said["broken"])
    return said


def _measured(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > UNPACKED_MB * 1_000_000:
                raise SheetTooLarge(file=file, limit=f"{UNPACKED_MB} MB")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise SheetLocked(file=file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SheetRefused(file=file, says=str(error)) from None


def read_here(content: bytes, sheet: str = "", most: int | None = None) -> dict[str, Any]:
    """In the process of its own. With `most`: as `grid` says."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        wanted = [sheet] if sheet in book.sheet_names else book.sheet_names
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=most is None) for name in wanted
        }
    except python_calamine.PasswordError:
        return {"locked": True}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        return {"broken": str(error)}
    chosen = max(sheets, key=lambda name: sum(len(row) for row in sheets[name]), default="")
    largest = sheets.get(chosen, [])
    if most is None:
        return {"rows": [[_written(cell) for cell in row] for row in largest]}
    filled = [place for place, row in enumerate(largest) if any(cell not in ("", None) for cell in row)]
    last = filled[min(most, len(filled)) - 1] + 1 if filled else 0
    kept = [[_written(cell) for cell in row[:100]] for row in largest[:last]]
    empty = {(at, column) for at, row in enumerate(kept) for column, cell in enumerate(row) if not cell}
    return {
        "rows": kept,
        "total": len(filled),
        "unanswered": [list(place) for place in sorted(empty & formulas(content, chosen))],
    }


def formulas(content: bytes, sheet: str) -> set[tuple[int, int]]:
    """Where an XLSX sheet has a formula without a value, as (row, column) from 0; nothing for other kinds of file."""
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
                return set()
            related = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            targets = {one.get("Id"): (one.get("Target") or "").lstrip("/") for one in related}
            for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
                if one.get("name") == sheet:
                    target = targets.get(one.get(f"{RELATION}id"), "")
                    with archive.open(target if target.startswith("xl/") else f"xl/{target}") as part:
                        return _formulas(part)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, ValueError):
        pass  # calamine has read it: what it says stands
    return set()


def _formulas(part: Any) -> set[tuple[int, int]]:
    from xml.etree import ElementTree

    found = set()
    for _, cell in ElementTree.iterparse(part):
        if cell.tag == f"{MAIN}c" and cell.find(f"{MAIN}f") is not None:
            value, place = cell.find(f"{MAIN}v"), CELL.fullmatch(cell.get("r") or "")
            if place and (value is None or not (value.text or "").strip()):
                column = 0
                for letter in place[1]:
                    column = column * 26 + ord(letter) - 64
                found.add((int(place[2]) - 1, column - 1))
        if cell.tag == f"{MAIN}row":
            cell.clear()
    return found


def _written(cell: Any) -> str:
    """Numbers with a decimal comma, as a Swedish table has them: 1234.5 → 1234,5. Days as 2026-01-31."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        # Cents kept as binary fractions come back as 0.1+0.2: fifteen digits are what a workbook holds.
        return (
            f"{cell:.15g}".replace(".", ",") if "e" not in f"{cell:.15g}" else f"{cell:f}".replace(".", ",")
        )
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _answer() -> None:
    sheet, most = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
    try:
        import resource

        limit = (GRID_MB if most else MEMORY_MB) * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    sys.stdout.write(json.dumps(read_here(sys.stdin.buffer.read(), sheet, int(most) if most else None)))


if __name__ == "__main__":
    _answer()
