"""The market: what notices ask for, where and when, how sure that is – and what they only declare. From the store."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import RStep
from omlopp.flows import fill, market
from omlopp.library.codelists import cpv_name
from omlopp.library.detection import concepts
from omlopp.library.load import library
from omlopp.library.workspace import home
from omlopp.notices.filters import CODES, Filters, value_of
from omlopp.statistics.places import tiles
from omlopp.statistics.rows import Share
from omlopp.web.pages import reads, refusal
from omlopp.web.words import language, say

LONG = 8  # rows of a table that are shown before the rest is folded away
BRANCHES = 12  # and of the CPV tree
BREAKS = re.compile(r"(?<=..)(?=(?:norrland|manland|götland|land|botten|köping|borg|holm|berg|kinge)$)")
FORMS = (("csv", "CSV"), ("parquet", "Parquet"))
PICTURE_FORMS = (("svg", "SVG"), ("png", "PNG"))
FOLDED = (
    "text_read",
    "buyer_kind",
    "platform",
    "format",
    "r",
    "goal",
    "kind",
    "concept",
)  # under ”Fler filter”
FOUND = ("yes", "weak", "no")
DECLARED = (True, False, None)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: filters that can be used, and a sentence for each that cannot."""

    filters: Filters
    bad: list[str]
    page: str = "market"

    @property
    def chosen(self) -> list[dict[str, str]]:
        """Filters in use as removable marks: name, value, and the address without it."""
        base = self.filters
        marks = [
            {
                "name": each.name.within(language()),
                "value": each.shown.within(language()),
                "off": link(each.without, self.page),
            }
            for each in base.chosen()
        ]
        if base.q:
            marks.insert(
                0, {"name": say("Ord", "Words"), "value": base.q, "off": link(base.without("q"), self.page)}
            )
        return marks

    @property
    def query(self) -> str:
        return urlencode(self.filters.query())


def asked_for(request: HttpRequest, page: str = "market") -> Asked:
    filters, bad = Filters.lenient(request.GET)
    return Asked(filters, [refusal(each) for each in bad], page)


def link(filters: Filters | Mapping[str, str], page: str = "market") -> str:
    query = filters.query() if isinstance(filters, Filters) else filters
    return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)


@reads
def overview(request: HttpRequest) -> HttpResponse:
    """Every figure with its base, its interval and which text was read; the filters are the address."""
    asked = asked_for(request)
    if not market.has_store():
        return render(request, "market/empty.html", {"section": "market", "place": home() / "market"})
    try:
        store = market.open_store()
        view = market.overview(store, asked.filters)
        # The very sentences of the figures: of the same text, never of all texts together.
        read = replace(asked.filters, text_read=view.text_read)
        sentences = market.sentences(store, read, limit=3)
    except OmloppError as error:
        return render(
            request, "market/empty.html", {"section": "market", "error": refusal(error)}, status=422
        )
    pictures = market.pictures(view, language())
    context = {
        "section": "market",
        "invented": fill.invented_only(),
        "asked": asked,
        "view": view,
        "pictures": pictures,
        **{
            name: shown(view, name, head, pictured if pictured in pictures else "")
            for name, head, pictured in tables_shown()
        },
        "strata": folded(view.strata, say("Läst text", "Text read"), "") | {"last": []},
        "matrix_title": say("flaggat mot funnet", "declared against found"),
        "bias_title": say("flaggan per annonsplattform", "the flag by advertising platform"),
        "bids_title": say("anbud per del", "bids per lot"),
        "winners_title": say("vinnarnas storlek", "size of the winners"),
        "form": choices(view, asked.filters),
        "counties": counties(view),
        "sentences": sentences,
        "to_sentences": link(read, "market-sentences"),
        "found": found_in_words(),
        "matrix": matrix(view.matrix),
        "many_years": sum(row.share is not None for row in view.tables["year"].rows) > 1,
        "any_county": any(row.of for row in view.tables["county"].rows),
        "steps": cpv_steps(asked.filters),
        "more": any(getattr(asked.filters, name) not in ("", None) for name in FOLDED),
        "forms": FORMS,
        "picture_forms": PICTURE_FORMS,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "market/figures.html" if part else "market/market.html", context)


def tables_shown() -> list[tuple[str, str, str]]:
    """Tables of shares on the page: name, head of the first column, and the picture drawn of it."""
    return [
        ("county", say("Län", "County"), "map"), ("country", say("Land", "Country"), ""),
        ("year", say("År", "Year"), "series"), ("cpv", "CPV", "cpv"), ("r", say("R-steg", "R-step"), ""),
        ("kind", say("Sorts krav", "Kind of requirement"), ""),
        ("buyer_kind", say("Sorts köpare", "Kind of buyer"), ""), ("buyer", say("Köpare", "Buyer"), ""),
    ]  # fmt: skip


def shown(view: Any, name: str, head: str, pictured: str) -> dict[str, Any]:
    """Long tables begin with where most is found; counties and years stand in their own order, and all of them."""
    table = view.tables[name]
    if name == "cpv":
        below = [row for row in table.rows if row.hits or len(row.code) == 2 or view.filters.cpv]
        deep = tree(below)
        rows = tuple(row for row, _ in deep)
        found = folded(replace(table, rows=rows), head, pictured, BRANCHES)
        return found | {"deep": {row.code: depth for row, depth in deep}}
    if name in ("buyer", "country"):
        return folded(replace(table, rows=most_first(table.rows)), head, pictured)
    rows = tuple(row for row in table.rows if row.of)
    return folded(replace(table, rows=rows), head, pictured, 25)


def most_first(rows: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.hits, -row.of)))


def tree(rows: Sequence[Share], depth: int = 0) -> list[tuple[Share, int]]:
    """CPV rows with their depth: each group before the groups below it, where most is found first."""
    made: list[tuple[Share, int]] = []
    shortest = min((len(row.code) for row in rows), default=0)
    for top in most_first(row for row in rows if len(row.code) == shortest):
        below = [row for row in rows if row.code.startswith(top.code) and row is not top]
        made += [(top, depth), *tree(below, depth + 1)]
    return made


def folded(table: Any, head: str, pictured: str, long: int = LONG) -> dict[str, Any]:
    """A table with its first rows, the rest that is folded away, and the closing rows: all, and what has no place."""
    rows = table.rows
    return {
        "table": table,
        "head": head,
        "pictured": pictured,
        "first": rows[:long],
        "rest": rows[long:],
        "last": [each for each in (table.unplaced, table.total) if each is not None],
    }


def choices(view: Any, filters: Filters) -> list[dict[str, Any]]:
    """The lists of the filter form: what the store holds, else what the library knows, with what is chosen marked."""
    held = view.choices
    made = []
    for name, label in (
        ("country", say("Land", "Country")), ("nuts", say("Län", "County")), ("year", say("År", "Year")),
        ("text_read", say("Läst text", "Text read")), ("buyer_kind", say("Sorts köpare", "Kind of buyer")),
        ("platform", say("Annonsplattform", "Advertising platform")), ("format", say("Källa", "Source")),
        ("r", say("R-steg", "R-step")), ("goal", say("Mål", "Goal")),
        ("kind", say("Sorts krav", "Kind of requirement")), ("concept", say("Begrepp", "Concept")),
    ):  # fmt: skip
        now = str(getattr(filters, name)) if getattr(filters, name) is not None else ""
        options = [
            (str(code), f"{text.within(language())} ({count})") for code, text, count in held.get(name, ())
        ] or [(code, value_of(name, code).within(language())) for code in known(name, view)]
        if now and now not in [code for code, _ in options]:
            options.insert(0, (now, value_of(name, now).within(language())))
        if options:
            made.append({"name": name, "label": label, "now": now, "options": options})
    return made


def known(name: str, view: Any) -> tuple[str, ...]:
    if name == "nuts":
        return tuple(row.code for row in view.tables["county"].rows)
    if name == "r":
        return (*(step.value for step in RStep), "R3-R8", "R*")
    if name == "goal":
        return tuple(goal.id for goal in library().goals)
    if name == "concept":
        shown = [each for each in concepts() if not each.startswith("neg_")]
        return tuple(sorted(shown, key=lambda code: value_of("concept", code).within(language()).casefold()))
    return tuple(CODES.get(name, ()))


def counties(view: Any) -> list[dict[str, Any]]:
    """The tiles of the map: place in the grid, the row of the table, and how strong the colour is (0–100)."""
    rows = {row.code: row for row in view.tables["county"].rows if row.of}
    most = max((row.share or 0 for row in rows.values()), default=0) or 1
    return [
        {"row": rows.get(tile.code), "code": tile.code, "short": BREAKS.sub("\u00ad", tile.narrow.replace("- ", "")),
         "x": tile.x + 1, "y": tile.y + 1,
         "heat": round(100 * (rows[tile.code].share or 0) / most) if tile.code in rows else 0,
         "link": link(rows[tile.code].query) if tile.code in rows else ""}
        for tile in tiles()
    ]  # fmt: skip


def found_in_words() -> tuple[str, ...]:
    """The heads of the matrix, in the order of FOUND."""
    return (
        say("Orden ber uttryckligen", "The words ask explicitly"),
        say("I förbigående eller svagt", "Incidental or weak"),
        say("Inget funnet", "Nothing found"),
    )


def matrix(found: Any) -> list[dict[str, Any]]:
    """The declared-found matrix as rows of (cell, head), in the order people read it."""
    cells = {(cell.declared, cell.found): cell for cell in found.cells}
    names = {
        True: say("Miljöhänsyn angivet", "Environmental aim declared"),
        False: say("Angivet att det inte gäller", "Declared as not applying"),
        None: say("Inget angivet", "Nothing stated"),
    }
    return [
        {
            "name": names[declared],
            "cells": [
                (cells.get((declared, each)), head)
                for each, head in zip(FOUND, found_in_words(), strict=True)
            ],
        }
        for declared in DECLARED
    ]


def cpv_steps(filters: Filters) -> list[dict[str, str]]:
    """The way down the CPV tree: each level above the chosen one, with its address."""
    made = [{"name": say("Alla CPV-grupper", "All CPV groups"), "link": link(filters.without("cpv"))}]
    for length in range(2, len(filters.cpv) + 1):
        code = filters.cpv[:length]
        name = cpv_name(code.ljust(8, "0"), language())
        if name or code == filters.cpv:
            made.append({"name": f"{code} {name}".strip(), "link": link(filters.query() | {"cpv": code})})
    return made
