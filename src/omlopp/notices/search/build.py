"""The index made from the store: only parts that are new or changed, resumable, and put in place whole.

Layout of `folder`: `made-<version>/` holds an index and `parts.json`; `current` names the one that answers. A new
version is built beside the old, which goes on answering until the last part is in.
"""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import tantivy

from omlopp.notices.search import shape, store
from omlopp.notices.search.errors import BeingBuilt, NoIndex, NoRoom, NoStore

CURRENT, PARTS = "current", "parts.json"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
HEAP_BYTES = 120_000_000
TRIED_BYTES = 1_000_000
COMMIT_EVERY = 50_000  # documents between two savings: what a killed run may have to do again


@dataclass(frozen=True, slots=True)
class Built:
    """What an indexing did: parts added (new or changed) and taken out, notices written, notices in the index."""

    added: int
    removed: int
    written: int
    notices: int
    version: str


def build(market: Path, folder: Path, told: Callable[[int, int, int], None] | None = None) -> Built:
    """Bring the index in `folder` up to the store in `market`. `told(parts done, parts to do, notices written)`.

    Raises NoStore when nothing was ever read, BeingBuilt when another process is at it, NoRoom when the disk is full.
    A run that is killed leaves the old index answering; the next goes on where it stopped, and no notice is in twice.
    """
    wanted = store.parts(market)
    if not wanted and not (folder / CURRENT).is_file():
        raise NoStore(folder=str(market))
    made = folder / f"made-{shape.version()}"
    try:
        done = _brought_up(market, made, wanted, told or (lambda *_: None))
        point(folder, made)
    except (OSError, ValueError) as error:
        if _is_full(error) or _is_full(_tried(made)):
            raise NoRoom(folder=str(folder)) from error
        raise
    return done


def _tried(made: Path) -> OSError | None:
    """What writing there says now: an engine whose thread died of a full disk tells only that it died."""
    try:
        with NamedTemporaryFile(dir=made) as some:
            some.write(bytes(TRIED_BYTES))
            some.flush()
    except OSError as error:
        return error
    return None


def _brought_up(
    market: Path, made: Path, wanted: dict[str, str], told: Callable[[int, int, int], None]
) -> Built:
    with Writer(made) as writer:
        known = writer.parts
        gone = [part for part in known if part not in wanted]
        todo = [part for part, print_ in wanted.items() if known.get(part) != print_]
        for part in gone:
            writer.remove(part)
        for done, part in enumerate(todo):
            told(done, len(todo), writer.written)
            writer.add(part, wanted[part], store.entries(market, part))
        writer.save()
        told(len(todo), len(todo), writer.written)
    return Built(len(todo), len(gone), writer.written, count(made), shape.version())


class Writer:
    """Adds entries to an index. A part is taken out before it is put in, in one saving: it is never in twice."""

    def __init__(self, made: Path) -> None:
        self.made = made
        self._index = _opened(made)
        self.parts: dict[str, str] = _known(made)
        self.written = 0
        self._unsaved = 0
        self._pending: dict[str, str | None] = {}
        try:
            self._writer = self._index.writer(HEAP_BYTES, 1)
        except ValueError as error:
            raise BeingBuilt(folder=str(made)) from error

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        """What is not saved is left out; merges under way are waited for, so that the next writer can begin."""
        with suppress(ValueError):
            if kind is not None:
                self._writer.rollback()
            self._writer.wait_merging_threads()

    def add(self, part: str, fingerprint: str, entries: Iterable[shape.Entry]) -> None:
        self.put(part, fingerprint, (json.dumps(shape.document(entry, part)) for entry in entries))

    def put(self, part: str, fingerprint: str, documents: Iterable[str]) -> None:
        """The same with documents already made, as JSON."""
        # Always taken out first: a killed run may have saved the part without noting it.
        self._writer.delete_documents_by_term("part", part)
        for document in documents:
            self._writer.add_json(document)
            self.written += 1
            self._unsaved += 1
        self._pending[part] = fingerprint
        if self._unsaved >= COMMIT_EVERY:
            self.save()

    def remove(self, part: str) -> None:
        self._writer.delete_documents_by_term("part", part)
        self._pending[part] = None

    def save(self) -> None:
        self._writer.commit()
        for part, fingerprint in self._pending.items():
            if fingerprint is None:
                self.parts.pop(part, None)
            else:
                self.parts[part] = fingerprint
        _write(self.made / PARTS, json.dumps(self.parts, indent=0))
        self._pending, self._unsaved = {}, 0


def point(folder: Path, made: Path) -> None:
    """Let `made` answer from now on, and take away the others."""
    _write(folder / CURRENT, made.name)
    for other in folder.glob("made-*"):
        if other != made:
            shutil.rmtree(other, ignore_errors=True)


def current(folder: Path) -> Path:
    """Where the index that answers lies. Raises NoIndex when there is none, or none whose fields are these.

    One made with older words goes on answering until `build` has made the new: its fields are the same.
    """
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except OSError:
        raise NoIndex(folder=str(folder)) from None
    made = folder / name
    if not name.startswith(f"made-{shape.EDITION}-") or not (made / "meta.json").is_file():
        raise NoIndex(folder=str(folder))
    return made


def count(made: Path) -> int:
    index = tantivy.Index.open(str(made))
    return int(index.searcher().num_docs)


def _opened(made: Path) -> Any:
    """The index in the folder, begun anew when there is none that can be read: files cut short, a disk that failed."""
    if not (made / "meta.json").is_file():
        (made / PARTS).unlink(missing_ok=True)  # a list of parts without the index that holds them
    for _ in range(2):
        made.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(shape.schema(), path=str(made), reuse=True)
            index.searcher()
            shape.register(index)
            return index
        except ValueError as error:
            if _is_full(error):
                raise
            damaged = error
            shutil.rmtree(made, ignore_errors=True)
    raise damaged


def _is_full(error: Exception | None) -> bool:
    """No room, or no more of it for this person; the engine tells only in words."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return any(f"(os error {number})" in str(error) for number in FULL)


def _known(made: Path) -> dict[str, str]:
    try:
        read: dict[str, str] = json.loads((made / PARTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read


def _write(path: Path, text: str) -> None:
    """The file is there whole or not at all."""
    aside = path.with_suffix(f".{os.getpid()}.part")
    aside.write_text(text, "utf-8")
    os.replace(aside, path)
