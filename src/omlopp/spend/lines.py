"""A CSV file of any size, opened: its form from a look at all of it, its rows one at a time."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omlopp.spend import table
from omlopp.spend.table import NoRows, NotATable

LOOKED_AT = 1 << 20  # bytes from which delimiter and head are told
CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Opened:
    """`skipped`: rows of text before the first row of data, as lines of the file. `head`: the columns' names."""

    path: Path
    encoding: str
    delimiter: str
    line_ends: str
    head: tuple[str, ...]
    skipped: int
    repairs: Counter[str]

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(line, cells), each as long as the head; blank rows are left out."""
        width, before = len(self.head), 0
        with self.path.open(encoding=self.encoding, errors="replace") as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            try:
                for row in reader:
                    line, before = before + 1, reader.line_num
                    if line <= self.skipped or not any(cell.strip() for cell in row):
                        continue
                    yield line, tuple(row) if len(row) == width else table.fitted(row, width, self.repairs)
            except csv.Error:
                raise NotATable(file=self.path.name) from None

    def lines_below(self) -> int:
        """How many lines of text stand below the head.

        More than the rows where a cell holds a line end or a line is blank.
        """
        count, last = 0, b""
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                count += chunk.count(b"\n")
                last = chunk[-1:]
        return count + (last != b"\n") - self.skipped


def opened(path: Path, *, surely: bool = True) -> Opened:
    """The form of a CSV file.

    `surely` False: the encoding is told from its beginning alone. Raises NoRows, NotATable.
    """
    with path.open("rb") as file:
        first = file.read(LOOKED_AT)
        whole = len(first) < LOOKED_AT
        encoding = _encoding(first, path, surely or whole)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(first, whole)
    if not text.strip():
        raise NoRows(file=path.name)
    ends = table.line_ends(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not whole:
        text = text[: text.rfind("\n")]
    try:
        delimiter = table.delimiter_of(text)
        rows, lines = [], []
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(reader.line_num)
            if len(rows) >= table.SAMPLED:
                break
    except csv.Error:
        raise NotATable(file=path.name) from None
    start = table.header(rows)
    if len(rows) < start + 2:
        raise NoRows(file=path.name)
    head, taken = table.names_of(rows, start)
    repairs = table.Repairs()
    if start + 1 > taken:
        repairs["rows_above_header"] = start + 1 - taken
    if taken > 1:
        repairs["header_rows"] = taken
    return Opened(path, encoding, delimiter, ends, head, lines[start], repairs)


def _encoding(first: bytes, path: Path, surely: bool) -> str:
    """As `table.decoded` tells it, without holding the whole file."""
    for mark, name in table.MARKS:
        if first.startswith(mark):
            return name
    if b"\0" in first[:2000]:
        return table.decoded(first[: len(first) // 2 * 2], path.name)[1]
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        if not surely:
            decoder.decode(first)
            return "utf-8"
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", True)
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"
