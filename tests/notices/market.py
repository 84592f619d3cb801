"""A small market store, written by the tables' own schemas: invented notices with evidence, for search and its pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from omlopp.notices import tables

LISTS = {
    "declared",
    "declared_codes",
    "cpv",
    "nuts",
    "repeats",
    "links",
    "languages",
    "concepts",
    "r_strategies",
    "goals",
}


def notice(
    number: str,
    title: str,
    *texts: str,
    found: Iterable[Mapping[str, Any]] = (),
    lots: Iterable[Mapping[str, Any]] = (),
    criteria: Iterable[Mapping[str, Any]] = (),
    **columns: Any,
) -> dict[str, Any]:
    """One notice: `texts` are its running texts (the title is text 0); `found` has quote, concept and the like."""
    language = columns.get("language", "sv")
    written = [
        {
            "text_no": no,
            "lot_id": None,
            "field": "BT-21-Procedure" if no == 0 else "BT-24-Procedure",
            "language": language,
            "text": text,
            "about": "subject",
        }
        for no, text in enumerate((title, *texts))
    ]
    passages = []
    for one in found:
        no = next(no for no, text in enumerate((title, *texts)) if one["quote"] in text)
        start = (title, *texts)[no].index(one["quote"])
        passages.append({
            "lot_id": None, "field": written[no]["field"], "language": language, "requirement": "subject", "strength": "may",
            "intent": "explicit", "says": "strong", "weak": False, "rule_id": "invented", "confidence": 0.9, "term": "",
            "words": one["quote"], "goal": (one.get("goals") or [None])[0], "start": start, "end": start + len(one["quote"]),
            "text_no": no, **one,
        })  # fmt: skip
    row = {
        "notice_id": number, "title": title, "procedure_id": f"P-{number}", "file": f"{number}.xml", "format": "eforms", "form": "cn-standard",
        "kind": "competition", "country": "SE", "language": "sv", "published_on": date(2021, 5, 3), "cpv": [], "nuts": [],
        "buyer_name": "Provkommunen", "buyer_id": "2120000001", "circular": "yes" if passages else "no", "text_read": "notice",
        "description": texts[0] if texts else "", "lexicon_state": "draft", "schema_version": "eforms-sdk-1.13",
        "concepts": sorted({one["concept"] for one in passages}), **columns,
    }  # fmt: skip
    return {
        "notices": [row],
        "texts": written,
        "evidence": passages,
        "lots": list(lots),
        "criteria": list(criteria),
    }


def write(store: Path, notices: Iterable[Mapping[str, Any]], part: str = "part-00000") -> Path:
    """The notices as one part of each table and year, as a run writes them."""
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for one in notices:
        row = one["notices"][0]
        year = row["published_on"].year if row["published_on"] else 0
        keys = {"notice_id": row["notice_id"], "file": row["file"]}
        for table, found in one.items():
            rows.setdefault((table, year), []).extend({**keys, **each} for each in found)
    for (table, year), found in rows.items():
        if found:
            path = store / table / f"year={year}" / f"{part}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            made = [
                {name: each.get(name, [] if name in LISTS else None) for name in tables.schema(table).names}
                for each in found
            ]
            pq.write_table(pa.Table.from_pylist(made, schema=tables.schema(table)), path)
    return store


REUSE = {"concept": "reuse", "r_strategy": "R3", "goals": ["D"]}

MARKET = [
    notice(
        "100-2021", "Ramavtal för återbrukade möbler", "Kommunen köper återbrukade kontorsmöbler. Möblerna ska vara hela.",
        found=[REUSE | {"quote": "Kommunen köper återbrukade kontorsmöbler.", "requirement": "technical", "strength": "must"},
               REUSE | {"quote": "återbrukade möbler"}],
        cpv=["39130000"], nuts=["SE322"], buyer_kind="municipality",
        lots=[{"lot_id": "LOT-0001", "title": "Stolar", "cpv": ["39112000"], "nuts": [], "criteria_in_documents": False}],
        criteria=[{"lot_id": "LOT-0001", "kind": "quality", "name": "Andel återbruk", "weight": 0.4, "weight_as_written": "40",
                   "weight_code": "per-exa", "description": "Andel återbrukade möbler av leveransen."}],
    ),
    notice(
        "200-2021", "Resultat: återbrukade möbler", "Avtal har tilldelats.", procedure_id="P-100-2021", kind="result",
        found=[REUSE | {"quote": "återbrukade möbler"}], cpv=["39130000"], nuts=["SE322"], published_on=date(2021, 9, 1),
        buyer_kind="municipality",
    ),
    notice(
        "300-2022", "Kontorsmöbelåterbruk", "Tjänster för återbruk av möbler i regionens kontor.", published_on=date(2022, 2, 1),
        found=[REUSE | {"quote": "Tjänster för återbruk av möbler", "requirement": "award", "strength": "scored"}],
        cpv=["39130000"], nuts=["SE110"], buyer_name="Region Exempel", buyer_id="2321000000", buyer_kind="region",
    ),
    notice(
        "400-2022", "Kopieringspapper", "Papperet ska innehålla minst 50 % återvunnen fiber.", published_on=date(2022, 3, 4),
        found=[{"concept": "recycled_content", "r_strategy": "R8", "goals": ["B"], "requirement": "technical",
                "quote": "minst 50 % återvunnen fiber"}],
        cpv=["30197642"], nuts=["SE224"], buyer_name="Exempelstads kommun", buyer_id="2120000002", buyer_kind="municipality",
    ),
    notice(
        "500-2021", "Cirkulationsplats vid Storgatan", "Ombyggnad av korsning.", cpv=["45233128"], nuts=["SE121"],
        object_kind="works", buyer_kind="municipality",
    ),
    notice(
        "KA1047", "Begagnade möbler, ramavtal", format="registry-se", text_read="title", platform="KommersAnnons.se",
        procedure_id="KA1047", cpv=["39130000"], nuts=[], buyer_name="GISLAVEDS KOMMUN", buyer_id="2120000514",
        found=[{"concept": "second_hand", "r_strategy": "R3", "goals": ["D"], "quote": "Begagnade möbler"}],
    ),
    notice(
        "700-2021", "Gebrauchte Büromöbel", "Lieferung wiederaufbereiteter Büromöbel.", language="de", country="DE",
        cpv=["39130000"], nuts=["DE300"], buyer_name="Musterstadt", buyer_id=None, procedure_id=None,
        found=[{"concept": "refurbished", "r_strategy": "R5", "goals": ["D"], "quote": "wiederaufbereiteter Büromöbel"}],
    ),
]  # fmt: skip
