"""Payment claims: what has been claimed, approved and paid, what comes next, and what is missing before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from omlopp.domain.programme.budget import KRONA, ZERO, rate_of
from omlopp.domain.programme.model import Claim, Programme


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole kronor. What nobody has decided or paid counts in `undecided` and `unpaid`, never as 0.

    `cut`: claimed less approved, over the claims that are decided.
    """

    claims: int
    claimed: Decimal
    approved: Decimal
    paid: Decimal
    undecided: int
    unpaid: int
    cut: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """A claim against the rate of the decision. `cost`: what was spent in its period. `most`: rate × cost, down.

    `rate` is what the claim comes to, None where nothing was spent.
    """

    claim: Claim
    cost: Decimal
    most: Decimal
    rate: Decimal | None

    @property
    def over(self) -> Decimal:
        return max(self.claim.claimed_sek - self.most, ZERO)


@dataclass(frozen=True, slots=True)
class Next:
    """The next claim. `amount` is capped by what is left of the grant. `laid_out`: the grant's share of what has been
    spent and is not yet paid out, which the programme's owner lends meanwhile.
    """

    number: int
    period_from: date
    period_to: date
    cost: Decimal
    amount: Decimal
    left_of_grant: Decimal
    laid_out: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` of a sentence in messages (prog.claim.<code>) and its facts. `stops`: to be mended before a claim."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    stops: bool = True


def sums(programme: Programme, until: date | None = None) -> Sums:
    """Over every claim, or those sent until a day; what was decided or paid after it had not happened yet."""
    every = [one for one in programme.claims if until is None or one.claimed_on <= until]

    def then(on: date | None, amount: Decimal | None) -> Decimal | None:
        return amount if on is not None and (until is None or on <= until) else None

    approved = [then(one.approved_on, one.approved_sek) for one in every]
    paid = [then(one.paid_on, one.paid_sek) for one in every]
    decided = [
        (one.claimed_sek, given) for one, given in zip(every, approved, strict=True) if given is not None
    ]
    return Sums(
        len(every),
        sum((one.claimed_sek for one in every), ZERO),
        sum((one for one in approved if one is not None), ZERO),
        sum((one for one in paid if one is not None), ZERO),
        sum(one is None for one in approved),
        sum(one is None for one in paid),
        sum((asked - given for asked, given in decided), ZERO),
    )


def grant(programme: Programme) -> Decimal:
    """What is claimed against: the EU's part of the funding."""
    return sum((one.amount_sek for one in programme.cofunding if one.kind == "eu"), ZERO)


def cost_between(programme: Programme, first: date, last: date) -> Decimal:
    return sum((one.amount_sek for one in programme.spent if first <= one.on <= last), ZERO)


def held(programme: Programme) -> tuple[Held, ...]:
    """Each claim against the co-funding rate; nothing where no EU funder is entered."""
    rate = rate_of(programme)
    if rate is None:
        return ()
    found = []
    for one in sorted(programme.claims, key=lambda each: each.number):
        cost = cost_between(programme, one.period_from, one.period_to)
        found.append(Held(one, cost, share(cost, rate), one.claimed_sek / cost if cost else None))
    return tuple(found)


def share(cost: Decimal, rate: Decimal) -> Decimal:
    """The rate's part of a cost in whole kronor, rounded down: a claim never asks for more than the rate gives."""
    return max((cost * rate).quantize(KRONA, ROUND_DOWN), ZERO)


def next_claim(programme: Programme, on: date) -> Next | None:
    """From the day after the last period (or the beginning) until `on` or the end, whichever comes first.

    None: no EU funder is entered, or every day has been claimed.
    """
    rate = rate_of(programme)
    last = max((one.period_to for one in programme.claims), default=None)
    first = programme.starts_on if last is None else last + timedelta(days=1)
    until = min(on, programme.ends_on)
    if rate is None or first > until:
        return None
    whole = grant(programme)
    # A claim that is decided holds what was approved; one that is not, what it asks for.
    taken = sum((_taken(one) for one in programme.claims), ZERO)
    left = max(whole - taken, ZERO)
    cost = cost_between(programme, first, until)
    every = cost_between(programme, date.min, until)
    return Next(
        max((one.number for one in programme.claims), default=0) + 1,
        first,
        until,
        cost,
        min(share(cost, rate), left.quantize(KRONA, ROUND_DOWN)),
        left,
        max(min(share(every, rate), whole) - sums(programme).paid, ZERO),
    )


def _taken(one: Claim) -> Decimal:
    return one.claimed_sek if one.approved_sek is None else one.approved_sek


def missing(programme: Programme, on: date) -> tuple[Finding, ...]:
    """What to see to before the next claim is sent: what stops it first, then what to know."""
    found = []
    coming = next_claim(programme, on)
    if not any(one.kind == "eu" for one in programme.cofunding):
        found.append(Finding("no_funder"))
    elif coming is None:
        found.append(Finding("all_claimed"))
    if coming is not None:
        if coming.cost <= 0:
            found.append(Finding("no_cost", {"first": coming.period_from, "last": coming.period_to}))
        elif coming.left_of_grant <= 0:
            found.append(Finding("grant_used"))
        bare = sum(
            not one.voucher.strip() and not one.flat and coming.period_from <= one.on <= coming.period_to
            for one in programme.spent
        )
        if bare:
            found.append(Finding("no_voucher", {"count": bare}))
    for funder in programme.cofunding:
        if funder.certified_on is None:
            found.append(Finding("no_certificate", {"name": funder.name}))
        elif not funder.number.strip():
            found.append(Finding("no_certificate_number", {"name": funder.name}, stops=False))
    types = {one.cost_type for one in programme.budget}
    for name in dict.fromkeys(one.cost_type for one in programme.spent if one.cost_type not in types):
        found.append(Finding("not_in_budget", {"cost_type": name}))
    outside = sum(not programme.starts_on <= one.on <= programme.ends_on for one in programme.spent)
    if outside:
        found.append(
            Finding("outside", {"count": outside, "first": programme.starts_on, "last": programme.ends_on})
        )
    found += faults(programme)
    waiting = [one.number for one in programme.claims if one.approved_on is None]
    if waiting:
        found.append(Finding("undecided", {"numbers": sorted(waiting)}, stops=False))
    return tuple(sorted(found, key=lambda one: not one.stops))


def faults(programme: Programme) -> tuple[Finding, ...]:
    """What cannot be right among the claims that are entered."""
    found = []
    claims = sorted(programme.claims, key=lambda one: (one.period_from, one.number))
    for before, after in pairwise(claims):
        if after.period_from <= before.period_to:
            found.append(Finding("overlap", {"one": before.number, "other": after.number}))
    for one in claims:
        if one.approved_sek is not None and one.approved_sek > one.claimed_sek:
            found.append(Finding("approved_more", {"number": one.number}))
        if one.paid_sek is not None and one.approved_sek is not None and one.paid_sek > one.approved_sek:
            found.append(Finding("paid_more", {"number": one.number}))
    over = [one for one in held(programme) if one.over > 0]
    found += [
        Finding(
            "over_rate", {"number": one.claim.number, "over": one.over, "most": one.most, "cost": one.cost}
        )
        for one in over
    ]
    taken = sum((_taken(one) for one in claims), ZERO)
    if claims and taken > grant(programme):
        found.append(Finding("over_grant", {"taken": taken, "grant": grant(programme)}))
    return tuple(found)
