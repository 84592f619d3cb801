"""A document or table as a file to keep."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from omlopp.flows.publish import Made

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(made: Made) -> HttpResponse:
    response = HttpResponse(made.content, content_type=TYPES[made.name.rsplit(".", 1)[1]])
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def csv_of(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], marking: str = "") -> HttpResponse:
    """A table for a spreadsheet: UTF-8 with its mark, every cell plain. `marking`: of secrecy, in the first row."""
    held = io.StringIO()
    writer = csv.writer(held)
    if marking:
        writer.writerow([marking])
    writer.writerow(head)
    writer.writerows([[plain_cell(value) for value in row] for row in rows])
    response = HttpResponse("\ufeff" + held.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def plain_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a number is none."""
    if isinstance(value, int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else value
