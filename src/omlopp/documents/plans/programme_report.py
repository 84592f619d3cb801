"""The half-time and final report of a programme: its rows told as they stand, with what did not go as planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from omlopp.documents.plan import Block, Bullets, Callout, Document, Heading, Paragraph, Table
from omlopp.documents.plans.common import paragraphs
from omlopp.documents.plans.programme_common import document, many, note, section
from omlopp.documents.plans.programme_lists import (
    decision_blocks,
    deviation_blocks,
    outreach_blocks,
    risk_blocks,
    timeline,
)
from omlopp.documents.plans.programme_money import (
    aid_and_principles,
    before,
    budget_blocks,
    claim_blocks,
)
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.domain.programme import budget, report
from omlopp.domain.programme.model import Programme
from omlopp.domain.programme.state import STATES, Procurements, hours, tally
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number, per_cent
from omlopp.library.programme import strategies

DASH = "–"
Which = Literal["half_time", "final"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a report has beside the programme's own rows.

    `lessons`: procurement id → texts. `handed`: (day, what, to whom, diary number, reply and what it led to).
    """

    procurements: Procurements
    lessons: Mapping[str, Sequence[str]]
    handed: Sequence[tuple[date | None, str, str, str, str]] = ()


def programme_report(
    programme: Programme, which: Which, given: Given, library: Library, language: Language, on: date
) -> Document:
    """Everything is as of the day the report is made: what a procurement was on an earlier day is not kept."""
    opening: list[Block] = []
    if which == "half_time":
        middle = day(report.halfway(programme), language)
        opening.append(note(say("prog.report.early", language, on=day(on, language), halfway=middle)))
    elif on <= programme.ends_on:
        text = say("prog.report.not_ended", language, last=day(programme.ends_on, language))
        opening.append(Callout("info", say("prog.final", language), text))
    opening.append(_summary(programme, given, library, language, on))
    about = list(paragraphs(programme.about)) or [Paragraph(DASH)]
    ending = (
        (
            ("deliverables", _deliverables(programme, language)),
            ("report.handed", handed_blocks(given, language)),
        )
        if which == "final"
        else (("report.next", _remaining(programme, given, language, on)),)
    )
    parts: Sequence[tuple[str, Sequence[tuple[str, Sequence[Block]]]]] = (
        ("part.short", (("report.summary", opening), ("background", about))),
        (
            "part.pilots",
            (
                ("report.goals", goal_blocks(programme, given, language, on)),
                ("report.participants", [_participants(programme, language)]),
                ("report.pilots", pilot_blocks(programme, given, library, language)),
                ("report.help", help_blocks(programme, library, language)),
            ),
        ),
        (
            "economy",
            (
                ("budget", budget_blocks(programme, language, on)),
                ("claims", claim_blocks(programme, language, on)),
                ("before", before(programme, language, on)),
            ),
        ),
        (
            "part.how",
            (
                ("report.timeline", timeline(programme, language, on)),
                ("report.deviations", deviation_blocks(programme, language)),
                ("risks_head", risk_blocks(programme, language)),
                ("outreach_head", outreach_blocks(programme, language, on)),
                ("report.decisions", decision_blocks(programme, language)),
            ),
        ),
        ("part.learnt", (("report.lessons", lesson_blocks(programme, given, language)), *ending)),
        ("part.ground", ()),
    )
    blocks: list[Block] = []
    for name, sections in parts:
        blocks.append(Heading(say(f"prog.{name}", language), 1))
        for key, body in sections:
            blocks += section(say(f"prog.{key}", language), body, 2)
    blocks += aid_and_principles(programme, library, language, 2)
    blocks += section(say("prog.report.method", language), [_method(language)], 2)
    subtitle = say("prog.report.subtitle", language, owner=programme.owner, on=day(on, language))
    return document(
        programme,
        f"{say(f'prog.{which}', language)}: {programme.title}",
        subtitle,
        blocks,
        language,
        on,
        cover=True,
    )


def _summary(programme: Programme, given: Given, library: Library, language: Language, on: date) -> Block:
    goals = report.goals(programme, given.procurements, on)
    unknown = sum(row.standing == "unknown" for row in goals)
    lines = [
        say(
            "prog.report.sum_goals",
            language,
            met=sum(row.standing == "met" for row in goals),
            all=len(goals),
            unknown=say("prog.report.unknown_goals", language, n=unknown) if unknown else "",
        )
    ]
    counts = _counts(programme, given, library, language)
    if counts:
        lines.append(say("prog.report.sum_pilots", language, counts=counts, all=len(programme.pilots)))
    pieces = sum(not one.waits for one in programme.help)
    waits = len(report.waiting(programme))
    waiting = say("prog.report.waiting", language, n=many(waits, "questions", language)) if waits else ""
    lines.append(
        say(
            "prog.report.sum_help",
            language,
            hours=many(hours(programme), "hours", language),
            pieces=many(pieces, "pieces", language),
            waiting=waiting,
        )
    )
    whole, used = budget.planned(programme), budget.spent(programme, on)
    if whole:
        lines.append(
            say(
                "prog.report.sum_money",
                language,
                spent=kr(used, language),
                total=kr(whole, language),
                share=per_cent(used / whole, language),
            )
        )
    lines.append(say("prog.report.sum_deviations", language, n=len(programme.deviations)))
    return Bullets(tuple(lines))


def _counts(programme: Programme, given: Given, library: Library, language: Language) -> str:
    counts = tally(programme, given.procurements)
    return ", ".join(
        f"{counts[state]} {library.names.of('pilot_state' if counts[state] == 1 else 'pilot_states', state, language)}"
        for state in STATES
        if counts[state]
    )


def goal_blocks(programme: Programme, given: Given, language: Language, on: date) -> list[Block]:
    rows = report.goals(programme, given.procurements, on)
    if not rows:
        return [Paragraph(say("prog.goals_none", language))]
    known = strategies()
    table = Table(
        tuple(
            say(f"prog.{key}", language) for key in ("goal", "now", "of", "standing", "serves", "counted_how")
        ),
        tuple(
            (
                row.goal.text,
                say("prog.standing.unknown", language)
                if row.now is None
                else number(row.now, language=language),
                f"{number(row.goal.target, language=language)} {row.goal.unit}",
                say(f"prog.standing.{row.standing}", language),
                ", ".join(known[id].short.within(language) for id in row.goal.serves if id in known),
                say(f"prog.how.{row.goal.counted}", language),
            )
            for row in rows
        ),
        say("prog.table.goals", language, on=day(on, language)),
        frozenset({1}),
        (6, 2, 5, 3, 4, 7),
    )
    return [table]


def _participants(programme: Programme, language: Language) -> Block:
    every = programme.participants
    facts = {
        "applied": len(every),
        "chosen": sum(one.chosen_on is not None for one in every),
        "signed": sum(one.signed_on is not None for one in every),
        "left": sum(one.left_on is not None for one in every),
    }
    return Paragraph(say("prog.participants_say", language, **facts))


def pilot_blocks(programme: Programme, given: Given, library: Library, language: Language) -> list[Block]:
    rows = report.pilots(programme, given.procurements)
    if not rows:
        return [Paragraph(say("prog.pilots_none", language))]

    def state(row: report.PilotRow) -> str:
        return (
            library.names.of("pilot_state", row.state, language)
            if row.state
            else say("prog.unreadable", language)
        )

    table = Table(
        tuple(say(f"prog.{key}", language) for key in ("pilot", "buyer", "state", "measured", "hours")),
        tuple(
            (
                row.title,
                row.buyer,
                state(row),
                say("prog.yes" if row.measured else "prog.no", language),
                number(row.hours, language=language),
            )
            for row in rows
        ),
        say("prog.table.pilots", language, n=many(len(rows), "procurements", language)),
        frozenset({4}),
        (6, 4, 3, 2, 2),
    )
    blocks: list[Block] = [table]
    for key, states in (("stuck", ("stuck",)), ("left_them", ("left",))):
        whys = tuple(f"{row.title}\n{row.why}" for row in rows if row.state in states and row.why)
        if whys:
            blocks += [Heading(say(f"prog.{key}", language), 3), Bullets(whys, strong_first=True)]
    return blocks


def help_blocks(programme: Programme, library: Library, language: Language) -> list[Block]:
    kinds = report.help_by(programme, "kind")
    if not kinds:
        return [Paragraph(say("prog.help_none", language))]

    def table(rows: Sequence[tuple[str, tuple[int, object]]], head: str, caption: str) -> Table:
        return Table(
            (say(f"prog.{head}", language), say("prog.pieces", language), say("prog.hours", language)),
            tuple((name, str(pieces), number(spent, language=language)) for name, (pieces, spent) in rows),  # type: ignore[arg-type]
            caption,
            frozenset({1, 2}),
            (5, 1, 1),
        )

    pieces = sum(one for one, _ in kinds.values())
    every = many(hours(programme), "hours", language)
    used = report.help_by(programme, "instrument")
    named = {
        one: library.instruments[one].name.within(language) if one in library.instruments else one
        for one in used
    }
    blocks: list[Block] = [
        table(
            [(library.names.of("help_kind", kind, language), row) for kind, row in kinds.items()],
            "help_kind",
            say("prog.table.help", language, n=many(pieces, "pieces", language), hours=every),
        )
    ]
    if used:
        caption = say(
            "prog.table.instruments",
            language,
            n=sum(one for one, _ in used.values()),
            all=many(pieces, "pieces", language),
        )
        blocks.append(table([(named[key], row) for key, row in used.items()], "instrument", caption))
    return blocks


def lesson_blocks(programme: Programme, given: Given, language: Language) -> list[Block]:
    rows = []
    for pilot in programme.pilots:
        value = given.procurements.get(pilot.procurement)
        rows += [
            (value.title if value else pilot.procurement, text)
            for text in given.lessons.get(pilot.procurement, ())
        ]
    if not rows:
        return [Paragraph(say("prog.lessons_none", language))]
    told = {title for title, _ in rows}
    caption = say(
        "prog.table.lessons",
        language,
        n=many(len(rows), "lessons", language),
        from_=len(told),
        all=many(len(programme.pilots), "procurements", language),
    )
    return [
        Table(
            (say("prog.pilot", language), say("prog.lesson", language)), tuple(rows), caption, widths=(2, 5)
        )
    ]


def handed_blocks(given: Given, language: Language) -> list[Block]:
    if not given.handed:
        return [Paragraph(say("prog.handed_none", language))]
    head = tuple(
        say(f"prog.{key}", language)
        for key in ("day", "handed.what", "handed.whom", "handed.number", "handed.reply")
    )
    rows = tuple(
        (
            sent.isoformat() if sent else "–",
            what,
            whom,
            filed or "–",
            reply or say("prog.handed_waits", language),
        )
        for sent, what, whom, filed, reply in given.handed
    )
    return [Table(head, rows, say("prog.table.handed", language, n=len(rows)), widths=(3, 6, 6, 5, 6))]


def _deliverables(programme: Programme, language: Language) -> list[Block]:
    if not programme.deliverables:
        return [Paragraph(say("prog.deliverables_none", language))]
    return [Bullets(programme.deliverables)]


def _remaining(programme: Programme, given: Given, language: Language, on: date) -> list[Block]:
    """Goals not met and activities not done, as they stand."""
    lines = [
        f"{row.goal.text} ({say(f'prog.standing.{row.standing}', language)})"
        for row in report.goals(programme, given.procurements, on)
        if row.standing != "met"
    ]
    lines += [
        f"{one.title} ({day(one.ends_on, language)})" for one in programme.activities if one.done_on is None
    ]
    return [Bullets(tuple(lines))] if lines else [Paragraph(say("prog.nothing_left", language))]


def _method(language: Language) -> Block:
    return Bullets(
        tuple(say(f"prog.method.{key}", language) for key in ("goals", "help", "money", "claims", "page"))
    )
