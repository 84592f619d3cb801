"""Is the model fit to be published? Each check is one sentence with three answers; names are keys."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from omlopp.domain.award.families import FAMILIES, family_of
from omlopp.domain.award.lint import LINT_CODES, lint, reorderings
from omlopp.domain.award.points import SUM_TOLERANCE
from omlopp.domain.award.shares import percent
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.findings import Finding


def check(
    model: AwardModel, regime: str, bids: Sequence[Bid] = (), expected_price: Decimal | None = None
) -> tuple[Finding, ...]:
    """Every finding, in the order a person reads them. `because` is the key of a sentence.

    `regime` goes along in the facts: which section a finding rests on is the library's to say.
    `expected_price`: the lot's estimated value, against which deductions are held while there are no bids.
    """
    if model.family not in FAMILIES:
        return (Finding("award-family-known", "failed", {"family": model.family, "regime": regime}),)
    return tuple(_all(model, {"regime": str(regime)}, bids, expected_price))


def _all(
    model: AwardModel, base: dict[str, object], bids: Sequence[Bid], expected_price: Decimal | None
) -> Iterator[Finding]:
    yield Finding("award-family-known", "passed", base | {"family": model.family})
    yield _usable(model, base)
    yield _weights(model, base)
    qualities = [criterion for criterion in model.criteria if not criterion.price]
    if not qualities:
        yield Finding("award-promise-has-clause", "not_applicable", base, "award-because-price-only")
    for criterion in qualities:
        yield _clause(criterion, base)
        yield _levels(model, criterion, base)
    yield _plausible(model, base, bids, expected_price)
    yield from _lints(model, base, bids)


def _usable(model: AwardModel, base: dict[str, object]) -> Finding:
    """The formula has everything it computes with."""
    try:
        family_of(model.family).demand(model)
    except OmloppError as error:
        return Finding("award-model-usable", "failed", base | {"error": error.code} | error.facts)
    return Finding("award-model-usable", "passed", base)


def _weights(model: AwardModel, base: dict[str, object]) -> Finding:
    """The weights add to 100 per cent."""
    weights = [criterion.weight for criterion in model.criteria if criterion.weight is not None]
    if not family_of(model.family).weighted:
        return Finding("award-weights-sum", "not_applicable", base, "award-because-no-weights")
    if not weights:
        return Finding("award-weights-sum", "not_applicable", base, "award-because-points")
    whole = sum(weights, Decimal(0))
    right = abs(whole - 1) <= SUM_TOLERANCE
    return Finding(
        "award-weights-sum", "passed" if right else "failed", base | {"sum_percent": percent(whole)}
    )


def _clause(criterion: AwardCriterion, base: dict[str, object]) -> Finding:
    """What earns points is bound by a clause, or it is only a promise."""
    facts = base | {"criterion": criterion.title}
    bound = bool(criterion.clause and criterion.clause.strip())
    return Finding(
        "award-promise-has-clause", "passed" if bound else "failed", facts, where=_place(criterion)
    )


def _levels(model: AwardModel, criterion: AwardCriterion, base: dict[str, object]) -> Finding:
    """A bidder can read beforehand what earns what."""
    facts = base | {"criterion": criterion.title}
    if criterion.levels:
        return Finding("award-criterion-has-levels", "passed", facts, where=_place(criterion))
    if model.grade_scale or criterion.max_points is not None:
        return Finding(
            "award-criterion-has-levels",
            "not_applicable",
            facts,
            "award-because-graded",
            where=_place(criterion),
        )
    return Finding("award-criterion-has-levels", "failed", facts, where=_place(criterion))


def _plausible(
    model: AwardModel, base: dict[str, object], bids: Sequence[Bid], expected_price: Decimal | None
) -> Finding:
    """All deductions together are smaller than the highest price anyone can be thought to offer."""
    values = [criterion.value for criterion in model.criteria if criterion.value is not None]
    prices = [bid.price for bid in bids if bid.price is not None] + (
        [expected_price] if expected_price else []
    )
    name = "award-deduction-plausible"
    if not values:
        return Finding(name, "not_applicable", base, "award-because-no-deductions", blocks=False)
    if not prices:
        return Finding(name, "not_applicable", base, "award-because-no-price-known", blocks=False)
    deductions, highest = sum(values, Decimal(0)), max(prices)
    facts = base | {"deductions": deductions, "highest": highest, "currency": model.currency}
    return Finding(name, "failed" if deductions > highest else "passed", facts, blocks=False)


def _lints(model: AwardModel, base: dict[str, object], bids: Sequence[Bid]) -> Iterator[Finding]:
    """The formula's faults. They warn: a relative price score is unwise, and still lawful."""
    needs_bids = ("irrelevant-alternative-can-reorder", "published-table-disagrees-with-published-formula")
    try:
        faults, passing = lint(model, bids), reorderings(model, bids)
    except OmloppError:
        faults, passing = {}, ()
    for code in LINT_CODES:
        if code == needs_bids[1]:
            continue  # decided where a document is at hand
        name = f"award-{code}"
        if code not in faults:
            yield Finding(name, "not_applicable", base, "award-because-not-usable", blocks=False)
        elif code == needs_bids[0] and family_of(model.family).relative and len(bids) < 2:
            yield Finding(name, "not_applicable", base, "award-because-no-pair", blocks=False)
        else:
            facts = dict(base)
            if code == needs_bids[0] and passing:
                one, other, at = passing[0]
                facts |= {"one": one, "other": other, "price": at, "currency": model.currency}
            yield Finding(name, "failed" if faults[code] else "passed", facts, blocks=False)


def _place(criterion: AwardCriterion) -> str:
    return f"award:{criterion.id}"
