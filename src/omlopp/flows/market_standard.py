"""What the market says of a criterion: how many already ask it. Computed when shown, never written down."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from omlopp.domain.model.criteria import Criterion, MarketStandard
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.library.detection import concepts
from omlopp.library.load import library
from omlopp.statistics.market_standard import concepts_of
from omlopp.statistics.market_standard import market_standard as counted_standard
from omlopp.statistics.rows import MarketFound
from omlopp.statistics.store import Store, has_store, open_store


class UnknownCriterion(OmloppError):
    """Facts: criterion."""

    code = "market.unknown_criterion"


def market_standard(
    store: Store, criterion: Criterion | str, *, country: str = "", years: int | None = None
) -> MarketFound:
    """How many comparable procurements already ask what a criterion asks. Raises UnknownCriterion."""
    if isinstance(criterion, str):
        known = library().criteria.get(criterion)
        if known is None:
            raise UnknownCriterion(criterion=criterion)
        criterion = known
    return counted_standard(store, criterion, country=country, years=years)


def standard_now(criterion: Criterion, path: Path | None = None) -> MarketFound | None:
    """The same from the workspace's store; None when nothing has been read there. Nothing is written to the library."""
    if not has_store(path):
        return None
    store = open_store(path)
    if library().criteria.get(criterion.id) == criterion:
        return _kept(store, criterion.id)
    return counted_standard(store, criterion)


def concepts_asked(criterion: Criterion) -> tuple[tuple[str, Text], ...]:
    """The concepts of notices that mean what the criterion asks, by id and name: what to search the market for."""
    known = concepts()
    return tuple(
        (id, Text(known[id].sv, known[id].en)) for id in sorted(concepts_of(criterion)) if id in known
    )


def as_market_knows(criterion: Criterion, path: Path | None = None) -> Criterion:
    """The criterion as it is shown: where the library says "not yet known" and something has been read, the computed
    figure stands in its place. Only the copy that is shown changes, never the library
    and never what a procurement has chosen.
    """
    found = standard_now(criterion, path) if criterion.market.above == "not_yet_known" else None
    if found is None or not found.of:
        return criterion
    because = found.says
    if found.above == "not_yet_known":  # what the library knows of why still holds
        kept = criterion.market.because
        because = Text(f"{found.says.sv} {kept.sv}", f"{found.says.en} {kept.en}")
    return replace(criterion, market=MarketStandard(found.above, because))


@lru_cache(maxsize=256)
def _kept(store: Store, criterion: str) -> MarketFound:
    return market_standard(store, criterion)


def forget_standards() -> None:
    """Drop what is kept of an older store."""
    _kept.cache_clear()
