"""The map of counties."""

from collections import Counter

from omlopp.documents.pictures.county_map import County, county_map
from omlopp.documents.pictures.market import Tile
from omlopp.documents.plan import Table
from omlopp.domain.model.text import Language
from omlopp.flows import evaluation
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.fill import Figures
from omlopp.library.messages import keyed
from omlopp.statistics.places import tiles


def counties(base: Base, figures: Figures, language: Language) -> Drawn:
    """Procurements that are out, by county, with how many of them are shown by a measurement."""
    climbs = {each.id: each for each in evaluation.of_base(base)[0].climbs if each.position != "not_yet"}
    every: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for entry in base.entries:
        found = climbs.get(entry.procurement.id)
        if found is not None:
            every[entry.county] += 1
            shown[entry.county] += found.shown is not None and found.shown.answer == "yes"
    known = {tile.code for tile in tiles()}
    held = {code: County(count, shown[code]) for code, count in every.items() if code in known}
    unplaced = sum(every.values()) - sum(one.all for one in held.values())
    source = keyed("publish.county.source", {"on": base.on}, language)
    drawn = county_map(
        held,
        [Tile(one.code, one.short, one.narrow, one.x, one.y) for one in tiles()],
        unplaced,
        language,
        source,
    )

    def say(key: str) -> str:
        return keyed(f"publish.county.{key}", {}, language)

    names = {one.code: one.short for one in tiles()}
    rows = [
        (names[code], str(one.all), str(one.shown))
        for code, one in sorted(held.items(), key=lambda pair: names[pair[0]])
    ]
    if unplaced:
        away = sum(shown.values()) - sum(one.shown for one in held.values())
        rows.append((say("unknown"), str(unplaced), str(away)))
    table = Table(
        (say("county"), say("all"), say("shown")), tuple(rows), say("table"), frozenset({1, 2}), (3, 1, 1)
    )
    return Drawn(drawn, table if rows else None)
