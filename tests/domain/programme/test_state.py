"""Where pilots stand, what is reached, how many hours were given."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Buyer, Procurement
from omlopp.domain.programme.model import Goal, Help, Pilot, Programme
from omlopp.domain.programme.state import STATES, counted, hours, reached, state_of, tally

DAY = date(2026, 3, 2)
OUTCOMES = ("open", "awarded", "no_purchase", "cancelled", "closed")


def procurement(id: str, **more: Any) -> Procurement:
    return Procurement(
        id=id, title=id, buyer=Buyer("Köpare", "municipality"), entrance=Entrance.NEED, object_kind="goods",
        model_version="1", rules_fixed_on=DAY, **more,
    )  # fmt: skip


def programme(**more: Any) -> Programme:
    return Programme("1", "Program", "programme", "Regionen", "", DAY, date(2027, 3, 2), **more)


def goal(how: Any, target: int = 10, reached: int | None = None) -> Goal:
    by_hand = None if reached is None else Decimal(reached)
    return Goal("g", "Mål", Decimal(target), "st", how, ("roadmap_2025",), by_hand)


def test_stuck_is_what_somebody_has_said_and_ends_with_the_procurement():
    stuck = Pilot("1", "p", "", stuck_since=DAY, stuck_at="market", stuck_why="Inga svar.")
    assert state_of(stuck, procurement("1")) == "stuck"
    assert state_of(stuck, procurement("1", outcome="closed")) == "finished"
    assert state_of(Pilot("1", "p", "", left_on=DAY), procurement("1", outcome="closed")) == "left"


def test_what_counts_for_each_kind_of_goal():
    """Of five pilots: one on its way, one cancelled, one met without buying, one finished and measured, one in hindsight."""
    end = Measurement("reused_share", Stage.END, {"reused": Decimal(3)}, DAY, "lista")
    empty = Measurement("reused_share", Stage.END, {}, DAY, "ingen visste")
    of = {
        "1": procurement("1", measurements=(empty,)),
        "2": procurement("2", outcome="cancelled"),
        "3": procurement("3", outcome="no_purchase"),
        "4": procurement("4", outcome="closed", measurements=(end,)),
        "5": procurement("5", outcome="closed", in_hindsight=True),
    }
    value = programme(pilots=tuple(Pilot(id, "p", "") for id in of))
    assert counted(goal("live"), value, of) == 3
    assert counted(goal("finished"), value, of) == 3
    assert counted(goal("measured"), value, of) == 1, "a measurement without a figure is no measurement"
    assert reached(goal("live", 3), value, of) and not reached(goal("live", 4), value, of)


def test_what_nobody_has_written_is_unknown_and_not_zero():
    assert counted(goal("by_hand"), programme(), {}) is None
    assert reached(goal("people_trained"), programme(), {}) is None
    assert counted(goal("people_trained", reached=0), programme(), {}) == 0


def test_a_question_that_waits_has_cost_no_hours():
    given_ = Help("1", "1", DAY, "ledare", "meeting", "", "", "", Decimal("1.5"))
    waits = Help("2", "1", DAY, "köpare", "question", "", "", "", Decimal(0), waits=True)
    other = Help("3", "2", DAY, "ledare", "answer", "", "", "", Decimal(2))
    value = programme(help=(given_, waits, other))
    assert (hours(value), hours(value, "1"), hours(value, "3")) == (Decimal("3.5"), Decimal("1.5"), 0)


@given(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.booleans(), st.booleans()), max_size=12))
def test_every_pilot_stands_in_exactly_one_state(drawn: list[tuple[str, bool, bool]]):
    of = {str(n): procurement(str(n), outcome=outcome) for n, (outcome, _, _) in enumerate(drawn)}
    pilots = tuple(
        Pilot(str(n), "p", "", stuck_since=DAY if stuck else None, left_on=DAY if left else None)
        for n, (_, stuck, left) in enumerate(drawn)
    )
    found = tally(programme(pilots=pilots), of)
    assert tuple(found) == STATES and sum(found.values()) == len(drawn)
    assert found["left"] == sum(left for _, _, left in drawn)
