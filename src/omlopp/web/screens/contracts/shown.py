"""What the pages of a contract show: its days as a picture, its promises, its reports, figures against promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from omlopp.documents.drawn import measured_one
from omlopp.documents.drawn_follow_up import promise_in_words, with_figures
from omlopp.domain.indicators.measure import compare, measure
from omlopp.domain.indicators.promises import Missed, missed, promise_of
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measured, Measurement, Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.contract_change import notice_day
from omlopp.domain.process.reporting import followed
from omlopp.library.load import Library
from omlopp.library.numbers import number
from omlopp.web.pages import refusal
from omlopp.web.records.contracts import figures_of
from omlopp.web.records.models import Contract, DeliveryReport
from omlopp.web.words import language, say

WIDTH, HEIGHT, EDGE = 960, 132, 24  # of the picture, in its own units


@dataclass(frozen=True)
class Mark:
    """A day of the contract. `kind`: start, report, notice, end, option, today, ended. `x`: where in the picture."""

    day: date
    kind: str
    says: str
    x: float = 0
    level: int = 0  # rows above the line that its label is lifted, so that two do not meet
    anchor: str = "middle"


def marks(contract: Contract, reports: list[DeliveryReport], on: date) -> list[Mark]:
    """The contract's days in order, for the table beside the picture."""
    notice = notice_day(contract.ends_on, contract.notice_months)
    found = [Mark(row.due_on, "report", say("rapport", "report")) for row in reports]
    for day, kind, says in (
        (contract.starts_on, "start", say("börjar", "begins")),
        (notice, "notice", say("sista dag att säga till", "last day of notice")),
        (contract.ends_on, "end", say("slutar · slutmätning", "ends · end measurement")),
        (contract.option_until, "option", say("kan förlängas hit", "can be extended to here")),
        (contract.ended_on, "ended", say("avslutat", "ended")),
    ):  # fmt: skip
        if day is not None and not (kind == "option" and day == contract.ends_on):
            found.append(Mark(day, kind, says))
    return sorted([*found, Mark(on, "today", say("i dag", "today"))], key=lambda mark: mark.day)


def picture(found: list[Mark]) -> dict[str, Any] | None:
    """Where each mark stands on the line, and where the line is whole or dashed (an option). None: only one day."""
    first, last = found[0].day, found[-1].day
    days = (last - first).days
    if not days:
        return None
    at = {mark.day: EDGE + (mark.day - first).days / days * (WIDTH - 2 * EDGE) for mark in found}
    labelled: list[Mark] = []
    ends = {level: -1e9 for level in range(4)}
    for mark in found:
        if mark.kind == "report":
            labelled.append(Mark(mark.day, mark.kind, mark.says, round(at[mark.day], 1)))
            continue
        half = 3.6 * len(mark.says) + 8
        anchor = "start" if at[mark.day] - half < 0 else "end" if at[mark.day] + half > WIDTH else "middle"
        left = at[mark.day] - {"start": 0, "middle": half, "end": 2 * half}[anchor]
        level = next((level for level in range(4) if ends[level] < left), 3)
        ends[level] = left + 2 * half
        labelled.append(Mark(mark.day, mark.kind, mark.says, round(at[mark.day], 1), level, anchor))
    of = {mark.kind: mark.x for mark in labelled}
    return {
        "marks": labelled,
        "width": WIDTH,
        "height": HEIGHT,
        "start": of.get("start", EDGE),
        "end": of.get("end", WIDTH - EDGE),
        "option": of.get("option"),
        "today": of.get("today"),
        "baseline": HEIGHT - 22,
    }


@dataclass(frozen=True)
class PromiseRow:
    """A requirement that the contract is followed up by: what is promised, what the clause says, how it goes."""

    chosen: ChosenCriterion
    card: Indicator | None
    promised: str
    newest: str
    kept: bool | None
    open: list[Missed]
    decided: list[Missed]


def promise_rows(
    value: Procurement, contract: Contract, cards: Mapping[str, Indicator], shown: Library
) -> list[PromiseRow]:
    found = missed(value, cards)
    rows = []
    for chosen in followed(value.criteria, contract.lot_id):
        name = chosen.criterion.measured_by
        card, promise = cards.get(name), promise_of(value, name)
        own = [one for one in value.measurements if one.indicator == name and one.stage is not Stage.BASELINE]
        newest = max(own, key=lambda one: one.measured_on) if own else None
        measured = measured_one(newest, shown) if newest else None
        kept = compare(card, promise.value, measured.value).kept if card and promise and measured else None
        of_it = [each for each in found if each.measurement.indicator == name
                 and (each.criterion is None or each.criterion.id == chosen.id)]  # fmt: skip
        rows.append(
            PromiseRow(
                chosen,
                card,
                promise_in_words(card, promise, language()) if card else "–",
                with_figures(card, measured, language()) if card and measured else "",
                kept,
                [each for each in of_it if each.decided is None],
                [each for each in of_it if each.decided is not None],
            )
        )
    return rows


@dataclass(frozen=True)
class Delivered:
    """An indicator of a report against its promise."""

    card: Indicator
    since: date
    figures: list[tuple[str, str, Decimal | None, bool]]  # name, unit, figure, said to be unknown
    value: str
    promised: str
    kept: bool | None
    difference: str
    fault: str


def delivered(report: DeliveryReport, value: Procurement, cards: Mapping[str, Indicator]) -> list[Delivered]:
    """Everything that the report asks for, also what nobody answered."""
    rows = []
    for ask in report.asks:
        card = cards.get(ask["indicator"])
        if card is None:
            continue
        given, known = report.figures.get(card.id, {}), figures_of(report, card.id)
        measured, fault = _measured(card, known)
        promise = promise_of(value, card.id)
        found = compare(card, promise.value if promise else None, measured.value if measured else None)
        rows.append(
            Delivered(
                card,
                date.fromisoformat(ask["since"]),
                [
                    (one.name.within(language()), one.unit.within(language()), known.get(one.id),
                     one.id in given and given[one.id] is None)
                    for one in card.inputs
                    if one.needed or one.id in given
                ],
                with_figures(card, measured, language()) if measured and known else say("okänt", "unknown"),
                promise_in_words(card, promise, language()),
                found.kept,
                _difference(card, found.difference),
                fault,
            )
        )  # fmt: skip
    return rows


def _measured(card: Indicator, known: Mapping[str, Decimal]) -> tuple[Measured | None, str]:
    try:
        return measure(card, Measurement(card.id, Stage.CONTRACT, known, date.min, "-")), ""
    except OmloppError as error:
        return None, refusal(error)


def _difference(card: Indicator, difference: Decimal | None) -> str:
    """`9 procentenheter under det utlovade`."""
    if not difference:
        return ""
    over, size = difference > 0, abs(difference)
    if card.is_share:
        points = number((size * 100).quantize(Decimal("0.1")).normalize(), language=language())
        said = say(f"{points} procentenheter", f"{points} percentage points")
    else:
        said = number(size, card.unit.within(language()), language())
    than = say("över", "above") if over else say("under", "below")
    return say(f"{said} {than} det utlovade", f"{said} {than} what was promised")
