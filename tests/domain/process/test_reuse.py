"""Reuse first: what is needed, what is found, what remains – and what two people can promise of one thing."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.process.reuse import Held, Moved, NotEnough, PiecesWrong, effect, matches, met, reserve

DAY = date(2026, 3, 2)
CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/reuse/own.yaml").read_text("utf-8"))
PIECES = st.integers(0, 500)


@pytest.mark.parametrize("case", CASES["effects"], ids=lambda case: case["says"])
def test_the_effect_of_what_is_found(case: dict[str, Any]):
    found = effect(case["needed"], case["found"])
    assert (found.remaining, found.over, found.enough) == (case["remaining"], case["over"], case["enough"])


@pytest.mark.parametrize("case", CASES["sums"], ids=lambda case: case["says"])
def test_a_sum_tells_what_it_stands_on(case: dict[str, Any]):
    def known(value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    moved = [
        Moved(one["pieces"], known(one.get("kg")), known(one.get("price")), one.get("source", ""))
        for one in case["moved"]
    ]
    found = met(moved)
    assert (found.pieces, found.with_mass, found.with_price) == (
        case["pieces"],
        case["with_mass"],
        case["with_price"],
    )
    assert (found.mass_kg, found.avoided_sek) == (known(case["kg"]), known(case["sek"]))


@given(needed=PIECES, found=PIECES)
def test_what_remains_and_what_is_over_make_up_the_need(needed: int, found: int):
    one = effect(needed, found)
    assert one.remaining is not None and one.remaining >= 0
    assert one.found - one.over + one.remaining == needed
    assert not (one.over and one.remaining)


@given(pieces=PIECES, wanted=st.lists(st.integers(-3, 200), max_size=12))
def test_however_many_ask_no_more_is_promised_than_stands_there(pieces: int, wanted: list[int]):
    """Each in turn: what cannot be met is refused whole, and changes nothing."""
    reserved = 0
    for asked in wanted:
        item = Held("1", "Bord", pieces, reserved)
        if asked < 1:
            with pytest.raises(PiecesWrong):
                reserve(item, asked)
        elif asked > pieces - reserved:
            with pytest.raises(NotEnough) as refused:
                reserve(item, asked)
            assert refused.value.facts["free"] == pieces - reserved
        else:
            reserved = reserve(item, asked)
        assert 0 <= reserved <= pieces


def test_a_lower_count_than_what_is_promised_leaves_nothing_free():
    assert Held("1", "Bord", 3, 5).free == 0


@given(moved=st.lists(st.builds(
    Moved, st.integers(1, 99), st.none() | st.decimals(0, 99, places=2), st.none() | st.decimals(0, 99, places=2),
    st.sampled_from(["", " ", "Avtal 7"]),
)))  # fmt: skip
def test_the_unknown_is_never_zero(moved: list[Moved]):
    found = met(moved)
    assert (found.mass_kg is None) == (found.with_mass == 0)
    assert (found.avoided_sek is None) == (found.with_price == 0)
    assert max(found.with_mass, found.with_price) <= found.pieces


def ranked(**given_: Any) -> list[str]:
    items = [
        Held("desk", "Skrivbord", 4, 0, group="furniture"),
        Held("coded", "Höj- och sänkbart", 9, 0, cpv="39121100", group="furniture"),
        Held("shelf", "Hylla", 50, 0, group="furniture"),
        Held("taken", "Skrivbord, ek", 2, 2, group="furniture"),
        Held("broken", "Skrivbord, skadat", 9, 0, group="furniture", use="after_repair"),
        Held("scrap", "Skrivbord, uttjänt", 9, 0, group="furniture", use="no"),
        Held("fridge", "Kylskåp", 5, 0, group="white_goods"),
    ]
    words = {id: ["skrivbord"] for id in ("desk", "taken", "broken", "scrap")}
    asked = {"cpv": ["39121000"], "groups": ["furniture"], "words": words, "on": DAY} | given_
    return [one.item.id for one in matches(items, **asked)]


def test_words_and_codes_go_before_the_group_and_what_is_taken_stands_last():
    assert ranked() == ["coded", "desk", "broken", "shelf", "taken"]


def test_what_cannot_be_used_or_is_of_another_kind_is_not_proposed():
    assert not {"scrap", "fridge"} & set(ranked())


def test_a_thing_of_the_same_group_alone_is_not_called_close():
    items = [Held("shelf", "Hylla", 5, group="furniture")]
    assert [one.close for one in matches(items, cpv=[], groups=["furniture"], words={}, on=DAY)] == [False]


def test_nothing_known_of_the_need_proposes_nothing():
    assert ranked(cpv=[], groups=[], words={}) == []
