"""Building publications in the background: one folder, OMLOPP_HOME/publishing, with what was asked and how far it is.

What is built lies in OMLOPP_HOME/out/publications, as `omlopp publish` writes it. The building
(omlopp.web.publication_worker) runs in a process of its own and holds the folder's lock as long as it is at it.
"""

import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.publications import manifest
from omlopp.flows.publications.manifest import Manifest
from omlopp.flows.publish import write_whole
from omlopp.library.files import from_data
from omlopp.library.workspace import home
from omlopp.web import background

State = Literal["none", "running", "done", "stopped", "interrupted", "failed"]
STARTING_S = 30.0  # until then a worker that has not taken its lock may still be starting


class AlreadyBuilding(OmloppError):
    code = "publish.running"


class PublicationGone(OmloppError):
    """A file that was built is not there any more. Facts: file."""

    code = "publish.gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """`names` empty: every publication."""

    by: str
    names: tuple[str, ...]
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """`at` of `of` forms; `left_out`: sentences per language; `says`: what went wrong, per language."""

    state: State = "running"
    publication: str = ""
    language: str = ""
    form: str = ""
    at: int = 0
    of: int = 0
    built: int = 0
    unchanged: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    told: str = ""


def place() -> Path:
    return home() / "publishing"


def target() -> Path:
    return home() / "out" / "publications"


def begin(asked: Asked) -> None:
    """Raises AlreadyBuilding."""
    if progress().state == "running":
        raise AlreadyBuilding
    place().mkdir(parents=True, exist_ok=True, mode=0o700)
    background.forget_stop(place())
    write_whole(place() / "job.json", json.dumps(asdict(asked), ensure_ascii=False).encode())
    tell(Progress())
    background.start("omlopp.web.publication_worker", "publish", place())


def asked() -> Asked:
    return from_data(Asked, json.loads((place() / "job.json").read_text("utf-8")))


def tell(now: Progress) -> None:
    told = asdict(now) | {"told": datetime.now(UTC).isoformat()}
    write_whole(place() / "progress.json", json.dumps(told, ensure_ascii=False).encode())


def progress() -> Progress:
    """How far it has come. A worker that is gone without having said so was interrupted."""
    try:
        told = from_data(Progress, json.loads((place() / "progress.json").read_text("utf-8")))
    except FileNotFoundError:
        return Progress("none")
    except (OSError, TypeError, ValueError):
        return Progress("interrupted")
    if told.state == "running" and not background.running(place()):
        age = (datetime.now(UTC) - datetime.fromisoformat(told.told)).total_seconds()
        if told.at or age > STARTING_S:
            return Progress("interrupted", told.publication, told.language, told.form, told.at, told.of)
    return told


def built(name: str, language: str) -> Manifest | None:
    """What was built of a publication in a language; None where nothing was."""
    return manifest.standing(target() / name / language)


def files_of(name: str, language: str, form: str) -> list[Path]:
    """The files of a form that the manifest lists and that are there."""
    folder, found = target() / name / language, built(name, language)
    every = [folder / one.name for one in found.files if one.form == form] if found else []
    return [path for path in every if path.is_file()]


def digest_of(name: str, language: str, path: Path) -> str:
    """What the manifest says of the file's bytes; empty for a file it does not list."""
    found, own = built(name, language), target() / name / language
    return next((one.sha256 for one in found.files if own / one.name == path), "") if found else ""


def file_of(name: str, language: str, form: str) -> tuple[str, bytes]:
    """(file name, bytes) of a form of a publication: its file, or all its files as one archive.

    Only what the manifest lists is ever handed out. Raises PublicationGone.
    """
    folder, found = target() / name / language, built(name, language)
    files = [one for one in found.files if one.form == form] if found else []
    try:
        if len(files) == 1:
            return files[0].name.rsplit("/", 1)[-1], (folder / files[0].name).read_bytes()
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in files:
                archive.write(folder / one.name, one.name)
    except OSError:
        raise PublicationGone(file=f"{name}/{language}/{form}") from None
    if not files:
        raise PublicationGone(file=f"{name}/{language}/{form}")
    return f"{name}-{language}-{form.replace('_', '-')}.zip", held.getvalue()
