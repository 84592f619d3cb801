"""From a product group to a procurement: everything filled in as a proposal, with its source and effect logic."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.flows import spend_board, spend_start
from omlopp.flows.spend_plain import factors_plain
from omlopp.flows.spend_potential import Potential
from omlopp.flows.spend_start import Opening
from omlopp.library.load import library
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import lazy_say, reads_and_writes, signed_in
from omlopp.web.records.access import organisations_of
from omlopp.web.records.actions.spend import begin_from_spend
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.screens.spend.here import Here, frame, here
from omlopp.web.words import kronor, language, say


class BeginForm(FactsForm):
    need = forms.CharField(
        required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}),
        label=lazy_say(
            "Behovet: vad fungerar inte i dag, och för vem?", "The need: what does not work today, and for whom?"
        ),
        help_text=lazy_say(
            "Blir svaret på första frågan i steget Behovet. Skriv till vad som inte fungerar; det vet inte reskontran.",
            "Becomes the answer to the first question of the step The need. Add what does not work: no ledger knows.",
        ),
    )  # fmt: skip
    field_order = (
        "title",
        "need",
        "buyer_name",
        "buyer_kind",
        "buyer_number",
        "object_kind",
        "value_sek",
        "cpv",
    )


@reads_and_writes
def begin(request: HttpRequest, ledger: str, cpv: str) -> HttpResponse:
    """The form on GET; the procurement on POST, with the goals that were left lit."""
    where = here(request, ledger)
    found = spend_board.shortlist(where.asked)
    one = spend_board.potential(found, cpv)
    if one is None:
        raise Http404
    opening = spend_start.opening(one, where.asked.on, where.intake.title, language())
    form = BeginForm(
        request.POST if request.method == "POST" else None, initial=_initial(request, where, opening),
        organisations=organisations_of(signed_in(request)),
    )  # fmt: skip
    form.fields["value_sek"].help_text = value_rests_on(opening)
    lit = set(request.POST.getlist("mal")) if request.method == "POST" else set(opening.goals)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        need = facts.pop("need")
        row = begin_from_spend(
            by=signed_in(request), facts=facts | {"entrance": Entrance.NEED}, need=need, goals=goals(opening, lit),
            source=source(where, one, opening), on=where.asked.on, exercise=where.intake.exercise,
        )  # fmt: skip
        return redirect("procurement", row.pk)
    context = frame(where, "explore") | {
        "form": form, "opening": opening, "one": one, "group": one.group, "lit": lit,
        "goals": _goals(opening),
    }  # fmt: skip
    return render(request, "spend/begin.html", context, status=422 if form.errors else 200)


def value_rests_on(opening: Opening) -> str:
    """How the proposed value was made, and that its term is supposed."""
    paid, years = kronor(opening.year_sek), spend_start.TERM_YEARS
    if not opening.year:
        return say(
            f"Reskontran säger inte vilket år; förslaget är allt som betalats ({paid}) gånger {years}.",
            f"The ledger tells no year; the proposal is all that was paid ({paid}) times {years}.",
        )
    return say(
        f"Hela avtalstiden med förlängningar. Förslaget är det som betalades {opening.year} ({paid}) gånger "
        f"{years} år; {years} år är ett antagande.",
        f"The whole term with extensions. The proposal is what was paid in {opening.year} ({paid}) times "
        f"{years} years; {years} years is an assumption.",
    )


def _initial(request: HttpRequest, where: Here, opening: Opening) -> dict[str, Any]:
    """What the group says, and the buyer as the person's last procurement has it."""
    last = (
        ProcurementRecord.objects.filter(begun_by=signed_in(request), exercise=where.intake.exercise)
        .order_by("-pk")
        .first()
    )
    return {
        "title": opening.title, "need": opening.need, "cpv": opening.cpv, "object_kind": opening.object_kind,
        "value_sek": written(opening.value_sek), "buyer_number": spend_board.buyer(where.found),
        "buyer_name": last.buyer_name if last else "", "buyer_kind": last.buyer_kind if last else "",
    }  # fmt: skip


def _goals(opening: Opening) -> list[dict[str, Any]]:
    """The goals of the effect logic: what is done for each and how it is measured."""
    made = []
    for goal in opening.goals:
        mine = [one for one in opening.effects if one.goal == goal]
        made.append({
            "id": goal, "name": mine[0].goal_name, "does": [one.does for one in mine],
            "measured": list(dict.fromkeys(one.indicator_name for one in mine if one.indicator_name)),
        })  # fmt: skip
    return made


def goals(opening: Opening, lit: set[str]) -> list[ChosenGoal]:
    """The lit goals with strategies that take the levers' steps, and the first indicator that is followed up."""
    indicators = library().indicators
    made: list[ChosenGoal] = []
    for goal in library().goals:
        mine = [one for one in opening.effects if one.goal == goal.id]
        if not mine or goal.id not in lit:
            continue
        strategies = tuple(dict.fromkeys(one.strategies[0] for one in mine if one.strategies))
        cards = [
            one.indicator for one in mine if one.indicator and indicators[one.indicator].use == "follow_up"
        ]
        made.append(ChosenGoal(goal.id, strategies, cards[0] if cards else None))
    return made


def source(where: Here, one: Potential, opening: Opening) -> dict[str, Any]:
    """What the procurement keeps of where it came from: as it stood, whatever becomes of the ledger."""
    foot = one.footprint
    used = factors_plain(where.found.screened.footprints.set, language())
    paid, kg = (None if each is None else str(each.quantize(spend_board.KRONA)) for each in (
        one.bought.sum.sek, foot.kgco2e if foot else None
    ))  # fmt: skip
    return {
        "ledger": where.intake.id, "file": where.intake.title, "cpv": one.group.cpv,
        "group": {"sv": one.group.name.sv, "en": one.group.name.en}, "sek": paid,
        "years": list(spend_board.years(where.found)), "rows": one.bought.sum.rows, "payees": one.bought.payees,
        "kgco2e": kg, "factors": f"{used['id']} {used['version']}",
        "credit": used["credit"], "front": one.front, "potential": one.group.potential,
        "effects": [
            {
                "does": each.does, "step": each.step, "goal": each.goal, "goal_name": each.goal_name,
                "measured": each.indicator_name,
            }
            for each in opening.effects
        ],
    }  # fmt: skip
