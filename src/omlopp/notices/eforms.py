"""From the records of an eForms notice to a Notice."""

import re
from datetime import date
from functools import cache

from omlopp.library.codelists import country2, language2, rows
from omlopp.notices.assemble import amount, criteria, original, texts, unique, words
from omlopp.notices.fields import FOLDER, Record
from omlopp.notices.schema import Declared, Kind, LotNotice, Notice, ObjectKind
from omlopp.notices.values import as_count, as_date

OBJECT: dict[str, ObjectKind] = {"supplies": "goods", "services": "services", "works": "works"}

_PUBLISHED = re.compile(r"\d+-\d{4}")


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """library/notices/kinds.csv: (format, code) → kind."""
    return {(row["format"], row["code"]): row["kind"] for row in rows(FOLDER / "kinds.csv")}  # type: ignore[misc]


def notice(record: Record, unread: tuple[str, ...], file: str) -> Notice:
    """The notice as it stands in its own language. A LotsGroup is no lot; a Part (planning) is read as one."""
    language = language2(record.one("language"))
    buyer = _buyer(record)
    lots = [part for part in record.parts("lot") if part.one("scheme") != "LotsGroup"]
    value, currency, value_kind = amount(record, "awarded", "estimated")
    number = record.one("publication_number").lstrip("0")
    published = _PUBLISHED.fullmatch(number) is not None  # "n.a." in national notices
    found = list(texts(record, language, None))
    for lot in lots:
        found += texts(lot, language, lot.one("id"))
    codes = [code for code in (record.one("object_kind"), *(lot.one("object_kind") for lot in lots)) if code]
    return Notice(
        notice_id=number if published else record.one("uuid"),
        procedure_id=record.one("procedure_id") or None,
        file=file,
        format="eforms",
        schema_version=record.one("schema_version"),
        form=record.one("form"),
        kind=_kind(record),
        country=country2(buyer.one("country")) if buyer else "",
        languages=unique([language, *(language2(code) for code in record.every("other_language"))]),
        language=language,
        published_on=as_date(record.one("published_on")),
        sent_on=as_date(record.one("sent_on")),
        title=words(record, "title", language).replace("\n", " "),
        buyer_name=_name(buyer, language),
        buyer_id=(buyer.one("number") or None) if buyer else None,
        nuts=unique([*record.every("nuts"), *(code for lot in lots for code in lot.every("nuts"))]),
        cpv=unique([*record.every("cpv"), *(code for lot in lots for code in lot.every("cpv"))]),
        object_kind=OBJECT.get(codes[0]) if codes else None,
        value_amount=value,
        currency=currency,
        value_kind=value_kind,  # type: ignore[arg-type]
        bids_received=_bids(record),
        deadline=_deadline(lots),
        lots=tuple(_lot(lot, language) for lot in lots),
        declared=_declared(record, None)
        + tuple(one for lot in lots for one in _declared(lot, lot.one("id"))),
        texts=tuple(found),
        links=unique(link for lot in lots for link in lot.every("documents")),
        unread=unread,
        description=words(record, "description", language),
    )


def _kind(record: Record) -> Kind:
    if record.one("changes"):
        return "change"
    return kinds().get(("eforms", record.one("form_type")), "other")


def _buyer(record: Record) -> Record | None:
    """The first buyer named; its organisation is found by the identifier of the company or of its touch point."""
    organisations = {key: part for part in record.parts("organisation") for key in part.every("id")}
    return next((organisations[key] for key in record.every("buyer") if key in organisations), None)


def _name(buyer: Record | None, language: str) -> str:
    found = original(buyer.values.get("name", ()), language) if buyer else []
    return found[0].value if found else ""


def _bids(record: Record) -> int | None:
    """Bids received (BT-759 for code `tenders`), most per lot, summed over lots; None when no lot says."""
    most: dict[str, int] = {}
    for place, result in enumerate(record.parts("result")):
        for part in result.parts("statistic"):
            count = as_count(part.one("number"))
            if part.one("code") == "tenders" and count is not None:
                lot_id = result.one("lot_id") or str(place)
                most[lot_id] = max(count, most.get(lot_id, 0))
    return sum(most.values()) if most else None


def _deadline(lots: list[Record]) -> date | None:
    days = [as_date(lot.one("deadline") or lot.one("request_deadline")) for lot in lots]
    return min((day for day in days if day), default=None)


def _lot(lot: Record, language: str) -> LotNotice:
    value, currency, _ = amount(lot, "estimated")
    return LotNotice(
        lot_id=lot.one("id"),
        title=words(lot, "title", language).replace("\n", " "),
        description=words(lot, "description", language),
        cpv=unique(lot.every("cpv")),
        nuts=unique(lot.every("nuts")),
        value_amount=value,
        criteria=criteria(lot.parts("criterion"), language),
        currency=currency,
    )


def _declared(record: Record, lot_id: str | None) -> tuple[Declared, ...]:
    return tuple(Declared(one.row.field, one.value, lot_id) for one in record.values.get("declared", ()))
