"""Where to begin: the shortlist of pilots with effect logic, contracts that end, and the region they are bought in."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.flows import spend, spend_board, spend_start
from omlopp.flows.spend_potential import later
from omlopp.library.spend import contrasts, groups
from omlopp.spend.register import Contract
from omlopp.statistics.places import tiles
from omlopp.statistics.supply import Market, Supply
from omlopp.web import spending
from omlopp.web.download import csv_of
from omlopp.web.pages import reads
from omlopp.web.screens.spend.board import todo
from omlopp.web.screens.spend.explore import link
from omlopp.web.screens.spend.files import follows, progress
from omlopp.web.screens.spend.here import choices, frame, group_name, here, intake_or_404, mine, stem
from omlopp.web.words import keyed, language, say

MOST = 10
SHOWN_CONTRACTS = 200
SIZES = ("micro", "small", "medium", "large", "not_stated")
HOME_COUNTY = "SE322"  # the first of the contrast counties: the project's own region


@reads
def pilots(request: HttpRequest, ledger: str) -> HttpResponse:
    """A ranked, explained shortlist: why each stands there, what it would do, how it is measured, what is not known."""
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    rows = [
        {
            "one": one.potential, "link": link(where, one.potential.group.cpv),
            "why": [keyed(code, facts) for code, facts in one.why], "lacks": [keyed(code, {}) for code in one.lacks],
            "effects": spend_start.effect_logic(one.potential.group.levers, language()),
        }
        for one in found.pilots
    ]  # fmt: skip
    context = frame(where, "pilots") | choices(where) | {
        "rows": rows, "of": len(found.potentials), "fronts": keyed("spend.fronts", {}), "agreed": where.found.register,
        "promise": keyed("spend.promise", {}), "pools": found.pools[:MOST],
    }  # fmt: skip
    return render(request, "spend/pilots.html", context)


@reads
def pilots_file(request: HttpRequest, ledger: str) -> HttpResponse:
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    head = (say("plats", "place"), "cpv", say("varugrupp", "product group"), "SEK", say("därför", "why"),
            say("gör", "do"),
            say("mål", "goals"), say("mäts med", "measured by"), say("inte känt", "not known"),
            say("får användas till", "may be used for"))  # fmt: skip
    rows = []
    for place, one in enumerate(found.pilots, 1):
        effects = spend_start.effect_logic(one.potential.group.levers, language())
        rows.append((
            place, one.potential.group.cpv, one.potential.group.name.within(language()), one.potential.bought.sum.sek,
            "; ".join(keyed(code, facts) for code, facts in one.why), ", ".join(each.does for each in effects),
            ", ".join(dict.fromkeys(each.goal for each in effects)),
            ", ".join(dict.fromkeys(each.indicator_name for each in effects if each.indicator_name)),
            "; ".join(keyed(code, {}) for code in one.lacks), keyed("spend.ranks-only", {}),
        ))  # fmt: skip
    return csv_of(f"piloter-{stem(where)}.csv", head, rows)


@reads
def register(request: HttpRequest, register: str) -> HttpResponse:
    """A contract register: what ends when. What contracts promise is never called spend."""
    intake = intake_or_404(register, "register")
    if intake.state != "done" or follows(request):
        return progress(request, intake)
    found = spend_board.register(intake.kept[0])
    today = timezone.localdate()
    said = request.GET.get("manader", "")
    months = min(max(int(said), 1), 120) if said.isascii() and said.isdigit() and len(said) < 4 else 24
    until = later(today, months)
    dated = [one for one in found.contracts if one.ends_on]
    ending = sorted(
        (one for one in dated if today <= _end(one) <= until), key=lambda one: (_end(one), one.id)
    )
    ledgers = [one for one in spending.every("ledger") if one.state == "done"]
    context = {
        "section": "spend", "intake": intake, "found": found, "today": today, "until": until, "months": months,
        "dated": len(dated), "ended": sum(_end(one) < today for one in dated),
        "ending": [(one, group_name(one.group) if one.group else "") for one in ending[:SHOWN_CONTRACTS]],
        "ending_all": len(ending), "promise": keyed("spend.promise", {}), "groups": _groups(found.contracts),
        "valued": sum(one.value_sek is not None for one in found.contracts),
        "bad": [(one, keyed(one.code, {}), todo(one.code)) for one in found.bad[:50]], "bad_all": len(found.bad),
        "ledger": ledgers[0] if ledgers else None, "mine": mine(request, intake),
    }  # fmt: skip
    return render(request, "spend/register.html", context)


def _end(one: Contract) -> Any:
    return one.ends_on


def _groups(found: tuple[Contract, ...]) -> list[tuple[str, int, int, Decimal]]:
    """(group, contracts, with a usable value, contracted value), most contracts first."""
    sums: dict[str, list[Any]] = {}
    for one in found:
        row = sums.setdefault(one.group, [0, 0, Decimal(0)])
        row[0] += 1
        if one.value_sek is not None:
            row[1] += 1
            row[2] += one.value_sek
    made = [(group_name(cpv) if cpv else "–", *row) for cpv, row in sums.items()]
    return sorted(made, key=lambda row: (-row[1], row[0]))


@reads
def region(request: HttpRequest) -> HttpResponse:
    """Who bids and wins in a county, against others; without the statistics it says which pack is missing."""
    said = request.GET.get("lan", "").strip()[:40]
    code = spend.county_code(said) if said else HOME_COUNTY
    known = spend_board.statistics()
    context: dict[str, Any] = {
        "section": "spend", "county": code, "county_name": spend.county_name(code), "pack": spend.REGISTRY,
        "counties": [(tile.code, tile.short) for tile in sorted(tiles(), key=lambda one: one.short)],
        "promise": keyed("spend.promise", {}), "no_distance": keyed("spend.no-distance", {}),
        "contrasts": [(spend.county_name(one.code), one.why) for one in contrasts()],
    }  # fmt: skip
    if known is None:
        return render(request, "spend/region.html", context)
    found = _region(_Held(known), code)
    context |= {
        "pack_of": spend.packs.find(spend.REGISTRY),
        "found": found,
        "rows": [
            (one, spend.county_name(one.county) if one.county else keyed("spend.nation", {}), _sizes(one), _single(one))
            for one in found.regions
        ],
        "groups": [(one, groups()[one.group].name if one.group in groups() else None) for one in found.groups],
        "pools": found.pools[:12], "pools_all": len(found.pools), "most": MOST,
    }  # fmt: skip
    return render(request, "spend/region.html", context)


def _sizes(one: Supply) -> list[int]:
    return [one.sizes.get(size, 0) for size in SIZES]


def _single(one: Supply) -> float | None:
    return one.bids.single / one.bids.lots if one.bids.lots else None


class _Held:
    """The statistics, of which a process reads one copy, as a key."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.market is self.market

    def __hash__(self) -> int:
        return id(self.market)


@lru_cache(24)
def _region(held: _Held, county: str) -> spend.Region:
    return spend.region(held.market, county)
