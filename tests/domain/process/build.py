"""A procurement from the few words of a case; what the case does not name gets a value that harms nobody."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, digest
from omlopp.domain.model.criteria import (
    Checked,
    ChosenCriterion,
    Clause,
    Criterion,
    CriterionKind,
    FollowUp,
    Level,
    MarketStandard,
)
from omlopp.domain.model.goals import Codes, RStep
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import (
    Buyer,
    ChosenGoal,
    Decision,
    Lot,
    Opening,
    Procurement,
    RegimeChoice,
    Shared,
)
from omlopp.domain.model.text import Source, Text

DAY = date(2026, 11, 21)
REUSE = AwardCriterion(
    "reuse",
    value=Decimal(200),
    levels={"none": Decimal(0), "all": Decimal(1)},
    clause="4.2",
    chosen_criterion="reuse",
)
MODELS = {
    "sound": AwardModel("monetised.fixed_amounts", (REUSE,)),
    "weights_wrong": AwardModel(
        "relative.lowest_price_ratio",
        (
            AwardCriterion("price", weight=Decimal("0.6"), price=True),
            AwardCriterion("reuse", weight=Decimal("0.3"), levels={"none": Decimal(0)}, clause="4.2"),
        ),
    ),
}


def same(word: str) -> Text:
    return Text(word, word)


def chosen(
    id: str,
    kind: str = "award",
    goal: str = "D",
    measured_by: str = "reused_share",
    clause: str | None = "Villkor",
    follow_up: bool = True,
    owner: str = "Avtalsansvarig",
    lot: str | None = None,
) -> ChosenCriterion:
    source = Source("Prov", "Omlopp")
    criterion = Criterion(
        id=id, group="furniture", kind=CriterionKind(kind), level=Level.BAS, name=same(f"Krav {id}"), text=same("Krav"),
        why=same("Skäl"), goal=goal, strategy=f"{goal}1", r_step=RStep.R3, dimensions=(), cpv=("39",),
        measured_by=measured_by, proof=same("Bevis"),
        follow_up=FollowUp(same("Lista"), "quarter") if follow_up else None,
        clause=Clause(same(clause), same("Vite")) if clause else None, market=MarketStandard("yes", same("Skäl")),
        hooks=(), risks=same("Inga"), codes=Codes(), source=source, checked=Checked("jurist", DAY, DAY),
    )  # fmt: skip
    return ChosenCriterion(
        id=id,
        criterion=criterion,
        wording=criterion.text,
        clause_wording=same(clause) if clause else None,
        indicator_name=same(measured_by),
        lot_id=lot,
        owner=owner,
    )


def procurement(given: dict[str, Any], **more: Any) -> Procurement:
    lots = tuple(Lot(id, "Del") for id in given.get("lots", ()))
    models = {lot: MODELS[name] for lot, name in given.get("models", {}).items()}
    bids = tuple(
        Bid(id, lot_id=lot, price=Decimal(100), levels={"reuse": "all"})
        for id, lot in given.get("bids", {}).items()
    )
    evaluations = {
        lot: Evaluation(
            rank={bid: place for place, bid in enumerate(ranked, 1)},
            model_digest=given.get("evaluated_by", digest(models[lot])),
        )
        for lot, ranked in given.get("evaluated", {}).items()
    }
    reason = given.get("regime")
    return Procurement(
        id="P1", title="Möbler", buyer=Buyer("Kommunen", "municipality"),
        entrance=Entrance(given.get("entrance", "need")), object_kind="goods", model_version="1.0",
        rules_fixed_on=DAY, lots=lots, answers=given.get("answers", {}),
        regime=None if reason is None else RegimeChoice(Regime(given.get("under", "lou_19")), reason, None, DAY),
        goals=tuple(
            ChosenGoal(goal, tuple(one.get("strategies", ())), one.get("indicator"))
            for goal, one in given.get("goals", {}).items()
        ),
        criteria=tuple(chosen(**one) for one in given.get("criteria", ())),
        award_models=models, bids=bids, evaluations=evaluations,
        decisions=tuple(
            Decision(lot, one["winner"], one["reason"], DAY, "") for lot, one in given.get("decisions", {}).items()
        ),
        measurements=tuple(
            Measurement(
                one["indicator"], Stage(one["stage"]),
                {name: Decimal(str(figure)) for name, figure in one["inputs"].items()}, DAY, "lista",
            )
            for one in given.get("measurements", ())
        ),
        openings=tuple(
            Opening(lot, datetime(2026, 11, 21, 9, 0), "", (("A", ""), ("B", "")), ()) for lot in given.get("opened", ())
        ),
        shared=tuple(
            Shared("Volymen", firm, DAY, "Sidan" if told else "", DAY if told else None)
            for firm, told in given.get("told", {}).items()
        ),
        **more,
    )  # fmt: skip
