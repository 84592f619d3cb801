"""How often the detector was wrong on labelled units: library/statistics/detector_error.yaml, per text read."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from omlopp.library.load import ROOT
from omlopp.statistics.intervals import DetectorError

FILE = ROOT / "statistics" / "detector_error.yaml"


@cache
def detector_errors() -> dict[str, DetectorError]:
    """Text read → the latest measured error. Nothing measured for a stratum: it has no entry, and no correction."""
    if not FILE.is_file():
        return {}
    content = yaml.safe_load(FILE.read_text("utf-8")) or {}
    found: dict[str, DetectorError] = {}
    for one in sorted(content.get("measured", ()), key=lambda one: one["measured_on"]):
        found[one["text_read"]] = _read(one)
    return found


def _read(one: dict[str, Any]) -> DetectorError:
    return DetectorError(
        one["found"],
        one["found"] + one["missed"],
        one["left_alone"],
        one["left_alone"] + one["false_alarms"],
        one["measured_on"],
        one["labels"],
    )


def entry(
    text_read: str, found: int, missed: int, false_alarms: int, left_alone: int, *, labels: str, on: date
) -> dict[str, Any]:
    """One entry of the file: class yes against weak and no, in labelled units."""
    return {
        "text_read": text_read,
        "measured_on": on,
        "labels": labels,
        "found": found,
        "missed": missed,
        "false_alarms": false_alarms,
        "left_alone": left_alone,
    }


def write(one: dict[str, Any], path: Path = FILE) -> None:
    """Add an entry, or replace that of the same text, day and labels. The head of the file stays."""
    old = path.read_text("utf-8") if path.is_file() else ""
    head = "".join(line for line in old.splitlines(keepends=True) if line.startswith("#"))
    same = ("text_read", "measured_on", "labels")
    kept = [
        each
        for each in (yaml.safe_load(old) or {}).get("measured", ())
        if any(each[name] != one[name] for name in same)
    ]
    said = yaml.safe_dump({"measured": [*kept, one]}, allow_unicode=True, sort_keys=False)
    path.write_text(head + said, "utf-8")
    detector_errors.cache_clear()
