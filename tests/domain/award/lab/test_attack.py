"""The whole attack: every test answers, the same seed gives the same report, and a person can stop it."""

from dataclasses import replace
from decimal import Decimal as D

import numpy as np
import pytest

from omlopp.domain.award.lab.attack import Attack, attack
from omlopp.domain.award.lab.draw import Market
from omlopp.domain.award.lab.found import Found, gathered, not_applicable, pooled, taken
from omlopp.domain.award.lab.report import TESTS
from omlopp.domain.model.award import AwardModel, Threshold
from tests.domain.award.lab.models import bids, honest_fields, in_money, in_points

MODEL, MARKET = in_money(120_000, 80_000), Market(1_000_000, bidders={2: 0.2, 3: 0.3, 5: 0.5})
BIDS = bids((1_000_000, "sn"), (1_080_000, "am"), (1_150_000, "aa"))


def run(model: AwardModel = MODEL, **more):
    return attack(Attack(model, MARKET, draws=2000, **more))


@pytest.mark.parametrize("given", [(), BIDS], ids=["before bids", "with bids"])
def test_every_test_answers_with_a_number_and_its_base(given):
    report = run(bids=given)
    assert {one.test for one in report.found} == set(TESTS)
    assert len({one.id for one in report.found}) == len(report.found)
    for one in report.found:
        assert one.applies == bool(one.of) and np.isfinite(one.number), one.id
        if one.error is not None:
            low, high = one.interval
            assert low <= one.number <= high, one.id
    assert report.fields == {5: 1000, 3: 600, 2: 400} and not report.stopped


def test_the_same_seed_gives_the_same_report_and_another_seed_another():
    one, again, other = run(bids=BIDS), run(bids=BIDS), run(bids=BIDS, seed=2)
    assert one == again
    assert one != other


def test_the_order_in_which_bids_are_given_changes_no_answer_about_them():
    one, turned = run(bids=BIDS), run(bids=BIDS[::-1])
    exact = [name for name in ("S1.given_leaving", "S1.given_phantom", "S2.given", "S4", "S5.given")]
    for name in exact:
        assert one.one(name).number == pytest.approx(turned.one(name).number), name
        assert one.one(name).variant == turned.one(name).variant, name


def test_progress_is_told_test_by_test_and_a_stop_keeps_what_is_done():
    told: list[tuple[int, int, str]] = []
    report = attack(
        Attack(MODEL, MARKET, draws=500),
        lambda done, of, found: told.append((done, of, found[0].test)),
        lambda: len(told) == 3,
    )
    assert told == [(n + 1, len(TESTS), TESTS[n]) for n in range(3)]
    assert (
        report.stopped
        and report.missing == TESTS[3:]
        and {one.test for one in report.found} == set(TESTS[:3])
    )


def test_stopped_before_it_began_it_is_empty():
    report = attack(Attack(MODEL, MARKET, draws=500), stop=lambda: True)
    assert report.found == () and report.missing == TESTS and report.fields == {}


def test_money_is_immune_to_other_bids_and_min_max_is_not():
    decided = ("S1.random_loser", "S1.any_loser", "S1.phantom_lowest", "S1.phantom_highest", "S7")
    weights = [replace(one, value=None, weight=D("0.2")) for one in MODEL.criteria]
    points = run(in_points("relative.min_max", *weights))
    money = run()
    assert [money.one(name).number for name in decided] == [0] * 5
    assert all(points.one(name).number > 0.005 and points.one(name).serious for name in decided)


def test_a_model_that_cannot_be_simulated_is_still_asked_about_law_and_promises():
    report = run(AwardModel("monetised.level_discount", ladder={"1": D(0), "2": D("0.1")}))
    said = {one.test: one for one in report.found}
    assert said["S1"].facts["because"] == "not_simulated" and said["S16"].applies


def test_a_model_that_cannot_be_computed_breaks_nothing():
    report = run(AwardModel("relative.min_max", MODEL.criteria))
    assert all(not one.applies for one in report.found if one.test in ("S1", "S2", "S3", "S6"))


def test_a_threshold_nobody_reaches_leaves_nothing_to_compare():
    never = tuple(replace(one, threshold=Threshold(D(1))) for one in MODEL.criteria)
    market = replace(MARKET, types=tuple(replace(one, quality=0.05) for one in MARKET.types), quality_sd=0.0)
    report = attack(Attack(replace(MODEL, criteria=never), market, draws=500))
    assert report.one("S14.none_left").number == 1 and report.one("S14.none_left").serious
    assert report.of("S1")[0].facts["because"] == "no_bid_left"


def test_answers_over_different_numbers_of_bids_are_weighed_by_their_fields():
    one = Found(
        "S1", "x", 0.1, 0.01, 100, "share", {"p": 1.0}, ({"name": "a", "v": 1.0, "of": 100},), serious=True
    )
    two = replace(
        one, number=0.3, error=0.02, of=300, facts={"p": 3.0}, rows=({"name": "a", "v": 2.0, "of": 300},)
    )
    both = pooled([one, replace(two, serious=False)])
    assert both.number == pytest.approx(0.25) and both.of == 400 and both.facts["p"] == pytest.approx(2.5)
    assert both.error == pytest.approx((1**2 + 6**2) ** 0.5 / 400)
    assert both.rows == ({"name": "a", "v": pytest.approx(1.75), "of": 400},)
    assert not both.serious
    assert gathered([[not_applicable("S1", "one_bid")], [one]]) == (one,)
    assert gathered([[not_applicable("S1", "one_bid")]])[0].facts["because"] == "one_bid"


def test_fewer_fields_are_taken_in_the_proportions_drawn():
    parts = taken((honest_fields(300), honest_fields(100)), 40)
    assert [one.count for one in parts] == [30, 10]
    assert [one.count for one in taken((honest_fields(3),), 40)] == [3]


def test_an_interval_of_a_share_stays_within_nothing_and_all():
    assert Found("S1", "x", 0.001, 0.01, 9, "share").interval == (0.0, pytest.approx(0.0206))
    assert Found("S1", "x", 5.0, 1.0, 9, "money").interval == pytest.approx((3.04, 6.96))
    assert Found("S1", "x", 5.0, None, 9, "money").interval is None
