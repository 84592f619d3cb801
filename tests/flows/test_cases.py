"""Worked cases: what a check calls, what it compares, and what it answers when it cannot."""

import os
from decimal import Decimal as D
from pathlib import Path

import pytest

from omlopp.flows.cases import CALLS, check_cases, compare
from omlopp.library.cases import (
    Check,
    FileMissing,
    FileNotText,
    FileUnreadable,
    NoCases,
    NotACase,
    read_exact,
)

PUBLISHED = next(
    (
        Path(folder) / "award-cases"
        for folder in os.environ.get("OMLOPP_PACKS", "").split(os.pathsep)
        if folder and (Path(folder) / "award-cases").is_dir()
    ),
    None,
)
needs_published = pytest.mark.skipif(
    PUBLISHED is None,
    reason="the published cases are missing: set OMLOPP_PACKS to a folder that holds award-cases",
)
OWN = Path(__file__).parents[1] / "cases"
SANCTION = """
  - call: award.sanction
    with: {offered_value: 50000, reached_value: 30000, factor: 1.5}
    expect: {sanction: %s}
    tolerance: {abs: 0.005}
    status: %s
"""


def one(tmp_path, text):
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (result,) = check_cases(tmp_path)
    return result


@pytest.mark.parametrize("folder", ["award", "impact"])
def test_our_own_cases_pass(folder):
    results = check_cases(OWN / folder)
    assert [one.as_data() for one in results if one.status != "passed"] == []
    assert len(results) > 15


@needs_published
@pytest.mark.parametrize("case", ["us-negometrix-low-bid", "nl-negometrix-gunnen-op-waarde"])
def test_published_cases_pass(case):
    results = [one for one in check_cases(PUBLISHED) if one.check.case == case]
    assert results
    assert [one.as_data() for one in results if one.status != "passed"] == []


@needs_published
@pytest.mark.parametrize("folder", ["award-cases", "impact-cases"])
def test_every_published_case_passes(folder):
    results = check_cases(PUBLISHED.parent / folder)
    assert [one.as_data() for one in results if one.status != "passed"] == []
    assert len(results) >= 40


def test_a_right_number_passes_and_a_wrong_one_is_shown(tmp_path):
    assert one(tmp_path, "checks:" + SANCTION % (30000, "published")).status == "passed"
    failed = one(tmp_path, "checks:" + SANCTION % (30001, "published"))
    assert failed.as_data() == {
        "file": "case.yaml", "case": "case", "call": "award.sanction", "index": 0, "status": "failed",
        "differences": [{"at": "sanction", "expected": "30001", "found": "30000.0"}],
    }  # fmt: skip


def test_a_number_where_a_refusal_is_due_fails(tmp_path):
    assert one(tmp_path, "checks:" + SANCTION % (30000, "refused")).status == "failed"


def test_a_refusal_where_a_number_is_due_fails(tmp_path):
    failed = one(tmp_path, "checks: [{call: award.sanction, expect: {sanction: 1}, status: derived}]")
    assert failed.status == "failed"
    assert "MISSING_ARGUMENT" in failed.differences[0].found


def test_the_wrong_refusal_fails(tmp_path):
    text = "checks: [{call: award.sanction, expect: {error: UNKNOWN_FAMILY}, status: refused}]"
    assert one(tmp_path, text).differences[0].found == "MISSING_ARGUMENT"


def test_a_call_outside_the_tables_is_refused_and_never_made(tmp_path):
    text = "checks: [{call: %s, with: {}, expect: {error: UNKNOWN_CALL}, status: refused}]"
    for call in ("os.system", "award.call_evaluate", "__import__"):
        assert one(tmp_path, text % call).status == "passed"


def test_an_unknown_call_where_a_number_is_due_fails(tmp_path):
    failed = one(
        tmp_path, "checks: [{call: indicator.score, with: {M: 1}, expect: {MCI: 1}, status: derived}]"
    )
    assert failed.status == "failed" and "UNKNOWN_CALL" in failed.differences[0].found


def test_an_impact_file_holds_several_cases(tmp_path):
    checks = (SANCTION % (30000, "derived")).replace("\n", "\n    ")
    (tmp_path / "many.yaml").write_text(f"cases:\n- id: a\n  checks:{checks}\n- id: b\n  checks:{checks}\n")
    assert [(one.check.case, one.status) for one in check_cases(tmp_path)] == [
        ("a", "passed"),
        ("b", "passed"),
    ]


def differs(expected, found, absolute=None, relative=None):
    check = Check("f", "c", 0, "x", {}, {}, absolute, relative, "derived")
    return bool(compare(expected, found, check))


@pytest.mark.parametrize("expected, found, absolute, relative, parted", [
    ({"a": D(1)}, {"a": D("1.005"), "b": 2}, D("0.005"), None, False),
    ({"a": D(1)}, {"a": D("1.0051")}, D("0.005"), None, True),
    ({"a": D(200)}, {"a": D("200.2")}, None, D("0.001"), False),
    ({"a": D(200)}, {"a": D("200.21")}, None, D("0.001"), True),
    ({"a": D(0)}, {"a": D("1e-30")}, None, D("0.001"), True),
    ({"a": D(1)}, {}, D(9), None, True),
    ({"rank": {"A": D(1)}}, {"rank": {"A": 2}}, D(5), None, True),
    ({"flags": {"x": True}}, {"flags": {"x": True}}, None, None, False),
    ({"a": True}, {"a": 1}, D(5), None, True),
    ({"a": D(1)}, {"a": True}, D(5), None, True),
    ({"a": None}, {"a": None}, None, None, False),
    ({"a": None}, {"a": D(0)}, D(5), None, True),
    ({"a": D(0)}, {"a": None}, D(5), None, True),
    ({"a": [D(1), D(2)]}, {"a": (D("1.01"), D(2))}, D("0.01"), None, False),
    ({"a": [D(1)]}, {"a": [D(1), D(2)]}, D(5), None, True),
    ({"tied": []}, {"tied": ()}, None, None, False),
    ({"a": "x"}, {"a": "y"}, D(5), None, True),
    ({"a": D(1)}, {"a": D("NaN")}, D(5), None, True),
    ({"a": D("0.3")}, {"a": 0.3}, D(0), None, False),
])  # fmt: skip
def test_comparing_follows_the_contract(expected, found, absolute, relative, parted):
    assert differs(expected, found, absolute, relative) is parted


def test_numbers_are_read_exactly_and_keys_as_they_stand(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("{2.1.4: 0.1, 1: 1.0e-09, no: 1e3, 1.10: 10000000000000000000000.01, 'a b': -7}", "utf-8")
    assert read_exact(path) == {
        "2.1.4": D("0.1"), "1": D("1.0e-09"), "no": D(1000), "1.10": D("10000000000000000000000.01"), "a b": D(-7),
    }  # fmt: skip
    assert str(read_exact(path)["2.1.4"]) == "0.1"


@pytest.mark.parametrize("content, refusal", [
    (b"checks: [", FileUnreadable),
    (b"checks: [{call: x, call: y}]", FileUnreadable),
    (b"a: .nan", FileUnreadable),
    (b"a: !!python/object/apply:os.getcwd []", FileUnreadable),
    (b"\xff\xfe", FileNotText),
    (b"", NotACase),
    (b"- 1", NotACase),
    (b"checks: []", NotACase),
    (b"cases: {a: 1}", NotACase),
    (b"checks: [{with: {}}]", NotACase),
    (b"checks: [{call: x, expect: 1, status: derived}]", NotACase),
    (b"checks: [{call: x, expect: {}, status: maybe}]", NotACase),
    (b"checks: [{call: x, expect: {}, status: derived, tolerance: {abs: -1}}]", NotACase),
    (b"[" * 10_000, FileUnreadable),
])  # fmt: skip
def test_a_broken_file_is_refused_by_name(tmp_path, content, refusal):
    (tmp_path / "bad.yaml").write_bytes(content)
    with pytest.raises(refusal) as caught:
        check_cases(tmp_path)
    assert "bad.yaml" in caught.value.facts["file"]


def test_a_folder_without_cases_is_refused(tmp_path):
    with pytest.raises(NoCases):
        check_cases(tmp_path)
    with pytest.raises(FileMissing):
        check_cases(tmp_path / "nowhere")


def test_a_crash_fails_its_own_check_only(tmp_path, monkeypatch):
    monkeypatch.setitem(CALLS, "award.crash", lambda arguments, data: 1 / 0)
    text = "checks:\n  - {call: award.crash, expect: {a: 1}, status: derived}" + SANCTION % (30000, "derived")
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    results = check_cases(tmp_path)
    assert [one.status for one in results] == ["failed", "passed"]
    assert "ZeroDivisionError" in results[0].differences[0].found


@pytest.mark.parametrize("arguments", [
    "{family: [monetised.fixed_amounts], bids: []}",
    "{family: monetised.fixed_amounts, bids: {A: 1}}",
    "{family: monetised.fixed_amounts, bids: [A]}",
    "{family: monetised.fixed_amounts, bids: [{id: A, price: true}]}",
    "{family: monetised.fixed_amounts, bids: [{id: true, price: 1}]}",
    "{family: monetised.fixed_amounts, criteria: [1], bids: [{id: A, price: 1}]}",
    "{family: monetised.fixed_amounts, parameters: {slope: 1}, bids: [{id: A, price: 1}]}",
    "{family: monetised.fixed_amounts, parameters: 7, bids: [{id: A, price: 1}]}",
    "{family: monetised.fixed_amounts, grade_scale: {min: 1}, bids: [{id: A, price: 1}]}",
    "{family: price.basket_sum, bids: [{id: A, lines: [{id: 1, quantity: 1}]}]}",
    "{family: price.basket_sum, bids: [{id: A, lines: [{id: 1, quantity: 1, unit_price: 1e999}]}]}",
    "{family: price.basket_sum, bids: [{id: A, lines: [{id: 1, quantity: 1, unit_price: 1}]}], field: 3}",
])  # fmt: skip
def test_arguments_of_the_wrong_shape_are_refused_and_never_crash(tmp_path, arguments):
    text = f"checks: [{{call: award.evaluate, with: {arguments}, expect: {{winner: A}}, status: derived}}]"
    failed = one(tmp_path, text)
    assert failed.status == "failed"
    assert failed.differences[0].expected == "a result", "refused by name"
