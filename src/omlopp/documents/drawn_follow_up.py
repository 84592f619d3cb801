"""A procurement's follow-up of one indicator, as a picture and in words: domain values in, a Picture out."""

from datetime import date

from omlopp.documents.drawn import indicator_name, measured_one, share_base
from omlopp.documents.pictures.promised_series import Point, Series, promised_series
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.indicators.promises import Promise, promise_of
from omlopp.domain.indicators.schedule import asked, contract_days
from omlopp.domain.model.indicators import Indicator, Measured, Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import number, per_cent


def indicator_series(
    procurement: Procurement, card: Indicator, library: Library, today: date, language: Language
) -> Series:
    """Every standing measurement of the indicator, and what is asked for and not answered by `today`."""
    own = sorted(
        (one for one in procurement.measurements if one.indicator == card.id), key=lambda one: one.measured_on
    )
    late = {
        due.day
        for each in asked(procurement, today)
        if each.chosen.criterion.measured_by == card.id
        for due in each.late
    }
    promise = promise_of(procurement, card.id)
    points = []
    for one in own:
        value = measured_one(one, library)
        points.append(
            Point(
                one.measured_on,
                one.stage,
                value.value,
                with_figures(card, value, language),
                of(card, value, language),
            )
        )
    return Series(
        indicator=indicator_name(card.id, procurement, library, language),
        unit=share_base(card, language) if card.formula == "share" else card.unit.within(language),
        share=card.formula == "share",
        direction=card.direction,
        promised=promise.value if promise else None,
        promise=promise_in_words(card, promise, language),
        points=tuple(points),
        late=tuple(sorted(late)),
        promise_from=contract_days(procurement)[0],
    )


def series_pictures(series: Series, language: Language) -> tuple[Picture, Picture]:
    """The same for a wide and for a narrow page."""
    return promised_series(series, language), promised_series(series, language, narrow=True)


def with_figures(card: Indicator, value: Measured, language: Language) -> str:
    """`31 % (980 av 3 160 kg)`: a share never without what it is a share of. The words for unknown without a value."""
    if value.value is None:
        return say("unknown", language)
    if card.formula != "share":
        return number(value.value, card.unit.within(language), language)
    shown = per_cent(value.value, language)
    if value.base is None:
        return f"{shown} {say('picture.series.of', language, what=share_base(card, language))}"
    part = value.facts.get(card.inputs[0].id, value.value * value.base)
    unit = card.inputs[1].unit.within(language)
    return say(
        "picture.series.share", language, share=shown, part=number(part, "", language),
        whole=number(value.base, unit, language),
    )  # fmt: skip


def of(card: Indicator, value: Measured, language: Language) -> str:
    """`av 3 160 kg`: what a percentage is a share of; empty for what is no share."""
    if card.formula != "share" or value.base is None:
        return ""
    whole = number(value.base, card.inputs[1].unit.within(language), language)
    return say("picture.series.of", language, what=whole)


def promise_in_words(card: Indicator, promise: Promise | None, language: Language) -> str:
    """`Avtalat: 40 % av levererade kg`; the words for no promise."""
    if promise is None:
        return say("picture.promised.no_promise", language)
    shown = with_figures(card, Measured(card.id, Stage.CONTRACT, promise.value), language)
    return say(f"picture.series.{promise.origin}", language, value=shown)
