"""Bids of a county against the nation, counted by hand; winners by size with nothing small to be worked out."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from omlopp.flows import market
from omlopp.notices.filters import Filters
from omlopp.statistics.bids import bids, median
from tests.conftest import needs_pack, pack_folder
from tests.statistics.building import DAY, notice, store
from tests.statistics.test_shares import lines

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "statistics" / "bids.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["says"])
def test_as_counted_by_hand(case, tmp_path):
    made = [
        notice(
            str(number), nuts=[line["county"]], buyer_id=line["buyer"], title=f"Upphandling {number} av saker",
            lots=[int(one) for one in line["bids"].split()],
        )
        for number, line in enumerate(lines(case["procurements"]))
    ]  # fmt: skip
    found = bids(store(tmp_path, *made), Filters(), "notice", DAY, "SE322")
    rows = [row for row in found.rows if not row.trimmed]
    for row, line in zip(rows, lines(case["expect"]), strict=True):
        assert [row.code, row.by] == [line["code"], line["by"]]
        counted = (row.buyers, row.lots, row.procurements, row.single, row.of)
        assert counted == tuple(
            int(line[name]) for name in ("buyers", "lots", "procurements", "single", "of")
        )
        assert row.mean == pytest.approx(float(line["mean"]), abs=5e-5)
        assert row.median == float(line["median"])
        assert row.single_share == pytest.approx(float(line["single_share"]), abs=5e-5)
        assert row.interval.low <= row.single_share <= row.interval.high


def test_the_largest_are_left_out_only_where_enough_is_left(tmp_path):
    made = [notice(str(n), lots=[1] * (9 if n < 2 else 1), title=f"Nummer {n} i raden") for n in range(7)]
    found = bids(store(tmp_path, *made), Filters(), "notice", DAY, "SE322")
    trimmed = [row for row in found.rows if row.trimmed and row.by == "lot"]
    assert [(row.lots, row.procurements) for row in trimmed] == [(5, 5)]
    few = [notice(str(n), lots=[1], title=f"Nummer {n} i raden") for n in range(4)]
    assert bids(store(tmp_path / "few", *few), Filters(), "notice", DAY, "SE322") is None


def test_the_middle_of_values_that_stand_several_times():
    assert median([(4, 1), (1, 3)]) == 1
    assert median([(1, 2), (4, 2)]) == 2.5
    assert median([(3, 1)]) == 3


def test_a_county_whose_rest_is_one_firm_is_withheld_whole(tmp_path):
    """The nation has 6 small winners, the county 5 of them: the nation less the county would be one firm."""
    made = [
        notice("1", winners=["Små företag"] * 5, lots=[3]),
        notice("2", winners=["Små företag"], nuts=["SE110"], lots=[3]),
        *(notice(str(n), lots=[2], title=f"Nummer {n} i raden") for n in range(3, 9)),
    ]
    found = bids(store(tmp_path, *made), Filters(), "notice", DAY, "SE322")
    nation, county = found.winners[:2]
    assert nation.sizes["small"] == 6 and nation.total == 6
    assert set(county.sizes.values()) == {None} and county.total is None


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """The Swedish registry of 2021, read as `omlopp notices read` reads it."""
    from omlopp.notices.run import run

    folder = tmp_path_factory.mktemp("registry")
    run([pack_folder("registry-se")], folder, 1)
    return market.open_store(folder)


@needs_pack("registry-se")
def test_jamtland_against_the_nation_as_the_pack_describes_it(registry):
    """README of the pack, "Low density": all 18 buyers of the county are in the shared half, 16 of them with bids."""
    found = market.county_bids(registry, Filters(), "Jämtland", DAY)
    rows = {(row.code, row.by, row.trimmed): row for row in found.rows}
    county = rows["SE322", "lot", 0]
    assert (county.buyers, county.lots, county.procurements) == (16, 267, 111)
    assert (round(county.mean, 2), county.median, round(county.single_share, 3)) == (2.48, 2, 0.348)
    core = rows["SE322-core", "lot", 0]
    assert (core.buyers, core.lots, core.procurements) == (12, 245, 89)
    assert (round(core.mean, 2), core.median, round(core.single_share, 3)) == (2.44, 2, 0.359)
    without = rows["SE322", "lot", 2]
    assert (without.lots, without.procurements) == (129, 109)
    assert (round(without.mean, 2), round(without.single_share, 3)) == (3.08, 0.240)
    by_procurement = rows["SE322", "procurement", 0]
    assert (round(by_procurement.mean, 2), round(by_procurement.single_share, 2)) == (2.97, 0.24)
    sizes = [[*row.sizes.values()] for row in found.winners]
    assert sizes[1] == [57, 92, 63, 138, 3] and sizes[2] == [44, 82, 59, 130, 3]


@needs_pack("registry-se")
def test_the_flag_follows_the_platform(registry):
    """Counted from the pack's file by plain Python beside the table."""
    counted = defaultdict(lambda: [0, 0])
    seen = set()
    for path in pack_folder("registry-se").glob("upphandlingar_*.csv.gz"):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["upphandlings_id"] not in seen:
                    seen.add(row["upphandlings_id"])
                    counted[row["annonsdatabas"]][0] += row["miljo"] == "True"
                    counted[row["annonsdatabas"]][1] += 1
    view = market.overview(registry, Filters(), DAY)
    assert {row.platform: [row.declared, row.of] for row in view.bias.rows} == dict(counted)
    sizes = [row.of for row in view.bias.rows]
    assert sizes == sorted(sizes, reverse=True), "by size, never by the flag"
    assert "rangordna programvara" in view.bias.note.sv
    head = view.headline
    assert head.code == "title" and head.of == len(seen) and head.corrected
    assert head.interval.low <= head.share <= head.interval.high


@needs_pack("registry-se")
def test_the_error_that_shares_are_corrected_with_is_that_of_detection_today():
    """Fails when detection has changed since it was measured: measure again with `omlopp market error`."""
    from omlopp.flows.detection import evaluate
    from omlopp.flows.market_error import measured_error
    from omlopp.statistics.error import detector_errors

    labels = pack_folder("registry-se") / "labels_titles_sv_dev.csv"
    now = measured_error(evaluate(labels, labels.parent), "title", labels.stem, DAY)
    kept = detector_errors()["title"]
    assert (kept.positives_found, kept.positives) == (now["found"], now["found"] + now["missed"])
    assert (kept.negatives_left, kept.negatives) == (
        now["left_alone"],
        now["left_alone"] + now["false_alarms"],
    )
