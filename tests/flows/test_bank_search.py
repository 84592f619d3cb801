"""Searching the bank by words: stems, compounds, letters without dots, CPV codes, and words that nothing holds."""

import pytest

from omlopp.flows.bank_search import BankIndex, find_cards, find_criteria
from omlopp.library.load import library

INDEX = BankIndex({
    "chairs": [(8, "sv", "Begagnade kontorsstolar"), (3, "sv", "Leverantören ska renovera stolarna.")],
    "tables": [(8, "sv", "Nya bord"), (3, "sv", "Borden ska gå att reparera."), (3, "en", "Desks that can be repaired")],
    "reuse": [(8, "sv", "Återbruk av möbler")],
})  # fmt: skip


@pytest.mark.parametrize(("asked", "found"), [
    ("kontorsstol", ("chairs",)),  # inflected
    ("stol", ("chairs",)),  # a part of a compound
    ("möbelåterbruk", ("reuse",)),  # a compound by its parts, in words of their own
    ("ATERBRUK mobler", ("reuse",)),  # without dots, in capitals
    ("reparerar bord", ("tables",)),  # every word must be there
    ("repaired desk", ("tables",)),  # English beside the Swedish
    ("återbr", ("reuse",)),  # a word only begun
])  # fmt: skip
def test_words_are_found_as_people_type_them(asked: str, found: tuple[str, ...]):
    got = INDEX.find(asked)
    assert got.ids == found and not got.relaxed


def test_a_word_in_the_name_weighs_more_than_one_in_the_text():
    both = BankIndex({"text": [(3, "sv", "Om garanti.")], "name": [(8, "sv", "Garanti")]})
    assert both.find("garanti").ids == ("name", "text")


def test_words_that_nothing_holds_are_told_and_the_rest_still_finds():
    got = INDEX.find("stolar xyzzy")
    assert got.ids == ("chairs",) and got.missing == ("xyzzy",) and got.relaxed
    assert INDEX.find("ananas").ids == () and INDEX.find("och i på").ids == ()
    assert INDEX.find("").ids == () and not INDEX.find("").relaxed


def test_a_cpv_code_and_a_krav_id_are_words_too():
    by_code = find_criteria(library(), "39112000").ids
    assert "reused_furniture_share" in by_code
    assert {library().criteria[id].group for id in find_criteria(library(), "11502").ids} == {
        "demolition",
        "refit",
    }


def test_every_criterion_is_found_by_its_own_name():
    for one in library().criteria.values():
        assert one.id in find_criteria(library(), one.name.sv).ids[:5], one.id
        assert one.id in find_criteria(library(), one.name.en).ids[:5], one.id


@pytest.mark.parametrize("kind", ["cases", "instruments", "initiatives", "groups"])
def test_every_card_is_found_by_its_own_name(kind: str):
    for id, card in getattr(library(), kind).items():
        assert id in find_cards(library(), kind, card.name.sv).ids[:5], id
