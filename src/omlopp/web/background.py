"""Work that goes on without its page: a folder with a lock, a process of its own, a wish to stop.

Shared by what is read (uploads), attacked (attacks) and screened (spending). Work is under way exactly as long as its
worker holds the folder's lock; no process number is trusted, and the lock goes with the process, however it ends.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock  # as omlopp.web.server: not on Windows
from pathlib import Path
from typing import Protocol


class Given(Protocol):
    """An uploaded file as the page has it."""

    @property
    def name(self) -> str | None: ...

    def chunks(self) -> Iterator[bytes]: ...


def start(module: str, key: str, place: Path) -> None:
    """`python -m module key` in a session of its own, which outlives the page and the server; it logs in `place`."""
    with (place / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", module, key],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    threading.Thread(target=worker.wait, daemon=True).start()  # so that no dead child is left in the list


@contextmanager
def holding(place: Path) -> Iterator[bool]:
    """Whether this process is the one at it."""
    with (place / "lock").open("a") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError:
            yield False
            return
        yield True
        flock(lock, LOCK_UN)


def running(place: Path) -> bool:
    """Is a worker at it? A folder that was never worked in has no lock."""
    if not (place / "lock").exists():
        return False
    try:
        with holding(place) as free:
            return not free
    except OSError:
        return False


def ask_to_stop(place: Path) -> None:
    if place.is_dir():
        (place / "stop").touch()


def stop_asked(place: Path) -> bool:
    return (place / "stop").exists()


def forget_stop(place: Path) -> None:
    (place / "stop").unlink(missing_ok=True)


def lay_aside(given: Iterable[Given], place: Path) -> tuple[tuple[str, ...], int]:
    """The given files in `place`, names made safe and kept apart → (names, bytes in all)."""
    names, size = [], 0
    for number, one in enumerate(given):
        name = safe_name(one.name or "fil")
        path = place / name
        if path.exists():
            path = place / f"{number}-{name}"
        with path.open("wb") as file:
            for chunk in one.chunks():
                size += file.write(chunk)
        names.append(path.name)
    return tuple(names), size


def safe_name(name: str) -> str:
    """The last part of the name, within what a file system holds; its ending, which tells the kind, is kept."""
    plain = re.sub(r"[\x00-\x1f/\\:]+", "_", Path(name.replace("\\", "/")).name).lstrip(".") or "fil"
    stem, ending = plain[:-20], plain[-20:]
    return stem.encode()[:120].decode("utf-8", "ignore") + ending
