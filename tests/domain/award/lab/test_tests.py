"""Each stress test on fields small enough to work by hand."""

from dataclasses import replace
from decimal import Decimal as D

import numpy as np
import pytest

from omlopp.domain.award.lab.arrays import Fields, winners
from omlopp.domain.award.lab.assessors import assessor_noise, assessor_noise_given, noisy
from omlopp.domain.award.lab.close import rounding, ties
from omlopp.domain.award.lab.draw import Market, draw
from omlopp.domain.award.lab.effect import effects
from omlopp.domain.award.lab.given import given
from omlopp.domain.award.lab.independence import ring
from omlopp.domain.award.lab.low_bids import asked, low_bid_screen
from omlopp.domain.award.lab.promises import legal_faults, sanctions
from omlopp.domain.award.lab.replay import OldProcurement, replay
from omlopp.domain.award.lab.replies import best_reply, gaming, quality_pays, reach
from omlopp.domain.award.lab.slopes import influence, quality_price
from omlopp.domain.award.lab.thresholds import admitted, standing, threshold_risk
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    Threshold,
    ValueFunction,
)
from tests.domain.award.lab.models import LEVELS, bids, honest_fields, in_money, in_points

MONEY = in_money(100_000, 100_000)
DRAWN = draw(MONEY, Market(1_000_000), 3000, 1)[0]


def field_of(prices, shares=()) -> Fields:
    """One field per inner list of prices: rows are fields here, for reading."""
    return Fields(np.array(prices, float).T, np.array(shares, float).reshape(-1, len(prices[0]), len(prices)))


# S11 and S18


def test_a_tie_after_rounding_is_a_tie_and_a_near_miss_is_not():
    model = replace(in_money(), rounding=D(100))
    fields = field_of([[1_000_020, 1_000_040], [1_000_040, 1_000_060], [1_000_000, 2_000_000]])
    assert ties(model, fields).number == pytest.approx(1 / 3)
    assert rounding(model, fields).number == pytest.approx(2 / 3)


def test_who_has_no_rule_for_ties_is_told_when_prices_are_round():
    fields = field_of([[1_000_100, 1_000_400], [1_200_000, 1_300_000]])
    found = ties(in_money(), fields)
    assert (found.number, found.rows[0]["ties"], found.serious) == (0, 0.5, True)
    assert not ties(replace(in_money(), ties=("lower_price",)), fields).serious


# S12


def test_a_criterion_worth_nothing_never_decides_and_is_named():
    model = in_money(300_000, 0)
    summary, *each = effects(model, DRAWN)
    assert summary.variant == "idle" and summary.facts["criteria"] == "q1" and summary.serious
    assert [one.number > 0.01 for one in each] == [True, False, True]


def test_with_all_bids_alike_in_price_quality_decides():
    fields = field_of([[100, 101]], [[0, 1]])
    found = {one.about: one.number for one in effects(in_money(5), fields)}
    assert found["q0"] == 1 and found["="] == 0


# S10


def test_assessors_move_levels_one_step_and_never_what_is_measured():
    measured = AwardCriterion(
        "kwh", value=D(10), value_function=ValueFunction("linear", ((D(0), D(1)), (D(9), D(0))))
    )
    model = replace(MONEY, criteria=(MONEY.criteria[0], measured))
    fields = Fields(DRAWN.prices, DRAWN.shares)
    moved = noisy(model, fields, 0.5, 1)
    steps = np.array([0, 0.35, 0.6, 1], np.float32)
    jumps = np.searchsorted(steps, moved.shares[0]) - np.searchsorted(steps, fields.shares[0])
    assert set(np.unique(jumps)) == {-1, 0, 1}
    assert np.array_equal(moved.shares[1], fields.shares[1])
    assert not assessor_noise(replace(model, criteria=(measured,)), fields, 1)[0].applies


def test_no_noise_moves_nothing_and_more_noise_moves_more():
    shares = [assessor_noise(MONEY, DRAWN, 1, off)[0].number for off in (0.0, 0.2, 0.8)]
    assert shares[0] == 1 and shares[0] > shares[1] > shares[2]


def test_a_winner_far_ahead_stands_whatever_assessors_do():
    far = assessor_noise_given(given(MONEY, bids((500_000, "ss"), (1_000_000, "aa"))), 1)
    assert (far.number, far.variant, far.serious) == (1.0, "bids_stand", False)
    near = assessor_noise_given(given(MONEY, bids((1_000_000, "ss"), (1_000_001, "ss"))), 1)
    assert 0.3 < near.number < 0.9


# S13


def test_questions_are_asked_as_in_the_award():
    prices = np.array([[60.0], [100.0], [110.0]])
    mean, following = (LowBidQuestion(what, D("0.3")) for what in ("mean_of_others", "next"))
    assert list(asked([mean], prices)[:, 0]) == [True, False, False]  # 60 ≤ 0.7 × 105
    assert list(asked([following], prices)[:, 0]) == [True, False, False]  # 60 ≤ 0.7 × 100
    assert not asked([LowBidQuestion("next", D("0.41"))], prices).any()
    assert list(asked([LowBidQuestion("estimate", D("0"), D(100))], prices)[:, 0]) == [True, True, False]


def test_a_screen_that_asks_at_every_discount_alarms_and_one_that_never_does_misses():
    for share, alarm, missed in ((D("0.01"), 1.0, 0.0), (D("0.99"), 0.0, 1.0)):
        model = replace(MONEY, low_bid_questions=(LowBidQuestion("mean_of_others", share),))
        found = {one.about: one.number for one in low_bid_screen(model, DRAWN)}
        assert found["false_alarm"] == pytest.approx(alarm, abs=0.01)
        assert found["missed"] == pytest.approx(missed, abs=0.01)


# S14


def test_thresholds_take_bids_away_and_what_zeroes_earns_nothing():
    reject = replace(MONEY.criteria[0], threshold=Threshold(D("0.5")))
    zero = replace(MONEY.criteria[1], threshold=Threshold(D("0.5"), "zero"))
    model = replace(MONEY, criteria=(reject, zero))
    fields = field_of([[3, 2], [3, 2], [3, 2]], [[0, 0, 1], [0, 1, 1], [0.6] * 3, [0.35] * 3])
    assert standing(model, fields).tolist() == [[False, False, True], [False, True, True]]
    kept = {one.bids: one for one in admitted(model, (fields,))}
    assert {count: one.count for count, one in kept.items()} == {1: 1, 2: 1}
    assert kept[1].prices.tolist() == [[2]] and kept[2].shares[1].tolist() == [[np.float64(0.6)], [0]]
    none, one = threshold_risk(model, (fields,))
    assert (none.number, one.number) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


# S6, S7


def test_the_reach_of_a_bid_is_the_price_at_which_it_ties():
    fields = field_of([[900_000, 1_000_000]], [[0.6], [0]])
    assert reach(in_money(100_000), fields)[0] == pytest.approx(1_060_000, rel=1e-3)


def test_in_money_no_ally_helps_and_a_promise_is_worth_what_the_documents_say():
    found = {one.about: one for one in gaming(MONEY, DRAWN, 1e6)}
    for name in ("phantom_low", "phantom_high", "price_near_zero", "withdrawal"):
        assert found[name].number == 0 and not found[name].serious
    own = DRAWN.shares[:, 0].sum(axis=0)
    assert found["promise_all"].number == pytest.approx(100_000 * float((2 - own).mean()), rel=0.01)


def test_where_price_is_scored_between_the_extremes_allies_help():
    found = {one.about: one for one in gaming(in_points("relative.min_max", *two()), DRAWN, 1e6)}
    assert found["phantom_high"].number > 10_000 and found["phantom_high"].serious
    assert ring(in_points("relative.min_max", *two()), DRAWN).number > 0.05


def two() -> tuple[AwardCriterion, ...]:
    return tuple(AwardCriterion(f"q{n}", weight=D("0.2"), levels=LEVELS) for n in range(2))


def test_the_best_reply_earns_at_least_what_honesty_does():
    found = best_reply(MONEY, DRAWN, 1e6)
    assert found.number >= 0 and max(row["profit"] for row in found.rows) == pytest.approx(
        found.number + next(row["profit"] for row in found.rows if row["markup"] == 0)
    )


def test_quality_pays_when_it_costs_nothing_and_not_when_it_is_worth_nothing():
    free = quality_pays(MONEY, Market(1e6, cost_of_quality=0), DRAWN)
    assert free.variant == "quality_pays" and free.facts["cost"] == 0
    worthless = quality_pays(in_money(0, 0), Market(1e6), DRAWN)
    assert worthless.variant == "quality_does_not_pay" and worthless.facts["room"] == pytest.approx(
        0, abs=100
    )


# P10 and the price-of-quality curve


def test_influence_is_shared_out_and_follows_the_money():
    found = influence(in_money(10_000, 400_000), (DRAWN,), 1e6)
    shares = {row["criterion"]: row["real"] for row in found.rows}
    assert sum(shares.values()) == pytest.approx(1) and shares["q1"] > 50 * shares["q0"]


def test_the_curve_of_fixed_amounts_is_level_and_that_of_the_ratio_rises():
    rows = quality_price(
        [("money", MONEY), ("ratio", in_points("relative.lowest_price_ratio", *two()))], (DRAWN,)
    )
    curves = {name: [row["middle"] for row in rows if row["model"] == name] for name in ("money", "ratio")}
    assert curves["money"] == pytest.approx([200_000] * 12)
    assert curves["ratio"] == sorted(curves["ratio"]) and curves["ratio"][-1] > 1.5 * curves["ratio"][0]


# S15, S16, S17


def test_old_procurements_are_evaluated_again_and_what_cannot_be_is_said():
    old = [
        OldProcurement("kept", bids((100, "n"), (200, "n")), "A"),
        OldProcurement("moved", bids((100, "n"), (150, "a")), "A"),
        OldProcurement("unknown", bids((100, "n"), (150, "a"))),
        OldProcurement("broken", (Bid("A", levels={"q0": "none"}),), "A"),
    ]
    found = replay(in_money(90), old)
    assert (found.number, found.of, found.facts["refused"]) == (0.5, 2, 1)
    assert [row["same"] for row in found.rows] == [True, False, None, None]
    assert replay(in_money(90), old[2:]).facts["because"] == "none_comparable"


def test_a_price_floor_is_serious_and_money_has_no_fault():
    floor = legal_faults(in_points("absolute.linear_between_bounds", clip="both"))
    assert floor.serious and "award-price-without-effect-below-floor" in floor.facts["codes"]
    bound = {"clause": "7.2", "proof": "intyg", "link_to_object": "varan", "sanction_factor": D(2)}
    sound = replace(MONEY, criteria=tuple(replace(one, **bound) for one in MONEY.criteria), ground="ratio")
    found = legal_faults(sound)
    assert found.number == 0 and found.of > 10 and not found.serious, found.facts
    loose = legal_faults(MONEY)
    assert "award-promise-has-clause" in loose.facts["codes"] and loose.number <= loose.of


@pytest.mark.parametrize(
    "clause, factor, cheaper", [("7.2", "3", False), ("7.2", "1.5", True), (None, "3", True)]
)
def test_a_promise_is_kept_where_the_clause_makes_a_breach_dearer(clause, factor, cheaper):
    criterion = replace(MONEY.criteria[0], clause=clause, sanction_factor=D(factor))
    found = sanctions(replace(MONEY, criteria=(criterion,)), {"q0": 100_000.0})
    assert found.serious is cheaper and found.facts["at_stake"] == (100_000 if cheaper else 0)


def test_one_bid_or_no_quality_is_said_to_be_outside_a_test():
    alone = Fields(DRAWN.prices[:1], DRAWN.shares[:, :1])
    bare = AwardModel("monetised.fixed_amounts")
    assert effects(bare, DRAWN)[0].facts["because"] == "price_only"
    for found in (
        ties(MONEY, alone),
        rounding(MONEY, alone),
        effects(MONEY, alone)[0],
        gaming(MONEY, alone, 1e6)[0],
    ):
        assert found.facts["because"] == "one_bid"
    assert (winners(MONEY, alone) == 0).all() and honest_fields(1).bids == 5
