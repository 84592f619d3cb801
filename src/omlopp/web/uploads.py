"""Uploads being read: one folder each under OMLOPP_HOME/jobs, with what was given and how far the reading has come.

The reading itself (omlopp.web.worker) runs in a process of its own: it outlives the page and the server, can be
stopped, and goes on where it was. A reading is running exactly as long as its worker holds the folder's lock; no
process number is trusted. Files: job.json (what was asked), files/ (what was given, until it is read), progress.json,
rejected.jsonl, stop (asks the worker to stop), worker.log.
"""

import json
import re
import secrets
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.files import from_data
from omlopp.library.messages import sentence
from omlopp.library.workspace import home
from omlopp.web import background
from omlopp.web.background import Given, running

State = Literal["waiting", "running", "done", "stopped", "interrupted", "failed"]
Phase = Literal["reading", "market", "search", "done"]
ENDED: tuple[State, ...] = ("done", "stopped", "interrupted", "failed")
ID = re.compile(r"[0-9a-f]{12}")
SHOWN_REJECTED = 50  # on the page; the whole list can be downloaded


class TooManyReadings(OmloppError):
    """Others are being read already. Facts: running, limit."""

    code = "uploads.too-many"


class UploadGone(OmloppError):
    """The uploaded files are no longer there, so the reading cannot go on. Facts: files."""

    code = "uploads.gone"


class NoRoom(OmloppError):
    """The uploaded files could not be laid aside: the disk is full, or the folder cannot be written. Facts: says."""

    code = "uploads.no-room"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading has come. `total` None: not known (a stream does not tell how many it holds)."""

    state: State = "waiting"
    phase: Phase = "reading"
    done: int = 0  # files and rows looked at
    total: int | None = None
    kept: int = 0  # notices with a page of their own
    rows: int = 0  # notices in the market store
    rejected: int = 0
    notices: tuple[int, ...] = ()  # primary keys of the first of them
    says: dict[str, str] = field(default_factory=dict)  # what went wrong, per language
    at: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A reading: who asked, what was given, and how far it has come. `size` in bytes."""

    id: str
    by: str
    names: tuple[str, ...]
    size: int
    began: str
    progress: Progress = Progress()

    @property
    def folder(self) -> Path:
        return jobs() / self.id

    @property
    def source(self) -> str:
        """What every `file` of this upload begins with in the market store."""
        return f"uppladdat-{self.id}/"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def title(self) -> str:
        return self.names[0] if self.names else self.id

    @property
    def state(self) -> State:
        """As told, but for a worker that is gone without having said so."""
        told = self.progress.state
        if told in ("waiting", "running") and not running(self.folder):
            fresh = told == "waiting" and _age(self.progress.at or self.began) < 20
            return "waiting" if fresh else "interrupted"
        return told

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def began_at(self) -> datetime:
        return datetime.fromisoformat(self.began)


def jobs() -> Path:
    return home() / "jobs"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _age(stamp: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(stamp)).total_seconds()


def put(by: str, given: Iterable[Given]) -> Upload:
    """The given files laid aside in a folder of their own; nothing is read yet. Names are made safe and kept apart."""
    upload_id = secrets.token_hex(6)
    folder = jobs() / upload_id
    place = folder / "files" / f"uppladdat-{upload_id}"
    place.mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    try:
        names, size = background.lay_aside(given, place)
        upload = Upload(upload_id, by, names, size, now())
        asked = {name: value for name, value in asdict(upload).items() if name != "progress"}
        write_whole(folder / "job.json", json.dumps(asked, ensure_ascii=False).encode())
        tell(upload, replace(upload.progress, at=now()))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk leaves nothing behind
        raise
    return upload


def find(upload_id: str) -> Upload | None:
    """The upload with its present progress; None when there is none of that id."""
    if not ID.fullmatch(upload_id):
        return None
    folder = jobs() / upload_id
    try:
        asked = json.loads((folder / "job.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    try:
        return replace(from_data(Upload, asked), progress=_progress(folder))
    except (TypeError, ValueError):
        return None


def _progress(folder: Path) -> Progress:
    """As told; a file that is torn is as good as none."""
    try:
        return from_data(Progress, json.loads((folder / "progress.json").read_text("utf-8")))
    except (OSError, TypeError, ValueError):
        return Progress()


def recent(most: int = 10) -> list[Upload]:
    """The newest uploads first."""
    if not jobs().is_dir():
        return []
    found = [upload for each in jobs().iterdir() if (upload := find(each.name))]
    return sorted(found, key=lambda upload: upload.began, reverse=True)[:most]


def tell(upload: Upload, progress: Progress) -> None:
    """What the page shows from now on, whole or not at all."""
    told = asdict(replace(progress, at=now()))
    write_whole(upload.folder / "progress.json", json.dumps(told, ensure_ascii=False).encode())


def reject(upload: Upload, file: str, error: OmloppError) -> None:
    """One line more in the list of what was left out, with its reason in both languages."""
    said = {lang: sentence(error, lang) for lang in ("sv", "en")}
    reject_as(upload, file=file, code=error.code, sv=said["sv"], en=said["en"])


def reject_as(upload: Upload, *, file: str, code: str, sv: str, en: str) -> None:
    """The same with the sentences at hand; names are told as the person knows them."""
    own = upload.source
    line = {
        "file": file.removeprefix(own),
        "code": code,
        "sv": sv.replace(own, ""),
        "en": en.replace(own, ""),
    }
    with (upload.folder / "rejected.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def rejected(upload: Upload, most: int | None = None) -> list[dict[str, Any]]:
    """What was left out, in order, each once: a reading that went on meets the same files again."""
    try:
        lines = (upload.folder / "rejected.jsonl").read_text("utf-8").splitlines()
    except OSError:
        return []
    found = {one["file"]: one for line in lines if (one := json.loads(line))}
    return list(found.values())[:most]


def start(upload: Upload) -> None:
    """Let a worker read it, in a process that outlives this one."""
    background.start("omlopp.web.worker", upload.id, upload.folder)


def ask_to_stop(upload: Upload) -> None:
    background.ask_to_stop(upload.folder)


def stop_asked(upload: Upload) -> bool:
    return background.stop_asked(upload.folder)


def go_on(upload: Upload) -> Upload:
    """Ready to be started again; what was read stays read."""
    if not any(upload.files.rglob("*")):
        raise UploadGone(files=upload.names)
    background.forget_stop(upload.folder)
    progress = replace(upload.progress, state="waiting", says={})
    tell(upload, progress)
    return replace(upload, progress=progress)


def drop_files(upload: Upload) -> None:
    """What was given is not needed once it is read; it may hold personal data that the store does not."""
    shutil.rmtree(upload.files, ignore_errors=True)


def holding(upload: Upload) -> AbstractContextManager[bool]:
    return background.holding(upload.folder)
