"""The calendar feed: a person's days for whoever has the address, and nothing that must not leave the house."""

from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from omlopp.web.dates import Dated, months_before
from omlopp.web.records.actions.calendars import close_calendar, renew_calendar
from omlopp.web.records.actions.people import take_role
from omlopp.web.records.models import Event, Person, StepRecord, Task
from omlopp.web.screens.calendar.feed import written
from tests.web import building
from tests.web.building import Workspace
from tests.web.test_tick import contract

pytestmark = pytest.mark.django_db


def feed_of(workspace: Workspace, name: str, language: str = "sv") -> icalendar.Calendar:
    """As a calendar program reads it, without signing in."""
    token = renew_calendar(by=workspace.user(name))
    client = Client()
    client.cookies["omlopp_language"] = language
    answer = client.get(f"/kalender/{token}.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    found = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(found, icalendar.Calendar)
    return found


def days(found: icalendar.Calendar) -> dict[str, date]:
    """Summary → day."""
    return {str(one["SUMMARY"]): one["DTSTART"].dt for one in found.walk("VEVENT")}


def give_task(
    workspace: Workspace, who: str, on: date, text: str = "Ring Zirkelkvist om priset 1357911"
) -> Task:
    return Task.objects.create(
        procurement=workspace.row("open"), text=text, who=workspace.user(who), due_on=on, made_by="buyer",
        made_at=timezone.now(),
    )  # fmt: skip


def test_deadlines_tasks_and_contracts_are_whole_days_and_read_back(workspace: Workspace):
    soon = timezone.localdate() + timedelta(days=40)
    give_task(workspace, "buyer", soon)
    contract(ends_on=soon + timedelta(days=300), notice_months=3)
    found = feed_of(workspace, "buyer")
    title = workspace.row("open").title
    assert days(found)[f"Uppgift – {title}"] == soon
    assert days(found)["Avtalet löper ut – Ramavtal stolar"] == soon + timedelta(days=300)
    assert "Sista dag att säga upp eller förlänga – Ramavtal stolar" in days(found)
    for one in found.walk("VEVENT"):
        start, end = one["DTSTART"].dt, one["DTEND"].dt
        assert not isinstance(start, datetime) and end == start + timedelta(days=1)
        assert {"UID", "DTSTAMP", "URL"} <= set(one) and str(one["URL"]).startswith("http://testserver/")
    assert found["X-WR-TIMEZONE"] == "Europe/Stockholm"
    assert "The contract ends – Ramavtal stolar" in days(feed_of(workspace, "buyer", "en"))


def test_standstill_and_follow_up_are_there(workspace: Workspace):
    today = timezone.localdate()
    row = workspace.row("awarded")
    for step, answers in (
        ("decision", {"notice_sent_on": today.isoformat(), "notice_sent_how": "electronic"}),
    ):
        StepRecord.objects.filter(procurement=row, step_id=step).update(answers=answers)
    found = days(feed_of(workspace, "buyer"))
    assert any(name.startswith("Avtalsspärren löper") and name.endswith(row.title) for name in found)
    begins = {
        "contract_from": (today - timedelta(days=20)).isoformat(),
        "contract_to": (today + timedelta(days=700)).isoformat(),
    }
    StepRecord.objects.filter(procurement=row, step_id="start").update(answers=begins)
    found = days(feed_of(workspace, "contract_manager"))
    assert any(name.startswith("Följ upp: ") and name.endswith(row.title) for name in found)


def test_a_moved_day_keeps_its_uid_and_no_two_days_share_one(workspace: Workspace):
    task = give_task(workspace, "requester", timezone.localdate() + timedelta(days=5))
    first = {str(one["UID"]): one["DTSTART"].dt for one in feed_of(workspace, "requester").walk("VEVENT")}
    task.due_on = timezone.localdate() + timedelta(days=9)
    task.save()
    again = {str(one["UID"]): one["DTSTART"].dt for one in feed_of(workspace, "requester").walk("VEVENT")}
    assert first.keys() == again.keys() and first != again
    found = list(feed_of(workspace, "buyer").walk("VEVENT"))
    assert len({str(one["UID"]) for one in found}) == len(found) > 3


@pytest.mark.parametrize("name", ["buyer", "leader", "assessor", "in:buyer", "in:contract_manager"])
def test_nothing_of_bids_and_nothing_that_somebody_typed_leaves_the_house(workspace: Workspace, name: str):
    give_task(workspace, name, timezone.localdate() + timedelta(days=3))
    text = feed_of(workspace, name).to_ical().decode()
    assert not [secret for secret in building.SECRETS if secret in text.replace("\r\n ", "")]
    assert "Hemliga Stolar" not in text, "who supplies is not told"


def test_what_one_may_not_read_any_more_is_gone_from_the_feed(workspace: Workspace):
    title = workspace.row("begun").title
    give = Task.objects.create(
        procurement=workspace.row("begun"), text="x", who=workspace.user("requester"), due_on=timezone.localdate(),
        made_by="buyer", made_at=timezone.now(),
    )  # fmt: skip
    assert any(title in name for name in days(feed_of(workspace, "requester"))), give
    take_role(by=workspace.user("buyer"), procurement=workspace.row("begun"), username="requester")
    assert not any(title in name for name in days(feed_of(workspace, "requester")))


def test_a_new_address_closes_the_one_before(workspace: Workspace):
    user, client = workspace.user("reader"), Client()
    old = renew_calendar(by=user)
    new = renew_calendar(by=user)
    assert old != new and len(new) >= 43
    assert [client.get(f"/kalender/{one}.ics").status_code for one in (old, new)] == [404, 200]
    close_calendar(by=user)
    assert client.get(f"/kalender/{new}.ics").status_code == 404
    assert old not in str(list(Event.objects.values())) and new not in str(list(Event.objects.values()))


@pytest.mark.parametrize("token", ["x", "x" * 43, "", "../../etc", "%00", "a" * 500, "' OR 1=1 --"])
def test_a_wrong_address_is_404_also_while_people_have_no_feed(workspace: Workspace, token: str):
    Person.objects.get_or_create(user=workspace.user("reader"), defaults={"calendar_token": ""})
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_a_closed_account_has_no_feed(workspace: Workspace):
    user = workspace.user("reader")
    token = renew_calendar(by=user)
    user.is_active = False
    user.save()
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_the_page_makes_changes_and_closes_the_address(visit: Any, workspace: Workspace):
    client, user = visit("reader"), workspace.user("reader")
    assert "Skapa en adress" in client.get("/kalender/").content.decode()
    client.post("/kalender/ny/")
    token = Person.objects.get(user=user).calendar_token
    assert f"/kalender/{token}.ics" in client.get("/kalender/").content.decode()
    client.post("/kalender/stang/")
    assert Person.objects.get(user=user).calendar_token == ""


@pytest.mark.parametrize(
    "title", ["Möbler, stolar; bord", "a\r\nBEGIN:VEVENT", "\\n", "å" * 300, "\x07klocka", "🪑"]
)
def test_a_title_cannot_write_a_line_of_its_own(title: str):
    from omlopp.domain.model.text import Text

    one = Dated("k", "step", date(2027, 1, 2), Text("Annonseras", "Announced"), title, "/")
    content = written([one], "https://x.example", date(2026, 1, 1))
    found = icalendar.Calendar.from_ical(content)
    assert len(list(found.walk("VEVENT"))) == 1 and all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("day, months, before", [
    (date(2028, 3, 31), 1, date(2028, 2, 29)), (date(2027, 3, 31), 1, date(2027, 2, 28)), (date(2028, 1, 15), 12, date(2027, 1, 15)),
    (date(2028, 8, 31), 24, date(2026, 8, 31)), (date(1, 5, 1), 12, None),
])  # fmt: skip
def test_months_before_a_day_end_where_the_month_ends(day: date, months: int, before: date | None):
    assert months_before(day, months) == before
