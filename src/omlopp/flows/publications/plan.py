"""A publication's plan: what it says, as data in library/publications, read strictly and checked as a whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Text
from omlopp.flows.publications.errors import BrokenPlan, UnknownPublication
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

FOLDER = "publications"
Kind = Literal["heading", "text", "bullets", "picture", "table", "callout", "each", "sources"]
KINDS: tuple[Kind, ...] = ("heading", "callout", "text", "bullets", "picture", "table", "each", "sources")
STEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


NOTHING = Text("", "")


class Misplaced(OmloppError):
    """A block that is nothing, or two things at once. Facts: says."""

    code = "publish.block"


@dataclass(frozen=True, slots=True)
class Spec:
    """One block of a plan: exactly one of KINDS, and what belongs to it.

    `when`, `unless`: only if that figure has something to tell (or has not). `only`, `without`: in which forms.
    `notes`: what is said aloud beside it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    heading: Text | None = None
    text: Text | None = None
    bullets: tuple[Text, ...] | None = None
    picture: str | None = None
    table: str | None = None
    callout: Literal["missing", "warning", "info"] | None = None
    each: str | None = None
    sources: Literal["figures"] | None = None
    level: Literal[1, 2, 3, 4] = 1
    anchor: str = ""
    style: Literal["plain", "lead", "quote", "note"] = "plain"
    ordered: bool = False
    strong_first: bool = False
    title: Text | None = None
    when: str | None = None
    unless: str | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    notes: Text | None = None

    def __post_init__(self) -> None:
        found = [kind for kind in KINDS if getattr(self, kind) is not None]
        if self.callout is not None:
            if found != ["callout", "text"] or self.title is None:
                raise Misplaced(says="a callout has title and text, and is nothing else")
        elif len(found) != 1:
            raise Misplaced(
                says=f"a block is exactly one of {', '.join(KINDS)}; this is {', '.join(found) or 'none'}"
            )

    @property
    def kind(self) -> Kind:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text of the block, with its field."""
        for name in ("heading", "title", "text", "notes"):
            if (one := getattr(self, name)) is not None:
                yield name, one
        for at, each in enumerate(self.bullets or ()):
            yield f"bullets.{at}", each


@dataclass(frozen=True, slots=True)
class Plan:
    """One file, library/publications/<name>.yaml. `of` library: it tells of the model, never of procurements.

    `longest`: words of its longest passage, 0: as the rules of the check have it. `same`: passages that rightly read
    alike in both languages. `cover`: a first page of its own; a brief of two pages has none.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    title: Text
    file: Text
    forms: tuple[str, ...]
    blocks: tuple[Spec, ...]
    subtitle: Text = NOTHING
    of: Literal["portfolio", "library"] = "portfolio"
    contents: bool = False
    cover: bool = True
    index: bool = False  # of words, from library/publications/<name>/terms.yaml
    longest: int = 0
    same: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text of the plan, with where it stands in the file."""
        yield "title", self.title
        yield "subtitle", self.subtitle
        for at, spec in enumerate(self.blocks):
            for field, text in spec.texts():
                yield f"blocks.{at}.{field}", text


@dataclass(frozen=True, slots=True)
class Plans:
    found: Mapping[str, Plan]
    problems: tuple[Problem, ...]

    def one(self, name: str) -> Plan:
        """Raises BrokenPlan where its file cannot be read, UnknownPublication where there is none."""
        if name in self.found:
            return self.found[name]
        for each in self.problems:
            if Path(each.file).stem == name:
                raise BrokenPlan(file=each.file, where=each.where, says=each.says)
        raise UnknownPublication(name=name, known=sorted(self.found))


@cache
def plans(root: Path = ROOT) -> Plans:
    """All plans under `root`, in the order of their names. A file that cannot be read is named in `problems`."""
    found: dict[str, Plan] = {}
    problems: list[Problem] = []

    for path in sorted((root / FOLDER).glob("*.yaml")):
        one = read_one(path, Plan, root, name=path.stem)
        if isinstance(one, Problem):
            problems.append(one)
        else:
            found[one.name] = one
    return Plans(found, tuple(problems))
