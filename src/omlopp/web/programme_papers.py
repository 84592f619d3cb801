"""What a programme's documents are made from: its rows as values, and its pilots' procurements as published."""

from datetime import date

from omlopp.documents.plans.programme_report import Given
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import Programme
from omlopp.flows.programme_documents import given_of
from omlopp.flows.publications.public import open_to_all
from omlopp.web.records.entries import entries
from omlopp.web.records.handing_over import dispatched
from omlopp.web.records.models import ProcurementRecord, ProgrammeRecord
from omlopp.web.records.programme import programme as as_value


class NoSuchProgramme(OmloppError):
    """Facts: number, known."""

    code = "programme.no-such"


def row_of(number: int) -> ProgrammeRecord:
    """Raises NoSuchProgramme."""
    row = ProgrammeRecord.objects.select_related("organisation").filter(pk=number).first()
    if row is None:
        known = ", ".join(str(pk) for pk in ProgrammeRecord.objects.values_list("pk", flat=True))
        raise NoSuchProgramme(number=number, known=known or "–")
    return row


def material(row: ProgrammeRecord, on: date) -> tuple[Programme, Given]:
    """The programme and what its reports need; nothing of bids, answers or inner talk is in it."""
    value = as_value(row)
    wanted = ProcurementRecord.objects.filter(pk__in=[one.procurement for one in value.pilots])
    found = tuple(open_to_all(each) for each in entries(wanted))
    return value, given_of(value, found, dispatched())
