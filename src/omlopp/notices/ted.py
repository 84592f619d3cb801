"""From the records of a TED_EXPORT (R2.0.7–R2.0.9) to a Notice."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from omlopp.library.codelists import country2, language2
from omlopp.notices.assemble import (
    amount,
    buyer_number,
    criteria,
    places,
    remarks,
    sent_to_documents,
    span,
    texts,
    unique,
    winner,
    words,
)
from omlopp.notices.buyers import ted_buyer_kind
from omlopp.notices.eforms import DIRECTIVES, kinds
from omlopp.notices.fields import Record
from omlopp.notices.schema import LotNotice, Notice, ObjectKind, Winner
from omlopp.notices.values import as_count, as_date, as_notice_id

OBJECT: dict[str, ObjectKind] = {
    "SUPPLIES": "goods",
    "SERVICES": "services",
    "WORKS": "works",
    "1": "works",
    "2": "goods",
    "4": "services",
}
T = TypeVar("T")
WHOLE = "LOT-0000"  # the one lot of a notice that is not divided into lots (R2.0.8 forms write none)
OLD_DIRECTIVES = ("2004/17/EC", "2004/18/EC", "2009/81/EC", "2014/23/EU", "2014/24/EU", "2014/25/EU")


def notice(record: Record, unread: tuple[str, ...], file: str, release: str) -> Notice:
    """The notice as it stands in its original language. Criteria that stand for the whole are given to every lot."""
    language = language2(record.one("language"))
    country = country2(record.one("country"))
    lots = list(record.parts("lot"))
    ids = _lot_ids(lots)
    awards = list(record.parts("award"))
    bids = _bids(awards)
    made = _lots(record, lots, ids, language, bids, awards)
    value, currency, value_kind = _value(record, awards)
    low, high, other = span(record, "awarded_")
    if low is None and high is None:
        low, high, other = span(record, "estimated_")
    found = list(texts(record, language, None))
    for lot, lot_id in zip(lots, ids, strict=True):
        found += texts(lot, language, lot_id)
    for award in awards:
        found += texts(award, language, (award.one("lot_id") or None) if len(made) > 1 else made[0].lot_id)
    own = as_notice_id(record.one("publication_number")) or as_notice_id(record.one("ojs_number"))
    earlier, changed = as_notice_id(record.one("earlier_number")), as_notice_id(record.one("changes"))
    others = unique(map(as_notice_id, record.every("ref_number")))
    number, name = record.one("buyer_id"), record.one("buyer_name")
    title, description = (
        words(record, "title", language).replace("\n", " "),
        words(record, "description", language),
    )
    published_on, sent_on = as_date(record.one("published_on")), as_date(record.one("sent_on"))
    return Notice(
        notice_id=own,
        procedure_id=earlier or changed or (others[0] if others else "") or own or None,
        file=file,
        format="ted-export",
        schema_version=record.one("schema_version") or f"R{release}",
        form=record.one("form"),
        kind="change" if changed else kinds().get(("ted-export", record.one("document_type")), "other"),
        country=country,
        languages=unique([language]),
        language=language,
        published_on=published_on,
        sent_on=sent_on,
        title=title,
        buyer_name=name,
        buyer_id=buyer_number(number, country),
        nuts=_nuts(record, lots),
        cpv=_cpv(record, lots),
        object_kind=_object_kind(record),
        value_amount=value,
        currency=currency or (other if low is not None or high is not None else None),
        value_kind=value_kind,  # type: ignore[arg-type]
        bids_received=sum(bids.values()) if bids else None,
        deadline=_deadline(record),
        lots=tuple(made),
        declared=(),
        texts=tuple(found),
        links=unique(record.every("documents")),
        unread=unread,
        description=description,
        winners=tuple(_winners(awards, made, _numbers(lots, ids, made))),
        repeats=tuple(one for one in unique((earlier, changed, *others)) if one != own),
        subtype="",
        buyer_kind=ted_buyer_kind(record.one("buyer_type"), record.one("authority"), country, name, number),
        above_threshold=True if record.one("legal_basis") in (*DIRECTIVES, *OLD_DIRECTIVES) else None,
        value_low=low,
        value_high=high,
        remarks=remarks(
            title, description, [value, *(lot.value_amount for lot in made)], published_on, sent_on
        ),
    )


def _value(record: Record, awards: list[Record]) -> tuple[Decimal | None, str | None, str | None]:
    """Awarded, else the one contract's value, else the contract's value after a change, else the estimate."""
    if (found := amount(record, "awarded"))[0] is not None:
        return found
    if len(awards) == 1 and (found := amount(awards[0], "awarded"))[0] is not None:
        return found
    value, currency, _ = amount(record, "changed_value")
    return (value, currency, "awarded") if value is not None else amount(record, "estimated")


def _deadline(record: Record) -> date | None:
    return next((day for day in map(as_date, record.every("deadline")) if day), None)


def _object_kind(record: Record) -> ObjectKind | None:
    codes = [*record.every("object_kind"), record.one("nature")]
    return next((OBJECT[code] for code in codes if code in OBJECT), None)


def _cpv(record: Record, lots: Iterable[Record]) -> tuple[str, ...]:
    lot_codes = [code for lot in lots for code in lot.every("cpv")]
    return unique([*record.every("cpv"), *record.every("coded_cpv"), *lot_codes])


def _nuts(record: Record, lots: Iterable[Record]) -> tuple[str, ...]:
    """Where the contract is carried out, as the form says; else as the Publications Office coded it."""
    said = places([*record.every("nuts"), *(code for lot in lots for code in lot.every("nuts"))])
    return said or places(record.every("coded_nuts")) or places(record.every("original_nuts"))


def _lot_ids(lots: list[Record]) -> list[str]:
    """The numbers as written (LOT_NO), else the place in the form; a repeated number gets its place beside it."""
    ids: list[str] = []
    seen: set[str] = set()
    for place, lot in enumerate(lots, start=1):
        said = lot.one("id") or lot.one("item") or str(place)
        ids.append(said if said not in seen else f"{said} ({place})")
        seen.add(ids[-1])
    return ids


def _lots(
    record: Record,
    lots: list[Record],
    ids: list[str],
    language: str,
    bids: dict[str, int],
    awards: list[Record],
) -> list[LotNotice]:
    ranges = {
        award.one("lot_id"): award
        for award in awards
        if award.one("awarded_low") or award.one("awarded_high")
    }
    common = criteria((child for child in record.children if child.kind == "criterion"), language)
    in_documents = bool(record.values.get("in_documents"))
    made = [
        _lot(lot, lot_id, language, _of_lot(bids, lot, len(lots)), _of_lot(ranges, lot, len(lots)))
        for lot, lot_id in zip(lots, ids, strict=True)
    ] or _without_annex(record, awards, language, bids)
    if len(made) == 1 and not made[0].title:  # the forms give a title to lots only where there are several
        made = [replace(made[0], title=words(record, "title", language).replace("\n", " "))]
    if not common and not in_documents:
        return made
    return [
        replace(
            lot,
            criteria=lot.criteria or common,
            criteria_in_documents=lot.criteria_in_documents
            or in_documents
            or sent_to_documents(common, language),
        )
        for lot in made
    ]


def _of_lot(by_number: dict[str, T], lot: Record, lots: int) -> T | None:
    """What an award says of a lot: by the lot's number; where there is one lot and one award, they belong together."""
    found = by_number.get(lot.one("id") or lot.one("item"))
    if found is None and lots == 1 and len(by_number) == 1:
        return next(iter(by_number.values()))
    return found


def _without_annex(
    record: Record, awards: list[Record], language: str, bids: dict[str, int]
) -> list[LotNotice]:
    """A form without lots (R2.0.8) is one lot; in a result each lot number that the contracts name is one."""
    titles: dict[str, str] = {}
    for award in awards:
        if number := award.one("lot_id"):
            titles.setdefault(number, words(award, "title", language).replace("\n", " "))
    if len(titles) > 1:
        return [
            LotNotice(number, title, "", (), (), None, (), bids_received=bids.get(number))
            for number, title in titles.items()
        ]
    title, text = words(record, "title", language), words(record, "description", language)
    count = sum(bids.values()) if bids else None
    return [LotNotice(WHOLE, title.replace("\n", " "), text, (), (), None, (), bids_received=count)]


def _numbers(lots: list[Record], ids: list[str], made: list[LotNotice]) -> dict[str, str]:
    """Lot number as written → lot_id."""
    if lots:
        return {lot.one("id") or lot.one("item"): lot_id for lot, lot_id in zip(lots, ids, strict=True)}
    return {lot.lot_id: lot.lot_id for lot in made}


def _lot(lot: Record, lot_id: str, language: str, bids: int | None, award: Record | None) -> LotNotice:
    value, currency, _ = amount(lot, "estimated")
    low, high, other = span(award, "awarded_") if award else span(lot, "estimated_")
    found = criteria(lot.parts("criterion"), language)
    return LotNotice(
        lot_id=lot_id,
        title=words(lot, "title", language).replace("\n", " "),
        description=words(lot, "description", language),
        cpv=unique(lot.every("cpv")),
        nuts=places(lot.every("nuts")),
        value_amount=value,
        criteria=found,
        currency=currency or (other if low is not None or high is not None else None),
        criteria_in_documents=bool(lot.values.get("in_documents")) or sent_to_documents(found, language),
        bids_received=bids,
        value_low=low,
        value_high=high,
    )


def _bids(awards: Iterable[Record]) -> dict[str, int]:
    """Bids received by lot, the most where a framework repeats the number for each supplier."""
    most: dict[str, int] = {}
    for award in awards:
        count = as_count(award.one("bids"))
        if count is not None:
            lot_id = award.one("lot_id")
            most[lot_id] = max(count, most.get(lot_id, 0))
    return most


def _winners(awards: list[Record], lots: list[LotNotice], ids: dict[str, str]) -> Iterator[Winner]:
    """Each contractor of each contract and each winner of a prize. `ids`: lot number as written → lot_id.

    A contract over several lots ("1,2") is a winner of each; its value stands with the first alone.
    """
    only = lots[0].lot_id if len(lots) == 1 else None
    for award in awards:
        said = award.one("lot_id")
        several = [ids.get(part, "") for part in re.split(r"[,;]\s*", said)]
        value, currency, _ = amount(award, "awarded")
        for lot_id in several if len(several) > 1 and all(several) else [only or ids.get(said, said) or None]:
            for one in award.parts("winner"):
                yield winner(
                    lot_id,
                    one.one("name"),
                    one.one("number"),
                    country2(one.one("country")) if one.one("country") else "",
                    "sme" if one.values.get("sme") else "large" if one.values.get("not_sme") else "",
                    (value, currency),
                    person=False,
                )
                value = None  # what a group won together stands with its first member
