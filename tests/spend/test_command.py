"""omlopp spend and omlopp factors, as they are typed; and the pictures they draw."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from omlopp.documents.pictures.spend_tiles import squarified
from omlopp.flows import spend as flow
from omlopp.flows import spend_plain as plain
from omlopp.spend.made import FOLDER

FILE = str(FOLDER / "ovningsreskontra.csv")


def omlopp(*words: str, home: Path, packs: str = "", language: str = "sv") -> subprocess.CompletedProcess:
    import os

    environment = {
        **os.environ,
        "OMLOPP_HOME": str(home),
        "OMLOPP_PACKS": packs or str(home),
        "OMLOPP_LANG": language,
    }
    return subprocess.run(
        [sys.executable, "-m", "omlopp", *words], capture_output=True, text=True, env=environment
    )


def test_reading_says_row_by_row_what_was_left_out(tmp_path):
    done = omlopp("spend", "read", FILE, home=tmp_path)
    assert done.returncode == 3, "some input was left out"
    assert "4 988 av 5 000 rader används" in done.stdout.replace("\xa0", " ")
    assert "rad 616: ”se bilaga” – beloppet går inte att tyda" in done.stdout


def test_an_unknown_column_is_asked_for_once(tmp_path):
    path = tmp_path / "egen.csv"
    path.write_text("Till;Pengar\nÖvning AB;1 000,50\n", "utf-8")
    first = omlopp("spend", "read", str(path), home=tmp_path)
    assert first.returncode == 2 and "--column amount_sek=" in first.stderr
    said = omlopp(
        "spend",
        "read",
        str(path),
        "--column",
        "amount_sek=Pengar",
        "--column",
        "supplier=Till",
        home=tmp_path,
    )
    assert said.returncode == 0
    again = omlopp("spend", "read", str(path), "--json", home=tmp_path)
    assert json.loads(again.stdout)[0]["columns"] == {"supplier": "Till", "amount_sek": "Pengar"}


def test_every_screening_says_what_its_figures_may_be_used_for(tmp_path):
    for language, words in (("sv", "bedömer aldrig ett anbud"), ("en", "never judge an offer")):
        done = omlopp(
            "spend", "screen", FILE, "--pictures", str(tmp_path / "bilder"), home=tmp_path, language=language
        )
        assert done.returncode == 0, done.stderr
        assert words in done.stdout and "US EPA" in done.stdout
    assert (tmp_path / "bilder/treemap.svg").is_file()


def test_the_shortlist_without_statistics_says_what_is_not_known(tmp_path):
    done = omlopp("spend", "potential", FILE, "--on", "2026-11-21", "--json", home=tmp_path)
    found = json.loads(done.stdout)
    assert found["pilots"][0]["cpv"] == "45" and found["regions"] == []
    assert found["factors"]["price_basis"] == "purchaser" and found["factors"]["hash"]
    assert "score" not in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("spend", "read", "finns-inte.csv"), "finns-inte.csv"),
        (("spend", "screen", FILE, "--chart", "bas2030"), "bas2030"),
        (("spend", "screen", FILE, "--factors", "nonexistent"), "epa_v1_3"),
        (("spend", "screen", FILE, "--factors", "defra_2024"), "SEK"),
        (("spend", "screen", FILE, "--factors", "exiobase34"), "packs add"),
        (("spend", "read", FILE, "--rate", "EUR"), "EUR=11,25"),
        (("spend", "read", FILE, "--column", "belopp"), "amount_sek"),
        (("spend", "potential", FILE, "--county", "Atlantis"), "Atlantis"),
        (("spend", "potential", FILE, "--on", "snart"), "snart"),
        (("spend", "potential"), "registry-se"),
        (("spend", "decide", "Övning AB", "99"), "99"),
        (("factors", "add", "."), "card.yaml"),
    ],
)
def test_refusals_name_what_is_wrong_and_what_to_do(tmp_path, words, says):
    done = omlopp(*words, home=tmp_path)
    assert done.returncode == 2, done.stdout[-500:]
    assert says in done.stderr and "Traceback" not in done.stderr


def test_the_sets_are_listed_with_licence_and_basis(tmp_path):
    found = {one["id"]: one for one in json.loads(omlopp("factors", "list", "--json", home=tmp_path).stdout)}
    assert found["epa_v1_3"]["ships"] and found["epa_v1_3"]["price_basis"] == "purchaser"
    assert found["exiobase34"]["share_alike"] and not found["exiobase34"]["at_hand"]


# Pictures


def drawn(language: str):
    from omlopp.cli.spend_lines import potential_pictures, screened_pictures

    found = flow.screen([Path(FILE)], place=FOLDER / "none")
    made = flow.potential(found, flow.day_of("2026-11-21"))
    return screened_pictures(found, language) | potential_pictures(made, language), found


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pictures_are_whole_and_carry_text_credit_and_warning(language):
    pictures, found = drawn(language)
    assert set(pictures) == {"treemap", "pareto", "matrix"}
    for name, picture in pictures.items():
        root = ElementTree.fromstring(picture.svg)
        words = " ".join(element.text or "" for element in root.iter() if element.tag.endswith("text"))
        assert "US EPA" in words and picture.alt and picture.title and picture.source
        assert "{" not in picture.alt
        if name != "treemap":
            assert ("rangordnar" if language == "sv" else "rank") in words
    assert len(plain.treemap_rows(found, language)) > 30


def test_an_empty_screening_draws_empty_pictures():
    from omlopp.documents.pictures import spend

    for picture in (spend.treemap([], "sv", "x"), spend.pareto([], "sv", "x"), spend.matrix([], "sv", "x")):
        assert picture.svg.startswith("<svg")


def test_tiles_fill_the_rectangle_and_keep_their_proportions():
    values = [60.0, 25.0, 10.0, 4.0, 1.0]
    tiles = squarified(values, 0, 0, 200, 100)
    assert [round(width * high / 200, 6) for _, _, width, high in tiles] == values
    assert max(x + width for x, _, width, _ in tiles) <= 200.001
