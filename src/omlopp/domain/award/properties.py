"""P1 … P15: what a model promises to buyers and bidders, each decided for this very model.

Proved (with its ground), refuted (with a counter-example on the buyer's own numbers), or not applicable because
something. A formula that is neither proved nor refuted says so, with how many fields were tried.
Source: award.md 10.2 of the project's knowledge; the grounds stand on the method pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from omlopp.domain.award import refutations
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.award.faults import content, promises
from omlopp.domain.award.influence import Influence, influences
from omlopp.domain.award.lint import flat_below, lint
from omlopp.domain.award.own_numbers import own_bids, price_now, scaled
from omlopp.domain.award.points import GRADED
from omlopp.domain.award.proofs import price_reaches, proofs
from omlopp.domain.award.ratio import BAND
from omlopp.domain.award.refutations import Refuted, Search, Shown
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AwardModel, Bid, canonical, digest
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.findings import Finding

ZERO = Decimal(0)
NEARBY = (Decimal("0.8"), Decimal("1.2"))  # how far a price is moved to see whether a worth moves with it
PROPERTIES = tuple(f"P{number}" for number in range(1, 16))
SEARCHES: Mapping[str, Search] = {
    "P1": refutations.price_monotone,
    "P2": refutations.price_matters,
    "P3": refutations.quality_monotone,
    "P4": refutations.independence,
    "P5": refutations.scale,
    "P6": refutations.knowable,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a measured property passes. `least_effect`: share of fields a criterion must decide; `influence_gap`:
    how far real influence may lie from the stated weight (both 0–1); `fields`: how many are supposed. From
    library/award/limits.yaml."""

    least_effect: Decimal
    influence_gap: Decimal
    fields: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one property. `because`: the key of the ground (proved) or the reason (not applicable),
    award.because.<…>; `facts` fill the sentence award.property.<P>.<status>. `supposed`: own bids were not
    there, so the numbers are invented around the expected price.
    """

    property: str
    status: Literal["proved", "refuted", "not_applicable"]
    because: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    shown: Shown | None = None
    supposed: bool = False


def decide(
    model: AwardModel,
    limits: Limits,
    bids: Sequence[Bid] = (),
    expected_price: Decimal | None = None,
    printed: Mapping[str, Mapping[str, Decimal]] | None = None,
    printed_tolerance: Decimal = ZERO,
) -> tuple[Verdict, ...]:
    """All fifteen. Refuses a model that cannot be computed, by its family's own errors."""
    family_of(model.family).demand(model)
    own, supposed = own_bids(model, bids, expected_price)
    evaluate(model, own)  # what cannot be counted is refused by name before anything is said about it
    prices = [price_now(bid, model) for bid in own]
    proved = proofs(model, sum(prices, ZERO) / len(prices))
    found = [_searched(name, model, own, proved, supposed) for name in SEARCHES]
    found.append(_anonymous(model, own, supposed))
    found.append(_jumps(model))
    found += _effects(model, own, limits, supposed)
    found.append(_money(model, own, supposed))
    found.append(_from_findings("P12", tuple(promises(model))))
    found.append(_documents(model, bids, printed, printed_tolerance))
    found.append(_lawful(model, own, next(one for one in found if one.property == "P2")))
    found.append(_deterministic(model, own, supposed))
    return tuple(found)


def _searched(
    name: str, model: AwardModel, own: Sequence[Bid], proved: Mapping[str, str], supposed: bool
) -> Verdict:
    """P1 – P6: a proof, else a counter-example, else an honest word that neither was found."""
    if name in ("P1", "P2", "P5") and not price_reaches(model):
        return Verdict(name, "not_applicable", "price-not-compared")
    if name in ("P1", "P2") and model.family == GRADED:
        graded = any(one.price for one in model.criteria)
        return Verdict(name, "not_applicable", "price-graded" if graded else "price-not-compared")
    if name in proved:
        return Verdict(name, "proved", proved[name])
    refuted: Refuted | None = SEARCHES[name](model, own)
    if refuted is None:
        return Verdict(name, "not_applicable", "undecided", supposed=supposed)
    facts = {"currency": model.currency, **refuted.facts}
    if name == "P2" and flat_below(model) is not None:
        facts["floor"] = flat_below(model)
    return Verdict(name, "refuted", "", facts, refuted.shown, supposed)


def _anonymous(model: AwardModel, own: Sequence[Bid], supposed: bool) -> Verdict:
    """P7: no formula reads who bids; checked on the bids read backwards."""
    forward, backward = evaluate(model, own), evaluate(model, list(reversed(own)))
    if forward.rank == backward.rank:
        return Verdict("P7", "proved", "symmetric")
    return Verdict("P7", "refuted", "", {}, refutations.shown(model, own, tuple(reversed(own))), supposed)


def _jumps(model: AwardModel) -> Verdict:
    """P8: where a small change makes a leap. Levels are choices and not leaps; rounding is left aside."""
    jumps: list[tuple[str, Decimal]] = []
    for one in model.criteria:
        if one.value_function is not None and one.value_function.kind == "step":
            jumps += [(one.title, number) for number, _ in one.value_function.points]
        if one.threshold is not None and not one.levels:
            jumps.append((one.title, one.threshold.least))
    if model.family == BAND:
        jumps.append(("band", model.number("band")))
    if model.family == "priority.order":
        jumps += [(one.title, ZERO) for one in model.criteria[:-1]]
    if not jumps:
        return Verdict("P8", "proved", "continuous")
    names = ", ".join(dict.fromkeys(name for name, _ in jumps))
    return Verdict("P8", "refuted", "", {"criteria": names, "at": jumps[0][1], "count": Decimal(len(jumps))})


def _effects(model: AwardModel, own: Sequence[Bid], limits: Limits, supposed: bool) -> list[Verdict]:
    """P9 and P10, over supposed fields around the middle of the buyer's own prices."""
    found = influences(model, own, limits.fields)
    if not found:
        qualities = any(not one.price for one in model.criteria)
        because = "not-simulated" if qualities else "price-only"
        return [Verdict(name, "not_applicable", because) for name in ("P9", "P10")]
    return [_effect(found, limits), _influence(found, limits)]


def _effect(found: Sequence[Influence], limits: Limits) -> Verdict:
    least = min(found, key=lambda one: one.decides)
    facts = {"criterion": least.name, "decides": Decimal(least.decides), "of": Decimal(least.of)}
    idle = least.decides < limits.least_effect * least.of
    return Verdict("P9", "refuted" if idle else "proved", "" if idle else "measured", facts, supposed=True)


def _influence(found: Sequence[Influence], limits: Limits) -> Verdict:
    worst = max(found, key=lambda one: abs(one.real - one.stated))
    facts = {
        "criterion": worst.name,
        "real_percent": (worst.real * 100).quantize(Decimal("0.1")),
        "stated_percent": (worst.stated * 100).quantize(Decimal("0.1")),
        "of": Decimal(worst.of),
    }
    far = abs(worst.real - worst.stated) > limits.influence_gap
    return Verdict("P10", "refuted" if far else "proved", "" if far else "measured", facts, supposed=True)


def _money(model: AwardModel, own: Sequence[Bid], supposed: bool) -> Verdict:
    """P11: what a full mark is worth in money, and whether that is one number."""
    if not any(not one.price for one in model.criteria):
        return Verdict("P11", "not_applicable", "price-only")
    found = _worths(model, own)
    if not found:
        return Verdict("P11", "not_applicable", "no-money-meaning")
    name, (low, high) = max(found.items(), key=lambda one: one[1][1] - one[1][0])
    facts = {
        "criterion": name,
        "low": low.quantize(Decimal("0.01")),
        "high": high.quantize(Decimal("0.01")),
        "currency": model.currency,
    }
    same = facts["low"] == facts["high"]
    return Verdict(
        "P11", "proved" if same else "refuted", "one-worth" if same else "", facts, supposed=supposed
    )


def _worths(model: AwardModel, own: Sequence[Bid]) -> dict[str, tuple[Decimal, Decimal]]:
    """Name → lowest and highest worth of a full mark, over the bids as they are and with one of them cheaper or
    dearer. Empty where the model gives quality no worth in money."""
    priced = [
        bid if bid.price is not None else replace(bid, price=price_now(bid, model), lines=()) for bid in own
    ]
    fields = [priced]
    for place, bid in enumerate(priced):
        fields += [[*priced[:place], scaled(bid, factor), *priced[place + 1 :]] for factor in NEARBY]
    found: dict[str, tuple[Decimal, Decimal]] = {}
    try:
        for each in fields:
            for one in worth(model, each):
                low, high = found.get(one.name, (one.low, one.high))
                found[one.name] = (min(low, one.low), max(high, one.high))
    except (OmloppError, ArithmeticError, ValueError):
        return {}
    return found


def _from_findings(name: str, found: Sequence[Finding]) -> Verdict:
    """A property that holds when none of its findings failed."""
    failed = [one for one in found if one.failed]
    if failed:
        checks = ", ".join(dict.fromkeys(one.check for one in failed))
        facts = {
            **failed[0].facts,
            "checks": checks,
            "count": Decimal(len(failed)),
            "of": Decimal(len(found)),
        }
        return Verdict(name, "refuted", failed[0].check, facts)
    if all(one.status == "not_applicable" for one in found):
        return Verdict(name, "not_applicable", found[0].because.removeprefix("award-because-"))
    return Verdict(name, "proved", "every-point", {"of": Decimal(len(found))})


def _documents(
    model: AwardModel,
    bids: Sequence[Bid],
    printed: Mapping[str, Mapping[str, Decimal]] | None,
    tolerance: Decimal,
) -> Verdict:
    """P13: the numbers the documents print are those the model gives."""
    if not printed or not bids:
        return Verdict("P13", "not_applicable", "nothing-printed")
    wrong = lint(model, bids, printed, tolerance)["published-table-disagrees-with-published-formula"]
    count = Decimal(sum(len(table) for table in printed.values()))
    return Verdict("P13", "refuted" if wrong else "proved", "" if wrong else "recomputed", {"of": count})


def _lawful(model: AwardModel, own: Sequence[Bid], floor: Verdict) -> Verdict:
    """P14: no floor under the price, no quantity that does not bind, no line that is not counted."""
    if floor.status == "refuted" and "floor" in floor.facts:
        return Verdict("P14", "refuted", "price-without-effect-below-floor", floor.facts, floor.shown)
    return _from_findings("P14", tuple(content(model, own)))


def _deterministic(model: AwardModel, own: Sequence[Bid], supposed: bool) -> Verdict:
    """P15: the same model and bids, the same canonical text of the evaluation."""
    one, other = evaluate(model, own), evaluate(model, list(own))
    same = canonical(one) == canonical(other)
    facts = {"digest": digest(model)}
    return Verdict("P15", "proved" if same else "refuted", "same-bytes" if same else "", facts)
