"""What speaks of circularity, as data: words (one file per language), concepts with their rules and examples (one file
per concept), rules for all concepts, the weights of the small model, and labelled sentences it was trained on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from omlopp.library.codelists import rows

FOLDER = Path(__file__).parent
State = Literal["reviewed", "draft", "unreviewed", "missing"]
Says = Literal["strong", "weak", "none", "waste", "barrier"]
Intent = Literal["explicit", "incidental"]
SAYS: tuple[Says, ...] = ("strong", "weak", "none", "waste", "barrier")
CONDITIONS = (
    "near",
    "near_also",
    "not_near_also",
    "words",
    "column",
    "not_column",
    "before",
    "after",
    "object",
    "not_near",
    "not_before",
    "not_after",
    "not_object",
    "title",
    "about",
    "not_about",
    "cpv",
    "not_cpv",
    "main_cpv",
    "concept",
    "not_concept",
    "term",
    "number",
    "negated",
    "waste",
    "works",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a hit says where all conditions hold. `when`: condition (one of CONDITIONS) → what is asked of it."""

    id: str
    says: Says
    when: Mapping[str, Any]
    sv: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Weak passages of one notice that are strong together: one of `concepts`, and one of `beside` as `requirement`."""

    id: str
    concepts: tuple[str, ...]
    beside: tuple[str, ...]
    requirement: str


@dataclass(frozen=True, slots=True)
class Concept:
    """What a group of terms speaks of. `goals` are letters A–E, the main one first.

    `says`: what a hit says by itself; `intent`: whether it can be meant otherwise than for the environment; `goods`: it
    cannot when goods are bought, but is ordinary practice in works.
    """

    id: str
    r_step: str
    goals: tuple[str, ...]
    says: Says
    sv: str
    en: str
    rules: tuple[Rule, ...] = ()
    intent: Intent | Literal["goods"] = "incidental"

    @property
    def weak(self) -> bool:
        """Never speaks of circularity by itself: ordinary quality, a form of payment, waste or a barrier."""
        return self.says != "strong"


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase as the file has it. kind: phrase, stem, regex; role: pos, adj, neg, cue."""

    concept: str
    term: str
    kind: str
    role: str
    strength: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a concept must be found in (hit) or must not. `given`: title, about, cpv, says where stated."""

    concept: str
    language: str
    hit: bool
    text: str
    given: Mapping[str, Any]


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by id. The examples stand last in each file and are not read here: they are for tests."""
    return {path.stem: _concept(path) for path in sorted((FOLDER / "concepts").glob("*.yaml"))}


def _concept(path: Path) -> Concept:
    head = _yaml(path.read_text("utf-8").split("\nexamples:", 1)[0])
    name = head["name"]
    return Concept(
        head["concept"],
        head["step"],
        tuple(head["goals"]),
        head["says"],
        name["sv"],
        name["en"],
        tuple(_rule(rule) for rule in head["rules"]),
        head["intent"],
    )


@cache
def common_rules() -> tuple[Rule, ...]:
    """Rules for every concept, tried before its own."""
    return tuple(_rule(rule) for rule in _common()["rules"])


@cache
def pairs() -> tuple[Pair, ...]:
    return tuple(
        Pair(one["id"], tuple(one["concepts"]), tuple(one["with"]), one["requirement"])
        for one in _common()["together"]
    )


@cache
def cpv_group(name: str) -> tuple[str, ...]:
    """Beginnings of CPV codes that the rules ask about: `waste` services and things for them, goods whose second use is
    a choice for the environment rather than for the price (`explicit`).
    """
    return tuple(_common()["cpv"][name])


@cache
def model() -> Mapping[str, Any]:
    """The small model: `weights` of features (log odds), `threshold` of class yes, and how they came about."""
    made: Mapping[str, Any] = _yaml((FOLDER / "model.yaml").read_text("utf-8"))
    return made


@cache
def _common() -> Any:
    return _yaml((FOLDER / "rules.yaml").read_text("utf-8"))


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(rule["id"], rule["says"], rule["when"], rule["why"]["sv"], rule["why"]["en"], rule["source"])


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def examples() -> list[Example]:
    """The sentences beside the rules, concept by concept."""
    made: list[Example] = []
    for path in sorted((FOLDER / "concepts").glob("*.yaml")):
        for language, sides in (_yaml(path.read_text("utf-8")).get("examples") or {}).items():
            for side, hit in (("hits", True), ("misses", False)):
                for one in sides.get(side) or ():
                    given = {"text": one} if isinstance(one, str) else dict(one)
                    made.append(Example(path.stem, language, hit, given.pop("text"), given))
    return made


def rule_examples() -> list[Mapping[str, Any]]:
    """A text for each rule that the other examples do not reach. Keys: rule, language, text; where stated title, about,
    field, cpv, titles (what the procurement is called).
    """
    paths = [FOLDER / "rules.yaml", *sorted((FOLDER / "concepts").glob("*.yaml"))]
    return [one for path in paths for one in _yaml(path.read_text("utf-8")).get("rule_examples") or ()]


@cache
def state(language: str) -> State:
    """reviewed, draft, unreviewed, or missing when there are no words for the language."""
    known = {row["language"]: row["state"] for row in rows(FOLDER / "languages.csv")}
    return known.get(language, "missing")  # type: ignore[return-value]


@cache
def terms(language: str) -> tuple[Term, ...]:
    """The terms of a language (two letters); none when there is no file."""
    path = FOLDER / "terms" / f"{language}.csv"
    if not path.is_file():
        return ()
    return tuple(
        Term(row["concept"], row["term"], row["kind"], row["role"], row["strength"]) for row in rows(path)
    )


@cache
def steps_of_labels() -> dict[str, str]:
    """Word of the labelling rules ("reuse") → step of the ladder ("R3"); a label without a step is not here."""
    return {row["label"]: row["step"] for row in rows(FOLDER / "label_steps.csv")}
