"""An official criterion as a procurement keeps it: bound and measured, marked as theirs, and never fit for the bank."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.domain.criteria.paste import Paste, PasteIncomplete, official_criterion, ours_for
from omlopp.domain.criteria.ready import faults
from omlopp.domain.model.criteria import CriterionKind, Level, Official, ScoreLevel
from omlopp.domain.model.text import Source, Text
from omlopp.library.load import library

LIB = library()
DAY = date(2026, 11, 21)
PASTE = Paste(
    krav_id=" 11502 ", name="Påhittad rubrik", text=" Leverantören ska lista 3 partier. ", kind=CriterionKind.PERFORMANCE,
    level=Level.BAS, strategy="D4", measured_by="product_data_share", proof="Lista.",
    source=Source("Påhittad sida", "Upphandlingsmyndigheten", 2026), clause="Leverantören ska lämna 1 lista.",
    consequence="Annars 100 kronor.", record="Listan", each="once",
)  # fmt: skip


def made(paste: Paste) -> Any:
    hooks = LIB.points_of(paste.kind, DAY)
    return official_criterion(
        paste, goals=LIB.goals, indicators=LIB.indicators, hooks=hooks, cpv=("45110000",), on=DAY
    )


def test_it_has_all_that_one_of_ours_has():
    one = made(PASTE)
    assert (one.id, one.goal, one.r_step.value, one.measured_by) == (
        "uhm_11502",
        "D",
        "R3",
        "product_data_share",
    )
    assert one.pasted and one.official == Official("11502", "itself", PASTE.source)
    assert one.text == Text("Leverantören ska lista 3 partier.", "Leverantören ska lista 3 partier."), (
        "nobody translated it"
    )
    assert one.clause and one.follow_up and one.follow_up.each == "once" and {hook.id for hook in one.hooks}
    assert made(replace(PASTE, text_en="Three.")).text.en == "Three."


@pytest.mark.parametrize(("field", "value"), [
    ("krav_id", "11 502"), ("krav_id", ""), ("name", " "), ("text", ""), ("proof", ""), ("strategy", "X9"),
    ("measured_by", "repair_share"), ("measured_by", ""), ("clause", ""), ("consequence", ""), ("record", ""),
])  # fmt: skip
def test_what_it_cannot_do_without_is_named(field: str, value: str):
    with pytest.raises(PasteIncomplete) as refused:
        made(replace(PASTE, **{field: value}))  # type: ignore[arg-type]
    assert refused.value.facts["field"] == field


def test_a_requirement_on_the_object_needs_no_clause_and_an_award_criterion_a_scale():
    plain = made(replace(PASTE, kind=CriterionKind.TECHNICAL, clause="", consequence="", record=""))
    assert plain.clause is None and plain.follow_up is None
    award = replace(PASTE, kind=CriterionKind.AWARD)
    with pytest.raises(PasteIncomplete):
        made(award)
    scale = tuple(ScoreLevel(str(at), Text("a", "a"), Decimal(at)) for at in (0, 1))
    assert made(replace(award, scores=scale)).scores == scale


def test_ours_that_name_the_krav_id_are_found():
    assert {one.id for one in ours_for(LIB.criteria.values(), "11502")} == {
        "reuse_inventory_per_item",
        "room_by_room_list",
    }
    assert ours_for(LIB.criteria.values(), "1") == ()


def test_the_bank_refuses_official_text():
    found = faults(made(PASTE), goals=LIB.goals, indicators=LIB.indicators, known=LIB.criteria)
    assert "library-official-copied" in {each.check for each in found}
