"""Passages that speak of circularity, quoted to the letter; and what they make of the notice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.library import detection
from omlopp.notices.evidence import classify, classify_title, evidence, in_text
from omlopp.notices.evidence.context import Subject
from omlopp.notices.lexicon import lexicon, lower
from omlopp.notices.schema import TextField
from tests.notices.test_read import SAMPLES, sample


def found(text, about="subject", field="BT-24-Lot", language="sv", cpv=()):
    return in_text(TextField(field, "LOT-0001", language, text, about), Subject(cpv))


def concepts(text, **given):
    return [one.concept for one in found(text, **given)]


@pytest.mark.parametrize(
    "text, concept",
    [
        ("Möblerna ska vara återbrukade.", "reuse"),
        ("Begagnade möbler köps in.", "second_hand"),
        ("Leverantören ska ta tillbaka möbler.", "take_back"),
        ("Plasten ska vara av återvunnet material.", "recycled_content"),
        ("Regummerade däck", "retreaded_tyres"),
        ("Stolen ska vara demonterbar.", "design_for_disassembly"),
        ("Avtal om kontorsmöbelåterbruk", "reuse"),
    ],
)
def test_words_of_circularity_are_found_also_within_compounds(text, concept):
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
def test_shutting_used_goods_out_is_a_barrier_and_no_circularity(text):
    assert {one.says for one in found(text)} == {"barrier"}


def test_a_negation_further_off_takes_nothing_away():
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


def test_strength_says_what_a_bidder_must_may_or_is_given_points_for():
    assert found("Möblerna ska vara återbrukade.")[0].strength == "must"
    assert found("Möblerna bör vara återbrukade.")[0].strength == "may"
    assert found("Andel återbrukade möbler", about="award")[0].strength == "scored"


def test_intent_is_explicit_where_the_environment_is_the_reason():
    assert found("Återbrukade möbler")[0].intent == "explicit"
    assert found("Begagnad lastbil", cpv=("34130000",))[0].intent == "incidental"
    assert found("Begagnade möbler", cpv=("39100000",))[0].intent == "explicit"
    assert found("Begagnad lastbil av hänsyn till miljön", cpv=("34130000",))[0].intent == "explicit"


def test_material_used_again_in_works_is_ordinary_practice_until_it_is_asked_for():
    """Explicit intent is what published shares count first: a passing mention in a work is none."""
    assert found("Återvunnet kross läggs ut.", cpv=("45233000",))[0].intent == "incidental"
    assert found("Återvunnet kross ska användas.", cpv=("45233000",))[0].intent == "explicit"
    assert found("Andel återvunnet material", about="award", cpv=("45233000",))[0].intent == "explicit"
    assert found("Påsar av återvunnen plast", cpv=("19640000",))[0].intent == "explicit"


def test_a_concept_is_judged_a_bounded_number_of_times_in_one_text():
    assert len(found("Begagnade stolar. " * 1_000)) == 200


def test_romanian_is_read_with_either_letter_and_with_none():
    for text in ("Deșeu: anvelope reșapate", "Anvelope reşapate", "Anvelope resapate"):
        assert "retreaded_tyres" in concepts(text, language="ro")


def test_the_strongest_passage_decides_and_waste_lowers_nothing():
    notice = sample("mobler-exempelby.xml")
    said = "Insamling av avfall. Minst hälften av möblerna ska vara återbrukade. Reservdelar ska finnas i tio år."
    verdict = classify(replace(notice, texts=(TextField("BT-24-Lot", "LOT-0001", "sv", said),)))
    assert verdict.circular == "yes" and verdict.r_strategy == ("R3",) and verdict.intent == "explicit"
    assert {one.says for one in verdict.evidence} >= {"strong", "weak"}


def test_without_passages_the_verdict_is_no_and_its_score_zero():
    verdict = classify_title("Ramavtal kontorsmaterial", "sv", "30190000")
    assert (verdict.circular, verdict.score, verdict.intent, verdict.r_strategy) == ("no", 0.0, "", ())


def test_weak_passages_can_be_strong_together():
    """A lease alone is a form of payment; where service life is scored the thing is meant to last (rule 5)."""
    notice = sample("mobler-exempelby.xml")
    lease = TextField("BT-24-Lot", "LOT-0001", "sv", "Leasing av skrivare med underhåll")
    scored = TextField("BT-540", "LOT-0001", "sv", "Skrivarnas livslängd", "award")
    assert classify(replace(notice, texts=(lease,))).circular == "weak"
    assert classify(replace(notice, texts=(lease, scored))).circular == "yes"


@given(
    st.lists(
        st.sampled_from(
            [
                "återbruk",
                "begagnade möbler",
                "Kontorsmöbelåterbruk",
                "stol.",
                "inte",
                "\n",
                " 🪑 ",
                "ska",
                "•",
                "é́",
                "İ",
            ]
        )
    )
)
def test_every_quote_stands_in_the_text_where_it_says(pieces):
    text = " ".join(pieces)
    for one in found(text):
        assert text[one.start : one.end] == one.quote
        assert one.words in one.quote
        assert 0 <= one.confidence <= 1


@given(st.text(), st.sampled_from(["sv", "el", "fr", "de", ""]))
def test_lower_case_keeps_every_place(text, language):
    assert len(lower(text, language)) == len(text)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_every_quote_of_a_notice_stands_in_its_field(path):
    notice = sample(path.name)
    for one in evidence(notice):
        texts = [text.text for text in notice.texts if (text.field, text.lot_id) == (one.field, one.lot_id)]
        assert any(text[one.start : one.end] == one.quote for text in texts)


def test_capitals_without_accents_are_read():
    assert concepts("ΑΝΑΚΥΚΛΩΜΕΝΟ ΦΩΤΟΤΥΠΙΚΟ ΧΑΡΤΙ", language="el") == ["recycled_content"]
    assert "reuse" in concepts("REEMPLOI DU MOBILIER", language="fr")


def test_a_language_without_words_gives_no_evidence_and_says_so():
    assert lexicon("is").state == "missing"
    notice = sample("mobler-exempelby.xml")
    texts = tuple(replace(text, language="is") for text in notice.texts)
    assert evidence(replace(notice, language="is", texts=texts)) == ()


def test_the_lexicon_holds_together():
    """Every term has a concept or a group, every pattern compiles, and the automaton knows each term."""
    for path in sorted((detection.FOLDER / "terms").glob("*.csv")):
        language = path.stem
        assert detection.state(language) in ("reviewed", "draft", "unreviewed"), language
        for term in detection.terms(language):
            assert term.role in ("pos", "adj", "neg", "cue") and term.kind in ("phrase", "stem", "regex"), (
                term
            )
            assert term.strength in ("", "strong", "weak"), term
            if term.role in ("pos", "adj"):
                assert term.concept in detection.concepts(), term
            else:
                assert term.concept.startswith(("cue_", "neg_")), term
        words = lexicon(language)
        assert words.candidates("återbruk") is not None
        for group in words.cues:
            assert words.cue(group)


def test_what_the_automaton_lets_through_is_what_the_pattern_finds():
    """The set automaton only leaves out: a term written plainly is always among its candidates."""
    for language in ("sv", "de", "fr", "el"):
        words = lexicon(language)
        for one in words.searched:
            plain = lower(one.term.term.replace("*", "").replace("#", "1"), language)
            if one.term.kind == "phrase" and "<" not in plain:
                assert one in words.candidates(plain), one
                assert list(one.places(plain)) == [(0, len(plain))], one


def test_every_concept_has_a_name_a_step_of_the_ladder_and_goals():
    steps = {f"R{step}" for step in range(10)} | {"R3-R8", "R*", ""}
    for name, concept in detection.concepts().items():
        assert concept.id == name and concept.sv and concept.en and concept.r_step in steps
        assert set(concept.goals) <= set("ABCDE") and concept.says in detection.SAYS
        assert concept.intent in ("explicit", "incidental", "goods")


def test_every_rule_can_fire():
    """Known conditions, known groups, an id of its own under its concept, and the labelling rule it follows."""
    groups = {term.concept.removeprefix("cue_") for term in detection.terms("sv") if term.role == "cue"}
    seen = set()
    rules = [("common", rule) for rule in detection.common_rules()]
    rules += [(name, rule) for name, concept in detection.concepts().items() for rule in concept.rules]
    for owner, rule in rules:
        assert rule.id.startswith(f"{owner}.") and rule.id not in seen, rule.id
        seen.add(rule.id)
        assert rule.says in detection.SAYS and rule.sv and rule.en and rule.source, rule.id
        assert set(rule.when) <= set(detection.CONDITIONS), rule.id
        for condition, asked in rule.when.items():
            if condition.removeprefix("not_") in ("near", "near_also", "before", "after", "object", "words"):
                assert set(asked) <= groups, (rule.id, set(asked) - groups)


def test_every_weight_of_the_model_names_a_feature():
    kinds = ("says=", "step=", "requirement=", "decided by ")
    for name in detection.model()["weights"]:
        assert name in ("bias", "title", "must", "number", "goods") or name.startswith(kinds), name
    assert 0 < detection.model()["threshold"] < 1
