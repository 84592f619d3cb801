"""The law in the workbench: rules first, one question at a time, everything in the address, nothing cited out of place."""

import re
from html import unescape
from typing import Any

import pytest

from omlopp.library.load import library
from omlopp.web.records.models import ProcurementRecord
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
AID = "/lagen/hjalp/change_clauses/"


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def client(visit: Any, workspace: Workspace) -> Any:
    return visit()


def test_the_rules_are_asked_for_first_and_may_be_unknown(client: Any):
    assert "Först: vilka regler gäller?" in text(client.get(AID))
    page = text(client.get(AID + "?regel=&kopare=&dag="))
    assert "Välj först vilka regler som gäller" in page and "Hur långt har ni kommit?" in page


def test_one_question_at_a_time_with_the_answers_kept_in_the_form(client: Any):
    page = client.get(AID + "?regel=lou&stage=before_notice").content.decode()
    assert page.count('type="radio"') == 7 and 'name="stage" value="before_notice"' in page
    assert "Vad ska kunna ändras?" in page and "Hur långt har ni kommit?" in page


def test_an_outcome_can_be_linked_to_and_read_as_plain_text(client: Any):
    query = "?regel=lou&kopare=municipality&dag=2026-11-21&stage=signed"
    assert "17 kap. 9 § LOU" in text(client.get(AID + query))
    plain = client.get(AID + "text/" + query)
    assert (
        plain.headers["Content-Type"].startswith("text/plain")
        and "under 10\xa0procent" in plain.content.decode()
    )


def test_no_section_of_chapter_17_is_shown_below_the_threshold(client: Any):
    page = text(client.get(AID + "?regel=lou_19&dag=2026-11-21&stage=signed"))
    assert "19 kap. 2 § LOU" in page and "17 kap. LOU gäller inte här" in page
    assert not re.search(r"17 kap\. \d", page)


def test_a_clause_is_filled_in_from_the_address_and_escaped(client: Any):
    query = "?regel=lou&stage=before_notice&what=repair&lucka-goods=%3Cb%3Estolar%3C%2Fb%3E&lucka-hours=200"
    answer = client.get(AID + query)
    assert "upprustning av <b>stolar</b>, när [när det får göras]" in text(answer)
    assert "<b>stolar</b>" not in answer.content.decode()
    assert "Luckor kvar att fylla i:" in text(answer)


def test_an_answer_that_does_not_exist_is_said_and_the_question_asked_again(client: Any):
    page = text(client.get("/lagen/hjalp/disposal/?regel=lou&status=sopor"))
    assert "har inget svar ”sopor”" in page and "Är saken en produkt eller avfall?" in page


@pytest.mark.parametrize(
    "query",
    [
        "?regel=lof&dag=igår&kopare=x",
        "?dag=9999-99-99",
        "?regel=lou&dag=1900-01-01",
        "?regel=%20&dag=2026-W01",
    ],
)
def test_strange_rules_and_days_are_left_aside(client: Any, query: str):
    for path in ("/lagen/tal/", "/lagen/punkter/", AID, "/lagen/"):
        assert client.get(path + query).status_code == 200


def test_what_has_expired_is_marked_on_the_page_of_numbers(client: Any):
    page = text(client.get("/lagen/tal/?dag=2026-11-21"))
    assert "Det senaste vi har, 2 389 585 kr, gällde till och med 31 december 2025" in page.replace(
        "\xa0", " "
    )
    assert "utgånget" in page and "minst 35 dagar" in page.replace("\xa0", " ")
    before = text(client.get("/lagen/tal/?dag=2025-06-01"))
    assert "minst 2 389 585 kr" in before.replace("\xa0", " ")


def test_every_number_and_every_point_is_on_its_page(client: Any):
    numbers = client.get("/lagen/tal/").content.decode()
    assert all(f'id="{id}"' in numbers for id in library().parameters)
    points = client.get("/lagen/punkter/?regel=lou").content.decode()
    assert all(f'id="{id}"' in points for id in library().legal)


def test_the_points_say_should_of_the_environment_and_cite_by_regime(client: Any):
    below = text(client.get("/lagen/punkter/?regel=lou_19"))
    assert "19 kap. 3 § LOU" in below and "4 kap. 3 § LOU" not in below
    none = text(client.get("/lagen/punkter/"))
    assert "kap." not in none.split("Ska")[1].split("Källa")[0]


def test_the_old_address_leads_here(client: Any):
    assert client.get("/bank/lagens-tal/", follow=True).redirect_chain[-1][0] == "/lagen/tal/"


def test_the_aids_are_offered_at_their_steps_with_the_rules_of_the_procurement(
    client: Any, workspace: Workspace
):
    row = ProcurementRecord.objects.get(pk=workspace.exercise)
    for step, aid in (("exit", "disposal"), ("clauses", "change_clauses"), ("need", "waste_or_product")):
        page = unescape(client.get(f"/upphandling/{row.pk}/steg/{step}/").content.decode())
        assert f"/lagen/hjalp/{aid}/?regel={row.regime}&kopare={row.buyer_kind}" in page
