"""What the index holds of a notice: the fields searched, the codes that narrow, and the card that is shown."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import product
from typing import Any

import tantivy

from omlopp.library.codelists import country_name, cpv_name, nuts_name
from omlopp.notices.search.data import version as data_version
from omlopp.notices.search.words import words

EDITION = 6  # raise when fields or card change: the index is then built anew
FIELDS = (
    "title",
    "evidence",
    "body",
    "about",
)  # searched; each but about has a field of its further forms beside it
# Codes that narrow with their exact value, and those whose numbers are shown beside the result.
CODES = ("country", "format", "circular", "text_read", "platform", "buyer_kind", "language", "notice_kind")
FACETS = ("year", "country", "county", "division", "circular", "kind", "concept", "r", "goal", "buyer_kind",
          "text_read", "format", "platform", "buyer_key")  # fmt: skip
MARKED = (
    "concept",
    "r",
    "goal",
    "kind",
)  # of a passage: asked for together they must hold of the same passage
KEPT_ONLY = "kept-only"
TEXT_KEPT = 40_000  # characters of a notice kept for showing; all of it is searched
QUOTES_KEPT = 40

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice with its rows of the other tables, as the store has them (omlopp.notices.tables)."""

    notice: Row
    lots: Sequence[Row]
    criteria: Sequence[Row]
    evidence: Sequence[Row]
    texts: Sequence[Row]


def version() -> str:
    """Another version needs another index: the fields here and the words they are made by."""
    return f"{EDITION}-{data_version()}"


def schema() -> Any:
    made = tantivy.SchemaBuilder()
    for field in ("title", "evidence", "body"):
        made.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        made.add_text_field(f"{field}_more", tokenizer_name="whitespace", index_option="freq")
    made.add_text_field("about", tokenizer_name="whitespace", index_option="freq")
    made.add_text_field("buyer", tokenizer_name="whitespace", index_option="basic")
    for field in ("key", "part", "source", "marks", "cpv", "nuts", "buyer_id"):
        made.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in sorted({*CODES, *FACETS} - {"year"}):
        made.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_integer_field("year", indexed=True, fast=True)
    made.add_integer_field("day", indexed=True, fast=True)  # days since 1970; 0 when not known
    made.add_integer_field("procedure", indexed=True, fast=True)
    made.add_text_field("card", stored=True, tokenizer_name=KEPT_ONLY, index_option="basic")
    return made.build()


def register(index: Any) -> None:
    """What writing needs: a text is always indexed, so the card is given to rules that leave no word of it."""
    nothing = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.remove_long(1)).build()
    )
    index.register_tokenizer(KEPT_ONLY, nothing)


def key_of(file: str, part: str = "") -> str:
    """A short name of a notice for addresses, over the source and the file it was read from: reading anew keeps it."""
    return blake2b(f"{source_of_part(part)}{file}".encode(), digest_size=8).hexdigest()


def procedure_number(notice: Row) -> int:
    """The procedure as a number of 62 bits: notices of one procurement share it. Without one, the notice's own."""
    named = notice.get("procedure_id") or notice.get("notice_id") or notice["file"]
    return int.from_bytes(blake2b(str(named).encode(), digest_size=8).digest(), "big") >> 2


def source_of(file: str) -> str:
    """Where a file came from: the first folder of its name with its slash, "" for a file in none."""
    folder, slash, _ = file.partition("/")
    return folder + slash if slash else ""


def source_of_part(part: str) -> str:
    """The source in the name of a part of the workspace's market: year=2021/SOURCE.part-000000.parquet → "SOURCE/"."""
    source, found, _ = part.rpartition("/")[2].partition(".part-")
    return f"{source}/" if found else ""


def organisation_number(written: str | None) -> str:
    """A Swedish organisation number as ten digits; "" for any other identity."""
    digits = (written or "").replace("-", "").replace(" ", "").removeprefix("SE")
    return digits if len(digits) == 10 and digits.isascii() and digits.isdigit() else ""


def document(entry: Entry, part: str) -> dict[str, Any]:
    """The document of a notice: field → value or values, for tantivy.Document.from_dict."""
    notice = entry.notice
    language = notice.get("language") or "sv"
    rules = words(language)
    title, title_more = rules.indexed(notice.get("title") or "")
    found = [(row, words(row.get("language") or language).indexed(row["quote"])) for row in entry.evidence]
    bodies = [words(row.get("language") or language).indexed(row["text"]) for row in entry.texts]
    if not bodies:
        bodies = [rules.indexed(notice.get("description") or "")]
    about = _about(notice)
    cpv, nuts = _codes(notice.get("cpv")), _codes(notice.get("nuts"))
    cpv += [code for lot in entry.lots for code in _codes(lot.get("cpv"))]
    nuts += [code for lot in entry.lots for code in _codes(lot.get("nuts"))]
    published = notice.get("published_on")
    number = organisation_number(notice.get("buyer_id"))
    evidence = entry.evidence
    marks = {mark for row in evidence for mark in marks_of(row)}
    made: dict[str, Any] = {
        "title": title,
        "title_more": f"{title_more} {' '.join(_identity(notice))}",
        "evidence": _joined(main for _, (main, _) in found),
        "evidence_more": _joined(more for _, (_, more) in found),
        "body": _joined(main for main, _ in bodies),
        "body_more": _joined(more for _, more in bodies),
        "about": about,
        "buyer": words("sv").indexed(notice.get("buyer_name") or "")[0],
        "key": key_of(notice["file"], part),
        "part": part,
        "source": sorted({source_of(notice["file"]), source_of_part(part)} - {""}),
        "marks": sorted(marks),
        "cpv": sorted({code[:size] for code in cpv for size in range(2, 9)}),
        "nuts": sorted({code[:size] for code in nuts for size in range(2, 6) if len(code) >= size}),
        "buyer_id": [number] if number else [],
        "year": [published.year if published else 0],
        "day": [(published - date(1970, 1, 1)).days if published else 0],
        "procedure": [procedure_number(notice)],
        "county": sorted({code for code in nuts if len(code) == 5}),
        "division": sorted({code[:2] for code in cpv}),
        "kind": sorted({row["requirement"] for row in evidence if row.get("requirement")}),
        "concept": sorted({row["concept"] for row in evidence if row.get("concept")}),
        "r": sorted({row["r_strategy"] for row in evidence if row.get("r_strategy")}),
        "goal": sorted({goal for row in evidence for goal in goals_of(row)}),
        "buyer_key": [number or notice.get("buyer_name") or ""],
        "notice_kind": [notice.get("kind") or ""],
        "card": json.dumps(card(entry, part), ensure_ascii=False, separators=(",", ":")),
    }
    for code in CODES:
        if code not in made:
            made[code] = [str(notice[code])] if notice.get(code) else []
    return {field: value if isinstance(value, list) else [value] for field, value in made.items() if value}


def marks_of(row: Row) -> Iterator[str]:
    """Every combination of a passage's marks, each as one word of the index: "concept=reuse&kind=award"."""
    values: dict[str, list[Any]] = {
        "concept": [row.get("concept")], "r": [row.get("r_strategy")], "goal": list(goals_of(row)),
        "kind": [row.get("requirement")],
    }  # fmt: skip
    choices = [[None, *(value for value in values[name] if value)] for name in MARKED]
    for chosen in product(*choices):
        if any(chosen):
            yield mark({name: value for name, value in zip(MARKED, chosen, strict=True) if value})


def mark(asked: Mapping[str, str]) -> str:
    return "&".join(f"{name}={asked[name]}" for name in MARKED if asked.get(name))


def goals_of(row: Row) -> tuple[str, ...]:
    """The goals of a passage: the column goals where the store has it, else its main goal."""
    return tuple(row.get("goals") or ([row["goal"]] if row.get("goal") else []))


def card(entry: Entry, part: str) -> dict[str, Any]:
    """What is shown of a hit without opening the store again."""
    notice = entry.notice
    published = notice.get("published_on")
    kept, left = [], TEXT_KEPT
    for place, row in enumerate(entry.texts):
        text = row["text"][:left]
        left -= len(text)
        if text:
            number = row.get("text_no", place)
            kept.append([number, row.get("field") or "", row.get("language") or "", text])
    value = notice.get("value_amount")
    return {
        "key": key_of(notice["file"], part),
        "part": part,
        "file": notice["file"],
        "notice_id": notice.get("notice_id") or "",
        "procedure_id": notice.get("procedure_id") or "",
        "title": notice.get("title") or "",
        "buyer_name": notice.get("buyer_name") or "",
        "buyer_id": notice.get("buyer_id") or "",
        "published_on": published.isoformat() if published else "",
        "country": notice.get("country") or "",
        "language": notice.get("language") or "",
        "kind": notice.get("kind") or "",
        "format": notice.get("format") or "",
        "text_read": notice.get("text_read") or "notice",
        "circular": notice.get("circular") or "no",
        "cpv": _codes(notice.get("cpv"))[:6],
        "nuts": _codes(notice.get("nuts"))[:6],
        "value": str(value) if value is not None else "",
        "currency": notice.get("currency") or "",
        "object_kind": notice.get("object_kind") or "",
        "quotes": [_kept_quote(row) for row in entry.evidence[:QUOTES_KEPT]],
        "texts": kept,
    }


def _kept_quote(row: Row) -> dict[str, Any]:
    """A passage of evidence as a card keeps it; `text` is the number of the text it stands in."""
    number = row.get("text_no")
    return {
        "text": -1 if number is None else number,
        "start": int(row.get("start") or 0),
        "quote": row["quote"],
        "words": row.get("words") or "",
        "field": row.get("field") or "",
        "lot_id": row.get("lot_id") or "",
        "language": row.get("language") or "",
        "concept": row.get("concept") or "",
        "r": row.get("r_strategy") or "",
        "kind": row.get("requirement") or "",
        "weak": bool(row.get("weak")),
        "goals": list(goals_of(row)),
    }


def _identity(notice: Row) -> list[str]:
    """Numbers a person may paste: of the notice and its procedure."""
    named = (notice.get("notice_id") or "", notice.get("procedure_id") or "", notice.get("buyer_id") or "")
    return [word for each in named for word in (each.casefold(), *each.casefold().split("-")) if word]


def _about(notice: Row) -> str:
    """Buyer, names of CPV codes in both languages, names of places and country: main forms and parts together."""
    swedish, english = words("sv"), words("en")
    made = [*swedish.indexed(notice.get("buyer_name") or "")]
    for code in _codes(notice.get("cpv"))[:6]:
        made += [*swedish.indexed(cpv_name(code, "sv")), english.indexed(cpv_name(code, "en"))[0]]
    for code in _codes(notice.get("nuts"))[:6]:
        made += [*swedish.indexed(nuts_name(code))]
    if country := notice.get("country"):
        made += [
            swedish.indexed(country_name(country, "sv"))[0],
            english.indexed(country_name(country, "en"))[0],
        ]
    return _joined(made)


def _codes(value: Any) -> list[str]:
    """A column of codes: a list, one text, or nothing."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(code) for code in value]


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text for text in texts if text)
