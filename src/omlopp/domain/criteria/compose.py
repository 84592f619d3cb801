"""Taking a criterion into a procurement as a copy, and giving it the procurement's own wording."""

from collections.abc import Mapping
from dataclasses import replace

from omlopp.domain.model.criteria import ChosenCriterion, Criterion
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.text import LANGUAGES, Text


def choose(
    criterion: Criterion,
    indicators: Mapping[str, Indicator],
    id: str,
    lot_id: str | None = None,
    owner: str = "",
) -> ChosenCriterion:
    """The criterion as it stands today, copied whole with its indicator's name.

    `id` is its name within the procurement; `lot_id` None means all lots. An indicator that the library no
    longer has gives `indicator_name` None: the choice stands, and `check` says what is missing.
    """
    indicator = indicators.get(criterion.measured_by)
    return ChosenCriterion(
        id=id,
        criterion=criterion,
        wording=criterion.text,
        clause_wording=criterion.clause.text if criterion.clause else None,
        indicator_name=indicator.name if indicator else None,
        lot_id=lot_id,
        owner=owner,
    )


def adapt(chosen: ChosenCriterion, wording: Text, clause_wording: Text | None = None) -> ChosenCriterion:
    """The same choice in other words. `clause_wording` None keeps the clause as it is.

    Space round a text is taken away. Raises WordingEmpty, naming which text and language.
    """
    return replace(
        chosen,
        wording=_full(wording, chosen, "requirement"),
        clause_wording=chosen.clause_wording
        if clause_wording is None
        else _full(clause_wording, chosen, "clause"),
    )


def _full(text: Text, chosen: ChosenCriterion, part: str) -> Text:
    for language in LANGUAGES:
        if not text.within(language).strip():
            name = chosen.criterion.name
            raise WordingEmpty(
                criterion=chosen.id, name_sv=name.sv, name_en=name.en, part=part, language=language
            )
    return Text(sv=text.sv.strip(), en=text.en.strip())


class WordingEmpty(OmloppError):
    """A requirement or clause without words in one of the languages. `part`: "requirement" or "clause"."""

    code = "criterion.wording_empty"
