"""Kronor per quality: how much each promised quality can take off the price when bids are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import vl_convert
from lxml import etree

from omlopp.documents.pictures.drawing import COLOURS, FONT, SVG, Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.library.numbers import money

CLASS_OF = {COLOURS[name].lower(): name for name in ("ink", "muted", "forest", "hairline", "line")}


@dataclass(frozen=True, slots=True)
class Worth:
    """A quality and the money that full fulfilment takes off the price."""

    quality: str
    money: Decimal


def kronor(worths: Sequence[Worth], language: str, currency: str = "SEK") -> Picture:
    """Horizontal bars from zero, largest as given; the sum is said in the description."""
    drawing = Drawing(720)
    if not worths:
        drawing.text(0, 24, say("picture.kronor.empty", language), size=15, fill="muted")
        height = 40.0
    else:
        chart = etree.fromstring(
            vl_convert.vegalite_to_svg(
                _spec(worths, language, currency),
                vl_version="6.4",
            ).encode()
        )
        view = [float(part) for part in chart.get("viewBox", "0 0 720 200").split()]
        drawing.width, height = view[2], view[3]
        for part in list(chart):
            drawing.root.append(part)
        _make_ours(drawing.root)
    return drawing.finish(
        height,
        title=say("picture.kronor.title", language),
        alt=_alt(worths, language, currency),
        source=say("picture.kronor.source", language),
    )


def _spec(worths: Sequence[Worth], language: str, currency: str) -> dict[str, Any]:
    values = [
        {
            "place": place,
            "quality": "\n".join(wrap(worth.quality, 220, 15)),
            "money": float(worth.money),
            "label": money(worth.money, currency, language),
        }
        for place, worth in enumerate(worths)
    ]
    row = 22 + 17 * max(value["quality"].count("\n") + 1 for value in values)  # type: ignore[attr-defined]
    y = {
        "field": "quality",
        "type": "ordinal",
        "sort": {"field": "place"},
        "title": None,
        "axis": {
            "labelExpr": "split(datum.label, '\\n')",
            "labelLimit": 260,
            "ticks": False,
            "domain": False,
            "labelPadding": 10,
        },
    }
    x = {"field": "money", "type": "quantitative", "scale": {"zero": True}, "axis": None}
    return {
        "data": {"values": values},
        "width": 400,
        "height": {"step": row},
        "background": None,
        "padding": {"left": 2, "right": 90, "top": 4, "bottom": 4},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS["forest"], "height": 18}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 15, "color": COLOURS["ink"]},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            },
        ],
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 15, "labelColor": COLOURS["ink"], "labelLineHeight": 17},
        },
    }


def _make_ours(root: etree._Element) -> None:
    """Roles off single marks (the picture has one description), and our colour classes on."""
    for element in root.iter(f"{{{SVG}}}*"):
        spoken = [str(name) for name in element.attrib if str(name).startswith("aria-")]
        for name in (*spoken, *(name for name in ("role", "class", "style") if name in element.attrib)):
            del element.attrib[name]
        for what in ("fill", "stroke"):
            colour = CLASS_OF.get(element.get(what, "").lower())
            if colour:
                element.set("class", f"{element.get('class', '')} {what[0]}-{colour}".strip())
        if element.get("font-family"):
            del element.attrib["font-family"]


def _alt(worths: Sequence[Worth], language: str, currency: str) -> str:
    if not worths:
        return say("picture.kronor.empty", language)
    total = sum((worth.money for worth in worths), Decimal(0))
    each = "; ".join(f"{worth.quality} {money(worth.money, currency, language)}" for worth in worths)
    return say("picture.kronor.alt", language, each=each, total=money(total, currency, language))
