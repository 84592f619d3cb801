"""Ledgers and contract registers given to the workbench: one folder each under OMLOPP_HOME/spend.

Files: job.json (what was asked), files/ (what was given, until it is read), columns.json (what each file's columns are,
once a person has confirmed them), progress.json, kept/ (what was read, folded and masked), stop, lock, worker.log.
The reading (omlopp.web.spending_worker) runs in a process of its own; see omlopp.web.background.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.files import from_data
from omlopp.library.messages import keyed, sentences
from omlopp.library.spend import columns as uses
from omlopp.library.workspace import home
from omlopp.spend import guess, mappings, reading
from omlopp.spend.made import FOLDER as SAMPLES
from omlopp.web import background
from omlopp.web.background import Given

Kind = Literal["ledger", "register"]
State = Literal["asking", "waiting", "running", "done", "stopped", "interrupted", "failed"]
ENDED: tuple[State, ...] = ("done", "stopped", "interrupted", "failed")
ID = re.compile(r"[0-9a-f]{12}")
STARTING_S = 20.0  # until then a worker that has not taken its lock may still be starting
PREVIEW = 6  # rows shown while a person says what the columns are
NEEDED: dict[str, tuple[str, ...]] = {"ledger": ("amount_sek",), "register": ("cpv",)}
# What a column may be, in the order it is asked; all of library/spend/columns.csv that the two readers use.
ASKED: dict[str, tuple[str, ...]] = {
    "ledger": (
        "amount_sek", "supplier", "supplier_id", "account", "account_name", "booked_on", "voucher", "row_number",
        "buyer", "buyer_id", "currency", "contract", "cpv",
    ),
    "register": (
        "cpv", "title", "ends_on", "starts_on", "amount_sek", "supplier", "supplier_id", "contract", "buyer",
        "buyer_id", "kind", "booked_on",
    ),
}  # fmt: skip
SAMPLE = SAMPLES / "ovningsreskontra.csv"


class SpendGone(OmloppError):
    """The given files are no longer there, so the reading cannot go on. Facts: files."""

    code = "spend-web.gone"


class SpendNoRoom(OmloppError):
    """The given files could not be laid aside. Facts: says."""

    code = "spend-web.no-room"


class ColumnTwice(OmloppError):
    """One column was said to be two things. Facts: column."""

    code = "spend-web.column-twice"


class NeededColumn(OmloppError):
    """The column that the file cannot be read without was not pointed out. Facts: file, use_sv, use_en."""

    code = "spend-web.needed-column"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: rows gone through of all, in file number `file` of `files`. `says`: what went wrong."""

    state: State = "asking"
    done: int = 0
    total: int = 0
    file: int = 0
    files: int = 0
    rows: int = 0
    not_used: int = 0
    says: dict[str, str] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was given: who, what and when. `exercise`: the shipped, invented ledger."""

    id: str
    kind: Kind
    by: str
    names: tuple[str, ...]
    size: int
    began: str
    exercise: bool = False
    progress: Progress = Progress()

    @property
    def folder(self) -> Path:
        return place() / self.id

    @property
    def files(self) -> tuple[Path, ...]:
        """What was given, in order; empty once it was read."""
        return tuple(path for name in self.names if (path := self.folder / "files" / name).is_file())

    @property
    def kept(self) -> tuple[Path, ...]:
        """What was read, a file each."""
        return tuple(sorted((self.folder / "kept").glob("*.json")))

    @property
    def title(self) -> str:
        return self.names[0] if self.names else self.id

    @property
    def state(self) -> State:
        """As told, but for a worker that is gone without having said so."""
        told = self.progress.state
        if told in ("waiting", "running") and not background.running(self.folder):
            age = (datetime.now(UTC) - datetime.fromisoformat(self.progress.at or self.began)).total_seconds()
            return "waiting" if told == "waiting" and age < STARTING_S else "interrupted"
        return told

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def began_at(self) -> datetime:
        return datetime.fromisoformat(self.began)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person said: for each file its mapping ours → theirs; chart of accounts; SEK per unit of currencies."""

    columns: tuple[dict[str, str], ...] = ()
    chart: str = ""
    rates: dict[str, str] = field(default_factory=dict)

    def exchange(self) -> dict[str, Decimal]:
        return {currency: Decimal(rate) for currency, rate in self.rates.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """A file before it is read: its columns, the first rows (numbers of persons masked) and what each column may be.

    `remembered`: the organisation has said so of a file with this head before.
    """

    file: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: dict[str, str]
    remembered: bool


def place() -> Path:
    return home() / "spend"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def put(by: str, kind: Kind, given: Iterable[Given]) -> Intake:
    """The given files laid aside in a folder of their own; nothing is read yet. Raises SpendNoRoom."""
    intake_id = secrets.token_hex(6)
    folder = place() / intake_id
    try:
        (folder / "files").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        names, size = background.lay_aside(given, folder / "files")
        exercise = any(_same(folder / "files" / name, SAMPLE) for name in names)
        made = Intake(intake_id, kind, by, names, size, now(), exercise)
        asked = {name: value for name, value in asdict(made).items() if name != "progress"}
        write_whole(folder / "job.json", json.dumps(asked, ensure_ascii=False).encode())
        tell(made, Progress(files=len(names)))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk leaves nothing behind
        raise SpendNoRoom(says=error.strerror or str(error)) from error
    return made


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    return hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()


def find(intake_id: str) -> Intake | None:
    """With its present progress; None when there is none of that id."""
    if not ID.fullmatch(intake_id):
        return None
    folder = place() / intake_id
    try:
        asked = json.loads((folder / "job.json").read_text("utf-8"))
        return replace(from_data(Intake, asked), progress=_progress(folder))
    except (OSError, TypeError, ValueError):
        return None


def _progress(folder: Path) -> Progress:
    """As told; a file that is torn is as good as none."""
    try:
        return from_data(Progress, json.loads((folder / "progress.json").read_text("utf-8")))
    except (OSError, TypeError, ValueError):
        return Progress()


def every(kind: Kind | None = None) -> list[Intake]:
    """The newest first."""
    if not place().is_dir():
        return []
    found = [one for each in place().iterdir() if (one := find(each.name)) and kind in (None, one.kind)]
    return sorted(found, key=lambda one: one.began, reverse=True)


def tell(one: Intake, progress: Progress) -> None:
    """What the page shows from now on, whole or not at all."""
    told = asdict(replace(progress, at=now()))
    write_whole(one.folder / "progress.json", json.dumps(told, ensure_ascii=False).encode())


def look(one: Intake) -> tuple[Seen, ...]:
    """Each file's head and first rows. Raises what reading a table refuses, SpendGone."""
    if len(one.files) < len(one.names):
        raise SpendGone(files=one.names)
    found = []
    for path in one.files:
        head, rows = reading.sample_of(path, guess.LOOKED_AT)
        before = mappings.remembered(head)
        proposed = guess.columns(head, rows) | (before or {})
        useful = {own: theirs for own, theirs in proposed.items() if own in ASKED[one.kind]}
        found.append(Seen(path.name, head, tuple(guess.shown(rows[:PREVIEW])), useful, before is not None))
    return tuple(found)


def checked(
    one: Intake, seen: Sequence[Seen], chosen: Sequence[Mapping[str, str]]
) -> tuple[dict[str, str], ...]:
    """The mappings as they can be used. Raises NeededColumn, ColumnTwice, UseUnknown, ColumnUnknown."""
    made = []
    for file, said in zip(seen, chosen, strict=True):
        mapping = mappings.checked(
            file.head, {own: theirs for own, theirs in said.items() if theirs}, file.file
        )
        for use in NEEDED[one.kind]:
            if use not in mapping:
                said_as = {f"use_{language}": use_name(one.kind, use, language) for language in ("sv", "en")}
                raise NeededColumn(file=file.file, **said_as)
        for theirs in mapping.values():
            if list(mapping.values()).count(theirs) > 1:
                raise ColumnTwice(column=theirs)
        made.append({own: theirs for own, theirs in mapping.items() if own in uses()})
    return tuple(made)


def use_name(kind: Kind, use: str, language: str) -> str:
    """What a column may be, as it is asked for; a register's values and days have names of their own."""
    own = f"spend-web.use.{kind}.{use}"
    return keyed(own if own in sentences() else f"spend-web.use.{use}", {}, language)


def settle(one: Intake, seen: Sequence[Seen], settled: Settled) -> None:
    """Use these columns, and remember them for files with the same head."""
    for file, mapping in zip(seen, settled.columns, strict=True):
        mappings.remember(file.head, mapping)
    write_whole(one.folder / "columns.json", json.dumps(asdict(settled), ensure_ascii=False).encode())


def settled(one: Intake) -> Settled:
    try:
        return from_data(Settled, json.loads((one.folder / "columns.json").read_text("utf-8")))
    except (OSError, TypeError, ValueError):
        return Settled()


def start(one: Intake) -> None:
    """Let a worker read it, in a process that outlives this one."""
    background.forget_stop(one.folder)
    tell(one, replace(one.progress, state="waiting", done=0, total=0, says={}))
    background.start("omlopp.web.spending_worker", one.id, one.folder)


def go_on(one: Intake) -> None:
    """Start again what stopped. A file is read from its beginning: nothing half-read was kept. Raises SpendGone."""
    if len(one.files) < len(one.names):
        raise SpendGone(files=one.names)
    start(one)


def drop_files(one: Intake) -> None:
    """What was given is not needed once it is read; it may hold personal data that what is kept does not."""
    shutil.rmtree(one.folder / "files", ignore_errors=True)


def drop(one: Intake) -> None:
    """Everything of it."""
    background.ask_to_stop(one.folder)
    shutil.rmtree(one.folder, ignore_errors=True)


def kept_place(one: Intake, number: int) -> Path:
    (one.folder / "kept").mkdir(exist_ok=True, mode=0o700)
    return one.folder / "kept" / f"{number:03d}.json"
