"""A person's saved searches: kept, renamed, taken away. Each has a feed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from omlopp.notices.filters import Filters
from omlopp.web.pages import reads, refusal, signed_in, writes
from omlopp.web.records.actions import searches as act
from omlopp.web.records.models import SavedSearch
from omlopp.web.screens.search.views import REACH, address
from omlopp.web.words import language, say


@reads
def searches(request: HttpRequest) -> HttpResponse:
    return render(request, "search/saved.html", listing(request))


def listing(request: HttpRequest) -> dict[str, object]:
    mine = SavedSearch.objects.filter(owner=signed_in(request))
    return {"section": "search", "searches": [shown(request, each) for each in mine]}


def shown(request: HttpRequest, row: SavedSearch) -> dict[str, object]:
    filters, _ = Filters.lenient(row.query)
    said = [f"”{filters.q}”"] if filters.q else []
    said += [f"{each.name.within(language())}: {each.shown.within(language())}" for each in filters.chosen()]
    return {
        "row": row,
        "says": " · ".join(said) or say("alla annonser", "all notices"),
        "link": address(filters, "new", REACH.get(row.query.get("bredd", ""), "")),
        "feed": request.build_absolute_uri(reverse("search-feed", args=[row.token])),
    }


@writes
def save(request: HttpRequest) -> HttpResponse:
    """The filters come as the hidden fields of the form; what cannot be used is not kept."""
    filters, bad = Filters.lenient(request.POST)
    name = request.POST.get("name", "")
    if bad:
        messages.error(request, refusal(bad[0]))
        return redirect(address(filters))
    try:
        reach = request.POST.get("bredd", "")
        act.save_search(
            by=signed_in(request), name=name, filters=filters, reach=reach if reach in REACH else ""
        )
    except (act.NoName, act.TooManySearches) as error:
        messages.error(request, refusal(error))
        return redirect(address(filters))
    messages.success(
        request, say("Sökningen är sparad. Flödet finns här.", "The search is saved. Its feed is here.")
    )
    return redirect("saved-searches")


def mine(request: HttpRequest, search: int) -> SavedSearch:
    """The person's own, else 404: that others have searches is not told."""
    return get_object_or_404(SavedSearch, pk=search, owner=signed_in(request))


@writes
def rename(request: HttpRequest, search: int) -> HttpResponse:
    row = mine(request, search)
    try:
        act.rename_search(by=signed_in(request), search=row, name=request.POST.get("name", ""))
    except act.NoName as error:
        return render(
            request,
            "search/saved.html",
            listing(request) | {"error": refusal(error), "wrong": row.pk},
            status=422,
        )
    return redirect("saved-searches")


@writes
def drop(request: HttpRequest, search: int) -> HttpResponse:
    row = mine(request, search)
    name = row.name
    act.drop_search(by=signed_in(request), search=row)
    messages.success(
        request,
        say(
            f"”{name}” är borttagen, och adressen till flödet svarar inte längre.",
            f"“{name}” is removed, and the address of its feed no longer answers.",
        ),
    )
    return redirect("saved-searches")
