"""What declarations call indicators and units, from library/epd; and how they write a figure."""

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from omlopp.library.load import ROOT


@cache
def indicators() -> Mapping[str, tuple[str, str]]:
    """UUID → short name and basis. One UUID in both bases (resource and waste indicators) belongs to neither."""
    found: dict[str, tuple[str, str]] = {}
    with (ROOT / "epd" / "indicators.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            basis = row["set"].partition("_")[0]
            before = found.get(row["uuid"])
            found[row["uuid"]] = (row["abbr"], basis if before in (None, (row["abbr"], basis)) else "")
    return found


def plain_unit(unit: str) -> str:
    """The unit of the closed list (kg, m2, piece …) for one as written; itself where nobody has listed it."""
    return units().get(unit, unit)


@cache
def units() -> Mapping[str, str]:
    with (ROOT / "epd" / "units.csv").open(encoding="utf-8") as lines:
        return {row["as_written"]: row["unit"] for row in csv.DictReader(lines)}


@cache
def unit_groups() -> Mapping[str, str]:
    with (ROOT / "epd" / "unit_groups.csv").open(encoding="utf-8") as lines:
        return {row["uuid"]: row["unit"] for row in csv.DictReader(lines)}


def number(text: Any) -> Decimal | None:
    """A figure; None for what is not one (undeclared, ND, MND)."""
    if text is None or isinstance(text, bool):
        return None
    try:
        value = Decimal(str(text).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
