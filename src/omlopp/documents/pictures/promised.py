"""Promised against delivered: each indicator at baseline, contract and end, with the promise as a line across.

A stage without a value is an open ring and says so; it is never drawn as zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture, Table
from omlopp.documents.words import say
from omlopp.domain.model.indicators import Stage
from omlopp.library.numbers import number, per_cent, percent

LANE = 30.0


@dataclass(frozen=True, slots=True)
class Room:
    """Where bars begin and end. With little room values stand without their unit, which is told once above."""

    width: float
    left: float
    right: float
    units_beside: bool = True


WIDE, NARROW = Room(720, 128, 440), Room(300, 88, 220, units_beside=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A stage's value; `lowest` and `highest` its interval when it is uncertain. `value` None: unknown."""

    value: Decimal | None
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One indicator: what was promised and found. A share is 0–1 and `unit` then its base ("levererade kg")."""

    indicator: str
    unit: str
    share: bool
    direction: Literal["higher", "lower"]
    promised: Decimal | None
    found: Mapping[Stage, Found] = field(default_factory=dict)
    goal_id: str | None = None

    def shown(self, value: Decimal, language: str, *, unit: bool = True) -> str:
        if self.share:
            return percent(value, self.unit, language) if unit else per_cent(value, language)
        return number(value, self.unit if unit else "", language)

    def at(self, stage: Stage) -> Found:
        return self.found.get(stage, Found(None))

    def absent(self, stage: Stage, language: str) -> str:
        """Why a stage has no value: not measured, or measured with a figure missing."""
        return say(
            "picture.promised.incomplete" if stage in self.found else "picture.promised.unknown", language
        )

    def kept(self, stage: Stage) -> bool | None:
        """Whether the promise is met at a stage; None: one of the two is not known."""
        value = self.at(stage).value
        if value is None or self.promised is None:
            return None
        return value >= self.promised if self.direction == "higher" else value <= self.promised


def promised(promises: Sequence[Promise], language: str) -> Picture:
    wide, narrow = (_drawn(promises, room, language) for room in (WIDE, NARROW))
    return replace(wide, narrow_svg=narrow.svg)


def _drawn(promises: Sequence[Promise], room: Room, language: str) -> Picture:
    drawing = Drawing(room.width)
    y = 4.0
    for promise in promises:
        y = _indicator(drawing, promise, y, room, language) + 26
    if not promises:
        said = wrap(say("picture.promised.empty", language), room.width, 15)
        drawing.text(0, 24, said, size=15, fill="muted")
        y = 60 + 20 * (len(said) - 1)
    return drawing.finish(
        y - 20,
        title=_title(promises, language),
        alt=_alt(promises, language),
        source=say("picture.promised.source", language),
    )


def promised_table(promises: Sequence[Promise], language: str) -> Table:
    """The picture's numbers, indicator by indicator."""

    def shown(promise: Promise, value: Decimal | None, absent: str) -> str:
        return absent if value is None else promise.shown(value, language)

    return Table(
        head=(
            say("picture.promised.indicator", language),
            say("picture.promised.promised", language),
            *(say(f"picture.promised.{stage}", language) for stage in Stage),
            say("picture.promised.judged", language),
        ),
        rows=tuple(
            (
                promise.indicator,
                shown(promise, promise.promised, say("picture.promised.no_promise", language)),
                *(
                    shown(promise, promise.at(stage).value, promise.absent(stage, language))
                    for stage in Stage
                ),
                say(f"picture.promised.{_verdict(promise)}", language),
            )
            for promise in promises
        ),
        caption=say("picture.promised.table", language),
        widths=(3, 2, 2, 2, 2, 2),
    )


def _indicator(drawing: Drawing, promise: Promise, top: float, room: Room, language: str) -> float:
    part = drawing.group(class_="indicator", **({"data_goal": promise.goal_id} if promise.goal_id else {}))
    across = 0.0
    if promise.goal_id:
        across = 30.0
        part.circle(12, top + 12, 10, fill="card", stroke=f"goal-{promise.goal_id}", thick=3)
        part.text(12, top + 16, promise.goal_id, size=12, bold=True, anchor="middle")
    y = part.text(
        across, top + 17, wrap(promise.indicator, room.width - 30 - across, 16, bold=True), size=16, bold=True
    )
    verdict = say(f"picture.promised.{_verdict(promise)}", language)
    under = say(
        "picture.promised.under",
        language,
        direction=say(f"picture.promised.{promise.direction}", language),
        verdict=verdict,
    )
    if not room.units_beside:
        key = "of_share" if promise.share else "in_unit"
        under += " " + say(f"picture.promised.{key}", language, unit=promise.unit)
    y = part.text(across, y - 2, wrap(under, room.width - across, 13.5), size=13.5, fill="muted") + 4
    scale = _scale(promise, room)
    if promise.promised is not None:
        x = scale(promise.promised)
        label = say(
            "picture.promised.promise_label",
            language,
            value=promise.shown(promise.promised, language, unit=room.units_beside),
        )
        half = text_width(label, 14, True) / 2
        part.text(
            min(max(x, half), drawing.width - half),
            y + 4,
            label,
            size=14,
            bold=True,
            fill="copper",
            anchor="middle",
        )
        part.path(f"M{x:.1f} {y + 11:.1f} L{x:.1f} {y + 20 + 3 * LANE:.1f}", stroke="copper", thick=2.5)
    else:
        part.text(room.left, y + 4, say("picture.promised.no_promise", language), size=14, fill="copper")
    y += 18
    part.path(f"M{room.left} {y} L{room.left} {y + 3 * LANE}", stroke="line", thick=1)
    for stage in Stage:
        _lane(part, promise, stage, y + LANE / 2, scale, language)
        y += LANE
    return y


def _lane(drawing: Drawing, promise: Promise, stage: Stage, y: float, scale: "_Scale", language: str) -> None:
    found = promise.at(stage)
    drawing.text(
        scale.room.left - 14, y + 5, say(f"picture.promised.{stage}", language), size=14, anchor="end"
    )
    if found.value is None:
        drawing.circle(scale.room.left, y, 6, fill="card", stroke="line")
        unknown = promise.absent(stage, language)
        drawing.text(
            _beside(scale.room.left + 14, unknown, promise, scale), y + 5, unknown, size=14, fill="muted"
        )
        return
    x = scale(found.value)
    end = x
    drawing.path(f"M{scale.room.left} {y} L{x:.1f} {y}", stroke="forest", thick=8)
    if found.lowest is not None and found.highest is not None:
        low, high = scale(found.lowest), scale(found.highest)
        drawing.path(
            f"M{low:.1f} {y - 6} V{y + 6} M{low:.1f} {y} H{high:.1f} M{high:.1f} {y - 6} V{y + 6}",
            stroke="ink",
            thick=1.5,
        )
        end = max(x, high)
    drawing.circle(x, y, 7, fill="forest", stroke="card", thick=2)
    said = promise.shown(found.value, language, unit=scale.room.units_beside)
    drawing.text(_beside(end + 14, said, promise, scale), y + 5, said, size=14, bold=stage is Stage.END)


def _beside(x: float, label: str, promise: Promise, scale: "_Scale") -> float:
    """Where a label begins: at `x`, or after the promise's line if the line would cross it."""
    if promise.promised is None:
        return x
    line = scale(promise.promised)
    return line + 10 if x - 8 < line < x + text_width(label, 14) else x


class _Scale:
    """From a value to a place across; zero is where the bars begin."""

    def __init__(self, most: Decimal, room: Room) -> None:
        self.most, self.room = most or Decimal(1), room

    def __call__(self, value: Decimal) -> float:
        across = float(max(value, Decimal(0)) / self.most)
        return self.room.left + across * (self.room.right - self.room.left)


def _scale(promise: Promise, room: Room) -> _Scale:
    seen = [promise.promised or Decimal(0)]
    for found in promise.found.values():
        seen += [value for value in (found.value, found.highest) if value is not None]
    return _Scale(max(seen), room)


def _verdict(promise: Promise) -> str:
    kept = promise.kept(Stage.END)
    return "not_judged" if kept is None else "kept" if kept else "broken"


def _title(promises: Sequence[Promise], language: str) -> str:
    if len(promises) == 1:
        return say("picture.promised.title_of", language, indicator=promises[0].indicator)
    return say("picture.promised.title", language)


def _alt(promises: Sequence[Promise], language: str) -> str:
    if not promises:
        return say("picture.promised.empty", language)
    table = promised_table(promises, language)
    return " ".join(
        f"{row[0]}: "
        + ", ".join(f"{name.lower()} {value}" for name, value in zip(table.head[1:], row[1:], strict=True))
        + "."
        for row in table.rows
    )
