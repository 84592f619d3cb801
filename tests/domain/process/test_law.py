"""Hooks cite only what applies, and a standstill ends on a working day."""

import pytest

from omlopp.domain.model.citing import out_of_place
from omlopp.domain.model.law import HookIncomplete, LegalHook, Regime
from omlopp.domain.model.text import Text

SAYS = Text("Regel", "Rule")


def hook(**rules):
    return LegalHook(SAYS, {regime: rules.get(regime.value, "none") for regime in Regime})


@pytest.mark.parametrize("chapter", ["4", "9", "12", "14", "16", "17"])
@pytest.mark.parametrize("regime", ["lou_19", "lou_19a"])
def test_chapters_for_above_the_threshold_are_not_cited_below_it(regime, chapter):
    (wrong,) = out_of_place(hook(**{regime: f"{chapter} kap. 1 §"}))
    assert (wrong.regime, wrong.chapter) == (Regime(regime), chapter)


@pytest.mark.parametrize(
    ("regime", "section"),
    [
        ("lou", "4 kap. 3 §"), ("lou_19", "19 kap. 3 §"), ("lou_19", "5 kap. 3 §"), ("lou_19", "20 kap. 1 §"),
        ("lou_19a", "19 a kap. 8 §"), ("lou_19a", "1 kap. 4 §"), ("lou_19a", "20 kap. 3 §"),
    ],
)  # fmt: skip
def test_chapters_that_apply_are_cited(regime, section):
    assert out_of_place(hook(**{regime: section})) == ()


@pytest.mark.parametrize(
    ("regime", "section"), [("lou", "19 kap. 3 §"), ("lou", "19 a kap. 2 §"), ("lou_19", "19 a kap. 8 §"),
                            ("lou_19a", "19 kap. 22 §"), ("lou_19", "13 kap. 3 §")],
)  # fmt: skip
def test_the_chapters_do_not_lend_each_other_their_sections(regime, section):
    assert len(out_of_place(hook(**{regime: section}))) == 1


def test_one_wrong_chapter_among_right_ones_is_found():
    (wrong,) = out_of_place(hook(lou_19="19 kap. 22 § och 12 kap. 15 §"))
    assert wrong.chapter == "12"


def test_a_section_no_chapter_can_be_read_from_is_told():
    (wrong,) = out_of_place(hook(lou="3 §"))
    assert wrong.chapter == ""


def test_none_and_unexamined_are_never_cited():
    silent = hook(lou="unexamined")
    assert silent.section(Regime.LOU) is None and silent.section(Regime.LOU_19) is None
    assert out_of_place(silent) == ()


def test_a_hook_must_answer_for_every_regime():
    with pytest.raises(HookIncomplete, match="luk"):
        LegalHook(SAYS, {Regime.LOU: "4 kap. 1 §"})
