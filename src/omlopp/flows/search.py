"""The walk of a question: workspace → index → answer; and of a hit: store → notice with its passages → explanation."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from omlopp.library.workspace import home
from omlopp.notices.explanation import Explanation
from omlopp.notices.filters import Filters
from omlopp.notices.search import build, stored
from omlopp.notices.search.errors import NoSuchNotice
from omlopp.notices.search.find import PAGE, Answer, Market, Reach, Sort
from omlopp.notices.search.similar import Similar

Told = Callable[[int, int, int], None]


def market_folder() -> Path:
    """The workspace's own Parquet store; it may not exist yet."""
    return home() / "market"


def index(market: Path | None = None, told: Told | None = None) -> build.Built:
    """Bring the search index up to the store. Raises NoStore, BeingBuilt."""
    folder = market or market_folder()
    return build.build(folder, folder / "search", told)


@cache
def market(folder: Path) -> Market:
    return Market(folder / "search")


def find(
    filters: Filters, *, page: int = 1, sort: Sort = "best", size: int = PAGE, facets: bool = True,
    published: bool = False, reach: Reach = "", folder: Path | None = None,
) -> Answer:  # fmt: skip
    """A page of hits. `published`: without documents that somebody uploaded. `reach`: see Market.find.

    Raises a CannotAsk for words that cannot be looked for, and NoIndex.
    """
    place = market(folder or market_folder())
    return place.find(
        filters, page=page, sort=sort, size=size, facets=facets, published=published, reach=reach
    )


def buyer_named(key: str, folder: Path | None = None) -> str:
    """The name of a buyer by the value of its facet; "" when unknown."""
    return market(folder or market_folder()).buyer_named(key)


def card(key: str, folder: Path | None = None) -> dict[str, Any]:
    """What the index keeps of a notice. Raises NoSuchNotice, NoIndex."""
    return market(folder or market_folder()).card(key)


def similar(found: dict[str, Any], folder: Path | None = None) -> tuple[Similar, ...]:
    return market(folder or market_folder()).similar(found)


def of_procedure(found: dict[str, Any], folder: Path | None = None) -> list[dict[str, Any]]:
    return market(folder or market_folder()).of_procedure(found)


def explained(key: str, folder: Path | None = None) -> Explanation:
    """The full explanation of a notice of the store. Raises NoSuchNotice when it has gone."""
    place = folder or market_folder()
    known = market(place).card(key)
    found = stored.explanation(place, known["part"], known["file"])
    if found is None:
        raise NoSuchNotice(key=key[:40])
    return found
