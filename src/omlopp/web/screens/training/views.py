"""Training: paths, lessons with questions, and the person's own exercise. The suppliers' path is open to all."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.library.training import LearningPath, Lesson, lessons, paths, settings
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, writes
from omlopp.web.records.actions.training import (
    answer_question,
    begin_sandbox,
    forget_training,
    reset_sandbox,
)
from omlopp.web.records.models import Sandbox, TrainingAnswer
from omlopp.web.screens.training import shown
from omlopp.web.training import carrying
from omlopp.web.words import say


def right_answers(user: User) -> Counter[str]:
    """Lesson → questions that the person has answered rightly; of questions that are still asked."""
    asked = {(one.id, each.id) for one in lessons().values() for each in one.questions}
    rows = TrainingAnswer.objects.filter(user=user, right=True).values_list("lesson", "question")
    return Counter(lesson for lesson, question in rows if (lesson, question) in asked)


@reads
def training(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    right = right_answers(user)
    context = {
        "section": "training",
        "paths": [(one, shown.steps(one, right)) for one in paths().values()],
        "sandbox": _sandbox(user),
        "begins": _begins(),
        "answered": TrainingAnswer.objects.filter(user=user).exists(),
    }
    return render(request, "training/training.html", context)


@reads_and_writes
def lesson(request: HttpRequest, training_path: str, training_lesson: str) -> HttpResponse:
    path, one = _on_path(training_path, training_lesson)
    user, error, status = signed_in(request), "", 200
    if request.method == "POST":
        question = request.POST.get("question", "")[:60]
        try:
            answer_question(
                by=user, lesson=one.id, question=question, option=request.POST.get("option", "")[:60]
            )
            return redirect(f"{request.path}#{question}")
        except OmloppError as refused:
            error, status = refusal(refused), 422
    given = TrainingAnswer.objects.filter(user=user, lesson=one.id).values_list("question", "option")
    context = _lesson(path, one, dict(given)) | {"error": error, "links": shown.links(one, signed_in=True)}
    return render(request, "training/lesson.html", context, status=status)


@login_not_required
@reads
def open_path(request: HttpRequest) -> HttpResponse:
    """The suppliers' path, without an account and without keeping anything."""
    path = _open()
    return render(request, "training/open.html", {"path": path, "steps": shown.steps(path, {})})


@login_not_required
@reads
def open_lesson(request: HttpRequest, training_open_lesson: str) -> HttpResponse:
    """Answers stand in the address (?fraga=svar) and are told at once; nothing is kept."""
    path, one = _on_path(_open().id, training_open_lesson)
    chosen = {each.id: request.GET.get(each.id, "")[:60] for each in one.questions}
    context = _lesson(path, one, chosen) | {"open": True, "links": shown.links(one, signed_in=False)}
    return render(request, "training/lesson.html", context)


@reads_and_writes
def sandbox(request: HttpRequest) -> HttpResponse:
    """The person's own copy of the exercise: begun at a step, and reset."""
    user, error, status = signed_in(request), "", 200
    if request.method == "POST":
        begins_at = request.POST.get("begins_at", "")
        try:
            if request.POST.get("do") == "reset":
                reset_sandbox(by=user)
                messages.success(
                    request,
                    say(
                        "Övningen är återställd. Du kan börja en ny.",
                        "The exercise is reset. You can begin a new one.",
                    ),
                )
                return redirect("training-sandbox")
            if begins_at not in [each.step for each in settings().begins]:
                error, status = say("Välj var övningen ska börja.", "Choose where the exercise begins."), 422
            else:
                row = begin_sandbox(by=user, begins_at=begins_at, carry=carrying(begins_at))
                return redirect("procurement", row.procurement_id)
        except OmloppError as refused:
            error, status = refusal(refused), 409
    context = {
        "section": "training", "sandbox": _sandbox(user), "begins": _begins(), "error": error,
        "earlier": Sandbox.objects.filter(user=user).exclude(reset_at=None).count(),
    }  # fmt: skip
    return render(request, "training/sandbox.html", context, status=status)


@writes
def forget(request: HttpRequest) -> HttpResponse:
    count = forget_training(by=signed_in(request))
    messages.success(request, say(f"{count} svar är borttagna.", f"{count} answers are removed."))
    return redirect("training")


def _lesson(path: LearningPath, one: Lesson, chosen: dict[str, str]) -> dict[str, object]:
    order = path.lessons
    at = order.index(one.id)
    return {
        "section": "training",
        "path": path,
        "lesson": one,
        "number": at + 1,
        "of": len(order),
        "minutes": one.minutes("en" if say("sv", "en") == "en" else "sv"),
        "parts": shown.parts(one),
        "asked": shown.asked(one, chosen),
        "chosen": {name: option for name, option in chosen.items() if option},
        "next": lessons()[order[at + 1]] if at + 1 < len(order) else None,
    }


def _on_path(path_id: str, lesson_id: str) -> tuple[LearningPath, Lesson]:
    path = paths().get(path_id)
    if path is None or lesson_id not in path.lessons:
        raise Http404
    return path, lessons()[lesson_id]


def _open() -> LearningPath:
    return next(one for one in paths().values() if one.open)


def _sandbox(user: User) -> Sandbox | None:
    return Sandbox.objects.filter(user=user, reset_at=None).select_related("procurement").first()


def _begins() -> list[tuple[str, object, object]]:
    model = library().model
    return [(each.step, model.step(each.step).name, each.learn) for each in settings().begins]
