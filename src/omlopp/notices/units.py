"""The sources of a run cut into units of bounded size: what one process does at a time, and what is recorded."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from omlopp.domain.model.errors import OmloppError
from omlopp.notices import batch as batches
from omlopp.notices.columns import Refusal, refusal
from omlopp.notices.errors import Rejected
from omlopp.notices.registry_files import RegistryFiles
from omlopp.notices.sources import Content, by_source
from omlopp.notices.work import encoded

BATCH_FILES, BATCH_BYTES = 500, 16_000_000
UNIT_BATCHES = 4
PACKED = 12  # how many times larger XML is than its gzip, about: only for telling the time left
Admit = Callable[[str, Content], Content]


class Unit:
    """A unit as it fills up: files become batches of one source each, encoded as they are full, so that a file's bytes
    are not held twice. `digest` is of the files' names and bytes, in order.
    """

    def __init__(self, number: int) -> None:
        self.number, self.files, self.size = number, 0, 0
        self.batches: list[bytes] = []
        self.refused: list[Refusal] = []
        self.names = ("", "")  # the first and the last
        self._hash = hashlib.sha256()  # the quickest here: processors have instructions for it
        self._open: list[tuple[str, bytes | RegistryFiles]] = []
        self._label, self._open_size = "", 0

    def add(self, label: str, name: str, content: bytes | RegistryFiles) -> None:
        size = len(content) if isinstance(content, bytes) else sum(len(data) for *_, data in content.tables())
        if label != self._label or len(self._open) >= BATCH_FILES or self._open_size + size > BATCH_BYTES:
            self.close()
        self._open.append((name, content))
        self._label, self._open_size = label, self._open_size + size
        self.size += size
        self._count(name)

    def refuse(self, one: Refusal) -> None:
        self.refused.append(one)
        self._hash.update(f"{one.source}/{one.file} {one.code}\n".encode("utf-8", "backslashreplace"))
        self._count(one.file)

    def _count(self, name: str) -> None:
        self.files += 1
        self.names = (self.names[0] or name, name)

    def close(self) -> None:
        """Makes a batch of what has come since the last."""
        if not self._open:
            return
        made = batches.source(self._open, self._label)
        for name, data in zip(made.column("file").to_pylist(), made.column("content"), strict=True):
            self._hash.update(f"{len(data.as_buffer())} {self._label}/{name}\n".encode())
            self._hash.update(data.as_buffer())
        self.batches.append(encoded(made))
        self._open, self._open_size = [], 0

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()[:32]

    def full(self) -> bool:
        return self.files >= UNIT_BATCHES * BATCH_FILES or self.size >= UNIT_BATCHES * BATCH_BYTES


def everything(_: str, content: Content) -> Content:
    """Admits all contents as they are."""
    return content


def units(sources: Iterable[Path], admit: Admit = everything) -> Iterator[Unit]:
    """The sources in units of bounded size. Where the borders run depends on the sources alone.

    `admit` may turn a content into a refusal.
    """
    unit = Unit(0)
    for label, held in by_source(sources):
        for name, found in held:
            content = admit(name, found)
            if isinstance(content, OmloppError):
                unit.refuse(refusal(Rejected(name, content), label))
            else:
                unit.add(label, name, content)
            if unit.full():
                unit.close()
                yield unit
                unit = Unit(unit.number + 1)
    if unit.files:
        unit.close()
        yield unit


def weigh(sources: Iterable[Path]) -> int:
    """About how many bytes the sources hold once unpacked."""
    total = 0
    for source in sources:
        paths = source.rglob("*") if source.is_dir() else [source] if source.is_file() else []
        total += sum(_weight(path) for path in paths if path.is_file())
    return total


def _weight(path: Path) -> int:
    name, size = path.name.lower(), path.stat().st_size
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(path) as archive:
                return sum(member.file_size for member in archive.infolist())
        except (zipfile.BadZipFile, OSError):
            return size
    return size * PACKED if name.endswith((".gz", ".tgz")) else size
