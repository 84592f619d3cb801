"""Numbers, money and dates as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from omlopp.library.numbers import day, kr, money, number, percent


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("1234.5", "sv", "1 234,50 kr"), ("1234.5", "en", "SEK 1,234.50"), ("1E+6", "sv", "1 000 000 kr"),
        ("0", "sv", "0 kr"), ("0.004", "sv", "0 kr"), ("-0.004", "sv", "0 kr"), ("0.005", "sv", "0,01 kr"),
    ],
)  # fmt: skip
def test_kronor_have_two_decimals_or_none(value: str, language: str, shown: str) -> None:
    assert spaced(kr(Decimal(value), language)) == shown


def test_another_currency_is_named() -> None:
    assert spaced(money(Decimal(10), "EUR", "sv")) == "10 EUR"


def test_a_number_keeps_its_decimals_up_to_four_and_never_parts_from_its_unit() -> None:
    assert spaced(number(Decimal("1234.5"), "kg")) == "1 234,5 kg"
    assert number(Decimal(2) / 3) == "0,6667"
    assert " " not in number(Decimal(12345), "kg")


def test_a_percentage_says_of_what() -> None:
    assert spaced(percent(Decimal("0.31"), "levererade kg")) == "31 % av levererade kg"
    assert percent(Decimal("0.315"), "delivered kg", "en") == "31.5% of delivered kg"
    with pytest.raises(ValueError, match="base"):
        percent(Decimal("0.31"), " ")


def test_a_day_is_written_out() -> None:
    assert spaced(day(date(2026, 11, 21))) == "21 november 2026"
    assert spaced(day(date(2026, 3, 1), "en")) == "1 March 2026"
