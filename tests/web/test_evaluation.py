"""The evaluation's page: what a person may see, own and documented by the same functions, filters, file and empty states."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omlopp.flows.evaluation import of_base
from omlopp.flows.portfolio_base import Base
from omlopp.library.load import library
from omlopp.web.records.entries import entries
from omlopp.web.records.models import Membership, ProcurementRecord
from tests.web.building import OUTSIDER, Workspace

pytestmark = pytest.mark.django_db
PAGE = "/portfolj/utvardering/"


def page(visit: Any, query: str = "", language: str = "sv", person: str = "buyer") -> str:
    answer = visit(person, language).get(PAGE + query)
    assert answer.status_code == 200, query
    text: str = answer.content.decode()
    return text


def rows(visit: Any, query: str, person: str = "buyer") -> list[dict[str, str]]:
    answer = visit(person).get(f"{PAGE}rader.csv{query}")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_page_tells_the_four_measures_with_base_and_unknown(visit: Any, workspace: Workspace):
    text = page(visit, "?visa=egna&slag=verkliga")
    for said in (
        "Vad blev det av kraven?",
        "ber om cirkulära strategier",
        "är bevisat i avtalet",
        "Om okänt vore nej – ja",
    ):
        assert said in text, said
    assert 'role="img"' in text and "Fyra staplar, en för varje mått" in text, (
        "the picture says itself in words"
    )
    assert "ÖVNING" not in text


def test_real_and_invented_are_never_on_one_page(visit: Any, workspace: Workspace):
    invented = page(visit, "?visa=egna&slag=ovning")
    assert "ÖVNING – alla tal på sidan är påhittade" in invented
    real = {each["id"] for each in rows(visit, "?visa=egna&slag=verkliga")}
    exercise = {each["id"] for each in rows(visit, "?visa=egna&slag=ovning")}
    assert real and exercise and not real & exercise


def test_the_documented_cases_are_read_by_the_same_page(visit: Any, workspace: Workspace):
    text = page(visit, "?visa=fall")
    assert (
        "/bank/fall/trollhattan_furniture_reuse_2023/" in text
        and "Källan säger inget om marknadens nivå" in text
    )
    assert len(rows(visit, "?visa=fall")) == len(library().cases)
    assert "What came of the requirements?" in page(visit, "?visa=fall", "en")


def test_an_obstacle_leads_to_the_cases_behind_it(visit: Any, workspace: Workspace):
    text = page(visit, "?visa=fall")
    part = text[text.index('id="obstacles"') :]
    assert "Hinder som" in part and "/bank/fall/vgr_ater_i_bruk_2022/" in part and "bryggfinansiering" in part


def test_filters_narrow_page_and_file_alike_and_stay_chosen(visit: Any, workspace: Workspace):
    text = page(visit, "?visa=fall&grupp=furniture")
    kept = rows(visit, "?visa=fall&grupp=furniture")
    assert '<option value="furniture" selected>' in text and "rader.csv?visa=fall&amp;grupp=furniture" in text
    assert 0 < len(kept) < len(library().cases) and all("furniture" in each["grupper"] for each in kept)


@pytest.mark.parametrize(
    "query", ["?visa=fall&ar=1901", "?visa=egna&lan=SE999", "?grupp=%3Cb%3E", "?ar=i+fjol&visa=x"]
)
def test_a_selection_without_matches_says_what_to_do(visit: Any, workspace: Workspace, query: str):
    text = page(visit, query)
    assert "<b>" not in text
    if "1901" in query:
        assert "Inget svarar mot urvalet. Välj Alla i listorna." in text


def test_who_takes_part_in_nothing_sees_an_empty_page_that_leads_on(visit: Any, workspace: Workspace):
    Membership.objects.filter(user=workspace.user("outsider")).delete()
    text = page(visit, "?visa=egna", person=OUTSIDER)
    assert "Det finns inga upphandlingar att utvärdera än." in text and "?visa=fall" in text
    assert rows(visit, "?visa=egna", OUTSIDER) == []


def test_one_sees_only_what_one_takes_part_in(visit: Any, workspace: Workspace):
    Membership.objects.filter(user=workspace.user("assessor")).exclude(procurement=workspace.awarded).delete()
    assert [each["id"] for each in rows(visit, "?visa=egna&slag=verkliga", "assessor")] == [
        str(workspace.awarded)
    ]


def test_the_file_is_safe_for_a_spreadsheet(visit: Any, workspace: Workspace):
    ProcurementRecord.objects.filter(pk=workspace.awarded).update(title="=1+1")
    found = next(
        each for each in rows(visit, "?visa=egna&slag=verkliga") if each["id"] == str(workspace.awarded)
    )
    assert found["titel"] == "'=1+1"


def test_the_entries_are_read_in_a_set_of_queries_however_many_there_are(workspace: Workspace):
    def queries(of: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as held:
            entries(of)
        return len(held)

    every = ProcurementRecord.objects.all()
    entries(every)  # what is kept from one call to the next
    assert queries(every) <= queries(every.filter(pk=workspace.closed)) + 2


def test_an_entry_holds_what_the_chain_holds(workspace: Workspace):
    held = {each.procurement.id: each for each in entries(ProcurementRecord.objects.filter(exercise=False))}
    closed, begun = held[str(workspace.closed)], held[str(workspace.begun)]
    assert closed.model and "reused_share" in closed.indicators
    assert set(closed.steps.values()) <= {"passed", "skipped", "waits"}
    assert list(begun.steps.values()).count("waits") <= 1
    own, _ = of_base(Base(library(), date(2026, 11, 22), tuple(held.values())))
    assert {each.id for each in own.rows} == set(held) and own.base < len(own.rows), "one is only begun"


def test_the_market_is_asked_only_of_what_is_out_and_where_the_card_does_not_know(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    """A requirement that every neighbour already asks is not more than the market gives."""
    from types import SimpleNamespace

    from omlopp.web.records import entries as module

    asked: list[str] = []

    def standard(criterion: Any) -> Any:
        asked.append(criterion.id)
        return SimpleNamespace(above="no")

    monkeypatch.setattr(module, "standard_now", standard)
    held = {each.procurement.id: each for each in entries(ProcurementRecord.objects.filter(exercise=False))}
    closed = held[str(workspace.closed)]
    unsure = {one.id for one in closed.procurement.criteria if one.criterion.market.above == "not_yet_known"}
    assert unsure and set(closed.above) == unsure and set(closed.above.values()) == {"no"}
    assert held[str(workspace.begun)].above == {} and asked
