"""A procurement as the public may see it: what is out, without bids, prices, answers and persons."""

from dataclasses import dataclass
from decimal import Decimal

from omlopp.documents.plan import Block, Callout, Heading, Paragraph, Table
from omlopp.documents.plans.common import facts, strategy_label
from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.promises import promise_of
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measurement
from omlopp.domain.portfolio.ladder import Climb
from omlopp.flows import evaluation
from omlopp.flows.evaluation_words import because, told
from omlopp.flows.publications.base import Entry
from omlopp.flows.publications.job import Job
from omlopp.library.numbers import day, number, per_cent
from omlopp.statistics.places import tiles


@dataclass(frozen=True, slots=True)
class Told:
    """`line`: buyer, county, state and highest rung, for the list. `blocks`: its page under the title."""

    id: str
    file: str
    title: str
    line: tuple[str, ...]
    blocks: tuple[Block, ...]


def told_of(job: Job) -> tuple[Told, ...]:
    """Those that have been put to the market, were met without a purchase or were cancelled; in order of title."""
    climbs = {each.id: each for each in evaluation.of_base(job.base)[0].climbs}
    out = [
        (entry, climbs[entry.procurement.id])
        for entry in job.base.entries
        if entry.procurement.id in climbs and climbs[entry.procurement.id].position != "not_yet"
    ]
    made = (_one(job, entry, climb) for entry, climb in out)
    return tuple(sorted(made, key=lambda one: (one.title.casefold(), one.id)))


def _one(job: Job, entry: Entry, climb: Climb) -> Told:
    one, say = entry.procurement, job.say
    county = {tile.code: tile.short for tile in tiles()}.get(entry.county, say("none"))
    state = say(f"site.position.{climb.position}")
    top = climb.top()

    def named(rung: str) -> str:
        return say("site.rung_named", rung=rung, says=told(f"rung.{rung}", job.language))

    line = (one.buyer.name, county, state, named(top) if top else say("site.no_top"))
    goals = "\n".join(
        strategy_label(job.base.library, goal.goal, strategy, job.language)
        for goal in one.goals
        for strategy in goal.strategies
    )
    blocks: list[Block] = []
    if entry.exercise:
        blocks.append(Callout("warning", say("site.made_up"), say("site.made_up_all")))
    blocks += [
        facts(
            (say("site.buyer"), one.buyer.name),
            (say("site.county"), county),
            (say("site.state"), state),
            (say("site.goals"), goals or say("site.none_lit")),
            (say("site.model"), entry.model),
        ),
    ]
    if climb.rungs:
        blocks += [
            Heading(say("site.ladder"), 2),
            Table(
                head=(say("site.rung"), say("site.answer"), say("site.because")),
                rows=tuple(
                    (
                        named(each.rung),
                        say(f"site.answer.{each.answer}"),
                        because(each.because, job.language),
                    )
                    for each in climb.rungs
                ),
                caption=say("site.ladder"),
                widths=(3, 1, 4),
            ),
        ]
    blocks += [Heading(say("site.measured"), 2), *_measured(job, entry)]
    return Told(one.id, f"upphandling/{one.id}.html", one.title, line, tuple(blocks))


def _measured(job: Job, entry: Entry) -> list[Block]:
    """Each standing measurement with its day and source, and what was promised."""
    rows: list[tuple[str, ...]] = []
    language = job.language
    for name, card in entry.indicators.items():
        promise = promise_of(entry.procurement, name)
        if promise is not None:
            rows.append(
                (card.name.within(language), job.say("site.promised"), shown(card, promise.value, job), "–")
            )
        for each in (one for one in entry.procurement.measurements if one.indicator == name):
            stage = job.base.library.names.of("stage", each.stage.value, language)
            when = f"{stage}, {day(each.measured_on, language)}"
            rows.append((card.name.within(language), when, _value(card, each, job), each.source or "–"))
    if not rows:
        return [Paragraph(job.say("site.not_measured"))]
    head = tuple(job.say(f"site.{one}") for one in ("indicator", "stage", "value", "source"))
    return [Table(head, tuple(rows), job.say("site.measured"), frozenset({2}), (3, 3, 2, 4))]


def _value(card: Indicator, one: Measurement, job: Job) -> str:
    try:
        value = measure(card, one).value
    except OmloppError:
        return job.say("none")
    return job.say("none") if value is None else shown(card, value, job)


def shown(card: Indicator, amount: Decimal, job: Job) -> str:
    """A share as per cent of its whole; an amount with its unit."""
    if card.is_share:
        base = (
            card.inputs[1].name.within(job.language)
            if len(card.inputs) > 1
            else card.unit.within(job.language)
        )
        return job.say("site.share", share=per_cent(amount, job.language), base=base)
    return number(round(amount, 3), card.unit.within(job.language), job.language)
