"""S16 and S17: what the law and the contract hold a model to. The faults of `lint`, and whether breaking a
promise is cheaper."""

from collections.abc import Mapping, Sequence

from omlopp.domain.award.lab.found import Found, not_applicable
from omlopp.domain.award.lint import lint
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.errors import OmloppError

SEEN = 0.5  # every second breach is found: our assumption
LEGAL = ("price-without-effect-below-floor", "slope-not-known-before-bidding")


def legal_faults(model: AwardModel, bids: Sequence[Bid] = ()) -> Found:
    """S16: the faults `lint` has decided; serious where a court has spoken. Rows: code and true or false."""
    try:
        codes = lint(model, bids)
    except OmloppError as error:
        return not_applicable("S16", "not_usable", code=error.code)
    faults = [code for code, true in codes.items() if true]
    rows = tuple({"code": code, "fault": true} for code, true in codes.items())
    variant = "faults" if faults else "none"
    facts = {"codes": tuple(faults)}
    serious = any(code in LEGAL for code in faults)
    return Found(
        "S16", variant, float(len(faults)), None, len(codes), "count", facts, rows, None, serious, "codes"
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
