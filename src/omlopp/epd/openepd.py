"""openEPD through its own library, an extra: without it the format is recognised and named, never guessed at."""

import csv
import importlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from omlopp.domain.footprint.epd import Epd, Mass, Modules
from omlopp.domain.indicators.errors import InputMissing
from omlopp.domain.model.errors import OmloppError
from omlopp.epd.ilcd import NoDeclaredUnit, NotAnEpd
from omlopp.epd.tables import plain_unit
from omlopp.library.load import ROOT

MODULES = (
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "B1",
    "B2",
    "B3",
    "B4",
    "B5",
    "B6",
    "B7",
    "C1",
    "C2",
    "C3",
    "C4",
    "D",
)
# The method of the impacts tells which basis the figures have; any other method is a basis of its own.
BASES = {"EF 3.0": "EN15804+A2", "EF 3.1": "EN15804+A2", "EN 15978:2011": "EN15804+A1"}
FAMILIES = {"CML": "EN15804+A1"}


class OpenEpdMissing(OmloppError):
    """The library that reads openEPD is not installed. Facts: file."""

    code = "epd.openepd-missing"


class SeveralMethods(OmloppError):
    """Impacts by several methods in one file: which of them holds is not for us to say. Facts: file, methods."""

    code = "epd.several-methods"


def looks_like(content: bytes) -> bool:
    """JSON that calls itself openEPD, or has impacts by method as openEPD has."""
    try:
        data = (
            json.loads(content.decode("utf-8-sig"))
            if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
            else None
        )
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and (
        str(data.get("doctype", "")).casefold() == "openepd" or {"impacts", "declared_unit"} <= set(data)
    )


def read(content: bytes, file: str) -> Epd:
    """One declaration. Raises OpenEpdMissing, NotAnEpd, NoDeclaredUnit, SeveralMethods, InputMissing."""
    if importlib.util.find_spec("openepd") is None:
        raise OpenEpdMissing(file=file)
    model: Any = importlib.import_module("openepd.model.epd")
    try:
        found = model.Epd.model_validate_json(content)
    except ValueError as error:
        raise NotAnEpd(file=file, fault=str(error).replace("\n", " ")[:120]) from None
    listed = found.impacts.root if found.impacts else {}
    methods = {str(getattr(name, "value", name)): each for name, each in listed.items()}
    if not methods:
        raise InputMissing(fields=("impacts",), where=file)
    if len(methods) > 1:
        raise SeveralMethods(file=file, methods=", ".join(methods))
    unit = found.declared_unit
    if unit is None or unit.qty is None or not unit.unit:
        raise NoDeclaredUnit(file=file)
    ((method, impacts),) = methods.items()
    basis = _basis(method)
    indicators: dict[str, Modules] = {}
    units: dict[str, str] = {}
    for name, own_unit, modules in _results((impacts, found.resource_uses, found.output_flows), basis):
        indicators.setdefault(name, modules)
        units.setdefault(name, own_unit)
    mass = found.kg_per_declared_unit
    amount = _decimal(unit.qty)
    return Epd(
        uuid=str(found.id or ""),
        name=str(found.product_name or found.name or ""),
        basis=basis,
        amount=amount,
        unit=unit.unit,
        plain_unit=plain_unit(unit.unit),
        indicators=indicators,
        units=units,
        mass=Mass(_decimal(mass.qty) if mass is not None and mass.qty is not None else None),
        subtype="specific dataset" if found.manufacturer else "",
        reference_year=found.date_of_issue.year if found.date_of_issue else None,
        valid_until=found.valid_until.year if found.valid_until else None,
    )


def _basis(method: str) -> str:
    family = next((basis for start, basis in FAMILIES.items() if method.startswith(start)), None)
    return BASES.get(method) or family or method


def _results(sets: tuple[Any, ...], basis: str) -> Iterator[tuple[str, str, Modules]]:
    column = {"EN15804+A1": "a1", "EN15804+A2": "a2"}.get(basis, "other")
    for some in sets:
        for field, names in _names().items():
            each = getattr(some, field, None)
            if each is not None and names[column]:
                yield names[column], *_modules(each)


def _modules(each: Any) -> tuple[str, Modules]:
    found: dict[str, dict[str, Decimal | None]] = {}
    unit = ""
    for ours, theirs in (("A1-A3", "A1A2A3"), *((one, one) for one in MODULES)):
        measured = getattr(each, theirs, None)
        if measured is not None:
            found[ours] = {"": _decimal(measured.mean)}
            unit = unit or measured.unit or ""
    return unit, found


def _decimal(value: Any) -> Decimal:
    """The figure as the file has it: the library holds it as the nearest binary number."""
    return Decimal(repr(float(value)))


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    with (ROOT / "epd" / "openepd.csv").open(encoding="utf-8") as lines:
        return {row["field"]: row for row in csv.DictReader(lines)}
