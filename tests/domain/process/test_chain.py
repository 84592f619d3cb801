"""The chain: one row per goal, and every missing link by name."""

from decimal import Decimal

from omlopp.domain.model.indicators import Measured, Stage
from omlopp.domain.process.chain import Link, chain
from omlopp.library.load import library
from tests.domain.process.build import procurement

GOALS = library().goals
WHOLE = {
    "answers": {"need_statement": "Kontoret växer"},
    "goals": {"D": {"strategies": ["D5", "D7"], "indicator": "reused_share"}},
    "criteria": [{"id": "a", "goal": "D"}],
    "measurements": [
        {"indicator": "reused_share", "stage": stage, "inputs": {"reused": 4, "delivered": 10}}
        for stage in ("baseline", "contract", "end")
    ],
}


def test_without_goals_there_is_no_chain():
    assert chain(procurement({}), GOALS) == ()


def test_a_goal_alone_leaves_every_other_link_open():
    (row,) = chain(procurement({"goals": {"D": {}}}), GOALS)
    assert row.open_links == tuple(link for link in Link if link is not Link.GOAL)


def test_a_whole_chain_has_no_open_link():
    (row,) = chain(procurement(WHOLE), GOALS)
    assert row.whole
    assert [strategy.id for strategy in row.strategies] == ["D5", "D7"]
    assert (row.criteria, row.clauses, row.consequence) == (("a",), ("a",), ("a",))


def test_a_promise_without_clause_opens_clause_and_consequence():
    (row,) = chain(procurement(WHOLE | {"criteria": [{"id": "a", "goal": "D", "clause": None}]}), GOALS)
    assert row.open_links == (Link.CLAUSE, Link.CONSEQUENCE)


def test_the_end_is_open_until_it_is_measured():
    (row,) = chain(procurement(WHOLE | {"measurements": WHOLE["measurements"][:2]}), GOALS)
    assert row.open_links == (Link.END,)


def test_values_are_those_computed_and_an_unknown_value_is_not_zero():
    measured = [
        Measured("reused_share", Stage.BASELINE, Decimal("0.1")),
        Measured("reused_share", Stage.CONTRACT, None, missing=("delivered",)),
    ]
    (row,) = chain(procurement(WHOLE), GOALS, measured)
    assert [(one.recorded, one.value) for one in row.measurements] == [
        (True, Decimal("0.1")),
        (True, None),
        (True, None),
    ]


def test_each_goal_keeps_its_own_criteria():
    given = {"goals": {"C": {}, "D": {}}, "criteria": [{"id": "a", "goal": "C"}, {"id": "b", "goal": "D"}]}
    assert [row.criteria for row in chain(procurement(given), GOALS)] == [("a",), ("b",)]
