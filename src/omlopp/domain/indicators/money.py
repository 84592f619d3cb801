"""Computed indicators of money and impact: environmental cost, savings of reuse, cost of service, value."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from omlopp.domain.indicators import cff as formula
from omlopp.domain.indicators import reuse
from omlopp.domain.indicators.checked import ONE, ZERO, above_zero, not_below_zero
from omlopp.domain.indicators.errors import DisplacementNotShown, Incompatible, InputMissing, OutOfRange
from omlopp.domain.indicators.found import Found, Given, beside, known_in_full, needed, share_of
from omlopp.domain.model.exact import EXACT

# Climate total or its sub-rows, never both.
SUB_ROWS = {"GWP-total": ("GWP-fossil", "GWP-biogenic", "GWP-luluc")}


def mki(given: Given) -> Found:
    """Σ impact × weight, in EUR of the set's price level. An impact nobody declared is missing, not 0.

    Refuses the climate total together with its sub-rows (Incompatible).
    """
    impacts = dict(given.whole)
    for total, subs in SUB_ROWS.items():
        told = [impacts.pop(name) for name in subs if impacts.get(name) is not None]
        if not told:
            continue
        if impacts.get(total) is not None:
            raise Incompatible(one=total, other=", ".join(subs), where="inputs")
        if len(told) == len(subs):
            with localcontext(EXACT):
                impacts[total] = sum((kg for kg in told if kg is not None), ZERO)
    for name in given.weights:
        _finite(name, impacts.get(name))
    known = {name: impacts[name] for name in given.weights if impacts.get(name) is not None}
    with localcontext(EXACT):
        parts = {
            name: amount * given.weights[name].value for name, amount in known.items() if amount is not None
        }
        value = sum(parts.values(), ZERO) if parts else None
        completeness = Decimal(len(known)) / len(given.weights)
    missing = tuple(name for name in given.weights if name not in known)
    unsure = any(given.weights[name].mark == "unverified" for name in known)
    return Found(
        value, value if not missing else None, value if not missing else None, completeness, "impacts",
        parts=parts, missing=missing, warnings=("weights_unverified",) if unsure else (),
        marks={name: given.weights[name].mark for name in known},
    )  # fmt: skip


def _finite(name: str, amount: Decimal | None) -> None:
    if amount is not None and not amount.is_finite():
        raise OutOfRange(fields=(name,))


def cff(given: Given) -> Found:
    """The material part of the Circular Footprint Formula × mass. A term without its values makes the sum unknown."""
    names = ("A", "E_V", "E_rec", "E_recEoL", "E_V_star", "Qsin_over_Qp", "Qsout_over_Qp")
    a, virgin, recycled, after, replaced, quality_in, quality_out = (given.one(name) for name in names)
    r1, r2, mass = needed(given.whole, "R1", "R2", "mass_kg")
    not_below_zero({"mass_kg": mass})
    found = formula.footprint(
        formula.Formula(a, r1, r2, virgin, recycled, after, replaced, quality_in, quality_out)
    )
    parts = {"M1": found.virgin, "M2": found.recycled, "M3": found.after, "per_kg": found.per_kg}
    if found.per_kg is None:
        missing = tuple(name for name in names if given.one(name) is None)
        return Found(None, None, None, ZERO, "terms", beside(given), parts, missing)
    with localcontext(EXACT):
        return known_in_full(found.per_kg * mass, "terms", beside=beside(given), parts=parts)


def avoided(given: Given) -> Found:
    """kg CO2e that reuse saved net, pieces times. The displacement rate and the remaining life are never supposed.

    A rate of 1 is refused (DisplacementNotShown) unless a request for new ones was withdrawn (`request_withdrawn` 1).
    """
    names = (
        "pieces",
        "new_kgco2e",
        "new_life_years",
        "remaining_life_years",
        "displacement_rate",
        "reuse_kgco2e",
    )
    pieces, new, life, remaining, rate, cost = needed(given.whole, *names)
    not_below_zero({"pieces": pieces})
    if rate == ONE and not given.one("request_withdrawn"):
        raise DisplacementNotShown(rate=rate)
    old_use, new_use = given.one("use_old_kgco2e_per_year"), given.one("use_new_kgco2e_per_year")
    if (old_use is None) != (new_use is None):
        name = "use_old_kgco2e_per_year" if old_use is None else "use_new_kgco2e_per_year"
        raise InputMissing(fields=(name,), where="inputs")
    found = reuse.net_saving(
        reuse.ReusedItem(new, life, remaining, rate, cost, old_use or ZERO, new_use or ZERO)
    )
    with localcontext(EXACT):
        parts: dict[str, Decimal | None] = {
            "displaced_kgco2e": found.displaced_kgco2e * pieces, "reuse_kgco2e": found.reuse_kgco2e * pieces,
            "use_penalty_kgco2e": found.use_penalty_kgco2e * pieces, "needed_displacement": found.needed_displacement,
        }  # fmt: skip
        value = found.saved_kgco2e * pieces
    return Found(
        value, value, value, ONE, "inputs", beside(given), parts,
        assumed=("use_phase_equal",) if old_use is None else (),
        warnings=("saves_nothing",) if value <= 0 else (),
    )  # fmt: skip


def cost_per_year(given: Given) -> Found:
    """(purchase + running × years + taking leave − what it is worth then) ÷ (years × pieces), undiscounted SEK."""
    purchase, running, worth, years, pieces = needed(
        given.whole, "purchase_sek", "running_sek_per_year", "worth_after_sek", "service_years", "pieces"
    )
    leave = given.one("disposal_sek")
    above_zero({"service_years": years, "pieces": pieces})
    not_below_zero(
        {
            "purchase_sek": purchase,
            "running_sek_per_year": running,
            "worth_after_sek": worth,
            "disposal_sek": leave,
        }
    )
    with localcontext(EXACT):
        whole = purchase + running * years + (leave or ZERO) - worth
        value = whole / (years * pieces)
    parts: Mapping[str, Decimal | None] = {"whole_sek": whole, "service_years": years}
    if leave is None:
        return Found(value, value, None, None, "costs", beside(given), parts, ("disposal_sek",))
    return known_in_full(value, "costs", beside=beside(given), parts=parts)


def recirculated_value(given: Given) -> Found:
    """The C metric: value of recirculated parts ÷ value of all parts, with own labour as a part of its own."""
    found = share_of(given, "recirculated_sek", "value_sek")
    value = given.sum("value_sek")
    return Found(
        found.value, found.low, found.high, found.completeness, found.of,
        beside(given) | {"value_sek": value}, missing=found.missing,
    )  # fmt: skip


def net_energy(given: Given) -> Found:
    """(renewable in − renewable out) ÷ (all in − all out), in kWh."""
    names = ("renewable_in_kwh", "renewable_out_kwh", "all_in_kwh", "all_out_kwh")
    ren_in, ren_out, all_in, all_out = needed(given.whole, *names)
    not_below_zero(dict(zip(names, (ren_in, ren_out, all_in, all_out), strict=True)))
    above_zero({"all_in_kwh − all_out_kwh": all_in - all_out})
    if not ZERO <= ren_in - ren_out <= all_in - all_out:
        raise OutOfRange(fields=("renewable_in_kwh", "renewable_out_kwh"))
    with localcontext(EXACT):
        value = (ren_in - ren_out) / (all_in - all_out)
    return known_in_full(
        value, "kwh", beside={"kwh": all_in - all_out}, parts={"net_renewable_kwh": ren_in - ren_out}
    )
