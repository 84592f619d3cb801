"""One row per procurement: which notice tells it, and what is left out."""

from datetime import date

import pytest

from omlopp.statistics.store import NoMarketStore, open_store
from tests.statistics.building import asks, notice, store


def facts(found, *columns):
    return found.rows(f"SELECT {', '.join(columns)} FROM facts ORDER BY ALL")


def test_an_empty_folder_is_refused_by_name(tmp_path):
    with pytest.raises(NoMarketStore):
        open_store(tmp_path)


def test_a_call_and_its_result_are_one_procurement_told_by_the_call(tmp_path):
    found = store(
        tmp_path,
        asks("1", procedure_id="A"),
        notice("2", procedure_id="A", kind="result", published_on=date(2025, 9, 1), lots=[3, 1]),
        notice("3", kind="change", repeats=["1"], procedure_id=None),
        notice("4"),
    )
    assert facts(found, "notice_id", "class", "bids") == [("1", 3, [3, 1]), ("4", 0, [])]
    assert found.notes["repeats"] == 2


def test_the_fullest_text_tells_it(tmp_path):
    found = store(
        tmp_path,
        notice("1", procedure_id="A", text_read="title", format="registry-se"),
        asks("2", procedure_id="A", kind="result"),
    )
    assert facts(found, "notice_id", "text_read::VARCHAR") == [("2", "notice")]


def test_unreviewed_languages_and_test_notices_are_left_out_and_counted(tmp_path):
    found = store(
        tmp_path,
        notice("1"),
        notice("2", language="pl", lexicon_state="unreviewed"),
        notice("3", title="THIS IS A TEST NOTICE, do not answer"),
        notice("4", published_on=None),
        notice("5", doubts=["test_notice"]),
        notice("6", doubts=["placeholder_amount"]),
    )
    assert [row[0] for row in facts(found, "notice_id")] == ["1", "4", "6"]
    assert found.notes["unreviewed_language"] == 1 and found.notes["test_notices"] == 2
    assert found.notes["undated"] == 1


def test_a_test_notice_may_speak_of_testing(tmp_path):
    found = store(
        tmp_path, notice("1", title="Laboratory test equipment"), notice("2", title="Test av dricksvatten")
    )
    assert len(facts(found, "notice_id")) == 2


def test_the_county_is_the_place_else_the_buyers_else_nothing(tmp_path):
    found = store(
        tmp_path,
        notice("1", nuts=["SE224"]),
        notice("2", nuts=[], buyer_name="Bräcke kommun", buyer_id="2120002460"),
        notice("3", nuts=[], buyer_name="Trafikverket", buyer_id="2021006297"),
        notice("4", nuts=["SE110", "SE121"]),
        notice("5", nuts=["DE212"], country="DE", buyer_name="Stadt", buyer_id="x"),
    )
    assert facts(found, "notice_id", "county::VARCHAR") == [
        ("1", "SE224"), ("2", "SE322"), ("3", ""), ("4", ""), ("5", ""),
    ]  # fmt: skip


def test_declared_none_is_a_no_and_silence_is_not(tmp_path):
    found = store(
        tmp_path,
        notice("1", flag=True),
        notice("2", flag=False),
        notice("3"),
        notice("4", declared_codes=[{"field": "BT-774", "code": "circ-econ", "lot_id": "LOT-1"}]),
        notice("5", declared_codes=[{"field": "BT-805", "code": "none", "lot_id": None}]),
        notice("6", declared_codes=[{"field": "BT-06", "code": "soc-obj", "lot_id": None}]),
        notice("7", declared_codes=[{"field": "registry-environmental", "code": "true", "lot_id": None}]),
    )
    assert facts(found, "notice_id", "flag", "declares_circular") == [
        ("1", 1, False), ("2", 2, False), ("3", 0, False), ("4", 1, True), ("5", 2, False), ("6", 0, False), ("7", 1, False),
    ]  # fmt: skip


def test_waste_and_barriers_give_no_r_step(tmp_path):
    waste = {
        "quote": "hämta avfall",
        "concept": "waste_service",
        "r_strategy": "R8",
        "says": "waste",
        "weak": True,
    }
    found = store(tmp_path, notice("1", "Vi ska hämta avfall.", found=[waste], waste_service=True))
    assert facts(found, "class", "waste_service") == [(0, True)]
    assert found.rows("SELECT * FROM found") == []


def test_bids_of_a_procurement_without_lots_are_those_of_the_notice(tmp_path):
    found = store(tmp_path, notice("1", bids_received=4), notice("2", bids_received=9, lots=[None, None]))
    assert facts(found, "notice_id", "bids") == [("1", [4]), ("2", [])], (
        "a sum over two lots is no lot's number"
    )


def test_facts_are_kept_and_made_anew_when_a_file_is_added(tmp_path):
    first = store(tmp_path, notice("1"))
    assert open_store(tmp_path) is first
    kept = {path.name for path in (tmp_path / "statistics").iterdir()}
    assert len(kept) == 4
    second = store(tmp_path, notice("1"), notice("2", published_on=date(2024, 1, 1)))
    assert second is not first and len(facts(second, "notice_id")) == 2
    assert not kept & {path.name for path in (tmp_path / "statistics").iterdir()}, "the old ones are gone"


def test_what_is_kept_gives_the_same_answer(tmp_path):
    from omlopp.statistics import store as module

    first = store(tmp_path, asks("1", lots=[2]), notice("2"))
    before = facts(first, "notice_id", "bids", "class", "county::VARCHAR")
    module._open.clear()
    again = open_store(tmp_path)
    assert again is not first
    assert (
        facts(again, "notice_id", "bids", "class", "county::VARCHAR") == before and again.notes == first.notes
    )


def test_a_store_that_cannot_be_written_is_counted_all_the_same(tmp_path, monkeypatch):
    from omlopp.statistics import facts as module

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_part", full)
    assert len(facts(store(tmp_path, notice("1")), "notice_id")) == 1
