"""Everything a publication is made from. It stands in `flows.portfolio_base`, below what reckons and what publishes."""

from omlopp.flows.portfolio_base import Base, Entry

__all__ = ["Base", "Entry"]
