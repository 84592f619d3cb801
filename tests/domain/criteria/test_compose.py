"""A chosen criterion is a copy: the library may change, the procurement does not."""

from dataclasses import replace

import pytest

from omlopp.domain.criteria.compose import WordingEmpty, adapt, choose
from omlopp.domain.model.text import Text
from omlopp.library.load import library

LIBRARY = library()
CRITERION = LIBRARY.criteria["furniture_take_back"]


def test_a_copy_of_wording_clause_and_indicator_name_is_kept():
    chosen = choose(CRITERION, LIBRARY.indicators, "1", "LOT-0001", owner="Avtalsansvarig")
    assert chosen.wording == CRITERION.text
    assert CRITERION.clause and chosen.clause_wording == CRITERION.clause.text
    assert chosen.indicator_name == LIBRARY.indicators["returned_share"].name
    assert (chosen.lot_id, chosen.owner, chosen.adapted) == ("LOT-0001", "Avtalsansvarig", False)


def test_a_removed_indicator_leaves_its_name_empty():
    assert choose(CRITERION, {}, "1").indicator_name is None


def test_a_criterion_without_clause_is_copied_without():
    assert choose(replace(CRITERION, clause=None), LIBRARY.indicators, "1").clause_wording is None


def test_adapting_changes_the_words_and_remembers_the_original():
    chosen = choose(CRITERION, LIBRARY.indicators, "1")
    adapted = adapt(chosen, Text(sv=" Leverantören ska hämta inom 5 dagar. ", en="Collect within 5 days."))
    assert adapted.wording.sv == "Leverantören ska hämta inom 5 dagar."
    assert adapted.adapted and adapted.criterion.text == CRITERION.text
    assert adapted.clause_wording == chosen.clause_wording


def test_the_clause_is_adapted_when_one_is_given():
    chosen = choose(CRITERION, LIBRARY.indicators, "1")
    clause = Text(sv="Leverantören ska redovisa varje månad.", en="The supplier shall report each month.")
    assert adapt(chosen, chosen.wording, clause).clause_wording == clause


@pytest.mark.parametrize(
    ("wording", "clause", "part", "language"),
    [
        (Text(sv="  ", en="Words"), None, "requirement", "sv"),
        (Text(sv="Ord", en="\n"), None, "requirement", "en"),
        (Text(sv="Ord", en="Words"), Text(sv="", en="Words"), "clause", "sv"),
    ],
)
def test_an_empty_wording_is_refused_by_name(wording, clause, part, language):
    chosen = choose(CRITERION, LIBRARY.indicators, "7")
    with pytest.raises(WordingEmpty) as refusal:
        adapt(chosen, wording, clause)
    facts = refusal.value.facts
    assert (facts["criterion"], facts["part"], facts["language"]) == ("7", part, language)
