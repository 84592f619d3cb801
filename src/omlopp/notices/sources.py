"""Bytes from files, folders, archives and standard input, within limits. Nothing is written to disk.

Archives are opened one level deep; what is inside has the name "archive.zip!member.xml". A file of JSON lines is
taken line by line ("releases.jsonl!3"), however long it is. The files of the Swedish registry that lie together are
one content, under the name of the file of procurements.
"""

import gzip
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from omlopp.domain.model.errors import OmloppError
from omlopp.notices import archives
from omlopp.notices.archives import ARCHIVE_LIMIT_MB, BROKEN, FILE_LIMIT_MB, MB, RATIO_LIMIT, limited, lines
from omlopp.notices.errors import ArchiveBomb, BrokenArchive, NoSuchSource, TooLarge
from omlopp.notices.registry_files import RegistryFiles, Table, grouped, head_of, table_of

STDIN = Path("-")
NOTICES = (".xml", ".json")
LINES = (".jsonl", ".ndjson")
DOCUMENTS = (".pdf", ".docx", ".odt", ".xlsx", ".ods")
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
TABLES = (".csv", ".csv.gz", ".xlsx")
NOTICE_ENDINGS = (*NOTICES, *LINES, *DOCUMENTS, *ARCHIVES, ".gz")
Content = bytes | OmloppError | RegistryFiles

__all__ = ["FILE_LIMIT_MB", "NOTICE_ENDINGS", "Content", "RegistryFiles", "contents"]


def contents(sources: Iterable[Path]) -> Iterator[tuple[str, Content]]:
    """(name, bytes, registry files or refusal) for everything in the sources, in order of name. "-" is standard input.

    A folder or archive gives what is named as a notice, a document or an archive; tables (CSV) only where they are the
    registry's, since a folder of notices may hold a list of them. A file named by itself is given whatever it is.
    """
    every = list(sources)
    tables = [(path, path.name) for path in every if path.is_file() and path.name.lower().endswith(TABLES)]
    together = dict(_registry(tables))
    for source in every:
        if source == STDIN:
            yield from _stream(sys.stdin.buffer, "stdin")
        elif source.is_dir():
            yield from _folder(source)
        elif not source.is_file():
            yield str(source), NoSuchSource(file=str(source))
        elif source not in together:
            yield from _file(source, source.name)
        elif (files := together[source]) is not None:
            yield source.name, files


def _folder(folder: Path) -> Iterator[tuple[str, Content]]:
    named = [
        (path, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".partial" not in path.suffixes
    ]
    tables = [(path, name) for path, name in named if name.lower().endswith(TABLES)]
    together = dict(_registry(tables))
    others = {path for path, name in tables if not name.lower().endswith(".xlsx")} - together.keys()
    for path, name in named:
        if path in others:
            continue
        if path in together:
            if (files := together[path]) is not None:
                yield name, files
        elif name.lower().endswith(NOTICE_ENDINGS):
            yield from _file(path, name)


def _registry(tables: list[tuple[Path, str]]) -> Iterator[tuple[Path, RegistryFiles | OmloppError | None]]:
    """For each table of the registry: its delivery, at the first file of the group; None at the others."""
    found: dict[Path, list[tuple[Path, str, Table]]] = {}
    for path, name in tables:
        if table := table_of(_head(path)):
            found.setdefault(path.parent, []).append((path, name, table))
    for folder in found.values():
        paths = {name: path for path, name, _ in folder}
        for group in grouped((name, table) for _, name, table in folder):
            whole: dict[str, bytes] = {}
            refusal: OmloppError | None = None
            for name, table in group:
                _, data = next(iter(_file(paths[name], name)))
                if isinstance(data, bytes):
                    whole[table] = data
                else:
                    refusal = refusal or (data if isinstance(data, OmloppError) else None)
            first, *rest = [paths[name] for name, _ in group]
            names = tuple((table, name) for name, table in group)
            yield first, refusal or RegistryFiles(names=names, **whole)
            yield from ((path, None) for path in rest)


def _head(path: Path) -> list[str]:
    """The columns of a table; none where it cannot be opened: the reader will say why."""
    try:
        if path.name.lower().endswith(".xlsx"):
            from omlopp.notices.draft_sheets import head_of_workbook

            within = path.stat().st_size <= FILE_LIMIT_MB * MB
            return head_of_workbook(path.read_bytes(), path.name) if within else []
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            return head_of(stream.read(8192))
    except (OmloppError, *BROKEN):
        return []


def _wanted(member: str) -> bool:
    """Is a member of an archive to be read? Archives within archives are not opened."""
    lower = member.lower()
    return lower.endswith((*NOTICES, *LINES, *DOCUMENTS, ".gz")) and not lower.endswith(
        (*ARCHIVES, ".csv.gz")
    )


def _file(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    lower, size = name.lower(), path.stat().st_size
    try:
        if lower.endswith(".zip"):
            yield from _members(archives.zipped(path, name, size, _wanted))
        elif lower.endswith((".tar.gz", ".tgz", ".tar")):
            yield from _members(archives.tarred(path, name, size, _wanted))
        elif lower.endswith(".gz"):
            with gzip.open(path) as stream:
                if lower.removesuffix(".gz").endswith(LINES):
                    yield from lines(stream, name, min(size * RATIO_LIMIT, ARCHIVE_LIMIT_MB * MB * 10))
                else:
                    yield name, limited(stream, name, size * RATIO_LIMIT)
        elif lower.endswith(LINES):
            with path.open("rb") as plain:
                yield from lines(plain, name)
        elif size > FILE_LIMIT_MB * MB:
            yield name, TooLarge(file=name, limit_mb=FILE_LIMIT_MB, size_mb=size // MB)
        else:
            yield name, path.read_bytes()
    except ArchiveBomb as error:
        yield name, error
    except BROKEN as error:
        yield name, BrokenArchive(file=name, says=str(error) or type(error).__name__)


def _members(members: Iterable[tuple[str, archives.Content]]) -> Iterator[tuple[str, Content]]:
    """Members of an archive, with JSON lines taken apart like those of a plain file."""
    for name, data in members:
        if isinstance(data, bytes) and name.lower().removesuffix(".gz").endswith(LINES):
            yield from lines(io.BytesIO(data), name)
        else:
            yield name, data


class _Ahead(io.RawIOBase):
    """A stream whose first bytes have been looked at and are given once more."""

    def __init__(self, first: bytes, rest: IO[bytes]) -> None:
        self._first, self._rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        part = self._first[: len(buffer)] or self._rest.read(len(buffer))
        self._first = self._first[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def _stream(stream: IO[bytes], name: str) -> Iterator[tuple[str, Content]]:
    """What comes in on a stream, known by its first bytes: an archive, JSON lines, or one file."""
    try:
        first, stream = _look(stream)
        packed = first[:2] == b"\x1f\x8b"
        if packed:
            first, stream = _look(gzip.GzipFile(fileobj=stream))  # type: ignore[arg-type]
        if first[257:262] == b"ustar":
            yield from _members(archives.tarred(stream, name, ARCHIVE_LIMIT_MB * MB, _wanted))
        elif _is_lines(first):
            yield from lines(stream, name, ARCHIVE_LIMIT_MB * MB * 10 if packed else None)
        else:
            data = limited(stream, name, FILE_LIMIT_MB * MB)
            if isinstance(data, bytes) and data[:4] == b"PK\x03\x04" and not _is_document(data):
                yield from _members(archives.zipped(io.BytesIO(data), name, len(data), _wanted))
            else:
                yield name, data
    except ArchiveBomb as error:
        yield name, error
    except BROKEN as error:
        yield name, BrokenArchive(file=name, says=str(error) or type(error).__name__)


def _look(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first 64 kB of a stream, and the stream as it was."""
    size = 1 << 16
    first = b"".join(_until(stream, size))
    return first, io.BufferedReader(_Ahead(first, stream), size)


def _until(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """Pieces of a stream until `size` bytes are read or it ends; a pipe gives less than asked for."""
    while size > 0 and (part := stream.read(size)):
        size -= len(part)
        yield part


def _is_lines(first: bytes) -> bool:
    """JSON lines: what follows the first line is another that opens an object, and the first closes one."""
    begun = [line.strip() for line in first.split(b"\n")[:-1] if line.strip()]
    if len(begun) < 2:
        return False
    return all(line[:1] == b"{" for line in begun) and begun[0][-1:] == b"}"


def _is_document(data: bytes) -> bool:
    """A ZIP file that is a document (DOCX, XLSX, ODT, ODS), known by the parts that every such file has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    return "mimetype" in names or any(name in names for name in ("word/document.xml", "xl/workbook.xml"))
