"""An interview answer put into the chain by the ordinary actions, when a person says so – never by itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.criteria.paste import Paste
from omlopp.domain.model.criteria import CriterionKind, Level
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Stage
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.domain.model.text import Source
from omlopp.domain.process.hindsight import Question
from omlopp.flows.hindsight import first_figure
from omlopp.library.interview import roles
from omlopp.library.load import library
from omlopp.library.numbers import day
from omlopp.web.forms import SwedishDecimal, choices
from omlopp.web.pages import Place, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.actions.deviations import agree_promise
from omlopp.web.records.actions.follow_up import record_measurement
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.hindsight import put_requirement, questions_of
from omlopp.web.records.actions.steps import save_answers
from omlopp.web.records.models import InterviewAnswer
from omlopp.web.screens.hindsight.views import place_in
from omlopp.web.words import keyed, language, say

ANSWERS = {"need": ("need", "need_statement"), "reuse": ("reuse_first", "way_reason")}
KINDS = (
    "performance",
    "technical",
    "selection",
)  # an award criterion needs its levels: paste it at the requirements


class NotAChoice(OmloppError):
    """Facts: given."""

    code = "hindsight.not-a-choice"


class AnswerUnknown(OmloppError):
    """The answer is "do not know"."""

    code = "hindsight.answer-unknown"


@dataclass(frozen=True)
class Answer:
    """The answer, its question, and where the chain says it comes from."""

    row: InterviewAnswer
    question: Question
    source: str


@reads_and_writes
def promote(request: HttpRequest, pk: int, interview_answer: int) -> HttpResponse:
    """The answer beside a form that is filled in from it; one press puts it in."""
    here = place_in(request, pk)
    one = _answer(here, interview_answer)
    error, status = "", 200
    if request.method == "POST":
        try:
            if not one.row.known:
                raise AnswerUnknown()
            _put(request, here, one)
            messages.success(
                request,
                say(
                    "Infört i kedjan, med intervjun som källa.",
                    "Put into the chain, with the interview as its source.",
                ),
            )
            return redirect("hindsight", pk)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return render(
        request, "hindsight/promote.html", _context(request, here, one) | {"error": error}, status=status
    )


def _answer(here: Place, pk: int) -> Answer:
    row = here.row.interviews.filter(pk=pk).first()
    question = questions_of(row.role).get(row.question) if row else None
    if row is None or question is None or not question.into:
        raise Http404
    facts = {"role": roles()[row.role].sv.lower(), "by": row.said_by, "day": day(row.said_on, "sv")}
    source = keyed("hindsight.source-by" if row.said_by else "hindsight.source", facts, "sv")
    return Answer(row, question, source)


def _put(request: HttpRequest, here: Place, one: Answer) -> None:
    into = one.question.into
    said = request.POST
    if into in ANSWERS:
        _into_step(here, *ANSWERS[into], one)
    elif into in ("goal", "strategy"):
        choose_goals(by=here.user, procurement=here.row, chosen=_goals(here, one))
    elif into == "criterion":
        put_requirement(by=here.user, procurement=here.row, answer=one.row, paste=_paste(request, one))
    elif into == "promise":
        card = _card(here, said.get("indicator", ""))
        value = SwedishDecimal().clean(said.get("value", "").strip().removesuffix("%"))
        if value is None:
            raise ValidationError(say("Skriv värdet.", "Write the value."))
        agree_promise(
            by=here.user, procurement=here.row, indicator=card.id, value=value / 100 if card.is_share else value,
            source=one.source, on=one.row.said_on,
        )  # fmt: skip
    else:
        card = _card(here, said.get("indicator", ""))
        field = SwedishDecimal(required=False)
        figures = {each.id: field.clean(said.get(f"input-{each.id}", "")) for each in card.inputs}
        record_measurement(
            by=here.user, procurement=here.row, indicator=card.id, stage=Stage(into),
            inputs={name: figure for name, figure in figures.items() if figure is not None},
            measured_on=one.row.said_on, source=one.source, note=one.row.answer[:2000],
        )  # fmt: skip


def _into_step(here: Place, step_id: str, question: str, one: Answer) -> None:
    step, record = here.model.step(step_id), here.row.steps.get(step_id=step_id)
    kept = {each.id: record.answers.get(each.id, "") for each in step.questions}
    before = kept[question]
    kept[question] = one.row.answer if not before.strip() else f"{before}\n\n{one.row.answer}"
    save_answers(by=here.user, procurement=here.row, step=step, answers=kept, edition=record.edition)


def _goals(here: Place, one: Answer) -> list[ChosenGoal]:
    """The goals as they are, with the answer's goal, strategy or indicator added."""
    given = one.row.answer.strip()
    chosen = {goal.goal: goal for goal in here.value.goals}
    for goal in convert.goals(here.row.model):
        now = chosen.get(goal.id)
        if one.question.kind == "goal" and goal.id == given:
            chosen[goal.id] = now or ChosenGoal(goal.id, (), None)
            return list(chosen.values())
        if one.question.kind == "strategy" and given in {each.id for each in goal.strategies}:
            had = now.strategies if now else ()
            more = tuple(dict.fromkeys((*had, given)))
            chosen[goal.id] = ChosenGoal(
                goal.id, more, now.indicator if now else None, now.target if now else None
            )
            return list(chosen.values())
        card = library().indicators.get(given)
        if (
            one.question.kind == "indicator"
            and card is not None
            and goal.id in card.goals
            and (now or not chosen)
        ):
            chosen[goal.id] = ChosenGoal(
                goal.id, now.strategies if now else (), given, now.target if now else None
            )
            return list(chosen.values())
    raise NotAChoice(given=given[:80])


def _paste(request: HttpRequest, one: Answer) -> Paste:
    said = {name: request.POST.get(name, "").strip() for name in (
        "name", "text", "kind", "strategy", "measured_by", "proof", "clause", "consequence", "record",
    )}  # fmt: skip
    if said["kind"] not in KINDS:
        raise NotAChoice(given=said["kind"][:80])
    return Paste(
        krav_id="",
        name=said["name"],
        text=said["text"],
        kind=CriterionKind(said["kind"]),
        level=Level.BAS,
        strategy=said["strategy"],
        measured_by=said["measured_by"],
        proof=said["proof"],
        source=Source(one.source, one.row.procurement.buyer_name, one.row.said_on.year),
        clause=said["clause"],
        consequence=said["consequence"],
        record=said["record"],
    )


def _card(here: Place, id: str) -> Indicator:
    card = convert.indicators(here.row).get(id) or library().indicators.get(id)
    if card is None:
        raise NotAChoice(given=id[:80])
    return card


def _context(request: HttpRequest, here: Place, one: Answer) -> dict[str, Any]:
    to, into = language(), one.question.into
    own = convert.indicators(here.row)
    cards = [card for card in {**library().indicators, **own}.values() if card.use == "follow_up"]
    if into in ("promise", "contract", "end"):  # what nobody follows cannot be promised or measured later
        cards = [card for card in cards if card.id in own]
    wanted = request.POST.get("indicator") or request.GET.get("indikator", "")
    chosen = next((card for card in cards if card.id == wanted), None)
    if chosen is None:
        chosen = next((card for card in cards if card.id in own), cards[0] if cards else None)
    others = {row.question: row.answer for row in here.row.interviews.filter(role="buyer", known=True)}
    typed = {name: str(value) for name, value in request.POST.items()}
    if not typed and into == "criterion":
        typed = {
            "name": one.row.answer.splitlines()[0][:100] if one.row.answer else "",
            "text": one.row.answer,
            "clause": others.get("clause_words", ""),
            "consequence": others.get("consequence_words", ""),
            "strategy": others.get("strategy_how", ""),
            "measured_by": others.get("indicator_which", ""),
        }
    if not typed and into == "promise":
        typed = {"value": first_figure(one.row.answer)}
    return {
        "place": here,
        "answer": one,
        "into": into,
        "into_name": keyed(f"hindsight.into.{into}", {}),
        "shown": _shown(here, one),
        "cards": sorted(cards, key=lambda card: card.name.within(to).casefold()),
        "card": chosen,
        "fields": [(each, typed.get(f"input-{each.id}", "")) for each in chosen.inputs] if chosen else [],
        "typed": typed,
        "kinds": [(kind, dict(choices("kind"))[kind]) for kind in KINDS],
        "strategies": [
            (each.id, f"{each.id} {each.name.within(to)}")
            for goal in convert.goals(here.row.model)
            for each in goal.strategies
        ],
        "may": here.may("measure" if into in ("promise", "baseline", "contract", "end") else "edit"),
    }


def _shown(here: Place, one: Answer) -> str:
    """A choice by its name, else the words."""
    given, to = one.row.answer, language()
    for goal in convert.goals(here.row.model):
        if one.question.kind == "goal" and goal.id == given:
            return f"{goal.id} {goal.name.within(to)}"
        for each in goal.strategies:
            if one.question.kind == "strategy" and each.id == given:
                return f"{each.id} {each.name.within(to)}"
    card = library().indicators.get(given)
    return card.name.within(to) if one.question.kind == "indicator" and card else given
