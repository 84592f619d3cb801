"""The passages of a notice: words found, rules tried, quotes cut."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from omlopp.library.detection import Concept, Intent, Rule, Says, common_rules, concepts, cpv_group, pairs
from omlopp.notices.evidence.context import Context, Subject, subject_of
from omlopp.notices.evidence.model import features, plain, probability, threshold
from omlopp.notices.lexicon import Lexicon, Searchable, lexicon, lower
from omlopp.notices.schema import Notice, TextField

Requirement = Literal["subject", "award", "technical", "performance", "selection", "declared"]
Strength = Literal["must", "scored", "may"]
_MOST = 200  # times that a concept is judged in one text: no text says more by saying it oftener
_REACH = 140  # characters of a quote on either side of the words found, within the sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage in a notice: quote == text[start:end] of the field's stored text, in code points.

    `words` are those the term matched. `says`: strong speaks of circularity; weak may be ordinary quality or a form of
    payment; waste is collecting or treating waste as the service; barrier shuts used goods out. `weak`: all but strong.
    `rule_id` is the rule that decided. `confidence`, 0–1: how likely a reader would let the passage make the notice
    circular (class yes), as calibrated in docs/method/detection.md.
    """

    lot_id: str | None
    field: str
    concept: str
    r_strategy: str
    quote: str
    start: int
    end: int
    term: str
    requirement: Requirement
    words: str
    weak: bool
    goals: tuple[str, ...]
    language: str = ""
    strength: Strength = "must"
    intent: Intent = "incidental"
    rule_id: str = ""
    confidence: float = 0.0
    says: Says = "strong"


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int
    one: Searchable


def evidence(notice: Notice) -> tuple[Evidence, ...]:
    """Every passage the words and rules of the texts' languages point at; a concept once per sentence and lot."""
    subject = subject_of(notice)
    found: list[Evidence] = []
    seen: set[tuple[str | None, str, str]] = set()
    for language, texts in _by_language(notice).items():
        words = lexicon(language)
        lowered = lower("\n".join(text.text for text in texts), language)
        candidates = words.candidates(lowered)
        if not any(one.term.role != "neg" for one in candidates):
            continue
        subject = _with_waste(subject, words)
        begin = 0
        for text in texts:
            end = begin + len(text.text)
            for one, _ in _in_text(text, words, candidates, subject, lowered[begin:end]):
                key = (one.lot_id, one.concept, one.quote)
                if key not in seen:
                    seen.add(key)
                    found.append(one)
            begin = end + 1
    return _together(found)


def _together(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Weak passages that are strong beside one another, by the library's pairs."""
    for pair in pairs():
        beside = any(one.concept in pair.beside and one.requirement == pair.requirement for one in found)
        for place, one in enumerate(found):
            if beside and one.says == "weak" and one.concept in pair.concepts:
                sure = round(probability(plain("strong", one.r_strategy, one.requirement)), 4)
                found[place] = replace(one, says="strong", weak=False, rule_id=pair.id, confidence=sure)
                break
    return tuple(found)


def in_text(field: TextField, subject: Subject | None = None) -> list[Evidence]:
    """The passages of one text, in the order of the text."""
    return [one for one, _ in passages(field, subject)]


def passages(field: TextField, subject: Subject | None = None) -> list[tuple[Evidence, tuple[str, ...]]]:
    """The same, each with the features that the model weighs."""
    words = lexicon(field.language)
    subject = _with_waste(subject or Subject(), words)
    lowered = lower(field.text, field.language)
    return _in_text(field, words, words.candidates(lowered), subject, lowered)


def _by_language(notice: Notice) -> dict[str, list[TextField]]:
    made: dict[str, list[TextField]] = {}
    for text in notice.texts:
        made.setdefault(text.language or notice.language, []).append(text)
    return made


def _with_waste(subject: Subject, words: Lexicon) -> Subject:
    """Whether waste is what the procurement is about, by its main code or the words of its titles."""
    if subject.waste:
        return subject
    waste = subject.cpv[:1] != () and subject.cpv[0].startswith(cpv_group("waste"))
    goods = subject.cpv[:1] != () and subject.cpv[0].startswith(cpv_group("goods"))
    if not waste and not goods and subject.titles:
        lowered = lower(subject.titles, words.language)
        waste = any(
            one.term.concept == "waste_service" and next(one.places(lowered), None)
            for one in words.candidates(lowered)
        )
    return replace(subject, waste=True) if waste else subject


def _in_text(
    field: TextField, words: Lexicon, candidates: Sequence[Searchable], subject: Subject, lowered: str
) -> list[tuple[Evidence, tuple[str, ...]]]:
    hits = [
        Hit(start, end, one)
        for one in candidates
        if one.anchor in lowered
        for start, end in one.places(lowered)
    ]
    if not any(hit.one.term.role != "neg" for hit in hits):
        return []
    made: list[tuple[Evidence, tuple[str, ...]]] = []
    judged: Counter[str] = Counter()
    for hit in _longest(hits):
        term = hit.one.term
        if term.role != "neg" and judged[term.concept] < _MOST:
            judged[term.concept] += 1
            made += _judged(Context(field, hit.start, hit.end, term, words, subject, lowered))
    return made


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Where hits overlap, the longest stays, a look-alike before a find of its length; in the order of the text."""
    kept: list[Hit] = []
    starts: list[int] = []
    for hit in sorted(hits, key=_precedence):
        place = bisect_left(starts, hit.start)
        before_ends = place == 0 or kept[place - 1].end <= hit.start
        if before_ends and (place == len(kept) or hit.end <= starts[place]):
            kept.insert(place, hit)
            starts.insert(place, hit.start)
    return kept


def _precedence(hit: Hit) -> tuple[int, bool, int, int]:
    """Longest first; of equals a look-alike, then the more particular term."""
    return hit.start - hit.end, hit.one.term.role != "neg", -len(hit.one.term.term), hit.start


def _judged(context: Context) -> list[tuple[Evidence, tuple[str, ...]]]:
    """The evidence a hit makes and its features; nothing when a rule says none."""
    concept = concepts()[context.term.concept]
    rule = deciding(context)
    says = rule.says if rule else _by_itself(concept.says, context.term.strength, context.term.role)
    if says == "none":
        return []
    requirement = _requirement(context)
    names = features(context, concept, says, requirement, rule is not None)
    confidence = probability(names) if says in ("strong", "weak") else 0.0
    if says == "strong" and confidence < threshold():
        says = "weak"
    start, end = _quote(context)
    text = context.field.text
    made = Evidence(
        lot_id=context.field.lot_id,
        field=context.field.field,
        concept=concept.id,
        r_strategy=concept.r_step,
        quote=text[start:end],
        start=start,
        end=end,
        term=context.term.term,
        requirement=requirement,
        words=text[context.start : context.end],
        weak=says != "strong",
        goals=concept.goals,
        language=context.words.language,
        strength=_strength(context, requirement),
        intent=_intent(context, concept, requirement),
        rule_id=rule.id if rule else f"{concept.id}.{says}",
        confidence=round(confidence, 4),
        says=says,
    )
    return [(made, names)]


def deciding(context: Context) -> Rule | None:
    """The first rule whose conditions hold for a hit; None where the concept and its term decide."""
    rules = (*common_rules(), *concepts()[context.term.concept].rules)
    return next((one for one in rules if context.fits(one)), None)


def _by_itself(says: Says, strength: str, role: str) -> Says:
    return "weak" if says == "strong" and (strength == "weak" or role == "adj") else says


def _quote(context: Context) -> tuple[int, int]:
    """The sentence, cut at whole words when it is long, without white space at its ends."""
    text, start, end = context.field.text, context.start, context.end
    begin, stop = max(context.first, start - _REACH), min(context.last, end + _REACH)
    if begin > context.first:
        begin = text.find(" ", begin, start) + 1 or start
    if stop < context.last:
        space = text.rfind(" ", end, stop)
        stop = space if space > 0 else end
    while begin < start and text[begin].isspace():
        begin += 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return begin, stop


def _requirement(context: Context) -> Requirement:
    """The kind of requirement: by the field; in a running text, by the words of the sentence."""
    if context.field.about != "subject":
        return context.field.about
    if context.title:
        return "subject"
    for requirement, group in _CUES:
        if context.has((group,), context.sentence()):
            return requirement
    return "subject"


def _strength(context: Context, requirement: Requirement) -> Strength:
    if requirement == "award":
        return "scored"
    if context.column == "options" or context.has(("may", "should", "may_offer"), context.sentence()):
        return "may"
    return "must"


def _intent(context: Context, concept: Concept, requirement: Requirement) -> Intent:
    """Explicit where the words speak of the environment, where the concept cannot be meant otherwise, and for goods
    whose second use is a choice for the environment.
    """
    if concept.intent == "explicit" or context.has(("environment",), context.sentence()):
        return "explicit"
    codes = context.cpv()
    if concept.intent == "goods":
        works = bool(codes) and codes[0].startswith(cpv_group("practice"))
        return "incidental" if works and requirement == "subject" else "explicit"
    reused = concept.r_step in ("R3", "R4", "R5", "R6") and concept.says == "strong"
    return "explicit" if reused and codes and codes[0].startswith(cpv_group("explicit")) else "incidental"


_CUES: tuple[tuple[Requirement, str], ...] = (
    ("award", "award_criterion"),
    ("performance", "contract_condition"),
    ("technical", "technical_specification"),
    ("technical", "must"),
)
