"""The footprint of what was bought, by one factor set at a time.

It ranks product groups; it judges no offer and follows no contract.

Sums are brought to the factor's year in SEK, then exchanged at the rate of that year. A footprint is linear in
the sums, so it is taken from a group's sum of a year and not row by row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from omlopp.domain.footprint.lines import deflate
from omlopp.domain.indicators.errors import Incompatible
from omlopp.domain.model.exact import EXACT
from omlopp.library.factors import Factor, FactorSet, Price, price
from omlopp.library.spend import groups
from omlopp.spend.screening import Bought

CPI = "cpi_se"
UNIT = "kg CO2e"
SERIES = {"EUR": "sek_per_eur", "USD": "sek_per_usd"}


@dataclass(frozen=True, slots=True)
class Footprint:
    """kg CO2e of a product group. `low`, `high`: the factor's range, None where the set has none.

    `years_without`: SEK whose year or price index is not known, taken as they are.
    """

    group: str
    key: str
    sek: Decimal
    kgco2e: Decimal
    low: Decimal | None
    high: Decimal | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Footprints:
    """All groups by one set. `assumed`: what was supposed on the way, as codes of sentences with their facts.

    `without`: groups that the set has no factor for; they are not zero.
    """

    set: FactorSet
    of: tuple[Footprint, ...]
    without: tuple[str, ...]
    assumed: tuple[tuple[str, Mapping[str, object]], ...] = field(default_factory=tuple)

    @property
    def kgco2e(self) -> Decimal:
        return sum((one.kgco2e for one in self.of), Decimal(0))

    def by_group(self) -> dict[str, Footprint]:
        return {one.group: one for one in self.of}


def footprints(bought: Sequence[Bought], by: FactorSet) -> Footprints:
    """Raises Incompatible where the set's factors are not per unit of money, or no exchange rate of its year is
    known.
    """
    card = by.card
    if not card.currency:
        raise Incompatible(one="SEK", other=card.per, where=by.id)
    if card.unit != UNIT:
        raise Incompatible(one=UNIT, other=card.unit, where=by.id)
    rate = Price(Decimal(1), card.year, "", False)
    if card.currency != "SEK":
        found = price(SERIES.get(card.currency, ""), card.year)
        if found is None:
            raise Incompatible(one="SEK", other=f"{card.currency} {card.year}", where=by.id)
        rate = found
    assumed: dict[tuple[str, str], dict[str, object]] = {}
    if rate.recalled:
        assumed["factors.assumed.rate-recalled", card.currency] = {
            "currency": card.currency, "year": card.year, "rate": rate.value, "source": rate.source,
        }  # fmt: skip
    known = groups()
    made: list[Footprint] = []
    without: list[str] = []
    for one in bought:
        group = known[one.group]
        key = group.keys.get(card.keyed_by, "")
        factor = by.factors.get(key)
        if factor is None:
            without.append(one.group)
            continue
        with localcontext(EXACT):
            units = sum(
                (
                    at_price_level(cell.sek, year, card.year, assumed) / rate.value
                    for year, cell in one.years.items()
                ),
                Decimal(0),
            )
            made.append(_footprint(one, key, factor, units, group.confidence))
    made.sort(key=lambda each: (-each.kgco2e, each.group))
    return Footprints(
        by, tuple(made), tuple(without), tuple((code, facts) for (code, _), facts in assumed.items())
    )


def _footprint(one: Bought, key: str, factor: Factor, units: Decimal, confidence: str) -> Footprint:
    low, high = (None if bound is None else units * bound for bound in (factor.low, factor.high))
    return Footprint(one.group, key, one.sum.sek, units * factor.value, low, high, confidence)


def at_price_level(
    amount: Decimal, year: int, wanted: int, assumed: dict[tuple[str, str], dict[str, object]] | None = None
) -> Decimal:
    """SEK of `year` in the prices of `wanted`, by the Swedish consumer price index.

    Year 0 is not known: the amount stays as it is. The index of the nearest year stands in for a missing one.
    Both are said.
    """
    said = {} if assumed is None else assumed
    if not year:
        facts = said.setdefault(("factors.assumed.no-year", ""), {"sek": Decimal(0), "year": wanted})
        facts["sek"] = Decimal(str(facts["sek"])) + amount
        return amount
    then, now = price(CPI, year), price(CPI, wanted)
    if then is None or now is None:
        return amount
    for asked, found in ((year, then), (wanted, now)):
        if found.year != asked:
            said["factors.assumed.index-of-another-year", str(asked)] = {"year": asked, "used": found.year}
    if then.year == now.year:
        return amount
    return deflate(amount, then.value, now.value)


def together(found: Iterable[Footprints]) -> Decimal:
    """kg CO2e over several footprints.

    Refuses sets of different kinds (Incompatible): price basis, currency, year or set.
    """
    first: Footprints | None = None
    whole = Decimal(0)
    for one in found:
        first = first or one
        if (one.set.basis, one.set.id) != (first.set.basis, first.set.id):
            raise Incompatible(one=named(first.set), other=named(one.set), where="kg CO2e")
        whole += one.kgco2e
    return whole


def named(one: FactorSet) -> str:
    """`epa_v1_3 (purchaser, USD 2022)`."""
    return f"{one.id} ({one.card.price_basis or one.card.per}, {one.card.currency} {one.card.year})".replace(
        ", )", ")"
    )
