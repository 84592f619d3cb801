"""Whose contract it is and what the person may do with it: in a procurement, or in the organisation's register."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.urls import reverse

from omlopp.web.pages import Place, place, signed_in
from omlopp.web.records.access import may_in
from omlopp.web.records.actions import ENDED
from omlopp.web.records.models import Contract, Organisation


@dataclass(frozen=True)
class Seat:
    """`place` None: the contract stands in a register only."""

    row: Contract
    user: User
    place: Place | None
    organisation: Organisation | None

    @property
    def may_write(self) -> bool:
        """May this person enter, change and end it? The right; whether it is over is said apart."""
        if self.place is not None:
            return self.place.may("measure")
        return self.organisation is not None and may_in(self.user, "contracts", self.organisation)

    @property
    def running(self) -> bool:
        closed = self.place is not None and self.place.row.outcome in ENDED
        return self.row.ended_on is None and not closed

    @property
    def base(self) -> str:
        """The template that the pages of it stand in."""
        return "procurement.html" if self.place is not None else "contracts/ours.html"

    def address(self, part: str = "") -> str:
        """`part`: "", "describe", "change", "end"."""
        if self.place is not None:
            name = f"contract-{part}" if part else "contract"
            return reverse(name, args=(self.place.row.pk, self.row.pk))
        assert self.organisation is not None
        return reverse(f"register-{part or 'contract'}", args=(self.organisation.pk, self.row.pk))

    @property
    def context(self) -> dict[str, Any]:
        """What every page of it shows."""
        return {
            "seat": self,
            "contract": self.row,
            "place": self.place,
            "organisation": self.organisation,
            "base": self.base,
            "may_write": self.may_write,
            "running": self.running,
            "links": {part or "page": self.address(part) for part in ("", "describe", "change", "end")},
        }


def seat(request: HttpRequest, contract: int, pk: int | None = None, organisation: int | None = None) -> Seat:
    """404 where the contract is another's, or the person may read neither procurement nor register."""
    if pk is not None:
        here = place(request, pk)
        row = here.row.contracts.select_related("owner", "procurement").filter(pk=contract).first()
        if row is None:
            raise Http404
        return Seat(row, here.user, here, row.organisation)
    ours = organisation_of(request, organisation)
    row = (
        Contract.objects.select_related("owner")
        .filter(pk=contract, organisation=ours, procurement=None)
        .first()
    )
    if row is None:
        raise Http404
    return Seat(row, signed_in(request), None, ours)


def organisation_of(request: HttpRequest, organisation: int | None) -> Organisation:
    """The organisation, if this person may read in it (else 404)."""
    row = Organisation.objects.filter(pk=organisation or 0).first()
    if row is None or not may_in(signed_in(request), "read", row):
        raise Http404
    return row
