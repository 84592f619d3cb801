"""The evaluation as figures to publish: `own.*` for procurements of the workspace, `cases.*` for documented cases.

The same ids stand on every base, also on an empty one. Nothing here reckons: it names what `flows.evaluation` found.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.model.goals import RStep
from omlopp.domain.portfolio.effects import Sum
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.evaluation import POSITIONS, Evaluation, OfGoal, Rated, of_base
from omlopp.flows.portfolio_base import Base
from omlopp.library import evaluation as data
from omlopp.library.load import library
from omlopp.statistics.disclosure import rules

METHOD = "evaluation.md"
ANCHORS = {  # headings of the method page
    "ladder": "ladder", "because": "ladder", "steps": "r-steps", "sigma": "sigma", "effect": "effects", "goal": "goals",
    "obstacle": "obstacles", "used": "used", "compared": "comparisons", "versions": "comparisons",
}  # fmt: skip
BECAUSE = (
    "nothing_asked", "request_not_told", "not_decided", "nobody_awarded", "nothing_offered", "offer_not_known",
    "outcome_not_told", "result_not_told", "seller_only", "market_gives_it", "market_not_known", "market_not_told",
    "clause_dropped", "not_measured", "not_known", "nothing_to_compare_with", "calculated_only", "missed", "unchanged",
    "became_worse",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes figures of one part: the same prefix, source and mark of exercise on all."""

    prefix: str
    noun: str  # code of names.yaml, table unit
    source: tuple[str, str]
    exercise: bool

    def count(
        self,
        id: str,
        ids: Iterable[str],
        base: int | None = None,
        unknown: int = 0,
        unit: str = "",
        open: int = 0,
    ) -> Figure:
        """`open`: how many more it would be, were all that is unknown a yes."""
        about = tuple(ids)
        value = Decimal(len(about))
        return self.figure(id, value, unit or self.noun, base, unknown, value, value + open, about)

    def figure(
        self,
        id: str,
        value: Decimal | None,
        unit: str,
        base: int | None = None,
        unknown: int = 0,
        low: Decimal | None = None,
        high: Decimal | None = None,
        about: tuple[str, ...] = (),
        decimals: int = 0,
    ) -> Figure:
        anchor = ANCHORS.get(id.split(".")[0], "base")
        return Figure(
            f"{self.prefix}.{id}",
            value,
            unit,
            self.source,
            f"{METHOD}#{anchor}",
            base,
            unknown,
            low,
            high,
            about,
            decimals,
            self.exercise,
        )


def figures(base: Base) -> Iterator[Figure]:
    for found in of_base(base):
        yield from published(found)


def published(found: Evaluation) -> Iterator[Figure]:
    """One evaluation's figures with their prefix and source."""
    version, day = library().model.version, found.on.isoformat()
    if found.origin == "own":
        source = (
            f"Arbetsytans upphandlingar, modell {version}, {day}",
            f"The workspace's procurements, model {version}, {day}",
        )
        yield from of(found, Maker("own", "procurements", source, found.exercise))
        return
    source = (
        f"Dokumenterade fall i Omlopps bank, modell {version}; källan står på varje fall",
        f"Documented cases of Omlopp's bank, model {version}; each case names its source",
    )
    yield from of(found, Maker("cases", "cases", source, False))


def of(found: Evaluation, make: Maker) -> Iterator[Figure]:
    everyone = len(found.rows)
    yield make.count("base", (one.id for one in found.rows))
    for position in POSITIONS:
        yield make.count(position, found.at(position), everyone)
    yield make.count("ladder.base", found.at("counted"))
    for one in found.ladder:
        yield from _rated(f"ladder.{one.count.rung}", one, make)
    yield from _rated("ladder.alone", found.shown, make)
    stops = found.stops()
    for code in BECAUSE:
        yield make.count(f"because.{code}", stops.get(code, ()), found.base)
    for where, held in found.steps.by.items():
        for step in RStep:
            unknown = found.steps.unknown if where == "came" else 0
            yield make.figure(
                f"steps.{where}.{step}", Decimal(held[step]), make.noun, found.steps.base, unknown
            )
    yield from _sigma(found, make)
    measures = data.effects_file().effects
    sums: Mapping[tuple[str, str], Sum] = {(one.effect, one.measure): one for one in found.sums}
    for effect, each in measures.items():
        yield make.count(f"effect.{effect}.told", found.told[effect], found.base)
        for measure, says in each.measures.items():
            yield _sum(f"effect.{effect}.{measure}", sums[effect, measure], says.unit, make)
    for goal in found.goals:
        yield from _goal(goal, everyone, make)
    yield make.count("compared.pairs", found.pairs, len(found.followed))
    told = found.obstacles
    yield make.count("obstacle.told", told.told, everyone)
    yield make.count("obstacle.none", told.none_met, len(told.told))
    yield make.count("obstacle.uncoded", told.uncoded, len(told.told))
    for code, ids in told.by.items():
        yield make.count(f"obstacle.{code}", ids, len(told.told))
    yield make.count("used.criteria", (one.criterion for one in found.requirements), unit="criteria")
    yield make.count("used.criteria_shown", (
        one.criterion for one in found.requirements if one.shown
    ), len(found.requirements), unit="criteria")  # fmt: skip
    yield make.count("used.instruments", (one.id for one in found.instruments), unit="count")
    yield make.count("used.steps", (one.id for one, _ in found.model_steps if one.passed), unit="steps")
    yield make.count("used.steps_skipped", (
        one.id for one, _ in found.model_steps if one.skipped
    ), len(found.model_steps), unit="steps")  # fmt: skip
    yield make.count("versions", found.versions, unit="count")


def _rated(id: str, one: Rated, make: Maker) -> Iterator[Figure]:
    count, share = one.count, one.share
    unknown = len(count.unknown)
    yield make.count(f"{id}.yes", count.yes, count.base, unknown, open=unknown)
    yield make.count(f"{id}.no", count.no, count.base, unknown, open=unknown)
    yield make.count(f"{id}.unknown", count.unknown, count.base)
    known = share.value is not None
    yield make.figure(
        f"{id}.share",
        share.value,
        "share",
        count.base,
        unknown,
        share.low if known else None,
        share.high if known else None,
        count.yes,
    )


def _sigma(found: Evaluation, make: Maker) -> Iterator[Figure]:
    one = found.sigma
    yield make.count("sigma.green", one.green, one.contracts, one.unknown)
    yield make.figure("sigma.contracts", Decimal(one.contracts), make.noun, found.base, one.unknown)
    yield make.figure("sigma.unknown", Decimal(one.unknown), make.noun, found.base)
    shown = one.contracts >= rules(found.on).smallest_base
    yield make.figure(
        "sigma.share", one.share if shown else None, "share", one.contracts, one.unknown, about=one.green
    )
    yield make.figure(
        "sigma.points",
        one.points if shown else None,
        "points",
        one.contracts,
        one.unknown,
        about=one.green,
        decimals=1,
    )


def _sum(id: str, one: Sum, unit: str, make: Maker) -> Figure:
    low, high = (
        (Decimal(str(round(one.interval.low, 3))), Decimal(str(round(one.interval.high, 3))))
        if one.interval
        else (None, None)
    )
    decimals = 1 if unit == "tonnes" else 0
    return make.figure(
        id, one.value, unit, one.base, one.base - len(one.known), low, high, one.known + one.unknown, decimals
    )


def _goal(goal: OfGoal, everyone: int, make: Maker) -> Iterator[Figure]:
    yield make.count(f"goal.{goal.goal}.lit", goal.lit, everyone)
    yield make.count(f"goal.{goal.goal}.kept", goal.kept, len(goal.lit), goal.unknown, open=goal.unknown)
    yield make.count(f"goal.{goal.goal}.missed", goal.missed, len(goal.lit), goal.unknown)
    units = {
        (effect, measure): says.unit
        for effect, each in data.effects_file().effects.items()
        for measure, says in each.measures.items()
    }
    for one in goal.sums:
        yield _sum(f"goal.{goal.goal}.{one.effect}.{one.measure}", one, units[one.effect, one.measure], make)
