"""A change is tried, shown with its sections and figures, and decided with a reason; reports follow a moved end."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from omlopp.domain.model.law import Regime
from omlopp.web.records.actions import ReasonMissing
from omlopp.web.records.actions.contract_changes import ChangeStale, ChangeUnsaid, decide_change
from omlopp.web.records.actions.contracts import ContractOver, DatesAreOdd, end_contract
from omlopp.web.records.models import Contract, ContractChange, Event, Organisation, ProcurementRecord
from tests.web import building
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def contract(workspace: Workspace) -> Contract:
    return Contract.objects.get(procurement_id=workspace.awarded)


@pytest.fixture
def above(contract: Contract) -> Contract:
    """The same contract, of a procurement above the threshold."""
    ProcurementRecord.objects.filter(pk=contract.procurement_id).update(regime=Regime.LOU.value)
    contract.refresh_from_db()
    return contract


def decide(workspace: Workspace, contract: Contract, **more: Any) -> ContractChange:
    given: dict[str, Any] = {"ground": "small_value", "what": "Fem stolar.", "why": "Behövs.", "on": ON,
                             "value_sek": Decimal(50_000), "answers": {"nature_kept": "yes"}}  # fmt: skip
    return decide_change(by=workspace.user("contract_manager"), contract=contract, **given | more)


def path(contract: Contract) -> str:
    return f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/andra/"


def said(row: ContractChange) -> str:
    return " ".join(one["sv"] for one in row.findings).replace("\u00a0", " ")


def test_the_check_is_kept_in_words_as_it_stood(workspace: Workspace, above: Contract):
    row = decide(workspace, above)
    assert "17 kap. 9 § LOU" in said(row) and "50 000 kr, 5 % av 1 000 000 kr" in said(row)
    event = Event.objects.get(action="contract-changed")
    assert event.content["holds"] is True and event.why == "Behövs."


def test_several_small_ones_are_added_up(workspace: Workspace, above: Contract):
    decide(workspace, above)
    row = decide(workspace, above)
    assert "100 000 kr, 10 % av 1 000 000 kr" in said(row)
    assert Event.objects.filter(action="contract-changed").order_by("-pk")[0].content["failed"] == [
        "change-below"
    ]


def test_below_the_threshold_chapter_17_is_never_cited(workspace: Workspace, contract: Contract):
    for ground in (
        "small_value",
        "clause",
        "supplementary",
        "unforeseen",
        "supplier",
        "not_substantial",
        "option",
    ):
        row = decide(workspace, contract, ground=ground, answers={}, new_end=None)
        assert "17 kap." not in said(row) and "gäller inte här" in said(row)
        assert "19 kap. 2 §" in said(row)


def test_the_form_shows_the_check_and_decides_nothing(visit: Any, above: Contract):
    before = building.state()
    page = visit("contract_manager").post(path(above), {"ground": "small_value", "what": "Fler", "value_sek": "99 990",
                                          "answer-nature_kept": "yes", "do": "check"})  # fmt: skip
    text = page.content.decode().replace("\u00a0", " ")
    assert page.status_code == 200 and "Grunden håller, så långt" in text and "99 990 kr, 10 % av" in text
    assert 'value="99 990"' in page.content.decode() and building.state() == before


def test_it_is_decided_with_its_reason(visit: Any, above: Contract):
    form = {
        "ground": "small_value",
        "what": "Fler",
        "value_sek": "50000",
        "answer-nature_kept": "yes",
        "do": "decide",
        "seen": "0",
    }
    client = visit("contract_manager")
    without = client.post(path(above), form | {"why": " "})
    assert without.status_code == 422 and 'value="50000"' in without.content.decode()
    assert client.post(path(above), form | {"why": "Fler anställda."}).status_code == 302
    assert ContractChange.objects.get().why == "Fler anställda."


def test_a_check_that_speaks_against_is_a_persons_to_decide_and_stands_in_the_record(
    workspace: Workspace, above: Contract
):
    row = decide(workspace, above, value_sek=Decimal(900_000), why="Juristen har prövat det.")
    assert [one["check"] for one in row.findings if one["status"] == "failed" and one["blocks"]] == [
        "change-below"
    ]


def test_an_option_moves_the_end_and_the_awaited_reports(workspace: Workspace, contract: Contract):
    had = list(contract.reports.exclude(state="awaited").values_list("pk", flat=True))
    decide(workspace, contract, ground="option", new_end=date(2028, 6, 30), value_sek=None)
    contract.refresh_from_db()
    assert contract.ends_on == date(2028, 6, 30)
    assert contract.reports.order_by("-period_to")[0].period_to == date(2028, 6, 30)
    assert list(contract.reports.exclude(state="awaited").values_list("pk", flat=True)) == had
    rows = list(contract.reports.all())
    assert all((second.period_from - first.period_to).days == 1 for first, second in pairwise(rows))


def test_a_shortened_contract_asks_for_less(workspace: Workspace, contract: Contract):
    decide(workspace, contract, ground="clause", new_end=date(2026, 5, 15), value_sek=Decimal(-5))
    assert contract.reports.order_by("-period_to")[0].period_to == date(2026, 5, 15)


def test_refusals_leave_nothing(workspace: Workspace, contract: Contract):
    before = building.state()
    for more, refusal in (({"why": ""}, ReasonMissing), ({"what": " "}, ChangeUnsaid), ({"seen": 3}, ChangeStale),
                          ({"new_end": date(2025, 1, 1)}, DatesAreOdd)):  # fmt: skip
        with pytest.raises(refusal):
            decide(workspace, contract, **more)
    assert building.state() == before


def test_a_double_click_decides_once(visit: Any, contract: Contract):
    form = {
        "ground": "clause",
        "what": "Fler",
        "value_sek": "5",
        "do": "decide",
        "seen": "0",
        "why": "Behövs.",
    }
    client = visit("contract_manager")
    assert [client.post(path(contract), form).status_code for _ in range(2)] == [302, 422]
    assert ContractChange.objects.count() == 1


def test_a_contract_that_has_ended_is_not_changed(workspace: Workspace, contract: Contract):
    end_contract(by=workspace.user("buyer"), contract=contract, came={}, left=[], note="Slut.", on=ON)
    with pytest.raises(ContractOver):
        decide(workspace, contract)


def test_a_contract_of_the_register_says_which_rules_governed(visit: Any):
    register = Contract.objects.get(title="Hjälpmedel, ramavtal")
    ours = Organisation.objects.get(name="Provkommunen")
    address = f"/organisation/{ours.pk}/avtal/{register.pk}/andra/"
    form = {
        "ground": "clause",
        "what": "Fler",
        "value_sek": "5",
        "do": "check",
        "object_kind": "goods",
        "buyer_kind": "municipality",
    }
    client = visit("in:contract_manager")
    assert "17 kap. 10 §" in client.post(address, form | {"regime": "lou"}).content.decode()
    assert "17 kap." not in client.post(address, form | {"regime": "lou_19"}).content.decode()
    assert "inte bestämt vilka regler" in client.post(address, form | {"regime": ""}).content.decode()


@pytest.mark.parametrize(
    "typed", [{"value_sek": "mycket"}, {"new_end": "igår"}, {"ground": "för att"}, {"object_kind": "x"}]
)
def test_what_cannot_be_read_is_told_and_kept(visit: Any, contract: Contract, typed: dict[str, str]):
    form = {"ground": "clause", "what": "Behåll mig", "value_sek": "5", "do": "check"} | typed
    answer = visit("contract_manager").post(path(contract), form)
    assert answer.status_code == 422 and ("Behåll mig" in answer.content.decode() or "ground" in typed)
