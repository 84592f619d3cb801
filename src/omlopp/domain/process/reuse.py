"""Reuse first: what is needed against what the organisation already has, and what was met without a purchase.

Pieces are whole numbers; mass is in kg, money in kronor without VAT. What is not known stays unknown: it is told beside
a sum and never counted as zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.errors import OmloppError

# What each reason adds to the order. A word of the need in the thing's own name tells most; a group alone tells little.
PER_CPV_DIGIT = 6
PER_WORD = 20
WORDS_COUNTED = 3
SAME_GROUP = 10
AFTER_REPAIR = -8
NOT_YET_FREE = -4
CLOSE_DIGITS = 4  # of a CPV code: 3913 is office furniture, 39 is everything in a house


class PiecesWrong(OmloppError):
    """Fewer than one piece, or no whole number. Facts: item, asked."""

    code = "stock.pieces-wrong"


class NotEnough(OmloppError):
    """More pieces than are free: somebody else may have reserved them meanwhile. Facts: item, asked, free."""

    code = "stock.not-enough"


@dataclass(frozen=True, slots=True)
class Held:
    """Things of one kind in store. `use`: "now", "after_repair", "no", or "" where the condition is not known.

    `reserved`: pieces that stand in the store but are promised to a need.
    """

    id: str
    name: str
    pieces: int
    reserved: int = 0
    cpv: str = ""
    group: str = ""
    use: str = ""
    free_from: date | None = None

    @property
    def free(self) -> int:
        """Never below zero: a new count may be lower than what was promised."""
        return max(0, self.pieces - self.reserved)


def reserve(item: Held, pieces: int) -> int:
    """Pieces reserved once `pieces` more are. Raises PiecesWrong, NotEnough."""
    if pieces < 1:
        raise PiecesWrong(item=item.name, asked=pieces)
    if pieces > item.free:
        raise NotEnough(item=item.name, asked=pieces, free=item.free)
    return item.reserved + pieces


@dataclass(frozen=True, slots=True)
class Effect:
    """A need and what of it is met from store. `needed`, `remaining` None: nobody has said how many are needed."""

    needed: int | None
    found: int
    remaining: int | None
    over: int = 0  # pieces reserved beyond the need

    @property
    def enough(self) -> bool:
        return self.remaining == 0 and self.found > 0


def effect(needed: int | None, found: int) -> Effect:
    """120 needed and 40 found leave 80. A need below zero is not said."""
    if needed is None or needed < 0:
        return Effect(None, found, None)
    return Effect(needed, found, max(0, needed - found), max(0, found - needed))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a thing is proposed. `key` names the sentence ("stock.reason.<key>"), `facts` fill it."""

    key: str
    points: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """`close`: a word or a code of the need speaks for it; otherwise it is only of the same product group."""

    item: Held
    score: int
    reasons: tuple[Reason, ...]
    close: bool


def matches(
    items: Iterable[Held],
    *,
    cpv: Sequence[str],
    groups: Iterable[str],
    words: Mapping[str, Sequence[str]],
    on: date,
) -> tuple[Match, ...]:
    """Things that may meet the need, best first; equal ones by free pieces, then by id.

    cpv, groups: of the need. words: item id → the need's words that its name answers. on: the day asked about.
    What cannot be used, and what nothing speaks for, is left out; what has no free piece stands last.
    """
    wanted = frozenset(groups)
    found = [
        _match(item, cpv, wanted, tuple(words.get(item.id, ())), on) for item in items if item.use != "no"
    ]
    return tuple(
        sorted(
            (each for each in found if each is not None),
            key=lambda each: (
                each.item.free == 0,
                not each.close,
                -each.score,
                -each.item.free,
                each.item.id,
            ),
        )
    )


def _match(
    item: Held, cpv: Sequence[str], groups: frozenset[str], words: tuple[str, ...], on: date
) -> Match | None:
    reasons = []
    if words:
        reasons.append(Reason("words", PER_WORD * min(len(words), WORDS_COUNTED), {"words": words}))
    code = max((shared for one in cpv if (shared := _shared(item.cpv, one))), key=len, default="")
    if code:
        reasons.append(Reason("cpv", PER_CPV_DIGIT * len(code), {"code": code}))
    if item.group and item.group in groups:
        reasons.append(Reason("group", SAME_GROUP, {"group": item.group}))
    if not reasons:
        return None
    close = bool(words) or len(code) >= CLOSE_DIGITS
    if item.use == "after_repair":
        reasons.append(Reason("after_repair", AFTER_REPAIR))
    if item.free_from and item.free_from > on:
        reasons.append(Reason("not_yet_free", NOT_YET_FREE, {"day": item.free_from}))
    return Match(item, sum(one.points for one in reasons), tuple(reasons), close)


def _shared(own: str, wanted: str) -> str:
    return (cpv_match([own.rstrip("0") or own], wanted) or "") if own and wanted else ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Pieces that met a need. Mass and price are per piece; a price without a source is no price."""

    pieces: int
    mass_kg_each: Decimal | None = None
    new_price_each_sek: Decimal | None = None
    price_source: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """What was met without a purchase. A sum is None where no piece is known; its base is `with_…` of `pieces`."""

    pieces: int
    mass_kg: Decimal | None
    with_mass: int
    avoided_sek: Decimal | None
    with_price: int


def met(moved: Iterable[Moved]) -> Met:
    """The sums of what is known, each with how many pieces it stands on."""
    given = list(moved)
    weighed = [one for one in given if one.mass_kg_each is not None]
    priced = [one for one in given if one.new_price_each_sek is not None and one.price_source.strip()]
    return Met(
        sum(one.pieces for one in given),
        sum((one.pieces * (one.mass_kg_each or Decimal(0)) for one in weighed), Decimal(0))
        if weighed
        else None,
        sum(one.pieces for one in weighed),
        sum((one.pieces * (one.new_price_each_sek or Decimal(0)) for one in priced), Decimal(0))
        if priced
        else None,
        sum(one.pieces for one in priced),
    )
