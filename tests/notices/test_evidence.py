"""Passages that speak of circularity, quoted to the letter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.library import detection
from omlopp.notices.evidence import evidence, in_text
from omlopp.notices.lexicon import lexicon
from omlopp.notices.schema import TextField
from tests.notices.test_read import SAMPLES, sample

SV = lexicon("sv")


def found(text, about="subject", field="BT-24-Lot"):
    return in_text(TextField(field, "LOT-0001", "sv", text, about), SV)


def concepts(text, **given):
    return [one.concept for one in found(text, **given)]


@pytest.mark.parametrize(
    "text, concept",
    [
        ("Möblerna ska vara återbrukade.", "reuse"),
        ("Begagnade möbler godtas.", "second_hand"),
        ("Leverantören ska ta tillbaka möbler.", "take_back"),
        ("Plasten ska vara av återvunnet material.", "recycled_content"),
        ("Regummerade däck", "retreaded_tyres"),
        ("Stolen ska vara demonterbar.", "design_for_disassembly"),
    ],
)
def test_words_of_circularity_are_found(text, concept):
    assert concept in concepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ombyggnad av cirkulationsplats vid Storgatan",
        "Drift av återvinningscentral",
        "Möblerna ska levereras till avdelning 4.",
    ],
)
def test_false_friends_are_not_found_as_circularity(text):
    assert not [one for one in found(text) if not one.weak]


@pytest.mark.parametrize(
    "text",
    ["Begagnade möbler accepteras inte.", "Inga begagnade möbler.", "Varan får inte vara begagnad."],
)
def test_a_negation_close_by_takes_the_hit_away(text):
    assert "second_hand" not in concepts(text)


def test_a_negation_further_off_does_not():
    text = "Leverantören ska ta tillbaka möbler som kommunen inte längre behöver."
    assert "take_back" in concepts(text)


def test_the_quote_is_the_sentence_and_the_words_are_those_that_matched():
    [one] = found("Kommunen köper stolar. Minst hälften ska vara återbrukade. Leverans sker i maj.")
    assert one.quote == "Minst hälften ska vara återbrukade."
    assert one.words == "återbrukade"


def test_the_kind_follows_the_field_and_in_running_text_the_words():
    assert found("Andel återbrukade möbler", about="award")[0].requirement == "award"
    assert found("Återbruk redovisas.", about="performance")[0].requirement == "performance"
    assert found("Möblerna ska vara återbrukade.")[0].requirement == "technical"
    assert found("Återbrukade möbler")[0].requirement == "subject"
    assert found("Möblerna ska vara återbrukade", field="BT-21-Lot")[0].requirement == "subject"


@given(
    st.lists(
        st.sampled_from(["återbruk", "begagnade möbler", "stol.", "inte", "\n", " 🪑 ", "ska", "•", "é́"])
    )
)
def test_every_quote_stands_in_the_text_where_it_says(pieces):
    text = " ".join(pieces)
    for one in found(text):
        assert text[one.start : one.end] == one.quote
        assert one.words in one.quote


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_every_quote_of_a_notice_stands_in_its_field(path):
    notice = sample(path.name)
    for one in evidence(notice, lexicon(notice.language)):
        texts = [text.text for text in notice.texts if (text.field, text.lot_id) == (one.field, one.lot_id)]
        assert any(text[one.start : one.end] == one.quote for text in texts)


def test_a_language_without_words_gives_no_evidence_and_says_so():
    assert lexicon("is").state == "missing"
    assert evidence(replace(sample("mobler-exempelby.xml"), language="is"), lexicon("is")) == ()


def test_the_lexicon_holds_together():
    for path in sorted((detection.FOLDER / "terms").glob("*.csv")):
        language = path.stem
        assert detection.state(language) in ("draft", "unreviewed"), language
        for term in detection.terms(language):
            assert term.role in ("pos", "adj", "neg", "cue") and term.kind in ("phrase", "stem", "regex")
            if term.role in ("pos", "adj"):
                assert term.concept in detection.concepts(), term
        lexicon(language)  # every pattern compiles


def test_every_concept_has_a_name_a_step_of_the_ladder_and_goals():
    steps = {f"R{step}" for step in range(10)} | {"R3-R8", "R*", ""}
    for concept in detection.concepts().values():
        assert concept.sv and concept.en and concept.r_step in steps
        assert set(concept.goals) <= set("ABCDE")
