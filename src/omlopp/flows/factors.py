"""Factor sets: listed, added from a folder, and built from an input-output system with pymrio
(docs/method/exiobase.md).
"""

import csv
import hashlib
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.library import factors
from omlopp.library.factors import CARD, TABLE, FactorSet

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
PLACES = 6  # significant figures that a computed factor is written with
TEST = "test"  # pymrio's own small system, for learning and for tests


class FactorSetExists(OmloppError):
    """Facts: name, folder."""

    code = "factors.exists"


class NotAFactorSet(OmloppError):
    """Facts: path."""

    code = "factors.not-a-set"


class FactorNameUnfit(OmloppError):
    """Facts: name."""

    code = "factors.name-unfit"


class BuilderMissing(OmloppError):
    code = "factors.builder-missing"


class NoSystem(OmloppError):
    """Facts: path, says."""

    code = "factors.no-system"


class NoExtension(OmloppError):
    """Facts: extension, row, known."""

    code = "factors.no-extension"


def add(folder: Path, home: Path, *, replace: bool = False) -> FactorSet:
    """Copy a set to `home`/factors/<name>, once card and table were read whole.

    Raises NotAFactorSet, FactorNameUnfit, FactorSetExists, FactorCardWrong.
    """
    folder = folder.resolve()
    if not (folder / CARD).is_file() or not (folder / TABLE).is_file():
        raise NotAFactorSet(path=str(folder))
    if not NAME.fullmatch(folder.name):
        raise FactorNameUnfit(name=folder.name)
    target = home / "factors" / folder.name
    ours = factors.FOLDER / folder.name
    if ours.exists() or (target.exists() and not replace):
        raise FactorSetExists(name=folder.name, folder=str(ours if ours.exists() else target))
    found = factors.factor_set(folder.name, places=[folder.parent])
    if found.card.pack:
        raise factors.FactorCardWrong(file=f"{folder.name}/{CARD}", says="pack: only for sets of the program")
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=".adding-"))
    try:
        for name in (CARD, TABLE):
            shutil.copyfile(folder / name, staging / name)
        staging.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        os.rename(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return factors.factor_set(folder.name, places=[home / "factors"])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to build.

    `row`: the extension's row, or the beginning of its name. `country`: whose final demand mixes the producing
    regions; "" takes the median of regions that make the product. `money`: units of currency in one of the
    system's (EXIOBASE counts in millions of euro). `year` of the table, `version` as the publisher names it.
    """

    extension: str
    row: str
    year: int
    country: str = ""
    money: float = 1_000_000.0
    currency: str = "EUR"
    version: str = ""
    licence: str = "CC BY-SA 4.0"
    share_alike: bool = True


def build(source: str, target: Path, wanted: Wanted, on: date) -> Path:
    """Write a factor set to the folder `target`: multipliers M = S·(I − A)⁻¹, one factor per product.

    `source`: a folder or ZIP of EXIOBASE 3, or "test". Raises BuilderMissing, NoSystem, NoExtension, FactorNameUnfit.
    """
    if not NAME.fullmatch(target.name):
        raise FactorNameUnfit(name=target.name)
    system = _system(source)
    multipliers, unit = _multipliers(system, wanted)
    mix = _mix(system, wanted.country) if wanted.country else None
    rows = factor_rows(multipliers, mix, wanted.money)
    target.mkdir(parents=True, exist_ok=True)
    with (target / TABLE).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("key", "name", "kgco2e_per_unit", "low", "high"))
        writer.writerows(rows)
    (target / CARD).write_text(
        yaml.safe_dump(_card(system, wanted, unit, source, on), allow_unicode=True, sort_keys=False), "utf-8"
    )
    return target


def factor_rows(
    multipliers: Mapping[tuple[str, str], float], mix: Mapping[tuple[str, str], float] | None, money: float
) -> list[tuple[str, str, str, str, str]]:
    """(region, product) → multiplier, to rows of a table. Products that no region makes have no row: none is not zero.

    `mix`: (region, product) → share of what is used of the product, summing to 1 for each product.
    """
    by: dict[str, dict[str, float]] = {}
    for (region, product), value in multipliers.items():
        by.setdefault(product, {})[region] = value / money
    rows: list[tuple[str, str, str, str, str]] = []
    for product, values in by.items():
        made = sorted(value for value in values.values() if value > 0)
        if not made:
            continue
        value = _middle(made)
        if mix is not None:
            shares = {region: mix.get((region, product), 0.0) for region in values}
            if not sum(shares.values()) > 0:
                continue
            value = sum(share * values[region] for region, share in shares.items()) / sum(shares.values())
        shown, low, high = (f"{number:.{PLACES}g}" for number in (value, made[0], made[-1]))
        rows.append((product, product, shown, low, high))
    return rows


def _middle(made: Sequence[float]) -> float:
    half = len(made) // 2
    return made[half] if len(made) % 2 else (made[half - 1] + made[half]) / 2


def _system(source: str) -> Any:
    if importlib.util.find_spec("pymrio") is None:
        raise BuilderMissing()
    pymrio = importlib.import_module("pymrio")
    try:
        system = pymrio.load_test() if source == TEST else pymrio.parse_exiobase3(path=source)
        return system.calc_all()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise NoSystem(path=source, says=str(error) or type(error).__name__) from None


def _multipliers(system: Any, wanted: Wanted) -> tuple[dict[tuple[str, str], float], str]:
    """(region, product) → multiplier of the one row asked for, and its unit."""
    names = list(system.get_extensions())
    if wanted.extension not in names:
        raise NoExtension(extension=wanted.extension, row=wanted.row, known=", ".join(names))
    extension: Any = getattr(system, wanted.extension)
    rows = [row for row in extension.M.index if _row_name(row).startswith(wanted.row)]
    if len(rows) != 1:
        known = sorted({_row_name(row) for row in rows or extension.M.index})
        raise NoExtension(extension=wanted.extension, row=wanted.row, known=", ".join(known[:12]))
    unit = "" if getattr(extension, "unit", None) is None else str(extension.unit.loc[rows[0]].iloc[0])
    found = extension.M.loc[rows[0]].items()
    return {(str(region), str(product)): float(value) for (region, product), value in found}, unit


def _row_name(row: Any) -> str:
    return " / ".join(str(part) for part in row) if isinstance(row, tuple) else str(row)


def _mix(system: Any, country: str) -> dict[tuple[str, str], float]:
    """Where the final demand of a country comes from: (region, product) → amount."""
    if country not in system.get_regions():
        raise NoExtension(extension="final demand", row=country, known=", ".join(system.get_regions()))
    used = system.Y[country].sum(axis=1)
    return {(str(region), str(product)): max(0.0, float(value)) for (region, product), value in used.items()}


def _card(system: Any, wanted: Wanted, unit: str, source: str, on: date) -> dict[str, Any]:
    invented = source == TEST
    how = f"final demand of {wanted.country}" if wanted.country else "median of producing regions"
    fingerprint = hashlib.sha256(system.A.to_numpy().tobytes()).hexdigest()[:12]
    name = "pymrio's test system (invented figures)" if invented else "EXIOBASE 3"
    return {
        "title": {
            "sv": f"{name}: {wanted.row}, {how}", "en": f"{name}: {wanted.row}, {how}",
        },
        "publisher": "pymrio" if invented else "EXIOBASE consortium",
        "source": f"M = S(I-A)^-1 of {wanted.extension}, {wanted.row}; built with pymrio; A sha256 {fingerprint}",
        "version": wanted.version or ("test" if invented else "not stated"),
        "licence": wanted.licence,
        "licence_verified": False,
        "share_alike": wanted.share_alike,
        "credit": f"{name}, multipliers built with pymrio" + "; shared on the same terms" * wanted.share_alike,
        "keyed_by": "exiobase_product",
        "unit": "kg CO2e" if "CO2" in unit else unit or "not stated",
        "per": wanted.currency,
        "year": wanted.year,
        "currency": wanted.currency,
        "price_basis": "basic",
        "checked": on,
    }  # fmt: skip
