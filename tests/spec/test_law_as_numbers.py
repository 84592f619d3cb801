"""Law that is a number: on a day, under a regime, for an object and a buyer – the answer and its section.

Each row reads as the law does. "–": no such number under that regime. Sources stand with every value in
library/parameters; the acts were read in the consolidated texts published 2025-05-19.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.law import Parameter, ParameterExpired, ParameterNotYet, Regime
from omlopp.domain.model.text import Certainty
from omlopp.library.load import library
from omlopp.library.messages import sentence

NUMBERS = library().parameters

ROWS = """
# day       | number                         | bound     | value    | unit     | section
# Time for bids: above the threshold in days; chapter 19 says only "reasonable time" and has no number.
2026-11-21  | bid_time_open                  | at_least  | 35       | days     | 11 kap. 2 § LOU
2026-11-21  | bid_time_open_electronic       | at_least  | 30       | days     | 11 kap. 6 § LOU
2026-11-21  | bid_time_open_prior_notice     | at_least  | 15       | days     | 11 kap. 5 § LOU
2026-11-21  | bid_time_open_urgent           | at_least  | 15       | days     | 11 kap. 10 § LOU
2026-11-21  | bid_time_requests              | at_least  | 30       | days     | 11 kap. 3 § LOU
2026-11-21  | bid_time_restricted            | at_least  | 30       | days     | 11 kap. 3 § LOU
2026-11-21  | bid_time_restricted_electronic | at_least  | 25       | days     | 11 kap. 6 § LOU
2026-11-21  | bid_time_extension             | exactly   | 5        | days     | 11 kap. 9 § LOU
2026-11-21  | bid_time_luf_open              | at_least  | 35       | days     | 11 kap. 2 § LUF
2026-11-21  | bid_time_luf_open_electronic   | at_least  | 30       | days     | 11 kap. 6 § LUF
2026-11-21  | bid_time_luk                   | at_least  | 30       | days     | 9 kap. 2 § LUK
2026-11-21  | bid_time_luk_electronic        | at_least  | 25       | days     | 9 kap. 3 § LUK
# Answers, notices and documents.
2026-11-21  | answer_on_request              | at_most   | 15       | days     | 12 kap. 13 § och 19 kap. 20 § LOU
2026-11-21  | answer_on_request_luf          | at_most   | 15       | days     | 12 kap. 13 § och 19 kap. 20 § LUF
2026-11-21  | answer_on_request_luk          | at_most   | 15       | days     | 10 kap. 13 § LUK
2026-11-21  | result_notice_days             | at_most   | 30       | days     | 10 kap. 4 §, 19 kap. 7 § och 19 a kap. 13 § LOU
2026-11-21  | result_notice_days_luf         | at_most   | 30       | days     | 10 kap. 5 §, 19 kap. 7 § och 19 a kap. 12 § LUF
2026-11-21  | result_notice_days_luk         | at_most   | 48       | days     | 8 kap. 6 § LUK
2026-11-21  | documentation_days             | at_most   | 30       | days     | 12 kap. 14 §, 19 kap. 22 § och 19 a kap. 11 § LOU
2026-11-21  | documentation_days_luf         | at_most   | 30       | days     | 12 kap. 14 § och 19 a kap. 10 § LUF
2026-11-21  | documentation_days_luk         | at_most   | 30       | days     | 10 kap. 14 § och 15 kap. 9 § LUK
2026-11-21  | report_days                    | at_most   | 30       | days     | 12 kap. 16 § LOU
2026-11-21  | keep_documents_years           | at_least  | 4        | years    | 12 kap. 17 §, 19 kap. 23 § och 19 a kap. 12 § LOU
2026-11-21  | keep_documents_years_luf       | at_least  | 4        | years    | 12 kap. 16 § och 19 a kap. 11 § LUF
2026-11-21  | keep_documents_years_luk       | at_least  | 4        | years    | 10 kap. 15 § och 15 kap. 10 § LUK
# Amounts.
2025-06-01  | threshold_lou_state            | at_least  | 1546202  | SEK      | 5 kap. 1 § LOU
2025-06-01  | threshold_lou_other            | at_least  | 2389585  | SEK      | 5 kap. 1 § LOU
2025-06-01  | threshold_lou_works            | at_least  | 59880179 | SEK      | 5 kap. 1 § LOU
2025-06-01  | threshold_lou_annex2           | at_least  | 8109450  | SEK      | 5 kap. 1 § LOU
2025-06-01  | threshold_luf_goods_services   | at_least  | 4789982  | SEK      | 5 kap. 1 § LUF
2025-06-01  | threshold_luf_works            | at_least  | 59880179 | SEK      | 5 kap. 1 § LUF
2018-06-01  | threshold_lou_state            | at_least  | 1365782  | SEK      | 5 kap. 1 § LOU
2018-06-01  | threshold_lou_other            | at_least  | 2096097  | SEK      | 5 kap. 1 § LOU
2023-06-01  | threshold_luk                  | at_least  | 55991099 | SEK      | 5 kap. 1 § LUK
2026-11-21  | direct_award_limit_lou         | less_than | 700000   | SEK      | 19 a kap. 2 § LOU
2025-06-01  | direct_award_limit_lou_annex2  | less_than | 8109450  | SEK      | 19 a kap. 2 § LOU
2026-11-21  | direct_award_limit_luf         | less_than | 1200000  | SEK      | 19 a kap. 2 § LUF
2023-06-01  | direct_award_limit_luk         | less_than | 2799554  | SEK      | 15 kap. 6 § LUK
2026-11-21  | direct_award_share_luk         | less_than | 5        | percent  | 15 kap. 6 § LUK
2026-11-21  | documentation_limit_lou        | more_than | 100000   | SEK      | 19 a kap. 11 § LOU
2026-11-21  | documentation_limit_luf        | more_than | 100000   | SEK      | 19 a kap. 10 § LUF
2026-11-21  | result_notice_limit_lou        | less_than | 700000   | SEK      | 19 a kap. 13 § LOU
2026-11-21  | result_notice_limit_luf        | less_than | 1200000  | SEK      | 19 a kap. 12 § LUF
# Standstill.
2026-11-21  | standstill_electronic          | at_least  | 10       | days     | 20 kap. 1 § LOU
2026-11-21  | standstill_other               | at_least  | 15       | days     | 20 kap. 1 § LOU
2026-11-21  | standstill_voluntary_notice    | at_least  | 10       | days     | 20 kap. 3 § LOU
2026-11-21  | standstill_luf_electronic      | at_least  | 10       | days     | 20 kap. 1 § LUF
2026-11-21  | standstill_luf_other           | at_least  | 15       | days     | 20 kap. 1 § LUF
2026-11-21  | standstill_luk_electronic      | at_least  | 10       | days     | 16 kap. 1 § LUK
2026-11-21  | standstill_luk_other           | at_least  | 15       | days     | 16 kap. 1 § LUK
# Terms, and periods that count in the value.
2026-11-21  | framework_years                | at_most   | 4        | years    | 7 kap. 2 § LOU
2026-11-21  | framework_years_luf            | at_most   | 8        | years    | 7 kap. 2 § LUF
2026-11-21  | lease_months                   | more_than | 12       | months   | 5 kap. 10 § LOU
2026-11-21  | lease_months_luf               | more_than | 12       | months   | 5 kap. 9 § LUF
2026-11-21  | value_months                   | exactly   | 48       | months   | 5 kap. 10 och 13 §§ LOU
2026-11-21  | value_months_luf               | exactly   | 48       | months   | 5 kap. 9 och 12 §§ LUF
2026-11-21  | reserved_services_years        | at_most   | 3        | years    | 19 kap. 25 § LOU
2026-11-21  | reference_years                | at_most   | 3        | years    | 15 kap. 11 § LOU
2026-11-21  | reference_years_works          | at_most   | 5        | years    | 15 kap. 11 § LOU
# Changes of a contract.
2026-11-21  | change_small                   | less_than | 10       | percent  | 17 kap. 9 § LOU
2026-11-21  | change_small_works             | less_than | 15       | percent  | 17 kap. 9 § LOU
2026-11-21  | change_supplementary           | at_most   | 50       | percent  | 17 kap. 11 § LOU
2026-11-21  | change_unforeseen              | at_most   | 50       | percent  | 17 kap. 12 § LOU
2026-11-21  | change_small_luf               | less_than | 10       | percent  | 16 kap. 9 § LUF
2026-11-21  | change_small_luf_works         | less_than | 15       | percent  | 16 kap. 9 § LUF
2026-11-21  | change_small_luk               | less_than | 10       | percent  | 14 kap. 9 § LUK
2026-11-21  | change_supplementary_luk       | at_most   | 50       | percent  | 14 kap. 11 § LUK
2026-11-21  | change_unforeseen_luk          | at_most   | 50       | percent  | 14 kap. 12 § LUK
# Shares and multiples.
2026-11-21  | reserved_share                 | at_least  | 30       | percent  | 4 kap. 18 § LOU
2026-11-21  | reserved_share_luf             | at_least  | 30       | percent  | 4 kap. 16 § LUF
2026-11-21  | turnover_times                 | at_most   | 2        | times    | 14 kap. 4 § LOU
# Beside the procurement acts.
2026-11-21  | price_base_amount              | exactly   | 59200    | SEK      | 2 kap. 6–8 §§ socialförsäkringsbalken
2024-06-01  | reusable_servings              | at_least  | 150      | servings | 17–23 §§ förordningen (2021:996) om engångsprodukter
2026-11-21  | reusable_servings              | at_least  | 75       | servings | 17–23 §§ förordningen (2021:996) om engångsprodukter
"""
TABLE = [
    [cell.strip() for cell in row.split("|")] for row in ROWS.strip().splitlines() if not row.startswith("#")
]


@pytest.mark.parametrize(
    ("day", "id", "bound", "value", "unit", "section"), TABLE, ids=[f"{row[1]}-{row[0]}" for row in TABLE]
)
def test_a_number_on_a_day_with_its_section(day, id, bound, value, unit, section):
    one = NUMBERS[id]
    assert one.on(date.fromisoformat(day)).value == Decimal(value)
    assert (one.bound, one.unit, one.section) == (bound, unit, section)


def test_every_number_in_the_library_has_a_row_here():
    assert set(NUMBERS) == {row[1] for row in TABLE}


@pytest.mark.parametrize("one", NUMBERS.values(), ids=lambda one: one.id)
def test_a_day_before_the_first_entry_is_an_error_that_names_it(one: Parameter):
    first = min(value.valid_from for value in one.values)
    with pytest.raises(ParameterNotYet) as refused:
        one.on(first - timedelta(1))
    assert refused.value.facts["first_day"] == first
    assert one.name.sv in sentence(refused.value, "sv") and str(first.year) in sentence(refused.value, "sv")


@pytest.mark.parametrize(
    "one",
    [one for one in NUMBERS.values() if all(value.valid_to for value in one.values)],
    ids=lambda one: one.id,
)
def test_a_day_after_the_last_known_is_an_error_that_names_it_and_says_where_to_look(one: Parameter):
    last = max(value.valid_to for value in one.values)
    with pytest.raises(ParameterExpired) as refused:
        one.on(last + timedelta(1))
    assert refused.value.facts["last_day"] == last
    assert one.where_to_look.sv in sentence(refused.value, "sv")


@given(day=st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_on_any_day_a_number_has_one_value_or_says_why_not(day):
    for one in NUMBERS.values():
        try:
            assert one.on(day).holds_on(day)
        except (ParameterExpired, ParameterNotYet) as refused:
            assert refused.facts["parameter"] == one.id


def numbers_of(regime: Regime, kind: str) -> set[str]:
    return {one.id for one in NUMBERS.values() if one.kind == kind and regime in one.applies.regimes}


def test_below_the_threshold_no_number_of_days_is_given_for_bids():
    """19 kap. 11 §: reasonable time. A number there would be ours, not the Act's."""
    assert numbers_of(Regime.LOU_19, "bid_time") == set()
    assert numbers_of(Regime.LOU_19A, "bid_time") == set()


def test_chapter_17_has_no_limits_of_change_below_the_threshold():
    """19 kap. 1 § and 19 a kap. 1 § name the chapters that apply; 17 is not among them."""
    assert numbers_of(Regime.LOU_19, "change_limit") == numbers_of(Regime.LOU_19A, "change_limit") == set()


def test_luf_has_no_limit_of_fifty_per_cent():
    """16 kap. 11 and 12 §§ LUF: no ceiling on supplementary orders and unforeseen changes."""
    assert numbers_of(Regime.LUF, "change_limit") == {"change_small_luf", "change_small_luf_works"}


def test_a_direct_award_limit_begins_with_the_chapter_that_holds_it():
    """19 a kap. came on 1 February 2022 (Act 2021:1110); before that no amount is given for it."""
    for id in ("direct_award_limit_lou", "direct_award_limit_lou_annex2"):
        with pytest.raises(ParameterNotYet):
            NUMBERS[id].on(date(2022, 1, 31))
        assert NUMBERS[id].on(date(2022, 2, 1)).valid_from == date(2022, 2, 1)


def test_five_per_cent_of_the_threshold_is_the_limit_of_direct_award_of_a_concession():
    """15 kap. 6 § LUK, on the two periods whose amounts were read."""
    for day in (date(2018, 6, 1), date(2022, 6, 1)):
        share = NUMBERS["direct_award_share_luk"].values[0].value / 100
        assert (
            int(NUMBERS["threshold_luk"].on(day).value * share)
            == NUMBERS["direct_award_limit_luk"].on(day).value
        )


def test_what_was_not_read_in_its_own_source_says_so():
    """The thirty days were enacted in 2023; that they hold from 2024 was read in the bill."""
    held = NUMBERS["documentation_days"]
    assert held.on(date(2026, 11, 21)).source.certainty is Certainty.SECONDARY
    assert "prop. 2023/24:3" in held.note.sv
    unsure = [
        one.id
        for one in NUMBERS.values()
        for each in one.values
        if each.source.certainty is not Certainty.READ
    ]
    assert all(NUMBERS[id].note for id in unsure), "and why stands beside the number"
