"""Dates, sums, weights – and masking, which must never move a letter."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.notices.values import MASK, as_amount, as_date, masked, weights


@pytest.mark.parametrize(
    "text, mask",
    [
        ("Fråga anna.berg@kommun.example.se i dag", "anna.berg@kommun.example.se"),
        ("Ring tel. 08-555 00 00 före kl. 16", "08-555 00 00"),
        ("Telefon: 070-123 45 67", "070-123 45 67"),
        ("Ring +46 8 555 000 00.", "+46 8 555 000 00"),
        ("Tlf: 22 33 44 55", "22 33 44 55"),
        ("Mobil 0701234567", "0701234567"),
    ],
)
def test_addresses_and_numbers_of_people_are_blotted_out(text, mask):
    assert masked(text) == text.replace(mask, MASK * len(mask))


@pytest.mark.parametrize(
    "text",
    [
        "Värdet är 12 400 000 SEK.",
        "Organisationsnummer 202100-2932",
        "Avtalet gäller 2026-01-01 till 2029-12-31.",
        "CPV 39130000-2, diarienummer UH 2021/77",
        "Enligt 4 kap. 10 § LOU (2016:1145)",
        "2021/S 133-352907",
        "Minst 60 procent, högst 1 500 000 kr per år",
    ],
)
def test_amounts_dates_and_case_numbers_stay(text):
    assert masked(text) == text


@given(st.text() | st.text(alphabet="0123456789+-() .@aetl:"))
def test_masking_keeps_the_length_and_everything_it_does_not_blot_out(text):
    result = masked(text)
    assert len(result) == len(text)
    assert all(old == new or new == MASK for old, new in zip(text, result, strict=True))


@given(st.text())
def test_masking_twice_changes_nothing_more(text):
    assert masked(masked(text)) == masked(text)


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
        (["40-80 %", "20-60 %"], ["", ""], [None, None]),
        (["1-60", "40-99"], ["", ""], [None, None]),
        (["1", "2", "3"], ["ord-imp"] * 3, [None, None, None]),
        (["1", "2", "3", "4"], [""] * 4, [None] * 4),  # an order, although it adds up to ten
        (["1", "2", "3"], ["poi-exa"] * 3, [None] * 3),  # an order, although it says points
        (["5", "8"], ["", ""], [None, None]),  # of what, the notice does not say
        (["26 %", "14 %", "30", "30"], [""] * 4, [0.26, 0.14, 0.3, 0.3]),
        (["70 %", ""], ["", ""], [0.7, None]),
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
