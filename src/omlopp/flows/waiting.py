"""What waits for a person, wired: what lies before them, the numbers of law, the calendar and the words."""

from collections.abc import Sequence
from datetime import date

from omlopp.domain.model.process import ProcessModel
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process import waiting
from omlopp.domain.process.deadlines import Standstill
from omlopp.domain.process.gates import GateResult, open_gates
from omlopp.domain.process.waiting import KINDS, Case, Desk, Waits
from omlopp.library.calendar import calendar
from omlopp.library.load import library
from omlopp.library.messages import keyed


def waits_for(desk: Desk) -> tuple[Waits, ...]:
    """All that waits for the person, what bites first first."""
    return waiting.waiting(desk, library().parameters, calendar())


def days_here(case: Case, today: date) -> tuple[Waits, ...]:
    """The days of one procurement, whoever they wait for."""
    return waiting.here(case, today, library().parameters, calendar())


def gates_of(procurement: Procurement, model: ProcessModel) -> tuple[GateResult, ...]:
    return open_gates(procurement, model, library().indicators)


def standstill_here(procurement: Procurement) -> Standstill | None:
    """The standstill after the notice, as the procurement's own answers give it."""
    return waiting.standstill_of(procurement, library().parameters, calendar())


def why(one: Waits, language: str) -> str:
    """What waits, in a sentence."""
    return keyed(f"waiting.{one.key}", one.facts, language)


def left_in_words(one: Waits, today: date, language: str) -> str:
    """How long is left: `i dag`, `3 arbetsdagar kvar`, `2 arbetsdagar sen`. Empty where there is no day."""
    if one.day is None:
        return ""
    days = (one.day - today).days
    if days == 0:
        return keyed("waiting.left.today", {}, language)
    late, count = days < 0, one.left
    if count is None:  # beyond the known calendar: days, not working days
        return keyed(f"waiting.left.{'late_days' if late else 'days'}", {"count": abs(days)}, language)
    many = "one" if abs(count) == 1 else "many"
    return keyed(f"waiting.left.{'late' if late else 'in'}_{many}", {"count": abs(count)}, language)


def chosen(
    found: Sequence[Waits], kind: str = "", procurement: str = "", organisation: str = ""
) -> tuple[Waits, ...]:
    """What is left of a list by kind, procurement (id) and organisation (id); an empty filter takes all."""
    return tuple(
        one for one in found
        if kind in ("", one.kind) and procurement in ("", one.procurement)
        and organisation in ("", str(one.organisation or ""))
    )  # fmt: skip


def kinds_in(found: Sequence[Waits]) -> list[tuple[str, int]]:
    """Kinds that wait and how many of each, in the order of KINDS."""
    return [(kind, count) for kind in KINDS if (count := sum(one.kind == kind for one in found))]
