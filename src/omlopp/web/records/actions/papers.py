"""Versions of documents: kept as they stood, never changed."""

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.documents.plan import Document
from omlopp.documents.stored import as_plain, digest_of, same_content
from omlopp.domain.model.errors import OmloppError
from omlopp.web.records import papers
from omlopp.web.records.actions import acting
from omlopp.web.records.models import PaperVersion, ProcurementRecord

LONGEST_NOTE = 2000


class NothingChanged(OmloppError):
    """The newest kept version says the same. Facts: number."""

    code = "papers.unchanged"


def keep_version(
    *,
    by: User,
    procurement: ProcurementRecord,
    document: Document,
    part: str = "",
    of_bids: bool = False,
    note: str = "",
) -> PaperVersion:
    """Keep a document as it stands. Refuses one that says the same as the newest kept (NothingChanged).

    What tells of bids needs the right over them, and nothing of its content or note goes into the log.
    """
    right = "see_bids" if of_bids else "comment"
    with acting("paper-kept", by=by, procurement=procurement, right=right, also_ended=True) as says:
        same = procurement.papers.filter(kind=document.kind, lot_id=part, language=document.language)
        newest = same.select_for_update().order_by("-number").first()
        if newest is not None and same_content(papers.document(newest), document):
            raise NothingChanged(number=newest.number)
        row = PaperVersion.objects.create(
            procurement=procurement,
            kind=document.kind,
            lot_id=part,
            language=document.language,
            number=newest.number + 1 if newest else 1,
            content=as_plain(document),
            digest=digest_of(document),
            of_bids=of_bids,
            note=note.strip()[:LONGEST_NOTE],
            made_at=timezone.now(),
            made_by=by.get_username(),
        )
        says |= {
            "document": row.kind, "part": part, "language": row.language, "number": row.number, "digest": row.digest,
        }  # fmt: skip
    return row
