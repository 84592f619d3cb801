"""What a model is told before it is published."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.break_even import Vary, break_even
from omlopp.domain.award.checks import check
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lint import LINT_CODES, lint, reorderings
from omlopp.domain.award.worth import sanction, worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from omlopp.domain.model.law import Regime
from omlopp.flows.award import legal_place
from omlopp.library.award_law import award_law
from omlopp.library.messages import sentences

REUSE = AwardCriterion(
    "reuse", value=D(200), levels={"none": D(0), "half": D("0.5"), "all": D(1)}, clause="Avtalet 4.2"
)
MONEY = AwardModel("monetised.fixed_amounts", (REUSE,))
RATIO = AwardModel("relative.lowest_price_ratio", (
    AwardCriterion("price", weight=D("0.6"), price=True),
    AwardCriterion("quality", weight=D("0.4"), levels={"low": D("0.25"), "half": D("0.5")}, clause="4.2"),
))  # fmt: skip
BIDS = [Bid("A", price=D(90), levels={"quality": "low"}), Bid("B", price=D(110), levels={"quality": "half"})]


def answers(model, *arguments, **named):
    return {found.check: found.status for found in check(model, "lou", *arguments, **named)}


def test_a_sound_model_fails_nothing():
    assert "failed" not in answers(MONEY, expected_price=D(1000)).values()


def test_a_scored_promise_needs_a_clause():
    found = check(replace(MONEY, criteria=(replace(REUSE, clause=" "),)), "lou")
    (failed,) = [one for one in found if one.failed]
    assert (failed.check, failed.where, failed.blocks) == ("award-promise-has-clause", "award:reuse", True)


def test_weights_must_add_to_a_hundred_per_cent():
    short = replace(RATIO, criteria=(RATIO.criteria[0], replace(RATIO.criteria[1], weight=D("0.35"))))
    (found,) = [one for one in check(short, "lou") if one.check == "award-weights-sum"]
    assert (found.status, found.facts["sum_percent"]) == ("failed", D(95))
    assert answers(short)["award-model-usable"] == "failed"
    assert answers(RATIO)["award-weights-sum"] == "passed"
    assert answers(MONEY)["award-weights-sum"] == "not_applicable"


def test_a_criterion_needs_levels_or_a_scale():
    bare = replace(MONEY, criteria=(replace(REUSE, levels={}),))
    assert answers(bare)["award-criterion-has-levels"] == "failed"
    assert answers(replace(bare, grade_scale=(D(0), D(5))))["award-criterion-has-levels"] == "not_applicable"


@pytest.mark.parametrize(
    "expected_price, answer", [(None, "not_applicable"), (D(199), "failed"), (D(200), "passed")]
)
def test_deductions_larger_than_any_plausible_price_warn(expected_price, answer):
    (found,) = [
        one
        for one in check(MONEY, "lou", expected_price=expected_price)
        if one.check == "award-deduction-plausible"
    ]
    assert (found.status, found.blocks) == (answer, False)


def test_no_deductions_or_no_price_known_is_an_answer_that_warns_nobody():
    def found(model, *arguments):
        (one,) = [one for one in check(model, "lou", *arguments) if one.check == "award-deduction-plausible"]
        return one.status, one.because, one.blocks

    assert found(RATIO, BIDS) == ("not_applicable", "award-because-no-deductions", False)
    assert found(MONEY) == ("not_applicable", "award-because-no-price-known", False)
    assert found(MONEY, (), D(0)) == ("not_applicable", "award-because-no-price-known", False)


def test_deductions_are_held_against_the_highest_price_there_is():
    both = replace(MONEY, criteria=(REUSE, replace(REUSE, id="parts", value=D(50))))
    bids = [Bid("A", price=D(100)), Bid("B", price=D(240)), Bid("C")]

    def found(*arguments):
        (one,) = [one for one in check(both, "lou", *arguments) if one.check == "award-deduction-plausible"]
        return one.status, one.facts["deductions"], one.facts["highest"], one.facts["currency"]

    assert found(bids) == ("failed", D(250), D(240), "SEK")
    assert found(bids, D(300)) == ("passed", D(250), D(300), "SEK")


def test_what_a_model_cannot_do_without_blocks_and_what_is_unwise_warns():
    unwise = {f"award-{code}" for code in LINT_CODES} | {"award-deduction-plausible"}
    priceless = replace(RATIO, criteria=(replace(RATIO.criteria[0], price=False), RATIO.criteria[1]))
    bare = replace(MONEY, criteria=(replace(REUSE, levels={}, clause=None, value=None),))
    for model in (MONEY, RATIO, priceless, bare, replace(MONEY, criteria=())):
        for bids in ((), BIDS):
            if bids and model.family == MONEY.family:
                continue
            for found in check(model, "lou", bids):
                assert found.blocks is (found.check not in unwise), found


def test_weights_may_be_off_by_a_third_written_with_ten_decimals():
    def status(whole):
        return answers(
            replace(
                RATIO, criteria=(replace(RATIO.criteria[0], weight=D(whole) - D("0.4")), RATIO.criteria[1])
            )
        )

    assert (
        status("0.999999999")["award-weights-sum"] == status("1.000000001")["award-weights-sum"] == "passed"
    )
    assert status("0.9999999989")["award-weights-sum"] == "failed"


def test_a_fault_of_the_formula_that_cannot_be_looked_for_is_left_open():
    broken = replace(RATIO, criteria=(replace(RATIO.criteria[0], price=False), RATIO.criteria[1]))
    found = {one.check: one for one in check(broken, "lou", BIDS)}
    assert found["award-model-usable"].facts["error"] == "award-no-price-criterion"
    assert found["award-model-usable"].facts["regime"] == "lou"
    reorders = found["award-irrelevant-alternative-can-reorder"]
    assert (reorders.status, reorders.because) == ("not_applicable", "award-because-not-usable")


def test_a_model_that_one_more_bid_reorders_says_which_two_and_at_what_price():
    name = "award-irrelevant-alternative-can-reorder"
    found = {one.check: one for one in check(RATIO, "lou", BIDS)}
    assert found[name].facts == {
        "regime": "lou",
        "one": "A",
        "other": "B",
        "price": D("82.5"),
        "currency": "SEK",
    }
    assert found["award-relative-price-score"].facts == {"regime": "lou"}
    alone = {one.check: one for one in check(RATIO, "lou", BIDS[:1])}[name]
    assert (alone.status, alone.because) == ("not_applicable", "award-because-no-pair")
    alike = [BIDS[0], replace(BIDS[0], id="B", price=D(110))]
    assert {one.check: one.status for one in check(RATIO, "lou", alike)}[name] == "passed"


def test_each_quality_is_asked_about_where_it_stands_and_the_price_is_not():
    found = [(one.check, one.where) for one in check(RATIO, "lou") if one.where]
    assert found == [
        ("award-promise-has-clause", "award:quality"),
        ("award-criterion-has-levels", "award:quality"),
    ]
    (promise,) = [
        one for one in check(replace(MONEY, criteria=()), "lou") if one.check == "award-promise-has-clause"
    ]
    assert (promise.status, promise.because) == ("not_applicable", "award-because-price-only")


def test_points_are_judged_without_levels_and_without_weights():
    points = AwardModel("relative.lowest_price_ratio", (
        AwardCriterion("price", max_points=D(60), price=True), AwardCriterion("quality", max_points=D(40))))  # fmt: skip
    found = {one.check: one for one in check(points, "lou")}
    assert found["award-criterion-has-levels"].because == "award-because-graded"
    assert found["award-weights-sum"].because == "award-because-points"
    assert {one.check: one for one in check(MONEY, "lou")}[
        "award-weights-sum"
    ].because == "award-because-no-weights"


def test_the_faults_of_the_formula_warn():
    assert answers(RATIO, BIDS)["award-relative-price-score"] == "failed"
    assert answers(RATIO, BIDS)["award-irrelevant-alternative-can-reorder"] == "failed"
    assert answers(RATIO)["award-irrelevant-alternative-can-reorder"] == "not_applicable"
    assert answers(MONEY)["award-irrelevant-alternative-can-reorder"] == "passed"


def test_a_model_of_no_known_family_gets_that_answer_alone():
    assert answers(AwardModel("price.guess")) == {"award-family-known": "failed"}


def test_every_lint_code_is_answered():
    assert tuple(lint(RATIO)) == LINT_CODES


def test_a_counter_example_is_given_and_holds():
    ((one, other, at),) = reorderings(RATIO, BIDS)
    assert (one, other, at) == ("A", "B", D("82.5"))
    assert evaluate(RATIO, BIDS).winner == "A"
    assert evaluate(RATIO, [*BIDS, Bid("C", price=at - 1, levels={"quality": "low"})]).rank["B"] < \
        evaluate(RATIO, [*BIDS, Bid("C", price=at - 1, levels={"quality": "low"})]).rank["A"]  # fmt: skip


@pytest.mark.parametrize("statuses", [("passed", "failed", "not_applicable")])
def test_every_answer_of_every_check_has_its_sentence(statuses):
    models = [
        MONEY,
        RATIO,
        AwardModel("price.guess"),
        AwardModel("price.basket_sum"),
        replace(RATIO, criteria=RATIO.criteria[1:]),
        replace(MONEY, criteria=(replace(REUSE, levels={}),)),
    ]
    for model in models:
        for found in check(model, "lou", BIDS if model is RATIO else (), D(1)):
            entry = sentences()[f"check.{found.check}.{found.status}"]
            assert entry["sv"] and entry["en"] and found.status in statuses
            assert not found.because or sentences()[found.because]["sv"]


def test_no_section_is_cited_where_it_does_not_apply():
    assert legal_place("award-weights-sum", "lou", "sv") == "16 kap. 6 § LOU"
    assert legal_place("award-weights-sum", "lou", "en") == "Chapter 16, section 6 LOU"
    assert legal_place("award-weights-sum", "lou_19", "sv") is None
    assert legal_place("no-such-check", "lou", "sv") is None
    for hook in award_law().hooks:
        assert f"check.{hook.id}.failed" in sentences() or hook.id == "award-criterion-without-effect", (
            hook.id
        )
        for regime in Regime:
            section = hook.section(regime) or ""
            assert "kap." not in section or regime == Regime.LOU, (
                "chapter 16 governs above the thresholds only"
            )
        assert hook.section(Regime.LOU_19A) is None, "a direct award has no rules for evaluation models"


def test_worth_of_a_fixed_amount_is_its_share_of_the_value():
    (reuse,) = worth(MONEY)
    assert (reuse.low, reuse.high) == (D(200), D(200))
    assert reuse.levels == {"none": (D(0), D(0)), "half": (D(100), D(100)), "all": (D(200), D(200))}


def test_break_even_of_a_value_and_of_a_weight():
    bids = [Bid("A", price=D(90), levels={"reuse": "none"}), Bid("B", price=D(110), levels={"reuse": "half"})]
    value = break_even(MONEY, bids, ("A", "B"), Vary("value", "reuse"))
    assert value == D(40)
    assert evaluate(replace(MONEY, criteria=(replace(REUSE, value=value),)), bids).tied == ("A", "B")
    weight = break_even(RATIO, BIDS, ("A", "B"), Vary("weight", "price", "keep_ratio"))
    tied = tuple(replace(one, weight=weight if one.price else 1 - weight) for one in RATIO.criteria)
    assert evaluate(replace(RATIO, criteria=tied), BIDS).tied == ("A", "B")


def test_no_value_parts_bids_that_offer_the_same():
    bids = [Bid("A", price=D(90), levels={"reuse": "half"}), Bid("B", price=D(110), levels={"reuse": "half"})]
    assert break_even(MONEY, bids, ("A", "B"), Vary("value", "reuse")) is None


def test_a_sanction_is_the_factor_times_what_was_not_kept():
    assert sanction(D(50_000), D(30_000), D("1.5")) == D(30_000)


def test_bids_that_are_equal_now_are_parted_by_one_more():
    third = Bid("C", price=D("82.5"), levels={"quality": "low"})
    assert evaluate(RATIO, [*BIDS, third]).rank["A"] == evaluate(RATIO, [*BIDS, third]).rank["B"]
    assert ("A", "B", D("82.5")) in reorderings(RATIO, [*BIDS, third])


@pytest.mark.parametrize("tolerance, disagrees", [(D("0.5"), False), (D("0.49"), True)])
def test_a_printed_number_may_be_off_by_the_tolerance_and_no_more(tolerance, disagrees):
    price_only = replace(RATIO, criteria=(replace(RATIO.criteria[0], weight=D(1)),))
    bids = [Bid("A", price=D(100)), Bid("B", price=D(200))]
    printed = {"price_score": {"B": D(1)}}
    assert (
        lint(price_only, bids, printed, tolerance)["published-table-disagrees-with-published-formula"]
        is disagrees
    )
