"""How sure a share is: Wilson's interval, and the share corrected for what the detector gets wrong."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.statistics.intervals import (
    DetectorError,
    DetectorIsBlind,
    NotACount,
    corrected,
    rogan_gladen,
    wilson,
)

CASES = Path(__file__).parents[1] / "cases" / "statistics"
NEWCOMBE = yaml.safe_load((CASES / "wilson.yaml").read_text("utf-8"))
EPIR = yaml.safe_load((CASES / "rogan_gladen.yaml").read_text("utf-8"))
counts = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def error(found: int, positives: int, left: int, negatives: int) -> DetectorError:
    return DetectorError(found, positives, left, negatives, date(2026, 11, 21), "labels")


@pytest.mark.parametrize("row", NEWCOMBE["rows"], ids=lambda row: f"{row['hits']} of {row['of']}")
def test_wilson_as_published(row):
    found = wilson(row["hits"], row["of"])
    assert found.low == pytest.approx(row["low"], abs=NEWCOMBE["tolerance"])
    assert found.high == pytest.approx(row["high"], abs=NEWCOMBE["tolerance"])


@given(counts)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair):
    hits, of = pair
    found = wilson(hits, of)
    assert 0 <= found.low <= hits / of <= found.high <= 1


@given(counts)
def test_one_hit_more_moves_both_ends_up(pair):
    hits, of = pair
    if hits < of:
        assert wilson(hits, of).low <= wilson(hits + 1, of).low
        assert wilson(hits, of).high <= wilson(hits + 1, of).high


@given(counts)
def test_ten_times_as_many_narrow_it(pair):
    hits, of = pair
    few, many = wilson(hits, of), wilson(10 * hits, 10 * of)
    assert many.high - many.low < few.high - few.low


def test_nothing_counted_says_nothing():
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_more_hits_than_tries_is_refused():
    with pytest.raises(NotACount):
        wilson(3, 2)
    with pytest.raises(NotACount):
        corrected(3, 2, error(9, 10, 9, 10))


@pytest.mark.parametrize("row", EPIR["rows"], ids=lambda row: row["says"])
def test_rogan_gladen_as_published(row):
    apparent = row["hits"] / row["of"]
    assert rogan_gladen(apparent, row["sensitivity"], row["specificity"]) == pytest.approx(
        row["estimate"], abs=row["tolerance"]
    )
    known = error(round(row["sensitivity"] * 10_000), 10_000, round(row["specificity"] * 10_000), 10_000)
    found = corrected(row["hits"], row["of"], known)
    assert found.low == pytest.approx(row["low"], abs=row["loose"])
    assert found.high == pytest.approx(row["high"], abs=row["loose"])


errors = st.tuples(st.integers(20, 200), st.integers(20, 400), st.floats(0.6, 1), st.floats(0.8, 1)).map(
    lambda t: error(round(t[0] * t[2]), t[0], round(t[1] * t[3]), t[1])
)


@given(counts, errors)
def test_the_corrected_interval_holds_the_estimate(pair, measured):
    found = corrected(*pair, measured)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.may_be_zero == (found.low == 0)


@given(counts, errors)
def test_one_hit_more_never_lowers_the_estimate(pair, measured):
    hits, of = pair
    if hits < of:
        assert corrected(hits, of, measured).estimate <= corrected(hits + 1, of, measured).estimate


def test_a_perfect_detector_well_measured_changes_nothing():
    perfect = error(100_000, 100_000, 100_000, 100_000)
    found, plain = corrected(300, 1_000, perfect), wilson(300, 1_000)
    assert found.estimate == pytest.approx(0.3)
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.005)


def test_no_false_alarm_among_forty_is_not_never_a_false_alarm():
    """66 hits of 18,421 with specificity 40 of 40: the true share may be zero, and it says so in words."""
    found = corrected(66, 18_421, error(20, 23, 40, 40))
    assert found.may_be_zero and found.high > 0
    assert "kan vara noll" in found.says.sv and "may be zero" in found.says.en
    assert "23 + 40" in found.says.sv and "20 av 20" in found.says.sv


def test_the_same_counts_give_the_same_interval():
    assert corrected(40, 900, error(20, 23, 140, 147)) == corrected(40, 900, error(20, 23, 140, 147))


def test_labels_that_are_few_widen_it():
    few, many = (
        corrected(90, 300, error(18, 20, 19, 20)),
        corrected(90, 300, error(1_800, 2_000, 1_900, 2_000)),
    )
    assert few.high - few.low > 1.5 * (many.high - many.low)


def test_a_detector_no_better_than_chance_corrects_nothing():
    with pytest.raises(DetectorIsBlind):
        rogan_gladen(0.3, 0.4, 0.5)
