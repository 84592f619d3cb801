"""Open to small and new firms? Each check with the answers that pass it, fail it, and leave it undecided."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from omlopp.domain.criteria.openness import CHECKS, openness
from omlopp.domain.model.law import LegalHook, Regime
from omlopp.domain.model.procurement import Lot
from omlopp.domain.model.text import Text
from omlopp.library.load import library
from omlopp.library.messages import sentences
from omlopp.library.openness import law_on, lines
from tests.domain.process.build import DAY, chosen, procurement, same

LAW = law_on(library().parameters, DAY)


def bought(regime="lou_19", value=1_000_000, lots=1, kind="goods", requirements=(), **answers):
    whole = procurement({"regime": "prövat"})
    return replace(
        whole,
        regime=replace(whole.regime, regime=Regime(regime)),
        value_sek=None if value is None else D(value),
        lots=tuple(Lot(f"LOT-{n}", "") for n in range(lots)),
        object_kind=kind,
        criteria=tuple(requirements),
        answers={name: str(answer) for name, answer in answers.items()},
    )


def asks(text, kind="technical", proof="Egen lista", hooks=()):
    one = chosen("krav", kind=kind)
    criterion = replace(one.criterion, proof=same(proof), hooks=tuple(hooks))
    return replace(one, criterion=criterion, wording=Text(text, text), clause_wording=None)


def found(check, *args, **more):
    return next(one for one in openness(bought(*args, **more), lines(), LAW) if one.check == f"open-{check}")


@pytest.mark.parametrize("check, passing, failing", [
    ("turnover", {"turnover_required_sek": 2_000_000}, {"turnover_required_sek": 2_000_001}),
    ("turnover", {"turnover_required_sek": 0, "value": None}, {"turnover_required_sek": "2500000,5"}),
    ("insurance", {"insurance_required_sek": 1_000_000}, {"insurance_required_sek": 10_000_000}),
    ("references", {"references_asked": 2, "reference_years": 3}, {"references_asked": 3}),
    ("references", {"references_asked": 0}, {"references_asked": 1, "reference_years": 4}),
    ("references", {"references_asked": 2, "reference_years": 5, "kind": "works"},
     {"references_asked": 1, "reference_years": 6, "kind": "works"}),
    ("lots", {"lots": 2}, {"lots": 1}),
    ("lots", {"lots_reason": "En enda plats."}, {"lots_reason": "  "}),
    ("one-large-volume", {"value": 22_000_000}, {"value": 22_000_001}),
    ("one-large-volume", {"value": 88_000_000, "planned_years": 4}, {"value": 90_000_000, "planned_years": 4}),
    ("one-large-volume", {"value": 90_000_000, "lots": 2}, {"value": 90_000_000}),
    ("goods-or-service", {"service_or_goods": "both"}, {"service_or_goods": "goods"}),
    ("time", {"publish_on": "2026-03-02", "bids_due_on": "2026-03-23"},
     {"publish_on": "2026-03-02", "bids_due_on": "2026-03-22"}),
    ("time", {"publish_on": "2026-03-02", "bids_due_on": "2026-04-01", "regime": "lou"},
     {"publish_on": "2026-03-02", "bids_due_on": "2026-03-31", "regime": "lou"}),
    ("time", {"publish_on": "2026-03-02", "bids_due_on": "2026-03-23", "regime": "luk"},
     {"publish_on": "2026-03-02", "bids_due_on": "2026-03-22", "regime": "luk"}),
    ("variants", {"variants_allowed": "yes"}, {"variants_allowed": "no"}),
    ("reserved", {"reserved_considered": "considered"}, {"reserved_considered": "not_considered"}),
    ("innovation", {"innovation_considered": "used"}, {"innovation_considered": "not_considered"}),
])  # fmt: skip
def test_what_passes_and_what_fails(check, passing, failing):
    assert found(check, **passing).status == "passed"
    assert found(check, **failing).status == "failed"


@pytest.mark.parametrize("check, answers, because", [
    ("turnover", {}, "not-said"), ("turnover", {"turnover_required_sek": 5, "value": None}, "no-value"),
    ("references", {}, "not-said"), ("one-large-volume", {"value": None}, "no-value"),
    ("function", {}, "no-technical"), ("brand", {}, "no-requirement"), ("certificates", {}, "no-requirement"),
    ("used-goods", {"kind": "services"}, "not-goods"), ("time", {"publish_on": "2026-03-02"}, "not-said"),
    ("variants", {}, "not-said"), ("goods-or-service", {}, "not-said"),
])  # fmt: skip
def test_a_question_nobody_has_answered_is_never_passed(check, answers, because):
    one = found(check, **answers)
    assert (one.status, one.because) == ("not_applicable", f"open-because-{because}")


@pytest.mark.parametrize("check, shut, opened", [
    ("brand", "Stolen ska vara ur samma serie som de gamla.",
     "Stolen ska vara ur samma serie eller likvärdig i mått och form."),
    ("brand", "Leverantören ska använda originaldelar.", "Delen ska passa maskinen och klara 5 år."),
    ("used-goods", "Bordet ska vara fabriksnytt och helt nya ben ska sitta på.", "Bordet ska vara helt och stadigt."),
    ("certificates", "Leverantören ska vara certifierad enligt ISO 14001.",
     "Leverantören ska arbeta enligt ISO 14001 eller likvärdigt."),
])  # fmt: skip
def test_words_that_shut_out_unless_the_same_sentence_opens(check, shut, opened):
    failed = found(check, requirements=[asks(f"En mening först. {shut} En till.")])
    assert failed.status == "failed" and failed.facts["sentence"] == shut and failed.where == "criterion:krav"
    assert found(check, requirements=[asks(opened)]).status == "passed"


def test_a_proof_can_shut_out_as_well_as_a_requirement():
    only = asks("Stolen ska hålla i 10 år.", proof="Intyg från ackrediterat organ.")
    assert found("certificates", requirements=[only]).status == "failed"
    assert found("brand", requirements=[asks("Ben.", proof="Samma serie.")]).status == "passed", (
        "no proof read"
    )


def test_one_requirement_written_as_function_is_enough():
    hook = LegalHook(same("Funktion"), {regime: "none" for regime in Regime}, None, "function_or_performance")
    plain, function = asks("Bredd 80 cm."), asks("Ska bära 120 kg.", hooks=[hook])
    assert found("function", requirements=[plain]).status == "failed"
    assert found("function", requirements=[plain, function]).facts == {"by_function": 1, "of": 2}


def test_nothing_blocks_and_every_answer_has_its_sentences_and_its_rule_of_law():
    every = openness(bought(), lines(), LAW)
    assert len({one.check for one in every}) == len(CHECKS) and not any(one.blocks for one in every)
    for one in every:
        assert {f"check.{one.check}.passed", f"check.{one.check}.failed"} <= set(sentences())
        assert lines().hooks[one.check] in library().legal


def test_a_limit_of_law_that_was_not_in_force_is_not_used():
    assert law_on(library().parameters, date(2016, 12, 31)) == {}
    answers = {"turnover_required_sek": 9, "references_asked": 1, "publish_on": "2026-03-02",
               "bids_due_on": "2026-03-03", "regime": "lou"}  # fmt: skip
    said = {one.check: one.because for one in openness(bought(**answers), lines(), {})}
    assert {said[f"open-{name}"] for name in ("turnover", "references", "time")} == {"open-because-no-law"}
