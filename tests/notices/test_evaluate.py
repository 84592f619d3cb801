"""How right detection is: the arithmetic, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.notices.evaluate import Label, Said, Share, compare, cross_validated, quality, wilson


def label(name, circular, **given):
    return Label(name, circular, **given)


def evaluation(*rows):
    """Rows of (label, said, score)."""
    labels = [label(str(place), mark) for place, (mark, _, _) in enumerate(rows)]
    found = {str(place): Said(said, score) for place, (_, said, score) in enumerate(rows)}
    return compare(labels, found)


FIVE = evaluation(
    ("yes", "yes", 0.9), ("yes", "weak", 0.2), ("weak", "yes", 0.8), ("no", "no", 0.0), ("no", "weak", 0.1)
)


def test_precision_recall_and_f1_of_yes():
    data = FIVE.data()["yes"]
    assert (data["precision"]["k"], data["precision"]["n"]) == (1, 2)
    assert (data["recall"]["k"], data["recall"]["n"]) == (1, 2)
    assert data["f1"] == 0.5


def test_yes_and_weak_together_against_no():
    data = FIVE.data()["yes_or_weak"]
    assert (data["precision"]["k"], data["precision"]["n"]) == (3, 4)
    assert data["recall"]["share"] == 1.0
    assert data["f1"] == pytest.approx(6 / 7)


def test_wilson_is_the_textbook_interval():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662."""
    low, high = wilson(81, 263)
    assert round(low, 4) == 0.2553 and round(high, 4) == 0.3662


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair):
    k, n = pair
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1 or abs(k / n - low) < 1e-9 or abs(high - k / n) < 1e-9


def test_nothing_said_gives_no_share_rather_than_a_zero():
    assert Share(0, 0).data() == {"k": 0, "n": 0, "share": None, "low": None, "high": None}
    assert evaluation(("no", "no", 0.0)).data()["yes"]["f1"] is None


def test_a_quote_meets_the_readers_when_one_holds_the_other():
    def share(theirs, ours):
        one = label("a", "yes", quotes=(theirs,))
        return compare([one], {"a": Said("yes", 0.9, quotes=(ours,))}).data()["quote"]["k"]

    assert share("begagnade möbler", "Köp av begagnade  Möbler.") == 1
    assert share("Köp av begagnade möbler till skolan", "begagnade möbler") == 1
    assert share("återbruk av möbler ... i skolan", "Skolan vill ha återbruk av möbler") == 1
    assert share("begagnade möbler", "Köp av återbrukade stolar") == 0


def test_the_step_is_right_when_any_of_the_labels_agrees():
    one = label("a", "yes", r_strategy=("repair", "reuse"))
    assert compare([one], {"a": Said("yes", 0.9, ("R3",))}).data()["step"]["k"] == 1
    assert compare([one], {"a": Said("yes", 0.9, ("R8",))}).data()["step"]["k"] == 0
    assert compare([label("a", "yes")], {"a": Said("yes", 0.9, ("R8",))}).data()["step"]["n"] == 0


def test_false_alarms_count_the_hard_negatives_that_are_called_circular():
    labels = [label(name, "no", hard_negative="waste-service") for name in "abc"]
    found = {"a": Said("no", 0.0), "b": Said("weak", 0.1), "c": Said("yes", 0.9)}
    alarms = compare(labels, found).data()["false_alarms"]
    assert (alarms["waste-service"]["k"], alarms["waste-service"]["n"]) == (1, 3)
    assert alarms["renovation-object"]["n"] == 0


def test_by_language_field_kind_and_step():
    labels = [
        label("a", "yes", language="sv", where=("award-criterion",), r_strategy=("reuse",)),
        label("b", "yes", language="da", where=("object",), r_strategy=("recycle",)),
    ]
    found = {"a": Said("yes", 0.9, ("R3",), kinds=("award",)), "b": Said("no", 0.0)}
    data = compare(labels, found).data()
    assert data["by_language"]["sv"]["yes"]["recall"]["share"] == 1.0
    assert data["by_language"]["da"]["yes"]["recall"]["share"] == 0.0
    assert data["by_field"]["object"]["yes"]["k"] == 0
    assert data["by_kind"]["award"]["yes"]["share"] == 1.0
    assert data["by_step"]["R3"]["recall"]["share"] == 1.0 and data["by_step"]["R8"]["recall"]["share"] == 0.0


def test_every_disagreement_is_listed_with_both_quotes():
    one = label("a.xml", "no", quotes=("returpapper",), hard_negative="waste-service")
    said = Said(
        "yes", 0.9, quotes=("papper av returfiber",), rules=("recycled_content.strong",), title="Papper"
    )
    [shown] = compare([one], {"a.xml": said}).data()["disagreements"]
    assert shown["label_quotes"] == ["returpapper"] and shown["quotes"] == ["papper av returfiber"]
    assert (shown["label"], shown["said"], shown["title"]) == ("no", "yes", "Papper")


def test_a_packed_file_is_the_same_notice_and_what_is_not_there_is_said():
    found = {"ted/1.xml.gz": Said("yes", 0.9)}
    made = compare([label("ted/1.xml", "yes"), label("ted/2.xml", "no")], found)
    assert len(made.pairs) == 1 and made.missing == ("ted/2.xml",)


def test_the_threshold_is_tried_only_where_it_was_not_chosen():
    """Scores that separate perfectly: every fold chooses a threshold between, and all of them are right."""
    rows = [("yes", "yes", 0.8)] * 10 + [("no", "weak", 0.3)] * 10
    crossed = cross_validated(evaluation(*rows).pairs)
    assert crossed["f1"] == 1.0 and set(crossed["chosen"]) == {0.55}  # the middle of the gap


def test_a_group_is_never_on_both_sides():
    """All of one buyer's notices are yes with a score of their own: left out, they can only be missed."""
    pairs = [
        (label("a", "yes", group="A"), Said("yes", 0.2)),
        (label("b", "yes", group="B"), Said("yes", 0.9)),
    ]
    assert cross_validated(pairs, folds=2)["recall"]["k"] == 1


def test_quality_of_nothing():
    assert quality(()).data()["f1"] is None
