"""A draft (Word, PDF, ODT, Excel): it opens a procurement, or is held against one. The file itself is never kept."""

import hashlib
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Lot
from omlopp.notices.opening import opening
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import place, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import organisations_of
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.drafts import note_draft_check

CARRIED_SECONDS = 12 * 3600  # how long a form with a draft's lots may stay open
STATES = ("missing", "altered", "found")  # what is missing comes first
LIMIT_MB = settings.UPLOAD_LIMIT_BYTES // 2**20
PASSAGES = 40  # shown; a draft with more than this says much


class NoFile(OmloppError):
    code = "drafts.no-file"


def given(request: HttpRequest) -> tuple[str, bytes]:
    """The uploaded draft's name and bytes. Raises NoFile."""
    file: UploadedFile | None = request.FILES.get("file")
    if file is None:
        raise NoFile()
    return file.name or "utkast", file.read()


@reads_and_writes
def start(request: HttpRequest) -> HttpResponse:
    """Upload a draft; then the form with what it says filled in, and its lots carried along in the form itself."""
    if request.method == "POST" and "carried" in request.POST:
        return begin(request)
    error, status = "", 200
    if request.method == "POST":
        from omlopp.flows.drafts import explain_draft  # heavy: readers of documents

        try:
            name, data = given(request)
            said = explain_draft(data, name).data()
            filled = opening(said)
            initial = filled | {"cpv": ", ".join(filled["cpv"]), "value_sek": written(filled["value_sek"])}
            context = {
                "form": FactsForm(initial=initial, organisations=organisations_of(signed_in(request))),
                "carried": carry(request, filled["lots"]), "lots": filled["lots"],
                "asks": said["asks"][:PASSAGES], "passages": len(said["asks"]), "criteria": filled["criteria"],
                "language": said["facts"]["language"], "name": name, "section": "home",
                "lexicon": said["lexicon"]["state"],
            }  # fmt: skip
            return render(request, "drafts/begin.html", context)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return render(
        request, "drafts/start.html", {"section": "home", "error": error, "limit_mb": LIMIT_MB}, status=status
    )


def begin(request: HttpRequest) -> HttpResponse:
    form = FactsForm(request.POST, organisations=organisations_of(signed_in(request)))
    lots = carried(request)
    if not form.is_valid():
        context = {"form": form, "carried": request.POST["carried"], "lots": lots, "section": "home"}
        return render(request, "drafts/begin.html", context, status=422)
    row = begin_procurement(
        by=signed_in(request), entrance=Entrance.NEED, on=timezone.localdate(), lots=lots, **form.cleaned_data
    )
    return redirect("procurement", row.pk)


def carry(request: HttpRequest, lots: list[Lot]) -> str:
    """The draft's lots as a text only this workspace can have written: nothing is stored before it is used."""
    plain = [
        [lot.id, lot.title, None if lot.value_sek is None else str(lot.value_sek), list(lot.cpv)]
        for lot in lots[:500]
    ]
    return signing.dumps(plain, salt=_salt(request), compress=True)


def carried(request: HttpRequest) -> list[Lot]:
    """What `carry` wrote; nothing where it was altered, is somebody else's or too old: then one lot is made."""
    try:
        plain: list[Any] = signing.loads(
            request.POST["carried"], salt=_salt(request), max_age=CARRIED_SECONDS
        )
    except signing.BadSignature:
        return []
    return [
        Lot(lot_id, title, None if value is None else Decimal(value), tuple(cpv))
        for lot_id, title, value, cpv in plain
    ]


def _salt(request: HttpRequest) -> str:
    return f"draft-{signed_in(request).pk}"


@reads_and_writes
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a draft against what was chosen here: what it asks, what is altered or missing, what closes the door."""
    here = place(request, pk, "edit")
    context: dict[str, Any] = {
        "place": here,
        "error": "",
        "limit_mb": LIMIT_MB,
        "chosen": here.value.goals or here.value.criteria,
    }
    status = 200
    if request.method == "POST":
        from omlopp.flows.drafts import check_draft, chosen_from

        try:
            name, data = given(request)
            found = check_draft(data, chosen_from(here.value), name).data()
            found["criteria"].sort(key=lambda each: STATES.index(each["state"]))
            note_draft_check(
                by=here.user, procurement=here.row, file=name, digest=hashlib.sha256(data).hexdigest(),
                counts={"passages": len(found["asks"]), **standing(found["criteria"])},
            )  # fmt: skip
            context |= {"found": found, "name": name, "counts": standing(found["criteria"]), "most": PASSAGES}
        except OmloppError as refused:
            context["error"], status = refusal(refused), status_of(refused)
    return render(request, "drafts/check.html", context, status=status)


def standing(criteria: list[dict[str, Any]]) -> dict[str, int]:
    return {state: sum(each["state"] == state for each in criteria) for state in STATES}
