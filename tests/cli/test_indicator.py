"""omlopp indicator and omlopp epd: what a person reads and types, also when it is odd."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from omlopp.cli.epd import app as epd_app
from omlopp.cli.indicator import app
from omlopp.library.load import library
from omlopp.library.messages import sentences
from tests.epd.made import ilcd_json

RUN = CliRunner()
MCI = [
    "mass_kg=10",
    "recycled=0",
    "reused=1",
    "regrown=0",
    "to_recycling=0",
    "to_reuse=1",
    "to_compost=0",
    "to_energy=0",
]


@pytest.fixture(autouse=True)
def swedish(monkeypatch):
    monkeypatch.delenv("OMLOPP_LANG", raising=False)


def said(*arguments, code=0, of=app):
    done = RUN.invoke(of, [str(one) for one in arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_the_list_and_a_goal():
    every = said("list")
    assert all(name in every for name in library().indicators)
    assert "mci" in said("list", "--goal", "b") and "warranty_years" not in said("list", "--goal", "B")
    assert "Välj ett av: A, B, C, D, E" in said("list", "--goal", "Z", code=2)
    assert {one["id"] for one in json.loads(said("list", "--json"))} == set(library().indicators)


def test_a_card_in_full_with_its_marks():
    shown = said("show", "mki_a2")
    assert "PM: 575838 EUR per sjukdomsfall (inte kontrollerat)" in shown and "(läst i andra hand)" in shown
    assert "Gäller: När avtalet gäller" in said("show", "iso_water_circular")
    assert json.loads(said("show", "mci", "--json"))["function"] == "mci"


def test_a_name_that_is_nearly_right():
    assert "Närmast: recycled_share" in said("show", "recyceld_share", code=2)


@pytest.mark.parametrize("card", library().indicators, ids=str)
def test_every_card_is_shown_in_both_languages(card, monkeypatch):
    assert "Källa: " in said("show", card)
    monkeypatch.setenv("OMLOPP_LANG", "en")
    assert "Source: " in said("show", card)


def test_figures_on_the_line_with_a_decimal_comma_and_spaces():
    shown = said("compute", "recycled_share", "recycled_mass=36,0", "concerned_mass=120")
    assert "30 % av all vikt som kravet gäller" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 234 kg" in said("compute", "waste_mass", "waste_mass=1 234").replace("\N{NO-BREAK SPACE}", " ")
    shown = said("compute", "mci", *MCI)
    assert "1 index 0–1" in shown.replace("\N{NO-BREAK SPACE}", " ") and "Livslängden antas" in shown


def test_a_percentage_is_never_without_tonnes_and_pieces():
    shown = said("compute", "recycled_share", "recycled_mass=36", "concerned_mass=120", "pieces=4").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "(0,12 ton, 4 artiklar)" in shown
    assert "antalet artiklar ej angivet" in said(
        "compute", "recycled_share", "recycled_mass=36", "concerned_mass=120"
    )


def test_undeclared_is_said_and_is_not_zero():
    shown = said("compute", "iso_inflow_recycled", "mass_kg=100", "recycled_kg=20")
    assert "okänt, inte noll" not in shown, "a class that is declared is known"
    shown = said("compute", "iso_inflow_recycled", "mass_kg=100", "reused_kg=20").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert (
        "Känt: 20 % av vikt. Resten är okänt, inte noll." in shown
        and "mellan 0 %" in shown
        and "80 %" in shown
    )
    assert "okänt" in said("compute", "waste_mass")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["compute"], "Ange en indikator"), (["compute", "mci", "mass_kg"], "namn=tal"), (["compute", "mci", "mass_kg=tio"], "namn=tal"),
        (["compute", "mci", "=3"], "namn=tal"), (["compute", "waste_mass", "waste_mass=1", "waste_mass=2"], "namn=tal"),
        (["compute", "mci", "mas_kg=3"], "läser inte mas_kg"), (["compute", "mci", *MCI[1:]], "mass_kg"),
        (["compute", "waste_mass", "waste_mass=-3"], "waste_mass"), (["compute", "waste_mass", "waste_mass=NaN"], "waste_mass"),
        (["compute", "mci", "mass_kg=1", "recycled=30"], "mellan 0 och 1"), (["compute", "iso_lifetime", "life_years=2", "average_life_years=0"], "noll"),
        (["compute", "recycled_share", "recycled_mass=9", "concerned_mass=3"], "mer än helheten 3"),
        (["compute", "mki_a2", "GWP-total=1", "GWP-fossil=1"], "olika slags tal"), (["compute", "nothing"], "Närmast"),
        (["compute", "mci", "--file", "nowhere.yaml"], "nowhere.yaml"), (["compute", "mci", "mass_kg=1", "--file", "x"], "inte båda"),
    ],
)  # fmt: skip
def test_odd_input_is_refused_in_a_sentence(arguments, says):
    assert says in said(*arguments, code=2)


def write(path: Path, data) -> Path:
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


MEASURED = {
    "indicator": "reused_share", "stage": "contract", "measured_on": "2026-11-21", "source": "leveranslista", "proof": "vägning",
    "pedigree": {"reliability": 2}, "factors": [{"id": "f", "set": "s", "version": "1", "year": 2024, "licence": "CC0"}],
    "inputs": {"reused_mass": 1, "delivered_mass": 4},
}  # fmt: skip


def test_a_file_with_where_it_comes_from(tmp_path):
    path = write(tmp_path / "m.yaml", MEASURED)
    shown = said("compute", "--file", path)
    assert (
        "– avtal" in shown
        and "Källa: leveranslista. Bevis: vägning." in shown
        and "licens CC0" in shown
        and "reliability 2" in shown
    )
    (plain,) = json.loads(said("compute", "--file", path, "--json"))
    assert (
        plain["found"]["value"] == "0.25"
        and plain["factors"][0]["licence"] == "CC0"
        and len(plain["rules"]) == 16
    )


def test_three_measurements_in_one_file(tmp_path):
    listed = [
        {"stage": stage, "inputs": {"reused_mass": n, "delivered_mass": 4}}
        for n, stage in enumerate(("baseline", "contract", "end"))
    ]
    path = write(tmp_path / "m.yaml", {"indicator": "reused_share", "measurements": listed})
    assert [one["found"]["value"] for one in json.loads(said("compute", "--file", path, "--json"))] == [
        "0",
        "0.25",
        "0.5",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stage": "middle"}, "baseline, contract, end"), ({"measured_on": "21/11"}, "inget datum"), ({"indicator": None}, "indicator"),
        ({"inputs": {"reused_mass": "x", "delivered_mass": 4}}, "reused_mass"), ({"rows": 3}, "rows"), ({"colour": 1}, "colour"),
        ({"factors": [{"id": "f"}]}, "licence"), ({"inputs": 3}, "inputs"),
    ],
)  # fmt: skip
def test_a_file_that_is_odd_is_refused_in_a_sentence(tmp_path, changes, says):
    assert says in said("compute", "--file", write(tmp_path / "m.yaml", MEASURED | changes), code=2)


def test_a_day_that_no_calendar_has_and_a_number_beyond_all_measure(tmp_path):
    (tmp_path / "m.yaml").write_text(
        "indicator: waste_mass\nmeasured_on: 2026-02-31\ninputs: {waste_mass: 1}\n", "utf-8"
    )
    assert "day is out of range" in said("compute", "--file", tmp_path / "m.yaml", code=2)
    (tmp_path / "m.yaml").write_text(
        "indicator: waste_mass\nmeasured_on: 2026-02-28\ninputs: {waste_mass: 1}\n", "utf-8"
    )
    assert "28\N{NO-BREAK SPACE}februari\N{NO-BREAK SPACE}2026" in said(
        "compute", "--file", tmp_path / "m.yaml"
    )
    assert "waste_mass" in said("compute", "waste_mass", "waste_mass=1e400", code=2)
    assert "1.000E+29 kg" in said("compute", "waste_mass", "waste_mass=1e29")
    assert "1.000E-400 kg" in said("compute", "waste_mass", "waste_mass=1e-400")


COMPARED = {
    "name": "ÖVNING stolar", "unit": "kg CO₂e",
    "offer": [{"quantity": 90, "factors": ["steel"]}], "baseline": [{"quantity": 100, "factors": ["steel"]}],
    "factors": {"steel": {"median": 2, "pedigree": dict.fromkeys(("reliability", "completeness", "temporal", "geographical", "technological"), 3), "set": "s", "version": "1", "year": 2024, "licence": "CC0"}},
}  # fmt: skip


def test_an_offer_is_compared_with_its_baseline(tmp_path):
    shown = said("compute", "--file", write(tmp_path / "c.yaml", COMPARED), "--draws", 1000).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert (
        "bättre i 100 % av 1 000 dragningar" in shown
        and "en gång för båda sidor: steel" in shown
        and "licens CC0" in shown
    )
    factors = {
        "a": {"median": 2, "sigma": 0.3},
        "b": {"low": 0, "mode": 0.5, "high": 1},
        "c": {"yes": 3, "asked": 9},
        "d": {"value": 2},
    }
    mixed = COMPARED | {
        "factors": factors,
        "offer": [{"quantity": 1, "factors": [*"abcd"]}],
        "baseline": [{"quantity": 1, "factors": ["d"]}],
        "correlation": 0.4,
    }
    plain = json.loads(said("compute", "--file", write(tmp_path / "c.yaml", mixed), "--json"))
    assert (
        0.5 < plain["compared"]["better"] <= 1
        and plain["compared"]["correlation"] == 0.4
        and plain["compared"]["seed"] == 1
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"factors": {}}, "steel"), ({"factors": {"steel": {}}}, "median"), ({"factors": {"steel": {"median": 2}}}, "sigma"),
        ({"factors": {"steel": {"low": 1, "mode": 2}}}, "high"), ({"factors": {"steel": {"median": -2, "sigma": 1}}}, "median"),
        ({"correlation": 3}, "correlation"), ({"offer": 3}, "offer"), ({"baseline": None}, "baseline"),
        ({"factors": {"steel": {"median": 2, "pedigree": {"reliability": 9}}}}, "completeness"),
        ({"factors": {"steel": {"median": 2, "basic_uncertainty": 0.5, "pedigree": COMPARED["factors"]["steel"]["pedigree"]}}}, "basic_uncertainty"),
    ],
)  # fmt: skip
def test_a_comparison_that_is_odd_is_refused_in_a_sentence(tmp_path, changes, says):
    assert says in said("compute", "--file", write(tmp_path / "c.yaml", COMPARED | changes), code=2)


def test_a_declaration_is_shown(tmp_path):
    climate = [("A1-A3", "10", ""), ("B1", None, ""), ("C3", "1", "S1"), ("C3", "2", "S2"), ("D", "-4", "")]
    path = tmp_path / "made.json"
    path.write_text(
        json.dumps(
            ilcd_json({"GWP-total": climate, "strange": [("A1", "1", "")]}, {"SM": [("A1-A3", "45", "")]})
        ),
        "utf-8",
    )
    shown = said("show", path, "--on", "2030-01-01", of=epd_app)
    assert (
        "B1 –" in shown
        and "C3 S1: 1 / S2: 2" in shown
        and "HAR GÅTT UT" in shown
        and "skrot in, ingen andel" in shown
        and "strange" in shown
    )
    only = said("show", path, "--indicator", "SM", of=epd_app)
    assert "GWP-total (" not in only and "SM (kg)" in only
    assert json.loads(said("show", path, "--json", of=epd_app))[0]["epd"]["basis"] == "EN15804+A2"
    assert "MFR" in said("show", path, "--indicator", "MFR", of=epd_app, code=2)
    assert "inget datum" in said("show", path, "--on", "2030", of=epd_app, code=2)
    assert "nowhere.json" in said("show", tmp_path / "nowhere.json", of=epd_app, code=2)
    path.write_text('{"doctype": "openEPD", "declared_unit": 3}', "utf-8")
    assert "openEPD" in said("show", path, of=epd_app, code=2)


def test_every_code_that_a_result_or_refusal_has_is_a_sentence():
    root = Path(__file__).parents[2] / "src/omlopp"
    codes = set()
    for room in ("domain/indicators", "domain/footprint", "epd", "flows", "cli", "library"):
        for path in (root / room).glob("*.py"):
            for line in path.read_text("utf-8").splitlines():
                word = line.strip().removeprefix("code = ").strip('"')
                if line.strip().startswith("code = ") and word.startswith(("impact.", "epd.")):
                    codes.add(word)
    assert len(codes) >= 20 and codes <= set(sentences())
    for code in ("life_is_average", "use_is_average", "use_phase_equal"):
        assert f"impact.assumed.{code}" in sentences()
