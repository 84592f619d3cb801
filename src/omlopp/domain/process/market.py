"""What the market is asked, what firms answer, and what may be concluded of it – counted, never guessed.

Answers come from firms that chose to answer. They are no sample: counts are told with their base, and a word for
them only when enough firms have taken a stand (library/dialogue/limits.yaml).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Source, Text

Kind = Literal["rfi", "hearing", "draft"]  # written questions, a meeting, a draft out for comments
KINDS: tuple[Kind, ...] = ("rfi", "hearing", "draft")
Can = Literal["now", "later", "other", "no"]
CANS: tuple[Can, ...] = ("now", "later", "other", "no")
State = Literal["draft", "coming", "open", "closed"]
Size = Literal["micro", "small", "medium", "large"]
SIZES: tuple[Size, ...] = ("micro", "small", "medium", "large")
SMALL: frozenset[str] = frozenset({"micro", "small"})
Verdict = Literal["yes", "no", "some", "not_yet_known"]
"""Does a requirement ask for more than the market gives? As `MarketStandard.above`, and `some`: part of it does."""


class NumberRefused(OmloppError):
    """Facts: found."""

    code = "dialogue.number"


class NumberOfPerson(OmloppError):
    """A personal identity number, which a register of firms is not to hold. Facts: none."""

    code = "dialogue.number-of-person"


@dataclass(frozen=True, slots=True)
class Limits:
    """library/dialogue/limits.yaml. Lengths in characters; `gives_from` and `above_to` are shares (0–1) of those
    that took a stand; `few`: under so many firms nothing is concluded and nothing is shown in public.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    few: int
    gives_from: Decimal
    above_to: Decimal
    answers_an_hour: int
    answers: int
    title: int
    text: int
    note: int
    firm: int
    contact: int
    questions: int
    criteria: int
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A requirement as it was worded when the market was asked. `choice`: its id in the procurement."""

    choice: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is put to the market."""

    kind: Kind
    title: str
    body: str = ""
    questions: tuple[Question, ...] = ()
    criteria: tuple[AskedCriterion, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A firm's answer. `asked`: the requirements it was asked about; `can`: those it took a stand on."""

    firm: str
    on: date
    number: str = ""
    size: str = ""
    county: str = ""
    asked: frozenset[str] = frozenset()
    can: Mapping[str, Can] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What firms said of one requirement. `of`: firms that were asked it and sent an answer; `stands`: those that
    took a stand. `counts` has every key of CANS. `by_size` and `by_county`: code ("" not stated) → the same.
    """

    choice: str
    of: int
    counts: Mapping[Can, int]
    by_size: Mapping[str, Mapping[Can, int]]
    by_county: Mapping[str, Mapping[Can, int]]
    first: date | None
    last: date | None

    @property
    def stands(self) -> int:
        return sum(self.counts.values())

    @property
    def unanswered(self) -> int:
        return self.of - self.stands


def state(*, published: bool, closed: bool, opens_on: date | None, closes_on: date | None, on: date) -> State:
    """Where a dialogue stands on a day; both days are inclusive."""
    if not published:
        return "draft"
    if closed or (closes_on is not None and on > closes_on):
        return "closed"
    return "coming" if opens_on is not None and on < opens_on else "open"


def same_firm(name: str, number: str) -> str:
    """What tells firms apart: the number where there is one, else the name as it is spoken."""
    digits = re.sub(r"\W", "", number).upper()
    return digits or " ".join(name.casefold().split())


def latest(replies: Iterable[Reply]) -> tuple[Reply, ...]:
    """One reply per firm and requirement asked: where a firm has said something several times, the last holds.

    A later reply takes over what it was asked about, and leaves the rest of what the firm said before.
    """
    held: dict[str, Reply] = {}
    for one in sorted(replies, key=lambda reply: reply.on):  # stable: of the same day the last given holds
        key = same_firm(one.firm, one.number)
        before = held.get(key)
        kept = {} if before is None else {id: can for id, can in before.can.items() if id not in one.asked}
        held[key] = Reply(
            one.firm,
            one.on,
            one.number or (before.number if before else ""),
            one.size or (before.size if before else ""),
            one.county or (before.county if before else ""),
            one.asked | (before.asked if before else frozenset()),
            {**kept, **one.can},
        )
    return tuple(held.values())


def told(choice: str, replies: Iterable[Reply]) -> Told:
    """What the firms said of one requirement, each firm once."""
    asked = [one for one in latest(replies) if choice in one.asked]
    days = [one.on for one in asked]
    return Told(
        choice,
        len(asked),
        _counted(asked, choice),
        {size: _counted(some, choice) for size, some in _by(asked, "size").items()},
        {county: _counted(some, choice) for county, some in _by(asked, "county").items()},
        min(days, default=None),
        max(days, default=None),
    )


def _by(replies: Sequence[Reply], name: Literal["size", "county"]) -> dict[str, list[Reply]]:
    """Not stated ("") last."""
    found: dict[str, list[Reply]] = {}
    for one in sorted(replies, key=lambda reply: (getattr(reply, name) == "", getattr(reply, name))):
        found.setdefault(getattr(one, name), []).append(one)
    return found


def _counted(replies: Iterable[Reply], choice: str) -> dict[Can, int]:
    found = Counter(one.can[choice] for one in replies if choice in one.can)
    return {can: found[can] for can in CANS}


def verdict(counts: Mapping[Can, int], limits: Limits) -> Verdict:
    """`no`: most can already, so it asks no more than the market gives; `yes`: few can; `some`: in between.

    Under `limits.few` firms nothing is concluded, whatever they said.
    """
    stands = sum(counts.values())
    if stands < limits.few:
        return "not_yet_known"
    now = Decimal(counts["now"]) / stands
    if now >= limits.gives_from:
        return "no"
    return "yes" if now <= limits.above_to else "some"


def checked_number(text: str) -> str:
    """A Swedish organisation number as `556000-1235`; one of another country ("FI 1234567-8") as it was written.

    Empty stays empty. Raises NumberRefused where the check digit is wrong, NumberOfPerson for a personal number:
    sole traders have one, and a register of firms does not need it.
    """
    said = " ".join(text.split())
    foreign = re.fullmatch(r"[A-Za-z]{2}[ 0-9A-Za-z.-]{4,30}", said) and said[:2].upper() != "SE"
    if not said or foreign:
        return said.upper()
    digits = re.sub(r"[\s-]", "", said.upper().removeprefix("SE"))
    if len(digits) == 12 and (digits.endswith("01") and not digits.startswith(("16", "19", "20"))):
        digits = digits[:10]  # a VAT number
    if len(digits) == 12 and digits.startswith(("16", "19", "20")):
        digits = digits[2:]
    if not re.fullmatch(r"[0-9]{10}", digits) or _check_sum(digits) % 10:
        raise NumberRefused(found=said[:40])
    if digits[2] < "2":  # the month of a birth; a firm's third digit is 2 or more
        raise NumberOfPerson()
    return f"{digits[:6]}-{digits[6:]}"


def _check_sum(digits: str) -> int:
    """Luhn's sum: 0 modulo 10 where the last digit fits."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(each // 10 + each % 10 for each in doubled)


@dataclass(frozen=True, slots=True)
class Firm:
    """What a register knows of a firm that a count needs."""

    size: str = ""
    county: str = ""
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """How many of those that can deliver a kind of thing are small and near. `unknown`: of `of`, size or county is
    not known, so that they cannot be counted either way.
    """

    small_here: int
    here: int
    of: int
    unknown: int


def near(firms: Iterable[Firm], cpv: Sequence[str], county: str) -> Near:
    """`cpv`: codes or beginnings; a firm counts when one is the beginning of the other. Without codes all count."""
    some = [one for one in firms if not cpv or any(_meet(own, code) for own in one.cpv for code in cpv)]
    here = [one for one in some if county and one.county == county]
    return Near(
        sum(one.size in SMALL for one in here),
        len(here),
        len(some),
        sum(not one.county or (one.county == county and not one.size) for one in some),
    )


def _meet(one: str, other: str) -> bool:
    one, other = one.rstrip("0") or one[:2], other.rstrip("0") or other[:2]
    return one.startswith(other) or other.startswith(one)


@dataclass(frozen=True, slots=True)
class FirmSize:
    """A size of firm. Euro amounts are millions a year or at its end; `large` has none above it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: Size
    name: Text
    staff_below: int | None
    turnover_to_meur: Decimal | None
    balance_to_meur: Decimal | None


@dataclass(frozen=True, slots=True)
class FirmSizes:
    """library/dialogue/sizes.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sizes: tuple[FirmSize, ...]
    says: Text
    source: Source


@dataclass(frozen=True, slots=True)
class GeneralQuestion:
    """A question that fits any product group, and why it is worth a firm's time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    why: Text
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class GeneralQuestions:
    """library/dialogue/questions.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    questions: tuple[GeneralQuestion, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class GuidePart:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: Text
    says: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """library/dialogue/guide.yaml: how a supplier answers."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    parts: tuple[GuidePart, ...]
    source: Source
