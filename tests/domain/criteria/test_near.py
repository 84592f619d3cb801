"""What is known of the thing bought: groups by CPV, cases by object and goal, and reasons that cases give."""

from dataclasses import replace

from omlopp.domain.criteria.find import find
from omlopp.domain.criteria.near import cases_near, groups_near
from omlopp.library.load import library

LIB = library()
MALMO = LIB.cases["malmo_reused_furniture_2019"]


def test_the_closest_group_comes_first_and_others_are_left_out():
    assert next(page.id for page in groups_near(LIB.groups.values(), ["39112000-0"])) == "furniture"
    assert groups_near(LIB.groups.values(), ["03000000"]) == () and groups_near(LIB.groups.values(), []) == ()


def test_cases_of_the_same_object_and_goal_come_first():
    other = replace(MALMO, id="b", goals=("E",), cpv=("39112000",))
    closer = replace(MALMO, id="a", cpv=("39112000",))
    unknown = replace(MALMO, id="c", cpv="not_stated")
    elsewhere = replace(MALMO, id="d", cpv=("30200000",), groups=("it",))
    found = cases_near(
        [other, unknown, elsewhere, closer], groups=("furniture",), cpv=("39112000",), goals=("D",)
    )
    assert [case.id for case in found] == ["a", "b", "c"]


def test_a_case_is_a_reason_for_and_a_counter_example_a_reason_against():
    one = LIB.criteria["reused_furniture_share"]
    worse = replace(MALMO, id="w", counter_example=True, buyer="Påhittade staden", year=2024)
    newer = replace(MALMO, id="n", year=2025, buyer="Nyare")

    def reasons(*cases: object) -> dict[str, tuple[int, object]]:
        [found] = find([one], cpv=[], goals=[], level=None, cases=cases)  # type: ignore[arg-type]
        return {
            reason.key: (reason.points, reason.facts.get("buyer"))
            for reason in found.reasons
            if "case" in reason.facts
        }

    assert reasons() == {}
    assert reasons(MALMO) == {"case": (3, "Malmö stad")}
    assert reasons(MALMO, newer, worse) == {"cases": (3, "Nyare"), "case_worse": (-1, "Påhittade staden")}
    assert reasons(replace(MALMO, criteria=())) == {}
