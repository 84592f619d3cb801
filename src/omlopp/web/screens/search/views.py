"""Searching the market: words and filters in the address, hits with their evidence, and the page of one hit."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from omlopp.flows import search as flow
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.library.detection import concepts
from omlopp.library.numbers import number
from omlopp.notices.explanation import said
from omlopp.notices.fields import field_names
from omlopp.notices.filters import Filters, name_of, value_of
from omlopp.notices.search.errors import CannotAsk, DamagedIndex, NoIndex, NoSuchNotice
from omlopp.notices.search.find import PAGE, Answer, Count
from omlopp.notices.search.shown import Hit
from omlopp.web.pages import reads, refusal, signed_in
from omlopp.web.records.found import held, record_of
from omlopp.web.records.models import SavedSearch
from omlopp.web.screens.search.words import passages
from omlopp.web.words import language, say

# Which facet of the index shows the values of which filter, in the order of the page.
FACETS = (
    ("circular", "circular"), ("concept", "concept"), ("r", "r"), ("goal", "goal"), ("kind", "kind"), ("year", "year"),
    ("division", "cpv"), ("county", "nuts"), ("buyer_key", "buyer"), ("buyer_kind", "buyer_kind"),
    ("country", "country"), ("text_read", "text_read"), ("format", "format"), ("platform", "platform"),
)  # fmt: skip
REACH = {"ord": "words", "vid": "wide"}  # as an address writes it
WRITTEN = {code: written for written, code in REACH.items()}
OPEN = ("circular", "concept", "year")  # facets that are shown unfolded


@dataclass(frozen=True)
class Choice:
    """A value of a facet: what it is called, how many of the notices found have it, and the address with it chosen."""

    name: str
    notices: int
    link: str


@dataclass(frozen=True)
class Facet:
    name: str
    choices: list[Choice]
    open: bool


@reads
def search(request: HttpRequest) -> HttpResponse:
    """All of the question stands in the address: words, filters, order (`ordning`), reach (`bredd`), page (`sida`)."""
    filters, bad = Filters.lenient(request.GET)
    sort = "new" if request.GET.get("ordning") == "new" else "best"
    reach = REACH.get(request.GET.get("bredd", ""), "")
    context: dict[str, Any] = {
        "section": "search",
        "filters": filters,
        "typed": request.GET.get("q", "")[:2000] or filters.q,
        "bad": {error.facts["filter"]: refusal(error) for error in bad},
        "sort": sort,
        "reach": WRITTEN.get(reach, ""),
        "saved": SavedSearch.objects.filter(owner=signed_in(request)),
        "chosen": [
            {
                "filter": each.filter,
                "raw": each.value,
                "name": each.name.within(language()),
                "value": each.shown.within(language()),
                "off": address(each.without, sort, reach),
            }
            for each in filters.chosen()
        ],
    }
    status = 422 if bad else 200
    if "q" in context["bad"]:  # without its words the question would be another, and find everything
        context["refused"] = context["bad"]["q"]
        return _page(request, context, status)
    try:
        answer = flow.find(filters, page=page_of(request), sort=sort, reach=reach)  # type: ignore[arg-type]
        context |= answered(answer, sort, reach)
    except DamagedIndex as error:
        context["damaged"] = refusal(error)
    except NoIndex:
        context["empty"] = True
    except CannotAsk as error:
        context["refused"] = refusal(error)
        status = 422
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """The whole page, or for htmx the list alone; htmx puts only answers of 200 in place, so refusals are those too."""
    template = "search/results.html" if request.headers.get("HX-Request") == "true" else "search/search.html"
    return render(request, template, context, status=200 if template == "search/results.html" else status)


def page_of(request: HttpRequest) -> int:
    text = request.GET.get("sida", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def address(filters: Filters, sort: str = "best", reach: str = "", page: int = 1) -> str:
    query = (
        filters.query()
        | ({"ordning": sort} if sort != "best" else {})
        | ({"bredd": WRITTEN[reach]} if reach else {})
        | ({"sida": str(page)} if page > 1 else {})
    )
    return f"{reverse('search')}?{urlencode(query)}" if query else reverse("search")


def answered(answer: Answer, sort: str, reach: str) -> dict[str, Any]:
    filters = answer.filters
    return {
        "answer": answer,
        "hits": [shown(hit) for hit in answer.hits],
        "first": (answer.page - 1) * PAGE + 1,
        "facets": facets(answer, sort, reach),
        "previous": address(filters, sort, reach, answer.page - 1) if answer.page > 1 else "",
        "following": "" if answer.last else address(filters, sort, reach, answer.page + 1),
        "without": address(Filters(q=filters.q), sort, reach),
        "other_sort": address(filters, "best" if sort == "new" else "new", reach),
        "meant": ", ".join(concept_called(concept) for concept in answer.meant),
        "words_alone": address(filters, sort, "words"),
        "widened": address(filters, sort, "wide"),
        # What is saved is what is seen: with what means the same, or the words alone; never a few of the words.
        "saved_reach": WRITTEN["wide" if answer.meant else "words"],
    }


def facets(answer: Answer, sort: str, reach: str) -> list[Facet]:
    """How what was found divides, leaving out filters that are chosen and values that do not narrow."""
    made = []
    for facet, name in FACETS:
        counts = [one for one in answer.facets.get(facet, ()) if one.value]
        if getattr(answer.filters, name) not in ("", None) or not counts:
            continue
        if name == "year":
            counts.sort(key=lambda one: int(one.value), reverse=True)
        choices = [
            Choice(
                called(name, one), one.notices, address(with_value(answer.filters, name, one), sort, reach)
            )
            for one in counts
        ]
        made.append(Facet(name_of(name).within(language()), choices, name in OPEN))
    return made


def with_value(filters: Filters, name: str, one: Count) -> Filters:
    return Filters.lenient(filters.query() | {name: one.value})[0]


def called(name: str, one: Count) -> str:
    """What a value is called; a buyer by the name its notices give it."""
    if name == "buyer":
        return flow.buyer_named(one.value) or one.value
    return value_of(name, one.value).within(language())


def shown(hit: Hit) -> dict[str, Any]:
    """A hit with its codes in words."""
    card, to = hit.card, language()
    return {
        "hit": hit,
        "card": card,
        "link": reverse("search-notice", args=[hit.key]),
        "cpv": [f"{code} {cpv_name(code, to)}".strip() for code in card["cpv"][:1]],
        "place": ", ".join(dict.fromkeys(nuts_name(code) or code for code in card["nuts"][:3])),
        "circular": value_of("circular_title" if hit.title_only else "circular", card["circular"]).within(to),
        "quotes": [
            {
                "quote": quote,
                "concept": concept_called(quote.concept),
                "kind": value_of("kind", quote.kind).within(to) if quote.kind else "",
                "field": field_called(quote.field),
                "is_title": quote.text == " ".join(card["title"].split()),
            }
            for quote in hit.quotes
        ],
        "others": number(hit.others, language=to) if hit.others else "",
    }  # fmt: skip


def concept_called(concept: str) -> str:
    known = concepts().get(concept)
    return (known.en if language() == "en" else known.sv) if known else concept


def field_called(field: str) -> str:
    names = field_names().get(field)
    return names[language() == "en"] if names else field


@reads
def one(request: HttpRequest, key: str) -> HttpResponse:
    """A notice that was found, explained in full, with what else is held of its procedure and what is like it."""
    try:
        card = flow.card(key)
        explanation = flow.explained(key)
    except (NoSuchNotice, NoIndex) as error:
        raise Http404(refusal(error)) from None
    says = explanation.data()
    context = {
        "section": "search",
        "notice": record_of(explanation),
        "says": says,
        "asks": passages(says["asks"]),
        "card": card,
        "held": held(card),
        "registry": card["text_read"] == "title",
        "procedure": [
            each | {"kind_called": said("kind", each["kind"])[language()] if each["kind"] else ""}
            for each in flow.of_procedure(card)
        ],
        "similar": [
            {
                "card": each.card,
                "link": reverse("search-notice", args=[each.card["key"]]),
                "why": why(each),
            }
            for each in flow.similar(card)
        ],
    }
    return render(request, "search/notice.html", context)


def why(each: Any) -> str:
    """What two procurements share, in words."""
    made = []
    if each.cpv:
        name = cpv_name(each.cpv.ljust(8, "0"), language())
        made.append(
            say("samma CPV: ", "the same CPV: ") + (name[:1].lower() + name[1:] if name else each.cpv)
        )
    if each.concepts:
        made.append(", ".join(concept_called(concept) for concept in each.concepts[:3]))
    if each.words:
        made.append(say("orden ", "the words ") + ", ".join(each.words[:5]))
    return " · ".join(made)
