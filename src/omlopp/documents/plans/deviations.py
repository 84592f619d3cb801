"""The follow-up plan's days, and its record of promises that were not kept."""

from datetime import date

from omlopp.documents.drawn_follow_up import promise_in_words, with_figures
from omlopp.documents.plan import Block, Heading, Paragraph, Table
from omlopp.documents.words import say
from omlopp.domain.indicators.promises import Missed, missed
from omlopp.domain.indicators.schedule import asked, contract_days
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day


def due_days(procurement: Procurement, library: Library, language: Language, on: date) -> list[Block]:
    """When each followed requirement is asked for, and whether it is answered on the day the plan is made."""
    every = asked(procurement, on)
    if not every:
        return []
    head = Heading(say("plan.due", language), 1)
    rows = tuple(
        (
            each.chosen.criterion.name.within(language),
            day(due.day, language),
            library.names.of("due", due.status.value, language),
        )
        for each in every
        for due in each.days
    )
    if not rows:
        none = contract_days(procurement)[0] is None
        return [head, Paragraph(say("plan.due_none", language), "note")] if none else []
    columns = (say("criterion", language), say("plan.due_day", language), say("plan.due_state", language))
    return [head, Table(columns, rows, say("plan.due_table", language), widths=(4, 2, 1))]


def deviations(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """Each missed promise with its figures and what was decided; nothing where every known promise is kept."""
    found = missed(procurement, library.indicators)
    if not found:
        return []
    columns = tuple(
        say(key, language)
        for key in ("indicator", "plan.day", "plan.promised_value", "plan.delivered_value", "plan.decided")
    )
    rows = tuple(_row(each, library, language) for each in found)
    table = Table(columns, rows, say("plan.deviations_table", language), widths=(4, 4, 4, 4, 5))
    return [Heading(say("plan.deviations", language), 1), table]


def _row(each: Missed, library: Library, language: Language) -> tuple[str, ...]:
    card = library.indicators[each.measurement.indicator]
    decided = each.decided
    told = say("plan.undecided", language)
    if decided is not None:
        text = (
            decided.consequence.within(language)
            if decided.ruling == "accepted" and decided.consequence
            else decided.text
        )
        parts = (library.names.of("ruling", decided.ruling, language), text, decided.reason)
        told = "\n".join(part for part in parts if part)
    return (
        card.name.within(language),
        day(each.measurement.measured_on, language),
        promise_in_words(card, each.promise, language),
        with_figures(card, each.measured, language),
        told,
    )
