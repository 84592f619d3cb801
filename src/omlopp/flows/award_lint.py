"""A model file, and bids where there are any, to what the model promises and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.documents.lint_words import finding_says, property_says, verdict_says
from omlopp.domain.award.faults import faults
from omlopp.domain.award.plain import numbers
from omlopp.domain.award.properties import Verdict, decide
from omlopp.domain.award.refutations import Shown
from omlopp.domain.model.award import AwardModel, Bid, digest
from omlopp.domain.model.findings import Finding
from omlopp.flows.award import legal_place, model_file
from omlopp.flows.award_files import read_bids
from omlopp.flows.calls import checked_arguments
from omlopp.library.award_law import limits
from omlopp.library.cases import read_exact

ON_PROPERTY = {
    "P2": "award-price-without-effect-below-floor",
    "P9": "award-criterion-without-effect",
    "P12": "award-promise-has-clause",
}
"""Where a refuted property has a place in law of its own, the check whose hook it is."""


@dataclass(frozen=True, slots=True)
class Linted:
    model: AwardModel
    bids: tuple[Bid, ...]
    regime: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.failed)


def lint_files(
    model_path: Path,
    bids_path: Path | None,
    regime: str,
    expected_price: Decimal | None = None,
    printed_path: Path | None = None,
) -> Linted:
    """Every property and every fault. Refuses what cannot be read or computed."""
    model = model_file(model_path)
    bids = read_bids(bids_path, model).bids if bids_path else ()
    printed: dict[str, dict[str, Decimal]] = {}
    if printed_path is not None:
        tables = read_exact(printed_path)
        checked_arguments(tables, printed_path.name, needed=(), may=("price_score", "total"))
        printed = {column: numbers(said, column) for column, said in tables.items()}
    return lint(model, bids, regime, expected_price, printed)


def lint(
    model: AwardModel,
    bids: tuple[Bid, ...],
    regime: str,
    expected_price: Decimal | None,
    printed: Mapping[str, Mapping[str, Decimal]] | None = None,
) -> Linted:
    """Every property and every fault. `regime` "": nobody has said yet which rules govern, and no law is cited."""
    tolerance = Decimal("0.005") if printed else Decimal(0)
    verdicts = decide(model, limits(), bids, expected_price, printed or {}, tolerance)
    return Linted(model, bids, regime, verdicts, faults(model, bids))


def place(linted: Linted, verdict: Verdict, language: str) -> str | None:
    """Where a refuted property has its place in law under the procurement's regime."""
    if verdict.status != "refuted":
        return None
    if verdict.property == "P2" and "floor" not in verdict.facts:
        return None
    check = ON_PROPERTY.get(verdict.property, "")
    if verdict.property in ("P12", "P14"):
        check = verdict.because if verdict.because.startswith("award-") else f"award-{verdict.because}"
    return legal_place(check, linted.regime, language) if check else None


def as_plain(linted: Linted, language: str) -> dict[str, Any]:
    """The whole answer as plain data, for programs."""
    return {
        "family": linted.model.family,
        "model_digest": digest(linted.model),
        "regime": linted.regime,
        "supposed_bids": not linted.bids,
        "properties": [
            {
                "property": one.property,
                "says": property_says(one.property, language),
                "status": one.status,
                "because": verdict_says(one, language),
                "law": place(linted, one, language),
                "facts": {name: str(value) for name, value in one.facts.items()},
                "example": _example(one.shown),
            }
            for one in linted.verdicts
        ],
        "findings": [
            {
                "check": one.check,
                "status": one.status,
                "says": finding_says(one, language),
                "law": legal_place(one.check, linted.regime, language) if one.failed else None,
                "where": one.where,
            }
            for one in linted.findings
        ],
    }


def _example(shown: Shown | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    from omlopp.library.files import as_data

    return {
        "before": [as_data(bid) for bid in shown.before],
        "after": [as_data(bid) for bid in shown.after],
        "results_before": {bid: str(own) for bid, own in shown.results_before.items()},
        "results_after": {bid: str(own) for bid, own in shown.results_after.items()},
        "places_before": dict(shown.places_before),
        "places_after": dict(shown.places_after),
    }
