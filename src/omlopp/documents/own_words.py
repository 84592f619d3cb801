"""An award model's words in the language of the document.

A model is kept in Swedish, as it was announced. Where a text still is the one that was chosen from the library, it is
known in both languages; a text that somebody changed stands as it was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from omlopp.domain.model.award import AwardModel, TraceStep
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language, Text


def model_in(model: AwardModel, procurement: Procurement, language: Language) -> AwardModel:
    """For showing only: checksums belong to the model as it is kept."""
    known = _known(procurement, language)
    if not known:
        return model
    criteria = tuple(
        replace(
            one,
            name=known.get(one.name, one.name),
            clause=known.get(one.clause, one.clause) if one.clause else one.clause,
            proof=known.get(one.proof, one.proof),
            level_texts={level: known.get(text, text) for level, text in one.level_texts.items()},
        )
        for one in model.criteria
    )
    return replace(model, criteria=criteria)


def steps_in(
    trace: Sequence[TraceStep], procurement: Procurement, language: Language
) -> tuple[TraceStep, ...]:
    """The steps of a calculation with the same words. A bidder's name is nobody's text to change."""
    known = _known(procurement, language)
    return tuple(
        replace(
            step,
            words={
                name: text if name == "bidder" else known.get(text, text) for name, text in step.words.items()
            },
        )
        for step in trace
    )


def _known(procurement: Procurement, language: Language) -> Mapping[str, str]:
    if language == "sv":
        return {}
    texts: list[Text | None] = []
    for chosen in procurement.criteria:
        if chosen.criterion.scored:
            texts += [chosen.criterion.name, chosen.criterion.proof, chosen.clause_wording]
            texts += [level.text for level in chosen.criterion.scores]
    return {text.sv: text.within(language) for text in texts if text is not None and text.within(language)}
