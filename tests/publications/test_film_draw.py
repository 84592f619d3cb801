"""Scenes drawn: what stands in a frame, that it can be read, and what an odd portfolio does to it."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from omlopp.documents.film.draw import DRAWN, LATE, frame, settled
from omlopp.documents.film.pace import LengthOutside, Limits, Pace, seconds, timed, within
from omlopp.documents.film.shot import DoesNotFit, Item, Shot, TextTooLong
from omlopp.documents.film.stage import HEIGHT, LEFT, RIGHT, SMALLEST, WIDTH

PACE = Pace(words_a_second=2.8, characters_a_second=15, rest=1.3, least=5, film_least=1, film_most=300)
LIMITS = Limits(kicker=40, title=76, text=170, point=110, label=52, quote=240, narration=235)
LADDER = tuple(
    Item(
        name,
        Decimal(yes),
        f"{yes} av 80",
        of=Decimal(80),
        unknown=80 - yes - 2,
        unknown_shown=f"{78 - yes} okänt",
        mark=mark,
    )
    for mark, name, yes in (("a", "Frågar", 58), ("b", "Får", 23), ("c", "Mer", 10), ("d", "Bevisat", 4))
)


def shot(kind: str, *items: Item, **more: object) -> Shot:
    return Shot("scene", kind, "En rubrik", items=items, **more)  # type: ignore[arg-type]


EVERY = {
    "card": shot("card", points=("Ett", "Två"), ring=True),
    "quote": shot("quote", text="4 kap. 1 § LOU"),
    "number": shot("number", Item("på ett år", Decimal(803), "803 miljarder kronor")),
    "bars": shot("bars", Item("Kostnad", Decimal(9), "9 av 29"), Item("Vana", Decimal(8), "8 av 29")),
    "ladder": shot("ladder", *LADDER),
    "before_after": shot(
        "before_after",
        Item("Före", Decimal("0.1"), "10 %", aside=True),
        Item("Efter", Decimal("0.3"), "30 %"),
        Item("Lovat", Decimal("0.4"), "40 %", promise=True),
    ),
    "interval": shot(
        "interval",
        Item("", Decimal("-0.1"), "−0,1 anbud", low=Decimal("-0.4"), high=Decimal("0.2")),
        points=("färre", "fler"),
    ),
    "chain": shot("chain", *(Item(f"Länk {n}", mark="open" if n == 4 else "") for n in range(10))),
    "goals": shot("goals", *(Item(f"Mål {letter}", Decimal(3), "3 av 9", mark=letter) for letter in "ABCDE")),
    "way": shot("way", *(Item(f"Fas {n}") for n in range(9)), points=("Åter till behovet",)),
    "map": shot(
        "map",
        Item("SE", Decimal(57), "57", low=Decimal(0), high=Decimal(0), mark="SE"),
        Item("", None, "", low=Decimal(1), high=Decimal(1), mark="CY"),
    ),
    "sources": shot("sources", points=("Källa ett", "Källa två")),
}


def texts(one: Shot, t: float = LATE) -> list[etree._Element]:
    return list(etree.fromstring(frame(one, t)).iter("{*}text"))


def said(one: Shot, t: float = LATE) -> str:
    return " ".join("".join(text.itertext()) for text in texts(one, t))


def test_every_kind_of_scene_is_tried_here() -> None:
    assert set(EVERY) == set(DRAWN)


@pytest.mark.parametrize("kind", EVERY)
def test_a_scene_that_has_come_in_shows_all_it_has_to_say(kind: str) -> None:
    one = EVERY[kind]
    shown = said(one)
    assert one.title in shown
    for item in one.items:
        assert item.shown in shown


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_moves_after_it_is_settled(kind: str) -> None:
    one = EVERY[kind]
    assert frame(one, settled(one)) == frame(one, settled(one) + 5)


@pytest.mark.parametrize("kind", EVERY)
def test_text_is_large_enough_and_within_the_margins(kind: str) -> None:
    for text in texts(EVERY[kind]):
        assert float(text.get("font-size", "0")) >= SMALLEST
        assert 0 < float(text.get("y", "0")) < HEIGHT * 0.91  # below it a player lays its subtitles
        x, anchor = float(text.get("x", "0")), text.get("text-anchor")
        assert LEFT - 4 <= x <= RIGHT + 4 or anchor == "middle"


@pytest.mark.parametrize("kind", EVERY)
def test_an_exercise_is_told_in_the_very_first_frame_and_in_the_last(kind: str) -> None:
    one = Shot(
        **{**{name: getattr(EVERY[kind], name) for name in Shot.__slots__}, "exercise": "ÖVNING – påhittat"}
    )
    for t in (0.0, 0.5, LATE):
        assert "ÖVNING" in said(one, t)


def test_numbers_are_never_counted_up() -> None:
    one = EVERY["number"]
    shown = {said(one, t / 10) for t in range(40)}
    assert all("803" in text or not re.search(r"\d", text) for text in shown)


def test_bars_begin_at_zero_and_keep_their_proportions() -> None:
    bars = [
        each
        for each in etree.fromstring(frame(EVERY["bars"], LATE)).iter("{*}rect")
        if "f-forest" in each.get("class", "")
    ]
    first, second = (float(each.get("width", "0")) for each in bars)
    assert first / second == pytest.approx(9 / 8, rel=0.01)
    assert bars[0].get("x") == bars[1].get("x")


def test_what_is_unknown_is_open_and_said_never_drawn_as_zero() -> None:
    one = shot("bars", Item("Mätt", Decimal(4), "4 kg"), Item("Inte mätt", None, "okänt"))
    assert "okänt" in said(one)
    dashed = [
        each for each in etree.fromstring(frame(one, LATE)).iter("{*}rect") if each.get("stroke-dasharray")
    ]
    assert len(dashed) == 1


@pytest.mark.parametrize(
    "one",
    [
        shot("bars", Item("Ensam", Decimal(3), "3 fall")),
        shot("bars", Item("Ett", None, "okänt"), Item("Två", None, "okänt")),
        shot("bars", Item("Ingen", Decimal(0), "0 fall")),
        shot("ladder", *(Item("Steg", Decimal(0), "0 av 0", of=Decimal(0), mark=mark) for mark in "abcd")),
        shot("ladder", *(Item("Steg", None, "okänt", mark=mark) for mark in "abcd")),
        shot("interval", Item("", None, "okänt")),
        shot("number", Item("inget än", None, "okänt")),
        shot("map"),
        shot("goals"),
        shot("way", Item("Ensam fas")),
    ],
    ids=lambda one: f"{one.kind}-{len(one.items)}",
)
def test_an_empty_single_or_unknown_portfolio_still_makes_a_picture(one: Shot) -> None:
    assert one.title in said(one)


def test_effects_are_drawn_about_one_zero_each_within_its_interval() -> None:
    one = shot(
        "interval",
        Item("I titeln", Decimal(130), "130 procent", low=Decimal(2), high=Decimal(388)),
        Item("Flaggan", Decimal(23), "23 procent", low=Decimal(-8), high=Decimal(63)),
        points=("färre", "fler"),
    )
    drawn = etree.fromstring(frame(one, LATE))
    bands = [each for each in drawn.iter("{*}rect") if each.get("fill") == "#BFD2CB"]
    dots = [float(each.get("cx", "0")) for each in drawn.iter("{*}circle")]
    ends = [(float(b.get("x", "0")), float(b.get("x", "0")) + float(b.get("width", "0"))) for b in bands]
    middle = (LEFT + RIGHT) / 2
    assert len(bands) == len(dots) == 2
    assert all(low < dot < high for (low, high), dot in zip(ends, dots, strict=True))
    assert ends[0][0] > middle > ends[1][0]  # the first leaves zero, the second covers it
    assert "I titeln" in said(one) and "23 procent" in said(one)


def test_a_source_of_many_words_is_shortened_on_the_screen_and_leaves_room_for_the_others() -> None:
    long = "Uppgifter: Upphandlingsmyndigheten. Bearbetning: Omlopp. " * 6
    shown = said(shot("sources", points=(*(f"Källa {n}" for n in range(10)), long, "Den sista källan")))
    assert "Den sista källan" in shown and "…" in shown


def test_markup_in_a_name_is_shown_as_it_is_written() -> None:
    one = shot("bars", Item("<b>Bolaget</b> & co", Decimal(1), '1 "st"'))
    assert "<b>Bolaget</b> & co" in said(one)


def test_a_text_over_its_limit_is_refused_with_scene_and_limit() -> None:
    with pytest.raises(TextTooLong) as refused:
        within(Shot("opening", "card", "x" * 77), LIMITS, "sv")
    assert refused.value.facts == {
        "scene": "opening",
        "field": "title",
        "language": "sv",
        "length": 77,
        "limit": 76,
    }


def test_a_text_within_its_limit_that_does_not_fit_is_refused_not_cut() -> None:
    with pytest.raises(DoesNotFit) as refused:
        settled(Shot("opening", "card", "MMMMMMM " * 9, ring=True))
    assert refused.value.facts["scene"] == "opening"


def test_carbon_dioxide_keeps_the_letters_of_the_rest() -> None:
    one = shot("number", Item("", Decimal(1), "1 ton CO₂e"))
    assert "₂" not in said(one) and "CO2e" in said(one)


@given(st.text(max_size=150), st.floats(0, 60))
@settings(max_examples=60, deadline=None)
def test_a_scene_stands_long_enough_to_be_read_and_heard(narration: str, spoken: float) -> None:
    one = Shot("scene", "card", "Rubrik", narration=narration)
    stands = seconds(one, PACE, 2.0, spoken)
    assert stands >= max(spoken, len(narration) / PACE.characters_a_second, PACE.least) + PACE.rest


def test_a_film_of_another_length_than_asked_is_refused() -> None:
    strict = Pace(2.8, 15, 1.3, 5, film_least=180, film_most=300)
    with pytest.raises(LengthOutside):
        timed([(EVERY["card"], 2.0, 0.0)], strict, "sv")
    assert len(timed([(EVERY["card"], 2.0, 0.0)], strict, "sv", whole=False)) == 1


def test_scenes_follow_one_another_without_a_gap() -> None:
    placed = timed([(one, settled(one), 0.0) for one in EVERY.values()], PACE, "sv")
    for one, other in pairwise(placed):
        assert one.first + one.frames == other.first


def test_a_new_narration_draws_nothing_again_but_a_new_number_does() -> None:
    one = EVERY["card"]
    told = Shot(**{**{name: getattr(one, name) for name in Shot.__slots__}, "narration": "något annat"})
    other = Shot(**{**{name: getattr(one, name) for name in Shot.__slots__}, "title": "något annat"})
    assert one.digest() == told.digest() != other.digest()


def test_the_frame_is_as_wide_as_it_says() -> None:
    assert etree.fromstring(frame(EVERY["card"], 0)).get("viewBox") == f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
