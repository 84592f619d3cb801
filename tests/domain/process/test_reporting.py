"""What a supplier is to report and when, and that what came in is what went out or is unknown."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators.errors import PartsExceedWhole
from omlopp.domain.model.criteria import ChosenCriterion, FollowUp
from omlopp.domain.model.text import Text
from omlopp.domain.process.reporting import Left, followed, leftover, periods
from omlopp.library.load import library

START, END = date(2026, 1, 1), date(2027, 12, 31)
SHARE = library().criteria["reused_furniture_share"]


def chosen(
    each: str, indicator: str = "reused_share", lot: str | None = None, id: str = "1"
) -> ChosenCriterion:
    one = replace(SHARE, measured_by=indicator, follow_up=FollowUp(Text("Lista", "List"), each))  # type: ignore[arg-type]
    return ChosenCriterion(id, one, SHARE.text, None, None, lot)


def planned(*criteria, start=START, end=END, each=""):
    return periods(criteria, start, end, days_to_report=30, delivery_as="quarter", each=each)


@pytest.mark.parametrize(
    ("each", "count"),
    [("month", 24), ("quarter", 8), ("half_year", 4), ("year", 2), ("once", 1), ("delivery", 8)],
)
def test_as_often_as_the_requirement_asks(each, count):
    found = planned(chosen(each))
    assert len(found) == count
    assert found[0].begins == START and found[-1].ends == END
    assert all(one.due == one.ends + timedelta(days=30) and one.asks for one in found)


def test_the_one_asked_for_most_often_makes_the_periods_and_the_yearly_comes_once_a_year():
    found = planned(chosen("quarter"), chosen("year", "returned_share", id="2"))
    assert [len(one.asks) for one in found] == [1, 1, 1, 2, 1, 1, 1, 2]
    yearly = found[3].asks[1]
    assert (yearly.indicator, yearly.since) == ("returned_share", START)
    assert found[7].asks[1].since == date(2027, 1, 1)


def test_two_requirements_measured_alike_are_asked_once_for_the_longer_time():
    (ask,) = planned(chosen("quarter"), chosen("year", id="2"))[3].asks
    assert ask.criteria == ("1", "2") and ask.since == START


def test_a_broken_last_period_ends_with_the_contract():
    found = planned(chosen("quarter"), end=date(2026, 5, 15))
    assert [(one.begins, one.ends) for one in found][-1] == (date(2026, 4, 1), date(2026, 5, 15))


def test_nothing_to_ask_and_no_first_day_make_no_periods():
    assert planned() == () and planned(chosen("quarter"), start=None) == ()
    assert len(planned(each="half_year")) == 4


def test_only_requirements_of_the_lot_are_followed():
    rows = (
        chosen("quarter"),
        chosen("quarter", lot="LOT-0001", id="2"),
        chosen("quarter", lot="LOT-0002", id="3"),
    )
    assert [one.id for one in followed(rows, "LOT-0001")] == ["1", "2"]


@given(
    st.sampled_from(["month", "quarter", "half_year", "year", "delivery"]),
    st.dates(START, date(2035, 1, 1)),
    st.integers(0, 2000),
)
def test_periods_follow_each_other_and_fill_the_contract(each, start, days):
    end = start + timedelta(days=days)
    found = planned(chosen(each), start=start, end=end)
    assert found[0].begins == start and found[-1].ends == end
    assert all(first.ends + timedelta(days=1) == second.begins for first, second in pairwise(found))
    assert all(start <= ask.since <= one.begins for one in found for ask in one.asks)


def test_what_came_in_is_what_went_out_or_unknown():
    rows = [Left("reuse_inside", Decimal(6), Decimal(60)), Left("recycling", Decimal(2), None)]
    pieces, kg = leftover(rows, Decimal(10), "pieces"), leftover(rows, Decimal(90), "mass_kg")
    assert (pieces.out, pieces.unknown, pieces.not_counted) == (8, 2, 0)
    assert (kg.out, kg.unknown, kg.not_counted) == (60, 30, 1)
    assert leftover(rows, None, "pieces").unknown is None, (
        "what came in is not known, so neither is what is gone"
    )


def test_more_out_than_in_is_refused():
    with pytest.raises(PartsExceedWhole):
        leftover([Left("sale", Decimal(11), None)], Decimal(10), "pieces")


@given(
    st.lists(st.tuples(st.sampled_from(["sale", "gift", "recycling"]), st.integers(0, 1000)), max_size=8),
    st.integers(0, 5000),
)
def test_the_balance_adds_up(rows, more):
    out = sum(figure for _, figure in rows)
    found = leftover(
        [Left(way, Decimal(figure), None) for way, figure in rows], Decimal(out + more), "pieces"
    )
    assert found.came == found.out + found.unknown and found.unknown == more
    assert sum(figure for _, figure in found.ways) == out
