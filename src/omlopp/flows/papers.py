"""The one list of a procurement's documents: what each is made of, what it needs first, and who may have it.

The page, the command and the demo all read it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from omlopp.documents import docx, pdf
from omlopp.documents.dossier import Dossier
from omlopp.documents.look import OURS, Look
from omlopp.documents.plan import Document, DocumentKind
from omlopp.documents.plans.award_decision import award_decision
from omlopp.documents.plans.common import stamped
from omlopp.documents.plans.contract_clauses import contract_clauses
from omlopp.documents.plans.evaluation_record import evaluation_record
from omlopp.documents.plans.follow_up_plan import follow_up_plan
from omlopp.documents.plans.follow_up_report import follow_up_report
from omlopp.documents.plans.needs_analysis import needs_analysis
from omlopp.documents.plans.procurement_strategy import procurement_strategy
from omlopp.documents.plans.requirement_specification import requirement_specification
from omlopp.documents.plans.rfi import rfi
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.letters import example_plan
from omlopp.flows.publish import Made, slug, write_whole
from omlopp.library.load import Library
from omlopp.library.messages import keyed

Form = Literal["docx", "pdf"]
Lacks = Literal["model", "evaluation", "decision", "lot", "talk"]
Parts = Literal["", "lot", "talk"]
Plan = Callable[[Dossier, str, Library, Language, date], Document]


class PaperNotReady(OmloppError):
    """Facts: document (kind), lacks (keys of what must be there first)."""

    code = "papers.not-ready"


class NoSuchPaper(OmloppError):
    """Facts: kind, known."""

    code = "papers.no-such"


class NoSuchPart(OmloppError):
    """There is no such lot, or no such talk with the market. Facts: part, known."""

    code = "papers.no-part"


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document. `title`: key of its name. `address`: its part of an address, and of a file's name.

    `each`: one for each lot, or for each talk with the market; empty: one for the procurement.
    `of_bids`: it tells of bids, so it is for those who may see them.
    `elsewhere`: address of the page where it is made, where that is not here (letters need a release).
    `needs`: what must be there first; the rest that is missing the document says itself.
    """

    kind: DocumentKind
    address: str
    title: str
    plan: Plan | None = None
    each: Parts = ""
    of_bids: bool = False
    elsewhere: str = ""
    needs: tuple[Lacks, ...] = ()

    def name(self, language: Language) -> str:
        return keyed(self.title, {}, language)

    def parts(self, dossier: Dossier) -> list[str]:
        """The parts there is one for each of; one empty part where there is one for the procurement."""
        if self.each == "lot":
            return [lot.id for lot in dossier.procurement.lots]
        return list(dossier.asked) if self.each == "talk" else [""]

    def lacks(self, dossier: Dossier, part: str = "") -> tuple[Lacks, ...]:
        """What must be there before the document can be made at all."""
        if self.each and not self.parts(dossier):
            return (self.each,)
        procurement = dossier.procurement
        there = {
            "model": part in procurement.award_models,
            "evaluation": part in procurement.evaluations,
            "decision": any(one.lot_id == part for one in procurement.decisions),
        }
        return tuple(need for need in self.needs if not there[need])

    def named(self, dossier: Dossier, part: str) -> str:
        """What a part is called."""
        if self.each == "talk":
            return dossier.asked[part].title
        return next(
            (f"{lot.id} {lot.title}".strip() for lot in dossier.procurement.lots if lot.id == part), ""
        )


PAPERS: tuple[Paper, ...] = (
    Paper(
        "needs_analysis", "behovsanalys", "documents.need.title",
        lambda dossier, lot, library, language, on: needs_analysis(dossier, library, language, on),
    ),
    Paper(
        "rfi", "fragor", "papers.rfi",
        lambda dossier, talk, library, language, on: rfi(
            dossier.asked[talk], dossier.procurement, library, language, on
        ),
        each="talk",
    ),
    Paper(
        "procurement_strategy", "strategi", "documents.strategy.title",
        lambda dossier, lot, library, language, on: procurement_strategy(dossier, library, language, on),
    ),
    Paper(
        "requirement_specification", "kravspecifikation", "documents.specification.title",
        lambda dossier, lot, library, language, on: requirement_specification(dossier, library, language, on),
    ),
    Paper(
        "worked_example", "utvarderingsmodell", "documents.example.title",
        lambda dossier, lot, library, language, on: example_plan(dossier.procurement, lot, library, language, on),
        each="lot", needs=("model",),
    ),
    Paper(
        "contract_clauses", "avtalsvillkor", "documents.clauses.title",
        lambda dossier, lot, library, language, on: contract_clauses(dossier, library, language, on),
    ),
    Paper(
        "evaluation_record", "protokoll", "documents.record.title",
        lambda dossier, lot, library, language, on: evaluation_record(dossier.procurement, lot, library, language, on),
        each="lot", of_bids=True, needs=("model", "evaluation"),
    ),
    Paper(
        "award_decision", "tilldelningsbeslut", "documents.decision.title", award_decision,
        each="lot", of_bids=True, needs=("model", "evaluation", "decision"),
    ),
    Paper("award_notice", "brev", "papers.letters", elsewhere="letters", of_bids=True),
    Paper(
        "follow_up_plan", "uppfoljningsplan", "documents.plan.title",
        lambda dossier, lot, library, language, on: follow_up_plan(dossier.procurement, library, language, on),
    ),
    Paper(
        "follow_up_report", "uppfoljningsrapport", "documents.report.title",
        lambda dossier, lot, library, language, on: follow_up_report(dossier, library, language, on),
    ),
)  # fmt: skip


def paper(kind: str) -> Paper:
    """By kind or by address. Raises NoSuchPaper."""
    found = next((one for one in PAPERS if kind in (one.kind, one.address)), None)
    if found is None:
        raise NoSuchPaper(kind=kind, known=", ".join(one.address for one in PAPERS if one.plan))
    return found


def plan_of(
    one: Paper, dossier: Dossier, part: str, library: Library, language: Language, on: date
) -> Document:
    """The document as a plan, stamped. Raises NoSuchPart, PaperNotReady."""
    lacking = one.lacks(dossier, part)
    known = one.parts(dossier)
    if known and part not in known:
        raise NoSuchPart(part=part, known=", ".join(known) or "–")
    if one.plan is None or lacking:
        raise PaperNotReady(document=one.name(language), lacks=" ".join(lacks_in_words(lacking, language)))
    return stamped(one.plan(dossier, part, library, language, on), dossier)


def lacks_in_words(lacking: tuple[Lacks, ...], language: Language) -> list[str]:
    return [keyed(f"papers.lacks.{one}", {}, language) for one in lacking]


def render(document: Document, form: Form, look: Look = OURS) -> bytes:
    """The file. A Word template that cannot be used gives our own look: the document is never held back by it."""
    if form == "pdf":
        return pdf.render(document, look)
    try:
        return docx.render(document, look)
    except OmloppError as refused:
        if look.template is None or not refused.code.startswith("papers.template"):
            raise
        return docx.render(document, Look(look.name, look.logo))


def file_name(one: Paper, dossier: Dossier, part: str, language: Language, form: Form) -> str:
    """`mobler-till-radhuset-1-lot-0001-utvarderingsprotokoll.pdf`"""
    procurement = dossier.procurement
    parts = [
        slug(procurement.title),
        slug(procurement.id),
        slug(part) if part else "",
        slug(one.name(language)),
    ]
    return f"{'-'.join(filter(None, parts))}.{form}"


def made(
    one: Paper,
    dossier: Dossier,
    part: str,
    library: Library,
    language: Language,
    on: date,
    form: Form,
    look: Look = OURS,
) -> Made:
    """The document as a file in memory."""
    plan = plan_of(one, dossier, part, library, language, on)
    return Made(file_name(one, dossier, part, language, form), render(plan, form, look))


def every(dossier: Dossier, *, bids: bool) -> Iterator[tuple[Paper, str]]:
    """Each document that can be made now, with its part; those of bids only where `bids`."""
    for one in PAPERS:
        if one.plan is None or (one.of_bids and not bids):
            continue
        for part in one.parts(dossier):
            if not one.lacks(dossier, part):
                yield one, part


def write_documents(
    dossier: Dossier,
    library: Library,
    to: Path,
    language: Language,
    on: date,
    *,
    forms: Sequence[Form] = ("docx", "pdf"),
    kinds: Sequence[str] = (),
    bids: bool = True,
    look: Look = OURS,
) -> list[Path]:
    """Every document that can be made, in each form, put in place whole. `kinds`: only those; empty: all."""
    wanted = {paper(kind).kind for kind in kinds}
    return [
        write_whole(to / file.name, file.content)
        for one, part in every(dossier, bids=bids)
        if not wanted or one.kind in wanted
        for form in forms
        for file in [made(one, dossier, part, library, language, on, form, look)]
    ]
