"""Organisations, accounts, the opening of bids, disposal."""

import zlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from omlopp.web.records.access import may_in
from omlopp.web.records.actions import closing, disposal, organisations, secrecy
from omlopp.web.records.models import Organisation, ProcurementRecord
from tests.web.acting import ADMINISTRATORS, ALL, BUYER, DISPOSERS, INVITERS, Row
from tests.web.building import DAY, FIRST, LOT, SECOND, Workspace

OPENED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PRESENT = [("Upphandlaren", "kommunen"), ("Registratorn", "kommunen")]


def png(width: int, height: int) -> bytes:
    """A green picture that every reader of PNG takes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    rows = (b"\0" + b"\x17\x59\x4a" * width) * height
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PNG = png(120, 40)


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


def closed(by: User, username: str) -> str:
    """Closed, where it is to be opened again: nothing is written for who may not."""
    if may_in(by, "people", ours()):
        User.objects.filter(username=username).update(is_active=False)
    return username


def unit() -> int:
    return int(ours().units.get(name="Fastighet").pk)


def opened(by: User, row: ProcurementRecord, lot: str, why: str = "") -> Any:
    return secrecy.record_opening(
        by=by,
        procurement=row,
        lot_id=lot,
        opened_at=OPENED,
        present=PRESENT,
        bidders=[FIRST, SECOND],
        why=why,
    )


ROWS = (
    Row(
        organisations.create_organisation, ALL,
        lambda by, row: organisations.create_organisation(by=by, name="Ny kommun", kind="municipality"),
        "organisation-created", ended_too=True,
    ),
    Row(
        organisations.describe_organisation, ADMINISTRATORS,
        lambda by, row: organisations.describe_organisation(
            by=by, organisation=ours(), name="Provkommunen", kind="region", contact_email="prov@example.org"
        ),
        "organisation-described", ended_too=True,
    ),
    Row(
        organisations.set_organisation_file, ADMINISTRATORS,
        lambda by, row: organisations.set_organisation_file(
            by=by, organisation=ours(), what="logo", name="vapen.png", content=PNG
        ),
        "organisation-file-set", ended_too=True,
    ),
    Row(
        organisations.drop_organisation_file, ADMINISTRATORS,
        lambda by, row: organisations.drop_organisation_file(by=by, organisation=ours(), what="logo"),
        "organisation-file-dropped", ended_too=True,
    ),
    Row(
        organisations.add_unit, ADMINISTRATORS,
        lambda by, row: organisations.add_unit(by=by, organisation=ours(), name="Skola"), "unit-added", ended_too=True,
    ),
    Row(
        organisations.rename_unit, ADMINISTRATORS,
        lambda by, row: organisations.rename_unit(by=by, organisation=ours(), unit=unit(), name="Lokaler"),
        "unit-renamed", ended_too=True,
    ),
    Row(
        organisations.remove_unit, ADMINISTRATORS,
        lambda by, row: organisations.remove_unit(by=by, organisation=ours(), unit=unit()),
        "unit-removed", ended_too=True,
    ),
    Row(
        organisations.place_person, ADMINISTRATORS,
        lambda by, row: organisations.place_person(by=by, organisation=ours(), username="in:reader", unit=unit()),
        "person-placed", ended_too=True,
    ),
    Row(
        organisations.hand_over, INVITERS - {"project_lead"},  # who has no role in the organisation cannot give to it
        lambda by, row: organisations.hand_over(by=by, procurement=row, organisation=ours()),
        "handed-over", ended_too=True,
    ),
    Row(
        closing.close_account, ADMINISTRATORS,
        lambda by, row: closing.close_account(by=by, organisation=ours(), username="in:reader", why="Slutade."),
        "account-closed", "Slutade.", ended_too=True,
    ),
    Row(
        closing.reopen_account, ADMINISTRATORS,
        lambda by, row: closing.reopen_account(
            by=by, organisation=ours(), username=closed(by, "in:reader"), why="Kom tillbaka."
        ),
        "account-reopened", "Kom tillbaka.", ended_too=True,
    ),
    Row(
        closing.forget_person, ADMINISTRATORS,
        lambda by, row: closing.forget_person(by=by, organisation=ours(), username="in:reader", why="Bad om det."),
        "person-forgotten", "Bad om det.", ended_too=True,
    ),
    Row(secrecy.record_opening, BUYER, lambda by, row: opened(by, row, LOT), "opening-recorded"),
    Row(
        secrecy.record_opening, BUYER, lambda by, row: opened(by, row, "LOT-0002", "Fel klockslag."),
        "opening-corrected", "Fel klockslag.", not_in=("closed",), note="a correction",
    ),
    Row(
        disposal.dispose, DISPOSERS,
        lambda by, row: disposal.dispose(
            by=by, procurement=row, kinds=["comments"], number="KS 2026/7", decided_on=DAY, basis="Planen, 3.2"
        ),
        "disposed", "Planen, 3.2", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (
    organisations.create_organisation, organisations.describe_organisation, organisations.set_organisation_file,
    organisations.drop_organisation_file, organisations.add_unit, organisations.rename_unit, organisations.remove_unit,
    organisations.place_person, closing.close_account, closing.reopen_account, closing.forget_person,
)  # fmt: skip


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    return {"organisation": [ours().pk], "username": ["in:reader"], "what": ["logo"]}


FORMS = {
    "organisations": {"name": "Ny kommun", "number": "", "kind": "municipality", "county": "SE322"},
    "organisation-settings": {"name": "Provkommunen", "number": "", "kind": "region", "county": "", "contact_email": ""},
    "organisation-file": {"do": "drop", "file": "inte en fil"},
    "organisation-units": {"do": "add", "name": "Skola", "unit": "1"},
    "organisation-people": {"do": "give", "username": "outsider", "role": "reader"},
    "organisation-account": {"do": "close", "username": "in:reader", "why": "Slutade."},
    "opening": {"opened_at": "2026-03-01T09:30", "present": "A, kommunen\nB, kommunen", "bidders": FIRST, "why": "Skäl."},
    "dispose": {"kind": "comments", "number": "KS 1", "decided_on": "2026-03-01", "basis": "Planen", "confirmed": "1",
                "seen-comments": "0"},
}  # fmt: skip
NO_FORM = {
    "roles", "my-data", "my-data-file", "organisation", "organisation-log", "person-data", "bid-list", "bids-seen",
    "log-check",
}  # fmt: skip
OF_BIDS = {"opening", "bid-list", "bids-seen"}


def build(buyer: User, built: Workspace) -> None:
    """A unit and a logo of the organisation, and an opening that holds the secret names."""
    organisations.add_unit(by=buyer, organisation=ours(), name="Fastighet")
    for what, name, content in (("logo", "vapen.png", PNG),):
        organisations.set_organisation_file(
            by=buyer, organisation=ours(), what=what, name=name, content=content
        )
    for state in ("begun", "open", "awarded"):
        opened(buyer, built.row(state), "LOT-0002")
