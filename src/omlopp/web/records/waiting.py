"""What lies before one person: rows as the values that domain/process/waiting sorts. As many queries as tables."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q
from django.utils import timezone

from omlopp.domain.model.process import ProcessModel
from omlopp.domain.process.waiting import Agreement, Call, Case, Desk, Duty, Mention, Report
from omlopp.flows.waiting import gates_of
from omlopp.web.records import convert
from omlopp.web.records.access import IN_ORGANISATION, MAY, ORGANISATION_MAY, visible_to
from omlopp.web.records.models import (
    Comment,
    Contract,
    DeliveryReport,
    Invitation,
    Membership,
    OrganisationRole,
    ProcurementRecord,
    Task,
)

GOING = ("open", "awarded")
MENTIONS_KEPT = timedelta(days=365)
REPORTS = ("awaited", "received", "missed")
SECRET_ROOMS = ("bids", "decision")
"""Rooms of the model whose comments, tasks and files are read by those who see bids alone."""


def desk(user: User, today: date) -> Desk:
    """Everything that may wait for the person, of every procurement and contract they may see."""
    seen = visible_to(user)
    mine = dict(
        Membership.objects.filter(user=user, procurement__in=seen).values_list("procurement_id", "role")
    )
    over: dict[int, set[str]] = defaultdict(set)
    for organisation, role in OrganisationRole.objects.filter(user=user).values_list(
        "organisation_id", "role"
    ):
        over[organisation].add(role)
    duties, mentions = _duties(user, seen), _mentions(user, seen)
    asked = Q(outcome__in=GOING) | Q(pk__in={*duties, *mentions})
    rows = convert.whole(ProcurementRecord.objects.filter(asked, pk__in=seen)).select_related("organisation")
    cases = tuple(
        _case(row, mine.get(row.pk, ""), over.get(row.organisation_id or 0, set()), duties, mentions)
        for row in rows
    )
    rights = {int(case.procurement.id): case.rights for case in cases}
    return Desk(user.get_username(), today, cases, _agreements(user, rights, over), _calls(user, today))


def rights_with(role: str, roles: Iterable[str]) -> frozenset[str]:
    """As access.rights_of, of what is already read: the role in the procurement and those in its organisation."""
    return MAY.get(role, frozenset()).union(*(IN_ORGANISATION[each] for each in roles))


def secret_places(model: ProcessModel) -> frozenset[str]:
    """Steps where people talk of bids: what is said there is seen as bids are."""
    return frozenset(step.id for step in model.steps if step.room in SECRET_ROOMS)


def case_of(row: ProcurementRecord, user: User) -> Case:
    """One procurement as it lies before the person, with every task that is not done."""
    own = Membership.objects.filter(user=user, procurement=row).values_list("role", flat=True).first() or ""
    over = OrganisationRole.objects.filter(user=user, organisation=row.organisation_id).values_list(
        "role", flat=True
    )
    left = Task.objects.filter(procurement=row, done_at=None)
    return _case(row, own, set(over), {row.pk: [(each, each.who_id == user.pk) for each in left]}, {})


def _case(
    row: ProcurementRecord,
    role: str,
    over: set[str],
    duties: dict[int, list[tuple[Task, bool]]],
    mentions: dict[int, list[Comment]],
) -> Case:
    """Only those who carry contracts answer for steps by a role in the whole organisation; else one is named."""
    model, rights = convert.edition(row.model), rights_with(role, over)
    whole = convert.procurement(row)
    sees = "see_bids" in rights
    value = whole if sees else convert.procurement(row, with_bids=False)
    hidden = frozenset() if sees else secret_places(model)
    return Case(
        value,
        model,
        row.organisation_id,
        row.organisation.name if row.organisation else row.buyer_name,
        frozenset({role} - {""}) | (over & {"contract_manager"}),
        rights,
        gates_of(whole, model),
        row.planned_on,
        tuple(
            Duty(each.pk, each.text, each.due_on, each.place, mine)
            for each, mine in duties.get(row.pk, [])
            if each.place not in hidden
        ),
        tuple(
            Mention(each.pk, each.by, timezone.localtime(each.at).date(), each.place)
            for each in mentions.get(row.pk, [])
            if each.place not in hidden
        ),
    )


def _duties(user: User, seen: list[int]) -> dict[int, list[tuple[Task, bool]]]:
    found: dict[int, list[tuple[Task, bool]]] = defaultdict(list)
    for each in Task.objects.filter(who=user, done_at=None, procurement__in=seen):
        found[each.procurement_id].append((each, True))
    return found


def _mentions(user: User, seen: list[int]) -> dict[int, list[Comment]]:
    """Comments of the last year that name the person and stand last between the two of them in their place."""
    name, since = user.get_username(), timezone.now() - MENTIONS_KEPT
    found: dict[tuple[int, str], Comment] = {}
    for each in Comment.objects.filter(procurement__in=seen, at__gte=since, struck_at=None).defer("text"):
        place = (each.procurement_id, each.place)
        if each.by == name:
            found.pop(place, None)  # in order of time: what came before is answered
        elif name in each.mentions:
            found[place] = each
    by_procurement: dict[int, list[Comment]] = defaultdict(list)
    for (procurement, _), each in found.items():
        by_procurement[procurement].append(each)
    return by_procurement


def _agreements(
    user: User, rights: dict[int, frozenset[str]], over: dict[int, set[str]]
) -> tuple[Agreement, ...]:
    """Contracts the person owns or looks after. The reports of one that has an owner wait for its owner alone."""
    looks = [key for key, held in rights.items() if held & {"measure", "edit"}]
    keeps = [key for key, held in over.items() if any("contracts" in ORGANISATION_MAY[role] for role in held)]
    whose = Q(owner=user) | Q(procurement__in=looks) | Q(organisation__in=keeps, procurement=None)
    reports = Prefetch("reports", DeliveryReport.objects.filter(state__in=REPORTS))
    rows = (
        Contract.objects.filter(whose, ended_on=None).select_related("organisation").prefetch_related(reports)
    )
    return tuple(
        Agreement(
            row.pk, row.title, row.organisation_id, row.organisation.name if row.organisation else "",
            row.starts_on, row.ends_on, row.option_until, row.notice_months, row.ended_on is not None,
            str(row.procurement_id or ""),
            tuple(Report(one.pk, one.due_on, one.period_to, one.state) for one in row.reports.all())
            if row.owner_id in (None, user.pk) else (),
        )
        for row in rows if row.procurement_id is None or row.procurement_id in rights
    )  # fmt: skip


def _calls(user: User, today: date) -> tuple[Call, ...]:
    """Invitations to the person's own address, and the person's own that nobody has taken and that end soon."""
    person = getattr(user, "person", None)
    email = person.email if person else ""
    mine = Q(
        made_by=user.get_username(), expires_at__date__range=(today - timedelta(30), today + timedelta(7))
    )
    to_me = Q(email__iexact=email, expires_at__date__gte=today) if email else Q(pk__in=())
    rows = Invitation.objects.filter(mine | to_me, used_at=None, withdrawn_at=None).select_related(
        "organisation", "procurement"
    )
    return tuple(
        Call(
            row.pk, row.organisation_id, row.organisation.name if row.organisation else "",
            timezone.localtime(row.expires_at).date(), not (email and row.email.lower() == email.lower()), row.email,
            str(row.procurement_id or ""), row.procurement.title if row.procurement else "",
        )
        for row in rows
    )  # fmt: skip
