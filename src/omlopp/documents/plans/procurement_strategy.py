"""The procurement strategy: rules, goals, market, requirements, lots, time, risks and openness, with their reasons."""

from collections.abc import Sequence
from datetime import date

from omlopp.documents.dossier import Dossier
from omlopp.documents.drawn import indicator_name, measured_one, shown_value
from omlopp.documents.pictures.goal_map import goal_map
from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.answers import day_of, length_told, told
from omlopp.documents.plans.common import (
    cited,
    document_of,
    facts,
    goal_label,
    law_blocks,
    lot_name,
    missing,
    paragraphs,
    regime_name,
    ruled,
    sources_of,
    strategy_label,
)
from omlopp.documents.plans.openness_table import openness_blocks
from omlopp.documents.words import say
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.indicators import Measured, Stage
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number

DAYS = (
    "publish_on", "bids_due_on", "bids_opened_on", "notice_sent_on", "contract_from", "start_meeting_on", "contract_to",
)  # fmt: skip


def procurement_strategy(dossier: Dossier, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made."""
    procurement = dossier.procurement
    lots = library.hook("lots_or_reasons", procurement.rules_fixed_on)
    hooks = ruled(
        [lots, *(hook for step in library.model.steps if step.id == "regime" for hook in step.hooks)],
        procurement,
    )
    blocks: list[Block] = [Paragraph(say("strategy.lead", language), "lead")]
    blocks += _object(dossier, library, language)
    blocks += _goals(dossier, library, language)
    blocks += _market(dossier, library, language)
    blocks += _requirements(procurement.criteria, library, language)
    blocks += _lots(dossier, lots, library, language)
    blocks += _time(dossier, language)
    blocks += _risks(procurement.criteria, library, language)
    blocks += openness_blocks(procurement, library, language)
    blocks.append(Heading(say("strategy.follow_up", language), 1))
    blocks += told(dossier, library, ("follow_up_owner",), language)
    blocks += _followed(procurement.criteria, library, language)
    blocks += law_blocks(hooks, procurement, language)
    used = [one.criterion.source for one in procurement.criteria]
    used += [source for one in procurement.criteria for source in one.criterion.market.evidence]
    blocks += sources_of([*used, *(hook.source for hook in hooks)], language, library)
    return document_of(
        procurement,
        blocks,
        kind="procurement_strategy",
        title=say("strategy.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
        contents=True,
    )


def _object(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    procurement = dossier.procurement
    choice, unknown = procurement.regime, say("unknown", language)
    blocks: list[Block] = [
        Heading(say("strategy.object", language), 1),
        facts(
            (say("strategy.object_kind", language), library.names.of("object_kind", procurement.object_kind, language)),
            (say("strategy.cpv", language), ", ".join(procurement.cpv) or unknown),
            (
                say("strategy.value", language),
                unknown if procurement.value_sek is None else kr(procurement.value_sek, language),
            ),
        ),
        *told(dossier, library, ("value_basis",), language),
        Heading(say("strategy.rules", language), 2),
    ]  # fmt: skip
    if choice is None:
        return [*blocks, missing(language, "strategy.no_rules")]
    pairs = [
        (say("mark.regime", language), regime_name(procurement, library, language)),
        (say("strategy.why", language), choice.reason),
        (say("strategy.confirmed_on", language), day(choice.confirmed_on, language)),
        (say("strategy.fixed_on", language), day(procurement.rules_fixed_on, language)),
    ]
    if choice.proposed is not None and choice.proposed is not choice.regime:
        proposed = library.names.of("regime", choice.proposed.value, language)
        pairs.append((say("strategy.proposed", language), proposed))
    return [*blocks, Facts(tuple(pairs))]


def _goals(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    procurement = dossier.procurement
    head = Heading(say("strategy.goals", language), 1)
    if not procurement.goals:
        return [head, missing(language, "plan.no_goals")]
    rows = []
    for goal in procurement.goals:
        card = library.indicators.get(goal.indicator or "")
        base = [
            one
            for one in procurement.measurements
            if one.indicator == goal.indicator and one.stage is Stage.BASELINE
        ]
        newest = max(base, key=lambda one: one.measured_on, default=None)
        now = (
            say("unknown", language)
            if newest is None
            else shown_value(card, measured_one(newest, library), language)
        )
        aim = say("strategy.no_target", language)
        if goal.target is not None and goal.indicator:
            aim = shown_value(card, Measured(goal.indicator, Stage.END, goal.target), language)
        rows.append(
            (
                goal_label(library, goal.goal, language),
                "\n".join(strategy_label(library, goal.goal, one, language) for one in goal.strategies)
                or say("strategy.no_strategy", language),
                indicator_name(goal.indicator, procurement, library, language)
                if goal.indicator
                else say("strategy.no_indicator", language),
                now,
                aim,
            )
        )
    columns = tuple(
        say(one, language)
        for one in ("goal", "strategy.strategies", "indicator", "plan.baseline", "strategy.target")
    )
    why = procurement.answers.get("ambition_reason", "").strip()
    return [
        head,
        *paragraphs(why),
        goal_map(library.goals, language, {goal.goal: goal.strategies for goal in procurement.goals}),
        Table(columns, tuple(rows), say("strategy.goals_table", language), widths=(5, 6, 5, 4, 4)),
    ]


def _market(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(say("strategy.market", language), 1)]
    blocks += told(dossier, library, ("market_way", "market_findings", "market_suppliers"), language)
    blocks += told(dossier, library, ("volume_with_others", "shared_information"), language, needed=False)
    if dossier.talks:
        rows = tuple(
            (
                say(f"strategy.talk.{one.kind}", language) + (f": {one.title}" if one.title else ""),
                _span(one.published_on, one.closed_on, language),
                number(one.answers, language=language),
                one.summary or say("strategy.no_summary", language),
            )
            for one in dossier.talks
        )
        columns = tuple(
            say(f"strategy.talk_{one}", language) for one in ("what", "when", "answers", "summary")
        )
        table = Table(
            columns, rows, say("strategy.talks_table", language), numeric=frozenset({2}), widths=(4, 4, 2, 6)
        )
        blocks.append(table)
    if dossier.procurement.shared:
        given = tuple(
            (
                one.what,
                day(one.given_on, language),
                f"{one.shared_how}, {day(one.shared_on, language)}"
                if one.shared_on
                else say("strategy.not_shared", language),
            )
            for one in dossier.procurement.shared
        )
        columns = tuple(say(f"strategy.told_{one}", language) for one in ("what", "when", "how"))
        blocks.append(Table(columns, given, say("strategy.told_table", language), widths=(5, 2, 4)))
    return [*blocks, *_against_market(dossier, library, language)]


def _span(first: date | None, last: date | None, language: Language) -> str:
    parts = [say("strategy.open", language) if one is None else day(one, language) for one in (first, last)]
    return " – ".join(parts)


def _against_market(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """Requirement by requirement: does it ask for more than the market gives, and who can?"""
    if not dossier.procurement.criteria:
        return []
    rows = []
    for one in dossier.procurement.criteria:
        answered = dossier.market.get(one.id)
        can = answered.within(language) if answered else say("strategy.not_asked", language)
        judged = library.names.of("above_market", one.criterion.market.above, language)
        rows.append(
            (one.criterion.name.within(language), judged, one.criterion.market.because.within(language), can)
        )
    columns = tuple(
        say(one, language)
        for one in ("criterion", "strategy.above", "strategy.why", "strategy.market_answer")
    )
    return [Table(columns, tuple(rows), say("strategy.market_table", language), widths=(6, 5, 12, 7))]


def _requirements(chosen: Sequence[ChosenCriterion], library: Library, language: Language) -> list[Block]:
    head = Heading(say("strategy.requirements", language), 1)
    if not chosen:
        return [head, missing(language, "annex.nothing")]
    rows = tuple(
        (
            one.criterion.name.within(language),
            library.names.of("kind", one.criterion.kind.value, language),
            f"{goal_label(library, one.criterion.goal, language)}\n"
            f"{strategy_label(library, one.criterion.goal, one.criterion.strategy, language)}",
            library.names.of("level", one.criterion.level.value, language),
            say("strategy.adapted" if one.adapted else "strategy.as_chosen", language),
        )
        for one in chosen
    )
    columns = tuple(say(one, language) for one in ("criterion", "strategy.kind", "goal", "level", "adapted"))
    return [
        head,
        Paragraph(say("strategy.requirements_lead", language, count=len(chosen))),
        Table(columns, rows, say("strategy.requirements_table", language), widths=(9, 12, 12, 7, 8)),
    ]


def _lots(dossier: Dossier, hook: LegalHook, library: Library, language: Language) -> list[Block]:
    procurement = dossier.procurement
    blocks: list[Block] = [Heading(say("strategy.lots", language), 1)]
    if procurement.lots:
        rows = tuple(
            (
                lot_name(lot),
                ", ".join(lot.cpv) or say("unknown", language),
                say("unknown", language) if lot.value_sek is None else kr(lot.value_sek, language),
            )
            for lot in procurement.lots
        )
        columns = tuple(say(one, language) for one in ("mark.lot", "strategy.cpv", "strategy.value"))
        blocks.append(
            Table(
                columns, rows, say("strategy.lots_table", language), numeric=frozenset({2}), widths=(4, 2, 2)
            )
        )
    else:
        blocks.append(missing(language, "strategy.no_lots"))
    why = procurement.answers.get("lots_reason", "").strip()
    regime = procurement.regime.regime if procurement.regime else None
    if why:
        blocks.append(Facts(((say("answers.label.lots_reason", language), why),)))
    elif len(procurement.lots) <= 1 and regime is not None and hook.section(regime):
        section = cited(hook, regime, language)
        blocks.append(missing(language, "strategy.no_lots_reason", section=section))
    blocks.append(Heading(say("strategy.deal", language), 2))
    wanted = (
        "service_or_goods",
        "planned_years",
        "variants_allowed",
        "reserved_considered",
        "innovation_considered",
    )
    return [*blocks, *told(dossier, library, wanted, language, may_lack=length_told(dossier))]


def _time(dossier: Dossier, language: Language) -> list[Block]:
    """What has a day, in the order of the days; what has none is named."""
    head = Heading(say("strategy.time", language), 1)
    found = {name: on for name in DAYS if (on := day_of(dossier, name)) is not None}
    blocks: list[Block] = [head]
    if found:
        rows = tuple(
            (say(f"answers.label.{name}", language), day(on, language))
            for name, on in sorted(found.items(), key=lambda pair: (pair[1], DAYS.index(pair[0])))
        )
        columns = (say("strategy.what", language), say("plan.day", language))
        blocks.append(Table(columns, rows, say("strategy.time_table", language), widths=(3, 2)))
    without = [say(f"answers.label.{name}", language) for name in DAYS if name not in found]
    if without:
        said = say("strategy.no_day", language, what=", ".join(_lower(one) for one in without))
        blocks.append(Paragraph(said, "note"))
    return blocks


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _risks(chosen: Sequence[ChosenCriterion], library: Library, language: Language) -> list[Block]:
    head = Heading(say("strategy.risks", language), 1)
    if not chosen:
        return [head, missing(language, "annex.nothing")]
    blocks: list[Block] = [head, Paragraph(say("strategy.risks_lead", language))]
    for one in chosen:
        notes = one.criterion.risk_notes
        pairs = tuple(
            (
                library.names.of("risk", name, language) if name else say("strategy.risk", language),
                text.within(language),
            )
            for name, text in notes.items()
        )
        blocks += [Heading(one.criterion.name.within(language), 2), Facts(pairs)]
    return blocks


def _followed(chosen: Sequence[ChosenCriterion], library: Library, language: Language) -> list[Block]:
    followed = [one for one in chosen if one.criterion.follow_up is not None]
    said = say("strategy.followed", language, followed=len(followed), all=len(chosen))
    without = tuple(one.criterion.name.within(language) for one in chosen if one.criterion.follow_up is None)
    blocks: list[Block] = [Paragraph(said)] if chosen else []
    if without:
        blocks += [Paragraph(say("strategy.not_followed", language)), Bullets(without)]
    return blocks
