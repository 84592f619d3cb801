"""A computed indicator in words: the value with what it is a share of, how much is known, and where it comes from."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from omlopp.domain.indicators.found import Found
from omlopp.domain.indicators.result import Result
from omlopp.domain.indicators.uncertain import Compared, Interval
from omlopp.domain.model.indicators import Indicator
from omlopp.library.load import library
from omlopp.library.messages import keyed
from omlopp.library.numbers import day, number, percent

WHOLE_SHARE = Decimal(1)


def as_plain(result: Result) -> dict[str, Any]:
    """Everything, for programs; numbers as text with every digit."""
    return asdict(result)


def result_lines(result: Result, language: str) -> list[str]:
    """What was found, sentence by sentence. A percentage stands with tonnes and pieces, known or not."""
    card = library().indicators[result.indicator]
    found = result.found
    head = card.name.within(language)
    if result.stage is not None:
        head += f" – {keyed(f'indicator.stage.{result.stage.value}', {}, language)}"
    return [
        head,
        "  " + value_line(card, found, language),
        *(f"  {line}" for line in _about(card, found, language)),
        *(f"  {line}" for line in _provenance(result, language)),
    ]


def value_line(card: Indicator, found: Found, language: str) -> str:
    """`31 % av levererade kg (4 ton, 300 artiklar)`; the words for unknown where there is no value."""
    if found.value is None:
        return keyed("indicator.unknown", {}, language)
    if not card.is_share:
        return _amount(found.value, card.unit.within(language), language)
    return _share(found.value, card, language) + " " + _base(found, language)


def _amount(value: Decimal, unit: str, language: str) -> str:
    """Four digits that say something, also of small numbers."""
    size = value.adjusted() if value else 0
    if not -9 <= size < 20:  # no mass and no sum of money: shown as it was written
        return f"{value:.3E} {unit}".rstrip()
    return number(value, unit, language, decimals=None if size >= -1 else min(12, 3 - size))


def _share(value: Decimal, card: Indicator, language: str) -> str:
    of = card.unit.within(language)
    for opening in ("andel av ", "share of "):
        of = of.removeprefix(opening)
    if of == "kg":
        of = card.inputs[1].name.within(language).casefold()
    return percent(value, of, language)


def _base(found: Found, language: str) -> str:
    said = []
    for name, amount in found.beside.items():
        if amount is None:
            said.append(keyed(f"indicator.beside.{name}.unknown", {}, language))
        else:
            said.append(keyed(f"indicator.beside.{name}", {"amount": amount}, language))
    return f"({', '.join(said)})"


def _about(card: Indicator, found: Found, language: str) -> Iterator[str]:
    if found.completeness is None:
        yield keyed("indicator.completeness.unknown", {}, language)
    elif found.completeness < WHOLE_SHARE:
        of = next((one.name.within(language).casefold() for one in card.inputs if one.id == found.of), "")
        facts = {
            "percent": found.completeness * 100,
            "of": of or keyed(f"indicator.of.{found.of}", {}, language),
        }
        yield keyed("indicator.completeness", facts, language)
    else:
        yield keyed("indicator.completeness.whole", {}, language)
    if found.low != found.high:
        ends = [_end(one, card, language) for one in (found.low, found.high)]
        yield keyed("indicator.between", {"low": ends[0], "high": ends[1]}, language)
    if found.missing:
        names = {one.id: one.name.within(language) for one in card.inputs}
        yield keyed("indicator.missing", {"names": [names.get(one, one) for one in found.missing]}, language)
    for code in found.assumed:
        yield keyed(f"impact.assumed.{code}", {}, language)
    for code in found.warnings:
        yield keyed(f"impact.warning.{code}", {}, language)
    parts = {name: value for name, value in found.parts.items() if value is not None}
    if parts:
        shown = [f"{name} {_amount(value, '', language)}" for name, value in parts.items()]
        yield keyed("indicator.parts", {"parts": "; ".join(shown)}, language)
    if found.marks:
        marks = library().names
        told = [f"{name} ({marks.of('certainty', mark, language)})" for name, mark in found.marks.items()]
        yield keyed("indicator.marks", {"marks": "; ".join(told)}, language)


def _end(value: Decimal | None, card: Indicator, language: str) -> str:
    if value is None:
        return keyed("indicator.no_bound", {}, language)
    return (
        _share(value, card, language)
        if card.is_share
        else _amount(value, card.unit.within(language), language)
    )


def _provenance(result: Result, language: str) -> Iterator[str]:
    if result.measured_on is not None or result.source:
        on = day(result.measured_on, language) if result.measured_on else "–"
        facts = {"on": on, "source": result.source or "–", "proof": result.proof or "–"}
        yield keyed("indicator.measured", facts, language)
    if result.pedigree:
        scores = ", ".join(f"{name} {score}" for name, score in result.pedigree.items())
        yield keyed("indicator.pedigree", {"scores": scores}, language)
    for one in result.factors:
        facts = {name: "–" if fact in (None, "") else str(fact) for name, fact in asdict(one).items()}
        yield keyed("indicator.factor", facts, language)
    yield keyed("indicator.hashes", {"rules": result.rules, "inputs": result.inputs}, language)


def compared_lines(file: Any, language: str) -> list[str]:
    """An offer against its baseline (`flows.indicators.ComparedFile`)."""
    found: Compared = file.compared
    unit = file.unit
    lines = [file.name]
    for side in ("offer", "baseline", "saved"):
        facts = _interval(getattr(found, side), unit, language)
        lines.append("  " + keyed(f"indicator.compared.{side}", facts, language))
    chance = Decimal(found.better * 100).quantize(Decimal("0.1"))
    said = {"percent": chance, "draws": Decimal(found.draws), "seed": str(found.seed)}
    lines.append("  " + keyed("indicator.compared.better", said, language))
    shared = ", ".join(found.shared) or "–"
    assumed = {"shared": shared, "correlation": Decimal(repr(found.correlation))}
    lines.append("  " + keyed("indicator.compared.assumed", assumed, language))
    for id, weight in sorted(found.weight_of.items(), key=lambda pair: -pair[1]):
        if weight >= 0.01:
            share = Decimal(weight * 100).quantize(Decimal(1))
            lines.append(
                "  " + keyed("indicator.compared.weight", {"factor": id, "percent": share}, language)
            )
    for one in file.factors:
        named = {name: "–" if fact in (None, "") else str(fact) for name, fact in asdict(one).items()}
        lines.append("  " + keyed("indicator.factor", named, language))
    lines.append("  " + keyed("indicator.hashes", {"rules": file.rules, "inputs": file.inputs}, language))
    return lines


def _interval(of: Interval, unit: str, language: str) -> dict[str, str]:
    return {
        name: _amount(_four_digits(getattr(of, name)), unit, language) for name in ("low", "median", "high")
    }


def _four_digits(value: float) -> Decimal:
    """A drawn number has no more than four digits to show."""
    return Decimal(f"{value:.4g}")
