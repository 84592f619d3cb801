"""The workspace as the base of publications. No person and no secret is in it."""

from datetime import date

from omlopp.domain.portfolio.read_own import position_of
from omlopp.flows import market_effect
from omlopp.flows.publications.base import Base, Entry
from omlopp.flows.publications.public import open_to_all
from omlopp.library.load import library
from omlopp.web.records.entries import entries
from omlopp.web.records.handing_over import dispatched
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.records.programme import programmes


def gather(on: date, *, exercise: bool | None = None) -> Base:
    """Every procurement, programme and dispatch of the workspace, as published on a day.

    Real and invented are never published together. exercise None: the real ones, unless nothing real has been put to
    the market or measured while an exercise has.
    """
    every = tuple(open_to_all(each) for each in entries(ProcurementRecord.objects.filter(sandbox=None)))
    planned = programmes()
    if exercise is None:
        exercise = not any(_tells(each) for each in every if not each.exercise) and (
            any(_tells(each) for each in every) or any(each.exercise for each in planned)
        )
    return Base(
        library=library(),
        on=on,
        entries=tuple(each for each in every if each.exercise == exercise),
        programmes=tuple(each for each in planned if each.exercise == exercise),
        market=market_effect.kept(),
        dispatched=dispatched(),
    )


def _tells(entry: Entry) -> bool:
    return position_of(entry.procurement) == "counted" or bool(entry.procurement.measurements)
