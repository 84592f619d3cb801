"""Programmes: rows → omlopp.domain.programme.model.Programme, and who may see what of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch

from omlopp.domain.programme.model import (
    Activity,
    BudgetLine,
    Claim,
    Cofunding,
    Decision,
    Deviation,
    Goal,
    Help,
    Outreach,
    Participant,
    Pilot,
    Programme,
    Risk,
    Spent,
)
from omlopp.web.records.access import ORGANISATION_MAY
from omlopp.web.records.models import Participant as ParticipantRow
from omlopp.web.records.models import ProgrammeHelp, ProgrammePilot, ProgrammeRecord

LINES = (
    "goals", "activities", "budget", "cofunding", "spent", "claims", "risks", "outreach", "decisions", "deviations",
)  # fmt: skip


def programmes(
    rows: Iterable[ProgrammeRecord] | None = None, *, with_talk: bool = False
) -> tuple[Programme, ...]:
    """Every programme of the workspace (or those given) as values, in as many queries as there are tables.

    `with_talk`: with what the pilots asked and were answered, for who may read the procurement. Never for publishing.
    """
    chosen = ProgrammeRecord.objects.all()
    if rows is not None:
        chosen = chosen.filter(pk__in=[row.pk for row in rows])
    return tuple(_value(row, with_talk) for row in whole(chosen))


def programme(row: ProgrammeRecord, *, with_talk: bool = False) -> Programme:
    """One programme as a value."""
    return programmes([row], with_talk=with_talk)[0]


def whole(rows: Any) -> Any:
    """The rows with all that a value needs."""
    return rows.select_related("organisation").prefetch_related(
        *LINES,
        "participants",
        Prefetch("pilots", ProgrammePilot.objects.select_related("participant")),
        Prefetch("pilots__help", ProgrammeHelp.objects.filter(removed_at=None)),
    )


def standing(rows: Any) -> list[Any]:
    """The lines that nobody has taken away."""
    return [row for row in rows.all() if row.removed_at is None]


def _value(row: ProgrammeRecord, with_talk: bool) -> Programme:
    pilots = list(row.pilots.all())
    return Programme(
        id=str(row.pk),
        title=row.title,
        kind=row.kind,  # type: ignore[arg-type]
        owner=row.organisation.name,
        diary_number=row.diary_number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        goals=tuple(
            Goal(str(one.pk), one.text, one.target, one.unit, one.counted, tuple(one.serves), one.reached)
            for one in standing(row.goals)
        ),
        participants=tuple(participant(one) for one in standing(row.participants)),
        pilots=tuple(pilot(one) for one in pilots),
        help=tuple(help_of(each, one, with_talk) for each in pilots for one in each.help.all()),
        activities=tuple(
            Activity(str(one.pk), one.title, one.starts_on, one.ends_on, one.done_on, one.who)
            for one in standing(row.activities)
        ),
        budget=tuple(BudgetLine(one.cost_type, one.amount_sek) for one in standing(row.budget)),
        cofunding=tuple(
            Cofunding(one.name, one.kind, one.amount_sek, one.certified_on, one.number)
            for one in standing(row.cofunding)
        ),
        spent=tuple(
            Spent(one.on, one.cost_type, one.amount_sek, one.voucher, one.flat, one.text)
            for one in standing(row.spent)
        ),
        claims=tuple(
            Claim(
                one.number, one.period_from, one.period_to, one.claimed_on, one.claimed_sek, one.approved_on,
                one.approved_sek, one.paid_on, one.paid_sek,
            )
            for one in standing(row.claims)
        ),
        risks=tuple(
            Risk(one.text, one.likelihood, one.effect, one.measure, one.who, one.closed_on)
            for one in standing(row.risks)
        ),
        outreach=tuple(
            Outreach(one.target_group, one.message, one.channel, one.on, one.result)
            for one in standing(row.outreach)
        ),
        decisions=tuple(
            Decision(
                one.kind, one.number, one.title, one.matter, one.decision, one.by, tuple(one.basis),
                one.delegation, one.decided_on, one.reported_to, tuple(one.extract_to), one.effect_sek,
            )
            for one in standing(row.decisions)
        ),
        deviations=tuple(
            Deviation(one.on, one.what, one.why, one.measure) for one in standing(row.deviations)
        ),
        about=row.about,
        deliverables=tuple(row.deliverables),
        state_aid=row.state_aid,
        horizontal=tuple(row.horizontal.items()),
        exercise=row.exercise,
    )  # fmt: skip


def participant(row: ParticipantRow) -> Participant:
    return Participant(
        str(row.pk), row.buyer_name, row.county, row.applied_on, row.chosen_on, row.signed_on, row.left_on, row.why,
        row.declined_on,
    )  # fmt: skip


def pilot(row: ProgrammePilot) -> Pilot:
    return Pilot(
        str(row.procurement_id), str(row.participant_id), row.process_leader, row.joined_on, row.left_on, row.left_why,
        row.stuck_since, row.stuck_at, row.stuck_why,
    )  # fmt: skip


def help_of(of: ProgrammePilot, row: ProgrammeHelp, with_talk: bool) -> Help:
    """One piece of help; what was said in it only `with_talk`."""
    value = Help(
        str(row.pk), str(of.procurement_id), row.on, row.by, row.kind, row.asked, row.answered, row.instrument,  # type: ignore[arg-type]
        row.hours, waits=row.kind == "question" and not row.answered,
    )  # fmt: skip
    return value if with_talk else replace(value, asked="", answered="")


def readable_by(user: User) -> "list[ProgrammeRecord]":
    """The programmes of the organisations where the person has a role that reads the organisation's pages."""
    roles = [role for role, rights in ORGANISATION_MAY.items() if "read" in rights]
    if not user.is_active:
        return []
    found = ProgrammeRecord.objects.filter(
        organisation__roles__user=user, organisation__roles__role__in=roles
    )
    return list(found.select_related("organisation").distinct())
