"""From an evaluation against labels to the measured error that shares are corrected with."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.detection import evaluate
from omlopp.notices.filters import value_of
from omlopp.statistics import error

FILE = error.FILE


class NothingLabelled(OmloppError):
    """Facts: file, text_read."""

    code = "market.nothing_labelled"


def measured_error(evaluation: Mapping[str, Any], text_read: str, labels: str, on: date) -> dict[str, Any]:
    """An entry of library/statistics/detector_error.yaml from what `omlopp notices evaluate --json` says of class yes,
    with the threshold cross-validated: what was tuned on a label says too little of the error.

    Raises NothingLabelled where the evaluation holds no labelled units.
    """
    judged = evaluation.get("threshold") or evaluation["yes"]
    found, precise = judged["recall"], judged["precision"]
    negatives = evaluation["n"] - found["n"]
    if not found["n"] or not negatives:
        raise NothingLabelled(file=labels, text_read=value_of("text_read", text_read))
    false_alarms = precise["n"] - precise["k"]
    return error.entry(
        text_read,
        found["k"],
        found["n"] - found["k"],
        false_alarms,
        negatives - false_alarms,
        labels=labels,
        on=on,
    )


def measure_and_write(labels: Path, notices: Path, text_read: str, to: Path = FILE) -> dict[str, Any]:
    """Evaluate, and add the entry to the file; one of the same text, day and labels is replaced. Gives the entry."""
    entry = measured_error(evaluate(labels, notices).data(), text_read, labels.stem, datetime.now(UTC).date())
    error.write(entry, to)
    return entry
