"""The programme's documents on the page and as files: for who reads the programme, and for nobody else."""

from typing import Any

import pytest

from omlopp.web.programme_papers import NoSuchProgramme, material, row_of
from tests.documents.reading import docx_text
from tests.web.building import DAY, Workspace
from tests.web.parts.programme import FACTS, first


def test_the_list_names_every_document_and_leads_to_it(visit: Any, workspace: Workspace):
    page = visit().get(f"/program/{first().pk}/dokument/").content.decode()
    for what in ("half_time", "final", "money", "risks", "outreach", "call", "decision-1"):
        assert f"/program/{first().pk}/dokument/{what}/" in page
    assert "certificate-1" not in page, "the only funder is the fund, which signs no certificate"


@pytest.mark.parametrize("what", ["half_time", "final", "money", "decision-1"])
def test_a_document_is_read_on_the_page_and_fetched_as_word_and_pdf(
    visit: Any, workspace: Workspace, what: str
):
    address = f"/program/{first().pk}/dokument/{what}/"
    page = visit().get(address).content.decode()
    assert FACTS.title in page and "?fil=pdf" in page
    assert FACTS.title in docx_text(visit().get(address + "?fil=docx").content)
    assert visit().get(address + "?fil=pdf").content.startswith(b"%PDF")


def test_the_first_page_of_the_programme_offers_both_reports(visit: Any, workspace: Workspace):
    page = visit().get(f"/program/{first().pk}/").content.decode()
    assert "Skriv halvtidsrapporten" in page and "Skriv slutrapporten" in page


def test_a_document_that_is_not_there_says_which_are(visit: Any, workspace: Workspace):
    answer = visit().get(f"/program/{first().pk}/dokument/decision-999/")
    assert answer.status_code == 404 and "half_time" in answer.content.decode()


def test_who_does_not_read_the_organisation_finds_no_document(visit: Any, workspace: Workspace):
    for path in ("dokument/", "dokument/final/", "dokument/final/?fil=docx"):
        assert visit("outsider").get(f"/program/{first().pk}/{path}").status_code == 404


def test_a_report_holds_no_inner_talk_and_no_undecided_bid(workspace: Workspace):
    value, given = material(first(), DAY)
    assert value.help and all(not one.asked and not one.answered for one in value.help)
    assert all(
        not lot.bids for one in given.procurements.values() for lot in one.lots if hasattr(lot, "bids")
    )


def test_a_programme_that_is_not_there_says_which_are(workspace: Workspace):
    with pytest.raises(NoSuchProgramme):
        row_of(987_654)
