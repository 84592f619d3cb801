"""The accessibility statement, open to everybody, with a form for faults; and the faults, for those who answer them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.library.accessibility import statement
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import may_in, organisations_of
from omlopp.web.records.actions.faults import ANYBODY, LONGEST, handle_fault, report_fault
from omlopp.web.records.models import FaultReport, Organisation
from omlopp.web.words import say

STATUS = {
    "fully": ("helt förenlig", "fully compliant"),
    "partly": ("delvis förenlig", "partially compliant"),
    "not": ("inte förenlig", "not compliant"),
}


@reads_and_writes
@login_not_required
def statement_page(request: HttpRequest) -> HttpResponse:
    """Who answers, how far the demands are met, what is known to fail, and a way to report."""
    typed = {name: request.POST.get(name, "") for name in ("text", "page", "contact")}
    typed["page"] = typed["page"] or request.GET.get("sida", "")[:300]
    error, status = "", 200
    if request.method == "POST":
        try:
            if not request.POST.get("website"):  # a field people do not see; programs fill it
                by = request.user.get_username() if request.user.is_authenticated else ANYBODY
                report_fault(by=by, **typed)
            messages.success(
                request,
                say(
                    "Tack. Anmälan är mottagen och läses av den som svarar för tjänsten.",
                    "Thank you. The report is received and is read by whoever answers for the service.",
                ),
            )
            return redirect("accessibility")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    said = statement()
    context = {
        "said": said,
        "status": say(*STATUS[said.status]),
        "organisations": Organisation.objects.order_by("name"),
        "typed": typed,
        "error": error,
        "longest": LONGEST,
    }
    return render(request, "accessibility/statement.html", context, status=status)


@reads
def faults(request: HttpRequest) -> HttpResponse:
    """What has been reported, unanswered first."""
    _answering(signed_in(request))
    rows = list(FaultReport.objects.order_by("-pk")[:500])
    rows.sort(key=lambda row: row.handled_at is not None)
    return render(request, "accessibility/faults.html", {"faults": rows})


@writes
def handle(request: HttpRequest, fault: int) -> HttpResponse:
    user = signed_in(request)
    organisation = _answering(user)
    row = get_object_or_404(FaultReport, pk=fault)
    try:
        handle_fault(by=user, organisation=organisation, fault=row, how=request.POST.get("how", ""))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("accessibility-faults")


def _answering(user: User) -> Organisation:
    """The organisation through which the person answers for the workspace; 404 for others."""
    found = next((one for one in organisations_of(user) if may_in(user, "settings", one)), None)
    if found is None:
        raise Http404
    return found
