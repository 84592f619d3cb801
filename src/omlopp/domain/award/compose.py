"""From chosen award criteria to an award model: levels, texts and clauses come along from what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.criteria import ChosenCriterion

PRICE = "price"


THREE_LEVELS = {"full": Decimal(1), "half": Decimal("0.5"), "none": Decimal(0)}
"""For a quality that a notice names without levels of its own."""


@dataclass(frozen=True, slots=True)
class StatedCriterion:
    """A quality that the notice states, without levels, clause or indicator: those gaps stay visible."""

    id: str
    name: str
    level_texts: Mapping[str, str]  # for each of THREE_LEVELS


@dataclass(frozen=True, slots=True)
class Added:
    """What the buyer adds to a scored quality: in one sentence how it belongs to what is bought, and how many times the
    advantage it gave that a broken promise costs.
    """

    link_to_object: str = ""
    sanction_factor: Decimal | None = None


def award_criteria(chosen: Sequence[ChosenCriterion], lot_id: str) -> tuple[ChosenCriterion, ...]:
    """Those that are scored and concern the lot, one per criterion of the library (the lot's own before all
    lots').
    """
    scored = [each for each in chosen if each.criterion.scored and each.lot_id in (None, lot_id)]
    scored.sort(key=lambda each: each.lot_id is None)
    first = {each.criterion.id: each for each in reversed(scored)}
    return tuple(sorted(first.values(), key=lambda each: each.criterion.id))


def compose(
    family: str,
    chosen: Sequence[ChosenCriterion],
    worth: Mapping[str, Decimal],
    price_weight: Decimal | None = None,
    stated: Sequence[StatedCriterion] = (),
    ties: tuple[str, ...] = ("lower_price", "lot"),
    added: Mapping[str, Added] = MappingProxyType({}),
) -> AwardModel:
    """A model of `family` for the chosen award criteria and those of the `stated` that have a worth.

    `worth`: criterion id → money for the full mark (monetised) or weight 0–1 (ratio; then `price_weight`
    too). `ties` parts equal bids, in order; "lot" is drawn by people. `added`: by criterion id. The ground is what
    the model uses: price alone, or its ratio to quality. What is missing or does not add up is refused by the
    family's own named errors.
    """
    kind = family_of(family)

    def own(criterion_id: str) -> dict[str, Any]:
        more = added.get(criterion_id, Added())
        worth_here = worth.get(criterion_id)
        return {
            "weight": worth_here if kind.weighted else None,
            "value": None if kind.weighted else worth_here,
            "link_to_object": more.link_to_object,
            "sanction_factor": more.sanction_factor,
        }

    criteria = [
        AwardCriterion(
            id=each.criterion.id,
            name=each.criterion.name.sv,
            levels={level.id: level.share for level in each.criterion.scores},
            level_texts={level.id: level.text.sv for level in each.criterion.scores},
            chosen_criterion=each.id,
            clause=each.clause_wording.sv if each.clause_wording else None,
            proof=each.criterion.proof.sv,
            **own(each.criterion.id),
        )
        for each in chosen
    ]
    criteria += [
        AwardCriterion(
            id=each.id,
            name=each.name,
            levels=THREE_LEVELS,
            level_texts=each.level_texts,
            **own(each.id),
        )
        for each in stated
        if each.id in worth
    ]
    if kind.weighted:
        criteria.insert(0, AwardCriterion(id=PRICE, name="Pris", weight=price_weight, price=True))
    ground: Literal["ratio", "price"] = "ratio" if any(not one.price for one in criteria) else "price"
    model = AwardModel(family=family, criteria=tuple(criteria), ties=ties, ground=ground)
    kind.demand(model)
    return model
