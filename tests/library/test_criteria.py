"""The bank of criteria: each ready for use, in plain Swedish; one bad file never takes the rest with it."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from omlopp.domain.criteria.ready import faults, unused_indicators
from omlopp.domain.indicators.computed import FUNCTIONS
from omlopp.domain.model.citing import out_of_place
from omlopp.domain.model.criteria import Criterion, CriterionKind, Level
from omlopp.domain.model.law import UNEXAMINED, Regime
from omlopp.domain.model.text import Certainty, Text
from omlopp.library.files import as_data, from_data
from omlopp.library.load import ROOT, library
from omlopp.library.messages import sentences
from tests.conftest import needs_pack, pack_folder

LIBRARY = library()
CRITERIA = tuple(LIBRARY.criteria.values())
every_criterion = pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: f"{one.group}/{one.id}")
METHODS = ROOT.parents[2] / "docs" / "method"


# ---- ready for use


def test_every_file_of_the_bank_is_read():
    ours = [problem for problem in LIBRARY.problems if problem.file.startswith(("criteria", "indicators"))]
    assert ours == []
    assert len(CRITERIA) == len(list(ROOT.glob("criteria/*/*.yaml"))), "two groups share a file name"


@every_criterion
def test_a_criterion_is_ready_for_use(criterion: Criterion):
    found = faults(criterion, goals=LIBRARY.goals, indicators=LIBRARY.indicators, known=LIBRARY.criteria)
    assert found == (), [sentences()[f"check.{one.check}.failed"]["en"].format(**one.facts) for one in found]


@every_criterion
def test_what_binds_in_the_contract_has_a_consequence_and_a_follow_up(criterion: Criterion):
    assert criterion.clause or criterion.kind not in (CriterionKind.AWARD, CriterionKind.PERFORMANCE)
    if criterion.clause:
        assert criterion.follow_up and criterion.clause.consequence.sv.strip()


# The chapter where each kind has its place in the Procurement Act (LOU 2016:1145), above the thresholds.
LEGAL_PLACE = {
    CriterionKind.EXCLUSION: "13 kap.",
    CriterionKind.SELECTION: "14 kap.",
    CriterionKind.TECHNICAL: "9 kap.",
    CriterionKind.AWARD: "16 kap.",
    CriterionKind.PERFORMANCE: "17 kap.",
}


@every_criterion
def test_a_criterion_cites_the_chapter_where_its_kind_belongs(criterion: Criterion):
    cited = [hook.section(Regime.LOU) or "" for hook in criterion.hooks]
    assert any(section.startswith(LEGAL_PLACE[criterion.kind]) for section in cited), cited
    assert len({hook.id for hook in criterion.hooks}) == len(criterion.hooks), "each point once"


@every_criterion
def test_no_section_is_cited_under_rules_that_hold_two_sets_of_chapters(criterion: Criterion):
    """LUF and LUK: what has been read above the thresholds is shown beside "not examined", never cited."""
    for hook in criterion.hooks:
        assert hook.rules[Regime.LUF] == hook.rules[Regime.LUK] == UNEXAMINED


def test_no_hook_below_the_thresholds_cites_another_chapter():
    """LOU 19:1 and 19 a:1: besides their own chapter 1–3, 5, 20 and 21 hold; 4, 9, 12, 14, 16 and 17 do not."""
    for one in CRITERIA:
        for hook in one.hooks:
            assert out_of_place(hook) == (), (one.id, hook.id)


@every_criterion
def test_a_source_is_named_and_none_claims_to_be_official_text(criterion: Criterion):
    assert criterion.source.publisher and criterion.source.title
    assert criterion.source.certainty is not Certainty.UNVERIFIED
    assert criterion.official is None or criterion.official.source, "a Krav-ID says where it was read"
    assert not re.search(r"github|5dok|mirror", criterion.source.link)


def test_the_seed_covers_groups_kinds_levels_and_goals():
    assert {one.group for one in CRITERIA} >= {"furniture", "it", "workwear"}
    assert {one.kind for one in CRITERIA} >= {
        CriterionKind.TECHNICAL,
        CriterionKind.AWARD,
        CriterionKind.PERFORMANCE,
    }
    assert {one.level for one in CRITERIA} == set(Level)
    assert {one.goal for one in CRITERIA} == {"A", "B", "C", "D", "E"}
    binding = [one for one in CRITERIA if one.kind in (CriterionKind.AWARD, CriterionKind.PERFORMANCE)]
    assert 3 * len(binding) >= len(CRITERIA)
    keeping = [one for one in CRITERIA if one.goal in "ACD"]
    assert 3 * len(keeping) >= len(CRITERIA), "reuse, repair, longer life or function"


@pytest.mark.parametrize("indicator", LIBRARY.indicators.values(), ids=lambda one: one.id)
def test_an_indicator_card_is_whole(indicator):
    assert (METHODS / indicator.method).is_file(), "a method page"
    if indicator.formula == "computed":
        assert indicator.function in FUNCTIONS
        assert indicator.weights or any(one.needed for one in indicator.inputs)
    else:
        assert len(indicator.inputs) == (1 if indicator.formula == "amount" else 2)
    for text in (indicator.name, indicator.text, indicator.unit, indicator.missing):
        assert text.sv.strip() and text.en.strip()
    for goal in LIBRARY.goals:
        if indicator.id in goal.indicators:
            assert goal.id in indicator.goals, "the goal that proposes it is on its card"


def test_no_indicator_is_an_orphan():
    assert unused_indicators(CRITERIA, LIBRARY.goals, LIBRARY.indicators) == ()


def test_indicators_proposed_by_goals_exist():
    assert {name for goal in LIBRARY.goals for name in goal.indicators} <= set(LIBRARY.indicators)


@needs_pack("codelists")
def test_every_cpv_prefix_begins_a_real_code():
    folder = pack_folder("codelists")
    assert folder is not None
    with (folder / "cpv_2008_sv_en.csv").open(encoding="utf-8") as file:
        codes = [row[0] for row in csv.reader(file)]
    for criterion in CRITERIA:
        for prefix in criterion.cpv:
            assert any(code.startswith(prefix) for code in codes), (criterion.id, prefix)


# ---- copies


def test_a_copy_made_before_points_of_law_had_ids_is_read_as_it_was():
    """Kept by a procurement: the points written out, the risks in one note."""
    kept = as_data(LIBRARY.criteria["reused_furniture_share"])
    kept["risks"] = {"sv": "Få säljer många lika.", "en": "Few sell many alike."}
    kept["hooks"] = [{name: hook[name] for name in ("says", "rules", "source")} for hook in kept["hooks"]]
    for name in ("substances", "official"):
        del kept[name]
    copy = from_data(Criterion, json.loads(json.dumps(kept)))
    assert copy.risk_notes == {"": Text("Få säljer många lika.", "Few sell many alike.")}
    assert [hook.says for hook in copy.hooks] == [hook.says for hook in LIBRARY.criteria[copy.id].hooks]


@every_criterion
def test_a_copy_made_today_comes_back_whole(criterion: Criterion):
    assert from_data(Criterion, json.loads(json.dumps(as_data(criterion)))) == criterion


# ---- a broken file


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A library of its own that a test may break."""
    for name in ("process", "goals", "criteria", "indicators", "parameters", "groups"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "names.yaml", tmp_path)
    return tmp_path


BROKEN = "criteria/it/laptop_battery_warranty.yaml"
BREAKS = {
    "a missing language": (r"name: \{sv: (.*), en: .*\}", r"name: {sv: \1}", "name.en"),
    "an unknown kind": ("kind: performance", "kind: wish", "kind"),
    "a misspelt field": ("measured_by:", "messured_by:", "measured_by"),
    "the NO trap": (r"name: \{sv: .*, en", "name: {sv: NO, en", "name.sv"),
    "a key that stands twice": ("goal: C\n", "goal: C\ngoal: D\n", "line"),
    "a tab": ("goal: C\n", "\tgoal: C\n", "line"),
}


@pytest.mark.parametrize(("before", "after", "where"), BREAKS.values(), ids=BREAKS)
def test_a_broken_file_is_named_with_its_place_and_the_rest_loads(bank, before, after, where):
    path = bank / BROKEN
    broken, count = re.subn(before, after, path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(broken, "utf-8")
    found = library(bank)
    problems = [problem for problem in found.problems if problem.file == BROKEN]
    assert len(problems) == 1 and problems[0].says
    if where == "line":
        changed = broken[: broken.index(after.strip("\t"))].count("\n") + 1
        assert problems[0].where in {f"line {changed}", f"line {changed + 1}"}
    else:
        assert problems[0].where.startswith(where)
    assert len(found.criteria) == len(CRITERIA) - 1


def test_a_day_that_no_calendar_has_does_not_take_the_library_with_it(bank):
    path = bank / BROKEN
    path.write_text(path.read_text("utf-8").replace("next: 2027-11-21", "next: 2027-02-30", 1), "utf-8")
    found = library(bank)
    assert [problem.file for problem in found.problems] == [BROKEN]
    assert len(found.criteria) == len(CRITERIA) - 1


def test_a_legal_point_without_a_regime_is_named_and_so_is_every_file_that_rests_on_it(bank):
    path = bank / "process/legal/no_brand.yaml"
    path.write_text(re.sub(r"\n  luk: .*", "", path.read_text("utf-8")), "utf-8")
    found = library(bank)
    (problem,) = [one for one in found.problems if one.file == "process/legal/no_brand.yaml"]
    assert "luk" in problem.says
    resting = [one for one in found.problems if one.key == "library-read-hook-unknown"]
    assert {one.facts["id"] for one in resting} == {"no_brand"}
    assert len(found.criteria) + sum(one.file.startswith("criteria/") for one in resting) == len(CRITERIA)


def test_a_file_that_is_not_text_is_named(bank):
    (bank / BROKEN).write_bytes("name: Möbler".encode("latin-1"))
    problem = next(problem for problem in library(bank).problems if problem.file == BROKEN)
    assert problem.where == "byte 7"


def test_an_unknown_indicator_is_a_fault_with_its_field(bank):
    path = bank / BROKEN
    path.write_text(path.read_text("utf-8").replace("battery_health_share", "battery_luck"), "utf-8")
    found = library(bank)
    wrong = faults(
        found.criteria["laptop_battery_warranty"],
        goals=found.goals, indicators=found.indicators, known=found.criteria,
    )  # fmt: skip
    assert [(one.check, one.where, one.facts["indicator"]) for one in wrong] == [
        ("library-indicator-unknown", "measured_by", "battery_luck")
    ]


LAWLESS = [
    ("next: 2027-11-21", "next: 2026-11-21", "library-review-before-check"),
    ("strategy: C1", "strategy: D5", "library-strategy-unknown"),
    ("r_step: R2", "r_step: R9", "library-r-step-other"),
    ("\"302131\"", "\"3021x\"", "library-cpv-form"),
    ("codes:", "relations: {requires: [nothing_here]}\ncodes:", "library-relation-unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "name"), LAWLESS)
def test_what_a_reader_cannot_see_is_found_by_the_check(bank, before, after, name):
    path = bank / BROKEN
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    found = library(bank)
    wrong = faults(
        found.criteria["laptop_battery_warranty"],
        goals=found.goals, indicators=found.indicators, known=found.criteria,
    )  # fmt: skip
    assert [one.check for one in wrong] == [name]
    for language in ("sv", "en"):
        assert sentences()[f"check.{name}.failed"][language].format(**wrong[0].facts)
