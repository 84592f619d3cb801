"""An official criterion pasted into a procurement: bound and followed up like our own, and kept there alone."""

import io
from typing import Any

import docx
import pytest

from omlopp.library.load import ROOT, library
from omlopp.web.records import convert
from omlopp.web.records.models import CriterionChoice, Event
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
FORM = {
    "krav_id": "11502", "name": "Påhittad rubrik", "text": "Leverantören ska lista 3 varupartier per plan, påhittat.",
    "text_en": "", "source_title": "Påhittad sida om inventering", "source_year": "2026",
    "source_link": "https://www.upphandlingsmyndigheten.se/kriterier/", "kind": "performance", "level": "bas",
    "proof": "En lista.", "strategy": "D4", "measured_by": "product_data_share", "clause": "Leverantören ska lämna 1 lista per plan.",
    "consequence": "Annars betalar leverantören 1 000 kronor per plan.", "record": "Listan", "each": "once",
    "owner": "Projektledaren", "lot": "",
}  # fmt: skip


def paste(client: Any, pk: int, **other: str) -> Any:
    return client.post(f"/upphandling/{pk}/krav/klistra-in/", FORM | other, follow=True)


def test_it_becomes_a_requirement_with_clause_indicator_follow_up_and_an_event(
    visit: Any, workspace: Workspace
):
    says = paste(visit(), workspace.begun).content.decode()
    assert "officiellt kriterium, Krav-ID 11502" in says and "Påhittad sida om inventering" in says
    row = CriterionChoice.objects.get(procurement_id=workspace.begun, criterion_id="uhm_11502")
    chosen = convert.chosen_criterion(row)
    assert chosen.criterion.pasted and chosen.clause_wording and chosen.indicator_name
    assert chosen.criterion.follow_up is not None and chosen.owner == "Projektledaren"
    assert {hook.id for hook in chosen.criterion.hooks} >= {"condition_linked", "equal_and_proportionate"}
    event = Event.objects.order_by("-pk").first()
    assert event is not None and event.action == "official-criterion-pasted"
    assert (
        "Officiellt krav inklistrat" in visit().get(f"/upphandling/{workspace.begun}/logg/").content.decode()
    )


def test_the_documents_mark_it_with_krav_id_and_source(visit: Any, workspace: Workspace):
    client = visit()
    paste(client, workspace.begun)
    for place in ("clauses", "plan"):
        words = _words(client, workspace.begun, place)
        assert (
            "Upphandlingsmyndighetens text, Krav-ID 11502" in words
            and "Påhittad sida om inventering (2026)" in words
        )
    assert FORM["text"] in _words(client, workspace.begun, "clauses")


def _words(client: Any, pk: int, which: str) -> str:
    from django.urls import reverse

    clauses = reverse("paper-file", args=[pk, "avtalsvillkor", "docx"])
    answer = client.get(reverse("plan", args=[pk]) if which == "plan" else clauses)
    held = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in held.paragraphs), *cells])


def test_its_text_is_kept_in_that_procurement_alone(visit: Any, workspace: Workspace):
    paste(visit(), workspace.begun)
    assert "uhm_11502" not in library().criteria
    assert not any("Påhittad rubrik" in path.read_text("utf-8") for path in ROOT.glob("criteria/*/*.yaml"))
    assert visit().get("/bank/krav/uhm_11502/").status_code == 404
    for state in ("open", "awarded"):
        assert not CriterionChoice.objects.filter(
            procurement_id=getattr(workspace, state), criterion_id="uhm_11502"
        )


def test_ours_that_name_the_krav_id_are_suggested_and_lend_what_binds(visit: Any, workspace: Workspace):
    place = f"/upphandling/{workspace.begun}/krav/klistra-in/"
    says = visit().get(f"{place}?krav_id=11502").content.decode()
    assert "/bank/krav/room_by_room_list/" in says and "vårt kompletterar" in says
    ours = library().criteria["room_by_room_list"]
    assert ours.clause is not None
    filled = visit().get(f"{place}?krav_id=11502&fran=room_by_room_list").content.decode()
    assert ours.clause.text.sv in filled and ours.text.sv not in filled, (
        "what binds is lent, the requirement is theirs"
    )
    assert (
        "Inget av våra krav nämner Krav-ID 424242." in visit().get(f"{place}?krav_id=424242").content.decode()
    )


@pytest.mark.parametrize(("field", "typed", "told"), [
    ("krav_id", "elva", "Krav-ID är ett tal"),
    ("text", "", "fyllas i"),
    ("clause", "", "går löftet inte att följa upp"),
    ("source_link", "https://exempel.se/kopia", "Länka till upphandlingsmyndigheten.se"),
    ("measured_by", "repair_share", "mäter inte målet"),
    ("kind", "award", "minst två nivåer"),
])  # fmt: skip
def test_what_is_missing_is_told_and_nothing_is_kept(
    visit: Any, workspace: Workspace, field: str, typed: str, told: str
):
    before = Event.objects.count()
    answer = paste(visit(), workspace.begun, **{field: typed})
    says = answer.content.decode()
    assert answer.status_code == 422 and told in says
    assert FORM["consequence"] in says, "what was typed is kept"
    assert Event.objects.count() == before


def test_the_same_one_twice_is_refused(visit: Any, workspace: Workspace):
    client = visit()
    paste(client, workspace.begun)
    answer = paste(client, workspace.begun)
    assert answer.status_code == 422 and "Påhittad rubrik" in answer.content.decode()


def test_an_award_criterion_gets_its_scale(visit: Any, workspace: Workspace):
    scale = {
        "level_1": "Inget",
        "share_1": "0",
        "level_2": "Hälften",
        "share_2": "50",
        "level_3": "Allt",
        "share_3": "100",
    }
    paste(visit(), workspace.begun, kind="award", **scale)
    row = CriterionChoice.objects.get(procurement_id=workspace.begun, criterion_id="uhm_11502")
    assert [str(level.share) for level in convert.chosen_criterion(row).criterion.scores] == ["0", "0.5", "1"]


def test_a_reader_may_not(visit: Any, workspace: Workspace):
    answer = paste(visit("reader"), workspace.begun)
    assert answer.status_code == 403 and not CriterionChoice.objects.filter(criterion_id="uhm_11502")


def test_the_room_of_requirements_shows_what_is_known_of_the_object(visit: Any, workspace: Workspace):
    says = visit().get(f"/upphandling/{workspace.begun}/krav/").content.decode()
    page = library().groups["furniture"]
    assert (
        page.questions.need[0].sv in says
        and page.questions.market[0].sv in says
        and page.pitfalls[0].mend.sv in says
    )
    assert "Vad liknande fall lärde" in says and "Har ställts förut" in says and "/bank/fall/" in says
