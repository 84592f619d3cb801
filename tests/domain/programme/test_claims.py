"""Payment claims: what is held, what comes next, what is missing before it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.programme import claims
from omlopp.domain.programme.model import BudgetLine, Claim, Cofunding, Programme, Spent

FIRST, LAST, ON = date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30)
MAY = date(2026, 5, 4)


def sek(value: int) -> Decimal:
    return Decimal(value)


def programme(**more: Any) -> Programme:
    """40 per cent from the EU of a million kronor."""
    funders = (
        Cofunding("ERUF", "eu", sek(400_000), FIRST, "D 1"), Cofunding("Anslag 1:1", "state", sek(600_000), FIRST, "D 2"),
    )  # fmt: skip
    given = {"budget": (BudgetLine("staff", sek(1_000_000)),), "cofunding": funders} | more
    return Programme("1", "Program", "programme", "Regionen", "RUN/1", FIRST, LAST, **given)


def claim(
    number: int, claimed: int, approved: int | None = None, paid: int | None = None, **more: Any
) -> Claim:
    first = more.get("first", FIRST)
    last = more.get("last", date(2026, 6, 30))
    return Claim(
        number, first, last, date(2026, 8, 1), sek(claimed), None if approved is None else date(2026, 9, 1),
        None if approved is None else sek(approved), None if paid is None else date(2026, 9, 15),
        None if paid is None else sek(paid),
    )  # fmt: skip


def codes(value: Programme, on: date = ON) -> list[str]:
    return [one.code for one in claims.missing(value, on)]


def test_what_nobody_has_decided_is_no_nought():
    told = claims.sums(programme(claims=(claim(1, 100, 90, 90), claim(2, 50))))
    assert (told.claimed, told.approved, told.paid, told.undecided, told.unpaid, told.cut) == (
        150,
        90,
        90,
        1,
        1,
        10,
    )


def test_what_was_decided_later_had_not_happened_yet():
    told = claims.sums(programme(claims=(claim(1, 100, 90, 90),)), date(2026, 9, 10))
    assert (told.approved, told.undecided, told.paid, told.unpaid) == (90, 0, 0, 1)


def test_a_claim_is_held_against_the_rate_of_the_decision():
    value = programme(spent=(Spent(MAY, "staff", sek(250_000), "A"),), claims=(claim(1, 100_001),))
    (held,) = claims.held(value)
    assert (held.cost, held.most, held.over) == (250_000, 100_000, 1)
    assert "over_rate" in codes(value)


def test_the_next_claim_begins_the_day_after_the_last_period():
    value = programme(
        spent=(Spent(MAY, "staff", sek(250_000), "A"), Spent(date(2026, 8, 3), "staff", sek(80_000), "B")),
        claims=(claim(1, 100_000, 99_000, 99_000),),
    )
    coming = claims.next_claim(value, ON)
    assert coming is not None
    assert (coming.number, coming.period_from, coming.period_to) == (2, date(2026, 7, 1), ON)
    assert (coming.cost, coming.amount) == (80_000, 32_000)
    assert coming.left_of_grant == 301_000
    assert coming.laid_out == 132_000 - 99_000, (
        "the grant's part of all that is spent, less what has been paid"
    )


def test_before_a_claim_it_is_said_what_is_missing():
    bare = Cofunding("Kommunen", "municipality", sek(0))
    value = programme(
        cofunding=(Cofunding("ERUF", "eu", sek(400_000), FIRST), bare),
        spent=(
            Spent(MAY, "staff", sek(10)),
            Spent(MAY, "boats", sek(10), "B"),
            Spent(date(2025, 1, 1), "staff", sek(1), "C"),
        ),
    )
    assert codes(value) == [
        "no_voucher",
        "no_certificate",
        "not_in_budget",
        "outside",
        "no_certificate_number",
    ]


def test_without_an_eu_funder_no_claim_is_reckoned():
    value = programme(cofunding=(Cofunding("Egen", "own", sek(5), FIRST, "D"),))
    assert claims.next_claim(value, ON) is None and claims.held(value) == () and codes(value) == ["no_funder"]


def test_everything_claimed():
    assert "all_claimed" in codes(programme(claims=(claim(1, 0, 0, 0, last=LAST),)))


def test_claims_that_cannot_be_right():
    value = programme(claims=(claim(1, 100, 120, 130), claim(2, 500_000, first=date(2026, 6, 1))))
    found = {one.code for one in claims.faults(value)}
    assert found == {"overlap", "approved_more", "paid_more", "over_rate", "over_grant"}


def test_a_flat_cost_needs_no_voucher():
    value = programme(
        budget=(BudgetLine("indirect_flat", sek(5)),), spent=(Spent(MAY, "indirect_flat", sek(5), flat=True),)
    )
    assert codes(value) == []


@given(
    st.lists(st.tuples(st.integers(0, 364), st.decimals(-5_000, 900_000, places=2)), max_size=15),
    st.lists(st.integers(0, 400_000), max_size=3),
    st.integers(0, 500),
)
def test_a_claim_never_exceeds_the_grant_nor_the_rate(costs, before, seen):
    """However much is spent, and whatever was claimed: approved and next together stay within the grant."""
    spent = tuple(Spent(FIRST + timedelta(days=at), "staff", amount, "A") for at, amount in costs)
    old = tuple(
        claim(at + 1, amount, first=FIRST + timedelta(days=at), last=FIRST + timedelta(days=at))
        for at, amount in enumerate(before)
    )
    coming = claims.next_claim(programme(spent=spent, claims=old), FIRST + timedelta(days=seen))
    if coming is None:
        return
    assert 0 <= coming.amount <= max(Decimal("0.4") * coming.cost, 0)
    assert coming.amount <= coming.left_of_grant
    if sum(before) <= 400_000:
        assert sum(before) + coming.amount <= 400_000
    assert coming.laid_out >= 0
