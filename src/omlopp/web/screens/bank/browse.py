"""The bank of requirements: searched, narrowed and compared. Everything asked for stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.criteria import Criterion, Level
from omlopp.flows import market
from omlopp.flows.bank_search import Found, find_criteria
from omlopp.library.load import Library, library
from omlopp.web.pages import reads

NARROWS = ("sok", "grupp", "mal", "typ", "niva", "cpv", "steg")
MOST = 3  # criteria side by side: more cannot be read


@dataclass(frozen=True)
class Listed:
    """What the list holds, and how the words were found."""

    criteria: Sequence[Criterion]
    found: Found | None


@reads
def criteria(request: HttpRequest) -> HttpResponse:
    """?grupp=, ?mal=, ?typ=, ?niva=, ?cpv=, ?steg= and ?sok= narrow; ?jamfor=a,b,c lays up to three side by side."""
    lib = library()
    wanted = [id for given in request.GET.getlist("jamfor") for id in given.split(",") if id.strip()]
    asked = {name: request.GET.get(name, "").strip() for name in NARROWS}
    if wanted:
        return compare(request, lib, [id.strip() for id in wanted], asked)
    listed = narrowed(lib, asked)
    context = {
        "section": "criteria",
        "here": "criteria",
        "listed": listed,
        "total": len(lib.criteria),
        "asked": asked,
        "narrowed": any(asked.values()),
        "groups": sorted({each.group for each in lib.criteria.values()}),
        "goals": lib.goals,
        "kinds": list(lib.names.tables["kind"]),
        "levels": [each.value for each in Level],
        "steps": sorted({each.r_step.value for each in lib.criteria.values()}),
    }
    return render(request, "bank/criteria.html", context)


def narrowed(lib: Library, asked: dict[str, str]) -> Listed:
    """In the order of the words found, else by group, goal and level."""
    found = find_criteria(lib, asked["sok"]) if asked["sok"] else None
    if found is not None:
        criteria = [lib.criteria[id] for id in found.ids]
    else:
        criteria = sorted(
            lib.criteria.values(), key=lambda each: (each.group, each.goal, each.level.order, each.id)
        )
    return Listed([each for each in criteria if fits(each, asked)], found)


def fits(criterion: Criterion, asked: dict[str, str]) -> bool:
    code = "".join(sign for sign in asked["cpv"].split("-")[0] if sign.isdigit())
    return (
        asked["grupp"] in ("", criterion.group)
        and asked["mal"] in ("", criterion.goal)
        and asked["typ"] in ("", criterion.kind.value)
        and asked["niva"] in ("", criterion.level.value)
        and asked["steg"] in ("", criterion.r_step.value)
        and (not asked["cpv"] or (len(code) >= 2 and cpv_match(criterion.cpv, code) is not None))
    )


def compare(request: HttpRequest, lib: Library, wanted: list[str], asked: dict[str, str]) -> HttpResponse:
    """The first three that there are; what was left out is said."""
    known = [lib.criteria[id] for id in dict.fromkeys(wanted) if id in lib.criteria]
    chosen = [market.as_market_knows(each) for each in known[:MOST]]
    context = {
        "section": "criteria",
        "here": "criteria",
        "chosen": chosen,
        "indicators": lib.indicators,
        "unknown": [id for id in dict.fromkeys(wanted) if id not in lib.criteria],
        "left_out": known[MOST:],
        "asked": {name: value for name, value in asked.items() if value},
        "quarrels": list(quarrels(chosen)),
    }
    return render(request, "bank/compare.html", context)


def quarrels(chosen: Sequence[Criterion]) -> list[tuple[Criterion, str, Criterion]]:
    """How those laid side by side stand to each other: (one, relation, other)."""
    return [
        (one, relation, other)
        for one in chosen
        for other in chosen
        for relation in ("requires", "replaces", "conflicts", "combines")
        if other.id in getattr(one.relations, relation)
    ]
