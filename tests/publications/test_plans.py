"""The plans of publications: every fault is found by `omlopp library check` before anything is built."""

from pathlib import Path

import pytest

from omlopp.flows.publications.faults import plan_faults
from omlopp.flows.publications.plan import plans
from omlopp.library.load import library
from omlopp.library.messages import sentences
from tests.publications.trial import ON, PLAN, plan


def keys(root: Path, text: str) -> set[str]:
    return {
        one.key.removeprefix("library-publication-") for one in plan_faults(plan(root, text), library(), ON)
    }


def test_the_plans_of_the_library_have_no_fault():
    found = plan_faults(plans(), library(), ON)
    assert not found, [str(one) for one in found]


def test_a_plan_without_fault(tmp_path: Path):
    assert not keys(tmp_path, PLAN)


@pytest.mark.parametrize(
    "what, instead, key",
    [
        ("{bank.cases_figures|of}", "{bank.casez|of}", "figure"),
        ("{bank.cases_figures|of}", "{bank.cases_figures|nearly}", "show"),
        ("picture: way", "picture: sky", "picture"),
        ("picture: way", "table: sky", "table"),
        ("picture: way", "each: sky", "section"),
        ("picture: way", "picture: way\n    when: no.figure", "figure"),
        ("picture: way", "picture: way\n    only: [paper]", "form"),
        ("forms: [html]", "forms: [paper]", "form"),
        ('en: "The bank"', 'en: ""', "language"),
        ('en: "The bank"', 'en: "Banken"', "same"),
        ("en: trial", "en: ../trial", "stem"),
        ("In the bank {bank.cases_figures|of}", "In the bank {bank.cases}", "twins"),
        ("är uttryckt i siffror", "är uttryckt i {siffror", "brace"),
        ("är uttryckt i siffror", "är uttryckt i siffror" + " och mer" * 120, "long"),
    ],
)
def test_each_fault_of_a_plan_is_named(tmp_path: Path, what: str, instead: str, key: str):
    assert what in PLAN
    assert key in keys(tmp_path, PLAN.replace(what, instead))


@pytest.mark.parametrize(
    "what, instead",
    [
        ("of: library", "of: library\nfomrs: [pdf]"),
        ("picture: way", "picture: way\n    text: {sv: A, en: B}"),
        ("picture: way", "style: lead"),
        ('{sv: "Banken", en: "The bank"}', '{sv: "Banken"}'),
    ],
)
def test_a_plan_that_cannot_be_read_is_named_with_its_file(tmp_path: Path, what: str, instead: str):
    found = plan(tmp_path, PLAN.replace(what, instead))
    assert not found.found and [one.file for one in found.problems] == ["publications/prov.yaml"]


def test_every_fault_has_its_sentence_in_both_languages():
    said = {key for key in sentences() if key.startswith("check.library-publication-")}
    assert len(said) >= 12
    assert all(set(sentences()[key]) == {"sv", "en"} for key in said)
