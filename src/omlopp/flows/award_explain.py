"""Why the bids ended as they did: every step, the winner against each other bid, and the least that would have won."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.documents.trace import trace_sentence
from omlopp.documents.words import say
from omlopp.domain.award.advantages import Advantages, WouldHaveWon, advantages
from omlopp.domain.model.award import Bid
from omlopp.domain.model.text import Language
from omlopp.flows.award import Walked, evaluate_files
from omlopp.library.numbers import money, number


@dataclass(frozen=True, slots=True)
class Explained:
    """`against`: bid id → how the winner lies against it; `would`: bid id → what would have been enough. Empty where
    nobody won alone, or a bid was not compared.
    """

    walked: Walked
    against: Mapping[str, Advantages]
    would: Mapping[str, WouldHaveWon]


def explain_files(model_path: Path, bids_path: Path) -> Explained:
    """A model and bids to their explanation. Refuses what an evaluation refuses."""
    from omlopp.domain.award.lab.given import given
    from omlopp.domain.award.lab.least_change import least_changes

    walked = evaluate_files(model_path, bids_path)
    found, bids = walked.evaluation, {bid.id: bid for bid in walked.bids}
    if found.winner is None:
        return Explained(walked, {}, {})
    others = [bid for bid in found.rank if bid != found.winner]
    against = {bid: advantages(walked.model, found, bids, found.winner, bid) for bid in others}
    ready = given(walked.model, walked.bids)
    would = {one.bid: WouldHaveWon(one.price, one.levels) for one in least_changes(ready)}
    return Explained(walked, against, would)


def told(explained: Explained, language: Language) -> list[tuple[str, list[str]]]:
    """Heading and sentences: the whole field first, then bid by bid in order of rank."""
    walked = explained.walked
    found, model = walked.evaluation, walked.model
    parts: list[tuple[str, list[str]]] = []
    for bid in [
        None,
        *sorted(walked.bids, key=lambda bid: (found.rank.get(bid.id, len(walked.bids) + 1), bid.id)),
    ]:
        own = "" if bid is None else bid.id
        said = [trace_sentence(step, model, language) for step in found.trace if step.bid == own]
        if bid is not None and own in explained.against:
            said += _against(explained, bid, language)
        if said:
            parts.append((say("record.all_bids", language) if bid is None else bid.title, said))
    return parts


def _against(explained: Explained, bid: Bid, language: Language) -> list[str]:
    model, lies = explained.walked.model, explained.against[bid.id]
    winner = next(one.title for one in explained.walked.bids if one.id == explained.walked.evaluation.winner)
    rows = [] if lies.price_lead is None else [(say("letter.price_row", language), lies.price_lead, True)]
    rows += [
        (one.criterion.title, one.lead, lies.unit == "money")
        for one in lies.differences
        if not one.criterion.price
    ]
    said = [say("letter.advantages", language, winner=winner) + ":"]
    for name, lead, in_money in rows:
        shown = money(abs(lead), model.currency, language) if in_money else _points(abs(lead), language)
        key = "letter.equal" if not lead else "letter.winner_ahead_by" if lead > 0 else "letter.you_ahead_by"
        said.append(f"{name}: {say(key, language, amount=shown)}")
    would = explained.would.get(bid.id)
    if would is None:
        return said
    enough = (
        []
        if would.price is None
        else [say("letter.would_price", language, price=money(would.price, model.currency, language))]
    )
    for criterion_id, level in would.levels.items():
        criterion = model.criterion(criterion_id)
        text = criterion.level_texts.get(level) or level
        enough.append(say("letter.would_level", language, criterion=criterion.title, level=text))
    return [*said, say("letter.would", language) + ":", *(enough or [say("letter.would_nothing", language)])]


def _points(value: Decimal, language: Language) -> str:
    return say("letter.points", language, points=number(value, language=language))


def as_plain(explained: Explained, language: Language) -> dict[str, Any]:
    """The same as data, for programs."""
    found = explained.walked.evaluation
    return {
        "winner": found.winner,
        "tied": list(found.tied),
        "rank": dict(found.rank),
        "model_digest": found.model_digest,
        "explained": [{"about": head, "says": said} for head, said in told(explained, language)],
        "against": {
            bid: {
                "unit": lies.unit,
                "price_lead": lies.price_lead,
                "result_lead": lies.result_lead,
                "leads": {one.criterion.id: one.lead for one in lies.differences},
            }
            for bid, lies in explained.against.items()
        },
        "would_have_won": {
            bid: {"price": one.price, "levels": dict(one.levels)} for bid, one in explained.would.items()
        },
    }
