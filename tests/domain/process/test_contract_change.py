"""May a contract be changed? Worked cases with their sections, and what holds whatever the figures are."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.law import Regime
from omlopp.domain.process.contract_change import (
    Change,
    Earlier,
    Term,
    UnknownGround,
    before,
    check,
    holds,
    notice_day,
    sums,
    within,
)
from omlopp.domain.process.gates import sentence_key
from omlopp.flows.contracts import ground_rule, grounds
from omlopp.library.load import library
from omlopp.library.messages import keyed, sentences

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/process/contract_change.yaml").read_text("utf-8"))
FIXED = date(2025, 1, 15)
ON = date(2025, 6, 1)
KRONOR = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)


def asked(case):
    given_ = case["given"]
    regime = given_.get("regime", "lou")
    on = given_.get("day", ON)
    rule = ground_rule(
        given_["ground"],
        library(),
        regime=Regime(regime) if regime else None,
        object_kind=given_.get("object", "goods"),
        buyer_kind=given_.get("buyer", "municipality"),
        fixed_on=FIXED,
        on=on,
    )
    needed = {one.id: one.needs for one in grounds()[given_["ground"]].conditions}
    value = given_.get("value")
    change = Change(
        given_["ground"],
        None if value is None else Decimal(str(value)),
        Decimal(given_.get("contract", 10_000_000)),
        Decimal(given_["indexed"]) if "indexed" in given_ else None,
        needed | given_.get("answers", {}),
        given_.get("new_end"),
    )
    earlier = [Earlier(one["ground"], Decimal(one["value"])) for one in given_.get("earlier", [])]
    return check(
        change, earlier, rule, Term(on, given_.get("ends"), given_.get("until"), given_.get("notice"))
    )


def found_of(findings, status, blocks=None):
    return {one.check for one in findings if one.status == status and blocks in (None, one.blocks)}


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_worked_case(case):
    findings, expect = asked(case), case["expect"]
    assert case["source"]
    assert holds(findings) == expect["holds"], findings
    assert found_of(findings, "failed", True) == set(expect.get("fails", []))
    assert found_of(findings, "failed", False) == set(expect.get("warns", []))
    assert found_of(findings, "passed") >= set(expect.get("passes", []))
    assert found_of(findings, "not_applicable") >= set(expect.get("not", []))
    assert not {one.check for one in findings} & set(expect.get("absent", []))
    for name, facts in expect.get("shows", {}).items():
        shown = next(one for one in findings if one.check == name).facts
        assert {fact: str(shown[fact]) for fact in facts} == facts


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_answer_has_its_sentence_and_fills_it(case, language):
    for one in asked(case):
        key = one.because or sentence_key(one)
        assert key in sentences() or sentence_key(one) in sentences(), key
        said = keyed(key if key in sentences() else sentence_key(one), one.facts, language)
        assert "–" not in said.replace("–\u2060", ""), said


def test_there_are_enough_cases_and_each_names_its_source():
    assert len(CASES) >= 12 and {case["given"]["ground"] for case in CASES} == set(grounds())


@pytest.mark.parametrize("regime", ["lou_19", "lou_19a", "luf", "luk"])
@pytest.mark.parametrize("ground", sorted(grounds()))
def test_no_section_of_chapter_17_is_told_where_it_does_not_apply(regime, ground):
    case = {
        "given": {
            "ground": ground,
            "value": 100,
            "regime": regime,
            "object": "concession" if regime == "luk" else "goods",
        }
    }
    told = " ".join(str(fact) for one in asked(case) for fact in one.facts.values())
    assert "17 kap." not in told


def test_a_rule_of_another_ground_is_refused():
    rule = ground_rule(
        "clause",
        library(),
        regime=Regime.LOU,
        object_kind="goods",
        buyer_kind="region",
        fixed_on=FIXED,
        on=ON,
    )
    with pytest.raises(UnknownGround):
        check(Change("small_value"), [], rule, Term(ON))


@given(st.lists(KRONOR, max_size=6), KRONOR, KRONOR)
def test_another_change_never_makes_the_sum_smaller(earlier, value, another):
    before_ = [Earlier("small_value", one) for one in earlier]
    first = sums(Change("small_value", value), before_, together=True)
    second = sums(Change("small_value", value), [*before_, Earlier("small_value", another)], together=True)
    assert first and second and second[0] >= first[0] >= first[1] >= 0


@given(st.lists(KRONOR, max_size=4), KRONOR, KRONOR)
def test_once_a_change_is_too_much_no_earlier_change_makes_it_small(earlier, value, another):
    rule = ground_rule(
        "small_value",
        library(),
        regime=Regime.LOU,
        object_kind="goods",
        buyer_kind="region",
        fixed_on=FIXED,
        on=ON,
    )
    change = Change("small_value", value, Decimal(10_000_000), answers={"nature_kept": "yes"})
    before_ = [Earlier("small_value", one) for one in earlier]
    if not holds(check(change, before_, rule, Term(ON))):
        assert not holds(check(change, [*before_, Earlier("small_value", another)], rule, Term(ON)))


@given(
    st.decimals(0, 10**9, places=2),
    st.decimals(0, 10**9, places=2),
    st.integers(1, 100),
    st.decimals(1, 10**9, places=2),
)
def test_limits_are_monotone(small, large, percent, whole):
    """What a larger change may, a smaller may; what is below a limit is at most it; more whole never forbids."""
    low, high = sorted((small, large))
    for bound in ("less_than", "at_most"):
        if within(high, Decimal(percent), whole, bound):
            assert within(low, Decimal(percent), whole, bound)
            assert within(high, Decimal(percent), whole + 1, bound)
    if within(low, Decimal(percent), whole, "less_than"):
        assert within(low, Decimal(percent), whole, "at_most")


@pytest.mark.parametrize(("ends", "months", "last"), [
    (date(2026, 12, 31), 3, date(2026, 9, 30)), (date(2026, 5, 31), 3, date(2026, 2, 28)), (date(2028, 5, 31), 3, date(2028, 2, 29)),
    (date(2026, 1, 15), 0, date(2026, 1, 15)), (None, 3, None), (date(2026, 1, 1), None, None),
])  # fmt: skip
def test_the_last_day_of_notice(ends, months, last):
    assert notice_day(ends, months) == last


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 240))
def test_a_month_before_is_never_after(day, months):
    earlier = before(day, months)
    assert earlier is not None and earlier <= day
