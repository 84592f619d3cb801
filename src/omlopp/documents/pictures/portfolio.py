"""A portfolio's indicator: now against the baseline with intervals, and why it changed."""

from dataclasses import dataclass
from decimal import Decimal

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.indicators.decompose import Change
from omlopp.domain.indicators.uncertain import Interval
from omlopp.library.numbers import number

WIDE, NARROW = 720.0, 300.0


@dataclass(frozen=True, slots=True)
class Side:
    """One bar: what it is called, its interval, and the numbers in words."""

    name: str
    interval: Interval


def amount(value: float | Decimal, unit: str, language: str) -> str:
    """Three figures are enough for a guess: `1 260 kg`, `12,4 kg`."""
    return number(Decimal(f"{value:.3g}"), unit, language)


def spoken(interval: Interval, unit: str, language: str) -> str:
    return say(
        "picture.portfolio.interval", language, median=amount(interval.median, unit, language),
        low=amount(interval.low, "", language), high=amount(interval.high, unit, language),
    )  # fmt: skip


def against_baseline(
    baseline: Side, now: Side, unit: str, title: str, language: str, *, narrow: bool = False
) -> Picture:
    """Two bars from zero; nine draws in ten lie within the whiskers."""
    drawing = Drawing(NARROW if narrow else WIDE)
    most = max(baseline.interval.high, now.interval.high) or 1.0
    left, right = 4.0, drawing.width - 14
    y = 6.0
    for side, colour in ((baseline, "line"), (now, "forest")):
        y = drawing.text(left, y + 14, wrap(side.name, drawing.width - 8, 14, bold=True), size=14, bold=True)
        high = 26.0
        place = [
            left + (right - left) * value / most
            for value in (side.interval.low, side.interval.median, side.interval.high)
        ]
        drawing.rect(left, y - 6, max(place[1] - left, 1.5), high, fill=colour, radius=2)
        middle = y - 6 + high / 2
        drawing.path(f"M{place[0]:.1f} {middle:.1f} H{place[2]:.1f}", stroke="card", thick=5)
        drawing.path(
            f"M{place[0]:.1f} {middle - 8:.1f} V{middle + 8:.1f} M{place[0]:.1f} {middle:.1f} H{place[2]:.1f} "
            f"M{place[2]:.1f} {middle - 8:.1f} V{middle + 8:.1f}",
            stroke="ink", thick=2,
        )  # fmt: skip
        y = (
            drawing.text(left, y + high + 12, spoken(side.interval, unit, language), size=13.5, fill="muted")
            + 8
        )
    told = "; ".join(f"{side.name}: {spoken(side.interval, unit, language)}" for side in (baseline, now))
    return drawing.finish(y, title=title, alt=told, source=say("picture.portfolio.source", language))


def why_changed(change: Change, unit: str, title: str, language: str, *, narrow: bool = False) -> Picture:
    """From before to now, step by step; each step is a bar with its sign in words."""
    drawing = Drawing(NARROW if narrow else WIDE)
    steps = [("volume", change.volume), ("mix", change.mix), ("intensity", change.intensity)]
    if change.factor_update:
        steps.insert(0, ("factor", change.factor_update))
    lanes: list[tuple[str, Decimal, Decimal, bool]] = [("before", Decimal(0), change.before, True)]
    at = change.before
    for name, value in steps:
        lanes.append((name, at, at + value, False))
        at += value
    lanes.append(("after", Decimal(0), change.after, True))
    edges = [edge for _, one, other, _ in lanes for edge in (one, other)]
    low, high = min(edges), max(edges)
    left, right = (4.0, drawing.width - 8) if narrow else (210.0, drawing.width - 150)
    span = high - low or Decimal(1)

    def across(value: Decimal) -> float:
        return left + float((value - low) / span) * (right - left)

    y, told = 8.0, []
    for name, one, other, total in lanes:
        word = say(f"picture.portfolio.{name}", language)
        value = other if total else other - one
        said = amount(value, unit, language) if total else signed(value, unit, language)
        told.append(f"{word}: {said}")
        start, end = sorted((across(one), across(other)))
        colour = "forest" if total else "copper" if value < 0 else "goal-A"
        if narrow:
            drawing.text(left, y + 14, f"{word}: {said}", size=13.5, bold=total)
            y += 22
            drawing.rect(start, y, max(end - start, 2), 18, fill=colour, radius=2)
            y += 30
            continue
        drawing.text(left - 10, y + 19, word, size=14, anchor="end", bold=total)
        drawing.rect(start, y, max(end - start, 2), 26, fill=colour, radius=2)
        drawing.text(
            min(end + 8, drawing.width - text_width(said, 14, True)), y + 19, said, size=14, bold=True
        )
        y += 38
    drawing.path(f"M{across(Decimal(0) if low <= 0 <= high else low):.1f} 2 V{y:.1f}", stroke="line", thick=1)
    return drawing.finish(
        y + 6, title=title, alt="; ".join(told) + ".", source=say("picture.portfolio.lmdi", language)
    )


def signed(value: Decimal, unit: str, language: str) -> str:
    """`+120 kg`, `−30 kg`, `±0 kg`."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + amount(abs(value), unit, language)
