"""From OCDS to notices: releases, records, packages of them, lists, JSON lines. Field table: library/notices/ocds.csv.

A release is one notice. A record is one notice as well: its compiled release, else its releases merged by date
(`ocds_merge`). The name of a notice within a package is "package.json!2", the second from 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

from omlopp.domain.model.errors import OmloppError
from omlopp.library.codelists import country2, language2, rows
from omlopp.notices.assemble import criteria, texts, unique, words
from omlopp.notices.errors import AnotherJson, LinkedReleases, Rejected
from omlopp.notices.fields import FOLDER, Found, Record
from omlopp.notices.json_fields import collect
from omlopp.notices.ocds_merge import merged
from omlopp.notices.ocds_parts import (
    awarded,
    buyer_of,
    code,
    cpv_of,
    declared,
    nuts_of,
    received,
    winners,
)
from omlopp.notices.plain import json_of
from omlopp.notices.schema import Kind, LotNotice, Notice, ObjectKind, Remark, ValueKind
from omlopp.notices.values import as_amount, as_date, as_notice_id

_SIGNS = ("ocid", "tender", "awards", "contracts", "planning", "bids")
_LINES = (".jsonl", ".ndjson")


def notices(data: bytes, file: str) -> Iterator[Notice | Rejected]:
    """Every release and record in a JSON file; a line of JSON lines that cannot be read is rejected, the rest is read.

    Raises EmptyFile, NotUtf8, NotJson and AnotherJson where the file as a whole cannot be read.
    """
    lines = _as_lines(data, file)
    if lines is None:
        yield from _each(json_of(data, file), file)
        return
    for number, line in lines:
        name = f"{file}!{number}"
        try:
            yield from _each(json_of(line, name), name)
        except OmloppError as error:
            yield Rejected(name, error)


def _as_lines(data: bytes, file: str) -> list[tuple[int, bytes]] | None:
    """The numbered lines of JSON lines: by the file's name, or where every line opens an object. Else None."""
    lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
    named = file.lower().removesuffix(".gz").endswith(_LINES)
    if not named and (len(lines) < 2 or any(line.lstrip()[:1] != b"{" for _, line in lines)):
        return None
    return lines if lines else None


def _each(value: Any, file: str) -> Iterator[Notice | Rejected]:
    parts = list(_parts(value))
    if not parts:
        found = ", ".join(list(value)[:6]) if isinstance(value, dict) else type(value).__name__
        raise AnotherJson(file=file, found=found or "–")
    alone = isinstance(value, dict) and not _list_in(value)
    for number, part in enumerate(parts, 1):
        name = file if alone else f"{file}!{number}"
        try:
            yield notice(_release(part, name), name)
        except OmloppError as error:
            yield Rejected(name, error)


def _list_in(value: Mapping[str, Any]) -> list[Any] | None:
    """The releases or records of a package; a record also has "releases", but under its own ocid."""
    if "compiledRelease" in value or _is_record(value):
        return None
    for key in ("releases", "records"):
        if isinstance(value.get(key), list):
            return cast(list[Any], value[key])
    return None


def _is_record(value: Mapping[str, Any]) -> bool:
    return (
        "compiledRelease" in value or "versionedRelease" in value or ("ocid" in value and "releases" in value)
    )


def _parts(value: Any) -> Iterator[Any]:
    """Everything in the file that stands where a release or a record is expected."""
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        within = _list_in(value)
        if within is not None:
            yield from within
        elif _is_record(value) or any(sign in value for sign in _SIGNS):
            yield value


def _release(part: Any, file: str) -> dict[str, Any]:
    """The release to read: itself, a record's compiled release, or its releases merged."""
    if not isinstance(part, dict):
        raise AnotherJson(file=file, found=type(part).__name__)
    if not _is_record(part):
        if not any(sign in part for sign in _SIGNS):
            raise AnotherJson(file=file, found=", ".join(list(part)[:6]) or "–")
        return part
    compiled = part.get("compiledRelease")
    if isinstance(compiled, dict):
        return {"ocid": part.get("ocid"), **compiled}
    releases = [one for one in part.get("releases") or () if isinstance(one, dict)]
    whole = [one for one in releases if any(sign in one for sign in _SIGNS[1:]) or "id" in one]
    if not whole:
        raise LinkedReleases(file=file, number=len(releases))
    return {"ocid": part.get("ocid"), **merged(whole)}


@cache
def _kinds() -> tuple[tuple[str, Kind], ...]:
    return tuple(
        (row["ocds"], cast(Kind, row["code"]))
        for row in rows(FOLDER / "ocds_codes.csv")
        if row["list"] == "kind"
    )


def notice(release: dict[str, Any], file: str) -> Notice:
    """One release as a Notice. A release without an id gets one made of the file's name, with the remark made_id."""
    record, left = collect(release, "ocds")
    said = record.one("language")
    language = language2(said) if said else _language_of(record)
    lots = list(record.parts("lot"))
    buyer = buyer_of(record)
    value, currency, value_kind = _value(record, lots)
    found = list(_own_texts(record, language))
    for lot in lots:
        found += texts(lot, language, lot.one("id") or None)
        for part in lot.parts("selection"):
            found += texts(part, language, lot.one("id") or None)
    kinds = [record.one("object_kind"), *(lot.one("object_kind") for lot in lots)]
    bids = received(record)
    return Notice(
        notice_id=record.one("id") or f"made:{file}",
        procedure_id=record.one("procedure_id") or None,
        file=file,
        format="ocds",
        schema_version="1.1",
        form=record.one("form"),
        kind=_kind(record),
        country=_country(buyer),
        languages=(language,) if language else (),
        language=language,
        published_on=as_date(record.one("published_on")),
        sent_on=None,
        title=words(record, "title", language).replace("\n", " "),
        buyer_name=buyer.one("name") or buyer.one("legal_name"),
        buyer_id=buyer.one("number") or next(iter(buyer.every("more_numbers")), None),
        nuts=nuts_of(record),
        cpv=cpv_of(record),
        object_kind=cast(
            ObjectKind | None, next((code("object", kind) for kind in kinds if kind), None) or None
        ),
        value_amount=value,
        currency=currency,
        value_kind=value_kind,
        bids_received=sum(bids.values()) if bids else None,
        deadline=min(
            (day for one in (record, *lots) for text in one.every("deadline") if (day := as_date(text))),
            default=None,
        ),
        lots=tuple(_lot(lot, record, language, bids) for lot in _lots(record, lots)),
        declared=declared(record, lots),
        texts=tuple(found),
        links=unique(record.every("documents")),
        unread=tuple(left),
        description=words(record, "description", language),
        winners=winners(record),
        repeats=_repeats(record),
        subtype=", ".join(record.every("tag")),
        buyer_kind=next(
            (
                one.one("id")
                for one in buyer.parts("party_kind")
                if one.one("scheme") == "eu-buyer-legal-type"
            ),
            "",
        ),
        remarks=_remarks(record, value),
    )


def _remarks(record: Record, value: Decimal | None) -> tuple[Remark, ...]:
    found: list[Remark] = [] if record.one("id") else ["made_id"]
    if value is not None and value <= 1:
        found.append("placeholder")
    return tuple(found)


def _language_of(record: Record) -> str:
    """The language of a release that does not name it, by its title and description; "" when they do not tell."""
    from omlopp.notices.language import identified

    return identified(" ".join((record.one("title"), record.one("description"), record.one("legal_text"))))


def _own_texts(record: Record, language: str) -> Iterator[Any]:
    """The texts of the whole procurement and of its items, requirements, awards and contracts, each with its lot."""
    yield from texts(record, language, None)
    for child in record.children:
        if child.kind in ("lot", "criterion"):  # criteria come with their record
            continue
        lot = child.one("lot_id") or (child.one("item") if child.one("relates") == "lot" else "")
        yield from texts(child, language, lot or None)


def _kind(record: Record) -> Kind:
    tags = set(record.every("tag"))
    if tags and not tags & {"compiled"}:
        kind: Kind = next((kind for tag, kind in _kinds() if tag in tags), "other")
        return "planning" if kind == "competition" and record.one("status") == "planned" else kind
    # A compiled release, or one without tags, is what it has come to.
    if any(record.parts("award")) or any(record.parts("contract")):
        return "result"
    return "planning" if record.one("status") in ("planned", "planning") else "competition"


def _country(buyer: Record) -> str:
    said = buyer.one("country") or buyer.one("buyer_country")
    return country2(said) if said else ""


def _value(record: Record, lots: Iterable[Record]) -> tuple[Decimal | None, str | None, ValueKind | None]:
    """What was awarded, else what was estimated: for the whole, or summed where every lot says in one currency."""
    found = awarded(record)
    if found:
        return (*found, "awarded")
    whole = as_amount(record.one("estimated"))
    if whole is not None:
        return whole, record.one("currency") or None, "estimated"
    sums = [(as_amount(lot.one("estimated")), lot.one("currency")) for lot in lots]
    said = [(value, currency) for value, currency in sums if value is not None]
    if said and len(said) == len(sums) and len({currency for _, currency in said}) == 1:
        return sum((value for value, _ in said), Decimal(0)), said[0][1] or None, "estimated"
    return None, None, None


def _lots(record: Record, lots: list[Record]) -> list[Record]:
    """The lots; a procurement without lots is its own only lot where it states criteria, since these stand in lots."""
    return lots or ([record] if any(child.kind == "criterion" for child in record.children) else [])


def _lot(lot: Record, record: Record, language: str, bids: Mapping[str, int]) -> LotNotice:
    """A lot with its own criteria, else those of the whole."""
    whole = lot is record
    lot_id = "1" if whole else lot.one("id")
    own = [part for part in lot.children if part.kind == "criterion"]
    found = own or [part for part in record.children if part.kind == "criterion"]
    items = [part for part in record.parts("item") if whole or lot_id in part.every("lot_id")]
    return LotNotice(
        lot_id=lot_id,
        title=words(lot, "title", language).replace("\n", " "),
        description=words(lot, "description", language),
        cpv=unique(number for item in items for number in cpv_of(item)),
        nuts=unique(
            place for part in (lot, *items) for place in part.every("nuts") if len(place) in (3, 4, 5)
        ),
        value_amount=as_amount(lot.one("estimated")),
        criteria=criteria(_weighed(found), language),
        currency=lot.one("currency") or None,
        bids_received=bids.get("" if whole else lot_id),
    )


def _weighed(found: list[Record]) -> list[Record]:
    """The criteria with the unit of their weights in eForms codes, as `assemble.criteria` expects them.

    Several numbers in one criterion are no weight of it: some publishers gather those of all criteria in the first.
    """
    for one in found:
        parameters = [part for part in one.parts("parameter") if part.one("number")]
        if len(parameters) > 1:
            first = parameters[0].values["number"][0]
            written = "; ".join(part.one("number") for part in parameters)
            one.values["weight"] = [Found(first.row, written)]
        for parameter in parameters:
            for value in parameter.values.get("code", ()):
                value.value = code("weight", value.value) or value.value
    return found


@cache
def _following() -> frozenset[str]:
    return frozenset(row["ocds"] for row in rows(FOLDER / "ocds_codes.csv") if row["list"] == "follows")


def _repeats(record: Record) -> tuple[str, ...]:
    """What this release changes or follows: releases it amends, and earlier processes it names."""
    changed = [number for part in (record, *record.parts("contract")) for number in part.every("changes")]
    earlier = [
        one.one("identifier")
        for one in record.parts("related")
        if set(one.every("relationship")) & _following()
    ]
    return unique(as_notice_id(number) or number for number in (*changed, *earlier))
