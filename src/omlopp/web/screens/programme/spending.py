"""Spending read from the ledger's list: uploaded, shown row by row, and imported whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import many
from omlopp.library.importing import plain
from omlopp.library.messages import keyed
from omlopp.library.programme import cost_types
from omlopp.library.programme import spent_list as columns_of_spent
from omlopp.web import laid_aside as laid
from omlopp.web.pages import reads_and_writes, refusal, status_of
from omlopp.web.records.access import require_in
from omlopp.web.records.actions.programme import RIGHT
from omlopp.web.records.actions.programme_lines import import_spent, key_of_spent
from omlopp.web.screens.programme.here import Here, here
from omlopp.web.words import language, say

SHOWN = 100


class NoFile(OmloppError):
    code = "programme.no-file"


class Changed(OmloppError):
    """What can be imported is not what was shown. Facts: now, shown."""

    code = "programme.changed"


@dataclass(frozen=True)
class Row:
    """One row of the list. `fault`: why it cannot be imported; `known`: it is there already."""

    line: int
    cells: tuple[str, ...]
    values: dict[str, Any]
    fault: str
    known: bool

    @property
    def good(self) -> bool:
        return not self.fault and not self.known


@reads_and_writes
def upload(request: HttpRequest, programme: int) -> HttpResponse:
    """The list is read at once, and kept aside only where it can be read."""
    at = here(request, programme)
    error, status = "", 200
    if request.method == "POST":
        try:
            require_in(at.user, RIGHT, at.row.organisation)
            given = request.FILES.get("file")
            if given is None:
                raise NoFile()
            if (given.size or 0) > many.MOST_BYTES:
                raise many.ListTooLarge(file=given.name or "", limit=f"{many.MOST_BYTES // 1_000_000} MB")
            content, name = given.read(), laid.safe_name(given.name or "utgifter.csv")
            many.read_list(columns_of_spent(), name, content)
            kept = laid.lay(at.user.pk, at.row.organisation_id, f"spent-{at.row.pk}", name, content)
            return redirect("programme-spent-preview", programme, kept.id)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    more = {
        "error": error,
        "columns": columns_of_spent().columns,
        "cost_types": cost_types().values(),
        "part": "pengar",
    }
    return render(request, "programme/spent.html", at.context(**more), status=status)


@reads_and_writes
def preview(request: HttpRequest, programme: int, spent_list: str) -> HttpResponse:
    """Everything that was read, with its faults. The button imports exactly what was shown, or nothing."""
    at = here(request, programme)
    kept = laid.find(spent_list)
    if kept is None or (kept.user, kept.kind) != (at.user.pk, f"spent-{at.row.pk}"):
        raise Http404
    rows = read(at, kept)
    good = [one for one in rows if one.good]
    error, status = "", 200
    if request.method == "POST":
        try:
            shown = request.POST.get("rows", "")
            if shown != str(len(good)):
                raise Changed(now=len(good), shown=shown[:12] or "–")
            new, _ = import_spent(
                by=at.user, programme=at.row, rows=[one.values for one in good], source=kept.name
            )
            laid.drop(kept)
            messages.success(request, say(f"{new} av {len(rows)} rader är inlästa.",
                                          f"{new} of {len(rows)} rows were imported."))  # fmt: skip
            return redirect("programme-part", programme, "pengar")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    more = {
        "aside": kept, "rows": rows, "good": good, "error": error, "shown": SHOWN, "part": "pengar",
        "faulty": [one for one in rows if one.fault], "known": [one for one in rows if one.known],
        "sum": sum((one.values["amount_sek"] for one in good), Decimal(0)),
    }  # fmt: skip
    return render(request, "programme/spent_preview.html", at.context(**more), status=status)


def read(at: Here, kept: laid.Aside) -> Sequence[Row]:
    """Each row as it reads today, beside what the programme has today."""
    names = {plain(id.replace("_", " ")): id for id in cost_types()}
    names |= {plain(text.within(which)): id for id, text in cost_types().items() for which in ("sv", "en")}
    known = {key_of_spent(vars(one)) for one in at.row.spent.filter(removed_at=None)}
    found = []
    for one in many.read_list(columns_of_spent(), kept.name, kept.content).rows:
        values = {("on" if id == "spent_on" else id): value for id, value in one.values.items()}
        fault = " ".join(
            f"{columns_of_spent().column(each.column).name.within(language())}: "
            + keyed(f"import.fault.{each.code}", each.facts, language())
            for each in one.faults
        )
        said = values.get("cost_type")
        if not fault and plain(str(said)) not in names:
            listed = ", ".join(text.within(language()) for text in cost_types().values())
            fault = keyed(
                "programme.cost-type", {"found": said, "line": one.line, "known": listed}, language()
            )
        if not fault and not at.row.starts_on <= values["on"] <= at.row.ends_on:
            facts = {"found": values["on"], "first": at.row.starts_on, "last": at.row.ends_on}
            fault = keyed("programme.outside", facts, language())
        twice = False
        if not fault:
            values["cost_type"] = names[plain(str(said))]
            twice = key_of_spent(values) in known
            known.add(key_of_spent(values))
        found.append(Row(one.line, one.cells, values, fault, twice))
    return found
