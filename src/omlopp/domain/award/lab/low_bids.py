"""S13: a screen for low bids asks a question. How often does it ask an honest bidder, and how often does it
miss a bid that is too low?"""

from collections.abc import Sequence

import numpy as np

from omlopp.domain.award.lab.arrays import Bools, Fields, Floats
from omlopp.domain.award.lab.found import Found, first_where, not_applicable, share_found
from omlopp.domain.model.award import AwardModel, LowBidQuestion

TOO_LOW = 0.6  # a planted bid asks 60 per cent of its honest price: nobody can deliver at that
HIGH_ALLY = 3.0  # a ring's bid at three times the highest, which lifts a mean
SERIOUS_ALARM, SERIOUS_MISS = 0.10, 0.30


def asked(rules: Sequence[LowBidQuestion], prices: Floats) -> Bools:
    """Which bids the rules ask about: (bids, fields). As `domain.award.prepare.questions`, equality
    included."""
    found: Bools = np.zeros(prices.shape, np.bool_)
    for rule in rules:
        limit = 1 - float(rule.under_share)
        if rule.compared_with == "estimate":
            if rule.estimate is not None:
                found |= prices <= limit * float(rule.estimate)
        elif len(prices) > 1 and rule.compared_with == "mean_of_others":
            others = (prices.sum(axis=0) - prices) / (len(prices) - 1)
            found |= prices <= limit * others
        elif len(prices) > 1:
            order = np.argsort(prices, axis=0)
            ranked = np.take_along_axis(prices, order, axis=0)
            above = np.concatenate([ranked[1:], np.full((1, prices.shape[1]), -np.inf)])
            hit = ranked <= limit * above
            spread = np.empty_like(hit)
            np.put_along_axis(spread, order, hit, axis=0)
            found |= spread
    return found


def low_bid_screen(model: AwardModel, fields: Fields) -> tuple[Found, ...]:
    """False alarms: honest fields in which somebody is asked. Misses: a bid at TOO_LOW of its price that
    nobody is asked about.

    A third Found: misses when an ally of the low bidder bids so high that a mean rises – or false alarms that
    it makes.
    """
    rules = model.low_bid_questions
    if not rules:
        return (not_applicable("S13", "no_screen"),)
    prices = fields.prices.astype(np.float64)
    alarm = asked(rules, prices)
    anybody: Bools = np.any(alarm, axis=0)
    planted = prices.copy()
    planted[0] *= TOO_LOW
    missed: Bools = ~asked(rules, planted)[0]
    lifted = np.concatenate([prices, HIGH_ALLY * prices.max(axis=0, keepdims=True)])
    pushed: Bools = np.any(asked(rules, lifted)[:-1], axis=0) & ~anybody
    per_bid = float(alarm.mean())
    questions: tuple[tuple[str, Bools, float], ...] = (
        ("false_alarm", anybody, SERIOUS_ALARM),
        ("missed", missed, SERIOUS_MISS),
        ("pushed", pushed, SERIOUS_ALARM),
    )
    found: list[Found] = []
    for variant, happened, limit in questions:
        share, error, of = share_found(happened)
        facts = {"per_bid": per_bid, "too_low": TOO_LOW, "ally": HIGH_ALLY, "field": first_where(happened)}
        found.append(
            Found("S13", variant, share, error, of, "share", facts, (), None, share > limit, about=variant)
        )
    return tuple(found)
