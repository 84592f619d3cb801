"""Who won what is like this procurement: size of firm and number of bids, in the county and in all of the source."""

from omlopp.flows.spend import statistics_at_hand
from omlopp.library.spend import group_of
from omlopp.statistics.supply import Supply, supply


def winners(county: str, cpv: tuple[str, ...]) -> tuple[Supply, ...]:
    """For each product group of the codes: the county, then all of the source. Empty without the registry's pack.

    `county`: NUTS 3 code, "" for none. A contract counts once for each firm that won in a lot.
    """
    source = statistics_at_hand(needed=False)
    if source is None:
        return ()
    groups = dict.fromkeys(group for code in cpv if (group := group_of(code)))
    places = [county, ""] if county else [""]
    return tuple(supply(source, place, group) for group in groups for place in places)
