"""The documents of a programme: which there are, and each as a plan that the renderers make Word and PDF of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from omlopp.documents.plan import Document
from omlopp.documents.plans import (
    programme_decisions,
    programme_forms,
    programme_lists,
    programme_money,
    programme_report,
)
from omlopp.documents.plans.programme_report import Given
from omlopp.documents.words import say
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.domain.programme.model import Programme
from omlopp.flows.portfolio_base import Entry
from omlopp.flows.publish import Made, write_whole
from omlopp.library.load import Library, library

Form = Literal["docx", "pdf"]
WHOLE = ("half_time", "final", "money", "risks", "outreach", "call")


class NoSuchPaper(OmloppError):
    """A document that the programme does not have. Facts: what, known."""

    code = "programme.no-such-paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a programme: `what` in addresses and file names, and what it is called."""

    what: str
    name: str
    of: str  # reports · forms · decisions


def papers(programme: Programme, language: Language) -> tuple[Paper, ...]:
    """Every document that can be made: reports and lists, the call, one per participant, funder and decision.

    Those of rows are numbered in the order the rows stand (decision-1 is the first).
    """
    made = [Paper(what, say(f"prog.{_TITLE.get(what, what)}", language), "forms" if what == "call" else "reports")
            for what in WHOLE]  # fmt: skip
    for place, decision in enumerate(programme.decisions, 1):
        made.append(
            Paper(
                f"decision-{place}",
                f"{say(f'prog.{decision.kind}', language)}: {decision.title}",
                "decisions",
            )
        )
    for place, one in enumerate(programme.participants, 1):
        if one.chosen_on is not None:
            made.append(
                Paper(f"agreement-{place}", f"{say('prog.agreement', language)}: {one.buyer_name}", "forms")
            )
    for place, funder in enumerate(programme.cofunding, 1):
        if funder.kind == "eu":  # the fund decides on support; those who add to it certify that they do
            continue
        made.append(
            Paper(
                f"certificate-{place}", f"{say('prog.certificate_title', language)}: {funder.name}", "forms"
            )
        )
    return tuple(made)


_TITLE = {"money": "economy_title"}


def given_of(
    programme: Programme, entries: Sequence[Entry], dispatched: Sequence[Mapping[str, Any]] = ()
) -> Given:
    """What the reports need of the pilots' procurements, and of what was handed over."""
    wanted = {one.procurement for one in programme.pilots}
    kept = [one for one in entries if one.procurement.id in wanted]
    return Given(
        {one.procurement.id: one.procurement for one in kept},
        {one.procurement.id: tuple(text for _, text in one.lessons) for one in kept if one.lessons},
        tuple(_handed(one) for one in dispatched if one.get("programme") == programme.id),
    )


def _handed(row: Mapping[str, Any]) -> tuple[date | None, str, str, str, str]:
    """A row of Base.dispatched: when, what, to whom, its diary number, the reply and what it led to."""
    told = [part.strip() for part in (row["reply"], row["led_to"]) if part.strip()]
    reply = " ".join(part if part[-1] in ".!?" else f"{part}." for part in told)
    return row["on"], row["title"] or row["publication"], row["to"], row["diary_number"], reply


def paper(
    programme: Programme, what: str, given: Given, language: Language, on: date, using: Library | None = None
) -> Document:
    """One document. Raises NoSuchPaper."""
    known = using or library()
    match what.partition("-"):
        case (("half_time" | "final") as which, "", ""):
            return programme_report.programme_report(programme, cast(Any, which), given, known, language, on)
        case ("money", "", ""):
            return programme_money.money_report(programme, known, language, on)
        case ("risks", "", ""):
            return programme_lists.risk_list(programme, language, on)
        case ("outreach", "", ""):
            return programme_lists.communication_plan(programme, language, on)
        case ("call", "", ""):
            return programme_forms.call(programme, language, on)
        case ("decision", "-", place) if (row := _row(programme.decisions, place)) is not None:
            return programme_decisions.decision_paper(programme, row, language, on)
        case ("agreement", "-", place) if (row := _row(programme.participants, place)) is not None:
            return programme_forms.agreement(programme, row, language, on)
        case ("certificate", "-", place) if (
            row := _row(programme.cofunding, place)
        ) is not None and row.kind != "eu":
            return programme_forms.certificate(programme, row, language, on)
    raise NoSuchPaper(what=what, known=", ".join(one.what for one in papers(programme, language)))


def _row(rows: Sequence[Any], place: str) -> Any:
    number = int(place) if re.fullmatch(r"[1-9][0-9]{0,3}", place, re.ASCII) else 0
    return rows[number - 1] if 0 < number <= len(rows) else None


def made(document: Document, what: str, programme: Programme, form: Form) -> Made:
    """The file of a document, with a name that says which it is."""
    from omlopp.documents import docx, pdf

    content = docx.render(document) if form == "docx" else pdf.render(document)
    return Made(f"{stem(programme)}-{what.replace('_', '-')}.{form}", content)


def stem(programme: Programme) -> str:
    plain = programme.title.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "program"


def write(
    programme: Programme, whats: Sequence[str], given: Given, language: Language, on: date, to: Path,
    forms: Sequence[Form] = ("docx", "pdf"),
) -> tuple[Path, ...]:  # fmt: skip
    """The chosen documents (all when none is chosen) in a folder. Raises NoSuchPaper."""
    chosen = list(whats) or [one.what for one in papers(programme, language)]
    plans = [(what, paper(programme, what, given, language, on)) for what in chosen]
    written = []
    for what, plan in plans:
        for form in forms:
            file = made(plan, what, programme, form)
            written.append(write_whole(to / file.name, file.content))
    return tuple(written)
