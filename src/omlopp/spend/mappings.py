"""What a person decided about ledgers once and need not say again: columns, and the categories of suppliers.

Kept as JSON in the workspace (`mappings/`), one file for the columns of each head and one for the rules. Nothing
here is a supplier's number that belongs to a person: those were masked before.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.library.spend import columns, group_of
from omlopp.library.workspace import home
from omlopp.spend.decided import GroupUnknown, Rules
from omlopp.spend.masking import ANONYMOUS, SOLE
from omlopp.spend.reading import fingerprint

RULES = "rules.json"


class RulesBroken(OmloppError):
    """A kept file that cannot be read. Facts: file, says."""

    code = "spend.rules-broken"


class UseUnknown(OmloppError):
    """A use that no column can have. Facts: use, known."""

    code = "spend.use-unknown"


class ColumnUnknown(OmloppError):
    """A column that the file does not have. Facts: file, column, head."""

    code = "spend.column-unknown"


def folder() -> Path:
    return home() / "mappings"


def checked(head: tuple[str, ...], chosen: Mapping[str, str], file: str) -> dict[str, str]:
    """A mapping ours → theirs. Raises UseUnknown, ColumnUnknown."""
    for own, theirs in chosen.items():
        if own not in columns():
            raise UseUnknown(use=own, known=", ".join(columns()))
        if theirs not in head:
            raise ColumnUnknown(file=file, column=theirs, head=", ".join(head))
    return dict(chosen)


def remembered(head: tuple[str, ...], place: Path | None = None) -> dict[str, str] | None:
    """The mapping of a head that was chosen before; None where none was. Raises RulesBroken."""
    path = (place or folder()) / f"columns-{fingerprint(head)}.json"
    if not path.is_file():
        return None
    kept = _read(path)
    found = kept.get("columns", {})
    return {own: theirs for own, theirs in found.items() if own in columns() and theirs in head}


def remember(head: tuple[str, ...], chosen: Mapping[str, str], place: Path | None = None) -> Path:
    path = (place or folder()) / f"columns-{fingerprint(head)}.json"
    _write(path, {"head": list(head), "columns": dict(chosen)})
    return path


def rules(place: Path | None = None) -> Rules:
    """Raises RulesBroken."""
    path = (place or folder()) / RULES
    kept = _read(path) if path.is_file() else {}
    return Rules({str(name): str(cpv) for name, cpv in kept.get("suppliers", {}).items()})


def decide(supplier: str, cpv: str, place: Path | None = None) -> Rules:
    """Remember a supplier's product group ("": forget it). Raises GroupUnknown; masked suppliers have none."""
    group = group_of(cpv) if cpv else ""
    if (cpv and not group) or supplier in (SOLE, ANONYMOUS, ""):
        raise GroupUnknown(cpv=cpv or supplier)
    kept = dict(rules(place).suppliers)
    if group:
        kept[supplier.casefold()] = group
    else:
        kept.pop(supplier.casefold(), None)
    _write((place or folder()) / RULES, {"suppliers": dict(sorted(kept.items()))})
    return Rules(kept)


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RulesBroken(file=path.name, says=str(error)) from None
    if not isinstance(kept, dict) or not all(isinstance(one, dict | list) for one in kept.values()):
        raise RulesBroken(file=path.name, says="a mapping was expected")
    return kept


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    os.replace(name, path)
