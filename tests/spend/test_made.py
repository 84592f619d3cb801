"""The shipped made ledger: what the rules make of 5,000 invented rows whose answers are known, rule by rule.

It measures the rules and not the world: the noise is the maker's own.
"""

import csv
from collections import Counter
from decimal import Decimal

import pytest

from omlopp.spend import ledger, made, reading, screening, table
from omlopp.spend.categorise import Desk
from omlopp.spend.cube import Key

FILE = made.FOLDER / "ovningsreskontra.csv"


@pytest.fixture(scope="module")
def judged():
    """(truth, placed, amount) of every usable row."""
    with (made.FOLDER / "answers.csv").open(encoding="utf-8") as lines:
        truth = {row["voucher"]: row["truth"] for row in csv.DictReader(lines)}
    desk = Desk()
    found = []
    for one in ledger.postings(table.read(FILE.read_bytes(), FILE.name), FILE.name).postings:
        key = Key(
            one.buyer_id, one.account, one.account_name, one.supplier_id, one.supplier, "", "", one.year
        )
        found.append((truth[one.voucher], desk.place(key), one.amount_sek))
    return found


def test_the_script_writes_what_is_shipped():
    assert FILE.read_text("utf-8") == made.ledger_text()
    assert (made.FOLDER / "answers.csv").read_text("utf-8") == made.answers_text()


def test_every_supplier_in_it_is_plainly_invented():
    assert all(one.cells[2].startswith("ÖVNING ") or one.cells[2] == "*" for one in made.made())


def test_rows_that_cannot_be_used_are_those_that_were_made_so():
    found = reading.read(FILE)
    assert found.bad_by == {"spend.other-currency": 6, "spend.amount-unclear": 6}
    assert found.lines == 5_000 and found.total.rows == sum(one.usable for one in made.made())


def test_no_purchase_is_told_from_a_purchase_without_a_fault(judged):
    assert [
        (truth, placed.reason) for truth, placed, _ in judged if (truth[0] == "=") != bool(placed.reason)
    ] == []
    assert all(truth == f"={placed.reason}" for truth, placed, _ in judged if placed.reason)


def test_share_categorised_and_share_right_by_rule(judged):
    """The figures that docs/method/spend.md shows."""
    rows, right = Counter(), Counter()
    for truth, placed, _ in judged:
        if not placed.reason:
            rows[placed.rule] += 1
            right[placed.rule] += placed.group == truth
    assert {rule: (right[rule], rows[rule]) for rule in rows if rule != "none"} == {
        "account_word": (2596, 2709),
        "account": (424, 424),
        "word_account": (466, 522),
        "account_supplier": (93, 93),
    }
    assert rows["none"] == 944


def test_a_row_that_nobody_could_place_gets_no_category(judged):
    """Seven rows of a hundred are made so; none of them is guessed at."""
    unknown = [placed for truth, placed, _ in judged if truth == made.UNKNOWN]
    assert len(unknown) > 300 and all(placed.group == "" for placed in unknown)


def test_corrections_raise_the_share(judged):
    """The largest suppliers without a category, decided once, place their rows for good."""
    cube = reading.read(FILE).cube
    first = screening.screen(cube, Desk())
    from omlopp.spend.mappings import Rules

    open_suppliers = {
        key.supplier.casefold(): "391"
        for key, _, place in screening.placed(cube, Desk())
        if not place.reason and not place.group
    }
    second = screening.screen(cube, Desk(Rules(open_suppliers)))
    assert first.share_of_rows < second.share_of_rows == Decimal(1)
    assert first.purchases == second.purchases
