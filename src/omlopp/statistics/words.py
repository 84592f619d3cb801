"""The sentences of the published tables, Swedish and English: library/messages/market.yaml."""

from decimal import Decimal
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import number, percent_short

LANGUAGES = ("sv", "en")


def say(key: str, **facts: Any) -> Text:
    """The sentence `market.<key>` in both languages. Whole numbers get their thousands spaced; see `Percent`."""
    made = []
    for language in LANGUAGES:
        shown = {name: _shown(fact, language) for name, fact in facts.items()}
        made.append(keyed(f"market.{key}", shown, language))
    return Text(*made)


def known(key: str) -> bool:
    return f"market.{key}" in sentences()


class Percent(float):
    """A share that a sentence shows as per cent."""


def _shown(fact: Any, language: str) -> Any:
    if isinstance(fact, Percent):
        return percent_short(fact, language)
    if isinstance(fact, int) and not isinstance(fact, bool):
        return number(fact, language=language)
    if isinstance(fact, float):
        return number(Decimal(str(round(fact, 2))), language=language, decimals=2)
    return fact
