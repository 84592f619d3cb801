"""The follow-up report: promised against delivered, with base, evidence, deviations, what is missing, and lessons."""

from collections.abc import Sequence
from datetime import date

from omlopp.documents.dossier import Contract, Dossier
from omlopp.documents.drawn import indicator_name, promises
from omlopp.documents.pictures.promised import Promise as Drawn
from omlopp.documents.pictures.promised import promised, promised_table
from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.answers import answer, told
from omlopp.documents.plans.common import document_of, facts, missing, paragraphs, sources_of
from omlopp.documents.plans.deviations import deviations
from omlopp.documents.plans.measured import recorded_table
from omlopp.documents.words import say
from omlopp.domain.indicators.promises import missed
from omlopp.domain.indicators.schedule import Asked, DueStatus, asked
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number


def follow_up_report(dossier: Dossier, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made; what is late is late on it."""
    procurement = dossier.procurement
    given = promises(procurement, library, language)
    blocks: list[Block] = [Paragraph(say("report.lead", language), "lead")]
    blocks += _short(given, language)
    blocks += _contracts(dossier, library, language)
    blocks += _promised(given, language)
    blocks += _latest(procurement, library, language)
    blocks += _deviations(procurement, library, language)
    blocks += _reports(dossier, language)
    blocks += _evidence(dossier, library, language)
    blocks += _missing(dossier, given, library, language, on)
    blocks += _end(dossier, library, language)
    blocks += _lessons(dossier, library, language)
    cards = {one.indicator for one in procurement.measurements} | {
        goal.indicator for goal in procurement.goals
    }
    used = [
        library.indicators[one].source for one in sorted(filter(None, cards)) if one in library.indicators
    ]
    blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="follow_up_report",
        title=say("report.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
        contents=True,
    )


def _newest(one: Drawn) -> bool | None:
    """Was the promise kept at the last stage that has a value? None: nothing promised, or nothing known."""
    for stage in (Stage.END, Stage.CONTRACT):
        if (kept := one.kept(stage)) is not None:
            return kept
    return None


def _short(given: Sequence[Drawn], language: Language) -> list[Block]:
    """Counts with their base: unknown is counted as unknown, never as kept or broken."""
    head = Heading(say("report.short", language), 1)
    if not given:
        return [head, missing(language, "plan.no_indicators")]
    with_promise = [one for one in given if one.promised is not None]
    judged = [_newest(one) for one in with_promise]
    return [
        head,
        Facts(
            (
                (
                    say("report.with_promise", language),
                    say("report.of", language, count=len(with_promise), all=len(given)),
                ),
                *(
                    (
                        say(f"report.{key}", language),
                        say("report.of", language, count=judged.count(value), all=len(with_promise)),
                    )
                    for key, value in (("kept", True), ("broken", False), ("unknown", None))
                ),
            )
        ),
    ]


def _contracts(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    head = Heading(say("report.contract", language), 1)
    if not dossier.contracts:
        return [head, *told(dossier, library, ("contract_from", "contract_to", "start_meeting_on"), language)]
    blocks: list[Block] = [head]
    for one in dossier.contracts:
        blocks.append(
            facts(
                (say("report.agreement", language), f"{one.title} {one.number}".strip()),
                (say("report.supplier", language), one.supplier),
                (say("report.runs", language), _span(one, language)),
                (say("report.option", language), day(one.option_until, language))
                if one.option_until
                else None,
                (say("report.options", language), one.options) if one.options else None,
                (say("report.ended", language), day(one.ended_on, language)) if one.ended_on else None,
            )
        )
        if one.changes:
            rows = tuple(
                (
                    day(each.decided_on, language),
                    each.what,
                    f"{each.ground.within(language)}\n{each.why}".strip(),
                    "–" if each.value is None else kr(each.value, language),
                )
                for each in one.changes
            )
            columns = tuple(
                say(f"report.change_{name}", language) for name in ("day", "what", "why", "value")
            )
            blocks.append(
                Table(
                    columns, rows, say("report.changes_table", language, contract=one.title),
                    numeric=frozenset({3}), widths=(3, 5, 5, 3),
                )
            )  # fmt: skip
    return blocks


def _span(one: Contract, language: Language) -> str:
    unknown = say("unknown", language)
    return " – ".join(unknown if on is None else day(on, language) for on in (one.starts_on, one.ends_on))


def _promised(given: Sequence[Drawn], language: Language) -> list[Block]:
    if not given:
        return []
    told_of = [one for one in given if one.promised is not None or one.found]
    return [
        Heading(say("plan.promised", language), 1),
        *(promised([one], language) for one in told_of),
        promised_table(given, language),
    ]


def _latest(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """Every measurement with its figures, so that each share stands beside what it is a share of."""
    head = Heading(say("report.figures", language), 1)
    if not procurement.measurements:
        return [head, missing(language, "plan.nothing_recorded")]
    return [head, recorded_table(procurement, library, language)]


def _deviations(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    said = procurement.answers.get("deviations", "").strip()
    own = deviations(procurement, library, language)
    if own and not said:
        return own
    head = [] if own else [Heading(say("plan.deviations", language), 1)]
    if not own and not said:
        return [*head, Paragraph(say("report.no_deviation", language))]
    return [*own, *head, *paragraphs(said)]


def _reports(dossier: Dossier, language: Language) -> list[Block]:
    every = [report for one in dossier.contracts for report in one.reports]
    if not every:
        return []
    came = sum(1 for one in every if one.received_on is not None)
    rows = tuple(
        (
            f"{day(one.period_from, language)} – {day(one.period_to, language)}",
            day(one.due_on, language),
            say(f"report.state.{one.state}", language),
            "–" if one.received_on is None else day(one.received_on, language),
            "\n".join(part for part in (one.file, one.note) if part) or "–",
        )
        for one in sorted(every, key=lambda each: each.period_from)
    )
    columns = tuple(
        say(f"report.report_{one}", language) for one in ("period", "due", "state", "came", "what")
    )
    return [
        Heading(say("report.reports", language), 1),
        Paragraph(say("report.reports_counted", language, came=came, all=len(every))),
        Table(columns, rows, say("report.reports_table", language), widths=(5, 3, 3, 3, 4)),
    ]


def _evidence(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """The files behind the figures, with checksums; a measurement that shows nothing is counted."""
    procurement = dossier.procurement
    if not procurement.measurements:
        return []
    by_id = {one.id: one for one in procurement.measurements}
    shown = {one.measurement for one in dossier.evidence}
    bare = [one for one in procurement.measurements if one.id not in shown and not one.proof]
    blocks: list[Block] = [
        Heading(say("report.evidence", language), 1),
        Paragraph(
            say(
                "report.evidence_counted",
                language,
                shown=len(procurement.measurements) - len(bare),
                all=len(procurement.measurements),
            )
        ),
    ]
    rows = []
    for one in dossier.evidence:
        of = by_id.get(one.measurement)
        name = indicator_name(of.indicator, procurement, library, language) if of else one.measurement
        rows.append((one.name, name, day(of.measured_on, language) if of else "–", one.sha256[:16]))
    if rows:
        columns = tuple(say(f"report.evidence_{one}", language) for one in ("file", "of", "day", "sum"))
        blocks.append(
            Table(columns, tuple(rows), say("report.evidence_table", language), widths=(5, 5, 3, 4))
        )
    return blocks


def _missing(
    dossier: Dossier, given: Sequence[Drawn], library: Library, language: Language, on: date
) -> list[Block]:
    """What nobody has said, each with its own line: periods not reported, values not known, promises not decided."""
    procurement = dossier.procurement
    lines = [_late(each, language) for each in asked(procurement, on) if each.late]
    for one in given:
        unknown = [stage for stage in Stage if one.at(stage).value is None]
        if unknown:
            names = ", ".join(library.names.of("stage", stage.value, language).lower() for stage in unknown)
            lines.append(say("report.no_value", language, indicator=one.indicator, stages=names))
        if one.promised is None:
            lines.append(say("report.no_promise", language, indicator=one.indicator))
    lines += [
        say(
            "report.undecided",
            language,
            indicator=library.indicators[each.measurement.indicator].name.within(language),
            day=day(each.measurement.measured_on, language),
        )
        for each in missed(procurement, library.indicators)
        if each.decided is None
    ]
    head = Heading(say("report.missing", language), 1)
    if not lines:
        return [head, Paragraph(say("report.nothing_missing", language))]
    return [
        head,
        missing(language, "report.missing_says", count=len(lines)),
        Bullets(tuple(dict.fromkeys(lines))),
    ]


def _late(each: Asked, language: Language) -> str:
    """The periods of one requirement that nobody has reported, with how many were due."""
    name = each.chosen.criterion.name.within(language)
    first, last = each.late[0].day, each.late[-1].day
    if len(each.late) == 1:
        return say("report.late_one", language, requirement=name, day=day(first, language))
    due = sum(1 for one in each.days if one.status is not DueStatus.COMING)
    return say(
        "report.late_many",
        language,
        requirement=name,
        count=len(each.late),
        all=due,
        first=day(first, language),
        last=day(last, language),
    )


def _end(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """What happened to what was left, and what difference it made."""
    blocks: list[Block] = [Heading(say("report.end", language), 1)]
    blocks += told(dossier, library, ("exit_way", "exit_reason"), language)
    left = [one for contract in dossier.contracts for one in contract.left]
    if left:
        unknown = say("unknown", language)
        rows = tuple(
            (
                one.what,
                unknown if one.pieces is None else number(one.pieces, language=language),
                unknown if one.mass_kg is None else number(one.mass_kg, "kg", language),
                one.way.within(language),
                one.to or unknown,
            )
            for one in left
        )
        columns = tuple(
            say(f"report.left_{one}", language) for one in ("what", "pieces", "mass", "way", "to")
        )
        table = Table(
            columns,
            rows,
            say("report.left_table", language),
            numeric=frozenset({1, 2}),
            widths=(5, 2, 3, 4, 4),
        )
        blocks.append(table)
    if effect := answer(dossier, library, "effect_note", language):
        blocks += [Heading(say("answers.label.effect_note", language), 2), *paragraphs(effect)]
    return blocks


def _lessons(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(say("report.lessons", language), 1)]
    blocks += told(dossier, library, ("lesson_keep", "lesson_change", "obstacle"), language)
    if dossier.lessons:
        blocks += [Heading(say("report.noted", language), 2), Bullets(dossier.lessons)]
    return blocks
