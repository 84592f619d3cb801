"""Bytes from files, folders and archives, within limits. Nothing is written to disk.

Archives are opened one level deep; what is inside has the name "archive.zip!member.xml".
"""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.errors import ArchiveBomb, BrokenArchive, ClimbingPath, NoSuchSource, TooLarge

FILE_LIMIT_MB = 50
ARCHIVE_LIMIT_MB = 4_000  # unpacked, one archive: a monthly package of TED is about 1 500 MB
RATIO_LIMIT = 200  # unpacked over packed; XML packs 10–30 times
MEMBER_LIMIT = 200_000
_MB = 1_000_000
NOTICE_ENDINGS = (".xml", ".gz", ".zip", ".tar", ".tgz")
Content = bytes | OmloppError


def contents(sources: Iterable[Path]) -> Iterator[tuple[str, Content]]:
    """(name, bytes or refusal) for every file: a folder gives its .xml and archives, in order of name."""
    for source in sources:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                if (
                    path.is_file()
                    and path.name.lower().endswith(NOTICE_ENDINGS)
                    and ".partial" not in path.suffixes
                ):
                    yield from _file(path, str(path.relative_to(source)))
        elif source.is_file():
            yield from _file(source, source.name)
        else:
            yield str(source), NoSuchSource(file=str(source))


def _file(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    lower = name.lower()
    try:
        if lower.endswith(".zip"):
            yield from _zip(path, name)
        elif lower.endswith((".tar.gz", ".tgz", ".tar")):
            yield from _tar(path, name)
        elif lower.endswith(".gz"):
            with gzip.open(path) as stream:
                yield name, _limited(stream, name, path.stat().st_size * RATIO_LIMIT)
        elif path.stat().st_size > FILE_LIMIT_MB * _MB:
            yield name, TooLarge(file=name, limit_mb=FILE_LIMIT_MB, size_mb=path.stat().st_size // _MB)
        else:
            yield name, path.read_bytes()
    except ArchiveBomb as error:
        yield name, error
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        yield name, BrokenArchive(file=name, says=str(error) or type(error).__name__)


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _limited(stream: _Stream, name: str, most: int) -> Content:
    """The stream's bytes, read no further than the limits allow."""
    limit = FILE_LIMIT_MB * _MB
    data = stream.read(min(limit, max(most, _MB)) + 1)
    if len(data) > limit:
        return TooLarge(file=name, limit_mb=FILE_LIMIT_MB)
    if len(data) > max(most, _MB):
        return ArchiveBomb(file=name, limit=f"{RATIO_LIMIT}:1")
    return data


class _Budget:
    """How much one archive may still unpack to."""

    def __init__(self, name: str, packed: int) -> None:
        self.name = name
        self.left = min(ARCHIVE_LIMIT_MB * _MB, max(packed * RATIO_LIMIT, 10 * _MB))
        self.members = 0

    def spend(self, size: int) -> None:
        self.left -= size
        self.members += 1
        if self.left < 0:
            raise ArchiveBomb(file=self.name, limit=f"{ARCHIVE_LIMIT_MB} MB / {RATIO_LIMIT}:1")
        if self.members > MEMBER_LIMIT:
            raise ArchiveBomb(file=self.name, limit=f"{MEMBER_LIMIT} filer")


def _member(archive: str, member: str) -> tuple[str, OmloppError | None]:
    """The name to show, and a refusal when the path leads out of the archive."""
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return f"{archive}!{member}", ClimbingPath(file=archive, member=member)
    return f"{archive}!{path}", None


def _zip(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    budget = _Budget(name, path.stat().st_size)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            shown, refusal = _member(name, info.filename)
            if info.is_dir():
                continue
            if refusal:
                yield shown, refusal
            elif info.filename.lower().endswith((".xml", ".gz")):
                yield from _one(lambda info=info: archive.open(info), shown, info.file_size, budget)


def _tar(path: Path, name: str) -> Iterator[tuple[str, Content]]:
    budget = _Budget(name, path.stat().st_size)
    with tarfile.open(path) as archive:
        for info in archive:
            shown, refusal = _member(name, info.name)
            if info.isdir():
                continue
            if refusal:
                yield shown, refusal
            elif not info.isfile():  # links and devices lead out of the archive
                yield shown, ClimbingPath(file=name, member=info.name)
            elif info.name.lower().endswith((".xml", ".gz")):
                yield from _one(lambda info=info: archive.extractfile(info), shown, info.size, budget)


def _one(opened, shown: str, size: int, budget: _Budget) -> Iterator[tuple[str, Content]]:  # type: ignore[no-untyped-def]
    """One member; a bomb ends the archive, since nothing after it can be trusted."""
    if size > FILE_LIMIT_MB * _MB:
        yield shown, TooLarge(file=shown, limit_mb=FILE_LIMIT_MB, size_mb=size // _MB)
        return
    with opened() as stream:
        if shown.lower().endswith(".gz"):
            with gzip.open(stream) as inner:
                data = _limited(inner, shown, size * RATIO_LIMIT)
        else:
            data = _limited(stream, shown, budget.left)
    if isinstance(data, bytes):
        budget.spend(len(data))
    yield shown, data
