"""Bytes from files, folders, archives and standard input, within limits. Nothing is written to disk.

Archives are opened one level deep; what is inside has the name "archive.zip!member.xml". A file of JSON lines is
taken line by line ("releases.jsonl!3"), however long it is. The files of the Swedish registry that lie together are
one content, under the name of the file of procurements.
"""

import gzip
import io
import os
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import IO

from omlopp.domain.model.errors import OmloppError
from omlopp.notices import archives
from omlopp.notices.archives import ARCHIVE_LIMIT_MB, BROKEN, FILE_LIMIT_MB, MB, RATIO_LIMIT, limited, lines
from omlopp.notices.errors import ArchiveBomb, NoSuchSource, NothingToRead, TooLarge, Unreadable
from omlopp.notices.registry_files import RegistryFiles, Table, grouped, head_of, table_of

STDIN = Path("-")
NOTICES = (".xml", ".json")
LINES = (".jsonl", ".ndjson")
DOCUMENTS = (".pdf", ".docx", ".docm", ".odt", ".xlsx", ".xlsm", ".ods")
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
TABLES = (".csv", ".csv.gz", ".xlsx")
TABLES_LIMIT_MB = 500  # the registry's tables in one archive, which are held until it has been gone through
NOTICE_ENDINGS = (*NOTICES, *LINES, *DOCUMENTS, *ARCHIVES, ".gz")
Content = bytes | OmloppError | RegistryFiles

__all__ = ["FILE_LIMIT_MB", "NOTICE_ENDINGS", "Content", "RegistryFiles", "contents"]


def contents(sources: Iterable[Path]) -> Iterator[tuple[str, Content]]:
    """(name, bytes, registry files or refusal) for everything in the sources, in order of name. "-" is standard input.

    `name` is relative to its source: two sources may hold the same one (`by_source` tells them apart). A folder or
    archive gives what is named as a notice, a document or an archive; tables (CSV) only where they are the registry's,
    since a folder of notices may hold a list of them. A file named by itself is given whatever it is.
    """
    for _, held in by_source(sources):
        yield from held


def by_source(sources: Iterable[Path]) -> Iterator[tuple[str, Iterator[tuple[str, Content]]]]:
    """Each source's label and its contents, one source after another."""
    every = list(sources)
    tables = [(path, path.name) for path in every if path.is_file() and path.name.lower().endswith(TABLES)]
    together = dict(_registry(tables))
    for source, label in zip(every, labels(every), strict=True):
        yield label, _held(source, together)


def _held(
    source: Path, together: dict[Path, RegistryFiles | OmloppError | None]
) -> Iterator[tuple[str, Content]]:
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


def labels(sources: Iterable[Path]) -> list[str]:
    """A name for each source: its last name, with as many folders before it as tell the sources apart.

    A source that is given twice gets a number. Where the sources lie is not told: tables are handed on.
    """
    whole = [("stdin",) if source == STDIN else source.absolute().resolve().parts for source in sources]
    size = next(
        (
            size
            for size in range(1, max(map(len, whole), default=1))
            if len({parts[-size:] for parts in whole}) == len(set(whole))
        ),
        max(map(len, whole), default=1),
    )
    made: list[str] = []
    given: Counter[tuple[str, ...]] = Counter()
    for parts in whole:
        given[parts] += 1
        name = "/".join(parts[-size:])
        made.append(f"{name} ({given[parts]})" if given[parts] > 1 else name)
    return made


def _folder(folder: Path, inside: str = "") -> Iterator[tuple[str, Content]]:
    """One level at a time, so that a folder of a million files is a list of names and no more. Links to folders are
    not followed. `inside`: what stands before the names of this level.
    """
    try:
        names = sorted(name for name in os.listdir(folder) if ".partial" not in PurePath(name).suffixes)
    except OSError as error:
        yield inside or folder.name, Unreadable(file=inside or folder.name, says=error.strerror or str(error))
        return
    tables = [
        (folder / name, inside + name)
        for name in names
        if name.lower().endswith(TABLES) and (folder / name).is_file()
    ]
    together = dict(_registry(tables))
    others = {path for path, name in tables if not name.lower().endswith(".xlsx")} - together.keys()
    for name in names:
        path = folder / name
        if path.is_dir():
            if not path.is_symlink():
                yield from _folder(path, f"{inside}{name}/")
        elif path in together:
            if (files := together[path]) is not None:
                yield inside + name, files
        elif path not in others and name.lower().endswith(NOTICE_ENDINGS) and path.is_file():
            yield from _file(path, inside + name)


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
            within = path.stat().st_size <= FILE_LIMIT_MB * MB
            return _columns(path.read_bytes(), path.name) if within else []
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            return head_of(stream.read(8192))
    except BROKEN:
        return []


def _columns(data: bytes, name: str) -> list[str]:
    """The columns of a table that is unpacked; none where it cannot be read."""
    if not name.lower().endswith(".xlsx"):
        return head_of(data[:8192])
    from omlopp.notices.draft_sheets import head_of_workbook

    try:
        return head_of_workbook(data, name)
    except OmloppError:
        return []


def _wanted(member: str) -> bool:
    """Is a member of an archive to be read? Archives within archives are not opened."""
    lower = member.lower()
    return lower.endswith((*NOTICES, *LINES, *DOCUMENTS, *TABLES, ".gz"))


def _file(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    lower, size = name.lower(), path.stat().st_size
    try:
        if lower.endswith(".zip"):
            yield from _members(archives.zipped(path, name, size, _wanted), name)
        elif lower.endswith((".tar.gz", ".tgz", ".tar")):
            yield from _members(archives.tarred(path, name, size, _wanted), name)
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
        yield name, archives.broken(name, error)


def _members(members: Iterable[tuple[str, archives.Content]], archive: str) -> Iterator[tuple[str, Content]]:
    """Members of an archive: JSON lines taken apart like those of a plain file, the registry's tables put together at
    the end. A table of another kind is left, as in a folder.
    """
    tables: dict[str, tuple[Table, bytes]] = {}
    found, held = False, 0
    for name, data in members:
        found = True
        lower = name.lower()
        if not isinstance(data, bytes):
            yield name, data
        elif lower.endswith(TABLES) and (table := table_of(_columns(data, lower))):
            held += len(data)
            if held > TABLES_LIMIT_MB * MB:
                yield name, TooLarge(file=name, limit_mb=TABLES_LIMIT_MB)
            else:
                tables[name] = (table, data)
        elif lower.removesuffix(".gz").endswith(LINES):
            yield from lines(io.BytesIO(data), name)
        elif not lower.endswith((".csv", ".csv.gz")):
            yield name, data
    for group in grouped((name, table) for name, (table, _) in tables.items()):
        whole = {table: tables[name][1] for name, table in group}
        yield group[0][0], RegistryFiles(names=tuple((table, name) for name, table in group), **whole)
    if not found:
        yield archive, NothingToRead(file=archive)


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
            yield from _members(archives.tarred(stream, name, ARCHIVE_LIMIT_MB * MB, _wanted), name)
        elif _is_lines(first):
            yield from lines(stream, name, ARCHIVE_LIMIT_MB * MB * 10 if packed else None)
        else:
            data = limited(stream, name, FILE_LIMIT_MB * MB)
            if isinstance(data, bytes) and data[:4] == b"PK\x03\x04" and not _is_document(data):
                yield from _members(archives.zipped(io.BytesIO(data), name, len(data), _wanted), name)
            else:
                yield name, data
    except ArchiveBomb as error:
        yield name, error
    except BROKEN as error:
        yield name, archives.broken(name, error)


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
