"""Worked cases of the lab: given bids attacked, and what must come out; each file says how its numbers were worked."""

import os
from decimal import Decimal as D
from pathlib import Path

import pytest

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.attack import Attack, attack
from omlopp.domain.award.lab.draw import Market
from omlopp.domain.award.lab.given import given
from omlopp.domain.award.lab.own_bids import leaving, phantom_price
from omlopp.domain.award.plain import bids_from, model_from
from omlopp.library.cases import read_exact

ROOT = Path(__file__).parents[4]
PUBLISHED = Path(os.environ.get("OMLOPP_PACKS", ""), "award-cases")
needs_published = pytest.mark.skipif(
    not (os.environ.get("OMLOPP_PACKS") and PUBLISHED.is_dir()),
    reason="the published cases are missing: set OMLOPP_PACKS to a folder that holds award-cases",
)
CASES = sorted((ROOT / "tests/cases/award_lab").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_the_case_says_comes_out(path):
    case = read_exact(path)
    assert case["source"]["working"]
    model, bids = model_from(case["model"]), bids_from(case["bids"])
    report = attack(Attack(model, Market(1000.0), draws=200, bids=bids))
    for name, expected in case["expect"].items():
        found = report.one(name)
        assert found is not None, name
        for field in ("variant", "of"):
            if field in expected:
                assert getattr(found, field) == expected[field], name
        tolerance = float(expected.get("tolerance", D("0.000001")))
        assert found.number == pytest.approx(float(expected["number"]), abs=tolerance), name
        for fact, value in expected.get("facts", {}).items():
            said = found.facts[fact]
            assert (
                (float(said) == pytest.approx(float(value))) if isinstance(value, D | int) else said == value
            ), fact


def published(file: str, family: str):
    """Model and bids of the first check of a published case under a formula."""
    checks = read_exact(PUBLISHED / file)["checks"]
    said = next(check["with"] for check in checks if check["with"].get("family") == family)
    model = {name: said[name] for name in ("family", "criteria", "grade_scale") if name in said}
    return given(model_from(model), bids_from(said["bids"]))


@needs_published
def test_the_published_low_bid_example_is_safe_from_one_more_bid():
    """Negometrix: A 146 and B 144 points. A lower price than B's takes more points from B than from A."""
    ready = published("us-negometrix-low-bid.yaml", "relative.lowest_price_ratio")
    assert phantom_price(ready).variant == "given_phantom_none"
    assert leaving(ready).facts == {"because": "two_bids"}


@needs_published
def test_the_published_restoration_tender_is_attacked_on_its_own_bids():
    """RAÄ 2012, test 2, example 4 under the ratio formula: what is said of a phantom holds when bids are evaluated."""
    ready = published("se-raa-2012-test2-ex4.yaml", "relative.lowest_price_ratio")
    found, winner = phantom_price(ready), ready.evaluated().winner

    def then(price: D) -> str | None:
        return evaluate(ready.model, ready.bids, (price,)).winner

    if found.variant == "given_phantom_none":
        assert all(then(D(10) ** n) == winner for n in range(9))
    else:
        at, towards = D(str(found.number)), 1 if found.variant.endswith("under") else -1
        assert then(at) != winner and then(at + towards * D("0.02")) in (winner, None)
