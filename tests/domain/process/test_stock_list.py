"""A stock list read again: nothing is doubled, nothing is guessed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.process.stock_list import Line, compared, joined, twice

DESK = Line("Skrivbord", 40, "SB-160", "good", "Förråd A", row=2)
LINES = st.lists(
    st.builds(
        Line, st.sampled_from(["Bord", "Stol", "Hylla"]), st.integers(0, 9), st.sampled_from(["", "", "1", "2", "3"]),
        st.sampled_from(["", "good"]), st.sampled_from(["A", "B"]),
    ),
    max_size=12,
).map(lambda lines: [replace(line, row=row) for row, line in enumerate(lines, 2)])  # fmt: skip


def kept_after(lines: list[Line], kept: dict[str, Line]) -> dict[str, Line]:
    """What is kept once the list is read."""
    found = compared(lines, kept)
    after = kept | {id: line for id, (line, _) in found.changed.items()}
    return after | {f"n{len(kept)}-{place}": line for place, line in enumerate(found.new)}


@given(LINES)
def test_the_same_list_again_adds_and_changes_nothing(given_: list[Line]):
    again = twice(given_)
    lines = list(joined(line for line in given_ if line.row not in again))
    kept = kept_after(lines, {})
    found = compared(lines, kept)
    assert found.nothing and not found.missing
    assert found.same == len(kept)


@given(LINES)
def test_joining_keeps_every_piece(lines: list[Line]):
    assert sum(line.pieces for line in joined(lines)) == sum(line.pieces for line in lines)


@given(LINES, LINES)
def test_each_kept_thing_answers_at_most_one_line(before: list[Line], after: list[Line]):
    kept = kept_after(list(joined(before)), {})
    lines = list(joined(after))
    found = compared(lines, kept)
    assert len(found.new) + len(found.changed) + found.same + len(found.none_left) == len(lines)
    assert len(found.changed) + found.same + len(found.missing) == len(kept)


def test_the_stores_number_tells_what_is_updated_even_when_it_has_moved():
    found = compared([replace(DESK, pieces=38, place="Förråd B", row=9)], {"7": DESK})
    line, differs = found.changed["7"]
    assert (line.pieces, line.place, differs) == (38, "Förråd B", ("pieces", "place"))


def test_columns_that_the_list_does_not_have_change_nothing():
    found = compared([Line("Skrivbord", 40, "SB-160", row=2)], {"7": DESK}, ["name", "pieces", "number"])
    assert found.nothing and found.same == 1


def test_one_number_at_two_places_is_two_things_and_at_one_place_a_fault():
    other = replace(DESK, place="Förråd B", row=3)
    assert twice([DESK, other]) == {}
    assert twice([DESK, replace(DESK, pieces=2, row=8)]) == {8: 2}
    assert len(joined([DESK, other])) == 2


def test_a_row_that_says_none_of_what_is_not_kept_is_told_and_left_out():
    found = compared([replace(DESK, pieces=0)], {})
    assert (found.new, found.none_left) == ((), (2,))
