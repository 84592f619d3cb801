"""A picture with the table it is drawn from, and the numbers for a chart of the reader's own program."""

from dataclasses import dataclass

from omlopp.documents.chart import Chart
from omlopp.documents.plan import Picture, Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """`table` None only for a picture without numbers. `chart`: for forms that draw charts themselves (slides)."""

    picture: Picture
    table: Table | None
    chart: Chart | None = None
