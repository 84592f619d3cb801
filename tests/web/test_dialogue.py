"""From questions to evidence: composed, put out, answered, counted – and all are told the same."""

import io
from datetime import timedelta
from typing import Any

import pytest
from docx import Document

from omlopp.domain.model.law import Regime
from omlopp.domain.process.gates import gate_of
from omlopp.flows.dialogue import evidence_says
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.actions import answers, dialogue, public_needs
from omlopp.web.records.actions.begin import confirm_regime
from omlopp.web.records.models import Dialogue, Event, ProcurementRecord
from tests.web import building
from tests.web.building import DAY, ENGLISH, Workspace
from tests.web.parts.dialogue import FIRM, choice, draft, make, out, publish, said, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(workspace: Workspace) -> ProcurementRecord:
    return workspace.row("begun")


def home(row: ProcurementRecord) -> str:
    return f"/upphandling/{row.pk}/dialog/"


def test_from_compose_to_a_page_that_anybody_can_answer(visit: Any, row: ProcurementRecord):
    buyer = visit()
    form = buyer.get(home(row) + "ny/?sort=rfi").content.decode()
    assert "Hur många likvärdiga arbetsplatser kan ni leverera återbrukade" in form, (
        "the product group's own question"
    )
    assert "Skulle" in form or "Hur skulle ni helst lösa det här behovet?" in form
    made = buyer.post(
        home(row) + "ny/",
        {
            "kind": "rfi", "title": "Möbler till skolor", "body": "Vi behöver 40 stolar.",
            "question": ["furniture-1", "way_to_deliver"], "own": "Kan ni komma på besök?\n\nKan ni komma på besök?",
            "choice": [str(choice(row).pk)],
        },
    )  # fmt: skip
    talk = Dialogue.objects.latest("pk")
    assert made.status_code == 302 and made["Location"] == f"{home(row)}{talk.pk}/visa/"
    assert [one["id"] for one in talk.questions] == ["furniture-1", "way_to_deliver", "own-1"]
    seen = buyer.get(made["Location"]).content.decode()
    assert "Så här ser marknaden det" in seen and "Kan ni komma på besök?" in seen
    closes = (today() + timedelta(days=14)).isoformat()
    buyer.post(f"{home(row)}{talk.pk}/lagg-ut/", {"closes_on": closes})
    talk.refresh_from_db()
    assert talk.published_at and str(talk.closes_on) == closes
    line = row.shared.latest("pk")
    assert "Möbler till skolor" in line.what and talk.token in line.shared_how and line.shared_on == today()
    assert buyer.post(f"{home(row)}{talk.pk}/andra/", {"title": "Annat"}).status_code == 422, (
        "what is out stays"
    )


def test_a_requirement_adapted_afterwards_does_not_change_what_was_asked(
    workspace: Workspace, row: ProcurementRecord
):
    talk = out(row)
    before = talk.criteria[0]["text"]
    choice(row).__class__.objects.filter(pk=choice(row).pk).update(wording_sv="Något helt annat 1.")
    assert Dialogue.objects.get(pk=talk.pk).criteria[0]["text"] == before


@pytest.mark.parametrize(
    "closes", ["", "igår", "2020-01-01", "0000-00-00", "2026-02-30"],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(visit: Any, row: ProcurementRecord, closes: str):
    before = building.state()
    talk = draft(row)
    page = visit().post(f"{home(row)}{talk.pk}/lagg-ut/", {"closes_on": closes}, follow=True)
    assert "Sista svarsdag måste vara efter första" in page.content.decode() and building.state() == before


def test_each_firm_counts_once_with_its_last_answer(workspace: Workspace, row: ProcurementRecord):
    talk, buyer = out(row), workspace.user("buyer")
    answers.note_hearing(by=buyer, dialogue=talk, answer=said(row, "no"))  # the same firm, by telephone
    heard = answers.told(str(choice(row).pk), answers.replies(row))
    assert (heard.of, heard.counts["now"], heard.counts["no"], heard.counts["later"]) == (2, 0, 1, 1)


def test_the_answers_become_evidence_of_the_requirement(
    visit: Any, workspace: Workspace, row: ProcurementRecord
):
    talk, buyer = out(row), workspace.user("buyer")
    dialogue.note_asked(
        by=buyer, dialogue=talk, names=[f"Firma {n}" for n in range(9)], how="e-post", on=today()
    )
    for number in range(5):
        answers.answer_dialogue(
            dialogue=talk, code=answers.receipt_of(talk, f"n{number}"), on=today(),
            answer=said(row) | {"firm": f"Firma {number}", "size": "small" if number else "large"},
        )  # fmt: skip
    page = visit().get(home(row)).content.decode()
    assert "nya svar har kommit" in page
    visit().post(f"{home(row)}underlag/{choice(row).pk}/", {"do": "use"})
    kept = choice(row).market
    assert (kept["of"], kept["stands"], kept["counts"]["now"], kept["verdict"]) == (7, 7, 6, "no")
    assert kept["by_size"]["large"]["now"] == 1 and FIRM not in str(kept) and "Firma" not in str(kept)
    sentence = evidence_says(kept, "sv")
    assert (
        "Marknaden ger redan detta" in sentence
        and "6 av 7 kan nu" in sentence
        and "9 företag tillfrågades" in sentence
    )
    assert "%" not in sentence
    shown = visit().get(f"/upphandling/{row.pk}/krav/").content.decode()
    assert "Enligt marknadsdialogen: Marknaden ger redan detta" in shown
    assert (
        "By the market dialogue" in visit(language="en").get(f"/upphandling/{row.pk}/krav/").content.decode()
    )
    visit().post(f"{home(row)}underlag/{choice(row).pk}/", {"do": "drop"})
    assert choice(row).market is None


def test_few_answers_prove_nothing(row: ProcurementRecord):
    assert choice(row).market["verdict"] == "not_yet_known"
    assert "färre än 5 företag har tagit ställning" in evidence_says(choice(row).market, "sv")


def test_what_one_firm_was_told_keeps_the_gate_until_all_know(
    visit: Any, workspace: Workspace, row: ProcurementRecord
):
    def gate() -> list[str]:
        found = gate_of(convert.procurement(row), library().model, "market", library().indicators)
        return [one.check for one in found.failed]

    assert "information_shared" in gate()
    waits = row.shared.get(shared_on=None)
    page = visit().get(home(row)).content.decode()
    assert "Inte delad med alla än" in page and "19 kap. 2 §" in page and "4 kap. 8 §" not in page
    before = building.state()
    visit().post(f"{home(row)}lika/{waits.pk}/", {"how": " "})
    assert building.state() == before, "how they were told must be said"
    visit().post(f"{home(row)}lika/{waits.pk}/", {"how": "Tillägg på sidan", "told_on": today().isoformat()})
    assert "information_shared" not in gate()


def test_only_what_the_regime_has_is_cited(visit: Any, workspace: Workspace, row: ProcurementRecord):
    buyer = workspace.user("buyer")
    for regime, cited, other in (
        (Regime.LOU, "4 kap. 8 §", "19 kap. 2 §"), (Regime.LOU_19, "19 kap. 2 §", "4 kap. 8 §"),
        (Regime.LOU_19A, "19 a kap. 8 §", "4 kap. 8 §"),
    ):  # fmt: skip
        with building.undone():
            confirm_regime(by=buyer, procurement=row, regime=regime, reason="Prov.", proposed=None, on=DAY)
            pages = [home(row), f"{home(row)}{draft(row).pk}/visa/"]
            text = "".join(visit().get(page).content.decode() for page in pages)
            assert cited in text and other not in text, regime
    for silent in (Regime.LUF, Regime.LUK):
        with building.undone():
            confirm_regime(by=buyer, procurement=row, regime=silent, reason="Prov.", proposed=None, on=DAY)
            assert (
                "kap."
                not in visit().get(home(row)).content.decode().split('id="lika"')[1].split("</aside>")[0]
            )


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_questions_as_a_document(visit: Any, row: ProcurementRecord, form: str):
    talk = out(row)
    got = visit().get(f"{home(row)}{talk.pk}/fragor.{form}")
    assert got.status_code == 200 and got["Content-Disposition"].endswith(f'.{form}"')
    if form == "docx":
        made = Document(io.BytesIO(got.content))
        text = "\n".join(
            [
                *(one.text for one in made.paragraphs),
                *(cell.text for table in made.tables for line in table.rows for cell in line.cells),
            ]
        )
        assert (
            "Vad kan ni laga?" in text
            and talk.token in text
            and "Ja nu" in text
            and "19 kap. 2 §" in text.replace("\u00a0", " ")
        )
        assert FIRM not in text
    else:
        assert got.content.startswith(b"%PDF-")
    assert visit().get(f"{home(row)}{talk.pk}/fragor.exe").status_code == 404


def test_a_request_for_secrecy_is_registered_and_marked_and_not_decided(visit: Any, row: ProcurementRecord):
    talk = out(row)
    answers.answer_dialogue(
        dialogue=talk, code=answers.receipt_of(talk, "s"), on=today(),
        answer=said(row) | {"firm": "Hemliga AB", "asks_secrecy": "1"},
    )  # fmt: skip
    page = visit().get(f"{home(row)}{talk.pk}/").content.decode()
    assert "begär sekretess – inte prövad" in page and "1 begär sekretess" in page
    assert Event.objects.latest("pk").content["asks_secrecy"] is True


def test_a_need_is_shown_changed_and_withdrawn(visit: Any, row: ProcurementRecord):
    buyer = visit()
    page = buyer.get(home(row) + "behov/").content.decode()
    assert "Vi behöver stolar som går att laga." in page
    form = {
        "summary_sv": "Bord.",
        "summary_en": "Tables.",
        "contact": "inkop@exempel.se",
        "planned_on": "2027-02-01",
    }
    assert buyer.post(home(row) + "behov/", form).status_code == 302
    row.public_need.refresh_from_db()
    assert row.public_need.summary_en == "Tables." and str(row.public_need.planned_on) == "2027-02-01"
    wrong = buyer.post(home(row) + "behov/", form | {"contact": ""})
    assert wrong.status_code == 422 and "Bord." in wrong.content.decode()
    buyer.post(home(row) + "behov/dra-tillbaka/")
    row.public_need.refresh_from_db()
    assert row.public_need.withdrawn_at


def test_ways_that_are_not_this_procurements_are_not_there(
    visit: Any, workspace: Workspace, row: ProcurementRecord
):
    other, before = workspace.row("open"), building.state()
    buyer = visit()
    theirs, shared = out(other).pk, other.shared.get(shared_on=None).pk
    for way in (
        f"{theirs}/lagg-ut/",
        f"{theirs}/stang/",
        f"{theirs}/bort/",
        f"lika/{shared}/",
        f"underlag/{choice(other).pk}/",
    ):
        assert buyer.post(home(row) + way, {"closes_on": "2099-01-01", "how": "x"}).status_code == 404, way
    for way in (f"{theirs}/", f"{theirs}/svar.csv", f"{theirs}/fragor.docx"):
        assert buyer.get(home(row) + way).status_code == 404, way
    assert building.state() == before


def test_a_reader_sees_and_has_no_buttons(visit: Any, row: ProcurementRecord):
    page = visit("reader").get(home(row)).content.decode()
    assert page.count("<form") == 2 and "Använd som marknadsunderlag" not in page, (
        "language and sign-out only"
    )


def test_every_page_in_english(visit: Any, row: ProcurementRecord):
    client = visit(language=ENGLISH["omlopp_language"])
    talk = out(row)
    for way, says in (
        ("", "What can the market do?"), ("ny/?sort=draft", "Send a draft out"), (f"{talk.pk}/", "Answers"),
        (f"{draft(row).pk}/visa/", "This is what the market sees"), (f"{talk.pk}/anteckna/", "Note a talk"),
        ("behov/", "Show the need to all"),
    ):  # fmt: skip
        page = client.get(home(row) + way).content.decode()
        assert says in page and 'lang="en"' in page, way


def test_a_draft_can_be_taken_away_and_what_is_out_cannot(workspace: Workspace, row: ProcurementRecord):
    buyer = workspace.user("buyer")
    talk = make(buyer, row, "Ännu en")
    dialogue.drop_dialogue(by=buyer, dialogue=talk)
    with pytest.raises(dialogue.PublishedAlready):
        dialogue.drop_dialogue(by=buyer, dialogue=out(row))
    again = make(buyer, row, "Tom")
    Dialogue.objects.filter(pk=again.pk).update(questions=[], criteria=[])
    with pytest.raises(dialogue.NothingToAnswer):
        publish(buyer, Dialogue.objects.get(pk=again.pk))
    assert public_needs.limits().few == 5
