"""The field tables of library/notices and the one walk that reads any notice by them.

A new field is a row, a new format a table. Elements are matched by the end of their path, by local names; the longest
path wins. What no row names is counted, so that a source that changes is noticed.

Which rows an element's path can meet is the same in every notice. So the table is kept as an automaton that grows as
notices are read: a state stands for the last names of a path, and each tag leads to the next. The walk then asks one
dict per element, and leaves a skipped branch without going down into it.
"""

import unicodedata
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

    def fits(self, names: tuple[str, ...], deep: bool) -> bool:
        """Whether the row names an element with these last names, the root's first; `deep`: more stand above them."""
        size = len(self.path)
        if size > len(names) or (self.anchored and (deep or size != len(names))):
            return False
        return all(asked in (found, "*") for asked, found in zip(self.path, reversed(names), strict=False))


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
            if child.children:
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
        row
        for name in ("ted_r208", "ted_r209", "eforms", "ocds", "registry_texts")
        for some in table(name).values()
        for row in some
    ]
    return {row.field: (row.sv, row.en) for row in every if row.sv}


@dataclass(slots=True, eq=False)
class State:
    """What a table says of every element whose path ends in `names`; `moves` lead from its tag to a child's state.

    A name that stands in no row is kept as "", so that there are no more states than the table has paths.
    """

    names: tuple[str, ...]
    deep: bool  # more names stand above these
    rows: tuple[Row, ...]
    skipped: bool  # the first row that fits leaves the branch out, whatever the element says of itself
    taken: Row | None  # the one row that fits, when it takes a text or an attribute and asks nothing else
    moves: dict[str, "State"] = field(default_factory=dict)


class Automaton:
    """The states of one table, made when first met.

    A file may invent tags without end; what is kept is therefore bounded, and what is not kept is worked out again.
    """

    MOST_STATES, MOST_MOVES = 20_000, 1_000

    def __init__(self, rows_by_name: dict[str, tuple[Row, ...]]) -> None:
        self._rows = rows_by_name
        every = [row for some in rows_by_name.values() for row in some]
        self._reach = max((len(row.path) for row in every), default=1)
        self._known = {name for row in every for name in row.path}
        self._states: dict[tuple[tuple[str, ...], bool], State] = {}
        self.start = self._state((), False)

    def move(self, state: State, tag: str) -> State:
        """The state of a child with this tag (as lxml writes it: "{namespace}name")."""
        name = tag.rpartition("}")[2]
        names = (*state.names, name if name in self._known else "")
        child = self._state(names[-self._reach :], state.deep or len(names) > self._reach)
        if len(state.moves) < self.MOST_MOVES:
            state.moves[tag] = child
        return child

    def _state(self, names: tuple[str, ...], deep: bool) -> State:
        found = self._states.get((names, deep))
        if found is None:
            named = self._rows.get(names[-1], ()) + self._rows.get("*", ()) if names else ()
            rows = tuple(row for row in named if row.fits(names, deep))
            skipped = bool(rows) and rows[0].type == "skip" and rows[0].where is None
            one = rows[0] if len(rows) == 1 else None
            plain = one is not None and not (one.where or one.type in _NOT_TEXT)
            found = State(names, deep, rows, skipped, one if plain else None)
            if len(self._states) < self.MOST_STATES:
                self._states[names, deep] = found
        return found


@cache
def automaton(name: str) -> Automaton:
    return Automaton(table(name))


def collect(root: etree._Element, table_name: str) -> tuple[Record, list[str]]:
    """The file as records, and the path of each element with text that no row named."""
    machine = automaton(table_name)
    notice = Record("notice", "")
    unread: list[str] = []
    move = machine.move

    def visit(element: etree._Element, state: State, home: dict[str, Record]) -> None:
        """`home`: the innermost open record of each kind; under "" the innermost of all."""
        moves = state.moves
        leaf = True
        for child in element:
            below = moves.get(child.tag)
            if below is None:
                if not isinstance(child.tag, str):  # a comment or a processing instruction
                    continue  # type: ignore[unreachable]
                below = move(state, child.tag)
            leaf = False
            if below.skipped:
                continue
            if not below.rows:
                visit(child, below, home)
                continue
            row = below.taken
            owner = home.get(row.record) if row is not None else None
            if row is None or owner is None:
                act(child, below, home)
            elif row.attribute:
                if value := child.get(row.attribute, "").strip():
                    take(owner, row, value, child)
                if len(child):
                    visit(child, below, home)
            elif value := text_of(child, row.type):  # nearly every element with a value
                take(owner, row, value, child)
        if leaf and not state.rows and (text := element.text) and text.strip():
            unread.append(_path(element))

    def take(owner: Record, row: Row, value: str, element: etree._Element) -> None:
        kind = row.type
        language = element.get("languageID", "") if kind in _IN_WORDS else ""
        currency = _currency(element) if kind == "amount" else ""
        found = Found(row, value, language, currency)
        if (column := owner.values.get(row.column)) is None:
            owner.values[row.column] = [found]
        else:
            column.append(found)

    def act(element: etree._Element, state: State, home: dict[str, Record]) -> None:
        opened = False
        taken: set[str] = set()  # the element's own text ("") and its attributes, each used once
        descend = True
        for row in state.rows:
            if row.where is not None and element.get(row.where[0]) != row.where[1]:
                continue
            kind = row.type
            if kind == "skip":
                if taken:  # a longer path has named it
                    continue
                return
            if kind == "record":
                if not opened:
                    record = Record(row.record, row.column)
                    home[""].children.append(record)
                    home = {**home, row.record: record, "": record}
                    opened = True
                continue
            owner = home.get(row.record)
            attribute = row.attribute
            if owner is None or attribute in taken:
                continue
            taken.add(attribute)
            if attribute:
                value = element.get(attribute, "").strip()
            else:
                value = text_of(element, kind)
                if kind != "flag":
                    descend = False
            if value or kind == "flag":
                take(owner, row, value, element)
        if not descend:
            return
        visit(element, state, home)
        if not taken and not opened and not _has_child(element) and (element.text or "").strip():
            unread.append(_path(element))

    first = move(machine.start, str(root.tag))
    home = {"notice": notice, "": notice}
    if not first.skipped:
        (act if first.rows else visit)(root, first, home)
    return notice, unread


_IN_WORDS = frozenset(("text", "words"))
_NOT_TEXT = frozenset(("record", "skip", "flag"))


def _path(element: etree._Element) -> str:
    names = [str(element.tag), *(str(above.tag) for above in element.iterancestors())]
    return "/".join(name.rpartition("}")[2] for name in reversed(names))


def _has_child(element: etree._Element) -> bool:
    return any(isinstance(child.tag, str) for child in element)


def settled(text: str) -> str:
    """The text as it is stored: letters whole ("å", not "a" and a ring; NFC), no soft hyphens that split words."""
    if text.isascii():
        return text
    if "\u00ad" in text:
        text = text.replace("\u00ad", "")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def text_of(element: etree._Element, kind: str = "text") -> str:
    """The element's text, settled: paragraphs on lines of their own, white space within them made single.

    A date in three elements (R2.0.8: DAY, MONTH, YEAR) comes as "YEAR-MONTH-DAY".
    """
    if not len(element):
        text = element.text
        if not text:
            return ""
        return settled(_lines(text) if "\n" in text else " ".join(text.split()))
    if kind == "date":
        parts = {
            child.tag.rpartition("}")[2]: (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str)
        }
        return "-".join(parts.get(name, "") for name in ("YEAR", "MONTH", "DAY"))
    lines: list[str] = []
    paragraphs = False
    for child in element:
        if (tag := child.tag).__class__ is str and (tag == "P" or tag.endswith("}P")):
            paragraphs = True
            text = "".join(_joined(child)) if len(child) else child.text
            if text and (line := " ".join(text.split())):
                lines.append(line)
    return settled("\n".join(lines) if paragraphs else _lines("".join(_joined(element))))


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
