"""The accessibility statement and the faults people report."""

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.web.records.actions import faults
from omlopp.web.records.models import FaultReport
from tests.web.acting import ADMINISTRATORS, ALL, Row
from tests.web.building import Workspace
from tests.web.parts.people import ours


def waiting() -> FaultReport:
    return FaultReport.objects.filter(handled_at=None).order_by("pk").first() or FaultReport(
        at=timezone.now()
    )


def build(buyer: User, built: Workspace) -> None:
    faults.report_fault(by="public", text="Tabellen läses inte upp.", page="/portfolj/")


ROWS = (
    Row(
        faults.report_fault, ALL,
        lambda by, row: faults.report_fault(by=by.get_username(), text="Knappen syns inte.", page="/"),
        "fault-reported", ended_too=True,
    ),
    Row(
        faults.handle_fault, ADMINISTRATORS,
        lambda by, row: faults.handle_fault(by=by, organisation=ours(), fault=waiting(), how="Rättad."),
        "fault-handled", "Rättad.", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (faults.report_fault, faults.handle_fault)
OPEN = {"accessibility"}
FORMS = {
    "accessibility": {"text": "Knappen syns inte.", "page": "/", "contact": "", "website": ""},
    "handle-fault": {"how": "Rättad."},
}
NO_FORM = {"accessibility-faults"}


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    return {"fault": [waiting().pk or 1]}
