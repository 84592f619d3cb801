"""The bank of criteria: each ready for use, in plain Swedish; one bad file never takes the rest with it."""

import csv
import re
import shutil
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pytest

from omlopp.domain.criteria.ready import faults, unused_indicators
from omlopp.domain.indicators.computed import FUNCTIONS
from omlopp.domain.model.criteria import Criterion, CriterionKind, Level
from omlopp.domain.model.law import UNEXAMINED, Regime
from omlopp.domain.model.text import Certainty
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
def test_every_criterion_of_the_seed_has_clause_consequence_and_follow_up(criterion: Criterion):
    assert criterion.clause and criterion.follow_up
    assert re.search(r"\d|hälften|dubbla|alla plagg", criterion.clause.consequence.sv), (
        "a consequence of some size"
    )


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


@every_criterion
def test_no_section_is_cited_under_rules_nobody_has_examined(criterion: Criterion):
    for hook in criterion.hooks:
        assert hook.rules[Regime.LUF] == hook.rules[Regime.LUK] == UNEXAMINED


def test_no_hook_below_the_thresholds_cites_another_chapter():
    """LOU 19:1 and 19 a:1: besides their own chapter 1–3, 5, 20 and 21 hold; 4, 9, 12, 14, 16 and 17 do not."""
    cited = {(regime, hook.section(regime)) for one in CRITERIA for hook in one.hooks for regime in Regime}
    below = {section for regime, section in cited if regime is Regime.LOU_19 and section}
    direct = {section for regime, section in cited if regime is Regime.LOU_19A and section}
    assert below == {"19 kap. 2 §", "19 kap. 3 §", "19 kap. 9 §"}
    assert direct == {"19 a kap. 8 §"}


@every_criterion
def test_a_source_is_named_and_none_claims_to_be_official_text(criterion: Criterion):
    assert criterion.source.publisher and criterion.source.title
    assert criterion.source.certainty is not Certainty.UNVERIFIED
    assert criterion.official is None, "no Krav-ID without having read that very criterion"
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


# ---- plain Swedish

FORBIDDEN = {
    "implementera": "införa",
    "facilitera": "underlätta",
    "adressera": "ta upp",
    "leverabel": "det som lämnas",
    "proaktiv": "säg vad som görs",
    "hållbar": "säg hur",
    "miljövänlig": "säg hur",
    "cirkulär": "säg på vilket sätt",
    "optimera": "säg vad som blir bättre",
    "säkerställa": "se till",
    "erforderlig": "nödvändig",
    "samt tillse": "se till",
    "i möjligaste mån": "säg när",
    "så långt som möjligt": "säg hur långt",
    "vid behov": "säg när",
    "snarast": "säg inom hur många dagar",
    "och/eller": "välj",
    "beträffande": "om",
    "vederbörande": "säg vem",
    "skall": "ska",
}


def demanding(one: Criterion) -> dict[str, str]:
    """The texts that bind somebody, by field."""
    texts = {"text": one.text.sv}
    if one.clause:
        texts |= {"clause": one.clause.text.sv, "consequence": one.clause.consequence.sv}
    return texts


def swedish(one: Criterion) -> dict[str, str]:
    texts = demanding(one) | {
        "why": one.why.sv,
        "proof": one.proof.sv,
        "risks": one.risks.sv,
        "name": one.name.sv,
    }
    texts["market"] = one.market.because.sv
    if one.deduction_logic:
        texts["deduction_logic"] = one.deduction_logic.sv
    return texts


def lengths(text: str) -> list[int]:
    """Words in each sentence. A full stop ends one only before space and a capital letter or the end."""
    return [len(sentence.split()) for sentence in re.split(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ])", text) if sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("En mening. Två ord.", [2, 2]), ("Enligt 9 kap. 1 § gäller det.", [7]), ("Minst 0.5 kilo.", [3])],
)
def test_how_sentences_are_counted(text, expected):
    assert lengths(text) == expected


@every_criterion
def test_sentences_are_short(criterion: Criterion):
    found = {field: lengths(text) for field, text in swedish(criterion).items()}
    for field, counted in found.items():
        assert max(counted) <= 40, (field, counted)
    counted = [count for counts in found.values() for count in counts]
    assert sum(counted) / len(counted) <= 22


@every_criterion
def test_words_that_say_nothing_are_not_used(criterion: Criterion):
    for field, text in swedish(criterion).items():
        for word, instead in FORBIDDEN.items():
            assert not re.search(rf"\b{word}", text, re.IGNORECASE), f"{field}: {word} – {instead}"


@every_criterion
def test_what_binds_says_ska_and_never_bor(criterion: Criterion):
    for field, text in demanding(criterion).items():
        assert not re.search(r"\bbör\b|\bborde\b", text, re.IGNORECASE), field
    assert re.search(r"\bska\b", criterion.text.sv)
    assert re.search(r"\bshall\b", criterion.text.en)
    assert not re.search(r"\bdu\b|\bdin\b|\bditt\b", criterion.text.sv, re.IGNORECASE), (
        "the supplier is not addressed as du"
    )


NUMBER_WORDS = "två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv"


@every_criterion
def test_a_requirement_can_be_measured(criterion: Criterion):
    asked = criterion.text.sv + " ".join(level.text.sv for level in criterion.scores)
    assert re.search(rf"\d|\b({NUMBER_WORDS})\b", asked), "a level, a time or a number"


@every_criterion
def test_the_figures_are_the_same_in_both_languages(criterion: Criterion):
    def figures(text: str) -> list[str]:
        return sorted(figure.replace(",", ".") for figure in re.findall(r"\d+(?:[.,]\d+)?", text))

    pairs = [criterion.text, criterion.proof, *(level.text for level in criterion.scores)]
    if criterion.clause:
        pairs += [criterion.clause.text, criterion.clause.consequence]
    for pair in pairs:
        assert figures(pair.sv) == figures(pair.en), pair


@every_criterion
def test_a_standard_is_named_only_with_its_equivalent(criterion: Criterion):
    for field, text in swedish(criterion).items():
        for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÅÄÖ])", text):
            if re.search(r"\b(ISO|EN|SS) \d", sentence):
                assert re.search(r"eller\s+likvärdig\b", sentence), (field, sentence)


def test_no_two_criteria_are_alike():
    for one, other in combinations(CRITERIA, 2):
        for language in ("sv", "en"):
            texts = [criterion.text.within(language) for criterion in (one, other)]
            assert SequenceMatcher(None, *texts).ratio() < 0.8, (one.id, other.id)


# ---- a broken file


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A library of its own that a test may break."""
    for name in ("process", "goals", "criteria", "indicators", "parameters"):
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


@pytest.mark.parametrize(
    ("before", "after"),
    [("next: 2027-11-21", "next: 2027-02-30"), (", luk: unexamined}", "}")],
    ids=["a date that is none", "a regime left out of a hook"],
)
def test_a_value_that_refuses_itself_does_not_take_the_library_with_it(bank, before, after):
    path = bank / BROKEN
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    found = library(bank)
    assert [problem.file for problem in found.problems] == [BROKEN]
    assert len(found.criteria) == len(CRITERIA) - 1


def test_a_byte_order_mark_is_read_or_named(bank):
    path = bank / BROKEN
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    found = library(bank)
    named = [problem for problem in found.problems if problem.file == BROKEN]
    assert named or found.criteria["laptop_battery_warranty"] == LIBRARY.criteria["laptop_battery_warranty"]


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
    ("1 §, lou_19: none", "1 §, lou_19: 17 kap. 1 §", "library-section-other-chapter"),
    ("lou: 17 kap. 1 §", "lou: LOU 17", "library-section-form"),
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
