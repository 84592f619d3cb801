"""omlopp notices, as a person types it."""

import json

import pytest
from typer.testing import CliRunner

from omlopp.cli import notices
from tests.notices.test_read import SAMPLES


def run(*arguments):
    return CliRunner().invoke(notices.app, [str(argument) for argument in arguments])


def test_explain_prints_what_the_notice_asks():
    result = run("explain", SAMPLES / "mobler-exempelby.xml")
    assert result.exit_code == 0
    assert "Vad annonsen ber om" in result.output and "BT-774" in result.output


def test_explain_in_json():
    result = run("explain", SAMPLES / "mobler-exempelby.xml", "--json")
    assert json.loads(result.stdout)["facts"]["buyer_id"] == "000000-0001"


def test_explain_in_english(monkeypatch):
    monkeypatch.setenv("OMLOPP_LANG", "en")
    assert "What the notice asks" in run("explain", SAMPLES / "mobler-exempelby.xml").output


@pytest.mark.parametrize(
    "content, words",
    [("{}", "är JSON"), ("<invoice/>", "”invoice”"), ("", "tom"), ("<!DOCTYPE a []><a/>", "DTD")],
)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_exit_2(tmp_path, content, words):
    path = tmp_path / "annons.xml"
    path.write_text(content)
    result = run("explain", path)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and words in result.stderr and "annons.xml" in result.stderr


def test_read_counts_and_leaves_with_0_when_all_was_read():
    result = run("read", SAMPLES)
    assert result.exit_code == 0 and result.stdout.startswith("7 annonser lästa")


def test_read_lists_what_was_left_out_and_leaves_with_3(tmp_path):
    (tmp_path / "fel.xml").write_text("<invoice/>")
    result = run("read", SAMPLES, tmp_path)
    assert result.exit_code == 3 and "fel.xml" in result.stdout
    counted = json.loads(run("read", SAMPLES, tmp_path, "--json").stdout)
    assert counted["read"] == 7 and counted["kind"]["competition"] == 5
    assert [(one["file"], one["code"]) for one in counted["rejected"]] == [("fel.xml", "notices.another_xml")]


@pytest.mark.parametrize("command", ["explain", "read", "fetch"])
def test_help_teaches_with_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0 and f"omlopp notices {command}" in result.output
