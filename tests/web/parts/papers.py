"""Documents: the page, one document, its kept versions and what changed between them."""

from typing import Any

from omlopp.flows.papers import paper, plan_of
from omlopp.web.records import convert
from omlopp.web.records import papers as kept
from omlopp.web.records.actions import papers
from omlopp.web.records.models import PaperVersion, ProcurementRecord
from tests.web.acting import COMMENTERS, SEERS, Row
from tests.web.building import DAY

NOTE = "skickad till ledningen"


def document(row: ProcurementRecord, kind: str = "behovsanalys", part: str = "") -> Any:
    return plan_of(paper(kind), kept.dossier(row), part, convert.library_of(row), "sv", DAY)


def keep(by: Any, row: ProcurementRecord, *, of_bids: bool = False) -> PaperVersion:
    return papers.keep_version(by=by, procurement=row, document=document(row), of_bids=of_bids, note=NOTE)


def build(buyer: Any, built: Any) -> None:
    """One kept version in each procurement, so that every address has something to show."""
    for row in ProcurementRecord.objects.order_by("pk"):
        if not row.papers.exists():
            keep(buyer, row)


ROWS = (
    Row(
        papers.keep_version,
        COMMENTERS,
        lambda by, row: papers.keep_version(
            by=by, procurement=row, document=document(row, "strategi"), note=NOTE
        ),
        "paper-kept",
        ended_too=True,
    ),
    Row(
        papers.keep_version,
        SEERS,
        lambda by, row: papers.keep_version(
            by=by, procurement=row, document=document(row, "uppfoljningsrapport"), of_bids=True, note=NOTE
        ),
        "paper-kept",
        ended_too=True,
        note="of bids",
    ),
)
NO_FORM = {
    "papers", "paper", "paper-file", "paper-version", "paper-version-file", "compare-papers", "compare-papers-file",
}  # fmt: skip
FORMS = {"keep-paper": {"note": NOTE, "del": "", "sprak": "sv"}}


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    row = PaperVersion.objects.filter(procurement=of, of_bids=False).order_by("pk").first()
    return {
        "paper_kind": ["behovsanalys", "strategi"],
        "paper_as": ["docx", "pdf"],
        "paper_version": [row.pk if row else 1],
    }
