"""Walks that write documents: plan, render, and put the file in place whole."""

import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from omlopp.documents import docx, html, pdf, plain
from omlopp.documents.plans.criterion_sheet import criterion_sheet
from omlopp.documents.plans.handbook import handbook
from omlopp.documents.words import say
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.text import Language
from omlopp.flows.library import require_readable
from omlopp.library.load import Library

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A document in memory: the name its file should have, and its bytes."""

    name: str
    content: bytes


def sheet(criterion: Criterion, library: Library, language: Language, on: date) -> Made:
    """One criterion of the bank (DOCX)."""
    made = criterion_sheet(criterion, library, language, on)
    return Made(f"{_named('sheet', language)}-{slug(criterion.id)}.docx", docx.render(made))


def sheet_text(criterion: Criterion, library: Library, language: Language, on: date) -> str:
    """The same as plain text."""
    return plain.render(criterion_sheet(criterion, library, language, on))


def guide(library: Library, language: Language, on: date) -> Made:
    """The handbook (PDF). `on`: the day of build, which decides what law is shown as expired. Raises NotPublishable."""
    require_readable(library)
    made = handbook(library, language, on)
    return Made(f"{slug(made.title)}.pdf", pdf.render(made))


def write_handbook(library: Library, to: Path, language: Language, on: date) -> list[Path]:
    """The handbook as HTML and PDF, as `guide`."""
    require_readable(library)
    plan = handbook(library, language, on)
    stem = slug(plan.title)
    return [
        write_whole(to / f"{stem}.html", html.render(plan)),
        write_whole(to / f"{stem}.pdf", pdf.render(plan)),
    ]


def write_whole(path: Path, content: bytes) -> Path:
    """The file is there whole or not at all: written beside its place, then renamed into it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path


def slug(text: str) -> str:
    """A name for a file: `Möbler till Rådhuset` → `mobler-till-radhuset`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-")
    return short or "namnlos"


def _named(document: str, language: Language) -> str:
    return slug(say(f"{document}.title", language))
