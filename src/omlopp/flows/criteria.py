"""Checking the bank of criteria: what could not be read, and what is read but not ready to be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from omlopp.domain.criteria.ready import faults, unused_indicators
from omlopp.library.load import Library


@dataclass(frozen=True, slots=True)
class LibraryFault:
    """A fault with its place. `says` is the reader's own words, else `key` and `facts` make the sentence."""

    file: str
    where: str = ""
    line: int = 0  # 0: not known
    says: str = ""
    key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def library_faults(library: Library, root: Path) -> list[LibraryFault]:
    """Every fault of criteria and indicators under `root`; an empty list means that the bank can be published."""
    unread = [
        LibraryFault(problem.file, problem.where, says=problem.says)
        for problem in library.problems
        if problem.file.startswith(("criteria/", "indicators/"))
    ]
    return [*unread, *_not_ready(library, root), *_twice(library, root), *_unused(library)]


def _not_ready(library: Library, root: Path) -> Iterator[LibraryFault]:
    for one in library.criteria.values():
        file = f"criteria/{one.group}/{one.id}.yaml"
        for found in faults(one, goals=library.goals, indicators=library.indicators, known=library.criteria):
            line = line_of(root / file, found.where)
            yield LibraryFault(file, found.where, line, key=f"check.{found.check}.failed", facts=found.facts)


def _twice(library: Library, root: Path) -> Iterator[LibraryFault]:
    for one in library.criteria.values():
        for other in sorted(root.glob(f"criteria/*/{one.id}.yaml")):
            if other.parent.name != one.group:
                facts = {"id": one.id, "other": other.relative_to(root).as_posix()}
                file = f"criteria/{one.group}/{one.id}.yaml"
                yield LibraryFault(file, key="check.library-id-twice.failed", facts=facts)


def _unused(library: Library) -> Iterator[LibraryFault]:
    for name in unused_indicators(library.criteria.values(), library.goals, library.indicators):
        yield LibraryFault(f"indicators/{name}.yaml", key="check.library-indicator-unused.failed")


def line_of(path: Path, where: str) -> int:
    """The line of a field such as "clause.text", so that an editor finds it; 0 when the file has no such field."""
    node = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    line = 0
    for part in where.split("."):
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
        else:
            break
    return line
