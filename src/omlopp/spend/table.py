"""Any table a finance system writes, as text cells: encoding, line ends and delimiter are found, never supposed.

Decimal marks are told per column, because publishers mix them. What was repaired is said.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

from omlopp.domain.model.errors import OmloppError

DELIMITERS = ";\t,|"
SAMPLED = 400  # lines looked at to tell the delimiter
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
Decimals = Literal["comma", "point", "none"]
AMOUNT = re.compile(r"^[+-]?\s*(?:\d{1,3}(?:[\s.,'\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?\s*-?$")


class NoRows(OmloppError):
    """An empty file, or one without a header and a row under it. Facts: file."""

    code = "spend.no-rows"


class NotATable(OmloppError):
    """Bytes that are no text in any encoding we know. Facts: file."""

    code = "spend.not-a-table"


@dataclass(frozen=True, slots=True)
class Table:
    """`head` and `rows` of text cells, each row as long as the head. `first_line`: line of the first row, from 1.

    `encoding`, `delimiter`, `line_ends`: as found. `repairs`: what had to be mended, each with how many rows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int = 2
    encoding: str = ""
    delimiter: str = ""
    line_ends: str = ""
    repairs: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        place = self.head.index(name)
        return [row[place] for row in self.rows]


def read(content: bytes, file: str) -> Table:
    """CSV in any of the forms seen, or a JSON row store. Raises NoRows, NotATable."""
    text, encoding = decoded(content, file)
    if text.lstrip()[:1] in ("[", "{"):
        return _json(text, file, encoding)
    ends = "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    lines = [
        row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)
    ]
    start = _header(lines)
    if len(lines) < start + 2:
        raise NoRows(file=file)
    head = tuple(_name(cell, number) for number, cell in enumerate(lines[start]))
    repairs: Counter[str] = Counter()
    if start:
        repairs["rows_above_header"] = start
    rows = tuple(_fitted(row, len(head), repairs) for row in lines[start + 1 :])
    return Table(head, rows, start + 2, encoding, delimiter, ends, dict(repairs))


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """Text and the name of its encoding: by its mark first, else UTF-8, else Latin-1 as Windows writes it."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding
    if b"\0" in content[:2000]:
        half = content[:2000]
        if half[1::2].count(0) > len(half) // 4:
            return content.decode("utf-16-le", "replace"), "utf-16-le"
        raise NotATable(file=file)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "cp1252"


def _delimiter(text: str) -> str:
    """The sign that parts the lines most evenly: found in most of them, and equally often."""
    lines = [line for line in text.split("\n", SAMPLED)[:SAMPLED] if line.strip()]

    def even(sign: str) -> tuple[float, int]:
        counts = Counter(len(row) - 1 for row in csv.reader(lines, delimiter=sign))
        often, times = max(counts.items(), key=lambda pair: (pair[1] if pair[0] else 0, pair[0]))
        return (times / max(1, len(lines)) if often else 0.0, often)

    return max(DELIMITERS, key=even)


def _header(lines: Sequence[Sequence[str]]) -> int:
    """The first row that is as wide as the table and holds no amount: what stands above it is a title."""
    widths = Counter(sum(bool(cell.strip()) for cell in row) for row in lines[:50])
    wide = max(widths, default=0)
    for place, row in enumerate(lines[:20]):
        full = [cell for cell in row if cell.strip()]
        if len(full) >= max(2, wide * 2 // 3) and not any(AMOUNT.match(cell.strip()) for cell in full):
            return place
    return 0


def _name(cell: str, number: int) -> str:
    return re.sub(r"\s+", " ", cell.replace("\ufeff", "")).strip() or f"kolumn {number + 1}"


def _fitted(row: Sequence[str], width: int, repairs: Counter[str]) -> tuple[str, ...]:
    if len(row) < width:
        repairs["short_rows"] += 1
        return (*row, *[""] * (width - len(row)))
    if len(row) > width:
        if any(cell.strip() for cell in row[width:]):
            repairs["long_rows"] += 1
        return tuple(row[:width])
    return tuple(row)


def _json(text: str, file: str, encoding: str) -> Table:
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except ValueError:
        raise NotATable(file=file) from None
    found = data if isinstance(data, list) else next((v for v in data.values() if isinstance(v, list)), [])
    objects = [one for one in found if isinstance(one, dict)]
    if not objects:
        raise NoRows(file=file)
    names = list(dict.fromkeys(key for one in objects[:200] for key in one))
    rows = tuple(
        tuple("" if one.get(name) is None else str(one.get(name)) for name in names) for one in objects
    )
    return Table(tuple(_name(name, 0) for name in names), rows, 1, encoding, "json", "")


def decimals_of(cells: Sequence[str]) -> Decimals:
    """Which sign stands before the decimals in this column: the last of the two signs, where it is not every time followed by
    exactly three digits.
    """
    seen: Counter[Decimals] = Counter()
    for cell in cells:
        text = cell.strip().rstrip("-").strip()
        last = max(text.rfind(","), text.rfind("."))
        if last < 0:
            continue
        mark: Decimals = "comma" if text[last] == "," else "point"
        if text.count(text[last]) > 1:  # thousands
            seen["point" if mark == "comma" else "comma"] += 0
        elif len(text) - last - 1 != 3 or ("," in text and "." in text):
            seen[mark] += 1
    return seen.most_common(1)[0][0] if seen and seen.most_common(1)[0][1] else "none"


def amount(cell: str, decimals: Decimals) -> Decimal | None:
    """`1 234,50-` → −1234.50; None for what is no amount. A minus may stand before or after; brackets are a minus too."""
    text = (
        re.sub(r"[\s\u00a0\u202f']", "", cell).replace("\u2212", "-").removesuffix("kr").removesuffix("SEK")
    )
    if not text:
        return None
    negative = text.startswith("-") or text.endswith("-") or (text.startswith("(") and text.endswith(")"))
    text = text.strip("+-()")
    if decimals == "comma":
        text = text.replace(".", "").replace(",", ".")
    elif decimals == "point":
        text = text.replace(",", "")
    else:
        text = text.replace(",", "").replace(".", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return -value if negative else value
