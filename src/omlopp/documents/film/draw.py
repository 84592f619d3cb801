"""A shot at a moment as SVG, and the moment when it has stopped moving."""

from collections.abc import Callable

from omlopp.documents.film import cards, charts, motion
from omlopp.documents.film.shot import Kind, Shot
from omlopp.documents.film.stage import Stage

DRAWN: dict[Kind, Callable[[Stage], float]] = {
    "card": cards.card,
    "quote": cards.quote,
    "number": cards.number,
    "sources": cards.sources,
    "bars": charts.bars,
    "before_after": charts.before_after,
    "ladder": charts.ladder,
    "interval": charts.interval,
    "chain": motion.chain,
    "goals": motion.goals,
    "way": motion.way,
    "map": motion.map_,
}
LATE = 3600.0  # seconds: everything has come in


def frame(shot: Shot, t: float) -> str:
    """SVG, 1920 by 1080 units. Raises DoesNotFit."""
    stage = Stage(shot, t)
    DRAWN[shot.kind](stage)
    return stage.svg()


def settled(shot: Shot) -> float:
    """Seconds until nothing moves any more. Raises DoesNotFit for what does not go into the picture."""
    return DRAWN[shot.kind](Stage(shot, LATE))
