"""Which rules govern: the worked cases, and what holds for every value and day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.domain.process.regime import propose
from omlopp.library.load import library
from omlopp.library.messages import sentences

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/process/regime.yaml").read_text("utf-8"))
KNOWN_UNTIL = date(2025, 12, 31)  # so that the amounts of 2026–2027, once they are added, change no case
PARAMETERS = tuple(
    replace(one, values=tuple(value for value in one.values if value.valid_from <= KNOWN_UNTIL))
    for one in library().parameters.values()
)
VALUES = st.one_of(st.none(), st.decimals(0, 10**9, places=0))
OBJECTS = st.sampled_from(["goods", "services", "works", "annex2_services", "concession"])
BUYERS = st.sampled_from(["state", "municipality", "region", "other_authority", "utility"])
DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_the_worked_cases(case):
    given, expect = case["given"], case["expect"]
    value = None if given["value"] is None else Decimal(given["value"])
    proposal = propose(value, given["object"], given["buyer"], PARAMETERS, given["day"])
    assert proposal.regime == expect["regime"]
    assert [reason.key for reason in proposal.because] == expect["because"]
    assert [error.facts["parameter"] for error in proposal.uncertain] == expect.get("unsure", [])


@given(VALUES, OBJECTS, BUYERS, DAYS)
def test_every_procurement_gets_an_answer_with_a_reason_in_words(value, kind, buyer, day):
    proposal = propose(value, kind, buyer, PARAMETERS, day)
    assert proposal.because
    assert all(f"regime.{reason.key}" in sentences() for reason in proposal.because)
    assert all(error.code in sentences() for error in proposal.uncertain)


@given(st.decimals(0, 10**9, places=0), OBJECTS, BUYERS, st.dates(date(2026, 1, 1), date(2040, 1, 1)))
def test_after_the_last_day_no_threshold_gives_a_sure_answer(value, kind, buyer, day):
    proposal = propose(value, kind, buyer, PARAMETERS, day)
    if proposal.regime is Regime.LOU or (proposal.regime is Regime.LOU_19 and kind != "annex2_services"):
        assert proposal.uncertain, "built on an expired threshold, and does not say so"


@given(st.decimals(0, 10**8, places=0), st.decimals(0, 10**8, places=0), BUYERS)
def test_a_dearer_procurement_is_never_under_lighter_rules(one, other, buyer):
    lighter_first = [Regime.LOU_19A, Regime.LOU_19, Regime.LOU, Regime.LUF]
    cheap, dear = sorted((one, other))
    first = propose(cheap, "goods", buyer, PARAMETERS, date(2025, 6, 1)).regime
    then = propose(dear, "goods", buyer, PARAMETERS, date(2025, 6, 1)).regime
    assert lighter_first.index(first) <= lighter_first.index(then)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.id)
@given(day=DAYS)
def test_a_parameter_answers_every_day_with_a_value_or_a_named_refusal(parameter, day):
    try:
        held = parameter.on(day)
    except OmloppError as error:
        assert error.code in ("parameter-expired", "parameter-not-yet")
    else:
        assert held.holds_on(day)


def test_without_parameters_nothing_is_proposed_for_a_known_value():
    proposal = propose(Decimal(900000), "goods", "municipality", (), date(2025, 6, 1))
    assert (proposal.regime, proposal.because[0].key) == (None, "no_threshold")
