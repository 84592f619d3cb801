"""The opening of a lot's bids, as it went on elsewhere: recorded, corrected with a reason, handed out as a list."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.plans.common import cited
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.secrecy import marking, opening_is_required
from omlopp.flows.publish import slug
from omlopp.library.secrecy import secrecy
from omlopp.web.download import csv_of
from omlopp.web.pages import Place, place, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.access import require
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.records.actions.secrecy import record_opening
from omlopp.web.records.models import LotRecord, OpeningRecord
from omlopp.web.words import language, say


class OpeningTime(OmloppError):
    """Facts: found."""

    code = "opening-time"


def _lot(request: HttpRequest, pk: int, lot_id: str, what: str) -> tuple[Place, LotRecord]:
    """The lot, to who may see bids; while they are secret it is noted that somebody looked."""
    here = place(request, pk, "see_bids")
    lot = here.row.lots.filter(lot_id=lot_id).first()
    if lot is None:
        raise Http404
    if here.row.outcome == "open" and (lot.bids.exists() or lot.openings.exists()):
        look_at_bids(by=here.user, procurement=here.row, what=f"{what} {lot_id}")
    return here, lot


@reads_and_writes
def opening(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """What is recorded of the opening, and the form for it. A correction needs a reason and keeps what stood."""
    here, lot = _lot(request, pk, lot_id, "opening")
    law, hook = secrecy(), convert.library_of(here.row).hook(secrecy().opening.point)
    regime = here.value.regime.regime if here.value.regime else None
    required = opening_is_required(hook, regime)
    before = lot.openings.order_by("-id").first()
    typed, error, status = _typed_from(before, lot), "", 200
    if request.method == "POST":
        require(here.user, "register_bids", here.row)
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            record_opening(
                by=here.user, procurement=here.row, lot_id=lot_id, opened_at=_time(typed.get("opened_at", "")),
                present=people_in(typed.get("present", "")), bidders=typed.get("bidders", "").splitlines(),
                none_came="none_came" in typed, place=typed.get("place", ""), chamber_asked="chamber_asked" in typed,
                chamber="chamber" in typed, note=typed.get("note", ""), why=typed.get("why", " " if before else ""),
            )  # fmt: skip
            messages.success(request, say("Öppningen är antecknad.", "The opening is recorded."))
            return redirect("opening", pk, lot_id)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context: dict[str, Any] = {
        "place": here, "lot": lot, "before": before, "records": lot.openings.order_by("-id"), "typed": typed,
        "error": error, "required": required, "law": law, "says": hook.says,
        "section": cited(hook, regime, language()) if required and regime else "",
        "may": here.may("register_bids"), "persons": law.opening.persons if required else 1,
    }  # fmt: skip
    return render(request, "secrecy/opening.html", context, status=status)


@reads_and_writes
def bid_list(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The bids as opened and as registered, as a table for a spreadsheet. The first row says how secret it is."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    here, lot = _lot(request, pk, lot_id, "list")
    law = secrecy()
    marked = marking(here.value, "bids", timezone.localdate(), law.markings)
    record = lot.openings.order_by("-id").first()
    opened = list(record.bidders) if record else []
    registered = {bid.bidder: bid.registered_at for bid in lot.bids.all()}
    names = [*opened, *(name for name in registered if name not in opened)]
    head = [say("anbudsgivare", "bidder"), say("öppnat", "opened"), say("inskrivet", "registered")]
    yes, no = say("ja", "yes"), say("nej", "no")
    rows = [
        (
            name,
            yes if name in opened else no,
            timezone.localdate(registered[name]).isoformat() if name in registered else no,
        )
        for name in names
    ]
    says = f"{marked.short.within(language())}: {marked.says.within(language())}"
    return csv_of(f"{say('anbud', 'bids')}-{slug(here.value.title)}-{slug(lot_id)}.csv", head, rows, says)


def people_in(text: str) -> list[tuple[str, str]]:
    """One person a line: `Namn, vem personen företräder`."""
    found = []
    for line in text.splitlines():
        name, _, stands_for = line.strip().partition(",")
        if name.strip():
            found.append((name.strip()[:200], stands_for.strip()[:200]))
    return found


def _time(text: str) -> datetime:
    try:
        return timezone.make_aware(datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    except (ValueError, OverflowError):
        raise OpeningTime(found=text[:40]) from None


def _typed_from(before: OpeningRecord | None, lot: LotRecord) -> dict[str, str]:
    """The form as it opens: what is recorded, else the bidders that are registered already."""
    if before is None:
        return {"bidders": "\n".join(lot.bids.values_list("bidder", flat=True))}
    return {
        "opened_at": timezone.localtime(before.opened_at).strftime("%Y-%m-%dT%H:%M"), "place": before.place,
        "present": "\n".join(", ".join(part for part in (one["name"], one["as"]) if part) for one in before.present),
        "bidders": "\n".join(before.bidders), "note": before.note,
        **({"chamber": "1"} if before.chamber else {}), **({"chamber_asked": "1"} if before.chamber_asked else {}),
        **({} if before.bidders else {"none_came": "1"}),
    }  # fmt: skip
