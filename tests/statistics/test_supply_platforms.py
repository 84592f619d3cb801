"""The rest of the country weighed by a county's own advertising databases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.statistics.supply import Lot, Market, Procurement
from omlopp.statistics.supply_platforms import alike


def market(*rows: tuple[str, str, list[int]]) -> Market:
    """(county, database, bids of each lot) for each procurement."""
    made = {
        f"P{at}": Procurement(
            f"P{at}", county, "39", "39000000", "", "", "", "", "", False, Decimal(1), platform
        )
        for at, (county, platform, _) in enumerate(rows)
    }
    lots = tuple(Lot(f"P{at}", row[0], "39", bids) for at, row in enumerate(rows) for bids in row[2])
    return Market(made, lots, (), 0, "made here")


def test_each_database_weighs_as_in_the_county():
    """Two of the county's three use A, where the others have 4 bids; one uses B, where they have 1: (2·4 + 1) / 3."""
    found = alike(
        market(("here", "A", [2]), ("here", "A", [2]), ("here", "B", [2]), ("there", "A", [3, 5]), ("there", "B", [1]),
               ("there", "C", [99])),
        "here",
    )  # fmt: skip
    assert found is not None and found.platforms == ("A", "B")
    assert found.bids == pytest.approx(3) and found.single_share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "rows",
    [
        [("there", "A", [3])],
        [("here", "", [3]), ("there", "A", [3])],
        [("here", "A", [3]), ("there", "B", [3])],
        [("here", "A", []), ("there", "A", [3])],
    ],
    ids=["no county", "database not told", "nobody else uses it", "no bids known"],
)
def test_what_cannot_be_weighed_is_not_told(rows):
    assert alike(market(*rows), "here") is None


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.lists(st.integers(1, 9), min_size=1, max_size=4)), min_size=1
    )
)
def test_with_one_database_for_all_it_is_the_mean_of_the_rest(rest):
    rows = [("there", "A", bids) for _, bids in rest]
    found = alike(market(("here", "A", [5]), *rows), "here")
    assert found is not None
    means = [sum(bids) / len(bids) for _, _, bids in rows]
    assert found.bids == pytest.approx(sum(means) / len(means)) and 0 <= found.single_share <= 1
