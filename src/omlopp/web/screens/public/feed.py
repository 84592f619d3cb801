"""The Atom feed of coming needs and open questions, by the same filters as the page."""

import re
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode

from omlopp.web.pages import reads
from omlopp.web.screens.public.shown import Entry, chosen, entries
from omlopp.web.screens.public.views import filters
from omlopp.web.words import cpv, day, language, say

ENTRIES = 50
# What XML 1.0 cannot hold, and what a person may have pasted all the same.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@login_not_required
@reads
def feed(request: HttpRequest) -> HttpResponse:
    asked = filters(request)
    found = chosen(entries(timezone.localdate()), county=asked["lan"], cpv=asked["cpv"], goal=asked["mal"])
    query = urlencode({name: value for name, value in asked.items() if value})
    made = Atom1Feed(
        title=say("Omlopp: kommande cirkulära behov", "Omlopp: coming circular needs"),
        link=request.build_absolute_uri(reverse("public-needs") + (f"?{query}" if query else "")),
        description=say("Behov och frågor till marknaden", "Needs and questions to the market"),
        feed_url=request.build_absolute_uri(),
        feed_guid=_identity(f"needs?{query}"),
        author_name="Omlopp",
        language=language(),
    )
    for one in found[:ENTRIES]:
        name, token = (
            ("public-need", one.need.token) if one.need else ("answer-dialogue", one.dialogues[0][0].token)
        )
        made.add_item(
            title=_plain((say("ÖVNING: ", "EXERCISE: ") if one.row.exercise else "") + one.title),
            link=request.build_absolute_uri(reverse(name, args=[token])),
            description=_plain(summary(one)),
            unique_id=_identity(f"need/{token}"),
            pubdate=one.need.published_at if one.need else one.changed,
            updateddate=one.changed,
        )
    if not found:  # a feed without entries has not changed since the world began to turn
        made.latest_post_date = lambda: timezone.now()  # type: ignore[method-assign]
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def summary(one: Entry) -> str:
    """Buyer, place, day, need and what is asked: as plain text."""
    head = [one.row.buyer_name, one.county_name, *(cpv(code) for code in one.cpv[:2])]
    said = [" · ".join(part for part in head if part)]
    if one.need:
        said.append(
            one.need.summary_en if language() == "en" and one.need.summary_en else one.need.summary_sv
        )
        if one.need.planned_on:
            said.append(say("Planerad annons: ", "Planned notice: ") + day(one.need.planned_on))
    for talk, _ in one.dialogues:
        said.append(say("Svara senast ", "Answer by ") + f"{day(talk.closes_on)}: {talk.title}")
    return "\n".join(said)


def _identity(name: str) -> str:
    """The same name gives the same id, on every computer."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'https://omlopp.invalid/{name}')}"


def _plain(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
