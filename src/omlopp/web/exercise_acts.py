"""The acts of an exercise beside the steps themselves: people, store, market, contract, reports, what was learnt.

Each is what a user does on a page, by the same action. Who has a role in the exercise acts in it, where the file names
one; else the person who carries it.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.indicators import Stage
from omlopp.domain.process.market import Question
from omlopp.domain.process.stock_list import Line
from omlopp.web.exercise_says import DialogueSaid, Exercise, ReportSaid, RulingSaid, StockSaid
from omlopp.web.records.actions.answers import note_hearing, use_market_evidence
from omlopp.web.records.actions.contracts import (
    create_contract,
    end_contract,
    link_days,
    note_lesson,
    open_supplier_link,
)
from omlopp.web.records.actions.deliveries import (
    accept_report,
    answer_question,
    ask_supplier,
    return_report,
    send_report,
)
from omlopp.web.records.actions.deviations import agree_promise, decide_deviation
from omlopp.web.records.actions.dialogue import (
    make_dialogue,
    note_asked,
    publish_dialogue,
    summarise_dialogue,
)
from omlopp.web.records.actions.follow_up import record_measurement
from omlopp.web.records.actions.people import add_person, give_role
from omlopp.web.records.actions.public_needs import note_given, tell_all
from omlopp.web.records.actions.secrecy import record_opening
from omlopp.web.records.actions.stock import add_stock_item, reserve_pieces
from omlopp.web.records.actions.talk import add_task, say_something
from omlopp.web.records.models import (
    Contract,
    DeliveryReport,
    MeasurementRecord,
    ProcurementRecord,
    StockItem,
)


def account(by: User, username: str) -> User:
    """The account of somebody invented. It has no password: nobody signs in as a person who does not exist."""
    found = User.objects.filter(username=username).first()
    return found or add_person(by=by.get_username(), username=username, password=None)


def seat(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """Give everybody the role that the file gives them."""
    for role, username in says.people.items():
        give_role(by=by, procurement=row, username=account(by, username).get_username(), role=role)


def actor(by: User, row: ProcurementRecord, role: str) -> User:
    """Who has the role in the procurement; else the one who carries it."""
    held = row.memberships.filter(role=role).select_related("user").order_by("pk").first()
    return held.user if held else by


def look_in_store(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """Things that stand in the organisation's store, and the pieces of them that meet this need."""
    for one in says.stock:
        item = _in_store(by, row, one)
        if one.take:
            reserve_pieces(
                by=actor(by, row, "requester"),
                procurement=row,
                item=item,
                pieces=one.take,
                to_place=one.to,
                on=one.day or says.begun_on,
                new_price_each_sek=one.new_price_sek,
                price_source=one.price_source,
            )


def _in_store(by: User, row: ProcurementRecord, one: StockSaid) -> StockItem:
    assert row.organisation is not None, "an exercise with a store belongs to an organisation"
    held = row.organisation.stock.filter(number=one.number, gone_at=None).first()
    line = Line(
        one.name, one.pieces, one.number, one.condition, one.place, one.bought_year, one.mass_kg_each, None, one.cpv,
        note=one.note,
    )  # fmt: skip
    return held or add_stock_item(by=by, organisation=row.organisation, line=line)


def ask_market(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """Questions put out, whom they went to, what came back, and what one firm was told."""
    who = actor(by, row, "environmental_strategist")
    for one in says.dialogues:
        _hold(who, row, one)
    for told in says.told:
        given = note_given(
            by=who, procurement=row, what=told.what, given_to=told.to, given_on=told.day, on=told.day
        )
        if told.told_all:
            tell_all(by=who, shared=given, how=told.how, told_on=told.told_all, on=told.told_all)


def _hold(who: User, row: ProcurementRecord, one: DialogueSaid) -> None:
    choices = {each.criterion_id: each for each in row.criteria.filter(criterion_id__in=one.asks)}
    made = make_dialogue(
        by=who,
        procurement=row,
        kind=one.kind,
        title=one.title,
        body=one.body,
        questions=[Question(name, text) for name, text in one.questions.items()],
        choices=[choices[name] for name in one.asks],
    )
    publish_dialogue(
        by=who,
        dialogue=made,
        opens_on=one.opens,
        closes_on=one.closes,
        on=one.opens,
        address="annonsdatabasen (övning)",
    )
    note_asked(by=who, dialogue=made, on=one.opens, how=one.how, names=one.asked)
    for reply in one.replies:
        can = {str(choices[name].pk): {"can": word} for name, word in reply.can.items()}
        answer = {
            "firm": reply.firm,
            "answers": dict(reply.answers),
            "criteria": can,
            "size": reply.size,
            "county": reply.county,
        }
        note_hearing(by=who, dialogue=made, answer=answer)
    if one.summary:
        summarise_dialogue(by=who, dialogue=made, summary=one.summary)
    for name in one.asks if one.replies else ():
        use_market_evidence(by=who, choice=choices[name])


def open_bids(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """The opening, as it went on elsewhere."""
    for one in says.openings:
        record_opening(
            by=by,
            procurement=row,
            lot_id=one.lot,
            opened_at=one.at,
            present=one.present,
            bidders=[bid.bidder for bid in says.bids if bid.lot == one.lot],
            place="Upphandlingssystemet (övning)",
        )


def sign(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """The contracts, and what they promise."""
    who = actor(by, row, "contract_manager")
    for one in says.contracts:
        lot = row.lots.get(lot_id=one.lot)
        create_contract(
            by=who,
            procurement=row,
            lot_id=one.lot,
            facts={
                "title": lot.title,
                "number": one.number,
                "supplier": one.supplier,
                "cpv": list(lot.cpv or row.cpv),
                "value_sek": one.value_sek,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "option_until": one.option_until,
                "notice_months": one.notice_months,
                "options": one.options,
            },
            owner=who,
        )
    for promise in says.promises:
        agree_promise(
            by=who,
            procurement=row,
            indicator=promise.indicator,
            value=promise.value,
            source=promise.source,
            on=promise.day,
        )


def measure(by: User, row: ProcurementRecord, says: Exercise, stage: Stage) -> None:
    """What was found at a stage, and what was decided where a promise was missed."""
    who = actor(by, row, "environmental_strategist" if stage is Stage.BASELINE else "contract_manager")
    if not row.memberships.filter(user=who, role__in=("buyer", "contract_manager")).exists():
        who = by
    for each in says.measurements:
        if each.stage is stage:
            made = record_measurement(
                by=who,
                procurement=row,
                indicator=each.indicator,
                stage=stage,
                measured_on=each.day,
                inputs=each.inputs,
                source=each.source,
                proof=each.proof,
                note=each.note,
                period_to=each.period_to,
            )
            _rule(who, row, [made], each.decided)


def _rule(
    who: User, row: ProcurementRecord, made: Sequence[MeasurementRecord], decided: Sequence[RulingSaid]
) -> None:
    """What was decided of the measurements, each under a clause that answers for its indicator."""
    for each in decided:
        criterion = row.criteria.get(criterion_id=each.criterion)
        missed = next(one for one in made if one.indicator == criterion.copy["measured_by"])
        decide_deviation(
            by=who,
            measurement=missed,
            criterion=criterion,
            ruling=each.ruling,
            on=each.day,
            text=each.text,
            reason=each.reason,
        )


def take_reports(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """What the supplier sends through its link, and what the contract manager does with it.

    The link is opened today: one that was opened when the contract began would have expired some day.
    """
    who = actor(by, row, "contract_manager")
    for one in says.contracts:
        if not one.reports:
            continue
        contract = row.contracts.get(lot_id=one.lot)
        link, _ = open_supplier_link(
            by=who,
            contract=contract,
            label="Leverantörens kontakt (övning)",
            days=link_days(),
            on=timezone.localdate(),
        )
        planned = list(contract.reports.order_by("period_from", "pk"))
        for said in one.reports:
            report = planned[said.period - 1]
            figures = {name: dict(parts) for name, parts in said.figures.items()}
            send_report(by=link, report=report, figures=figures, note=said.note)
            if said.question and said.judged != "returned":
                ask_supplier(by=who, report=report, text=said.question)
            if said.answer:
                answer_question(by=link, report=report, text=said.answer)
            _rule(who, row, _judge(who, report, said), said.decided)


def _judge(who: User, row: DeliveryReport, said: ReportSaid) -> list[MeasurementRecord]:
    edition = DeliveryReport.objects.get(pk=row.pk).edition
    if said.judged == "accepted":
        return accept_report(by=who, report=row, edition=edition, measured_on=said.came)
    if said.judged == "returned":
        return_report(by=who, report=row, edition=edition, text=said.question)
    return []


def wind_up(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """What became of what was left when the contracts ended."""
    who = actor(by, row, "contract_manager")
    for one in says.contracts:
        if one.end is not None:
            contract: Contract = row.contracts.get(lot_id=one.lot)
            came: dict[str, Decimal | None] = {unit: one.end.came.get(unit) for unit in ("pieces", "mass_kg")}
            left = [
                {"what": each.what, "way": each.way, "pieces": each.pieces, "mass_kg": each.mass_kg, "to": each.to}
                for each in one.end.left
            ]  # fmt: skip
            end_contract(by=who, contract=contract, came=came, left=left, on=one.end.day, note=one.end.note)


def learn(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """Lessons, where they belong."""
    who = actor(by, row, "contract_manager")
    for one in says.lessons:
        note_lesson(by=who, procurement=row, text=one.text, step=one.step, criterion_id=one.criterion)


def talk(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """What people said to each other, and what they gave each other to do."""
    for said in says.comments:
        say_something(by=actor(by, row, said.by), procurement=row, text=said.text, place=said.place)
    for task in says.tasks:
        who = actor(by, row, task.who).get_username() if task.who else ""
        add_task(by=by, procurement=row, text=task.text, who=who, due_on=task.due, place=task.place)
