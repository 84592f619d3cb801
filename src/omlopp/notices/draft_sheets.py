"""Spreadsheets: XLSX, ODS. Cells are given as they were last computed; formulas are not run."""

import io
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any

from omlopp.notices.archives import MB, RATIO_LIMIT
from omlopp.notices.draft_child import answer, asked
from omlopp.notices.errors import ArchiveBomb, BrokenDocument, LockedDocument

UNPACKED_LIMIT_MB = 200


def checked(data: bytes, file: str) -> zipfile.ZipFile:
    """The ZIP file a document is, once all that is in it has been unpacked in pieces and found within limits.

    Raises BrokenDocument, LockedDocument, ArchiveBomb.
    """
    most = min(UNPACKED_LIMIT_MB * MB, max(len(data) * RATIO_LIMIT, 10 * MB))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in archive.infolist()) > most:
            raise ArchiveBomb(file=file, times=RATIO_LIMIT, limit_mb=UNPACKED_LIMIT_MB)
        left = most
        for info in archive.infolist():
            if info.flag_bits & 1:
                raise LockedDocument(file=file)
            with archive.open(info) as stream:
                while part := stream.read(MB):
                    left -= len(part)
                    if left < 0:
                        raise ArchiveBomb(file=file, times=RATIO_LIMIT, limit_mb=UNPACKED_LIMIT_MB)
        return archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise BrokenDocument(file=file, says=str(error) or type(error).__name__) from None


def head_of_workbook(data: bytes, file: str) -> list[str]:
    """The first row of the first sheet. Raises as `sheets` does."""
    checked(data, file)
    found = asked("draft_sheets", data, file, most=1)["sheets"]
    return [cell.strip() for cell in found[0][1][0]] if found and found[0][1] else []


def sheets(data: bytes, file: str) -> list[tuple[str, list[list[str]]]]:
    """(name, rows of cells as text) of every sheet of a workbook, "" for an empty cell; read in a process of its own.

    Raises LockedDocument, BrokenDocument, ArchiveBomb, DocumentTooSlow.
    """
    checked(data, file)
    return [(name, rows) for name, rows in asked("draft_sheets", data, file)["sheets"]]


def read_here(data: bytes, first: int) -> dict[str, Any]:
    """In the process of its own: the sheets; with `first`, that many rows of the first sheet alone."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names[:1] if first else book.sheet_names
        found = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=first or None))
            for name in names
        ]
    except python_calamine.PasswordError:
        return {"locked": True}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        return {"broken": str(error)}
    return {"sheets": [(name, [[_written(cell) for cell in row] for row in rows]) for name, rows in found]}


def _written(cell: Any) -> str:
    """A cell as the registry's CSV files write it: whole numbers without a point, days as 2021-01-02."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


if __name__ == "__main__":
    answer(read_here)
