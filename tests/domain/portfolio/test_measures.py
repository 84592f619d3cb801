"""SIGMA's points, R-steps, obstacles and what was used: counted over any rows, whatever they were read from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.goals import RStep
from omlopp.domain.portfolio import used
from omlopp.domain.portfolio.measures import Limits, points, sigma, steps
from omlopp.domain.portfolio.obstacles import Code, by_rules, coded, told
from omlopp.domain.portfolio.seen import Demand, Obstacle, Seen, Told

LIMITS = Limits(Decimal("0.1"), Decimal("0.5"), Decimal(5), Decimal(110_000))
YES, NO, UNKNOWN = Told("yes", "y"), Told("no", "n"), Told("unknown", "u")
CODES = (
    Code("law", ("lag", "regel"), ("law",)),
    Code("cost", ("kost", "dyr"), ("cost",)),
    Code("market", ("leverantör",), ("supply",)),
)


def seen(id: str, *demands: Demand, value: int | None = 500_000, **more: object) -> Seen:
    worth = None if value is None else Decimal(value)
    return Seen(id, id, "own", "counted", demands, value_sek=worth, **more)  # type: ignore[arg-type]


def demand(shown: Told, criterion: str = "reuse", *r_steps: RStep) -> Demand:
    return Demand("1", criterion, YES, YES, UNKNOWN, shown, frozenset(r_steps))


@pytest.mark.parametrize(
    ("green", "of", "expected"),
    [(0, 10, "0"), (1, 10, "0"), (2, 10, "1.25"), (3, 10, "2.5"), (5, 10, "5"), (10, 10, "5")],
)
def test_points_rise_evenly_from_a_tenth_to_a_half(green: int, of: int, expected: str):
    assert points(green, of, LIMITS) == Decimal(expected)


def test_of_no_contracts_there_are_no_points_and_more_green_than_there_are_is_refused():
    assert points(0, 0, LIMITS) is None
    with pytest.raises(ValueError):
        points(3, 2, LIMITS)


def test_a_contract_without_value_is_neither_counted_nor_forgotten():
    found = sigma(
        [seen("1", demand(NO)), seen("2"), seen("3", demand(NO), value=None), seen("4", value=90_000)], LIMITS
    )
    assert (found.green, found.contracts, found.unknown) == (("1",), 2, 1)
    assert found.share == Decimal("0.5")


def test_r_steps_stand_side_by_side_in_need_request_and_outcome():
    rows = [
        seen(
            "1",
            demand(YES, "reuse", RStep.R3),
            demand(UNKNOWN, "spare", RStep.R4),
            need=frozenset({RStep.R2, RStep.R3}),
        ),
        seen("2", demand(UNKNOWN, "reuse", RStep.R3), need=frozenset({RStep.R3})),
    ]
    found = steps(rows)
    assert (found.by["need"][RStep.R3], found.by["asked"][RStep.R3], found.by["came"][RStep.R3]) == (2, 2, 1)
    assert found.by["asked"][RStep.R4] == 1 and found.by["came"][RStep.R4] == 0
    assert (found.base, found.unknown) == (2, 1), "of the second nobody knows what came"


def test_people_code_first_and_the_rules_only_what_nobody_coded():
    assert coded("supply", "", CODES) == Obstacle("market", "", "people")
    assert coded("", "Det blev för dyrt och kostade tid", CODES) == Obstacle(
        "cost", "Det blev för dyrt och kostade tid", "rules"
    )
    assert coded("", "Oklart", CODES).code == "" and coded("", "Oklart", CODES).by == "nobody"


def test_of_words_that_weigh_alike_the_first_code_of_the_list_holds():
    assert by_rules("Lagen, och kostnaden", CODES) == "law" and by_rules("", CODES) == ""


def test_no_obstacle_met_is_an_answer_and_silence_is_none():
    rows = [
        seen("1", obstacles=()),
        seen("2", obstacles=None),
        seen("3", obstacles=(Obstacle("law", "x", "people"),) * 2),
    ]
    found = told(rows, CODES)
    assert found.told == ("1", "3") and found.none_met == ("1",) and found.untold == ("2",)
    assert found.by["law"] == ("3",), "one that met it twice is one"


def test_a_requirement_shows_how_often_it_was_chosen_triggered_kept_and_broken():
    rows = [
        seen("1", demand(YES)),
        seen("2", demand(NO)),
        seen("3", demand(UNKNOWN)),
        seen("4", demand(YES, "spare")),
    ]
    reuse = used.requirements(rows)[0]
    assert (reuse.criterion, reuse.chosen, reuse.shown, reuse.failed, reuse.unknown) == (
        "reuse",
        ("1", "2", "3"),
        ("1",),
        ("2",),
        1,
    )


def test_a_step_has_those_that_passed_it_beside_those_that_skipped_it():
    rows = [
        seen("1", demand(YES), steps={"need": "passed", "market": "passed"}),
        seen("2", demand(NO), steps={"need": "passed", "market": "skipped"}),
        seen("3", demand(NO), steps={"need": "waits"}),
    ]
    need, market = used.steps(rows, ("need", "market"))
    assert (need.passed, need.waits, need.skipped) == (2, 1, 0)
    assert market.side.having.yes == ("1",) and market.side.lacking.no == ("2",)


def test_versions_of_the_model_are_told_apart():
    rows = [
        seen("1", demand(YES), model="1"),
        seen("2", demand(NO), model="2"),
        seen("3", demand(NO), model="2"),
    ]
    assert {name: (one.base, len(one.yes)) for name, one in used.versions(rows).items()} == {
        "1": (1, 1),
        "2": (2, 0),
    }


@given(st.lists(st.sampled_from([YES, NO, UNKNOWN]), max_size=10))
def test_yes_no_and_unknown_make_a_group(answers: list[Told]):
    found = used.group(seen(str(place), demand(answer)) for place, answer in enumerate(answers))
    assert len(found.yes) + len(found.no) + found.unknown == found.base == len(answers)
