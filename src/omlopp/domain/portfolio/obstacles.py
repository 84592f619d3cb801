"""What stood in the way, coded: by people where they chose a code, by stated rules where they only wrote a text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from omlopp.domain.portfolio.seen import Obstacle, Seen


@dataclass(frozen=True, slots=True)
class Code:
    """`words`: beginnings of words, small letters; a whole word ends in a full stop, several words stand as they are.
    `chosen`: what people choose in the workbench that means this code.
    """

    id: str
    words: tuple[str, ...]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """`by`: code → ids that met it. `told`: ids where anybody said something, also that nothing stood in the way."""

    by: Mapping[str, tuple[str, ...]]
    none_met: tuple[str, ...]
    uncoded: tuple[str, ...]
    told: tuple[str, ...]
    untold: tuple[str, ...]
    ruled: int  # obstacles coded by the rules, not by people


def coded(given: str, text: str, codes: Sequence[Code]) -> Obstacle:
    """`given`: a code, or what was chosen in the workbench; else the rules read the text. Nothing fits: not coded."""
    for each in codes:
        if given == each.id or given in each.chosen:
            return Obstacle(each.id, text, "people")
    found = by_rules(text, codes)
    return Obstacle(found, text, "rules") if found else Obstacle("", text, "nobody")


def by_rules(text: str, codes: Sequence[Code]) -> str:
    """The code whose words stand most often in the text; of those alike the first of the list. Empty: none."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    bare = [word.strip(".,;:!?()\"'”’–") for word in plain.split()]
    hits = [(sum(_count(word, plain, bare) for word in each.words), each.id) for each in codes]
    most = max((number for number, _ in hits), default=0)
    return next((id for number, id in hits if number == most), "") if most else ""


def _count(word: str, plain: str, bare: Sequence[str]) -> int:
    """How often a word of the rules stands in the text."""
    if " " in word:
        return plain.count(word)
    if word.endswith("."):
        return bare.count(word[:-1])
    return sum(one.startswith(word) for one in bare)


def told(rows: Iterable[Seen], codes: Sequence[Code]) -> Told:
    """Over all at hand, also those that were stopped: a stop is where an obstacle is most worth knowing."""
    held = list(rows)
    asked = [each for each in held if each.obstacles is not None]
    by = {
        code.id: tuple(each.id for each in asked if any(one.code == code.id for one in each.obstacles or ()))
        for code in codes
    }
    return Told(
        by,
        tuple(each.id for each in asked if each.obstacles == ()),
        tuple(each.id for each in asked if any(one.by == "nobody" for one in each.obstacles or ())),
        tuple(each.id for each in asked),
        tuple(each.id for each in held if each.obstacles is None),
        sum(one.by == "rules" for each in asked for one in each.obstacles or ()),
    )
