"""Building a lot's award model: kronor for stated qualities, or points with a lowest-price ratio."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.documents.pictures import kronor
from omlopp.domain.award.checks import check
from omlopp.domain.award.compose import THREE_LEVELS, Added, StatedCriterion, award_criteria, compose
from omlopp.domain.award.worth import Worth, worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, digest
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Lot
from omlopp.notices.opening import stated_criteria
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal
from omlopp.web.records.actions.award import set_award_model
from omlopp.web.records.convert import newest_model
from omlopp.web.records.models import NoticeRecord
from omlopp.web.screens.award.lab import attacked
from omlopp.web.words import language, say

TIES = {"price": ("lower_price", "lot"), "lot": ("lot",)}
KRONOR, RATIO = "monetised.fixed_amounts", "relative.lowest_price_ratio"


@reads
def lots(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    if len(here.value.lots) == 1:
        return redirect("award-model", pk, here.value.lots[0].id)
    rows = [(lot, here.value.award_models.get(lot.id)) for lot in here.value.lots]
    return render(request, "award/lots.html", {"place": here, "rows": rows, "steps": here.steps_of("award")})


@reads_and_writes
def build(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The form shows each scored quality with its levels and clause; what it is worth stands beside, as it is typed.

    A form that is still being written is never refused: what it lacks is said where the figures will stand.
    """
    here = place(request, pk)
    lot = next((lot for lot in here.value.lots if lot.id == lot_id), None)
    if lot is None:
        raise Http404
    chosen = award_criteria(here.value.criteria, lot_id)
    stored = here.value.award_models.get(lot_id)
    stated = from_notice(here.row.from_notice, lot_id)
    typed, error, lacks, model = as_stored(stored, here.row.from_notice, lot_id), "", "", stored
    # htmx sends along the button that was pressed last: what it asks for is only to be computed
    typing = "HX-Request" in request.headers
    if request.method == "POST":
        typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        try:
            model = as_typed(typed, chosen, stated)
            if "save" in request.POST and not typing:
                messages.success(request, save(here, lot_id, model))
                return redirect("award-model", pk, lot_id)
        except OmloppError as refused:
            error = refusal(refused)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        if error and typing:
            error, lacks, model = "", error, None
    elif stored is None and typed:
        model = _tried(typed, chosen, stated)
    shown = context(here, lot, chosen, typed, model, error)
    shown["lacks"] = lacks
    shown["stated"] = [(each, typed.get(f"worth-{each.id}", "")) for each in stated]
    return render(request, "award/build.html", shown, status=422 if error else 200)


def save(here: Place, lot_id: str, model: AwardModel, why: str = "") -> str:
    """A new version, unless it is the one that is saved already; → what to say of it."""
    stored = here.value.award_models.get(lot_id)
    if stored is not None and digest(stored) == digest(model) and here.may("edit"):
        return say(
            "Modellen är redan sparad. Inget var ändrat.", "The model is saved already. Nothing was changed."
        )
    set_award_model(by=here.user, procurement=here.row, lot_id=lot_id, model=model, why=why)
    return say("Utvärderingsmodellen är sparad.", "The award model is saved.")


def _tried(
    typed: dict[str, str], chosen: tuple[ChosenCriterion, ...], stated: tuple[StatedCriterion, ...]
) -> AwardModel | None:
    """The model as the form begins, where that is a model already."""
    try:
        return as_typed(typed, chosen, stated)
    except (OmloppError, ValidationError):
        return None


def from_notice(notice: NoticeRecord | None, lot_id: str) -> tuple[StatedCriterion, ...]:
    """The qualities that the notice itself states for the lot."""
    texts = {
        "full": say("uppfylls helt", "fully met"),
        "half": say("uppfylls till hälften", "half met"),
        "none": say("uppfylls inte", "not met"),
    }
    return tuple(
        StatedCriterion(
            f"annons-{number}",
            each["name"] or each["description"][:80] or each["kind_label"][language()],
            texts,
        )
        for number, each in enumerate(stated_in(notice, lot_id), 1)
        if each["kind"] not in ("price", "unstated")
    )


def context(
    here: Place,
    lot: Lot,
    chosen: tuple[ChosenCriterion, ...],
    typed: dict[str, str],
    model: AwardModel | None,
    error: str,
) -> dict[str, object]:
    regime = here.value.regime.regime.value if here.value.regime else ""
    bids = [bid for bid in here.value.bids if bid.lot_id == lot.id]
    stored, found = here.value.award_models.get(lot.id), worths(model, lot, bids)
    versions = here.row.lots.get(lot_id=lot.id).award_models.count()
    return {
        "place": here,
        "lot": lot,
        "error": error,
        "model": model,
        "stored": stored is not None,
        "calculator": _calculator(here, lot.id),
        "digest": digest(model) if model else "",
        "family": typed.get("family", KRONOR),
        "price_weight": typed.get("price_weight", "60"),
        "ties": typed.get("ties", "price"),
        "rows": [_row(each, typed, found) for each in chosen],
        "worths": found,
        "live": "".join(f",#levels-{each.criterion.id}" for each in chosen),
        "own": stored is not None and not in_form(stored, chosen, here.row.from_notice, lot.id),
        "shown": _shown(stored, found) if stored else (),
        "versions": versions,
        "attacked": attacked(here, lot),
        "expected": lot.value_sek,
        "picture": picture(found),
        "kronor": KRONOR,
        "ratio": RATIO,
        "findings": check(model, regime, bids, lot.value_sek) if model else (),
        "locked": bool(here.row.lots.get(lot_id=lot.id).bids.count()),
        "may_edit": here.may("edit"),
        "steps": here.steps_of("award"),
        "documents": next((step for step in here.model.steps if step.id == "documents"), None),
    }


def _row(chosen: ChosenCriterion, typed: dict[str, str], found: tuple[Worth, ...]) -> dict[str, Any]:
    """A criterion, what is typed of it, and its levels with what each is worth (least, most) as it stands now."""
    name = chosen.criterion.id
    levels = next((one.levels for one in found if one.criterion == name), {})
    return {
        "chosen": chosen,
        "value": typed.get(f"worth-{name}", ""),
        "levels": [(level, levels.get(level.id)) for level in chosen.criterion.scores],
        "link": typed.get(f"link-{name}", ""),
        "sanction": typed.get(f"sanction-{name}", ""),
    }


def _shown(model: AwardModel, found: tuple[Worth, ...]) -> list[tuple[AwardCriterion, Worth | None]]:
    """The saved model's qualities to be read, each with its worth where it has one."""
    by_id = {one.criterion: one for one in found}
    return [(one, by_id.get(one.id)) for one in model.criteria if not one.price]


def in_form(
    model: AwardModel, chosen: tuple[ChosenCriterion, ...], notice: NoticeRecord | None, lot_id: str
) -> bool:
    """Whether the form says everything the model does, so that saving the form loses nothing of it."""
    stated = from_notice(notice, lot_id)
    known = {each.criterion.id: {one.id for one in each.criterion.scores} for each in chosen}
    known |= {each.id: set(THREE_LEVELS) for each in stated}
    if model.family not in (KRONOR, RATIO) or any(
        set(one.levels) != known.get(one.id) for one in model.criteria if not one.price
    ):
        return False
    try:
        again = as_typed(as_stored(model, notice, lot_id), chosen, stated)
    except (OmloppError, ValidationError):
        return False
    return replace(model, criteria=()) == replace(again, criteria=())


def _calculator(here: Place, lot_id: str) -> str:
    """The address that bidders can be given; empty before a model is saved."""
    newest = newest_model(here.row.lots.get(lot_id=lot_id))
    return reverse("calculator", args=[newest.token]) if newest and newest.token else ""


def worths(model: AwardModel | None, lot: Lot, bids: list[Bid]) -> tuple[Worth, ...]:
    """Kronor per quality. A ratio has none of its own: it is shown at the registered prices, else the lot's value."""
    if model is None:
        return ()
    supposed = [Bid(id="value", price=lot.value_sek)] if lot.value_sek else []
    try:
        return worth(model, bids or supposed)
    except OmloppError:  # no price is known yet
        return ()


def picture(found: tuple[Worth, ...]) -> object | None:
    bars = [kronor.Worth(each.name, each.high) for each in found]
    return kronor.kronor(bars, language()) if bars else None


def as_stored(model: AwardModel | None, notice: NoticeRecord | None, lot_id: str) -> dict[str, str]:
    """What the form starts from: the saved model, else the weights that the notice states."""
    if model is None:
        return weights_of(stated_in(notice, lot_id)) or {"family": KRONOR}
    ties = next((name for name, rules in TIES.items() if rules == model.ties), "price")
    typed = {"family": model.family, "ties": ties}
    for criterion in model.criteria:
        if criterion.price and criterion.weight is not None:
            typed["price_weight"] = written(criterion.weight * 100)
        else:
            amount = (
                criterion.value if criterion.value is not None else (criterion.weight or Decimal(0)) * 100
            )
            typed[f"worth-{criterion.id}"] = written(amount)
            typed[f"link-{criterion.id}"] = criterion.link_to_object
            if criterion.sanction_factor is not None:
                typed[f"sanction-{criterion.id}"] = written(criterion.sanction_factor)
    return typed


def stated_in(notice: NoticeRecord | None, lot_id: str) -> list[dict[str, Any]]:
    return stated_criteria(notice.explanation, lot_id) if notice else []


def weights_of(criteria: list[dict[str, Any]]) -> dict[str, str]:
    """Weights in per cent, when the notice states every one of them; else nothing is filled in."""
    weights = [each["weight"] for each in criteria]
    if not criteria or None in weights or abs(sum(weights) - 1) > 0.005:
        return {}
    typed = {"family": RATIO}
    for number, each in enumerate(criteria, 1):
        name = "price_weight" if each["kind"] == "price" else f"worth-annons-{number}"
        typed[name] = f"{each['weight'] * 100:.4g}".replace(".", ",")
    return typed


def as_typed(
    typed: dict[str, str], chosen: tuple[ChosenCriterion, ...], stated: tuple[StatedCriterion, ...]
) -> AwardModel:
    """The model as the form says. Weights are typed in per cent."""
    family = typed.get("family", KRONOR)
    hundredth = Decimal("0.01") if family == RATIO else Decimal(1)

    def figure(name: str) -> Decimal | None:
        value: Decimal | None = SwedishDecimal(required=False).clean(typed.get(name, "").removesuffix("%"))
        return None if value is None else value * hundredth

    names = [*(each.criterion.id for each in chosen), *(each.id for each in stated)]
    amounts = {name: figure(f"worth-{name}") for name in names}
    given = {name: amount for name, amount in amounts.items() if amount is not None}
    price = figure("price_weight") if family == RATIO else None
    ties = TIES.get(typed.get("ties", ""), TIES["price"])
    factor = SwedishDecimal(required=False)
    added = {
        name: Added(typed.get(f"link-{name}", "").strip(), factor.clean(typed.get(f"sanction-{name}", "")))
        for name in names
    }
    return compose(family, chosen, given, price, stated, ties, added)
