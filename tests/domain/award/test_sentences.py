"""Every refusal, every step of a trace, every verdict and finding has its sentence, in both languages, with no gap."""

import inspect
from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.documents.lint_words import finding_says, property_says, verdict_says
from omlopp.documents.trace import trace_sentence
from omlopp.domain.award import bid_table, errors
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.faults import faults
from omlopp.domain.award.properties import PROPERTIES, Limits, decide
from omlopp.domain.lifecycle import errors as lifecycle_errors
from omlopp.domain.model import award as nouns
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    ModelLine,
    PriceLine,
    Threshold,
)
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from omlopp.library.messages import sentences
from tests.domain.award.examples import EVERY, LEVELS, bid, model

LANGUAGES = ("sv", "en")
LIMITS = Limits(D("0.01"), D("0.10"), 8)
CODES = {
    one.code: one
    for module in (errors, lifecycle_errors, nouns, bid_table)
    for _, one in inspect.getmembers(module, inspect.isclass)
    if issubclass(one, OmloppError) and one.code != "error"
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_has_its_sentence(code):
    assert sentences()[code]["sv"].endswith(".") and sentences()[code]["en"].endswith(".")
    assert sentences()[code]["sv"] != sentences()[code]["en"]


def said(of, bids):
    """Every sentence of an evaluation, in both languages."""
    evaluation = evaluate(of, bids)
    for step in evaluation.trace:
        assert step.says in sentences(), step.says
        for language in LANGUAGES:
            sentence = trace_sentence(step, of, language)
            assert "–" not in sentence and sentence.endswith("."), sentence
            yield sentence


@pytest.mark.parametrize("family", EVERY)
def test_every_step_of_every_family_has_its_sentence(family):
    bids = [bid(family, "A", D(900), "none"), bid(family, "B", D(1000), "all"), bid(family, "C", D(1600))]
    assert list(said(model(family), bids))


@pytest.mark.parametrize(
    "family", ["absolute.linear_between_bounds", "relative.linear_from_lowest", "relative.average"]
)
def test_a_clipped_score_says_that_it_is_held(family):
    own = replace(model(family), words={"clip": "both"})
    bids = [bid(family, "A", D(100)), bid(family, "B", D(9000))]
    assert any("hållen inom skalans ände" in one for one in said(own, bids))


def test_lines_thresholds_life_cycle_caps_and_questions_have_their_sentences():
    lines = (ModelLine("stol", D(10)), ModelLine("bord", D(5)))
    method = LccMethod(4, D("0.03"), (
        LccLine("kop", "investment", "once", "Inköp", asks_value="price"),
        LccLine("el", "running", "yearly", "El", asks_quantity="kwh", unit_value=D(2))), "ränta")  # fmt: skip
    quality = AwardCriterion("reuse", "Återbruk", value=D(5000), levels=LEVELS, threshold=Threshold(D("0.4")))
    own = AwardModel(
        "monetised.fixed_amounts", (quality,), lines=lines, lcc=method, most_deducted_share=D("0.1"),
        low_bid_questions=(LowBidQuestion("mean_of_others", D("0.3")),),
    )  # fmt: skip

    def offer(name, price, level):
        filled = (PriceLine("stol", None, D(price)), PriceLine("bord", None, D(price)))
        return Bid(name, lines=filled, levels={"reuse": level}, lcc_inputs={"kwh": D(10)})

    bids = [offer("A", 100, "all"), offer("B", 900, "all"), offer("C", 950, "none")]
    for other in (LowBidQuestion("next", D("0.3")), LowBidQuestion("estimate", D("0.1"), D(9000))):
        assert list(said(replace(own, low_bid_questions=(other,)), bids))
    told = " ".join(said(own, bids))
    for part in (
        "summan av raderna",
        "El, 4 betalningar",
        "Livscykelkostnaden över 4 år",
        "Fråga varför",
        "lägstanivån 40 procent",
        "högst 10 procent",
    ):
        assert part in told, part


@pytest.mark.parametrize("family", EVERY)
def test_every_verdict_has_its_sentence(family):
    bids = [bid(family, "A", D(900), "none"), bid(family, "B", D(1000), "all"), bid(family, "C", D(1150))]
    for verdict in decide(model(family), LIMITS, bids):
        for language in LANGUAGES:
            sentence = verdict_says(verdict, language)
            assert sentence and not sentence.startswith("award.") and "–" not in sentence, (verdict, sentence)
            assert not property_says(verdict.property, language).startswith("award.")


def test_every_finding_has_its_three_sentences():
    models = [
        model("monetised.fixed_amounts"), model("price.basket_sum"),
        AwardModel("price.basket_sum", lines=(ModelLine("1", D(1), contract_quantity=D(2), least_unit_price=D(1)),),
                   lcc=LccMethod(5, D(0), (LccLine("co2", "external", "once", unit_value=D(1)),))),
    ]  # fmt: skip
    for own in models:
        for found in faults(own):
            for language in LANGUAGES:
                assert not finding_says(found, language).startswith("check."), found.check
            assert not found.because or found.because in sentences()


def test_every_property_and_its_failure_is_worded():
    for name in PROPERTIES:
        for key in (f"award.property.{name}", f"award.property.{name}.refuted"):
            assert sentences()[key]["sv"] and sentences()[key]["en"]
