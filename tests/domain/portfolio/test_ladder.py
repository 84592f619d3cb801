"""The a–d ladder: each rung stands on the one below, unknown is never a no, and nothing leaves the base in silence."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.portfolio.ladder import ORDER, RUNGS, alone, climb, counted
from omlopp.domain.portfolio.seen import Answer, Demand, Seen, Told
from omlopp.library.cases import read_exact

ZIJP: dict[str, Any] = read_exact(Path(__file__).parents[2] / "cases/evaluation/zijp_2022.yaml")
ANSWERS: tuple[Answer, ...] = ("no", "unknown", "yes")


def demand(asked: Answer, offered: Answer, market: Answer, shown: Answer, id: str = "1") -> Demand:
    told = [
        Told(answer, f"{name}_{answer}")
        for name, answer in zip("abcd", (asked, offered, market, shown), strict=True)
    ]
    return Demand(id, "", *told)


def seen(*demands: Demand, id: str = "p", position: Any = "counted") -> Seen:
    return Seen(id, id, "own", position, demands)


demands = st.builds(demand, *[st.sampled_from(ANSWERS)] * 4)
many = st.lists(st.builds(lambda d: tuple(d), st.lists(demands, max_size=4)), max_size=12).map(
    lambda held: [seen(*each, id=f"p{number}") for number, each in enumerate(held)]
)


def test_the_published_counts_of_zijp_et_al_come_out():
    rows = []
    for group in ZIJP["applications"]:
        because, market, shown = (
            group["because"],
            group.get("market", "unknown"),
            group.get("shown", "unknown"),
        )
        for number in range(int(group["number"])):
            told = Told("yes", "asked"), Told("unknown", because), Told(market, because), Told(shown, because)
            rows.append(seen(Demand("1", "", *told), id=f"{because}{number}"))
    found = {one.rung: one for one in counted(climb(each) for each in rows)}
    for rung, expected in ZIJP["expect"].items():
        one = found[rung]
        assert {"yes": len(one.yes), "no": len(one.no), "unknown": len(one.unknown)} == expected, rung
    assert dict(found["d"].because) == ZIJP["why_d"]


def test_a_rung_stands_on_the_one_below():
    """It was delivered, but the market would have given it anyhow: not proven to be more."""
    one = climb(seen(demand("yes", "yes", "no", "yes")))
    assert [each.answer for each in one.rungs] == ["yes", "yes", "no", "no"]
    assert one.top() == "b" and one.stopped() is not None and one.stopped().because == "c_no"
    assert one.shown is not None and one.shown.answer == "yes", "and what the contract showed is told beside"


def test_what_nobody_knows_of_the_market_leaves_the_top_unknown_however_well_it_went():
    one = climb(seen(demand("yes", "yes", "unknown", "yes")))
    assert one.answer("d") == "unknown" and one.rungs[3].because == "c_unknown"
    missed = climb(seen(demand("yes", "yes", "unknown", "no")))
    assert missed.answer("d") == "no", "a broken promise is known, whatever the market gives"


def test_of_several_requirements_the_one_that_came_furthest_speaks():
    one = climb(seen(demand("yes", "no", "no", "no", "1"), demand("yes", "yes", "yes", "unknown", "2")))
    assert [each.answer for each in one.rungs] == ["yes", "yes", "yes", "unknown"]


def test_nothing_asked_is_a_no_and_what_is_not_out_has_no_rungs():
    assert climb(seen()).answer("a") == "no"
    waiting = climb(seen(demand("yes", "yes", "yes", "yes"), position="not_yet"))
    assert waiting.rungs == () and counted([waiting])[0].base == 0


@given(many)
def test_the_four_are_nested_and_yes_no_unknown_make_the_base(rows: list[Seen]):
    found = counted(climb(each) for each in rows)
    for one in found:
        assert len(one.yes) + len(one.no) + len(one.unknown) == one.base == len(rows)
        assert sum(one.because.values()) == one.base - len(one.yes)
    for below, above in pairwise(found):
        assert set(above.yes) <= set(below.yes) and set(below.no) <= set(above.no)
    for each in rows:
        answers = [ORDER[rung.answer] for rung in climb(each).rungs]
        assert answers == sorted(answers, reverse=True)
    assert set(found[-1].yes) <= set(alone(climb(each) for each in rows).yes)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[Seen], shuffle: Any):
    other = list(rows)
    shuffle.shuffle(other)
    for one, same in zip(counted(map(climb, rows)), counted(map(climb, other)), strict=True):
        assert (set(one.yes), set(one.no), set(one.unknown)) == (
            set(same.yes),
            set(same.no),
            set(same.unknown),
        )


@given(many)
def test_one_more_unknown_takes_no_yes_and_no_no_away(rows: list[Seen]):
    more = [*rows, seen(demand("unknown", "unknown", "unknown", "unknown"), id="new")]
    for one, wider in zip(counted(map(climb, rows)), counted(map(climb, more)), strict=True):
        assert wider.yes == one.yes and wider.no == one.no and len(wider.unknown) == len(one.unknown) + 1


@pytest.mark.parametrize("rung", RUNGS)
def test_the_measures_are_worded_as_the_article_words_them(rung: str):
    """The source of the names: what the case file quotes is in the library, too, in our words."""
    from omlopp.library.messages import sentences

    assert ZIJP["measures"][rung] and sentences()[f"evaluation.rung.{rung}"]["sv"]
