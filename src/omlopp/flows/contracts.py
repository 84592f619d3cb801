"""Contracts that live, wired: the library's days, ways and grounds, and the law on changes as it reads on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from omlopp.domain.model.law import (
    NO_RULE,
    UNEXAMINED,
    BuyerKind,
    ObjectKind,
    Parameter,
    ParameterExpired,
    ParameterNotYet,
    Regime,
)
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.domain.process.contract_change import Ground, GroundRule, Limit, UnknownGround
from omlopp.domain.process.regime import applying
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT, Library

FOLDER = ROOT / "contracts"
PRINCIPLES = "equal_and_proportionate"  # the legal point that holds whatever rules govern


@dataclass(frozen=True, slots=True)
class Reporting:
    """library/contracts/reporting.yaml: days, and how large a report may be."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    days_to_report: int
    delivery_as: str
    remind_before: tuple[int, ...]
    escalate_after: int
    end_measure_before: tuple[int, ...]
    notice_before: tuple[int, ...]
    link_days: int
    report_bytes: int
    unpacked_bytes: int
    rows: int
    files: int
    source: Source


@dataclass(frozen=True, slots=True)
class Way:
    """What may become of what is left. `again`: it goes on being used; `exit`: the answer that proposes it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    again: bool
    exit: str = ""


@dataclass(frozen=True, slots=True)
class _Ways:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    ways: tuple[Way, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class _Grounds:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    grounds: tuple[Ground, ...]


def _read(name: str, shape: Any) -> Any:
    found = read_one(FOLDER / name, shape, ROOT)
    if isinstance(found, Problem):
        raise ValueError(str(found))
    return found


@cache
def reporting() -> Reporting:
    made: Reporting = _read("reporting.yaml", Reporting)
    return made


@cache
def ways() -> Mapping[str, Way]:
    """By id, best kept value first."""
    return {one.id: one for one in _read("ways.yaml", _Ways).ways}


@cache
def grounds() -> Mapping[str, Ground]:
    return {one.id: one for one in _read("grounds.yaml", _Grounds).grounds}


def ground_rule(
    ground: str,
    law: Library,
    *,
    regime: Regime | None,
    object_kind: ObjectKind,
    buyer_kind: BuyerKind,
    fixed_on: date,
    on: date,
) -> GroundRule:
    """A ground as it stands for a contract: sections as they read when its rules were fixed, amounts on the day.

    Raises UnknownGround.
    """
    one = grounds().get(ground)
    if one is None:
        raise UnknownGround(ground=ground)
    if regime is None:
        return GroundRule(one, None, UNEXAMINED)
    rule = law.hook(one.point, fixed_on).rules[regime]
    principles = law.hook(PRINCIPLES, fixed_on).section(regime)
    known = list(law.parameters.values())
    if rule in (NO_RULE, UNEXAMINED):
        ceiling = _ceiling(known, regime, object_kind, buyer_kind, on) if rule == NO_RULE else None
        return GroundRule(one, regime, rule, principles=principles, ceiling=ceiling)
    limits = [law.parameters[name] for name in one.limits if name in law.parameters]
    threshold = applying(known, "threshold", Regime.LOU, object_kind, buyer_kind) if one.threshold else ()
    return GroundRule(
        one,
        regime,
        rule,
        limit=_limit(applying(limits, "change_limit", regime, object_kind, buyer_kind), on),
        threshold=_limit(threshold, on),
        notice=law.hook(one.notice_point, fixed_on).section(regime) if one.notice_point else None,
    )


def _ceiling(
    known: Sequence[Parameter], regime: Regime, object_kind: ObjectKind, buyer_kind: BuyerKind, on: date
) -> Limit | None:
    """Where the contract's rules end: the direct award limit, or the threshold. Annex 2 services have none."""
    if regime is Regime.LOU_19A:
        return _limit(applying(known, "direct_award_limit", regime, object_kind, buyer_kind), on)
    if regime is Regime.LOU_19 and object_kind != "annex2_services":
        return _limit(applying(known, "threshold", Regime.LOU, object_kind, buyer_kind), on)
    return None


def _limit(found: Sequence[Parameter], on: date) -> Limit | None:
    """The first, on the day; the last known one, said to have expired, where it holds no longer."""
    if not found:
        return None
    one = found[0]
    bound = one.bound or "less_than"
    try:
        return Limit(one.on(on).value, bound, one.section, one.name)
    except ParameterExpired as error:
        return Limit(error.facts["value"], bound, one.section, one.name, error.facts["last_day"])
    except ParameterNotYet:
        return None
