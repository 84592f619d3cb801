"""Reading notices beside the floor under it: lxml parsing the same bytes and joining their text.

Over the project's own samples, or the notices of a pack when OMLOPP_PACKS names one. Time per core, best of three.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.evidence import evidence
from omlopp.notices.lexicon import lexicon
from omlopp.notices.read import read
from omlopp.notices.sources import contents

SAMPLES = Path(__file__).parents[1] / "src" / "omlopp" / "library" / "samples" / "notices"


def rows() -> list[dict[str, Any]]:
    """name, n (notices), seconds, beside (seconds of what it is measured against), against (its name), ratio."""
    where, files = _files()
    notices = [_read(name, data) for name, data in files]
    floor = _best(lambda: [_floor(data) for _, data in files])
    reading = _best(lambda: [_read(name, data) for name, data in files])
    finding = _best(lambda: [evidence(one, lexicon(one.language)) for one in notices if one])
    measured = {"read": reading, "evidence": finding, "read + evidence": reading + finding}
    return [
        {
            "name": f"notices: {name} ({where})",
            "n": len(files),
            "seconds": seconds,
            "beside": floor,
            "against": "lxml parsing the same bytes and joining their text",
            "ratio": seconds / floor,
        }
        for name, seconds in measured.items()
    ]


def _files() -> tuple[str, list[tuple[str, bytes]]]:
    packs = [Path(part) / "notices" for part in os.environ.get("OMLOPP_PACKS", "").split(os.pathsep) if part]
    folders = [
        pack / name for pack in packs for name in ("ted", "eforms", "doffin") if (pack / name).is_dir()
    ]
    found = [(name, data) for name, data in contents(folders or [SAMPLES]) if isinstance(data, bytes)]
    return ("pack" if folders else "samples"), found


def _floor(data: bytes) -> int:
    texts: Iterator[Any] = etree.fromstring(data).itertext()
    return len("".join(texts))


def _read(name: str, data: bytes) -> Any:
    try:
        return read(data, name)
    except OmloppError:
        return None


def _best(work: Callable[[], Any]) -> float:
    """Seconds, the best of three."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)
