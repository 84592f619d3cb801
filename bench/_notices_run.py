"""One run of `omlopp.notices.run` in a process of its own: seconds by the clock and of all its processors, the highest
memory and what was written, as JSON."""

import json
import os
import resource
import sys
import threading
import time
from pathlib import Path

from omlopp.notices.run import run


def resident_mb() -> float:
    """Memory now held by this process and its children. 0 where the system does not tell (no /proc)."""
    total = 0
    me = os.getpid()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(folder.name) == me or int(fields[1]) == me:
                total += int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6 if hasattr(os, "sysconf") else 0.0


def main(to: str, processes: str, *sources: str) -> None:
    peak, stop = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not stop.wait(0.1):
            peak = max(peak, resident_mb())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    begun = time.perf_counter()
    report = run([Path(source) for source in sources], Path(to), int(processes))
    seconds = time.perf_counter() - begun
    stop.set()
    watcher.join()
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    written = sum(path.stat().st_size for path in Path(to).glob("*/year=*/*.parquet"))
    said = {"seconds": seconds, "cpu": sum(one.ru_utime + one.ru_stime for one in every), "peak_mb": peak}
    print(json.dumps({**said, "written_mb": written / 1e6, "notices": report.read, "units": report.units}))


if __name__ == "__main__":
    main(*sys.argv[1:])
