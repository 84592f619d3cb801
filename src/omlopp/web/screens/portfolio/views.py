"""The portfolio: what a person's procurements show together, one indicator at a time. There is no total score."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.documents.drawn import share_base
from omlopp.documents.drawn_follow_up import with_figures
from omlopp.documents.pictures.portfolio import Side, amount, signed, spoken
from omlopp.documents.pictures.portfolio import against_baseline as against_picture
from omlopp.documents.pictures.portfolio import why_changed as why_picture
from omlopp.domain.indicators.found import Found
from omlopp.domain.indicators.uncertain import DRAWS, SEED, Interval
from omlopp.domain.model.indicators import FactorUsed, Indicator, Measured, Stage
from omlopp.domain.portfolio.sums import Contract, adds_up
from omlopp.flows import portfolio as flow
from omlopp.flows.portfolio import CORRELATION, CORRELATIONS, Depth, Item, Row
from omlopp.library.load import library
from omlopp.library.numbers import number, per_cent
from omlopp.web import method
from omlopp.web.pages import reads, signed_in
from omlopp.web.records.portfolio import items
from omlopp.web.words import language, say


@dataclass(frozen=True)
class Chosen:
    """The procurements looked at: real ones or exercises, never both in one sum."""

    items: list[Item]
    exercise: bool
    real: int
    exercises: int


def chosen(request: HttpRequest) -> Chosen:
    """Real procurements, unless there are none that measure anything or the reader asks for the exercises."""
    every = items(signed_in(request))
    real = [each for each in every if not each.exercise]
    exercises = [each for each in every if each.exercise]
    asked = request.GET.get("slag", "")
    nothing = not any(each.measurements for each in real) and any(each.measurements for each in exercises)
    exercise = asked == "ovning" or (asked != "verkliga" and nothing)
    return Chosen(exercises if exercise else real, exercise, len(real), len(exercises))


@dataclass(frozen=True)
class Line:
    """An indicator as the list shows it."""

    row: Row
    now: str
    before: str
    known: int
    known_before: int
    of: int


@reads
def portfolio(request: HttpRequest) -> HttpResponse:
    looked = chosen(request)
    found = flow.rows(looked.items, library().indicators)
    lines = [
        Line(
            row,
            in_words(row.card, row.now.found),
            in_words(row.card, row.before.found),
            len(row.now.known),
            len(row.before.known),
            len(row.contracts) + len(row.other_rules),
        )
        for row in found
    ]
    context = {
        "section": "portfolio",
        "looked": looked,
        "lines": lines,
        "slag": slag(looked),
        "stocked": flow.stocked(looked.items),
        "hindsight": sum(each.in_hindsight for each in looked.items),
    }
    return render(request, "portfolio/portfolio.html", context)


def slag(looked: Chosen) -> str:
    return "ovning" if looked.exercise else "verkliga"


def in_words(card: Indicator, found: Found | None) -> str:
    """A share with its whole; an amount with its unit; unknown where nothing is known."""
    if not adds_up(card):
        return say("summeras inte", "no sum")
    if found is None or found.value is None:
        return say("okänt", "unknown")
    if not card.is_share:
        return number(found.value, card.unit.within(language()), language())
    shown = per_cent(found.value, language())
    return say(f"{shown} av {share_base(card, 'sv')}", f"{shown} of {share_base(card, 'en')}") + beside(found)


def beside(found: Found) -> str:
    """Tonnes, pieces or kronor that a share is shown with."""
    units = {"tonnes": say("ton", "tonnes"), "pieces": say("st", "items"), "value_sek": "kr", "m3": "m³"}
    told = [
        number(round(value, 3), units[name], language())
        for name, value in found.beside.items()
        if value is not None and name in units
    ]
    return f" ({', '.join(told)})" if told else ""


@dataclass(frozen=True)
class Told:
    """A procurement's line on an indicator's page."""

    id: str
    title: str
    now: str
    before: str
    contract: Contract
    judged: bool


@reads
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    looked = chosen(request)
    if not any(indicator in each.indicators for each in looked.items):
        raise Http404
    row = flow.row(indicator, looked.items, library().indicators)
    correlation = asked_correlation(request)
    found = flow.depth(row, correlation)
    titles = {each.id: each.title for each in looked.items}
    lines = [
        Told(each.id, titles[each.id], said(row.card, each, False), said(row.card, each, True), each, True)
        for each in row.contracts
    ]
    context: dict[str, Any] = {
        "section": "portfolio",
        "looked": looked,
        "slag": slag(looked),
        "row": row,
        "card": row.card,
        "adds_up": adds_up(row.card),
        "method_title": method.title(row.card.method),
        "now": in_words(row.card, row.now.found),
        "before": in_words(row.card, row.before.found),
        "bounds": bounds(row.card, row.now.found),
        "of": len(row.contracts) + len(row.other_rules),
        "lines": sorted(lines, key=lambda line: line.contract.now is not None),
        "other": [(pk, titles[pk]) for pk in row.other_rules],
        "depth": found,
        "factors": factors(row.contracts),
        "correlations": [
            (f"{each:g}", number(Decimal(str(each)), language=language()), each == correlation)
            for each in CORRELATIONS
        ],
        "draws": DRAWS,
        "seed": SEED,
    }
    return render(request, "portfolio/indicator.html", context | pictures(row, found))


def asked_correlation(request: HttpRequest) -> float:
    given = request.GET.get("samband", "")
    return next((each for each in CORRELATIONS if f"{each:g}" == given), CORRELATION)


def said(card: Indicator, each: Contract, before: bool) -> str:
    result = each.before if before else each.now
    measured = each.measured_before if before else each.measured_now
    if result is None or measured is None or result.found.value is None:
        return say("okänt", "unknown") if measured else say("inte mätt", "not measured")
    base = None
    if card.formula in ("share", "per"):
        base = measured.inputs.get(card.inputs[1].id)
    return with_figures(
        card, Measured(card.id, Stage.END, result.found.value, base, (), dict(measured.inputs)), language()
    )


def bounds(card: Indicator, found: Found | None) -> str:
    """What the sum would be were all that is unknown at its worst and at its best; nothing where all is known."""
    if found is None or found.low is None or found.low == found.high:
        return ""
    if card.is_share and found.high is not None:
        return f"{per_cent(found.low, language())}–{per_cent(found.high, language())}"
    low = number(found.low, card.unit.within(language()), language())
    return say(f"minst {low}", f"at least {low}")


def factors(contracts: Sequence[Contract]) -> list[FactorUsed]:
    """Every factor behind the figures, once."""
    measured = [one for each in contracts for one in (each.measured_now, each.measured_before) if one]
    return list(dict.fromkeys(factor for one in measured for factor in one.factors))


def pictures(row: Row, found: Depth) -> dict[str, Any]:
    """The two pictures, wide and narrow, with the words beside them."""
    unit, what = counted(row.card)
    made: dict[str, Any] = {"unit": unit, "what": what}
    if found.against:
        one = found.against.compared
        sides = (
            Side(
                say("Med nulägets andel eller mängd", "With the share or amount of the baseline"),
                one.baseline,
            ),
            Side(say("Nu", "Now"), one.offer),
        )
        title = say(f"Nu mot nuläget: {what}", f"Now against the baseline: {what}")
        for name, narrow in (("against", False), ("against_narrow", True)):
            made[name] = against_picture(*sides, unit, title, language(), narrow=narrow)
        made["baseline_words"] = spoken(one.baseline, unit, language())
        made["now_words"] = spoken(one.offer, unit, language())
        # saved = baseline − now; what is told is now − baseline
        turned = Interval(-one.saved.high, -one.saved.median, -one.saved.low)
        made["difference"] = " ".join(
            (signed(Decimal(turned.median), unit, language()),
             f"({signed(Decimal(turned.low), '', language())} – {signed(Decimal(turned.high), unit, language())})")
        )  # fmt: skip
        made["better"] = in_ten(found.against.better)
    if found.change:
        title = say(f"Varför det har ändrats: {what}", f"Why it has changed: {what}")
        for name, narrow in (("why", False), ("why_narrow", True)):
            made[name] = why_picture(found.change, unit, title, language(), narrow=narrow)
        change = found.change
        made["change_rows"] = [
            (say(*words), amount(value, unit, language()) if total else signed(value, unit, language()))
            for words, value, total in (
                (("Före", "Before"), change.before, True),
                (("Nyare faktorer", "Newer factors"), change.factor_update, False),
                (("Mer eller mindre levererat", "More or less delivered"), change.volume, False),
                (
                    ("Annan fördelning mellan upphandlingarna", "Another mix of the procurements"),
                    change.mix,
                    False,
                ),
                (("Högre eller lägre andel", "Higher or lower share"), change.intensity, False),
                (("Nu", "Now"), change.after, True),
            )
        ]
    return made


def in_ten(better: float) -> str:
    """A chance in words that do not promise more than the draws can tell."""
    draws = round(better * DRAWS)
    of = number(DRAWS, language=language())
    return say(
        f"{number(draws, language='sv')} av {of} dragningar", f"{number(draws, language='en')} of {of} draws"
    )


def counted(card: Indicator) -> tuple[str, str]:
    """The unit that is compared, and what is counted in it: a share's part, else the indicator itself."""
    if card.formula == "share":
        return card.inputs[0].unit.within(language()), card.inputs[0].name.within(language())
    return card.unit.within(language()), card.name.within(language())


@reads
def method_page(request: HttpRequest, page: str) -> HttpResponse:
    """A method page as it stands in docs/method."""
    text = method.read(page)
    if text is None:
        raise Http404
    made = method.as_html(text)
    return render(request, "portfolio/method.html", {"section": "portfolio", "page": page, "made": made})
