"""omlopp award lint, compare and form, and omlopp lcc: what the person reads, what a program reads, the exit code."""

import json
import os
import subprocess
import sys

import pytest

MODEL = """
family: relative.lowest_price_ratio
ground: ratio
criteria:
  - {id: price, name: Pris, weight: 0.6, price: true}
  - id: reuse
    name: Återbruk
    weight: 0.4
    levels: {ingen: 0, hälften: 0.5, alla: 1}
    clause: "4.2"
    proof: leveranslista
    sanction_factor: 1.5
    link_to_object: möblerna
"""
SOUND = """
family: monetised.fixed_amounts
ground: ratio
criteria:
  - id: reuse
    name: Återbruk
    value: 300000
    levels: {ingen: 0, hälften: 0.5, alla: 1}
    clause: "4.2"
    proof: leveranslista
    sanction_factor: 1.5
    link_to_object: möblerna
"""
BIDS = """
bids:
  - {id: A, bidder: Alfa, price: 900000, levels: {reuse: ingen}}
  - {id: B, bidder: Beta, price: 1100000, levels: {reuse: hälften}}
"""
LCC = """
method:
  horizon_years: 6
  rate: 0.03
  rate_source: övning
  lines:
    - {id: kop, name: Inköp, kind: investment, when: cycle, first_year: 0, asks_value: price, asks_cycle: life}
    - {id: co2, name: Utsläpp, kind: external, when: once, asks_quantity: kg, unit_value: 2, verified: false}
bids:
  - {id: new, name: Nya, inputs: {price: 600, life: 6, kg: 50}}
  - {id: used, name: Renoverade, inputs: {price: 300, life: 3, kg: 10}}
unknowns: {rate: {low: 0, likely: 0.03, high: 0.1}}
"""


@pytest.fixture
def omlopp(tmp_path):
    (tmp_path / "model.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "sound.yaml").write_text(SOUND, "utf-8")
    (tmp_path / "bids.yaml").write_text(BIDS, "utf-8")
    (tmp_path / "lcc.yaml").write_text(LCC, "utf-8")

    def run(*arguments, language="sv"):
        done = subprocess.run(
            [sys.executable, "-m", "omlopp", *arguments], cwd=tmp_path, capture_output=True, text=True,
            env=os.environ | {"OMLOPP_LANG": language},
        )  # fmt: skip
        done.stdout = done.stdout.replace("\u00a0", " ")
        return done

    return run


def test_a_fault_ends_with_one_and_each_property_is_said(omlopp):
    done = omlopp("award", "lint", "model.yaml", "bids.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "P4 HÅLLER INTE Ordningen mellan två anbud beror inte på ett tredje." in lines
    assert any("Kommer det ett anbud till på" in line for line in lines)
    assert lines[-1] == "Inga fel i löften, mängder eller livscykeltal."


def test_english_and_supposed_numbers_are_said_to_be_so(omlopp):
    done = omlopp("award", "lint", "model.yaml", "--price", "1 000 000", language="en")
    assert done.stdout.startswith("Tried on supposed bids (invented numbers).")


def test_a_program_reads_properties_with_their_examples(omlopp):
    said = json.loads(omlopp("award", "lint", "sound.yaml", "bids.yaml", "--json").stdout)
    status = {one["property"]: one["status"] for one in said["properties"]}
    assert [status[name] for name in ("P1", "P2", "P3", "P4", "P6", "P11", "P12", "P15")] == ["proved"] * 8
    assert status["P5"] == "refuted"
    (scale,) = [one for one in said["properties"] if one["property"] == "P5"]
    before, after = scale["example"]["places_before"], scale["example"]["places_after"]
    assert before != after and before.keys() == after.keys()
    assert said["supposed_bids"] is False and len(said["model_digest"]) == 64


@pytest.mark.parametrize(
    "regime, law", [("lou", "16 kap. 2 § LOU"), ("lou_19", None), ("lou_19a", None), ("luf", None)]
)
def test_the_section_is_that_of_the_regime_or_none(omlopp, tmp_path, regime, law):
    (tmp_path / "model.yaml").write_text(SOUND.replace('clause: "4.2"', 'clause: ""'), "utf-8")
    said = json.loads(omlopp("award", "lint", "model.yaml", "--regime", regime, "--json").stdout)
    (fault,) = [one for one in said["findings"] if one["status"] == "failed"]
    assert fault["check"] == "award-promise-has-clause" and fault["law"] == law


def test_printed_tables_are_recomputed(omlopp, tmp_path):
    (tmp_path / "printed.yaml").write_text("total: {A: 0.6, B: 0.99}", "utf-8")
    said = json.loads(
        omlopp("award", "lint", "model.yaml", "bids.yaml", "--printed", "printed.yaml", "--json").stdout
    )
    assert {one["property"]: one["status"] for one in said["properties"]}["P13"] == "refuted"


def test_the_form_is_filled_and_read_back(omlopp, tmp_path):
    assert omlopp("award", "form", "model.yaml", "--to", "form.xlsx").returncode == 0
    import python_calamine

    rows = (
        python_calamine.CalamineWorkbook.from_path(tmp_path / "form.xlsx").get_sheet_by_index(0).to_python()
    )
    assert rows[2] == ["id", "bidder", "price", "level:reuse"]
    table = "id;bidder;price;level:reuse\nA;Alfa;900 000;ingen\nB;Beta;1100000,00;hälften\n"
    (tmp_path / "bids.csv").write_text(table, "utf-8")
    done = omlopp("award", "evaluate", "model.yaml", "bids.csv")
    assert (
        done.returncode == 0 and done.stdout == omlopp("award", "evaluate", "model.yaml", "bids.yaml").stdout
    )


def test_every_bad_cell_is_told_on_its_own_line(omlopp, tmp_path):
    (tmp_path / "bids.csv").write_text("id;price;level:reuse\nA;gratis;ingen\nB;1;mycket\n", "utf-8")
    done = omlopp("award", "evaluate", "model.yaml", "bids.csv")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert "bids.csv har 2 fel" in lines[0]
    assert lines[1].startswith("  B2: ”gratis”") and lines[2].startswith("  C3: ”mycket”")


def test_two_models_are_shown_side_by_side(omlopp):
    done = omlopp("award", "compare", "model.yaml", "sound.yaml", "bids.yaml")
    assert done.returncode == 0
    assert "Plats A" in done.stdout and "Plats B" in done.stdout
    said = json.loads(omlopp("award", "compare", "model.yaml", "sound.yaml", "bids.yaml", "--json").stdout)
    assert said["same_winner"] is (said["a"]["winner"] == said["b"]["winner"])


def test_life_cycle_cost_side_by_side(omlopp):
    done = omlopp("lcc", "lcc.yaml", "--draws", "200")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Investering, minus det som kommer tillbaka" in done.stdout
    assert "av 200 dragningar" in done.stdout and "Inte kontrollerade mot sin källa: Utsläpp" in done.stdout
    said = json.loads(omlopp("lcc", "lcc.yaml", "--draws", "200", "--json").stdout)
    assert said["cheapest"] == ["used"] and said["uncertain"]["of"] == 200
    assert [year["investment"] for year in said["bids"]["used"]["years"]][:4] == ["300", "0", "0", "300"]


@pytest.mark.parametrize("wrong, says", [
    (LCC.replace("bids:", "anbud:"), "okänt fält: anbud"),
    (LCC.replace("life: 6, ", ""), "saknas life"),
    (LCC.replace("rate: 0.03\n", "rate: -2\n"), "större än −1"),
])  # fmt: skip
def test_a_bad_life_cycle_file_gets_one_sentence(omlopp, tmp_path, wrong, says):
    (tmp_path / "lcc.yaml").write_text(wrong, "utf-8")
    done = omlopp("lcc", "lcc.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and len(done.stderr.splitlines()) == 1
