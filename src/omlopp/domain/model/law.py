"""Which rules govern, law that is a number with its dates, and hooks into the law given per regime."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Source, Text


class Regime(StrEnum):
    """Which rules govern a procurement."""

    LOU = "lou"  # the Procurement Act above the thresholds
    LOU_19 = "lou_19"  # its chapter 19: below the thresholds, and services in annex 2
    LOU_19A = "lou_19a"  # its chapter 19 a: direct award
    LUF = "luf"  # utilities
    LUK = "luk"  # concessions


ObjectKind = Literal["goods", "services", "works", "annex2_services", "concession"]
BuyerKind = Literal["state", "municipality", "region", "other_authority", "utility"]

NO_RULE = "none"
UNEXAMINED = "unexamined"


@dataclass(frozen=True, slots=True)
class LegalHook:
    """One legal point, with its section under every regime.

    `rules` has a key for each Regime; the value is a section ("4 kap. 8 §"), `none` (no rule here) or
    `unexamined` (not read yet – said openly, never cited).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    rules: Mapping[Regime, str]
    source: Source | None = None
    id: str = ""  # where a document or a check asks for this very point
    above_threshold: Mapping[Regime, str] = field(
        default_factory=dict
    )  # read, but cited nowhere: see LegalPoint
    elsewhere: Text | None = None  # `says` without what it adds on direct awards, where it adds anything

    def __post_init__(self) -> None:
        missing = [regime.value for regime in Regime if regime not in self.rules]
        if missing:
            raise HookIncomplete(says=self.says.en, missing=", ".join(missing))

    def section(self, regime: Regime) -> str | None:
        """The section to cite, or None when this regime has none or has not been examined."""
        rule = self.rules[regime]
        return None if rule in (NO_RULE, UNEXAMINED) else rule

    def under(self, regime: Regime) -> Text:
        """What it says under one regime: of direct awards only where that is what is made."""
        return self.says if self.elsewhere is None or regime is Regime.LOU_19A else self.elsewhere


class HookIncomplete(OmloppError):
    code = "hook-incomplete"


@dataclass(frozen=True, slots=True)
class DatedSection:
    """A section and the days it has read so, both inclusive. `valid_from` None: the first day has not been looked up;
    `valid_to` None: no last day is known.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    section: str  # "4 kap. 3 §"
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


SectionsOrSilence = tuple[DatedSection, ...] | Literal["none", "unexamined"]


@dataclass(frozen=True, slots=True)
class LegalPoint:
    """One rule of law, written once: library/process/legal/<id>.yaml. Criteria and steps name it by id.

    `force`: what the rule does – shall (ska), should (bör), may (får). A "should" is never told as a "shall".
    `in_direct_award`: what it adds for direct awards, told only where one is made or no regime is meant.
    `above_threshold`: the section in LUF and LUK above their thresholds, where it has been read. It is shown beside
    `unexamined` and never cited in a document: those two regimes hold procurements below the thresholds too, where
    other chapters govern, and Omlopp does not tell them apart yet.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    force: Literal["shall", "should", "may"]
    says: Text
    rules: Mapping[Regime, SectionsOrSilence]
    source: Source
    above_threshold: Mapping[Regime, str] = field(default_factory=dict)
    note: Text | None = None  # what a reader must know: what was not read, what is our own conclusion
    in_direct_award: Text | None = None

    def __post_init__(self) -> None:
        missing = [regime.value for regime in Regime if regime not in self.rules]
        if missing:
            raise HookIncomplete(says=self.says.en, missing=", ".join(missing))

    def hook(self, on: date | None = None) -> LegalHook:
        """The point as it reads on a day; without a day as it reads last. A day that no entry holds: unexamined."""
        rules = {regime: _section_on(self.rules[regime], on) for regime in Regime}
        more = self.in_direct_award
        if more is None:
            return LegalHook(self.says, rules, self.source, self.id, self.above_threshold)
        whole = Text(f"{self.says.sv} {more.sv}", f"{self.says.en} {more.en}")
        return LegalHook(whole, rules, self.source, self.id, self.above_threshold, self.says)


def _section_on(sections: SectionsOrSilence, on: date | None) -> str:
    if isinstance(sections, str):
        return sections
    holding = [one for one in sections if on is None or one.holds_on(on)]
    if not holding:
        return UNEXAMINED
    return max(holding, key=lambda one: one.valid_from or date.min).section


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A number of law and the days it holds, both inclusive. `valid_to` None: no last day is known."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    valid_from: date
    valid_to: date | None
    value: Decimal
    source: Source

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Applies:
    """To whom and what a parameter applies; an empty tuple means any."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    regimes: tuple[Regime, ...] = ()
    objects: tuple[ObjectKind, ...] = ()
    buyers: tuple[BuyerKind, ...] = ()


ParameterKind = Literal[
    "threshold",
    "direct_award_limit",
    "documentation_limit",
    "notice_limit",
    "bid_time",
    "standstill",
    "report_time",
    "term",
    "change_limit",
    "share",
    "multiple",
    "accounting",
    "product_rule",
]
Bound = Literal["at_least", "at_most", "less_than", "more_than", "exactly"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """Law that is a number, dated. Shown as expired after its last day, never used silently."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    kind: ParameterKind
    unit: Literal["SEK", "days", "months", "years", "percent", "times", "servings"]
    applies: Applies
    where_to_look: Text
    values: tuple[ParameterValue, ...]
    section: str = ""  # "17 kap. 9 § LOU"; empty where the number stands in no section (an announcement)
    bound: Bound | None = None  # how the number limits: None where the text itself says it
    note: Text | None = None  # what a reader must know: what was not read, what is our own conclusion

    def on(self, day: date) -> ParameterValue:
        """The value that holds on `day`. Raises ParameterExpired or ParameterNotYet, naming the nearest entry."""
        for entry in self.values:
            if entry.holds_on(day):
                return entry
        later = [entry for entry in self.values if entry.valid_from > day]
        earlier = [entry for entry in self.values if entry.valid_to and entry.valid_to < day]
        if earlier:
            last = max(earlier, key=lambda entry: entry.valid_to or date.min)
            raise ParameterExpired(
                parameter=self.id,
                name_sv=self.name.sv,
                name_en=self.name.en,
                day=day,
                last_day=last.valid_to,
                value=last.value,
                unit=self.unit,
                look_sv=self.where_to_look.sv,
                look_en=self.where_to_look.en,
            )
        raise ParameterNotYet(
            parameter=self.id,
            name_sv=self.name.sv,
            name_en=self.name.en,
            day=day,
            first_day=min(entry.valid_from for entry in later) if later else None,
        )


class ParameterExpired(OmloppError):
    code = "parameter-expired"


class ParameterNotYet(OmloppError):
    code = "parameter-not-yet"
