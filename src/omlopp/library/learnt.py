"""What the library has learnt from procurements: passages changed after a lesson, kept beside it in learnt.yaml.

A passage is a text in both languages somewhere in a file of the library, named by its way: "clause.text".
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import BuyerKind
from omlopp.domain.model.text import LANGUAGES, STRICT, Text
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

Kind = Literal["criteria", "groups", "steps"]
FILE = "learnt.yaml"
PATCH_FORM = "omlopp-lessons/1"
SOURCED = "source"


class LearntUnreadable(OmloppError):
    """The file of lessons cannot be read. Facts: file, where, says."""

    code = "lesson.unreadable"


@dataclass(frozen=True, slots=True)
class Learnt:
    """One passage changed after a lesson. Where it was learnt is told by kind of buyer and CPV division, no more.

    `of`: the criterion, group or step; `taken_in`: the day the library's editors took it in, None in a patch.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: Kind
    of: str
    passage: str
    before: Text
    after: Text
    why: str
    buyer_kind: BuyerKind
    cpv: str
    learnt_on: date
    accepted_on: date
    taken_in: date | None = None


@dataclass(frozen=True, slots=True)
class Patch:
    """Accepted lessons of a workspace, as they are handed to the library's editors. Holds no exercise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    form: Literal["omlopp-lessons/1"]
    lessons: tuple[Learnt, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lessons: tuple[Learnt, ...]


def learnt(root: Path = ROOT) -> tuple[Learnt, ...]:
    """What the library under `root` has taken in, oldest first; empty where it keeps no such file."""
    path = root / FILE
    return _read(path, _Kept).lessons if path.exists() else ()


def read_patch(path: Path) -> Patch:
    """Raises LearntUnreadable."""
    return _read(path, Patch)


def _read(path: Path, shape: type[Any]) -> Any:
    found = read_one(path, shape, path.parent)
    if isinstance(found, Problem):
        raise LearntUnreadable(file=path.name, where=found.where or str(found.line), says=found.says)
    return found


def passages(text: str) -> Mapping[str, Text]:
    """Way → text of every passage in a file that stands in both languages and rests on no source of its own."""
    return dict(_passages(yaml.compose(text, Loader=yaml.CSafeLoader), ""))


def _passages(node: Any, way: str, sourced: bool = False) -> Iterator[tuple[str, Text]]:
    if isinstance(node, yaml.MappingNode):
        held = {key.value: value for key, value in node.value}
        if set(held) == set(LANGUAGES) and all(isinstance(each, yaml.ScalarNode) for each in held.values()):
            if not sourced:
                yield way, Text(held["sv"].value, held["en"].value)
            return
        for name, value in held.items():
            if name != SOURCED:
                yield from _passages(value, f"{way}.{name}".strip("."), bool(way) and SOURCED in held)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _passages(value, f"{way}.{at}", sourced)


def with_passage(text: str, way: str, after: Text) -> str:
    """The file with one passage in other words, everything else left as it is written. KeyError: no such passage."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for part in way.split("."):
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(part)] if part.isdigit() and int(part) < len(node.value) else None
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        if node is None:
            raise KeyError(way)
    spans = [(value.start_mark.index, value.end_mark.index, key.value) for key, value in node.value]
    for start, end, language in sorted(spans, reverse=True):
        was = text[start:end]
        rest = was[len(was.rstrip()) :]  # a folded text ends where the next line begins
        text = text[:start] + json.dumps(after.within(language), ensure_ascii=False) + rest + text[end:]
    return text


def told(lessons: tuple[Learnt, ...]) -> str:
    """learnt.yaml, as it is written."""
    head = "# Passages that were changed after lessons from procurements; `omlopp lessons take-in` writes here.\n"
    return head + dumped({"lessons": [as_written(one) for one in lessons]})


def as_written(one: Learnt) -> dict[str, Any]:
    """As plain values, in order; days as days."""
    made = {
        name: getattr(one, name)
        for name in ("id", "kind", "of", "passage", "before", "after", "why", "buyer_kind", "cpv", "learnt_on",
                     "accepted_on", "taken_in")
    }  # fmt: skip
    texts = {name: {"sv": made[name].sv, "en": made[name].en} for name in ("before", "after")}
    return {name: value for name, value in (made | texts).items() if value is not None}


def dumped(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
