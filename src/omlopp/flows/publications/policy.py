"""Policy evidence: findings counted over documented cases and real procurements, graded by stated rules.

An exercise is no evidence: invented procurements are never counted here, whatever the base holds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from omlopp.documents.plan import Block, Facts, Heading, Paragraph, Table
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows import evaluation
from omlopp.flows import market_effect_told as told
from omlopp.flows.evaluation_figures import published
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.fill import Figures
from omlopp.library import policy
from omlopp.library.messages import keyed
from omlopp.library.policy import Finding, GradeId
from omlopp.statistics.effect_spec import current

METHOD = "policy.md#strength"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a finding rests on: ids that show it, of how many that tell anything, and their different buyers."""

    ids: tuple[str, ...]
    of: int
    buyers: int
    grade: GradeId


def figures(base: Base) -> Iterator[Figure]:
    """`policy.<finding>.count` (of those that tell) and `.buyers`; None for what is no count."""
    source = _source(base)
    for finding, found in counted(base).items():
        yield Figure(
            f"policy.{finding}.count",
            Decimal(len(found.ids)),
            "cases",
            source,
            METHOD,
            found.of,
            about=found.ids,
        )
        yield Figure(
            f"policy.{finding}.buyers", Decimal(found.buyers), "buyers", source, METHOD, about=found.ids
        )


def _source(base: Base) -> tuple[str, str]:
    own = evaluation.of_base(base)[0]
    real = bool(own.rows) and not own.exercise
    sv, en = (
        keyed(
            "policy.source",
            {
                "version": base.library.model.version,
                "own": keyed("policy.source_own", {}, each) if real else "",
            },
            each,
        )
        for each in ("sv", "en")
    )
    return sv, en


def counted(base: Base) -> Mapping[str, Counted]:
    """Finding → what it rests on; findings of the market are not counted so."""
    own, cases = evaluation.of_base(base)
    taken = [one for one in (cases, own) if not one.exercise]
    evidence = [{one.id.partition(".")[2]: one for one in published(each)} for each in taken]
    buyers = {one.id: one.buyer for one in base.library.cases.values()} | {
        one.procurement.id: one.procurement.buyer.name for one in base.entries
    }
    found: dict[str, Counted] = {}
    for finding in policy.findings():
        if finding.evidence.market:
            continue
        ids: list[str] = []
        of = 0
        for each, held in zip(taken, evidence, strict=True):
            figure = held[finding.evidence.figure]
            of += figure.base or 0
            shown = set(figure.about)
            if finding.evidence.rest:
                ids += [one for one in each.at("counted") if one not in shown]
            else:
                ids += figure.about
        names = {buyers[one].casefold() for one in ids if one in buyers}
        found[finding.id] = Counted(
            tuple(ids), of, len(names), policy.strength().grade(len(ids), len(names), of)
        )
    return found


def grade_of(finding: Finding, base: Base, found: Mapping[str, Counted]) -> GradeId:
    if finding.evidence.market:
        return policy.strength().of_verdict(_verdict(finding, base))
    return found[finding.id].grade


def _verdict(finding: Finding, base: Base) -> str | None:
    rows = base.market["answers"] if base.market else ()
    return next(
        (
            str(one["verdict"])
            for one in rows
            if (one["exposure"], one["outcome"]) == ("found", finding.evidence.market)
        ),
        None,
    )


def brief(addressee: str, base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    """The findings one addressee is told, the strongest first."""
    found = counted(base)
    order = [one.id for one in policy.strength().grades]
    held = sorted(policy.findings_to(addressee), key=lambda one: order.index(grade_of(one, base, found)))
    for finding in held:
        yield from _finding(finding, base, found, figures, language)


def _finding(
    finding: Finding, base: Base, found: Mapping[str, Counted], figures: Figures, language: Language
) -> Iterator[Block]:
    def say(key: str, **facts: object) -> str:
        return keyed(f"policy.{key}", facts, language)

    strength, grade = policy.strength(), grade_of(finding, base, found)
    weak = grade == "too_little"
    yield Heading(finding.title.within(language), 1)
    unreckoned = finding.evidence.market and base.market is None and finding.unknown
    yield Paragraph(figures.fill((finding.unknown if unreckoned else finding.says).within(language)))  # type: ignore[union-attr]
    named = strength.names[grade].within(language)
    pairs = []
    if finding.evidence.market:
        verdict = _verdict(finding, base)
        if verdict is None:
            pairs.append((say("evidence"), say("graded_market_none", grade=named)))
        else:
            market = f"market.{finding.evidence.market}"
            for part in ("effect", "exposed", "buyers", "mde", "mde_less"):  # what the sentence rests on
                _ = figures[f"{market}.{part}"]
            assert base.market is not None
            row = told.answer(base.market, "found", str(finding.evidence.market))
            answer = " ".join(one for one in (told.sentence(row, current(), language),
                                              told.note(row, current(), language)) if one)  # fmt: skip
            pairs.append((say("evidence"), say("graded_market", grade=named, answer=answer)))
    else:
        one = found[finding.id]
        facts = {
            "grade": named,
            "cases": figures.show(f"policy.{finding.id}.count", "plain"),
            "of": figures.show(f"policy.{finding.id}.count", "base"),
            "buyers": figures.show(f"policy.{finding.id}.buyers", "plain"),
        }
        key = "graded_none" if not one.ids else "graded_one" if one.buyers == 1 else "graded"
        pairs.append((say("evidence"), say(key, **facts)))
        pairs.append((say("behind"), _named(one.ids, base, strength.most_named, language)))
    proposed = finding.lacking if weak else finding.proposal
    pairs.append((say("first" if weak else "proposal"), proposed.within(language)))
    pairs.append((say("acts"), finding.acts.within(language)))
    yield Facts(tuple(pairs))


def _named(ids: tuple[str, ...], base: Base, most: int, language: Language) -> str:
    """Names of the cases, the Swedish first; the rest as a number."""
    cases = base.library.cases
    titles = {one.procurement.id: one.procurement.title for one in base.entries}
    order = sorted(ids, key=lambda one: (one in cases and cases[one].country != "SE", one))
    names = [cases[one].name.within(language) if one in cases else titles[one] for one in order]
    if not names:
        return keyed("policy.none_behind", {}, language)
    first = "; ".join(names[:most])
    if len(names) <= most:
        return f"{first}."
    return keyed("policy.and_more", {"named": first, "n": Decimal(len(names) - most)}, language) + "."


def table(base: Base, figures: Figures, language: Language) -> Table:
    """All findings with their grade, the strongest first."""

    def say(key: str) -> str:
        return keyed(f"policy.{key}", {}, language)

    found = counted(base)
    strength = policy.strength()
    order = [one.id for one in strength.grades]
    rows = []
    for finding in sorted(policy.findings(), key=lambda one: order.index(grade_of(one, base, found))):
        grade = strength.names[grade_of(finding, base, found)].within(language)
        if finding.evidence.market:
            market = f"market.{finding.evidence.market}"
            numbers = (figures.show(f"{market}.exposed", "plain"), figures.show(f"{market}.base", "plain"),
                       figures.show(f"{market}.buyers", "plain"))  # fmt: skip
        else:
            count = f"policy.{finding.id}.count"
            numbers = (figures.show(count, "plain"), figures.show(count, "base"),
                       figures.show(f"policy.{finding.id}.buyers", "plain"))  # fmt: skip
        rows.append((finding.title.within(language), grade, *numbers))
    head = (say("table.finding"), say("evidence"), say("table.shows"), say("table.of"), say("table.buyers"))
    return Table(head, tuple(rows), say("table.caption"), frozenset({2, 3, 4}), (9, 3, 2, 2, 2))


Told = Callable[[Base, Figures, Language], Iterable[Block]]
ministry: Told = partial(brief, "ministry")
uhm: Told = partial(brief, "uhm")
naturvardsverket: Told = partial(brief, "naturvardsverket")
tillvaxtverket: Told = partial(brief, "tillvaxtverket")
skr: Told = partial(brief, "skr")
region: Told = partial(brief, "region")
eu: Told = partial(brief, "eu")
