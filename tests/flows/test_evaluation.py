"""The evaluation: own procurements and documented cases by the same functions, with honest shares and sentences."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.portfolio.obstacles import by_rules
from omlopp.domain.portfolio.seen import Demand, Seen, Told
from omlopp.flows import evaluation_tables as tables
from omlopp.flows import evaluation_words as words
from omlopp.flows.evaluation import Filters, beside, evaluate, of_base, share_of
from omlopp.flows.evaluation_figures import figures
from omlopp.flows.evaluation_read import read_cases
from omlopp.flows.portfolio_base import Base, Entry
from omlopp.flows.publications.figures import reckoned
from omlopp.flows.publications.fill import Figures
from omlopp.flows.publications.pictures import draw
from omlopp.flows.publications.tables import lay
from omlopp.library import evaluation as data
from omlopp.library.load import library
from tests.domain.portfolio.test_read_own import AWARDED, agreed, chosen, measured, procurement

LIBRARY, DAY = library(), date(2026, 11, 22)
EMPTY = Base(LIBRARY, DAY)
YES, NO, UNKNOWN = Told("yes", "kept"), Told("no", "missed"), Told("unknown", "not_measured")
TOLD = {"yes": YES, "no": NO, "unknown": UNKNOWN}


def seen(id: str, shown: Told = YES, **more: Any) -> Seen:
    return Seen(id, id, "own", "counted", (Demand("1", "reuse", YES, YES, YES, shown),), **more)


def entry(id: str = "1", exercise: bool = False, **changed: Any) -> Entry:
    rows = (measured(5, Stage.BASELINE), measured(45))
    own = procurement(
        id=id, decisions=AWARDED, criteria=(chosen(above="yes"),), agreed=agreed("0.4"), measurements=rows,
        exercise=exercise, value_sek=Decimal(2_000_000), cpv=("39130000",),
    )  # fmt: skip
    indicators = {"reused_share": LIBRARY.indicators["reused_share"]}
    return replace(Entry(replace(own, **changed), indicators, "1.0+abc", exercise=exercise), county="SE322")


# Shares and their interval


def test_a_share_has_its_unknown_at_worst_and_best_and_then_chance():
    share = share_of(yes=2, unknown=3, base=10)
    assert share.value == Decimal("0.2") and share.bounds == (Decimal("0.2"), Decimal("0.5"))
    assert share.low < share.bounds[0] and share.high > share.bounds[1]


def test_of_fewer_than_the_smallest_base_no_share_is_shown():
    assert share_of(1, 0, 4, smallest=5).value is None and share_of(1, 0, 5, smallest=5).value is not None
    nothing = share_of(0, 0, 0)
    assert nothing.value is None and (nothing.low, nothing.high) == (0, 1)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_more_unknown_never_narrows_the_interval(yes: int, no: int, unknown: int):
    base = yes + no + unknown
    share, wider = share_of(yes, unknown, base), share_of(yes, unknown + 1, base + 1)
    assert wider.low <= share.low and wider.high >= share.high
    assert share.low <= share.bounds[0] <= share.bounds[1] <= share.high


# With and without


def groups(having: str, lacking: str) -> Any:
    from omlopp.domain.portfolio.used import group

    letters = {"y": YES, "n": NO, "u": UNKNOWN}
    made = [
        group([seen(f"{side}{place}", letters[letter]) for place, letter in enumerate(told)])
        for side, told in (("h", having), ("l", lacking))
    ]
    return beside("step", *made, 5)


def test_two_groups_are_told_apart_only_by_more_than_chance_and_the_unknown():
    assert groups("y" * 20, "n" * 20).verdict == "more"
    assert groups("n" * 20, "y" * 20).verdict == "fewer"
    assert groups("yyyyn", "yynnn").verdict == "cannot_tell"
    assert groups("y" * 20, "u" * 20).verdict == "cannot_tell", "the unknown may all have done it"
    assert groups("yyyy", "nnnnn").verdict == "too_few"


def test_the_sentence_shows_both_groups_and_claims_no_cause():
    says = words.of_beside(groups("y" * 20, "n" * 20), "sv", 5)
    assert says.startswith("20 av 20 mot 0 av 20") and says.endswith("Orsaken är inte visad.")
    assert "för få" in words.of_beside(groups("y", "n"), "sv", 5)


# Own procurements


def test_an_own_procurement_climbs_from_the_chain():
    own, _ = of_base(replace(EMPTY, entries=(entry(),)))
    assert [len(one.count.yes) for one in own.ladder] == [1, 1, 1, 1]
    assert own.sigma.green == ("1",) and own.pairs == ("1",)
    resources = next(one for one in own.sums if (one.effect, one.measure) == ("resources", "tonnes"))
    assert resources.value == Decimal("0.045") and resources.interval is not None


def test_what_the_notices_tell_of_the_market_fills_the_third_rung():
    own = replace(entry(), above={"7": "no"})
    card_silent = replace(own, procurement=replace(own.procurement, criteria=(chosen(),)))
    (one,) = of_base(replace(EMPTY, entries=(card_silent,)))[0].climbs
    assert [each.answer for each in one.rungs] == ["yes", "yes", "no", "no"]
    assert one.rungs[2].because == "market_gives_it" and one.shown is not None and one.shown.answer == "yes"


def test_an_obstacle_that_nobody_could_code_is_shown_and_not_dropped():
    told = replace(entry(), obstacles=(("", "Det gick inte."), ("time", "")))
    own, _ = of_base(replace(EMPTY, entries=(told,)))
    rows = dict(tables.obstacles_table(own, LIBRARY, "sv").rows)
    assert rows["Går inte att sortera: orden räcker inte"] == "1" and rows["Organisation"] == "1"


def test_real_and_invented_are_never_counted_together():
    both = (entry("1"), entry("2", exercise=True), entry("3", exercise=True))
    own, _ = of_base(replace(EMPTY, entries=both))
    assert [each.id for each in own.rows] == ["1"] and not own.exercise
    invented, _ = of_base(replace(EMPTY, entries=both[1:]))
    assert len(invented.rows) == 2 and invented.exercise
    assert all(one.exercise for one in figures(replace(EMPTY, entries=both[1:])) if one.id.startswith("own."))


def test_filters_take_by_group_year_and_county():
    base = replace(
        EMPTY, entries=(entry("1"), entry("2", cpv=("18110000",), rules_fixed_on=date(2025, 1, 1)))
    )
    for filters, expected in (
        (Filters(group="furniture"), ["1"]),
        (Filters(year=2025), ["2"]),
        (Filters(county="SE322"), ["1", "2"]),
        (Filters(county="SE110"), []),
    ):
        assert [each.id for each in of_base(base, filters)[0].rows] == expected


def test_the_order_of_the_entries_does_not_matter():
    several = tuple(entry(str(place), decisions=AWARDED if place % 2 else ()) for place in range(6))
    one, other = (of_base(replace(EMPTY, entries=held))[0] for held in (several, several[::-1]))
    assert [Counter(each.count.yes) for each in one.ladder] == [
        Counter(each.count.yes) for each in other.ladder
    ]
    assert one.sums[0].value == other.sums[0].value and one.sums[0].interval == other.sums[0].interval


# The documented cases


def test_every_result_of_every_case_is_coded_and_the_coding_fits_the_case():
    codings, kinds = data.codings(), {(one.effect, one.measure) for one in data.kinds()}
    for id, case in LIBRARY.cases.items():
        results = case.results if case.results != "not_stated" else ()
        rows = codings.get(id, ())
        assert [one.at for one in rows] == list(range(len(results))), (
            f"{id}: library/evaluation/case_results.yaml"
        )
        for one, result in zip(rows, results, strict=True):
            assert one.figure == (None if result.figure == "not_stated" else result.figure), (id, one.at)
            assert (one.tells == "effect") == bool(one.effect and one.measure and one.how), (id, one.at)
            assert not one.effect or one.measure == "share" or (one.effect, one.measure) in kinds, (
                id,
                one.at,
            )
    assert set(codings) <= set(LIBRARY.cases)


def test_a_case_adds_at_most_one_figure_to_each_sum():
    for each in read_cases(LIBRARY):
        counts = Counter((one.effect, one.measure) for one in each.amounts if one.summed)
        assert all(count == 1 for count in counts.values()), each.id


def test_a_promise_a_bid_and_a_sellers_figure_are_no_outcome():
    by_id = {each.id: each for each in read_cases(LIBRARY)}
    assert by_id["adda_reused_furniture_2021"].demands[0].offered.because == "result_not_told"
    seller = by_id["eskilstuna_used_computers"].demands[0]
    assert seller.offered.because == "seller_only" and seller.shown.because == "seller_only"
    assert by_id["trollhattan_furniture_reuse_2023"].demands[0].shown.because == "measured"
    assert by_id["malmo_reused_furniture_2019"].demands[0].shown.answer == "yes", "28 per cent was counted"
    assert by_id["tunabyggen_white_goods"].demands[0].shown.because == "calculated_only"


def test_no_case_claims_more_than_the_market_since_no_source_tells():
    _, cases = of_base(EMPTY)
    assert len(cases.rows) == len(LIBRARY.cases)
    market = cases.rung("c").count
    assert not market.yes and not market.no and len(market.unknown) == cases.base
    outside = sum(len(cases.at(one)) for one in ("no_purchase", "cancelled", "not_yet"))  # type: ignore[arg-type]
    assert cases.base + outside == len(cases.rows)


def test_the_rules_of_obstacles_agree_with_the_editors_in_most_cases():
    """How far the words can be trusted where nobody has coded: measured on what the editors did code."""
    told = [
        one for case in LIBRARY.cases.values() if case.obstacles != "not_stated" for one in case.obstacles
    ]
    coded = [(one.kind, by_rules(one.says.sv, data.codes())) for one in told]
    found = [pair for pair in coded if pair[1]]
    alike = sum(kind == code for kind, code in found)
    assert len(found) / len(told) >= 0.7 and alike / len(found) >= 0.7, (len(told), len(found), alike)


def test_what_people_may_choose_has_a_code():
    step = next(one for one in LIBRARY.model.steps if one.id == "lessons")
    question = next(one for one in step.questions if one.id == "obstacle")
    chosen_by = {name for one in data.codes() for name in one.chosen} | set(data.obstacles_file().none)
    assert {option.id for option in question.options} <= chosen_by
    assert {one.id for one in data.codes()} == set(LIBRARY.names.tables["obstacle"])


def test_every_indicator_of_an_effect_exists_and_has_the_input():
    for kind in data.kinds():
        for one in kind.sources:
            if one.stock:
                continue
            card = LIBRARY.indicators[one.indicator]
            inputs = {each.id for each in card.inputs} | {"value"}
            assert {one.take} <= inputs and (not one.less or one.less in inputs), one
            assert one.change == (card.direction == "lower"), one
        unit = data.effects_file().effects[kind.effect].measures[kind.measure].unit
        assert unit in LIBRARY.names.tables["unit"]


# Nothing, one, all unknown


def test_an_empty_portfolio_says_so():
    own, _ = of_base(EMPTY)
    assert words.opening(own, "sv") == ("Det finns inga upphandlingar att utvärdera än.",)
    assert words.ladder_picture(own, "sv").alt.startswith("Ingen upphandling har kommit ut på marknaden än")
    assert words.of_change(own, "sv") == () and "går inte att räkna" in words.of_sigma(own, "sv")


def test_one_procurement_is_an_example_and_no_share():
    own, _ = of_base(replace(EMPTY, entries=(entry(),)))
    said = " ".join(words.opening(own, "sv"))
    assert "Det är ett exempel, ingen andel." in said and "%" not in said
    assert all(row[4] == "–" for row in tables.ladder_table(own, "sv").rows)
    assert "visas först från 5 kontrakt" in words.of_sigma(own, "sv")


def test_all_unknown_is_not_told_as_failure():
    found = evaluate([seen(str(place), UNKNOWN) for place in range(7)], "own", DAY)
    assert "Det betyder inte att de misslyckades." in " ".join(words.opening(found, "sv"))
    assert found.rung("d").share.bounds == (0, 1)


def test_what_was_only_measured_once_says_that_no_change_can_be_told():
    once = entry(
        measurements=(
            Measurement("reused_share", Stage.END, {"reused_mass": Decimal(4)}, DAY, "lista", id="1"),
        )
    )
    own, _ = of_base(replace(EMPTY, entries=(once,)))
    assert words.of_change(own, "sv") == (
        "Ingen av 1 är mätt både före och nu. Det går alltså inte att säga vad som har ändrats.",
    )


# Figures


def test_the_same_ids_stand_on_every_base_and_no_id_twice():
    ids = [one.id for one in figures(EMPTY)]
    assert len(ids) == len(set(ids))
    assert ids == [one.id for one in figures(replace(EMPTY, entries=(entry(),)))]
    for wanted in (
        "own.ladder.a.yes",
        "cases.ladder.base",
        "cases.obstacle.law",
        "own.effect.climate.kg_co2e",
        "own.sigma.points",
    ):
        assert wanted in ids


def test_a_figure_stands_with_base_unknown_interval_source_and_what_it_rests_on():
    held = {one.id: one for one in figures(EMPTY)}
    one = held["cases.ladder.b.yes"]
    assert one.base == held["cases.ladder.base"].value and one.about and one.unknown
    assert one.low == one.value and one.high is not None and one.high == one.low + one.unknown  # type: ignore[operator]
    assert all(
        each.source[0] and each.source[1] and each.method.startswith("evaluation.md#")
        for each in held.values()
    )
    assert held["own.ladder.a.share"].value is None


@pytest.mark.parametrize("name", ["ladder_own", "ladder_cases", "r_steps_own", "r_steps_cases"])
@pytest.mark.parametrize("entries", [(), (entry(),)])
def test_each_picture_is_drawn_on_any_base_with_its_table(name: str, entries: tuple[Entry, ...]):
    base = replace(EMPTY, entries=entries)
    for language in ("sv", "en"):
        held = Figures(reckoned(base), language, LIBRARY.names)  # type: ignore[arg-type]
        drawn = draw(name, base, held, language)  # type: ignore[arg-type]
        assert drawn.picture.alt and drawn.picture.source and drawn.table is not None and held.used


@pytest.mark.parametrize(
    "name", [f"{one}_{of}" for one in ("reasons", "effects", "goals", "obstacles") for of in ("own", "cases")]
)
def test_each_table_has_as_many_cells_as_columns(name: str):
    held = Figures(reckoned(EMPTY), "sv", LIBRARY.names)
    table = lay(name, EMPTY, held, "sv")
    assert all(len(row) == len(table.head) for row in table.rows) and table.caption


def test_every_reason_has_words_in_both_languages():
    from omlopp.flows.evaluation_figures import BECAUSE
    from omlopp.library.messages import sentences

    _, cases = of_base(EMPTY)
    seen_codes = {code for one in cases.ladder for code in one.count.because} | set(BECAUSE)
    assert {one.because for each in cases.climbs for one in each.rungs if one.answer != "yes"} <= set(BECAUSE)
    for code in seen_codes:
        assert f"evaluation.because.{code}" in sentences(), code


def test_every_figure_leads_to_a_heading_of_the_method_page():
    from omlopp.library.load import ROOT

    page = (ROOT.parents[2] / "docs" / "method" / "evaluation.md").read_text("utf-8")
    headings = {line.removeprefix("## ").lower() for line in page.splitlines() if line.startswith("## ")}
    assert {one.method.partition("#")[2] for one in figures(EMPTY)} <= headings
