"""What stood in the way, as a picture and traced to each case; and which requirements and steps were used."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Literal

from omlopp.documents.chart import Chart
from omlopp.documents.pictures.bars import BarRow, bars
from omlopp.documents.plan import Block, Bullets, Heading, Paragraph
from omlopp.domain.model.text import Language
from omlopp.flows import evaluation
from omlopp.flows.evaluation_tables import criteria_table, model_steps_table
from omlopp.flows.evaluation_words import of_versions, told
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.evaluated import lay_obstacles
from omlopp.flows.publications.fill import Figures
from omlopp.library import evaluation as data
from omlopp.library.messages import keyed

Of = Literal["own", "cases"]


def draw(of: Of, base: Base, figures: Figures, language: Language) -> Drawn:
    """How many met each kind of obstacle, most first."""
    names = base.library.names
    held = []
    for code in data.obstacles_file().codes:
        id = f"{of}.obstacle.{code}"
        shown, value = figures.show(id, "plain"), figures[id].value
        held.append(
            (names.of("obstacle", code, language), value if isinstance(value, Decimal) else None, shown)
        )
    held.sort(key=lambda one: (-(one[1] or 0), one[0]))
    place = 0 if language == "sv" else 1
    facts = {
        "told": figures.show(f"{of}.obstacle.told", "plain"),
        "base": figures.show(f"{of}.base", "plain"),
        "origin": told("exercise" if figures[f"{of}.base"].exercise else of, language).lower(),
        "rows": "; ".join(f"{name} {shown}" for name, _, shown in held),
    }

    def say(key: str) -> str:
        return keyed(f"evaluation.obstacle_picture.{key}", facts, language)

    source = f"{figures[f'{of}.obstacle.told'].source[place]}."
    known = bool(figures.known(f"{of}.obstacle.told"))
    picture = bars(
        [BarRow(name, (float(value or 0),), (shown,)) for name, value, shown in held] if known else (),
        (told("table.number", language),),
        title=say("title"),
        alt=say("alt" if known else "empty"),
        source=source,
        empty=say("empty"),
    )
    chart = Chart(
        "bar",
        tuple(name for name, _, _ in held),
        ((told("table.number", language), tuple(value for _, value, _ in held)),),
        told("table.number", language),
    )
    return Drawn(picture, lay_obstacles(of, base, figures, language), chart if known else None)


own: Callable[[Base, Figures, Language], Drawn] = partial(draw, "own")
cases: Callable[[Base, Figures, Language], Drawn] = partial(draw, "cases")


def chapters(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    """Each kind of obstacle with the cases that met it, in the words of the case."""
    found = evaluation.of_base(base)[1]
    names, held = base.library.names, base.library.cases
    codes = data.obstacles_file().codes
    for code in sorted(codes, key=lambda one: -len(found.obstacles.by.get(one, ()))):
        ids = found.obstacles.by.get(code, ())
        if not ids:
            continue
        yield Heading(names.of("obstacle", code, language), 2)
        yield Paragraph(codes[code].means.within(language))
        yield Bullets(
            tuple(
                f"{held[id].name.within(language)} ({held[id].buyer})\n"
                + " ".join(
                    one.says.within(language)
                    for one in held[id].obstacles
                    if not isinstance(one, str) and one.kind == code
                )
                for id in ids
            ),
            strong_first=True,
        )


def used(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    """Requirements and steps that were used, beside what came; versions of the model beside each other."""
    found = evaluation.of_base(base)[0]
    for table in (
        criteria_table(found, base.library, language),
        model_steps_table(found, base.library, language),
    ):
        if table.rows:
            yield table
    for each in of_versions(found, language):
        yield Paragraph(each)
