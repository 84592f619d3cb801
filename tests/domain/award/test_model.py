"""A model is data: it has one canonical text, a digest, and comes back whole from storage."""

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, canonical, digest
from omlopp.library.files import as_data, from_data

MODEL = AwardModel(
    "monetised.fixed_amounts",
    (AwardCriterion("reuse", "Återbruk", value=D(200), levels={"none": D(0), "all": D(1)}, clause="4.2"),),
    ties=("lower_price", "better:reuse", "lot"),
)
BIDS = [
    Bid("A", "Alfa", price=D(1000), levels={"reuse": "none"}),
    Bid("B", "Beta", price=D(1100), levels={"reuse": "all"}),
]


def test_how_a_number_is_written_changes_no_digest():
    other = replace(
        MODEL,
        criteria=(replace(MODEL.criteria[0], value=D("200.00"), levels={"all": D("1.0"), "none": D("0.0")}),),
    )
    assert canonical(other) == canonical(MODEL)
    assert digest(other) == digest(MODEL)
    assert len(digest(MODEL)) == 64


def test_what_a_number_is_changes_the_digest():
    for changed in (D("200.01"), D(0), None):
        other = replace(MODEL, criteria=(replace(MODEL.criteria[0], value=changed),))
        assert digest(other) != digest(MODEL)


def test_the_canonical_text_keeps_zero_and_leaves_out_what_is_empty():
    assert canonical(AwardModel("x", (AwardCriterion("a", weight=D(0)),))) == (
        '{"criteria":[{"id":"a","weight":"0"}],"currency":"SEK","family":"x","rounding":"0.01"}'
    )


def test_model_and_evaluation_come_back_from_storage_as_they_were():
    evaluation = evaluate(MODEL, BIDS)
    assert from_data(AwardModel, as_data(MODEL)) == MODEL
    assert from_data(Evaluation, as_data(evaluation)) == evaluation
    assert evaluation.model_digest == digest(MODEL)


def test_the_callers_decimal_context_changes_nothing():
    ratio = AwardModel("relative.lowest_price_ratio", (
        AwardCriterion("price", weight=D("0.7"), price=True), AwardCriterion("quality", weight=D("0.3")),
    ))  # fmt: skip
    bids = [
        Bid("A", price=D(97), grades={"quality": D("0.3")}),
        Bid("B", price=D(113), grades={"quality": D("0.8")}),
    ]
    plain = evaluate(ratio, bids)
    with localcontext() as context:
        context.prec = 4
        assert evaluate(ratio, bids) == plain
        assert digest(plain) == digest(evaluate(ratio, bids))
