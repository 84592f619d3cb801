"""The whole bank as open data: JSON, CSV, and JSON-LD with its description by DCAT-AP-SE."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.flows.library import require_publishable
from omlopp.flows.publish import write_whole
from omlopp.library.bank import FORM, Bank, tables, version_of
from omlopp.library.load import Library

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
EU = "http://publications.europa.eu/resource/authority"
FORMATS = {
    "json": ("application/json", f"{EU}/file-type/JSON"),
    "csv": ("text/csv", f"{EU}/file-type/CSV"),
    "jsonld": ("application/ld+json", f"{EU}/file-type/JSON_LD"),
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "omlopp": "urn:omlopp:terms:",
}
COLUMNS = (
    "id", "group", "kind", "level", "name", "text", "why", "goal", "strategy", "r_step", "dimensions", "cpv",
    "measured_by", "proof", "follow_up.record", "follow_up.each", "clause.text", "clause.consequence", "scores",
    "deduction_logic", "market.above", "market.because", "risks.competition", "risks.small_firms", "risks.cost",
    "substances", "relations.requires", "relations.replaces", "relations.conflicts", "relations.combines",
    "codes.eforms_bt_774", "codes.ocds_goal", "official.krav_id", "official.relation", "hooks", "source.title",
    "source.publisher", "source.year", "source.link", "source.certainty", "checked.by", "checked.last", "checked.next",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    version: str
    files: tuple[Path, ...]


def export(
    held: Library, root: Path, to: Path, on: date, formats: Iterable[str], address: str = ""
) -> Exported:
    """Write the bank into the folder `to`, one file per format, and its description for JSON-LD.

    formats: "json", "csv", "jsonld". address: where the files will lie ("https://…/"), for links in the description;
    without it links are relative to the file. Raises NotPublishable when the library holds a fault.
    """
    require_publishable(held, root, on)
    bank = tables(held)
    version = version_of(bank, held.model.version)
    stem = f"omlopp-library-{version.replace('+', '-')}"
    made: dict[str, bytes] = {}
    if "json" in formats:
        made[f"{stem}.json"] = as_json(bank, version, on)
    if "csv" in formats:
        made[f"{stem}-criteria.csv"] = as_csv(bank["criteria"])
    if "jsonld" in formats:
        made[f"{stem}.jsonld"] = as_jsonld(bank, version, on, held, made, address)
    to.mkdir(parents=True, exist_ok=True)
    return Exported(version, tuple(write_whole(to / name, content) for name, content in made.items()))


def as_json(bank: Bank, version: str, on: date) -> bytes:
    """Everything, by table and id. `form` tells the shape, so that a later one can be told apart."""
    head = {
        "form": FORM,
        "version": version,
        "made_on": on.isoformat(),
        "licence": LICENCE,
        "credit": "Omlopp, CC BY 4.0",
        "tables": bank,
    }
    return json.dumps(head, ensure_ascii=False, indent=1).encode()


def as_csv(criteria: Mapping[str, Any]) -> bytes:
    """The criteria, one a row, both languages in columns. UTF-8 with a mark, so that Excel reads å, ä and ö."""
    names = [name for column in COLUMNS for name in _columns(column, criteria)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for one in criteria.values():
        writer.writerow([_cell(_at(one, name.split("."))) for name in names])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _columns(column: str, criteria: Mapping[str, Any]) -> list[str]:
    """A text has two columns, one for each language."""
    sample = next(
        (found for one in criteria.values() if (found := _at(one, column.split("."))) is not None), None
    )
    return (
        [f"{column}.sv", f"{column}.en"]
        if isinstance(sample, dict) and set(sample) == {"sv", "en"}
        else [column]
    )


def _at(value: Any, path: list[str]) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _cell(value: Any) -> str:
    """A cell's text. What a spreadsheet would take for a formula is led by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, list):
        text = "; ".join(_part(one) for one in value)
    else:
        text = "yes" if value is True else "no" if value is False else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _part(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "share" in one:
        return f"{one['text']['sv']} = {one['share']}"
    return str(one.get("id") or one.get("says", {}).get("sv", ""))


def as_jsonld(
    bank: Bank, version: str, on: date, held: Library, files: Mapping[str, bytes], address: str
) -> bytes:
    """The dataset as DCAT-AP-SE describes one, and every criterion, goal, group and case as a SKOS concept in it."""
    graph = [_dataset(version, on, held, files, address)]
    for table, kind in (("goals", "goal"), ("groups", "group"), ("criteria", "criterion"), ("cases", "case")):
        graph += [_concept(kind, id, one) for id, one in bank[table].items()]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def _dataset(
    version: str, on: date, held: Library, files: Mapping[str, bytes], address: str
) -> dict[str, Any]:
    return {
        "@id": f"urn:omlopp:library:{version}",
        "@type": "dcat:Dataset",
        "dcterms:title": _both(
            "Omlopps bank av cirkulära upphandlingskrav", "Omlopp's bank of circular procurement criteria"
        ),
        "dcterms:description": _both(
            f"{len(held.criteria)} krav med bevis, villkor, uppföljning och rättsligt stöd, och de indikatorer, "
            "instrument, initiativ och fall som hör till.",
            f"{len(held.criteria)} criteria with proof, clause, follow-up and legal ground, and the indicators, "
            "instruments, initiatives and cases that go with them.",
        ),
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": "Omlopp"},
        "dcterms:license": {"@id": LICENCE},
        "dcterms:accessRights": {"@id": f"{EU}/access-right/PUBLIC"},
        "dcterms:identifier": version,
        "dcat:version": version,
        "dcterms:issued": {"@type": "xsd:date", "@value": on.isoformat()},
        "dcterms:modified": {"@type": "xsd:date", "@value": on.isoformat()},
        "dcterms:language": [{"@id": f"{EU}/language/SWE"}, {"@id": f"{EU}/language/ENG"}],
        "dcat:theme": [{"@id": f"{EU}/data-theme/ENVI"}, {"@id": f"{EU}/data-theme/GOVE"}],
        "dcat:keyword": [
            {"@language": "sv", "@value": "cirkulär upphandling"},
            {"@language": "en", "@value": "circular procurement"},
        ],
        "dcat:distribution": [_distribution(name, content, address) for name, content in files.items()],
    }


def _distribution(name: str, content: bytes, address: str) -> dict[str, Any]:
    media, format = FORMATS[name.rsplit(".", 1)[1]]
    link = f"{address.rstrip('/')}/{name}" if address else name
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        "dcat:accessURL": {"@id": link},
        "dcat:downloadURL": {"@id": link},
        "dcterms:license": {"@id": LICENCE},
        "dcterms:format": {"@id": format},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(content))},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": hashlib.sha256(content).hexdigest(),
        },
    }


def _concept(kind: str, id: str, one: Mapping[str, Any]) -> dict[str, Any]:
    said = one.get("text") or one.get("summary") or one.get("object")
    found: dict[str, Any] = {
        "@id": f"urn:omlopp:{kind}:{id}",
        "@type": ["skos:Concept", f"omlopp:{kind.capitalize()}"],
        "skos:notation": id,
        "skos:prefLabel": _both(one["name"]["sv"], one["name"]["en"]),
        "skos:definition": _both(said["sv"], said["en"]) if said else [],
    }
    if kind == "criterion":
        found |= {
            "skos:broader": {"@id": f"urn:omlopp:group:{one['group']}"},
            "omlopp:goal": {"@id": f"urn:omlopp:goal:{one['goal']}"},
            "omlopp:kind": one["kind"],
            "omlopp:level": one["level"],
            "omlopp:cpv": one["cpv"],
            "omlopp:measuredBy": one["measured_by"],
            "dcterms:modified": {"@type": "xsd:date", "@value": one["checked"]["last"]},
        }
    if kind == "case":
        found["omlopp:asksTheSameAs"] = [{"@id": f"urn:omlopp:criterion:{each}"} for each in one["criteria"]]
    return found


def _both(sv: str, en: str) -> list[dict[str, str]]:
    return [{"@language": "sv", "@value": sv}, {"@language": "en", "@value": en}]
