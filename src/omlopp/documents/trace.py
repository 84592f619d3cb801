"""A step of an evaluation as a sentence, with numbers as the language writes them."""

import re

from omlopp.domain.model.award import AwardModel, TraceStep
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import NBSP


def trace_sentence(step: TraceStep, model: AwardModel, language: str) -> str:
    """The sentence of library/messages/award.yaml for the step's rule; the variant `.text` where a level has a text.

    Numbers keep the decimals they have, at most four, so that what is printed can be computed again.
    """
    facts: dict[str, object] = {**step.words, **step.inputs, "currency": currency_word(model, language)}
    if step.output is not None:
        facts["output"] = step.output
    with_text = f"{step.says}.text"
    key = with_text if step.words.get("level_text") and with_text in sentences() else step.says
    return unbroken_money(keyed(key, facts, language), str(facts["currency"]))


def unbroken_money(text: str, currency: str) -> str:
    """The currency never begins a line of its own."""
    return re.sub(rf"(?<=\d) (?={re.escape(currency)}\b)", NBSP, text)


def currency_word(model: AwardModel, language: str) -> str:
    return "kr" if model.currency == "SEK" and language == "sv" else model.currency
