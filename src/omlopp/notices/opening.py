"""What a notice fills in when a procurement is begun from it, out of its explanation as data."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from omlopp.domain.model.procurement import Lot
from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

Said = Mapping[str, Any]  # Explanation.data()


def opening(said: Said) -> dict[str, Any]:
    """What the notice fills in: facts of the form, `lots`, and the award criteria as written, lot by lot.

    A value in another currency than kronor is left out: nothing is converted silently.
    """
    facts, lots = said["facts"], said["lots"]
    ids, value = lot_ids(lots), believable(facts["value_amount"]) if facts["currency"] == "SEK" else None
    return {
        "title": facts["title"],
        "buyer_name": facts["buyer_name"],
        "buyer_number": facts["buyer_id"] or "",
        "buyer_kind": buyer_kind(facts["buyer_name"], facts["buyer_id"]),
        "object_kind": facts["object_kind"] or "goods",
        "value_sek": value,
        "cpv": [each["code"] for each in facts["cpv"]],
        "deadline": date.fromisoformat(facts["deadline"][:10]) if facts["deadline"] else None,
        "lots": [
            Lot(
                id=lot_id,
                title=(lot["title"] or facts["title"])[:400],
                value_sek=believable(lot["value_amount"]) if lot["currency"] == "SEK" else None,
                cpv=tuple(lot["cpv"]),
            )
            for lot_id, lot in zip(ids, lots, strict=True)
        ],
        "criteria": [
            (lot_id, lot["criteria"]) for lot_id, lot in zip(ids, lots, strict=True) if lot["criteria"]
        ],
    }


def buyer_kind(name: str, number: str | None) -> str:
    """The kind a Swedish buyer's number or name tells; empty when neither does, and the person is asked."""
    digits, words = re.sub(r"\D", "", number or ""), name.casefold().split()
    for row in rows(FOLDER / "buyer_kinds.csv"):
        value = row["value"]
        fits = {
            "number": digits.startswith(value),
            "word": value in words,
            "ending": any(word.endswith(value) for word in words),
        }
        if fits[row["where"]]:
            return row["buyer_kind"]
    return ""


def stated_criteria(said: Said, lot_id: str) -> list[dict[str, Any]]:
    """The award criteria that a notice states for a lot of `opening`, price among them."""
    lots = dict(zip(lot_ids(said["lots"]), said["lots"], strict=True))
    return list(lots[lot_id]["criteria"]) if lot_id in lots else []


def believable(amount: str | None) -> Decimal | None:
    """An amount as written; None for what no procurement is worth (a row of nines, a sum below zero)."""
    value = Decimal(amount) if amount else None
    return value if value is not None and 0 <= value < 10**12 else None


def lot_ids(lots: Sequence[Mapping[str, Any]]) -> list[str]:
    """The notice's own lot numbers as words of an address, each used once: "1 (2)" → "1-2"."""
    ids: list[str] = []
    for place, lot in enumerate(lots, 1):
        plain = unicodedata.normalize("NFKD", lot["lot_id"]).encode("ascii", "ignore").decode()
        word = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")[:36] or f"del-{place}"
        while word in ids:
            word += f"-{place}"
        ids.append(word)
    return ids
