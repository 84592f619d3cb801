"""The index made from the store: only parts that are new or changed, resumable, and put in place whole.

Layout of `folder`: `made-<version>/` holds an index and `parts.json`; `current` names the one that answers. A new
version is built beside the old, which goes on answering until the last part is in.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from omlopp.notices.search import shape, store
from omlopp.notices.search.errors import BeingBuilt, NoIndex, NoStore

CURRENT, PARTS = "current", "parts.json"
HEAP_BYTES = 120_000_000
COMMIT_EVERY = 20_000  # documents between two savings: what a killed run may have to do again


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

    Raises NoStore when nothing has been read, BeingBuilt when another process is at it. A run that is killed leaves
    the old index answering; the next run goes on where it stopped, and no notice is in twice.
    """
    wanted = store.parts(market)
    if not wanted:
        raise NoStore(folder=str(market))
    made = folder / f"made-{shape.version()}"
    with Writer(made) as writer:
        known = writer.parts
        gone = [part for part in known if part not in wanted]
        todo = [part for part, print_ in wanted.items() if known.get(part) != print_]
        for part in gone:
            writer.remove(part)
        for done, part in enumerate(todo):
            if told:
                told(done, len(todo), writer.written)
            writer.add(part, wanted[part], store.entries(market, part))
        writer.save()
        if told:
            told(len(todo), len(todo), writer.written)
        written = writer.written
    point(folder, made)
    return Built(len(todo), len(gone), written, count(made), shape.version())


class Writer:
    """Adds entries to an index. A part is taken out before it is put in, in one saving: it is never in twice."""

    def __init__(self, made: Path) -> None:
        self.made = made
        made.mkdir(parents=True, exist_ok=True)
        self.parts: dict[str, str] = _known(made)
        self.written = 0
        self._unsaved = 0
        self._pending: dict[str, str | None] = {}
        self._index = tantivy.Index(shape.schema(), path=str(made), reuse=True)
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
        self._writer.delete_documents_by_term(
            "part", part
        )  # always: a killed run may have saved it unnoticed
        for entry in entries:
            self._writer.add_json(json.dumps(shape.document(entry, part)))
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
