"""Documents written to a folder by who runs the program: with bids only in the name of somebody who may see them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.papers import Form, every, paper, write_documents
from omlopp.web.records import convert, papers
from omlopp.web.records.access import require
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.records.models import ProcurementRecord


class NoSuchProcurement(OmloppError):
    """Facts: number, known."""

    code = "papers.no-procurement"


class NoSuchPerson(OmloppError):
    """Facts: person."""

    code = "papers.no-person"


def take_out(
    number: int,
    to: Path,
    language: Language,
    on: date,
    *,
    kinds: Sequence[str] = (),
    forms: Sequence[Form] = ("docx", "pdf"),
    by: str = "",
) -> list[Path]:
    """What can be made, in each form. `by`: whose right over bids; empty leaves out the documents of bids.

    Raises NoSuchProcurement, NoSuchPerson, NotAllowed, NoSuchPaper.
    """
    row = ProcurementRecord.objects.filter(pk=number).first()
    if row is None:
        known = [
            f"{pk} {title}"
            for pk, title in ProcurementRecord.objects.order_by("pk").values_list("pk", "title")
        ]
        raise NoSuchProcurement(number=number, known="; ".join(known[:20]) or "–")
    user = User.objects.filter(username=by).first() if by else None
    if user is not None:
        require(user, "see_bids", row)
    elif by:
        raise NoSuchPerson(person=by)
    own = papers.dossier(row, convert.procurement(row, with_bids=bool(by)))
    wanted = {paper(kind).kind for kind in kinds}
    if user is not None and row.outcome == "open":  # still secret: what is taken out is noted before it is
        taken = [
            one for one, _ in every(own, bids=True) if one.of_bids and (not wanted or one.kind in wanted)
        ]
        if taken:
            look_at_bids(by=user, procurement=row, what=" ".join(dict.fromkeys(one.kind for one in taken)))
    return write_documents(
        own, convert.library_of(row), to, language, on,
        forms=forms, kinds=kinds, bids=bool(by), look=papers.look(row)[0],
    )  # fmt: skip
