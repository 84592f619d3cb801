"""omlopp award explain: steps, advantages and what would have won, as words and as data."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from omlopp.cli.award import app

MODEL = """
family: monetised.fixed_amounts
criteria:
- {id: price, name: Pris, price: true}
- {id: reuse, name: Återbruk, value: 80000, levels: {none: 0, half: 0.5, all: 1}, level_texts: {half: Hälften}}
"""
BIDS = """
bids:
- {id: A, bidder: Alfa AB, price: 912345, levels: {reuse: all}}
- {id: B, bidder: Beta AB, price: 850500, levels: {reuse: none}}
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "m.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "b.yaml").write_text(BIDS, "utf-8")
    return [str(tmp_path / "m.yaml"), str(tmp_path / "b.yaml")]


def test_the_loser_learns_differences_and_what_would_have_been_enough(files: list[str]) -> None:
    told = " ".join(CliRunner().invoke(app, ["explain", *files]).output.replace("\u00a0", " ").split())
    for said in (
        "61 845 kr till fördel för ert anbud", "80 000 kr till fördel för det valda anbudet", "832 344,99 kr",
        "Återbruk: Hälften.",
    ):  # fmt: skip
        assert said in told


def test_programs_get_the_same_as_data(files: list[str]) -> None:
    found = json.loads(CliRunner().invoke(app, ["explain", *files, "--json"]).output)
    assert (found["winner"], found["rank"]) == ("A", {"A": 1, "B": 2})
    assert found["would_have_won"]["B"]["levels"] == {"reuse": "half"}
    assert float(found["against"]["B"]["result_lead"]) == 18155


def test_a_shared_first_place_is_explained_without_a_winner(files: list[str]) -> None:
    same = BIDS.replace("850500, levels: {reuse: none}", "912345, levels: {reuse: all}")
    Path(files[1]).write_text(same, "utf-8")
    answer = CliRunner().invoke(app, ["explain", *files])
    assert answer.exit_code == 0 and "till fördel" not in answer.output
