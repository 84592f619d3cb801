"""Files are written whole, under names that any system can hold."""

from datetime import date
from pathlib import Path

import pytest

from omlopp.flows import publish
from omlopp.flows.publish import slug, write_documents, write_handbook, write_whole
from tests.documents.reading import docx_text, pdf_text
from tests.documents.sample import DAY, empty_procurement, sample_library, sample_procurement


def test_the_documents_of_a_procurement(tmp_path: Path) -> None:
    written = write_documents(sample_procurement(), sample_library(), tmp_path / "new" / "folder", "sv", DAY)
    assert [path.name for path in written] == [
        "mobler-till-radhuset-biblioteket-1-kravbilaga.docx",
        "mobler-till-radhuset-biblioteket-1-lot-0001-utvarderingsprotokoll.pdf",
        "mobler-till-radhuset-biblioteket-1-uppfoljningsplan.docx",
    ]
    assert sorted(written) == sorted((tmp_path / "new" / "folder").iterdir())
    assert "Kravbilaga" in docx_text(written[0].read_bytes()) and "Beslut" in pdf_text(
        written[1].read_bytes()
    )


def test_without_an_evaluation_there_is_no_record(tmp_path: Path) -> None:
    written = write_documents(empty_procurement(), sample_library(), tmp_path, "en", DAY)
    assert [path.suffix for path in written] == [".docx", ".docx"]


def test_the_same_procurement_on_the_same_day_gives_the_same_pdf(tmp_path: Path) -> None:
    first, second = (
        write_documents(sample_procurement(), sample_library(), tmp_path / name, "sv", DAY)[1].read_bytes()
        for name in "ab"
    )
    assert first == second


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
