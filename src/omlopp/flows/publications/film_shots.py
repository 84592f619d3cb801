"""The storyboard filled: scenes with their figures put in, in one language, checked against the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from omlopp.documents.film.pace import within
from omlopp.documents.film.shot import Item, Shot
from omlopp.documents.pictures.chain import LINKS
from omlopp.documents.plans.common import cited
from omlopp.documents.words import say
from omlopp.domain.model.law import Regime
from omlopp.domain.model.text import Text
from omlopp.flows.publications.film_board import Board, Scene, Value
from omlopp.flows.publications.job import Job
from omlopp.library.messages import keyed


@dataclass(frozen=True, slots=True)
class Filled:
    """`exercise`: any of its numbers is of an invented procurement."""

    shots: tuple[Shot, ...]
    exercise: bool


def shots(board: Board, job: Job) -> Filled:
    """The scenes that have something to tell. Raises TextTooLong, UnknownFigure, UnknownShow."""
    made: list[Shot] = []
    sources: dict[str, None] = {}
    for scene in board.scenes:
        if (scene.when and not job.figures.known(scene.when)) or (
            scene.unless and job.figures.known(scene.unless)
        ):
            continue
        made.append(within(_shot(scene, board, job, sources), board.limits, job.language))
    return Filled(tuple(made), any(shot.exercise for shot in made))


def _shot(scene: Scene, board: Board, job: Job, sources: dict[str, None]) -> Shot:
    """One scene; what its figures rest on is added to `sources`."""
    figures, language = job.figures, job.language
    before, figures.used = figures.used, {}

    def fill(text: Text) -> str:
        return figures.fill(text.within(language))

    try:
        title, by = fill(scene.title), fill(scene.by)
        if scene.legal:
            hook = job.base.library.hook(scene.legal, job.base.on)
            title = hook.says.within(language)
            by = ", ".join(part for part in (cited(hook, Regime.LOU, language), by) if part)
        items = _items(scene, board, job)
        shot = Shot(
            id=scene.id,
            kind=scene.kind,
            title=title,
            text=by if scene.kind == "quote" else fill(scene.text),
            kicker=fill(scene.kicker),
            narration=fill(scene.narration),
            points=tuple(fill(each) for each in scene.points) or _own_points(scene, job, sources),
            items=items,
            said=fill(scene.says) if scene.says.sv else _said(items, job),
            ground=scene.ground,
            ring=scene.ring,
            least=scene.least,
        )
        used = [figures[id] for id in figures.used]
    finally:
        for id, shown in figures.used.items():
            before.setdefault(id, {}).update(shown)
        figures.used = before
    rests = dict.fromkeys([each.source[language == "en"] for each in used])
    if scene.source.sv:
        rests[scene.source.within(language)] = None
    sources.update(rests)
    return _resting(shot, list(rests), any(each.exercise for each in used), language)


def _resting(shot: Shot, rests: Sequence[str], exercise: bool, language: str) -> Shot:
    line = (
        keyed("film.sources", {"sources": "; ".join(rests)}, language)
        if rests and shot.kind != "sources"
        else ""
    )
    return replace(shot, source=line, exercise=say("exercise", language) if exercise else "")


def _items(scene: Scene, board: Board, job: Job) -> tuple[Item, ...]:
    language = job.language
    match scene.kind:
        case "goals":
            return tuple(
                _item(
                    Value(f"{scene.of}.{goal.id}.lit", goal.name, "of", goal.id), job
                ) if scene.of else Item(goal.name.within(language), mark=goal.id)
                for goal in job.base.library.goals
            )  # fmt: skip
        case "way":
            return tuple(Item(phase.name.within(language)) for phase in job.base.library.model.phases)
        case "chain":
            return tuple(
                Item(say(f"picture.chain.{link}", language), mark="open" if link == scene.open else "")
                for link in LINKS
            )
        case "map":
            return tuple(
                _tile(f"{scene.of}.{tile.code}", tile.code, tile.column, tile.row, job)
                for tile in board.tiles
            )
    return tuple(_item(value, job) for value in scene.items)


def _item(value: Value, job: Job) -> Item:
    figure = job.figures[value.figure]
    return Item(
        label=job.figures.fill(value.label.within(job.language)),
        value=figure.value if isinstance(figure.value, Decimal) else None,
        shown=job.figures.show(value.figure, value.how),
        of=None if figure.base is None else Decimal(figure.base),
        unknown=figure.unknown,
        unknown_shown=_unknown(value, job) if figure.unknown else "",
        low=figure.low,
        high=figure.high,
        mark=value.mark,
        aside=value.aside,
        promise=value.promise,
    )


def _unknown(value: Value, job: Job) -> str:
    return keyed("film.unknown", {"count": job.figures.show(value.figure, "unknown")}, job.language)


def _tile(id: str, code: str, column: int, row: int, job: Job) -> Item:
    """A country: its number only where there is one, so that an empty country is no result."""
    figure = job.figures[id]
    count = figure.value if isinstance(figure.value, Decimal) else None
    shown = job.figures.show(id, "plain") if count else ""
    label = code if count else ""
    return Item(label, count, shown, low=Decimal(column), high=Decimal(row), mark=code)


def _own_points(scene: Scene, job: Job, sources: Mapping[str, None]) -> tuple[str, ...]:
    if scene.kind == "way":
        return (say("picture.way.again", job.language),)
    if scene.kind == "sources":
        return tuple(sources)
    return ()


def _said(items: Sequence[Item], job: Job) -> str:
    """Said where a picture would otherwise stand empty."""
    values = [item for item in items if item.shown]
    if values and all(item.value is None for item in values):
        return keyed("film.page.nothing", {}, job.language)
    return ""
