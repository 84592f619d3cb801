"""Answers are counted once per firm, always with their base, and mean nothing where few have answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.process.market import (
    CANS,
    Firm,
    NumberOfPerson,
    NumberRefused,
    Reply,
    checked_number,
    latest,
    near,
    state,
    told,
    verdict,
)
from omlopp.library.dialogue import limits

DAY = date(2026, 11, 21)
REPLIES = st.builds(
    Reply,
    firm=st.sampled_from(["Alfa AB", "alfa  ab", "Beta", "Gamma"]),
    on=st.dates(DAY, date(2026, 12, 31)),
    number=st.sampled_from(["", "556036-0793"]),
    size=st.sampled_from(["", "micro", "large"]),
    county=st.sampled_from(["", "23"]),
    asked=st.just(frozenset({"a", "b"})),
    can=st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(CANS)),
)


@given(st.lists(REPLIES, max_size=12))
def test_parts_make_the_whole_and_no_firm_counts_twice(replies):
    found = told("a", replies)
    assert found.of == len(latest(replies)) <= 4
    assert found.stands + found.unanswered == found.of
    for parts in (found.by_size, found.by_county):
        for can in CANS:
            assert sum(counts[can] for counts in parts.values()) == found.counts[can]


@given(st.lists(REPLIES, max_size=12))
def test_saying_the_same_again_changes_nothing(replies):
    assert told("a", [*replies, *latest(replies)]).counts == told("a", replies).counts


def test_the_last_answer_holds_and_what_it_was_not_asked_stays():
    first = Reply("Alfa", DAY, asked=frozenset({"a", "b"}), can={"a": "no", "b": "now"})
    later = Reply("ALFA", date(2026, 12, 1), asked=frozenset({"a"}), can={"a": "later"})
    assert dict(latest([later, first])[0].can) == {"a": "later", "b": "now"}
    silent = Reply("Alfa", date(2026, 12, 2), asked=frozenset({"a"}))
    assert told("a", [first, silent]).unanswered == 1, "taken back"


@pytest.mark.parametrize(("now", "no", "says"), [
    (4, 0, "not_yet_known"), (5, 0, "no"), (3, 1, "not_yet_known"), (3, 2, "some"), (6, 2, "no"), (2, 6, "yes"), (0, 5, "yes"),
])  # fmt: skip
def test_a_word_only_where_enough_have_taken_a_stand(now, no, says):
    assert verdict({"now": now, "later": 0, "other": 0, "no": no}, limits()) == says


@pytest.mark.parametrize(
    "wrong", ["556036-0794", "12345", "abc", "5560360793 x", "٥٥٦٠٣٦٠٧٩٣", "00000000000000000000"]
)
def test_a_wrong_number_is_refused(wrong):
    with pytest.raises(NumberRefused):
        checked_number(wrong)


def test_a_personal_number_is_not_for_a_register_of_firms():
    with pytest.raises(NumberOfPerson):
        checked_number("19121212-1212")


@given(st.text(max_size=30))
def test_a_number_is_refused_or_stays_as_it_was_written_once(typed):
    try:
        once = checked_number(typed)
    except (NumberRefused, NumberOfPerson):
        return
    assert checked_number(once) == once


@pytest.mark.parametrize(("published", "closed", "on", "stands"), [
    (False, False, DAY, "draft"), (True, False, date(2026, 11, 19), "coming"), (True, False, date(2026, 11, 20), "open"),
    (True, False, date(2026, 11, 30), "open"), (True, False, date(2026, 12, 1), "closed"), (True, True, DAY, "closed"),
])  # fmt: skip
def test_where_questions_stand_on_a_day(published, closed, on, stands):
    days = {"opens_on": date(2026, 11, 20), "closes_on": date(2026, 11, 30)}
    assert state(published=published, closed=closed, on=on, **days) == stands


def test_small_and_near_with_its_base_and_what_is_not_known():
    firms = [
        Firm("micro", "23", ("39130000",)), Firm("large", "23", ("39130000",)), Firm("", "23", ("39100000",)),
        Firm("small", "", ("39130000",)), Firm("small", "23", ("45000000",)),
    ]  # fmt: skip
    found = near(firms, ["39130000"], "23")
    assert (found.small_here, found.here, found.of, found.unknown) == (1, 3, 4, 2)
