"""A computed indicator with everything it stands on: what was found, when, from what, by which factors and rules."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import Enum
from typing import Any

from omlopp.domain.indicators.checked import ZERO
from omlopp.domain.indicators.errors import Incompatible, NotAdditive
from omlopp.domain.indicators.found import Found
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.indicators import FactorUsed as FactorUsed
from omlopp.domain.model.indicators import Indicator, Stage


@dataclass(frozen=True, slots=True)
class Result:
    """`kind`: indicator and weights; results of different kinds are never added or compared.

    `rules`, `inputs`: hashes (16 hex digits of SHA-256) of the card with its weights, and of the figures.
    """

    indicator: str
    kind: str
    found: Found
    stage: Stage | None = None
    measured_on: date | None = None
    source: str = ""
    proof: str = ""
    pedigree: Mapping[str, int] = field(default_factory=dict)
    factors: tuple[FactorUsed, ...] = ()
    rules: str = ""
    inputs: str = ""


def fingerprint(*what: Any) -> str:
    """16 hex digits that change when anything of it does: maps by key, numbers by value (1 and 1.0 are one)."""
    said = json.dumps([_plain(one) for one in what], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def added(card: Indicator, results: Sequence[Result]) -> Found:
    """The sum of amounts of one kind (kg, SEK, EUR of one weight set), over contracts or parts.

    What is unknown in one is unknown in the sum: it is named, and the completeness is that of the least known.
    Refuses shares and rates (NotAdditive) and results of different kinds (Incompatible).
    """
    for one in results:
        if one.kind != results[0].kind:
            raise Incompatible(one=results[0].kind, other=one.kind, where=one.source)
        if one.rules != results[0].rules:
            raise Incompatible(one=results[0].rules, other=one.rules, where=one.source)
    if card.is_share or card.formula == "per" or card.function in RATES or not card.additive:
        raise NotAdditive(indicator=card.id)
    found = [one.found for one in results]
    told = [one.completeness for one in found]
    with localcontext(EXACT):
        return Found(
            _sum([one.value for one in found if one.value is not None]),
            _whole([one.low for one in found]),
            _whole([one.high for one in found]),
            None if None in told or not told else min(one for one in told if one is not None),
            found[0].of if found else "",
            missing=tuple(dict.fromkeys(name for one in found for name in one.missing)),
            assumed=tuple(dict.fromkeys(name for one in found for name in one.assumed)),
            warnings=tuple(dict.fromkeys(name for one in found for name in one.warnings)),
            marks={name: mark for one in found for name, mark in one.marks.items()},
        )


RATES = frozenset({"mci", "cost_per_year"})  # computed, and no amount


def _sum(known: Sequence[Decimal]) -> Decimal | None:
    return sum(known, ZERO) if known else None


def _whole(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return _sum(known) if len(known) == len(values) else None
