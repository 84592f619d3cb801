"""Adding declarations up: of one basis and unit, the same modules, and a scenario chosen where there are several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from omlopp.domain.footprint.epd import MAKING, Epd, making
from omlopp.domain.indicators.checked import ZERO, not_below_zero
from omlopp.domain.indicators.errors import Incompatible, InputMissing, UnitMismatch
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT

CLIMATE = "climate"  # GWP in EN 15804+A1, GWP-total in +A2: never added to each other
TIERS = {"specific": 2, "average": 3, "representative": 3, "generic": 4, "template": 4}


class ScenarioNotChosen(OmloppError):
    """A module declared for several scenarios. Facts: name, indicator, module, scenarios."""

    code = "impact.scenario-not-chosen"


class NoUnit(OmloppError):
    """The declared unit stands in a data set that is not at hand. Facts: name."""

    code = "impact.no-unit"


@dataclass(frozen=True, slots=True)
class Used:
    """`quantity` in the declaration's plain unit (kg, m2, piece …). `scenario`: chosen where modules have several."""

    epd: Epd
    quantity: Decimal
    unit: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class EpdSum:
    """`modules` summed; module D for itself, never within `total`. `declarations`: UUIDs of what was added."""

    indicator: str
    basis: str
    unit: str
    modules: Mapping[str, Decimal]
    total: Decimal
    module_d: Decimal | None
    declarations: tuple[str, ...]


def summed(used: Sequence[Used], modules: Sequence[str], indicator: str = CLIMATE) -> EpdSum:
    """Σ quantity ÷ declared amount × value, module by module.

    Refuses declarations of different bases or units of the indicator (Incompatible, UnitMismatch), a quantity in
    another unit than the declared (UnitMismatch), an indicator or module that one lacks (InputMissing, named
    "GWP-total C3" with the declaration), and several scenarios without a choice (ScenarioNotChosen).
    """
    if not used or not modules:
        raise InputMissing(fields=("epd" if not used else "modules",), where="")
    first = used[0].epd
    sums = dict.fromkeys(modules, ZERO)
    unit = ""
    for one in used:
        epd, name = one.epd, one.epd.climate if indicator == CLIMATE else indicator
        if epd.basis != first.basis:
            raise Incompatible(
                one=f"{first.name} ({first.basis})", other=f"{epd.name} ({epd.basis})", where=name
            )
        if not epd.plain_unit:
            raise NoUnit(name=epd.name)
        if one.unit != epd.plain_unit:
            raise UnitMismatch(one=one.unit, other=epd.plain_unit, where=epd.name)
        not_below_zero({"quantity": one.quantity})
        if name not in epd.indicators:
            raise InputMissing(fields=(name,), where=epd.name)
        own = _same_unit(epd.units.get(name, ""))
        if unit and own and own != unit:
            raise UnitMismatch(one=unit, other=own, where=epd.name)
        unit = unit or own
        with localcontext(EXACT):
            for module in modules:
                sums[module] += one.quantity / epd.amount * _value(epd, name, module, one.scenario)
    with localcontext(EXACT):
        total = sum((amount for module, amount in sums.items() if module != "D"), ZERO)
    return EpdSum(
        first.climate if indicator == CLIMATE else indicator, first.basis, unit, sums, total, sums.get("D"),
        tuple(one.epd.uuid for one in used),
    )  # fmt: skip


def _same_unit(unit: str) -> str:
    """Spellings of one unit differ in marks alone: "kg CO2-eqv." and "kg CO2 eqv."."""
    plain = unit.casefold().replace("₂", "2")
    for mark in (".", "-", " ", "(", ")", "_"):
        plain = plain.replace(mark, "")
    for word in ("equivalents", "equivalent", "äquiv", "eqv", "eq", "äq"):
        if plain.endswith(word):
            return plain.removesuffix(word)
    return plain


def _value(epd: Epd, indicator: str, module: str, scenario: str) -> Decimal:
    if module == "A1-A3":
        found = making(epd, indicator)
        if found is None:
            given = epd.indicators[indicator]
            lacking = (
                [f"{indicator} {one}" for one in MAKING if not given.get(one)]
                if given.keys() & {*MAKING}
                else []
            )
            raise InputMissing(fields=tuple(lacking) or (f"{indicator} A1-A3",), where=epd.name)
        return found
    values = epd.indicators[indicator].get(module, {})
    if len(values) > 1 and scenario not in values:
        raise ScenarioNotChosen(name=epd.name, indicator=indicator, module=module, scenarios=tuple(values))
    value = values.get(scenario, next(iter(values.values())) if len(values) == 1 else None)
    if value is None:
        raise InputMissing(fields=(f"{indicator} {module}",), where=epd.name)
    return value


def expired(epd: Epd, on: date) -> bool | None:
    """Is the last year of validity past on that day? None: the declaration does not say."""
    return None if epd.valid_until is None else on.year > epd.valid_until


def tier(epd: Epd) -> int | None:
    """Quality of data: 2 a product's own declaration, 3 an average, 4 generic; None where the kind is not said."""
    return TIERS.get(epd.subtype.partition(" ")[0].casefold())
