"""May a contract be changed without a new procurement? One ground at a time, with every number that decided it.

What a section says comes in as a `GroundRule` made from the library's legal points and dated limits: nothing of the
law stands here but the arithmetic. Where the rules on change do not apply, no limit of theirs is tried.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, ClassVar, Literal

from omlopp.domain.indicators.schedule import after
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, Bound, Regime
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.domain.process.regime import NEAR

ZERO, HUNDRED = Decimal(0), Decimal(100)


class UnknownGround(OmloppError):
    """Facts: ground."""

    code = "contract.unknown-ground"


@dataclass(frozen=True, slots=True)
class Condition:
    """A question that only people can answer. `needs`: the answer under which the ground holds."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    asks: Text
    needs: Literal["yes", "no"]
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground as the library has it: library/contracts/grounds.yaml. `point`, `notice_point`: legal points.

    `limits`: change_limit parameters, the first that applies to the regime and object is taken. `together`: earlier
    changes on the same ground count. `threshold`: the change must lie below the threshold too. `option`: what the
    contract's own option allows is tried.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    says: Text
    point: str
    conditions: tuple[Condition, ...]
    source: Source
    limits: tuple[str, ...] = ()
    together: bool = False
    threshold: bool = False
    notice_point: str = ""
    option: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of law on a day. `expired` is the last day it was known to hold, where that day has passed."""

    amount: Decimal  # per cent or SEK
    bound: Bound
    section: str  # "17 kap. 9 § LOU"; empty where it stands in no section
    name: Text
    expired: date | None = None


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A ground under one regime on one day. `rule`: its section, `none` or `unexamined` (domain.model.law).

    `ceiling`: below the thresholds, the amount under which the whole contract must stay for its rules to go on holding.
    """

    ground: Ground
    regime: Regime | None
    rule: str
    limit: Limit | None = None
    threshold: Limit | None = None
    notice: str | None = None
    principles: str | None = None
    ceiling: Limit | None = None

    @property
    def applies(self) -> bool:
        return self.rule not in (NO_RULE, UNEXAMINED)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is meant. `value_sek`: what it adds (or takes away, below 0); SEK without VAT, None: not known.

    `indexed_sek`: the contract's value as its index clause has raised it; None: it has none.
    """

    ground: str
    value_sek: Decimal | None = None
    contract_sek: Decimal | None = None
    indexed_sek: Decimal | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    new_end: date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A change already decided. `counted`: the contract's value holds it from the start, as it does a used option."""

    ground: str
    value_sek: Decimal | None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """How long the contract runs, and how far and until when it can be extended. `on`: the day it is looked at."""

    on: date
    ends_on: date | None = None
    option_until: date | None = None
    notice_months: int | None = None


def check(change: Change, earlier: Sequence[Earlier], rule: GroundRule, term: Term) -> tuple[Finding, ...]:
    """What speaks for and against the change. A failure that blocks means: the ground does not hold.

    Raises UnknownGround where the rule is of another ground.
    """
    if change.ground != rule.ground.id:
        raise UnknownGround(ground=change.ground)
    found = [_law(rule)]
    if rule.ground.option:
        found += _option(change, term)
    if not rule.applies:
        return tuple(found + _below(change, earlier, rule))
    found += [_condition(one, change.answers.get(one.id, "")) for one in rule.ground.conditions]
    same = [one for one in earlier if one.ground == change.ground]
    if rule.limit or rule.ground.threshold:
        found += _amounts(change, same, rule)
    found.append(_notice(rule))
    return tuple(found)


def holds(findings: Iterable[Finding]) -> bool:
    """No failure that blocks. A warning (a duty to announce, a sum that cannot be told) does not."""
    return not any(one.failed and one.blocks for one in findings)


def sums(change: Change, earlier: Sequence[Earlier], together: bool) -> tuple[Decimal, Decimal] | None:
    """(amounts added up without their signs, net amount), SEK; None where a value is not known.

    What decides is the first: a decrease never makes room for an increase. That is the careful reading.
    """
    values = [change.value_sek, *(one.value_sek for one in earlier if together)]
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return None
    with localcontext(EXACT):
        return sum((abs(value) for value in known), ZERO), abs(sum(known, ZERO))


def within(part: Decimal, percent: Decimal, whole: Decimal, bound: Bound) -> bool:
    """Is `part` less than (or at most) so many per cent of the whole? Without a division: nothing is rounded."""
    with localcontext(EXACT):
        left, right = part * HUNDRED, percent * whole
    return left < right if bound == "less_than" else left <= right


def share_of(part: Decimal, whole: Decimal) -> Decimal:
    """Per cent with two decimals, to be shown; never what decides."""
    return (part * HUNDRED / whole).quantize(Decimal("0.01")) if whole else ZERO


def notice_day(ends_on: date | None, notice_months: int | None) -> date | None:
    """The last day to give notice of an extension: so many months before the contract's last day."""
    if ends_on is None or notice_months is None or notice_months < 0:
        return None
    return before(ends_on, notice_months)


def before(day: date, months: int) -> date | None:
    """The same day of an earlier month, or that month's last; None before the calendar."""
    year, month = divmod(day.month - 1 - months, 12)
    if day.year + year < 1:
        return None
    first = date(day.year + year, month + 1, 1)
    following = after(first, 1)
    last = (following - first).days if following else 31
    return first.replace(day=min(day.day, last))


def _law(rule: GroundRule) -> Finding:
    facts = {"regime": rule.regime.value if rule.regime else "", "ground": rule.ground.name}
    if rule.regime is None:
        return Finding("change-law", "failed", facts)
    if rule.applies:
        return Finding("change-law", "passed", facts | {"section": rule.rule})
    return Finding("change-law", "not_applicable", facts, because=f"change-law.{rule.rule}")


def _condition(one: Condition, answer: str) -> Finding:
    facts = {"question": one.asks}
    if answer == one.needs:
        return Finding("change-condition", "passed", facts)
    if answer in ("yes", "no"):
        return Finding("change-condition", "failed", facts)
    return Finding("change-unanswered", "failed", facts)


def _amounts(change: Change, same: Sequence[Earlier], rule: GroundRule) -> list[Finding]:
    found = sums(change, same, rule.ground.together)
    if found is None:
        missing = "change-value" if change.value_sek is None else "change-earlier-value"
        return [Finding(missing, "failed")]
    gross, net = found
    base = change.indexed_sek if change.indexed_sek is not None else change.contract_sek
    facts: dict[str, object] = {"sum": gross, "net": net, "changes": 1 + len(same) * rule.ground.together}
    made: list[Finding] = []
    if rule.limit:
        made.append(_share(gross, net, base, rule.limit, facts))
    if rule.ground.threshold:
        made.append(_threshold(gross, rule.threshold, facts))
    return made


def _share(
    gross: Decimal, net: Decimal, base: Decimal | None, limit: Limit, facts: Mapping[str, object]
) -> Finding:
    if base is None or base <= 0:
        return Finding("change-base", "failed")
    told = {
        **facts, "base": base, "percent": share_of(gross, base), "limit": limit.amount, "section": limit.section,
    }  # fmt: skip
    name = "change-below" if limit.bound == "less_than" else "change-at-most"
    if within(gross, limit.amount, base, limit.bound):
        return Finding(name, "passed", told)
    if within(net, limit.amount, base, limit.bound):
        return Finding("change-net-only", "failed", told | {"net_percent": share_of(net, base)})
    return Finding(name, "failed", told)


def _threshold(gross: Decimal, limit: Limit | None, facts: Mapping[str, object]) -> Finding:
    """Below the threshold of the day; below an expired one only where the sum is well away from it."""
    if limit is None:
        return Finding("change-threshold-unknown", "failed", facts, blocks=False)
    told = {**facts, "threshold": limit.amount, "section": limit.section, "last_day": limit.expired}
    if limit.expired is None:
        return Finding("change-threshold", "passed" if gross < limit.amount else "failed", told)
    with localcontext(EXACT):
        near = abs(gross - limit.amount) < NEAR * limit.amount
    if near:
        return Finding("change-threshold-expired", "failed", told, blocks=False)
    return Finding("change-threshold-expired" if gross < limit.amount else "change-threshold",
                   "passed" if gross < limit.amount else "failed", told)  # fmt: skip


def _notice(rule: GroundRule) -> Finding:
    if rule.notice is None:
        return Finding("change-notice", "not_applicable", because="change-notice.not_needed")
    return Finding("change-notice", "failed", {"section": rule.notice}, blocks=False)


def _option(change: Change, term: Term) -> list[Finding]:
    """What the contract's own option allows: how far, and whether its notice day has passed."""
    found = []
    facts = {"new_end": change.new_end, "until": term.option_until}
    if change.new_end is None or term.option_until is None:
        found.append(Finding("option-until", "failed", facts, because="option-until.unknown", blocks=False))
    else:
        found.append(
            Finding("option-until", "passed" if change.new_end <= term.option_until else "failed", facts)
        )
    last = notice_day(term.ends_on, term.notice_months)
    if last is None:
        found.append(Finding("option-notice", "not_applicable", because="option-notice.unknown"))
    else:
        told = {"day": last}
        found.append(Finding("option-notice", "passed" if term.on <= last else "failed", told, blocks=False))
    return found


def _below(change: Change, earlier: Sequence[Earlier], rule: GroundRule) -> list[Finding]:
    """Where the rules on change do not apply: the principles, and whether the whole stays where its rules hold."""
    found = []
    if rule.principles:
        found.append(Finding("change-principles", "passed", {"section": rule.principles}))
    if rule.ceiling is None or change.contract_sek is None or rule.ground.option:
        return found
    added = [change.value_sek, *(one.value_sek for one in earlier if not one.counted)]
    if any(value is None for value in added):
        return [*found, Finding("change-value", "failed", blocks=False)]
    with localcontext(EXACT):
        whole = change.contract_sek + sum((value for value in added if value is not None), ZERO)
    told = {
        "whole": whole, "limit": rule.ceiling.amount, "name": rule.ceiling.name, "section": rule.ceiling.section,
        "last_day": rule.ceiling.expired,
    }  # fmt: skip
    name = "change-whole-expired" if rule.ceiling.expired else "change-whole"
    return [*found, Finding(name, "passed" if whole < rule.ceiling.amount else "failed", told, blocks=False)]
