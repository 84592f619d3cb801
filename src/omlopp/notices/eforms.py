"""From the records of an eForms notice to a Notice."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from omlopp.library.codelists import country2, language2, rows
from omlopp.notices.assemble import (
    amount,
    buyer_number,
    criteria,
    original,
    places,
    remarks,
    sent_to_documents,
    span,
    texts,
    unique,
    winner,
    words,
)
from omlopp.notices.fields import FOLDER, Record
from omlopp.notices.known import meant, newer
from omlopp.notices.schema import (
    CriterionNotice,
    Declared,
    Kind,
    LotNotice,
    Notice,
    ObjectKind,
    TextField,
    Winner,
)
from omlopp.notices.values import as_count, as_date, as_notice_id

OBJECT: dict[str, ObjectKind] = {"supplies": "goods", "services": "services", "works": "works"}
# The directives whose rules begin at the thresholds: concessions, classic, utilities, defence.
DIRECTIVES = ("32014L0023", "32014L0024", "32014L0025", "32009L0081")
# What stands above the lots: criteria and their texts, by lot; under "" for all.
Shared = dict[str, tuple[tuple[CriterionNotice, ...], tuple[TextField, ...]]]
WINNERS = ("selec-w", "")  # BT-142: a winner was chosen, or not stated


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """library/notices/kinds.csv: (format, code) → kind."""
    return {(row["format"], row["code"]): row["kind"] for row in rows(FOLDER / "kinds.csv")}  # type: ignore[misc]


def notice(record: Record, unread: tuple[str, ...], file: str) -> Notice:
    """The notice as it stands in its own language. A LotsGroup is no lot; a Part (planning) is read as one."""
    language = language2(record.one("language"))
    organisations = {key: part for part in record.parts("organisation") for key in part.every("id")}
    buyer = next((organisations[key] for key in record.every("buyer") if key in organisations), None)
    country = country2(buyer.one("country")) if buyer else ""
    every = list(record.parts("lot"))
    lots = [part for part in every if part.one("scheme") != "LotsGroup"]
    number = as_notice_id(record.one("publication_number"))  # "n.a." in national notices
    repeats = _repeats(record, lots, number or record.one("uuid"))
    shared = _shared(record, every, language)
    bids = _bids(record)
    won = tuple(_winners(record, organisations, lots, language))
    made = tuple(_lot(lot, language, record, shared, bids, len(lots) == 1) for lot in lots)
    value, currency, value_kind = _value(record, won)
    low, high, _ = span(record, "")
    codes = [code for code in (record.one("object_kind"), *(lot.one("object_kind") for lot in lots)) if code]
    title, description = (
        words(record, "title", language).replace("\n", " "),
        words(record, "description", language),
    )
    published_on, sent_on = as_date(record.one("published_on")), as_date(record.one("sent_on"))
    return Notice(
        notice_id=number or record.one("uuid"),
        procedure_id=_procedure(record, repeats, number),
        file=file,
        format="eforms",
        schema_version=record.one("schema_version"),
        form=record.one("form"),
        kind=_kind(record),
        country=country,
        languages=unique([language, *(language2(code) for code in record.every("other_language"))]),
        language=language,
        published_on=published_on,
        sent_on=sent_on,
        title=title,
        buyer_name=_name(buyer, language),
        buyer_id=buyer_number(buyer.one("number"), country) if buyer else None,
        nuts=unique([*_nuts(record), *(code for lot in lots for code in _nuts(lot))]),
        cpv=unique([*record.every("cpv"), *(code for lot in lots for code in lot.every("cpv"))]),
        object_kind=OBJECT.get(codes[0]) if codes else None,
        value_amount=value,
        currency=currency,
        value_kind=value_kind,  # type: ignore[arg-type]
        bids_received=sum(bids.values()) if bids else None,
        deadline=_deadline(lots),
        lots=made,
        declared=_declared(record, None)
        + tuple(one for lot in lots for one in _declared(lot, lot.one("id"))),
        texts=tuple(_texts(record, every, shared, language)),
        links=unique(link for lot in lots for link in lot.every("documents")),
        unread=unread,
        description=description,
        winners=won,
        repeats=repeats,
        subtype=record.one("subtype"),
        buyer_kind=record.one("buyer_type"),
        above_threshold=_above(record),
        value_low=low,
        value_high=high,
        remarks=remarks(
            title, description, [value, *(lot.value_amount for lot in made)], published_on, sent_on
        )
        + (("newer_version",) if newer(record.one("schema_version")) else ()),
    )


def _procedure(record: Record, repeats: tuple[str, ...], number: str) -> str | None:
    """BT-04. Without one, or with one that names nothing, as in TED_EXPORT: the first notice known."""
    said = record.one("procedure_id")
    return said if said and meant(said) else next(iter(repeats), number) or None


def _kind(record: Record) -> Kind:
    if record.one("changes"):
        return "change"
    return kinds().get(("eforms", record.one("form_type")), "other")


def _above(record: Record) -> bool | None:
    """By the subtype: E1–E6 and the national N… lie below the thresholds; the others above, under a directive."""
    subtype = record.one("subtype")
    if subtype[:1] in ("E", "N"):
        return False
    return True if subtype.isdigit() and record.one("legal_basis") in DIRECTIVES else None


def _name(organisation: Record | None, language: str) -> str:
    found = original(organisation.values.get("name", ()), language) if organisation else []
    return found[0].value if found else ""


def _value(record: Record, won: Iterable[Winner]) -> tuple[Decimal | None, str | None, str | None]:
    """What the notice says it is worth: awarded, else the ceiling of the frameworks made, else the one contract's
    value, else the estimate, else the ceiling of the framework called for. Nothing is added up.
    """
    for columns, kind in (
        (("awarded", "framework_awarded"), "awarded"),
        ((), "awarded"),
        (("estimated", "framework_maximum"), "estimated"),
    ):
        if columns:
            value, currency, _ = amount(record, *columns)
        else:
            sums = {
                (one.lot_id, one.value_amount, one.currency) for one in won if one.value_amount is not None
            }
            _, value, currency = sums.pop() if len(sums) == 1 else (None, None, None)
        if value is not None:
            return value, currency, kind
    return None, None, None


def _bids(record: Record) -> dict[str, int]:
    """Bids received (BT-759 for code `tenders`) by lot, the most where a lot says it more than once."""
    most: dict[str, int] = {}
    for place, result in enumerate(record.parts("result")):
        for part in result.parts("statistic"):
            count = as_count(part.one("number"))
            if part.one("code") == "tenders" and count is not None:
                lot_id = result.one("lot_id") or str(place)
                most[lot_id] = max(count, most.get(lot_id, 0))
    return most


def _winners(
    record: Record, organisations: dict[str, Record], lots: list[Record], language: str
) -> Iterator[Winner]:
    """Each member of each party whose bid became a contract; without contracts, of the bids the results name first."""
    tenders = {part.one("id"): part for part in record.parts("tender")}
    if not tenders:
        return
    results = list(record.parts("result"))
    only = lots[0].one("id") if len(lots) == 1 else ""
    home = {key: part.one("lot_id") for part in results for key in part.every("tender")}
    parties = {part.one("id"): part.every("member") for part in record.parts("party")}
    chosen = [key for part in record.parts("contract") for key in part.every("tender")]
    if not chosen:
        named = [key for part in results if part.one("status") in WINNERS for key in part.every("tender")]
        chosen = [key for key in named if key in tenders and tenders[key].one("rank") in ("", "1")]
    for key in unique(chosen):
        if key not in tenders:
            continue
        tender = tenders[key]
        value, currency, _ = amount(tender, "awarded")
        for member in parties.get(tender.one("party"), ()):
            if (one := organisations.get(member)) is None:
                continue
            yield winner(
                only or tender.one("lot_id") or home.get(key) or None,
                _name(one, language),
                one.one("number"),
                country2(one.one("country")) if one.one("country") else "",
                one.one("size"),
                (value, currency),
                one.one("person") == "true",
            )
            value = None  # what a group won together stands with its first member


def _nuts(record: Record) -> tuple[str, ...]:
    """Where the contract is carried out; where only a country is named, the country (its own NUTS code)."""
    found = places(record.every("nuts"))
    return found or places(
        {"GB": "UK", "GR": "EL"}.get(code, code) for code in map(country2, record.every("place"))
    )


def _deadline(lots: list[Record]) -> date | None:
    days = [as_date(lot.one("deadline") or lot.one("request_deadline")) for lot in lots]
    return min((day for day in days if day), default=None)


def _shared(record: Record, every: list[Record], language: str) -> Shared:
    """Criteria that stand above a lot, by lot: on its group of lots, else (under "") on the procedure."""
    members = {part.one("id"): part.every("lot_id") for part in record.children if part.kind == "group"}
    found: Shared = {}
    if common := [child for child in record.children if child.kind == "criterion"]:
        found[""] = (criteria(common, language), ())
    for group in every:
        if group.one("scheme") == "LotsGroup" and (own := criteria(group.parts("criterion"), language)):
            said = tuple(text for text in texts(group, language, None) if text.about == "award")
            if group.one("id") in members:
                found[group.one("id")] = (own, ())
            for lot_id in members.get(group.one("id"), ()):
                found.setdefault(lot_id, (own, tuple(replace(text, lot_id=lot_id) for text in said)))
    return found


def _texts(
    record: Record,
    every: list[Record],
    shared: Shared,
    language: str,
) -> Iterator[TextField]:
    """Texts of the procedure, of each lot, and of the groups: a group's criteria with the lots that have no others."""
    yield from texts(record, language, None)
    for lot in every:
        if lot.one("scheme") == "LotsGroup":
            given = lot.one("id") in shared
            yield from (text for text in texts(lot, language, None) if not (given and text.about == "award"))
            continue
        lot_id = lot.one("id")
        yield from texts(lot, language, lot_id)
        if lot_id in shared and not any(True for _ in lot.parts("criterion")):
            yield from shared[lot_id][1]


def _lot(
    lot: Record,
    language: str,
    record: Record,
    shared: Shared,
    bids: dict[str, int],
    alone: bool,
) -> LotNotice:
    lot_id = lot.one("id")
    value, currency, _ = amount(lot, "estimated", "framework_maximum")
    own = criteria(lot.parts("criterion"), language)
    found = own or shared.get(lot_id, shared.get("", ((), ())))[0]
    results = list(record.parts("result"))
    result = next((part for part in results if lot_id in part.every("lot_id")), None)
    if alone and result is None and len(results) == 1:  # a lone lot is meant, whatever the result calls it
        result = results[0]
    low, high, other = span(result, "") if result else (None, None, None)
    return LotNotice(
        lot_id=lot_id,
        title=words(lot, "title", language).replace("\n", " "),
        description=words(lot, "description", language),
        cpv=unique(lot.every("cpv")),
        nuts=_nuts(lot),
        value_amount=value,
        criteria=found,
        currency=currency or other,
        criteria_in_documents=sent_to_documents(found, language),
        bids_received=sum(bids.values()) if alone and bids else bids.get(lot_id),
        value_low=low,
        value_high=high,
    )


def _declared(record: Record, lot_id: str | None) -> tuple[Declared, ...]:
    return tuple(Declared(one.row.field, one.value, lot_id) for one in record.values.get("declared", ()))


def _repeats(record: Record, lots: list[Record], own: str) -> tuple[str, ...]:
    """Notices this one changes (BT-758, BT-1501), continues (OPP-090) or was announced by (BT-125)."""
    said = [
        *record.every("changes"),
        *record.every("earlier"),
        *(key for lot in lots for key in lot.every("earlier")),
    ]
    return unique(number for number in map(as_notice_id, said) if number != own)
