"""An environmental product declaration as data: what each indicator says per module, and what can be made of it.

Undeclared is None and never zero. Scenarios of one module are alternatives: one is chosen, they are never added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ONE, ZERO, above_zero
from omlopp.domain.indicators.errors import Incompatible, InputMissing, UnitMismatch
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT

PerScenario = Mapping[str, Decimal | None]  # scenario ("" where none is named) → value
Modules = Mapping[str, PerScenario]  # module ("A1-A3", "C3", "D") → values
Value = Decimal | None | dict[str, Decimal | None]
END_OF_LIFE = ("C1", "C2", "C3", "C4")
MAKING = ("A1", "A2", "A3")
DIFFERS = Decimal("1.1")  # two sources of one mass further apart than this are told of
CLIMATE = {"EN15804+A1": "GWP", "EN15804+A2": "GWP-total"}


class MakingTwice(OmloppError):
    """A1–A3 is declared, and A1, A2, A3 beside it come to something else. Facts: indicator, together, apart."""

    code = "impact.making-twice"


@dataclass(frozen=True, slots=True)
class Mass:
    """What is known of the mass of the declared unit, in kg; None: not said. Density in kg/m³, thickness in m."""

    flow_property_kg: Decimal | None = None
    grammage_kg_per_m2: Decimal | None = None
    density_kg_per_m3: Decimal | None = None
    thickness_m: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Epd:
    """`basis`: EN15804+A1 or EN15804+A2 – indicators of the two are never added. `unit` as the file spells it,
    `plain_unit` as the closed list does (kg, m2, m3, piece …). `indicators`: short name → modules. `valid_until`:
    the last year.
    """

    uuid: str
    name: str
    basis: str
    amount: Decimal
    unit: str
    plain_unit: str
    indicators: Mapping[str, Modules] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)  # indicator → unit as the file says
    mass: Mass = Mass()
    subtype: str = ""
    reference_year: int | None = None
    valid_until: int | None = None
    unknown: tuple[str, ...] = ()  # indicators that no list knows, by UUID

    @property
    def climate(self) -> str:
        """The name of the climate indicator. Bases other than EN 15804 have a GWP of their own kind."""
        return CLIMATE.get(self.basis, "GWP")


def modules_of(epd: Epd, indicator: str) -> Modules:
    """The modules of an indicator. Refuses by name one that the declaration does not have (InputMissing)."""
    if indicator not in epd.indicators:
        raise InputMissing(fields=(indicator,), where=epd.name)
    return epd.indicators[indicator]


def value(modules: Modules, module: str) -> Value:
    """One module's value; per scenario where there are several; None: undeclared."""
    return shown(modules.get(module, {}))


def shown(found: PerScenario) -> Value:
    """A single value where nothing is to be chosen."""
    if not found:
        return None
    return next(iter(found.values())) if len(found) == 1 else dict(found)


def making(epd: Epd, indicator: str) -> Decimal | None:
    """A1–A3: as declared, else A1 + A2 + A3; None where it is neither. Refuses two that differ."""
    modules = epd.indicators.get(indicator, {})
    together = value(modules, "A1-A3")
    parts = [value(modules, one) for one in MAKING]
    known = [one for one in parts if isinstance(one, Decimal)]
    with localcontext(EXACT):
        apart = sum(known, ZERO) if len(known) == len(MAKING) else None
    if isinstance(together, Decimal):
        if apart is not None and abs(apart - together) > abs(together) * Decimal("0.01"):
            raise MakingTwice(indicator=indicator, together=together, apart=apart)
        return together
    return apart


@dataclass(frozen=True, slots=True)
class MassFound:
    """kg of the declared unit, None where nothing tells; `sources_differ`: two sources are more than a tenth apart."""

    kg: Decimal | None
    sources_differ: bool


def mass_of(epd: Epd) -> MassFound:
    """Declared in kg, else the flow's mass, else grammage for an area, else density for a volume."""
    known: list[Decimal] = []
    of = epd.mass
    with localcontext(EXACT):
        if epd.plain_unit == "kg":
            known.append(epd.amount)
        elif epd.plain_unit == "t":
            known.append(epd.amount * 1000)
        if of.flow_property_kg:
            known.append(of.flow_property_kg)
        if epd.plain_unit == "m2":
            if of.grammage_kg_per_m2:
                known.append(of.grammage_kg_per_m2 * epd.amount)
            if of.density_kg_per_m3 and of.thickness_m:
                known.append(of.density_kg_per_m3 * of.thickness_m * epd.amount)
        elif epd.plain_unit == "m3" and of.density_kg_per_m3:
            known.append(of.density_kg_per_m3 * epd.amount)
        if not known or (epd.plain_unit == "m2" and not of.flow_property_kg and not of.grammage_kg_per_m2):
            return MassFound(None, False)
        return MassFound(known[0], max(known) > min(known) * DIFFERS)


@dataclass(frozen=True, slots=True)
class EpdCircularity:
    """Shares of the mass of the declared unit. `recycled_in` None: not known, or above 1 and so no share.

    `to_recycling` is a scenario of the declaration, not what happens (ISO 59020 A.3.4); per scenario where there are
    several.
    """

    mass_kg: Decimal | None
    secondary_kg: Decimal | None
    raw_recycled_in: Decimal | None
    recycled_in: Decimal | None
    to_recycling: Value
    share_out_of_range: bool
    mass_sources_differ: bool


def circularity(epd: Epd) -> EpdCircularity:
    """SM(A1–A3) ÷ mass and ΣMFR(C1–C4) ÷ mass. SM in D and MFR of the making are not counted."""
    mass = mass_of(epd)
    secondary = making(epd, "SM")
    raw = None
    with localcontext(EXACT):
        if mass.kg and secondary is not None:
            raw = secondary / mass.kg
        out = {
            scenario: None if kg is None or not mass.kg else kg / mass.kg
            for scenario, kg in end_of_life(epd, "MFR").items()
        }
    beyond = raw is not None and raw > ONE
    return EpdCircularity(
        mass.kg, secondary, raw, None if beyond else raw, shown(out), beyond, mass.sources_differ
    )


def end_of_life(epd: Epd, indicator: str) -> dict[str, Decimal | None]:
    """The sum over C1–C4 per scenario. A value without a scenario holds for all; undeclared modules add nothing."""
    modules = epd.indicators.get(indicator, {})
    found = [modules.get(one, {}) for one in END_OF_LIFE]
    named = list(dict.fromkeys(scenario for one in found for scenario in one if scenario)) or [""]
    sums: dict[str, Decimal | None] = {}
    for scenario in named:
        known = [amount for one in found if (amount := one.get(scenario, one.get(""))) is not None]
        sums[scenario] = sum(known, ZERO) if known else None
    return sums


@dataclass(frozen=True, slots=True)
class Total:
    """kg CO2e. Module D stands for itself and is never in the total without being named; `undeclared` are left out."""

    modules: Mapping[str, Decimal | None]
    excluding_d: Decimal
    including_d: Decimal
    undeclared: tuple[str, ...]


def total(
    modules: Mapping[str, Decimal | None],
    quantity: Decimal | None = None,
    unit: str = "",
    declared_amount: Decimal = ONE,
    declared_unit: str = "",
) -> Total:
    """Modules × quantity ÷ declared amount. Refuses two units that differ: no conversion is guessed."""
    if unit and declared_unit and unit != declared_unit:
        raise UnitMismatch(one=unit, other=declared_unit, where="")
    above_zero({"declared_amount": declared_amount})
    with localcontext(EXACT):
        times = ONE if quantity is None else quantity / declared_amount
        scaled = {name: None if amount is None else amount * times for name, amount in modules.items()}
        known = [(name, amount) for name, amount in scaled.items() if amount is not None]
        whole = sum((amount for _, amount in known), ZERO)
        without = sum((amount for name, amount in known if name != "D"), ZERO)
    return Total(scaled, without, whole, tuple(name for name, amount in scaled.items() if amount is None))


def conservative(typical: Decimal, factor: Decimal) -> Decimal:
    """A generic value made cautious: typical × factor."""
    with localcontext(EXACT):
        return typical * factor


def site_waste(making: Decimal, transport: Decimal, waste_factor: Decimal) -> Decimal:
    """A5.1: what is wasted on site was made and carried too: (waste factor − 1) × (A1–A3 + A4)."""
    with localcontext(EXACT):
        return (waste_factor - ONE) * (making + transport)


def added(one: Epd, other: Epd) -> None:
    """Refuses two declarations whose climate indicators are of different kinds (Incompatible)."""
    if one.climate != other.climate:
        raise Incompatible(
            one=f"{one.climate} ({one.basis})", other=f"{other.climate} ({other.basis})", where=other.name
        )


def per_unit(epd: Epd, quantity: Decimal) -> Epd:
    """The same declaration for another quantity of its unit."""
    with localcontext(EXACT):
        times = quantity / epd.amount
        scaled = {
            name: {
                module: {
                    scenario: None if amount is None else amount * times for scenario, amount in found.items()
                }
                for module, found in modules.items()
            }
            for name, modules in epd.indicators.items()
        }
    return replace(epd, amount=quantity, indicators=scaled)
