"""Filters of the market: what an address may say, what is refused and how, and the words shown for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.library.detection import concepts
from omlopp.library.messages import sentence
from omlopp.notices.filters import CODES, NAMES, BadFilter, Filters, name_of, value_of

FULL = {
    "q": "återbrukade möbler", "concept": "reuse", "r": "R3", "goal": "D", "kind": "award", "country": "SE",
    "nuts": "SE322", "cpv": "3913", "buyer": "Region Exempel", "buyer_kind": "region", "year": "2021",
    "format": "eforms", "circular": "yes", "text_read": "notice", "platform": "KommersAnnons.se",
    "source": "uppladdat-1f2e/",
}  # fmt: skip


def test_filters_are_read_from_an_address_and_written_back_to_the_same():
    filters = Filters.from_query(FULL | {"sida": "3", "okänt": "x"})
    assert filters.query() == FULL and Filters.from_query(filters.query()) == filters
    assert Filters.from_query({}).query() == {} and not Filters().narrows


@pytest.mark.parametrize("name, typed, kept", [
    ("cpv", "39130000", "3913"), ("cpv", "39130000-2", "3913"), ("cpv", "30000000", "30"), ("cpv", "391", "391"),
    ("cpv", "30121100", "301211"), ("nuts", "se322", "SE322"), ("country", "SWE", "SE"), ("country", "uk", "GB"),
    ("year", "0", 0), ("q", "  två   ord ", "två ord"),
])  # fmt: skip
def test_what_is_written_in_several_ways_is_kept_in_one(name: str, typed: str, kept: object):
    assert getattr(Filters.from_query({name: typed}), name) == kept


@pytest.mark.parametrize("name, typed, says", [
    ("year", "202", "fyra siffror"), ("year", "²⁰²¹", "fyra siffror"), ("cpv", "x", "CPV-kod"), ("cpv", "391300001", "CPV-kod"),
    ("nuts", "Jämtland", "NUTS-kod"), ("country", "Sverige", "landskod"), ("goal", "F", "Välj någon av: A, B, C, D, E"),
    ("concept", "finns_inte", "Begrepp"), ("circular", "kanske", "yes, weak, no"), ("q", "x" * 10_000, "gränsen är"),
])  # fmt: skip
def test_a_bad_value_is_refused_with_what_to_write_instead(name: str, typed: str, says: str):
    with pytest.raises(BadFilter) as refused:
        Filters.from_query({name: typed})
    assert says in sentence(refused.value, "sv") and "{" not in sentence(refused.value, "en")
    good, bad = Filters.lenient({name: typed, "circular": "yes"} if name != "circular" else {name: typed})
    assert [error.facts["filter"] for error in bad] == [name] and getattr(good, name) in ("", None)


@pytest.mark.parametrize("typed, number", [
    ("212000-0514", "2120000514"), ("2120000514", "2120000514"), ("Gislaveds kommun", ""), ("12345", ""),
])  # fmt: skip
def test_a_buyer_is_a_number_or_a_name(typed: str, number: str):
    assert Filters(buyer=typed).buyer_number == number


def test_chosen_filters_are_shown_in_words_and_can_each_be_taken_away():
    chosen = Filters.from_query(FULL).chosen()
    assert [each.filter for each in chosen] == [name for name in NAMES if name != "q"]
    for each in chosen:
        assert each.name.sv and each.name.en and each.shown.sv and each.shown.en
        assert set(each.without.query()) == set(FULL) - {each.filter}
    shown = {each.filter: each.shown for each in chosen}
    assert shown["nuts"].sv == "SE322 Jämtlands län" and shown["cpv"].en == "3913 Office furniture"


def test_every_code_has_a_name_in_both_languages():
    assert all(name_of(name).sv and name_of(name).en for name in NAMES)
    unnamed = [
        (name, code)
        for name, codes in {**CODES, "concept": tuple(concepts())}.items()
        for code in codes
        if code in (value_of(name, code).sv, value_of(name, code).en.replace(" ", "_").upper())
    ]
    assert unnamed == []


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_any_address_is_read_or_refused_by_name(query: dict[str, str]):
    good, bad = Filters.lenient(query)
    assert Filters.from_query(good.query()) == good
    assert {error.facts["filter"] for error in bad} <= set(query)
    assert all(
        "{" not in sentence(error, language) or "{" in str(query)
        for error in bad
        for language in ("sv", "en")
    )
