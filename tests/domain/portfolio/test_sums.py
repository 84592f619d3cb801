"""Many contracts together: unknown is counted, indicators apart, errors correlated, changes explained without residual."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omlopp.domain.indicators.likelihood import probability_lower
from omlopp.domain.model.indicators import FactorUsed, Measurement, Stage
from omlopp.domain.portfolio.sums import Contract, adds_up, against_baseline, newest, whole, why_changed
from omlopp.flows.follow_up import result_of, spread_of
from omlopp.library.load import library

CARDS = library().indicators
SHARE, MASS, WASTE = CARDS["reused_share"], CARDS["delivered_mass"], CARDS["waste_mass"]
DAY = date(2026, 5, 1)


def one(
    card: str, stage: Stage, id: str, on: date = DAY, factors: tuple[FactorUsed, ...] = (), **inputs: object
) -> Measurement:
    given = {name: Decimal(str(value)) for name, value in inputs.items() if value is not None}
    return Measurement(card, stage, given, on, "lista", id=id, factors=factors)


def shares(id: str, before: tuple[object, object] | None, now: tuple[object, object] | None) -> Contract:
    made = [
        one("reused_share", stage, f"{id}{stage}", reused_mass=pair[0], delivered_mass=pair[1])
        if pair
        else None
        for stage, pair in ((Stage.END, now), (Stage.BASELINE, before))
    ]
    results = [result_of(SHARE, each) if each else None for each in made]
    return Contract(id, results[0], results[1], made[0], made[1])


def waste(id: str, before: object, now: object, factors: tuple[FactorUsed, ...] = ()) -> Contract:
    made = [
        one("waste_mass", stage, f"{id}{stage}", factors=factors, waste_mass=value)
        for stage, value in ((Stage.END, now), (Stage.BASELINE, before))
    ]
    return Contract(id, result_of(WASTE, made[0]), result_of(WASTE, made[1]), made[0], made[1])


def test_a_share_of_many_is_worked_out_from_all_kilos_and_never_a_mean_of_shares():
    found = whole(SHARE, [shares("1", None, (10, 100)), shares("2", None, (450, 500))])
    assert found.found and round(found.found.value or 0, 9) == round(Decimal(460) / 600, 9), (
        "not (0.1 + 0.9) ÷ 2"
    )
    assert found.found.beside["tonnes"] == Decimal("0.6")


def test_what_is_unknown_is_counted_and_widens_the_bounds_instead_of_counting_as_zero():
    found = whole(
        SHARE, [shares("1", None, (10, 100)), shares("2", None, (None, 100)), shares("3", None, None)]
    )
    assert found.known == ("1",) and found.unknown == ("2", "3")
    assert found.found and found.found.value == Decimal("0.1")
    assert found.found.low is None and found.found.completeness is None, (
        "nobody knows how much the third delivered"
    )
    two = whole(SHARE, [shares("1", None, (10, 100)), shares("2", None, (None, 100))]).found
    assert two and (two.low, two.high, two.completeness) == (Decimal("0.05"), Decimal("0.55"), Decimal("0.5"))


def test_years_of_warranty_and_indices_have_no_sum():
    assert not adds_up(CARDS["warranty_years"]) and not adds_up(CARDS["mci"]) and adds_up(MASS)
    given = one("warranty_years", Stage.END, "1", warranty_years=10)
    card = CARDS["warranty_years"]
    assert whole(card, [Contract("1", result_of(card, given), None, given)]).found is None


def test_the_newest_of_the_end_goes_before_any_of_the_contracts_time():
    early, late = (
        one("waste_mass", Stage.END, "1", date(2026, 1, 1), waste_mass=1),
        one("waste_mass", Stage.CONTRACT, "2", date(2026, 9, 1), waste_mass=2),
    )
    assert newest([early, late], "waste_mass", (Stage.END, Stage.CONTRACT)) == early
    assert (
        newest([late], "waste_mass", (Stage.END, Stage.CONTRACT)) == late
        and newest([], "x", (Stage.END,)) is None
    )


def test_a_single_contract_agrees_with_the_closed_form():
    """Now 70, before 100, both σ 0.3 and ρ 0.8: P = 0.97 (docs/method/indicators/uncertainty.md)."""
    found = against_baseline(WASTE, [waste("1", 100, 70)], lambda _: 0.3, 0.8)
    assert found and found.better == pytest.approx(probability_lower(70, 0.3, 100, 0.3, 0.8), abs=0.01)
    apart = against_baseline(WASTE, [waste("1", 100, 70)], lambda _: 0.3, 0.0)
    assert apart and apart.better == pytest.approx(0.80, abs=0.015), "independent draws understate it"


def test_now_and_before_on_one_factor_meet_the_same_draw():
    epd = (FactorUsed("epd-1", "", "1.0", 2026, "CC0"),)
    found = against_baseline(WASTE, [waste("1", 100, 70, epd)], lambda _: 0.9, 0.0)
    assert found and found.better == 1.0 and len(found.alike) == 1


def test_a_share_is_compared_in_kilos_on_todays_deliveries_and_higher_is_better():
    found = against_baseline(SHARE, [shares("1", (10, 100), (120, 400))], lambda _: 0.0, 0.0)
    assert found and found.compared.offer.median == 120 and found.compared.baseline.median == 40
    assert found.better == 1.0


def test_only_contracts_measured_before_and_now_are_compared():
    found = against_baseline(
        SHARE, [shares("1", (10, 100), (20, 100)), shares("2", None, (20, 100))], lambda _: 0.1, 0.3
    )
    assert found and found.contracts == ("1",)
    assert against_baseline(SHARE, [shares("2", None, (20, 100))], lambda _: 0.1, 0.3) is None


def test_what_was_not_judged_is_as_unsure_as_the_worst():
    silent = one("waste_mass", Stage.END, "1", waste_mass=1)
    names = ("reliability", "completeness", "temporal", "geographical", "technological")
    worst, best = (
        Measurement("waste_mass", Stage.END, {}, DAY, "x", pedigree=dict.fromkeys(names, score))
        for score in (5, 1)
    )
    assert spread_of(silent) == spread_of(worst) and spread_of(best).sigma_ln == 0 < spread_of(worst).sigma_ln


KILOS = st.tuples(st.integers(0, 50), st.integers(51, 500))


@example(
    [((4, 186), (4, 51))]
)  # the same kilos by another share: products that differ in the last digit only
@given(st.lists(st.tuples(KILOS, KILOS), min_size=1, max_size=6))
def test_the_steps_of_a_change_add_up_to_it(pairs: list[tuple[tuple[int, int], tuple[int, int]]]):
    found = why_changed(SHARE, [shares(str(n), before, now) for n, (before, now) in enumerate(pairs)])
    assert found and found.factor_update == 0
    assert float(found.before) == pytest.approx(sum(before[0] for before, _ in pairs))
    assert float(found.volume + found.mix + found.intensity) == pytest.approx(
        float(found.after - found.before), abs=1e-9
    )


def test_a_change_of_an_amount_has_no_mix_to_tell():
    assert why_changed(WASTE, [waste("1", 1, 2)]) is None
