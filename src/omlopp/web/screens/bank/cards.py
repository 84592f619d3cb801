"""What stands beside the requirements: groups, cases, instruments, initiatives, frameworks of others, indicators."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.flows.bank_search import Found, find_cards
from omlopp.library.load import library
from omlopp.web.pages import reads
from omlopp.web.screens.bank.ours import meetings

Asked = dict[str, str]
CASES_SHOWN = 8  # on a group's page: those with something to teach first


def asked_for(request: HttpRequest, *names: str) -> Asked:
    return {name: request.GET.get(name, "").strip() for name in ("sok", *names)}


def listed(kind: str, asked: Asked, fits: Callable[[Any], bool]) -> tuple[list[Any], Found | None]:
    """The cards that fit, in the order of the words found or of their names."""
    every = getattr(library(), kind)
    found = find_cards(library(), kind, asked["sok"]) if asked["sok"] else None
    ids: Iterable[str] = every if found is None else found.ids
    cards = [every[id] for id in ids if fits(every[id])]
    return (cards if found else sorted(cards, key=lambda card: card.name.sv.casefold())), found


def shown(request: HttpRequest, template: str, here: str, **context: Any) -> HttpResponse:
    return render(request, f"bank/{template}.html", {"section": "criteria", "here": here, **context})


def shelf(
    request: HttpRequest, kind: str, cards: list[Any], found: Found | None, asked: Asked, **more: Any
) -> HttpResponse:
    """The page of all cards of a kind: those that fit, of how many."""
    total = len(getattr(library(), kind))
    return shown(request, kind, kind, cards=cards, found=found, asked=asked, total=total, **more)


def one_of(kind: str, id: str) -> Any:
    card = getattr(library(), kind).get(id)
    if card is None:
        raise Http404
    return card


@reads
def groups(request: HttpRequest) -> HttpResponse:
    lib = library()
    asked = asked_for(request)
    cards, found = listed("groups", asked, lambda card: True)
    counted = {
        card.id: {
            "criteria": sum(each.group == card.id for each in lib.criteria.values()),
            "cases": sum(card.id in case.groups for case in lib.cases.values()),
        }
        for card in cards
    }
    return shelf(
        request,
        "groups",
        cards,
        found,
        asked,
        counted=counted,
    )


@reads
def group(request: HttpRequest, group_id: str) -> HttpResponse:
    """Everything that is known of a product group, with its requirements, cases and instruments."""
    lib = library()
    if group_id not in lib.groups and any(each.group == group_id for each in lib.criteria.values()):
        return redirect(f"{reverse('criteria')}?grupp={group_id}")  # its page is not written yet
    card = one_of("groups", group_id)
    criteria = [each for each in lib.criteria.values() if each.group == group_id]
    cases = [case for case in lib.cases.values() if group_id in case.groups]
    return shown(
        request,
        "group",
        "groups",
        group=card,
        criteria=sorted(criteria, key=lambda each: (each.goal, each.level.order, each.id)),
        cases=sorted(by_year(cases), key=lambda case: not isinstance(case.lessons, tuple))[:CASES_SHOWN],
        all_of=len(cases),
        instruments=[each for each in lib.instruments.values() if group_id in each.groups],
        indicators=[lib.indicators[id] for id in card.indicators if id in lib.indicators],
        all_cases=lib.cases,
        legal=lib.legal,
        not_found={gap.part: gap.because for gap in card.not_found},
    )


@reads
def cases(request: HttpRequest) -> HttpResponse:
    lib = library()
    asked = asked_for(request, "grupp", "mal", "utfall", "land", "motexempel")
    cards, found = listed(
        "cases",
        asked,
        lambda card: (
            (not asked["grupp"] or asked["grupp"] in card.groups)
            and (not asked["mal"] or asked["mal"] in card.goals)
            and asked["utfall"] in ("", card.outcome)
            and asked["land"] in ("", card.country)
            and (not asked["motexempel"] or card.counter_example)
        ),
    )
    every = lib.cases.values()
    return shelf(
        request,
        "cases",
        cards if found else by_year(cards),
        found,
        asked,
        groups=sorted({each for case in every for each in case.groups}),
        goals=lib.goals,
        outcomes=sorted({case.outcome for case in every}),
        countries=sorted({case.country for case in every}),
    )


def by_year(cards: Sequence[Any]) -> list[Any]:
    """Newest first; those without a year last."""
    return sorted(cards, key=lambda case: (-(case.year if isinstance(case.year, int) else 0), case.id))


@reads
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    lib = library()
    card = one_of("cases", case_id)
    return shown(
        request,
        "case",
        "cases",
        case=card,
        criteria=[lib.criteria[id] for id in card.criteria if id in lib.criteria],
        strategies={each.id: each.name for goal in lib.goals for each in goal.strategies},
        initiatives=[each for each in lib.initiatives.values() if case_id in each.cases],
        works=[(page, one) for page in lib.groups.values() for one in page.works if case_id in one.cases],
    )


@reads
def instruments(request: HttpRequest) -> HttpResponse:
    lib = library()
    asked = asked_for(request, "omdome", "steg", "sort", "land")
    cards, found = listed(
        "instruments",
        asked,
        lambda card: (
            asked["omdome"] in ("", card.verdict.fits)
            and (not asked["steg"] or asked["steg"] in card.steps)
            and asked["sort"] in ("", card.kind)
            and asked["land"] in ("", card.country)
        ),
    )
    every = lib.instruments.values()
    return shelf(
        request,
        "instruments",
        cards,
        found,
        asked,
        verdicts=list(lib.names.tables["fits"]),
        steps=[step for step in lib.model.steps if any(step.id in each.steps for each in every)],
        kinds=sorted({each.kind for each in every}),
        countries=sorted({each.country for each in every}),
    )


@reads
def instrument(request: HttpRequest, instrument_id: str) -> HttpResponse:
    lib = library()
    card = one_of("instruments", instrument_id)
    return shown(
        request,
        "instrument",
        "instruments",
        card=card,
        steps=[step for step in lib.model.steps if step.id in card.steps],
        initiatives=[each for each in lib.initiatives.values() if instrument_id in each.instruments],
    )


@reads
def initiatives(request: HttpRequest) -> HttpResponse:
    lib = library()
    asked = asked_for(request, "relation", "land")
    cards, found = listed(
        "initiatives",
        asked,
        lambda card: asked["relation"] in ("", card.relation.kind) and asked["land"] in ("", card.country),
    )
    return shelf(
        request,
        "initiatives",
        cards,
        found,
        asked,
        relations=list(lib.names.tables["initiative_relation"]),
        countries=sorted({each.country for each in lib.initiatives.values()}),
    )


@reads
def initiative(request: HttpRequest, initiative_id: str) -> HttpResponse:
    lib = library()
    card = one_of("initiatives", initiative_id)
    return shown(
        request,
        "initiative",
        "initiatives",
        card=card,
        instruments=[lib.instruments[id] for id in card.instruments if id in lib.instruments],
        cases=[lib.cases[id] for id in card.cases if id in lib.cases],
    )


@reads
def crosswalks(request: HttpRequest) -> HttpResponse:
    cards = sorted(library().crosswalks.values(), key=lambda card: card.name.sv.casefold())
    return shown(request, "crosswalks", "crosswalks", cards=cards)


@reads
def crosswalk(request: HttpRequest, framework_id: str) -> HttpResponse:
    card = one_of("crosswalks", framework_id)
    rows = meetings(card, library())
    return shown(
        request,
        "crosswalk",
        "crosswalks",
        card=card,
        rows=rows,
        told=any(row.says or row.source for row, _ in rows),
    )


@reads
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    lib = library()
    card = one_of("indicators", indicator_id)
    criteria = [each for each in lib.criteria.values() if each.measured_by == indicator_id]
    return shown(
        request,
        "indicator",
        "criteria",
        card=card,
        criteria=sorted(criteria, key=lambda each: (each.group, each.goal, each.id)),
        groups=[page for page in lib.groups.values() if indicator_id in page.indicators],
    )
