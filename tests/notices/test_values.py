"""Dates, sums, numbers of notices, weights."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.notices.values import (
    as_amount,
    as_date,
    as_notice_id,
    as_stated,
    share_in_words,
    weights,
    weights_in_texts,
)


@pytest.mark.parametrize(
    "text, day",
    [
        ("2025-08-15+02:00", date(2025, 8, 15)),
        ("2025-08-15Z", date(2025, 8, 15)),
        ("20160709", date(2016, 7, 9)),
        ("20210818 23:59", date(2021, 8, 18)),
        ("2015-2-16", date(2015, 2, 16)),
        ("2015-02-30", None),
        ("våren 2027", None),
        ("", None),
    ],
)
def test_dates_in_every_form_notices_use(text, day):
    assert as_date(text) == day


@pytest.mark.parametrize(
    "text, amount",
    [
        ("2000000.00", Decimal("2000000.00")),
        ("1 800 000,00", Decimal("1800000.00")),
        ("0.01", Decimal("0.01")),
        ("NaN", None),
        ("se bilaga", None),
    ],
)
def test_sums_as_written(text, amount):
    assert as_amount(text) == amount


NO_CODE = ["", "", ""]


@pytest.mark.parametrize(
    "written, codes, shares",
    [
        (["30 %", "20 %", "50 %"], NO_CODE, [0.3, 0.2, 0.5]),
        (["30,00", "70,00"], ["", ""], [0.3, 0.7]),
        (["40", "60"], ["per-exa", "per-exa"], [0.4, 0.6]),
        (["40", "50"], ["per-exa", "per-exa"], [0.4, 0.5]),  # a sum of 90 stays as it is written
        (["0.3", "0.7"], ["dec-exa", "dec-exa"], [0.3, 0.7]),
        (["1/3", "2/3"], ["", ""], [1 / 3, 2 / 3]),
        (["600", "400"], ["", ""], [0.6, 0.4]),
        (["650", "350"], ["poi-exa", "poi-exa"], [0.65, 0.35]),
        (["60 points", "20 points"], ["", ""], [0.75, 0.25]),
        (["60 точки", "40 точки"], ["", ""], [0.6, 0.4]),
        (["40 procent", "60 Prozent"], ["", ""], [0.4, 0.6]),
        (["33,3 %", "66,7 %"], ["", ""], [0.333, 0.667]),
        (["40 Punkte", "60 Punkte"], ["", ""], [0.4, 0.6]),
        (["max 40 p", "max 10 p"], ["", ""], [0.8, 0.2]),
        (["30 pts", "70 pts."], ["", ""], [0.3, 0.7]),
        (["40 av 100", "60 von 100"], ["", ""], [0.4, 0.6]),
        (["max 40 %", "max 60 %"], ["", ""], [None, None]),  # a ceiling is no weight
        (["40–80 %", "20 – 60 %"], ["", ""], [None, None]),
        (["i fallande ordning", "1."], ["", ""], [None, None]),
        (["as per procurement documents", ""], ["", ""], [None, None]),
        (["40-80 %", "20-60 %"], ["", ""], [None, None]),
        (["1-60", "40-99"], ["", ""], [None, None]),
        (["1", "2", "3"], ["ord-imp"] * 3, [None, None, None]),
        (["1", "2", "3", "4"], [""] * 4, [None] * 4),  # an order, although it adds up to ten
        (["1", "2", "3"], ["poi-exa"] * 3, [None] * 3),  # an order, although it says points
        (["5", "8"], ["", ""], [None, None]),  # of what, the notice does not say
        (["26 %", "14 %", "30", "30"], [""] * 4, [0.26, 0.14, 0.3, 0.3]),
        (["70 %", ""], ["", ""], [0.7, None]),
        (["30", "70", ""], [""] * 3, [None] * 3),  # a third criterion weighs something too
        (["30", "60", "10", "50/50"], [""] * 4, [None] * 4),  # the share of a group, not of a criterion
        (["300", "300", "400"], ["dec-exa"] * 3, [0.3, 0.3, 0.4]),  # called decimals, but are none
        (["30", "20", "10", "40"], ["per-exa", "dec-exa", "dec-exa", "per-exa"], [0.3, 0.2, 0.1, 0.4]),
        (["300", "450"], ["dec-exa"] * 2, [None, None]),
        (["150"], ["per-exa"], [None]),
        ([], [], []),
    ],
)
def test_a_weight_is_a_share_only_where_the_notice_says_of_what(written, codes, shares):
    assert weights(written, codes) == pytest.approx(shares)


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from(["", "per-exa", "poi-exa", "dec-mid", "ord-imp"]))
    )
)
def test_a_share_is_never_outside_nought_and_one(pairs):
    shares = weights([text for text, _ in pairs], [code for _, code in pairs])
    assert len(shares) == len(pairs)
    assert all(share is None or 0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    "texts, told",
    [
        (["Kvalitet 40 %", "Pris 60 %"], ["40 %", "60 %"]),
        (["prix : 60 %", "valeur technique (40%)"], ["60 %", "40%"]),
        (["Kvalitet 40 procent", "Pris 60 procent"], ["40 procent", "60 procent"]),
        (
            ["Valeur technique: 55 points", "Prix: 36 points", "Durable: 9 points"],
            ["55 points", "36 points", "9 points"],
        ),
        (["Qualification: Pass/fail", "Technical: 70 %", "Commercial: 30 %"], ["", "70 %", "30 %"]),
        (["Pris", "Minst 50 % återvunnet material"], None),  # a demand, not a weight
        (["Pris 40-60 %", "Kvalitet 40-60 %"], None),  # a range
        (["Pris 60 %, kvalitet 40 %"], None),  # one criterion for both
        (["Pris 60 %", "Kvalitet 30 %"], None),  # ten per cent are missing
        ([], None),
    ],
)
def test_weights_that_stand_only_in_words_are_taken_when_they_add_up(texts, told):
    assert weights_in_texts(texts) == told
    if told:
        assert sum(share_in_words(one) or 0 for one in told) == pytest.approx(1)


@pytest.mark.parametrize(
    "written, number",
    [
        ("2021/S 133-352907", "352907-2021"),
        ("2021/S 003-000934", "934-2021"),
        ("00352907-2021", "352907-2021"),
        ("352907-2021", "352907-2021"),
        ("2023-648589", "2023-648589"),
        ("AFF2863E-b4cc-4e91-baba-b3b85f709117-01", "aff2863e-b4cc-4e91-baba-b3b85f709117"),
        ("n.a.", ""),
        ("00000000-2021", ""),
        ("", ""),
    ],
)
def test_a_notice_has_one_number_however_it_is_written(written, number):
    assert as_notice_id(written) == number


def test_a_withheld_sum_is_none():
    assert as_stated("-1") is None and as_stated("0.01") == Decimal("0.01")
