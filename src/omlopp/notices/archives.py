"""What is inside archives, within limits: no member leads out of the archive, none unpacks to more than is believable.

Archives are opened one level deep; what is inside has the name "archive.zip!member.xml". Nothing is written to disk.
"""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.errors import (
    ArchiveBomb,
    BrokenArchive,
    ClimbingPath,
    LockedArchive,
    NestedArchive,
    TooLarge,
    TooManyMembers,
)

FILE_LIMIT_MB = 50
ARCHIVE_LIMIT_MB = 4_000  # unpacked, one archive: a monthly package of TED is about 1 500 MB
RATIO_LIMIT = 200  # unpacked over packed; XML packs 10–30 times
MEMBER_LIMIT = 200_000
MB = 1_000_000
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar")
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
)
Content = bytes | OmloppError
Wanted = Callable[[str], bool]  # by name: is this member to be read?


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def bomb(name: str) -> ArchiveBomb:
    return ArchiveBomb(file=name, times=RATIO_LIMIT, limit_mb=ARCHIVE_LIMIT_MB)


def broken(name: str, error: BaseException) -> OmloppError:
    """The refusal of an archive that raised one of BROKEN."""
    says = str(error) or type(error).__name__
    if isinstance(error, RuntimeError) and "encrypted" in says:
        return LockedArchive(file=name)
    return BrokenArchive(file=name, says=says)


def limited(stream: Stream, name: str, most: int) -> Content:
    """The stream's bytes, read no further than the limits allow; `most` bytes are believable."""
    limit = FILE_LIMIT_MB * MB
    data = stream.read(min(limit, max(most, MB)) + 1)
    if len(data) > limit:
        return TooLarge(file=name, limit_mb=FILE_LIMIT_MB)
    if len(data) > max(most, MB):
        return bomb(name)
    return data


def lines(
    stream: IO[bytes] | gzip.GzipFile, name: str, most: int | None = None
) -> Iterator[tuple[str, Content]]:
    """The lines of a file of JSON lines as contents of their own, "releases.jsonl!3", in the memory of one line.

    `most`: how many bytes a packed file may believably unpack to; None for a plain file.
    """
    limit, total, number = FILE_LIMIT_MB * MB, 0, 0
    while line := stream.readline(limit + 1):
        number += 1
        total += len(line)
        if most is not None and total > max(most, MB):
            yield name, bomb(name)
            return
        if len(line) > limit:
            yield f"{name}!{number}", TooLarge(file=f"{name}!{number}", limit_mb=FILE_LIMIT_MB)
            while line and not line.endswith(b"\n"):  # past the rest of it, in pieces
                line = stream.readline(MB)
                total += len(line)
        elif line.strip():
            yield f"{name}!{number}", line
    if not total:
        yield name, b""


class _Budget:
    """How much one archive may still unpack to."""

    def __init__(self, name: str, packed: int) -> None:
        self.name = name
        self.left = min(ARCHIVE_LIMIT_MB * MB, max(packed * RATIO_LIMIT, 10 * MB))
        self.members = 0

    def spend(self, size: int) -> None:
        self.left -= size
        self.members += 1
        if self.left < 0:
            raise bomb(self.name)
        if self.members > MEMBER_LIMIT:
            raise TooManyMembers(file=self.name, limit=MEMBER_LIMIT)


def _member(archive: str, member: str) -> tuple[str, OmloppError | None]:
    """The name to show, and a refusal when the path leads out of the archive."""
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        return f"{archive}!{member}", ClimbingPath(file=archive, member=member)
    return f"{archive}!{path}", None


def zipped(source: Path | IO[bytes], name: str, packed: int, wanted: Wanted) -> Iterator[tuple[str, Content]]:
    """The wanted members of a ZIP file. `packed`: its size in bytes. Raises the errors of BROKEN and ArchiveBomb."""
    budget = _Budget(name, packed)
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            shown, refusal = _member(name, info.filename)
            if info.is_dir():
                continue
            if refusal:
                yield shown, refusal
            elif info.filename.lower().endswith(ARCHIVES):
                yield shown, NestedArchive(file=shown)
            elif wanted(info.filename):
                yield from _one(lambda info=info: archive.open(info), shown, info.file_size, budget)


def tarred(source: Path | IO[bytes], name: str, packed: int, wanted: Wanted) -> Iterator[tuple[str, Content]]:
    """The wanted members of a tar file, also packed with gzip; a stream is read once, forwards."""
    budget = _Budget(name, packed)
    path, stream = (source, None) if isinstance(source, Path) else (None, source)
    with tarfile.open(path, "r:*" if path else "r|*", stream) as archive:
        for info in archive:
            shown, refusal = _member(name, info.name)
            if info.isdir():
                continue
            if refusal:
                yield shown, refusal
            elif not info.isfile():  # links and devices lead out of the archive
                yield shown, ClimbingPath(file=name, member=info.name)
            elif info.name.lower().endswith(ARCHIVES):
                yield shown, NestedArchive(file=shown)
            elif wanted(info.name):
                yield from _one(lambda info=info: archive.extractfile(info), shown, info.size, budget)


def _one(opened, shown: str, size: int, budget: _Budget) -> Iterator[tuple[str, Content]]:  # type: ignore[no-untyped-def]
    """One member; a bomb ends the archive, since nothing after it can be trusted. A broken gzip ends only itself."""
    if size > FILE_LIMIT_MB * MB:
        yield shown, TooLarge(file=shown, limit_mb=FILE_LIMIT_MB, size_mb=size // MB)
        return
    with opened() as stream:
        if shown.lower().endswith(".gz"):
            try:
                with gzip.open(stream) as inner:
                    data = limited(inner, shown, size * RATIO_LIMIT)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                data = broken(shown, error)
        else:
            data = limited(stream, shown, budget.left)
    if isinstance(data, bytes):
        budget.spend(len(data))
    yield shown, data
