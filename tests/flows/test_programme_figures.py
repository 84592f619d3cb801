"""Figures of programmes: the same ids on every base, nothing known on an empty one, sums of their parts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from omlopp.flows.portfolio_base import Base
from omlopp.flows.programme_figures import figures
from omlopp.library.load import library
from omlopp.library.programme.costs import cost_types
from tests.documents.test_programme_documents import PROGRAMME

ON = date(2026, 11, 22)
EMPTY = Base(library(), ON)
FULL = Base(library(), ON, programmes=(PROGRAMME,))


def by_id(base: Base) -> dict:
    return {one.id: one for one in figures(base)}


def test_the_ids_are_the_same_on_every_base_but_for_single_goals():
    own = {id for id in by_id(FULL) if not id.startswith("programme.goal.")}
    assert own == set(by_id(EMPTY))
    assert {id for id in by_id(FULL) if id.startswith("programme.goal.")} == {
        "programme.goal.1.now",
        "programme.goal.2.now",
    }


def test_on_an_empty_base_nothing_is_known():
    assert all(one.value is None for one in figures(EMPTY)), "not 0: nobody has said anything"


def test_money_is_the_sum_of_its_parts():
    found = by_id(FULL)
    parts = [found[f"budget.type.{name}"].value for name in cost_types()]
    assert sum(one for one in parts if one is not None) == found["budget.total"].value == 1_859_000
    assert (
        found["budget.funder.eu"].value + found["budget.funder.state"].value == found["budget.funded"].value
    )
    assert round(found["budget.funder.eu.per_cent"].value, 1) == Decimal("40.0")
    assert found["budget.certificates"].value == 1 and found["budget.certificates"].base == 2


def test_claims_that_nobody_has_decided_are_unknown_not_nought():
    found = by_id(FULL)
    assert found["claims.claimed"].value == 40_021
    assert found["claims.approved"].value is None and found["claims.approved"].unknown == 1


def test_a_pilot_whose_procurement_is_not_given_counts_as_unknown():
    one = by_id(FULL)["programme.pilots.moving"]
    assert (one.value, one.base, one.unknown) == (0, 2, 2)


def test_help_is_summed_without_what_waits_for_an_answer():
    found = by_id(FULL)
    assert (found["help.hours"].value, found["help.hours"].base, found["help.waiting"].value) == (
        Decimal("2.5"),
        1,
        1,
    )


def test_figures_of_an_exercise_say_so():
    assert all(
        one.exercise for one in figures(replace(FULL, programmes=(replace(PROGRAMME, exercise=True),)))
    )
    assert all(one.source[0] and one.method.startswith("programme.md#") for one in figures(FULL))
