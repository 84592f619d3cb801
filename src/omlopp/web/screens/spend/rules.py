"""The lines of a ledger and how they are put right: a correction becomes a rule, used at once and from then on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import spend_board
from omlopp.flows.spend_board import Line
from omlopp.library.spend import group_of, groups, reasons
from omlopp.spend import decided, mappings
from omlopp.spend.decided import Decided, Kind
from omlopp.spend.masking import ANONYMOUS, SOLE
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import may_spend
from omlopp.web.records.actions.spend import as_decided, decide_category, drop_category_rule
from omlopp.web.records.models import SpendRule
from omlopp.web.screens.spend.here import Here, frame, here, place_name, stem
from omlopp.web.words import kronor, language, say

PAGE = 50
MASKED = (SOLE, ANONYMOUS, "")
KINDS: dict[str, Kind] = {"line": "line", "supplier": "supplier", "account": "account", "word": "word"}


class NoSuchRule(OmloppError):
    """What a rule is about, or where to, was not chosen."""

    code = "spend-web.no-such-rule"


def _asked_lines(request: HttpRequest, where: Here) -> tuple[list[Line], dict[str, str]]:
    kept = {name: value for name in ("var", "sok") if (value := request.GET.get(name, "").strip()[:80])}
    return spend_board.lines(where.found, kept.get("var", ""), kept.get("sok", "")), kept


@reads
def lines(request: HttpRequest, ledger: str) -> HttpResponse:
    """Rows of one supplier on one account together, largest first."""
    where = here(request, ledger)
    found, kept = _asked_lines(request, where)
    number = request.GET.get("sida", "1")
    page = Paginator(found, PAGE).get_page(
        int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    )
    context = frame(where, "lines") | {
        "rows": [(line, place_name(line.place.group, line.place.reason), _correct(where, line, kept)) for line in page],
        "page_of": page, "all": len(found), "rows_in_all": sum(line.sum.rows for line in found),
        "sek": sum((line.sum.sek for line in found), spend_board.NOTHING.sek), "kept": kept,
        "places": _places(where), "next": where.with_(**kept, sida=page.number + 1),
        "previous": where.with_(**kept, sida=page.number - 1), "file": where.with_(**kept),
    }  # fmt: skip
    return render(request, "spend/lines.html", context)


def _places(where: Here) -> list[tuple[str, str]]:
    """What the lines can be narrowed to: where anything lies."""
    sums = where.found.screened.screening
    made = [
        ("", say("Alla köp", "All purchases")),
        ("none", say("Köp utan varugrupp", "Purchases without a group")),
    ]
    made += [(f"={code}", place_name("", code)) for code in sums.left_out]
    named = [(one.group, place_name(one.group, "")) for one in sums.bought]
    return made + sorted(named, key=lambda pair: pair[1].casefold())


def _correct(where: Here, line: Line, kept: dict[str, str]) -> str:
    about = {"leverantor": line.payee, "konto": line.account, "kontonamn": line.account_name} | {
        f"till-{name}": value for name, value in kept.items()
    }
    return f"{reverse('spend-correct', args=[where.intake.id])}?{urlencode(where.kept | about)}"


@reads
def lines_file(request: HttpRequest, ledger: str) -> HttpResponse:
    where = here(request, ledger)
    found, _ = _asked_lines(request, where)
    head = (say("leverantör", "supplier"), say("nummer", "number"), say("konto", "account"),
            say("kontonamn", "account name"),
            say("rader", "rows"), "SEK", "cpv", say("hör till", "belongs to"), say("regel", "rule"),
            say("därför", "because"))  # fmt: skip
    rows = [
        (line.supplier, line.supplier_id, line.account, line.account_name, line.sum.rows, line.sum.sek,
         line.place.group, place_name(line.place.group, line.place.reason), line.place.rule, line.place.because)
        for line in found
    ]  # fmt: skip
    return csv_of(f"rader-{stem(where)}.csv", head, rows)


@reads_and_writes
def correct(request: HttpRequest, ledger: str) -> HttpResponse:
    """Where rows belong, said once: for the supplier on the account, the account, the supplier or a word."""
    where = here(request, ledger)
    typed = request.POST if request.method == "POST" else request.GET
    said = {
        name: typed.get(name, "").strip()[:300]
        for name in ("leverantor", "konto", "kontonamn", "ord", "till", "why", "galler")
    }
    error, status = "", 200
    if request.method == "POST":
        try:
            rule = _rule(said)
            row = decide_category(by=signed_in(request), rule=rule)
            return _done(request, where, as_decided(row))
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    about = [
        line
        for place in ("", "=")
        for line in spend_board.lines(where.found, place)
        if line.payee == said["leverantor"] and line.account == said["konto"]
    ]
    masked = said["leverantor"] in MASKED
    usable = kinds(masked, bool(said["konto"]))
    context = frame(where, "lines") | {
        "said": said, "error": error, "may_spend": may_spend(signed_in(request)),
        "about": [(line, place_name(line.place.group, line.place.reason)) for line in about],
        "kinds": usable, "kind": said["galler"] or usable[0][0], "masked": masked,
        "groups": sorted(((cpv, place_name(cpv, "")) for cpv in groups()), key=lambda pair: pair[1].casefold()),
        "reasons": [(f"={code}", text.within(language())) for code, text in reasons().items()],
        "proposed": said["till"] or next((line.place.group for line in about if line.place.group), ""),
        "back": {name: value for name, value in typed.items() if name.startswith("till-")},
    }  # fmt: skip
    return render(request, "spend/correct.html", context, status=status)


def kinds(masked: bool, has_account: bool) -> list[tuple[str, str]]:
    """What a rule may be about, the narrowest first."""
    made = [
        (
            "line", not masked and has_account,
            say("Leverantören på det här kontot", "The supplier on this account"),
        ),
        (
            "supplier", not masked,
            say("Allt från leverantören, på alla konton", "Everything from the supplier, on all accounts"),
        ),
        (
            "account", has_account,
            say("Allt på kontot, från alla leverantörer", "Everything on the account, from all suppliers"),
        ),
        (
            "word", True,
            say("Allt där ett ord står i kontots eller leverantörens namn",
                "Everything with a word in the name of account or supplier"),
        ),
    ]  # fmt: skip
    return [(kind, words) for kind, fits, words in made if fits]


def _rule(said: dict[str, str]) -> Decided:
    kind, to = KINDS.get(said["galler"]), said["till"]
    if kind is None or not to:
        raise NoSuchRule()
    left_out = to.removeprefix(decided.NO_PURCHASE) if to.startswith(decided.NO_PURCHASE) else ""
    return Decided(
        kind, said["leverantor"], said["konto"], said["ord"], "" if left_out else to, left_out, said["why"]
    )


def _done(request: HttpRequest, where: Here, rule: Decided) -> HttpResponse:
    """Back to the lines, with how many rows the rule moved."""
    again = here(request, where.intake.id)
    touched = spend_board.touched(again.found, rule)
    rows, sek, to = touched.rows, kronor(touched.sek), place_name(rule.cpv, rule.left_out)
    messages.success(
        request,
        say(
            f"Regeln är sparad: {to}. Den gäller {rows} rader, {sek}, och används varje gång en reskontra läses.",
            f"The rule is saved: {to}. It covers {rows} rows, {sek}, and is used whenever a ledger is read.",
        ),
    )
    back = {
        name.removeprefix("till-"): value for name, value in request.POST.items() if name.startswith("till-")
    }
    return redirect(reverse("spend-lines", args=[where.intake.id]) + where.with_(**back))


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """Every rule: what it is about, where to, why, who and when; and those said on the command line."""
    rows = [(row, place_name(row.cpv, row.left_out)) for row in SpendRule.objects.all()]
    said = [(name, place_name(group_of(cpv), "")) for name, cpv in mappings.rules().suppliers.items()]
    context = {"section": "spend", "rows": rows, "said": said, "may_spend": may_spend(signed_in(request))}
    return render(request, "spend/rules.html", context)


@reads
def as_file(request: HttpRequest) -> HttpResponse:
    """The rules as `omlopp spend screen --rules` reads them; who decided is not in the file."""
    rules = [as_decided(row) for row in SpendRule.objects.order_by("pk")]
    suppliers = {one.supplier.casefold() for one in rules if one.kind == "supplier"}
    typed = [
        Decided("supplier", supplier=name, cpv=cpv)
        for name, cpv in mappings.rules().suppliers.items()
        if name not in suppliers
    ]
    response = HttpResponse(decided.written([*typed, *rules]), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="omlopp-regler.yaml"'
    return response


@writes
def drop(request: HttpRequest, rule: int) -> HttpResponse:
    row = get_object_or_404(SpendRule, pk=rule)
    drop_category_rule(by=signed_in(request), rule=row)
    messages.success(request, say("Regeln är borttagen. Raderna sorteras som de övriga reglerna säger.",
                                  "The rule is removed. The rows fall as the other rules say."))  # fmt: skip
    return redirect("spend-rules")
