"""The organisation's register of suppliers: added, changed, removed, fetched from the market. Nobody is erased."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import SIZES, checked_number, same_firm
from omlopp.library.codelists import cpv_name
from omlopp.library.dialogue import counties, limits, municipalities
from omlopp.library.load import library
from omlopp.web.records.actions import acting_in
from omlopp.web.records.models import Organisation, Supplier

LONGEST_NOTE = 2000
MOST_CODES = 20


class SupplierWithoutName(OmloppError):
    code = "supplier-without-name"


class SupplierWithoutSource(OmloppError):
    code = "supplier-without-source"


class SupplierKnown(OmloppError):
    """Facts: supplier, id."""

    code = "supplier-known"


class SupplierRemoved(OmloppError):
    """Facts: supplier."""

    code = "supplier-removed"


class PlaceUnknown(OmloppError):
    """A municipality outside the county. Facts: municipality, county."""

    code = "supplier-place-unknown"


class FieldUnknown(OmloppError):
    """A code that is in no list. Facts: field, found."""

    code = "supplier-field-unknown"


class NotAWebsite(OmloppError):
    """Facts: found."""

    code = "supplier-website"


class NotAnAddress(OmloppError):
    """Facts: found."""

    code = "supplier-email"


class NobodyToFetch(OmloppError):
    code = "nobody-to-fetch"


@dataclass(frozen=True, slots=True)
class Typed:
    """A supplier as somebody writes it. `capabilities`: strategies of the goals ("D5"); `cpv`: eight digits each."""

    name: str
    source: str
    number: str = ""
    county: str = ""
    municipality: str = ""
    size: str = ""
    capabilities: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    note: str = ""


def add_supplier(*, by: User, organisation: Organisation, typed: Typed) -> Supplier:
    """A supplier of the register, with where the information comes from."""
    with acting_in("supplier-added", by=by, organisation=organisation, right="suppliers") as says:
        row = _put(Supplier(organisation=organisation), by, typed)
        says |= {"supplier": row.pk, "name": row.name, "source": row.source}
    return row


def change_supplier(*, by: User, supplier: Supplier, typed: Typed) -> None:
    """The log keeps which fields changed; a contact address is never written in it."""
    with acting_in("supplier-changed", by=by, organisation=supplier.organisation, right="suppliers") as says:
        _still_there(supplier)
        before = {name: getattr(supplier, name) for name in Typed.__dataclass_fields__}
        _put(supplier, by, typed)
        changed = [name for name, was in before.items() if getattr(supplier, name) != was]
        says |= {"supplier": supplier.pk, "name": supplier.name, "changed": changed}


def remove_supplier(*, by: User, supplier: Supplier) -> None:
    """It is shown no more; who was in the register once stays known."""
    with acting_in("supplier-removed", by=by, organisation=supplier.organisation, right="suppliers") as says:
        _still_there(supplier)
        supplier.removed_at = timezone.now()
        supplier.save(update_fields=["removed_at"])
        says |= {"supplier": supplier.pk, "name": supplier.name}


def fetch_suppliers(*, by: User, organisation: Organisation, found: Sequence[Typed]) -> int:
    """Firms seen in the market. One that is in the register already gets what it lacked, and keeps the rest.

    → how many were new.
    """
    with acting_in("suppliers-fetched", by=by, organisation=organisation, right="suppliers") as says:
        if not found:
            raise NobodyToFetch()
        known = {same_firm(row.name, row.number): row for row in _standing(organisation)}
        by_name = {same_firm(row.name, ""): row for row in known.values()}
        new = 0
        for typed in found:
            here = known.get(same_firm(typed.name, typed.number)) or by_name.get(same_firm(typed.name, ""))
            if here is None:
                row = _put(Supplier(organisation=organisation), by, typed)
                known[same_firm(row.name, row.number)] = by_name[same_firm(row.name, "")] = row
                new += 1
            else:
                _fill(here, typed)
        says |= {"new": new, "of": len(found), "names": [typed.name for typed in found]}
    return new


def _standing(organisation: Organisation) -> list[Supplier]:
    return list(organisation.suppliers.filter(removed_at=None))


def _still_there(supplier: Supplier) -> None:
    if Supplier.objects.filter(pk=supplier.pk, removed_at=None).first() is None:
        raise SupplierRemoved(supplier=supplier.name)


def _fill(row: Supplier, typed: Typed) -> None:
    row.number = row.number or checked_number(typed.number)
    row.size = row.size or typed.size
    row.cpv = list(dict.fromkeys([*row.cpv, *typed.cpv]))[:MOST_CODES]
    if typed.source not in row.source:
        row.source = f"{row.source}\n{typed.source}"[:LONGEST_NOTE]
    row.save()


def _put(row: Supplier, by: User, typed: Typed) -> Supplier:
    """Write what was typed, checked. Raises the errors above, and what `checked_number` refuses."""
    told = asdict(typed)
    told |= {
        name: " ".join(told[name].split())[:300]
        for name in ("name", "county", "municipality", "size", "email", "website")
    }
    told |= {"note": typed.note.strip()[:LONGEST_NOTE], "source": typed.source.strip()[:LONGEST_NOTE]}
    told["name"] = told["name"][: limits().firm]
    if not told["name"]:
        raise SupplierWithoutName()
    if not told["source"]:
        raise SupplierWithoutSource()
    told["number"] = checked_number(typed.number)
    told["capabilities"], told["cpv"] = (
        list(dict.fromkeys(typed.capabilities)),
        list(dict.fromkeys(typed.cpv)),
    )
    _codes(told)
    _ways(told)
    _alone(row, told["name"], told["number"])
    for name, value in told.items():
        setattr(row, name, value)
    if not row.added_by:
        row.added_at, row.added_by = timezone.now(), by.get_username()
    row.save()
    return row


def _codes(told: dict[str, Any]) -> None:
    """Only codes of the lists; a municipality tells its county."""
    strategies = {strategy.id for goal in library().goals for strategy in goal.strategies}
    for name, given, known in (
        ("county", [told["county"]], {"", *counties()}),
        ("municipality", [told["municipality"]], {"", *municipalities()}),
        ("size", [told["size"]], {"", *SIZES}),
        ("capabilities", told["capabilities"], strategies),
    ):
        wrong = [one for one in given if one not in known]
        if wrong:
            raise FieldUnknown(field=name, found=str(wrong[0])[:40])
    strange = [code for code in told["cpv"] if not cpv_name(code, "sv")] or told["cpv"][MOST_CODES:]
    if strange:
        raise FieldUnknown(field="CPV", found=str(strange[0])[:40])
    place, county = told["municipality"], told["county"]
    if place and not county:
        told["county"] = place[:2]
    elif place and not place.startswith(county):
        raise PlaceUnknown(municipality=municipalities()[place], county=counties()[county])


def _ways(told: dict[str, Any]) -> None:
    """An address that can be written to, and a website that is one: nothing that a browser would run."""
    email, website = str(told["email"]), str(told["website"])
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise NotAnAddress(found=email[:60]) from None
    if website and not re.fullmatch(r"https?://[^\s<>\"']{3,290}", website):
        raise NotAWebsite(found=website[:60])


def _alone(row: Supplier, name: str, number: str) -> None:
    key = same_firm(name, number)
    for other in _standing(row.organisation):
        if other.pk != row.pk and same_firm(other.name, other.number) == key:
            raise SupplierKnown(supplier=other.name, id=other.pk)
