"""Words as search compares them: inflections, compounds, å/ä/ö left out; questions as people type them; marks in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.library.detection import concepts as known_concepts
from omlopp.notices.search.asking import MOST, Phrase, Prefix, Word, ask, terms_of
from omlopp.notices.search.data import weights
from omlopp.notices.search.errors import CannotAsk, NoWords, OnlyMinus, OnlyStopWords, ShortPrefix
from omlopp.notices.search.marks import around, marked, passage, spans, with_words
from omlopp.notices.search.meaning import meanings
from omlopp.notices.search.words import fold, tokens, words

ALL = ("sv", "no", "da", "en", "de", "fi", "nl", "fr")


def main(word: str, language: str = "sv") -> str:
    return words(language).forms(word).main


@pytest.mark.parametrize("alike", [
    "möbel möbeln möbler möblerna möblernas", "återvunnet återvunnen återvunna återvinna återvinner återvinning",
    "återbruk återbrukad återbrukade återbrukat", "begagnad begagnade begagnat", "hållbar hållbara hållbart",
    "dator datorn datorer", "kontor kontors kontoret", "textil textilier", "renovering renoverad renovera",
    "reparation reparationer reparera", "återanvänd återanvänt återanvända återanvändning", "cykel cykeln cyklar",
    "cirkulär cirkulära cirkulärt", "leverans leveranser",
])  # fmt: skip
def test_forms_of_a_swedish_word_are_the_same_word(alike: str):
    assert len({main(word) for word in alike.split()}) == 1


@pytest.mark.parametrize("language, alike", [
    ("no", "møbel møbler møblene møblenes"), ("no", "gjenbruk gjenbruket"), ("da", "møbel møbler møblerne møblernes"),
    ("da", "genbrugt genbrugte"), ("fi", "kaluste kalusteet kalusteiden kalusteita"), ("fi", "auto autot autojen autoissa"),
    ("de", "Möbel Möbeln Möbels"), ("de", "gebraucht gebrauchte gebrauchten gebrauchter"), ("de", "Aufbereitung Aufbereitungen"),
    ("en", "refurbish refurbished refurbishing"), ("en", "repair repairs repaired repairing"), ("fr", "meuble meubles"),
    ("fr", "réutilisé réutilisée réutilisés réutilisées"), ("nl", "meubel meubelen"), ("nl", "gebruikte gebruikt"),
])  # fmt: skip
def test_forms_of_a_word_are_the_same_word_in_the_other_reviewed_languages(language: str, alike: str):
    assert len({main(word.casefold(), language) for word in alike.split()}) == 1


@pytest.mark.parametrize("one, other", [
    ("cirkulationsplats", "cirkulär"), ("avdelning", "delning"), ("tillagning", "lagning"), ("tidning", "tid"),
    ("femtosecond", "second"), ("parkering", "ring"),
])  # fmt: skip
def test_words_that_only_look_alike_are_kept_apart(one: str, other: str):
    forms = words("sv").forms(one)
    assert main(other) not in (forms.main, *forms.parts)


@pytest.mark.parametrize("language, compound, parts", [
    ("sv", "kontorsmöbelåterbruk", "kontor möbel återbruk"), ("sv", "möbelåterbruk", "möbler återbrukade"),
    ("sv", "skolskjutsar", "skola skjuts"), ("sv", "arbetskläder", "arbete kläder"), ("sv", "begagnatmöbler", "begagnade möbler"),
    ("no", "kontormøbler", "kontor møbler"), ("da", "genbrugsmøbler", "genbrug møbler"), ("de", "gebrauchtmöbelmarkt", "gebrauchte möbel"),
    ("nl", "kantoormeubelen", "kantoor meubels"), ("fi", "toimistokalusteet", "toimisto kalusteet"),
])  # fmt: skip
def test_a_compound_is_found_by_its_parts(language: str, compound: str, parts: str):
    found = words(language).forms(compound).parts
    assert {main(part, language) for part in parts.split()} <= set(found)


@pytest.mark.parametrize(
    "word", ["återbruk", "stängsel", "projektering", "upphandling", "återanvändning", "renovering", "möbler"]
)
def test_what_is_no_compound_is_left_whole(word: str):
    assert words("sv").forms(word).parts == ()


@pytest.mark.parametrize("written, folded", [
    ("återvunnet", "atervunnet"), ("miljø", "miljo"), ("miljö", "miljo"), ("Ærø".casefold(), "aro"), ("łódź", "lodz"), ("ανάγκη", "αναγκη"),
])  # fmt: skip
def test_folding_takes_accents_away(written: str, folded: str):
    assert fold(written) == folded


@given(st.text(alphabet="abdefgiklmnoprstuvyåäöé", min_size=1, max_size=18))
def test_a_word_typed_without_accents_finds_the_word_with_them(word: str):
    with_them, without = words("sv").forms(word), words("sv").forms(fold(word))
    assert without.main in (with_them.main, *with_them.more)


def test_tokens_have_the_offsets_of_the_text_also_with_soft_hyphens_and_loose_accents():
    text = "Åter\u00adbruk, a\u030aterbruk & ÅTERBRUK_kant"
    found = list(tokens(text))
    assert [word for _, _, word in found] == ["återbruk", "återbruk", "återbruk", "kant"]
    assert [text[start:end] for start, end, _ in found] == [
        "Åter\u00adbruk",
        "a\u030aterbruk",
        "ÅTERBRUK",
        "kant",
    ]


# Questions


def test_a_question_is_words_phrases_minus_and_prefix():
    asked = ask('återbrukade "kontor och skola" -säng möb* (stol)', ALL)
    assert [type(part) for part in asked.must] == [Word, Phrase, Prefix, Word]
    assert [part.typed for part in asked.must] == ["återbrukade", "kontor och skola", "möb*", "stol"]
    assert [part.typed for part in asked.never] == ["säng"] and asked.notes == ()


def test_small_words_are_left_out_where_others_are():
    assert [part.typed for part in ask("möbler och stolar i skolan").must] == ["möbler", "stolar", "skolan"]


@pytest.mark.parametrize("typed, refusal", [
    ("och i på", OnlyStopWords), ("🙂 🙂", NoWords), ("??? -- \"\"", NoWords), ("-möbler", OnlyMinus), ("å*", ShortPrefix),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_by_name(typed: str, refusal: type[CannotAsk]):
    with pytest.raises(refusal):
        ask(typed, ALL)


def test_minus_alone_makes_sense_where_filters_narrow():
    assert ask("-möbler", filtered=True).never and not ask("-möbler", filtered=True).must


def test_a_quote_mark_without_its_pair_is_read_as_far_as_it_goes_and_said():
    asked = ask('"återbrukade möbler')
    assert asked.notes == ("quote",) and asked.must == (
        Phrase("återbrukade möbler", (("aterbruk", "mobl"),)),
    )


def test_a_long_question_is_cut_and_said():
    asked = ask("möbler stolar " * 2_000)
    assert len(asked.must) == MOST and asked.notes == ("long",)


def test_a_code_with_its_check_digit_is_the_code_and_an_organisation_number_is_one_word():
    assert ask("39130000-2").must[0].typed == "39130000"
    assert {term for term, _ in ask("212000-0514").must[0].terms} == {"212000-0514", "2120000514"}  # type: ignore[union-attr]
    assert {term for term, _ in ask("541259-2025").must[0].terms} >= {"541259-2025"}  # type: ignore[union-attr]


def test_a_short_word_with_an_accent_means_that_word():
    found = ask("får", ALL).must[0]
    assert isinstance(found, Word) and found.strict and terms_of([found]) == {"=får"}
    assert not ask("återbruk").must[0].strict  # type: ignore[union-attr]


@given(st.text(max_size=400))
def test_anything_typed_is_a_question_or_a_named_refusal(text: str):
    try:
        asked = ask(text, ("sv", "de"))
    except CannotAsk as refused:
        assert refused.code.startswith("search.")
    else:
        assert asked.empty == (not text.strip()) and len(asked.must) + len(asked.never) <= MOST


def test_the_rules_of_another_language_do_not_leave_a_scrap_of_a_word():
    assert "for" not in terms_of(ask("fordon", (*ALL, "el", "lt", "ro", "hu", "pt", "es", "it")).must)


# What words mean


@pytest.mark.parametrize("typed, concepts", [
    ("begagnade möbler", {"second_hand"}), ("aterbrukade mobler", {"reuse"}), ("refurbished laptops", {"refurbished"}),
    ("produkt som tjänst", {"product_as_service"}), ("cirkulär ekonomi", {"circular_economy"}), ("gjenbruk", {"reuse"}),
    ("cirkulationsplats", set()), ("möbler", set()), ('"begagnade möbler"', set()),
])  # fmt: skip
def test_circular_words_have_a_meaning(typed: str, concepts: set[str]):
    assert {one for each in meanings(ask(typed, ALL)) for one in each.concepts} == concepts


def test_the_goods_beside_a_circular_word_are_still_asked_for():
    [found] = meanings(ask("begagnade möbler", ALL))
    assert found.parts == (0,) and "refurbished" in found.kin
    [compound] = meanings(ask("kontorsmöbelåterbruk", ALL))
    assert set(compound.beside) == {"kontor", "mobl"}


def test_every_kind_of_kin_is_a_concept():
    assert {one for kin in weights()["kin"] for one in kin} <= set(known_concepts())


# Marks


def test_words_that_answer_are_marked_where_they_stand():
    text = "Ramavtal <b>kontorsmöbelåterbruk</b> & återbrukade bord, ej skrot."
    found = [text[start:end] for start, end in spans(text, ask("möbler återbruk", ALL))]
    assert found == ["kontorsmöbelåterbruk", "återbrukade"]


def test_a_phrase_marks_its_words_only_where_they_stand_together():
    text = "Möbler. Återbrukade möbler och återbrukade stolar."
    assert spans(text, ask('"återbrukade möbler"')) == ((8, 19), (20, 26))


@given(
    st.lists(st.sampled_from(["återbrukade", "möbler", "<script>", "&", "kontorsmöbelåterbruk", "åter\u00adbruk", "och", "\n", "🙂"]), max_size=60),
    st.sampled_from(["återbruk möbler", '"återbrukade möbler"', "möb*", "kontor", "script"]),
)  # fmt: skip
def test_marks_never_change_the_text_and_always_stand_on_whole_words(listed: list[str], typed: str):
    text, asked = " ".join(listed), ask(typed, ALL)
    found = spans(text, asked)
    whole = {(start, end) for start, end, _ in tokens(text)}
    assert set(found) <= whole and list(found) == sorted(set(found))
    assert "".join(piece.text for piece in marked(text, found)) == text
    assert [piece.text for piece in marked(text, found) if piece.marked] == [
        text[start:end] for start, end in found
    ]
    if shown := passage(text, asked):
        assert shown.text == text[shown.start : shown.end] and shown.words >= 1
        assert shown.before == (shown.start > 0) and shown.after == (shown.end < len(text))


def test_the_words_of_evidence_are_marked_beside_those_of_the_question_and_joined_where_they_meet():
    text = "Begagnade möbler, begagnade bord"
    assert with_words(text, [(10, 16)], ["Begagnade möbler"]) == ((0, 16),)
    assert with_words(text, [(10, 16)], ["begagnade", "finns inte", ""]) == ((10, 16), (18, 27))


def test_a_passage_is_the_stretch_with_most_of_the_question():
    text = (
        "Möbler nämns här. "
        + "Fyllning utan innehåll. " * 40
        + "Här ska återbrukade möbler levereras hela. "
        + "Mer text. " * 40
    )
    shown = passage(text, ask("återbrukade möbler"), reach=120)
    assert shown is not None and shown.words == 2 and "återbrukade möbler levereras" in shown.text
    assert shown.before and shown.after and len(shown.text) <= 200


def test_a_stretch_is_cut_at_whole_words():
    shown = around("ett två tre fyra fem", 8, 11, 6, [(8, 11)])
    assert shown.text.split() == ["två", "tre", "fyra"] and [
        piece.text for piece in shown.pieces if piece.marked
    ] == ["tre"]
