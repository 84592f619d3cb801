"""Files, folders and archives: what comes out, and what is never let through."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from omlopp.notices import archives, errors
from omlopp.notices.sources import contents
from tests.notices import documents
from tests.notices.test_registry import HEAD

XML = b"<notice>" + bytes(range(48, 58)) * 20 + b"</notice>"


def members(path):
    return dict(contents([path]))


def kinds(path):
    return {name: type(data) for name, data in contents([path])}


def test_a_folder_gives_its_notices_and_archives_in_order(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.xml").write_bytes(XML)
    (tmp_path / "sub" / "a.xml.gz").write_bytes(gzip.compress(XML))
    (tmp_path / "readme.txt").write_text("inte en annons")
    (tmp_path / "c.xml.partial").write_bytes(b"<half")
    assert [name for name, _ in contents([tmp_path])] == ["b.xml", "sub/a.xml.gz"]
    assert members(tmp_path) == {"b.xml": XML, "sub/a.xml.gz": XML}


def test_a_folder_is_walked_level_by_level_in_the_order_of_its_names(tmp_path):
    for name in ("b.xml", "a.xml", "a/z.xml", "a/b/c.xml", "a-1/x.xml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<a/>")
    (tmp_path / "round").symlink_to(tmp_path)
    named = [name for name, _ in contents([tmp_path])]
    assert named == ["a/b/c.xml", "a/z.xml", "a-1/x.xml", "a.xml", "b.xml"], (
        "links to folders are not followed"
    )


def test_zip_and_tar_give_their_members_by_name(tmp_path):
    packed = tmp_path / "paket.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("dag/1.xml", XML)
        archive.writestr("dag/läsmig.txt", "text")
    tarred = tmp_path / "paket.tar.gz"
    with tarfile.open(tarred, "w:gz") as archive:
        info = tarfile.TarInfo("2.xml")
        info.size = len(XML)
        archive.addfile(info, io.BytesIO(XML))
    assert members(packed) == {"paket.zip!dag/1.xml": XML}
    assert members(tarred) == {"paket.tar.gz!2.xml": XML}


def test_a_source_that_is_not_there_is_named(tmp_path):
    assert kinds(tmp_path / "saknas") == {str(tmp_path / "saknas"): errors.NoSuchSource}


def test_a_200_mb_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "stor.xml"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: it takes no room on the disk
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("the file was read"))
    [(name, refusal)] = contents([path])
    assert name == "stor.xml" and isinstance(refusal, errors.TooLarge)
    assert refusal.facts == {"file": "stor.xml", "limit_mb": 50, "size_mb": 200}


def test_a_gzip_that_swells_is_stopped(tmp_path):
    (tmp_path / "bomb.xml.gz").write_bytes(gzip.compress(b" " * 60_000_000))
    assert kinds(tmp_path) in (
        {"bomb.xml.gz": errors.TooLarge},
        {"bomb.xml.gz": errors.ArchiveBomb},
    )


def test_a_zip_bomb_ends_the_archive(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number:02}.xml", b"<a>" + b" " * 2_000_000)
    found = list(contents([path]))
    assert isinstance(found[-1][1], errors.ArchiveBomb)
    assert sum(len(data) for _, data in found if isinstance(data, bytes)) <= 12_000_000


def test_a_member_that_says_it_is_small_is_still_measured(tmp_path):
    path = tmp_path / "lies.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", b" " * 60_000_000)
    assert errors.TooLarge in kinds(path).values() or errors.ArchiveBomb in kinds(path).values()


def test_too_many_members_are_not_opened_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MEMBER_LIMIT", 3)
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.xml", XML)
    assert list(kinds(path).values()).count(bytes) == 3
    assert errors.TooManyMembers in kinds(path).values()


@pytest.mark.parametrize(
    "member", ["../../etc/passwd.xml", "/etc/passwd.xml", "..\\up.xml", "C:/windows.xml"]
)
def test_a_path_that_climbs_out_of_a_zip_is_refused_and_the_rest_is_read(tmp_path, member):
    path = tmp_path / "climb.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, XML)
        archive.writestr("ok.xml", XML)
    found = members(path)
    assert found["climb.zip!ok.xml"] == XML
    assert [type(data) for data in found.values()].count(errors.ClimbingPath) == 1


def test_links_and_climbing_paths_in_a_tar_are_refused(tmp_path):
    path = tmp_path / "climb.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("link.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        up = tarfile.TarInfo("../up.xml")
        up.size = len(XML)
        archive.addfile(up, io.BytesIO(XML))
    assert list(kinds(path).values()) == [errors.ClimbingPath, errors.ClimbingPath]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["climb.tar"], "nothing is unpacked to disk"


@pytest.mark.parametrize(
    "name, data",
    [
        ("trasig.zip", b"PK\x03\x04 half"),
        ("trasig.tar.gz", b"\x1f\x8b half"),
        ("trasig.xml.gz", b"\x1f\x8b half"),
    ],
)
def test_a_broken_archive_is_named(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert kinds(tmp_path) == {name: errors.BrokenArchive}


def test_a_locked_zip_is_named(tmp_path):
    path = tmp_path / "last.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.xml", XML)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says the member is encrypted
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert errors.LockedArchive in kinds(path).values()


def test_an_archive_with_nothing_to_read_says_so(tmp_path):
    path = tmp_path / "bilder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bild.jpg", b"\xff\xd8")
    assert kinds(path) == {"bilder.zip": errors.NothingToRead}


def test_the_registry_is_put_together_out_of_an_archive(tmp_path):
    path = tmp_path / "min_statistik.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for year in ("2021", "2022"):
            archive.writestr(f"bids_{year}.csv.gz", gzip.compress((HEAD + ",antal_anbud\n").encode()))
            archive.writestr(f"upphandlingar_{year}.csv", HEAD + "\n")
        archive.writestr("andra.csv", "a,b\n1,2\n")
    for source in (path, tmp_path):
        found = dict(contents([source]))
        assert list(found) == [f"min_statistik.zip!upphandlingar_{year}.csv" for year in ("2021", "2022")]
        assert all(one.bids and one.procurements and not one.values for one in found.values())


def stdin(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    return list(contents([Path("-")]))


def tar(**members):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


STREAMS = {
    "a file": (XML, [("stdin", XML)]),
    "a packed file": (gzip.compress(XML), [("stdin", XML)]),
    "JSON lines": (b'{"a": 1}\n{"a": 2}\n', [("stdin!1", b'{"a": 1}\n'), ("stdin!2", b'{"a": 2}\n')]),
    "packed JSON lines": (
        gzip.compress(b'{"a": 1}\n{"a": 2}\n'),
        [("stdin!1", b'{"a": 1}\n'), ("stdin!2", b'{"a": 2}\n')],
    ),
    "a package": (tar(**{"1.xml": XML, "2.json": b"{}"}), [("stdin!1.xml", XML), ("stdin!2.json", b"{}")]),
    "nothing": (b"", [("stdin", b"")]),
}


@pytest.mark.parametrize("case", STREAMS, ids=str)
def test_standard_input_is_known_by_what_it_begins_with(monkeypatch, case):
    data, expected = STREAMS[case]
    assert stdin(monkeypatch, data) == expected


def test_a_zip_on_standard_input_gives_its_members(monkeypatch):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("1.xml", XML)
    assert stdin(monkeypatch, held.getvalue()) == [("stdin!1.xml", XML)]


def test_a_document_on_standard_input_stays_whole(monkeypatch):
    [(name, data)] = stdin(monkeypatch, documents.docx())
    assert name == "stdin" and data[:2] == b"PK"


def test_a_broken_stream_is_named(monkeypatch):
    [(_, refusal)] = stdin(monkeypatch, gzip.compress(XML * 50)[:60])
    assert isinstance(refusal, errors.BrokenArchive)


def test_documents_json_and_lines_come_out_of_archives_and_folders(tmp_path):
    path = tmp_path / "paket.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("krav.docx", b"PK")
        archive.writestr("r.json", b"{}")
        archive.writestr("r.jsonl", b'{"a": 1}\n{"a": 2}\n')
        archive.writestr("inre.zip", b"PK")
    (tmp_path / "krav.pdf").write_bytes(b"%PDF-")
    assert [name for name, _ in contents([tmp_path])] == [
        "krav.pdf",
        "paket.zip!krav.docx",
        "paket.zip!r.json",
        "paket.zip!r.jsonl!1",
        "paket.zip!r.jsonl!2",
        "paket.zip!inre.zip",
    ]
    assert isinstance(members(tmp_path)["paket.zip!inre.zip"], errors.NestedArchive)


def test_a_line_longer_than_a_file_may_be_is_refused_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "FILE_LIMIT_MB", 1)
    (tmp_path / "r.jsonl").write_bytes(b'{"a": "' + b"x" * 2_500_000 + b'"}\n{"b": 1}\n')
    (first, refusal), (second, data) = contents([tmp_path])
    assert first == "r.jsonl!1" and isinstance(refusal, errors.TooLarge)
    assert (second, data) == ("r.jsonl!2", b'{"b": 1}\n')


def test_packed_lines_that_swell_are_stopped(tmp_path):
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 9_000_000))
    *_, (name, refusal) = contents([tmp_path])
    assert name == "r.jsonl.gz" and isinstance(refusal, errors.ArchiveBomb)
