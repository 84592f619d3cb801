"""How long the library takes to read – from its files, and as kept – and how long a question to it takes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

READ = """
import sys, time
began = time.perf_counter()
from omlopp.library.load import library
held = library()
print(time.perf_counter() - began, len(held.criteria))
"""


def rows() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as home:
        cold, n = read(home)
        warm = min(read(home)[0] for _ in range(3))
    nothing, _ = read("/nowhere/at/all")
    yield {
        "name": "library, from its files",
        "n": n,
        "seconds": cold,
        "beside": nothing,
        "against": "no workspace",
    }
    yield {"name": "library, as kept", "n": n, "seconds": warm, "beside": cold, "against": "from its files"}
    yield from asked()


def read(home: str) -> tuple[float, int]:
    """Seconds of a new process from import to the whole library, and how many criteria it holds."""
    environment = os.environ | {"OMLOPP_HOME": home}
    done = subprocess.run(
        [sys.executable, "-c", READ], env=environment, check=True, capture_output=True, text=True
    )
    seconds, count = done.stdout.split()
    return float(seconds), int(count)


def asked() -> Iterator[dict[str, Any]]:
    from omlopp.domain.criteria.find import find, goals_lit
    from omlopp.flows.library import library_faults
    from omlopp.library.load import ROOT, library

    held = library()
    criteria = held.criteria.values()
    codes = sorted({code.ljust(8, "0") for one in criteria for code in one.cpv})[:100]
    began = time.perf_counter()
    for code in codes:
        find(criteria, cpv=[code], goals=goals_lit(["C", "D"]), level=None)
    each = (time.perf_counter() - began) / len(codes)
    yield {"name": "criteria find, one code and two goals", "n": len(criteria), "seconds": each}
    began = time.perf_counter()
    library_faults(held, ROOT, date.max)
    yield {"name": "library check", "n": len(criteria), "seconds": time.perf_counter() - began}
