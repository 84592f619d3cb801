"""What the lab refuses. Sentences stand in library/messages/lab.yaml."""

from omlopp.domain.award.errors import AwardError


class MarketNotAllowed(AwardError):
    """A market that cannot be drawn: no price, shares that do not sum to 1, or a spread below zero."""

    code = "lab-market-not-allowed"


class LabStopped(AwardError):
    """A person stopped the run; what was done stays."""

    code = "lab-stopped"
