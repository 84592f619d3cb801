"""An award model as a file: fetched as it is stored, or put in its place from a file of one's own."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from typing import Any

import yaml
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.award.plain import model_from
from omlopp.domain.model.award import AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import slug
from omlopp.library.cases import exact
from omlopp.web.pages import place, reads_and_writes, refusal
from omlopp.web.screens.award.views import save
from omlopp.web.words import say

MOST = 400_000  # signs of a model file


@reads_and_writes
def model_file(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """GET with ?hamta: the stored model as YAML. The form takes any family, price form and life-cycle method."""
    here = place(request, pk)
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    stored = here.value.award_models.get(lot_id)
    if "hamta" in request.GET and stored is not None:
        response = HttpResponse(_written(stored), content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="{slug(here.value.title)}-{slug(lot_id)}-modell.yaml"'
        )
        return response
    typed = request.POST.get("text", "") if request.method == "POST" else _written(stored) if stored else ""
    why, error = request.POST.get("why", ""), ""
    if request.method == "POST":
        try:
            given = request.FILES.get("file")
            if given is not None:
                typed = given.read(MOST * 4).decode("utf-8-sig", "replace")
            model = model_from(exact(typed[:MOST], say("modellen", "the model")))
            messages.success(request, save(here, lot_id, model, why))
            return redirect("award-model", pk, lot_id)
        except OmloppError as refused:
            error = refusal(refused)
    context = {"place": here, "lot_id": lot_id, "typed": typed, "why": why, "error": error, "stored": stored,
               "opened": bool(here.row.lots.get(lot_id=lot_id).bids.count()), "may_edit": here.may("edit")}  # fmt: skip
    return render(request, "award/file.html", context, status=422 if error else 200)


def _written(model: AwardModel) -> str:
    """The model as YAML that reads back as the same model: what stands at its default is left out."""
    return yaml.dump(_told(model), Dumper=_Numbers, allow_unicode=True, sort_keys=False, width=100)


class _Numbers(yaml.SafeDumper):
    """Numbers exactly as they are, never as texts and never through floats."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    plain = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in plain else 'int'}", plain)


_Numbers.add_representer(Decimal, _number)


def _told(value: Any) -> Any:
    """Dataclasses as mappings; what a thing is stands before what is said of it."""
    if is_dataclass(value):
        own = {one.name: getattr(value, one.name) for one in fields(value) if not _usual(one, value)}
        first = [name for name in ("id", "name") if name in own]
        return {name: _told(own[name]) for name in (*first, *(one for one in own if one not in first))}
    if isinstance(value, Mapping):
        return {name: _told(one) for name, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, (tuple, list)) else value


def _usual(one: Field[Any], value: Any) -> bool:
    kept = getattr(value, one.name)
    if one.default_factory is not MISSING:
        return bool(kept == one.default_factory())
    return one.default is not MISSING and bool(kept == one.default)
