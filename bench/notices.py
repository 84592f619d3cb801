"""Reading notices to tables beside the floor under it: lxml parsing the same files and joining their text, per core.

Over the notices of a pack when OMLOPP_PACKS names one, repeated to OMLOPP_BENCH_GB gigabytes (0.2 unless it says else;
`--size-gb 2` of run.py bench sets it), else over the project's own samples. What belongs together is timed in turns in
one run. `hours` works a year of TED out of a ratio measured here; docs/method/scale.md has the figures.
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

from lxml import etree

from bench import _notices_peers as peers
from omlopp.domain.model.errors import OmloppError
from omlopp.notices import batch as batches
from omlopp.notices.read import _parse, read
from omlopp.notices.sources import contents
from omlopp.notices.tables import concatenated, split
from omlopp.notices.work import _write

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "src" / "omlopp" / "library" / "samples" / "notices"
FLOOR = "lxml parsing the same files and joining their text, one core"
MEDIAN_GB = 0.5  # the medians of five are of runs no larger than this
TED_YEAR = (750_000, 27.5)  # notices and GB of XML a year: /knowledge/notices.md 8, an estimate of 25–30 GB
TED_ALL = 26_000_000  # notices since 1993 by a private count (same source); most are smaller than today's


def rows() -> list[dict[str, Any]]:
    """name, n (notices), seconds, beside (seconds of what it is measured against), against (its name), ratio."""
    folders, files = _files()
    gigabytes = sum(len(data) for _, data in files) / 1e9
    times = max(1, round(float(os.environ.get("OMLOPP_BENCH_GB", "0.2")) / gigabytes))
    shown = [_stages(files, times), _whole(folders, files, times)]
    return [*shown[0], *shown[1], *peers.rows(files, folders)]


def hours(notices: int, gigabytes: float, seconds_a_gigabyte: float, processes: int) -> float:
    """Hours for so many gigabytes of XML, from seconds of work a gigabyte on one core. `notices` is told beside it."""
    assert notices > 0
    return gigabytes * seconds_a_gigabyte / processes / 3600


def _stages(files: list[tuple[str, bytes]], times: int) -> list[dict[str, Any]]:
    """The stages one after another on one core, the floor in turns with them."""
    spent = dict.fromkeys(("floor", "parse", "read", "detection", "Parquet"), 0.0)
    some = [files[begin : begin + 500] for begin in range(0, len(files), 500)]
    sources = [batches.source(part) for part in some]
    for one in sources:  # tables, words and automata are made once for a run, not once a file
        batches.evidence(batches.read(one))
    for number in range(times):
        spent["floor"] += _timed(lambda: [_floor(data) for _, data in files])
        spent["parse"] += _timed(lambda: [_parsed(name, data) for name, data in files])
        judged = []
        for one in sources:
            begun = time.process_time()
            found = batches.read(one)
            middle = time.process_time()
            judged.append(batches.evidence(found))
            spent["read"] += middle - begun
            spent["detection"] += time.process_time() - middle
        spent["Parquet"] += _timed(lambda made=judged, unit=number: _written(made, unit))
    chain = spent["read"] + spent["detection"] + spent["Parquet"]
    measured = {
        "read + detection + Parquet": chain,
        "of it parse": spent["parse"],
        "of it fields": spent["read"] - spent["parse"],
        "of it detection": spent["detection"],
        "of it Parquet": spent["Parquet"],
    }
    return [
        _row(f"notices: {name} ({seconds / chain:.0%})", len(files) * times, seconds, spent["floor"], FLOOR)
        for name, seconds in measured.items()
    ]


def _whole(folders: list[Path], files: list[tuple[str, bytes]], times: int) -> list[dict[str, Any]]:
    """`omlopp notices read --to` itself, in processes of its own: speed by processes, and memory."""
    size = sum(len(data) for _, data in files) / 1e9
    few = min(times, max(1, round(MEDIAN_GB / size)))
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(5):
        for processes, done in runs.items():
            done.append(_run(folders, few, processes))
    one, two = (statistics.median(run["seconds"] for run in runs[each]) for each in (1, 2))
    full = _run(folders, times, 2) if times > few else max(runs[2], key=lambda run: run["peak_mb"])
    floor = _timed(lambda: [_floor(data) for _, data in files])
    number = len(files)
    return [
        _row(f"notices: whole run, 1 process, {few * size:.2f} GB", number * few, one, floor * few, FLOOR),
        _row(
            f"notices: whole run, 2 processes: {one / two:.2f} times as fast as 1, medians of five",
            number * few,
            two,
            one,
            "the same run with 1 process",
        ),
        _row(
            f"notices: whole run, 2 processes, {times * size:.2f} GB, memory at most {full['peak_mb']:.0f} MB",
            number * times,
            full["seconds"],
            floor * times,
            FLOOR,
        ),
    ]


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


def _files() -> tuple[list[Path], list[tuple[str, bytes]]]:
    packs = [Path(part) / "notices" for part in os.environ.get("OMLOPP_PACKS", "").split(os.pathsep) if part]
    folders = [
        pack / name for pack in packs for name in ("ted", "eforms", "doffin") if (pack / name).is_dir()
    ] or [SAMPLES]
    return folders, [(name, data) for name, data in contents(folders) if isinstance(data, bytes)]


def _floor(data: bytes) -> int:
    texts: Iterator[Any] = etree.fromstring(data).itertext()
    return len("".join(texts))


def _parsed(name: str, data: bytes) -> Any:
    try:
        return _parse(data, name, 50)
    except OmloppError:
        return None


def _written(judged: list[Any], unit: int) -> None:
    with tempfile.TemporaryDirectory() as to:
        for year, tables in concatenated(split(one) for one in judged).items():
            for name, table in tables.items():
                _write(table, Path(to) / f"{name}-{year}-{unit}.parquet")


def _timed(work: Callable[[], Any]) -> float:
    """Seconds of the processor, not of the clock: what others do on the machine then hardly counts."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _row(name: str, n: int, seconds: float, beside: float | None, against: str) -> dict[str, Any]:
    return {"name": name, "n": n, "seconds": seconds, "beside": beside, "against": against}


__all__ = ["hours", "read", "rows"]
