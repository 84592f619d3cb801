"""The award lab's pictures: what flips the award, what other formulas choose, ranks over the weights, the
worth of quality."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from omlopp.documents.lab_words import amount, family_name, hundredths
from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.domain.award.lab.found import Found
from omlopp.domain.award.lab.report import Report
from omlopp.library.messages import keyed
from omlopp.library.numbers import NBSP, number


@dataclass(frozen=True, slots=True)
class Room:
    """Where things stand, in units of the picture: a name before its bar, or above it where there is no room beside."""

    width: float
    left: float
    right: float
    above: bool = False

    def name(self, drawing: Drawing, label: str, y: float) -> float:
        """Writes the name of a row that begins at `y`; gives where its bar begins."""
        if self.above:
            return drawing.text(0, y + 14, wrap(label, self.width, 14, most=2), size=14) - 12
        lines = wrap(label, self.left - 16, 14, most=2)
        drawing.text(self.left - 10, y + (19 if len(lines) == 1 else 11), lines, size=14, anchor="end")
        return y + 5


WIDE, NARROW = Room(720, 250, 580), Room(340, 0, 210, above=True)
BAR, GAP = 18.0, 11.0
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
    """Horizontal bars of shares from 0 to 100 per cent, with their 95 per cent intervals and what they are of."""
    told = [f"{label} {_percent(share, language)} {_base(of, language)}" for label, share, _, of, _ in bars]

    def drawn(room: Room) -> Picture:
        drawing, y, across = Drawing(room.width), 6.0, room.right - room.left
        for label, share, error, of, serious in bars:
            y = room.name(drawing, label, y)
            drawing.rect(room.left, y, across, BAR, fill="hairline", radius=2)
            if share > 0:
                colour = "copper" if serious else "forest"
                drawing.rect(room.left, y, max(across * share, 1.5), BAR, fill=colour, radius=2)
            if error:
                x0, x1 = (
                    room.left + across * min(max(share + way * 1.96 * error, 0.0), 1.0) for way in (-1, 1)
                )
                drawing.path(f"M{x0:.1f} {y + 9:.1f} H{x1:.1f}", stroke="ink", thick=2)
            shown = _percent(share, language)
            drawing.text(room.right + 8, y + 14, shown, size=14, bold=True)
            after = room.right + 12 + text_width(shown, 14, bold=True)
            base = keyed("lab.picture.of", {"of": number(of, language=language)}, language)
            drawing.text(after, y + 14, base, size=12, fill="muted")
            y += BAR + GAP
        y = drawing.text(room.left, y + 8, _say("of_what", language), size=12, fill="muted")
        return _finish(drawing, y, key, {"each": "; ".join(told)}, language)

    return _both(drawn)


def given_formulas(report: Report, language: str) -> Picture | None:
    """A mark per formula under the bid it chooses: rows are formulas, columns the given bids that any of them
    chooses."""
    found = report.one("S2.given")
    if found is None or not found.rows:
        return None
    own = {"family": "", "winner": found.facts["winner"], "same": True}
    rows = [
        (
            family_name(str(row["family"]), language) if row["family"] else _say("own_model", language),
            str(row["winner"]),
            bool(row["same"]),
        )
        for row in (own, *found.rows)
    ]
    names = list(dict.fromkeys(winner for _, winner, _ in rows))
    told = "; ".join(f"{label}: {winner}" for label, winner, _ in rows)

    def drawn(room: Room) -> Picture:
        drawing, y = Drawing(room.width), 44.0
        step = (room.width - room.left - 10) / len(names)
        for column, name in enumerate(names):
            middle = room.left + step * (column + 0.5)
            title = wrap(name, step - 6, 14, most=2)
            drawing.text(middle, 18, title, size=14, bold=True, anchor="middle")
        for label, winner, same in rows:
            y = room.name(drawing, label, y)
            drawing.path(f"M{room.left} {y + 9} H{room.width - 10}", stroke="hairline", thick=1)
            x = room.left + step * (names.index(winner) + 0.5)
            drawing.circle(x, y + 9, 8, fill="forest" if same else "copper")
            y += BAR + 5
        return _finish(drawing, y + 8, "map_given", {"each": told}, language)

    return _both(drawn)


def ranks(report: Report, language: str) -> Picture | None:
    """Rank acceptability: a bar per bid, parted by how much of the space of weights gives it each place."""
    found = report.one("S5.given")
    if found is None or not found.rows:
        return None
    box = keyed("lab.base.box", {}, language)
    told = "; ".join(
        f"{row['bidder']} "
        + keyed(
            "lab.picture.ranks.first", {"percent": hundredths(row["share"], language), "of": box}, language
        )
        for row in found.rows
    )

    def drawn(room: Room) -> Picture:
        drawing, y = Drawing(room.width), 6.0
        for row in found.rows:
            y = room.name(drawing, str(row["bidder"]), y)
            _places(drawing, row["ranks"], room, y)
            shown = _percent(row["share"], language)
            drawing.text(room.right + 8, y + 14, shown, size=14, bold=True)
            y += BAR + GAP
        return _finish(drawing, y + 4, "ranks", {"each": told}, language)

    return _both(drawn)


def _places(drawing: Drawing, shares: Sequence[float], room: Room, y: float) -> None:
    """One bid's bar, parted by place."""
    x = room.left
    for place, share in enumerate(shares):
        across = (room.right - room.left) * float(share)
        if across > 0.2:
            drawing.rect(x, y, across, BAR, fill=SHADES[min(place, len(SHADES) - 1)], radius=0)
        if across > 16:
            light = "ink" if place >= len(SHADES) - 2 else "card"
            drawing.text(x + across / 2, y + 14, str(place + 1), size=12, fill=light, anchor="middle")
        x += across


def slope(report: Report, language: str) -> Picture | None:
    """What a full mark is worth at different own prices: a line for each criterion, and the band of the
    widest."""
    chosen = [one for one in report.of("S3") if one.applies and len(one.rows) > 1]
    if not chosen:
        return None
    told = []
    for one in chosen:
        low, high = (amount(row["middle"], report.currency, language) for row in (one.rows[0], one.rows[-1]))
        told.append(f"{one.facts['criterion']} {low} – {high}")

    def drawn(room: Room) -> Picture:
        drawing = Drawing(room.width)
        bottom = _curves(drawing, chosen, report, room, language)
        return _finish(drawing, bottom, "slope", {"each": "; ".join(told)}, language)

    return _both(drawn)


def _curves(drawing: Drawing, chosen: Sequence[Found], report: Report, room: Room, language: str) -> float:
    """Axes, the band of the widest, a line for each criterion and its name; gives where the drawing ends."""
    x0, x1, y0, y1 = (84.0, 330.0, 230.0, 16.0) if room.above else (110.0, 520.0, 250.0, 16.0)
    prices = [float(row["price"]) for one in chosen for row in one.rows]
    top = max(float(row["high"]) for one in chosen for row in one.rows) or 1.0
    first, last = min(prices), max(prices)

    def at(price: float, worth: float) -> tuple[float, float]:
        x = x0 + (x1 - x0) * (price - first) / ((last - first) or 1)
        return x, y0 - (y0 - y1) * max(worth, 0.0) / top

    for part in range(5):
        y = at(first, top * part / 4)[1]
        drawing.path(f"M{x0} {y:.1f} H{x1}", stroke="hairline", thick=1)
        worth = amount(top * part / 4, report.currency, language)
        drawing.text(x0 - 8, y + 5, worth, size=12, fill="muted", anchor="end")
    widest = max(chosen, key=lambda one: max(float(row["high"]) - float(row["low"]) for row in one.rows))
    band = [at(float(row["price"]), float(row["high"])) for row in widest.rows]
    band += [at(float(row["price"]), float(row["low"])) for row in reversed(widest.rows)]
    drawing.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in band) + " Z", fill="hairline")
    for price, anchor in ((first, "start"), (last, "end")):
        shown = amount(price, report.currency, language)
        drawing.text(at(price, 0)[0], y0 + 18, shown, size=12, fill="muted", anchor=anchor)
    drawing.text((x0 + x1) / 2, y0 + 36, _say("slope.x", language), size=12, anchor="middle")
    named = y0 + 64 if room.above else 28.0
    for place, one in enumerate(chosen):
        colour = LINES[place % len(LINES)]
        points = [at(float(row["price"]), float(row["middle"])) for row in one.rows]
        drawing.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), stroke=colour, thick=2.5)
        x, y = (0.0 if room.above else 532.0), named + (24.0 if room.above else 34.0) * place
        drawing.path(f"M{x} {y - 5:.1f} H{x + 20}", stroke=colour, thick=2.5)
        lines = wrap(str(one.facts["criterion"]), room.width - x - 30, 13, most=1 if room.above else 2)
        drawing.text(x + 26, y, lines, size=13)
    return named + 24.0 * len(chosen) if room.above else max(y0 + 46, named + 34.0 * len(chosen))


def _both(drawn: Callable[[Room], Picture]) -> Picture:
    """The picture, and the same for a small screen."""
    return replace(drawn(WIDE), narrow_svg=drawn(NARROW).svg)


def _percent(share: float, language: str) -> str:
    return hundredths(share, language) + (f"{NBSP}%" if language == "sv" else "%")


def _say(key: str, language: str) -> str:
    return keyed(f"lab.picture.{key}", {}, language)


def _base(of: int, language: str) -> str:
    return keyed("lab.picture.base", {"of": number(of, language=language)}, language)


def _finish(drawing: Drawing, height: float, key: str, facts: Mapping[str, object], language: str) -> Picture:
    return drawing.finish(
        height,
        title=keyed(f"lab.picture.{key}.title", {}, language),
        alt=keyed(f"lab.picture.{key}.alt", facts, language),
        source=keyed("lab.picture.flips.source", {}, language),
    )
