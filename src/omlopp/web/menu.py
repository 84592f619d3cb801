"""The two menus: of the workbench, and of one procurement. An address that does not exist is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse

from omlopp.web.pages import Place
from omlopp.web.records.access import may_in, organisations_of
from omlopp.web.words import say

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A link. `current`: "page" on the page itself, "true" on one that belongs to it, else empty."""

    text: str
    address: str
    current: str = ""
    below: tuple["Entry", ...] = ()


# key: (Swedish, English, name of the address, what stands below it); sections of pages that belong to a key
TOP: tuple[tuple[str, str, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("mine", "Mitt arbete", "My work", "my-work", ()),
    ("procurements", "Upphandlingar", "Procurements", "procurements", ()),
    ("market", "Marknaden", "The market", "market", (
        ("Statistik", "Statistics", "market"), ("Verkan", "Effects", "market-effect"),
        ("Annonser", "Notices", "notices"), ("Sök", "Search", "search"),
        ("Kommande behov", "Coming needs", "public-needs"),
    )),
    ("spend", "Inköp", "Purchases", "spend", ()),
    ("knowledge", "Kunskap", "Knowledge", "criteria", (
        ("Krav", "Requirements", "criteria"), ("Modellen", "The model", "model"), ("Lagen", "The law", "law-home"),
        ("Utbildning", "Training", "training"), ("Lärdomar", "Lessons", "lesson-proposals"),
    )),
    ("programmes", "Program", "Programmes", "programmes", ()),
    ("portfolio", "Portfölj", "Portfolio", "portfolio", ()),
    ("publications", "Publikationer", "Publications", "publications", ()),
)  # fmt: skip
OF_ORGANISATION = (
    ("Om organisationen", "About the organisation", "organisation"), ("Förråd", "Stock", "stock"),
    ("Leverantörer", "Suppliers", "suppliers"), ("Avtal", "Contracts", "contracts"),
    ("Läs in många", "Import many", "import-many"),
)  # fmt: skip
ASKS = {"import-many": "import"}  # pages of it that ask for more than to read
BELONGS = {
    "home": "procurements", "notices": "market", "search": "market", "criteria": "knowledge", "model": "knowledge",
    "law": "knowledge", "training": "knowledge", "lesson-proposals": "knowledge", "stock": "organisation",
    "suppliers": "organisation", "contracts": "organisation", "import": "organisation",
}  # fmt: skip

# The pages of one procurement: (Swedish, English, name, other names that belong to it, right that opens it)
ROOMS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("Översikt", "Overview", "procurement", (), ""),
    ("Behov och förråd", "Need and stock", "stock-here", (), ""),
    ("Marknad", "Market", "dialogue", (), ""),
    ("Mål", "Goals", "goals", (), ""),
    ("Krav", "Requirements", "requirements", (), ""),
    ("Utvärdering", "Evaluation", "award", (), ""),
    ("Anbud", "Bids", "bids", ("letters",), "see_bids"),
    ("Dokument", "Documents", "papers", (), ""),
    ("Avtal", "Contract", "contract-here", (), ""),
    ("Uppföljning", "Follow-up", "follow-up", (), ""),
    ("Intervjuer", "Interviews", "hindsight", (), ""),
    ("Program", "Programme", "programme-here", (), ""),
    ("Samtal", "Talk", "talk", (), ""),
    ("Personer", "People", "people", (), ""),
    ("Logg", "Log", "log", (), ""),
)
JUDGING = "bedomning/"  # the assessors' pages need a lot, so they have no address of their own to begin at


def address(name: str, *parts: object) -> str:
    """The address of a page, empty where there is none of that name."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Entry]:
    """The main menu, with what stands below the entry where the reader is."""
    request: HttpRequest = context["request"]
    section = str(context.get("section", ""))
    at = "procurements" if "place" in context and not section else BELONGS.get(section, section)
    found = []
    for key, sv, en, name, below in TOP:
        if to := address(name):
            entries = _marked([(say(*words), address(other)) for *words, other in below], request.path)
            found.append(_group(say(sv, en), to, entries, request.path, key == at))
    return [*found, *(_organisation(request, at) or _of_supplier(request))]


def _of_supplier(request: HttpRequest) -> list[Entry]:
    """A supplier's contact has no organisation here; what it has is its contracts."""
    to = address("my-deliveries")
    if not request.user.memberships.filter(role="supplier_contact").exists():  # type: ignore[union-attr]
        return []
    return [_group(say("Mina avtal", "My contracts"), to, (), request.path, request.path.startswith(to))]


def _organisation(request: HttpRequest, at: str) -> list[Entry]:
    """The organisation that the page is about, else the first one of the person's."""
    every = organisations_of(request.user)  # type: ignore[arg-type]
    if not every or not address("organisation", every[0].pk):
        return []
    match = request.resolver_match
    wanted = match.kwargs.get("organisation") if match else None
    here = next((one for one in every if one.pk == wanted), every[0])
    links = [
        (say(sv, en), address(name, here.pk))
        for sv, en, name in OF_ORGANISATION
        if name not in ASKS or may_in(request.user, ASKS[name], here)  # type: ignore[arg-type]
    ]
    return [
        _group(
            say("Organisation", "Organisation"), address("organisation", here.pk), _marked(links, request.path),
            request.path, at == "organisation" or wanted is not None,
        )
    ]  # fmt: skip


def _group(text: str, to: str, entries: tuple[Entry, ...], path: str, here: bool) -> Entry:
    within = here or any(entry.current for entry in entries)
    exact = path == to and not entries
    return Entry(text, to, "page" if exact else "true" if within else "", entries if within else ())


def _marked(links: Sequence[tuple[str, str]], path: str) -> tuple[Entry, ...]:
    """The links that lead somewhere; the one whose address is the longest beginning of the path is marked."""
    there = [(text, to) for text, to in links if to]
    nearest = max((to for _, to in there if path.startswith(to)), key=len, default="")
    return tuple(
        Entry(text, to, "" if to != nearest else "page" if to == path else "true") for text, to in there
    )


@register.simple_tag(takes_context=True)
def rooms(context: Context) -> list[Entry]:
    """The pages of the procurement that exist and that this person may open."""
    place: Place = context["place"]
    path: str = context["request"].path
    home, found = address("procurement", place.row.pk), []
    for sv, en, name, others, right in ROOMS:
        to = address(name, place.row.pk)
        if not to or (right and not place.may(right)) or (name == "hindsight" and not place.row.in_hindsight):
            continue
        more = [each for each in (address(other, place.row.pk) for other in others) if each]
        more += [home + JUDGING] if name == "bids" else []
        found.append((say(sv, en), to, [to, *more]))
    begins = [each for _, _, every in found for each in every if path.startswith(each)]
    nearest = max(begins, key=len, default=home)
    return [
        Entry(text, to, "" if nearest not in every else "page" if path == to else "true")
        for text, to, every in found
    ]
