"""Where money and footprint lie: three pictures, a table to filter and sort, and a page for each product group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from omlopp.documents.pictures import spend as pictures
from omlopp.documents.plan import Picture
from omlopp.flows import spend_board, spend_start
from omlopp.flows.spend import Shortlist, county_name
from omlopp.flows.spend_plain import matrix_rows, short_names, treemap_rows
from omlopp.flows.spend_potential import Potential
from omlopp.library.spend import groups
from omlopp.web.download import csv_of
from omlopp.web.pages import reads
from omlopp.web.screens.spend.here import Here, choices, frame, here, stem
from omlopp.web.words import keyed, language, say

SHOWN_PAYEES, SHOWN_LINES = 15, 12
PICTURES = ("karta", "pareto", "matris")
STEPS = {"L": 0, "M": 1, "H": 2}


@dataclass(frozen=True)
class Row:
    """A product group in the table, with the link to its page."""

    one: Potential
    name: str
    link: str

    @property
    def ending(self) -> int | None:
        ending = self.one.addressable.ending
        return None if ending is None else len(ending)

    @property
    def suppliers(self) -> int | None:
        supply = self.one.addressable.supply
        return None if supply is None else supply.suppliers

    @property
    def kg(self) -> Decimal | None:
        return self.one.footprint.kgco2e if self.one.footprint else None


# Name of a sort in the address → what it sorts by; unknown values come last.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "plats": lambda row: row.one.place,
    "kronor": lambda row: -row.one.bought.sum.sek,
    "klimat": lambda row: (row.kg is None, -(row.kg or Decimal(0))),
    "potential": lambda row: (
        -STEPS[row.one.group.potential],
        -row.one.circular_levers,
        -row.one.bought.sum.sek,
    ),
    "avtal": lambda row: (row.ending is None, -(row.ending or 0)),
    "namn": lambda row: row.name.casefold(),
}


@reads
def explore(request: HttpRequest, ledger: str) -> HttpResponse:
    """One picture at a time above the table of all product groups; both link to each group's page."""
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    kept = {
        name: value
        for name in ("bild", "potential", "sok", "ordning")
        if (value := request.GET.get(name, "")[:80])
    }
    picture = kept.get("bild") if kept.get("bild") in PICTURES else PICTURES[0]
    order = kept.get("ordning") if kept.get("ordning") in ORDERS else "plats"
    rows = filtered(where, found, kept.get("potential", ""), kept.get("sok", ""))
    rows.sort(key=ORDERS[order or "plats"])
    drawn = draw(where, found, picture or PICTURES[0])
    context = frame(where, "explore") | choices(where) | {
        "picture": drawn, "svg": mark_safe(drawn.svg), "which": picture,  # drawn by documents.pictures, text escaped
        "pictures": [
            (name, words, where.with_(**(kept | {"bild": name})))
            for name, words in zip(PICTURES, (
                say("Vad pengarna gick till", "Where the money went"),
                say("Var klimatavtrycket ligger", "Where the footprint lies"),
                say("Avtryck mot åtgärder", "Footprint against levers"),
            ), strict=True)
        ],
        "rows": rows, "all": len(found.potentials), "order": order, "words": kept.get("sok", ""),
        "potential": kept.get("potential", ""),
        "orders": [(name, where.with_(**(kept | {"ordning": name}))) for name in ORDERS],
        "purchases": where.found.screened.screening.purchases, "fronts": keyed("spend.fronts", {}),
        "without": [groups()[cpv].name for cpv in where.found.screened.footprints.without],
        "file": where.with_(potential=kept.get("potential", ""), sok=kept.get("sok", "")),
        "to_table": where.with_(**kept),
    }  # fmt: skip
    return render(request, "spend/explore.html", context)


def filtered(where: Here, found: Shortlist, potential: str, words: str) -> list[Row]:
    names = short_names([one.group.cpv for one in found.potentials], language())
    made = []
    for one in found.potentials:
        if potential and one.group.potential != potential:
            continue
        if words and not all(
            word in f"{one.group.cpv} {one.group.name.within(language())}".casefold()
            for word in words.casefold().split()
        ):
            continue
        made.append(Row(one, names[one.group.cpv], link(where, one.group.cpv)))
    return made


def link(where: Here, cpv: str) -> str:
    return reverse("spend-category", args=[where.intake.id, cpv]) + where.query


def draw(where: Here, found: Shortlist, which: str) -> Picture:
    credit = " · ".join(where.found.screened.credits)
    links = {one.group.cpv: link(where, one.group.cpv) for one in found.potentials}
    if which == "matris":
        return pictures.matrix(matrix_rows(found, language()), language(), credit, links)
    rows = treemap_rows(where.found.screened, language())
    return (pictures.pareto if which == "pareto" else pictures.treemap)(rows, language(), credit, links)


@reads
def groups_file(request: HttpRequest, ledger: str) -> HttpResponse:
    """The table as it is filtered, with the factor set on every row."""
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    rows = filtered(where, found, request.GET.get("potential", "")[:1], request.GET.get("sok", "")[:80])
    used = where.found.screened.footprints.set
    head = ("cpv", say("varugrupp", "product group"), "SEK", say("rader", "rows"), say("betalningsmottagare", "payees"),
            "kg CO2e", say("lägst", "low"), say("högst", "high"),
            say("potential (expertbedömning)", "potential (judged)"),
            say("cirkulära åtgärder", "circular levers"), say("avtal som löper ut", "contracts that end"),
            say("leverantörer i länet", "suppliers in the county"), say("faktorset", "factor set"),
            say("får användas till", "may be used for"))  # fmt: skip
    ranks = keyed("spend.ranks-only", {})
    made = [
        (
            row.one.group.cpv, row.one.group.name.within(language()), row.one.bought.sum.sek, row.one.bought.sum.rows,
            row.one.bought.payees, _whole(row.kg), *_range(row.one), row.one.group.potential, row.one.circular_levers,
            _known(row.ending), _known(row.suppliers), f"{used.id} {used.card.version}", ranks,
        )
        for row in rows
    ]  # fmt: skip
    return csv_of(f"varugrupper-{stem(where)}.csv", head, made)


def _whole(value: Decimal | None) -> Any:
    return "" if value is None else value.quantize(Decimal(1))


def _range(one: Potential) -> Sequence[Any]:
    return (_whole(one.footprint.low), _whole(one.footprint.high)) if one.footprint else ("", "")


def _known(value: int | None) -> Any:
    return say("inte känt", "not known") if value is None else value


@reads
def category(request: HttpRequest, ledger: str, cpv: str) -> HttpResponse:
    """A product group: its parts side by side, who was paid, what ends, and the way to a procurement."""
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    one = spend_board.potential(found, cpv)
    if one is None:
        raise Http404
    ranked = [each for each in found.potentials if each.footprint]
    ranked.sort(key=lambda each: -(each.footprint.kgco2e if each.footprint else Decimal(0)))
    payees = spend_board.payees(where.found, cpv)
    lines = spend_board.lines(where.found, cpv)
    context = frame(where, "explore") | choices(where) | {
        "one": one, "group": one.group, "place": ranked.index(one) + 1 if one in ranked else None, "of": len(ranked),
        "effects": spend_start.effect_logic(one.group.levers, language()),
        "other_levers": [lever.name for lever in one.group.levers if not lever.r],
        "years": sorted(one.bought.years.items()), "payees": payees[:SHOWN_PAYEES], "payees_all": len(payees),
        "lines": lines[:SHOWN_LINES], "lines_all": len(lines), "supply": one.addressable.supply,
        "nation": one.addressable.supply_nation, "county_name": county_name(where.asked.county),
        "ending": one.addressable.ending, "agreed": where.found.register,
        "pilot": spend_board.pilot(found, cpv), "fronts": keyed("spend.fronts", {}),
    }  # fmt: skip
    return render(request, "spend/category.html", context)
