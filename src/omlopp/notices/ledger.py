"""What a run has done, so that a run that was stopped – however – goes on without losing or doubling a row.

DIR/_run/run.json says with which version the rows were made and which day dates are held against; DIR/_run/units.jsonl
has one line per unit of work, written when the unit's files stand under their names. A unit without its line has not
been done: its files are removed and it is read again, to the same rows.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO, Any

from omlopp.notices.errors import AnotherRun, RunBusy, SourceChanged
from omlopp.notices.fields import FOLDER

_NOTICES = Path(__file__).parent
_LIBRARY = FOLDER.parent
_DATA = (FOLDER, _LIBRARY / "detection", _LIBRARY / "codelists")
_SENTENCES = _LIBRARY / "messages" / "notices.yaml"  # the reasons in rejected
EMPTY = "part-none.parquet"  # stands for a table without rows, so that it can be opened
# What lies in this room but says nothing of the rows: a change there does not make them old.
_NOT_ROWS = {
    "labels",
    "search",
    "filters.py",
    "fetch.py",
    "ledger.py",
    "run.py",
    "units.py",
    "pool.py",
    "shown.py",
    "evaluate.py",
}
_NOT_ROWS |= {"explanation.py", "opening.py"}


@dataclass(frozen=True, slots=True)
class Done:
    """One unit, done. `digest` is of its files' names and bytes; `killers` are files that took their reader down."""

    unit: int
    digest: str
    first: str
    last: str
    files: int
    size: int
    counts: dict[str, dict[str, int]]
    rows: dict[str, int]
    parts: tuple[str, ...]
    killers: tuple[str, ...] = ()


@cache
def version() -> str:
    """A name for the program as it reads: field tables, words, rules, code lists, sentences and code of this room."""
    made = hashlib.blake2b(digest_size=8)
    paths = [path for folder in _DATA for path in folder.rglob("*") if path.suffix != ".pyc"]
    for path in sorted([*paths, _SENTENCES, *_NOTICES.rglob("*.py")]):
        if path.is_file() and not _NOT_ROWS & set(path.relative_to(FOLDER.parents[1]).parts):
            made.update(path.name.encode())
            made.update(path.read_bytes())
    return made.hexdigest()


class Ledger:
    """The record of one folder. Open it with `opened`; one run at a time."""

    def __init__(self, to: Path) -> None:
        self.to = to
        self.folder = to / "_run"
        self.done: dict[int, Done] = {}
        self.on = date.min
        self.complete = False
        self._lock: IO[bytes] | None = None
        self._lines: IO[str] | None = None

    @classmethod
    def opened(cls, to: Path, today: date, again: bool = False) -> "Ledger":
        """The ledger of a folder, with what was left half done cleared away.

        Raises RunBusy, and AnotherRun where the rows there were made by another version; `again` removes them.
        """
        ledger = cls(to)
        ledger.folder.mkdir(parents=True, exist_ok=True)
        ledger._take_lock()
        try:
            ledger._begin(today, again)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _begin(self, today: date, again: bool) -> None:
        head = self.folder / "run.json"
        if again:
            self.clear()
        said = _json(head)
        if said is None:
            if self._parts():
                raise AnotherRun(folder=str(self.to), then="?", now=version())
            said = {"version": version(), "on": today.isoformat()}
            _replace(head, json.dumps(said))
        if said["version"] != version():
            raise AnotherRun(folder=str(self.to), then=said["version"], now=version())
        self.on = date.fromisoformat(said["on"])
        path = self.folder / "units.jsonl"
        whole = _whole_lines(path)
        for line in whole:
            one = json.loads(line)
            if one.get("complete"):
                self.complete = True
                continue
            one["parts"], one["killers"] = tuple(one["parts"]), tuple(one["killers"])
            self.done[one["unit"]] = Done(**one)
        _replace(path, "".join(f"{line}\n" for line in whole))  # without a last line that broke off
        self._lines = path.open("a", encoding="utf-8")
        self._sweep()

    def clear(self) -> None:
        """Removes every part and the record of them. What else lies in the folder is somebody's, and stays."""
        self._remove(self._parts())
        for name in ("run.json", "units.jsonl"):
            (self.folder / name).unlink(missing_ok=True)

    def _parts(self) -> list[Path]:
        from omlopp.notices.tables import TABLES

        return [path for name in TABLES for path in (self.to / name).glob("year=*/part-*.parquet")]

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            path.unlink(missing_ok=True)
            for folder in (path.parent, path.parent.parent):
                if not any(folder.iterdir()):
                    folder.rmdir()

    def _sweep(self) -> None:
        """Removes what stopped runs left: files under temporary names, and parts of units that are not recorded."""
        for folder in self.folder.glob("tmp-*"):
            shutil.rmtree(folder, ignore_errors=True)
        kept = {part for one in self.done.values() for part in one.parts}
        self._remove(
            path
            for path in self._parts()
            if path.name != EMPTY and path.relative_to(self.to).as_posix() not in kept
        )

    def same(self, unit: int, digest: str, first: str, last: str) -> bool:
        """Whether the unit is done already. Raises SourceChanged when other files were read under its number."""
        before = self.done.get(unit)
        if before is None:
            return False
        if before.digest != digest:
            raise SourceChanged(folder=str(self.to), unit=unit, first=first, last=last)
        return True

    def ends(self, units: int) -> None:
        """Says that the sources gave this many units. Raises SourceChanged when more were read before."""
        more = [one for number, one in self.done.items() if number >= units]
        if more:
            first = min(more, key=lambda one: one.unit)
            raise SourceChanged(folder=str(self.to), unit=first.unit, first=first.first, last=first.last)
        if not self.complete:
            self._write({"complete": True, "units": units})
            self.complete = True

    def record(self, done: Done) -> None:
        """The unit's files stand under their names: say so, on the disk, before anything else."""
        self._write(asdict(done))
        self.done[done.unit] = done

    def _write(self, line: dict[str, Any]) -> None:
        assert self._lines is not None
        self._lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._lines.flush()
        os.fsync(self._lines.fileno())

    def _take_lock(self) -> None:
        """The lock goes with the process that holds it, however that ends."""
        self._lock = (self.folder / "lock").open("wb")
        try:
            import fcntl
        except ImportError:  # no such locks on this system: two runs at once are then not noticed
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise RunBusy(folder=str(self.to)) from None

    def close(self) -> None:
        for file in (self._lines, self._lock):
            if file is not None:
                with suppress(OSError):  # a full disk: what could not be written is not counted
                    file.close()


def summed(done: Iterable[Done]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Counts (format, kind …: value → notices) and rows (table → rows) of many units."""
    counts: dict[str, dict[str, int]] = {}
    rows: dict[str, int] = {}
    for one in done:
        for name, counted in one.counts.items():
            into = counts.setdefault(name, {})
            for value, number in counted.items():
                into[value] = into.get(value, 0) + number
        for table, number in one.rows.items():
            rows[table] = rows.get(table, 0) + number
    return counts, rows


def _whole_lines(path: Path) -> list[str]:
    try:
        data = path.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [line for line in _ended(data) if _is_json(line)]


def _ended(text: str) -> Iterator[str]:
    *lines, _ = text.split("\n")
    yield from lines


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _json(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found


def _replace(path: Path, text: str) -> None:
    """The file whole or not at all."""
    half = path.with_suffix(".new")
    with half.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
