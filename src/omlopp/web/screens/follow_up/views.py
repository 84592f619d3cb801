"""Follow-up: what is asked for when, promised against delivered, and what became of missed promises."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.documents.drawn import measured_one, procurement_promised
from omlopp.documents.drawn_follow_up import indicator_series, promise_in_words, series_pictures, with_figures
from omlopp.domain.indicators.plan import follow_up_rows
from omlopp.domain.indicators.promises import Missed, missed, promise_of
from omlopp.domain.indicators.result import Result
from omlopp.domain.indicators.schedule import asked, contract_days
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measurement, Stage
from omlopp.domain.model.procurement import Deviation
from omlopp.domain.model.text import Text
from omlopp.flows.follow_up import judged, result_of
from omlopp.library.load import Library, library
from omlopp.library.numbers import per_cent
from omlopp.web import method
from omlopp.web.pages import Place, place, reads
from omlopp.web.records import convert
from omlopp.web.records.actions import ENDED
from omlopp.web.records.models import DeviationRecord, MeasurementRecord
from omlopp.web.screens.follow_up.fields import quality_words
from omlopp.web.words import keyed, language, say


@reads
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    cards, today = convert.indicators(here.row), timezone.localdate()
    begins, ends = contract_days(here.value)
    found = missed(here.value, cards)
    context = {
        "place": here,
        "rows": follow_up_rows(here.value, cards),
        "picture": procurement_promised(here.value, convert.library_of(here.row), language()),
        "stages": list(Stage),
        "steps": here.steps_of("follow_up"),
        "may_measure": here.may("measure"),
        "may_decide": may_decide(here),
        "asked": asked(here.value, today),
        "begins": begins,
        "ends": ends,
        "open": [shown_miss(each, cards) for each in found if each.decided is None],
        "decided": [shown_miss(each, cards) for each in found if each.decided is not None],
        "cards": cards,
    }
    return render(request, "follow_up/follow_up.html", context)


@dataclass(frozen=True)
class ShownMiss:
    """A missed promise as pages tell it."""

    miss: Missed
    card: Indicator
    promised: str
    realised: str
    clause: int  # the criterion's id; 0 where no clause answers
    decided: Deviation | None


def shown_miss(each: Missed, cards: Mapping[str, Indicator]) -> ShownMiss:
    card = cards[each.measurement.indicator]
    return ShownMiss(
        each,
        card,
        promise_in_words(card, each.promise, language()),
        with_figures(card, each.measured, language()),
        int(each.criterion.id) if each.criterion else 0,
        each.decided,
    )


@reads
def baselines(request: HttpRequest, pk: int) -> HttpResponse:
    """The state before, for the indicators that goals propose: it can be entered as soon as there is a need."""
    here = place(request, pk)
    measured = {one.indicator: one for one in here.value.measurements if one.stage is Stage.BASELINE}
    chosen = {goal.indicator for goal in here.value.goals if goal.indicator}
    chosen |= {each.criterion.measured_by for each in here.value.criteria if each.criterion.follow_up}
    known = {**library().indicators, **convert.indicators(here.row)}
    shown = convert.library_of(here.row)
    groups = []
    goals = convert.goals(here.row.model)
    listed = {name for goal in goals for name in goal.indicators}
    for goal in goals:
        cards = [known[name] for name in goal.indicators if name in known]
        own = [name for name in sorted((chosen | set(measured)) - listed) if name in known]
        extra = [known[name] for name in own if known[name].goals and known[name].goals[0] == goal.id]
        rows = [
            (card, card.id in chosen, measured.get(card.id), _said(card, measured.get(card.id), shown))
            for card in dict.fromkeys([*cards, *extra])
        ]
        groups.append((goal, any(each.goal == goal.id for each in here.value.goals), rows))
    context = {
        "place": here,
        "groups": sorted(groups, key=lambda group: not group[1]),
        "may_measure": here.may("measure"),
    }
    return render(request, "follow_up/baselines.html", context)


def _said(card: Indicator, one: Measurement | None, shown: Library) -> str:
    return with_figures(card, measured_one(one, shown), language()) if one else ""


@dataclass(frozen=True)
class Shown:
    """A record as the indicator's page tells it. `result` None: its figures cannot be worked out."""

    row: MeasurementRecord
    value: Measurement
    said: str
    result: Result | None
    quality: list[tuple[str, str, int | None]]
    judged: int
    figures: list[tuple[str, str, object]]
    standing: bool
    rules_changed: bool
    complete: str  # how much of what is declared, with what it is a share of
    missing_names: list[str]
    says: list[str]


@reads
def indicator_page(request: HttpRequest, pk: int, indicator: str) -> HttpResponse:
    """One indicator: promise, picture, every record with its evidence, and decisions about missed promises."""
    here = place(request, pk)
    cards = convert.indicators(here.row)
    if indicator not in cards:
        raise Http404
    card, today = cards[indicator], timezone.localdate()
    series = indicator_series(here.value, card, convert.library_of(here.row), today, language())
    wide, narrow = series_pictures(series, language())
    standing = {row.pk for row in convert.standing(here.row)}
    rows = here.row.measurements.filter(indicator=indicator).order_by("-measured_on", "-id")
    records = [shown(row, card, here, row.pk in standing) for row in rows.prefetch_related("evidence")]
    found = [
        shown_miss(each, cards)
        for each in missed(here.value, cards)
        if each.measurement.indicator == indicator
    ]
    context = {
        "place": here,
        "card": card,
        "promise": promise_of(here.value, indicator),
        "promise_words": series.promise,
        "wide": wide,
        "narrow": narrow,
        "records": [each for each in records if each.standing],
        "replaced": [each for each in records if not each.standing],
        "open": [each for each in found if each.decided is None],
        "log": DeviationRecord.objects.filter(
            measurement__procurement=here.row, indicator=indicator
        ).select_related("criterion"),
        "followed": [
            each for each in asked(here.value, today) if each.chosen.criterion.measured_by == indicator
        ],
        "stages": list(Stage),
        "may_measure": here.may("measure"),
        "may_decide": may_decide(here),
        "method_title": method.title(card.method),
    }
    return render(request, "follow_up/indicator.html", context)


def may_decide(here: Place) -> bool:
    """Nothing is decided in a procurement that has ended; it must be opened again first."""
    return here.may("measure") and here.row.outcome not in ENDED


def shown(row: MeasurementRecord, card: Indicator, here: Place, standing: bool) -> Shown:
    value = convert.measurement(row)
    names = {each.id: each.name.within(language()) for each in card.inputs}
    try:
        result = result_of(card, value)
    except OmloppError:
        result = None  # figures that an older edition took: shown as they are, without a value
    return Shown(
        row,
        value,
        with_figures(card, measured_one(value, convert.library_of(here.row)), language()),
        result,
        quality_words(value.pedigree),
        judged(value),
        [
            (each.name.within(language()), each.unit.within(language()), value.inputs.get(each.id))
            for each in card.inputs
            if each.needed or each.id in value.inputs
        ],
        standing,
        bool(row.rules and result and row.rules != result.rules),
        completeness(card, result),
        [names.get(name, name) for name in (result.found.missing if result else ())],
        [keyed(f"impact.{kind}.{code}", {}) for kind, codes in said_of(result) for code in codes],
    )


def completeness(card: Indicator, result: Result | None) -> str:
    """`100 % av all levererad vikt`: never without what it is a share of."""
    if result is None or result.found.completeness is None:
        return say("okänd", "unknown")
    share = per_cent(result.found.completeness, language())
    names = {each.id: each.name.within(language()) for each in card.inputs}
    of = names.get(result.found.of) or OF.get(result.found.of, OF["terms"]).within(language())
    of = of[:1].lower() + of[1:]
    return say(f"{share} av {of}", f"{share} of {of}")


OF = {
    "mass_kg": Text("vikten", "the mass"),
    "value_sek": Text("värdet", "the value"),
    "pieces": Text("antalet", "the pieces"),
    "rows": Text("uppgifterna", "what is asked"),
    "terms": Text("uppgifterna", "what is asked"),
}


def said_of(result: Result | None) -> list[tuple[str, tuple[str, ...]]]:
    """What was supposed, and what to look out for."""
    return [("assumed", result.found.assumed), ("warning", result.found.warnings)] if result else []
