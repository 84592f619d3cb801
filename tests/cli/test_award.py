"""omlopp award evaluate: a model and bids from files, a table, and every step in words."""

import json
import os
import subprocess
import sys

import pytest

MODEL = """
family: monetised.fixed_amounts
criteria:
  - id: reuse
    name: Återbrukad andel
    value: 200000
    levels: {ingen: 0, hälften: 0.5, alla: 1}
    level_texts: {hälften: minst hälften återbrukat}
"""
BIDS = """
lots: [LOT-0001]
bids:
  - {id: A, bidder: Alfa AB, lot_id: LOT-0001, price: 1000000, levels: {reuse: ingen}}
  - {id: B, bidder: Beta AB, lot_id: LOT-0001, price: 1080000.50, levels: {reuse: hälften}}
"""


def award(*arguments: object, language: str = "sv") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omlopp", "award", *map(str, arguments)],
        env=os.environ | {"OMLOPP_LANG": language}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def evaluate(tmp_path):
    def run(model=MODEL, bids=BIDS, *more: str, language: str = "sv"):
        (tmp_path / "model.yaml").write_text(model, "utf-8")
        (tmp_path / "bids.yaml").write_text(bids, "utf-8")
        done = award("evaluate", tmp_path / "model.yaml", tmp_path / "bids.yaml", *more, language=language)
        done.stdout = done.stdout.replace("\u00a0", " ")
        return done

    return run


def test_the_best_bid_stands_first_and_each_step_is_a_sentence(evaluate):
    done = evaluate()
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[:3] == [
        "Plats Anbud Pris (SEK) Jämförelsepris (SEK)",
        "1 Beta AB 1 080 000,5 980 000,5",
        "2 Alfa AB 1 000 000 1 000 000",
    ]
    assert (
        "B: Återbrukad andel, ”minst hälften återbrukat”: 50 procent av 200 000 kr ger ett avdrag på 100 000 kr."
        in lines
    )
    assert "B: Beta AB får plats 1 med jämförelsepriset 980 000,5 kr. Lägst pris är bäst." in lines


def test_in_english(evaluate):
    done = evaluate(language="en")
    assert "B: The comparison price is 1,080,000.5 − 100,000 = 980,000.5 SEK." in done.stdout


def test_a_program_reads_exact_numbers(evaluate):
    said = json.loads(evaluate(MODEL, BIDS, "--json").stdout)
    assert said["comparison"] == {"A": "1000000.00", "B": "980000.50"}
    assert (said["winner"], said["rank"]) == ("B", {"A": 2, "B": 1})
    assert len(said["explained"]) == len(said["trace"]) == 8


def test_json_files_are_read_too(evaluate):
    model = {"family": "price.basket_sum"}
    bids = [{"id": "A", "lines": [{"id": "1", "quantity": 3, "unit_price": 0.1}]}]
    done = evaluate(json.dumps(model), json.dumps(bids))
    assert "A: 1: 3 × 0,1 = 0,3 kr." in done.stdout


@pytest.mark.parametrize("model, bids, says", [
    (MODEL, BIDS.replace("price: 1000000", "price: -1"), "Anbudet från Alfa AB har priset -1."),
    (MODEL, BIDS.replace("price: 1000000, ", ""), "anbudet från Alfa AB saknar pris"),
    (MODEL, BIDS.replace("price: 1000000", "price: gratis"), "Här väntades ett tal (price), men det står ”gratis”."),
    (MODEL, BIDS.replace("LOT-0001, price: 1000000", "LOT-0002, price: 1"), "delen ”LOT-0002”, som inte finns"),
    (MODEL, BIDS.replace("reuse: ingen", "reuse: mycket"), "Nivåerna är: ingen, hälften, alla."),
    (MODEL, "bids: []", "Det finns inga anbud"),
    (MODEL, "bids: [A]", "har fel form"),
    (MODEL, "anbud: []", "okänt fält: anbud"),
    (MODEL.replace("value:", "varde:"), BIDS, "okänt fält: varde"),
    (MODEL.replace("family", "familj"), BIDS, "okänt fält: familj"),
    (MODEL.replace("fixed_amounts", "guess"), BIDS, "”monetised.guess” finns inte"),
    ("- 1", BIDS, "har fel form"),
    ("family: [", BIDS, "går inte att läsa (rad 1)"),
])  # fmt: skip
def test_bad_input_gets_one_plain_sentence(evaluate, model, bids, says):
    done = evaluate(model, bids)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_named():
    done = award("evaluate", "no-model.yaml", "no-bids.yaml")
    assert done.returncode == 2
    assert "no-model.yaml går inte att öppna" in done.stderr


def test_help_teaches():
    assert "omlopp award evaluate modell.yaml anbud.yaml" in " ".join(
        award("evaluate", "--help").stdout.split()
    )
