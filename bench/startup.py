"""What a person waits before anything happens, beside a Python that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

RUNS = 5


def rows() -> Iterator[dict[str, Any]]:
    bare = wall("-c", "pass")
    for says, arguments in (("omlopp --help", ["--help"]), ("omlopp packs --help", ["packs", "--help"])):
        seconds = wall("-m", "omlopp", *arguments)
        yield {"name": says, "n": RUNS, "seconds": seconds, "beside": bare, "against": "python -c pass"}


def wall(*arguments: str) -> float:
    """Seconds, median of the runs."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
