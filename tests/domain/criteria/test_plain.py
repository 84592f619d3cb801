"""Plain language: what each rule catches, and what it lets through."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.criteria.plain import (
    alike,
    criterion_language_faults,
    language_faults,
    sentences,
    texts_of,
)
from omlopp.domain.model.criteria import Clause
from omlopp.domain.model.text import Claim, Source, Text
from omlopp.library.load import library
from omlopp.library.plain import plain_rules

RULES = plain_rules()
SOUND = library().criteria["reused_furniture_condition"]


def said(sv: str, en: str = "Words.") -> list[str]:
    return [name for name, _, _ in language_faults(Text(sv, en), RULES)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("En mening. Två ord.", 2),
        ("Enligt 9 kap. 1 § gäller det.", 1),
        ("Minst 0.5 kilo. 12 månader räcker.", 2),
        ("Skriv ”eller likvärdig”. Sedan är det klart.", 2),
    ],
)
def test_how_sentences_are_counted(text, count):
    assert len(sentences(text)) == count


def test_a_sentence_may_have_thirty_words_but_not_thirty_one():
    assert said(" ".join(["ord"] * 30) + ".") == []
    assert said(" ".join(["ord"] * 31) + ".") == ["sentence-long"]


@pytest.mark.parametrize("word", ["säkerställa", "Säkerställandet", "i enlighet med", "och/eller"])
def test_words_that_say_little_are_named_with_what_to_write(word):
    (found,) = language_faults(Text(f"Man kan {word} lagen.", "One may."), RULES)
    assert found[0] == "word-loose" and found[2]["instead"]


def test_words_too_loose_for_a_requirement_are_allowed_elsewhere():
    assert said("Cirkulär upphandling är ett arbetssätt.") == []
    loose = replace(SOUND, why=Text("Det är en cirkulär möbel.", "It is a circular piece."))
    assert ("word-loose", "why.sv") in {
        (name, where) for name, where, _ in criterion_language_faults(loose, RULES)
    }


@pytest.mark.parametrize(
    ("sv", "en", "found"),
    [
        (
            "Leverantören lämnar en lista.",
            "Leverantören lämnar en lista som är hel och klar.",
            ["untranslated"],
        ),
        ("The supplier hands over a list of the goods.", "A list.", ["untranslated"]),
        ("Leverantören lämnar en hel lista.", "Leverantören lämnar en hel lista.", ["untranslated"]),
        ("Malmö stad.", "Malmö stad.", []),
        ("Skriv ”eller likvärdig”.", "Write “eller likvärdig och inget annat”.", []),
        ("Text.", " ", ["text-empty"]),
    ],
)
def test_a_text_is_written_in_its_language(sv, en, found):
    assert said(sv, en) == found


BOUND = [
    ("Leverantören bör lämna minst 3 stolar. Leverantören ska svara.", "binding-word"),
    ("Du ska lämna minst 3 stolar.", "binding-word"),
    ("Leverantören lämnar minst 3 stolar.", "binds-nobody"),
    ("Stolarna ska levereras i 3 omgångar och listan ska lämnas in.", "passive"),
    ("Leverantören ska lämna många stolar.", "no-measure"),
    ("Leverantören ska följa EN 1335 i 3 delar.", "standard-alone"),
]


@pytest.mark.parametrize(("sv", "name"), BOUND)
def test_what_binds_must_bind_measurably_and_name_who_acts(sv, name):
    figures = "3" if "3" in sv else ""
    if "1335" in sv:
        figures = "3 and 1335"
    wrong = replace(SOUND, text=Text(sv, f"The supplier shall answer {figures}."))
    assert (name, "text.sv") in {
        (found, where) for found, where, _ in criterion_language_faults(wrong, RULES)
    }


@pytest.mark.parametrize(
    "sv",
    [
        "Leverantören ska lämna 3 stolar som används.",  # a passive of another clause
        "Stolarna ska levereras i 3 omgångar.",  # one is allowed
        "Det ska finnas minst 3 stolar.",  # looks passive, is not
        "Leverantören ska följa EN 1335 eller likvärdig standard i 3 delar.",
    ],
)
def test_what_is_plain_passes(sv):
    figures = "3 and 1335" if "1335" in sv else "3"
    right = replace(SOUND, text=Text(sv, f"The supplier shall answer {figures}."))
    assert [one for one in criterion_language_faults(right, RULES) if one[1].startswith("text")] == []


def test_ska_stands_only_where_it_binds():
    for where in ("why", "risks", "deduction_logic"):
        wrong = replace(SOUND, **{where: Text("Man ska tänka.", "One thinks.")})
        assert ("free-ska", f"{where}.sv") in {
            (name, at) for name, at, _ in criterion_language_faults(wrong, RULES)
        }


def test_figures_are_the_same_in_both_languages_however_they_are_written():
    clause = Clause(Text("Leverantören ska betala 1 000 kr och 2,5 procent.", "The supplier shall pay SEK 1,000 and 2.5 per cent."),
                    Text("Vite 5 procent.", "Penalty of 6 per cent."))  # fmt: skip
    found = list(criterion_language_faults(replace(SOUND, clause=clause), RULES))
    assert [where for name, where, _ in found if name == "figures-differ"] == ["clause.consequence"]


def test_texts_are_found_with_the_place_they_have_in_the_file():
    claims = (Claim(Text("a", "b"), Source("t", "p")), Claim(Text("c", "d"), Source("t", "p")))
    assert [where for where, _ in texts_of(claims, "impact")] == ["impact.0.says", "impact.1.says"]


NOUNS = {"furniture": ("möbl", "stol"), "it": ("dator", "skärm")}


def pair(one: str, other: str):
    first = replace(SOUND, id="one", text=Text(one, one))
    return [first, replace(SOUND, id="other", group="it", text=Text(other, other))]


def test_two_requirements_alike_but_for_noun_and_number_are_one():
    found = list(
        alike(
            pair(
                "Leverantören ska lämna stolar i 5 år efter köpet.",
                "Leverantören ska lämna datorer i 7 år efter köpet.",
            ),
            NOUNS,
            Decimal("0.55"),
        )
    )
    assert found and found[0][2] == 1


def test_two_requirements_that_ask_for_different_things_are_two():
    found = alike(
        pair(
            "Leverantören ska laga stolar inom 10 dagar.",
            "Leverantören ska ange vilka ämnen varje dator har.",
        ),
        NOUNS,
        Decimal("0.55"),
    )
    assert list(found) == []


@given(
    st.lists(
        st.sampled_from(["ett", "två", "tre", "fyra", "fem", "sex", "stolar", "datorer"]),
        min_size=3,
        max_size=25,
    )
)
def test_likeness_is_the_same_from_either_side(words):
    one, other = pair(" ".join(words), " ".join(reversed(words)))
    there = [share for *_, share in alike([one, other], NOUNS, Decimal(0))]
    back = [share for *_, share in alike([other, one], NOUNS, Decimal(0))]
    assert there == back and all(0 < share <= 1 for share in there)
