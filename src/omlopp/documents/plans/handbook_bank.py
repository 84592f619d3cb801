"""The handbook's second half: goals, criteria, indicators and law, as the library holds them."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from omlopp.documents.pictures.goal_map import goal_map
from omlopp.documents.plan import Block, Callout, Heading, Paragraph, Table
from omlopp.documents.plans.common import both_widths, facts, missing, source_line, strategy_label
from omlopp.documents.words import say
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.law import Parameter, ParameterValue
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number


def goal_blocks(library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("handbook.goals", language), 1, "mal"),
        Paragraph(say("handbook.goals_text", language)),
        both_widths(goal_map(library.goals, language), goal_map(library.goals, language, narrow=True)),
    ]
    for goal in library.goals:
        blocks += [
            Heading(f"{goal.id} {goal.name.within(language)}", 2),
            Paragraph(goal.text.within(language)),
            _strategies(goal, library, language),
            facts(
                (
                    say("handbook.goal_indicators", language),
                    ", ".join(_indicator(one, library, language) for one in goal.indicators),
                ),
                (say("source", language), source_line(goal.source, language, library)),
            ),
        ]
    return blocks


def _strategies(goal: Goal, library: Library, language: Language) -> Table:
    return Table(
        head=(
            say("handbook.strategy", language),
            say("handbook.how", language),
            say("handbook.r_steps", language),
            say("handbook.dimensions", language),
        ),
        rows=tuple(
            (
                f"{one.id} {one.name.within(language)}",
                one.text.within(language),
                "\n".join(
                    f"{step} {library.names.of('r_step', step.value, language)}" for step in one.r_steps
                ),
                "\n".join(
                    library.names.of("dimension", dimension.value, language) for dimension in one.dimensions
                ),
            )
            for one in goal.strategies
        ),
        caption=say("handbook.strategies_of", language, goal=f"{goal.id} {goal.name.within(language)}"),
        widths=(4, 6, 3, 3),
    )


def criteria_blocks(library: Library, language: Language) -> list[Block]:
    groups = by_group(library)
    blocks: list[Block] = [Heading(say("handbook.criteria", language), 1, "krav")]
    if not groups:
        return [*blocks, missing(language, "handbook.no_criteria")]
    blocks.append(Paragraph(say("handbook.criteria_text", language, count=len(library.criteria))))
    for group, criteria in sorted(groups.items()):
        blocks += [Heading(group_name(group, library, language), 2)]
        blocks += of_group(group, criteria, library, language)
    return blocks


def by_group(library: Library) -> dict[str, list[Criterion]]:
    groups: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in library.criteria.values():
        groups[criterion.group].append(criterion)
    return groups


def of_group(group: str, criteria: list[Criterion], library: Library, language: Language) -> list[Block]:
    """The requirements of a product group: an overview, then each in full."""
    ordered = sorted(criteria, key=lambda one: (one.goal, one.level.order, one.name.within(language)))
    blocks: list[Block] = [_overview(ordered, group_name(group, library, language), library, language)]
    for criterion in ordered:
        blocks += _criterion(criterion, library, language)
    return blocks


def group_name(group: str, library: Library, language: Language) -> str:
    """The product group in words; its folder's name when it has none yet."""
    named = library.names.tables.get("group", {})
    return named[group].within(language) if group in named else group.replace("_", " ").capitalize()


def _overview(criteria: list[Criterion], group: str, library: Library, language: Language) -> Table:
    return Table(
        head=(
            say("criterion", language),
            say("handbook.kind", language),
            say("level", language),
            say("goal", language),
            say("indicator", language),
        ),
        rows=tuple(
            (
                one.name.within(language),
                library.names.of("kind", one.kind.value, language),
                library.names.of("level", one.level.value, language),
                one.goal,
                _indicator(one.measured_by, library, language),
            )
            for one in criteria
        ),
        caption=say("handbook.criteria_table", language, group=group),
        widths=(4, 3, 2, 1, 4),
    )


def _criterion(criterion: Criterion, library: Library, language: Language) -> list[Block]:
    clause, follow_up = criterion.clause, criterion.follow_up
    return [
        Heading(criterion.name.within(language), 3),
        Paragraph(criterion.text.within(language), "quote"),
        facts(
            (say("handbook.why", language), criterion.why.within(language)),
            (
                say("handbook.strategy", language),
                strategy_label(library, criterion.goal, criterion.strategy, language),
            ),
            (say("proof", language), criterion.proof.within(language)),
            (say("clause", language), clause.text.within(language)) if clause else None,
            (say("consequence", language), clause.consequence.within(language)) if clause else None,
            (
                say("follow_up", language),
                f"{follow_up.record.within(language)}, {library.names.of('each', follow_up.each, language)}",
            )
            if follow_up
            else None,
            (
                say("handbook.above_market", language),
                f"{library.names.of('above_market', criterion.market.above, language)}. "
                f"{criterion.market.because.within(language)}",
            ),
            (say("handbook.risks", language), risks(criterion, library, language)),
            (say("source", language), source_line(criterion.source, language, library)),
            (
                say("handbook.checked", language),
                say(
                    "handbook.checked_when",
                    language,
                    last=day(criterion.checked.last, language),
                    next=day(criterion.checked.next, language),
                ),
            ),
        ),
    ]


def risks(criterion: Criterion, library: Library, language: Language) -> str:
    """The risk notes in one paragraph, each with its name where it has one."""
    return " ".join(
        f"{library.names.of('risk', name, language)}: {note.within(language)}"
        if name
        else note.within(language)
        for name, note in criterion.risk_notes.items()
    )


def indicator_blocks(library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("handbook.indicators", language), 1, "indikatorer"),
        Paragraph(say("handbook.indicators_text", language)),
    ]
    for one in sorted(library.indicators.values(), key=lambda each: each.name.within(language).casefold()):
        between = ", " if one.formula == "computed" else " ÷ "
        inputs = between.join(
            f"{each.name.within(language)} ({each.unit.within(language)})" for each in one.inputs
        )
        blocks += [
            Heading(one.name.within(language), 2),
            Paragraph(one.text.within(language)),
            facts(
                (say("handbook.formula", language), inputs),
                (say("handbook.unit", language), one.unit.within(language)),
                (say("handbook.direction", language), say(f"picture.promised.{one.direction}", language)),
                (say("plan.missing_means", language), one.missing.within(language)),
                (say("handbook.for_goals", language), ", ".join(one.goals)),
                (say("source", language), source_line(one.source, language, library)),
            ),
        ]
    return blocks


def law_blocks(library: Library, language: Language, on: date) -> list[Block]:
    """Law that is a number, with its days. What no longer holds on the day of build says so first."""
    blocks: list[Block] = [
        Heading(say("handbook.law", language), 1, "lag"),
        Paragraph(say("handbook.law_text", language, day=day(on, language))),
    ]
    for parameter in library.parameters.values():
        blocks.append(Heading(parameter.name.within(language), 2))
        state = _state(parameter, language, on)
        if state is not None:
            blocks.append(state)
        blocks.append(
            Table(
                head=(
                    say("handbook.value", language),
                    say("handbook.from_day", language),
                    say("handbook.to_day", language),
                    say("handbook.status", language),
                    say("source", language),
                ),
                rows=tuple(
                    (
                        _amount(parameter, value.value, language),
                        day(value.valid_from, language),
                        day(value.valid_to, language)
                        if value.valid_to
                        else say("handbook.until_further", language),
                        _status(value, language, on),
                        source_line(value.source, language, library),
                    )
                    for value in parameter.values
                ),
                caption=say("handbook.law_table", language, name=parameter.name.within(language)),
                numeric=frozenset({0}),
                widths=(3, 4, 4, 3, 8),
            )
        )
        blocks.append(
            Paragraph(say("handbook.look", language, where=parameter.where_to_look.within(language)), "note")
        )
    return blocks


def _state(parameter: Parameter, language: Language, on: date) -> Callout | None:
    if any(value.holds_on(on) for value in parameter.values):
        return None
    ended = [value.valid_to for value in parameter.values if value.valid_to and value.valid_to < on]
    text = (
        say("handbook.expired", language, day=day(max(ended), language))
        if ended
        else say("handbook.not_yet", language)
    )
    return Callout("warning", say("warning", language), text)


def _status(value: ParameterValue, language: Language, on: date) -> str:
    if value.holds_on(on):
        return say("handbook.holds", language)
    return say("handbook.coming" if value.valid_from > on else "handbook.has_expired", language)


def _amount(parameter: Parameter, value: Decimal, language: Language) -> str:
    if parameter.unit == "SEK":
        return kr(value, language)
    return number(value, say(f"handbook.unit_{parameter.unit}", language), language)


def _indicator(indicator_id: str, library: Library, language: Language) -> str:
    card = library.indicators.get(indicator_id)
    return card.name.within(language) if card else say("handbook.indicator_gone", language, id=indicator_id)
