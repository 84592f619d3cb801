"""What the clock does: people are told once, in time, and mailed once – also when the run is killed in the middle."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from omlopp.library.messages import sentences
from omlopp.web import mail, tick
from omlopp.web.records.actions.messages import mark_seen, return_mail, tell
from omlopp.web.records.actions.people import take_role
from omlopp.web.records.models import Contract, Event, Message, Person, Task
from tests.web import building
from tests.web.building import Workspace
from tests.web.mailbox import Mailbox, mail_server, texts
from tests.web.parts.importing import ours

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 4)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server at hand, and nobody with an address but those a test gives one."""
    with mail_server() as server:
        monkeypatch.setenv("OMLOPP_MAIL", server.address + "?from=omlopp@provkommunen.example")
        monkeypatch.setenv("OMLOPP_ADDRESS", "https://omlopp.provkommunen.example/")
        yield server


def reachable(user: Any, **more: Any) -> Any:
    Person.objects.update_or_create(user=user, defaults={"email": f"{user.pk}@provkommunen.example", **more})
    return user


def mention(user: Any, number: int = 1, link: str = "/meddelanden/") -> None:
    tell(user, f"prov:{number}", "mention", {"by": "buyer", "procurement": f"Stolar {number}"}, link)


def contract(**more: Any) -> Contract:
    return Contract.objects.create(
        organisation=ours(), title="Ramavtal stolar", supplier="Hemliga Stolar AB", added_at=timezone.now(),
        added_by="buyer", **more,
    )  # fmt: skip


def kinds_told(user: Any, kind: str) -> list[dict[str, Any]]:
    return [one.facts for one in Message.objects.filter(user=user, kind=kind).order_by("pk")]


# Telling


def test_the_same_is_told_once_and_a_closed_account_nothing(workspace: Workspace):
    user = workspace.user("reader")
    assert tell(user, "prov", "mention", {}) is not None and tell(user, "prov", "mention", {}) is None
    user.is_active = False
    assert tell(user, "annat", "mention", {}) is None
    with pytest.raises(KeyError):
        tell(workspace.user("buyer"), "prov", "finns-inte")


def test_every_kind_that_is_told_has_its_sentence_in_both_languages():
    told = {key: text for key, text in sentences().items() if key.startswith("told.")}
    assert len(told) >= 11 and all(text["sv"] != text["en"] for text in told.values())


@pytest.mark.parametrize(
    "ahead, near", [(15, None), (14, 14), (10, 14), (4, 14), (3, 3), (1, 3), (0, 0), (-7, 0), (-8, None)]
)
def test_a_day_is_told_at_fourteen_three_and_no_days_left(ahead: int, near: int | None):
    assert tick.reached(ahead) == near


def test_a_task_is_told_as_its_day_comes_nearer_and_never_twice_for_the_same(workspace: Workspace):
    row, user = workspace.row("begun"), workspace.user("requester")
    due = ON + timedelta(days=14)
    task = Task.objects.create(
        procurement=row,
        text="Fråga Zirkelkvist",
        who=user,
        due_on=due,
        made_by="buyer",
        made_at=timezone.now(),
    )
    for day in (0, 0, 5, 11, 11, 14, 15, 30):
        tick.days(ON + timedelta(days=day))
    said = kinds_told(user, "task-due")
    assert said == [{"procurement": row.title, "day": due.isoformat()}] * 3, "14, 3 and 0 days before"
    assert "Zirkelkvist" not in str(list(Message.objects.values())), "what somebody typed is not told"
    task.due_on = due + timedelta(days=60)
    task.save()
    tick.days(task.due_on)
    assert len(kinds_told(user, "task-due")) == 4, "a moved day is a new day"


def test_days_of_the_steps_are_told_to_those_who_work_with_them(workspace: Workspace):
    """time_limit of the tests' procurements is 30 June 2026."""
    tick.days(date(2026, 6, 18))
    told = {
        one.user.username
        for one in Message.objects.filter(
            kind="deadline", link__startswith=f"/upphandling/{workspace.begun}/"
        )
    }
    assert {"buyer", "environmental_strategist"} <= told and not {
        "reader",
        "in:reader",
        "outsider",
        "lawyer",
    } & told
    ended = Message.objects.filter(kind="deadline", link__startswith=f"/upphandling/{workspace.closed}/")
    assert not ended.exists(), "one that has ended"


@pytest.mark.parametrize("months", [24, 12, 6, 3])
def test_a_contract_that_ends_is_told_at_twentyfour_twelve_six_and_three_months(
    workspace: Workspace, months: int
):
    ends = date(2028, 8, 31)
    contract(ends_on=ends)
    first = {24: date(2026, 8, 31), 12: date(2027, 8, 31), 6: date(2028, 2, 29), 3: date(2028, 5, 31)}[months]
    manager = workspace.user("in:contract_manager")
    tick.days(first - timedelta(days=1))
    before = len(kinds_told(manager, "contract-ends"))
    tick.days(first)
    tick.days(first + timedelta(days=1))
    said = kinds_told(manager, "contract-ends")
    assert len(said) == before + 1 and said[-1]["months"] == months
    assert not kinds_told(workspace.user("in:reader"), "contract-ends")


def test_the_last_day_to_give_notice_is_told_before_and_on_the_day(workspace: Workspace):
    contract(ends_on=date(2028, 8, 31), notice_months=6)
    manager, notice = workspace.user("in:contract_manager"), date(2028, 2, 29)
    for day in (
        notice - timedelta(days=31),
        notice - timedelta(days=30),
        notice - timedelta(days=2),
        notice,
        notice,
    ):
        tick.days(day)
    assert (
        kinds_told(manager, "contract-notice") == [{"contract": "Ramavtal stolar", "day": "2028-02-29"}] * 2
    )


def test_a_part_that_falls_does_not_stop_the_others(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    def falls(on: date) -> int:
        raise ValueError("prov")

    def works(on: date) -> int:
        return 7

    monkeypatch.setattr(tick, "TICKS", [falls, works])
    done = tick.tick(ON)
    assert (done.fallen, done.told) == (("falls",), {"works": 7})


def test_two_runs_at_once_are_one_run(workspace: Workspace):
    with tick.alone(), pytest.raises(tick.TickRunning), tick.alone():
        pass


def test_nothing_of_a_bid_is_ever_told(workspace: Workspace):
    for months in range(0, 30, 6):
        tick.days(ON + timedelta(days=30 * months))
    said = str(list(Message.objects.values("facts", "link", "key")))
    assert Message.objects.filter(kind="deadline").exists()
    assert not [secret for secret in building.SECRETS if secret in said]


# Mail


def test_one_letter_a_person_with_all_that_is_unseen_and_never_again(workspace: Workspace, box: Mailbox):
    user = reachable(workspace.user("lawyer"))
    mention(user, 1)
    mention(user, 2, "/kalender/")
    assert mail.send_waiting() == mail.Sent(1)
    assert mail.send_waiting() == mail.Sent(), "a second run has nothing to send"
    (to, letter), said = box.kept[0], texts(box)[0]
    assert to == [user.person.email] and letter["From"] == "omlopp@provkommunen.example"
    assert letter["Subject"] == "Omlopp: 2 saker att läsa" and letter["Auto-Submitted"] == "auto-generated"
    assert "buyer nämner dig i en kommentar i ”Stolar 1”." in said and "buyer mentions you" in said
    assert "https://omlopp.provkommunen.example/kalender/" in said


def test_who_wants_none_has_no_address_or_has_seen_it_gets_no_letter(workspace: Workspace, box: Mailbox):
    reachable(workspace.user("lawyer"), wants_mail=False)
    reachable(workspace.user("leader"), email="")
    seen = reachable(workspace.user("reader"))
    for name in ("lawyer", "leader", "reader", "assessor"):
        mention(workspace.user(name))
    mark_seen(by=seen)
    assert mail.send_waiting() == mail.Sent() and not box.kept


def test_a_letter_says_nothing_of_what_one_may_not_read_any_more(workspace: Workspace, box: Mailbox):
    user = reachable(workspace.user("lawyer"))
    mention(user, 1, f"/upphandling/{workspace.begun}/samtal/")
    take_role(by=workspace.user("buyer"), procurement=workspace.row("begun"), username="lawyer")
    assert mail.send_waiting() == mail.Sent() and not box.kept


def test_old_news_are_not_sent_to_somebody_who_just_asked_for_mail(workspace: Workspace, box: Mailbox):
    user = workspace.user("lawyer")
    mention(user)
    Message.objects.update(at=timezone.now() - timedelta(days=15))
    reachable(user)
    assert mail.send_waiting() == mail.Sent()


def test_a_server_that_is_away_changes_nothing_and_the_next_run_sends(
    workspace: Workspace, box: Mailbox, monkeypatch: Any
):
    mention(reachable(workspace.user("lawyer")))
    there = os.environ["OMLOPP_MAIL"]
    monkeypatch.setenv("OMLOPP_MAIL", "smtp://127.0.0.1:1")
    before = building.state()
    away = mail.send_waiting()
    assert (away.letters, away.kept) == (0, 1) and away.because and building.state() == before
    monkeypatch.setenv("OMLOPP_MAIL", there)
    assert mail.send_waiting() == mail.Sent(1) and len(box.kept) == 1


def test_a_server_that_hangs_up_keeps_the_letter_for_the_next_run(workspace: Workspace, box: Mailbox):
    mention(reachable(workspace.user("lawyer")))
    box.drops = True
    assert mail.send_waiting().kept == 1
    box.drops = False
    assert mail.send_waiting() == mail.Sent(1) and len(box.kept) == 1
    assert list(Event.objects.order_by("-pk").values_list("action", flat=True)[:3]) == [
        "mail-claimed", "mail-returned", "mail-claimed",
    ]  # fmt: skip


@pytest.mark.parametrize("reply, letters", [("450 full just now", 1), ("550 no such person", 0)])
def test_an_address_that_is_refused_stops_nobody_else(
    workspace: Workspace, box: Mailbox, reply: str, letters: int
):
    """For now: tried again at the next run. For good: not."""
    wrong, right = reachable(workspace.user("lawyer")), reachable(workspace.user("leader"))
    mention(wrong)
    mention(right)
    box.refuses[wrong.person.email] = reply
    assert mail.send_waiting().letters == 1 and box.kept[0][0] == [right.person.email]
    box.refuses.clear()
    assert mail.send_waiting().letters == letters


def test_the_same_letter_has_the_same_identity(workspace: Workspace, box: Mailbox):
    """A mailbox that gets it twice, because the server never said that it had it, can tell."""
    user = reachable(workspace.user("lawyer"))
    mention(user)
    mail.send_waiting()
    return_mail(user, list(Message.objects.filter(user=user).values_list("pk", flat=True)), "prov")
    mail.send_waiting()
    assert len(box.kept) == 2 and len({letter["Message-ID"] for _, letter in box.kept}) == 1


def test_a_title_can_write_no_header_and_no_line_of_its_own(workspace: Workspace, box: Mailbox):
    user = reachable(workspace.user("lawyer"))
    tell(user, "prov", "mention", {"by": "a\r\nBcc: x@example.org", "procurement": "b\n\nc"}, "/meddelanden/")
    mail.send_waiting()
    assert box.kept[0][1]["Bcc"] is None and "- a Bcc: x@example.org nämner dig" in texts(box)[0]


@pytest.mark.parametrize("address, way", [
    ("", None),
    ("smtp://namn:l%C3%B6sen@post.example:587?tls=1", ("post.example", 587, "namn", "lösen", True, False)),
    ("smtps://post.example", ("post.example", 465, "", "", False, True)),
    ("smtp://post.example", ("post.example", 25, "", "", False, False)),
])  # fmt: skip
def test_how_mail_goes_out_is_told_by_one_address(address: str, way: tuple[Any, ...] | None):
    found = mail.way(address, "https://omlopp.example")
    keys = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert (tuple(found.settings[key] for key in keys) if found else None) == way
    assert found is None or found.sender == "omlopp@omlopp.example"


@pytest.mark.parametrize(
    "address",
    ["post.example", "http://post.example", "smtp://", "smtp://x:hemligt@h:port", "file://", "file:///"],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(address: str):
    with pytest.raises(mail.MailAddressUnclear) as refused:
        mail.way(address)
    assert "hemligt" not in str(refused.value.facts)


def test_mail_to_a_folder_for_laptops(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    mention(reachable(workspace.user("lawyer")))
    monkeypatch.setenv("OMLOPP_MAIL", f"file://{tmp_path}/post")
    monkeypatch.setenv("OMLOPP_ADDRESS", "")
    assert mail.send_waiting() == mail.Sent(1)
    assert len(list((tmp_path / "post").iterdir())) == 1
    monkeypatch.setenv("OMLOPP_ADDRESS", "javascript:alert(1)")
    with pytest.raises(mail.OwnAddressUnclear):
        mail.send_waiting()


# The page


def test_messages_are_read_opened_and_seen(visit: Any, workspace: Workspace):
    user, client = workspace.user("lawyer"), visit("lawyer")
    mention(user, 1, "/kalender/")
    mention(user, 2)
    page = client.get("/meddelanden/").content.decode()
    assert (
        "Stolar 1" in page
        and "2 av 2 är inte sedda" in page
        and '2<span class="hidden-visually"> osedda' in page
    )
    row = Message.objects.get(user=user, key="prov:1")
    assert client.post("/meddelanden/sett/", {"message": row.pk, "open": "1"})["Location"] == "/kalender/"
    assert "1 av 2 är inte sett" in client.get("/meddelanden/").content.decode()
    client.post("/meddelanden/sett/", {})
    assert "Du har sett allt" in client.get("/meddelanden/").content.decode()


def test_nobody_sees_anothers_message(visit: Any, workspace: Workspace):
    mention(workspace.user("lawyer"))
    row, before = Message.objects.get(user=workspace.user("lawyer"), key="prov:1"), building.state()
    client = visit("reader")
    assert "Stolar 1" not in client.get("/meddelanden/").content.decode()
    client.post("/meddelanden/sett/", {"message": row.pk, "open": "1"})
    assert building.state() == before


def test_the_head_of_a_page_asks_once_how_much_is_unseen(
    visit: Any, workspace: Workspace, django_assert_max_num_queries: Any
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visit("lawyer")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/kalender/")
    assert len([one for one in asked if "records_message" in one["sql"]]) == 1


# Killed in the middle

RUN = """
import os, sys
from datetime import date
from omlopp.web.server import set_up_django
set_up_django()
from django.db import connections
from omlopp.web import tick
tick.tick(date(2026, 1, 1))  # everything is imported, nothing to tell
connections.close_all()
print("ready", flush=True)
for line in sys.stdin:
    if os.fork() == 0:
        try:
            done = tick.tick(date.fromisoformat(line.strip()))
            os._exit(0 if not done.fallen else 1)
        except BaseException:
            import traceback; traceback.print_exc()
            os._exit(1)
    else:
        print(os.wait()[1], flush=True)
"""
PREPARE = """
import sys
from datetime import date, timedelta
from omlopp.web.server import ready_workspace, set_up_django
set_up_django(); ready_workspace()
from django.contrib.auth.models import User
from django.utils import timezone
from omlopp.domain.model.process import Entrance
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.people import add_person
from omlopp.web.records.models import Person, Task
buyer = add_person(by="prov", username="b", password="x" * 12)
row = begin_procurement(by=buyer, title="Prov", buyer_name="P", buyer_kind="municipality", entrance=Entrance.NEED,
                        object_kind="goods", on=date(2026, 3, 2))
from omlopp.web.records.actions.people import give_role
for number in range(6):
    user = User.objects.create(username=f"p{number}")
    Person.objects.create(user=user, email=f"p{number}@prov.example")
    give_role(by=buyer, procurement=row, username=user.username, role="requester")
    Task.objects.bulk_create(
        Task(procurement=row, text=f"{round_}-{number}-{each}", who=user, made_by="b", made_at=timezone.now(),
             due_on=date(2027, 1, 1) + timedelta(days=40 * round_))
        for round_ in range(int(sys.argv[1])) for each in range(30)
    )
"""


def child_of(pid: int) -> int:
    """The run itself, once it has begun."""
    while True:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return int(found[0])
        time.sleep(0.0005)


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_in_the_middle_everybody_is_told_once_and_mailed_at_most_once(tmp_path: Path, rounds: int):
    """kill -9 at any moment of a run; the next run goes on. 6 people, 30 tasks each and round."""
    seed = random.Random(7)
    with mail_server() as box:
        env = os.environ | {
            "OMLOPP_HOME": str(tmp_path),
            "OMLOPP_MAIL": box.address,
            "OMLOPP_ADDRESS": "http://x.example",
        }
        env.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run([sys.executable, "-c", PREPARE, str(rounds + 1)], env=env, check=True)
        runner = subprocess.Popen(
            [sys.executable, "-c", RUN],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert runner.stdin is not None and runner.stdout is not None
        assert runner.stdout.readline() == "ready\n"

        def run(on: date, kill_after: float | None = None) -> int:
            runner.stdin.write(f"{on}\n")  # type: ignore[union-attr]
            if kill_after is not None:
                victim = child_of(runner.pid)
                time.sleep(kill_after)
                with suppress(ProcessLookupError):  # it was quicker
                    os.kill(victim, 9)
            return int(runner.stdout.readline())  # type: ignore[union-attr]

        began = time.monotonic()
        assert run(date(2027, 1, 1)) == 0
        takes, killed = time.monotonic() - began, 0  # a whole run, on this computer
        for round_ in range(1, rounds + 1):
            on = date(2027, 1, 1) + timedelta(days=40 * round_)
            killed += run(on, seed.uniform(0.05, 0.95) * takes) == 9
            assert run(on) == 0
        runner.stdin.close()
        runner.wait(20)
        runner.stdout.close()
    with sqlite3.connect(tmp_path / "omlopp.sqlite3") as database:
        told = Counter(
            database.execute("SELECT user_id, key FROM records_message WHERE kind = 'task-due'").fetchall()
        )
        unmailed = database.execute(
            "SELECT count(*) FROM records_message WHERE mailed_at IS NULL"
        ).fetchone()[0]
    assert killed >= rounds // 2, f"{killed} of {rounds} were killed in the middle"
    assert len(told) == 6 * 30 * (rounds + 1) and set(told.values()) == {1}, "everybody, of everything, once"
    sent = Counter(letter["Message-ID"] for _, letter in box.kept)
    assert set(sent.values()) == {1} and unmailed == 0, "no letter twice, and nothing waits"
    assert len(box.kept) >= 6 * (rounds + 1) - killed, "at most one letter is lost for each kill"
