"""Which marking of secrecy a document or an export of a procurement carries, and what an opening of bids needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import LegalHook, Regime
from omlopp.domain.model.procurement import Opening, Procurement
from omlopp.domain.model.text import STRICT, Source, Text

Holds = Literal["bids", "other"]


@dataclass(frozen=True, slots=True)
class Marking:
    """What is said on every page and in the first row. `ascii`: the same for a header of an answer over HTTP.

    `holds`: what it is for; `until_decision`: before (True) or after (False) the award decision, None: always.
    `section` is empty where no rule of secrecy is named.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    holds: Holds
    until_decision: bool | None
    valid_from: date
    section: str
    ascii: str
    short: Text
    says: Text
    source: Source
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class NoMarking(OmloppError):
    """The law of secrecy has no entry for the day. Facts: holds, day."""

    code = "secrecy.no-marking"


def marking(procurement: Procurement, what: Holds, on: date, markings: Sequence[Marking]) -> Marking:
    """The marking of what holds bids (`bids`) or does not (`other`), on a day. Raises NoMarking.

    Bids are absolutely secret until the decision; a procurement of several lots until the last lot is decided, so that
    nothing of an undecided lot slips out with a decided one. One that ended without a decision is decided too.
    """
    return marking_of(procurement.outcome == "open", what, on, markings)


def marking_of(undecided: bool, what: Holds, on: date, markings: Sequence[Marking]) -> Marking:
    """As `marking`, for who knows only whether the award is still undecided."""
    for one in markings:
        if one.holds == what and one.holds_on(on) and one.until_decision in (None, undecided):
            return one
    raise NoMarking(holds=what, day=on)


def standing_openings(openings: Sequence[Opening]) -> dict[str, Opening]:
    """The record that holds for each lot: the last one. Those before it were corrected."""
    return {one.lot_id: one for one in openings}


def opening_is_required(hook: LegalHook | None, regime: Regime | None) -> bool:
    """Does the section on the opening of bids apply under these rules?"""
    return hook is not None and regime is not None and hook.section(regime) is not None
