"""A pack is what its card says: source, licence, version and a checksum for every file."""

import hashlib
import os
from pathlib import Path

import pytest

from omlopp.flows import packs as flow
from omlopp.library import packs
from tests.conftest import needs_pack, pack_folder


def make_pack(folder: Path, name: str = "factors", **files: str) -> Path:
    """A small pack with a card that vouches for `files` (file name without ending → content)."""
    folder.mkdir(parents=True)
    files = files or {"table": "code,kg\nA,1\n"}
    entries = ""
    for stem, content in files.items():
        (folder / f"{stem}.csv").write_text(content, "utf-8")
        entries += f"- path: {stem}.csv\n  sha256: {sha256(content)}\n"
    card(folder, name, entries)
    return folder


def card(folder: Path, name: str, entries: str) -> None:
    head = "kind: factors\ntitle: Written for a test\nsource: a test\nlicence: CC0-1.0\nversion: 2026\n"
    (folder / "pack.yaml").write_text(f"name: {name}\n{head}files:\n{entries}", "utf-8")


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def codes(faults: tuple[packs.PackFault, ...]) -> list[str]:
    return [fault.code for fault in faults]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# Where packs are looked for


def test_packs_lie_in_the_workspace_unless_the_environment_names_folders(tmp_path, monkeypatch):
    monkeypatch.delenv("OMLOPP_PACKS", raising=False)
    assert packs.pack_folders(tmp_path) == [tmp_path / "packs"]
    monkeypatch.setenv("OMLOPP_PACKS", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    assert packs.pack_folders(tmp_path) == [tmp_path / "a", tmp_path / "b"]


def test_a_folder_may_be_a_pack_or_hold_packs(tmp_path):
    make_pack(tmp_path / "shelf/one", "one")
    make_pack(tmp_path / "shelf/two", "two")
    make_pack(tmp_path / "alone", "three")
    (tmp_path / "shelf/no-card").mkdir()
    found = packs.packs([tmp_path / "shelf", tmp_path / "alone", tmp_path / "is-not-there"])
    assert [pack.name for pack in found] == ["one", "three", "two"]


def test_the_first_of_two_packs_with_one_name_counts(tmp_path):
    first = make_pack(tmp_path / "a/same", "same")
    make_pack(tmp_path / "b/same", "same")
    assert packs.find("same", [tmp_path / "a", tmp_path / "b"]).folder == first


def test_an_unknown_pack_is_refused_with_the_known_ones(tmp_path):
    make_pack(tmp_path / "one", "one")
    with pytest.raises(packs.UnknownPack) as refused:
        packs.find("two", [tmp_path])
    assert refused.value.facts == {"name": "two", "known": "one"}


# What the card vouches for


def test_a_whole_pack_has_no_faults(tmp_path):
    pack = packs.read(make_pack(tmp_path / "p"))
    assert (pack.licence, pack.version, packs.verify(pack)) == ("CC0-1.0", "2026", ())


def test_a_changed_and_a_missing_file_are_named(tmp_path):
    folder = make_pack(tmp_path / "p", kept="1", changed="2", missing="3")
    (folder / "changed.csv").write_text("other")
    (folder / "missing.csv").unlink()
    faults = packs.verify(packs.read(folder))
    assert [(fault.code, fault.facts["file"]) for fault in faults] == [
        ("pack-file-changed", "changed.csv"),
        ("pack-file-missing", "missing.csv"),
    ]


def manifest_pack(folder: Path, lines: str, count: int) -> packs.Pack:
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    (folder / "files.sha256").write_text(lines)
    card(folder, "listed", f"- manifest: files.sha256\n  sha256: {sha256(lines)}\n  count: {count}\n")
    return packs.read(folder)


def test_a_manifest_vouches_for_the_files_it_lists(tmp_path):
    pack = manifest_pack(tmp_path / "p", f"{sha256('a')}  a.txt\n", 1)
    assert packs.verify(pack) == ()
    (pack.folder / "a.txt").write_text("b")
    assert codes(packs.verify(pack)) == ["pack-file-changed"]


def test_a_manifest_that_lists_fewer_files_than_the_card_says_is_a_fault(tmp_path):
    assert codes(packs.verify(manifest_pack(tmp_path / "p", f"{sha256('a')}  a.txt\n", 2))) == [
        "pack-manifest-short"
    ]


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "a/../../secret"])
def test_a_path_that_climbs_out_is_a_fault_on_the_card_and_in_a_manifest(tmp_path, path):
    (tmp_path / "secret").write_text("s")
    (tmp_path / "card").mkdir()
    card(tmp_path / "card", "climber", f"- path: {path}\n  sha256: {sha256('s')}\n")
    assert codes(packs.verify(packs.read(tmp_path / "card"))) == ["pack-path-climbs-out"]
    assert codes(packs.verify(manifest_pack(tmp_path / "list", f"{sha256('s')}  {path}\n", 1))) == [
        "pack-path-climbs-out"
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name: [", "is not YAML"),
        ("- a list", "should hold fields"),
        ("name: x\n", "kind"),
        ("name: a\nname: b\n", "twice"),
    ],
)
def test_a_card_that_cannot_be_read_is_listed_with_its_reason(tmp_path, content, says):
    (tmp_path / "p").mkdir()
    (tmp_path / "p/pack.yaml").write_text(content)
    [pack] = packs.packs([tmp_path])
    assert pack.name == "p"
    assert says in packs.verify(pack)[0].facts["says"]


# Adding and removing


def test_adding_copies_what_the_card_vouches_for_and_names_the_rest(tmp_path):
    folder = make_pack(tmp_path / "from")
    (folder / "README.md").write_text("terms")
    (folder / "notes.txt").write_text("not on the card")
    added = flow.add(folder, tmp_path / "home")
    assert added.pack.folder == tmp_path / "home/packs/factors"
    assert sorted(everything(added.pack.folder)) == ["README.md", "pack.yaml", "table.csv"]
    assert added.left_out == ("notes.txt",)
    assert packs.verify(added.pack) == ()


def test_a_bad_checksum_adds_nothing(tmp_path):
    folder = make_pack(tmp_path / "from")
    (folder / "table.csv").write_text("changed")
    with pytest.raises(flow.PackRefused) as refused:
        flow.add(folder, tmp_path / "home")
    assert codes(refused.value.faults) == ["pack-file-changed"]
    assert list((tmp_path / "home/packs").iterdir()) == []


def test_a_folder_without_a_card_is_no_pack(tmp_path):
    with pytest.raises(flow.NotAPack):
        flow.add(tmp_path, tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["../../climbs", ".hidden", "a/b", "Å", "''"])
def test_a_name_that_cannot_name_a_folder_is_refused(tmp_path, name):
    with pytest.raises(flow.PackNameUnfit):
        flow.add(make_pack(tmp_path / "from", name), tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_symbolic_link_out_of_the_pack_is_refused(tmp_path):
    (tmp_path / "secret.csv").write_text("s")
    folder = make_pack(tmp_path / "from", table="s")
    (folder / "table.csv").unlink()
    (folder / "table.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(flow.PackRefused) as refused:
        flow.add(folder, tmp_path / "home")
    assert codes(refused.value.faults) == ["pack-path-climbs-out"]
    assert list((tmp_path / "home/packs").iterdir()) == []


def test_a_second_pack_of_the_name_needs_replace(tmp_path):
    home = tmp_path / "home"
    flow.add(make_pack(tmp_path / "old", table="old"), home)
    new = make_pack(tmp_path / "new", table="new")
    with pytest.raises(flow.PackExists):
        flow.add(new, home)
    assert (home / "packs/factors/table.csv").read_text() == "old"
    flow.add(new, home, replace=True)
    assert (home / "packs/factors/table.csv").read_text() == "new"
    assert [folder.name for folder in (home / "packs").iterdir()] == ["factors"]


def test_a_bad_replacement_leaves_the_old_pack_whole(tmp_path):
    home = tmp_path / "home"
    flow.add(make_pack(tmp_path / "old"), home)
    before = everything(home)
    bad = make_pack(tmp_path / "bad", table="bad")
    (bad / "table.csv").write_text("worse")
    with pytest.raises(flow.PackRefused):
        flow.add(bad, home, replace=True)
    assert everything(home) == before


def test_a_failing_rename_puts_the_old_pack_back(tmp_path, monkeypatch):
    home = tmp_path / "home"
    flow.add(make_pack(tmp_path / "old", table="old"), home)
    before = everything(home)

    def full_disk(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(flow.os, "rename", full_disk)
    with pytest.raises(OSError, match="no space left"):
        flow.add(make_pack(tmp_path / "new", table="new"), home, replace=True)
    assert everything(home) == before


def test_removing_takes_only_what_lies_in_the_workspace(tmp_path, monkeypatch):
    home = tmp_path / "home"
    flow.add(make_pack(tmp_path / "from"), home)
    flow.remove("factors", home)
    assert list((home / "packs").iterdir()) == []

    outside = make_pack(tmp_path / "elsewhere/outside", "outside")
    monkeypatch.setenv("OMLOPP_PACKS", str(tmp_path / "elsewhere"))
    with pytest.raises(flow.PackNotOurs):
        flow.remove("outside", home)
    assert (outside / "table.csv").exists()


def test_removing_a_linked_pack_leaves_what_it_points_to(tmp_path):
    real = make_pack(tmp_path / "real")
    (tmp_path / "home/packs").mkdir(parents=True)
    (tmp_path / "home/packs/factors").symlink_to(real)
    flow.remove("factors", tmp_path / "home")
    assert not (tmp_path / "home/packs/factors").exists()
    assert (real / "table.csv").exists()


@needs_pack("notices")
def test_a_pack_of_real_notices_is_whole_and_can_be_added(tmp_path):
    added = flow.add(pack_folder("notices"), tmp_path)
    assert len(packs.vouched_for(added.pack)) > 900
    assert added.left_out == ()
