"""Workbooks (XLSX, XLSM, XLS, ODS): rows of cells as text, read in a process of its own that has limits and may
fall alone.

Cells are as they were last computed; formulas are not run.
"""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from typing import Any

from omlopp.domain.model.errors import OmloppError

SECONDS = 300
MEMORY_MB = 3_000
UNPACKED_MB = 1_000  # a sheet of a million rows unpacks to some hundred
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
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
    if content.startswith(ZIP):
        _measured(content, file)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "omlopp.spend.sheets"], input=content, capture_output=True, timeout=SECONDS
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
    found: list[list[str]] = said["rows"]
    return found


def _measured(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > UNPACKED_MB * 1_000_000:
                raise SheetTooLarge(file=file, limit=f"{UNPACKED_MB} MB")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise SheetLocked(file=file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SheetRefused(file=file, says=str(error)) from None


def read_here(content: bytes) -> dict[str, Any]:
    """In the process of its own."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except python_calamine.PasswordError:
        return {"locked": True}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        return {"broken": str(error)}
    largest = max(sheets, key=lambda rows: sum(len(row) for row in rows), default=[])
    return {"rows": [[_written(cell) for cell in row] for row in largest]}


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
    try:
        import resource

        limit = MEMORY_MB * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    sys.stdout.write(json.dumps(read_here(sys.stdin.buffer.read())))


if __name__ == "__main__":
    _answer()
