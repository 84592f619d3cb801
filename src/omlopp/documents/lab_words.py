"""An answer of the award lab as one sentence, with its number, its base and its uncertainty."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from omlopp.domain.award.lab.found import NORMAL_95, Found
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import money, number

MONEY = {
    "S3": ("low", "high"),
    "S4": ("needed",),
    "S6": ("room", "cost"),
    "S7": ("gain",),
    "S9": ("stated",),
    "S17": ("at_stake",),
}
PER_CENT = {
    "S3": ("stated",),
    "S4": ("cut_share",),
    "S5": ("spread",),
    "S6": ("markup", "wins", "wins_honest"),
    "S10": ("off",),
    "S13": ("too_low",),
    "S18": ("when_round",),
    "P10": ("stated", "real"),
}
IN_WEIGHTS = ("robust", "several")


def found_sentence(found: Found, currency: str, language: str) -> str:
    """One plain sentence; a test that does not apply says why."""
    if not found.applies:
        because = keyed(f"lab.because.{found.facts['because']}", {}, language)
        return keyed("lab.not_applicable", {"because": because}, language)
    facts: dict[str, Any] = dict(found.facts)
    for name in MONEY.get(found.test, ()):
        if name in facts:
            facts[name] = amount(facts[name], currency, language)
    for name in PER_CENT.get(found.test, ()):
        if name in facts:
            facts[name] = hundredths(facts[name], language)
    if found.test == "S11" and found.variant.startswith("money"):
        facts["step"] = money(Decimal(str(facts["step"])), currency, language)
    if found.test == "S2" and "least" in facts:
        facts["least"] = family_name(str(facts["least"]), language)
    if "weakest" in facts:
        facts["weakest"] = unknown_name(str(facts["weakest"]), language)
    facts = {name: _plain(value, language) for name, value in facts.items()}
    facts |= {
        "number": number_with_base(found, currency, language),
        "percent": hundredths(found.number, language),
        "of": number(found.of, language=language),
    }
    return keyed(found.says, facts, language)


def number_with_base(found: Found, currency: str, language: str) -> str:
    """`1,1 % av 100 000 simulerade upphandlingar (± 0,06 procentenheter)`; money with its margin; a count of
    how many."""
    base = keyed(f"lab.base.{found.base}", {}, language)
    of = number(found.of, language=language)
    if found.unit == "money":
        if found.error is None:
            return money(Decimal(repr(found.number)), currency, language)
        shown = amount(found.number, currency, language)
        margin = amount((found.error or 0) * NORMAL_95, currency, language)
        return (
            f"{shown} ({keyed('lab.number.money', {'margin': margin}, language)})" if found.error else shown
        )
    if found.unit == "points":
        margin = hundredths((found.error or 0) * NORMAL_95, language, decimals=2)
        facts = {"points": hundredths(found.number, language), "margin": margin}
        return keyed("lab.number.apart", facts, language)
    if found.unit == "count" or found.base in ("promises", "procurements"):
        share = 1 if found.unit == "count" else found.of
        count = number(round(found.number * share), language=language)
        return keyed("lab.number.count", {"count": count, "of": of, "base": base}, language)
    facts = {"percent": hundredths(found.number, language), "of": of, "base": base}
    if found.test == "S5" and found.error is None and found.variant in IN_WEIGHTS:
        return keyed("lab.number.box", facts | {"base": keyed("lab.base.box", {}, language)}, language)
    if not found.number and found.of > 1:
        return keyed("lab.number.none", facts, language)
    shown = keyed("lab.number.share", facts, language)
    if not found.error:
        return shown
    margin = hundredths(found.error * NORMAL_95, language, decimals=2)
    return f"{shown} ({keyed('lab.number.points', {'margin': margin}, language)})"


def family_name(family: str, language: str) -> str:
    """The formula's name in words where there is one, else its code."""
    entry: Mapping[str, str] = sentences().get(f"lab.family.{family}", {})
    return entry.get(language, family)


def unknown_name(what: str, language: str) -> str:
    """`value:energy` → the amount for energy."""
    kind, _, name = what.partition(":")
    return keyed(f"lab.unknown.{kind}", {"name": name}, language)


def amount(value: float | Decimal, currency: str, language: str) -> str:
    """Money as the lab tells it: whole kronor above a hundred, since the rest is noise."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not isinstance(value, Decimal) and abs(exact) >= 100:
        exact = exact.quantize(Decimal(1))
    return money(exact, currency, language)


def hundredths(share: float | Decimal, language: str, *, decimals: int | None = None) -> str:
    """A share as a number of per cent, at most one decimal, two where it is below one per cent."""
    per_cent = Decimal(str(share)) * 100
    places = decimals if decimals is not None else (2 if 0 < abs(per_cent) < 1 else 1)
    rounded = round(per_cent, places)
    whole = rounded == rounded.to_integral_value() and decimals is None
    return number(rounded, language=language, decimals=0 if whole else places)


def _plain(value: Any, language: str) -> Any:
    """Floats as the language writes them."""
    if isinstance(value, float):
        return number(round(Decimal(str(value)), 4), language=language)
    return value
