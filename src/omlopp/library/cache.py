"""What was parsed last time, by content: parsing YAML is nine tenths of reading the library.

One file in the workspace holds, for each library file, its SHA-256 and its content as plain JSON. The content is
checked against its shape every time it is read, so the cache can make the library faster but never let anything
through. It is written whole, beside and then in place; where that cannot be done nothing is kept and nothing fails.
"""

import hashlib
import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.library import files

FORM = 1  # raise it when parsing itself changes


class Parsed:
    """A parser for `read_one` that remembers. `save()` writes what was new."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._kept = _read(place) if place else {}
        self._met: dict[str, Any] = {}
        self._new = False
        self._last = ""

    def __call__(self, raw: bytes, text: str) -> Any:
        key = hashlib.sha256(raw).hexdigest()
        if key in self._kept:
            content = self._kept[key]
        else:
            content = files.parse(raw, text)
            self._new = True
        self._met[key] = content
        self._last = key
        return content

    def refuse(self) -> None:
        """The file parsed last did not fit its shape: it is not kept, for as JSON it might (a day as text)."""
        self._met.pop(self._last, None)

    def save(self) -> None:
        """Write what this reading met, if anything was new. Silent where the workspace cannot be written."""
        if self._place is None or not self._new:
            return
        with suppress(OSError, TypeError, ValueError):
            text = json.dumps({"form": FORM, "files": self._met}, ensure_ascii=False, default=_plain)
            self._place.parent.mkdir(exist_ok=True)
            beside = self._place.with_suffix(f".{os.getpid()}")
            beside.write_text(text, "utf-8")
            beside.replace(self._place)


def place_for(root: Path, home: Path) -> Path | None:
    """Where the library under `root` is kept: a file of the workspace. None while there is no workspace to write in."""
    if not home.is_dir() or not os.access(home, os.W_OK | os.R_OK):
        return None
    return home / "cache" / f"library-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}.json"


def _read(place: Path) -> dict[str, Any]:
    try:
        held = json.loads(place.read_bytes())
        return dict(held["files"]) if held["form"] == FORM else {}
    except (OSError, ValueError, KeyError, TypeError):  # none yet, half-written by hand, or of another form
        return {}


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept")
