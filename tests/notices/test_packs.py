"""With the packs at hand: every shared notice is read, and agrees with what its manifest says."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from omlopp.flows.notices import Rejected, each, explained
from omlopp.library.codelists import country2, language2
from omlopp.notices.shown import lines
from omlopp.notices.sources import contents
from tests.conftest import needs_pack, pack_folder
from tests.notices.test_read import SAMPLES

FOLDERS = ("ted", "eforms", "doffin")
LISTS = {
    "BT-06": "strategic-procurement",
    "BT-774": "environmental-impact",
    "BT-775": "social-objective",
    "BT-776": "innovative-acquisition",
    "BT-805": "gpp-criteria",
}


@cache
def pack() -> tuple[dict, dict, list]:
    """(file → manifest row, file → notice, rejected) of the notices pack."""
    folder = pack_folder("notices")
    assert folder
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as rows:
        manifest = {row["file"]: row for row in csv.DictReader(rows)}
    notices, rejected = {}, []
    for part in FOLDERS:
        for one in each([folder / part]):
            if isinstance(one, Rejected):
                rejected.append(one)
            else:
                notices[f"{part}/{one.file}"] = one
    return manifest, notices, rejected


@needs_pack("notices")
def test_every_shared_notice_is_read():
    manifest, notices, rejected = pack()
    assert len(notices) == len(manifest) == 857
    assert rejected == []


@needs_pack("notices")
@pytest.mark.parametrize("fact", ["country", "language", "date", "declared"])
def test_facts_agree_with_the_manifest(fact):
    manifest, notices, _ = pack()
    differ = {
        file: pair
        for file, notice in notices.items()
        if (pair := _pair(fact, notice, manifest[file]))[0] != pair[1]
    }
    assert differ == {}


@needs_pack("notices")
def test_lots_and_cpv_differ_from_the_manifest_only_where_we_can_say_why():
    """A LotsGroup is no lot; R2.0.8 lots of planning notices and of contracts are read as lots; the form's main CPV is the main one."""
    manifest, notices, _ = pack()
    differ = defaultdict(list)
    for file, notice in notices.items():
        if len(notice.lots) != int(manifest[file]["lots"]):
            group = notice.format == "eforms" and len(notice.lots) == int(manifest[file]["lots"]) - 1
            old = notice.schema_version.startswith("R2.0.8")
            differ["lots group" if group else "lots of R2.0.8" if old else f"unexplained {file}"].append(file)
        if (notice.cpv[:1] or ("",))[0] != manifest[file]["cpv"]:
            differ["cpv" if manifest[file]["cpv"] in notice.cpv else f"unexplained cpv {file}"].append(file)
    assert {why: len(files) for why, files in differ.items()} == {
        "lots group": 4,
        "lots of R2.0.8": 10,
        "cpv": 5,
    }


def _pair(fact, notice, row):
    if fact == "country":
        return notice.country, country2(row["country"])
    if fact == "language":
        return notice.language, language2(row["language"])
    if fact == "date":
        return str(notice.published_on or notice.sent_on).replace("-", ""), row["date"].replace("-", "")
    said = (
        code.replace("social-procurement=", "social-objective=") for code in row["strategic_codes"].split()
    )
    kept = sorted({code for code in said if code.partition("=")[0] in LISTS.values()})
    return sorted({f"{LISTS[one.field]}={one.code}" for one in notice.declared}), kept


CRITERIA = re.compile(
    rb"<AC_(QUALITY|PRICE|COST|PROCUREMENT_DOC|CRITERION)|<(cac:)?SubordinateAwardingCriterion>|<CRITERIA_DEFINITION>|<LOWEST_PRICE"
)
BIDS = re.compile(rb"NB_TENDERS_RECEIVED>|OFFERS_RECEIVED_NUMBER>|received-submission-type\">tenders<")


@needs_pack("notices")
def test_criteria_and_bids_that_stand_in_a_file_are_read():
    _, notices, _ = pack()
    folder = pack_folder("notices")
    assert folder
    missed = []
    for part in FOLDERS:
        for name, data in contents([folder / part]):
            notice = notices.get(f"{part}/{name}")
            if notice is None or not isinstance(data, bytes):
                continue
            if CRITERIA.search(data) and not any(
                lot.criteria or lot.criteria_in_documents for lot in notice.lots
            ):
                missed.append(name)
            if BIDS.search(data) and notice.bids_received is None:
                missed.append(name)
    assert missed == []


@needs_pack("notices")
def test_every_shared_notice_is_explained_with_quotes_that_stand_in_its_text():
    _, notices, _ = pack()
    for file, notice in notices.items():
        explanation = explained(notice)
        texts = defaultdict(list)
        for text in notice.texts:
            texts[text.field, text.lot_id].append(text.text)
        for one in explanation.found:
            assert any(text[one.start : one.end] == one.quote for text in texts[one.field, one.lot_id]), file
        assert all("None" not in line for line in list(lines(explanation.data(), "sv"))[2:14]), file


@needs_pack("notices")
def test_the_draft_lexicon_is_no_worse_than_measured():
    """Class yes on the labelled notices, as measured on 2026-11-21: a floor, not a boast. Issue 3 raises it."""
    _, notices, _ = pack()
    folder = pack_folder("notices")
    assert folder
    with (folder / "labels_dev.csv").open(encoding="utf-8", newline="") as rows:
        labels = {row["notice"]: row["circular"] for row in csv.DictReader(rows)}
    files = {name.removesuffix(".gz"): notice for name, notice in notices.items()}
    counted = Counter(
        (label == "yes", bool(explained(files[name.removesuffix(".gz")]).strong))
        for name, label in labels.items()
    )
    right, said, there = (
        counted[True, True],
        counted[True, True] + counted[False, True],
        sum(count for (label, _), count in counted.items() if label),
    )
    assert right / said >= 0.40 and right / there >= 0.55, counted


@needs_pack("eforms-sdk")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_our_eforms_samples_are_valid_by_the_official_schema(path):
    folder = pack_folder("eforms-sdk")
    assert folder
    tree = etree.parse(str(path))
    name = etree.QName(tree.getroot()).localname
    if name == "TED_EXPORT":
        return  # its schema is not in the pack
    schema = etree.XMLSchema(etree.parse(str(Path(folder) / "schemas" / "maindoc" / f"UBL-{name}-2.3.xsd")))
    assert schema.validate(tree), schema.error_log
