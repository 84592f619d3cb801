"""Walking an aid: the rules first, then one question at a time. All of it stands in the address, to be linked to."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.domain.model.aids import Aid, under
from omlopp.domain.process.aids import AidAnswerUnknown, Cited, Walk
from omlopp.flows.aids import as_text, cited_as, filled, number_as, standing_as, walked
from omlopp.library.load import library
from omlopp.web.pages import reads, refusal
from omlopp.web.screens.law.asked import RULES, choices, standing_of, standing_query
from omlopp.web.words import language

FILL = "lucka-"  # ?lucka-goods=stolar: what stands in a place of a clause


@reads
def page(request: HttpRequest, aid_id: str) -> HttpResponse:
    """The aid. Without ?regel= the rules are asked for; they may be answered with "not known yet"."""
    aid = _aid(aid_id)
    standing = standing_of(request)
    made, problem = _walk(request, aid)
    asked = standing_query(standing) | {one.question.id: one.answer.id for one in made.path}
    context = {
        "section": "law",
        "aid": aid,
        "begun": RULES in request.GET,
        "standing": standing,
        "standing_words": standing_as(standing, library(), language()),
        "remark": aid.says_under.get(under(standing.regime)),
        "walk": made,
        "problem": problem,
        "asked": asked,
        "again": urlencode(standing_query(standing)),
        "query": urlencode(asked),
        "path": [(taken, _rules(taken.cited), _until(asked, made, at)) for at, taken in enumerate(made.path)],
        "rules": _rules(made.cited),
        "numbers": [(one, number_as(one, library(), language())) for one in made.numbers],
        "clauses": [_clause(request, made, one.id) for one in made.clauses],
        "copy": as_text(made, library(), language()) if made.outcome else "",
    } | choices()
    return render(request, "law/aid.html", context)


@reads
def text(request: HttpRequest, aid_id: str) -> HttpResponse:
    """The result as plain text; before the last question, what has been answered so far."""
    made, _ = _walk(request, _aid(aid_id))
    return HttpResponse(as_text(made, library(), language()), content_type="text/plain; charset=utf-8")


def _aid(aid_id: str) -> Aid:
    if aid_id not in library().aids:
        raise Http404
    return library().aids[aid_id]


def _walk(request: HttpRequest, aid: Aid) -> tuple[Walk, str]:
    """The walk so far. An answer that the aid does not have is left out, and said to be."""
    answers = {one.id: request.GET[one.id] for one in aid.questions if request.GET.get(one.id)}
    problem = ""
    while True:
        try:
            return walked(library(), aid, answers, standing_of(request)), problem
        except AidAnswerUnknown as error:
            problem = refusal(error)
            del answers[str(error.facts["question"])]


def _rules(cited: tuple[Cited, ...]) -> list[dict[str, Any]]:
    return [{"rule": one, "told": cited_as(one, library(), language())} for one in cited]


def _until(asked: dict[str, str], made: Walk, at: int) -> str:
    """The address of the question at `at`, with everything answered before it."""
    later = {taken.question.id for taken in made.path[at:]}
    return urlencode({name: value for name, value in asked.items() if name not in later})


def _clause(request: HttpRequest, made: Walk, clause_id: str) -> dict[str, Any]:
    values = {
        name.removeprefix(FILL): request.GET.get(name, "") for name in request.GET if name.startswith(FILL)
    }
    result = filled(library(), made.aid, clause_id, values, made.standing)
    return {
        "filled": result,
        "begun": any(value.strip() for value in values.values()),
        "fields": [(one, FILL + one.id, values.get(one.id, "")) for one in result.clause.fills],
        "basis": cited_as(result.basis, library(), language()),
    }
