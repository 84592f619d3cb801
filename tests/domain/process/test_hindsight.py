"""Entered afterwards: two notices of one procurement, and what is known, unknown and never asked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.text import Text
from omlopp.domain.process.chain import Link
from omlopp.domain.process.hindsight import (
    LotFacts,
    NoticeFacts,
    Question,
    Said,
    WonBy,
    alike,
    differences,
    outcomes,
    standing,
)

CALL = NoticeFacts(
    "1-2026", "competition", "Kontorsmöbler till Exempelby", "Exempelby kommun", "000000-0001", "P-1", date(2026, 1, 2),
    ("39130000",), "goods", Decimal(2_000_000), "SEK", None, (LotFacts("LOT-0001", "Bord", Decimal(2_000_000), "SEK"),),
)  # fmt: skip
AWARD = replace(
    CALL, notice_id="9-2026", kind="result", procedure_id="P-1", value_amount=Decimal(1_800_000), bids_received=4,
    lots=(LotFacts("LOT-0001", "Bord", None, "SEK", 4),),
    winners=(WonBy("LOT-0001", "Övningsmöbler AB", Decimal(1_800_000), "SEK"),),
)  # fmt: skip
UNNUMBERED = replace(AWARD, procedure_id="", title="Kontorsmöbler till Exempelby – tilldelning")


def test_the_procedures_number_settles_it_whatever_the_titles_say():
    assert alike(CALL, replace(AWARD, title="Något annat")).score == 100


def test_without_a_number_buyer_title_and_code_together_make_it_likely():
    found = alike(CALL, UNNUMBERED)
    assert found.likely and found.reasons == ("buyer", "title", "cpv")


def test_another_buyer_is_another_procurement_however_alike_it_sounds():
    assert not alike(CALL, replace(UNNUMBERED, buyer_id="000000-0002")).likely


def test_a_notice_that_refers_to_the_other_belongs_to_it():
    assert alike(CALL, replace(UNNUMBERED, title="X", repeats=("1-2026",))).reasons == ("follows",)


@given(st.sampled_from([CALL, AWARD, UNNUMBERED]), st.sampled_from([CALL, AWARD, UNNUMBERED]))
def test_likeness_does_not_depend_on_which_is_named_first(one: NoticeFacts, other: NoticeFacts):
    assert alike(one, other) == alike(other, one)


def test_what_they_tell_differently_is_told_and_silence_is_no_contradiction():
    found = {one.field: one for one in differences(CALL, replace(AWARD, object_kind=""))}
    assert set(found) == {"value_amount", "object_kind"}
    assert found["value_amount"].contradicts and not found["object_kind"].contradicts


def test_each_lot_tells_winner_value_and_bids_and_what_is_not_told_is_unknown():
    (lot,) = outcomes(CALL, AWARD)
    assert (lot.estimated, lot.awarded, lot.bids) == (Decimal(2_000_000), Decimal(1_800_000), 4)
    assert lot.winners == ("Övningsmöbler AB",)
    (alone,) = outcomes(CALL, None)
    assert (alone.awarded, alone.bids, alone.winners) == (None, None, ())


def question(id: str, link: Link, *roles: str) -> Question:
    return Question(id, link, roles, Text("?", "?"))  # type: ignore[arg-type]


GUIDE = (
    question("why", Link.NEED, "buyer", "user"),
    question("goal", Link.GOAL, "buyer"),
    question("end", Link.END, "buyer", "user", "supplier"),
)


def test_do_not_know_counts_and_is_told_apart_from_what_nobody_asked():
    said = [Said("why", "buyer", True, "Trasigt."), Said("goal", "buyer", False), Said("gone", "buyer", True)]
    need, goal, end = standing(GUIDE, said, [Link.NEED])
    assert (need.status, need.known, need.of, need.not_asked, need.in_chain) == ("known", 1, 2, 1, True)
    assert (goal.status, goal.unknown, goal.in_chain) == ("unknown", 1, False)
    assert (end.status, end.not_asked, end.of) == ("not_asked", 3, 3)


@given(st.lists(st.builds(
    Said, st.sampled_from(["why", "goal", "end", "x"]), st.sampled_from(["buyer", "user", "supplier"]), st.booleans()
)))  # fmt: skip
def test_known_unknown_and_not_asked_always_make_up_the_base(said: list[Said]):
    for one in standing(GUIDE, said):
        assert one.known + one.unknown + one.not_asked == one.of
        assert one.not_asked >= 0
