"""What the exercise's programme has handed over: invented proposals to invented authorities, and what they answered."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.models import User

from omlopp.domain.model.text import STRICT
from omlopp.web.records.actions.handing_over import (
    To,
    Version,
    enter_addressee,
    log_dispatch,
    record_reply,
)
from omlopp.web.records.models import Addressee, ProgrammeRecord


@dataclass(frozen=True, slots=True)
class HandedSaid:
    """`text`: the whole proposal; what was sent is that text, so its version is the text's SHA-256."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    day: date
    to: str
    office: str
    title: str
    text: str
    file: str
    channel: str
    number: str
    replied: date | None = None
    their_number: str = ""
    reply: str = ""
    led_to: str = ""


def hand_over(by: User, programme: ProgrammeRecord, said: HandedSaid) -> None:
    """As somebody in the programme's organisation does it: the addressee, what was sent, and the reply if any."""
    house = programme.organisation
    addressee = Addressee.objects.filter(organisation=house, name=said.to, office=said.office).first()
    if addressee is None:
        addressee = enter_addressee(by=by, organisation=house, to=To(said.to, said.office))
    sent = log_dispatch(
        by=by,
        addressee=addressee,
        version=Version(
            publication="",
            title=said.title,
            language="sv",
            form="txt",
            file=said.file,
            sha256=sha256(said.text.encode()).hexdigest(),
            built_on=said.day,
            exercise=True,
        ),
        on=said.day,
        channel=said.channel,
        diary_number=said.number,
        message=said.text,
        programme=programme,
    )
    if said.replied is not None:
        record_reply(
            by=by,
            dispatch=sent,
            on=said.replied,
            reply=said.reply,
            their_number=said.their_number,
            led_to=said.led_to,
            edition=sent.edition,
        )
