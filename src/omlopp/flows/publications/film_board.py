"""The film's storyboard as data: library/publications/film/storyboard.yaml, read strictly, in two languages."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.documents.film.pace import Limits, Pace
from omlopp.documents.film.shot import Ground, Kind
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Text
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

NO_TEXT = Text("", "")
FOLDER = Path("publications") / "film"
NEEDS = {
    "bars": "items",
    "before_after": "items",
    "ladder": "items",
    "interval": "items",
    "number": "items",
    "map": "of",
}


class SceneIncomplete(OmloppError):
    """A scene lacks what its kind is drawn from. Facts: scene, kind, field."""

    code = "film.scene-incomplete"


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a picture: a figure by its id, in the form of placeholders (`how`: of, plain, range …)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    figure: str
    label: Text = NO_TEXT
    how: str = ""
    mark: str = ""
    aside: bool = False
    promise: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """`title` may be empty only where a legal point speaks (`legal`: its id, cited under LOU above the thresholds).

    `of`: what figures of a picture begin with (goals: cases.goal → cases.goal.A.lit). `open`: the link where the chain
    is broken. `when`, `unless`: only if that figure has something to tell, or has not. `says`: the picture in words.
    `by`: who is quoted. `least`: seconds. `source`: beside what the figures themselves rest on.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: Kind
    narration: Text
    title: Text = NO_TEXT
    text: Text = NO_TEXT
    kicker: Text = NO_TEXT
    points: tuple[Text, ...] = ()
    items: tuple[Value, ...] = ()
    of: str = ""
    open: str = ""
    legal: str = ""
    by: Text = NO_TEXT
    says: Text = NO_TEXT
    source: Text = NO_TEXT
    ground: Ground = "paper"
    ring: bool = False
    when: str = ""
    unless: str = ""
    least: float = 0.0

    def __post_init__(self) -> None:
        needed = NEEDS.get(self.kind)
        if needed and not getattr(self, needed):
            raise SceneIncomplete(scene=self.id, kind=self.kind, field=needed)
        if not self.legal and not (self.title.sv and self.title.en):
            raise SceneIncomplete(scene=self.id, kind=self.kind, field="title")


@dataclass(frozen=True, slots=True)
class Tile:
    """A country's place on the map of tiles."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Board:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    pace: Pace
    limits: Limits
    scenes: tuple[Scene, ...]
    tiles: tuple[Tile, ...] = field(default=())

    def __post_init__(self) -> None:
        ids = [scene.id for scene in self.scenes]
        for id in ids:
            if ids.count(id) > 1:
                raise SceneIncomplete(scene=id, kind="", field="id")


@cache
def board(root: Path = ROOT) -> Board:
    """Raises BrokenPlan."""
    found = read_one(root / FOLDER / "storyboard.yaml", Board, root)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found
