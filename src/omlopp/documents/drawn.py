"""A procurement's own pictures, for documents and for the workbench: domain values in, a Picture out."""

from collections.abc import Iterable

from omlopp.documents.pictures.chain import ChainRow
from omlopp.documents.pictures.chain import chain as chain_picture
from omlopp.documents.pictures.kronor import Worth, kronor
from omlopp.documents.pictures.promised import Found, Promise, promised
from omlopp.documents.pictures.way import way
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.promises import promise_of
from omlopp.domain.model.award import AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measured, Measurement, Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language, Text
from omlopp.domain.process import chain as domain
from omlopp.library.load import Library
from omlopp.library.numbers import number, percent


def procurement_chain(
    procurement: Procurement, library: Library, language: Language, *, narrow: bool = False
) -> Picture:
    """One row per chosen goal, what is missing open."""
    return chain_picture(chain_rows(procurement, library, language), language, narrow=narrow)


def procurement_way(
    procurement: Procurement, library: Library, language: Language, *, narrow: bool = False
) -> Picture:
    return way(library.model, language, procurement.passed_steps, narrow=narrow)


def procurement_promised(procurement: Procurement, library: Library, language: Language) -> Picture:
    return promised(promises(procurement, library, language), language)


def model_kronor(model: AwardModel, language: Language) -> Picture:
    return kronor(worths(model), language, model.currency)


def worths(model: AwardModel) -> list[Worth]:
    """What full fulfilment is worth, dearest first."""
    found = [Worth(criterion.title, criterion.value) for criterion in model.criteria if criterion.value]
    return sorted(found, key=lambda worth: -worth.money)


def measured(procurement: Procurement, library: Library) -> list[Measured]:
    """Every recorded measurement computed, oldest first. Figures that cannot be computed give an unknown value."""
    found = []
    for one in sorted(procurement.measurements, key=lambda each: each.measured_on):
        found.append(measured_one(one, library))
    return found


def measured_one(one: Measurement, library: Library) -> Measured:
    indicator = library.indicators.get(one.indicator)
    if indicator is not None:
        try:
            return measure(indicator, one)
        except OmloppError:
            pass  # refused figures: the value is not known, which is what is shown
    return Measured(one.indicator, one.stage, None, facts=dict(one.inputs))


def shown_value(indicator: Indicator | None, value: Measured, language: Language) -> str:
    """`31 % av levererade kg (3 400 kg)`; the words for unknown when there is no value."""
    if value.value is None or indicator is None:
        return say("unknown", language)
    if indicator.formula != "share":
        return number(value.value, indicator.unit.within(language), language)
    shown = percent(value.value, share_base(indicator, language), language)
    if value.base is None:
        return shown
    return f"{shown} ({number(value.base, indicator.inputs[1].unit.within(language), language)})"


def share_base(indicator: Indicator, language: Language) -> str:
    """What a share is a share of: `levererade kg`."""
    unit = indicator.unit.within(language)
    for opening in ("andel av ", "share of "):
        if unit.startswith(opening):
            return unit.removeprefix(opening)
    name = indicator.inputs[1].name.within(language)
    return name[:1].lower() + name[1:]


def promises(procurement: Procurement, library: Library, language: Language) -> list[Promise]:
    """One per indicator that a goal or a followed requirement names, goals first; the newest value of each stage."""
    newest = {(one.indicator, one.stage): one for one in measured(procurement, library)}
    goals = {goal.indicator: goal for goal in reversed(procurement.goals) if goal.indicator}
    wanted = [goal.indicator for goal in procurement.goals if goal.indicator]
    wanted += [one.criterion.measured_by for one in procurement.criteria if one.criterion.follow_up]
    found = []
    for indicator in dict.fromkeys(wanted):
        card, goal = library.indicators.get(indicator), goals.get(indicator)
        values = {
            stage: Found(one.value) for stage in Stage if (one := newest.get((indicator, stage))) is not None
        }
        share = card is not None and card.formula == "share"
        unit = "" if card is None else share_base(card, language) if share else card.unit.within(language)
        found.append(
            Promise(
                indicator=indicator_name(indicator, procurement, library, language),
                unit=unit,
                share=share,
                direction=card.direction if card else "higher",
                promised=said.value if (said := promise_of(procurement, indicator)) else None,
                found=values,
                goal_id=goal.goal if goal else None,
            )
        )
    return found


def indicator_name(indicator_id: str, procurement: Procurement, library: Library, language: Language) -> str:
    """The procurement's own copy first, then the library's, then the id."""
    if indicator_id in procurement.indicator_names:
        return procurement.indicator_names[indicator_id].within(language)
    card = library.indicators.get(indicator_id)
    return card.name.within(language) if card else indicator_id


def chain_rows(procurement: Procurement, library: Library, language: Language) -> list[ChainRow]:
    """The domain's chain with its labels. Several criteria under one goal share its boxes."""
    values = measured(procurement, library)
    newest = {(one.indicator, one.stage): one for one in values}
    chosen = {one.id: one for one in procurement.criteria}
    # Said to be unknown, with a reason, is an answer; not measured is a gap.
    unknown = (
        {Stage.BASELINE: say("unknown", language)} if procurement.answers.get("baseline_unknown") else {}
    )
    rows = []
    for row in domain.chain(procurement, library.goals, values):
        is_open = set(row.open_links)
        card = library.indicators.get(row.indicator or "")
        stages = {
            one.stage: (
                shown_value(card, newest[row.indicator, one.stage], language)
                if row.indicator and (row.indicator, one.stage) in newest
                else unknown.get(one.stage)
            )
            for one in row.measurements
        }

        def words(ids: Iterable[str], missing: bool, consequence: bool = False) -> str | None:
            names = [
                clause.consequence
                if consequence and (clause := chosen[one].criterion.clause)
                else chosen[one].criterion.name
                for one in ids
            ]
            return None if missing or not names else _listed(names, language)

        rows.append(
            ChainRow(
                goal_id=row.goal.id,
                need=row.need or None,
                goal=row.goal.name.within(language),
                strategy=_listed([one.name for one in row.strategies], language) if row.strategies else None,
                criterion=words(row.criteria, domain.Link.CRITERION in is_open),
                clause=words(row.clauses, domain.Link.CLAUSE in is_open),
                indicator=indicator_name(row.indicator, procurement, library, language)
                if row.indicator
                else None,
                baseline=stages[Stage.BASELINE],
                contract=stages[Stage.CONTRACT],
                end=stages[Stage.END],
                consequence=words(row.consequence, domain.Link.CONSEQUENCE in is_open, consequence=True),
            )
        )
    return rows


def _listed(names: list[Text], language: Language) -> str:
    """The first, and how many more there are: a box holds a few words."""
    first = names[0].within(language)
    return first if len(names) == 1 else say("and_more", language, first=first, more=len(names) - 1)
