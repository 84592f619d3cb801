"""The workspace's market is filled source by source: added, read anew, taken away – each without touching the others."""

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from omlopp.flows import fill
from omlopp.library.load import ROOT
from omlopp.notices.run import Progress

SAMPLES = ROOT / "samples" / "notices"


def rows(base: Path, table: str = "notices") -> list[tuple[str, str]]:
    """(file, title) of every row in the market."""
    found = []
    for path in (base / "market" / table).glob("year=*/*.parquet"):
        found += [(row["file"], row["title"]) for row in pq.read_table(path, partitioning=None).to_pylist()]
    return sorted(found)


@pytest.fixture
def names() -> list[str]:
    return sorted(path.name for path in SAMPLES.glob("*.xml"))


@pytest.fixture
def folder(tmp_path: Path, names: list[str]) -> Path:
    """A folder of two notices."""
    place = tmp_path / "annonser"
    place.mkdir()
    for name in names[:2]:
        shutil.copy(SAMPLES / name, place / name)
    return place


def test_a_source_is_read_once_and_again_only_when_it_has_changed(
    tmp_path: Path, folder: Path, names: list[str]
):
    first = fill.fill("a", [folder], base=tmp_path, processes=0)
    assert (first.read, first.rejected, first.new) == (2, 0, True)
    assert [file for file, _ in rows(tmp_path)] == names[:2]
    assert not fill.fill("a", [folder], base=tmp_path, processes=0).new

    shutil.copy(SAMPLES / names[2], folder / names[2])
    (folder / names[0]).unlink()
    again = fill.fill("a", [folder], base=tmp_path, processes=0)
    assert (again.read, again.new) == (2, True) and [file for file, _ in rows(tmp_path)] == names[1:3]


def test_sources_stand_beside_each_other_and_one_is_taken_away_alone(
    tmp_path: Path, folder: Path, names: list[str]
):
    fill.fill("a", [folder], base=tmp_path, processes=0)
    fill.fill("b", [SAMPLES / names[2]], base=tmp_path, processes=0)
    assert fill.sources(tmp_path) == ["a", "b"] and len(rows(tmp_path)) == 3
    assert len(rows(tmp_path, "lots")) > 3
    fill.drop("a", tmp_path)
    assert [file for file, _ in rows(tmp_path)] == [names[2]] and fill.sources(tmp_path) == ["b"]
    fill.drop("finns-inte", tmp_path)


def test_nothing_is_stored_twice(tmp_path: Path, folder: Path):
    fill.fill("a", [folder], base=tmp_path, processes=0)
    for path in (tmp_path / "market").rglob("*.parquet"):
        assert path.stat().st_nlink == 2, path


def test_where_the_file_system_has_no_links_the_files_are_copied(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: Any) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(fill.os, "link", refuse)
    fill.fill("a", [folder], base=tmp_path, processes=0)
    assert len(rows(tmp_path)) == 2 and not list((tmp_path / "market").rglob(".*"))


def test_the_invented_samples_leave_when_something_real_comes(tmp_path: Path, folder: Path):
    fill.fill(fill.INVENTED, [SAMPLES], base=tmp_path, processes=0)
    assert fill.invented_only(tmp_path)
    fill.fill("a", [folder], base=tmp_path, processes=0)
    assert fill.sources(tmp_path) == ["a"] and len(rows(tmp_path)) == 2 and not fill.invented_only(tmp_path)


def test_stopped_by_who_watches_it_goes_on_and_gives_the_same_rows(
    tmp_path: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
):
    from omlopp.notices import units

    monkeypatch.setattr(units, "BATCH_FILES", 1)
    monkeypatch.setattr(units, "UNIT_BATCHES", 1)
    whole, stopped = tmp_path / "hel", tmp_path / "stoppad"
    fill.fill("a", [SAMPLES], base=whole, processes=0)

    def stop(progress: Progress) -> None:
        if progress.files >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill.fill("a", [SAMPLES], base=stopped, processes=0, progress=stop)
    assert not fill.sources(stopped)
    fill.fill("a", [SAMPLES], base=stopped, processes=0)
    assert rows(stopped) == rows(whole) and len(rows(whole)) == len(names)


def test_what_could_not_be_read_is_listed_with_its_reason_in_both_languages(tmp_path: Path, folder: Path):
    (folder / "trasig.xml").write_text("<nej")
    filled = fill.fill("a", [folder], base=tmp_path, processes=0)
    (one,) = fill.rejected("a", tmp_path)
    assert filled.rejected == 1 and one["file"] == "trasig.xml" and one["code"] == "notices.broken_off"
    assert (
        one["sv"].startswith("trasig.xml") and one["en"].startswith("trasig.xml") and one["sv"] != one["en"]
    )


def test_a_torn_card_means_reading_anew_not_a_fault(tmp_path: Path, folder: Path):
    fill.fill("a", [folder], base=tmp_path, processes=0)
    (tmp_path / "market-sources" / "a" / fill.CARD).write_text('{"fingerprint": ')
    assert fill.fill("a", [folder], base=tmp_path, processes=0).read == 2
    assert len(rows(tmp_path)) == 2


@pytest.mark.parametrize("name", ["", "..", "a/b", "a b", "a.b", "*"])
def test_a_source_has_a_plain_name(tmp_path: Path, name: str):
    with pytest.raises(fill.NotASourceName):
        fill.fill(name, [tmp_path], base=tmp_path)
