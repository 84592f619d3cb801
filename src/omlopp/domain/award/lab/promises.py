"""S16 and S17: what the law and the contract hold a model to. The faults of `lint`, and whether breaking a
promise is cheaper."""

from collections.abc import Mapping, Sequence

from omlopp.domain.award.faults import faults
from omlopp.domain.award.lab.found import Found, not_applicable
from omlopp.domain.award.lint import lint
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.errors import OmloppError

SEEN = 0.5  # every second breach is found: our assumption
LEGAL = (
    "award-price-without-effect-below-floor",
    "award-slope-not-known-before-bidding",
    "award-quantity-binds",
    "award-line-counts",
    "award-no-floor-on-part-price",
)
"""Faults that a court has spoken of; where, says library/award/law.yaml."""


def legal_faults(model: AwardModel, bids: Sequence[Bid] = ()) -> Found:
    """S16: the formula's faults (P2) and what the model says of promises (P12), quantities and lines (P14).

    The number is how many failed of those decided. Rows: check, whether it failed, and the facts of its sentence.
    """
    try:
        codes = lint(model, bids)
        findings = [one for one in faults(model, bids) if one.status != "not_applicable"]
    except OmloppError as error:
        return not_applicable("S16", "not_usable", code=error.code)
    rows = [{"check": f"award-{code}", "fault": true, "facts": {}} for code, true in codes.items()]
    rows += [{"check": one.check, "fault": one.status == "failed", "facts": one.facts} for one in findings]
    failed = tuple(str(row["check"]) for row in rows if row["fault"])
    serious = any(name in LEGAL for name in failed)
    return Found(
        "S16",
        "faults" if failed else "none",
        float(len(failed)),
        None,
        len(rows),
        "count",
        {"codes": failed},
        tuple(rows),
        None,
        serious,
        "codes",
    )


def sanctions(model: AwardModel, worth: Mapping[str, float]) -> Found:
    """S17: is breaking a promise cheaper than keeping it?

    `worth`: criterion → money a full mark is worth in the award (S3). A bidder that promises all and gives
    nothing gains that much; it pays the factor times it, each time the breach is seen. Cheaper to break:
    factor × SEEN below 1, or no sanction.
    """
    promised = [one for one in model.criteria if not one.price]
    if not promised:
        return not_applicable("S17", "price_only")
    rows: list[dict[str, object]] = []
    for one in promised:
        value = worth.get(one.id, 0.0)
        factor = float(one.sanction_factor) if one.sanction_factor is not None and one.clause else 0.0
        rows.append(
            {
                "criterion": one.title,
                "worth": value,
                "factor": factor,
                "due": factor * value,
                "expected": factor * value * SEEN,
                "clause": bool(one.clause and one.clause.strip()),
                "cheaper_to_break": factor * SEEN < 1,
            }
        )
    cheaper = [row for row in rows if row["cheaper_to_break"]]
    at_stake = sum(float(str(row["worth"])) for row in cheaper)
    facts = {
        "criteria": ", ".join(str(row["criterion"]) for row in cheaper),
        "at_stake": at_stake,
        "seen": SEEN,
        "least_factor": 1 / SEEN,
    }
    variant = "cheaper_to_break" if cheaper else "kept"
    return Found(
        "S17",
        variant,
        len(cheaper) / len(rows),
        None,
        len(rows),
        "share",
        facts,
        tuple(rows),
        None,
        bool(cheaper),
        "promises",
    )
