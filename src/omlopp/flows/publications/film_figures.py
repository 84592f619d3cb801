"""Figures of the film: published facts from the library, cases by country, and one promise followed to its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.promises import promise_of
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measurement, Stage
from omlopp.domain.model.text import STRICT, Text
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.base import Base, Entry
from omlopp.flows.publications.counts import BANK
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

METHOD = "film.md"
FOLLOWED = "reused_share"  # of the delivered weight: the share whose base the scene names
STAGES = {"before": Stage.BASELINE, "contract": Stage.CONTRACT, "end": Stage.END}


@dataclass(frozen=True, slots=True)
class Fact:
    """A number somebody else has published. `base`: what it is out of, as the source gives it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    value: Decimal
    unit: str
    source: Text
    link: str
    base: int | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    facts: tuple[Fact, ...]
    countries: tuple[str, ...]


@cache
def facts(root: Path = ROOT) -> Facts:
    """library/publications/film/facts.yaml. Raises BrokenPlan."""
    found = read_one(root / "publications" / "film" / "facts.yaml", Facts, root)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found


def figures(base: Base) -> Iterator[Figure]:
    given = facts()
    for one in given.facts:
        source = (one.source.sv, one.source.en)
        yield Figure(
            f"fact.{one.id}", one.value, one.unit, source, f"{METHOD}#facts", one.base, about=(one.link,),
            decimals=one.decimals,
        )  # fmt: skip
    version = base.library.model.version
    bank = (f"{BANK[0]}, modell {version}", f"{BANK[1]}, model {version}")
    cases = [one for one in base.library.cases.values() if one.source.title]
    for country in given.countries:
        here = tuple(one.id for one in cases if one.country == country)
        yield Figure(
            f"film.country.{country}",
            Decimal(len(here)),
            "cases",
            bank,
            f"{METHOD}#countries",
            len(cases),
            about=here,
        )
    yield from _promise(base)


def _promise(base: Base) -> Iterator[Figure]:
    """One share that was promised and measured, from the procurement that tells most of it; real before exercise."""
    chosen = _followed(base)
    value: Mapping[str, Decimal | None] = chosen[1] if chosen else {}
    source = ("Arbetsytans upphandlingar", "The workspace's procurements")
    about = (chosen[0].procurement.id, FOLLOWED) if chosen else ()
    exercise = bool(chosen and chosen[0].exercise)
    for name in (*STAGES, "promised"):
        # a share of the delivered weight, told in per cent: its base is named in the scene
        yield Figure(
            f"film.promise.{name}",
            value.get(name),
            "share",
            source,
            f"{METHOD}#promise",
            about=about,
            exercise=exercise,
        )
    yield Figure(
        "film.promise.title", chosen[0].procurement.title if chosen else None, "text", source, f"{METHOD}#promise",
        about=about, exercise=exercise,
    )  # fmt: skip


def _followed(base: Base) -> tuple[Entry, Mapping[str, Decimal | None]] | None:
    best: tuple[tuple[bool, int, str], Entry, Mapping[str, Decimal | None]] | None = None
    for entry in base.entries:
        card, promise = entry.indicators.get(FOLLOWED), promise_of(entry.procurement, FOLLOWED)
        if card is None or promise is None:
            continue
        found = {name: _newest(entry, card, stage) for name, stage in STAGES.items()}
        known = sum(each is not None for each in found.values())
        rank = (entry.exercise, -known, entry.procurement.id)
        if known and (best is None or rank < best[0]):
            best = (rank, entry, {**found, "promised": promise.value})
    return best[1:] if best else None


def _newest(entry: Entry, card: Indicator, stage: Stage) -> Decimal | None:
    rows = [one for one in entry.procurement.measurements if one.indicator == card.id and one.stage is stage]
    newest: Measurement | None = max(rows, key=lambda one: one.measured_on, default=None)
    if newest is None:
        return None
    try:
        return measure(card, newest).value
    except OmloppError:
        return None  # figures that the indicator refuses are not known
