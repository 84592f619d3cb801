"""The evaluation in words and tables, for the page, the command and the publications: one wording for all three."""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.documents.pictures.ladder import Bar, StepRow, ladder, r_steps
from omlopp.documents.plan import Picture
from omlopp.domain.model.goals import RStep
from omlopp.flows.evaluation import Beside, Evaluation, Rated
from omlopp.library import evaluation as data
from omlopp.library.load import Library
from omlopp.library.messages import keyed
from omlopp.library.numbers import NBSP, number
from omlopp.statistics.disclosure import rules

DASH = "–"


def told(key: str, language: str, **facts: object) -> str:
    return keyed(f"evaluation.{key}", facts, language)


def because(code: str, language: str) -> str:
    return told(f"because.{code}", language)


def noun(found: Evaluation, language: str) -> str:
    """In one or many, by how many stand in the base."""
    key = "unit.procurements" if found.origin == "own" else "unit.cases"
    one, _, many = told(key, language).partition("|")
    return one if found.base == 1 else many


def name_of(found: Evaluation, language: str) -> str:
    own = "exercise" if found.exercise else "own"
    return told(own if found.origin == "own" else "cases", language)


def source_of(found: Evaluation, language: str) -> str:
    return f"{name_of(found, language).lower()}, {found.on.isoformat()}"


def opening(found: Evaluation, language: str) -> tuple[str, ...]:
    """What the whole says, and what it cannot say, before any picture."""
    base, everyone = found.base, len(found.rows)
    if not everyone:
        return (told("says.empty", language),)
    if not base:
        return (told("says.none_counted", language, all=everyone),)
    top, smallest = found.rung("d").count, rules(found.on).smallest_base
    said = [
        told(
            "says.fall",
            language,
            a=len(found.rung("a").count.yes),
            d=len(top.yes),
            base=base,
            unknown=len(top.unknown),
        )
    ]
    if base == 1:
        said.append(told("says.one", language))
    elif base < smallest:
        said.append(told("says.few", language, base=base, smallest=smallest))
    if len(found.shown.count.unknown) == base:
        said.append(told("says.all_unknown", language, base=base))
    if base >= smallest:
        said.append(told("says.sample", language))
    return tuple(said)


def of_change(found: Evaluation, language: str) -> tuple[str, ...]:
    """What can be said of before and after, and of with and without."""
    followed, pairs = len(found.followed), len(found.pairs)
    said = []
    if found.origin == "case":
        said += [told("says.cases_sum", language), told("says.no_cases_without", language)]
    elif followed:
        key = "says.pairs" if pairs else "says.no_pairs"
        said.append(told(key, language, pairs=pairs, followed=followed))
    return tuple(said)


def of_sigma(found: Evaluation, language: str) -> str:
    one, limits = found.sigma, data.limits(found.on)
    facts = {"limit": limits.above_sek, "unknown": one.unknown}
    if one.points is None:
        return told("says.sigma_none", language, **facts)
    smallest = rules(found.on).smallest_base
    if one.contracts < smallest:
        counts = {"green": len(one.green), "contracts": one.contracts, "smallest": smallest}
        return told("says.sigma_few", language, **counts, **facts)
    return told(
        "says.sigma",
        language,
        green=len(one.green),
        contracts=one.contracts,
        points=number(one.points, language=language, decimals=1),
        most=limits.most,
        **facts,
    )


def of_obstacles(found: Evaluation, language: str) -> str:
    one, base = found.obstacles, len(found.rows)
    if not one.told:
        return told("says.obstacles_none", language, base=base)
    facts = {"told": len(one.told), "base": base, "none": len(one.none_met), "ruled": one.ruled}
    return told("says.obstacles", language, **facts)


def of_beside(one: Beside, language: str, smallest: int) -> str:
    """Two groups beside each other: the counts, and whether anything can be told from them."""
    return told(
        f"says.{one.verdict}",
        language,
        having=one.having.base,
        lacking=one.lacking.base,
        having_yes=len(one.having.yes),
        lacking_yes=len(one.lacking.yes),
        smallest=smallest,
    )


def of_versions(found: Evaluation, language: str) -> tuple[str, ...]:
    if not found.versions:
        return (told("says.no_versions", language),) if found.origin == "case" else ()
    if len(found.versions) == 1:
        return (told("says.one_version", language, version=next(iter(found.versions))),)
    smallest = rules(found.on).smallest_base
    return tuple(f"{one.id}: {of_beside(one, language, smallest)}" for one in found.version_beside)


def share(one: Rated, language: str) -> str:
    """Per cent; a dash where the base is too small for a share."""
    if one.share.value is None:
        return DASH
    shown = number(one.share.value * 100, language=language, decimals=0)
    return f"{shown}{NBSP}%" if language == "sv" else f"{shown}%"


def bounds(one: Rated, language: str) -> str:
    return DASH if one.share.value is None else _between(*one.share.bounds, language)


def interval(one: Rated, language: str) -> str:
    return DASH if one.share.value is None else _between(one.share.low, one.share.high, language)


def _between(low: Decimal, high: Decimal, language: str) -> str:
    one, two = (number(each * 100, language=language, decimals=0) for each in (low, high))
    return f"{one}–{two}{NBSP}%" if language == "sv" else f"{one}–{two}%"


def rungs(found: Evaluation, language: str) -> tuple[tuple[str, str, Rated], ...]:
    """(letter, what it says, counts); last what the contract showed, whatever the market gives."""
    return (
        *((one.count.rung, told(f"rung.{one.count.rung}", language), one) for one in found.ladder),
        ("", told("shown", language), found.shown),
    )


def untold(found: Evaluation, language: str) -> str:
    """What nobody follows or tells, in one sentence; empty where everything is told of."""
    effects = data.effects_file().effects
    names = [
        effects[one.effect].measures[one.measure].name.within(language)
        for one in found.sums
        if not one.known and not one.unknown
    ]
    names = [name[:1].lower() + name[1:] for name in names]
    return told("says.untold", language, measures=" · ".join(names)) if names else ""


def ladder_picture(found: Evaluation, language: str) -> Picture:
    bars = [
        Bar(
            one.count.rung,
            told(f"rung.{one.count.rung}", language),
            len(one.count.yes),
            len(one.count.no),
            len(one.count.unknown),
            float(one.share.low),
            float(one.share.high),
        )
        for one in found.ladder
    ]
    return ladder(
        bars,
        told("picture.title", language, origin=name_of(found, language).lower()),
        told("picture.source", language, source=source_of(found, language)),
        language,
    )


def steps_picture(found: Evaluation, library: Library, language: str) -> Picture:
    by = found.steps.by
    rows = [
        StepRow(
            step,
            library.names.of("r_step", step, language),
            by["need"][step],
            by["asked"][step],
            by["came"][step],
        )
        for step in RStep
    ]
    return r_steps(
        rows,
        found.steps.base,
        found.steps.unknown,
        told("steps.title", language, origin=name_of(found, language).lower()),
        told("picture.from", language, source=source_of(found, language)),
        language,
    )


def shown(count: int, language: str) -> str:
    return number(count, language=language)


def csv_rows(found: Sequence[Evaluation], language: str) -> list[tuple[str, ...]]:
    """One row a procurement or case, with its answers and why; the head first."""
    made = [tuple(told("csv.head", language).split(";"))]
    for one in found:
        for seen, climb in zip(one.rows, one.climbs, strict=True):
            answers = {each.rung: each.answer for each in climb.rungs}
            stopped = climb.stopped()
            made.append(
                (
                    seen.id,
                    seen.title,
                    seen.origin,
                    seen.position,
                    *(answers.get(rung, "") for rung in ("a", "b", "c", "d")),
                    stopped.because if stopped else "",
                    climb.shown.answer if climb.shown else "",
                    " ".join(sorted({step for each in seen.demands for step in each.steps})),
                    " ".join(seen.groups),
                    str(seen.year or ""),
                    seen.county,
                    seen.country,
                    seen.model,
                    "1" if seen.exercise else "0",
                )
            )
    return made
