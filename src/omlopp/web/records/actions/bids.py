"""Bids are secret: looking at them before the decision leaves a trace."""

from django.contrib.auth.models import User

from omlopp.web.records.actions import acting
from omlopp.web.records.models import ProcurementRecord


def look_at_bids(*, by: User, procurement: ProcurementRecord, what: str = "") -> None:
    """Note that a person opened the bids. Refused to those whose role may not.

    `what`: which page or document, where it is not the page of all bids; never a bidder's name.
    """
    with acting("bids-looked-at", by=by, procurement=procurement, right="see_bids", also_ended=True) as says:
        says["bids"] = sum(lot.bids.count() for lot in procurement.lots.all())
        if what:
            says["what"] = what
