"""Where the law stands, point by point: the sections a circular procurement turns on, above and below the thresholds.

Each row is a point of library/process/legal: what it does (shall, should, may), its section in the Procurement Act (LOU)
above the thresholds, in chapter 19 below them, and in chapter 19 a for direct award. "–": no rule there. "?": not
examined. Read in the consolidated Act published 2025-05-19.
"""

from datetime import date

import pytest

from omlopp.domain.model.law import NO_RULE, UNEXAMINED, Regime
from omlopp.library.load import library

LEGAL = library().legal
DAY = date(2026, 11, 22)

ROWS = """
equal_and_proportionate        | shall  | 4 kap. 1 §       | 19 kap. 2 §        | 19 a kap. 8 §
environmental_care             | should | 4 kap. 3 §       | 19 kap. 3 §        | –
help_in_preparation            | shall  | 4 kap. 8 §       | –                  | –
lots_or_reasons                | shall  | 4 kap. 13–14 §§  | –                  | –
reserved_for_work_integration  | may    | 4 kap. 18 §      | ?                  | ?
value_in_total                 | shall  | 5 kap. 3 §       | 5 kap. 3 §         | 5 kap. 3 §
value_of_lease                 | shall  | 5 kap. 10 §      | 5 kap. 10 §        | 5 kap. 10 §
value_without_total            | shall  | 5 kap. 13 §      | 5 kap. 13 §        | 5 kap. 13 §
no_splitting                   | shall  | –                | 5 kap. 6–7 §§      | 5 kap. 6–7 a §§
bargain_purchase               | may    | 6 kap. 17 §      | –                  | –
framework_length               | may    | 7 kap. 2 §       | –                  | –
any_life_cycle_stage           | may    | 9 kap. 1 §       | –                  | –
function_or_performance        | may    | 9 kap. 3 §       | –                  | –
no_brand                       | shall  | 9 kap. 6 §       | –                  | –
test_report                    | may    | 9 kap. 9 §       | –                  | –
equivalent_test_body           | shall  | 9 kap. 10 §      | –                  | –
other_proof                    | shall  | 9 kap. 11 §      | –                  | –
label_conditions               | may    | 9 kap. 12–15 §§  | –                  | –
variants_announced             | may    | 9 kap. 16–17 §§  | –                  | –
variant_goods_or_service       | shall  | 9 kap. 18 §      | –                  | –
notice_to_bidders              | shall  | 12 kap. 12 §     | 19 kap. 19 §       | 19 a kap. 10 §
reasons_on_request             | shall  | 12 kap. 13 §     | 19 kap. 20 §       | –
documentation                  | shall  | 12 kap. 14 §     | 19 kap. 22 §       | 19 a kap. 11 §
separate_report                | shall  | 12 kap. 15–16 §§ | –                  | –
keeping_documents              | shall  | 12 kap. 17 §     | 19 kap. 23 §       | 19 a kap. 12 §
exclusion_environmental_breach | may    | 13 kap. 3 §      | 19 kap. 17 §       | –
selection_only_capacity        | shall  | 14 kap. 1–5 §§   | –                  | –
selection_turnover             | shall  | 14 kap. 4 §      | –                  | –
selection_others_capacity      | may    | 14 kap. 6 §      | 19 kap. 5 §        | –
award_ground                   | shall  | 16 kap. 1 §      | –                  | –
award_linked_and_verifiable    | shall  | 16 kap. 2 §      | –                  | –
cost_as_ground                 | may    | 16 kap. 3 §      | –                  | –
lcc_external_cost              | may    | 16 kap. 4–5 §§   | –                  | –
award_weight_in_documents      | shall  | 16 kap. 6 §      | 19 kap. 9 §        | –
abnormally_low                 | shall  | 16 kap. 7 §      | 19 kap. 18 §       | –
award_refused_for_breach       | may    | 16 kap. 9 §      | –                  | –
condition_linked               | shall  | 17 kap. 1 §      | –                  | –
condition_in_documents         | shall  | 17 kap. 1 §      | 19 kap. 9 §        | –
change_of_small_value          | may    | 17 kap. 9 §      | –                  | –
change_clause                  | may    | 17 kap. 10 §     | –                  | –
change_supplementary           | may    | 17 kap. 11 §     | –                  | –
change_unforeseen              | may    | 17 kap. 12 §     | –                  | –
change_of_supplier             | may    | 17 kap. 13 §     | –                  | –
change_not_substantial         | may    | 17 kap. 14 §     | –                  | –
change_notice                  | shall  | 17 kap. 16 §     | –                  | –
dialogue_below_threshold       | may    | –                | 19 kap. 15 §       | –
negotiation_below_threshold    | may    | –                | 19 kap. 16 §       | –
result_notice                  | shall  | 10 kap. 4 §      | 19 kap. 7 §        | 19 a kap. 13 §
direct_award_guidelines        | shall  | –                | –                  | 19 a kap. 15 §
"""
TABLE = [[cell.strip() for cell in row.split("|")] for row in ROWS.strip().splitlines()]


@pytest.mark.parametrize(("point", "force", "above", "below", "direct"), TABLE, ids=[row[0] for row in TABLE])
def test_a_point_stands_where_the_act_has_it(point, force, above, below, direct):
    written = {"–": NO_RULE, "?": UNEXAMINED}
    hook = LEGAL[point].hook(DAY)
    assert LEGAL[point].force == force
    for regime, section in ((Regime.LOU, above), (Regime.LOU_19, below), (Regime.LOU_19A, direct)):
        assert hook.rules[regime] == written.get(section, section), regime


def test_the_act_says_should_of_the_environment_and_never_shall():
    """4 kap. 3 §: "bör". A duty was proposed in Ds 2021:31; the text read still says "bör"."""
    said = LEGAL["environmental_care"].says
    assert "bör" in said.sv and "ska" not in said.sv.split() and "should" in said.en


def test_chapter_19_as_it_reads_now_is_not_cited_before_its_first_day():
    """The chapter got its present wording on 1 February 2022 (Act 2021:1110)."""
    point = LEGAL["environmental_care"]
    assert point.hook(date(2022, 2, 1)).section(Regime.LOU_19) == "19 kap. 3 §"
    assert point.hook(date(2022, 1, 31)).section(Regime.LOU_19) is None
    assert point.hook(date(2022, 1, 31)).section(Regime.LOU) == "4 kap. 3 §"


def test_a_utility_and_a_concession_are_cited_nowhere_until_the_threshold_is_told_apart():
    """LUF and LUK: other chapters govern below the thresholds. What is read above them is shown, not cited."""
    for point in LEGAL.values():
        hook = point.hook(DAY)
        assert hook.section(Regime.LUF) is None and hook.section(Regime.LUK) is None, point.id
    assert LEGAL["no_brand"].above_threshold == {Regime.LUF: "9 kap. 6 §", Regime.LUK: "7 kap. 2 §"}


def test_a_copy_in_a_procurement_holds_the_law_of_its_own_day():
    """Chosen in a procurement whose rules were fixed in 2021: chapter 19 was another then, so none is cited."""
    then = library().criterion_on("reused_furniture_share", date(2021, 6, 1))
    now = library().criterion_on("reused_furniture_share", DAY)
    cited = [{hook.section(Regime.LOU_19) for hook in one.hooks} for one in (then, now)]
    assert cited[0] == {None} and "19 kap. 9 §" in cited[1]
