"""The library is read once and kept; a bad file is named with file, line and mend; the rest loads."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from omlopp.flows.library import NotPublishable, library_faults, require_publishable
from omlopp.flows.publish import guide
from omlopp.library.cache import Parsed, place_for
from omlopp.library.files import LARGEST
from omlopp.library.load import ROOT, library
from omlopp.library.messages import keyed

FILE = "criteria/furniture/furniture_spare_parts.yaml"
FILES = (FILE, "criteria/furniture/furniture_disassembly.yaml", "criteria/it/laptop_battery_warranty.yaml")


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A small library of its own that a test may break."""
    root = tmp_path / "library"
    for name in ("process", "goals", "indicators"):
        shutil.copytree(ROOT / name, root / name)
    for file in FILES:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    shutil.copy(ROOT / "names.yaml", root)
    return root


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("OMLOPP_HOME", str(place))
    return place


def read(root: Path):
    """As a new process would."""
    library.cache_clear()
    return library(root)


def kept(home: Path) -> list[Path]:
    return sorted((home / "cache").glob("library-*.json")) if (home / "cache").is_dir() else []


# Kept by content


def test_what_is_read_from_the_cache_is_what_was_read_from_the_files(bank, home):
    cold = read(bank)
    (file,) = kept(home)
    written = file.stat().st_mtime_ns
    warm = read(bank)
    assert warm == cold and file.stat().st_mtime_ns == written, "nothing new: nothing written"


def test_a_changed_file_is_read_anew_and_what_is_gone_is_not_kept(bank, home):
    read(bank)
    path = bank / FILE
    path.write_text(path.read_text("utf-8").replace("level: bas", "level: avancerad"), "utf-8")
    (bank / "criteria/furniture/furniture_disassembly.yaml").unlink()
    again = read(bank)
    assert again.criteria["furniture_spare_parts"].level.value == "avancerad"
    (file,) = kept(home)
    contents = json.loads(file.read_bytes())["files"].values()
    assert sum("measured_by" in content for content in contents) == len(FILES) - 1


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[]", b'{"form": 0, "files": {}}', b'{"form": 1}', b"\xff\xfe"]
)
def test_a_cache_that_cannot_be_read_is_made_again(bank, home, broken):
    cold = read(bank)
    (file,) = kept(home)
    file.write_bytes(broken)
    assert read(bank) == cold
    assert json.loads(file.read_bytes())["files"]


def test_the_cache_lets_nothing_through(bank, home):
    """As JSON a day in a text is a text: a file that did not fit is never kept, so it is refused every time."""
    path = bank / FILE
    path.write_text(
        path.read_text("utf-8").replace('name: {sv: "', 'name: {sv: 2026-11-21, en: x}\nwas: {sv: "', 1),
        "utf-8",
    )
    first = [str(one) for one in read(bank).problems]
    assert first and [str(one) for one in read(bank).problems] == first


def test_a_content_that_somebody_wrote_into_the_cache_must_still_fit(bank, home):
    read(bank)
    (file,) = kept(home)
    held = json.loads(file.read_bytes())
    for content in held["files"].values():
        if "measured_by" in content:
            content["kind"] = "wish"
    file.write_text(json.dumps(held), "utf-8")
    assert {one.where for one in read(bank).problems} == {"kind"}


def test_a_workspace_that_cannot_be_written_is_no_hindrance(bank, home, monkeypatch):
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    assert read(bank).criteria and kept(home) == []


def test_a_cache_folder_that_is_a_file_is_no_hindrance(bank, home):
    (home / "cache").write_text("in the way", "utf-8")
    assert read(bank) == read(bank)


def test_no_workspace_is_made_by_reading(bank, tmp_path, monkeypatch):
    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path / "nowhere"))
    assert place_for(bank, tmp_path / "nowhere") is None
    assert read(bank).criteria and not (tmp_path / "nowhere").exists()


def test_without_a_place_nothing_is_kept():
    parser = Parsed(None)
    assert parser(b"a: 1", "a: 1") == {"a": 1}
    parser.save()


# Bad input


def write(bank: Path, before: str, after: str, file: str = FILE) -> int:
    """Plant it, and say on which line."""
    path = bank / file
    text = path.read_text("utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def faults_of(bank: Path, file: str = FILE):
    held = read(bank)
    found = [one for one in library_faults(held, bank) if one.file == file]
    return held, found


READING = {
    "a missing language": ('en: "Wearing', 'xx: "Wearing', "library-read-m"),
    "an unknown kind": ("kind: technical", "kind: wish", "library-read-choice"),
    "the NO trap": ("goal: C", "goal: NO", "library-read-yes-no"),
    "a number that should be text": ("strategy: C5", "strategy: 5", "library-read-quote"),
    "a day that should be text": ("strategy: C5", "strategy: 2026-11-21", "library-read-quote"),
    "a field that is not part of the format": ("level: bas", "level: bas\nfavourite: true", "library-read-unknown-field"),
    "a misspelt field": ("measured_by:", "messured_by:", "library-read-misspelt"),
    "a tab": ("level: bas", "\tlevel: bas", "library-read-tab"),
    "a key that stands twice": ("level: bas", "level: bas\nlevel: bas", "library-read-key-twice"),
    "a colon that is not quoted": ("level: bas", "level: bas: eller mer", "library-read-yaml"),
    "a legal point that is not there": ("hooks: [", "hooks: [no_such_point, ", "library-read-hook-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "key"), READING.values(), ids=READING)
def test_a_file_that_cannot_be_read_is_named_with_line_and_mend(bank, before, after, key):
    line = write(bank, before, after)
    held, (fault,) = faults_of(bank)
    assert fault.key.startswith(f"check.{key}")
    assert abs(fault.line - line) <= 1, "the line, or the one where the reader noticed"
    for language in ("sv", "en"):
        told = keyed(fault.key, fault.facts, language)
        assert told != fault.key and "–" not in told, told
    assert len(held.criteria) == len(FILES) - 1, "the rest loads"


def test_a_byte_order_mark_is_named_on_line_one(bank):
    path = bank / FILE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    _, (fault,) = faults_of(bank)
    assert (fault.key, fault.line) == ("check.library-read-bom.failed", 1)


def test_a_megabyte_is_named_and_not_parsed(bank):
    path = bank / FILE
    path.write_text(path.read_text("utf-8") + "# " + "x" * 1_000_000, "utf-8")
    held, (fault,) = faults_of(bank)
    assert fault.key == "check.library-read-large.failed" and fault.facts["most"] == LARGEST // 1000
    assert len(held.criteria) == len(FILES) - 1


def test_ten_thousand_aliases_cost_nothing(bank):
    """Each line doubles the one before: written out it would be larger than memory."""
    lines = ["x0: &x0 [a, a]"] + [f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]" for n in range(1, 60)]
    (bank / FILE).write_text("\n".join(lines), "utf-8")
    held, (fault,) = faults_of(bank)
    assert "library-read" in fault.key and len(held.criteria) == len(FILES) - 1


CHECKED = {
    "an unknown indicator": (
        "measured_by: spare_parts_years",
        "measured_by: luck",
        "library-indicator-unknown",
    ),
    "a CPV code that is none": ('cpv: ["', 'cpv: ["99", "', "library-cpv-unknown"),
    "a code that no standard has": (
        "eforms_bt_774: [circ-econ]",
        "eforms_bt_774: [circular]",
        "library-code-unknown",
    ),
    "an unknown relation": (
        "codes:",
        "relations: {requires: [nothing_here]}\ncodes:",
        "library-relation-unknown",
    ),
}


@pytest.mark.parametrize(("before", "after", "key"), CHECKED.values(), ids=CHECKED)
def test_a_file_that_is_read_but_wrong_is_named_with_line_and_mend(bank, before, after, key):
    line = write(bank, before, after)
    held, found = faults_of(bank)
    fault = next(one for one in found if one.key == f"check.{key}.failed")
    assert fault.line == line
    assert keyed(fault.key, fault.facts, "sv") != fault.key
    assert "furniture_spare_parts" in held.criteria, "it can be read"


def test_two_files_of_one_name_are_named(bank):
    shutil.copy(bank / FILE, bank / "criteria/it")
    held = read(bank)
    assert any(one.key == "check.library-id-twice.failed" for one in library_faults(held, bank))


def test_what_has_a_fault_is_read_but_not_published(bank):
    write(bank, "measured_by: spare_parts_years", "measured_by: luck")
    held = read(bank)
    assert held.criteria
    with pytest.raises(NotPublishable) as refused:
        require_publishable(held, bank, max(one.checked.last for one in held.criteria.values()))
    assert FILE in str(refused.value.facts["first"]) or int(refused.value.facts["count"]) > 1


def test_a_handbook_is_not_made_with_a_file_that_could_not_be_read(bank):
    (bank / FILE).write_text("kind: [", "utf-8")
    held = read(bank)
    assert held.criteria, "the rest is read"
    with pytest.raises(NotPublishable):
        guide(held, "sv", date(2026, 11, 21))


@pytest.fixture(autouse=True)
def _the_shipped_library_again():
    yield
    library.cache_clear()
