"""What a notice fills in when a procurement is begun from it – and what it leaves to the person."""

import pytest

from omlopp.notices.opening import believable, buyer_kind


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("Uppsala universitet", "202100-2932", "state"),
        ("Södermalms stadsdelsförvaltning", "2120000142", "municipality"),
        ("Västra Götalandsregionen", "232100-0131", "region"),
        ("Exempelby kommun (övning)", None, "municipality"),
        ("Region Exempel", "", "region"),
        ("Regionteatern AB", "556000-0000", ""),  # neither tells: the person is asked
    ],
)
def test_a_buyers_number_or_name_tells_its_kind_or_nothing(name: str, number: str | None, kind: str) -> None:
    assert buyer_kind(name, number) == kind


@pytest.mark.parametrize(
    ("amount", "kept"), [("12400000", True), ("0", True), ("-1", False), ("9" * 15, False)]
)
def test_an_amount_no_procurement_is_worth_is_left_out(amount: str, kept: bool) -> None:
    assert (believable(amount) is not None) is kept
