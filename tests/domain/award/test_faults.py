"""What a model says beside its formula: promises, quantities, floors, grounds, intervals, life-cycle numbers."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.faults import CONTENT, PROMISES, content, faults, life_cycle, promises
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ModelLine, PriceLine
from omlopp.domain.model.lifecycle import LccLine, LccMethod

PRICE = AwardCriterion("price", weight=D("0.6"), price=True)
REUSE = AwardCriterion("reuse", "Återbruk", weight=D("0.4"), clause="4.2", proof="lista", sanction_factor=D(1),
                       link_to_object="möblerna")  # fmt: skip
RATIO = "relative.lowest_price_ratio"
BASKET = "price.basket_sum"


def one(found, check):
    (answer,) = [each for each in found if each.check == check]
    return answer


def said(found):
    return [(each.check, each.status, each.where) for each in found]


class TestPromises:
    def test_four_answers_about_each_quality_and_none_about_the_price(self):
        found = list(promises(AwardModel(RATIO, (PRICE, REUSE))))
        assert said(found) == [(name, "passed", "award:reuse") for name in PROMISES]
        assert found[0].facts == {"criterion": "Återbruk"}
        assert found[3].facts == {"criterion": "Återbruk", "factor": 1}, "once the advantage is enough"

    @pytest.mark.parametrize("change, statuses", [
        ({"clause": None}, "fppp"), ({"clause": "  "}, "fppp"), ({"proof": " "}, "pfpp"), ({"sanction_factor": None}, "ppfn"),
        ({"sanction_factor": D("0.99")}, "pppf"), ({"sanction_factor": D(0)}, "pppf"),
    ])  # fmt: skip
    def test_each_may_fail_alone(self, change, statuses):
        found = promises(AwardModel(RATIO, (PRICE, replace(REUSE, **change))))
        assert "".join(each.status[0] for each in found) == statuses

    def test_where_price_alone_counts_nothing_is_promised(self):
        found = list(promises(AwardModel(RATIO, (PRICE,))))
        assert [(each.check, each.status, each.because) for each in found] == [
            (name, "not_applicable", "award-because-price-only") for name in PROMISES
        ]


class TestPriceForm:
    def found(self, *lines, bids=()):
        return list(content(AwardModel(BASKET, lines=lines), bids))[:-1]

    def test_without_lines_there_is_nothing_to_ask(self):
        found = list(content(AwardModel(BASKET)))
        assert [(each.check, each.because) for each in found] == [
            (name, "award-because-no-lines") for name in CONTENT if name != "award-quantity-is-promised"
        ] + [("award-quantity-is-promised", "award-because-no-asked-quantity")]

    def test_a_line_that_binds_is_counted_and_has_no_floor(self):
        found = self.found(ModelLine("1", D(10), "Timmar"))
        assert {each.status for each in found} == {"passed"} and {each.where for each in found} == {"line:1"}
        assert found[0].facts == {"line": "Timmar", "quantity": 10, "contract_quantity": 10}
        assert found[2].facts["least"] == 0 and found[2].facts["currency"] == "SEK"
        assert self.found(ModelLine("1", D(10), contract_quantity=D(10)))[0].status == "passed"

    @pytest.mark.parametrize("line, statuses", [
        ({"contract_quantity": D(9)}, "fpp"), ({"contract_quantity": D(0)}, "fpp"), ({"quantity": D(0)}, "ppp"),
        ({"quantity": D(0), "contract_quantity": D(5)}, "ffp"), ({"least_unit_price": D("0.5")}, "ppf"),
        ({"least_unit_price": None}, "ppp"),
    ])  # fmt: skip
    def test_each_may_fail(self, line, statuses):
        found = self.found(ModelLine(**({"id": "1", "quantity": D(10)} | line)))
        assert "".join(each.status[0] for each in found) == statuses

    def test_who_would_come_first_by_what_will_be_bought(self):
        lines = (ModelLine("hours", D(100), contract_quantity=D(10)), ModelLine("travel", D(10)))

        def bid(name, hours, travel, price=None):
            prices = PriceLine("hours", None, D(hours)), PriceLine("travel", None, D(travel))
            return Bid(name[0], name, lines=prices, price=price)

        # compared 10,000 + 9,000 = 19,000 and 20,000 + 1,000; bought 1,000 + 9,000 and 2,000 + 1,000
        bids = [bid("Alfa", 100, 900, price=D(19000)), bid("Beta", 200, 100)]
        facts = self.found(*lines, bids=bids)[0].facts
        assert (facts["winner"], facts["winner_by_contract"]) == ("Alfa", "Beta")
        tied = self.found(*lines, bids=[*bids, replace(bids[1], id="G", bidder="Gamma")])[0].facts
        assert tied["winner_by_contract"] == "Beta, Gamma"
        for nobody in ((), [Bid("A", price=D(1))], [Bid("A", lines=(PriceLine("other", None, D(1)),))]):
            assert "winner" not in self.found(*lines, bids=nobody)[0].facts


class TestAskedQuantities:
    def found(self, *lines):
        return [
            each
            for each in content(AwardModel(BASKET, lcc=LccMethod(5, D(0), lines)))
            if "promised" in each.check
        ]

    def test_a_quantity_or_a_life_that_the_bidder_states_is_bound_by_a_clause(self):
        energy = LccLine("el", "running", "yearly", "El", asks_quantity="kwh", unit_value=D(2))
        life = LccLine("desk", "investment", "cycle", asks_cycle="life", unit_value=D(2), clause="5.1")
        found = self.found(energy, life)
        assert said(found) == [("award-quantity-is-promised", "failed", "lcc:el"),
                               ("award-quantity-is-promised", "passed", "lcc:desk")]  # fmt: skip
        assert [each.facts for each in found] == [{"line": "El"}, {"line": "desk"}]
        assert self.found(replace(energy, clause=" "))[0].status == "failed"

    def test_a_value_and_the_price_itself_are_no_quantities(self):
        value = LccLine("care", "running", "yearly", asks_value="service")
        price = LccLine("buy", "investment", "once", asks_quantity="price", unit_value=D(1))
        cycle = LccLine("buy", "investment", "cycle", asks_cycle="price", unit_value=D(1))
        for lines in ((value,), (price,), (cycle,), ()):
            assert [each.status for each in self.found(*lines)] == ["not_applicable"]


@pytest.mark.parametrize("own, used", [
    (AwardModel(BASKET), "price"), (AwardModel(RATIO, (PRICE,)), "price"), (AwardModel(RATIO, (PRICE, REUSE)), "ratio"),
    (AwardModel("monetised.level_discount", ladder={"1": D(0)}), "ratio"),
    (AwardModel(BASKET, lcc=LccMethod(5, D(0), ())), "cost"),
])  # fmt: skip
def test_the_ground_stated_is_the_one_the_model_uses(own, used):
    for ground in ("price", "cost", "ratio", None):
        found = one(faults(replace(own, ground=ground)), "award-ground-stated")
        assert (found.status == "passed") is (ground == used)
        assert found.facts == {"ground": ground or "–", "used": used}


def test_cost_may_be_the_ground_where_qualities_are_scored_beside_it():
    own = AwardModel(RATIO, (PRICE, REUSE), lcc=LccMethod(5, D(0), ()))
    statuses = [
        one(faults(replace(own, ground=ground)), "award-ground-stated").status
        for ground in ("cost", "ratio", "price")
    ]
    assert statuses == ["passed", "passed", "failed"]


def test_each_quality_has_a_link_to_what_is_bought():
    found = [each for each in faults(AwardModel(RATIO, (PRICE, REUSE, replace(REUSE, id="parts", link_to_object=" "))))
             if each.check == "award-criterion-has-link"]  # fmt: skip
    assert said(found) == [("award-criterion-has-link", "passed", "award:reuse"),
                           ("award-criterion-has-link", "failed", "award:parts")]  # fmt: skip


class TestIntervals:
    """Weights may be announced as intervals: together they reach 100 per cent, and the weight used lies inside."""

    def found(self, *criteria):
        own = tuple(AwardCriterion(name, weight=weight, weight_between=between, price=not n)
                    for n, (name, weight, between) in enumerate(zip("pqr", *zip(*criteria, strict=True), strict=False)))  # fmt: skip
        return one(faults(AwardModel(RATIO, own)), "award-weight-intervals")

    @pytest.mark.parametrize("price, quality, status, low, high", [
        ((None, ("0.5", "0.7")), (None, ("0.3", "0.5")), "passed", 80, 120),
        ((None, ("0.5", "0.7")), (None, ("0.2", "0.3")), "passed", 70, 100),
        ((None, ("0.5", "0.7")), (None, ("0.1", "0.2")), "failed", 60, 90),
        ((None, ("0.5", "0.7")), (None, ("0.5", "0.6")), "passed", 100, 130),
        ((None, ("0.5", "0.7")), (None, ("0.6", "0.7")), "failed", 110, 140),
        (("0.6", ("0.5", "0.7")), ("0.4", None), "passed", 90, 110),
        (("0.5", ("0.5", "0.7")), ("0.4", None), "passed", 90, 110),
        (("0.7", ("0.5", "0.7")), ("0.4", None), "passed", 90, 110),
        (("0.4", ("0.5", "0.7")), ("0.4", None), "failed", 90, 110),
        (("0.8", ("0.5", "0.7")), ("0.4", None), "failed", 90, 110),
        ((None, ("0.5", "0.7")), (None, None), "failed", 50, 70),
    ])  # fmt: skip
    def test_by_hand(self, price, quality, status, low, high):
        def numbers(weight, between):
            return weight and D(weight), between and (D(between[0]), D(between[1]))

        found = self.found(numbers(*price), numbers(*quality))
        assert (found.status, found.facts) == (status, {"low_percent": low, "high_percent": high})

    def test_without_intervals_there_is_nothing_to_ask(self):
        found = one(faults(AwardModel(RATIO, (PRICE, REUSE))), "award-weight-intervals")
        assert (found.status, found.because) == ("not_applicable", "award-because-no-intervals")


class TestLifeCycleNumbers:
    CO2 = LccLine("co2", "external", "once", "Klimat", unit_value=D(7), source="ASEK", weight_set="A1")
    BUY = LccLine("buy", "investment", "once", asks_value="price")

    def found(self, *lines, rate_source="Riksbanken"):
        own = AwardModel(BASKET, lcc=LccMethod(5, D(0), lines, rate_source))
        return [
            (each.check.removeprefix("award-"), each.status, dict(each.facts)) for each in life_cycle(own)
        ]

    def test_without_a_method_there_is_nothing_to_ask(self):
        found = list(life_cycle(AwardModel(BASKET)))
        assert len(found) == 3 and {each.because for each in found} == {"award-because-no-lcc"}

    def test_a_sound_method(self):
        assert self.found(self.CO2, self.BUY) == [
            ("external-cost-verified", "passed", {"line": "Klimat", "source": "ASEK"}),
            ("one-weight-set", "passed", {"sets": "A1"}), ("lcc-number-has-source", "passed", {"lines": ""}),
        ]  # fmt: skip

    def test_no_external_cost(self):
        assert self.found(self.BUY) == [
            ("external-cost-verified", "not_applicable", {}), ("one-weight-set", "passed", {"sets": "–"}),
            ("lcc-number-has-source", "passed", {"lines": ""}),
        ]  # fmt: skip

    def test_each_fault(self):
        bare = LccLine("el", "running", "yearly", unit_value=D(2), weight_set="B")
        unsure = replace(self.CO2, id="nox", name="", verified=False, source="", weight_set="A2")
        assert self.found(self.CO2, unsure, bare, rate_source="") == [
            ("external-cost-verified", "passed", {"line": "Klimat", "source": "ASEK"}),
            ("external-cost-verified", "failed", {"line": "nox", "source": "–"}),
            ("one-weight-set", "failed", {"sets": "A1, A2"}),
            ("lcc-number-has-source", "failed", {"lines": "nox, el, kalkylränta"}),
        ]

    def test_a_number_without_source_warns_and_the_others_block(self):
        own = AwardModel(BASKET, lcc=LccMethod(5, D(0), (self.CO2,)))
        assert [each.blocks for each in life_cycle(own)] == [True, True, False]
