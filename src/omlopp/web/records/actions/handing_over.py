"""Handing over: addressees entered and changed, what was sent logged in its version, replies and what they led to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.policy import addressees
from omlopp.web.records.actions import acting_in, need_reason
from omlopp.web.records.models import Addressee, Dispatch, Organisation, ProgrammeRecord

RIGHT = "publish"
CHANNELS = ("email", "post", "meeting")
LONGEST = 4000


class HandingField(OmloppError):
    """A field that cannot be kept as it is. Facts: field_sv, field_en, found."""

    code = "handing.field"


class HandingStale(OmloppError):
    """Somebody else has saved since the page was opened. Nothing was written."""

    code = "handing.stale"


class AddresseeKnown(OmloppError):
    """The same organisation and office stand in the register. Facts: name, office."""

    code = "handing.addressee-known"


class AddresseeAway(OmloppError):
    """The addressee has been taken out of the register. Facts: name."""

    code = "handing.addressee-away"


class TakenBack(OmloppError):
    """The dispatch was taken back. Facts: title."""

    code = "handing.taken-back"


class SentAlready(OmloppError):
    """The same version went to the same addressee that day. Facts: title, on."""

    code = "handing.sent-already"


class ExerciseMixed(OmloppError):
    """What is invented belongs to an exercise programme, what is real to a real one. Facts: title, programme."""

    code = "handing.exercise-mixed"


@dataclass(frozen=True, slots=True)
class To:
    """Whom to write to. `kind`: id of library/policy/addressees.yaml, or empty. `email`: a shared mailbox."""

    name: str
    office: str = ""
    address: str = ""
    email: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The file that was sent, as it was built: its SHA-256 tells the version."""

    publication: str
    title: str
    language: str
    form: str
    file: str
    sha256: str
    built_on: date
    exercise: bool = False


def enter_addressee(*, by: User, organisation: Organisation, to: To) -> Addressee:
    """A new addressee of the organisation's register."""
    with acting_in("addressee-entered", by=by, organisation=organisation, right=RIGHT) as says:
        row = Addressee(organisation=organisation)
        _describe(row, to)
        _save(row, by)
        says |= {"addressee": row.pk, "name": row.name, "office": row.office}
    return row


def change_addressee(*, by: User, addressee: Addressee, to: To, edition: int) -> None:
    """`edition`: of the page it was typed on; raises HandingStale when somebody has saved since."""
    with _of(by, addressee, "addressee-changed") as (row, says):
        if row.edition != edition:
            raise HandingStale()
        _describe(row, to)
        row.edition += 1
        says |= {"name": row.name, "office": row.office}


def remove_addressee(*, by: User, addressee: Addressee, why: str) -> None:
    """Out of the register, with a reason. What was sent stays in the log; it can be put back."""
    why = need_reason(why, action="addressee-removed")
    with _of(by, addressee, "addressee-removed", why) as (row, says):
        row.removed_at, row.removed_why = timezone.now(), why
        says["name"] = row.name


def restore_addressee(*, by: User, addressee: Addressee) -> None:
    """Back into the register."""
    with acting_in("addressee-restored", by=by, organisation=addressee.organisation, right=RIGHT) as says:
        row = Addressee.objects.get(pk=addressee.pk)
        _alone(row)
        row.removed_at, row.removed_why = None, ""
        _save(row, by)
        says |= {"addressee": row.pk, "name": row.name}
    addressee.refresh_from_db()


def log_dispatch(
    *,
    by: User,
    addressee: Addressee,
    version: Version,
    on: date,
    channel: str,
    diary_number: str = "",
    message: str = "",
    programme: ProgrammeRecord | None = None,
) -> Dispatch:
    """What was sent, when, how, under which registration number. The file itself stays with the publication."""
    with _of(by, addressee, "dispatch-logged", save=False) as (row, says):
        _check(
            (channel in CHANNELS, "sätt", "way", channel),
            (len(diary_number) <= 80, "diarienummer", "registration number", diary_number),
            (len(message) <= LONGEST, "text i brevet", "text of the letter", message),
            (
                version.built_on <= on,
                "dag: filen byggdes senare",
                "day: the file was built later",
                on.isoformat(),
            ),
        )
        if programme is not None and programme.exercise != version.exercise:
            raise ExerciseMixed(title=version.title, programme=programme.title)
        same = row.dispatches.filter(sha256=version.sha256, sent_on=on, taken_back_at=None)
        if same.exists():
            raise SentAlready(title=version.title, on=on)
        sent = Dispatch.objects.create(
            addressee=row, programme=programme, sent_on=on, channel=channel, diary_number=diary_number.strip(),
            message=message.strip(), publication=version.publication, title=version.title[:300],
            language=version.language, form=version.form, file=version.file, sha256=version.sha256,
            built_on=version.built_on, exercise=version.exercise, written_at=timezone.now(),
            written_by=by.get_username(),
        )  # fmt: skip
        says |= {"dispatch": sent.pk, "to": row.name, "file": sent.file, "sha256": sent.sha256, "on": on,
                 "diary_number": sent.diary_number}  # fmt: skip
    return sent


def record_reply(
    *,
    by: User,
    dispatch: Dispatch,
    on: date,
    reply: str,
    their_number: str = "",
    led_to: str = "",
    edition: int,
) -> None:
    """What the addressee answered, and what it led to. Written again it replaces what stood; the log keeps both."""
    with _of_dispatch(by, dispatch, "dispatch-answered") as (row, says):
        if row.edition != edition:
            raise HandingStale()
        _check(
            (0 < len(reply.strip()) <= LONGEST, "svar", "reply", reply),
            (len(led_to) <= LONGEST, "vad det ledde till", "what it led to", led_to),
            (len(their_number) <= 80, "deras diarienummer", "their registration number", their_number),
            (on >= row.sent_on, "dag: före utskicket", "day: before it was sent", on.isoformat()),
        )
        row.replied_on, row.reply, row.led_to = on, reply.strip(), led_to.strip()
        row.their_number = their_number.strip()
        says |= {"on": on, "reply": row.reply, "led_to": row.led_to, "their_number": row.their_number}


def take_back_dispatch(*, by: User, dispatch: Dispatch, why: str) -> None:
    """It was logged by mistake. It counts no more, and stays to be read with its reason."""
    why = need_reason(why, action="dispatch-taken-back")
    with _of_dispatch(by, dispatch, "dispatch-taken-back", why) as (row, says):
        row.taken_back_at, row.taken_back_why = timezone.now(), why


@contextmanager
def _of(
    by: User, addressee: Addressee, action: str, why: str = "", *, save: bool = True
) -> Iterator[tuple[Addressee, dict[str, Any]]]:
    """One action on an addressee that stands in the register."""
    with acting_in(action, by=by, organisation=addressee.organisation, right=RIGHT, why=why) as says:
        row = Addressee.objects.get(pk=addressee.pk)
        if row.removed_at is not None:
            raise AddresseeAway(name=row.name)
        says["addressee"] = row.pk
        yield row, says
        if save:
            _save(row, by)
    addressee.refresh_from_db()


@contextmanager
def _of_dispatch(
    by: User, dispatch: Dispatch, action: str, why: str = ""
) -> Iterator[tuple[Dispatch, dict[str, Any]]]:
    organisation = dispatch.addressee.organisation
    with acting_in(action, by=by, organisation=organisation, right=RIGHT, why=why) as says:
        row = Dispatch.objects.select_related("addressee").get(pk=dispatch.pk)
        if row.taken_back_at is not None:
            raise TakenBack(title=row.title)
        says |= {"dispatch": row.pk, "to": row.addressee.name, "title": row.title}
        yield row, says
        row.edition += 1
        row.save()
    dispatch.refresh_from_db()


def _save(row: Addressee, by: User) -> None:
    row.written_at, row.written_by = timezone.now(), by.get_username()
    row.save()


def _describe(row: Addressee, to: To) -> None:
    """Raises HandingField or AddresseeKnown."""
    name, office, email = " ".join(to.name.split()), " ".join(to.office.split()), to.email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise HandingField(field_sv="e-postadress", field_en="e-mail address", found=email[:40]) from None
    _check(
        (0 < len(name) <= 300, "organisation", "organisation", name),
        (len(office) <= 300, "funktion", "office", office),
        (len(to.address) <= 1000, "postadress", "postal address", to.address),
        (len(email) <= 254, "e-postadress", "e-mail address", email),
        (to.kind in ("", *(one.id for one in addressees())), "slag", "kind", to.kind),
    )
    row.name, row.office, row.address, row.email, row.kind = name, office, to.address.strip(), email, to.kind
    _alone(row)


def _alone(row: Addressee) -> None:
    twins = Addressee.objects.filter(
        organisation=row.organisation, name__iexact=row.name, office__iexact=row.office, removed_at=None
    ).exclude(pk=row.pk)
    if twins.exists():
        raise AddresseeKnown(name=row.name, office=row.office or "–")


def _check(*fields: tuple[bool, str, str, str]) -> None:
    for holds, sv, en, found in fields:
        if not holds:
            raise HandingField(field_sv=sv, field_en=en, found=found.strip()[:40] or "–")
