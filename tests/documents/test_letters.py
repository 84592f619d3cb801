"""The letters of an award: what they must say under each regime, what they must never say, and that they come from the trace."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.documents.plans.letters.bidder_letter import WinnerNeedsNoLetter
from omlopp.documents.plans.letters.common import NotDecidedYet, Release
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.example import STEPS, example_bids
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    ModelLine,
    Threshold,
    ValueFunction,
    digest,
)
from omlopp.domain.model.law import Regime
from omlopp.domain.model.procurement import Decision, Inquiry, Lot, Procurement, RegimeChoice, Rejection
from omlopp.flows import letters
from omlopp.library.load import library
from tests.documents.reading import docx_text, pdf_text
from tests.documents.sample import empty_procurement

DAY, SENT = date(2026, 3, 10), date(2026, 3, 11)
LOT = "LOT-0001"
MODEL = AwardModel(
    "monetised.fixed_amounts",
    (
        AwardCriterion("price", "Pris", price=True),
        AwardCriterion(
            "reused",
            "Återbrukad andel",
            value=Decimal(80000),
            levels={"none": Decimal(0), "half": Decimal("0.5"), "all": Decimal(1)},
            level_texts={"none": "Ingen andel", "half": "Halva vikten", "all": "Hela vikten"},
            threshold=None,
        ),
    ),
    ground="ratio",
)
BIDS = (
    Bid("b1", "Stol & Bord AB", LOT, Decimal(912345), levels={"reused": "all"}),
    Bid("b2", "Ny Möbel AB", LOT, Decimal(850500), levels={"reused": "none"}),
    Bid("b3", "Lågpris AB", LOT, Decimal(300000), levels={"reused": "half"}),
)
INQUIRY = Inquiry(
    LOT, "b3", "Hur kan priset bli så lågt?", date(2026, 2, 20), date(2026, 3, 1), "Vi köper begagnat."
)
REJECTION = Rejection(LOT, "b3", "abnormally_low", "Svaret förklarar inte priset.", date(2026, 3, 5))


def decided(regime: Regime | None = Regime.LOU, **changed: Any) -> Procurement:
    evaluation = evaluate(MODEL, BIDS[:2])
    made = empty_procurement(
        regime=RegimeChoice(regime, "Skäl.", regime, date(2026, 1, 2)) if regime else None,
        lots=(Lot(LOT, "Skrivbord", Decimal(900000)),),
        award_models={LOT: MODEL},
        bids=BIDS,
        evaluations={LOT: evaluation},
        decisions=(Decision(LOT, "b1", "Anbudet har lägst jämförelsepris.", DAY, digest(evaluation)),),
        inquiries=(INQUIRY,),
        rejections=(REJECTION,),
    )
    return replace(made, **changed)


def notice(procurement: Procurement, release: Release | None = None, language: str = "sv") -> str:
    made = letters.notice(
        procurement, LOT, release or Release(sent_on=SENT), library(), language, SENT, "docx"
    )  # type: ignore[arg-type]
    return docx_text(made.content)


def letter(procurement: Procurement, bid: str, release: Release | None = None, **asked: Any) -> str:
    made = letters.letter(procurement, LOT, bid, release or Release(), library(), "sv", SENT, "docx", **asked)
    return docx_text(made.content)


def sections(text: str) -> set[str]:
    """Every section of the Act that is named: not of the Secrecy Act in the marks, nor in the list of sources."""
    text = re.sub(r"\([^()]*offentlighets- och sekretesslagen\)", "", text)
    return set(re.findall(r"\d+(?: a)? kap\. \d+(?:–\d+)? §§?", text.partition("Källor")[0]))


class TestNotice:
    def test_it_tells_decision_reasons_ranking_levels_and_the_standstill(self) -> None:
        text = notice(decided())
        for said in (
            "Stol & Bord AB", "Anbudet har lägst jämförelsepris.", "Hela vikten", "80 000 kr", "832 345 kr", "850 500 kr",
            "Lågpris AB", "Svaret förklarar inte priset.", "23 mars 2026", "24 mars 2026", digest(MODEL),
        ):  # fmt: skip
            assert said in text, said

    @pytest.mark.parametrize("regime, named", [
        (Regime.LOU, {"12 kap. 12 §", "12 kap. 13 §", "20 kap. 1 §"}),
        (Regime.LOU_19, {"19 kap. 19 §", "19 kap. 20 §", "20 kap. 1 §"}),
        (Regime.LOU_19A, {"19 a kap. 10 §"}),
        (Regime.LUF, set()),
        (None, set()),
    ])  # fmt: skip
    def test_only_sections_that_apply_are_cited(self, regime: Regime | None, named: set[str]) -> None:
        assert sections(notice(decided(regime))) == named

    def test_a_last_day_on_a_weekend_says_so(self) -> None:
        text = notice(decided())
        assert "den sista dagen 21 mars 2026, som inte är en vardag" in text and "24 mars 2026" in text
        assert "som inte är en vardag" not in notice(decided(), Release(sent_on=date(2026, 3, 10)))

    def test_under_rules_that_are_not_entered_no_days_are_promised(self) -> None:
        text = notice(decided(Regime.LUF))
        assert "inte inlagda" in text and "Vid direktupphandling" not in text

    def test_by_other_means_than_electronic_the_standstill_is_longer(self) -> None:
        assert "26 mars 2026" in notice(decided(), Release(sent_on=SENT, electronically=False))

    @pytest.mark.parametrize("withheld", ["price", "result"])
    def test_what_is_withheld_cannot_be_computed_from_the_rest(self, withheld: str) -> None:
        text = notice(decided(), Release(frozenset({withheld}), SENT))
        assert "832 345" not in text and "850 500" not in text and "912 345" not in text

    def test_a_result_that_is_withheld_is_said_in_a_whole_sentence(self) -> None:
        assert "Anbudets jämförelsepris lämnas inte ut." in notice(
            decided(), Release(frozenset({"price"}), SENT)
        )

    def test_another_lot_that_waits_does_not_mark_the_letters_of_this_one_as_absolutely_secret(self) -> None:
        both = decided(lots=(*decided().lots, Lot("LOT-0002", "Stolar")), outcome="open")
        for text in (notice(both), letter(both, "b2")):
            assert "ABSOLUT SEKRETESS" not in text and "SEKRETESSPRÖVAS FÖRE UTLÄMNANDE" in text

    def test_a_quality_that_is_withheld_is_not_given_away_by_the_result(self) -> None:
        """Comparison price = price less qualities: whoever knows the rest could compute the one."""
        text = notice(decided(), Release(frozenset({"reused"}), SENT))
        assert "832 345" not in text and "Hela vikten" not in text

    def test_a_procurement_begun_under_an_older_model_cites_the_same_sections(self) -> None:
        older = replace(library(), model=replace(library().model, steps=()))
        made = letters.notice(decided(), LOT, Release(sent_on=SENT), older, "sv", SENT, "docx")
        assert "12 kap. 12 §" in docx_text(made.content)

    def test_nobody_won(self) -> None:
        procurement = decided(decisions=(Decision(LOT, None, "Alla anbud var för dyra.", DAY, ""),))
        assert "inte tilldela någon" in notice(procurement)

    def test_before_a_decision_there_is_nothing_to_give_notice_of(self) -> None:
        with pytest.raises(NotDecidedYet):
            notice(decided(decisions=()))

    def test_it_can_be_a_pdf_and_in_english(self) -> None:
        made = letters.notice(decided(), LOT, Release(sent_on=SENT), library(), "en", SENT, "pdf")
        assert made.name.endswith(".pdf") and "Notice of award decision" in pdf_text(made.content)


class TestLetter:
    def test_an_acceptable_bid_is_told_its_own_figures_and_only_differences_of_the_other(self) -> None:
        text = letter(decided(), "b2", asked_on=SENT)
        assert "850 500 kr" in text and "plats" in text.lower()
        assert "61 845 kr till fördel för ert anbud" in text  # 912 345 − 850 500
        assert "80 000 kr till fördel för det valda anbudet" in text
        assert "18 155 kr bättre" in text  # 850 500 − 832 345
        assert "912 345" not in text and "832 345" not in text
        assert "26 mars 2026" in text and sections(text) == {"12 kap. 13 §"}

    def test_differences_that_are_secret_lean_one_way_without_a_number(self) -> None:
        text = letter(decided(), "b2", Release(frozenset({"price", "reused"})))
        assert "61 845" not in text and "18 155" not in text and "80 000" not in text
        assert "till fördel för ert anbud" in text and "till fördel för det valda anbudet" in text

    def test_the_lead_is_not_told_where_a_quality_is_withheld(self) -> None:
        text = letter(decided(), "b2", Release(frozenset({"reused"})))
        assert "61 845" in text and "18 155" not in text and "80 000" not in text

    def test_what_would_have_won_is_told_only_when_ticked(self) -> None:
        assert "Vad som hade räckt" not in letter(decided(), "b2")
        told = letter(decided(), "b2", tell_what_would_have_won=True)
        assert "832 344,99 kr" in told and "Återbrukad andel: Halva vikten." in told

    def test_a_rejected_bid_is_told_the_reasons_and_never_compared(self) -> None:
        text = letter(decided(), "b3")
        for said in (
            "onormalt lågt",
            "Svaret förklarar inte priset.",
            "Hur kan priset bli så lågt?",
            "Vi köper begagnat.",
        ):
            assert said in text
        assert "16 kap. 7 §" in text and "Relativa fördelar" not in text
        below = letter(decided(Regime.LOU_19), "b3")
        assert "19 kap. 18 §" in below and "16 kap." not in below

    def test_a_bid_below_an_announced_threshold_is_told_which(self) -> None:
        reused = replace(MODEL.criteria[1], threshold=Threshold(Decimal("0.5")))
        model = replace(MODEL, criteria=(MODEL.criteria[0], reused))
        evaluation = evaluate(model, BIDS[:2])
        text = letter(
            decided(award_models={LOT: model}, evaluations={LOT: evaluation}, rejections=(), inquiries=()),
            "b2",
        )
        assert "lägsta nivå som upphandlingsdokumenten anger för Återbrukad andel" in text

    def test_the_winner_gets_no_letter_about_losing(self) -> None:
        with pytest.raises(WinnerNeedsNoLetter):
            letter(decided(), "b1")


class TestPriceQuestion:
    @pytest.mark.parametrize("regime, follows, named", [
        (Regime.LOU, "ska anbudet förkastas", {"16 kap. 7 §"}),
        (Regime.LOU_19, "får anbudet förkastas", {"19 kap. 18 §"}),
        (Regime.LOU_19A, "innan vi beslutar", set()),
        (None, "innan vi beslutar", set()),
    ])  # fmt: skip
    def test_shall_above_the_threshold_may_below_it(
        self, regime: Regime | None, follows: str, named: set[str]
    ) -> None:
        text = docx_text(letters.question(decided(regime), INQUIRY, library(), "sv", DAY, "docx").content)
        assert follows in text and sections(text) == named and "Hur kan priset bli så lågt?" in text

    def test_it_holds_no_other_bids_figures_or_names(self) -> None:
        text = docx_text(letters.question(decided(), INQUIRY, library(), "sv", DAY, "docx").content)
        assert "300 000 kr" in text
        for secret in ("Stol", "Ny Möbel", "912 345", "850 500"):
            assert secret not in text


class TestWorkedExample:
    def test_the_program_computes_the_example_and_says_it_is_invented(self) -> None:
        text = docx_text(letters.example(decided(), LOT, library(), "sv", DAY, "docx").content)
        assert "Påhittade anbud" in text and "Anbud C" in text
        results = evaluate(MODEL, example_bids(MODEL, Decimal(900000))).comparison
        assert results is not None
        assert {name: results[name] for name, _, _ in STEPS} == {
            "A": Decimal(810000), "B": Decimal(860000), "C": Decimal(910000)
        }  # fmt: skip
        for shown in ("810 000 kr", "860 000 kr", "910 000 kr"):
            assert shown in text

    def test_without_an_expected_value_the_model_stands_alone(self) -> None:
        procurement = decided(lots=(Lot(LOT, "Skrivbord"),))
        assert "Räkneexempel saknas" in docx_text(
            letters.example(procurement, LOT, library(), "sv", DAY, "docx").content
        )


def test_every_letter_is_the_same_when_made_again() -> None:
    one, other = (
        letters.letter(decided(), LOT, "b2", Release(), library(), "sv", SENT, "docx") for _ in range(2)
    )
    assert one == other


def test_the_example_answers_whatever_the_model_asks() -> None:
    measured = ValueFunction("linear", ((Decimal(0), Decimal(0)), (Decimal(10), Decimal(1))), "år")
    model = AwardModel(
        "monetised.fixed_amounts",
        (
            AwardCriterion("price", price=True),
            AwardCriterion("warranty", value=Decimal(1000), value_function=measured),
        ),
        lines=(ModelLine("chair", Decimal(4)), ModelLine("table", Decimal(2))),
    )
    found = evaluate(model, example_bids(model, Decimal(10000)))
    assert found.comparison == {"A": Decimal(9000), "B": Decimal(9500), "C": Decimal(10000)}
