"""S15: old procurements under the new model. Would the same bids have won?"""

from collections.abc import Sequence
from dataclasses import dataclass

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.found import Found, not_applicable
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.errors import OmloppError


@dataclass(frozen=True, slots=True)
class OldProcurement:
    """Bids of an earlier procurement in the new model's terms, and the bid that was awarded (None: not
    known)."""

    id: str
    bids: tuple[Bid, ...]
    awarded: str | None = None


def replay(model: AwardModel, old: Sequence[OldProcurement]) -> Found:
    """Exact evaluations. The number is how many of those that can be compared change winner; rows hold all,
    with refusals by code."""
    if not old:
        return not_applicable("S15", "no_old")
    rows: list[dict[str, object]] = []
    for one in old:
        titles = {bid.id: bid.title for bid in one.bids}
        row: dict[str, object] = {"id": one.id, "awarded": titles.get(one.awarded or "", "")}
        try:
            winner = evaluate(model, one.bids).winner
        except OmloppError as error:
            rows.append(row | {"winner": "", "same": None, "refused": error.code})
            continue
        same = None if one.awarded is None or winner is None else winner == one.awarded
        rows.append(row | {"winner": titles.get(winner or "", ""), "same": same, "refused": ""})
    compared = [row for row in rows if row["same"] is not None]
    if not compared:
        return not_applicable("S15", "none_comparable", old=len(old))
    changed = sum(row["same"] is False for row in compared)
    facts = {"old": len(old), "changed": changed, "refused": sum(bool(row["refused"]) for row in rows)}
    variant = "changed" if changed else "same"
    return Found(
        "S15",
        variant,
        changed / len(compared),
        None,
        len(compared),
        "share",
        facts,
        tuple(rows),
        base="procurements",
    )
