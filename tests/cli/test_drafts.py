"""omlopp drafts check, as a person types it."""

import json

from typer.testing import CliRunner

from omlopp.cli import drafts, notices
from tests.notices import documents

CHOICES = """title: "ÖVNING: möbler"
goals: [A, D]
price: {weight: 0.6}
criteria:
  - {criterion: reused_furniture_share}
  - {id: spare, title: Reservdelar, text: "Reservdelar ska finnas i 15 år."}
"""


def run(app, *arguments, **more):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **more)


def files(tmp_path):
    (tmp_path / "utkast.docx").write_bytes(documents.docx())
    (tmp_path / "upphandling.yaml").write_text(CHOICES)
    return tmp_path / "utkast.docx", tmp_path / "upphandling.yaml"


def test_check_tells_what_is_found_altered_and_missing_and_leaves_with_1(tmp_path):
    draft, choices = files(tmp_path)
    result = run(drafts.app, "check", draft, "--against", choices)
    assert result.exit_code == 1
    assert "60 % i upphandlingen, 50 % i utkastet" in result.stdout
    assert "15 år i upphandlingen, 10 år i utkastet" in result.stdout
    assert "inga ord i utkastet" in result.stdout and documents.BARRIER in result.stdout
    assert "0 av 3" in result.stdout, "a count never stands without its base"


def test_check_in_json_and_english(tmp_path, monkeypatch):
    draft, choices = files(tmp_path)
    data = json.loads(run(drafts.app, "check", draft, "--against", choices, "--json").stdout)
    assert [one["state"] for one in data["criteria"]] == ["missing", "altered", "altered"]
    monkeypatch.setenv("OMLOPP_LANG", "en")
    assert "Chosen requirements" in run(drafts.app, "check", draft, "--against", choices).stdout


def test_a_draft_that_cannot_be_read_gets_one_sentence_and_exit_2(tmp_path):
    _, choices = files(tmp_path)
    (tmp_path / "last.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    result = run(drafts.app, "check", tmp_path / "last.doc", "--against", choices)
    assert result.exit_code == 2 and result.stderr.startswith("last.doc: ") and result.stderr.count("\n") == 1


def test_help_teaches_with_an_example():
    assert "omlopp drafts check" in run(drafts.app, "check", "--help").output


def test_explain_takes_a_document_too(tmp_path):
    draft, _ = files(tmp_path)
    result = run(notices.app, "explain", draft)
    assert result.exit_code == 0 and documents.TERM in result.stdout
    assert "Bara det här dokumentet är läst" in result.stdout
