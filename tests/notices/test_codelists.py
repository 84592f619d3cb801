"""Names of official codes."""

import pytest

from omlopp.library.codelists import (
    country2,
    country3,
    country_name,
    cpv_name,
    label,
    language2,
    language_name,
    nuts_name,
)


def test_cpv_names_with_and_without_check_digit():
    assert cpv_name("39130000", "sv") == "Kontorsmöbler"
    assert cpv_name("39130000-2", "en") == "Office furniture"
    assert cpv_name("00000000", "sv") == ""


def test_labels_of_the_small_lists():
    assert label("environmental-impact", "circ-econ", "en") == "The transition to a circular economy"
    assert label("gpp-criteria", "eu", "sv") == "EU-kriterier för grön upphandling"
    assert label("gpp-criteria", "okänd", "sv") == "okänd"


@pytest.mark.parametrize("code, two", [("SWE", "SE"), ("SE", "SE"), ("UK", "GB"), ("EL", "GR"), ("XX", "XX")])
def test_countries_in_two_letters(code, two):
    assert country2(code) == two


def test_countries_in_three_letters_and_words():
    assert country3("SE") == "SWE" and country3("swe") == "SWE"
    assert country_name("SWE", "sv") == "Sverige" and country_name("DK", "en") == "Denmark"


@pytest.mark.parametrize(
    "code, two", [("SWE", "sv"), ("SV", "sv"), ("NOB", "no"), ("NNO", "no"), ("nb", "no")]
)
def test_languages_in_two_letters(code, two):
    assert language2(code) == two


def test_language_and_place_names():
    assert language_name("bg", "sv") == "bulgariska"
    assert nuts_name("SE322") == "Jämtlands län"
    assert nuts_name("DE1") == ""
