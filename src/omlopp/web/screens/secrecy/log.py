"""Who opened the bids when, and whether the log is whole."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.web.pages import place, reads
from omlopp.web.records.events import verify
from omlopp.web.records.models import Event

OF_BIDS = (
    "bids-looked-at", "bid-registered", "bids-imported", "bid-corrected", "bid-assessed", "assessment-agreed",
    "opening-recorded", "opening-corrected", "lot-evaluated", "price-asked", "price-answer-judged", "bid-rejected",
    "rejection-taken-back", "award-model-set", "award-decided", "letter-released",
)  # fmt: skip


@reads
def bids_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone who opened bids or worked with them, for those who may see bids: who, when, which page."""
    here = place(request, pk, "see_bids")
    only = request.GET.get("visa") == "oppnat"
    events = Event.objects.filter(procurement_id=pk, action__in=OF_BIDS[:1] if only else OF_BIDS)
    looked = Event.objects.filter(procurement_id=pk, action="bids-looked-at")
    people: dict[str, list[Event]] = {}
    for event in looked.order_by("id"):
        people.setdefault(event.by, []).append(event)
    roles = dict(here.row.memberships.values_list("user__username", "role"))
    context = {
        "place": here,
        "page": Paginator(events.order_by("-id"), 50).get_page(request.GET.get("sida")),
        "people": [
            (name, roles.get(name, ""), seen[0].at, seen[-1].at, len(seen))
            for name, seen in sorted(people.items())
        ],
        "only": only,
    }
    return render(request, "secrecy/seen.html", context)


@reads
def log_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole chain recomputed now, with its head, for who may check the log of this procurement."""
    here = place(request, pk, "audit")
    mine = Event.objects.filter(procurement_id=pk).order_by("id")
    context = {"place": here, "verdict": verify(), "mine": mine.count(), "last": mine.last()}
    return render(request, "secrecy/check.html", context)
