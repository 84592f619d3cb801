"""Checking the whole library: what could not be read, and what is read but not ready to be used or published."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from omlopp.domain.criteria.bank import bank_faults
from omlopp.domain.criteria.cards import Known, card_faults, source_faults
from omlopp.domain.criteria.plain import Plain, criterion_language_faults, language_faults
from omlopp.domain.criteria.ready import faults, unused_indicators
from omlopp.domain.model.criteria import Criterion, CriterionKind, Level
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import Dimension, RStep
from omlopp.library import codelists
from omlopp.library.files import Problem
from omlopp.library.load import Library
from omlopp.library.places import line_of
from omlopp.library.plain import plain_rules

CARDS = {
    "groups": "groups",
    "instruments": "instruments",
    "initiatives": "initiatives",
    "cases": "cases",
    "crosswalks": "crosswalk",
    "legal": "process/legal",
    "parameters": "parameters",
    "aids": "aids",
    "law_beside": "aids/law",
}
"""Attribute of the library → its folder."""


@dataclass(frozen=True, slots=True)
class LibraryFault:
    """A fault with its place. `key` and `facts` make the sentence with its mend; without a key `says` is shown."""

    file: str
    where: str = ""
    line: int = 0  # 0: not known
    says: str = ""
    key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class NotPublishable(OmloppError):
    """The library holds faults, so it is not published. Facts: count, first."""

    code = "library.not-publishable"


def library_faults(library: Library, root: Path, on: date | None = None) -> list[LibraryFault]:
    """Every fault of the bank under `root`, by file and line; empty means that it can be published.

    on: the day review dates are held against; None looks at none.
    """
    rules = plain_rules()
    found = [
        LibraryFault(
            one.file, one.where, one.line, one.says, f"check.{one.key}.failed" if one.key else "", one.facts
        )
        for one in library.problems
    ]
    found += _criteria(library, rules, on)
    found += _cards(library, rules, on)
    found += _twice(library, root)
    found += _unused(library)
    return sorted((with_line(one, root) for one in found), key=lambda one: (one.file, one.line, one.where))


def require_publishable(library: Library, root: Path, on: date) -> None:
    """Raises NotPublishable when anything is wrong: the library is read with faults, but never sent out with them."""
    _refuse(library_faults(library, root, on))


def require_readable(library: Library) -> None:
    """Raises NotPublishable when a file could not be read: a handbook would lack it in silence."""
    _refuse(library.problems)


def _refuse(found: Sequence[LibraryFault | Problem]) -> None:
    if found:
        raise NotPublishable(count=len(found), first=f"{found[0].file}: {found[0].line}")


def counts(library: Library) -> dict[str, dict[str, int]]:
    """How many criteria by group, kind, level, goal and language, and how many files of the other kinds."""
    criteria = library.criteria.values()

    def by(values: Iterable[str]) -> dict[str, int]:
        return dict(sorted(Counter(values).items()))

    return {
        "group": by(one.group for one in criteria),
        "kind": by(one.kind.value for one in criteria),
        "level": by(one.level.value for one in criteria),
        "goal": by(one.goal for one in criteria),
        "above_market": by(one.market.above for one in criteria),
        "language": {
            name: sum(bool(one.text.within(name).strip()) for one in criteria) for name in ("sv", "en")
        },
        "files": {"criteria": len(library.criteria), "indicators": len(library.indicators)}
        | {name: len(getattr(library, name)) for name in CARDS},
    }


def _criteria(library: Library, rules: Plain, on: date | None) -> Iterator[LibraryFault]:
    known = _known(library)
    for one in library.criteria.values():
        for found in faults(
            one,
            goals=library.goals,
            indicators=library.indicators,
            known=library.criteria,
            cpv_known=known.ids["cpv"],
            codes_known=known.ids["code"],
            on=on,
        ):
            yield LibraryFault(_file(one), found.where, key=f"check.{found.check}.failed", facts=found.facts)
        yield from _faults(_file(one), criterion_language_faults(one, rules))
        yield from _faults(_file(one), source_faults(one))
    for one, name, where, facts in bank_faults(list(library.criteria.values()), library.groups, rules):
        yield from _faults(_file(one), [(name, where, facts)])
    for group in sorted({one.group for one in library.criteria.values()}):
        page = library.groups.get(group)
        file = f"groups/{group}.yaml"
        mine = [one for one in library.criteria.values() if one.group == group]
        if page is None:
            yield from _faults(file, [("group-no-page", "", {"group": group, "count": len(mine)})])
        elif page.substances.matter and not any(one.substances for one in mine):
            yield from _faults(file, [("group-no-substances", "substances", {"group": group})])


def _cards(library: Library, rules: Plain, on: date | None) -> Iterator[LibraryFault]:
    known = _known(library)
    for attribute, folder in CARDS.items():
        for id, card in getattr(library, attribute).items():
            file = f"{folder}/{id}.yaml"
            yield from _faults(file, card_faults(card, known))
            yield from _faults(file, language_faults(card, rules))
            checked = getattr(card, "checked", None)
            if checked and on and checked.next < on:
                yield from _faults(file, [("review-past", "checked.next", {"next": checked.next})])


def _faults(file: str, found: Iterable[tuple[str, str, dict[str, object]]]) -> Iterator[LibraryFault]:
    for name, where, facts in found:
        yield LibraryFault(file, where, key=f"check.library-{name}.failed", facts=facts)


def _twice(library: Library, root: Path) -> Iterator[LibraryFault]:
    """Two files with one name in two groups: only one of them could be read under that id."""
    places: dict[str, list[str]] = {}
    for path in sorted(root.glob("criteria/*/*.yaml")):
        places.setdefault(path.stem, []).append(path.relative_to(root).as_posix())
    for id, files in places.items():
        for file in files[1:]:
            yield from _faults(file, [("id-twice", "", {"id": id, "other": files[0]})])


def _unused(library: Library) -> Iterator[LibraryFault]:
    for name in unused_indicators(library.criteria.values(), library.goals, library.indicators):
        yield from _faults(f"indicators/{name}.yaml", [("indicator-unused", "", {})])


def with_line(one: LibraryFault, root: Path) -> LibraryFault:
    path = root / one.file
    if one.line or not path.is_file():
        return one
    line = _line(path, one.where) or 1
    return LibraryFault(one.file, one.where, line, one.says, one.key, one.facts)


@lru_cache(maxsize=4096)
def _line(path: Path, where: str) -> int:
    return line_of(path.read_text("utf-8"), where)


def _file(one: Criterion) -> str:
    return f"criteria/{one.group}/{one.id}.yaml"


def _known(library: Library) -> Known:
    """Every id that a file of the library may name, by kind."""
    ids: dict[str, Collection[str]] = {
        "criterion": library.criteria,
        "indicator": library.indicators,
        "goal": {goal.id for goal in library.goals},
        "strategy": {strategy.id for goal in library.goals for strategy in goal.strategies},
        "step": {step.id for step in library.model.steps},
        "phase": {phase.id for phase in library.model.phases},
        "group": library.names.tables["group"],
        "case": library.cases,
        "instrument": library.instruments,
        "hook": library.legal,
        "cpv": cpv_beginnings(),
        "code": codes(),
    }
    fixed: dict[str, Any] = {
        "r_step": RStep,
        "dimension": Dimension,
        "level": Level,
        "criterion_kind": CriterionKind,
    }
    return Known(ids | {name: {one.value for one in words} for name, words in fixed.items()})


@cache
def cpv_beginnings() -> frozenset[str]:
    """Every CPV code, and every beginning of one of two digits or more."""
    return frozenset(
        row["code"][:length] for row in codelists.rows(codelists.FOLDER / "cpv.csv") for length in range(2, 9)
    )


@cache
def codes() -> frozenset[str]:
    """The codes of eForms and of the OCDS sustainability extension, as "eforms:circ-econ" and "ocds:environmental"."""
    eforms = {f"eforms:{row['code']}" for row in codelists.rows(codelists.FOLDER / "eforms.csv")}
    ocds = {f"ocds:{row['code']}" for row in codelists.rows(codelists.FOLDER / "ocds_sustainability.csv")}
    return frozenset(eforms | ocds)
