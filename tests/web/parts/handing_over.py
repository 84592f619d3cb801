"""Handing over: addressees, dispatches in their version, replies."""

from datetime import date, timedelta
from typing import Any

from omlopp.flows.publications.base import Base
from omlopp.flows.publications.build import build as publish
from omlopp.library.load import library
from omlopp.web import publications as work
from omlopp.web.records.actions import handing_over as act
from omlopp.web.records.actions.handing_over import To, Version
from omlopp.web.records.models import Addressee, Dispatch
from tests.web.acting import Row
from tests.web.building import DAY
from tests.web.parts.organisation import ours
from tests.web.parts.publications import PUBLISHERS

SENT = Version("policy_uhm", "Till Upphandlingsmyndigheten", "sv", "pdf", "underlag.pdf", "ab" * 32, DAY)


def registry() -> Addressee:
    return Addressee.objects.get(name="Provmyndigheten")


def gone() -> Addressee:
    return Addressee.objects.get(name="Borttagna myndigheten")


def sent() -> Dispatch:
    return Dispatch.objects.get(addressee=registry(), sha256=SENT.sha256)


def edition(row: Any) -> int:
    row.refresh_from_db()
    return int(row.edition)


ROWS = [
    Row(
        act.enter_addressee, PUBLISHERS,
        lambda by, row: act.enter_addressee(by=by, organisation=ours(), to=To("Ny myndighet", "Registrator")),
        "addressee-entered", ended_too=True,
    ),
    Row(
        act.change_addressee, PUBLISHERS,
        lambda by, row: act.change_addressee(
            by=by, addressee=registry(), to=To("Provmyndigheten", "Diariet"), edition=edition(registry())
        ),
        "addressee-changed", ended_too=True,
    ),
    Row(
        act.remove_addressee, PUBLISHERS,
        lambda by, row: act.remove_addressee(by=by, addressee=registry(), why="Dubblett."),
        "addressee-removed", "Dubblett.", ended_too=True,
    ),
    Row(
        act.restore_addressee, PUBLISHERS,
        lambda by, row: act.restore_addressee(by=by, addressee=gone()), "addressee-restored", ended_too=True,
    ),
    Row(
        act.log_dispatch, PUBLISHERS,
        lambda by, row: act.log_dispatch(
            by=by, addressee=registry(), version=SENT, on=DAY + timedelta(days=1), channel="post", diary_number="RUN/1"
        ),
        "dispatch-logged", ended_too=True,
    ),
    Row(
        act.record_reply, PUBLISHERS,
        lambda by, row: act.record_reply(
            by=by, dispatch=sent(), on=DAY, reply="Vi läser.", led_to="Ett möte.", edition=edition(sent())
        ),
        "dispatch-answered", ended_too=True,
    ),
    Row(
        act.take_back_dispatch, PUBLISHERS,
        lambda by, row: act.take_back_dispatch(by=by, dispatch=sent(), why="Fel mottagare."),
        "dispatch-taken-back", "Fel mottagare.", ended_too=True,
    ),
]  # fmt: skip
NO_PROCUREMENT = tuple(row.action for row in ROWS)
FORMS: dict[str, dict[str, Any]] = {
    "addressee-new": {"name": "Skickad myndighet", "office": "Registrator"},
    "addressee": {"name": "Provmyndigheten", "office": "Registrator", "edition": "1"},
    "dispatch-new": {
        "file": "policy_uhm/sv/underlag-upphandlingsmyndigheten.pdf", "sent_on": DAY.isoformat(), "channel": "email", "message": "Hej."
    },
    "dispatch": {"replied_on": date(2030, 1, 1).isoformat(), "reply": "Tack.", "edition": "1"},
}  # fmt: skip
NO_FORM = {"addressees", "dispatch-letter"}


def build(buyer: Any, built: Any) -> None:
    """A register of two, one of them taken out, one dispatch, and a brief that may be sent."""
    publish(Base(library(), DAY), ["policy_uhm"], ["sv"], work.target(), without=("docx",))
    to = act.enter_addressee(
        by=buyer, organisation=ours(), to=To("Provmyndigheten", "Registrator", "Gatan 1")
    )
    act.log_dispatch(by=buyer, addressee=to, version=SENT, on=DAY, channel="email")
    away = act.enter_addressee(by=buyer, organisation=ours(), to=To("Borttagna myndigheten"))
    act.remove_addressee(by=buyer, addressee=away, why="Finns inte längre.")


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    return {"addressee": [registry().pk], "dispatch": [sent().pk]}
