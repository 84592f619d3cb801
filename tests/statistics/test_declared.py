"""Declared by code against found in words, and why nothing is ranked by the code."""

from omlopp.notices.filters import Filters
from omlopp.statistics.declared import matrices, matrix, platform_bias
from tests.statistics.building import DAY, asks, notice, store


def market(folder):
    return store(
        folder,
        asks("1", flag=True, platform="A"),
        asks("2", platform="A"),
        asks("3", intent="incidental", flag=True, platform="A"),
        notice("4", circular="weak", intent="incidental", flag=False, platform="A"),
        *(notice(f"5{n}", flag=True, platform="A") for n in range(4)),
        *(notice(f"6{n}", platform="B", cpv=["45000000"]) for n in range(6)),
        notice("7", platform="C"),
        notice("8", platform="D", flag=True),
    )


def test_nine_cells_that_sum_to_the_base(tmp_path):
    found = matrix(market(tmp_path), Filters(), "notice")
    cells = {(cell.declared, cell.found): cell.count for cell in found.cells}
    assert cells == {
        (True, "yes"): 1, (True, "weak"): 1, (True, "no"): 5, (False, "yes"): 0, (False, "weak"): 1,
        (False, "no"): 0, (None, "yes"): 1, (None, "weak"): 0, (None, "no"): 7,
    }  # fmt: skip
    assert sum(cells.values()) == found.of == 16
    assert found.declared_not_found == 6 and found.found_not_declared == 1


def test_a_filter_on_the_class_leaves_the_matrix_whole(tmp_path):
    kept = market(tmp_path)
    assert matrix(kept, Filters(circular="weak"), "notice") == matrix(kept, Filters(), "notice")


def test_one_matrix_for_each_division_largest_first(tmp_path):
    found = matrices(market(tmp_path), Filters(), "cpv", "notice")
    assert [(one.code, one.of) for one in found] == [("39", 10), ("45", 6)]
    assert sum(one.of for one in found) == 16


def test_platforms_stand_by_size_and_the_small_ones_together(tmp_path):
    """B has a lower share than C and D; it stands before them because it is larger."""
    found = platform_bias(market(tmp_path), Filters(), "notice", DAY)
    assert [(row.platform, row.declared, row.of) for row in found.rows] == [
        ("A", 6, 8),
        ("B", 0, 6),
        ("", 1, 2),
    ]
    assert found.rows[2].name.sv == "2 små plattformar tillsammans"
    assert (found.total.declared, found.total.of) == (7, 16)
    assert (found.rows[0].found, found.rows[0].found_declared) == (2, 1)


def test_no_difference_is_claimed_of_a_handful(tmp_path):
    assert "färre än två plattformar" in platform_bias(market(tmp_path), Filters(), "notice", DAY).note.sv


def test_a_difference_is_claimed_where_the_intervals_part(tmp_path):
    made = [notice(f"a{n}", platform="A", flag=n < 20) for n in range(40)]
    made += [notice(f"b{n}", platform="B", flag=True if n < 1 else None) for n in range(40)]
    found = platform_bias(store(tmp_path, *made), Filters(), "notice", DAY)
    assert "på A är den satt i 50,0\xa0% (20 av 40), på B i 2,5\xa0% (1 av 40)" in found.note.sv
