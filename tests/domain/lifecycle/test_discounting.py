"""Sums over time, each number followed by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from omlopp.domain.lifecycle import discounting
from omlopp.domain.lifecycle.energy_service import PERIODS, esco_npv
from omlopp.domain.lifecycle.errors import NotADay, RateTooLow, SeriesDiffer, YearsNotAllowed


def near(one, other, within="1e-9"):
    return abs(one - D(str(other))) <= D(within)


def test_present_value_counts_the_first_flow_as_now():
    assert discounting.present_value(D("0.25"), [D(8), D(10), D(25)]) == 32
    assert discounting.present_value(D("-0.5"), [D(0), D(1)]) == 2
    assert discounting.present_value_of(D("0.1"), D(100), D(0), D("0.5")) == 100


def test_an_annuity_with_and_without_interest():
    assert near(discounting.annuity_share(D("0.25"), D(2)), "0.694444444")
    assert discounting.annuity_share(D(0), D(5)) == D("0.2")
    assert near(discounting.annuity(D("0.25"), D(2), D(36)), -25)


def test_rates_in_real_and_nominal_terms():
    assert discounting.nominal(D("0.5"), D("0.2")) == D("0.8")
    assert discounting.real(D("0.8"), D("0.2")) == D("0.5")


def test_a_residual_counts_years_inclusively_and_comes_back_at_the_end():
    found = discounting.residual(D(1000), D(1), D(4), D(2), D("0.25"))
    assert found.residual == -500  # bought in year 1 of 2, two of four years used
    assert found.pv_investment == 800 and found.pv_residual == -320 and found.present_value == 480
    assert discounting.residual(D(1000), D(2), D(4), D(2), D(0)).residual == -750


def test_a_recurring_cost_grows_from_year_nought():
    found = discounting.recurring(D(100), D("0.5"), D(2), D(1), D(2), D(1), D(2))
    assert found.quantities == (D(150), D(225)) and found.amounts == (D(600), D(1800))
    assert found.discounted == (D(200), D(200)) and found.present_value == 400
    assert discounting.recurring(D(1), D(0), D(7), D(0), D(0), D(3), D(0)).present_value == 0


def test_escalation_by_indices_and_by_rates():
    assert discounting.escalate([D(1), D(2)], [D(3), D(4)]) == (3, 8)
    assert discounting.escalate([D(1), D(2)]) == (1, 2)
    assert discounting.escalated(D(100), [D("0.1"), D("-0.5")]) == D("55.00")


@pytest.mark.parametrize("attempt, refusal", [
    (lambda: discounting.present_value(D(-1), [D(1)]), RateTooLow),
    (lambda: discounting.present_value(D("Infinity"), [D(1)]), RateTooLow),
    (lambda: discounting.present_value_of(D(0), D(1), D(1), D(-1)), RateTooLow),
    (lambda: discounting.present_value_of(D(0), D(1), D("1.5")), YearsNotAllowed),
    (lambda: discounting.present_value_of(D(0), D(1), D(-1)), YearsNotAllowed),
    (lambda: discounting.present_value_of(D(0), D(1), D(201)), YearsNotAllowed),
    (lambda: discounting.annuity(D(0), D(0), D(1)), YearsNotAllowed),
    (lambda: discounting.real(D("0.1"), D(-1)), RateTooLow),
    (lambda: discounting.nominal(D(-2), D(0)), RateTooLow),
    (lambda: discounting.residual(D(1), D(1), D(0), D(1), D(0)), YearsNotAllowed),
    (lambda: discounting.residual(D(1), D(3), D(5), D(2), D(0)), YearsNotAllowed),
    (lambda: discounting.recurring(D(1), D(-1), D(1), D(0), D(0), D(1), D(1)), RateTooLow),
    (lambda: discounting.recurring(D(1), D(0), D(1), D(-1), D(0), D(1), D(1)), RateTooLow),
    (lambda: discounting.escalate([D(1)], [D(1), D(2)]), SeriesDiffer),
    (lambda: discounting.escalated(D(1), [D(-1)]), RateTooLow),
])  # fmt: skip
def test_what_has_no_meaning_is_refused(attempt, refusal):
    with pytest.raises(refusal):
        attempt()


@pytest.mark.parametrize("longest", [0, 200])
def test_the_ends_of_what_years_can_be(longest):
    assert discounting.years(D(longest), "years") == longest


# Energy services


def by_hand(rate, reduction, share, contract_days, announced, per_year):
    """The rule of lcc-ua-esco-npv in plain floats, written apart from the program."""
    first = (date(announced.year, 12, 31) - announced).days
    lengths = [first] + [per_year] * 19 + [max(0, per_year - first)]
    left, factor, npv, price = contract_days, 1.0, 0.0, 0.0
    for place, length in enumerate(lengths):
        used = min(left, length)
        left -= used
        paid = share * reduction * used / length if length else 0.0
        kept = reduction if place == 0 else reduction * length / per_year
        factor *= 1 + rate * length / per_year
        npv += (kept - paid) / factor if length else 0.0
        price += paid
    return npv, price


@pytest.mark.parametrize("rate, share, days, announced", [
    (0.0, 0.5, 730, "2020-12-31"), (0.1, 0.5, 730, "2020-12-31"), (0.07, 0.9, 3333, "2021-07-02"),
    (0.2, 1.0, 0, "2021-01-01"), (0.05, 0.3, 9999, "2021-11-30T09:00"),
])  # fmt: skip
def test_an_energy_service_is_what_the_rule_says(rate, share, days, announced):
    found = esco_npv(D(str(rate)), (D(100),) * PERIODS, D(str(share)), days, announced, 365)
    npv, price = by_hand(rate, 100.0, share, days, date.fromisoformat(announced[:10]), 365)
    assert near(found.npv, npv) and near(found.contract_price, price)


def test_an_energy_service_without_interest_can_be_counted_on_fingers():
    found = esco_npv(D(0), (D(100),) * PERIODS, D("0.5"), 730, "2020-12-31", 365)
    assert (found.npv, found.contract_price) == (1900, 100)


@pytest.mark.parametrize("arguments, refusal", [
    ((D(0), (D(1),) * 20, D(1), 1, "2020-01-01", 365), YearsNotAllowed),
    ((D(0), (D(1),) * 21, D(1), -1, "2020-01-01", 365), YearsNotAllowed),
    ((D(0), (D(1),) * 21, D(1), 1, "2020-01-01", 0), YearsNotAllowed),
    ((D(0), (D(1),) * 21, D(1), 1, "2020-02-30", 365), NotADay),
])  # fmt: skip
def test_an_energy_service_that_makes_no_sense_is_refused(arguments, refusal):
    with pytest.raises(refusal):
        esco_npv(*arguments)
