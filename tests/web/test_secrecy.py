"""Bids are absolutely secret until the award decision: who may not see them finds no trace of them anywhere."""

import io
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from docx import Document

from omlopp.domain.model.text import Certainty
from omlopp.flows.papers import write_documents
from omlopp.library.secrecy import secrecy
from omlopp.web.records import convert, papers
from omlopp.web.records.access import IN_ORGANISATION, MAY
from omlopp.web.records.actions.award import correct_bid
from omlopp.web.records.models import BidRecord, Event
from tests.documents.reading import docx_text
from tests.web import building
from tests.web.acting import every
from tests.web.addresses import Address, addresses, paths
from tests.web.building import DAY, FULL, LOT, PRICES, SECRETS, Workspace

pytestmark = pytest.mark.django_db
KNOWING = tuple(role for role, rights in MAY.items() if "see_bids" in rights)
UNKNOWING = (
    *(role for role, rights in MAY.items() if "see_bids" not in rights and "read" in rights),
    *(f"in:{role}" for role, rights in IN_ORGANISATION.items() if "read" in rights),
)
OF_BIDS = {
    "judge-bid", "bids", "register-bid", "correct-bid", "evaluate-lot", "decide-lot", "record", "judging", "assess", "agree",
    "ask-about-price", "judge-answer", "reject-bid", "take-back-rejection", "letters", "letter-notice", "letter-bidder",
    "letter-question", "import-bids", *(name for names in every("OF_BIDS", ()) for name in names),
}  # fmt: skip
INSIDE = [address for address in addresses() if address.of_procurement]
IN_TURN = 5  # of the roles that may not see bids, every fifth tries a page each time the tests run; `long` tries them all
NOBODY_SEES = [
    pytest.param(
        address, person, id=f"{address.name}-{person}",
        marks=[] if address.name in OF_BIDS or (row + column) % IN_TURN == 0 else pytest.mark.long,
    )
    for row, address in enumerate(INSIDE) for column, person in enumerate(UNKNOWING)
]  # fmt: skip
RECORD = "/upphandling/{pk}/dokument/protokoll/" + LOT + "/"


def leaks(content: bytes) -> list[str]:
    """The secrets found in a page or a document, spaces of every kind alike."""
    if content[:2] == b"PK" and b"xl/workbook.xml" in content:
        sheets = python_calamine.CalamineWorkbook.from_object(io.BytesIO(content))
        text = " ".join(str(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names)
    elif content[:2] == b"PK":
        text = docx_text(content)
    else:
        text = content.decode("utf-8", "replace").replace("&amp;", "&").replace("&nbsp;", " ")
    text = " ".join(text.split())
    return [secret for secret in SECRETS if secret in text]


def test_the_secrets_are_there_to_be_found(visit: Any, workspace: Workspace):
    """What the tests below look for does show for those who may see it – else they would prove nothing."""
    page = visit("assessor").get(f"/upphandling/{workspace.open}/anbud/").content
    assert {"Zirkelkvist", "Ytterlid", "1 357 911", "1 246 802"} <= set(leaks(page))
    word = Document()
    word.add_paragraph("Ytterlid")
    word.save(held := io.BytesIO())
    assert leaks(held.getvalue()) == ["Ytterlid"]


@pytest.mark.parametrize("address, person", NOBODY_SEES)
def test_no_page_or_document_tells_of_bids_before_the_decision(
    visit: Any, workspace: Workspace, address: Address, person: str
):
    before = building.state()
    for language in ("sv", "en") if person == "reader" else ("sv",):
        client = visit(person, language)
        for path in paths(address, workspace, workspace.open):
            for answer in (client.get(path), client.post(path, {})):
                assert not leaks(answer.content), f"{person}: {path}"
                if address.name in OF_BIDS:
                    assert answer.status_code in (403, 405), path
    if address.name in OF_BIDS:
        assert building.state() == before


@pytest.mark.parametrize("person", UNKNOWING)
def test_the_pages_of_bids_and_the_evaluation_record_are_refused_with_a_reason(
    visit: Any, workspace: Workspace, person: str
):
    client, before = visit(person), building.state()
    for path in (f"/upphandling/{workspace.open}/anbud/", RECORD.format(pk=workspace.open)):
        refused = client.get(path)
        assert refused.status_code == 403 and "Din roll" in refused.content.decode()
    assert building.state() == before


@pytest.mark.parametrize("person", UNKNOWING)
def test_the_first_page_holds_no_bid(visit: Any, workspace: Workspace, person: str):
    assert not leaks(visit(person).get("/").content)


@pytest.mark.parametrize("with_bids", [True, False])
def test_documents_that_are_not_of_bids_never_hold_one_before_the_decision(
    workspace: Workspace, tmp_path: Path, with_bids: bool
):
    row = workspace.row("open")
    own = papers.dossier(row, convert.procurement(row, with_bids=with_bids))
    written = write_documents(
        own, convert.library_of(row), tmp_path, "sv", DAY, bids=with_bids, forms=["docx"]
    )
    of_bids = [path for path in written if "protokoll" in path.name or "beslut" in path.name]
    others = [path for path in written if path not in of_bids]
    assert len(others) >= 7 and not [path.name for path in others if leaks(path.read_bytes())]
    assert bool(of_bids) is with_bids, "only who sees the bids gets a record of them"


def test_a_value_without_bids_holds_nothing_of_them(workspace: Workspace):
    value = convert.procurement(workspace.row("open"), with_bids=False)
    assert (value.bids, value.evaluations, value.decisions) == ((), {}, ())
    assert not [secret for secret in SECRETS if secret in repr(value)]


@pytest.mark.parametrize("person", KNOWING)
def test_looking_at_bids_before_the_decision_leaves_an_event(visit: Any, workspace: Workspace, person: str):
    looked = Event.objects.filter(procurement_id=workspace.open, action="bids-looked-at")
    count = looked.count()
    assert visit(person).get(f"/upphandling/{workspace.open}/anbud/").status_code == 200
    assert looked.count() == count + 1
    last = looked.order_by("-pk")[0]
    assert (last.by, last.content) == (person, {"bids": 2})


def test_after_the_decision_looking_is_not_noted_any_more(visit: Any, workspace: Workspace):
    before = building.state()
    assert visit("lawyer").get(f"/upphandling/{workspace.awarded}/anbud/").status_code == 200
    assert building.state() == before


@pytest.mark.parametrize("path", [
    pytest.param("/upphandling/{pk}/anbud/" + LOT + "/{bid}/", id="the page that corrects one"),
    pytest.param(RECORD, id="the evaluation record"),
])  # fmt: skip
def test_every_other_way_to_see_a_bid_leaves_an_event_too(visit: Any, workspace: Workspace, path: str):
    looked = Event.objects.filter(procurement_id=workspace.open, action="bids-looked-at")
    count, bid = looked.count(), BidRecord.objects.filter(lot__procurement_id=workspace.open)[0]
    assert visit("buyer").get(path.format(pk=workspace.open, bid=bid.pk)).status_code == 200
    assert looked.count() == count + 1


def test_the_reason_for_correcting_a_bid_is_as_secret_as_the_bid(visit: Any, workspace: Workspace):
    bid = BidRecord.objects.filter(lot__procurement_id=workspace.open)[0]
    correct_bid(
        by=workspace.user("buyer"), bid=bid, price_sek=PRICES[bid.bidder], levels=FULL,
        why="Ytterlid hade 1 246 802 kr, inte 1 246 208 kr.",
    )  # fmt: skip
    assert not leaks(visit("reader").get(f"/upphandling/{workspace.open}/logg/").content)


@pytest.mark.parametrize("part", ["anbud/", "gallring/"])
def test_law_of_secrecy_and_archives_is_shown_with_its_source_and_how_sure_it_is(
    visit: Any, workspace: Workspace, part: str
):
    """Their consolidated texts were not at hand: read in a secondary source, and said to be."""
    shown = visit().get(f"/upphandling/{workspace.open}/{part}").content.decode()
    note = shown.partition('class="cited"')[2].partition("</small>")[0]
    assert "Svensk författningssamling" in note and "riksdagen.se" in note and "läst i andra hand" in note
    law = secrecy()
    for source in (law.source, law.disposal.source, *(one.source for one in law.markings)):
        assert source.certainty is Certainty.SECONDARY, source.title
