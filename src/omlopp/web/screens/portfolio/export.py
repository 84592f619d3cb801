"""Every figure that the portfolio's sums stand on, as a file."""

import csv
import io

from django.http import HttpRequest, HttpResponse

from omlopp.domain.indicators.result import Result
from omlopp.domain.model.indicators import Indicator, Measurement
from omlopp.flows import portfolio as flow
from omlopp.library.load import library
from omlopp.web.download import plain_cell
from omlopp.web.pages import reads
from omlopp.web.screens.portfolio.views import chosen, slag

HEAD = (
    "indikator",
    "upphandling",
    "titel",
    "ovning",
    "i_efterhand",
    "mattillfalle",
    "matt_den",
    "varde",
    "enhet",
    "uppgifter",
    "kalla",
    "faktorer",
    "regler",
)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """Every figure that the sums stand on, one measurement a row; what is not measured has its row too."""
    looked = chosen(request)
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(HEAD)
    titles = {each.id: each for each in looked.items}
    for row in flow.rows(looked.items, library().indicators):
        for each in row.contracts:
            item = titles[each.id]
            marks = tuple("ja" if one else "nej" for one in (item.exercise, item.in_hindsight))
            own = (row.card.id, each.id, plain_cell(item.title), *marks)
            writer.writerow((*own, "nulage", *cells(row.card, each.before, each.measured_before)))
            writer.writerow((*own, "nu", *cells(row.card, each.now, each.measured_now)))
    response = HttpResponse("\ufeff" + held.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="portfolj-{slag(looked)}.csv"'
    return response


def cells(card: Indicator, result: Result | None, one: Measurement | None) -> tuple[str, ...]:
    """Day, value, unit, figures, source, factors and rules; empty where nothing is known."""
    if one is None:
        return ("", "", card.unit.sv, "", "", "", "")
    value = result.found.value if result else None
    return (
        one.measured_on.isoformat(),
        "" if value is None else f"{value:f}",
        card.unit.sv,
        "; ".join(f"{name}={figure:f}" for name, figure in one.inputs.items()),
        plain_cell(one.source),
        "; ".join(f"{each.id} ({each.set} {each.version}, {each.licence})" for each in one.factors),
        result.rules if result else "",
    )
