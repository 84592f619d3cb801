"""What a half-time or a final report tells of a programme, reckoned from its rows on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from omlopp.domain.programme.budget import ZERO
from omlopp.domain.programme.model import Activity, Deviation, Goal, Help, Programme, Risk
from omlopp.domain.programme.state import PilotState, Procurements, counted, state_of

Standing = Literal["met", "on_way", "missed", "unknown"]
LEVELS = 5  # likelihood and effect are told in five


@dataclass(frozen=True, slots=True)
class GoalRow:
    """`now` None: nobody knows. `standing`: missed only when the programme has ended."""

    goal: Goal
    now: Decimal | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class PilotRow:
    """`hours`, `pieces`: help given to it. `state` None: its procurement is not to be read here."""

    procurement: str
    title: str
    buyer: str
    state: PilotState | None
    hours: Decimal
    pieces: int
    measured: bool
    why: str


def goals(programme: Programme, procurements: Procurements, on: date) -> tuple[GoalRow, ...]:
    rows = []
    for goal in programme.goals:
        now = counted(goal, programme, procurements)
        standing: Standing = "unknown"
        if now is not None:
            ended = on > programme.ends_on
            standing = "met" if now >= goal.target else "missed" if ended else "on_way"
        rows.append(GoalRow(goal, now, standing))
    return tuple(rows)


def pilots(programme: Programme, procurements: Procurements) -> tuple[PilotRow, ...]:
    """In the order they joined."""
    buyers = {one.id: one.buyer_name for one in programme.participants}
    rows = []
    for one in programme.pilots:
        given = [each for each in programme.help if each.procurement == one.procurement and not each.waits]
        value = procurements.get(one.procurement)
        why = one.left_why or (one.stuck_why if one.stuck_since else "")
        rows.append(
            PilotRow(
                one.procurement, value.title if value else one.procurement, buyers.get(one.participant, ""),
                state_of(one, value) if value else None, sum((each.hours for each in given), ZERO), len(given),
                value is not None and any(m.stage.value == "end" and m.inputs for m in value.measurements), why,
            )
        )  # fmt: skip
    return tuple(rows)


def help_by(
    programme: Programme, what: Literal["kind", "instrument"], until: date | None = None
) -> dict[str, tuple[int, Decimal]]:
    """Pieces and hours of help given, by kind or by instrument (without those that used none). Most hours first."""
    given = [one for one in programme.help if not one.waits and (until is None or one.on <= until)]
    pieces: Counter[str] = Counter()
    hours: dict[str, Decimal] = {}
    for one in given:
        key = one.kind if what == "kind" else one.instrument
        if key:
            pieces[key] += 1
            hours[key] = hours.get(key, ZERO) + one.hours
    return {key: (pieces[key], hours[key]) for key in sorted(hours, key=lambda key: (-hours[key], key))}


def waiting(programme: Programme) -> tuple[Help, ...]:
    return tuple(one for one in programme.help if one.waits)


def deviations(programme: Programme, until: date | None = None) -> tuple[Deviation, ...]:
    found = [one for one in programme.deviations if until is None or one.on <= until]
    return tuple(sorted(found, key=lambda one: one.on))


def risks(programme: Programme, *, open_only: bool = True) -> tuple[Risk, ...]:
    """The gravest first: likelihood × effect, then effect."""
    found: Sequence[Risk] = [one for one in programme.risks if not open_only or one.closed_on is None]
    return tuple(sorted(found, key=lambda one: (-(one.likelihood * one.effect), -one.effect, one.text)))


def late(programme: Programme, on: date) -> tuple[Activity, ...]:
    """Activities that should have been done."""
    return tuple(one for one in programme.activities if one.done_on is None and one.ends_on < on)


def halfway(programme: Programme) -> date:
    """The day in the middle."""
    return programme.starts_on + (programme.ends_on - programme.starts_on) / 2
