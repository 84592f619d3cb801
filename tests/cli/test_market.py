"""omlopp market: by hand, for programs, and with odd input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.statistics.building import asks, notice, store


def omlopp(
    *arguments: str, language: str = "sv", home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    own = {"OMLOPP_LANG": language} | ({"OMLOPP_HOME": str(home)} if home else {})
    return subprocess.run(
        [sys.executable, "-m", "omlopp", "market", *arguments],
        env=os.environ | own,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("market")
    store(
        folder,
        *(asks(str(n), platform="A", lots=[n + 1], flag=True) for n in range(5)),
        *(notice(f"n{n}", platform="A", nuts=["SE110"]) for n in range(6)),
    )
    return str(folder)


def test_shares_with_base_interval_and_source(kept):
    read = omlopp("--store", kept, "shares", "--by", "county").stdout.replace("\xa0", " ")
    assert (
        "Jämtlands län" in read and "5 av 5" in read and "Läst text: annonserna" in read and "Källa: " in read
    )
    assert "Text read: the notices" in omlopp("--store", kept, "shares", language="en").stdout
    rows = json.loads(omlopp("--store", kept, "shares", "--by", "platform", "--json").stdout)["rows"]
    assert [(row["code"], row["hits"], row["of"]) for row in rows if row["row"] == "row"] == [("A", 5, 11)]


def test_declared_bids_sentences_and_standard(kept):
    assert "Miljöhänsyn angivet" in omlopp("--store", kept, "declared").stdout
    assert set(json.loads(omlopp("--store", kept, "declared", "--json").stdout)) == {"declared", "platforms"}
    assert "Jämtlands län" in omlopp("--store", kept, "bids", "--county", "jämtland").stdout
    assert json.loads(omlopp("--store", kept, "sentences", "--json", "--limit", "2").stdout)["total"] == 5
    found = json.loads(omlopp("--store", kept, "standard", "reused_furniture_share", "--json").stdout)
    assert (found["asks"], found["of"]) == (5, 11) and len(found["notices"]) == 5


def test_export_writes_the_file_it_names(kept, tmp_path):
    to = tmp_path / "map.svg"
    assert omlopp("--store", kept, "export", "map", "--form", "svg", "--to", str(to)).returncode == 0
    assert to.read_bytes().startswith(b"<svg")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--year", "1800", "shares"], "1800"),
        (["--year", "abc", "shares"], "abc"),
        (["--text-read", "poem", "shares"], "poem"),
        (["shares", "--by", "moon"], "Det finns ingen tabell moon"),
        (["bids", "--county", "Atlantis"], "Atlantis är inget svenskt län"),
        (["standard", "nonsense"], "Kravbanken har inget krav nonsense"),
        (["export", "map", "--form", "gif"], "map kan inte skrivas som gif"),
        (["--year", "1995", "export", "map", "--form", "svg"], "Det finns inget att rita"),
        (["export", "county", "--to", "/no/such/folder/x.csv"], "går inte att skriva"),
    ],
)
def test_odd_input_is_one_plain_sentence(kept, arguments, says):
    done = omlopp("--store", kept, *arguments)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_a_selection_that_holds_nothing_is_no_fault(kept):
    done = omlopp("--store", kept, "--year", "1995", "shares")
    assert done.returncode == 0 and "Ingen upphandling passar urvalet" in done.stdout


def test_no_store_an_empty_one_and_a_broken_one(tmp_path):
    assert "Det finns inga inlästa annonser" in omlopp("shares", home=tmp_path).stderr
    folder = tmp_path / "notices" / "year=2021"
    folder.mkdir(parents=True)
    assert "Det finns inga inlästa annonser" in omlopp("--store", str(tmp_path), "shares").stderr
    (folder / "part-000000.parquet").write_text("no parquet")
    done = omlopp("--store", str(tmp_path), "shares")
    assert done.returncode == 2 and "går inte att läsa som inlästa annonser" in done.stderr
