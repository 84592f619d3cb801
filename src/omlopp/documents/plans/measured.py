"""What was measured, as a table: every standing measurement with its figures, source and proof."""

from omlopp.documents.drawn import indicator_name, measured_one, shown_value
from omlopp.documents.plan import Table
from omlopp.documents.words import say
from omlopp.domain.model.indicators import Measurement
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, number


def recorded_table(procurement: Procurement, library: Library, language: Language) -> Table:
    """Oldest first. A figure that was not recorded stands as unknown."""
    rows = []
    for one in sorted(procurement.measurements, key=lambda each: (each.measured_on, each.indicator)):
        card = library.indicators.get(one.indicator)
        rows.append(
            (
                day(one.measured_on, language),
                indicator_name(one.indicator, procurement, library, language),
                library.names.of("stage", one.stage.value, language),
                shown_value(card, measured_one(one, library), language),
                _figures(one, library, language),
                "; ".join(part for part in (one.source, one.proof, one.note) if part)
                or say("plan.no_source", language),
            )
        )
    return Table(
        head=tuple(
            say(f"plan.{one}", language)
            for one in ("day", "indicator", "stage", "value", "figures", "shown_by")
        ),
        rows=tuple(rows),
        caption=say("plan.recorded_table", language),
        widths=(5, 5, 4, 5, 5, 5),
    )


def _figures(one: Measurement, library: Library, language: Language) -> str:
    card = library.indicators.get(one.indicator)
    inputs = {each.id: each for each in card.inputs} if card else {}
    said = [
        f"{inputs[name].name.within(language)}: {number(figure, inputs[name].unit.within(language), language)}"
        if name in inputs
        else f"{name}: {number(figure, language=language)}"
        for name, figure in one.inputs.items()
    ]
    said += [
        f"{inputs[name].name.within(language)}: {say('unknown', language)}"
        for name in inputs
        if name not in one.inputs
    ]
    return "\n".join(said)
