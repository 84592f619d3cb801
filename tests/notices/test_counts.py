"""Show 1 of reading: every shared notice is read, and the counts are those of the packs' own lists.

What each pack says of itself – its manifest, its checksums, the numbers of its README – stands beside what was read.
"""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from omlopp.flows.notices import Rejected, each
from omlopp.notices.repeats import WANTED, procedures
from omlopp.notices.schema import Notice
from tests.conftest import needs_pack, pack_folder


def folder(pack: str) -> Path:
    found = pack_folder(pack)
    assert found
    return found


def listed(pack: str, name: str) -> list[dict[str, str]]:
    with (folder(pack) / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@cache
def whole(pack: str) -> tuple[list[Notice], list[Rejected]]:
    """Everything in the pack's folder, as `omlopp notices read FOLDER` takes it."""
    read, rejected = [], []
    for one in each([folder(pack)]):
        (rejected if isinstance(one, Rejected) else read).append(one)
    return read, rejected


def named(notices: list[Notice]) -> list[str]:
    return sorted(one.file.removesuffix(".gz") for one in notices)


@needs_pack("notices")
def test_the_857_notices_and_54_releases_of_the_manifests_are_all_read():
    notices, rejected = whole("notices")
    files = [row["file"] for name in ("manifest.csv", "manifest_ocds.csv") for row in listed("notices", name)]
    assert rejected == [] and named(notices) == sorted(file.removesuffix(".gz") for file in files)
    assert Counter(one.format for one in notices) == {"ted-export": 680, "eforms": 112 + 65, "ocds": 54}


@needs_pack("notices")
@pytest.mark.parametrize("fact", ["languages of the README", "forms of the README"])
def test_the_notices_are_those_the_readme_counts(fact):
    text = (folder("notices") / "README.md").read_text("utf-8")
    notices = [one for one in whole("notices")[0] if one.format != "ocds"]
    if fact == "languages of the README":
        [line] = [line for line in text.splitlines() if line.startswith("Languages:")]
        said = {code.lower(): int(number) for code, number in re.findall(r"([A-Z]{2}) (\d+)", line)}
        assert {lang: n for lang, n in Counter(one.language for one in notices).items() if n > 4} == said
    else:
        rows = re.findall(r"^\| (ted|eforms|doffin)/ \| ([\d +]+) \|", text, re.MULTILINE)
        said = Counter()
        for part, numbers in rows:
            said[part] += sum(map(int, numbers.split("+")))
        assert Counter(one.file.split("/")[0] for one in notices) == said


@needs_pack("eforms-sdk-examples")
def test_the_92_examples_of_the_sdk_are_all_read():
    sums = (folder("eforms-sdk-examples") / "files.sha256").read_text("utf-8")
    files = [line.split()[-1] for line in sums.splitlines() if ".xml" in line]
    notices, rejected = whole("eforms-sdk-examples")
    assert rejected == [] and len(notices) == 92
    assert named(notices) == sorted(Path(file).name.removesuffix(".gz") for file in files)


@needs_pack("ted-eforms-pairs")
def test_both_formats_of_the_56_pairs_are_read_and_counted_as_56_procurements():
    manifest = listed("ted-eforms-pairs", "manifest.csv")
    notices, rejected = whole("ted-eforms-pairs")
    assert rejected == [] and len(manifest) == 56
    assert named(notices) == sorted(f"{part}/{row['file']}" for row in manifest for part in ("ted", "eforms"))
    joined = procedures({name: [getattr(one, name) for one in notices] for name in WANTED})
    assert len(set(joined.key)) == sum(joined.stands) == 56, "no pair counts twice, no two pairs as one"
    ids = Counter(one.procedure_id for one in notices)
    assert set(ids.values()) == {2}, "the two formats of a notice have one procedure_id"


@needs_pack("registry-se")
def test_the_procurements_and_tables_of_the_registry_are_those_of_its_readme():
    """Refused: rows of bids, winners and values whose procurement lies in the other half, and nothing else."""
    text = (folder("registry-se") / "README.md").read_text("utf-8")
    hit = re.search(r"([\d ]+) procurements of (\d+) buyers", text)
    assert hit
    notices, rejected = whole("registry-se")
    assert len(notices) == int(hit[1].replace(" ", "")) == 10_827
    assert len({one.buyer_id for one in notices}) == int(hit[2])
    assert Counter((one.error.code, one.file.partition("_")[0]) for one in rejected) == {
        ("notices.row_without_procurement", "bids"): 34,
        ("notices.row_without_procurement", "winners"): 35,
        ("notices.row_without_procurement", "values"): 7,
    }
