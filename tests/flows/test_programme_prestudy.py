"""A region's pre-study from an invented registry and the exercise ledger: what it says, and what it must not say."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from omlopp.documents.plan import Bullets, Document, Facts, Heading, Table
from omlopp.documents.plans.programme_prestudy import prestudy
from omlopp.documents.plans.programme_prestudy_told import Prestudy
from omlopp.flows import programme_prestudy as flow
from omlopp.flows import spend
from omlopp.library.load import ROOT
from tests.conftest import needs_pack
from tests.documents.reading import pdf_pages, plain

ON = date(2026, 11, 22)
NUMBERS = {"BRÄCKE KOMMUN": "2120002510", "ÅRE KOMMUN": "", "MALMÖ STAD": "2120001124"}  # one is not told
LEDGER = ROOT / "samples" / "spend" / "ovningsreskontra.csv"
SHARED = [
    "upphandlings_id", "kopare", "kopare_orgnr", "sektor", "cpv", "samordnad", "titel", "publicerad", "annonsdatabas",
]  # fmt: skip
# Bräcke: one procurement of eight lots with one bid each, and one of a single lot with five. Åre: one with three.
PROCUREMENTS = (
    ("P1", "BRÄCKE KOMMUN", "39000000", [1] * 8, 900_000), ("P2", "BRÄCKE KOMMUN", "45233000", [5], 500),
    ("P3", "ÅRE KOMMUN", "45233100", [3], 4_000_000), ("P4", "ÅRE KOMMUN", "90500000", [], None),
    *((f"N{at}", "MALMÖ STAD", "39000000", [6], 1_000_000) for at in range(6)),
)  # fmt: skip


def pack(folder: Path) -> Path:
    """The registry in the form of the real one, invented, with a card."""
    tables: dict[str, list[list[str]]] = {
        "procurements": [SHARED], "bids": [[*SHARED, "anbudsomrades_id", "antal_anbud"]],
        "winners": [[*SHARED, "anbudsomrades_id", "leverantor", "leverantor_storlek", "leverantor_juridisk_form",
                     "antal_kontrakterade_anbud"]],
        "values": [[*SHARED, "kontrakterat_varde_sek"]],
    }  # fmt: skip
    for id, buyer, cpv, bids, value in PROCUREMENTS:
        row = [
            id,
            buyer,
            NUMBERS[buyer],
            "Kommun",
            cpv,
            "False",
            f"Titel som inte ska visas {id}",
            "2021-03-01",
            "Basen Ett" if id in ("P1", "P2", "P3", "N0", "N1") else "Basen Två",
        ]
        tables["procurements"].append(row)
        for lot, number in enumerate(bids):
            tables["bids"].append([*row, f"{id}-{lot}", str(number)])
            size = "Mikroföretag" if id == "P2" else "Stora företag"
            tables["winners"].append([*row, f"{id}-{lot}", f"Firma {id} AB", size, "Aktiebolag", "1"])
        if value is not None:
            tables["values"].append([*row, str(value)])
    folder.mkdir()
    files = []
    for name, rows in tables.items():
        held = io.StringIO()
        csv.writer(held).writerows(rows)
        (folder / f"{name}.csv").write_text(held.getvalue(), "utf-8")
        sum_ = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
        files.append(f"- {{path: {name}.csv, sha256: {sum_}}}")
    card = "name: registry-se\nkind: registry\ntitle: t\nsource: s\nlicence: CC0\nversion: '1'\nfiles:\n"
    (folder / "pack.yaml").write_text(card + "\n".join(files) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Prestudy:
    place = pack(tmp_path_factory.mktemp("packs") / "registry")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMLOPP_PACKS", str(place))
        patch.setenv("OMLOPP_HOME", str(tmp_path_factory.mktemp("home")))
        made = flow.study("jämtland", [LEDGER], ON, "sv")
    return made


@pytest.fixture(scope="module")
def paper(found: Prestudy) -> Document:
    return prestudy(found, "sv")


def rows(paper: Document, begins: str) -> list[str]:
    return [
        plain(" | ".join(row))
        for block in paper.blocks
        if isinstance(block, Table) and block.caption.startswith(begins)
        for row in block.rows
    ]


def text(paper: Document) -> str:
    parts: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Table):
            parts += [block.caption, *(" | ".join(row) for row in block.rows)]
        elif isinstance(block, Bullets):
            parts += block.items
        elif isinstance(block, Facts):
            parts += [f"{label} {said}" for label, said in block.pairs]
        else:
            parts += [str(getattr(block, "text", "")), str(getattr(block, "title", ""))]
    return plain(" ".join(parts))


def test_all_ten_points_stand_in_order(paper):
    heads = [one.text for one in paper.blocks if isinstance(one, Heading)]
    points = [one for one in heads if one[:1].isdigit()]
    assert [one.split(".")[0] for one in points] == [str(number) for number in range(1, 11)]
    assert "Förslag till beslut" in heads and "Det vi inte vet" in heads


def test_bids_are_told_by_lot_and_by_procurement(paper):
    """Ten lots with 16 bids are 1,6 a lot; procurements with 1, 5 and 3 are 3 each, and one of three has a single bid."""
    assert rows(paper, "Räknat per del")[1] == "Jämtland | 10 | 1,60 | 1,0 | 8 | för få"
    assert rows(paper, "Samma räknat")[1] == "Jämtland | 3 | 3,00 | för få"
    assert rows(paper, "Samma räknat")[0] == "Hela källan | 9 | 5,00 | 11 %"


def test_a_share_of_few_procurements_and_a_count_of_one_or_two_firms_are_not_shown(paper, found):
    """One micro firm in the county: neither it nor what gives it away by subtraction is told."""
    sizes = rows(paper, "Vinster i kontrakterade")
    assert [row.split(" | ")[2] for row in sizes] == ["visas inte", "visas inte"]
    groups = rows(paper, "Länets varugrupper")
    assert groups and all(row.split(" | ")[2] in ("< 3", "0") for row in groups)
    pilots = [
        row for row in found.pilots if row["supply"] and 0 < row["supply"]["suppliers"] < found.least_count
    ]
    assert pilots, "the case is there"
    assert "Leverantörer som vann" not in text(paper), "nor in the reasons for a pilot"
    assert "färre än 3 företag vann" in text(paper)


def test_contracted_value_is_never_called_spend_and_placeholders_are_apart(paper):
    said = text(paper)
    assert (
        "2 av länets 4 upphandlingar har ett kontrakterat värde över 1 000 kronor, tillsammans 5 mnkr" in said
    )
    assert "aldrig inköp och aldrig ett årsbelopp" in said and "1 värden på 0–1 000 kronor" in said


def test_no_supplier_and_no_title_is_printed(paper):
    assert "Firma" not in text(paper) and "Titel som inte" not in text(paper), (
        "titles may hold sole traders' names"
    )


def test_what_several_buyers_bought_apart_is_pointed_out_by_its_own_name(paper):
    first = rows(paper, "Slag av köp")[0]
    assert first.startswith("Delar av eller kompletta bygg- och anläggningsarbeten"), (
        "three digits have a name"
    )
    assert first.endswith("(452) | 2 | 2 | 1 av 2 | 4,0")


def test_the_country_is_weighed_by_the_databases_that_the_countys_buyers_use(paper):
    """The county's bids are known in Basen Ett alone, where the others have 6 each: 3 against 6 is not the database."""
    said = text(paper)
    assert "annonsdatabaserna Basen Ett. Vägs övriga landet på samma sätt har det 6,00 anbud" in said
    assert "skillnaden i antal anbud finns alltså kvar" in said


def test_a_picture_of_the_ledger_names_the_ledger_as_its_source(found):
    assert found.treemap.source == LEDGER.name, "the areas are kronor of the ledger, not the factors'"
    assert found.matrix.source.startswith(f"{LEDGER.name}; ")


def test_why_the_other_counties_stand_beside_is_said(paper):
    assert "Till jämförelse står Norrbotten (glest befolkat, i norr)" in text(paper)


def test_pilots_from_an_invented_ledger_cannot_be_decided(found, paper):
    assert "kan inte beslutas på det här underlaget" in text(paper)
    real = prestudy(replace(found, exercise=False), "sv")
    assert "kan inte beslutas" not in text(real) and not real.exercise


@pytest.mark.parametrize(
    ("known", "says"), [(4, "4 upphandlingar, för få för ett medelvärde"), (5, "2,4 anbud per")]
)
def test_a_mean_of_few_procurements_is_not_told_of_a_product_group(found, known, says):
    bids = {"lots": known, "procurements": known, "mean_by_procurement": 2.4}
    pilot = found.pilots[0] | {"supply": {"wins": 9, "suppliers": 3, "bids": bids}}
    assert says in text(prestudy(replace(found, pilots=[pilot]), "sv"))


def test_the_invented_ledger_is_said_to_be_invented_on_every_page_and_the_statistics_to_be_real(found, paper):
    from omlopp.documents import pdf

    assert found.exercise and paper.exercise and "verkliga" in paper.stamps[0]
    pages = pdf_pages(pdf.render(paper))
    assert all("ÖVNING" in page and "Bara reskontran är påhittad" in page for page in pages)
    assert "säger därför inget om länet" in text(paper)


def test_what_nobody_knows_is_unknown_and_never_nought(paper):
    assert all(row.endswith("okänt") for row in rows(paper, "De 10 största"))
    assert "När avtalen går ut. Läs in ett avtalsregister." in text(paper)


def test_no_group_is_proposed_within_another(found):
    codes = [row["cpv"] for row in found.pilots]
    assert 0 < len(codes) <= flow.PILOTS
    assert not any(a != b and a.startswith(b) for a in codes for b in codes)


def test_every_number_has_base_source_and_method(paper):
    method = rows(paper, "Talen i förstudien")
    assert len(method) == 6 and all(all(cell.strip() for cell in row.split("|")) for row in method)


def test_english_holds_the_same_rows(monkeypatch, tmp_path):
    monkeypatch.setenv("OMLOPP_PACKS", str(pack(tmp_path / "registry")))
    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path))
    made = prestudy(flow.study("SE322", [LEDGER], ON, "en"), "en", owner="The Region", number_="RUN/1")
    assert rows(made, "Counted by lot")[1].startswith("Jämtland | 10 | 1.60 | 1.0 | 8")
    assert "okänt" not in text(made) and ("Owner", "The Region") in made.marks


def test_without_the_statistics_or_the_county_it_says_what_is_needed(monkeypatch: Any, tmp_path: Path):
    monkeypatch.setenv("OMLOPP_PACKS", "/finns/inte")
    with pytest.raises(spend.RegistryMissing):
        flow.study("SE322", [LEDGER], ON, "sv")
    with pytest.raises(spend.NoCounty):
        flow.study("Atlantis", [LEDGER], ON, "sv")


@pytest.mark.parametrize(
    ("name", "plain_name"),
    [("BERGS KOMMUN", "Bergs kommun"), ("ÖSTERSUNDSHEM AB", "Östersundshem AB"), ("JÄMTKRAFT AKTIEBOLAG", "Jämtkraft AB"),
     ("LÄNSSTYRELSEN I JÄMTLANDS LÄN", "Länsstyrelsen i Jämtlands län"), ("Region Skåne", "Region Skåne")],
)  # fmt: skip
def test_buyers_in_capitals_are_told_as_people_write_them(name, plain_name):
    assert flow._plain(name) == plain_name


@needs_pack("registry-se")
def test_jamtland_2021_is_as_its_readme_counts(tmp_path, monkeypatch):
    """267 lots in 111 procurements, 93 with a single bid (35 %) but 24 % by procurement; 18 buyers."""
    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path))
    found = flow.study("SE322", [LEDGER], ON, "sv")
    made = prestudy(found, "sv")
    assert len(found.buyers) == 18
    assert rows(made, "Räknat per del")[1] == "Jämtland | 267 | 2,48 | 2,0 | 93 | 35 %"
    assert rows(made, "Räknat per del")[2].endswith("| 129 | 3,08 | 2,0 | 31 | 24 %")
    assert rows(made, "Samma räknat")[1] == "Jämtland | 111 | 2,97 | 24 %"
    said = text(made)
    assert "går inte att säga: 35 % av delarna (93 av 267) men 24 % räknat per upphandling" in said
    assert "(medelvärdet av 111), mot 22 % och 22 % i hela källan" in said
    assert (
        "två upphandlingar 52 % av länets delar (138 av 267)" in said
        and "färre anbud än källan som helhet" in said
    )
    assert rows(made, "Vinster i kontrakterade")[1] == "Jämtland | 353 | 57 | 92 | 63 | 138 | 3"
