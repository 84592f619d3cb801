"""omlopp law: the aids walked with answers as arguments, clauses filled in, and the points under one's rules."""

import json

import pytest
from typer.testing import CliRunner

from omlopp.cli.law import app


@pytest.fixture
def omlopp():
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_the_aids_are_listed(omlopp):
    listed = json.loads(omlopp("aids", "--json").stdout)
    assert [one["id"] for one in listed] == ["waste_or_product", "disposal", "accounting", "change_clauses"]
    assert "Avfall eller produkt?" in omlopp("aids").stdout


def test_without_an_answer_the_next_question_is_asked(omlopp):
    asked = omlopp("walk", "disposal", "--answer", "status=product").stdout
    assert "Äger ni saken?" in asked and "--answer owner=ours" in asked


def test_the_last_answer_gives_the_result_with_its_law(omlopp):
    done = omlopp(
        "walk", "change_clauses", "--regime", "lou", "--on", "2026-11-21", "--answer", "stage=signed"
    ).stdout
    assert "17 kap. 9 § LOU" in done and "under 10\xa0procent" in done
    below = omlopp("walk", "change_clauses", "--regime", "lou_19", "--answer", "stage=signed").stdout
    assert "[17 kap." not in below and "[19 kap. 2 § LOU]" in below


def test_json_for_a_program(omlopp):
    made = json.loads(
        omlopp("walk", "disposal", "--json", "--buyer", "region", "--answer", "status=waste").stdout
    )
    assert made["outcome"]["id"] == "other_way" and made["regime"] is None
    assert {one["state"] for one in made["outcome"]["law"]} == {"cited", "no_regime"}
    asked = json.loads(omlopp("walk", "disposal", "--json").stdout)
    assert asked["outcome"] is None and set(asked["asks"]["answers"]) == {"product", "waste"}


def test_a_clause_is_written_and_tells_what_is_missing(omlopp):
    done = json.loads(
        omlopp(
            "clause", "change_clauses", "repair", "--regime", "lou", "--fill", "goods=stolar", "--json"
        ).stdout
    )
    assert "upprustning av stolar, när [" in done["sv"] and "17 kap. 10 § LOU" in done["sv"]
    assert set(done["missing"]) == {"condition", "hours", "days"} and not done["ready"]


def test_the_points_under_ones_rules(omlopp):
    rows = {one["id"]: one for one in json.loads(omlopp("points", "--regime", "lou_19", "--json").stdout)}
    assert rows["environmental_care"] | {"says": ""} == {
        "id": "environmental_care", "force": "should", "state": "cited", "section": "19 kap. 3 §", "says": "",
    }  # fmt: skip
    assert rows["no_brand"]["state"] == "no_rule" and not rows["no_brand"]["section"]


@pytest.mark.parametrize("wrong", [
    ("walk", "finns_inte"), ("walk", "disposal", "--answer", "status"), ("walk", "disposal", "--answer", "status=x"),
    ("walk", "disposal", "--regime", "lof"), ("walk", "disposal", "--buyer", "kommun"), ("points", "--on", "i våras"),
    ("clause", "disposal", "volume"),
])  # fmt: skip
def test_wrong_use_says_what_there_is(omlopp, wrong):
    done = omlopp(*wrong)
    assert done.exit_code == 2 and done.stderr.strip() and "Traceback" not in done.stderr
