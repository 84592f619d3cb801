"""Files are written whole, under names that any system can hold."""

from datetime import date
from pathlib import Path

import pytest

from omlopp.flows import publish
from omlopp.flows.publish import slug, write_handbook, write_whole
from tests.documents.sample import sample_library


def test_the_handbook_as_page_and_as_print(tmp_path: Path) -> None:
    written = write_handbook(sample_library(), tmp_path, "sv", date(2030, 1, 1))
    assert [path.name for path in written] == [
        "handledning-i-omlopps-modell.html",
        "handledning-i-omlopps-modell.pdf",
    ]
    assert all(path.stat().st_size > 10_000 for path in written)


def test_a_failed_write_leaves_the_old_file_and_no_rubble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_whole(tmp_path / "a.docx", b"old")

    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(publish.os, "replace", fails)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Möbler till Rådhuset", "mobler-till-radhuset"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", "namnlos"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name
