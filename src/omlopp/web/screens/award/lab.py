"""Attack the saved model before it is published, and hold two versions of it side by side."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Lot
from omlopp.flows.side_by_side import side_by_side
from omlopp.library.files import from_data
from omlopp.library.numbers import percent
from omlopp.web import attacks
from omlopp.web.attacks import Asked
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, writes
from omlopp.web.records.models import AwardModelVersion
from omlopp.web.words import language, say

BIDDERS = range(2, 21)
COMPARED_FIELDS = 20_000


@reads_and_writes
def attack(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The report as far as it has come. The same question asked again shows the same report."""
    here, lot = _lot(request, pk, lot_id)
    model = here.value.award_models.get(lot_id)
    typed = request.POST if request.method == "POST" else request.GET
    price, error = typed.get("price", written(lot.value_sek)), ""
    bidders = (
        int(typed["bidders"])
        if typed.get("bidders", "").isascii() and typed.get("bidders", "").isdigit()
        else None
    )
    asked: Asked | None = None
    try:
        number: Decimal | None = SwedishDecimal(required=False).clean(price)
        if number is not None and number <= 0:
            raise ValidationError(
                say("Skriv ett väntat pris som är större än noll.", "Write an expected price above zero.")
            )
        if model is not None and number is not None:
            asked = Asked(
                model,
                f"{here.value.title} – {lot.title}",
                number,
                bidders if bidders in BIDDERS else None,
                here.row.exercise,
            )
        elif request.method == "POST":
            error = say("Skriv det väntade priset först.", "Write the expected price first.")
    except ValidationError as refused:
        error = " ".join(refused.messages)
    if request.method == "POST" and asked is not None and not error:
        attacks.begin(asked)
        return redirect(
            f"{request.path}?price={written(asked.price)}&bidders={asked.bidders or ''}".replace(" ", "")
        )
    shown = _shown(asked)
    part = request.headers.get("HX-Request") == "true"
    if part and shown["state"] != "running":
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    context = {"place": here, "lot": lot, "model": model, "price": price, "bidders": bidders, "counts": BIDDERS,
               "error": error, "query": request.GET.urlencode(), **shown}  # fmt: skip
    return render(
        request,
        "award/attack_part.html" if part else "award/attack.html",
        context,
        status=422 if error else 200,
    )


def _shown(asked: Asked | None) -> dict[str, Any]:
    if asked is None or not attacks.folder(asked.key).is_dir():
        return {"state": "", "report": "", "progress": None, "says": ""}
    now = attacks.progress(asked.key)
    # Made by documents.html from our own blocks, every text of them escaped.
    report = mark_safe(attacks.report(asked.key, language()))
    return {
        "state": now.state,
        "report": report,
        "progress": now,
        "says": (now.says or {}).get(language(), ""),
    }


@writes
def stop(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """Stop after the test that is being run; what has been found stays."""
    here, lot = _lot(request, pk, lot_id)
    model, price = here.value.award_models.get(lot_id), request.POST.get("price", "")
    bidders = request.POST.get("bidders", "")
    try:
        number: Decimal | None = SwedishDecimal(required=False).clean(price)
    except ValidationError:
        number = None
    if model is not None and number is not None:
        count = (
            int(bidders) if bidders.isascii() and bidders.isdigit() and int(bidders[:3]) in BIDDERS else None
        )
        attacks.ask_to_stop(
            Asked(model, f"{here.value.title} – {lot.title}", number, count, here.row.exercise).key
        )
    return redirect(f"{request.path.removesuffix('stopp/')}?price={price}&bidders={bidders}".replace(" ", ""))


@reads
def compare(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """Two versions: what each quality is worth, and in how many drawn fields another bid would win."""
    here, lot = _lot(request, pk, lot_id)
    versions = list(AwardModelVersion.objects.filter(lot__procurement=here.row, lot__lot_id=lot_id))
    numbers = [version.number for version in versions]
    chosen = [_chosen(request, name, numbers, usual) for name, usual in (("a", -2), ("b", -1))]
    pair = [from_data(AwardModel, versions[numbers.index(number)].content) for number in chosen if number]
    error, found = "", None
    if len(pair) == 2:
        try:
            found = side_by_side(pair[0], pair[1], lot.value_sek or Decimal(1_000_000), COMPARED_FIELDS)
        except OmloppError as refused:
            error = refusal(refused)
    share = ""
    if found is not None:
        base = say(f"{found.of} tävlingar", f"{found.of} competitions")
        share = percent(Decimal(found.differ) / found.of, base, language())
    rows = _worths(pair, lot) if len(pair) == 2 else []
    context = {"place": here, "lot": lot, "versions": versions, "chosen": chosen, "pair": pair, "rows": rows,
               "found": found, "share": share, "error": error}  # fmt: skip
    return render(request, "award/compare.html", context)


def _chosen(request: HttpRequest, name: str, numbers: list[int], usual: int) -> int | None:
    asked = request.GET.get(name, "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]) in numbers:
        return int(asked[:6])
    return numbers[usual] if len(numbers) >= -usual else None


def _worths(pair: list[AwardModel], lot: Lot) -> list[tuple[str, list[tuple[Decimal, Decimal] | None]]]:
    """Quality → what its full mark is worth in each of the two, as (least, most)."""
    names: dict[str, str] = {}
    tables: list[dict[str, tuple[Decimal, Decimal]]] = []
    supposed = [Bid(id="value", price=lot.value_sek or Decimal(1_000_000))]
    for model in pair:
        names |= {one.id: one.title for one in model.criteria if not one.price}
        try:
            tables.append({one.criterion: (one.low, one.high) for one in worth(model, supposed)})
        except OmloppError:
            tables.append({})
    return [(name, [table.get(criterion) for table in tables]) for criterion, name in names.items()]


def _lot(request: HttpRequest, pk: int, lot_id: str) -> tuple[Place, Lot]:
    here = place(request, pk)
    lot = next((lot for lot in here.value.lots if lot.id == lot_id), None)
    if lot is None:
        raise Http404
    return here, lot
