"""From an evaluation against labels to the measured error that shares are corrected with."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.detection import evaluate
from omlopp.library.detection import state
from omlopp.notices.evaluate import Evaluation
from omlopp.notices.filters import value_of
from omlopp.statistics import error

FILE = error.FILE


class NothingLabelled(OmloppError):
    """Facts: file, text_read."""

    code = "market.nothing_labelled"


def measured_error(evaluation: Evaluation, text_read: str, labels: str, on: date) -> dict[str, Any]:
    """An entry of library/statistics/detector_error.yaml: of the very thing a share counts, class yes with explicit
    intent, against all else – detection as it stands, on labels its model was never trained on, in the languages that
    shares are published of.

    Raises NothingLabelled where the labels do not hold both kinds, or say nothing of intent.
    """
    pairs = [
        (
            label.circular == "yes" and label.intent == "explicit",
            said.circular == "yes" and said.intent == "explicit",
        )
        for label, said in evaluation.pairs
        if state(label.language) not in ("unreviewed", "missing")
    ]
    asks = [said for label, said in pairs if label]
    others = [said for label, said in pairs if not label]
    if not asks or not others:
        raise NothingLabelled(file=labels, text_read=value_of("text_read", text_read))
    found, false_alarms = sum(asks), sum(others)
    return error.entry(
        text_read,
        found,
        len(asks) - found,
        false_alarms,
        len(others) - false_alarms,
        labels=labels,
        on=on,
    )


def measure_and_write(labels: Path, notices: Path, text_read: str, to: Path = FILE) -> dict[str, Any]:
    """Evaluate, and add the entry to the file; one of the same text, day and labels is replaced. Gives the entry."""
    entry = measured_error(evaluate(labels, notices), text_read, labels.stem, datetime.now(UTC).date())
    error.write(entry, to)
    return entry
