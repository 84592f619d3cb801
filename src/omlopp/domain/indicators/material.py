"""Computed indicators of material: circularity, content, waste, substances, land."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from omlopp.domain.indicators import mci as circular
from omlopp.domain.indicators.balance import INFLOW, OUTFLOW, Balance, balances, class_share, sum_of
from omlopp.domain.indicators.checked import ONE, ZERO, fractions, not_below_zero
from omlopp.domain.indicators.errors import NothingToMeasure, PartsExceedWhole
from omlopp.domain.indicators.found import Found, Given, Part, Row, beside, needed, share
from omlopp.domain.model.exact import EXACT

FEEDSTOCK = ("recycled", "reused", "regrown")
AFTER = ("to_recycling", "to_reuse", "to_compost", "to_energy")
# A biological route counts only where its condition is shown: claim → the share it opens.
CLAIMS = {
    "regrown": "regrowth_shown",
    "to_compost": "safe_and_returned",
    "to_energy": "energy_conditions_met",
}


def mci(given: Given) -> Found:
    """The Material Circularity Indicator of the declared parts; between everything undeclared linear and restorative.

    A part is declared when each share is, and the efficiency of a recycling that is used. Biological shares without
    their condition shown count as linear. Without life and average life, X is supposed to be 1.
    """
    utility, assumed = _utility(given.whole)
    found, warnings, told = [], list[str](), []
    for row in given.each():
        low, high, declared, unshown = _materials(row)
        found.append((low, high, declared))
        warnings += ["biological_claim_not_shown"] if unshown else []
        told += [low.mass_kg] if declared else []
    known = [low for low, _, declared in found if declared]
    worst = circular.circularity([low for low, _, _ in found], utility)
    best = circular.circularity([high for _, high, _ in found], utility)
    own = circular.circularity(known, utility) if known else None
    with localcontext(EXACT):
        completeness = sum_of(told) / sum_of(low.mass_kg for low, _, _ in found)
    if own is not None and own.not_monotone:
        warnings.append("mci_not_monotone")
    parts: dict[str, Decimal | None] = {"X": utility}
    if own is not None:
        assert own.flow is not None
        flow = own.flow
        parts |= {
            "LFI": own.linear, "F_X": own.utility_factor, "V": flow.virgin_kg, "W_0": flow.to_landfill_kg,
            "W_F": flow.lost_before_kg, "W_C": flow.lost_after_kg, "W": flow.waste_kg, "unfloored": own.unfloored,
        }  # fmt: skip
    return Found(
        own.value if own else None, worst.value, best.value, completeness, "mass_kg", beside(given), parts,
        _silent(given, (*FEEDSTOCK, *AFTER)), assumed, tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def _silent(given: Given, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if any(row.get(name) is None for row in given.each()))


def _utility(whole: Row) -> tuple[Decimal, tuple[str, ...]]:
    life = (whole.get("life_years"), whole.get("average_life_years"))
    use = (whole.get("use"), whole.get("average_use"))
    assumed = [name for name, pair in (("life_is_average", life), ("use_is_average", use)) if None in pair]
    lived = (ONE, ONE) if None in life else life
    used = (ONE, ONE) if None in use else use
    assert lived[0] is not None and lived[1] is not None and used[0] is not None and used[1] is not None
    return circular.utility(lived[0], lived[1], used[0], used[1]), tuple(assumed)


def _materials(row: Row) -> tuple[circular.Materials, circular.Materials, bool, bool]:
    """At its worst, at its best, is it declared, and does it claim a biological route without showing it?"""
    (mass,) = needed(row, "mass_kg")
    told = {name: row.get(name) for name in (*FEEDSTOCK, *AFTER)}
    unshown = False
    for share_name, claim in CLAIMS.items():
        if told[share_name] and not row.get(claim):
            told[share_name], unshown = ZERO, True
    before, after = row.get("recycling_in"), row.get("recycling_out")
    fractions({**told, "recycling_in": before, "recycling_out": after})
    # Without its efficiency a recycling is known to happen, not what comes of it: the share is then undeclared.
    if told["recycled"] and before is None:
        told["recycled"] = None
    if told["to_recycling"] and after is None:
        told["to_recycling"] = None
    declared = None not in told.values()
    worst = {name: value or ZERO for name, value in told.items()}
    low = circular.Materials(
        mass, **worst, recycling_in=ONE if before is None else before, recycling_out=ONE if after is None else after
    )  # fmt: skip
    high = replace(
        low,
        reused=worst["reused"] + _room(told, worst, FEEDSTOCK),
        to_reuse=worst["to_reuse"] + _room(told, worst, AFTER),
    )
    return low, high, declared, unshown


def _room(told: Row, worst: dict[str, Decimal], names: tuple[str, ...]) -> Decimal:
    """What the undeclared shares could add to at the most."""
    with localcontext(EXACT):
        return ONE - sum_of(worst[name] for name in names) if None in [told[n] for n in names] else ZERO


def inflow_share(given: Given, name: str) -> Found:
    """m_class ÷ m_total of what comes in."""
    return replace(class_share(balances(given, "mass_kg", INFLOW), name), beside=beside(given))


def outflow_share(given: Given, name: str) -> Found:
    """m_class ÷ m_total of what went out in the period. Only what was traced counts, never a scenario."""
    found = class_share(balances(given, "out_mass_kg", OUTFLOW), name)
    return replace(found, beside=beside(given, "out_mass_kg", "out_pieces"))


def virgin(given: Given) -> Found:
    """kg that is neither reused, recycled nor renewable. Undeclared content could be none or all of it."""
    flows = balances(given, "mass_kg", INFLOW[:3])
    with localcontext(EXACT):
        full = [one for one in flows if None not in one.classes.values() or not one.unclaimed_kg]
        low, high = sum_of(one.unclaimed_kg for one in full), sum_of(one.unclaimed_kg for one in flows)
        whole = sum_of(one.total_kg for one in flows)
        if not whole:
            raise NothingToMeasure(fields=("mass_kg",))
        told = sum_of(one.total_kg for one in full) / whole
    value = low if full else None
    return Found(value, low, high, told, "mass_kg", beside(given), missing=_silent(given, INFLOW[:3]))


def cti(given: Given) -> Found:
    """% circularity: (m_in × circular share in + m_out × potential × actual recovery) ÷ (m_in + m_out)."""
    flows = balances(given, "mass_kg", INFLOW)
    entering = [Part(one.total_kg, sum_of(_told(one, INFLOW[:3])), _unsaid(one, INFLOW[:3])) for one in flows]
    leaving = []
    for row in given.each():
        (mass,) = needed(row, "out_mass_kg")
        possible, actual = row.get("recovery_potential"), row.get("actual_recovery")
        fractions({"recovery_potential": possible, "actual_recovery": actual})
        not_below_zero({"out_mass_kg": mass})
        with localcontext(EXACT):
            if possible is None or actual is None:
                # The one that is known is the most that can come back.
                most = min(one for one in (possible, actual, ONE) if one is not None)
                leaving.append(Part(mass, ZERO, mass * most))
            else:
                leaving.append(Part(mass, mass * possible * actual, ZERO))
    found = share([*entering, *leaving], "mass_kg")
    parts: dict[str, Decimal | None] = {}
    for name, some in (("circular_inflow_share", entering), ("circular_outflow_share", leaving)):
        known = [one for one in some if one.whole]
        parts[name] = share(known, "mass_kg").value if known else None
    missing = _silent(given, (*INFLOW[:3], "recovery_potential", "actual_recovery"))
    return replace(found, beside=beside(given), parts=parts, missing=missing)


def _told(flow: Balance, names: Sequence[str]) -> list[Decimal]:
    return [kg for name in names if (kg := flow.told(name)) is not None]


def _unsaid(flow: Balance, names: Sequence[str]) -> Decimal:
    """What one of the classes could still be."""
    return flow.unclaimed_kg if None in [flow.told(name) for name in names] else ZERO


TREATMENTS = ("prepared_for_reuse_kg", "recycled_kg", "energy_kg", "landfilled_kg")


def waste(given: Given) -> Found:
    """Share of the waste that was prepared for reuse or recycled; kg by treatment in `parts`. A waste stands once."""
    flows = balances(given, "waste_kg", TREATMENTS)
    kept = TREATMENTS[:2]
    rows = [Part(one.total_kg, sum_of(_told(one, kept)), _unsaid(one, kept)) for one in flows]
    found = share(rows, "waste_kg")
    of_class = class_share(flows, TREATMENTS[0]).parts
    dangerous = given.sum("hazardous_kg")
    whole = sum_of(one.total_kg for one in flows)
    not_below_zero({"hazardous_kg": dangerous})
    if dangerous is not None and dangerous > whole:
        raise PartsExceedWhole(fields=("hazardous_kg",), sum=dangerous, whole=whole)
    missing = tuple(name for name in (*TREATMENTS, "hazardous_kg") if given.sum(name) is None)
    parts = dict(of_class) | {"hazardous_kg": dangerous, "waste_kg": whole}
    return replace(found, beside=beside(given, "waste_kg"), parts=parts, missing=missing)


def hazardous(given: Given) -> Found:
    """Share of articles shown to be free of listed substances. What nobody declared is neither free nor not."""
    articles, declared, having = needed(
        given.whole, "articles", "declared_articles", "articles_with_hazardous"
    )
    not_below_zero({"articles": articles, "declared_articles": declared, "articles_with_hazardous": having})
    for part, whole, name in (
        (declared, articles, "declared_articles"),
        (having, declared, "articles_with_hazardous"),
    ):
        if part > whole:
            raise PartsExceedWhole(fields=(name,), sum=part, whole=whole)
    found = share([Part(articles, declared - having, articles - declared)], "articles")
    parts = {"free": declared - having, "with": having, "unknown": articles - declared}
    return replace(found, beside=beside(given) | {"pieces": articles}, parts=parts)


def land(given: Given) -> Found:
    """m²·year of land that the goods occupy, where a declaration or a factor says; m² transformed beside it."""
    told, silent, occupied, transformed = [], 0, list[Decimal](), list[Decimal]()
    for row in given.each():
        (quantity,) = needed(row, "quantity")
        per_unit, change = row.get("land_m2_year_per_unit"), row.get("land_transformed_m2_per_unit")
        not_below_zero(
            {"quantity": quantity, "land_m2_year_per_unit": per_unit, "land_transformed_m2_per_unit": change}
        )
        with localcontext(EXACT):
            if per_unit is None:
                silent += 1
            else:
                told.append(row)
                occupied.append(quantity * per_unit)
            transformed += [] if change is None else [quantity * change]
    value = sum_of(occupied) if told else None
    with localcontext(EXACT):
        completeness = Decimal(len(told)) / (len(told) + silent)
    return Found(
        value, value, None if silent else value, completeness, "rows", beside(given),
        {"land_transformed_m2": sum_of(transformed) if transformed else None},
        ("land_m2_year_per_unit",) if silent else (), warnings=() if told else ("not_measured",),
    )  # fmt: skip
