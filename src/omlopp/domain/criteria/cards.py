"""Are the cards beside the criteria whole – group pages, instruments, initiatives, cases, crosswalks, legal points?

Every fault is a name, a place in the file and facts. `Known` holds the ids that may be named.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from typing import Any

from omlopp.domain.model.cases import Case
from omlopp.domain.model.citing import out_of_place
from omlopp.domain.model.crosswalk import Crosswalk
from omlopp.domain.model.groups import GroupPage, GroupPart
from omlopp.domain.model.initiatives import Initiative
from omlopp.domain.model.instruments import InstrumentCard
from omlopp.domain.model.law import LegalPoint
from omlopp.domain.model.text import Certainty, Source

Fault = tuple[str, str, dict[str, object]]
PARTS: tuple[GroupPart, ...] = (
    "impact",
    "material",
    "mass",
    "life",
    "works",
    "market",
    "pitfalls",
    "contract_end",
)
FORCE = {"shall": ("ska", "must"), "should": ("bör", "should"), "may": ("får", "may")}
SECTION = re.compile(r"\d+ (?:[a-z] )?kap\. \d+(?: [a-z])?(?:(?:–| och )\d+(?: [a-z])?)? §§?")
"""How a section is written: "9 kap. 1 §", "19 a kap. 11 §", "17 kap. 8–14 §§"."""
MIRRORS = re.compile(r"5dok|docplayer|vdocuments|dokumen\.tips|github\.com|selex\.se|lagen\.nu/\d")


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by kind: "criterion", "indicator", "goal", "strategy", "step", "phase", "group", "case", "instrument",
    "hook", "cpv" (codes and beginnings of codes), "code", and the fixed words "r_step", "dimension", "level",
    "criterion_kind".
    """

    ids: Mapping[str, Collection[str]]

    def missing(self, kind: str, named: Collection[str]) -> list[str]:
        return [one for one in named if one not in self.ids[kind]]


def card_faults(card: Any, known: Known) -> Iterator[Fault]:
    """Faults of one card, by its kind."""
    yield from source_faults(card)
    if isinstance(card, GroupPage):
        yield from _group(card, known)
    elif isinstance(card, InstrumentCard):
        yield from _instrument(card, known)
    elif isinstance(card, Initiative):
        yield from _named(known, "instrument", "instruments", card.instruments)
        yield from _named(known, "case", "cases", card.cases)
    elif isinstance(card, Case):
        yield from _case(card, known)
    elif isinstance(card, Crosswalk):
        yield from _crosswalk(card, known)
    elif isinstance(card, LegalPoint):
        yield from _legal(card)


def source_faults(value: Any, where: str = "") -> Iterator[Fault]:
    """A source names its publisher and title, links to no mirror, and what nobody has checked is not told as known."""
    if isinstance(value, Source):
        if not value.title.strip() or not value.publisher.strip():
            yield "source-blank", where, {}
        if MIRRORS.search(value.link):
            yield "source-mirror", f"{where}.link", {"link": value.link}
        if value.certainty is Certainty.UNVERIFIED:
            yield "source-unverified", f"{where}.certainty", {}
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from source_faults(one, f"{where}.{at}")
    elif is_dataclass(value):
        for one in fields(value):
            if one.name != "hooks":  # a legal point is judged in its own file
                yield from source_faults(getattr(value, one.name), f"{where}.{one.name}".strip("."))


def _named(known: Known, kind: str, where: str, ids: Collection[str]) -> Iterator[Fault]:
    for one in known.missing(kind, ids):
        yield "id-unknown", where, {"kind": kind, "other": one}


def _group(page: GroupPage, known: Known) -> Iterator[Fault]:
    said = {gap.part for gap in page.not_found}
    for part in PARTS:
        if page.holds(part) and part in said:
            yield "part-both", "not_found", {"part": part}
        elif not page.holds(part) and part not in said:
            yield "part-silent", part, {"part": part}
    if len(page.questions.need) < 2 or len(page.questions.market) < 2:
        yield "questions-few", "questions", {}
    for at, one in enumerate(page.typical):
        if len({one.low is None, one.high is None, one.unit is None}) > 1 or (one.low or 0) > (one.high or 0):
            yield "figure-half", f"typical.{at}", {}
    yield from _named(known, "cpv", "cpv", page.cpv)
    yield from _named(known, "indicator", "indicators", page.indicators)
    for at, each in enumerate(page.works):
        yield from _goal_and_strategies(known, f"works.{at}", (each.goal,), each.strategies)
        yield from _named(known, "case", f"works.{at}.cases", each.cases)
    for at, pitfall in enumerate(page.pitfalls):
        yield from _named(known, "hook", f"pitfalls.{at}.hooks", pitfall.hooks)
    if any(len(noun) < 3 for noun in (*page.nouns.sv, *page.nouns.en)):
        yield "noun-short", "nouns", {}


def _goal_and_strategies(
    known: Known, where: str, goals: Collection[str], strategies: Collection[str]
) -> Iterator[Fault]:
    yield from _named(known, "strategy", f"{where}.strategies".strip("."), strategies)
    for strategy in strategies:
        if strategy[:1] not in goals and strategy in known.ids["strategy"]:
            yield (
                "strategy-unknown",
                f"{where}.strategies".strip("."),
                {"strategy": strategy, "goal": ", ".join(goals)},
            )


def _instrument(card: InstrumentCard, known: Known) -> Iterator[Fault]:
    yield from _named(known, "step", "steps", card.steps)
    yield from _named(known, "goal", "goals", card.goals)
    yield from _named(known, "group", "groups", card.groups)
    if card.verdict.fits != "not_used" and card.verdict.where is None:
        yield "verdict-nowhere", "verdict", {}


def _case(case: Case, known: Known) -> Iterator[Fault]:
    yield from _named(known, "group", "groups", case.groups)
    yield from _named(known, "criterion", "criteria", case.criteria)
    if not isinstance(case.cpv, str):
        yield from _named(known, "cpv", "cpv", case.cpv)
    yield from _goal_and_strategies(known, "", case.goals, case.strategies)
    if isinstance(case.results, str):
        return
    for at, result in enumerate(case.results):
        if isinstance(result.figure, str):
            continue
        if result.unit is None:
            yield "result-no-unit", f"results.{at}", {}
        digits = (
            f"{result.figure:f}".rstrip("0").rstrip(".")
            if "." in f"{result.figure:f}"
            else f"{result.figure:f}"
        )
        if (
            re.sub(r"\D", "", digits) not in re.sub(r"[^\d]", "", result.says.sv)
            and len(digits.strip("-")) > 1
        ):
            yield "result-figure-unsaid", f"results.{at}.says", {"figure": digits}


def _crosswalk(walk: Crosswalk, known: Known) -> Iterator[Fault]:
    for at, entry in enumerate(walk.entries):
        where = f"entries.{at}"
        if (entry.relation == "none") is not (not entry.ours) or (
            entry.relation == "none" and entry.says is None
        ):
            yield "entry-none", where, {"theirs": entry.theirs}
        for ours in entry.ours:
            yield from _named(known, ours.kind, f"{where}.ours", ours.ids)


def _legal(point: LegalPoint) -> Iterator[Fault]:
    """The sentence says as much as the law and no more: a "bör" is not told as a "ska"."""
    word_sv, word_en = FORCE[point.force]
    if not re.search(rf"\b{word_sv}\b", point.says.sv) or not re.search(rf"\b{word_en}\b", point.says.en):
        yield "force-unsaid", "says", {"word": word_sv, "word_en": word_en}
    if point.force == "should" and re.search(r"\bska\b", point.says.sv):
        yield "force-unsaid", "says", {"word": word_sv, "word_en": word_en}
    for regime, sections in point.rules.items():
        if isinstance(sections, str):
            continue
        for one in sections:
            if not SECTION.fullmatch(one.section):
                yield "section-form", f"rules.{regime.value}", {"rule": one.section}
        for earlier, later in pairwise(sections):
            if later.valid_from is None or earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                yield "sections-overlap", f"rules.{regime.value}", {"section": later.section}
    for wrong in out_of_place(point.hook()):
        if wrong.chapter:
            yield "section-other-chapter", f"rules.{wrong.regime.value}", {"rule": wrong.section}
