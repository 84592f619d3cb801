"""A draft against what a procurement has chosen: found, altered, missing; goals without words; barriers. All invented."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.flows.drafts import check_draft, chosen_file, explain_draft
from omlopp.library.load import library
from omlopp.notices import draft
from omlopp.notices.draft_check import Chosen, ChosenText, check, number_words
from omlopp.notices.draft_match import NumberDiff, differing, likeness, stems, weakened
from omlopp.notices.errors import NoSuchSource, UnknownProcurement
from omlopp.notices.opening import opening
from tests.notices import documents


def against(*texts, goals=(), draft_text=documents.TEXT):
    return check_draft(draft_text.encode(), Chosen(tuple(goals), texts, "ÖVNING"), "utkast.txt")


def one(text, title="Krav", weight=None, kind="technical"):
    [found] = against(ChosenText("x", title, text, kind, weight=weight)).criteria
    return found


def test_a_requirement_that_stands_is_found_with_its_place():
    found = one("Leverantören ska ta tillbaka möblerna när avtalet upphör.")
    assert (found.state, found.place) == ("found", "4 Avtalsvillkor")
    assert found.quote == documents.TERM


def test_a_number_that_differs_is_named():
    found = one("Reservdelar ska finnas i 15 år.")
    assert found.state == "altered" and found.numbers == (NumberDiff("15 år", "10 år"),)
    assert number_words(found.numbers[0]) == {
        "sv": "15 år i upphandlingen, 10 år i utkastet",
        "en": "15 år in the procurement, 10 år in the draft",
    }


def test_a_demand_turned_into_a_wish_is_named():
    [found] = against(
        ChosenText("x", "Återtag", documents.TERM),
        draft_text=documents.TEXT.replace("Leverantören ska", "Leverantören bör"),
    ).criteria
    assert found.state == "altered" and found.numbers == (NumberDiff("ska", "bör"),)


def test_what_the_draft_lacks_is_missing():
    found = one("Elförbrukningen ska redovisas månadsvis i kilowattimmar per arbetsplats.")
    assert (found.state, found.quote) == ("missing", "")


def test_a_weight_that_differs_is_named():
    found = one("", title="Pris", weight=0.6, kind="price")
    assert found.state == "altered" and found.numbers == (NumberDiff("60 %", "50 %"),)
    assert one("", title="Pris", weight=0.5, kind="price").state == "found"


def test_a_criterion_named_and_weighed_but_not_worded_as_chosen_is_altered():
    wording = library().criteria["reused_furniture_share"].text.sv
    found = one(wording, title="Andel återbrukade möbler", weight=0.3, kind="award")
    assert found.state == "altered" and not found.numbers


def test_goals_without_words_and_barriers_are_told():
    checked = against(goals=("A", "D"))
    assert {goal.goal: goal.found for goal in checked.goals} == {"A": False, "D": True}
    assert [barrier.quote for barrier in checked.barriers] == [documents.BARRIER]
    assert not checked.clean


def test_a_draft_with_everything_is_clean():
    text = documents.TEXT.replace(documents.BARRIER, "")
    assert against(ChosenText("x", "Återtag", documents.TERM), goals=("D",), draft_text=text).clean


def wordings(language):
    return [
        ChosenText(each.id, each.name.within(language), each.text.within(language), each.kind.value)
        for each in library().criteria.values()
    ]


def written(texts):
    return draft.notice(("# Krav\n\n" + "\n\n".join(each.text for each in texts)).encode(), "krav.md")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_criterion_of_the_library_is_found_where_it_is_copied(language):
    texts = wordings(language)
    found = check_draft(written(texts), Chosen(texts=tuple(texts))).criteria
    assert [each.id for each in found if each.state != "found"] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_criterion_of_the_library_is_found_where_only_the_others_stand(language):
    texts = wordings(language)
    wrong = []
    for text in texts:
        notice = written([other for other in texts if other is not text])
        [found] = check_draft(notice, Chosen(texts=(text,))).criteria
        wrong += [text.id] if found.state != "missing" else []
    assert wrong == []


def test_numbers_are_compared_with_their_units():
    assert differing("60 % och 3 år", "minst 60 procent och 2 år") == (NumberDiff("3 år", "2 år"),)
    assert differing("30 dagar", "utan tal") == (NumberDiff("30 dagar", ""),)
    assert differing("2,50 kg", "2,5 kg") == ()


@given(st.lists(st.sampled_from(["möbel", "återbruk", "vikt", "avtal", "år", "leverans"]), min_size=1))
def test_likeness_is_whole_to_itself_and_even_both_ways(words):
    text, other = " ".join(words), "återbruk av möbler"
    assert likeness(stems(text, "sv"), stems(text, "sv")) == 1
    assert likeness(stems(text, "sv"), stems(other, "sv")) == likeness(stems(other, "sv"), stems(text, "sv"))


def test_a_wish_in_both_is_no_difference():
    assert weakened("Det bör vara så.", "Det bör vara så.", "sv") == ()


def test_a_draft_opens_a_procurement():
    filled = opening(explain_draft(documents.docx(), "utkast.docx").data())
    assert filled["title"] == documents.TITLE and filled["cpv"] == ["39130000"]
    [(lot_id, criteria)] = filled["criteria"]
    assert [each["name"] for each in criteria] == ["Pris", "Andel återbrukade möbler", "Garanti"]


def test_a_procurement_of_the_workbench_gives_its_own_wording_and_weights():
    from datetime import date

    from omlopp.domain.model.award import AwardCriterion, AwardModel
    from omlopp.domain.model.criteria import ChosenCriterion
    from omlopp.domain.model.process import Entrance
    from omlopp.domain.model.procurement import Buyer, ChosenGoal, Procurement
    from omlopp.domain.model.text import Text
    from omlopp.flows.drafts import chosen_from

    criterion = library().criteria["reused_furniture_share"]
    procurement = Procurement(
        "1",
        "ÖVNING",
        Buyer("Övningskommunen", "municipality"),
        Entrance("need"),
        "goods",
        "1",
        date(2026, 1, 1),
        goals=(ChosenGoal("D", (), None),),
        criteria=(
            ChosenCriterion("reused", criterion, Text("Egen ordalydelse.", "Own wording."), None, None),
        ),
        award_models={
            "LOT-0001": AwardModel(
                "points.linear",
                (
                    AwardCriterion("price", "Pris", Decimal("0.6"), price=True),
                    AwardCriterion("share", "Andel", Decimal("0.4"), chosen_criterion="reused"),
                ),
            )
        },
    )
    chosen = chosen_from(procurement)
    assert chosen.goals == ("D",)
    assert [(each.title, each.text, each.weight, each.kind) for each in chosen.texts] == [
        ("Andel återbrukade möbler", "Egen ordalydelse.", 0.4, "award"),
        ("Pris", "", 0.6, "price"),
    ]
    assert chosen_from(procurement, "en").texts[0].text == "Own wording."


BROKEN = {
    "no mapping": "- a\n",
    "nothing chosen": "title: x\n",
    "no such goal": "goals: [Q]\n",
    "no such criterion": "criteria: [{criterion: finns_inte}]\n",
    "a weight above one": "criteria: [{id: a, text: b, weight: 60}]\n",
    "no YAML": "goals: [A\n",
    "a number for a list": "goals: [A]\ncriteria: 5\n",
    "a word for a list": "goals: A\n",
}


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_choices_that_cannot_be_read_are_refused_by_place(tmp_path, case):
    (tmp_path / "u.yaml").write_text(BROKEN[case])
    with pytest.raises(UnknownProcurement) as refusal:
        chosen_file(tmp_path / "u.yaml")
    assert refusal.value.facts["file"] == "u.yaml" and refusal.value.facts["says"]


def test_choices_that_are_not_there_are_named(tmp_path):
    with pytest.raises(NoSuchSource):
        chosen_file(tmp_path / "saknas.yaml")


def test_the_check_as_data_has_both_languages_and_bases():
    data = check(
        explain_draft(documents.docx(), "u.docx"),
        Chosen(("D",), (ChosenText("x", "Återtag", documents.TERM),)),
    ).data()
    assert data["criteria"][0]["state_label"] == {"sv": "finns", "en": "found"}
    assert data["goals"] == [
        {
            "goal": "D",
            "name": {"sv": library().goal("D").name.sv, "en": library().goal("D").name.en},
            "found": True,
            "passages": data["goals"][0]["passages"],
        }
    ]
