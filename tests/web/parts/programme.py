"""Programmes: begun, joined, helped, counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from omlopp.web.records.actions import programme, programme_lines, programme_pilots
from omlopp.web.records.actions.programme import Applied, Facts
from omlopp.web.records.models import (
    Participant,
    ProcurementRecord,
    ProgrammeHelp,
    ProgrammePilot,
    ProgrammeRecord,
)
from tests.web.acting import COMMENTERS, INVITERS, Row
from tests.web.building import DAY, Workspace
from tests.web.parts.organisation import ours

LEADS = frozenset(
    {"buyer", "in:administrator", "in:project_lead"}
)  # the buyer of the tests made the organisation
COACHES = frozenset({"process_leader", "in:process_leader"})
FACTS = Facts(
    "Provprogrammet", "programme", date(2026, 1, 1), date(2027, 12, 31), "RUN/1/2026", "Tio upphandlingar prövar modellen.",
    ("Handledning",), "Ingen ekonomisk fördel till företag.", {"environment": "Mindre avfall."},
)  # fmt: skip
LINES: dict[str, dict[str, Any]] = {
    "goal": {"text": "Minst tio skarpa upphandlingar", "target": Decimal(10), "unit": "upphandlingar", "counted": "live",
             "serves": ["roadmap_2025", "agenda_2030_12_7"]},
    "activity": {"title": "Startmöte", "starts_on": DAY, "ends_on": DAY},
    "budget": {"cost_type": "staff", "amount_sek": Decimal(1_859_000)},
    "cofunding": {"name": "ERUF", "kind": "eu", "amount_sek": Decimal(744_000)},
    "spent": {"on": DAY, "cost_type": "staff", "amount_sek": Decimal(120_000), "voucher": "A 1"},
    "claim": {"number": 1, "period_from": DAY, "period_to": DAY, "claimed_on": DAY, "claimed_sek": Decimal(90_000)},
    "risk": {"text": "Få anbud", "likelihood": 3, "effect": 4, "measure": "Tidig dialog"},
    "outreach": {"target_group": "Inköpschefer", "message": "Så kom de igång", "channel": "Webbinarium", "on": DAY},
    "decision": {"kind": "delegation", "title": "Medfinansiering", "matter": "Ansökan", "decision": "Bifalls",
                 "by": "Regional utvecklingsdirektör"},
    "deviation": {"on": DAY, "what": "Starten sköts", "why": "Rekryteringen tog tid"},
}  # fmt: skip


def first() -> ProgrammeRecord:
    """With lines of every kind, and every procurement of the workspace's states as a pilot."""
    return ProgrammeRecord.objects.get(title=FACTS.title)


def second() -> ProgrammeRecord:
    """One that nobody has joined."""
    return ProgrammeRecord.objects.get(title="Andra programmet")


def signed() -> Participant:
    return second().participants.get(buyer_name="Provkommunen")


def applicant() -> Participant:
    return second().participants.get(buyer_name="Sökande kommun")


def chosen() -> Participant:
    return second().participants.get(buyer_name="Utvald kommun")


def pilot(row: ProcurementRecord) -> ProgrammePilot:
    return row.pilots.get(programme=first())


def asked(row: ProcurementRecord) -> ProgrammeHelp:
    return pilot(row).help.get(kind="question", answered="")


def line(kind: str) -> int:
    return int(programme_lines.KINDS[kind].table.objects.filter(programme=first(), removed_at=None)[0].pk)


def taken_away(kind: str) -> int:
    return int(programme_lines.KINDS[kind].table.objects.exclude(removed_at=None)[0].pk)


def written(kind: str) -> Callable[[User, ProcurementRecord], object]:
    typed = LINES[kind] | ({"number": 2} if kind == "claim" else {})
    return lambda by, row: programme_lines.write_line(by=by, programme=first(), kind=kind, typed=typed)


def removed(kind: str) -> Callable[[User, ProcurementRecord], object]:
    return lambda by, row: programme_lines.remove_line(
        by=by, programme=first(), kind=kind, line=line(kind), why="Fel."
    )


def restored(kind: str) -> Callable[[User, ProcurementRecord], object]:
    return lambda by, row: programme_lines.restore_line(
        by=by, programme=second(), kind=kind, line=taken_away(kind)
    )


def shut() -> ProgrammeRecord:
    return ProgrammeRecord.objects.get(title="Avslutat program")


ROWS = (
    Row(
        programme.create_programme, LEADS,
        lambda by, row: programme.create_programme(by=by, organisation=ours(), facts=FACTS), "programme-begun",
        ended_too=True,
    ),
    Row(
        programme.describe_programme, LEADS,
        lambda by, row: programme.describe_programme(by=by, programme=first(), facts=FACTS, edition=first().edition),
        "programme-described", ended_too=True,
    ),
    Row(
        programme.close_programme, LEADS,
        lambda by, row: programme.close_programme(by=by, programme=first(), why="Klart.", on=DAY),
        "programme-closed", "Klart.", ended_too=True,
    ),
    Row(
        programme.open_again, LEADS,
        lambda by, row: programme.open_again(by=by, programme=shut(), why="För tidigt."),
        "programme-opened", "För tidigt.", ended_too=True,
    ),
    Row(
        programme.open_applications, LEADS,
        lambda by, row: programme.open_applications(by=by, programme=second(), until=date(2027, 1, 1)),
        "programme-applications-opened", ended_too=True,
    ),
    Row(
        programme.close_applications, LEADS,
        lambda by, row: programme.close_applications(by=by, programme=first()),
        "programme-applications-closed", ended_too=True,
    ),
    Row(
        programme.enter_application, LEADS,
        lambda by, row: programme.enter_application(
            by=by, programme=first(), applied=Applied("Nykommun", "SE322", "inkop@nykommun.example", "Möbler."), on=DAY
        ),
        "programme-applied", ended_too=True,
    ),
    Row(
        programme.choose_participant, LEADS,
        lambda by, row: programme.choose_participant(by=by, participant=applicant(), on=DAY),
        "programme-participant-chosen", ended_too=True,
    ),
    Row(
        programme.decline_participant, LEADS,
        lambda by, row: programme.decline_participant(by=by, participant=applicant(), why="Fullt.", on=DAY),
        "programme-participant-declined", "Fullt.", ended_too=True,
    ),
    Row(
        programme.sign_participant, LEADS,
        lambda by, row: programme.sign_participant(by=by, participant=chosen(), on=DAY),
        "programme-participant-signed", ended_too=True,
    ),
    Row(
        programme.participant_leaves, LEADS,
        lambda by, row: programme.participant_leaves(by=by, participant=signed(), why="Ont om tid.", on=DAY),
        "programme-participant-left", "Ont om tid.", ended_too=True,
    ),
    Row(
        programme_pilots.join_programme, INVITERS,
        lambda by, row: programme_pilots.join_programme(
            by=by, procurement=row, participant=signed(), process_leader="in:process_leader", on=DAY
        ),
        "pilot-joined", ended_too=True,
    ),
    Row(
        programme_pilots.name_process_leader, INVITERS,
        lambda by, row: programme_pilots.name_process_leader(by=by, pilot=pilot(row), username="process_leader"),
        "process-leader-named", ended_too=True,
    ),
    Row(
        programme_pilots.leave_programme, INVITERS,
        lambda by, row: programme_pilots.leave_programme(by=by, pilot=pilot(row), why="Ont om tid.", on=DAY),
        "pilot-left", "Ont om tid.", ended_too=True,
    ),
    Row(
        programme_pilots.mark_stuck, COACHES | LEADS,
        lambda by, row: programme_pilots.mark_stuck(
            by=by, pilot=pilot(row), step_id="market", why="Inga svar.", on=DAY
        ),
        "pilot-stuck", "Inga svar.",
    ),
    Row(
        programme_pilots.mark_moving, COACHES | LEADS,
        lambda by, row: programme_pilots.mark_moving(by=by, pilot=pilot(row)), "pilot-moving", ended_too=True,
    ),
    Row(
        programme_pilots.ask_for_help, COMMENTERS,
        lambda by, row: programme_pilots.ask_for_help(by=by, pilot=pilot(row), asked="Hur mäts vikten?", on=DAY),
        "help-asked",
    ),
    Row(
        programme_pilots.answer_help, COACHES,
        lambda by, row: programme_pilots.answer_help(
            by=by, help=asked(row), answered="Med följesedeln.", hours=Decimal("1.5"), on=DAY
        ),
        "help-answered", ended_too=True, not_in=("closed",),
    ),
    Row(
        programme_pilots.log_help, COACHES,
        lambda by, row: programme_pilots.log_help(
            by=by, pilot=pilot(row), kind="meeting", answered="Gick igenom målkartan.", hours=Decimal(2), on=DAY
        ),
        "help-logged", ended_too=True,
    ),
    Row(
        programme_pilots.withdraw_help, COACHES,
        lambda by, row: programme_pilots.withdraw_help(
            by=by, help=pilot(row).help.filter(kind="meeting")[0], why="Dubbelt."
        ),
        "help-withdrawn", "Dubbelt.", ended_too=True,
    ),
    *(Row(programme_lines.write_line, LEADS, written(kind), f"programme-{kind}-written", ended_too=True, note=kind)
      for kind in LINES),
    *(Row(programme_lines.remove_line, LEADS, removed(kind), f"programme-{kind}-removed", "Fel.", ended_too=True,
          note=kind) for kind in LINES),
    *(Row(programme_lines.restore_line, LEADS, restored(kind), f"programme-{kind}-restored", ended_too=True, note=kind)
      for kind in LINES),
    Row(
        programme_lines.import_spent, LEADS,
        lambda by, row: programme_lines.import_spent(
            by=by, programme=first(), rows=[LINES["spent"] | {"voucher": "A 77"}], source="lista.csv"
        ),
        "programme-spent-imported", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (
    programme.create_programme, programme.describe_programme, programme.close_programme, programme.open_again,
    programme.open_applications, programme.close_applications, programme.enter_application,
    programme.choose_participant, programme.decline_participant, programme.sign_participant,
    programme.participant_leaves, programme_lines.write_line, programme_lines.remove_line,
    programme_lines.restore_line, programme_lines.import_spent,
)  # fmt: skip


def VALUES(workspace: Workspace, of: int) -> dict[str, Any]:
    row = ProgrammeRecord.objects.filter(title=FACTS.title).first()
    goal = row.goals.first() if row else None
    return {
        "programme": [row.pk if row else 1], "part": ["mal", "tid", "pengar"], "kind": ["goal"],
        "line": [goal.pk if goal else 1], "spent_list": lambda: [laid()], "programme_token": [row.token if row else "finns-inte"],
    }  # fmt: skip


def laid() -> str:
    """A list of spending that the buyer has uploaded and not imported."""
    from omlopp.web import laid_aside

    buyer, row = User.objects.get(username="buyer"), first()
    mine = [one for _, one in laid_aside.every() if one.kind == f"spent-{row.pk}"]
    content = b"Datum;Kostnadsslag;Belopp;Verifikation\n2026-03-02;Personal;12 500,00;A 9\n"
    return (mine[0] if mine else laid_aside.lay(buyer.pk, row.organisation_id, f"spent-{row.pk}", "utgifter.csv", content)).id  # fmt: skip


FORMS = {
    "programme-new": {"title": "Nytt", "kind": "programme", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
    "programme-facts": {"do": "facts", "edition": "0", "title": "Nytt", "kind": "programme", "starts_on": "2026-01-01",
                        "ends_on": "2026-12-31"},
    "programme-participants": {"do": "enter", "buyer_name": "Nykommun", "county": "SE322", "contact": "", "why": ""},
    "programme-pilots": {"do": "stuck", "pilot": "1", "step": "market", "why": "Skäl."},
    "programme-spent": {"file": "inte en fil"},
    "programme-spent-preview": {"rows": "1"},
    "programme-line-new": {"edition": "0", "text": "Mål", "target": "10", "unit": "st", "counted": "live",
                           "serves": "roadmap_2025", "reached": ""},
    "programme-line": {"edition": "1", "text": "Mål", "target": "10", "unit": "st", "counted": "live",
                       "serves": "roadmap_2025", "reached": ""},
    "programme-line-change": {"do": "remove", "why": "Skäl."},
    "programme-apply": {"buyer_name": "Nykommun", "county": "", "contact": "", "why": "", "once": "x"},
    "programme-here": {"do": "ask", "pilot": "1", "asked": "Hur?"},
}  # fmt: skip
NO_FORM = {"programmes", "programme", "programme-part", "programme-lines-file"}
OPEN = {"programme-apply"}


def build(buyer: User, built: Workspace) -> None:
    """Two programmes of the organisation; the first has lines of every kind and the four states as pilots."""
    made = programme.create_programme(by=buyer, organisation=ours(), facts=FACTS)
    programme.open_applications(by=buyer, programme=made, until=date(2099, 1, 1))
    for kind, typed in LINES.items():
        programme_lines.write_line(by=buyer, programme=made, kind=kind, typed=typed)
    other = programme.create_programme(
        by=buyer, organisation=ours(), facts=Facts("Andra programmet", "pre_study", date(2026, 1, 1), date(2026, 12, 31))
    )  # fmt: skip
    programme.enter_application(by=buyer, programme=other, applied=Applied("Sökande kommun"), on=DAY)
    waits = programme.enter_application(by=buyer, programme=other, applied=Applied("Utvald kommun"), on=DAY)
    programme.choose_participant(by=buyer, participant=waits, on=DAY)
    for kind, typed in LINES.items():
        line = programme_lines.write_line(by=buyer, programme=other, kind=kind, typed=typed)
        programme_lines.remove_line(by=buyer, programme=other, kind=kind, line=line.pk, why="Hör inte hit.")
    ended = programme.create_programme(
        by=buyer, organisation=ours(), facts=replace(FACTS, title="Avslutat program", deliverables=())
    )
    programme.close_programme(by=buyer, programme=ended, why="Klart.", on=DAY)
    joined = {}
    for row in (made, other):
        one = programme.enter_application(
            by=buyer, programme=row, applied=Applied("Provkommunen", "SE322", organisation=ours()), on=DAY
        )
        programme.choose_participant(by=buyer, participant=one, on=DAY)
        programme.sign_participant(by=buyer, participant=one, on=DAY)
        joined[row.pk] = one
    coach = User.objects.get(username="process_leader")
    for state in ("begun", "open", "awarded", "closed"):
        of = programme_pilots.join_programme(
            by=buyer, procurement=built.row(state), participant=joined[made.pk], process_leader="process_leader", on=DAY
        )  # fmt: skip
        programme_pilots.log_help(
            by=coach, pilot=of, kind="meeting", answered="Samtalet om provets innersta.", hours=Decimal("1.5"), on=DAY
        )  # fmt: skip
        if state != "closed":
            programme_pilots.ask_for_help(by=buyer, pilot=of, asked="Vad gör vi nu?", on=DAY)
    programme_pilots.mark_stuck(
        by=coach, pilot=ProgrammePilot.objects.get(procurement=built.begun), step_id="market",
        why="Ingen leverantör svarade.", on=DAY,
    )  # fmt: skip
