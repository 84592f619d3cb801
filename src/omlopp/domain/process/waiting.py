"""What waits for one person: from the procurements and contracts they may see, in the order in which it bites.

Pure: today and the calendar are handed in. Nothing here tells what a bid holds; what only those who see bids may know
of is marked `of_bids`, so that calendars and mail can leave it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from omlopp.domain.indicators.schedule import after, asked, contract_days
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.law import Parameter, ParameterExpired, ParameterNotYet
from omlopp.domain.model.process import Step
from omlopp.domain.model.procurement import Lot, Procurement
from omlopp.domain.process.deadlines import (
    Calendar,
    CalendarUnknown,
    Standstill,
    after_contract,
    standstill,
    working_day_before,
    working_days,
)
from omlopp.domain.process.desk import (
    KINDS,
    Agreement,
    Call,
    Case,
    Desk,
    Duty,
    Kind,
    Mention,
    Report,
    Waits,
)
from omlopp.domain.process.gates import GateResult

__all__ = [
    "KINDS",
    "Agreement",
    "Call",
    "Case",
    "Desk",
    "Duty",
    "Kind",
    "Mention",
    "Report",
    "Waits",
    "here",
    "judged_by_people",
    "now_of",
    "standstill_of",
    "waiting",
    "who_answers",
]
PLANS = ("publish_on", "bids_due_on", "time_limit")  # questions of the model whose answer is a day to keep
ENDED = ("no_purchase", "cancelled", "closed")
SOON = 10  # working days: what has its day within them comes before what has no day
ASKED_WITHIN = timedelta(days=30)
CONTRACTS_WITHIN = 24  # months
STILL_TOLD = timedelta(days=365)  # one that ran out longer ago and was never closed is not told every day
SIGNING_TOLD = timedelta(days=60)  # after the standstill, where nobody has said when the contract begins


def waiting(desk: Desk, parameters: Mapping[str, Parameter], calendar: Calendar) -> tuple[Waits, ...]:
    """All that waits for the person, what bites first first.

    Late things come first, the oldest of them at the top; then what has its day within ten working days; then what has
    no day but can be done now; then the rest, by day. What has the same day stands in the order of KINDS.
    """
    on = _On(desk.today, parameters, calendar)
    found: list[Waits] = []
    for case in desk.cases:
        found += _of_case(case, desk, on)
    for agreement in desk.agreements:
        found += _of_agreement(agreement, on)
    found += [_of_call(call, on) for call in desk.calls]
    return tuple(sorted(found, key=lambda one: _bites(one, desk.today)))


def here(
    case: Case, today: date, parameters: Mapping[str, Parameter], calendar: Calendar
) -> tuple[Waits, ...]:
    """Every day of one procurement, whoever it waits for: for its own page."""
    on = _On(today, parameters, calendar)
    found = [*_days_of(case, on, whoever=True), *_follow_ups(case, on, ASKED_WITHIN)]
    found += [_duty(case, one, on) for one in case.duties if one.day is not None]
    return tuple(sorted(found, key=lambda one: _bites(one, today)))


def now_of(case: Case) -> GateResult | None:
    """The first gate that is not passed, or has closed again. None where the procurement has ended or all is passed."""
    if case.procurement.outcome in ENDED:
        return None
    passed = case.procurement.passed_steps
    return next((one for one in case.gates if one.step.id not in passed or not one.open), None)


def judged_by_people(model: AwardModel) -> list[AwardCriterion]:
    """The criteria that people judge: those with levels, and those graded on a scale."""
    return [one for one in model.criteria if not one.price and not one.steps and one.value_function is None]


def who_answers(step: Step, holders: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The step's roles in order, each with the names that hold it; an empty tuple where nobody does."""
    return tuple((role, tuple(holders.get(role, ()))) for role in step.roles)


@dataclass(frozen=True, slots=True)
class _On:
    today: date
    parameters: Mapping[str, Parameter]
    calendar: Calendar

    def left(self, day: date | None) -> int | None:
        if day is None:
            return None
        try:
            return working_days(self.today, day, self.calendar)
        except CalendarUnknown:
            return None


def _bites(one: Waits, today: date) -> tuple[int, date, int, str, str, tuple[str, ...]]:
    if one.day is None:
        band = 2
    elif one.day < today:
        band = 0
    else:
        band = 1 if one.left is not None and one.left <= SOON else 3
    return band, one.day or today, KINDS.index(one.kind), one.title, one.key, one.at


def _of_case(case: Case, desk: Desk, on: _On) -> Iterator[Waits]:
    yield from (_duty(case, one, on) for one in case.duties if one.mine)
    for said in case.mentions:
        at = ("talk", case.procurement.id, f"comment-{said.id}")
        yield _waits(case, on, "mention", "mention", None, at, {"by": said.by, "on": said.on})
    yield from _gate(case, on)
    yield from _to_assess(case, desk.user, on)
    yield from _prices(case, on)
    yield from _days_of(case, on)
    if "measure" in case.rights:
        yield from _follow_ups(case, on, ASKED_WITHIN)


def _duty(case: Case, one: Duty, on: _On) -> Waits:
    at = ("talk", case.procurement.id, f"task-{one.id}")
    return _waits(case, on, "task", "task", one.day, at, {"text": one.text})


def _gate(case: Case, on: _On) -> Iterator[Waits]:
    gate = now_of(case)
    if gate is None or not case.roles & set(gate.step.roles):
        return
    missing = sum(one.blocks for one in gate.failed)
    if not missing and gate.step.right_to_pass not in case.rights:
        return  # what is left is to pass it, which waits for those who may
    at = ("step", case.procurement.id, gate.step.id)
    facts = {"step": gate.step.name, "missing": missing}
    yield _waits(case, on, "gate", "gate" if missing else "gate_ready", None, at, facts)


def _to_assess(case: Case, user: str, on: _On) -> Iterator[Waits]:
    """Bids that this person has not given everything that people judge. Told to those who evaluate alone."""
    value = case.procurement
    if value.outcome != "open" or not {"evaluate", "see_bids"} <= case.rights:
        return
    decided = {one.lot_id for one in value.decisions}
    for lot in value.lots:
        model = value.award_models.get(lot.id)
        if model is None or lot.id in decided:
            continue
        asks = {one.id for one in judged_by_people(model)}
        out = {one.bid for one in value.rejections if one.lot_id == lot.id}
        bids = {one.id for one in value.bids if _bid_on(value, lot, one.lot_id)} - out
        left = [bid for bid in bids if asks - _given(value, lot.id, bid, user)]
        if left:
            at = ("judging", value.id, lot.id)
            facts = {"lot": lot.title or lot.id, "count": len(left), "of": len(bids)}
            yield _waits(case, on, "assess", "assess", None, at, facts, of_bids=True)


def _bid_on(value: Procurement, lot: Lot, lot_id: str | None) -> bool:
    return lot_id == lot.id or (lot_id is None and len(value.lots) == 1)


def _given(value: Procurement, lot_id: str, bid: str, user: str) -> set[str]:
    mine = (one for one in value.assessments if one.assessor == user or one.assessor == "")
    return {one.criterion for one in mine if one.lot_id == lot_id and one.bid == bid}


def _prices(case: Case, on: _On) -> Iterator[Waits]:
    """Questions about a low price whose day has passed, and answers that nobody has judged."""
    value = case.procurement
    if value.outcome != "open" or not {"decide", "see_bids"} <= case.rights:
        return
    for one in value.inquiries:
        if one.accepted is not None or (one.answered_on is None and one.answer_by >= on.today):
            continue
        key = "price_answered" if one.answered_on else "price_late"
        at = ("judging", value.id, one.lot_id)
        day = None if one.answered_on else one.answer_by
        yield _waits(case, on, "price", key, day, at, {"asked": one.asked_on}, of_bids=True)


def _days_of(case: Case, on: _On, whoever: bool = False) -> Iterator[Waits]:
    """Publication, standstill and what must be done after the contract."""
    value, rights = case.procurement, case.rights
    if value.outcome in ENDED:
        return
    if (
        case.planned
        and _not_out(case)
        and not value.answers.get("publish_on")
        and (whoever or rights & {"edit", "coach", "people"})
    ):
        own = ("procurement", value.id)
        yield _waits(case, on, "publication", "publication", case.planned, own, {})
    if whoever or rights & {"edit", "coach", "people"}:
        yield from _plans(case, on)
    begins, _ = contract_days(value)
    spell = standstill_of(value, on.parameters, on.calendar)
    if spell and begins is None and (whoever or rights & {"edit", "decide"}):
        yield from _spell(case, spell, on)
    if begins is not None and (whoever or rights & {"edit", "measure"}):
        regime = value.regime.regime if value.regime else None
        try:
            due = after_contract(begins, regime, on.parameters, on.calendar)
        except CalendarUnknown:
            due = ()
        for each in due:
            if each.day >= on.today:
                facts = {"what": each.name, "section": each.section, "days": each.days, "from": begins}
                at = ("step", value.id, "decision")
                yield _waits(case, on, "reporting", "reporting", each.day, at, facts)


def _plans(case: Case, on: _On) -> Iterator[Waits]:
    """Days that the procurement has set itself, until they have passed or there is a contract."""
    value = case.procurement
    if value.outcome != "open":
        return
    for step in case.model.steps:
        for question in step.questions:
            try:
                day = date.fromisoformat(value.answers.get(question.id, "")) if question.id in PLANS else None
            except ValueError:
                continue
            if day is not None and day >= on.today:
                to = ("step", value.id, step.id)
                yield _waits(case, on, "plan", f"plan_{question.id}", day, to, {})


def _not_out(case: Case) -> bool:
    """Nothing has been announced yet: the step where bids come in is not passed, and there is no bid."""
    bids = {step.id for step in case.model.steps if step.room == "bids"}
    return not (bids & case.procurement.passed_steps) and case.procurement.outcome == "open"


def standstill_of(
    procurement: Procurement, parameters: Mapping[str, Parameter], calendar: Calendar
) -> Standstill | None:
    """The standstill as the procurement's own answers give it; None where none is known or the day is out of reach.

    Where nobody has said how the notice was sent, the longer time is counted: it is the safe one.
    """
    sent, how = procurement.answers.get("notice_sent_on", ""), procurement.answers.get("notice_sent_how", "")
    regime = procurement.regime.regime if procurement.regime else None
    try:
        return standstill(date.fromisoformat(sent), how or "other", regime, parameters, calendar)
    except (ValueError, ParameterNotYet, ParameterExpired, CalendarUnknown):
        return None


def _spell(case: Case, spell: Standstill, on: _On) -> Iterator[Waits]:
    at = ("step", case.procurement.id, "decision")
    facts = {"until": spell.last, "from": spell.contract_from, "sent": spell.sent_on, "section": spell.section,
             "days": spell.days}  # fmt: skip
    if on.today <= spell.last:
        yield _waits(case, on, "standstill", "standstill", spell.last, at, facts)
    elif on.today <= spell.last + SIGNING_TOLD:
        start = ("step", case.procurement.id, "start")
        yield _waits(case, on, "standstill", "standstill_over", None, start, facts)


def _follow_ups(case: Case, on: _On, within: timedelta) -> Iterator[Waits]:
    """What is asked for soon, and what was never answered: one line for each criterion, its oldest day first."""
    if case.procurement.outcome in ENDED:
        return
    for each in asked(case.procurement, on.today):
        at = ("follow-up", case.procurement.id)
        facts: dict[str, object] = {"criterion": each.chosen.criterion.name}
        if each.late:
            facts["count"] = len(each.late)
            yield _waits(case, on, "follow_up", "follow_up_late", each.late[0].day, at, facts)
        elif each.next and each.next.day <= on.today + within:
            yield _waits(case, on, "follow_up", "follow_up", each.next.day, at, facts)


def _of_agreement(one: Agreement, on: _On) -> Iterator[Waits]:
    for report in one.reports:
        at = ("contract", str(one.organisation or ""), one.procurement, str(one.id))
        if report.state == "received":
            yield _agreed(one, on, "report", "report_received", None, at, {"until": report.until})
        elif report.state == "missed" or (report.state == "awaited" and report.due < on.today):
            yield _agreed(one, on, "report", "report_missed", report.due, at, {"until": report.until})
    if one.ended or one.ends is None:
        return
    at = ("contract", str(one.organisation or ""), one.procurement, str(one.id))
    if one.ends < on.today:
        if one.ends + STILL_TOLD >= on.today:
            yield _agreed(one, on, "contract", "contract_over", one.ends, at, {"ends": one.ends})
        return
    horizon = after(on.today, CONTRACTS_WITHIN) or date.max
    say_by = after(one.ends, -one.notice_months) if one.notice_months else None
    longer = one.option_until is not None and one.option_until > one.ends
    if say_by is not None and on.today <= say_by <= horizon:
        safe = _safe(say_by, on)
        key = "contract_option" if longer else "contract_notice"
        facts = {"ends": one.ends, "months": one.notice_months, "until": one.option_until, "counted": say_by}
        yield _agreed(one, on, "contract", key, safe, at, facts)
    if one.ends <= horizon:
        key = "contract_ends_option" if longer else "contract_ends"
        yield _agreed(one, on, "contract", key, one.ends, at, {"ends": one.ends, "until": one.option_until})


def _safe(day: date, on: _On) -> date:
    """The last working day on which something sent is there in time: no law moves a day that a contract sets."""
    try:
        return max(working_day_before(day, on.calendar), on.today)
    except CalendarUnknown:
        return day


def _of_call(one: Call, on: _On) -> Waits:
    key = ("invitation_over" if one.expires < on.today else "invitation_sent") if one.sent else "invitation"
    at = ("people", one.procurement) if one.procurement else ("organisation", str(one.organisation or ""))
    # Who is invited has no page of it yet: the link of the invitation leads there.
    return Waits(
        "invitation", key, one.expires, on.left(one.expires), one.procurement if one.sent else "",
        one.title or one.organisation_name, one.organisation, one.organisation_name, at if one.sent else ("",),
        {"to": one.to},
    )  # fmt: skip


def _agreed(
    one: Agreement,
    on: _On,
    kind: Kind,
    key: str,
    day: date | None,
    at: tuple[str, ...],
    facts: Mapping[str, object],
) -> Waits:
    told = {name: fact for name, fact in facts.items() if fact is not None}
    return Waits(
        kind,
        key,
        day,
        on.left(day),
        one.procurement,
        one.title,
        one.organisation,
        one.organisation_name,
        at,
        told,
    )


def _waits(
    case: Case,
    on: _On,
    kind: Kind,
    key: str,
    day: date | None,
    at: tuple[str, ...],
    facts: Mapping[str, object],
    of_bids: bool = False,
) -> Waits:
    value = case.procurement
    return Waits(
        kind, key, day, on.left(day), value.id, value.title, case.organisation, case.organisation_name, at, facts,
        of_bids,
    )  # fmt: skip
