"""The aids, case by case: on a day, under a regime, in a situation – where the answers lead and what is cited.

A row names the aid, the rules asked under, the answers in order, the outcome, and the sections that are cited there.
"""

import re
from datetime import date
from itertools import product

import pytest

from omlopp.domain.model.law import Regime
from omlopp.domain.process.aid_soundness import aid_faults
from omlopp.domain.process.aids import AidAnswerUnknown, AidClauseUnknown, Standing
from omlopp.flows.aids import as_data, as_text, cited_as, filled, rules_of, walked
from omlopp.library.load import library

HELD = library()
DAY = date(2026, 11, 21)
REGIMES = [None, *Regime]
BUYERS = [None, "state", "municipality", "region", "other_authority", "utility"]

CASES = """
# Waste or product: the holder's intent, before anything is discarded, decides the track.
waste_or_product | lou     | municipality | in_use certain works known_free    | product           | 1 kap. 2 § LOU; 15 kap. 1 § miljöbalken
waste_or_product | lou     | municipality | in_use certain repair              | repaired          | 1 kap. 2 § LOU
waste_or_product | lou     | municipality | in_use certain works unknown       | product_to_check  | 1 kap. 2 § LOU
waste_or_product | lou_19  | region       | in_use likely                      | stored            | 1 kap. 2 § LOU; 15 kap. 1 § miljöbalken
waste_or_product | lou     | municipality | in_use certain works contains maybe | waste_hazardous  | 1 kap. 2 § LOU; 6 kap. 1 och 11 §§ avfallsförordningen (2020:614)
waste_or_product | lou     | municipality | in_use nobody harmless prepared    | waste_prepared    | 4 kap. 15 § avfallsförordningen (2020:614); 3 kap. 19 § avfallsförordningen (2020:614)
waste_or_product | lou     | region       | decided harmless from_building     | waste_sorted      | 3 kap. 10 § avfallsförordningen (2020:614)
waste_or_product | lou     | region       | decided harmless material          | waste_recycled    | 3 kap. 19 § avfallsförordningen (2020:614); 15 kap. 9 a–9 c §§ miljöbalken
waste_or_product | –       | municipality | masses same_place                  | masses_outside    | 1 kap. 15 § 3 avfallsförordningen (2020:614)
waste_or_product | –       | municipality | masses elsewhere                   | masses_elsewhere  | 15 kap. 1 § miljöbalken
waste_or_product | –       | –            | residue                            | by_product        |
waste_or_product | –       | –            | undecided                          | undecided         | 15 kap. 1 § miljöbalken
# Passing on: inside first, then market price, then gifts; never to one business.
disposal | lou    | region       | product ours inside                          | moved           | 1 kap. 2 § LOU
disposal | lou    | municipality | product ours nobody large                    | sold_openly     | 2 kap. 3 § kommunallagen (2017:725); 2 kap. 8 § kommunallagen (2017:725); 11 kap. 1 § kommunallagen (2017:725); artikel 107.1 fördraget om Europeiska unionens funktionssätt
disposal | lou    | state        | product ours nobody small                    | sold            | 6 och 7 §§ förordningen (1996:1191) om överlåtelse av statens lösa egendom
disposal | lou    | municipality | product ours nobody nothing public_body      | given           | 11 kap. 1 § kommunallagen (2017:725)
disposal | lou    | region       | product ours nobody nothing association      | given_equally   | 2 kap. 3 § kommunallagen (2017:725)
disposal | lou    | region       | product ours nobody nothing business         | not_to_business | 2 kap. 8 § kommunallagen (2017:725); artikel 107.1 fördraget om Europeiska unionens funktionssätt
disposal | lou    | municipality | product ours nobody nothing employee         | not_to_own      | 2 kap. 3 § kommunallagen (2017:725)
disposal | lou    | municipality | product theirs                               | by_contract     | 17 kap. 10 § LOU
disposal | lou_19 | municipality | product theirs                               | by_contract     | 1 kap. 2 § LOU
disposal | lou    | municipality | product ours not_asked                       | ask_first       | 1 kap. 2 § LOU
disposal | lou    | municipality | waste                                        | other_way       | 3 kap. 19 § avfallsförordningen (2020:614)
# Cost or asset: what the contract holds decides, not its name. A lease counts with its residual value.
accounting | lou    | municipality | buy_new both                  | asset           | 5 kap. 3 § LOU; 1 kap. 4 § lagen (2018:597) om kommunal bokföring och redovisning
accounting | lou    | municipality | buy_used short_or_small       | expense         | 5 kap. 3 § LOU
accounting | lou_19 | region       | buy_new many                  | together        | 5 kap. 3 § LOU; 5 kap. 6–7 §§ LOU
accounting | lou    | municipality | repair keeps                  | maintenance     | 1 kap. 2 § LOU
accounting | lou    | municipality | rent we                       | finance_lease   | 5 kap. 10 § LOU; 5 kap. 3 § LOU
accounting | lou    | municipality | rent they                     | operating_lease | 5 kap. 10 § LOU; 5 kap. 3 § LOU
accounting | lou    | municipality | rent unclear                  | ask_finance     | 5 kap. 10 § LOU
accounting | lou    | region       | function pure_service         | service         | 5 kap. 13 § LOU; 9 kap. 18 § LOU
accounting | lou_19 | region       | function pure_service         | service         | 5 kap. 13 § LOU
accounting | lou    | region       | function own_things they      | operating_lease | 5 kap. 10 § LOU
accounting | lou    | region       | moved                         | moved_in        | 1 kap. 2 § LOU
# Changes: chapter 17 where it applies, and only there.
change_clauses | lou     | municipality | before_notice volume     | clause_volume     | 17 kap. 10 § LOU; 17 kap. 1 § LOU; 5 kap. 3 § LOU; 4 kap. 1 § LOU
change_clauses | lou     | municipality | before_notice take_back  | clause_take_back  | 17 kap. 10 § LOU
change_clauses | lou     | municipality | before_notice more_reuse | clause_more_reuse | 17 kap. 10 § LOU
change_clauses | lou     | municipality | before_notice repair     | clause_repair     | 17 kap. 10 § LOU
change_clauses | lou     | municipality | before_notice articles   | clause_articles   | 17 kap. 10 § LOU
change_clauses | lou     | municipality | before_notice ending     | clause_ending     | 17 kap. 10 § LOU
change_clauses | lou     | municipality | before_notice everything | too_open          | 17 kap. 10 § LOU
change_clauses | lou_19  | municipality | before_notice volume     | clause_volume     | 19 kap. 9 § LOU; 5 kap. 3 § LOU; 19 kap. 2 § LOU
change_clauses | lou_19a | municipality | before_notice volume     | clause_volume     | 5 kap. 3 § LOU; 19 a kap. 8 § LOU
change_clauses | lou     | municipality | bids_open                | amend_documents   | 11 kap. 2 och 6 §§ LOU; 4 kap. 1 § LOU
change_clauses | lou_19  | municipality | bids_open                | amend_documents   | 19 kap. 11 § LOU; 19 kap. 2 § LOU
change_clauses | lou     | municipality | signed                   | signed            | 17 kap. 9 § LOU; 17 kap. 11 § LOU; 17 kap. 12 § LOU; 17 kap. 13 § LOU; 17 kap. 14 § LOU; 17 kap. 16 § LOU
change_clauses | lou_19  | municipality | signed                   | signed_below      | 19 kap. 2 § LOU; 5 kap. 3 § LOU
change_clauses | lou_19a | municipality | signed                   | signed_below      | 19 a kap. 8 § LOU; 5 kap. 3 § LOU
change_clauses | luf     | utility      | signed                   | signed_other_act  |
change_clauses | luk     | municipality | signed                   | signed_other_act  |
change_clauses | –       | municipality | signed                   | signed_unknown    |
"""
TABLE = [
    [cell.strip() for cell in row.split("|")] for row in CASES.strip().splitlines() if not row.startswith("#")
]


def standing(regime: str = "–", buyer: str = "–", on: date = DAY) -> Standing:
    return Standing(None if regime == "–" else Regime(regime), None if buyer == "–" else buyer, on)  # type: ignore[arg-type]


def walk_by(aid_id: str, answers: str, where: Standing):
    """The walk with its answers given in the order the questions come."""
    aid, given = HELD.aids[aid_id], {}
    for answer in answers.split():
        asks = walked(HELD, aid, given, where).asks
        assert asks is not None, "more answers than questions"
        given[asks.id] = answer
    return walked(HELD, aid, given, where)


@pytest.mark.parametrize(
    ("aid", "regime", "buyer", "answers", "outcome", "sections"),
    TABLE,
    ids=[" ".join(row[:4]) for row in TABLE],
)
def test_the_answers_lead_to_an_outcome_and_its_sections(aid, regime, buyer, answers, outcome, sections):
    made = walk_by(aid, answers, standing(regime, buyer))
    assert made.asks is None and made.outcome.id == outcome
    cited = {f"{one.section} {one.act.sv}" for one in made.cited if one.state == "cited"}
    wanted = {one.strip() for one in sections.split(";") if one.strip()}
    assert wanted <= cited
    if not wanted:
        assert not {one.act.sv for one in made.cited if one.state == "cited"} & {"LOU", "LUF", "LUK"}


def test_every_outcome_of_every_aid_has_a_case_here():
    reached = {(row[0], row[4]) for row in TABLE}
    assert reached == {(aid.id, one.id) for aid in HELD.aids.values() for one in aid.outcomes}


@pytest.mark.parametrize("aid", HELD.aids.values(), ids=lambda aid: aid.id)
def test_an_aid_holds_together(aid):
    assert aid_faults(aid, rules_of(HELD), {step.id for step in HELD.model.steps}) == ()


def every_walk(aid, where):
    """All ways through an aid to its end."""
    stack = [{}]
    while stack:
        given = stack.pop()
        made = walked(HELD, aid, given, where)
        if made.asks is None:
            yield made
        else:
            stack += [given | {made.asks.id: answer.id} for answer in made.asks.answers]


@pytest.mark.parametrize("aid", HELD.aids.values(), ids=lambda aid: aid.id)
def test_no_section_is_cited_that_does_not_apply(aid):
    """Every way, every regime, every buyer: sections come from the regime asked under, rules bind the buyer asking."""
    for regime, buyer in product(REGIMES, BUYERS):
        where = Standing(regime, buyer, DAY)
        for made in every_walk(aid, where):
            for one in [*made.cited, *(each for taken in made.path for each in taken.cited)]:
                point = HELD.legal.get(one.id)
                if one.state != "cited":
                    assert one.section == ""
                elif point:
                    assert regime is not None and one.section == point.hook(DAY).section(regime)
                else:
                    assert buyer is None or HELD.law_beside[one.id].binds(buyer)
            for number in made.numbers:
                limits = number.parameter.applies
                assert not limits.regimes or regime in limits.regimes
            text = as_text(made, HELD, "sv")
            assert regime is Regime.LOU or not re.search(r"17 kap\. \d", text), (
                "a chapter that does not apply"
            )
            assert regime is not None or not re.search(r"kap\. \d[^\n]*LOU", text), "no regime, no section"


def test_kommunallagen_is_not_told_to_a_state_authority_and_waits_for_an_unnamed_buyer():
    answers = "product ours nobody large"
    for buyer, told in (("state", set()), ("municipality", {"cited"}), ("–", {"by_buyer"})):
        made = walk_by("disposal", answers, standing("lou", buyer))
        assert {one.state for one in made.cited if one.id in ("equal_members", "good_economy")} == told


def test_luf_is_shown_as_read_above_the_threshold_and_never_cited():
    made = walk_by("change_clauses", "before_notice take_back", standing("luf", "utility"))
    clause = next(one for one in made.cited if one.id == "change_clause")
    assert (clause.state, clause.section, clause.read_above) == ("unexamined", "", "16 kap. 10 §")
    assert "åberopas inte" in cited_as(clause, HELD, "sv")


def test_before_its_first_day_a_rule_is_not_cited():
    """The Waste Ordinance is of 1 August 2020."""
    for on, state in ((date(2020, 7, 31), "not_that_day"), (date(2020, 8, 1), "cited")):
        made = walk_by("waste_or_product", "decided harmless from_building", standing("lou", "region", on))
        assert next(one for one in made.cited if one.id == "construction_sorted").state == state


def test_both_tracks_are_told_apart():
    product_track = walk_by("waste_or_product", "in_use certain works known_free", standing())
    waste_track = walk_by("waste_or_product", "decided harmless material", standing())
    assert (product_track.outcome.track.sv, waste_track.outcome.track.sv) == (
        "Produktspåret",
        "Avfallsspåret",
    )


# Clauses written in advance


CLAUSES = [one.id for one in HELD.aids["change_clauses"].clauses]


def clause(id: str, values: dict[str, str], regime: str = "lou"):
    return filled(HELD, HELD.aids["change_clauses"], id, values, standing(regime))


@pytest.mark.parametrize("id", CLAUSES)
def test_a_clause_asks_for_when_how_much_and_what(id):
    """17 kap. 10 §: clear on the conditions, the extent and the nature. Empty places are named, never guessed."""
    empty = clause(id, {})
    assert not empty.ready and {"when", "extent", "nature"} <= set(empty.lacks)
    assert all(f"[{one.label.sv}]" in empty.text.sv for one in empty.missing)
    full = clause(id, {one.id: f"ord{at}" for at, one in enumerate(empty.clause.fills)})
    assert full.ready and "[" not in full.text.sv and "{" not in full.text.sv + full.text.en
    assert all(
        f"ord{at}" in full.text.sv and f"ord{at}" in full.text.en for at in range(len(empty.clause.fills))
    )


@pytest.mark.parametrize("id", CLAUSES)
@pytest.mark.parametrize("regime", ["lou", "lou_19", "lou_19a", "luf", "luk", "–"])
def test_a_clause_names_chapter_17_only_where_it_applies(id, regime):
    text = clause(id, {}, regime).text
    assert ("17 kap. 10 § LOU" in text.sv) == ("17 kap. 10 § LOU" in text.en) == (regime == "lou")
    assert "kap." not in text.sv.replace("17 kap. 10 § LOU", "")


def test_an_example_is_never_used_as_a_value_and_blanks_are_no_answer():
    one = clause("volume", {"percent": "  ", "goods": " stolar \n och bord "})
    assert {fill.id for fill in one.missing} == {"condition", "percent", "value", "days"}
    assert "volymen av stolar och bord när" in one.text.sv


def test_what_is_typed_cannot_open_another_place():
    one = clause("volume", {"goods": "{percent}", "percent": "30"})
    assert "volymen av {percent} när" in one.text.sv and "högst 30 procent" in one.text.sv


# Answers that are none


def test_an_answer_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(AidAnswerUnknown) as refused:
        walked(HELD, HELD.aids["disposal"], {"status": "sopor"}, standing())
    assert refused.value.facts["known"] == "product, waste"
    with pytest.raises(AidClauseUnknown):
        clause("finns_inte", {})


def test_answers_off_the_way_are_told_as_unused():
    made = walked(HELD, HELD.aids["disposal"], {"status": "waste", "worth": "large"}, standing())
    assert made.outcome.id == "other_way" and made.unused == ("worth",)


# The result, to keep


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("aid", HELD.aids.values(), ids=lambda aid: aid.id)
def test_the_result_as_text_says_when_under_which_rules_why_and_how_sure(aid, language):
    for made in every_walk(aid, standing("lou", "municipality")):
        text = as_text(made, HELD, language)
        assert "2026" in text and made.outcome.means.within(language) in text
        assert HELD.names.of("certainty", made.outcome.source.certainty, language) in text
        assert aid.limits.within(language) in text and "aid.c" not in text and "None" not in text
        data = as_data(made, HELD, language)
        assert data["outcome"]["id"] == made.outcome.id and data["regime"] == "lou"
