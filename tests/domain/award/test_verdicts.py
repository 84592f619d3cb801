"""What each of the fifteen answers says, on models small enough to be followed: its reason, its facts, whose numbers."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import CriterionWithoutValue, MissingLevel
from omlopp.domain.award.properties import Limits, decide
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    ModelLine,
    PriceLine,
    Threshold,
    ValueFunction,
    digest,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from tests.domain.award.examples import LEVELS, bid, model

LIMITS = Limits(D("0.01"), D("0.10"), 16)
REUSE = AwardCriterion("reuse", "Återbruk", value=D(300), levels=LEVELS)
MONEY = AwardModel("monetised.fixed_amounts", (REUSE,))
BIDS = (Bid("A", price=D(900), levels={"reuse": "none"}), Bid("B", price=D(1000), levels={"reuse": "all"}))
FORM = AwardModel("price.basket_sum", lines=(ModelLine("1", D(10)),))


def verdict(name, own, bids=BIDS, limits=LIMITS, **more):
    (found,) = [one for one in decide(own, limits, bids, **more) if one.property == name]
    return found


def answer(name, own, bids=BIDS, limits=LIMITS, **more):
    found = verdict(name, own, bids, limits, **more)
    return found.status, found.because


def three(family):
    return [bid(family, "A", D(900), "none"), bid(family, "B", D(1000)), bid(family, "C", D(1150), "all")]


class TestPriceAndOthers:
    def test_what_is_proved_says_on_what_ground_and_needs_no_numbers(self):
        found = verdict("P1", MONEY)
        assert (found.status, found.because, found.facts, found.shown, found.supposed) == (
            "proved", "price_monotone", {}, None, False
        )  # fmt: skip

    def test_what_is_neither_proved_nor_refuted_says_so_and_whose_bids_were_tried(self):
        own = model("expression", parameters={"formula": "60 * lowest(p) / p + 40 * q", "better": "high"})
        tried, supposed = verdict("P1", own, three("expression")), verdict("P1", own, ())
        assert (tried.status, tried.because, tried.supposed) == ("not_applicable", "undecided", False)
        assert supposed.supposed

    def test_a_typed_formula_is_judged_around_the_middle_of_the_buyer_s_own_prices(self):
        own = model("expression", parameters={"formula": "ln(p - 50)", "better": "low"})
        # three bids about 1,000: from 10 kronor, where it has no value; about 9,000 from 90
        dear = [replace(one, price=one.price * 9) for one in three("expression")]
        assert answer("P1", own, three("expression")) == ("not_applicable", "undecided")
        assert answer("P1", own, dear) == ("proved", "slope")

    def test_a_price_that_is_graded_or_not_compared_is_not_judged(self):
        graded = model("additive.weighted_grades")
        bare = replace(graded, criteria=(AwardCriterion("reuse", weight=D(1), levels=LEVELS),))
        for name in ("P1", "P2"):
            assert answer(name, graded, ()) == ("not_applicable", "price-graded")
            assert answer(name, bare) == ("not_applicable", "price-not-compared")
        running = LccMethod(
            5, D(0), (LccLine("el", "running", "yearly", asks_quantity="kwh", unit_value=D(2)),)
        )
        costed = replace(MONEY, lcc=running)
        bids = [replace(one, lcc_inputs={"kwh": D(5)}) for one in BIDS]
        for name in ("P1", "P2", "P5"):
            assert answer(name, costed, bids) == ("not_applicable", "price-not-compared")
        assert answer("P3", costed, bids)[0] == "proved"

    def test_what_is_refuted_shows_it_in_the_model_s_currency_and_says_whose_bids(self):
        own = model("relative.lowest_price_ratio", currency="EUR")
        found = verdict("P6", own, three("relative.lowest_price_ratio"))
        assert (found.status, found.because, found.facts["currency"], found.supposed) == (
            "refuted",
            "",
            "EUR",
            False,
        )
        assert found.shown is not None and verdict("P6", own, ()).supposed

    def test_a_floor_is_told_with_its_price(self):
        own = model("absolute.linear_between_bounds", words={"clip": "both"})
        found = verdict("P2", own, three("absolute.linear_between_bounds"))
        assert (found.status, found.facts["floor"]) == ("refuted", 500)
        assert "floor" not in verdict("P6", model("relative.min_max"), three("relative.min_max")).facts
        assert "floor" not in verdict("P2", model("relative.min_max"), three("relative.min_max")).facts

    def test_who_bids_is_never_read(self):
        assert answer("P7", MONEY) == ("proved", "symmetric")

    def test_what_cannot_be_counted_is_refused_before_anything_is_said(self):
        with pytest.raises(CriterionWithoutValue):
            decide(replace(MONEY, criteria=(replace(REUSE, value=None),)), LIMITS, BIDS)
        with pytest.raises(MissingLevel):
            decide(MONEY, LIMITS, [Bid("A", price=D(1))])


class TestJumps:
    STAIRS = ValueFunction("step", ((D(2), D(0)), (D(5), D("0.4")), (D(8), D(1))))

    def test_levels_are_choices_and_not_leaps(self):
        assert answer("P8", MONEY) == ("proved", "continuous")
        held = replace(MONEY, criteria=(replace(REUSE, threshold=Threshold(D("0.1"))),))
        assert answer("P8", held)[0] == "proved"

    @pytest.mark.parametrize("criterion, at, count", [
        ({"value_function": STAIRS}, 2, 3), ({"threshold": Threshold(D("0.3"))}, D("0.3"), 1),
        ({"value_function": STAIRS, "threshold": Threshold(D("0.3"))}, 2, 4),
    ])  # fmt: skip
    def test_every_step_and_threshold_is_one(self, criterion, at, count):
        life = AwardCriterion("life", "Livslängd", value=D(9), **criterion)
        bids = [Bid("A", price=D(100), measured={"life": D(9)}, grades={"life": D(1)})]
        if "value_function" not in criterion:
            bids = [replace(bids[0], measured={})]
        found = verdict("P8", AwardModel("monetised.fixed_amounts", (life,)), bids)
        assert (found.status, found.facts) == ("refuted", {"criteria": "Livslängd", "at": at, "count": count})

    def test_so_is_the_edge_of_a_band_and_every_priority_but_the_last(self):
        band = verdict("P8", model("ratio.band"), three("ratio.band"))
        assert band.facts == {"criteria": "band", "at": D("0.1"), "count": 1}
        order = verdict("P8", model("priority.order"), three("priority.order"))
        assert order.facts == {"criteria": "price, reuse", "at": 0, "count": 2}


class TestEffects:
    IDLE = replace(MONEY, criteria=(REUSE, AwardCriterion("label", "Märkning", value=D(1), levels=LEVELS)))

    def test_the_criterion_that_decides_least_is_held_against_the_least_there_may_be(self):
        found = verdict("P9", self.IDLE, (), expected_price=D(1000))
        assert (found.status, found.because, found.supposed) == ("refuted", "", True)
        assert found.facts == {"criterion": "Märkning", "decides": 0, "of": 16}
        none = replace(LIMITS, least_effect=D(0))
        assert answer("P9", self.IDLE, (), none, expected_price=D(1000)) == ("proved", "measured")

    def test_exactly_the_least_is_enough(self):
        decides = verdict("P9", MONEY, (), expected_price=D(1000)).facts["decides"]
        assert decides > 0
        for least, status in ((decides / 16, "proved"), (decides / 16 + D("0.01"), "refuted")):
            assert (
                verdict("P9", MONEY, (), replace(LIMITS, least_effect=least), expected_price=D(1000)).status
                == status
            )

    def test_the_influence_that_lies_farthest_from_its_weight_is_told(self):
        found = verdict("P10", self.IDLE, (), expected_price=D(1000))
        assert found.facts["criterion"] in ("Återbruk", "") and found.facts["of"] == 16 and found.supposed
        real, stated = found.facts["real_percent"], found.facts["stated_percent"]
        apart = abs(real - stated) / 100
        assert stated in (D("23.1"), D("76.9")), "300 and 1,000 of 1,301"
        assert real == real.quantize(D("0.1"))
        for gap, status in ((apart + D("0.002"), "proved"), (apart - D("0.002"), "refuted")):
            limits = replace(LIMITS, influence_gap=gap)
            assert verdict("P10", self.IDLE, (), limits, expected_price=D(1000)).status == status

    @pytest.mark.parametrize("name", ["P9", "P10"])
    def test_where_fields_cannot_be_supposed_it_is_said_why(self, name):
        assert answer(name, FORM, ()) == ("not_applicable", "price-only")
        declared = model("ratio.feature_coefficient"), three("ratio.feature_coefficient")
        assert answer(name, *declared) == ("not_applicable", "not-simulated")


class TestWorth:
    def test_one_number_or_its_two_ends(self):
        found = verdict("P11", MONEY)
        assert (found.status, found.because) == ("proved", "one-worth")
        assert found.facts == {"criterion": "Återbruk", "low": 300, "high": 300, "currency": "SEK"}

    def test_the_worth_is_also_looked_at_with_one_bid_a_fifth_cheaper_or_dearer(self):
        own = AwardModel("monetised.percent_of_own_price", (
            AwardCriterion("reuse", weight=D("0.3"), levels=LEVELS), AwardCriterion("parts", weight=D("0.1"), levels=LEVELS)))  # fmt: skip
        bids = [replace(one, levels={**one.levels, "parts": "all"}) for one in BIDS]
        found = verdict("P11", own, bids)
        # 0.3 × 900 × 0.8 and 0.3 × 1,000 × 1.2: the criterion that moves most
        assert (found.status, found.because) == ("refuted", "")
        assert found.facts == {"criterion": "reuse", "low": 216, "high": 360, "currency": "SEK"}

    def test_with_each_moved_the_others_stand(self):
        # half the lowest price: 900 × 0.8 at the least, and 1,000 at the most, when the lowest goes up by a fifth
        found = verdict("P11", model("relative.linear_from_lowest"), three("relative.linear_from_lowest"))
        assert (found.facts["low"], found.facts["high"]) == (360, 500)

    def test_bids_priced_by_the_form_have_their_sum(self):
        own = replace(MONEY, family="monetised.percent_of_own_price", lines=(ModelLine("1", D(10)),),
                      criteria=(replace(REUSE, value=None, weight=D("0.3")),))  # fmt: skip
        bids = [Bid("A", lines=(PriceLine("1", None, D(100)),), levels={"reuse": "all"})]
        assert (
            verdict("P11", own, bids).facts["low"] == 240 and verdict("P11", own, bids).facts["high"] == 360
        )

    def test_price_alone_or_no_money_meaning(self):
        assert answer("P11", FORM, ()) == ("not_applicable", "price-only")
        assert answer("P11", model("priority.order"), three("priority.order")) == (
            "not_applicable",
            "no-money-meaning",
        )


class TestWhatStandsBeside:
    SOUND = replace(REUSE, clause="4.2", proof="lista", sanction_factor=D(2))

    def test_promises_hold_when_every_point_does(self):
        found = verdict("P12", replace(MONEY, criteria=(self.SOUND,)))
        assert (found.status, found.because, found.facts) == ("proved", "every-point", {"of": 4})
        assert answer("P12", FORM, ()) == ("not_applicable", "price-only")

    def test_the_first_that_fails_is_the_reason_and_all_are_counted(self):
        broken = replace(self.SOUND, proof="", sanction_factor=None)
        found = verdict("P12", replace(MONEY, criteria=(broken,)))
        assert (found.status, found.because) == ("refuted", "award-promise-has-proof")
        assert found.facts == {"criterion": "Återbruk", "checks": "award-promise-has-proof, award-promise-has-sanction",
                               "count": 2, "of": 4}  # fmt: skip

    def test_printed_numbers_are_counted(self):
        printed = {"comparison": {"A": D(870), "B": D(700)}, "deduction_sum": {"A": D(30)}}
        right = verdict("P13", MONEY, printed=printed)
        assert (right.status, right.because, right.facts) == ("proved", "recomputed", {"of": 3})
        wrong = verdict("P13", MONEY, printed={"comparison": {"A": D(871)}})
        assert (wrong.status, wrong.because, wrong.facts) == ("refuted", "", {"of": 1})
        assert (
            verdict("P13", MONEY, printed={"comparison": {"A": D(871)}}, printed_tolerance=D(1)).status
            == "proved"
        )
        assert (
            answer("P13", MONEY, (), printed=printed)
            == answer("P13", MONEY)
            == ("not_applicable", "nothing-printed")
        )

    def test_a_floor_or_a_quantity_that_does_not_bind_is_unlawful(self):
        scale = model("absolute.linear_between_bounds", words={"clip": "both"})
        found = verdict("P14", scale, three("absolute.linear_between_bounds"))
        assert (found.status, found.because, found.facts["floor"]) == (
            "refuted",
            "price-without-effect-below-floor",
            500,
        )
        assert answer("P14", MONEY) == ("not_applicable", "no-lines")
        bids = [Bid("A", lines=(PriceLine("1", None, D(5)),))]
        assert answer("P14", FORM, bids) == ("proved", "every-point")
        loose = replace(FORM, lines=(ModelLine("1", D(10), contract_quantity=D(5)),))
        assert answer("P14", loose, bids) == ("refuted", "award-quantity-binds")
        assert answer("P14", model("relative.min_max"), three("relative.min_max"))[0] == "not_applicable"

    def test_the_same_bytes_come_out_and_the_model_s_digest_is_told(self):
        found = verdict("P15", MONEY)
        assert (found.status, found.because, found.facts) == (
            "proved",
            "same-bytes",
            {"digest": digest(MONEY)},
        )
