"""Contracts: entered from the decision, listed with their ends, ended with what is left, and lessons that flow back."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.domain.indicators.errors import PartsExceedWhole
from omlopp.domain.model.process import Entrance
from omlopp.web.records.actions import contracts as acts
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.contracts import lessons_for, offered
from omlopp.web.records.models import (
    Contract,
    ContractEnd,
    Event,
    Lesson,
    Organisation,
    ProcurementRecord,
    SupplierLink,
)
from tests.web import building
from tests.web.building import FIRST, Workspace
from tests.web.parts.contracts import FACTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(workspace: Workspace) -> Contract:
    return Contract.objects.get(procurement_id=workspace.awarded)


@pytest.fixture
def register(workspace: Workspace) -> Contract:
    return Contract.objects.get(title="Hjälpmedel, ramavtal")


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


class TestEntered:
    def test_an_awarded_lot_offers_its_contract_prefilled(self, visit: Any, workspace: Workspace):
        (offer,) = offered(workspace.row("awarded"))
        assert (offer["lot_id"], offer["supplier"]) == ("LOT-0002", FIRST)
        page = (
            visit("contract_manager")
            .get(f"/upphandling/{workspace.awarded}/avtal/nytt/LOT-0002/")
            .content.decode()
        )
        assert f'value="{FIRST}"' in page and 'value="Bord"' in page

    def test_no_lot_is_offered_before_the_decision(self, visit: Any, workspace: Workspace):
        assert offered(workspace.row("open")) == []
        assert visit().get(f"/upphandling/{workspace.open}/avtal/nytt/LOT-0001/").status_code == 404

    def test_it_is_entered_with_its_report_periods(self, visit: Any, workspace: Workspace):
        form = {"title": "Bord", "supplier": "Bordet AB", "value_sek": "900 000", "starts_on": "2026-01-01",
                "ends_on": "2026-12-31", "owner": "contract_manager", "cpv": "39130000"}  # fmt: skip
        answer = visit("contract_manager").post(
            f"/upphandling/{workspace.awarded}/avtal/nytt/LOT-0002/", form
        )
        row = Contract.objects.get(title="Bord")
        assert answer.status_code == 302 and answer.headers["Location"].endswith(f"/avtal/{row.pk}/")
        assert (row.value_sek, row.owner.username if row.owner else "") == (900_000, "contract_manager")
        assert [report.period_to for report in row.reports.all()][-1] == date(2026, 12, 31)

    @pytest.mark.parametrize(("changed", "says"), [
        ({"ends_on": "2025-01-01"}, "före sin början"), ({"option_until": "2026-06-01"}, "måste sluta senare"),
        ({"value_sek": "mycket"}, "är inte ett tal"), ({"cpv": "1"}, "Okänd CPV-kod"), ({"ends_on": "snart"}, "ÅÅÅÅ-MM-DD"),
        ({"value_sek": "-5"}, "kan inte vara"),
    ])  # fmt: skip
    def test_what_cannot_be_is_told_and_kept_on_the_page(
        self, visit: Any, workspace: Workspace, changed: dict[str, str], says: str
    ):
        form = {
            "title": "Mina bord",
            "supplier": "B",
            "starts_on": "2026-01-01",
            "ends_on": "2026-12-31",
        } | changed
        before = building.state()
        answer = visit().post(f"/upphandling/{workspace.awarded}/avtal/nytt/LOT-0002/", form)
        assert (
            answer.status_code == 422
            and says in answer.content.decode()
            and "Mina bord" in answer.content.decode()
        )
        assert building.state() == before

    def test_the_end_of_a_contract_is_not_moved_by_describing_it(
        self, workspace: Workspace, contract: Contract
    ):
        acts.describe_contract(
            by=workspace.user("buyer"), contract=contract, facts={"ends_on": date(2028, 1, 1)}, owner=None
        )
        contract.refresh_from_db()
        assert contract.ends_on == FACTS["ends_on"]

    def test_another_procurements_contract_is_not_found(
        self, visit: Any, workspace: Workspace, contract: Contract, register: Contract
    ):
        client = visit()
        for pk, one in ((workspace.open, contract), (workspace.awarded, register)):
            for part in ("", "uppgifter/", "andra/", "slut/"):
                assert client.get(f"/upphandling/{pk}/avtal/{one.pk}/{part}").status_code == 404
        assert client.get(f"/organisation/{ours().pk}/avtal/{contract.pk}/").status_code == 404
        other = SupplierLink.objects.create(
            contract=register,
            label="x",
            token_sha256="0" * 64,
            made_at="2026-01-01T00:00Z",
            made_by="x",
            expires_on="2027-01-01",
        )
        path = f"/upphandling/{workspace.awarded}/avtal/{contract.pk}/lank/{other.pk}/stang/"
        assert client.post(path).status_code == 404


class TestTheList:
    def rows(self, client: Any, query: str = "") -> list[list[str]]:
        answer = client.get(f"/organisation/{ours().pk}/avtal/fil/?{query}")
        return list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))

    def test_it_has_both_kinds_those_that_end_first_come_first(
        self, visit: Any, contract: Contract, register: Contract
    ):
        found = self.rows(visit("in:contract_manager"))
        titles = [row[0] for row in found[1:]]
        assert titles.index(register.title) < titles.index("Stolar, avtal") or "Stolar, avtal" not in titles
        assert (
            register.title
            in visit("in:contract_manager").get(f"/organisation/{ours().pk}/avtal/").content.decode()
        )

    def test_it_is_filtered(self, visit: Any, register: Contract):
        assert [row[0] for row in self.rows(visit(), "q=hj%C3%A4lpmedel")[1:]] == [register.title]
        assert self.rows(visit(), "q=finns+inte")[1:] == []

    def test_a_cell_that_a_spreadsheet_would_run_is_plain(self, visit: Any, workspace: Workspace):
        acts.register_contract(
            by=workspace.user("buyer"), organisation=ours(), facts={"title": "=cmd|calc", "supplier": "@x"}
        )
        assert ["'=cmd|calc", "'@x"] in [[row[0], row[2]] for row in self.rows(visit())]

    def test_who_has_no_role_in_the_organisation_finds_nothing(self, visit: Any, register: Contract):
        for part in ("", "fil/", f"{register.pk}/", f"{register.pk}/slut/"):
            assert visit("outsider").get(f"/organisation/{ours().pk}/avtal/{part}").status_code == 404

    def test_who_may_read_may_not_write(self, visit: Any):
        before = building.state()
        answer = visit("in:reader").post(
            f"/organisation/{ours().pk}/avtal/nytt/", {"title": "T", "supplier": "S"}
        )
        assert answer.status_code == 403 and building.state() == before


class TestThePage:
    def test_days_stand_in_the_picture_and_in_the_table(self, visit: Any, contract: Contract):
        page = (
            visit("contract_manager")
            .get(f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/")
            .content.decode()
        )
        assert (
            "<svg" in page
            and "sista dag att säga till" in page
            and "30 september 2027" in page.replace("\u00a0", " ")
        )
        assert "slutmätning" in page

    def test_english_too(self, visit: Any, contract: Contract):
        page = visit("contract_manager", language="en").get(
            f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/"
        )
        assert (
            "The contract&#x27;s days" in page.content.decode()
            or "The contract's days" in page.content.decode()
        )


class TestTheEnd:
    LEFT = [{"what": "Stolar", "way": "reuse_inside", "pieces": Decimal(6), "mass_kg": Decimal(60)},
            {"what": "Bord", "way": "recycling", "pieces": Decimal(2), "mass_kg": None}]  # fmt: skip

    def test_what_is_left_is_told_and_what_is_unknown_stays_unknown(
        self, visit: Any, workspace: Workspace, contract: Contract
    ):
        acts.end_contract(
            by=workspace.user("buyer"),
            contract=contract,
            came={"pieces": Decimal(10)},
            left=self.LEFT,
            on=date(2027, 12, 31),
        )
        page = (
            visit().get(f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/slut/").content.decode()
        )
        assert "In och ut" in page and "går inte att säga" in page and "1 rader utan tal" in page

    def test_more_out_than_in_is_refused(self, workspace: Workspace, contract: Contract):
        before = building.state()
        with pytest.raises(PartsExceedWhole):
            acts.end_contract(
                by=workspace.user("buyer"),
                contract=contract,
                came={"pieces": Decimal(7)},
                left=self.LEFT,
                on=date(2027, 12, 31),
            )
        assert building.state() == before

    def test_nothing_left_needs_a_word(self, visit: Any, contract: Contract):
        path = f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/slut/"
        assert visit().post(path, {"note": " "}).status_code == 422
        assert visit().post(path, {"note": "Allt förbrukat."}).status_code == 302
        assert ContractEnd.objects.get().note == "Allt förbrukat."

    def test_the_links_are_closed(self, workspace: Workspace, contract: Contract):
        acts.end_contract(
            by=workspace.user("buyer"), contract=contract, came={}, left=self.LEFT, on=date(2027, 12, 31)
        )
        assert not contract.links.filter(closed_at=None).exists()

    def test_recorded_again_the_log_keeps_the_former(self, workspace: Workspace, contract: Contract):
        for note in ("Först.", "Sedan."):
            acts.end_contract(
                by=workspace.user("buyer"),
                contract=contract,
                came={},
                left=[],
                note=note,
                on=date(2027, 12, 31),
            )
        told = [event.content["note"] for event in Event.objects.filter(action="contract-ended")]
        assert told == ["Först.", "Sedan."] and ContractEnd.objects.count() == 1

    def test_what_still_waits_is_told(self, visit: Any, contract: Contract):
        page = (
            visit().get(f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/slut/").content.decode()
        )
        assert "Slutmätning saknas för:" in page and "är inte beslutad" in page and "/lagen/" in page


class TestLessons:
    def begin(self, workspace: Workspace, cpv: str, organisation: Organisation | None) -> ProcurementRecord:
        row = begin_procurement(
            by=workspace.user("buyer"), title="Nästa", buyer_name="Provkommunen", buyer_kind="municipality",
            entrance=Entrance.NEED, object_kind="goods", on=building.DAY, cpv=[cpv],
        )  # fmt: skip
        ProcurementRecord.objects.filter(pk=row.pk).update(organisation=organisation)
        row.refresh_from_db()
        return row

    def test_they_meet_the_next_of_the_same_division_in_the_organisation(
        self, visit: Any, workspace: Workspace
    ):
        Lesson.objects.update(organisation=ours())
        same, other = self.begin(workspace, "39110000", ours()), self.begin(workspace, "33100000", ours())
        outside = self.begin(workspace, "39110000", None)
        met = [[one.text for one in lessons_for(row)] for row in (same, other, outside)]
        assert "Väg återbrukat från första dagen." in met[0] and met[1:] == [[], []]
        page = visit().get(f"/upphandling/{same.pk}/steg/need/").content.decode()
        assert "Väg återbrukat från första dagen." in page
        assert "Väg återbrukat" not in visit().get(f"/upphandling/{same.pk}/steg/steer/").content.decode()

    def test_one_is_noted_about_a_requirement(self, visit: Any, workspace: Workspace):
        path = f"/upphandling/{workspace.awarded}/avtal/lardomar/"
        visit("contract_manager").post(
            path, {"text": "Färre mallar.", "about": "criterion:reused_furniture_share"}
        )
        kept = Lesson.objects.order_by("-pk")[0]
        assert (kept.criterion_id, kept.step, kept.by) == ("reused_furniture_share", "", "contract_manager")
        assert visit("reader").post(path, {"text": "x"}).status_code == 403
        assert visit("contract_manager").post(path, {"text": " "}).status_code == 422
