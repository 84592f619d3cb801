"""Many things from one list: an empty form, the upload, everything that was read with its faults, and the import."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.import_form import import_form, with_faults
from omlopp.domain.model.errors import OmloppError
from omlopp.flows import many
from omlopp.flows.publish import Made, slug
from omlopp.library.importing import ListKind, kinds, plain
from omlopp.library.messages import keyed
from omlopp.web import laid_aside as laid
from omlopp.web.download import download
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import organisation_roles, require_in, usernames
from omlopp.web.records.actions.importing import (
    import_contracts,
    import_planned,
    known_contracts,
    known_planned,
)
from omlopp.web.records.models import Organisation, ProcurementRecord, Unit
from omlopp.web.words import language, say

SHOWN = 100  # rows of each kind on the page; the rest are counted


class Changed(OmloppError):
    """What can be imported is not what was shown. Facts: now, shown."""

    code = "import.changed"


class NoFile(OmloppError):
    code = "import.none-chosen"


def here(request: HttpRequest, organisation: int) -> Organisation:
    """The organisation, for who has a role in it (else 404) and may import (else refused)."""
    user = signed_in(request)
    row = Organisation.objects.filter(pk=organisation).first()
    if row is None or not organisation_roles(user, row):
        raise Http404
    require_in(user, "import", row)
    return row


@reads_and_writes
def start(request: HttpRequest, organisation: int) -> HttpResponse:
    """Which kind of list, its empty form, and the upload: read at once, and kept aside only where it can be read."""
    row = here(request, organisation)
    error: OmloppError | None = None
    chosen = request.POST.get("list_kind", request.GET.get("slag", ""))
    if request.method == "POST":
        kind = kinds().get(chosen)
        given = request.FILES.get("file")
        try:
            if kind is None or given is None:
                raise NoFile()
            if (given.size or 0) > many.MOST_BYTES:
                raise many.ListTooLarge(file=given.name or "", limit=f"{many.MOST_BYTES // 1_000_000} MB")
            content, name = given.read(), laid.safe_name(given.name or "lista.xlsx")
            many.read_list(kind, name, content, usernames())
            kept = laid.lay(signed_in(request).pk, row.pk, kind.id, name, content)
            return redirect("import-preview", row.pk, kept.id)
        except OmloppError as refused:
            error = refused
    context = {
        "organisation": row,
        "kinds": list(kinds().values()),
        "chosen": chosen if chosen in kinds() else "planned",
        "error": refusal(error) if error else "",
        "limit": many.MOST_BYTES // 1_000_000,
        "section": "import",
    }
    return render(request, "importing/start.html", context, status=status_of(error))


@reads
def form(request: HttpRequest, organisation: int, list_kind: str) -> HttpResponse:
    """The empty form of a kind of list."""
    here(request, organisation)
    kind = kinds().get(list_kind)
    if kind is None:
        raise Http404
    choices = {one.id: many.choices_of(one, language()) for one in kind.columns if one.table}
    return download(
        Made(f"{slug(kind.name.within(language()))}.xlsx", import_form(kind, choices, many.SHEET, language()))
    )


@reads_and_writes
def preview(request: HttpRequest, organisation: int, aside: str) -> HttpResponse:
    """Everything that was read, and what is wrong. The button imports exactly what was shown, or nothing."""
    row = here(request, organisation)
    kept = mine(request, row, aside)
    read = compared(row, kept)
    error: OmloppError | None = None
    if request.method == "POST":
        try:
            shown = request.POST.get("rows", "")
            if shown != str(len(read.good)):
                raise Changed(now=len(read.good), shown=shown[:12] or "–")
            count = carry_out(request, row, read)
            laid.drop(kept)
            messages.success(request, done(read.kind, count, len(read.rows) - count))
            if read.kind.id == "contracts":
                return redirect("contracts", row.pk)
            return redirect("procurements")
        except OmloppError as refused:
            error = refused
    context = {
        "organisation": row, "aside": kept, "read": read, "error": refusal(error) if error else "",
        "faults": [
            (one.line, column.name, keyed(f"import.fault.{fault.code}", fault.facts, language()))
            for one, column, fault in many.fault_rows(read)
        ],
        "shown": SHOWN, "good": [cells_of(read.kind, one) for one in read.good[:SHOWN]],
        "columns": [one for one in read.kind.columns if one.id in read.found],
        "left_out": len(read.rows) - len(read.good), "section": "import",
    }  # fmt: skip
    return render(request, "importing/preview.html", context, status=status_of(error))


@reads
def refused(request: HttpRequest, organisation: int, aside: str) -> HttpResponse:
    """The rows that are not imported, as they were written, each with the reason beside it."""
    row = here(request, organisation)
    kept = mine(request, row, aside)
    read = compared(row, kept)
    rows = [(one.cells, reason(read.kind, one)) for one in read.rows if not one.good]
    name = f"{slug(kept.name.rpartition('.')[0] or kept.name)}-{say('att-ratta', 'to-mend')}.xlsx"
    return download(Made(name, with_faults(read.head, rows, many.SHEET, many.FAULTS[language()])))


def mine(request: HttpRequest, row: Organisation, aside: str) -> laid.Aside:
    """The person's own upload for this organisation, else 404."""
    kept = laid.find(aside)
    ours = kept is not None and (kept.user, kept.organisation) == (signed_in(request).pk, row.pk)
    if kept is None or not ours or kept.kind not in kinds():  # others lay lists aside, too
        raise Http404
    return kept


def compared(row: Organisation, kept: laid.Aside) -> many.ReadList:
    """The list as it reads today, beside what the organisation has today."""
    kind = kinds()[kept.kind]
    read = many.read_list(kind, kept.name, kept.content, usernames())
    if kind.id == "contracts":
        return many.compared(read, known_contracts(row))
    units = {plain(name) for name in Unit.objects.filter(organisation=row).values_list("name", flat=True)}
    titles = ProcurementRecord.objects.filter(organisation=row).values_list("title", flat=True)
    return many.compared(read, known_planned(row), {plain(title): title for title in titles}, units)


def carry_out(request: HttpRequest, row: Organisation, read: many.ReadList) -> int:
    """One action for the whole batch. → how many were made."""
    values = [one.values for one in read.good]
    user = signed_in(request)
    if read.kind.id == "contracts":
        return len(import_contracts(by=user, organisation=row, rows=values, source=read.file))
    return len(
        import_planned(by=user, organisation=row, rows=values, source=read.file, on=timezone.localdate())
    )


def done(kind: ListKind, count: int, left: int) -> str:
    what = (
        say("avtal", "contracts")
        if kind.id == "contracts"
        else say("planerade upphandlingar", "planned procurements")
    )
    return say(
        f"{count} {what} är inlästa. {left} av {count + left} rader lämnades utanför.",
        f"{count} {what} were imported. {left} of {count + left} rows were left out.",
    )


def reason(kind: ListKind, row: many.ListRow) -> str:
    """Why a row is not imported, in words."""
    if row.faults:
        said = (
            f"{kind.column(one.column).name.within(language())}: "
            + keyed(f"import.fault.{one.code}", one.facts, language())
            for one in row.faults
        )
        return " ".join(said)
    return say(f"Finns redan: {row.same_as}.", f"There already: {row.same_as}.")


def cells_of(kind: ListKind, row: many.ListRow) -> dict[str, object]:
    """A good row for the page: its line, its values by column, and what to look at."""
    names = [
        (one.name, one.kind, one.table, row.values.get(one.id))
        for one in kind.columns
        if one.id in row.values
    ]
    return {"line": row.line, "cells": names, "notes": row.notes}
