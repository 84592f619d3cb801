"""Bids of the whole source as they would be with a county's own advertising databases.

The number of bids is known for procurements with an award notice, and how often there is one depends on the database.
A county that uses other databases than the rest of the country may differ for that reason alone: so the rest is
weighed as the county's procurements are spread.
"""

from collections import Counter
from dataclasses import dataclass
from statistics import mean

from omlopp.statistics.supply import Lot, Market


@dataclass(frozen=True, slots=True)
class Alike:
    """`bids`: mean number of bids by procurement; `single_share`: 0–1, by procurement (the mean within each first).

    `platforms`: the county's databases, the most used first.
    """

    platforms: tuple[str, ...]
    bids: float
    single_share: float


def alike(of: Market, county: str) -> Alike | None:
    """The rest of the source, each database weighed as in the county.

    None where the county has no known bids, where a database is not told, or where nobody else has used one of them.
    """
    by: dict[str, list[Lot]] = {}
    for lot in of.lots:
        by.setdefault(lot.procurement, []).append(lot)
    here: Counter[str] = Counter()
    rest: dict[str, list[tuple[float, float]]] = {}
    for name, lots in by.items():
        procurement = of.procurements[name]
        if procurement.county == county:
            here[procurement.platform] += 1
        else:
            single = mean(lot.bids == 1 for lot in lots)
            rest.setdefault(procurement.platform, []).append((mean(lot.bids for lot in lots), single))
    if not here or "" in here or not rest.keys() >= here.keys():
        return None
    bids, single = (
        sum(count * mean(each[place] for each in rest[platform]) for platform, count in here.items())
        / here.total()
        for place in (0, 1)
    )
    return Alike(tuple(name for name, _ in here.most_common()), bids, single)
