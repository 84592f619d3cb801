"""From the records of a TED_EXPORT (R2.0.8, R2.0.9) to a Notice."""

from collections.abc import Iterable
from dataclasses import replace

from omlopp.library.codelists import country2, language2
from omlopp.notices.assemble import amount, criteria, texts, unique, words
from omlopp.notices.eforms import kinds
from omlopp.notices.fields import Record
from omlopp.notices.schema import LotNotice, Notice, ObjectKind
from omlopp.notices.values import as_count, as_date

OBJECT: dict[str, ObjectKind] = {
    "SUPPLIES": "goods",
    "SERVICES": "services",
    "WORKS": "works",
    "1": "works",
    "2": "goods",
    "4": "services",
}
WHOLE = "LOT-0000"  # the one lot of a notice that is not divided into lots (R2.0.8 forms write none)


def notice(record: Record, unread: tuple[str, ...], file: str, release: str) -> Notice:
    """The notice as it stands in its original language. Criteria that stand for the whole are given to every lot."""
    language = language2(record.one("language"))
    lots = list(record.parts("lot"))
    ids = _lot_ids(lots)
    common = [child for child in record.children if child.kind == "criterion"]
    awards = list(record.parts("award"))
    value, currency, value_kind = amount(record, "awarded", "estimated")
    if (
        len(awards) == 1
        and value_kind != "awarded"
        and (single := amount(awards[0], "awarded"))[0] is not None
    ):
        value, currency, value_kind = single  # no total is stated, but the one contract's value is
    found = list(texts(record, language, None))
    for lot, lot_id in zip(lots, ids, strict=True):
        found += texts(lot, language, lot_id)
    made = [_lot(lot, lot_id, language) for lot, lot_id in zip(lots, ids, strict=True)]
    in_documents = bool(record.values.get("in_documents"))
    if not made:
        made = [
            LotNotice(
                WHOLE,
                words(record, "title", language),
                words(record, "description", language),
                (),
                (),
                None,
                (),
            )
        ]
    if common or in_documents:
        shared = criteria(common, language)
        made = [
            replace(lot, criteria=lot.criteria or shared, criteria_in_documents=in_documents) for lot in made
        ]
    kind = kinds().get(("ted-export", record.one("document_type")), "other")
    return Notice(
        notice_id=record.one("publication_number").lstrip("0"),
        procedure_id=record.one("earlier_number") or record.one("ojs_number") or None,
        file=file,
        format="ted-export",
        schema_version=record.one("schema_version") or f"R{release}",
        form=record.one("form"),
        kind="change" if record.one("changes") else kind,
        country=country2(record.one("country")),
        languages=unique([language]),
        language=language,
        published_on=as_date(record.one("published_on")),
        sent_on=as_date(record.one("sent_on")),
        title=words(record, "title", language).replace("\n", " "),
        buyer_name=record.one("buyer_name"),
        buyer_id=record.one("buyer_id") or None,
        nuts=unique([*record.every("nuts"), *(code for lot in lots for code in lot.every("nuts"))]),
        cpv=_cpv(record, lots),
        object_kind=_object_kind(record),
        value_amount=value,
        currency=currency,
        value_kind=value_kind,  # type: ignore[arg-type]
        bids_received=_bids(awards),
        deadline=next((day for day in map(as_date, record.every("deadline")) if day), None),
        lots=tuple(made),
        declared=(),
        texts=tuple(found),
        links=unique(record.every("documents")),
        unread=unread,
        description=words(record, "description", language),
    )


def _object_kind(record: Record) -> ObjectKind | None:
    codes = [*record.every("object_kind"), record.one("nature")]
    return next((OBJECT[code] for code in codes if code in OBJECT), None)


def _cpv(record: Record, lots: Iterable[Record]) -> tuple[str, ...]:
    lot_codes = [code for lot in lots for code in lot.every("cpv")]
    return unique([*record.every("cpv"), *record.every("coded_cpv"), *lot_codes])


def _lot_ids(lots: list[Record]) -> list[str]:
    """The numbers as written (LOT_NO), else the place in the form; a repeated number gets its place beside it."""
    ids: list[str] = []
    for place, lot in enumerate(lots, start=1):
        said = lot.one("id") or lot.one("item") or str(place)
        ids.append(said if said not in ids else f"{said} ({place})")
    return ids


def _lot(lot: Record, lot_id: str, language: str) -> LotNotice:
    value, currency, _ = amount(lot, "estimated")
    return LotNotice(
        lot_id=lot_id,
        title=words(lot, "title", language).replace("\n", " "),
        description=words(lot, "description", language),
        cpv=unique(lot.every("cpv")),
        nuts=unique(lot.every("nuts")),
        value_amount=value,
        criteria=criteria(lot.parts("criterion"), language),
        currency=currency,
        criteria_in_documents=bool(lot.values.get("in_documents")),
    )


def _bids(awards: Iterable[Record]) -> int | None:
    """Bids received, most per lot (a framework repeats the number for each supplier), summed over lots."""
    most: dict[str, int] = {}
    for award in awards:
        count = as_count(award.one("bids"))
        if count is not None:
            lot_id = award.one("lot_id")
            most[lot_id] = max(count, most.get(lot_id, 0))
    return sum(most.values()) if most else None
