"""One unit of a run: read, judged and written under temporary names. And the process that does units, one by one."""

import errno
import gc
import os
import signal
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from omlopp.notices import batch as batches
from omlopp.notices import columns
from omlopp.notices.tables import read_schema, split

COUNTED = ("format", "kind", "country", "language")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Task:
    """A unit for a worker: batches as Arrow streams, refusals made on the way in, and where to write."""

    unit: int
    batches: tuple[bytes, ...]
    refused: tuple[columns.Refusal, ...]
    folder: str
    on: date
    dry: bool = False  # read and judge, write nothing: to find the file that kills


@dataclass(frozen=True, slots=True)
class Written:
    """What a unit gave: counts for the ledger and the files, relative to DIR, that wait under `folder`."""

    unit: int
    counts: dict[str, dict[str, int]]
    rows: dict[str, int]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A unit that could not be written. `full`: the disk is."""

    unit: int
    says: str
    full: bool


def done(task: Task) -> Written | Failed:
    """Does a unit. The same unit gives the same rows in the same order, wherever it is done."""
    judged: list[pa.RecordBatch] = []
    for data in task.batches:
        with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
            judged += [batches.evidence(batches.read(one, task.on)) for one in stream]
    if task.refused:
        judged.append(batches.evidence(batches.refusals(task.refused)))
    if task.dry:
        return Written(task.unit, {}, {}, ())
    # Cut by year once, not batch by batch: many small cuts take three times as long as one.
    by_year = split(pa.concat_batches(judged)) if judged else {}
    rows: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTED, "year")}
    parts: list[str] = []
    try:
        for year, tables in by_year.items():
            for name, table in tables.items():
                rows[name] += table.num_rows
                part = f"{name}/year={year}/part-{task.unit:06}.parquet"
                _write(table, Path(task.folder) / part)
                parts.append(part)
            if "notices" in tables:
                counts["year"][str(year)] += tables["notices"].num_rows
                for name in COUNTED:
                    counts[name].update(_values(tables["notices"].column(name)))
    except OSError as error:
        return Failed(task.unit, error.strerror or str(error), error.errno in FULL)
    return Written(task.unit, {name: dict(count) for name, count in counts.items()}, dict(rows), tuple(parts))


def _values(column: pa.ChunkedArray) -> dict[str, int]:
    return {one["values"] or "": one["counts"] for one in column.value_counts().to_pylist()}


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(path), "wb") as file:
        pq.write_table(table, file, compression="zstd", compression_level=1)


def encoded(batch: pa.RecordBatch) -> bytes:
    """A batch as bytes, to hand to another process."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    made: bytes = sink.getvalue().to_pybytes()
    return made


def hand_over(pipe: Connection, task: Task) -> None:
    """Sends a task, its batches one by one after it: pickled with it they would be held twice at either end."""
    pipe.send((replace(task, batches=()), len(task.batches)))
    for data in task.batches:
        pipe.send_bytes(data)


def _taken(pipe: Connection) -> Task:
    task, number = pipe.recv()
    taken: Task = replace(task, batches=tuple(pipe.recv_bytes() for _ in range(number)))
    return taken


def ready() -> None:
    """Makes this process one that does units: one thread, and `tidy` after each unit in place of Python's own watch.

    Reading makes objects by the million and hardly a cycle among them; to look for cycles all the while costs a tenth.
    """
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    read_schema()
    gc.disable()


def tidy() -> None:
    """Frees what went in circles; what is left – words, tables – is there to stay and not looked at again."""
    gc.collect()
    gc.freeze()


def works(pipe: Connection) -> None:
    """The life of a worker: a task in, what came of it out, until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who hands out the work
    ready()
    pipe.send(os.getpid())
    while True:
        try:
            task = _taken(pipe)
        except (EOFError, OSError):
            return
        result = done(task)
        tidy()
        try:
            pipe.send(result)
        except (BrokenPipeError, OSError):
            return
