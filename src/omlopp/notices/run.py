"""Many notices to Parquet: streamed, in units of bounded size, over processes, and resumable.

The parent unpacks the sources and cuts them into units; workers read, judge and write each under a temporary name; the
parent gives the files their names and writes the unit into the ledger. The same sources give the same rows, however
many processes there are and however often the run was stopped.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from omlopp.notices.columns import refusal
from omlopp.notices.errors import DiskFull, Rejected, WorkerDied
from omlopp.notices.ledger import EMPTY, Done, Ledger, summed
from omlopp.notices.pool import Died, Pool, killers
from omlopp.notices.tables import TABLES, schema
from omlopp.notices.units import Admit, Unit, everything, units, weigh
from omlopp.notices.work import FULL, Failed, Task, Written, encoded


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come. `size` and `whole` are bytes unpacked, `whole` as estimated beforehand."""

    files: int
    rejected: int
    size: int
    whole: int
    seconds: float
    new_files: int
    new_size: int

    @property
    def per_second(self) -> float:
        """Files a second, of those read now."""
        return self.new_files / self.seconds if self.seconds else 0.0

    @property
    def left_seconds(self) -> float | None:
        """None until something has been read."""
        if not self.new_size or not self.seconds:
            return None
        return max(self.whole - self.size, 0) / (self.new_size / self.seconds)


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run. `counts`: format, kind, country, language, year → notices; `rows`: table → rows."""

    to: Path
    files: int
    units: int
    resumed: int
    counts: dict[str, dict[str, int]]
    rows: dict[str, int]
    seconds: float

    @property
    def read(self) -> int:
        return self.rows.get("notices", 0)

    @property
    def rejected(self) -> int:
        return self.rows.get("rejected", 0)

    def reasons(self, most: int = 1_000) -> list[dict[str, str]]:
        """The first rows of `rejected`."""
        found: list[dict[str, str]] = []
        for path in sorted((self.to / "rejected").glob("year=*/*.parquet")):
            if len(found) < most:
                found += pq.read_table(path, partitioning=None).slice(0, most - len(found)).to_pylist()
        return found


def run(
    sources: Iterable[Path],
    to: Path,
    processes: int | None = None,
    again: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    today: date | None = None,
    admit: Admit = everything,
) -> Report:
    """Reads every source into the tables under `to`, or goes on where an earlier run of the same sources stopped.

    `processes`: None is one per core, 0 works in this process (nothing then survives a file that kills it). `again`
    throws away what is there. `admit` may turn a content into a refusal before it is read. Raises RunBusy,
    AnotherRun, SourceChanged, DiskFull; KeyboardInterrupt passes through.
    After any of them the same call goes on from the last unit done.
    """
    sources = list(sources)
    size = (os.cpu_count() or 1) if processes is None else processes
    day = today or datetime.now(UTC).date()
    try:
        to.mkdir(parents=True, exist_ok=True)
        ledger = Ledger.opened(to, day, again)
    except OSError as error:
        raise _full(to, error.strerror or str(error), 0) from None
    try:
        return _Run(sources, to, size, ledger, progress, admit).whole()
    except OSError as error:
        if error.errno in FULL:
            raise _full(to, error.strerror or "", len(ledger.done)) from None
        raise
    finally:
        ledger.close()


@dataclass(frozen=True, slots=True)
class _Given:
    """A unit on its way. `killers`: files already known to take their reader down."""

    task: Task
    digest: str
    names: tuple[str, str]
    files: int
    size: int
    tries: int = 0
    killers: tuple[str, ...] = ()


class _Run:
    def __init__(
        self,
        sources: list[Path],
        to: Path,
        size: int,
        ledger: Ledger,
        progress: Callable[[Progress], None],
        admit: Admit,
    ) -> None:
        self.admit = admit
        self.sources, self.to, self.size, self.ledger, self.tell = sources, to, size, ledger, progress
        self.begun = time.monotonic()
        self.scratch = ledger.folder / f"tmp-{os.getpid()}-{time.monotonic_ns()}"
        self.whole_size = weigh(sources)
        self.given: dict[int, _Given] = {}
        self.resumed = 0
        self.new_files = self.new_size = 0
        before = ledger.done.values()
        self.files, self.bytes = sum(one.files for one in before), sum(one.size for one in before)
        self.rejected = sum(one.rows.get("rejected", 0) for one in before)

    def whole(self) -> Report:
        number = -1
        try:
            with Pool(0) as pool:
                for number, unit in enumerate(units(self.sources, self.admit)):
                    one = self._task(unit)
                    if self.ledger.same(number, one.digest, *one.names):
                        self.resumed += 1
                        self._progress()
                        continue
                    if self.size and not pool.size:  # started when there is something to do
                        pool.grow(self.size)
                    while not pool.room:
                        self._settle(pool)
                    self.given[number] = one
                    pool.give(one.task)
                while pool.busy:
                    self._settle(pool)
            self.ledger.ends(number + 1)
            self._no_table_missing()
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)
        done = self.ledger.done.values()
        counts, rows = summed(done)
        rows = {name: rows.get(name, 0) for name in TABLES}
        files, seconds = sum(one.files for one in done), time.monotonic() - self.begun
        return Report(self.to, files, len(done), self.resumed, counts, rows, seconds)

    def _task(self, unit: Unit) -> _Given:
        folder = str(self.scratch / f"{unit.number:06}")
        task = Task(unit.number, tuple(unit.batches), tuple(unit.refused), folder, self.ledger.on)
        return _Given(task, unit.digest, unit.names, unit.files, unit.size)

    def _settle(self, pool: Pool) -> None:
        """Takes what comes first out of the pool: files that get their names, or a death to deal with."""
        result = pool.next()
        if isinstance(result, Written):
            self._commit(result)
        elif isinstance(result, Failed):
            if result.full:
                raise _full(self.to, result.says, len(self.ledger.done))
            raise OSError(result.says)
        else:
            self._retry(pool, result)

    def _commit(self, written: Written) -> None:
        one = self.given.pop(written.unit)
        for part in written.parts:
            place = self.to / part
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(one.task.folder) / part, place)
        shutil.rmtree(one.task.folder, ignore_errors=True)
        self.ledger.record(
            Done(
                written.unit,
                one.digest,
                *one.names,
                one.files,
                one.size,
                written.counts,
                written.rows,
                written.parts,
                one.killers,
            )
        )
        self.files += one.files
        self.bytes += one.size
        self.rejected += written.rows.get("rejected", 0)
        self.new_files += one.files
        self.new_size += one.size
        self._progress()

    def _retry(self, pool: Pool, died: Died) -> None:
        """A unit whose process died is done once more; then its files one by one, and the guilty ones are left out."""
        one = self.given[died.task.unit]
        shutil.rmtree(one.task.folder, ignore_errors=True)
        if one.tries:
            while pool.busy:
                self._settle(pool)
            one = _without_killers(pool, one)
        self.given[died.task.unit] = replace(one, tries=one.tries + 1)
        pool.give(one.task)

    def _progress(self) -> None:
        self.tell(
            Progress(
                self.files,
                self.rejected,
                self.bytes,
                self.whole_size,
                time.monotonic() - self.begun,
                self.new_files,
                self.new_size,
            )
        )

    def _no_table_missing(self) -> None:
        """Every table can be opened, also one that nothing was found for."""
        for name in TABLES:
            folder = self.to / name
            none = folder / "year=0" / EMPTY
            if any(path != none for path in folder.glob("year=*/*.parquet")):
                none.unlink(missing_ok=True)
            elif not none.exists():
                none.parent.mkdir(parents=True, exist_ok=True)
                half = none.with_suffix(".new")
                pq.write_table(schema(name).empty_table(), half)
                half.replace(none)


def _names(batch: pa.RecordBatch) -> tuple[list[str], list[str]]:
    return batch.column("source").to_pylist(), batch.column("file").to_pylist()


def _without_killers(pool: Pool, one: _Given) -> _Given:
    """The unit without the files that take a process down when they are read alone."""
    kept: list[bytes] = []
    found: list[tuple[str, str]] = []
    for data in one.task.batches:
        with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
            for whole in stream:
                alone = [whole.slice(place, 1) for place in range(whole.num_rows)]
                tasks = [replace(one.task, batches=(encoded(each),), refused=(), dry=True) for each in alone]
                guilty = set(killers(pool, tasks))
                labels, names = _names(whole)
                found += [(labels[place], names[place]) for place in sorted(guilty)]
                left = [each for place, each in enumerate(alone) if place not in guilty]
                if left:
                    table = pa.Table.from_batches(left).combine_chunks()
                    kept += [encoded(each) for each in table.to_batches()]
    refused = tuple(refusal(Rejected(name, WorkerDied(file=name)), label) for label, name in found)
    task = replace(one.task, batches=tuple(kept), refused=(*one.task.refused, *refused))
    return replace(one, task=task, killers=(*one.killers, *(name for _, name in found)))


def _full(to: Path, says: str, units: int) -> DiskFull:
    return DiskFull(folder=str(to), says=says, units=units)
