"""Any table a finance system writes, as text cells: encoding, line ends and delimiter are found, never supposed.

What was repaired is said. What the cells of an amount say: omlopp.spend.amounts.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from omlopp.domain.model.errors import OmloppError
from omlopp.spend.amounts import AMOUNT

DELIMITERS = ";\t,|"
SAMPLED = 400  # lines looked at to tell the delimiter
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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
    numbers: tuple[int, ...] = ()  # the line of each row, where blank lines or broken cells make it differ

    def lines(self) -> Sequence[int]:
        """The line of each row in the file."""
        return self.numbers or range(self.first_line, self.first_line + len(self.rows))

    def column(self, name: str) -> list[str]:
        place = self.head.index(name)
        return [row[place] for row in self.rows]


def read(content: bytes, file: str) -> Table:
    """CSV in any of the forms seen, or a JSON row store. Raises NoRows, NotATable."""
    text, encoding = decoded(content, file)
    if text.lstrip()[:1] in ("[", "{"):
        return _json(text, file, encoding)
    ends = line_ends(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = delimiter_of(text)
    lines, numbers = [], []
    before = 0
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append(row)
                numbers.append(before + 1)
            before = reader.line_num
    except csv.Error:
        raise NotATable(file=file) from None
    return of_rows(lines, file, encoding, delimiter, ends, numbers)


def of_rows(
    lines: Sequence[Sequence[str]],
    file: str,
    encoding: str,
    delimiter: str,
    ends: str,
    numbers: Sequence[int] = (),
) -> Table:
    """Rows of cells to a table: finds the head, above which a title may stand. `numbers`: the line of each row."""
    start = header(lines)
    if len(lines) < start + 2:
        raise NoRows(file=file)
    head, taken = names_of(lines, start)
    repairs = Repairs()
    if start + 1 > taken:
        repairs["rows_above_header"] = start + 1 - taken
    if taken > 1:
        repairs["header_rows"] = taken
    rows = tuple(fitted(row, len(head), repairs) for row in lines[start + 1 :])
    return Table(head, rows, start + 2, encoding, delimiter, ends, dict(repairs), tuple(numbers[start + 1 :]))


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


def line_ends(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"


def delimiter_of(text: str) -> str:
    """The sign that parts the lines most evenly: found in most of them, and equally often."""
    lines = [line for line in text.split("\n", SAMPLED)[:SAMPLED] if line.strip()]

    def even(sign: str) -> tuple[float, int]:
        counts = Counter(len(row) - 1 for row in csv.reader(lines, delimiter=sign))
        often, times = max(counts.items(), key=lambda pair: (pair[1] if pair[0] else 0, pair[0]))
        return (times / max(1, len(lines)) if often else 0.0, often)

    return max(DELIMITERS, key=even)


def header(lines: Sequence[Sequence[str]]) -> int:
    """The first row that is as wide as the table and holds no amount: what stands above it is a title."""
    widths = Counter(sum(bool(cell.strip()) for cell in row) for row in lines[:50])
    wide = max(widths, default=0)
    for place, row in enumerate(lines[:20]):
        full = [cell for cell in row if cell.strip()]
        if len(full) >= max(2, wide * 2 // 3) and not any(AMOUNT.match(cell.strip()) for cell in full):
            return place + _second(lines, place, full)
    return 0


def _second(lines: Sequence[Sequence[str]], place: int, full: Sequence[str]) -> int:
    """1 where the head goes on in the next row: the upper one has gaps or repeats, and the next holds no number
    either.
    """
    upper, below = lines[place], lines[place + 1 : place + 3]
    if len(below) < 2:
        return 0
    gaps = len(full) < len(upper) or len(set(full)) < len(full)
    words = [cell.strip() for cell in below[0] if cell.strip()]
    plain = words and not any(any(sign.isdigit() for sign in cell) for cell in words)
    numbers = any(any(sign.isdigit() for sign in cell) for cell in below[1])
    return int(bool(gaps and plain and numbers))


def names_of(lines: Sequence[Sequence[str]], start: int) -> tuple[tuple[str, ...], int]:
    """The head's names, and how many rows it takes.

    A name above several columns goes before theirs, parted by " / ".
    """
    width = max((len(row) for row in lines[start : start + 20]), default=len(lines[start]))
    lower = [*lines[start], *[""] * (width - len(lines[start]))]
    upper = [""] * width
    rows = 1
    if start and _second(lines, start - 1, [cell for cell in lines[start - 1] if cell.strip()]):
        rows, seen = 2, ""
        for number in range(width):
            cell = lines[start - 1][number].strip() if number < len(lines[start - 1]) else ""
            seen = cell or seen
            upper[number] = seen if cell or lower[number].strip() else ""
    found: list[str] = []
    for number, (above, own) in enumerate(zip(upper, lower, strict=True)):
        parts = [part for part in (_clean(above), _clean(own)) if part]
        name = " / ".join(dict.fromkeys(parts)) or f"kolumn {number + 1}"
        found.append(name if name not in found else f"{name} ({number + 1})")
    return tuple(found), rows


def _clean(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.replace("\ufeff", "")).strip()


Repairs = Counter[str]


def fitted(row: Sequence[str], width: int, repairs: Counter[str]) -> tuple[str, ...]:
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
    return Table(
        tuple(_clean(name) or f"kolumn {place + 1}" for place, name in enumerate(names)),
        rows,
        1,
        encoding,
        "json",
        "",
    )
