"""Life-cycle cost by a method: every line by hand, then what holds for all."""

import re
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.award.plain import items, shaped
from omlopp.domain.lifecycle import discounting
from omlopp.domain.lifecycle.compare import (
    Alternative,
    Triangle,
    Unknowns,
    break_evens,
    cheapest,
    costs,
    sureness,
)
from omlopp.domain.lifecycle.cost import by_year, life_cycle_cost
from omlopp.domain.lifecycle.errors import (
    LccInputMissing,
    LccInputUnknown,
    LccLineNotFit,
    MixedWeightSets,
    NothingToCompare,
    RateTooLow,
    UnknownNotFit,
    YearsNotAllowed,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from omlopp.library.cases import read_exact

BUY = LccLine("buy", "investment", "cycle", first_year=0, asks_value="price", asks_cycle="life")
CARE = LccLine("care", "running", "yearly", asks_value="care")
LEFT = LccLine("left", "residual", "end", left_of="buy")
BACK = LccLine("back", "residual", "end", share_of="buy", asks_value="back")
CO2 = LccLine(
    "co2", "external", "cycle", first_year=0, asks_quantity="kg", unit_value=D(2), asks_cycle="life"
)


def cost(*lines, rate="0", horizon=6, **inputs):
    return life_cycle_cost(
        LccMethod(horizon, D(rate), lines), {name: D(str(one)) for name, one in inputs.items()}
    )


def amounts(found):
    return [dict(line.amounts) for line in found.lines]


@pytest.mark.parametrize("line, expected", [
    (LccLine("x", "running", "once", unit_value=D(5), year=3), {3: 5}),
    (LccLine("x", "running", "once", unit_value=D(5)), {0: 5}),
    (LccLine("x", "running", "yearly", unit_value=D(5)), {1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 5}),
    (LccLine("x", "running", "yearly", unit_value=D(5), first_year=2, last_year=3), {2: 5, 3: 5}),
    (LccLine("x", "running", "yearly", unit_value=D(5), first_year=5, last_year=99), {5: 5, 6: 5}),
    (LccLine("x", "running", "cycle", unit_value=D(5), cycle_years=2), {2: 5, 4: 5}),  # never at the very end
    (LccLine("x", "running", "cycle", unit_value=D(5), cycle_years=2, first_year=0), {0: 5, 2: 5, 4: 5}),
    (LccLine("x", "running", "cycle", unit_value=D(5), cycle_years=7), {}),
    (LccLine("x", "running", "end", unit_value=D(5)), {6: 5}),
    (LccLine("x", "residual", "end", unit_value=D(5)), {6: -5}),
    (LccLine("x", "running", "once", quantity=D(3), unit_value=D(5)), {0: 15}),
    (LccLine("x", "running", "once", quantity=D(0), unit_value=D(5)), {0: 0}),
    (LccLine("x", "running", "once", quantity=D(3)), {0: 0}),
    (LccLine("x", "running", "yearly", unit_value=D(100), last_year=2, escalation=D("0.1")), {1: 110, 2: 121}),
])  # fmt: skip
def test_when_a_line_falls_and_what_it_is(line, expected):
    assert amounts(cost(line)) == [expected]


def test_discounting_is_real_and_at_the_end_of_the_year():
    found = cost(LccLine("x", "running", "yearly", unit_value=D(110), last_year=2), rate="0.1")
    assert abs(found.total - (100 + D(1000) / 11)) < D("1e-25")
    rising = cost(
        LccLine("x", "running", "once", unit_value=D(100), year=2, escalation=D("0.21")), rate="0.1"
    )
    assert rising.total == D(121)


def test_cost_per_year_of_service_has_the_same_present_value():
    found = cost(CARE, rate="0.04", care=50)
    assert abs(found.per_year - 50) < D("1e-30") and abs(found.running_per_year - 50) < D("1e-30")
    assert found.investment == found.external == 0


def test_service_cycles_over_one_horizon_and_what_is_left_of_the_last():
    assert amounts(cost(BUY, LEFT, price=400, life=4)) == [{0: 400, 4: 400}, {6: D(-200)}]
    assert amounts(cost(BUY, LEFT, price=400, life=3)) == [{0: 400, 3: 400}, {6: 0}]
    assert amounts(cost(BUY, LEFT, price=400, life=10)) == [{0: 400}, {6: D("-160.0")}]


def test_resale_is_a_share_of_the_purchase_and_comes_back():
    found = cost(BUY, BACK, price=400, life=6, back="0.25")
    assert amounts(found) == [{0: 400}, {6: D(-100)}]
    assert (found.investment, found.running_per_year) == (300, 0)


def test_a_service_and_a_purchase_have_their_budgets_apart():
    service = cost(CARE, care=100)
    purchase = cost(BUY, CARE, price=450, life=6, care=25)
    assert (service.investment, service.running_per_year, service.total) == (0, 100, 600)
    assert (purchase.investment, purchase.running_per_year, purchase.total) == (450, 25, 600)
    years = by_year(purchase, 6)
    assert [year["investment"] for year in years] == [450, 0, 0, 0, 0, 0, 0]
    assert [year["running"] for year in years] == [0, 25, 25, 25, 25, 25, 25]


def test_a_horizon_and_a_year_may_be_as_long_as_a_hundred_and_a_life_as_short_as_one():
    late = LccLine("x", "running", "once", unit_value=D(1), year=100)
    assert cost(late, horizon=100).total == 1
    assert cost(BUY, horizon=1, price=1, life=1).total == 1
    assert amounts(cost(replace(BUY, asks_cycle="", cycle_years=1), horizon=3, price=1)) == [
        {0: 1, 1: 1, 2: 1}
    ]


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 6)), min_size=1, max_size=4),
    st.decimals(min_value="-0.5", max_value="0.5", places=3),
)
def test_the_total_is_the_sum_of_its_kinds_and_of_its_years(lines, rate):
    made = [
        LccLine(str(n), "running", "once", unit_value=D(money), year=year)
        for n, (money, year) in enumerate(lines)
    ]
    found = cost(*made, rate=str(rate))
    by_hand = sum(D(money) / (1 + rate) ** year for money, year in lines)
    assert abs(found.total - by_hand) <= abs(by_hand) * D("1e-20")
    assert abs(found.total - found.per_year * 6) < D("1e-20") if not rate else True


@pytest.mark.parametrize("attempt, refusal", [
    (lambda: cost(BUY, price=1), LccInputMissing),
    (lambda: cost(CARE, care=1, other=1), LccInputUnknown),
    (lambda: cost(horizon=0), YearsNotAllowed),
    (lambda: cost(horizon=101), YearsNotAllowed),
    (lambda: cost(rate="-1"), RateTooLow),
    (lambda: cost(rate="NaN"), RateTooLow),
    (lambda: cost(BUY, price=1, life=0), YearsNotAllowed),
    (lambda: cost(BUY, price=1, life="2.5"), YearsNotAllowed),
    (lambda: cost(BUY, price=1, life="NaN"), YearsNotAllowed),
    (lambda: cost(LccLine("x", "running", "once", unit_value=D(1), year=7)), YearsNotAllowed),
    (lambda: cost(LccLine("x", "running", "once", unit_value=D(1), escalation=D(-1))), RateTooLow),
    (lambda: cost(BUY, BUY, price=1, life=1), LccLineNotFit),
    (lambda: cost(LccLine("x", "residual", "end", share_of="y")), LccLineNotFit),
    (lambda: cost(CARE, LccLine("x", "residual", "end", left_of="care"), care=1), LccLineNotFit),
    (lambda: cost(LccLine("x", "residual", "end", share_of="x")), LccLineNotFit),
    (lambda: cost(LccLine("a", "external", "once", weight_set="A1"), LccLine("b", "external", "once", weight_set="A2")),
     MixedWeightSets),
    (lambda: costs(LccMethod(1, D(0), ()), ()), NothingToCompare),
])  # fmt: skip
def test_what_cannot_be_computed_is_refused_by_name(attempt, refusal):
    with pytest.raises(refusal):
        attempt()


# Side by side

METHOD = LccMethod(6, D("0.05"), (BUY, CARE, CO2))
NEW = Alternative("new", {"price": D(600), "life": D(6), "care": D(10), "kg": D(50)})
USED = Alternative("used", {"price": D(250), "life": D(3), "care": D(20), "kg": D(10)})


def answers(what, alternatives):
    return [one for one in break_evens(METHOD, alternatives) if one.what == what]


def total(method, one, **inputs):
    return life_cycle_cost(method, {**one.inputs, **inputs}).total


def test_the_break_even_price_of_emissions_makes_them_equal():
    cheap = Alternative("new", NEW.inputs | {"price": D(450)})
    (found,) = answers("price", (cheap, USED))
    (at,) = found.at
    priced = replace(METHOD, lines=(BUY, CARE, replace(CO2, unit_value=at)))
    assert found.name == "co2" and abs(total(priced, cheap) - total(priced, USED)) < D("1e-25")
    assert answers("price", (NEW, USED))[0].at == (), "dearer and dirtier: no price of emissions helps"


def test_the_break_even_rate_makes_them_equal_and_none_is_said_where_there_is_none():
    plain = LccMethod(6, D("0.05"), (BUY, CARE))
    (found,) = [one for one in break_evens(plain, _without_co2(NEW, USED, 305)) if one.what == "rate"]
    (at,) = found.at
    one, other = (
        life_cycle_cost(replace(plain, rate=at), each.inputs).total for each in _without_co2(NEW, USED, 305)
    )
    assert D(0) < at < D("0.2") and abs(one - other) < D("1e-5")
    (never,) = [one for one in break_evens(plain, _without_co2(NEW, USED, 10)) if one.what == "rate"]
    assert never.at == ()


def _without_co2(new, used, price):
    bare = [{name: own for name, own in one.inputs.items() if name != "kg"} for one in (new, used)]
    return Alternative("new", bare[0]), Alternative("used", bare[1] | {"price": D(price)})


def test_the_break_even_life_is_the_first_year_at_which_they_change_places():
    assert cheapest(costs(METHOD, (NEW, USED))) == ("used",)
    (found,) = [one for one in answers("life", (NEW, USED)) if one.name == "life:used"]
    (at,) = found.at
    assert total(METHOD, USED, life=at) > total(METHOD, NEW) > total(METHOD, USED, life=at + 1)


def test_how_sure_it_is_has_a_base_and_a_seed():
    unknowns = Unknowns(Triangle(D(0), D("0.05"), D("0.1")), {"care": Triangle(D(10), D(20), D(200))})
    one, again = (sureness(METHOD, (NEW, USED), unknowns, 200, 7) for _ in range(2))
    assert one == again and one.of == 200 and sum(one.cheapest.values()) == 200
    assert min(one.cheapest.values()) > 0
    assert all(one.low[name] < one.high[name] for name in ("new", "used"))
    assert sureness(METHOD, (NEW, USED), Unknowns(), 5, 7).cheapest == {"new": 0, "used": 5}


def test_an_uncertain_life_stays_whole_years():
    unknowns = Unknowns(
        inputs={"life": Triangle(D(1), D(6), D(12))}, lines={"co2": Triangle(D(1), D(2), D(9))}
    )
    assert sureness(METHOD, (NEW, USED), unknowns, 50, 1).of == 50


@pytest.mark.parametrize("unknowns", [
    Unknowns(inputs={"colour": Triangle(D(1), D(2), D(3))}),
    Unknowns(lines={"buy": Triangle(D(1), D(2), D(3))}),
    Unknowns(rate=Triangle(D(2), D(1), D(3))),
])  # fmt: skip
def test_what_the_method_does_not_have_cannot_be_uncertain(unknowns):
    with pytest.raises(UnknownNotFit):
        sureness(METHOD, (NEW, USED), unknowns, 5, 1)


@given(st.decimals("-0.5", "0.5", places=4), st.decimals("-0.5", "0.5", places=4))
def test_real_and_nominal_rates_are_each_other_s_inverse(real, inflation):
    assert abs(discounting.real(discounting.nominal(real, inflation), inflation) - real) < D("1e-30")


@given(st.integers(1, 60), st.decimals("0.001", "0.5", places=3), st.integers(1, 10**6))
def test_an_annuity_repays_what_was_borrowed(periods, rate, money):
    payment = discounting.annuity(rate, D(periods), D(money))
    flows = [D(money), *[payment] * periods]
    assert abs(discounting.present_value(rate, flows)) < D("1e-20") * money


# The page

PAGE = Path(__file__).parents[3] / "docs/method/lifecycle.md"


def test_the_page_s_example_is_what_the_program_gives(tmp_path):
    text = PAGE.read_text("utf-8")
    (tmp_path / "example.yaml").write_text(re.search(r"```yaml\n(.*?)```", text, re.S)[1], "utf-8")
    data = read_exact(tmp_path / "example.yaml")
    method = shaped(LccMethod, data["method"], "method")
    bids = tuple(shaped(Alternative, one, "bids") for one in items(data["bids"], "bids"))
    found = costs(method, bids)
    rows = re.findall(r"^\| (nya|renoverade) \| (.*) \|$", text, re.M)
    assert len(rows) == 2
    for name, cells in rows:
        said = [D(cell.strip().replace(",", ".").replace(" ", "")) for cell in cells.split("|")]
        own = found[name]
        computed = [own.total, own.per_year, own.investment, own.running_per_year, own.external]
        assert all(abs(one - other) <= D("0.00005") for one, other in zip(said, computed, strict=True))
    (price,) = [one for one in break_evens(method, bids) if one.what == "price"]
    assert f"{price.at[0]:.4f}".replace(".", ",") in text
