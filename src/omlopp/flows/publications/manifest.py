"""figures.json: what a publication was built from, its files, and every figure it shows. Written beside its files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.errors import BrokenManifest, NoManifest
from omlopp.flows.publish import write_whole

NAME = "figures.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was built. `key`: hash of what its form was made from; `size` in bytes."""

    name: str
    form: str
    key: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it was when the publication was built. `shown`: form → text; empty: only in a picture or table."""

    id: str
    value: str | None
    unit: str
    base: int | None
    unknown: int
    low: str | None
    high: str | None
    shown: Mapping[str, str]
    source: str
    method: str
    about: tuple[str, ...]
    exercise: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A form, or part of it, that could not be made: the sentence that says what to do."""

    form: str
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`inputs`: hash of everything it is made from; the same means that nothing is to be done. `done` False: the
    building was interrupted, and goes on where it was. `exercise`: the base held exercises (True) or real ones.
    """

    publication: str
    language: Language
    title: str
    built_on: date
    exercise: bool
    model: str
    inputs: str
    done: bool
    files: tuple[File, ...] = ()
    figures: tuple[Shown, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    forms: tuple[str, ...] = field(default=())


_adapter: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def read(folder: Path) -> Manifest:
    """Raises NoManifest, BrokenManifest."""
    path = folder / NAME
    try:
        return _adapter.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise NoManifest(path=str(folder)) from None
    except (ValidationError, OSError) as error:
        raise BrokenManifest(path=str(path), says=str(error).splitlines()[0]) from None


def standing(folder: Path) -> Manifest | None:
    """What was built there before; None where nothing was, or nothing that can be read."""
    try:
        return read(folder)
    except (NoManifest, BrokenManifest):
        return None


def write(folder: Path, manifest: Manifest) -> Path:
    content: dict[str, Any] = asdict(manifest)
    told = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
    return write_whole(folder / NAME, told.encode() + b"\n")


def shown(figure: Figure, texts: Mapping[str, str], language: Language) -> Shown:
    return Shown(
        figure.id,
        _text(figure.value),
        figure.unit,
        figure.base,
        figure.unknown,
        _text(figure.low),
        _text(figure.high),
        dict(texts),
        figure.source[language == "en"],
        figure.method,
        figure.about,
        figure.exercise,
    )


def _text(value: Decimal | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else f"{value.normalize():f}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)
