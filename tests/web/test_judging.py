"""Assessors judge apart, low prices are asked about before anybody is rejected, and letters come from what was stored."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.library.secrecy import secrecy
from omlopp.web.records import convert
from omlopp.web.records.actions.assess import (
    NotAskedYet,
    NothingToAssess,
    agree,
    ask_about_price,
    assess,
    judge_answer,
    reject_bid,
)
from omlopp.web.records.actions.award import NotEvaluated, decide, evaluate_lot
from omlopp.web.records.models import BidRecord, Event
from tests.documents.reading import docx_text, pdf_text
from tests.web.building import DAY, FIRST, LOT, NONE, SECOND, Workspace

pytestmark = pytest.mark.django_db
QUALITY, LOW = "reused_furniture_share", NONE["reused_furniture_share"]


def bid(workspace: Workspace, name: str = SECOND, state: str = "open") -> BidRecord:
    return BidRecord.objects.get(lot__procurement=workspace.row(state), lot__lot_id=LOT, bidder=name)


def judge_as(workspace: Workspace, person: str, level: str) -> None:
    assess(
        by=workspace.user(person),
        bid=bid(workspace),
        criterion_id=QUALITY,
        level=level,
        reason=f"Skäl av {person}.",
    )


def page(workspace: Workspace) -> str:
    return f"/upphandling/{workspace.open}/bedomning/{LOT}/"


class TestApart:
    def test_what_another_gave_is_hidden_until_ones_own_is_made(self, visit: Any, workspace: Workspace):
        judge_as(workspace, "assessor", "from_40")
        of_bid = f"{page(workspace)}{bid(workspace).pk}/"
        board, before = (visit("buyer").get(each).content.decode() for each in (page(workspace), of_bid))
        assert "Skäl av assessor." not in before and "1 har redan bedömt" in before
        assert "1 klar, inte din" in board and "skiljer sig" not in board
        judge_as(workspace, "buyer", LOW)
        board, after = (visit("buyer").get(each).content.decode() for each in (page(workspace), of_bid))
        assert "Skäl av assessor." in after and "bedömningarna skiljer sig" in after
        assert "skiljer sig" in board

    def test_one_who_only_reads_bids_sees_what_all_gave(self, visit: Any, workspace: Workspace):
        judge_as(workspace, "assessor", "from_40")
        assert (
            "Skäl av assessor."
            in visit("lawyer").get(f"{page(workspace)}{bid(workspace).pk}/").content.decode()
        )

    def test_a_bid_is_judged_in_one_form_all_or_nothing(self, visit: Any, workspace: Workspace):
        address = f"{page(workspace)}{bid(workspace).pk}/bedom/"
        typed = {
            f"level-{QUALITY}": "from_40", f"reason-{QUALITY}": "Listan.",
            "level-furniture_warranty_years": "ten", "reason-furniture_warranty_years": "",
        }  # fmt: skip
        answer = visit("assessor").post(address, typed)
        said = answer.content.decode()
        assert answer.status_code == 422 and "Längre garanti på nya möbler" in said and "Listan." in said
        assert not bid(workspace).assessments.exists()
        typed["reason-furniture_warranty_years"] = "Intyget."
        assert visit("assessor").post(address, typed).status_code == 302
        assert bid(workspace).assessments.count() == 2
        judged = Event.objects.filter(action="bid-assessed")
        before = judged.count()
        visit("assessor").post(address, typed)  # the same once more: nothing changed, nothing to log
        assert judged.count() == before

    def test_the_agreed_judgement_is_what_counts(self, visit: Any, workspace: Workspace):
        judge_as(workspace, "assessor", "from_40")
        judge_as(workspace, "buyer", "from_40")
        address = f"{page(workspace)}{bid(workspace).pk}/enas/"
        typed = {f"level-{QUALITY}": "from_40", "why": ""}
        assert visit("buyer").post(address, typed).status_code == 422
        assert visit("buyer").post(address, typed | {"why": "Listan visar det."}).status_code == 302
        assert bid(workspace).levels[QUALITY] == "from_40"
        event = Event.objects.order_by("-pk").filter(action="assessment-agreed").first()
        assert event is not None and "Listan visar det." not in str(event.content) and event.why == ""
        shown = visit("assessor").get(f"{page(workspace)}{bid(workspace).pk}/").content.decode()
        assert "Listan visar det." in shown and "Skäl av buyer." in shown  # what each gave remains

    def test_the_record_tells_what_each_gave_and_what_was_agreed(self, visit: Any, workspace: Workspace):
        judge_as(workspace, "assessor", "from_40")
        judge_as(workspace, "buyer", LOW)
        agree(
            by=workspace.user("buyer"),
            bid=bid(workspace),
            levels={QUALITY: "from_40"},
            why="Listan visar det.",
        )
        said = pdf_text(
            visit("buyer").get(f"/upphandling/{workspace.open}/dokument/protokoll/{LOT}/").content
        )
        for one in ("Skäl av assessor.", "Skäl av buyer.", "Listan visar det.", "tillsammans"):
            assert one in said

    def test_agreeing_on_nothing_is_refused(self, visit: Any, workspace: Workspace):
        answer = visit("buyer").post(f"{page(workspace)}{bid(workspace).pk}/enas/", {"why": "Vi är eniga."})
        assert answer.status_code == 422 and "minst en nivå" in answer.content.decode()

    def test_a_level_the_model_does_not_have_is_refused(self, workspace: Workspace):
        with pytest.raises(NothingToAssess):
            judge_as(workspace, "buyer", "finns-inte")


class TestLowPrices:
    def test_nobody_is_rejected_as_abnormally_low_before_a_question_and_an_answer(self, workspace: Workspace):
        buyer, row = workspace.user("buyer"), bid(workspace)
        with pytest.raises(NotAskedYet):
            reject_bid(by=buyer, bid=row, ground="abnormally_low", reason="För lågt.", on=DAY)
        asked = ask_about_price(by=buyer, bid=row, question="Hur?", answer_by=date(2026, 4, 1), on=DAY)
        with pytest.raises(NotAskedYet):  # asked, and not judged
            reject_bid(by=buyer, bid=row, ground="abnormally_low", reason="För lågt.", on=DAY)
        judge_answer(
            by=buyer, inquiry=asked, answer="", answered_on=None, accepted=False, reason="Inget svar."
        )
        reject_bid(by=buyer, bid=row, ground="abnormally_low", reason="För lågt.", on=DAY)
        value = convert.procurement(workspace.row("open"))
        assert [(one.bid, one.ground) for one in value.rejections] == [(SECOND, "abnormally_low")]

    def test_a_rejected_bid_is_not_compared_and_an_older_evaluation_no_longer_holds(
        self, workspace: Workspace
    ):
        buyer, row = workspace.user("buyer"), workspace.row("open")
        reject_bid(by=buyer, bid=bid(workspace), ground="requirement", reason="Intyget saknas.", on=DAY)
        with pytest.raises(NotEvaluated):
            decide(by=buyer, procurement=row, lot_id=LOT, winner=FIRST, reason="Bäst.", on=DAY)
        evaluate_lot(by=buyer, procurement=row, lot_id=LOT)
        assert set(convert.procurement(row).evaluations[LOT].rank) == {FIRST}
        decide(by=buyer, procurement=row, lot_id=LOT, winner=FIRST, reason="Bäst.", on=DAY)

    def test_all_steps_can_be_taken_on_the_page(self, visit: Any, workspace: Workspace):
        client, row, page = visit("buyer"), bid(workspace), f"/upphandling/{workspace.open}/bedomning/{LOT}/"
        assert (
            client.post(f"{page}{row.pk}/fraga/", {"question": "Hur?", "answer_by": "2026-04-01"}).status_code
            == 302
        )
        asked = row.inquiries.get()
        letter = client.get(f"/upphandling/{workspace.open}/brev/{LOT}/fraga/{asked.pk}/")
        assert "får anbudet förkastas" in docx_text(letter.content)  # below the thresholds
        judged = {
            "answer": "Vi har lager.",
            "answered_on": "2026-03-20",
            "accepted": "no",
            "reason": "Inget underlag.",
        }
        assert client.post(f"{page}fraga/{asked.pk}/svar/", judged).status_code == 302
        rejected = {"ground": "abnormally_low", "reason": "Svaret förklarar inte priset."}
        assert client.post(f"{page}{row.pk}/forkasta/", rejected).status_code == 302
        assert "Svaret förklarar inte priset." in client.get(f"{page}{row.pk}/").content.decode()
        assert client.post(f"{page}{row.pk}/aterta/", {"why": ""}).status_code == 422
        assert client.post(f"{page}{row.pk}/aterta/", {"why": "Fel anbud."}).status_code == 302

    def test_a_day_that_is_no_day_is_said_and_nothing_is_kept(self, visit: Any, workspace: Workspace):
        row = bid(workspace)
        address = f"/upphandling/{workspace.open}/bedomning/{LOT}/{row.pk}/fraga/"
        answer = visit("buyer").post(address, {"question": "Hur?", "answer_by": "i morgon"})
        assert answer.status_code == 422 and "ÅÅÅÅ-MM-DD" in answer.content.decode()
        assert not row.inquiries.exists()


class TestLetters:
    def made(self, visit: Any, address: str, **typed: Any) -> Any:
        return visit("buyer").post(address, {"form": "docx", "why": "Prövat mot 31:16.", **typed})

    def test_the_notice_is_made_after_the_decision_and_the_release_is_noted(
        self, visit: Any, workspace: Workspace
    ):
        address = f"/upphandling/{workspace.awarded}/brev/{LOT}/underrattelse/"
        answer = self.made(visit, address, sent_on="2026-03-03", withheld=["price"])
        assert answer.status_code == 200 and "Underrättelse om tilldelningsbeslut" in docx_text(
            answer.content
        )
        event = Event.objects.order_by("-pk").first()
        assert event is not None
        assert (event.action, event.why, event.content["withheld"]) == (
            "letter-released",
            "Prövat mot 31:16.",
            ["price"],
        )

    def test_without_saying_how_secrecy_was_examined_there_is_no_letter(
        self, visit: Any, workspace: Workspace
    ):
        address = f"/upphandling/{workspace.awarded}/brev/{LOT}/underrattelse/"
        answer = self.made(visit, address, why=" ", sent_on="2026-03-03")
        assert answer.status_code == 422
        assert not Event.objects.filter(action="letter-released").exists()

    def test_before_the_decision_the_page_says_what_is_missing(self, visit: Any, workspace: Workspace):
        answer = self.made(visit, f"/upphandling/{workspace.open}/brev/{LOT}/underrattelse/")
        assert answer.status_code == 422 and "inte utvärderad och beslutad" in answer.content.decode()

    def test_who_opens_the_page_while_bids_are_secret_is_noted_without_a_name_of_a_bidder(
        self, visit: Any, workspace: Workspace
    ):
        said = Event.objects.filter(action="bids-looked-at")
        for pk, noted in ((workspace.open, 1), (workspace.awarded, 0)):
            before = said.filter(procurement_id=pk).count()
            assert visit("assessor").get(f"/upphandling/{pk}/brev/").status_code == 200
            assert said.filter(procurement_id=pk).count() == before + noted
        event = said.filter(procurement_id=workspace.open).order_by("-pk").first()
        assert event is not None and event.content["what"] == "letters"
        assert FIRST not in str(event.content) and SECOND not in str(event.content)
        assert visit("requester").get(f"/upphandling/{workspace.open}/brev/").status_code == 403

    def test_the_law_of_secrecy_is_told_where_the_release_is_explained(
        self, visit: Any, workspace: Workspace
    ):
        text = visit("buyer").get(f"/upphandling/{workspace.awarded}/brev/").content.decode()
        says = next(one.says.sv for one in secrecy().markings if one.id == "assessed")
        assert says in text and "Din prövning står i loggen." in text

    def test_what_would_have_won_needs_its_tick(self, visit: Any, workspace: Workspace):
        loser = bid(workspace, SECOND, "awarded")
        address = f"/upphandling/{workspace.awarded}/brev/{LOT}/svar/{loser.pk}/"
        assert "Vad som hade räckt" not in docx_text(self.made(visit, address, asked_on="2026-03-05").content)
        assert "Vad som hade räckt" in docx_text(self.made(visit, address, would="1").content)

    def test_one_who_may_not_decide_releases_nothing(self, visit: Any, workspace: Workspace):
        address = f"/upphandling/{workspace.awarded}/brev/{LOT}/underrattelse/"
        answer = visit("assessor").post(address, {"why": "Jag vill."})
        assert answer.status_code in (403, 422) and answer.headers["Content-Type"].startswith("text/html")


def test_a_model_changed_after_the_opening_says_why_for_good(workspace: Workspace):
    from omlopp.web.records.actions.award import BidsAreOpen, set_award_model
    from tests.web.building import model_for

    row, buyer = workspace.row("open"), workspace.user("buyer")
    with pytest.raises(BidsAreOpen):
        set_award_model(by=buyer, procurement=row, lot_id=LOT, model=model_for(row))
    made = set_award_model(
        by=buyer, procurement=row, lot_id=LOT, model=model_for(row), why="Skrivfel i nivån."
    )
    assert made.after_opening and made.why == "Skrivfel i nivån."
    assert Decimal(made.number) == 2
