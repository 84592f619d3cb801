"""The Atom feed of a saved search. Feed readers cannot sign in: who has the address reads public notices, no more."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import search as flow
from omlopp.notices.filters import Filters, value_of
from omlopp.notices.search.shown import Hit
from omlopp.web.pages import reads
from omlopp.web.records.models import SavedSearch
from omlopp.web.screens.search.views import REACH, address, concept_called
from omlopp.web.words import language, say

ENTRIES = 50
# What XML 1.0 cannot hold, and what a notice may carry all the same.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@login_not_required
@reads
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The newest notices that answer. A search that answers nothing (no index, bad words) is an empty feed.

    Notices with only some of the words, which a page shows for want of better, are no news.
    """
    row = get_object_or_404(SavedSearch, token=token)
    filters, _ = Filters.lenient(row.query)
    reach = REACH.get(row.query.get("bredd", ""), "")
    try:
        answer = flow.find(filters, sort="new", size=ENTRIES, facets=False, published=True, reach=reach)  # type: ignore[arg-type]
    except OmloppError:
        hits: tuple[Hit, ...] = ()
    else:
        hits = () if answer.relaxed else answer.hits
    made = Atom1Feed(
        title=plain(f"Omlopp: {row.name}"),
        link=request.build_absolute_uri(address(filters, "new", reach)),
        description=say("Nya annonser som svarar mot sökningen", "New notices that answer the search"),
        feed_url=request.build_absolute_uri(),
        feed_guid=identity(f"search/{row.token}"),
        author_name="Omlopp",
        language=language(),
    )
    for hit in hits:
        when = moment(hit.card["published_on"]) or row.made_at
        made.add_item(
            title=plain(hit.card["title"]) or say("(utan titel)", "(no title)"),
            link=request.build_absolute_uri(reverse("search-notice", args=[hit.key])),
            description=plain(summary(hit)),
            unique_id=identity(f"notice/{hit.card['file']}/{hit.card['notice_id']}"),
            pubdate=when,
            updateddate=when,
        )
    if not hits:  # a feed without entries was last changed when it was made
        made.latest_post_date = lambda: row.made_at  # type: ignore[method-assign]
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def identity(name: str) -> str:
    """The same name gives the same id, on every computer and after every rebuilding."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'https://omlopp.invalid/{name}')}"


def moment(day: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), UTC) if day else None


def summary(hit: Hit) -> str:
    """Buyer, day, what the text asks and the evidence: as plain text."""
    card: Any = hit.card
    said = [part for part in (card["buyer_name"], card["published_on"], " ".join(card["cpv"][:1])) if part]
    said.append(
        value_of("circular_title" if hit.title_only else "circular", card["circular"]).within(language())
    )
    if hit.title_only:
        said.append(say("endast titel", "title only"))
    quotes = [f"{concept_called(quote.concept)}: ”{quote.text}”" for quote in hit.quotes]
    return "\n".join([" · ".join(said), *quotes])


def plain(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
