"""An indicator's value: what counts, what is unknown and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from omlopp.domain.indicators.measure import (
    FigureOutOfRange,
    PartLargerThanWhole,
    WrongIndicator,
    compare,
    measure,
)
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.library.load import library

ROOT = Path(__file__).resolve().parents[3]
CASES = yaml.safe_load((ROOT / "tests/cases/indicators/measured.yaml").read_text("utf-8"))
INDICATORS = library().indicators
SHARE = INDICATORS["reused_share"]


def measurement(indicator: str, inputs: dict[str, object]) -> Measurement:
    figures = {name: Decimal(str(figure)) for name, figure in inputs.items()}
    return Measurement(indicator, Stage.CONTRACT, figures, date(2026, 11, 21), "delivery list")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_worked_case(case):
    def measured():
        return measure(INDICATORS[case["indicator"]], measurement(case["indicator"], case["inputs"]))

    if "refused" in case:
        with pytest.raises(OmloppError) as refusal:
            measured()
        assert refusal.value.code == case["refused"]
        return
    found = measured()
    assert found.value == (None if case["value"] is None else Decimal(case["value"]))
    assert found.base == (Decimal(case["base"]) if "base" in case else None)
    assert found.missing == tuple(case.get("missing", ()))


def table(page: str) -> list[dict[str, str]]:
    """The rows of the one table on a method page."""
    lines = (ROOT / f"docs/method/indicators/{page}.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


@pytest.mark.parametrize(
    ("page", "part", "whole"), [("shares", "part", "whole"), ("rates", "first", "second")]
)
def test_the_method_page_computes_as_it_says(page, part, whole):
    rows = table(page)
    assert len(rows) >= 4
    for row in rows:
        indicator = INDICATORS[row["indicator"]]
        names = [one.id for one in indicator.inputs]
        inputs = {name: row[cell] for name, cell in zip(names, (part, whole), strict=True) if row[cell]}
        if row["value"] == "refused":
            with pytest.raises(OmloppError):
                measure(indicator, measurement(indicator.id, inputs))
        else:
            value = measure(indicator, measurement(indicator.id, inputs)).value
            assert value == (None if row["value"] == "unknown" else Decimal(row["value"])), row


def test_every_share_has_a_row_on_its_method_page():
    shares = {one.id for one in INDICATORS.values() if one.method == "indicators/shares.md"}
    assert shares == {row["indicator"] for row in table("shares")}
    amounts = {one.id for one in INDICATORS.values() if one.formula == "amount"}
    assert amounts == {row["indicator"] for row in table("amounts")}


def test_the_page_on_amounts_compares_as_it_says():
    answers = {True: "yes", False: "no", None: "unknown"}
    for row in table("amounts"):
        promised, realised = (Decimal(row[cell]) if row[cell] else None for cell in ("promised", "realised"))
        found = compare(INDICATORS[row["indicator"]], promised, realised)
        assert answers[found.kept] == row["kept"], row
        assert found.difference == (Decimal(row["difference"]) if row["difference"] else None)


def test_a_measurement_of_something_else_is_refused():
    with pytest.raises(WrongIndicator):
        measure(SHARE, measurement("waste_mass", {"waste_mass": 1}))


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-0.01"])
def test_what_is_not_a_figure_is_refused(figure):
    with pytest.raises(FigureOutOfRange):
        measure(INDICATORS["waste_mass"], measurement("waste_mass", {"waste_mass": figure}))


figures = st.decimals(min_value=0, max_value=10**9, places=3)


@given(part=figures, whole=figures)
def test_a_share_runs_from_nought_to_one_or_is_refused(part, whole):
    assume(whole > 0)
    asked = measurement("reused_share", {"reused_mass": part, "delivered_mass": whole})
    if part > whole:
        with pytest.raises(PartLargerThanWhole):
            measure(SHARE, asked)
    else:
        found = measure(SHARE, asked)
        assert found.value is not None and 0 <= found.value <= 1
        assert found.base == whole


@given(part=figures, more=figures, whole=figures)
def test_more_reused_never_gives_a_lower_share(part, more, whole):
    assume(0 < part + more <= whole)
    less, greater = (
        measure(SHARE, measurement("reused_share", {"reused_mass": mass, "delivered_mass": whole})).value
        for mass in (part, part + more)
    )
    assert less is not None and greater is not None and less <= greater


@given(part=figures, whole=figures, scale=st.sampled_from([2, 10, 1000]))
def test_the_unit_does_not_matter_to_a_share(part, whole, scale):
    assume(whole > 0 and part <= whole)
    kilos, grams = (
        measure(
            SHARE, measurement("reused_share", {"reused_mass": part * by, "delivered_mass": whole * by})
        ).value
        for by in (1, scale)
    )
    assert kilos == grams


@given(promised=figures, realised=figures)
def test_turning_the_direction_turns_the_answer(promised, realised):
    higher = compare(SHARE, promised, realised)
    lower = compare(replace(SHARE, direction="lower"), promised, realised)
    assert higher.difference == lower.difference == realised - promised
    assert higher.kept != lower.kept or (higher.kept and realised == promised)


@given(known=figures)
def test_an_unknown_side_is_neither_kept_nor_broken(known):
    for sides in ((known, None), (None, known), (None, None)):
        found = compare(SHARE, *sides)
        assert found.kept is None and found.difference is None
