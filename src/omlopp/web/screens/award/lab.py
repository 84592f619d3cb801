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
from omlopp.flows.publish import Made, slug
from omlopp.flows.side_by_side import side_by_side
from omlopp.library.files import from_data
from omlopp.library.numbers import percent
from omlopp.web import attacks
from omlopp.web.attacks import Asked
from omlopp.web.download import download
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, writes
from omlopp.web.records.models import AwardModelVersion
from omlopp.web.words import count, language, say

BIDDERS = range(2, 21)
COMPARED_FIELDS = 20_000


@reads_and_writes
def attack(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The report as far as it has come. The same question asked again shows the same report."""
    here, lot = _lot(request, pk, lot_id)
    typed = request.POST if request.method == "POST" else request.GET
    price, error, asked = typed.get("price", written(lot.value_sek)), "", None
    try:
        asked = _asked(here, lot, price, typed.get("bidders", ""))
        if request.method == "POST":
            if asked is None and lot.id in here.value.award_models:
                raise ValidationError(
                    say("Skriv det väntade priset först.", "Write the expected price first.")
                )
            if asked is not None:
                attacks.begin(asked)
                return redirect(_address(request.path, asked))
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except OmloppError as refused:
        error, asked = refusal(refused), None
    document = attacks.document(asked.key, language()) if asked else None
    if "hamta" in request.GET and document is not None:
        return download(
            Made(f"{slug(here.value.title)}-{slug(lot.id)}-{say('angrepp', 'attack')}.docx", document)
        )
    shown = _shown(asked)
    part = request.headers.get("HX-Request") == "true"
    if part and shown["state"] != "running":
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    context = {
        "place": here, "lot": lot, "model": here.value.award_models.get(lot_id),
        "price": written(asked.price) if asked else price, "error": error,
        "bidders": _bidders(typed.get("bidders", "")), "counts": BIDDERS, "document": document is not None,
        "query": _query(asked) if asked else "", **shown,
    }  # fmt: skip
    page = "award/attack_part.html" if part else "award/attack.html"
    return render(request, page, context, status=422 if error else 200)


def _asked(here: Place, lot: Lot, price: str, bidders: str) -> Asked | None:
    """What is asked to be attacked; None without a model or a price."""
    number = _price(price)
    model = here.value.award_models.get(lot.id)
    if model is None or number is None:
        return None
    title = f"{here.value.title} – {lot.title}"
    return Asked(model, title, number, _bidders(bidders), here.row.exercise)


def _price(typed: str) -> Decimal | None:
    number: Decimal | None = SwedishDecimal(required=False).clean(typed)
    if number is not None and number <= 0:
        raise ValidationError(
            say("Skriv ett väntat pris som är större än noll.", "Write an expected price above zero.")
        )
    return number


def _bidders(typed: str) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    return number if number in BIDDERS else None


def _query(asked: Asked) -> str:
    return f"price={asked.price:f}&bidders={asked.bidders or ''}"


def _address(path: str, asked: Asked) -> str:
    return f"{path}?{_query(asked)}"


def attacked(here: Place, lot: Lot) -> bool:
    """Whether the saved model has been attacked at the lot's value, with any number of bidders."""
    if lot.value_sek is None or lot.value_sek <= 0 or lot.id not in here.value.award_models:
        return False
    price = written(lot.value_sek)
    asked = [_asked(here, lot, price, count) for count in ("", *map(str, BIDDERS))]
    return any(one is not None and attacks.progress(one.key).state == "done" for one in asked)


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
    path = request.path.removesuffix("stopp/")
    try:
        asked = _asked(here, lot, request.POST.get("price", ""), request.POST.get("bidders", ""))
    except ValidationError:
        asked = None
    if asked is None:
        return redirect(path)
    attacks.ask_to_stop(asked.key)
    return redirect(_address(path, asked))


@reads
def compare(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """Two versions: what each quality is worth, and in how many drawn fields another bid would win."""
    here, lot = _lot(request, pk, lot_id)
    versions = list(AwardModelVersion.objects.filter(lot__procurement=here.row, lot__lot_id=lot_id))
    numbers = [version.number for version in versions]
    chosen = [_chosen(request, name, numbers, usual) for name, usual in (("a", -2), ("b", -1))]
    pair = [from_data(AwardModel, versions[numbers.index(number)].content) for number in chosen if number]
    typed, error, found, price = request.GET.get("price", written(lot.value_sek)), "", None, None
    try:
        price = _price(typed)
        if len(pair) == 2 and price is not None:
            found = side_by_side(pair[0], pair[1], price, COMPARED_FIELDS)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except OmloppError as refused:
        error = refusal(refused)
    share = ""
    if found is not None:
        drawn = count(found.of)
        base = say(f"{drawn} tävlingar", f"{drawn} competitions")
        share = percent(Decimal(found.differ) / found.of, base, language())
    rows = _worths(pair, price) if len(pair) == 2 else []
    context = {"place": here, "lot": lot, "versions": versions, "chosen": chosen, "pair": pair, "rows": rows,
               "found": found, "share": share, "error": error, "price": price, "typed": typed}  # fmt: skip
    return render(request, "award/compare.html", context)


def _chosen(request: HttpRequest, name: str, numbers: list[int], usual: int) -> int | None:
    asked = request.GET.get(name, "")
    if asked.isascii() and asked.isdigit() and int(asked[:6]) in numbers:
        return int(asked[:6])
    return numbers[usual] if len(numbers) >= -usual else None


def _worths(
    pair: list[AwardModel], price: Decimal | None
) -> list[tuple[str, list[tuple[Decimal, Decimal] | None]]]:
    """Quality → what its full mark is worth in each of the two, as (least, most)."""
    names: dict[str, str] = {}
    tables: list[dict[str, tuple[Decimal, Decimal]]] = []
    supposed = [Bid(id="value", price=price)] if price is not None else []
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
