"""How a programme goes: where each pilot stands, what of the goals is reached, and what help was given."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.programme.model import Goal, Pilot, Programme

PilotState = Literal["stuck", "moving", "finished", "no_purchase", "cancelled", "left"]
STATES: tuple[PilotState, ...] = ("stuck", "moving", "finished", "no_purchase", "cancelled", "left")
"""In the order they are shown: what needs something done comes first."""
Procurements = Mapping[str, Procurement]


def state_of(pilot: Pilot, procurement: Procurement) -> PilotState:
    """Where a pilot stands. One that has left is told as such, whatever became of the procurement.

    Stuck is what the process leader says it is, with a reason: that a gate is closed is the ordinary state of a
    procurement on its way.
    """
    if pilot.left_on is not None:
        return "left"
    match procurement.outcome:
        case "closed":
            return "finished"
        case "no_purchase":
            return "no_purchase"
        case "cancelled":
            return "cancelled"
    return "stuck" if pilot.stuck_since is not None else "moving"


def tally(programme: Programme, procurements: Procurements) -> Mapping[PilotState, int]:
    """How many pilots stand where; every state is there. A pilot whose procurement is not given is not counted."""
    found = Counter(
        state_of(pilot, procurements[pilot.procurement])
        for pilot in programme.pilots
        if pilot.procurement in procurements
    )
    return {state: found[state] for state in STATES}


def counted(goal: Goal, programme: Programme, procurements: Procurements) -> Decimal | None:
    """How much of a goal is reached. None: nobody has said, or a pilot's procurement is not given.

    live: pilots that take part and have not been cancelled, entered while they ran (not in hindsight).
    finished: pilots carried through, also those met without a purchase.
    measured: pilots with a measurement at the end that holds at least one figure.
    people_trained, by_hand: what the programme's lead has written.
    """
    if goal.counted in ("people_trained", "by_hand"):
        return goal.reached
    staying = [pilot for pilot in programme.pilots if pilot.left_on is None]
    if any(pilot.procurement not in procurements for pilot in staying):
        return None
    return Decimal(sum(_counts(goal.counted, pilot, procurements[pilot.procurement]) for pilot in staying))


def _counts(how: str, pilot: Pilot, procurement: Procurement) -> bool:
    state = state_of(pilot, procurement)
    match how:
        case "live":
            return state != "cancelled" and not procurement.in_hindsight
        case "finished":
            return state in ("finished", "no_purchase")
    return any(one.stage is Stage.END and one.inputs for one in procurement.measurements)


def reached(goal: Goal, programme: Programme, procurements: Procurements) -> bool | None:
    """Is the target met? None: not known."""
    now = counted(goal, programme, procurements)
    return None if now is None else now >= goal.target


def hours(programme: Programme, procurement: str | None = None) -> Decimal:
    """Hours of help given: in the whole programme, or to one pilot. What waits for an answer counts nothing yet."""
    given = (one.hours for one in programme.help if not one.waits and procurement in (None, one.procurement))
    return sum(given, Decimal(0))
