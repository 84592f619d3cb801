"""Where a person stands in a programme: the row, what the person may there."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.utils import timezone

from omlopp.web.menu import address
from omlopp.web.pages import signed_in
from omlopp.web.records.access import may_in
from omlopp.web.records.actions.programme import RIGHT
from omlopp.web.records.models import ProgrammeRecord

PARTS = ("mal", "tid", "pengar", "risker", "kommunikation", "beslut")
KINDS_OF = {
    "mal": ("goal",), "tid": ("activity",), "pengar": ("budget", "cofunding", "claim", "spent"), "risker": ("risk",),
    "kommunikation": ("outreach",), "beslut": ("decision", "deviation"),
}  # fmt: skip
PART_OF = {kind: part for part, kinds in KINDS_OF.items() for kind in kinds}


@dataclass(frozen=True)
class Here:
    user: User
    row: ProgrammeRecord
    leads: bool

    @property
    def writes(self) -> bool:
        return self.leads and self.row.closed_on is None

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "here": self,
            "programme": self.row,
            "writes": self.writes,
            "section": "programmes",
            "on": timezone.localdate(),
            "reports": reports(self.row),
        } | more


def here(request: HttpRequest, programme: int) -> Here:
    """The programme, to who reads its organisation's pages (else 404, so that it is not told that it exists)."""
    user = signed_in(request)
    row = ProgrammeRecord.objects.select_related("organisation").filter(pk=programme).first()
    if row is None or not may_in(user, "read", row.organisation):
        raise Http404
    return Here(user, row, may_in(user, RIGHT, row.organisation))


def reports(row: ProgrammeRecord) -> list[tuple[str, str]]:
    """The documents made from the programme: (which, address), those that there are."""
    found = ((which, address("programme-report", row.pk, which)) for which in ("half_time", "final"))
    return [(which, to) for which, to in found if to]
