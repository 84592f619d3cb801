"""`omlopp programme`: a region's pre-study in files, and clear refusals."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from omlopp.cli.programme import app
from omlopp.library.load import ROOT
from tests.documents.reading import docx_text, pdf_text
from tests.flows.test_programme_prestudy import pack

LEDGER = str(ROOT / "samples" / "spend" / "ovningsreskontra.csv")


@pytest.fixture
def at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OMLOPP_PACKS", str(pack(tmp_path / "registry")))
    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMLOPP_LANG", "sv")
    return tmp_path


def test_a_pre_study_is_written_as_word_and_pdf(at_hand: Path):
    asked = [
        "prestudy",
        "--county",
        "jämtland",
        "--ledger",
        LEDGER,
        "--to",
        str(at_hand / "out"),
        "--number",
        "RUN/7/2026",
    ]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    assert answer.output.split() == [
        str(at_hand / "out" / name) for name in ("forstudie-se322.docx", "forstudie-se322.pdf")
    ]
    for said in (
        docx_text((at_hand / "out/forstudie-se322.docx").read_bytes()),
        pdf_text((at_hand / "out/forstudie-se322.pdf").read_bytes()),
    ):
        assert (
            "Förstudie: cirkulära inköp i Jämtlands län" in said and "RUN/7/2026" in said and "ÖVNING" in said
        )


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"--county": "Atlantis"}, "Atlantis"), ({"--ledger": "/finns/inte.csv"}, "/finns/inte.csv"), ({"--form": "odt"}, "odt")],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    at_hand: Path, changed: dict[str, str], says: str
):
    asked = {"--county": "SE322", "--ledger": LEDGER, "--to": str(at_hand / "out")} | changed
    answer = CliRunner().invoke(app, ["prestudy", *(part for pair in asked.items() for part in pair)])
    assert answer.exit_code == 2 and says in answer.output
    assert not (at_hand / "out").exists()


def test_without_the_statistics_it_says_how_to_get_them(at_hand: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OMLOPP_PACKS", "/finns/inte")
    answer = CliRunner().invoke(
        app, ["prestudy", "--county", "SE322", "--ledger", LEDGER, "--to", str(at_hand / "out")]
    )
    assert answer.exit_code == 2 and "registry-se" in answer.output
