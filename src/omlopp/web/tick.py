"""What happens with the clock, and not because somebody did something: people are told of days that come, and mailed.

Run by `omlopp tick` (cron, a systemd timer) or by `serve` itself, once an hour; as a process of its own, so that it may
fall alone. Run twice, or killed in the middle and run again, it tells nobody twice: every message has a key.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.waiting import Desk
from omlopp.library.workspace import home

if TYPE_CHECKING:  # Django is set up when a run begins
    from django.contrib.auth.models import User

    from omlopp.web.records.actions.messages import Told

log = logging.getLogger(__name__)
BEFORE = (14, 3, 0)  # days before a deadline
LATE = 7  # days after it that somebody who was not told in time is told all the same
MONTHS = (24, 12, 6, 3)  # before a contract ends
NOTICE = (30, 0)  # days before the last day to give notice


class TickRunning(OmloppError):
    """Another run is under way."""

    code = "tick.running"


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a run did: part → how many were told; letters sent and kept; which parts fell."""

    told: dict[str, int] = field(default_factory=dict)
    letters: int = 0
    kept: int = 0
    because: str = ""
    fallen: tuple[str, ...] = ()


def days(on: date) -> int:
    """Days that come: deadlines within 14, 3 and 0 days, contracts that end, the last day to give notice – each once,
    to each whom it concerns.
    """
    from django.contrib.auth.models import User

    from omlopp.web.records.actions.messages import Told, tell_all
    from omlopp.web.records.waiting import desk

    def due() -> Iterator[Told]:
        for user in User.objects.filter(is_active=True).order_by("pk"):
            lying = desk(user, on)
            yield from deadlines(user, lying)
            yield from contract_ends(user, lying)

    return tell_all("days", due())


def deadlines(user: "User", lying: Desk) -> "Iterator[Told]":
    """Days within 14, 3 and 0 days, but those of contracts."""
    from omlopp.web.dates import days_of
    from omlopp.web.records.actions.messages import Told

    for one in days_of(lying):
        near = reached((one.day - lying.today).days)
        if one.kind == "contract" or near is None:
            continue
        facts = {"procurement": one.title, "day": one.day.isoformat()}
        kind = "task-due" if one.kind == "task" else "deadline"
        if kind == "deadline":
            facts |= {"what_sv": one.what.sv.rstrip("."), "what_en": one.what.en.rstrip(".")}
        yield Told(user, f"day:{one.key}:{one.day}:{near}"[:200], kind, facts, one.link)


def contract_ends(user: "User", lying: Desk) -> "Iterator[Told]":
    """Contracts that end within 24, 12, 6 and 3 months, and the last day to give notice."""
    from omlopp.web.dates import contract_link, months_before, notice_day
    from omlopp.web.records.actions.messages import Told

    on = lying.today
    for one in lying.agreements:
        if one.ended or one.ends is None:
            continue
        passed = [count for count in MONTHS if (day := months_before(one.ends, count)) and day <= on]
        if passed and on <= one.ends:
            facts = {"contract": one.title, "day": one.ends.isoformat(), "months": min(passed)}
            key = f"contract-ends:{one.id}:{one.ends}:{min(passed)}"
            yield Told(user, key, "contract-ends", facts, contract_link(one))
        notice = notice_day(one)
        near = [days for days in NOTICE if notice and 0 <= (notice - on).days <= days]
        if notice and near:
            facts = {"contract": one.title, "day": notice.isoformat()}
            key = f"contract-notice:{one.id}:{notice}:{min(near)}"
            yield Told(user, key, "contract-notice", facts, contract_link(one))


def reports(on: date) -> int:
    """Delivery reports: reminders before they are due, escalation when they are missing, end measurements."""
    from omlopp.web.records.actions.deliveries import escalate, remind, remind_of_ends

    return remind(on) + escalate(on) + remind_of_ends(on)


def lists(on: date) -> int:
    """Uploaded lists that nobody imported are taken away after a day. Tells nobody."""
    from omlopp.web.laid_aside import clear

    clear()
    return 0


TICKS: list[Callable[[date], int]] = [days, reports, lists]
"""What a run does: each function is told the day and answers how many were told. A part adds its own here."""


def reached(days: int) -> int | None:
    """The last of BEFORE that a day lying `days` ahead has reached; None where none is, or it is long past."""
    if not -LATE <= days <= max(BEFORE):
        return None
    return min(one for one in BEFORE if one >= max(days, 0))


def tick(on: date | None = None) -> Ticked:
    """One run, as of the day given (else today). A part that falls is logged and does not stop the others.

    Raises TickRunning, and what mail raises.
    """
    from django.db import Error
    from django.utils import timezone

    from omlopp.web.mail import send_waiting

    on = on or timezone.localdate()
    with alone():
        told: dict[str, int] = {}
        fallen = []
        for part in TICKS:
            try:
                told[part.__name__] = part(on)
            except (ArithmeticError, LookupError, OmloppError, OSError, TypeError, ValueError, Error):
                log.exception("%s fell", part.__name__)
                fallen.append(part.__name__)
        sent = send_waiting()
        return Ticked(told, sent.letters, sent.kept, sent.because, tuple(fallen))


@contextmanager
def alone() -> Iterator[None]:
    """One run at a time in a workspace. The lock goes with the process, however it ends. Raises TickRunning."""
    from omlopp.web.background import holding

    place = home() / "tick"
    place.mkdir(parents=True, exist_ok=True)
    with holding(place) as mine:
        if not mine:
            raise TickRunning()
        yield


def main() -> int:
    """In a process of its own. 0: done; 1: a part fell; 3: another run is under way, or mail waits."""
    from omlopp.web.server import set_up_django

    set_up_django()
    try:
        done = tick()
    except TickRunning:
        return 3
    except OmloppError as error:  # OMLOPP_MAIL or OMLOPP_ADDRESS
        log.error("%s", error)
        return 1
    return 1 if done.fallen else 3 if done.kept else 0


if __name__ == "__main__":
    sys.exit(main())
