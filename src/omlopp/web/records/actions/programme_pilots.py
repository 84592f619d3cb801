"""Pilots: a procurement joins a programme and leaves it, stands still and moves, and every piece of help it gets."""

from datetime import date
from decimal import Decimal
from typing import get_args

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import HelpKind
from omlopp.library.load import library
from omlopp.library.programme import settings
from omlopp.web.records import convert
from omlopp.web.records.access import NotAllowed, may, may_in, role_of
from omlopp.web.records.actions import acting, changing, need_reason
from omlopp.web.records.actions.people import UnknownPerson
from omlopp.web.records.actions.programme import RIGHT, held
from omlopp.web.records.models import (
    Membership,
    Participant,
    ProcurementRecord,
    ProgrammeHelp,
    ProgrammePilot,
)
from omlopp.web.records.programme_lines import ProgrammeField

MOST_HOURS = Decimal(1000)


class PilotKnown(OmloppError):
    """Facts: procurement, programme."""

    code = "programme.pilot-known"


class NotOffered(OmloppError):
    """The programme that was chosen is not, or no longer, among those this procurement can join."""

    code = "programme.not-offered"


class NotSigned(OmloppError):
    """Facts: buyer."""

    code = "programme.not-signed"


class OtherBuyer(OmloppError):
    """The participant is another organisation than the procurement's. Facts: buyer, procurement."""

    code = "programme.other-buyer"


class ExerciseMixed(OmloppError):
    """An exercise in a real programme, or the other way round. Facts: procurement, programme."""

    code = "programme.exercise-mixed"


class PilotLeft(OmloppError):
    """Facts: procurement."""

    code = "programme.pilot-left"


class StepUnknown(OmloppError):
    """Facts: step."""

    code = "programme.step-unknown"


class NothingSaid(OmloppError):
    """A piece of help without a word in it."""

    code = "programme.nothing-said"


class InstrumentUnknown(OmloppError):
    """Facts: instrument."""

    code = "programme.instrument-unknown"


class HoursOutside(OmloppError):
    """Facts: found, most."""

    code = "programme.hours"


class AlreadyAnswered(OmloppError):
    """Facts: by."""

    code = "programme.answered"


def leads(user: User, pilot: ProgrammePilot) -> bool:
    """Does the person lead the programme?"""
    return may_in(user, RIGHT, pilot.programme.organisation)


def may_join(user: User, procurement: ProcurementRecord, participant: Participant) -> bool:
    """The procurement's own people decide, for the buyer that has signed; who leads both may, too."""
    ours = (
        participant.organisation_id is not None and participant.organisation_id == procurement.organisation_id
    )
    lead = may_in(user, RIGHT, participant.programme.organisation)
    return may(user, "people", procurement) and (ours or lead)


def join_programme(
    *, by: User, procurement: ProcurementRecord, participant: Participant, process_leader: str = "", on: date
) -> ProgrammePilot:
    """The procurement becomes a pilot: the programme sees its title, phase and counts, never bids or inner talk.

    `process_leader`: user name of who coaches it; without a role in the procurement that person gets one there.
    """
    with acting("pilot-joined", by=by, procurement=procurement, right="people", also_ended=True) as says:
        programme = held(participant.programme)
        row = Participant.objects.get(pk=participant.pk)
        if row.signed_on is None or row.left_on is not None or row.removed_at is not None:
            raise NotSigned(buyer=row.buyer_name)
        if not may_join(by, procurement, row):
            raise OtherBuyer(buyer=row.buyer_name, procurement=procurement.title)
        if programme.exercise != procurement.exercise:
            raise ExerciseMixed(procurement=procurement.title, programme=programme.title)
        if programme.pilots.filter(procurement=procurement, left_on=None).exists():
            raise PilotKnown(procurement=procurement.title, programme=programme.title)
        pilot = ProgrammePilot.objects.create(
            programme=programme, participant=row, procurement=procurement, joined_on=on,
            joined_by=by.get_username(),
        )  # fmt: skip
        if process_leader:
            _coached_by(pilot, process_leader)
        says |= {"programme": programme.pk, "participant": row.pk, "process_leader": pilot.process_leader}
    return pilot


def name_process_leader(*, by: User, pilot: ProgrammePilot, username: str) -> None:
    """Who coaches the pilot: the procurement's own people decide, for it lets that person read it. Empty: nobody."""
    with acting(
        "process-leader-named", by=by, procurement=pilot.procurement, right="people", also_ended=True
    ) as says:
        row = _standing(pilot)
        _coached_by(row, username)
        says |= {"programme": row.programme_id, "process_leader": row.process_leader}
    pilot.refresh_from_db()


def leave_programme(*, by: User, pilot: ProgrammePilot, why: str, on: date) -> None:
    """The procurement takes part no more: its own people decide, or the programme's lead. The help given stays known.

    Who had the role of process leader in it keeps it until the procurement's people take it.
    """
    why = need_reason(why, action="pilot-left")
    procurement = pilot.procurement
    _people_or_lead(by, pilot, "people")
    with changing(
        "pilot-left", by=by.get_username(), procurement=procurement, why=why, also_ended=True
    ) as says:
        row = _standing(pilot)
        row.left_on, row.left_why = on, why
        row.stuck_since, row.stuck_at, row.stuck_why = None, "", ""
        row.save()
        says |= {"programme": row.programme_id, "on": on}
    pilot.refresh_from_db()


def mark_stuck(*, by: User, pilot: ProgrammePilot, step_id: str, why: str, on: date) -> None:
    """The pilot stands still at a step, and why: said to the programme, so nothing of the bids belongs in it."""
    why = need_reason(why, action="pilot-stuck")
    _people_or_lead(by, pilot, "coach")
    with changing("pilot-stuck", by=by.get_username(), procurement=pilot.procurement, why=why) as says:
        row = _standing(pilot)
        if step_id not in {step.id for step in convert.edition(row.procurement.model).steps}:
            raise StepUnknown(step=step_id[:60])
        row.stuck_since, row.stuck_at = row.stuck_since or on, step_id
        row.stuck_why = why[: settings().most_words]
        row.save()
        says |= {"programme": row.programme_id, "step": step_id}
    pilot.refresh_from_db()


def mark_moving(*, by: User, pilot: ProgrammePilot) -> None:
    """It moves again."""
    _people_or_lead(by, pilot, "coach")
    with changing(
        "pilot-moving", by=by.get_username(), procurement=pilot.procurement, also_ended=True
    ) as says:
        row = _standing(pilot)
        says |= {"programme": row.programme_id, "was": row.stuck_at}
        row.stuck_since, row.stuck_at, row.stuck_why = None, "", ""
        row.save()
    pilot.refresh_from_db()


def ask_for_help(*, by: User, pilot: ProgrammePilot, asked: str, on: date) -> ProgrammeHelp:
    """A question from those who work on the procurement; it waits for the process leader."""
    with acting("help-asked", by=by, procurement=pilot.procurement, right="comment") as says:
        row = _standing(pilot)
        made = ProgrammeHelp.objects.create(
            pilot=row, on=on, by=by.get_username(), kind="question", asked=_said(asked), asked_by=by.get_username(),
            written_at=timezone.now(), written_by=by.get_username(),
        )  # fmt: skip
        says |= {"programme": row.programme_id, "help": made.pk}
    return made


def answer_help(
    *, by: User, help: ProgrammeHelp, answered: str, hours: Decimal, instrument: str = "", on: date
) -> None:
    """A question that waits gets its answer, with the hours it took."""
    with acting(
        "help-answered", by=by, procurement=help.pilot.procurement, right="coach", also_ended=True
    ) as says:
        _standing(help.pilot)
        row = ProgrammeHelp.objects.get(pk=help.pk, removed_at=None)
        if row.answered:
            raise AlreadyAnswered(by=row.by)
        row.answered, row.hours, row.instrument = _said(answered), _hours(hours), _instrument(instrument)
        row.on, row.by, row.edition = on, by.get_username(), row.edition + 1
        row.save()
        says |= {"programme": row.pilot.programme_id, "help": row.pk, "hours": row.hours}
    help.refresh_from_db()


def log_help(
    *,
    by: User,
    pilot: ProgrammePilot,
    kind: str,
    asked: str = "",
    answered: str = "",
    instrument: str = "",
    hours: Decimal = Decimal(0),
    on: date,
) -> ProgrammeHelp:
    """Help that was given: what was asked, what was answered, which instrument, how many hours."""
    with acting("help-logged", by=by, procurement=pilot.procurement, right="coach", also_ended=True) as says:
        row = _standing(pilot)
        if kind not in get_args(HelpKind):
            raise ProgrammeField(field_sv="sort av stöd", field_en="kind of help", found=kind[:40])
        if not (asked.strip() or answered.strip() or instrument):
            raise NothingSaid()
        made = ProgrammeHelp.objects.create(
            pilot=row, on=on, by=by.get_username(), kind=kind, asked=_within(asked), answered=_within(answered),
            instrument=_instrument(instrument), hours=_hours(hours), written_at=timezone.now(),
            written_by=by.get_username(),
        )  # fmt: skip
        says |= {"programme": row.programme_id, "help": made.pk, "kind": kind, "hours": made.hours}
    return made


def withdraw_help(*, by: User, help: ProgrammeHelp, why: str) -> None:
    """An entry that was wrong is counted and shown no more."""
    why = need_reason(why, action="help-withdrawn")
    with acting(
        "help-withdrawn", by=by, procurement=help.pilot.procurement, right="coach", why=why, also_ended=True
    ) as says:
        ProgrammeHelp.objects.filter(pk=help.pk, removed_at=None).update(
            removed_at=timezone.now(), removed_why=why
        )
        says |= {"programme": help.pilot.programme_id, "help": help.pk}


def _people_or_lead(by: User, pilot: ProgrammePilot, right: str) -> None:
    if not (may(by, right, pilot.procurement) or leads(by, pilot)):
        raise NotAllowed(person=by.get_username(), right=right, procurement=pilot.procurement.title)


def _standing(pilot: ProgrammePilot) -> ProgrammePilot:
    """The row as it stands now. Raises ProgrammeClosed or PilotLeft."""
    row = ProgrammePilot.objects.select_related("programme__organisation", "procurement__model").get(
        pk=pilot.pk
    )
    held(row.programme)
    if row.left_on is not None:
        raise PilotLeft(procurement=row.procurement.title)
    return row


def _coached_by(pilot: ProgrammePilot, username: str) -> None:
    """Raises UnknownPerson. A role in the procurement is given to who has none."""
    user = User.objects.filter(username=username, is_active=True).first()
    if username and user is None:
        raise UnknownPerson(person=username)
    if user is not None and role_of(user, pilot.procurement) is None:
        Membership.objects.create(procurement=pilot.procurement, user=user, role="process_leader")
    pilot.process_leader = username
    pilot.save()


def _said(text: str) -> str:
    if not text.strip():
        raise NothingSaid()
    return _within(text)


def _within(text: str) -> str:
    if len(text) > settings().most_words:
        raise ProgrammeField(field_sv="text (för lång)", field_en="text (too long)", found=text[:40])
    return text.strip()


def _hours(hours: Decimal) -> Decimal:
    if not 0 <= hours <= MOST_HOURS:
        raise HoursOutside(found=hours, most=MOST_HOURS)
    return hours.quantize(Decimal("0.01"))


def _instrument(id: str) -> str:
    if id and id not in library().instruments:
        raise InstrumentUnknown(instrument=id[:60])
    return id
