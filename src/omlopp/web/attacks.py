"""Attacks on award models: one folder each under OMLOPP_HOME/attacks, with what was asked and the report so far.

The same model, expected price and number of bidders give the same report, so an attack that was run is found again.
The lab (omlopp.web.attack_worker) runs in a process of its own and holds the folder's lock as long as it is at it.
No bids are in it: a model is attacked before there are any.
"""

import hashlib
import json
import shutil
import time
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from omlopp.domain.model.award import AwardModel, digest
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.files import as_data, from_data
from omlopp.library.workspace import home
from omlopp.web import background

State = Literal["running", "done", "stopped", "interrupted", "failed"]
KEPT = 200  # attacks in a workspace; the oldest give way
STARTING_S = 60.0  # until then a worker that has not taken its lock may still be starting


class NoRoomForAttack(OmloppError):
    """The attack could not be laid out: the disk is full, or the folder cannot be written. Facts: says."""

    code = "attack.no-room"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is attacked. `price`: the expected price of a bid, in the model's currency. `bidders` None: as many as the
    lab supposes (five)."""

    model: AwardModel
    title: str
    price: Decimal
    bidders: int | None = None
    exercise: bool = False

    @property
    def key(self) -> str:
        # another version of the program may answer otherwise
        said = (
            f"{version('omlopp')} {digest(self.model)} {self.price.normalize()} {self.bidders} {self.title}"
        )
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `of` tests; `says`: what went wrong, per language."""

    state: State = "running"
    done: int = 0
    of: int = 0
    says: dict[str, str] | None = None


def folder(key: str) -> Path:
    return home() / "attacks" / key


def begin(asked: Asked) -> None:
    """Run the attack unless it has been run, or is being run, already (in another window, say)."""
    if progress(asked.key).state in ("done", "running"):
        return
    place = folder(asked.key)
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, mode=0o700)
        _make_room()
        write_whole(place / "job.json", json.dumps(as_data(asked), ensure_ascii=False).encode())
        tell(asked.key, Progress())
        _start(asked, place)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)  # a full disk leaves nothing behind
        raise NoRoomForAttack(says=error.strerror or type(error).__name__) from error


def _start(asked: Asked, place: Path) -> None:
    background.start("omlopp.web.attack_worker", asked.key, place)


def asked_of(key: str) -> Asked:
    return from_data(Asked, json.loads((folder(key) / "job.json").read_text("utf-8")))


def tell(key: str, now: Progress) -> None:
    write_whole(folder(key) / "progress.json", json.dumps(asdict(now), ensure_ascii=False).encode())


def progress(key: str) -> Progress:
    """How far it has come. A worker that is gone without having said so was interrupted."""
    try:
        told = from_data(Progress, json.loads((folder(key) / "progress.json").read_text("utf-8")))
    except (OSError, TypeError, ValueError):
        return Progress("interrupted")
    if told.state == "running" and not running(key) and not _starting(key, told):
        return Progress("interrupted", told.done, told.of)
    return told


def _starting(key: str, told: Progress) -> bool:
    try:
        since = time.time() - (folder(key) / "progress.json").stat().st_mtime
    except OSError:
        return False
    return not told.done and since < STARTING_S


def report(key: str, language: str) -> str:
    """The report so far, as HTML made by documents.html; empty before the first test has answered."""
    try:
        return (folder(key) / f"report.{language}.html").read_text("utf-8")
    except OSError:
        return ""


def keep(key: str, language: str, fragment: str) -> None:
    write_whole(folder(key) / f"report.{language}.html", fragment.encode())


def keep_document(key: str, language: str, content: bytes) -> None:
    write_whole(folder(key) / f"report.{language}.docx", content)


def document(key: str, language: str) -> bytes | None:
    """The whole report in Word, once the attack has ended."""
    try:
        return (folder(key) / f"report.{language}.docx").read_bytes()
    except OSError:
        return None


def ask_to_stop(key: str) -> None:
    background.ask_to_stop(folder(key))


def stop_asked(key: str) -> bool:
    return background.stop_asked(folder(key))


def holding(key: str) -> AbstractContextManager[bool]:
    return background.holding(folder(key))


def running(key: str) -> bool:
    return background.running(folder(key))


def _make_room() -> None:
    places: list[Any] = sorted((home() / "attacks").iterdir(), key=lambda place: place.stat().st_mtime)
    for old in places[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
