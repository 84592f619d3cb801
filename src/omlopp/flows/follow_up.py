"""A recorded measurement worked out with everything it stands on: completeness, what is missing, factors and rules."""

from decimal import Decimal

from omlopp.domain.footprint.pedigree import SCORES, Spread, spread
from omlopp.domain.indicators.computed import About, result
from omlopp.domain.indicators.found import Found, Given, Weight
from omlopp.domain.indicators.result import FactorUsed, Result, fingerprint
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measurement
from omlopp.library import factors
from omlopp.library.uncertainty import pedigree
from omlopp.library.weights import weight_set

PEDIGREE_VERSION = 2
WORST = 5  # what was not judged counts as the worst, so that silence never makes a figure look surer


def result_of(card: Indicator, one: Measurement) -> Result:
    """The measurement's value, interval, completeness and provenance. Raises what the indicator refuses.

    Computed from several figures of which one that is needed is missing: unknown, with how many of them there are.
    """
    about = About(one.stage, one.measured_on, one.source, one.proof, one.pedigree, one.factors)
    needed = [each.id for each in card.inputs if each.needed]
    missing = tuple(name for name in needed if name not in one.inputs)
    if card.formula != "computed" or not missing:
        return result(card, _given(card, one), about)
    told = Decimal(len(needed) - len(missing)) / len(needed)
    return Result(
        card.id,
        f"{card.id}/{card.weights}" if card.weights else card.id,
        Found(None, None, None, told, "terms", missing=missing),
        one.stage,
        one.measured_on,
        one.source,
        one.proof,
        dict(one.pedigree),
        one.factors,
        rules_of(card),
        fingerprint(dict(one.inputs), []),
    )


def rules_of(card: Indicator) -> str:
    """The hash of card and weights that a result of it carries."""
    inputs = [one.id for one in card.inputs]
    return fingerprint(card.formula, card.function, inputs, card.weights, _weights(card))


def _given(card: Indicator, one: Measurement) -> Given:
    return Given(dict(one.inputs), (), _weights(card))


def _weights(card: Indicator) -> dict[str, Weight]:
    if not card.weights:
        return {}
    told = weight_set(card.weights).weights
    return {name: Weight(each.value, each.unit, each.mark.value) for name, each in told.items()}


def spread_of(one: Measurement) -> Spread:
    """How far the measurement may be off, from its data quality; what was not judged counts as the worst."""
    scores = {name: one.pedigree.get(name, WORST) for name in SCORES}
    return spread(pedigree()[PEDIGREE_VERSION], 1.0, scores)


def judged(one: Measurement) -> int:
    """How many of the five scores somebody has set."""
    return sum(name in one.pedigree for name in SCORES)


def factor_of(set_id: str, factor_id: str) -> FactorUsed:
    """A factor of a set at hand, with version, year and licence from the set's card.

    Raises FactorSetUnknown, FactorsNotAtHand, FactorCardWrong, FactorUnknown.
    """
    found = factors.factor_set(set_id)
    if factor_id not in found.factors:
        raise FactorUnknown(set=set_id, factor=factor_id)
    card = found.card
    return FactorUsed(factor_id, set_id, card.version, card.year, card.licence)


class FactorUnknown(OmloppError):
    """The set has no such factor. Facts: set, factor."""

    code = "factors.unknown-factor"


def sets_at_hand() -> list[tuple[str, str]]:
    """Id and publisher's version of each set whose figures are here."""
    return [
        (each.id, f"{each.card.publisher} {each.card.version}".strip())
        for each in factors.listed()
        if each.card and each.at_hand
    ]
