"""The opening of bids as the law asks where it applies, the marking of secrecy on all that leaves, and who saw what."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from django.utils import timezone

from omlopp.documents.plan import DocumentKind
from omlopp.documents.plans.evaluation_record import evaluation_record
from omlopp.domain.model.law import Regime
from omlopp.domain.process.gates import gate_of
from omlopp.domain.process.secrecy import NoMarking, marking
from omlopp.library.load import library
from omlopp.library.messages import sentence
from omlopp.library.secrecy import secrecy
from omlopp.web.records import convert
from omlopp.web.records.actions.begin import confirm_regime
from omlopp.web.records.actions.secrecy import (
    OpeningChamber,
    OpeningLater,
    OpeningNoBidders,
    OpeningNobody,
    OpeningPersons,
    OpeningRecordedAlready,
    record_opening,
)
from omlopp.web.records.actions.steps import end_procurement
from omlopp.web.records.models import Event, OpeningRecord, ProcurementRecord
from tests.documents.reading import docx_text, pdf_text
from tests.web import building
from tests.web.addresses import Address, addresses, paths
from tests.web.building import DAY, FIRST, LOT, SECOND, SECRETS, Workspace

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TWO = [("Upphandlaren", "kommunen"), ("Registratorn", "kommunen")]
LAW = secrecy()


def under(workspace: Workspace, regime: Regime, state: str = "open") -> ProcurementRecord:
    row = workspace.row(state)
    confirm_regime(
        by=workspace.user("buyer"), procurement=row, regime=regime, reason="Prov.", proposed=None, on=DAY
    )
    return row


def record(workspace: Workspace, row: ProcurementRecord, **said: Any) -> OpeningRecord:
    given = {"lot_id": LOT, "opened_at": AT, "present": TWO, "bidders": [FIRST, SECOND]} | said
    return record_opening(by=workspace.user("buyer"), procurement=row, **given)


def in_gate(row: ProcurementRecord) -> Any:
    gate = gate_of(convert.procurement(row), convert.edition(row.model), "bids", library().indicators)
    return gate, next(one for one in gate.findings if one.check == "opening_recorded")


# What the section asks, where it applies


def test_the_section_applies_under_lou_and_under_no_other_rules_that_were_examined():
    hook = library().hook(LAW.opening.point)
    assert hook.section(Regime.LOU) == "12 kap. 10 §"
    assert [regime for regime in Regime if hook.section(regime)] == [Regime.LOU]


def test_where_it_applies_the_step_stays_closed_until_the_opening_is_recorded(workspace: Workspace):
    row = under(workspace, Regime.LOU)
    gate, finding = in_gate(row)
    assert finding.failed and finding.blocks and not gate.open and LOT in str(finding.facts["names"])
    record(workspace, row)
    gate, finding = in_gate(row)
    assert finding.status == "passed" and gate.open


@pytest.mark.parametrize("regime", [Regime.LOU_19, Regime.LOU_19A, Regime.LUF, Regime.LUK])
def test_where_it_does_not_apply_it_is_neither_asked_nor_cited(
    visit: Any, workspace: Workspace, regime: Regime
):
    row = under(workspace, regime)
    gate, finding = in_gate(row)
    assert finding.status == "not_applicable" and gate.open
    for address in (f"/upphandling/{row.pk}/anbud/oppning/{LOT}/", f"/upphandling/{row.pk}/anbud/"):
        page = visit().get(address).content.decode().replace("\xa0", " ")
        assert "12 kap. 10" not in page and "12 kap. 8" not in page
    record(workspace, row, present=TWO[:1])  # optional, and one person is enough


def test_it_is_cited_where_it_applies(visit: Any, workspace: Workspace):
    row = under(workspace, Regime.LOU)
    page = visit().get(f"/upphandling/{row.pk}/anbud/oppning/{LOT}/").content.decode().replace("\xa0", " ")
    assert "12 kap. 10 § LOU" in page and "handelskammare" in page
    assert "12 kap. 8 § LOU" in visit().get(f"/upphandling/{row.pk}/anbud/").content.decode().replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("said, refused", [
    ({"present": TWO[:1]}, OpeningPersons), ({"present": []}, OpeningNobody), ({"bidders": [" "]}, OpeningNoBidders),
    ({"opened_at": timezone.now() + timedelta(days=1)}, OpeningLater), ({"chamber_asked": True}, OpeningChamber),
])  # fmt: skip
def test_what_the_law_asks_is_asked(workspace: Workspace, said: dict[str, Any], refused: type[Exception]):
    row = under(workspace, Regime.LOU)
    before = building.state()
    with pytest.raises(refused) as told:
        record(workspace, row, **said)
    assert building.state() == before
    if refused is OpeningPersons:
        assert "12 kap. 10 §" in sentence(told.value, "sv") and "Minst 2" in sentence(told.value, "sv")  # type: ignore[arg-type]


def test_that_no_bids_came_is_recorded_too(workspace: Workspace):
    kept = record(workspace, under(workspace, Regime.LOU, "begun"), bidders=[], none_came=True)
    assert (kept.bids, kept.bidders) == (0, [])


def test_a_correction_is_a_new_record_with_a_reason_and_the_first_stays(workspace: Workspace):
    row = under(workspace, Regime.LOU)
    first = record(workspace, row)
    with pytest.raises(OpeningRecordedAlready):
        record(workspace, row)
    second = record(workspace, row, bidders=[FIRST], why="Det andra anbudet kom för sent.")
    first.refresh_from_db()
    assert second.replaces == first and first.bidders == [FIRST, SECOND]
    event = Event.objects.order_by("-pk")[0]
    assert (event.action, event.content["replaces"]) == ("opening-corrected", first.pk)


def test_it_can_be_corrected_when_the_procurement_has_ended(workspace: Workspace):
    row = under(workspace, Regime.LOU, "awarded")
    record(workspace, row)
    end_procurement(by=workspace.user("buyer"), procurement=row, outcome="closed", reason="Slut.")
    assert record(workspace, row, why="Fel klockslag.").why == "Fel klockslag."


def test_the_log_never_tells_who_bid(workspace: Workspace):
    record(workspace, under(workspace, Regime.LOU))
    told = str(list(Event.objects.filter(action__startswith="opening").values_list("content", flat=True)))
    assert "persons" in told and not [secret for secret in SECRETS if secret in told]


def test_it_stands_in_the_evaluation_record(workspace: Workspace):
    row = under(workspace, Regime.LOU)

    def text() -> str:
        known = convert.library_of(row)
        return str(evaluation_record(convert.procurement(row), LOT, known, "sv", DAY).blocks)

    assert "Öppningen är inte antecknad" in text()
    record(workspace, row, chamber=True, place="Rådhuset")
    assert "Registratorn, kommunen" in text() and "handelskammare" in text() and "Rådhuset" in text()


def test_a_wrong_time_keeps_what_was_typed(visit: Any, workspace: Workspace):
    row = under(workspace, Regime.LOU)
    typed = {
        "opened_at": "igår",
        "present": "A, kommunen\nB, kommunen",
        "bidders": FIRST,
        "place": "Rådhuset",
    }
    answer = visit().post(f"/upphandling/{row.pk}/anbud/oppning/{LOT}/", typed)
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "igår" in page
        and "A, kommunen\nB, kommunen" in page
        and 'value="Rådhuset"' in page
    )
    assert (
        visit()
        .post(f"/upphandling/{row.pk}/anbud/oppning/{LOT}/", typed | {"opened_at": "2026-03-01T09:30"})
        .status_code
        == 302
    )
    kept = OpeningRecord.objects.get(lot__procurement=row, lot__lot_id=LOT)
    assert timezone.localtime(kept.opened_at).hour == 9 and kept.present[1] == {"name": "B", "as": "kommunen"}


def test_who_sees_bids_and_registers_none_reads_it_and_changes_nothing(visit: Any, workspace: Workspace):
    row = under(workspace, Regime.LOU)
    client = visit("lawyer")
    assert (
        "Spara anteckningen" not in client.get(f"/upphandling/{row.pk}/anbud/oppning/{LOT}/").content.decode()
    )
    assert (
        client.post(
            f"/upphandling/{row.pk}/anbud/oppning/{LOT}/", {"opened_at": "2026-03-01T09:30"}
        ).status_code
        == 403
    )


# Markings


def value(workspace: Workspace, state: str) -> Any:
    return convert.procurement(workspace.row(state))


def test_bids_are_absolutely_secret_until_the_decision_and_assessed_after_it(workspace: Workspace):
    for state, is_marked in (
        ("begun", "absolute"),
        ("open", "absolute"),
        ("awarded", "assessed"),
        ("closed", "assessed"),
    ):
        assert marking(value(workspace, state), "bids", DAY, LAW.markings).id == is_marked
        assert marking(value(workspace, state), "other", DAY, LAW.markings).id == "none"


def test_the_marking_is_dated_and_names_its_source():
    assert all(one.source.title and one.valid_from for one in LAW.markings)
    assert (
        "19 kap. 3 § andra stycket" in LAW.markings[0].section and "31 kap. 16 §" in LAW.markings[1].section
    )


def test_a_day_before_the_law_has_no_marking(workspace: Workspace):
    with pytest.raises(NoMarking):
        marking(value(workspace, "open"), "bids", date(2009, 6, 29), LAW.markings)


def test_every_kind_of_document_is_said_to_hold_bids_or_not():
    assert set(get_args(DocumentKind)) <= LAW.documents_of_bids | LAW.documents_without_bids
    assert not LAW.documents_of_bids & LAW.documents_without_bids
    assert LAW.of("a kind nobody has placed") == "bids"


INSIDE = [each for each in addresses() if each.of_procurement]
DOWNLOADS = ("attachment",)


def shown(content: bytes) -> str:
    if content[:4] == b"%PDF":
        return " ".join(pdf_text(content).split())
    return (
        docx_text(content)
        if content[:2] == b"PK" and b"word/" in content
        else content.decode("utf-8", "replace")
    )


@pytest.mark.parametrize("state", ["open", "awarded"])
@pytest.mark.parametrize("address", INSIDE, ids=lambda each: each.name)
def test_everything_that_leaves_a_procurement_carries_its_marking(
    visit: Any, workspace: Workspace, address: Address, state: str
):
    """Every address is opened. A file says it in the answer's head; one that is ours, and holds bids, in itself too."""
    client, pk = visit(), getattr(workspace, state)
    for path in paths(address, workspace, pk):
        answer = client.get(path)
        if answer.status_code != 200 or not answer.headers.get("Content-Disposition", "").startswith(
            "attachment"
        ):
            continue
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        head, text = answer.headers.get("X-Omlopp-Secrecy", ""), shown(content)
        known = {one.ascii: one for one in LAW.markings}
        assert head in known, f"{path} says nothing of secrecy"
        found = [secret for secret in SECRETS if secret in " ".join(text.split())]
        if found and state == "open":
            assert known[head].id == "absolute", f"{path} holds {found}"
        if known[head].holds == "bids" and content[:2] != b"PK":
            assert known[head].short.sv in text, f"{path} does not say it inside"


def test_the_list_of_bids_says_it_in_its_first_row(visit: Any, workspace: Workspace):
    for state, says in (("open", "ABSOLUT SEKRETESS"), ("awarded", "SEKRETESSPRÖVAS FÖRE UTLÄMNANDE")):
        answer = visit().get(f"/upphandling/{getattr(workspace, state)}/anbud/oppning/{LOT}/forteckning/")
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert says in rows[0] and any(FIRST in row for row in rows[2:])


def test_the_evaluation_record_is_stamped_before_the_decision_and_marked_after_it(workspace: Workspace):
    for state, id in (("open", "absolute"), ("awarded", "assessed")):
        row = workspace.row(state)
        made = evaluation_record(convert.procurement(row), LOT, convert.library_of(row), "sv", DAY)
        mark = next(text for label, text in made.marks if label == "Sekretess")
        short = next(one.short.sv for one in LAW.markings if one.id == id)
        assert short in mark and (made.stamps == ((short,) if id == "absolute" else ()))
    assert io  # the files themselves are read above


# Who opened what when


def test_the_jurist_sees_who_opened_the_bids_and_when_also_on_other_pages(visit: Any, workspace: Workspace):
    pk = workspace.open
    visit("assessor").get(f"/upphandling/{pk}/anbud/")
    visit("leader").get(f"/upphandling/{pk}/dokument/protokoll/{LOT}/")
    page = visit("lawyer").get(f"/upphandling/{pk}/anbud/sett/").content.decode()
    assert all(name in page for name in ("assessor", "leader")) and f"record {LOT}" in page
    assert not [secret for secret in SECRETS if secret in page]
    assert (
        "bid-registered"
        not in visit("lawyer").get(f"/upphandling/{pk}/anbud/sett/?visa=oppnat").content.decode()
    )
