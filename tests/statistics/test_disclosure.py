"""What is withheld: a count of one or two firms, and what would give it away by subtraction."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from omlopp.statistics.disclosure import rules, withhold

SMALLEST = 3


def test_the_rules_have_a_day_a_reason_and_a_source():
    now = rules(date(2026, 11, 21))
    assert now.smallest_base > 1 and now.smallest_count > 1
    assert now.reason.sv and now.reason.en and "2024" in now.source
    assert rules(date(1990, 1, 1)) == rules(date(2026, 11, 21)), "before the first, the first"


def test_large_counts_and_zeros_are_shown():
    assert withhold([10, 0, 3], SMALLEST).counts == (10, 0, 3)


def test_a_small_count_takes_the_next_smallest_with_it():
    """10 + 1 + 4 + 0 = 15 is published: with the 1 alone away, 15 − 14 gives it."""
    found = withhold([10, 1, 4, 0], SMALLEST)
    assert found.counts == (10, None, None, 0) and found.total == 15


def test_where_nothing_can_cover_it_the_sum_goes_too():
    assert withhold([1, 0, 0], SMALLEST).total is None
    assert withhold([1, 1], SMALLEST).total is None


def fitting(sum_left: int, cells: int) -> list[tuple[int, ...]]:
    """Every way the withheld cells can share what is left of the sum; each holds at least one."""
    if cells == 1:
        return [(sum_left,)] if sum_left >= 1 else []
    return [(first, *rest) for first in range(1, sum_left) for rest in fitting(sum_left - first, cells - 1)]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=5))
def test_no_withheld_count_can_be_worked_out(counts):
    """A reader knows the sum, the shown cells and the rule, so that one withheld cell at least is small."""
    found = withhold(counts, SMALLEST)
    hidden = [place for place, count in enumerate(found.counts) if count is None]
    assert all(place in hidden for place, count in enumerate(counts) if 0 < count < SMALLEST)
    assert [count for count in found.counts if count is not None] == [
        count for place, count in enumerate(counts) if place not in hidden
    ]
    if not hidden or found.total is None:
        return
    left = found.total - sum(count for count in found.counts if count is not None)
    ways = [way for way in fitting(left, len(hidden)) if min(way) < SMALLEST]
    for place in range(len(hidden)):
        assert len({way[place] for way in ways}) >= SMALLEST
