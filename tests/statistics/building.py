"""A small store of invented notices, written by the tables' own schemas as a run writes them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from omlopp.notices import tables
from omlopp.statistics.store import Store, open_store

DAY = date(2026, 11, 21)
LISTS = {
    field.name for table in tables.TABLES for field in tables.schema(table) if pa.types.is_list(field.type)
}


def notice(number: str, text: str = "Vi köper bord.", **given: Any) -> dict[str, list[dict[str, Any]]]:
    """One notice. `found`: passages (quote, concept, r_strategy …) that stand in `text`; `lots`: bids per lot;
    `winners`: sizes of firms; `flag`: True, False or None as declared by code; `doubts`: reasons of the audit. The rest
    are columns of notices.
    """
    found, lots, winners = given.pop("found", ()), given.pop("lots", ()), given.pop("winners", ())
    flag, doubts = given.pop("flag", None), given.pop("doubts", ())
    row = {
        "notice_id": number, "procedure_id": f"P-{number}", "file": f"{number}.xml", "format": "eforms",
        "kind": "competition", "country": "SE", "language": "sv", "published_on": date(2025, 3, 1),
        "buyer_name": "Övningskommunen", "buyer_id": "2120009999", "title": f"Övning {number}", "text_read": "notice",
        "circular": "no", "intent": "", "lexicon_state": "draft", "nuts": ["SE322"], "cpv": ["39130000"],
        "declared_codes": [] if flag is None else [{"field": "BT-06", "code": "env-imp" if flag else "none", "lot_id": None}],
        **given,
    }  # fmt: skip
    passages = [
        {
            "field": "BT-24-Procedure", "language": "sv", "requirement": "technical", "strength": "must", "intent": "explicit",
            "weak": False, "says": "strong", "r_strategy": "R3", "goal": "D", "concept": "reuse", "rule_id": "x", "confidence": 0.9,
            "start": text.index(one["quote"]), "end": text.index(one["quote"]) + len(one["quote"]), "text_no": 0, **one,
        }
        for one in found
    ]  # fmt: skip
    return {
        "notices": [row],
        "texts": [
            {"text_no": 0, "field": "BT-24-Procedure", "language": "sv", "text": text, "about": "subject"}
        ],
        "evidence": passages,
        "lots": [{"lot_id": f"LOT-{no}", "bids_received": bids} for no, bids in enumerate(lots, 1)],
        "audit": [{"reason": reason, "path": "title", "count": 1, "value": ""} for reason in doubts],
        "winners": [{"lot_id": "LOT-1", "name": "Övningsfirman", "size": size} for size in winners],
    }


def asks(number: str, intent: str = "explicit", **given: Any) -> dict[str, list[dict[str, Any]]]:
    """A notice of class yes."""
    found = given.pop("found", [{"quote": "återbrukade möbler", "intent": intent}])
    text = given.pop("text", "Leverantören ska lämna återbrukade möbler till skolan.")
    return notice(number, text, circular="yes", intent=intent, found=found, **given)


def store(folder: Path, *notices: Mapping[str, Any]) -> Store:
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for one in notices:
        row = one["notices"][0]
        year = row["published_on"].year if row["published_on"] else 0
        for table, found in one.items():
            keys = {"notice_id": row["notice_id"], "file": row["file"]}
            rows.setdefault((table, year), []).extend({**keys, **each} for each in found)
    for (table, year), found in rows.items():
        if found:
            path = folder / table / f"year={year}" / "part-000000.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            schema = tables.schema(table)
            made = [
                {name: each.get(name, [] if name in LISTS else None) for name in schema.names}
                for each in found
            ]
            pq.write_table(pa.Table.from_pylist(made, schema=schema), path)
    return open_store(folder)
