"""Shares with an explicit circular requirement: cases counted by hand, and what never may happen to a share."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from omlopp.notices.filters import Filters
from omlopp.statistics import shares
from omlopp.statistics.rows import Share
from tests.statistics.building import DAY, asks, notice, store

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "statistics" / "shares.yaml").read_text("utf-8")
)
KINDS = {"call": "competition", "change": "change", "result": "result", "": "competition"}


def lines(drawn: str) -> Iterator[dict[str, str]]:
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines())
    for row in rows:
        yield dict(zip(head, row, strict=True))


def made(drawn: str) -> Iterator[Any]:
    number = 0
    for line in lines(drawn):
        for _ in range(int(line["times"])):
            number += 1
            yield one(str(number), line)


def one(number: str, line: dict[str, str]) -> Any:
    said = line["says"]
    text = "Leverantören ska lämna återbrukade möbler till skolan."
    found = [
        {
            "quote": "återbrukade möbler", "r_strategy": r, "requirement": kind, "weak": said == "weak",
            "says": "weak" if said == "weak" else "strong", "intent": "explicit" if said == "explicit" else "incidental",
        }
        for r, kind in zip(line.get("r", "R3").split(), line.get("kind", "technical").split(), strict=True)
    ]  # fmt: skip
    given: dict[str, Any] = {
        "circular": {"explicit": "yes", "incidental": "yes", "weak": "weak"}.get(said, "no"),
        "intent": {"nothing": "", "weak": "incidental"}.get(said, said),
        "nuts": line.get("nuts", "SE322").split(),
        "cpv": [line.get("cpv", "39130000")],
        "country": line.get("country", "SE"),
        "lexicon_state": line.get("lexicon", "draft"),
        "published_on": date(int(line.get("year", "2025")), 3, 1),
        "kind": KINDS[line.get("kind_of", "")],
        "buyer_name": line.get("buyer_name", "Övningskommunen"),
        "buyer_id": line.get("buyer_id", "2120009999"),
        "title": f"Upphandling nummer {number} av möbler",
    }
    if line.get("of"):
        given["procedure_id"] = line["of"]
    return notice(number, text, found=found if said != "nothing" else [], **given)


def told(row: Share, code: str) -> dict[str, str]:
    return {
        "code": code, "hits": str(row.hits), "incidental": str(row.incidental), "weak": str(row.weak), "of": str(row.of),
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["says"])
def test_as_counted_by_hand(case, tmp_path):
    found = shares.table(store(tmp_path, *made(case["notices"])), Filters(), case["by"], "notice", DAY)
    rows = [(row.code, row) for row in found.rows if row.of] + [("all", found.total)]
    wanted = list(lines(case["expect"]))
    assert [told(row, code) for code, row in rows] == [
        {name: line[name] for name in ("code", "hits", "incidental", "weak", "of")} for line in wanted
    ]
    for (_, row), line in zip(rows, wanted, strict=True):
        if not line["share"]:
            assert row.hidden and row.share is None and row.interval is None
        else:
            assert row.share == pytest.approx(float(line["share"]), abs=CASES["tolerance"])
            assert row.interval.low == pytest.approx(float(line["low"]), abs=CASES["tolerance"])
            assert row.interval.high == pytest.approx(float(line["high"]), abs=CASES["tolerance"])


def test_titles_and_notices_are_never_pooled(tmp_path):
    found = store(
        tmp_path,
        *(notice(f"t{n}", text_read="title", format="registry-se") for n in range(7)),
        *(asks(f"n{n}") for n in range(5)),
    )
    strata = shares.strata(found, Filters(), DAY)
    assert [(row.code, row.hits, row.of) for row in strata.rows] == [("title", 0, 7), ("notice", 5, 5)]
    county = shares.table(found, Filters(), "county", "title", DAY)
    assert county.total.of == 7 and county.text_read == "title" and "endast titlarna" in county.note.sv


def test_the_corrected_share_stands_beside_the_count_of_its_own_text_only(tmp_path):
    found = store(
        tmp_path,
        *(notice(f"t{n}", text_read="title") for n in range(6)),
        *(notice(f"d{n}", text_read="document") for n in range(6)),
    )
    rows = {row.code: row for row in shares.strata(found, Filters(), DAY).rows}
    assert rows["title"].corrected and rows["title"].corrected.may_be_zero
    assert rows["document"].corrected is None, "no error is measured on documents"
    assert shares.table(found, Filters(), "cpv", "title", DAY).rows[0].corrected is None, (
        "nor on one CPV group"
    )
    narrowed = shares.table(found, Filters(r="R3"), "county", "title", DAY)
    assert narrowed.total.corrected is None and "råtalen" in narrowed.note.sv


def test_filters_on_passages_must_meet_in_one_passage(tmp_path):
    """Take-back as an award criterion is not take-back in the contract and recycling among the award criteria."""
    both = [
        {"quote": "återbrukade möbler", "r_strategy": "R3", "requirement": "technical"},
        {"quote": "återbrukade möbler", "r_strategy": "R8", "requirement": "award"},
    ]
    found = store(tmp_path, asks("1", found=both), *(notice(str(n)) for n in range(2, 7)))

    def hits(**given: str) -> int:
        return shares.table(found, Filters(**given), "county", "notice", DAY).total.hits

    assert hits(r="R3") == hits(kind="award") == hits(r="R8", kind="award") == 1
    assert hits(r="R3", kind="award") == 0


def test_filters_on_what_is_asked_never_narrow_the_base(tmp_path):
    found = store(tmp_path, asks("1"), *(notice(str(n)) for n in range(2, 8)))
    for filters in (Filters(), Filters(r="R8"), Filters(circular="weak"), Filters(concept="reuse")):
        assert shares.table(found, filters, "county", "notice", DAY).total.of == 7


def test_a_row_leads_to_the_procurements_it_counts(tmp_path):
    """Following a county's link gives that county's number again, places written in every way."""
    found = store(
        tmp_path,
        *(asks(str(n)) for n in range(3)),
        notice("3", nuts=["SE322", "SE110"]),
        notice("4", nuts=["SE", "SE322"]),
        notice("5", nuts=["SE"], buyer_name="Bräcke kommun", buyer_id="2120002460"),
        notice("6", nuts=["SE3"], buyer_name="Trafikverket", buyer_id="2021006297"),
    )
    county = shares.table(found, Filters(), "county", "notice", DAY)
    row = next(row for row in county.rows if row.code == "SE322")
    again = shares.table(found, Filters.from_query(row.query), "county", "notice", DAY)
    assert row.of == again.total.of == 5
    assert county.unplaced and county.unplaced.of == 2


def test_an_explicit_notice_is_incidental_for_the_step_it_only_touches(tmp_path):
    passages = [
        {"quote": "återbrukade möbler", "r_strategy": "R3", "intent": "explicit"},
        {"quote": "återbrukade möbler", "r_strategy": "R8", "intent": "incidental"},
    ]
    found = store(tmp_path, asks("1", found=passages), *(notice(str(n)) for n in range(2, 7)))
    rows = {
        row.code: (row.hits, row.incidental)
        for row in shares.table(found, Filters(), "r", "notice", DAY).rows
    }
    assert rows == {"R3": (1, 0), "R8": (0, 1)}


def test_the_class_that_is_asked_for_is_what_counts(tmp_path):
    found = store(
        tmp_path, asks("1"), asks("2", intent="incidental"), notice("3", circular="weak", intent="incidental"),
        *(notice(str(n)) for n in range(4, 8)),
    )  # fmt: skip

    def row(circular: str) -> tuple[int, int, int, int]:
        one = shares.table(found, Filters(circular=circular), "county", "notice", DAY).total
        return one.hits, one.incidental, one.weak, one.of

    assert row("") == (1, 1, 1, 7)
    assert row("yes") == (1, 1, 0, 7)
    assert row("weak") == (1, 0, 0, 7)
    assert row("no") == (4, 0, 0, 7)


def test_below_a_chosen_code_the_next_levels_open():
    found = {"39130000": (1, 0, 0, 3), "39134100": (0, 0, 0, 2), "39000000": (0, 0, 0, 4)}
    assert set(shares.cpv_tree(found, "")) == {"39", "391"}
    assert shares.cpv_tree(found, "39")["391"] == (1, 0, 0, 5)
    assert shares.cpv_tree(found, "39")["39"] == (1, 0, 0, 9)
    below = {code: counted for code, counted in found.items() if code.startswith("391")}
    assert set(shares.cpv_tree(below, "391")) == {"391", "3913"}


def test_nothing_that_fits_gives_tables_without_rows(tmp_path):
    found = store(tmp_path, notice("1"))
    for by in ("country", "nuts", "year", "cpv", "r", "kind", "buyer_kind", "buyer", "platform"):
        table = shares.table(found, Filters(year=1995), by, "notice", DAY)
        assert table.rows == () and table.total == replace(table.total, hits=0, of=0, share=None)
