"""The pilots of a programme as it may see them: title, phase and counts – never bids, answers or inner talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.process import Phase, Step
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.gates import next_step
from omlopp.domain.programme.model import Goal, Programme
from omlopp.domain.programme.state import STATES, PilotState, counted, state_of
from omlopp.library.load import library
from omlopp.library.programme import settings
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import ProcurementRecord, ProgrammePilot, ProgrammeRecord
from omlopp.web.records.programme import pilot as as_value
from omlopp.web.records.programme import programme as programme_value


@dataclass(frozen=True)
class Standing:
    """Where one pilot stands. `step`, `phase`: what lies before it (where it is stuck: that step); None: it has ended.

    `still_days`: days without a change, when they are many. `readable`: the reader may open the procurement itself.
    """

    row: ProgrammePilot
    title: str
    buyer: str
    state: PilotState
    step: Step | None
    phase: Phase | None
    measured_at_end: bool
    still_days: int | None
    hours: Decimal
    helped: int
    waiting: int
    readable: bool


@dataclass(frozen=True)
class Run:
    """A programme with its pilots and what they show together."""

    row: ProgrammeRecord
    value: Programme
    procurements: dict[str, Procurement]
    pilots: list[Standing]

    def of(self, state: PilotState) -> list[Standing]:
        return [one for one in self.pilots if one.state == state]

    @property
    def staying(self) -> list[Standing]:
        return [one for one in self.pilots if one.state != "left"]

    def counted(self, goal: Goal) -> Decimal | None:
        return counted(goal, self.value, self.procurements)


def run_of(row: ProgrammeRecord, user: User, on: date) -> Run:
    """The whole programme for one reader, in as many queries as there are tables. What needs something comes first."""
    value = programme_value(row)
    pilots = list(
        row.pilots.select_related("participant", "procurement").prefetch_related("help").order_by("pk")
    )
    keys = [one.procurement_id for one in pilots]
    rows = {one.pk: one for one in convert.whole(ProcurementRecord.objects.filter(pk__in=keys))}
    seen = set(visible_to(user)) & set(keys)
    procurements = {pk: convert.procurement(each) for pk, each in rows.items()}
    found = [
        _standing(one, rows[one.procurement_id], procurements[one.procurement_id], seen, on) for one in pilots
    ]
    found.sort(key=lambda one: (STATES.index(one.state), one.still_days is None, one.row.pk))
    return Run(row, value, {str(pk): each for pk, each in procurements.items()}, found)


def _standing(
    pilot: ProgrammePilot, row: ProcurementRecord, value: Procurement, seen: set[int], on: date
) -> Standing:
    state = state_of(as_value(pilot), value)
    model = convert.edition(row.model)
    step = next_step(value, model, library().indicators)
    if state == "stuck":
        step = next((each for each in model.steps if each.id == pilot.stuck_at), step)
    phase = next((each for each in model.phases if step and each.id == step.phase), None)
    still = (on - timezone.localdate(row.changed_at)).days
    help = [one for one in pilot.help.all() if one.removed_at is None]
    return Standing(
        row=pilot,
        title=row.title,
        buyer=pilot.participant.buyer_name,
        state=state,
        step=step,
        phase=phase,
        measured_at_end=any(one.stage == "end" and one.inputs for one in value.measurements),
        still_days=still if state == "moving" and still >= settings().still_days else None,
        hours=sum((one.hours for one in help), Decimal(0)),
        helped=sum(not _waits(one.kind, one.answered) for one in help),
        waiting=sum(_waits(one.kind, one.answered) for one in help),
        readable=row.pk in seen,
    )


def _waits(kind: str, answered: str) -> bool:
    return kind == "question" and not answered


def by_phase(pilots: Sequence[Standing]) -> list[tuple[Phase, list[Standing]]]:
    """The phases of the model in order, each with the pilots that stand in it."""
    phases: dict[str, Phase] = {}
    for one in pilots:
        for phase in convert.edition(one.row.procurement.model).phases:
            phases.setdefault(phase.id, phase)
    return [
        (phase, [one for one in pilots if one.phase is not None and one.phase.id == key])
        for key, phase in phases.items()
    ]
