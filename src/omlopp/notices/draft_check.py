"""A draft held against what a procurement has chosen: goals without words, requirements found, altered or missing.

Pure: an explained draft and the choices go in, findings come out. Likeness is the share of common word stems; the
thresholds are data (library/notices/draft_check.yaml). A finding says what stands in the draft, never what is meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from omlopp.library.detection import concepts
from omlopp.library.load import library
from omlopp.notices.draft_match import (
    SENTENCE,
    NumberDiff,
    Passage,
    differing,
    likeness,
    passages_of,
    settings,
    stems,
    weakened,
)
from omlopp.notices.evidence import Evidence
from omlopp.notices.explanation import Explanation, said
from omlopp.notices.schema import Notice

State = Literal["found", "altered", "missing"]


@dataclass(frozen=True, slots=True)
class ChosenText:
    """A requirement as the procurement words it. `weight`: share of the award, 0–1; a price has no text."""

    id: str
    title: str
    text: str
    kind: str = ""
    goals: tuple[str, ...] = ()
    weight: float | None = None
    lot_id: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a procurement has chosen: goals A–E and requirements, in the language the draft is compared in."""

    goals: tuple[str, ...] = ()
    texts: tuple[ChosenText, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A passage of the draft, in its own words, and where it stands."""

    quote: str
    place: str
    concept: str
    goals: tuple[str, ...]
    requirement: str
    weak: bool
    lot_id: str | None = None


@dataclass(frozen=True, slots=True)
class GoalFound:
    """A chosen goal and how many passages of the draft serve it."""

    goal: str
    passages: int

    @property
    def found(self) -> bool:
        return self.passages > 0


@dataclass(frozen=True, slots=True)
class CriterionFound:
    """A chosen requirement in the draft: the passage most like it, how like (0–1), and the numbers that differ."""

    id: str
    title: str
    kind: str
    state: State
    likeness: float
    quote: str = ""
    place: str = ""
    numbers: tuple[NumberDiff, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Everything said of a draft against a procurement. `data()` gives it as plain JSON-ready values."""

    explanation: Explanation
    chosen: Chosen
    asks: tuple[Ask, ...]
    goals: tuple[GoalFound, ...]
    criteria: tuple[CriterionFound, ...]
    barriers: tuple[Ask, ...]

    @property
    def title(self) -> str:
        return self.explanation.notice.title

    @property
    def language(self) -> str:
        return self.explanation.notice.language

    @property
    def lexicon_state(self) -> str:
        return self.explanation.lexicon_state

    @property
    def clean(self) -> bool:
        """Every chosen goal has words, every chosen requirement stands, and nothing shuts used goods out."""
        whole = all(one.found for one in self.goals) and all(one.state == "found" for one in self.criteria)
        return whole and not self.barriers

    def data(self) -> dict[str, Any]:
        """Keys: title, against, language, lexicon_state, clean, asks, goals, criteria, barriers."""
        return {
            "title": self.title,
            "file": self.explanation.notice.file,
            "against": self.chosen.title,
            "language": self.language,
            "lexicon_state": self.lexicon_state,
            "clean": self.clean,
            "asks": [_ask(one) for one in self.asks],
            "goals": [
                {"goal": one.goal, "name": _goal_name(one.goal), "found": one.found, "passages": one.passages}
                for one in self.goals
            ],
            "criteria": [_criterion(one) for one in self.criteria],
            "barriers": [_ask(one) for one in self.barriers],
        }


def check(explanation: Explanation, chosen: Chosen) -> DraftCheck:
    """The draft, explained, against what is chosen."""
    asks = [one for one in explanation.found if one.says in ("strong", "weak")]
    strong = [one for one in asks if not one.weak]
    return DraftCheck(
        explanation,
        chosen,
        tuple(_as_ask(one) for one in asks),
        tuple(
            GoalFound(goal, sum(goal in one.goals for one in strong)) for goal in dict.fromkeys(chosen.goals)
        ),
        tuple(_criteria(explanation.notice, chosen.texts)),
        tuple(_as_ask(one) for one in explanation.found if one.says == "barrier"),
    )


def _as_ask(one: Evidence) -> Ask:
    return Ask(one.quote, one.field, one.concept, one.goals, one.requirement, one.weak, one.lot_id)


def _criteria(notice: Notice, texts: Iterable[ChosenText]) -> Iterable[CriterionFound]:
    passages = passages_of(notice)
    for chosen in texts:
        text = _by_text(chosen, passages, notice.language) if chosen.text.strip() else None
        weight = _by_weight(chosen, notice) if chosen.weight is not None else None
        yield _together(chosen, text, weight)


def _by_text(chosen: ChosenText, passages: Sequence[Sequence[Passage]], language: str) -> CriterionFound:
    """The run of sentences in one text that is most like the chosen wording; the shortest of those equally like."""
    wanted = frozenset(stems(chosen.text, language))
    most = len([one for one in SENTENCE.split(chosen.text) if one.strip()]) + int(
        settings()["likeness"]["window"]
    )
    best = 0.0
    where: tuple[Sequence[Passage], int, int] = ((), 0, 0)
    for text in passages:
        for first, sentence in enumerate(text):
            if not sentence.stems & wanted:
                continue
            held: frozenset[str] = frozenset()
            for last in range(first, min(len(text), first + most)):
                held |= text[last].stems
                like = likeness(wanted, held)
                if like > best + 1e-9:
                    best, where = like, (text, first, last + 1)
    limits = settings()["likeness"]
    if best < limits["altered"]:
        return CriterionFound(chosen.id, chosen.title, chosen.kind, "missing", round(best, 2))
    text, first, last = where
    quote = " ".join(one.text for one in text[first:last])
    numbers = (*differing(chosen.text, quote), *weakened(chosen.text, quote, language))
    state: State = "found" if best >= limits["found"] and not numbers else "altered"
    return CriterionFound(
        chosen.id, chosen.title, chosen.kind, state, round(best, 2), quote, text[first].place, numbers
    )


def _by_weight(chosen: ChosenText, notice: Notice) -> CriterionFound | None:
    """The draft's award criterion of that name (for a price: of the kind price), its weight against the chosen."""
    limit = settings()["likeness"]["name"]
    wanted = stems(chosen.title, notice.language)
    best: tuple[float, Any] | None = None
    for lot in notice.lots:
        if chosen.lot_id and len(notice.lots) > 1 and lot.lot_id not in chosen.lot_id:
            continue
        for one in lot.criteria:
            like = likeness(wanted, stems(one.name, notice.language))
            if chosen.kind == "price" and one.kind == "price":
                like = 1.0
            if like >= limit and (best is None or like > best[0]):
                best = (like, one)
    if best is None:
        return None
    like, one = best
    share = round((chosen.weight or 0) * 100, 2)
    numbers: tuple[NumberDiff, ...] = ()
    if one.weight is None or abs(one.weight - (chosen.weight or 0)) > 0.0005:
        there = (
            f"{one.weight * 100:.4g}".replace(".", ",") + " %"
            if one.weight is not None
            else one.weight_as_written
        )
        numbers = (NumberDiff(f"{share:g}".replace(".", ",") + " %", there),)
    quote = f"{one.name} {one.weight_as_written}".strip()
    place = next((text.field for text in notice.texts if text.about == "award" and one.name in text.text), "")
    return CriterionFound(
        chosen.id,
        chosen.title,
        chosen.kind,
        "altered" if numbers else "found",
        round(like, 2),
        quote,
        place,
        numbers,
    )


def _together(
    chosen: ChosenText, text: CriterionFound | None, weight: CriterionFound | None
) -> CriterionFound:
    """What the wording and the weight say of one requirement.

    The wording leads, a weight that differs alters it. A criterion that is named and weighed, but not worded as chosen,
    is altered, never found.
    """
    if text is None:
        return weight or CriterionFound(chosen.id, chosen.title, chosen.kind, "missing", 0.0)
    if weight is None:
        return text
    if text.state == "missing":
        return replace(weight, state="altered", likeness=text.likeness)
    return replace(text, state="altered", numbers=text.numbers + weight.numbers) if weight.numbers else text


def _goal_name(goal: str) -> dict[str, str]:
    name = library().goal(goal).name
    return {"sv": name.sv, "en": name.en}


def _ask(one: Ask) -> dict[str, Any]:
    concept = concepts()[one.concept]
    return {
        "quote": one.quote,
        "place": one.place,
        "lot_id": one.lot_id,
        "concept": one.concept,
        "concept_label": {"sv": concept.sv, "en": concept.en},
        "goals": list(one.goals),
        "requirement": one.requirement,
        "requirement_label": said("requirement", one.requirement),
        "weak": one.weak,
    }


def _criterion(one: CriterionFound) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "state_label": settings()["states"][one.state],
        "likeness": one.likeness,
        "quote": one.quote,
        "place": one.place,
        "numbers": [
            {"asked": number.asked, "found": number.found, "says": number_words(number)}
            for number in one.numbers
        ],
    }


def number_words(number: NumberDiff) -> dict[str, str]:
    """ "60 % i upphandlingen, 50 % i utkastet", in both languages."""
    words = settings()["numbers"]["differs" if number.found else "gone"]
    return {lang: words[lang].format(asked=number.asked, found=number.found) for lang in ("sv", "en")}
