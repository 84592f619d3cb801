"""Where each row of a ledger belongs, by which rule, and what a person decided once."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.model.errors import OmloppError
from omlopp.library import spend as known
from omlopp.spend import mappings, masking, screening
from omlopp.spend.categorise import ChartUnknown, Desk
from omlopp.spend.cube import Key, Sum
from omlopp.spend.mappings import GroupUnknown, Rules, RulesBroken, UseUnknown

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/spend/placing.yaml").read_text("utf-8"))


def key(**said: str) -> Key:
    fields = {
        "buyer_id": "",
        "account": "",
        "account_name": "",
        "supplier_id": "",
        "supplier": "",
        "cpv": "",
        "contract": "",
    }
    return Key(**{**fields, **said}, year=2025)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_row_is_placed(case):
    desk = Desk(Rules(case.get("decided", {})), "", case.get("contracts", {}))
    placed = desk.place(
        key(
            buyer_id=case["buyer"], account=case["account"], account_name=case["name"],
            supplier=case.get("supplier", ""), cpv=case.get("cpv", ""), contract=case.get("contract", ""),
        )
    )  # fmt: skip
    for name, value in case["expect"].items():
        found = getattr(placed, name)
        assert (list(found) if isinstance(found, tuple) else found) == value, placed


def test_a_chart_that_is_not_known_is_refused():
    with pytest.raises(ChartUnknown):
        Desk(chart="bas2030")


def test_a_row_of_the_chart_holds_for_its_years_alone():
    from datetime import date

    row = known.Account("k", "64", "", "", (), False, date(2020, 1, 1), date(2022, 12, 31))
    assert [row.holds(year) for year in (2019, 2020, 2022, 2023, 0)] == [False, True, True, False, True]


# What is decided once


def test_a_decision_is_remembered_and_forgotten(tmp_path):
    mappings.decide("Övning AB", "39130000", tmp_path)
    rules = mappings.rules(tmp_path)
    assert Desk(rules).place(key(supplier="ÖVNING AB")).group == "391"
    assert mappings.decide("övning ab", "", tmp_path).suppliers == {}


@pytest.mark.parametrize(
    ("supplier", "cpv"), [("Övning AB", "00000000"), (masking.SOLE, "391"), (masking.ANONYMOUS, "391")]
)
def test_no_category_for_what_has_no_group_or_no_name(tmp_path, supplier, cpv):
    with pytest.raises(GroupUnknown):
        mappings.decide(supplier, cpv, tmp_path)


def test_columns_are_remembered_by_their_head(tmp_path):
    head = ("Mottagare av pengar", "Kr")
    with pytest.raises(UseUnknown):
        mappings.checked(head, {"colour": "Kr"}, "a.csv")
    mappings.remember(head, {"amount_sek": "Kr"}, tmp_path)
    assert mappings.remembered(head, tmp_path) == {"amount_sek": "Kr"}
    assert mappings.remembered(("Kr",), tmp_path) is None


def test_a_broken_file_of_rules_is_named(tmp_path):
    (tmp_path / mappings.RULES).write_text("{", "utf-8")
    with pytest.raises(RulesBroken) as refused:
        mappings.rules(tmp_path)
    assert refused.value.facts["file"] == mappings.RULES


# Every öre in one place


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["6410", "4510", "7310", "5010", "", "6013", "X"]),
            st.sampled_from(["Möbler", "Bidrag", "", "Internhyra"]),
            st.sampled_from(["Taxi AB", "*", "", "Övning"]),
            st.decimals(-1_000, 1_000, places=2),
        ),
        max_size=20,
    )
)
def test_the_places_sum_to_the_ledger(rows):
    cube: dict[Key, Sum] = {}
    for account, name, supplier, sek in rows:
        one = key(buyer_id="2120000001", account=account, account_name=name, supplier=supplier)
        cube[one] = cube.get(one, Sum(0, Decimal(0))).plus(Sum(1, sek))
    found = screening.screen(cube, Desk())
    out = sum((one.sek for one in found.left_out.values()), Decimal(0))
    assert found.purchases.sek + out == sum((row[3] for row in rows), Decimal(0))
    assert found.categorised.sek == sum((one.sum.sek for one in found.bought), Decimal(0))
    assert found.purchases.rows - found.categorised.rows == sum(one.sum.rows for one in found.open)


# The tables themselves


def test_every_group_has_levers_of_the_r_ladder_or_none_at_all():
    from omlopp.library.load import library

    indicators, goals = library().indicators, {goal.id for goal in library().goals}
    assert len(known.groups()) == 64
    for group in known.groups().values():
        for lever in group.levers:
            assert bool(lever.r) == bool(lever.goal), lever
            assert lever.indicator in ("", *indicators) and lever.goal in ("", *goals)


def test_words_and_accounts_point_to_groups_and_reasons_that_are_known():
    for word in known.cpv_words():
        assert known.group_of(word.gives), word
    assert {word.gives for word in known.clean_words()} <= set(known.reasons())
    for rows in known.accounts().values():
        for row in rows:
            assert row.reason in ("", *known.reasons())
            assert all(known.group_of(cpv) for cpv in row.cpv), row


@pytest.mark.parametrize(
    "error", [ChartUnknown, GroupUnknown, RulesBroken, UseUnknown, mappings.ColumnUnknown]
)
def test_every_refusal_has_its_sentences(error: type[OmloppError]):
    from omlopp.library.messages import sentences

    assert {"sv", "en"} <= set(sentences()[error.code])
