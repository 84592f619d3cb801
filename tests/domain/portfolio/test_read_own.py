"""An own procurement read into what is judged: only what its chain holds counts, rung by rung."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from omlopp.domain.model.award import Bid
from omlopp.domain.model.criteria import ChosenCriterion, MarketStandard
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Agreed, Buyer, ChosenGoal, Decision, Procurement
from omlopp.domain.model.text import Text
from omlopp.domain.portfolio.read_own import demand, kept, lit, position_of
from omlopp.library.load import library

CARDS, CRITERIA = library().indicators, library().criteria
DAY = date(2026, 5, 1)
AWARDED = (Decision("LOT-0001", "A", "bäst", DAY, "x"),)
REUSED = "reused_furniture_share"  # an award criterion, measured by reused_share


def chosen(id: str = REUSED, clause: bool = True, above: str = "not_yet_known") -> ChosenCriterion:
    one = replace(CRITERIA[id], market=MarketStandard(above, Text("skäl", "reason")))  # type: ignore[arg-type]
    return ChosenCriterion("7", one, one.text, one.clause.text if clause and one.clause else None, None)


def procurement(**changed: object) -> Procurement:
    made = Procurement(
        "1",
        "Stolar",
        Buyer("Provkommunen", "municipality"),
        Entrance.NEED,
        "goods",
        "1",
        DAY,
        outcome="awarded",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def measured(reused: int, stage: Stage = Stage.END, delivered: int = 100, on: date = DAY) -> Measurement:
    inputs = {"reused_mass": Decimal(reused), "delivered_mass": Decimal(delivered)}
    return Measurement("reused_share", stage, inputs, on, "lista", id=f"{stage}{reused}")


def answers(own: Procurement, one: ChosenCriterion) -> list[str]:
    told = demand(own, one, CARDS, {})
    return [each.because for each in (told.asked, told.offered, told.market, told.shown)]


def agreed(value: str) -> dict[str, Agreed]:
    return {"reused_share": Agreed("reused_share", Decimal(value), "avtalet", DAY)}


def test_only_what_has_been_put_to_the_market_counts():
    states = {
        "open": "not_yet",
        "no_purchase": "no_purchase",
        "cancelled": "cancelled",
        "awarded": "counted",
        "closed": "counted",
    }
    for outcome, position in states.items():
        assert position_of(procurement(outcome=outcome)) == position
    assert position_of(procurement(outcome="open", decisions=AWARDED)) == "counted"


def test_before_the_decision_nothing_is_triggered_and_a_mandatory_requirement_is_by_the_award():
    mandatory = next(one.id for one in CRITERIA.values() if not one.scored and one.measured_by in CARDS)
    assert answers(procurement(), chosen(mandatory))[1] == "not_decided"
    assert answers(procurement(decisions=AWARDED), chosen(mandatory))[1] == "mandatory"
    nobody = (replace(AWARDED[0], winner_bid=None),)
    assert answers(procurement(decisions=nobody), chosen(mandatory))[1] == "nobody_awarded"


@pytest.mark.parametrize(
    ("grade", "because"),
    [(Decimal("0.4"), "offered"), (Decimal(0), "nothing_offered"), (None, "offer_not_known")],
)
def test_a_scored_requirement_is_triggered_by_what_the_winner_offered(grade: Decimal | None, because: str):
    lost = Bid("B", "B", "LOT-0001", Decimal(1), grades={REUSED: Decimal(1)})
    won = Bid("A", "A", "LOT-0001", Decimal(2), grades={} if grade is None else {REUSED: grade})
    assert answers(procurement(decisions=AWARDED, bids=(lost, won)), chosen())[1] == because


def test_what_the_contract_promises_goes_before_what_the_bid_said():
    assert answers(procurement(decisions=AWARDED, agreed=agreed("0.4")), chosen())[1] == "promised"
    assert answers(procurement(decisions=AWARDED, agreed=agreed("0")), chosen())[1] == "nothing_offered"


def test_a_promise_of_no_waste_is_a_promise():
    """Where lower is better, nothing is the best there is."""
    one = replace(chosen(), criterion=replace(CRITERIA[REUSED], measured_by="waste_mass"))
    own = procurement(
        decisions=AWARDED, agreed={"waste_mass": Agreed("waste_mass", Decimal(0), "avtalet", DAY)}
    )
    assert answers(own, one)[1] == "promised"


def test_what_the_market_gives_is_the_cards_own_answer_unless_evidence_says_otherwise():
    for above, because in (
        ("yes", "above_market"),
        ("no", "market_gives_it"),
        ("not_yet_known", "market_not_known"),
    ):
        assert answers(procurement(), chosen(above=above))[2] == because
    found = demand(procurement(), chosen(above="yes"), CARDS, {"7": "no"})
    assert found.market.answer == "no"


@pytest.mark.parametrize(
    ("promise", "before", "now", "because"),
    [
        ("0.4", None, 45, "kept"),
        ("0.4", 50, 31, "missed"),
        (None, 10, 45, "kept"),
        (None, 45, 10, "missed"),
        (None, 45, 45, "unchanged"),
        (None, None, 45, "nothing_to_compare_with"),
        ("0.4", 10, None, "not_measured"),
    ],
)
def test_what_is_shown_is_held_against_the_promise_else_against_before(
    promise: str | None, before: int | None, now: int | None, because: str
):
    rows = [measured(before, Stage.BASELINE)] if before is not None else []
    rows += [measured(now)] if now is not None else []
    own = procurement(measurements=tuple(rows), agreed=agreed(promise) if promise else {})
    assert answers(own, chosen())[3] == because


def test_a_clause_left_out_of_the_contract_is_a_no_however_well_it_went():
    own = procurement(measurements=(measured(90),), agreed=agreed("0.4"))
    assert answers(own, chosen(clause=False))[3] == "clause_dropped"


def test_the_end_goes_before_the_contracts_time_and_figures_refused_are_not_known():
    own = procurement(measurements=(measured(90, Stage.CONTRACT), measured(10)), agreed=agreed("0.4"))
    assert answers(own, chosen())[3] == "missed"
    wrong = procurement(measurements=(measured(200),), agreed=agreed("0.4"))
    assert answers(wrong, chosen())[3] == "not_known", "more reused than delivered is no share"


def test_a_goal_is_reached_by_its_target_and_one_without_an_indicator_is_unknown():
    goals: Sequence[ChosenGoal] = (
        ChosenGoal("D", (), "reused_share", Decimal("0.3")),
        ChosenGoal("C", (), None),
    )
    found = {
        one.goal: one.kept.because
        for one in lit(procurement(goals=tuple(goals), measurements=(measured(31),)), CARDS)
    }
    assert found == {"D": "kept", "C": "no_indicator"}
    assert kept(procurement(measurements=(measured(31),)), "gone", CARDS).because == "not_measured"
