"""Programmes: begun, described, closed; buyers who apply, are chosen, sign and leave."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import ProgrammeKind
from omlopp.library.codelists import nuts_name
from omlopp.library.programme import principles, settings
from omlopp.web.records.actions import acting_in, need_reason
from omlopp.web.records.convert import plain
from omlopp.web.records.events import record
from omlopp.web.records.models import Organisation, Participant, ProgrammeRecord
from omlopp.web.records.programme_lines import DaysInWrongOrder, ProgrammeField

RIGHT = "programme"


class Stale(OmloppError):
    """Somebody else has saved since the page was opened. Nothing was written."""

    code = "programme.stale"


class ProgrammeClosed(OmloppError):
    """Facts: programme, on."""

    code = "programme.closed"


class ProgrammeOpen(OmloppError):
    """Facts: programme."""

    code = "programme.is-open"


class ApplicantKnown(OmloppError):
    """The buyer has applied already and has not left. Facts: buyer."""

    code = "programme.applicant-known"


class NotThere(OmloppError):
    """What a step of taking part asks for has not happened, or cannot any more. Facts: buyer, asks_sv, asks_en."""

    code = "programme.participant-step"


class TooManyApplications(OmloppError):
    """Facts: most."""

    code = "programme.applications-full"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a programme itself. `horizontal`: principle id → how it is met."""

    title: str
    kind: str
    starts_on: date
    ends_on: date
    diary_number: str = ""
    about: str = ""
    deliverables: tuple[str, ...] = ()
    state_aid: str = ""
    horizontal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """A buyer that wants to take part. `contact`: a shared mailbox, no person's. `organisation`: where it is here."""

    buyer_name: str
    county: str = ""
    contact: str = ""
    why: str = ""
    organisation: Organisation | None = None


def create_programme(
    *, by: User, organisation: Organisation, facts: Facts, exercise: bool = False
) -> ProgrammeRecord:
    """A programme of the organisation. `exercise`: everything in it is invented, for good."""
    with acting_in("programme-begun", by=by, organisation=organisation, right=RIGHT) as says:
        row = ProgrammeRecord(
            organisation=organisation, exercise=exercise, made_at=timezone.now(), made_by=by.get_username()
        )
        _describe(row, facts)
        row.save()
        says |= {"programme": row.pk, "title": row.title, "kind": row.kind, "exercise": exercise}
    return row


def describe_programme(*, by: User, programme: ProgrammeRecord, facts: Facts, edition: int) -> None:
    """Its facts. `edition`: of the page they were typed on; raises Stale when somebody has saved since."""
    with acting_in("programme-described", by=by, organisation=programme.organisation, right=RIGHT) as says:
        row = held(programme)
        if row.edition != edition:
            raise Stale()
        before = {name: getattr(row, name) for name in Facts.__dataclass_fields__}
        _describe(row, facts)
        row.edition += 1
        row.save()
        changed = [name for name, was in before.items() if getattr(row, name) != was]
        says |= {"programme": row.pk, "changed": changed}
    programme.refresh_from_db()


def close_programme(*, by: User, programme: ProgrammeRecord, why: str, on: date) -> None:
    """Nothing more is written in it until it is opened again."""
    why = need_reason(why, action="programme-closed")
    with acting_in(
        "programme-closed", by=by, organisation=programme.organisation, right=RIGHT, why=why
    ) as says:
        row = held(programme)
        row.closed_on, row.closed_why, row.token = on, why, ""
        row.save()
        says |= {"programme": row.pk, "on": on}
    programme.refresh_from_db()


def open_again(*, by: User, programme: ProgrammeRecord, why: str) -> None:
    """A closed programme is written in again."""
    why = need_reason(why, action="programme-opened")
    with acting_in(
        "programme-opened", by=by, organisation=programme.organisation, right=RIGHT, why=why
    ) as says:
        row = ProgrammeRecord.objects.get(pk=programme.pk)
        if row.closed_on is None:
            raise ProgrammeOpen(programme=row.title)
        row.closed_on, row.closed_why = None, ""
        row.save()
        says |= {"programme": row.pk}
    programme.refresh_from_db()


def open_applications(*, by: User, programme: ProgrammeRecord, until: date) -> str:
    """The open page where buyers apply without an account. → its token. Opened again, the address is the same."""
    with acting_in(
        "programme-applications-opened", by=by, organisation=programme.organisation, right=RIGHT
    ) as says:
        row = held(programme)
        row.token, row.apply_until = row.token or secrets.token_urlsafe(32), until
        row.save()
        says |= {"programme": row.pk, "until": until}
    programme.refresh_from_db()
    return row.token


def close_applications(*, by: User, programme: ProgrammeRecord) -> None:
    """The open page answers nobody any more."""
    with acting_in(
        "programme-applications-closed", by=by, organisation=programme.organisation, right=RIGHT
    ) as says:
        row = held(programme)
        row.token = ""
        row.save()
        says |= {"programme": row.pk}
    programme.refresh_from_db()


def enter_application(*, by: User, programme: ProgrammeRecord, applied: Applied, on: date) -> Participant:
    """A buyer that has applied, written in by the programme's lead."""
    with acting_in("programme-applied", by=by, organisation=programme.organisation, right=RIGHT) as says:
        row = _apply(held(programme), applied, on, by.get_username(), "")
        says |= {"programme": programme.pk, "participant": row.pk, "buyer": row.buyer_name}
    return row


def apply_by_link(*, programme: ProgrammeRecord, applied: Applied, nonce: str, on: date) -> Participant:
    """A buyer that applies on the open page. The same form sent twice adds nothing."""
    with transaction.atomic():
        row = held(programme)
        there = row.participants.filter(nonce=nonce, removed_at=None).first() if nonce else None
        if there is not None:
            return there
        if row.participants.filter(by_link=True).count() >= settings().most_applications:
            raise TooManyApplications(most=settings().most_applications)
        made = _apply(row, applied, on, f"programme-link:{row.pk}", nonce[:64])
        content = {"programme": row.pk, "participant": made.pk, "buyer": made.buyer_name}
        record("programme-applied", by=made.written_by, organisation=row.organisation_id, **plain(content))
    return made


def choose_participant(*, by: User, participant: Participant, on: date) -> None:
    """The buyer may take part; it does when it has signed."""
    with _of(by, participant, "programme-participant-chosen") as (row, says):
        _must(row, row.left_on is None and row.signed_on is None, "ansökan gäller", "the application stands")
        row.chosen_on, row.declined_on = on, None
        says["on"] = on


def decline_participant(*, by: User, participant: Participant, why: str, on: date) -> None:
    """The buyer is not chosen. It can be chosen later."""
    why = need_reason(why, action="programme-participant-declined")
    with _of(by, participant, "programme-participant-declined", why) as (row, says):
        _must(row, row.signed_on is None, "köparen inte har skrivit under", "the buyer has not signed")
        row.chosen_on, row.declined_on, row.left_why = None, on, why
        says["on"] = on


def sign_participant(
    *, by: User, participant: Participant, on: date, organisation: Organisation | None = None
) -> None:
    """The agreement is signed. `organisation`: the buyer in this workspace, whose procurements may then join."""
    with _of(by, participant, "programme-participant-signed") as (row, says):
        _must(
            row, row.chosen_on is not None and row.left_on is None, "köparen är utvald", "the buyer is chosen"
        )
        row.signed_on = on
        row.organisation = organisation or row.organisation
        says |= {"on": on, "of": row.organisation_id}


def participant_leaves(*, by: User, participant: Participant, why: str, on: date) -> None:
    """The buyer takes part no more, and nor do its pilots. What it did stays known."""
    why = need_reason(why, action="programme-participant-left")
    with _of(by, participant, "programme-participant-left", why) as (row, says):
        _must(row, row.left_on is None, "köparen deltar", "the buyer takes part")
        row.left_on, row.left_why = on, why
        left = row.pilots.filter(left_on=None)
        says |= {"on": on, "pilots": [one.procurement_id for one in left]}
        left.update(left_on=on, left_why=why, stuck_since=None, stuck_at="", stuck_why="")


@contextmanager
def _of(
    by: User, participant: Participant, action: str, why: str = ""
) -> Iterator[tuple[Participant, dict[str, Any]]]:
    """One action on a participant: the right, the row as it stands, and the event; saved when the block is left."""
    programme = participant.programme
    with acting_in(action, by=by, organisation=programme.organisation, right=RIGHT, why=why) as says:
        held(programme)
        row = Participant.objects.get(pk=participant.pk)
        says |= {"programme": row.programme_id, "participant": row.pk, "buyer": row.buyer_name}
        yield row, says
        row.edition += 1
        row.save()
    participant.refresh_from_db()


def held(programme: ProgrammeRecord) -> ProgrammeRecord:
    """The row as it stands now. Raises ProgrammeClosed."""
    row = ProgrammeRecord.objects.select_related("organisation").get(pk=programme.pk)
    if row.closed_on is not None:
        raise ProgrammeClosed(programme=row.title, on=row.closed_on)
    return row


def _must(row: Participant, holds: bool, asks_sv: str, asks_en: str) -> None:
    if not holds:
        raise NotThere(buyer=row.buyer_name, asks_sv=asks_sv, asks_en=asks_en)


def _describe(row: ProgrammeRecord, facts: Facts) -> None:
    """Raises ProgrammeField or DaysInWrongOrder."""
    title = " ".join(facts.title.split())
    most = settings().most_words
    for holds, sv, en, found in (
        (0 < len(title) <= 300, "namn", "name", title),
        (facts.kind in get_args(ProgrammeKind), "sort", "kind", facts.kind),
        (len(facts.diary_number) <= 80, "diarienummer", "registration number", facts.diary_number),
        (len(facts.about) <= most, "beskrivning", "description", facts.about),
        (len(facts.state_aid) <= most, "statligt stöd", "state aid", facts.state_aid),
        (all(len(one) <= 300 for one in facts.deliverables), "leveranser", "deliverables", ""),
        (set(facts.horizontal) <= set(principles()), "horisontella principer", "horizontal principles", ""),
    ):
        if not holds:
            raise ProgrammeField(field_sv=sv, field_en=en, found=found[:40] or "–")
    if facts.ends_on < facts.starts_on:
        raise DaysInWrongOrder(first=facts.starts_on, last=facts.ends_on)
    row.title, row.kind, row.starts_on, row.ends_on = title, facts.kind, facts.starts_on, facts.ends_on
    row.diary_number, row.about = facts.diary_number.strip(), facts.about.strip()
    row.deliverables = [one.strip() for one in facts.deliverables if one.strip()]
    row.state_aid = facts.state_aid.strip()
    row.horizontal = {id: text.strip()[:most] for id, text in facts.horizontal.items() if text.strip()}


def _apply(row: ProgrammeRecord, applied: Applied, on: date, by: str, nonce: str) -> Participant:
    """Raises ProgrammeField or ApplicantKnown."""
    name, contact = " ".join(applied.buyer_name.split()), applied.contact.strip()
    if contact:
        try:
            validate_email(contact)
        except ValidationError:
            raise ProgrammeField(
                field_sv="e-postadress", field_en="e-mail address", found=contact[:40]
            ) from None
    county = applied.county.strip()
    for holds, sv, en, found in (
        (0 < len(name) <= 300, "köparens namn", "the buyer's name", name),
        (not county or (len(county) == 5 and bool(nuts_name(county))), "län", "county", county),
        (len(contact) <= 254, "e-postadress", "e-mail address", contact),
        (len(applied.why) <= settings().most_words, "varför", "why", applied.why),
    ):
        if not holds:
            raise ProgrammeField(field_sv=sv, field_en=en, found=found[:40] or "–")
    if row.participants.filter(buyer_name__iexact=name, left_on=None, removed_at=None).exists():
        raise ApplicantKnown(buyer=name)
    return Participant.objects.create(
        programme=row, organisation=applied.organisation, buyer_name=name, county=county, contact=contact,
        why=applied.why.strip(), by_link=bool(nonce), nonce=nonce, applied_on=on, written_by=by,
        written_at=timezone.now(),
    )  # fmt: skip
