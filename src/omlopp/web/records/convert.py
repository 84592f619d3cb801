"""Rows → domain values. The only place that knows both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone

from omlopp.domain.model.award import AwardModel, Bid, Evaluation, PriceLine
from omlopp.domain.model.criteria import ChosenCriterion, Criterion
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance, ProcessModel
from omlopp.domain.model.procurement import (
    Assessment,
    Buyer,
    ChosenGoal,
    Decision,
    Inquiry,
    Lot,
    Opening,
    Procurement,
    RegimeChoice,
    Rejection,
    Shared,
)
from omlopp.domain.model.text import Text
from omlopp.domain.process.regime import Proposal, propose
from omlopp.library.files import from_data
from omlopp.library.load import Library, library
from omlopp.web.records.convert_follow_up import agreed, deviation, measurement
from omlopp.web.records.convert_follow_up import measurement_fields as measurement_fields
from omlopp.web.records.models import (
    AssessmentRecord,
    AwardModelVersion,
    BidRecord,
    CriterionChoice,
    DeviationRecord,
    EvaluationRecord,
    InquiryRecord,
    LotRecord,
    MeasurementRecord,
    ModelEdition,
    OpeningRecord,
    ProcurementRecord,
)


def procurement(row: ProcurementRecord, *, with_bids: bool = True) -> Procurement:
    """The whole procurement as a value. `with_bids=False` for those who may not see bids."""
    lots = list(row.lots.all())
    models = {lot.lot_id: model for lot in lots if (model := newest_model(lot))}
    evaluations = {lot.lot_id: made for lot in lots if with_bids and (made := newest_evaluation(lot))}
    goals = list(row.goals.all())
    return Procurement(
        id=str(row.pk),
        title=row.title,
        buyer=Buyer(row.buyer_name, row.buyer_kind, row.buyer_number),  # type: ignore[arg-type]
        entrance=Entrance(row.entrance),
        object_kind=row.object_kind,  # type: ignore[arg-type]
        model_version=row.model.version,
        rules_fixed_on=row.rules_fixed_on,
        value_sek=row.value_sek,
        cpv=tuple(row.cpv),
        regime=regime(row),
        exercise=row.exercise,
        in_hindsight=row.in_hindsight,
        outcome=row.outcome,  # type: ignore[arg-type]
        lots=tuple(Lot(lot.lot_id, lot.title, lot.value_sek, tuple(lot.cpv)) for lot in lots),
        answers={question: answer for step in row.steps.all() for question, answer in step.answers.items()},
        passed_steps=frozenset(step.step_id for step in row.steps.all() if step.passed_at),
        goals=tuple(
            ChosenGoal(goal.goal, tuple(goal.strategies), goal.indicator or None, goal.target)  # type: ignore[arg-type]
            for goal in goals
        ),
        criteria=tuple(chosen_criterion(choice) for choice in _criteria(row)),
        award_models={lot_id: from_data(AwardModel, version.content) for lot_id, version in models.items()},
        bids=tuple(bid(each) for lot in lots for each in lot.bids.all()) if with_bids else (),
        evaluations={lot_id: from_data(Evaluation, each.content) for lot_id, each in evaluations.items()},
        decisions=tuple(decision(lot) for lot in lots if hasattr(lot, "decision")),
        inquiries=tuple(
            inquiry(one) for lot in lots for each in lot.bids.all() for one in each.inquiries.all()
        )
        if with_bids
        else (),
        assessments=tuple(
            assessment(one) for lot in lots for each in lot.bids.all() for one in each.assessments.all()
        )
        if with_bids
        else (),
        openings=tuple(opening(one) for one in _openings(row, lots)) if with_bids else (),
        rejections=tuple(
            rejection(each) for lot in lots for each in lot.bids.all() if hasattr(each, "rejection")
        )
        if with_bids
        else (),
        measurements=tuple(measurement(each) for each in standing(row)),
        indicator_names={
            copy["id"]: Text(**copy["name"])
            for copy in [*(g.indicator_copy for g in goals), *(c.indicator_copy for c in row.criteria.all())]
            if copy
        },
        agreed={each.indicator: agreed(each) for each in row.promises.all()},  # in order: the newest holds
        deviations=tuple(deviation(each) for each in _deviations(row)),
        shared=tuple(
            Shared(each.what, each.given_to, each.given_on, each.shared_how, each.shared_on)
            for each in row.shared.all()
        ),
    )


# What `procurement` reads of a row: prefetched for many rows at once, it asks the database nothing more of each.
WHOLE = (
    "steps", "goals", "promises", "shared", "lots__award_models", "lots__evaluations", "lots__openings",
    "lots__decision__winner", "lots__decision__evaluation", "lots__bids__inquiries", "lots__bids__assessments",
    "lots__bids__rejection", "measurements__deviations",
    Prefetch("criteria", CriterionChoice.objects.select_related("lot")),
)  # fmt: skip


def whole(rows: "QuerySet[ProcurementRecord]") -> "QuerySet[ProcurementRecord]":
    """The rows with all that `procurement` needs, in as many queries as there are tables."""
    return rows.select_related("model").prefetch_related(*WHOLE)


def of(pk: int) -> Procurement:
    """The procurement with this number, read in as many queries as there are tables. Raises DoesNotExist.

    Read beside the row that a page goes on with: what is fetched ahead would not see what the page itself writes.
    """
    return procurement(whole(ProcurementRecord.objects.all()).get(pk=pk))


def without_bids(value: Procurement) -> Procurement:
    """For those who may not see bids: the same as `procurement(row, with_bids=False)`."""
    return replace(value, bids=(), evaluations={}, inquiries=(), assessments=(), openings=(), rejections=())


def _held(row: Model, name: str) -> bool:
    return name in getattr(row, "_prefetched_objects_cache", {})


def _criteria(row: ProcurementRecord) -> "Iterable[CriterionChoice]":
    return row.criteria.all() if _held(row, "criteria") else row.criteria.select_related("lot")


def _openings(row: ProcurementRecord, lots: "list[LotRecord]") -> "Iterable[OpeningRecord]":
    if lots and all(_held(lot, "openings") for lot in lots):
        return sorted((one for lot in lots for one in lot.openings.all()), key=lambda one: one.pk)
    return OpeningRecord.objects.filter(lot__procurement=row)


def _deviations(row: ProcurementRecord) -> "Iterable[DeviationRecord]":
    if _held(row, "measurements"):
        found = (one for each in row.measurements.all() for one in each.deviations.all())
        return sorted(found, key=lambda one: one.pk)
    return DeviationRecord.objects.filter(measurement__procurement=row)


def standing(row: ProcurementRecord) -> list[MeasurementRecord]:
    """The measurements that hold: those that no later one has corrected."""
    rows = list(row.measurements.all())
    replaced = {each.replaces_id for each in rows}
    return [each for each in rows if each.pk not in replaced]


_editions: dict[str, tuple[ProcessModel, tuple[Goal, ...]]] = {}  # an edition never changes once it is kept


def edition(row: ModelEdition) -> ProcessModel:
    return _kept(row)[0]


def goals(row: ModelEdition) -> tuple[Goal, ...]:
    return _kept(row)[1]


def _kept(row: ModelEdition) -> tuple[ProcessModel, tuple[Goal, ...]]:
    if row.version not in _editions:
        made = from_data(ProcessModel, row.content), tuple(from_data(Goal, each) for each in row.goals)
        _editions[row.version] = made
    return _editions[row.version]


def regime(row: ProcurementRecord) -> RegimeChoice | None:
    if not row.regime or not row.regime_confirmed_on:
        return None
    proposed = Regime(row.regime_proposed) if row.regime_proposed else None
    return RegimeChoice(Regime(row.regime), row.regime_reason, proposed, row.regime_confirmed_on)


def proposal(row: ProcurementRecord) -> Proposal:
    """Which rules the domain proposes on the day this procurement's rules were fixed."""
    return propose(
        value_sek=row.value_sek,
        object_kind=row.object_kind,  # type: ignore[arg-type]
        buyer_kind=row.buyer_kind,  # type: ignore[arg-type]
        parameters=library().parameters.values(),
        on=row.rules_fixed_on,
    )


def chosen_criterion(row: CriterionChoice) -> ChosenCriterion:
    has_clause = bool(row.clause_sv or row.clause_en)
    return ChosenCriterion(
        id=str(row.pk),
        criterion=from_data(Criterion, row.copy),
        wording=Text(row.wording_sv, row.wording_en),
        clause_wording=Text(row.clause_sv, row.clause_en) if has_clause else None,
        indicator_name=Text(**row.indicator_copy["name"]) if row.indicator_copy else None,
        lot_id=row.lot.lot_id if row.lot else None,
        owner=row.owner,
    )


def indicators(row: ProcurementRecord) -> Mapping[str, Indicator]:
    """The indicator cards as they stood when this procurement chose them."""
    copies = [
        *row.goals.values_list("indicator_copy", flat=True),
        *row.criteria.values_list("indicator_copy", flat=True),
    ]
    measured = row.measurements.exclude(indicator_copy=None).values_list("indicator_copy", flat=True)
    copies = [*measured, *copies]  # what a goal or a criterion holds comes first where both do
    return {copy["id"]: from_data(Indicator, copy) for copy in copies if copy}


def library_of(row: ProcurementRecord) -> Library:
    """The library as this procurement knows it: its own edition of model and goals, its own copies of indicators."""
    own = indicators(row)
    return replace(
        library(),
        model=edition(row.model),
        goals=goals(row.model),
        indicators={**library().indicators, **own},
    )


def newest_model(lot: LotRecord) -> AwardModelVersion | None:
    if _held(lot, "award_models"):
        return max(lot.award_models.all(), key=lambda one: one.number, default=None)
    return lot.award_models.order_by("-number").first()


def newest_evaluation(lot: LotRecord) -> EvaluationRecord | None:
    if _held(lot, "evaluations"):
        return max(lot.evaluations.all(), key=lambda one: one.pk, default=None)
    return lot.evaluations.order_by("-id").first()


def bid(row: BidRecord) -> Bid:
    return Bid(
        id=row.bidder,
        bidder=row.bidder,
        lot_id=row.lot.lot_id,
        price=row.price_sek,
        points={criterion: Decimal(points) for criterion, points in row.points.items()},
        levels=dict(row.levels),
        **from_data(BidAnswers, row.more).fields,
    )


@dataclass(frozen=True, slots=True)
class BidAnswers:
    """What a bid answers besides price, levels and points, as a row keeps it."""

    grades: Mapping[str, Decimal] = field(default_factory=dict)
    measured: Mapping[str, Decimal] = field(default_factory=dict)
    lcc_inputs: Mapping[str, Decimal] = field(default_factory=dict)
    features: Mapping[str, Decimal] = field(default_factory=dict)
    lines: tuple[PriceLine, ...] = ()
    level: str | None = None
    quality: Decimal | None = None
    coefficient: Decimal | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def answers_of(bid: Bid) -> BidAnswers:
    return BidAnswers(**{one.name: getattr(bid, one.name) for one in fields(BidAnswers)})


def inquiry(row: InquiryRecord) -> Inquiry:
    return Inquiry(
        row.bid.lot.lot_id,
        row.bid.bidder,
        row.question,
        row.asked_on,
        row.answer_by,
        row.answer,
        row.answered_on,
        row.accepted,
        row.reason,
    )


def assessment(row: AssessmentRecord) -> Assessment:
    bid = row.bid
    return Assessment(
        bid.lot.lot_id, bid.bidder, row.criterion, row.assessor, row.reason, row.level, row.number
    )


def opening(row: OpeningRecord) -> Opening:
    return Opening(
        row.lot.lot_id,
        timezone.localtime(row.opened_at),
        row.place,
        tuple((one["name"], one["as"]) for one in row.present),
        tuple(row.bidders),
        row.chamber_asked,
        row.chamber,
        row.note,
        row.recorded_by,
        row.why,
    )


def rejection(row: BidRecord) -> Rejection:
    made = row.rejection
    return Rejection(row.lot.lot_id, row.bidder, made.ground, made.reason, made.decided_on)  # type: ignore[arg-type]


def decision(lot: LotRecord) -> Decision:
    made = lot.decision
    return Decision(
        lot.lot_id,
        made.winner.bidder if made.winner else None,
        made.reason,
        made.decided_on,
        made.evaluation.digest,
    )


def plain(value: Any) -> Any:
    """What an event keeps of a value: JSON types, decimals as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
