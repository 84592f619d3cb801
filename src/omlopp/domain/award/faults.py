"""Faults in what a model says, beside its formula: promises, quantities, floors, life-cycle numbers, the ground.

Each is one sentence with three answers. Which section a fault rests on under a regime stands in
library/award/law.yaml, with its source.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from omlopp.domain.award.own_numbers import place_of, standing
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ModelLine
from omlopp.domain.model.findings import Finding

ZERO, ONE = Decimal(0), Decimal(1)
PROMISES = (
    "award-promise-has-clause",
    "award-promise-has-proof",
    "award-promise-has-sanction",
    "award-promise-sanction",
)
CONTENT = (
    "award-quantity-binds",
    "award-quantity-is-promised",
    "award-line-counts",
    "award-no-floor-on-part-price",
)


def faults(model: AwardModel, bids: Sequence[Bid] = ()) -> tuple[Finding, ...]:
    """Every finding, failed or not, in the order a person reads them."""
    return tuple(
        (
            *promises(model),
            *content(model, bids),
            *_ground(model),
            *_links(model),
            *_intervals(model),
            *life_cycle(model),
        )
    )


def promises(model: AwardModel) -> Iterator[Finding]:
    """P12: what earns an advantage is bound by a clause, can be proved, and costs more to break than it gave."""
    qualities = [one for one in model.criteria if not one.price]
    for name in PROMISES:
        if not qualities:
            yield Finding(name, "not_applicable", {}, "award-because-price-only")
    for one in qualities:
        yield _said("award-promise-has-clause", one, bool((one.clause or "").strip()))
        yield _said("award-promise-has-proof", one, bool(one.proof.strip()))
        factor = one.sanction_factor
        yield _said("award-promise-has-sanction", one, factor is not None)
        if factor is None:
            yield Finding("award-promise-sanction", "not_applicable", {}, "award-because-no-sanction")
        else:
            yield _said("award-promise-sanction", one, factor >= ONE, factor=factor)


def content(model: AwardModel, bids: Sequence[Bid] = ()) -> Iterator[Finding]:
    """P14: what is compared is what will be bought and paid, and no price is forbidden for being low."""
    yield from _lines(model, bids)
    asked = [line for line in model.lcc.lines if line.asks_quantity or line.asks_cycle] if model.lcc else []
    asked = [line for line in asked if "price" not in (line.asks_quantity, line.asks_cycle)]
    if not asked:
        yield Finding("award-quantity-is-promised", "not_applicable", {}, "award-because-no-asked-quantity")
    for free in asked:
        bound = bool(free.clause.strip())
        facts = {"line": free.name or free.id}
        yield Finding(
            "award-quantity-is-promised", "passed" if bound else "failed", facts, where=f"lcc:{free.id}"
        )


def _lines(model: AwardModel, bids: Sequence[Bid]) -> Iterator[Finding]:
    if not model.lines:
        for name in ("award-quantity-binds", "award-line-counts", "award-no-floor-on-part-price"):
            yield Finding(name, "not_applicable", {}, "award-because-no-lines")
        return
    for line in model.lines:
        where, facts = f"line:{line.id}", {"line": line.name or line.id, "quantity": line.quantity}
        bought = line.quantity if line.contract_quantity is None else line.contract_quantity
        facts |= {"contract_quantity": bought}
        differs = bought != line.quantity
        yield Finding(
            "award-quantity-binds",
            "failed" if differs else "passed",
            facts | (_at_contract(model, bids) if differs else {}),
            where=where,
        )
        yield Finding(
            "award-line-counts", "failed" if not line.quantity and bought else "passed", facts, where=where
        )
        least = line.least_unit_price or ZERO
        yield Finding(
            "award-no-floor-on-part-price",
            "failed" if least > 0 else "passed",
            facts | {"least": least, "currency": model.currency},
            where=where,
        )


def _at_contract(model: AwardModel, bids: Sequence[Bid]) -> dict[str, object]:
    """Who comes first as compared, and who would by the quantities that will be bought; empty without bids."""
    bought = replace(model, lines=tuple(_bought(line) for line in model.lines))
    loose = [replace(bid, price=None) for bid in bids if bid.lines]
    one, other = standing(model, loose) if loose else None, standing(bought, loose) if loose else None
    if not one or not other:
        return {}
    names = {bid.id: bid.title for bid in loose}
    return {
        "winner": ", ".join(names[bid] for bid in one if place_of(one, bid) == 1),
        "winner_by_contract": ", ".join(names[bid] for bid in other if place_of(other, bid) == 1),
    }


def _bought(line: ModelLine) -> ModelLine:
    return line if line.contract_quantity is None else replace(line, quantity=line.contract_quantity)


def _ground(model: AwardModel) -> Iterator[Finding]:
    """The ground is stated, and is the one the model uses."""
    name, qualities = "award-ground-stated", [one for one in model.criteria if not one.price]
    used = "ratio" if qualities or model.ladder else "cost" if model.lcc else "price"
    fits = model.ground == used or (model.ground == "cost" and model.lcc is not None)
    facts = {"ground": model.ground or "–", "used": used}
    yield Finding(name, "passed" if fits else "failed", facts)


def _links(model: AwardModel) -> Iterator[Finding]:
    for one in model.criteria:
        if not one.price:
            yield _said("award-criterion-has-link", one, bool(one.link_to_object.strip()))


def _intervals(model: AwardModel) -> Iterator[Finding]:
    """Weights stated as intervals can add to 100 per cent, and the weight used lies in its own."""
    spans = [one for one in model.criteria if one.weight_between is not None]
    name = "award-weight-intervals"
    if not spans:
        yield Finding(name, "not_applicable", {}, "award-because-no-intervals")
        return
    ends = [one.weight_between or (one.weight or ZERO, one.weight or ZERO) for one in model.criteria]
    low, high = sum((a for a, _ in ends), ZERO), sum((b for _, b in ends), ZERO)
    inside = all(
        one.weight is None or one.weight_between[0] <= one.weight <= one.weight_between[1]
        for one in spans
        if one.weight_between is not None
    )
    facts = {"low_percent": low * 100, "high_percent": high * 100}
    yield Finding(name, "passed" if low <= ONE <= high and inside else "failed", facts)


def life_cycle(model: AwardModel) -> Iterator[Finding]:
    """External costs that may be used in an award: verified, from one weight set, every fixed number sourced."""
    names = ("award-external-cost-verified", "award-one-weight-set", "award-lcc-number-has-source")
    if model.lcc is None:
        for name in names:
            yield Finding(name, "not_applicable", {}, "award-because-no-lcc")
        return
    external = [line for line in model.lcc.lines if line.kind == "external"]
    if not external:
        yield Finding(names[0], "not_applicable", {}, "award-because-no-external-cost")
    for line in external:
        facts = {"line": line.name or line.id, "source": line.source or "–"}
        yield Finding(names[0], "passed" if line.verified else "failed", facts, where=f"lcc:{line.id}")
    sets = sorted({line.weight_set for line in external if line.weight_set})
    yield Finding(names[1], "failed" if len(sets) > 1 else "passed", {"sets": ", ".join(sets) or "–"})
    bare = [
        line.name or line.id for line in model.lcc.lines if line.unit_value is not None and not line.source
    ]
    bare += [] if model.lcc.rate_source else ["kalkylränta"]
    yield Finding(names[2], "failed" if bare else "passed", {"lines": ", ".join(bare)}, blocks=False)


def _said(name: str, criterion: AwardCriterion, right: bool, **facts: object) -> Finding:
    return Finding(
        name,
        "passed" if right else "failed",
        {"criterion": criterion.title, **facts},
        where=f"award:{criterion.id}",
    )
