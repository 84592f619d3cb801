"""The exercise's programme: invented buyers, their ten procurements, the help they got, its days and its money.

One YAML says it (library/samples/exercise/programme.yaml); everything is done by the actions a user has.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import transaction

from omlopp.domain.model.text import STRICT
from omlopp.library.files import Problem, read_one
from omlopp.web.exercise import carry
from omlopp.web.exercise_acts import account, actor
from omlopp.web.exercise_handed import HandedSaid, hand_over
from omlopp.web.exercise_says import MARK, ExerciseUnreadable, read_exercise
from omlopp.web.records.actions.contracts import register_contract
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.actions.people import give_organisation_role
from omlopp.web.records.actions.programme import (
    Applied,
    Facts,
    choose_participant,
    create_programme,
    decline_participant,
    enter_application,
    participant_leaves,
    sign_participant,
)
from omlopp.web.records.actions.programme_lines import write_line
from omlopp.web.records.actions.programme_pilots import ask_for_help, join_programme, log_help, mark_stuck
from omlopp.web.records.models import (
    Organisation,
    Participant,
    ProcurementRecord,
    ProgrammePilot,
    ProgrammeRecord,
)


@dataclass(frozen=True, slots=True)
class OrganisationSaid:
    """`people`: role in the organisation → user name."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    kind: str
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisteredSaid:
    """A contract of an organisation's register, procured elsewhere."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    owner: str
    title: str
    number: str
    supplier: str
    value_sek: Decimal
    starts_on: date
    ends_on: date
    notice_months: int
    options: str
    cpv: tuple[str, ...]
    option_until: date | None = None


@dataclass(frozen=True, slots=True)
class ParticipantSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    buyer: str
    applied: date
    contact: str
    why: str
    chosen: date | None = None
    declined: date | None = None
    declined_why: str = ""
    signed: date | None = None
    left: date | None = None
    left_why: str = ""


@dataclass(frozen=True, slots=True)
class HelpSaid:
    """A question without an answer waits for one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    day: date
    kind: str
    hours: Decimal
    asked: str = ""
    answered: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class StuckSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    step: str
    day: date
    why: str


@dataclass(frozen=True, slots=True)
class PilotSaid:
    """`file`: the exercise's name in the same folder. `leader`: user name of who coaches it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    file: str
    buyer: str
    joined: date
    leader: str
    help: tuple[HelpSaid, ...] = ()
    stuck: StuckSaid | None = None


@dataclass(frozen=True, slots=True)
class GoalSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: str
    target: Decimal
    unit: str
    counted: str
    serves: tuple[str, ...]
    reached: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeSaid:
    """`lines`: kind → the fields of each line, as they are typed; `day` is the field `on`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    owner: str
    diary_number: str
    starts_on: date
    ends_on: date
    about: str
    deliverables: tuple[str, ...]
    state_aid: str
    horizontal: Mapping[str, str]
    organisations: tuple[OrganisationSaid, ...]
    contracts: tuple[RegisteredSaid, ...]
    participants: tuple[ParticipantSaid, ...]
    pilots: tuple[PilotSaid, ...]
    goals: tuple[GoalSaid, ...]
    lines: Mapping[str, tuple[Mapping[str, Any], ...]]
    handed: tuple[HandedSaid, ...] = ()


def read_programme(path: Path) -> ProgrammeSaid:
    """The file as a programme. Raises ExerciseUnreadable."""
    found = read_one(path, ProgrammeSaid, path.parent)
    if isinstance(found, Problem):
        raise ExerciseUnreadable(file=found.file, where=found.where or f"rad {found.line}", says=found.says)
    if MARK not in found.title.casefold():
        raise ExerciseUnreadable(file=path.name, where="title", says=f"“{found.title}” lacks “{MARK}”")
    return found


@transaction.atomic
def carry_programme(by: User, path: Path) -> ProgrammeRecord:
    """The programme of the file with its pilots, all or nothing; one that is there is left as people have made it."""
    says = read_programme(path)
    held = ProgrammeRecord.objects.filter(title=says.title, exercise=True).order_by("pk").first()
    if held is not None:
        return held
    houses = {one.name: _organisation(by, one) for one in says.organisations}
    for contract in says.contracts:
        facts = {name: value for name, value in asdict(contract).items() if name != "owner"}
        register_contract(
            by=by,
            organisation=houses[contract.owner],
            facts=facts | {"cpv": list(contract.cpv)},
            owner=by,
            source="övning",
        )
    programme = create_programme(by=by, organisation=houses[says.owner], facts=_facts(says), exercise=True)
    for goal in says.goals:
        write_line(by=by, programme=programme, kind="goal", typed=asdict(goal))
    for kind, lines in says.lines.items():
        for line in lines:
            typed = {"on" if name == "day" else name: value for name, value in line.items()}
            write_line(by=by, programme=programme, kind=kind, typed=typed)
    taking = {one.buyer: _applies(by, programme, one, houses.get(one.buyer)) for one in says.participants}
    for pilot in says.pilots:
        _carry_pilot(by, path.with_name(f"{pilot.file}.yaml"), pilot, taking[pilot.buyer])
    for handed in says.handed:
        hand_over(by, programme, handed)
    return programme


def _organisation(by: User, said: OrganisationSaid) -> Organisation:
    row = Organisation.objects.filter(name=said.name, roles__user=by).first()
    if row is None:
        row = create_organisation(by=by, name=said.name, kind=said.kind, number="000000-0000")
    for role, username in said.people.items():
        who = account(by, username)
        give_organisation_role(by=by, organisation=row, username=who.get_username(), role=role)
    return row


def _facts(says: ProgrammeSaid) -> Facts:
    return Facts(
        title=says.title,
        kind="programme",
        starts_on=says.starts_on,
        ends_on=says.ends_on,
        diary_number=says.diary_number,
        about=says.about,
        deliverables=says.deliverables,
        state_aid=says.state_aid,
        horizontal=says.horizontal,
    )


def _applies(
    by: User, programme: ProgrammeRecord, said: ParticipantSaid, organisation: Organisation | None
) -> Participant:
    """A buyer's way into the programme, and out of it where it left."""
    applied = Applied(said.buyer, contact=said.contact, why=said.why, organisation=organisation)
    row = enter_application(by=by, programme=programme, applied=applied, on=said.applied)
    if said.chosen:
        choose_participant(by=by, participant=row, on=said.chosen)
    if said.declined:
        decline_participant(by=by, participant=row, why=said.declined_why, on=said.declined)
    if said.signed:
        sign_participant(by=by, participant=row, on=said.signed, organisation=organisation)
    if said.left:
        participant_leaves(by=by, participant=row, why=said.left_why, on=said.left)
    return row


def _carry_pilot(by: User, path: Path, said: PilotSaid, participant: Participant) -> None:
    """The pilot's procurement, which joins as it begins; and what was done for it."""
    leader = account(by, said.leader)

    def join(row: ProcurementRecord) -> None:
        join_programme(
            by=by, procurement=row, participant=participant, process_leader=said.leader, on=said.joined
        )

    row = carry(by, read_exercise(path), begun=join)
    pilot = ProgrammePilot.objects.get(programme=participant.programme, procurement=row)
    for one in said.help:
        if one.kind == "question" and not one.answered:  # it waits; whoever works with it has asked
            asking = actor(by, row, "contract_manager")
            ask_for_help(by=asking, pilot=pilot, asked=one.asked, on=one.day)
        else:
            log_help(
                by=leader,
                pilot=pilot,
                kind=one.kind,
                asked=one.asked,
                answered=one.answered,
                instrument=one.instrument,
                hours=one.hours,
                on=one.day,
            )
    if said.stuck is not None:
        mark_stuck(by=leader, pilot=pilot, step_id=said.stuck.step, why=said.stuck.why, on=said.stuck.day)
