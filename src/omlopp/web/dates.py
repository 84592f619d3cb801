"""The days of one person: what is to be done by when, and what ends. For the calendar feed and what is told in time.

Both leave this house: of a procurement they say its title and nothing more that somebody has typed, and never what
only those who see bids may know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from omlopp.domain.indicators.schedule import asked
from omlopp.domain.model.text import LANGUAGES, Text
from omlopp.domain.process.waiting import Agreement, Case, Desk, Waits
from omlopp.flows.waiting import waits_for, why
from omlopp.library.messages import keyed
from omlopp.web.waits import link_of

TOLD = ("standstill", "reporting", "publication")  # kinds of what waits that have a day of their own
# Questions of the model whose answer is a day that people work towards, told to who works with the procurement.
STEPS = ("time_limit", "publish_on", "bids_due_on", "start_meeting_on")
WORKS = frozenset({"edit", "measure", "coach"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A day. `key`: what it is of, the same though the day is moved. `what`: in words, without the title.

    kind: step, task, follow_up, contract, or one of TOLD.
    """

    key: str
    kind: str
    day: date
    what: Text
    title: str
    link: str


def days_of(lying: Desk) -> tuple[Dated, ...]:
    """Every day that concerns the person, what is past and not done included. In order of day."""
    found = [*_waits(lying), *_cases(lying), *_ends(lying)]
    return tuple(sorted({one.key: one for one in found}.values(), key=lambda one: (one.day, one.key)))


def _waits(lying: Desk) -> Iterator[Dated]:
    for one in waits_for(lying):
        if one.day is not None and one.kind in TOLD and not one.of_bids:
            yield Dated(_key(one), one.kind, one.day, _words(one), one.title, link_of(one))


def _key(one: Waits) -> str:
    what = one.facts.get("what") if one.kind == "reporting" else ""
    return f"{one.key}:{'/'.join(one.at)}:{what.sv if isinstance(what, Text) else ''}"


def _words(one: Waits) -> Text:
    return Text(*(why(one, language) for language in LANGUAGES))


def _cases(lying: Desk) -> Iterator[Dated]:
    for case in lying.cases:
        value, home = case.procurement, f"/upphandling/{case.procurement.id}/"
        if value.outcome not in ("open", "awarded"):
            continue
        for duty in case.duties:
            if duty.mine and duty.day is not None:
                yield Dated(
                    f"task:{duty.id}",
                    "task",
                    duty.day,
                    _said("task"),
                    value.title,
                    f"{home}samtal/#task-{duty.id}",
                )
        if case.rights & WORKS:
            yield from _steps(case, home)
        if "measure" in case.rights:
            for each in asked(value, lying.today):
                for due in (*each.late, *((each.next,) if each.next else ())):
                    name = each.chosen.criterion.name
                    what = Text(keyed("date.follow_up", {"criterion": name.sv}, "sv"),
                                keyed("date.follow_up", {"criterion": name.en}, "en"))  # fmt: skip
                    key = f"follow_up:{value.id}:{each.chosen.id}:{due.day}"
                    yield Dated(key, "follow_up", due.day, what, value.title, f"{home}uppfoljning/")


def _steps(case: Case, home: str) -> Iterator[Dated]:
    for step in case.model.steps:
        for question in step.questions:
            if question.id in STEPS and step.id not in case.procurement.passed_steps:
                try:
                    day = date.fromisoformat(case.procurement.answers.get(question.id, ""))
                except ValueError:
                    continue
                key = f"step:{case.procurement.id}:{question.id}"
                yield Dated(
                    key, "step", day, _said(question.id), case.procurement.title, f"{home}steg/{step.id}/"
                )


def _ends(lying: Desk) -> Iterator[Dated]:
    for one in lying.agreements:
        if one.ended or one.ends is None:
            continue
        yield Dated(
            f"contract:{one.id}", "contract", one.ends, _said("contract"), one.title, contract_link(one)
        )
        if (notice := notice_day(one)) is not None:
            yield Dated(
                f"notice:{one.id}", "contract", notice, _said("notice"), one.title, contract_link(one)
            )


def contract_link(one: Agreement) -> str:
    if one.procurement:
        return f"/upphandling/{one.procurement}/avtal/{one.id}/"
    return f"/organisation/{one.organisation}/avtal/{one.id}/" if one.organisation else "/meddelanden/"


def notice_day(one: Agreement) -> date | None:
    """The last day to give notice or extend: so many whole months before the end."""
    if not one.notice_months or one.ends is None:
        return None
    return months_before(one.ends, one.notice_months)


def months_before(day: date, months: int) -> date | None:
    """The same day of an earlier month, or that month's last. None before the calendar begins."""
    from calendar import monthrange

    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _said(key: str) -> Text:
    return Text(keyed(f"date.{key}", {}, "sv"), keyed(f"date.{key}", {}, "en"))
