"""The award lab's pictures: what flips the award, what other formulas choose, ranks over the weights, the
worth of quality."""

from collections.abc import Mapping, Sequence
from typing import Any

from omlopp.documents.lab_words import amount, family_name, hundredths
from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.domain.award.lab.found import Found
from omlopp.domain.award.lab.report import Report
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import number

WIDTH, LEFT, RIGHT, ROW = 720.0, 250.0, 610.0, 34.0
STANDING = (
    "S5.fields",
    "S10.stands",
)  # their number is how often the winner stands: what flips it is the rest
FLIPS = (
    "S1.random_loser",
    "S1.any_loser",
    "S1.phantom_lowest",
    "S1.phantom_highest",
    "S7",
    "S5.fields",
    "S10.stands",
    "S8.shift",
    "S11",
)
SHADES = ("forest", "goal-A", "goal-B", "goal-E", "line", "hairline")
LINES = ("forest", "goal-A", "goal-B", "goal-E", "copper", "line", "goal-D", "goal-C")


def pictures(report: Report, language: str) -> dict[str, Picture]:
    """Every picture the report has figures for, by name: flips, formulas, given_formulas, ranks, slope."""
    found = {
        "flips": flips(report, language),
        "formulas": formulas(report, language),
        "given_formulas": given_formulas(report, language),
        "ranks": ranks(report, language),
        "slope": slope(report, language),
    }
    return {name: picture for name, picture in found.items() if picture is not None}


def flips(report: Report, language: str) -> Picture | None:
    """Share of drawn fields in which the winner changes, by what is done. Red where somebody should think
    about it."""
    chosen = [one for one in (report.one(name) for name in FLIPS) if one is not None and one.applies]
    if not chosen:
        return None
    bars = [
        (
            keyed(f"lab.flip.{one.id}", {}, language),
            1 - one.number if one.id in STANDING else one.number,
            one.error or 0.0,
            one.of,
            one.serious,
        )
        for one in chosen
    ]
    return _bars(bars, "flips", language)


def formulas(report: Report, language: str) -> Picture | None:
    """How often each common formula agrees with the model."""
    found = report.one("S2.all_agree")
    if found is None or not found.rows:
        return None
    bars = [
        (
            family_name(str(row["family"]), language),
            float(row["agrees"]),
            float(row["error"]),
            found.of,
            False,
        )
        for row in sorted(found.rows, key=lambda row: -float(row["agrees"]))
    ]
    return _bars(bars, "map", language)


def _bars(bars: Sequence[tuple[str, float, float, int, bool]], key: str, language: str) -> Picture:
    """Horizontal bars of shares from 0 to 100 per cent, with their 95 per cent intervals and what they are
    of."""
    drawing = Drawing(WIDTH)
    y = 6.0
    told = []
    for label, share, error, of, serious in bars:
        lines = wrap(label, LEFT - 16, 14, most=2)
        drawing.text(LEFT - 10, y + (19 if len(lines) == 1 else 11), lines, size=14, anchor="end")
        drawing.rect(LEFT, y + 5, RIGHT - LEFT, 18, fill="hairline", radius=2)
        colour = "copper" if serious else "forest"
        if share > 0:
            drawing.rect(LEFT, y + 5, max((RIGHT - LEFT) * share, 1.5), 18, fill=colour, radius=2)
        low, high = max(share - 1.96 * error, 0.0), min(share + 1.96 * error, 1.0)
        if error:
            x0, x1 = LEFT + (RIGHT - LEFT) * low, LEFT + (RIGHT - LEFT) * high
            drawing.path(f"M{x0:.1f} {y + 14:.1f} H{x1:.1f}", stroke="ink", thick=2)
        shown = f"{hundredths(share, language)} %" if language == "sv" else f"{hundredths(share, language)}%"
        drawing.text(RIGHT + 8, y + 19, shown, size=14, bold=True)
        told.append(f"{label} {shown} {_base(of, language)}")
        y += ROW
    bases = sorted({of for *_, of, _ in bars})
    note = "; ".join(_base(of, language) for of in bases)
    y = drawing.text(LEFT, y + 14, wrap(note, WIDTH - LEFT - 10, 12), size=12, fill="muted")
    return _finish(drawing, y, key, {"each": "; ".join(told)}, language)


def given_formulas(report: Report, language: str) -> Picture | None:
    """A mark per formula under the bid it chooses: rows are formulas, columns the given bids that any of them
    chooses."""
    found = report.one("S2.given")
    if found is None or not found.rows:
        return None
    own = {"family": "", "winner": found.facts["winner"], "same": True}
    rows = (own, *found.rows)
    names = list(dict.fromkeys(str(row["winner"]) for row in rows))
    drawing = Drawing(WIDTH)
    step = (WIDTH - LEFT - 10) / len(names)
    for column, name in enumerate(names):
        drawing.text(
            LEFT + step * (column + 0.5),
            18,
            wrap(name, step - 6, 14, most=2),
            size=14,
            bold=True,
            anchor="middle",
        )
    y = 44.0
    told = []
    for row in rows:
        family, winner = str(row["family"]), str(row["winner"])
        label = family_name(family, language) if family else keyed("lab.picture.own_model", {}, language)
        drawing.text(LEFT - 10, y + 17, wrap(label, LEFT - 16, 14, most=1), size=14, anchor="end")
        drawing.path(f"M{LEFT} {y + 12} H{WIDTH - 10}", stroke="hairline", thick=1)
        colour = "forest" if row["same"] else "copper"
        drawing.circle(LEFT + step * (names.index(winner) + 0.5), y + 12, 8, fill=colour)
        told.append(f"{label}: {winner}")
        y += 28
    return _finish(drawing, y + 8, "map_given", {"each": "; ".join(told)}, language)


def ranks(report: Report, language: str) -> Picture | None:
    """Rank acceptability: a bar per bid, parted by how much of the space of weights gives it each place."""
    found = report.one("S5.given")
    if found is None or not found.rows:
        return None
    drawing = Drawing(WIDTH)
    y, told = 6.0, []
    for row in found.rows:
        drawing.text(
            LEFT - 10, y + 19, wrap(str(row["bidder"]), LEFT - 16, 14, most=1), size=14, anchor="end"
        )
        x = LEFT
        for place, share in enumerate(row["ranks"]):
            across = (RIGHT - LEFT) * float(share)
            if across > 0.2:
                drawing.rect(x, y + 5, across, 18, fill=SHADES[min(place, len(SHADES) - 1)], radius=0)
                if across > 16:
                    light = "ink" if place >= len(SHADES) - 2 else "card"
                    drawing.text(x + across / 2, y + 19, str(place + 1), size=12, fill=light, anchor="middle")
            x += across
        shown = hundredths(row["share"], language) + (" %" if language == "sv" else "%")
        drawing.text(RIGHT + 8, y + 19, shown, size=14, bold=True)
        base = keyed("lab.base.box", {}, language)
        percent = hundredths(row["share"], language)
        told.append(
            f"{row['bidder']} " + keyed("lab.picture.ranks.first", {"percent": percent, "of": base}, language)
        )
        y += ROW
    return _finish(drawing, y + 4, "ranks", {"each": "; ".join(told)}, language)


def slope(report: Report, language: str) -> Picture | None:
    """What a full mark is worth at different own prices: a line for each criterion, and the band of the
    widest."""
    chosen = [one for one in report.of("S3") if one.applies and len(one.rows) > 1]
    if not chosen:
        return None
    drawing = Drawing(WIDTH)
    x0, x1, y0, y1 = 110.0, 520.0, 250.0, 16.0
    prices = [float(row["price"]) for one in chosen for row in one.rows]
    top = max(float(row["high"]) for one in chosen for row in one.rows) or 1.0
    first, last = min(prices), max(prices)

    def at(price: float, worth: float) -> tuple[float, float]:
        return x0 + (x1 - x0) * (price - first) / ((last - first) or 1), y0 - (y0 - y1) * max(
            worth, 0.0
        ) / top

    for part in range(5):
        worth = top * part / 4
        y = at(first, worth)[1]
        drawing.path(f"M{x0} {y:.1f} H{x1}", stroke="hairline", thick=1)
        drawing.text(
            x0 - 8, y + 5, amount(worth, report.currency, language), size=12, fill="muted", anchor="end"
        )
    widest = max(chosen, key=lambda one: max(float(row["high"]) - float(row["low"]) for row in one.rows))
    band = [at(float(row["price"]), float(row["high"])) for row in widest.rows]
    band += [at(float(row["price"]), float(row["low"])) for row in reversed(widest.rows)]
    drawing.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in band) + " Z", fill="hairline")
    told = [_line(drawing, one, number_of, at, report, language) for number_of, one in enumerate(chosen)]
    for price, anchor in ((first, "start"), (last, "end")):
        drawing.text(
            at(price, 0)[0],
            y0 + 18,
            amount(price, report.currency, language),
            size=12,
            fill="muted",
            anchor=anchor,
        )
    drawing.text(
        (x0 + x1) / 2, y0 + 36, sentences()["lab.picture.slope.x"][language], size=12, anchor="middle"
    )
    return _finish(drawing, y0 + 46, "slope", {"each": "; ".join(told)}, language)


def _line(drawing: Drawing, one: Found, place: int, at: Any, report: Report, language: str) -> str:
    """One criterion's line and its name at the right; what it says in words."""
    colour = LINES[place % len(LINES)]
    points = [at(float(row["price"]), float(row["middle"])) for row in one.rows]
    drawing.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), stroke=colour, thick=2.5)
    y = 28 + 34.0 * place
    drawing.path(f"M532 {y - 5:.1f} H552", stroke=colour, thick=2.5)
    drawing.text(558, y, wrap(str(one.facts["criterion"]), 156, 13, most=2), size=13)
    low, high = (amount(row["middle"], report.currency, language) for row in (one.rows[0], one.rows[-1]))
    return f"{one.facts['criterion']} {low} – {high}"


def _base(of: int, language: str) -> str:
    return keyed("lab.picture.base", {"of": number(of, language=language)}, language)


def _finish(drawing: Drawing, height: float, key: str, facts: Mapping[str, object], language: str) -> Picture:
    return drawing.finish(
        height,
        title=keyed(f"lab.picture.{key}.title", {}, language),
        alt=keyed(f"lab.picture.{key}.alt", facts, language),
        source=keyed("lab.picture.flips.source", {}, language),
    )
