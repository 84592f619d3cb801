"""How right detection is, measured against labels that people made. Arithmetic only: what is found comes from outside.

A label is yes, weak or no; so is what detection says. Class *yes* is scored first, then yes and weak together against
no (labelling rules in docs/method/detection.md). Every share carries its base and a Wilson interval.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from omlopp.library.detection import steps_of_labels
from omlopp.notices.evidence.verdict import Circular

FOLDS = 5
_Z = 1.959963984540054  # the normal quantile of a two-sided interval of 95 %
_SHORT = 6  # letters: a quote shorter than this lies within almost anything


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader says of a notice or title. `name` is the file or id; `group` keeps together what must not be split
    between folds (the buyer; else the name). `where`, `steps` (labels of r_strategy) and `quotes` may be empty.
    """

    name: str
    circular: Circular
    language: str = ""
    where: tuple[str, ...] = ()
    r_strategy: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    hard_negative: str = ""
    note: str = ""
    group: str = ""
    intent: str = ""

    @property
    def steps(self) -> frozenset[str]:
        """Steps of the R ladder that are right; empty where the label names none."""
        return frozenset(steps_of_labels()[one] for one in self.r_strategy if one in steps_of_labels())


@dataclass(frozen=True, slots=True)
class Said:
    """What detection says of it. `quotes` are those that decided; `kinds` their requirement kinds."""

    circular: Circular
    score: float
    steps: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    title: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """k of n with its Wilson interval at 95 %; share and bounds are None where n is 0."""

    k: int
    n: int

    @property
    def share(self) -> float | None:
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.k, self.n) if self.n else None

    def data(self) -> dict[str, Any]:
        low, high = self.interval or (None, None)
        return {"k": self.k, "n": self.n, "share": self.share, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision and recall of a class, from what was right, said and there."""

    right: int
    said: int
    there: int

    @property
    def precision(self) -> Share:
        return Share(self.right, self.said)

    @property
    def recall(self) -> Share:
        return Share(self.right, self.there)

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.said + self.there) if self.said + self.there else None

    def data(self) -> dict[str, Any]:
        return {"precision": self.precision.data(), "recall": self.recall.data(), "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Labels beside what detection said; `missing`: labels whose notice was not found."""

    pairs: tuple[tuple[Label, Said], ...]
    missing: tuple[str, ...] = field(default=())

    def data(self) -> dict[str, Any]:
        """Everything as JSON-ready values. Keys: n, labels, yes, yes_or_weak, by_language, by_field, by_kind, by_step,
        quote, step, false_alarms, threshold, disagreements, missing.
        """
        return {
            "n": len(self.pairs),
            "labels": {
                one: sum(label.circular == one for label, _ in self.pairs) for one in ("yes", "weak", "no")
            },
            "yes": quality(self.pairs, _yes).data(),
            "yes_or_weak": quality(self.pairs, _any).data(),
            "by_language": self._by_language(),
            "by_field": self._by_field(),
            "by_kind": self._by_kind(),
            "by_step": self._by_step(),
            "quote": quote_share(self.pairs).data(),
            "step": step_share(self.pairs).data(),
            "false_alarms": {
                kind: false_alarms(self.pairs, kind).data() for kind in ("waste-service", "renovation-object")
            },
            "threshold": cross_validated(self.pairs),
            "disagreements": [
                _disagreement(label, said) for label, said in self.pairs if _differs(label, said)
            ],
            "missing": list(self.missing),
        }

    def _by_language(self) -> dict[str, Any]:
        made = {}
        for language in sorted({label.language for label, _ in self.pairs}):
            some = [pair for pair in self.pairs if pair[0].language == language]
            made[language] = {
                "n": len(some),
                "yes": quality(some, _yes).data(),
                "yes_or_weak": quality(some, _any).data(),
            }
        return made

    def _by_field(self) -> dict[str, Any]:
        """Recall by where the reader saw it: how many labelled yes (yes or weak) there are said so too."""
        places = sorted({place for label, _ in self.pairs for place in label.where if label.circular != "no"})
        return {
            place: {
                "yes": recall([pair for pair in self.pairs if place in pair[0].where], _yes).data(),
                "yes_or_weak": recall([pair for pair in self.pairs if place in pair[0].where], _any).data(),
            }
            for place in places
        }

    def _by_kind(self) -> dict[str, Any]:
        """Precision by the kind of requirement that decided: how many said yes (yes or weak) are labelled so too."""
        kinds = sorted({kind for _, said in self.pairs for kind in said.kinds})
        return {
            kind: {
                "yes": quality([pair for pair in self.pairs if kind in pair[1].kinds], _yes).precision.data(),
                "yes_or_weak": quality(
                    [pair for pair in self.pairs if kind in pair[1].kinds], _any
                ).precision.data(),
            }
            for kind in kinds
        }

    def _by_step(self) -> dict[str, Any]:
        """For each step, among notices of class yes: labelled and found with it, said with it, labelled with it."""
        steps = sorted({step for label, said in self.pairs for step in (*label.steps, *said.steps)})
        made = {}
        for step in steps:
            there = [said for label, said in self.pairs if label.circular == "yes" and step in label.steps]
            claimed = [label for label, said in self.pairs if said.circular == "yes" and step in said.steps]
            if there or claimed:
                right = sum(said.circular == "yes" and step in said.steps for said in there)
                agreed = sum(label.circular == "yes" and step in label.steps for label in claimed)
                made[step] = {
                    "precision": Share(agreed, len(claimed)).data(),
                    "recall": Share(right, len(there)).data(),
                }
        return made


Pairs = Sequence[tuple[Label, Said]]


def compare(labels: Iterable[Label], found: Mapping[str, Said]) -> Evaluation:
    """Each label beside what was found under its name; a name ending in .gz is the same as one that does not."""
    pairs: list[tuple[Label, Said]] = []
    missing: list[str] = []
    for label in labels:
        said = next((found[name] for name in names_of(label.name) if name in found), None)
        if said is None:
            missing.append(label.name)
        else:
            pairs.append((label, said))
    return Evaluation(tuple(pairs), tuple(missing))


def names_of(name: str) -> tuple[str, ...]:
    bare = name.removesuffix(".gz")
    return name, bare, f"{bare}.gz"


def _yes(circular: Circular) -> bool:
    return circular == "yes"


def _any(circular: Circular) -> bool:
    return circular != "no"


def quality(pairs: Pairs, counts: Callable[[Circular], bool] = _yes) -> Quality:
    """How well the class that `counts` picks out is found."""
    return Quality(
        sum(counts(label.circular) and counts(said.circular) for label, said in pairs),
        sum(counts(said.circular) for _, said in pairs),
        sum(counts(label.circular) for label, _ in pairs),
    )


def recall(pairs: Pairs, counts: Callable[[Circular], bool]) -> Share:
    return quality(pairs, counts).recall


def wilson(k: int, n: int) -> tuple[float, float]:
    """The interval of Wilson (1927) for k of n at 95 %. n must be above 0."""
    share, square = k / n, _Z**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def quote_share(pairs: Pairs) -> Share:
    """Of hits (found yes or weak, labelled yes or weak, with a reader's quote): those where one of our quotes contains
    the reader's, or lies within it. Spaces, case and the reader's own dots of omission are passed over.
    """
    hits = [
        (label, said)
        for label, said in pairs
        if label.quotes and label.circular != "no" and said.circular != "no"
    ]
    return Share(sum(_quotes_meet(label, said) for label, said in hits), len(hits))


def _quotes_meet(label: Label, said: Said) -> bool:
    theirs = [_plain(part) for quote in label.quotes for part in quote.split("...") if part.strip()]
    return any(
        one in ours or (len(ours) >= _SHORT and ours in one)
        for ours in map(_plain, said.quotes)
        for one in theirs
        if len(one) >= _SHORT
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:–—-")


def step_share(pairs: Pairs) -> Share:
    """Of notices found and labelled yes whose label names a step: those where one of the steps agrees."""
    hits = [
        (label, said) for label, said in pairs if label.circular == said.circular == "yes" and label.steps
    ]
    return Share(sum(bool(label.steps & set(said.steps)) for label, said in hits), len(hits))


def false_alarms(pairs: Pairs, kind: str) -> Share:
    """Of those labelled no because of `kind` (a hard negative): how many are said to be circular (yes)."""
    some = [said for label, said in pairs if label.circular == "no" and label.hard_negative == kind]
    return Share(sum(said.circular == "yes" for said in some), len(some))


def cross_validated(pairs: Pairs, folds: int = FOLDS) -> dict[str, Any]:
    """The threshold of the score chosen on all folds but one and tried on that one, fold by fold. Groups stay whole.

    Keys: folds, chosen (one threshold a fold), quality of class yes over the folds left out.
    """
    groups = sorted({label.group or label.name for label, _ in pairs})
    fold_of = {group: place % folds for place, group in enumerate(groups)}
    chosen: list[float] = []
    right = said_yes = 0
    for fold in range(folds):
        inside = [pair for pair in pairs if fold_of[pair[0].group or pair[0].name] != fold]
        outside = [pair for pair in pairs if fold_of[pair[0].group or pair[0].name] == fold]
        threshold = _best(inside)
        chosen.append(threshold)
        right += sum(label.circular == "yes" and said.score >= threshold for label, said in outside)
        said_yes += sum(said.score >= threshold for _, said in outside)
    there = sum(label.circular == "yes" for label, _ in pairs)
    return {"folds": folds, "chosen": chosen, **Quality(right, said_yes, there).data()}


def _best(pairs: Pairs) -> float:
    """The score with the highest F1 of class yes; 1 where nothing is labelled yes.

    Scores between two that occur do equally well: of all that do, the middle of the widest gap, so that a score a
    little lower than any seen still counts.
    """
    there = sum(label.circular == "yes" for label, _ in pairs)
    scores = sorted({0.0, *(said.score for _, said in pairs)})
    best, width, threshold = 0.0, 0.0, 1.0
    for low, high in pairwise(scores):
        claimed = sum(said.score >= high for _, said in pairs)
        right = sum(label.circular == "yes" and said.score >= high for label, said in pairs)
        f1 = 2 * right / (claimed + there)
        if f1 > best or (f1 == best and f1 > 0 and high - low > width):
            best, width, threshold = f1, high - low, (low + high) / 2
    return threshold


def _differs(label: Label, said: Said) -> bool:
    return label.circular != said.circular


def _disagreement(label: Label, said: Said) -> dict[str, Any]:
    return {
        "name": label.name,
        "language": label.language,
        "label": label.circular,
        "said": said.circular,
        "score": said.score,
        "r_strategy": list(label.r_strategy),
        "steps": list(said.steps),
        "label_quotes": list(label.quotes),
        "quotes": list(said.quotes),
        "rules": list(said.rules),
        "hard_negative": label.hard_negative,
        "note": label.note,
        "title": said.title,
    }
