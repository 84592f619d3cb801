"""The opening of bids, as it went on elsewhere. Secret as the bids are: the log tells that, and never whom."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.secrecy import opening_is_required
from omlopp.library.secrecy import secrecy
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.models import LotRecord, OpeningRecord, ProcurementRecord


class OpeningLater(OmloppError):
    """Facts: found."""

    code = "opening-later"


class OpeningPersons(OmloppError):
    """Fewer than the section asks for, where it applies. Facts: wanted, found, section."""

    code = "opening-persons"


class OpeningNobody(OmloppError):
    code = "opening-nobody"


class OpeningChamber(OmloppError):
    code = "opening-chamber"


class OpeningNoBidders(OmloppError):
    code = "opening-no-bidders"


class OpeningRecordedAlready(OmloppError):
    """Facts: lot."""

    code = "opening-recorded-already"


def record_opening(
    *,
    by: User,
    procurement: ProcurementRecord,
    lot_id: str,
    opened_at: datetime,
    present: Sequence[tuple[str, str]],
    bidders: Sequence[str],
    none_came: bool = False,
    place: str = "",
    chamber_asked: bool = False,
    chamber: bool = False,
    note: str = "",
    why: str = "",
) -> OpeningRecord:
    """Record a lot's opening, or correct the record (`why`): the one before stays and is replaced.

    `present`: name and whom each stands for. Where the section on opening applies, as many as it asks must be named.
    A correction may be made also when the procurement has ended: it changes what is told, not what was done.
    """
    lot = LotRecord.objects.get(procurement=procurement, lot_id=lot_id)
    before = lot.openings.order_by("-id").first()
    if before is None:
        why = ""
    elif why.strip() or why:
        why = need_reason(why, action="correct-opening")
    else:
        raise OpeningRecordedAlready(lot=lot_id)
    action = "opening-corrected" if before else "opening-recorded"
    with acting(
        action, by=by, procurement=procurement, right="register_bids", why=why, also_ended=bool(before)
    ) as says:
        names = [one.strip() for one in bidders if one.strip()]
        _checked(
            procurement,
            opened_at,
            present,
            names,
            none_came,
            chamber_asked and not chamber and not note.strip(),
        )
        row = OpeningRecord.objects.create(
            lot=lot,
            opened_at=opened_at,
            place=place.strip(),
            present=[{"name": name, "as": stands_for} for name, stands_for in present],
            chamber_asked=chamber_asked,
            chamber=chamber,
            bids=len(names),
            bidders=names,
            note=note.strip(),
            recorded_at=timezone.now(),
            recorded_by=by.get_username(),
            replaces=before,
            why=why,
        )
        says |= {"lot": lot_id, "opening": row.pk, "opened_at": opened_at, "persons": len(present)}
        if before:
            says["replaces"] = before.pk
    return row


def _checked(
    procurement: ProcurementRecord,
    opened_at: datetime,
    present: Sequence[tuple[str, str]],
    bidders: Sequence[str],
    none_came: bool,
    chamber_unanswered: bool,
) -> None:
    if opened_at > timezone.now():
        raise OpeningLater(found=opened_at)
    law, regime = secrecy().opening, convert.regime(procurement)
    hook = convert.library_of(procurement).hook(law.point)
    if not present:
        raise OpeningNobody()
    if opening_is_required(hook, regime.regime if regime else None) and len(present) < law.persons:
        assert regime is not None
        raise OpeningPersons(wanted=law.persons, found=len(present), section=hook.section(regime.regime))
    if chamber_unanswered:
        raise OpeningChamber()
    if not bidders and not none_came:
        raise OpeningNoBidders()
