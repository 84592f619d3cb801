"""Paths and lessons as the pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from omlopp.documents.plan import Picture as Drawing
from omlopp.domain.model.law import LegalHook, Regime
from omlopp.domain.model.text import Language
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.fill import Figures
from omlopp.flows.publications.pictures import draw
from omlopp.library.load import library
from omlopp.library.training import LearningPath, Lesson, Link, Option, Question, lessons
from omlopp.web.words import language, named, say

PLACES = {
    "criterion": "criterion", "group": "group", "instrument": "instrument", "indicator": "indicator", "case": "case",
    "aid": "aid", "needs": "public-needs", "guide": "supplier-guide", "model": "model", "step": "model",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A passage of a lesson: text, picture or law."""

    text: str = ""
    drawing: Drawing | None = None
    law: "Law | None" = None


@dataclass(frozen=True)
class Law:
    """A legal point: its words, and the section under each set of rules that has one."""

    says: str
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """A question with what the person answered, empty before."""

    question: Question
    chosen: str
    option: Option | None
    law: tuple[Law, ...]


@dataclass(frozen=True)
class Step:
    """A lesson on a path. `done`: questions answered rightly, of `of`."""

    lesson: Lesson
    minutes: int
    done: int
    of: int

    @property
    def complete(self) -> bool:
        return self.done == self.of


def steps(path: LearningPath, right: Mapping[str, int]) -> list[Step]:
    """right: lesson → questions answered rightly."""
    known = lessons()
    return [
        Step(known[id], known[id].minutes(language()), right.get(id, 0), len(known[id].questions))
        for id in path.lessons
    ]


def parts(lesson: Lesson) -> list[Part]:
    made = []
    for one in lesson.passages:
        if one.picture:
            made.append(Part(drawing=_drawing(one.picture, language())))
        elif one.law:
            made.append(Part(law=law(one.law)))
        elif one.text:
            made.append(Part(one.text.within(language())))
    return made


@cache
def _drawing(name: str, to: Language) -> Drawing:
    base = Base(library(), timezone.localdate())
    return draw(name, base, Figures({}, to, library().names), to).picture


def law(point: str) -> Law:
    """As it reads today. Regimes without a rule are left out; what has not been read is never cited."""
    hook: LegalHook = library().legal[point].hook(timezone.localdate())
    cited = ((named(regime.value, "regime"), hook.section(regime)) for regime in Regime)
    return Law(hook.says.within(language()), tuple((name, section) for name, section in cited if section))


def asked(lesson: Lesson, chosen: Mapping[str, str]) -> list[Asked]:
    """chosen: question → option."""
    made = []
    for one in lesson.questions:
        option = next((each for each in one.options if each.id == chosen.get(one.id)), None)
        told = tuple(law(each) for each in one.law) if option else ()
        made.append(Asked(one, option.id if option else "", option, told))
    return made


def links(lesson: Lesson, *, signed_in: bool) -> list[tuple[str, str, str]]:
    """(what kind, name, address) of the cards a lesson leads to; those without an account get the open ones."""
    made = []
    for one in lesson.links:
        if not signed_in and one.kind not in ("needs", "guide"):
            continue
        made.append((_kind(one), _name(one), _address(one)))
    return made


def _address(link: Link) -> str:
    name = PLACES[link.kind]
    if link.kind == "step":
        return f"{reverse(name)}#{link.id}"
    try:
        return reverse(name, args=[link.id] if link.id else [])
    except NoReverseMatch:
        return reverse("criteria")


def _name(link: Link) -> str:
    lib = library()
    if link.kind == "step":
        return lib.model.step(link.id).name.within(language())
    if link.kind == "model":
        return lib.model.name.within(language())
    if link.kind == "needs":
        return say("Kommande behov", "Coming needs")
    if link.kind == "guide":
        return say("Så svarar du", "How to answer")
    tables: Mapping[str, Mapping[str, Any]] = {
        "criterion": lib.criteria, "group": lib.groups, "instrument": lib.instruments, "case": lib.cases,
        "indicator": lib.indicators, "aid": lib.aids,
    }  # fmt: skip
    found: str = tables[link.kind][link.id].name.within(language())
    return found


def _kind(link: Link) -> str:
    words = {
        "criterion": say("Krav", "Requirement"), "group": say("Produktgrupp", "Product group"),
        "instrument": say("Instrument", "Instrument"), "indicator": say("Mått", "Measure"), "case": say("Fall", "Case"),
        "aid": say("Hjälp i lagen", "Aid in law"), "step": say("Steg i modellen", "Step of the model"),
        "model": say("Modellen", "The model"), "needs": say("Öppen sida", "Open page"),
        "guide": say("Öppen sida", "Open page"),
    }  # fmt: skip
    return words[link.kind]
