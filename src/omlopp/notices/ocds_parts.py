"""Parts of a release as the schema has them: buyer, codes, places, declared aims, bids, winners, values."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from omlopp.library.codelists import country2, rows
from omlopp.notices.assemble import unique
from omlopp.notices.fields import FOLDER, Record
from omlopp.notices.schema import Declared, Winner
from omlopp.notices.values import as_amount, as_count

_CPV = re.compile(r"(\d{8})(?:-\d)?")
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}")
_UNDONE = ("cancelled", "unsuccessful", "withdrawn")


@cache
def _codes() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["list"], row["ocds"]): (row["field"], row["code"]) for row in rows(FOLDER / "ocds_codes.csv")
    }


def code(list_name: str, ocds: str) -> str:
    """The code here for an OCDS code (library/notices/ocds_codes.csv); "" when there is none."""
    return _codes().get((list_name, ocds), ("", ""))[1]


def buyer_of(record: Record) -> Record:
    """The organisation that buys: the one `buyer` refers to, else the first with the role, else what is named."""
    parties = list(record.parts("party"))
    for reference in (*record.every("buyer_ref"), *record.every("entity_ref")):
        for party in parties:
            if reference in party.every("id"):
                return party
    for role in ("buyer", "procuringEntity"):
        for party in parties:
            if role in party.every("role"):
                return party
    alone = Record("party", "")
    for column, names in _ALONE.items():
        for name in names:
            if name in record.values:
                alone.values[column] = record.values[name]
                break
    return alone


_ALONE = {
    "name": ("buyer_name", "entity_name"),
    "number": ("buyer_number",),
    "country": ("buyer_country",),
    "country_name": ("buyer_country_name",),
}


def cpv_of(record: Record) -> tuple[str, ...]:
    """CPV codes of eight digits, in the order of the file, those of the call before those of awards."""
    inner = record.children if record.kind == "notice" else [record]
    ordered = sorted(inner, key=lambda part: part.kind == "award")
    found: list[str] = []
    for part in ordered:
        for one in (part, *part.parts("classification")):
            if one.kind == "classification" and one.one("scheme").upper() in ("CPV", "CPVS"):
                found += [hit[1] for number in one.every("id") if (hit := _CPV.fullmatch(number.strip()))]
    return unique(number for number in found if number != "00000000")


def nuts_of(record: Record) -> tuple[str, ...]:
    """Places of delivery in NUTS codes: of the whole, of lots and of items. Other names of regions are left out."""
    parts = (record, *record.parts("lot"), *record.parts("item"))
    return unique(place for part in parts for place in part.every("nuts") if _NUTS.fullmatch(place))


def declared(record: Record, lots: Iterable[Record]) -> tuple[Declared, ...]:
    """Declared aims: the OCDS codes as they stand (ocds-goal, ocds-strategy), and the eForms codes they stand for.

    `hasSustainability` without any aim is ocds-sustainability with code true or false.
    """
    found: list[Declared] = []
    for part, lot_id in ((record, None), *((lot, lot.one("id") or None) for lot in lots)):
        aims = [child for child in part.children if child.kind == "sustainability"]
        if not aims:
            found += [Declared("ocds-sustainability", value, lot_id) for value in part.every("declares")]
        for aim in aims:
            found += _aims("goal", aim.every("goal"), lot_id)
            found += _aims("strategy", aim.every("strategy"), lot_id)
    return tuple(dict.fromkeys(found))


def _aims(name: str, codes: list[str], lot_id: str | None) -> Iterator[Declared]:
    for one in codes:
        yield Declared(f"ocds-{name}", one, lot_id)
        field, eforms = _codes().get((name, one), ("", ""))
        if field:
            yield Declared(field, eforms, lot_id)


def received(record: Record) -> dict[str, int]:
    """Bids received by lot ("" for the whole), from bids.statistics; else the number of tenderers of the whole."""
    most: dict[str, int] = {}
    for one in record.parts("statistic"):
        count = as_count(one.one("number"))
        if one.one("measure") in ("bids", "validBids") and count is not None:
            for lot_id in one.every("lot_id") or [""]:
                most[lot_id] = max(count, most.get(lot_id, 0))
    if not most and (count := as_count(record.one("number_of_tenderers"))) is not None:
        most[""] = count
    return {key: value for key, value in most.items() if key} or most


def winners(record: Record) -> tuple[Winner, ...]:
    """The suppliers of awards that stand. An award to several suppliers has one value: the first carries it."""
    parties = {number: party for party in record.parts("party") for number in party.every("id")}
    made: list[Winner] = []
    for award in _standing(record):
        value, currency = as_amount(award.one("value")), award.one("currency") or None
        for place, supplier in enumerate(award.parts("supplier")):
            party = parties.get(supplier.one("id"))
            name = supplier.one("name") or (party.one("name") if party else "")
            number = supplier.one("number") or (
                party.one("number") or next(iter(party.every("more_numbers")), "") if party else ""
            )
            country = supplier.one("country") or (party.one("country") if party else "")
            for lot_id in award.every("lot_id") or [None]:  # type: ignore[list-item]
                only = place == 0 and len(award.every("lot_id")) <= 1
                made.append(
                    Winner(
                        lot_id,
                        name,
                        number or None,
                        country2(country) if country else "",
                        party.one("size") if party else "",
                        value if only else None,
                        currency if only and value is not None else None,
                    )
                )
    return tuple(made)


def awarded(record: Record) -> tuple[Decimal, str | None] | None:
    """The sum of the awards that stand (of the contracts, where awards have no value); None when currencies differ."""
    sums = [(as_amount(one.one("value")), one.one("currency")) for one in _standing(record)]
    found = [(value, currency) for value, currency in sums if value is not None]
    if not found:
        sums = [(as_amount(one.one("value")), one.one("currency")) for one in record.parts("contract")]
        found = [(value, currency) for value, currency in sums if value is not None]
    if not found or len({currency for _, currency in found}) > 1:
        return None
    return sum((value for value, _ in found), Decimal(0)), found[0][1] or None


def _standing(record: Record) -> list[Record]:
    return [award for award in record.parts("award") if award.one("status") not in _UNDONE]
