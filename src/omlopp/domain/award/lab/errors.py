"""What the lab refuses. Sentences stand in library/messages/award_lab.yaml."""

from omlopp.domain.award.errors import AwardError


class MarketNotAllowed(AwardError):
    """A market that cannot be drawn: no price, shares that do not sum to 1, or a spread below zero."""

    code = "lab-market-not-allowed"


class NoExpectedPrice(AwardError):
    """Neither bids nor an expected price: there is nothing to draw around."""

    code = "lab-no-expected-price"
