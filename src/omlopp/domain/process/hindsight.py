"""A procurement entered afterwards: two notices of it compared, and what interviews made known, link by link.

What nobody knows stays unknown and counts in the base; what nobody was asked is told apart from it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from omlopp.domain.criteria.paste import Paste, official_criterion
from omlopp.domain.model.criteria import Criterion, MarketStandard
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import Text
from omlopp.domain.process.chain import Link

Role = Literal["buyer", "user", "supplier"]
ROLES: tuple[Role, ...] = ("buyer", "user", "supplier")

# What speaks for two notices being of one procurement. The procedure's own number settles it.
SAME_PROCEDURE, FOLLOWS = 100, 90
SAME_BUYER, SAME_TITLE, SAME_CPV = 20, 30, 10
LIKELY = 40  # from here two notices are proposed as one procurement
_WORD = re.compile(r"[0-9a-zåäöéü]{3,}")


@dataclass(frozen=True, slots=True)
class LotFacts:
    lot_id: str
    title: str
    value_amount: Decimal | None = None
    currency: str | None = None
    bids_received: int | None = None


@dataclass(frozen=True, slots=True)
class WonBy:
    """Who won a lot; `lot_id` empty: the notice does not say which. Values are in the notice's own currency."""

    lot_id: str
    name: str
    value_amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice says of its procurement, as far as it is needed here. What it does not say is None or empty."""

    notice_id: str
    kind: str
    title: str
    buyer_name: str
    buyer_id: str = ""
    procedure_id: str = ""
    published_on: date | None = None
    cpv: tuple[str, ...] = ()
    object_kind: str = ""
    value_amount: Decimal | None = None
    currency: str | None = None
    bids_received: int | None = None
    lots: tuple[LotFacts, ...] = ()
    winners: tuple[WonBy, ...] = ()
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How surely two notices are of one procurement, 0–100, and why: keys of "hindsight.alike.<key>"."""

    score: int
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def alike(call: NoticeFacts, award: NoticeFacts) -> Likeness:
    """Number first; without one, buyer, title and code together. The order of the two makes no difference."""
    if call.procedure_id and call.procedure_id == award.procedure_id:
        return Likeness(SAME_PROCEDURE, ("procedure",))
    if call.notice_id in award.repeats or award.notice_id in call.repeats:
        return Likeness(FOLLOWS, ("follows",))
    points, reasons = 0, list[str]()
    if _same_buyer(call, award):
        points, reasons = points + SAME_BUYER, [*reasons, "buyer"]
    share = _overlap(call.title, award.title)
    if share >= Decimal("0.5"):
        points, reasons = points + int(SAME_TITLE * share), [*reasons, "title"]
    if {code[:5] for code in call.cpv} & {code[:5] for code in award.cpv}:
        points, reasons = points + SAME_CPV, [*reasons, "cpv"]
    if "buyer" not in reasons:  # two buyers, two procurements, however alike they sound
        points = min(points, LIKELY - 1)
    return Likeness(points, tuple(reasons))


def _same_buyer(one: NoticeFacts, other: NoticeFacts) -> bool:
    if one.buyer_id and other.buyer_id:
        return re.sub(r"\D", "", one.buyer_id) == re.sub(r"\D", "", other.buyer_id)
    return bool(one.buyer_name) and one.buyer_name.casefold().split() == other.buyer_name.casefold().split()


def _overlap(one: str, other: str) -> Decimal:
    mine, theirs = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return Decimal(len(mine & theirs)) / len(mine | theirs) if mine | theirs else Decimal(0)


@dataclass(frozen=True, slots=True)
class Differs:
    """A fact that the two notices tell otherwise. Empty text: that notice says nothing of it."""

    field: str
    call: str
    award: str

    @property
    def contradicts(self) -> bool:
        return bool(self.call and self.award)


COMPARED = ("title", "buyer_name", "buyer_id", "cpv", "object_kind", "value_amount", "currency", "lots")


def differences(call: NoticeFacts, award: NoticeFacts) -> tuple[Differs, ...]:
    """Fact by fact, in the order of COMPARED. An estimate and an awarded value are both told; neither is wrong."""
    found = ((name, _told(call, name), _told(award, name)) for name in COMPARED)
    return tuple(Differs(name, one, other) for name, one, other in found if one != other)


def _told(facts: NoticeFacts, name: str) -> str:
    value = getattr(facts, name)
    if name == "cpv":
        return ", ".join(sorted(value))
    if name == "lots":
        return ", ".join(lot.lot_id for lot in value)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A lot as both notices tell of it. `winners` empty: the award notice names nobody for it."""

    lot_id: str
    title: str
    estimated: Decimal | None
    awarded: Decimal | None
    currency: str | None
    bids: int | None
    winners: tuple[str, ...]


def outcomes(call: NoticeFacts | None, award: NoticeFacts | None) -> tuple[Outcome, ...]:
    """Lot by lot, the call's first; a winner whose lot is not named stands with the only lot, if there is one."""
    lots = {lot.lot_id: lot for facts in (award, call) if facts for lot in facts.lots}
    order = list(dict.fromkeys(lot.lot_id for facts in (call, award) if facts for lot in facts.lots))
    won = award.winners if award else ()
    told = {lot.lot_id: lot for lot in award.lots} if award else {}
    estimates = {lot.lot_id: lot.value_amount for lot in call.lots} if call else {}
    made = []
    for id in order:
        mine = [one for one in won if one.lot_id == id or (not one.lot_id and len(order) == 1)]
        values = [one.value_amount for one in mine if one.value_amount is not None]
        made.append(
            Outcome(
                id,
                lots[id].title,
                estimates.get(id),
                sum(values, Decimal(0)) if values else None,
                next((one.currency for one in mine if one.currency), lots[id].currency),
                told[id].bids_received if id in told else None,
                tuple(dict.fromkeys(one.name for one in mine)),
            )
        )
    return tuple(made)


Into = Literal["", "need", "reuse", "goal", "strategy", "criterion", "promise", "baseline", "contract", "end"]
Kind = Literal["text", "goal", "strategy", "indicator"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the guide. `into`: where a known answer can be put by a person; "" nowhere."""

    id: str
    link: Link
    roles: tuple[Role, ...]
    asks: Text
    help: Text | None = None
    kind: Kind = "text"
    into: Into = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it was noted. `known` false: asked, and the person does not know."""

    question: str
    role: Role
    known: bool
    text: str = ""


Status = Literal["known", "unknown", "not_asked"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What interviews say of a link: of `of` question and role pairs, so many known, unknown and not asked.

    `status`: known where anybody knew; unknown where all who were asked did not; not_asked where nobody was.
    `in_chain`: the procurement's own chain has the link, whoever said so.
    """

    link: Link
    known: int
    unknown: int
    of: int
    in_chain: bool

    @property
    def not_asked(self) -> int:
        return self.of - self.known - self.unknown

    @property
    def status(self) -> Status:
        return "known" if self.known else "unknown" if self.unknown else "not_asked"


def standing(
    guide: Iterable[Question], said: Iterable[Said], in_chain: Collection[Link] = ()
) -> tuple[Standing, ...]:
    """Link by link, in the order of the chain. An answer to a question that the guide does not have counts nowhere."""
    link_of = {(one.id, role): one.link for one in guide for role in one.roles}
    base = Counter(link_of.values())
    known, unknown = Counter[Link](), Counter[Link]()
    for one in {(each.question, each.role): each for each in said}.values():
        if (link := link_of.get((one.question, one.role))) is not None:
            (known if one.known else unknown)[link] += 1
    return tuple(
        Standing(link, known[link], unknown[link], base[link], link in in_chain)
        for link in Link
        if base[link]
    )


def own_requirement(
    paste: Paste,
    *,
    id: str,
    goals: Collection[Goal],
    indicators: Mapping[str, Indicator],
    hooks: tuple[LegalHook, ...],
    cpv: Sequence[str],
    on: date,
) -> Criterion:
    """A requirement as it was worded then, put into the chain afterwards. Nothing is said of market or risks.

    Raises PasteIncomplete, naming the field.
    """
    made = official_criterion(
        replace(paste, krav_id="000"), goals=goals, indicators=indicators, hooks=hooks, cpv=tuple(cpv), on=on
    )
    return replace(
        made,
        id=id,
        official=None,
        why=Text(
            "Avskrivet i efterhand ur en genomförd upphandling.",
            "Copied afterwards from a finished procurement.",
        ),
        market=MarketStandard(
            "not_yet_known",
            Text("Inte jämfört med marknaden.", "Not compared with the market."),
        ),
        risks=Text("Inte bedömda.", "Not judged."),
    )
