"""Reading notices to tables beside the floor under it: lxml parsing the same files and joining their text, per core.

Over the notices of a pack when OMLOPP_PACKS names one, else over the project's own samples, repeated until they are
OMLOPP_BENCH_GB gigabytes of XML (2 unless it says else; `--size-gb` of run.py bench sets it). The repeats are read from
the same files again and again: nothing is copied. What belongs together is timed in turns in one run, and where
processes are not what is measured, in seconds of the processor: what others do on the machine then hardly counts.
docs/method/scale.md has the figures and what follows from them.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from lxml import etree

from bench import _notices_peers as peers
from omlopp.domain.model.errors import OmloppError
from omlopp.notices import batch as batches
from omlopp.notices.read import _parse
from omlopp.notices.sources import contents
from omlopp.notices.tables import split
from omlopp.notices.units import units
from omlopp.notices.work import _write, ready, tidy

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "src" / "omlopp" / "library" / "samples" / "notices"
FLOOR = "lxml parsing the same files and joining their text, one core"
MEDIAN_GB = 0.4  # each of the five runs whose median is taken
# Notices and GB of XML: /knowledge/notices.md 8. The GB of a year are an estimate (25–30); of all of TED there is a
# private count of notices since 1993 and no size: the mean of TED_EXPORT, 23.6 kB, is taken for it.
VOLUMES = {"a TED year": (750_000, 27.5), "all of TED": (26_000_000, 26_000_000 * 23.6e3 / 1e9)}


def rows() -> list[dict[str, Any]]:
    """name, n (notices), seconds, beside (seconds of what it is measured against), against (its name), ratio."""
    folders = _folders()
    files = [(name, data) for name, data in contents(folders) if isinstance(data, bytes)]
    times = repeats(float(os.environ.get("OMLOPP_BENCH_GB", "2")), sum(len(data) for _, data in files) / 1e9)
    return [*_stages(folders, times), *_whole(folders, files, times), *peers.rows(files, folders)]


def repeats(gigabytes: float, of: float) -> int:
    """How often files of `of` gigabytes must be read to be no less than `gigabytes`."""
    return max(1, -int(-gigabytes // of))


def _stages(folders: list[Path], times: int) -> list[dict[str, Any]]:
    """The stages of the run's own units one after another on one core, the floor in turns with them."""
    spent = dict.fromkeys(("floor", "parse", "read", "detection", "Parquet"), 0.0)
    ready()
    number, size = 0, 0
    for unit in units(folders * times):
        made = [one for data in unit.batches for one in pa.ipc.open_stream(data)]
        held = [
            (name, content)
            for one in made
            for name, content in zip(
                *(one.column(each).to_pylist() for each in ("file", "content")), strict=True
            )
        ]
        if not unit.number:  # tables, words and automata are made once for a run, not once a file
            for one in made:
                batches.evidence(batches.read(one))
        spent["floor"] += _timed(lambda held=held: [_floor(data) for _, data in held])
        spent["parse"] += _timed(lambda held=held: [_parsed(name, data) for name, data in held])
        judged: list[pa.RecordBatch] = []
        for one in made:
            begun = time.process_time()
            found = batches.read(one)
            middle = time.process_time()
            judged.append(batches.evidence(found))
            spent["read"] += middle - begun
            spent["detection"] += time.process_time() - middle
        spent["Parquet"] += _timed(lambda judged=judged: _written(judged))
        spent["Parquet"] += _timed(tidy)
        number += len(held)
        size += unit.size
    chain = spent["read"] + spent["detection"] + spent["Parquet"]
    measured = {
        "read + detection + Parquet": chain,
        "of it parse": spent["parse"],
        "of it fields": spent["read"] - spent["parse"],
        "of it detection": spent["detection"],
        "of it Parquet": spent["Parquet"],
    }
    return [
        _row(
            f"notices: {name} ({seconds / chain:.0%}), {size / 1e9:.2f} GB",
            number,
            seconds,
            spent["floor"],
            FLOOR,
        )
        for name, seconds in measured.items()
    ]


def _whole(folders: list[Path], files: list[tuple[str, bytes]], times: int) -> Iterator[dict[str, Any]]:
    """`omlopp notices read --to` itself, in processes of its own: speed by processes, and memory."""
    size = sum(len(data) for _, data in files) / 1e9
    few = min(times, repeats(MEDIAN_GB, size))
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(5):
        for processes, done in runs.items():
            done.append(_run(folders, few, processes))
    one, two = (statistics.median(run["seconds"] for run in runs[each]) for each in (1, 2))
    yield _row(
        f"notices: whole run, 2 processes: {one / two:.2f} times as fast as 1, medians of five, {few * size:.2f} GB",
        len(files) * few,
        two,
        one,
        "the same run with 1 process",
    )
    before = _floors(files)
    full = _run(folders, times, 2)
    floor = (before + _floors(files)) / 2
    gigabytes = times * size
    yield _row(
        f"notices: whole run, all processes together, {gigabytes:.2f} GB, seconds of the processor",
        len(files) * times,
        full["cpu"],
        floor * times,
        FLOOR,
    )
    yield _row(
        f"notices: whole run, 2 processes, {gigabytes:.2f} GB, {full['seconds']:.0f} s by the clock, "
        f"memory at most {full['peak_mb']:.0f} MB, {full['written_mb']:.0f} MB of Parquet",
        len(files) * times,
        full["seconds"],
        None,
        "",
    )
    for name, (notices, whole) in VOLUMES.items():
        seconds = reckoned(
            notices, whole, full["seconds"] / (len(files) * times), full["seconds"] / gigabytes
        )
        yield _row(
            f"notices: reckoned from it, {name} ({notices:,} notices, {whole:.0f} GB), 2 processes: "
            f"{seconds / 3600:.1f} h",
            notices,
            seconds,
            None,
            "",
        )


def reckoned(notices: int, gigabytes: float, second_a_notice: float, second_a_gigabyte: float) -> float:
    """Seconds for so many notices of so many gigabytes: by number or by size, whichever takes longer."""
    return max(notices * second_a_notice, gigabytes * second_a_gigabyte)


def _run(folders: list[Path], times: int, processes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as to:
        said = subprocess.run(
            [sys.executable, "-m", "bench._notices_run", to, str(processes), *map(str, folders * times)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        ).stdout
    found: dict[str, float] = json.loads(said)
    return found


def _folders() -> list[Path]:
    packs = [Path(part) / "notices" for part in os.environ.get("OMLOPP_PACKS", "").split(os.pathsep) if part]
    return [
        pack / name for pack in packs for name in ("ted", "eforms", "doffin") if (pack / name).is_dir()
    ] or [SAMPLES]


def _floor(data: bytes) -> int:
    texts: Iterator[Any] = etree.fromstring(data).itertext()
    return len("".join(texts))


def _floors(files: list[tuple[str, bytes]]) -> float:
    """The floor under one reading of the files, the median of five."""
    return statistics.median(_timed(lambda: [_floor(data) for _, data in files]) for _ in range(5))


def _parsed(name: str, data: bytes) -> Any:
    try:
        return _parse(data, name, 50)
    except OmloppError:
        return None


def _written(judged: list[pa.RecordBatch]) -> None:
    with tempfile.TemporaryDirectory() as to:
        for year, tables in split(pa.concat_batches(judged)).items():
            for name, table in tables.items():
                _write(table, Path(to) / f"{name}-{year}.parquet")


def _timed(work: Callable[[], Any]) -> float:
    """Seconds of the processor, not of the clock."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _row(name: str, n: int, seconds: float, beside: float | None, against: str) -> dict[str, Any]:
    return {"name": name, "n": n, "seconds": seconds, "beside": beside, "against": against}
