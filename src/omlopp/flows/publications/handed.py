"""What was handed over, to whom, and what came of it, from the dispatch log."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from omlopp.documents.plan import Table
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.fill import Figures
from omlopp.library.messages import keyed
from omlopp.library.numbers import day

METHOD = "policy.md#handed-over"
SOURCE = ("Arbetsytans sändlista", "The workspace's dispatch log")
SIGNS = 12  # of a file's hash that are shown
DASH = "–"


def rows(base: Base) -> tuple[Mapping[str, Any], ...]:
    """What was sent, real or exercise as the rest of the base. Taken back rows are not there."""
    invented = any(one.exercise for one in base.entries) or any(one.exercise for one in base.programmes)
    return tuple(one for one in base.dispatched if bool(one["exercise"]) == invented)


def figures(base: Base) -> Iterator[Figure]:
    """`handed.sent`, `.addressees`, `.replied` and `.led_to` (of what was sent)."""
    held = rows(base)
    exercise = any(one["exercise"] for one in held)

    def made(id: str, value: int, unit: str, of: int | None = None) -> Figure:
        about = tuple(str(one["id"]) for one in held)
        return Figure(
            f"handed.{id}", Decimal(value), unit, SOURCE, METHOD, of, about=about, exercise=exercise
        )

    yield made("sent", len(held), "dispatches")
    yield made("addressees", len({(one["to"], one["office"]) for one in held}), "addressees")
    yield made("replied", sum(bool(one["reply"]) for one in held), "dispatches", len(held))
    yield made("led_to", sum(bool(one["led_to"]) for one in held), "dispatches", len(held))


def table(base: Base, figures: Figures, language: Language) -> Table:
    """One row a dispatch, the oldest first; nothing sent: a row that says so."""

    def say(key: str, **facts: object) -> str:
        return keyed(f"handing.table.{key}", facts, language)

    held = sorted(rows(base), key=lambda one: (one["on"], one["id"]))
    made = tuple(
        (
            day(one["on"], language),
            f"{one['to']}, {one['office']}" if one["office"] else str(one["to"]),
            say("what", title=one["title"], hash=str(one["sha256"])[:SIGNS]),
            str(one["diary_number"] or DASH),
            _came(one, language),
        )
        for one in held
    )
    head = tuple(say(one) for one in ("on", "to", "sent", "number", "came"))
    caption = say("caption", sent=figures.show("handed.sent"))
    return Table(head, made or ((DASH,) * 5,), caption, widths=(11, 10, 11, 10, 10))


def _came(one: Mapping[str, Any], language: Language) -> str:
    if not one["reply"]:
        return keyed("handing.table.no_reply", {}, language)
    replied = keyed("handing.table.replied", {"on": one["replied_on"], "reply": one["reply"]}, language)
    return f"{replied} {one['led_to']}".strip()
