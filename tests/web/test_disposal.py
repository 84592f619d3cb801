"""Disposal under a decision: nothing goes without one, what goes was shown first, and the log stays whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone

from omlopp.web import evidence
from omlopp.web.records.actions import disposal
from omlopp.web.records.actions.disposal import (
    DisposalChanged,
    DisposalLater,
    DisposalNothing,
    DisposalNumber,
    DisposalOpen,
    counts,
    dispose,
)
from omlopp.web.records.actions.follow_up import attach_evidence
from omlopp.web.records.events import verify
from omlopp.web.records.models import (
    Comment,
    Dialogue,
    DialogueAnswer,
    DisposalDecision,
    Event,
    FileRecord,
    InterviewAnswer,
    ProcurementRecord,
)
from tests.web import building
from tests.web.building import DAY, Workspace
from tests.web.parts.organisation import opened, ours

pytestmark = pytest.mark.django_db
FORM = {"number": "KS 2026/14", "decided_on": "2026-03-02", "basis": "Dokumenthanteringsplanen, 3.2"}


def furnished(workspace: Workspace, state: str = "awarded") -> ProcurementRecord:
    """With something of every kind, beside what the tests' parts have put there."""
    row = workspace.row(state)
    now = timezone.now()
    Comment.objects.create(procurement=row, text="En tanke.", by="buyer", at=now)
    InterviewAnswer.objects.create(
        procurement=row, role="user", question="q99", answer="Bra.", said_on=DAY, noted_by="buyer"
    )
    asked = Dialogue.objects.create(
        procurement=row, kind="rfi", title="Frågor", token=f"t{row.pk}", made_at=now, made_by="buyer"
    )
    DialogueAnswer.objects.create(
        dialogue=asked, firm="Påhittade AB", contact="Ring 000", answers={"a": "Ja."}, at=now, digest="d"
    )
    return row


def keep_file(row: ProcurementRecord, content: bytes) -> str:
    digest = evidence.keep("fil.txt", content)
    FileRecord.objects.create(
        procurement=row,
        name="fil.txt",
        size=len(content),
        sha256=digest,
        added_at=timezone.now(),
        added_by="buyer",
    )
    return digest


def carry_out(workspace: Workspace, row: ProcurementRecord, *kinds: str, **said: Any) -> DisposalDecision:
    given = {"number": "KS 1", "decided_on": DAY, "basis": "Planen"} | said
    with TestCase.captureOnCommitCallbacks(execute=True):
        return dispose(by=workspace.user("buyer"), procurement=row, kinds=kinds, **given)


@pytest.mark.parametrize(
    "kind, table", [("comments", Comment), ("interviews", InterviewAnswer), ("files", FileRecord)]
)
def test_each_kind_goes_by_itself_and_the_rest_stays(workspace: Workspace, kind: str, table: Any):
    row = furnished(workspace)
    keep_file(row, b"Ett brev.")
    before = counts(row)
    carry_out(workspace, row, kind)
    after = counts(row)
    assert before[kind] > 0 and after[kind] == 0 and not table.objects.filter(procurement=row).exists()
    others = set(before) - {kind, "procurement"}
    assert {name: before[name] for name in others} == {name: after[name] for name in others}


def test_contacts_are_emptied_and_the_answers_stay(workspace: Workspace):
    row = furnished(workspace)
    carry_out(workspace, row, "contacts")
    kept = DialogueAnswer.objects.get(dialogue__procurement=row, firm="Påhittade AB")
    assert (kept.contact, kept.answers) == ("", {"a": "Ja."})


def test_the_whole_procurement_goes_and_the_log_stays_whole(workspace: Workspace):
    row = furnished(workspace, "begun")
    ProcurementRecord.objects.filter(pk=row.pk).update(outcome="cancelled")
    row.refresh_from_db()
    pk, events = row.pk, Event.objects.filter(procurement_id=row.pk).count()
    made = carry_out(workspace, row, "procurement")
    assert not ProcurementRecord.objects.filter(pk=pk).exists()
    made.refresh_from_db()
    assert made.procurement is None and made.organisation == ours()
    assert Event.objects.filter(procurement_id=pk).count() == events + 1 and verify().broken is None
    last = Event.objects.order_by("-pk")[0]
    assert (last.action, last.why, last.content["number"]) == ("disposed", "Planen", "KS 1")
    assert last.content["title"] == "Stolar och bord (begun)"


@pytest.mark.parametrize("state", ["awarded", "closed", "exercise"])
def test_also_one_with_bids_decisions_openings_and_measurements(workspace: Workspace, state: str):
    """Decisions hold on to evaluations, and these to models: nothing is left behind and nothing stops it."""
    row = workspace.row(state)
    if state == "awarded":
        opened(workspace.user("buyer"), row, "LOT-0002", "Fel klockslag.")
    ProcurementRecord.objects.filter(pk=row.pk).update(outcome="closed")
    row.refresh_from_db()
    before = counts(row)["procurement"]
    carry_out(workspace, row, "procurement")
    assert (
        before > 30 and not ProcurementRecord.objects.filter(pk=row.pk).exists() and verify().broken is None
    )


def test_the_bytes_of_a_file_go_with_the_last_that_points_to_them(workspace: Workspace):
    one, other = workspace.row("awarded"), workspace.row("closed")
    content = b"Samma fil i tva upphandlingar."
    digest = keep_file(one, content)
    keep_file(other, content)
    carry_out(workspace, one, "files")
    assert evidence.place_of(digest).is_file(), "the other still points to it"
    carry_out(workspace, other, "files")
    assert not evidence.place_of(digest).exists()


def test_bytes_that_a_measurement_points_to_stay(workspace: Workspace):
    row, content = workspace.row("awarded"), b"artikel;kg\nstol;31\n"
    measured = row.measurements.order_by("-pk").first()
    kept = attach_evidence(
        by=workspace.user("buyer"), measurement=measured, name="lista.csv", content=content
    )
    keep_file(row, content)
    carry_out(workspace, row, "files")
    assert evidence.content_of("lista.csv", kept.sha256) == content


def test_the_logo_of_the_organisation_stays_whatever_is_disposed_of(workspace: Workspace):
    logo = ours().logo
    row = workspace.row("awarded")
    keep_file(row, evidence.content_of(logo["name"], logo["sha256"]))
    carry_out(workspace, row, "files")
    assert evidence.place_of(logo["sha256"]).is_file()


def test_a_disposal_that_fails_half_way_removes_nothing(workspace: Workspace, monkeypatch: Any):
    row = furnished(workspace)
    digest = keep_file(row, b"Ett halvt brev.")
    before = building.state()
    monkeypatch.setattr(disposal, "referred", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry_out(workspace, row, "files", "comments")
    assert building.state() == before and evidence.place_of(digest).is_file()


@pytest.mark.parametrize("kinds, said, refused", [
    ([], {}, DisposalNothing), (["comments"], {"number": " "}, DisposalNumber), (["comments"], {"basis": ""}, DisposalNumber),
    (["comments"], {"decided_on": timezone.localdate() + timedelta(days=1)}, DisposalLater),
    (["procurement"], {}, DisposalOpen), (["comments"], {"seen": {"comments": 99}}, DisposalChanged),
])  # fmt: skip
def test_without_a_decision_or_against_it_nothing_goes(
    workspace: Workspace, kinds: list[str], said: dict[str, Any], refused: type[Exception]
):
    row = furnished(workspace)
    before = building.state()
    with pytest.raises(refused):
        carry_out(workspace, row, *kinds, **said)
    assert building.state() == before


def test_the_page_shows_what_will_go_before_it_goes(visit: Any, workspace: Workspace):
    row = furnished(workspace)
    number, address = counts(row)["comments"], f"/upphandling/{row.pk}/gallring/"
    client, before = visit(), building.state()
    shown = client.post(address, FORM | {"kind": "comments"})
    page = shown.content.decode()
    assert shown.status_code == 200 and f"<strong>{number}</strong>" in page and "försvinner för gott" in page
    assert building.state() == before, "nothing has gone yet"
    done = client.post(address, FORM | {"kind": "comments", "seen-comments": str(number), "confirmed": "1"})
    assert done.status_code == 302 and counts(row)["comments"] == 0
    assert "KS 2026/14" in client.get(address).content.decode()


def test_what_came_in_meanwhile_stops_it(visit: Any, workspace: Workspace):
    row = furnished(workspace)
    seen = counts(row)["comments"]
    Comment.objects.create(procurement=row, text="Nyss.", by="buyer", at=timezone.now())
    answer = visit().post(
        f"/upphandling/{row.pk}/gallring/",
        FORM | {"kind": "comments", "seen-comments": str(seen), "confirmed": "1"},
    )
    assert answer.status_code == 422 and Comment.objects.filter(procurement=row, text="Nyss.").exists()


def test_who_runs_the_organisation_disposes_without_reading(visit: Any, workspace: Workspace):
    row = furnished(workspace)
    page = visit("in:administrator").get(f"/upphandling/{row.pk}/gallring/")
    assert page.status_code == 200 and "En tanke." not in page.content.decode()
    assert visit("reader").get(f"/upphandling/{row.pk}/gallring/").status_code == 403
