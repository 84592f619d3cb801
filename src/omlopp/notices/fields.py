"""The field tables of library/notices and the one walk that reads any notice by them.

A new field is a row, a new format a table. Elements are matched by the end of their path, by local names; the longest
path wins. What no row names is counted, so that a source that changes is noticed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from omlopp.library.codelists import rows

FOLDER = Path(__file__).parents[1] / "library" / "notices"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `path` holds local names, last first; `record` says in which open record the value lands."""

    record: str
    column: str
    field: str
    path: tuple[str, ...]
    anchored: bool
    attribute: str
    where: tuple[str, str] | None
    type: str
    about: str
    sv: str
    en: str

    def fits(self, path: list[str], element: etree._Element) -> bool:
        size = len(self.path)
        if size > len(path) or (self.anchored and size != len(path)):
            return False
        for asked, found in zip(self.path, reversed(path), strict=False):
            if asked != found and asked != "*":
                return False
        return self.where is None or element.get(self.where[0]) == self.where[1]


@dataclass(slots=True)
class Found:
    """A value as it stands in the file, with what the element says about it."""

    row: Row
    value: str
    language: str = ""
    currency: str = ""


@dataclass(slots=True)
class Record:
    """A part of the notice: the notice itself, a lot, a criterion, an organisation …"""

    kind: str
    label: str
    values: dict[str, list[Found]] = field(default_factory=dict)
    children: list["Record"] = field(default_factory=list)

    def one(self, column: str) -> str:
        found = self.values.get(column)
        return found[0].value if found else ""

    def every(self, column: str) -> list[str]:
        return [found.value for found in self.values.get(column, ())]

    def parts(self, kind: str) -> Iterator["Record"]:
        """Records of a kind, at any depth, in the order of the file."""
        for child in self.children:
            if child.kind == kind:
                yield child
            yield from child.parts(kind)


@cache
def table(name: str) -> dict[str, tuple[Row, ...]]:
    """library/notices/<name>.csv by last name: records first, then the longest path."""
    found: dict[str, list[Row]] = {}
    for line in rows(FOLDER / f"{name}.csv"):
        anchored = line["path"].startswith("/")
        names = line["path"].strip("/").split("/")
        attribute = names.pop()[1:] if names[-1].startswith("@") else ""
        key, _, value = line["where"].partition("=")
        row = Row(
            line["record"],
            line["column"],
            line["field"],
            tuple(reversed(names)),
            anchored,
            attribute,
            (key, value) if key else None,
            line["type"],
            line["about"],
            line["sv"],
            line["en"],
        )
        found.setdefault(row.path[0], []).append(row)
    return {
        last: tuple(sorted(some, key=lambda row: (row.type != "record", -len(row.path))))
        for last, some in found.items()
    }


@cache
def field_names() -> dict[str, tuple[str, str]]:
    """What a searched field is called, field id → (sv, en), over all tables."""
    every = [
        row for name in ("ted_r208", "ted_r209", "eforms") for some in table(name).values() for row in some
    ]
    return {row.field: (row.sv, row.en) for row in every if row.sv}


def collect(root: etree._Element, table_name: str) -> tuple[Record, list[str]]:
    """The file as records, and the path of each element with text that no row named."""
    rows_by_name = table(table_name)
    every = rows_by_name.get("*", ())
    notice = Record("notice", "")
    open_records = [notice]
    path: list[str] = []
    unread: list[str] = []

    def visit(element: etree._Element) -> None:
        name = element.tag.rpartition("}")[2]
        path.append(name)
        opened = 0
        taken: set[str] = set()  # the element's own text ("") and its attributes, each used once
        descend = True
        for row in rows_by_name.get(name, ()) + every:
            if not row.fits(path, element):
                continue
            if row.type == "skip":
                if taken:  # a longer path has named it
                    continue
                descend = False
                taken.add("")
                break
            if row.type == "record":
                if not opened:
                    record = Record(row.record, row.column)
                    open_records[-1].children.append(record)
                    open_records.append(record)
                    opened = 1
                continue
            home = next((record for record in reversed(open_records) if record.kind == row.record), None)
            if home is None or row.attribute in taken:
                continue
            value = element.get(row.attribute, "").strip() if row.attribute else text_of(element, row.type)
            taken.add(row.attribute)
            if not row.attribute and row.type != "flag":
                descend = False
            if value or row.type == "flag":
                home.values.setdefault(row.column, []).append(
                    Found(row, value, element.get("languageID", ""), _currency(element))
                )
        if descend:
            leaf = True
            for child in element:
                if isinstance(child.tag, str):
                    leaf = False
                    visit(child)
            if leaf and not taken and not opened and (element.text or "").strip():
                unread.append("/".join(path))
        del open_records[len(open_records) - opened :]
        path.pop()

    visit(root)
    return notice, unread


def text_of(element: etree._Element, kind: str = "text") -> str:
    """The element's text: paragraphs on lines of their own, white space within them made single.

    A date in three elements (R2.0.8: DAY, MONTH, YEAR) comes as "YEAR-MONTH-DAY".
    """
    if kind == "date" and len(element):
        parts = {
            child.tag.rpartition("}")[2]: (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str)
        }
        return "-".join(parts.get(name, "") for name in ("YEAR", "MONTH", "DAY"))
    paragraphs = [
        child for child in element if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "P"
    ]
    if not paragraphs:
        return _lines("".join(_joined(element)))
    return "\n".join(line for line in (" ".join("".join(_joined(p)).split()) for p in paragraphs) if line)


def _joined(element: etree._Element) -> Iterator[str]:
    """All text below an element; comments and processing instructions are not text."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _joined(child)
        yield child.tail or ""


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)


def _currency(element: etree._Element) -> str:
    parent = element.getparent()
    own = element.get("currencyID") or element.get("CURRENCY")
    return str(own or (parent.get("CURRENCY", "") if parent is not None else ""))
