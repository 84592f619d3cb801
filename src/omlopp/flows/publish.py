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
from omlopp.documents.plans.evaluation_record import evaluation_record
from omlopp.documents.plans.follow_up_plan import follow_up_plan
from omlopp.documents.plans.handbook import handbook
from omlopp.documents.plans.requirement_annex import requirement_annex
from omlopp.documents.words import say
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.flows.library import require_readable
from omlopp.library.load import Library

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A document in memory: the name its file should have, and its bytes."""

    name: str
    content: bytes


def annex(procurement: Procurement, library: Library, language: Language, on: date) -> Made:
    """The requirement annex (DOCX)."""
    return Made(
        f"{_stem(procurement)}-{_named('annex', language)}.docx",
        docx.render(requirement_annex(procurement, library, language, on)),
    )


def record(procurement: Procurement, lot_id: str, library: Library, language: Language, on: date) -> Made:
    """A lot's evaluation record (PDF)."""
    return Made(
        f"{_stem(procurement)}-{slug(lot_id)}-{_named('record', language)}.pdf",
        pdf.render(evaluation_record(procurement, lot_id, library, language, on)),
    )


def plan(procurement: Procurement, library: Library, language: Language, on: date) -> Made:
    """The follow-up plan (DOCX)."""
    return Made(
        f"{_stem(procurement)}-{_named('plan', language)}.docx",
        docx.render(follow_up_plan(procurement, library, language, on)),
    )


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


def write_documents(
    procurement: Procurement, library: Library, to: Path, language: Language, on: date
) -> list[Path]:
    """Annex, follow-up plan, and one evaluation record per lot evaluated."""
    made = [annex(procurement, library, language, on)]
    made += [
        record(procurement, lot.id, library, language, on)
        for lot in procurement.lots
        if lot.id in procurement.evaluations
    ]
    made.append(plan(procurement, library, language, on))
    return [write_whole(to / each.name, each.content) for each in made]


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


def _stem(procurement: Procurement) -> str:
    return f"{slug(procurement.title)}-{slug(procurement.id)}"


def _named(document: str, language: Language) -> str:
    return slug(say(f"{document}.title", language))
