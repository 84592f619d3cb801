"""Lists of a programme, each a section of its reports: timeline, deviations, risks, communication, decisions."""

from datetime import date

from omlopp.documents.pictures.gantt import gantt
from omlopp.documents.plan import Block, Document, Paragraph, Table
from omlopp.documents.plans.programme_common import document
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.domain.programme import report
from omlopp.domain.programme.model import Programme


def risk_list(programme: Programme, language: Language, on: date) -> Document:
    return document(
        programme,
        say("prog.risks", language),
        programme.title,
        risk_blocks(programme, language),
        language,
        on,
    )


def communication_plan(programme: Programme, language: Language, on: date) -> Document:
    blocks = outreach_blocks(programme, language, on)
    return document(programme, say("prog.outreach", language), programme.title, blocks, language, on)


def timeline(programme: Programme, language: Language, on: date) -> list[Block]:
    every = programme.activities
    drawn = gantt(every, programme.starts_on, programme.ends_on, on, language)
    if not every:
        return [drawn]
    rows = tuple(
        (
            one.title,
            one.starts_on.isoformat(),
            one.ends_on.isoformat(),
            one.done_on.isoformat() if one.done_on else "–",
            one.who,
        )
        for one in every
    )
    head = [say(f"prog.{key}", language) for key in ("activity", "starts", "ends")]
    caption = say(
        "prog.table.activities", language, done=sum(one.done_on is not None for one in every), all=len(every)
    )
    extra = (say("picture.gantt.done", language).capitalize(), say("prog.who", language))
    return [drawn, Table((*head, *extra), rows, caption, widths=(5, 3, 3, 3, 3))]


def deviation_blocks(programme: Programme, language: Language) -> list[Block]:
    rows = report.deviations(programme)
    if not rows:
        return [Paragraph(say("prog.deviations_none", language))]
    head = tuple(say(f"prog.{key}", language) for key in ("day", "deviation", "why", "done_about"))
    return [
        Table(
            head,
            tuple((one.on.isoformat(), one.what, one.why, one.measure) for one in rows),
            say("prog.table.deviations", language),
            widths=(3, 5, 5, 5),
        )
    ]


def risk_blocks(programme: Programme, language: Language) -> list[Block]:
    rows = report.risks(programme, open_only=False)
    if not rows:
        return [Paragraph(say("prog.risks_none", language))]
    ordered = sorted(rows, key=lambda one: one.closed_on is not None)
    head = ("risk", "likelihood", "effect_of", "product", "measure", "who", "closed")
    table = Table(
        tuple(say(f"prog.{key}", language) for key in head),
        tuple(
            (
                one.text,
                str(one.likelihood),
                str(one.effect),
                str(one.likelihood * one.effect),
                one.measure,
                one.who,
                one.closed_on.isoformat() if one.closed_on else "–",
            )
            for one in ordered
        ),
        say("prog.table.risks", language, open=sum(one.closed_on is None for one in rows), all=len(rows)),
        frozenset({1, 2, 3}),
        (10, 6, 5, 5, 10, 6, 5),
    )
    return [table]


def outreach_blocks(programme: Programme, language: Language, on: date) -> list[Block]:
    rows = sorted(programme.outreach, key=lambda one: one.on)
    if not rows:
        return [Paragraph(say("prog.outreach_none", language))]
    later, none = say("prog.result_later", language), say("prog.result_none", language)
    table = Table(
        tuple(
            say(f"prog.{key}", language) for key in ("day", "target_group", "message", "channel", "result")
        ),
        tuple(
            (
                one.on.isoformat(),
                one.target_group,
                one.message,
                one.channel,
                one.result or (later if one.on > on else none),
            )
            for one in rows
        ),
        say("prog.table.outreach", language, done=sum(bool(one.result) for one in rows), all=len(rows)),
        widths=(3, 4, 5, 4, 5),
    )
    return [table]


def decision_blocks(programme: Programme, language: Language) -> list[Block]:
    rows = tuple(
        (
            one.decided_on.isoformat() if one.decided_on else say("prog.not_decided", language),
            one.title,
            one.by,
            one.number or "–",
        )
        for one in programme.decisions
    )
    head = (
        say("prog.day", language),
        say("prog.matter", language),
        say("prog.mark.by", language),
        say("prog.mark.diary", language),
    )
    return [Table(head, rows, say("prog.table.decisions", language, n=len(rows)), widths=(3, 6, 4, 4))]
