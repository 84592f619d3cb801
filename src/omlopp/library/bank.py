"""The bank as plain data: one table per kind, by id – for export, for comparison, for anybody's own tools."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import as_data
from omlopp.library.load import Library, library

TABLES = (
    "criteria", "groups", "indicators", "instruments", "initiatives", "cases", "crosswalks", "legal", "parameters",
    "aids", "law_beside",
)  # fmt: skip
MODEL_TABLES = ("steps", "phases", "goals", "legal", "parameters", "aids", "law_beside")
FORM = "omlopp-library/1"

Bank = dict[str, dict[str, Any]]


class NoSuchVersion(OmloppError):
    """Neither a library folder nor an exported file. Facts: path."""

    code = "library.no-such-version"


def tables(held: Library) -> Bank:
    """Table → id → data, as JSON has it."""
    found: Bank = {name: {id: as_data(one) for id, one in getattr(held, name).items()} for name in TABLES}
    found["goals"] = {goal.id: as_data(goal) for goal in held.goals}
    found["steps"] = {step.id: as_data(step) for step in held.model.steps}
    found["phases"] = {phase.id: as_data(phase) for phase in held.model.phases}
    return found


def version_of(bank: Bank, edition: str) -> str:
    """The model's edition and eight hex digits of all content: the same content has the same version anywhere."""
    text = json.dumps(bank, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{edition.split('+')[0]}+{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@cache
def read_version(path: Path) -> Bank:
    """A library folder, or a file that `omlopp library export` made. Raises NoSuchVersion."""
    if (path / "criteria").is_dir() and (path / "process" / "model.yaml").is_file():
        return tables(library(path))
    try:
        held = json.loads(path.read_bytes())
        if held["form"] == FORM:
            return dict(held["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise NoSuchVersion(path=str(path))
