"""The papers that others fill in or sign: the call, the agreement with a participant, the certificate of co-funding."""

from datetime import date

from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.common import paragraphs
from omlopp.documents.plans.programme_common import document, lacking, period, section
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.domain.programme import budget
from omlopp.domain.programme.model import Cofunding, Participant, Programme
from omlopp.library.numbers import day, kr, number, per_cent
from omlopp.library.programme import strategies

ANSWER = ("last_day", "address", "questions", "decided")  # whoever makes the call fills them in
FIELDS = ("name", "contact", "goals", "people", "earlier", "independent", "price")


def call(programme: Programme, language: Language, on: date) -> Document:
    """A call for an assignment: goals with the strategies they serve, what is to be delivered, days, and the form."""
    days = {"first": day(programme.starts_on, language), "last": day(programme.ends_on, language)}
    lead = say("prog.call_lead", language, owner=programme.owner, title=programme.title, **days)
    blocks: list[Block] = [Paragraph(lead, "lead"), *paragraphs(programme.about)]
    blocks += section(say("prog.goals", language), _goals(programme, language))
    items = programme.deliverables
    none = [Paragraph(say("prog.deliverables_none", language))]
    blocks += section(say("prog.deliverables", language), [Bullets(items)] if items else none)
    blocks += section(say("prog.timeline", language), _days(programme, language))
    frame = say("prog.frame_is", language, total=kr(budget.planned(programme), language))
    blocks += section(
        say("prog.frame", language),
        [Paragraph(frame if programme.budget else say("prog.no_budget", language))],
    )
    blocks += section(say("prog.call_law", language), [Paragraph(say("prog.call_law_is", language))])
    line = say("prog.sign.line", language)
    lines = tuple((say(f"prog.interest.{name}", language), line) for name in ANSWER)
    form = Table(
        (say("prog.interest", language), ""),
        tuple(
            (say(f"prog.interest.{name}", language), "\n\n" if name in ("goals", "people", "earlier") else "")
            for name in FIELDS
        ),
        say("prog.interest_lead", language),
        widths=(2, 5),
    )
    blocks += section(say("prog.interest", language), [Facts(lines), form])
    return document(programme, say("prog.call", language), programme.title, blocks, language, on)


def _goals(programme: Programme, language: Language) -> list[Block]:
    known = strategies()
    return [
        Bullets(
            tuple(
                "\n".join(
                    [
                        f"{one.text} ({number(one.target, language=language)} {one.unit})",
                        ", ".join(known[id].short.within(language) for id in one.serves if id in known),
                    ]
                )
                for one in programme.goals
            ),
            strong_first=True,
        )
        if programme.goals
        else Paragraph(say("prog.goals_none", language))
    ]


def _days(programme: Programme, language: Language) -> list[Block]:
    if not programme.activities:
        return [Paragraph(period(programme, language))]
    rows = tuple(
        (one.title, day(one.starts_on, language), day(one.ends_on, language)) for one in programme.activities
    )
    head = tuple(say(f"prog.{key}", language) for key in ("activity", "starts", "ends"))
    return [Table(head, rows, period(programme, language), widths=(5, 2, 2))]


def agreement(programme: Programme, participant: Participant, language: Language, on: date) -> Document:
    """Between the owner and one participant. A template: what it says is Omlopp's own proposal."""
    lead = say(
        "prog.agreement_lead",
        language,
        owner=programme.owner,
        buyer=participant.buyer_name,
        title=programme.title,
    )
    blocks: list[Block] = [Paragraph(lead, "lead")]
    blocks.append(Heading(say("prog.agreement.terms", language), 1))
    for part, most in (("gives", 4), ("takes", 4), ("shared", 4)):
        lines = tuple(say(f"prog.agreement.{part}_{n}", language) for n in range(1, most + 1))
        blocks += section(say(f"prog.agreement.{part}", language), [Bullets(lines)], 2)
    days = {"first": day(programme.starts_on, language), "last": day(programme.ends_on, language)}
    blocks += section(
        say("prog.timeline", language), [Paragraph(say("prog.agreement.time", language, **days))]
    )
    line = say("prog.sign.line", language)
    signs = Table(
        ("", programme.owner, participant.buyer_name),
        tuple((say(f"prog.sign.{key}", language), line, line) for key in ("office", "name", "day")),
        say("prog.signature", language),
        widths=(2, 5, 5),
    )
    blocks += section(say("prog.signature", language), [signs], 2)
    return document(programme, say("prog.agreement", language), participant.buyer_name, blocks, language, on)


def certificate(programme: Programme, funder: Cofunding, language: Language, on: date) -> Document:
    """The form that a co-funder signs; filled with what is entered."""
    whole = budget.funded(programme)
    share = say(
        "prog.certificate.share_of",
        language,
        share=per_cent(funder.amount_sek / whole, language),
        total=kr(whole, language),
    )
    when = day(funder.certified_on, language) if funder.certified_on else say("prog.no_certificate", language)
    pairs = (
        (say("prog.funder", language), funder.name),
        (say("prog.certificate.amount", language), kr(funder.amount_sek, language)),
        (say("prog.certificate.share", language), share),
        (say("prog.mark.period", language), period(programme, language)),
        (say("prog.certificate.form", language), say("prog.certificate.forms", language)),
        (say("prog.certificate.other", language), say("prog.certificate.yes", language)),
        (say("prog.certificate.day", language), when),
        *(
            (say(f"prog.sign.{key}", language), say("prog.sign.line", language))
            for key in ("office", "name", "day")
        ),
    )
    blocks: list[Block] = [
        Paragraph(say("prog.certificate_lead", language, name=funder.name, title=programme.title), "lead"),
        *(lacking(language, "number") if not funder.number.strip() else []),
        Facts(pairs),
    ]
    return document(
        programme,
        say("prog.certificate_title", language),
        funder.name,
        blocks,
        language,
        on,
        diary=funder.number,
    )
