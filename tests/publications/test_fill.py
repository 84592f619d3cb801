"""Figures in sentences: what is shown is the figure, what is not known is said, and no share is shown without its base."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.errors import UnknownFigure, UnknownShow
from omlopp.flows.publications.fill import SHOWS, Figures, placed, stray
from omlopp.library.load import library

NAMES = library().names
UNITS = sorted(set(NAMES.tables["unit"]) - {"text", "day"})
SOURCE = ("Påhittat underlag", "Invented data")


def figure(value: Decimal | str | None, unit: str = "kg", **more: object) -> Figure:
    return replace(Figure("x.y", value, unit, SOURCE, "page.md"), **more)  # type: ignore[arg-type]


def told(one: Figure, how: str = "", language: str = "sv", smallest: int = 5) -> str:
    return Figures({one.id: one}, language, NAMES, smallest).show(one.id, how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "one, how, sv, en",
    [
        (figure(Decimal(1260)), "", "1 260 kg", "1,260 kg"),
        (figure(Decimal(1), "procurements"), "", "1 upphandling", "1 procurement"),
        (figure(Decimal(3), "procurements"), "", "3 upphandlingar", "3 procurements"),
        (figure(Decimal(12), "procurements", base=80), "of", "12 av 80 (15 %)", "12 of 80 (15%)"),
        (figure(Decimal("0.15"), "share", base=80), "of", "12 av 80 (15 %)", "12 of 80 (15%)"),
        (figure(Decimal("0.15"), "share", base=80), "", "15 % av 80", "15% of 80"),
        (figure(Decimal(2), "procurements", base=4), "of", "2 av 4", "2 of 4"),
        (figure(Decimal(0), "procurements", base=0), "of", "0 av 0", "0 of 0"),
        (figure(None, "procurements", base=80), "of", "okänt av 80", "unknown of 80"),
        (figure(None, "t_co2e"), "", "okänt", "unknown"),
        (figure(Decimal(40), low=Decimal(30), high=Decimal(55)), "range", "40 kg (30–55 kg)", "40 kg (30–55 kg)"),
        (figure(Decimal(23), low=Decimal(-8), high=Decimal(63)), "range", "23 kg (−8 till 63 kg)", "23 kg (−8 to 63 kg)"),
        (figure(Decimal("-9.1")), "", "−9 kg", "−9 kg"),
        (figure("2026-11-22", "day"), "", "22 november 2026", "22 November 2026"),
        (figure(Decimal(12), base=80, unknown=7), "unknown", "7", "7"),
        (figure(Decimal(12), base=80), "base", "80", "80"),
    ],
)  # fmt: skip
def test_a_figure_as_people_read_it(one: Figure, how: str, sv: str, en: str):
    for language, wanted in (("sv", sv), ("en", en)):
        assert told(one, how, language).replace("\N{NO-BREAK SPACE}", " ") == wanted


def test_no_share_of_a_base_smaller_than_disclosure_allows():
    one = figure(Decimal("0.5"), "share", base=4)
    assert "%" not in told(one) + told(one, "of")
    assert "%" in told(replace(one, base=5))


def test_an_unknown_at_the_beginning_of_a_sentence_begins_with_a_capital():
    shown = Figures({"x.y": figure(None, base=3)}, "sv", NAMES)
    assert shown.fill("{x.y|of} är visade.") == "Okänt av 3 är visade."


def test_a_text_that_names_nothing_is_refused_by_name():
    shown = Figures({}, "sv", NAMES)
    with pytest.raises(UnknownFigure) as refused:
        shown.fill("Det är {no.such}.")
    assert refused.value.facts["figure"] == "no.such"
    with pytest.raises(UnknownShow):
        Figures({"x.y": figure(Decimal(1))}, "sv", NAMES).show("x.y", "almost")


figures = st.builds(
    Figure,
    st.just("x.y"),
    st.none() | st.decimals(Decimal(-10) ** 9, Decimal(10) ** 9, places=3, allow_nan=False),
    st.sampled_from(UNITS),
    st.just(SOURCE),
    st.just("page.md"),
    st.none() | st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.none() | st.decimals(-100, 0, places=2),
    st.none() | st.decimals(0, 100, places=2),
    st.just(()),
    st.integers(0, 3),
)


@given(one=figures, how=st.sampled_from(SHOWS), language=st.sampled_from(["sv", "en"]))
def test_whatever_the_figure_is_it_reads_as_words_and_is_remembered(one: Figure, how: str, language: str):
    shown = Figures({one.id: one}, language, NAMES, 5)  # type: ignore[arg-type]
    said = shown.fill("Talet är {x.y" + (f"|{how}" if how else "") + "} i år.")
    assert said.startswith("Talet är ") and said.endswith(" i år.") and len(said) > len("Talet är  i år.")
    assert "None" not in said and "{" not in said
    assert shown.used == {"x.y": {how: said.removeprefix("Talet är ").removesuffix(" i år.")}}


@given(st.text(alphabet="ab {}|.\n", max_size=40))
def test_braces_that_are_no_placeholder_are_found_before_anything_is_built(text: str):
    whole = "".join(re.split(r"\{\{|\}\}|\{[A-Za-z][\w.-]*(?:\|[a-z]+)?\}", text))
    assert bool(stray(text)) == any(char in "{}" for char in whole)
    assert all(id and how in (how, "") for id, how in placed(text))


def test_doubled_braces_stand_as_one():
    assert Figures({}, "sv", NAMES).fill("{{a}}") == "{a}"
