"""The trainer's guide from the training's own data: plan of the half day, exercises, answers, what people ask."""

from collections.abc import Iterator
from decimal import Decimal

from omlopp.documents.plan import Block, Bullets, Heading, Paragraph, Table
from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.fill import Figures
from omlopp.library.messages import keyed
from omlopp.library.training import Question, guide, lessons, paths


def half_day(base: Base, figures: Figures, language: Language) -> Table:
    """Minute by minute, with the lesson and the step where the participants' own exercises begin."""
    rows, at = [], 0
    for part in guide().parts:
        lesson = lessons()[part.lesson].title.within(language) if part.lesson else "–"
        step = base.library.model.step(part.exercise).name.within(language) if part.exercise else "–"
        rows.append(
            (
                f"{at}–{at + part.minutes}",
                part.title.within(language),
                part.does.within(language),
                lesson,
                step,
            )
        )
        at += part.minutes
    head = tuple(
        keyed(f"training.guide.{name}", {}, language) for name in ("minute", "part", "does", "lesson", "step")
    )
    caption = keyed("training.guide.caption", {"minutes": Decimal(at)}, language)
    return Table(head, tuple(rows), caption, widths=(2, 4, 7, 4, 4))


def all_paths(base: Base, figures: Figures, language: Language) -> Table:
    """Which lessons each role reads, and how long it takes."""
    rows = tuple(
        (
            path.name.within(language),
            ", ".join(lessons()[one].title.within(language) for one in path.lessons),
            str(sum(lessons()[one].minutes(language) for one in path.lessons)),
        )
        for path in paths().values()
    )
    head = tuple(keyed(f"training.guide.{name}", {}, language) for name in ("role", "lessons", "minutes"))
    return Table(head, rows, keyed("training.guide.paths", {}, language), frozenset({2}), (3, 10, 2))


def tasks(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    for one in guide().tasks:
        yield Heading(one.title.within(language), 2)
        yield Bullets(tuple(each.within(language) for each in one.do), ordered=True)
        yield Paragraph(keyed("training.guide.good", {}, language))
        yield Bullets(tuple(each.within(language) for each in one.good))


def answers(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    """Every question of the lessons with its right answer, and why."""
    for lesson in lessons().values():
        yield Heading(lesson.title.within(language), 2)
        yield Bullets(tuple(_answer(one, language) for one in lesson.questions), ordered=True)


def _answer(one: Question, language: Language) -> str:
    answer = one.answer.text.within(language).rstrip(".")
    return f"{one.text.within(language)} {answer}. {one.answer.because.within(language)}"


def asked(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    for one in guide().asked:
        yield Heading(one.question.within(language), 2)
        yield Paragraph(one.answer.within(language))
