"""That somebody looked at bids while they are still secret, noted alike from every page that shows any of them."""

from omlopp.web.pages import Place
from omlopp.web.records.actions.bids import look_at_bids


def note_looking(here: Place, what: str = "") -> None:
    """A line in the log, where there are bids and the award is undecided. `what`: the page, never a bidder's name."""
    if here.value.bids and here.row.outcome == "open":
        look_at_bids(by=here.user, procurement=here.row, what=what)
