"""From a lesson to a change of the library: what may be changed, whether the change holds, and how it is taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.domain.criteria.diff import Change
from omlopp.domain.criteria.plain import language_faults
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.groups import GroupPage
from omlopp.domain.model.process import Step
from omlopp.domain.model.text import LANGUAGES, Text
from omlopp.flows.library import LibraryFault
from omlopp.flows.proposals import TEXTS, proposed
from omlopp.library.files import Problem, read_one
from omlopp.library.learnt import (
    FILE,
    PATCH_FORM,
    Kind,
    Learnt,
    as_written,
    dumped,
    learnt,
    passages,
    read_patch,
    told,
    with_passage,
)
from omlopp.library.load import ROOT, Library, library
from omlopp.library.places import line_of
from omlopp.library.plain import plain_rules

KINDS: tuple[Kind, ...] = ("criteria", "groups", "steps")


class UnknownTarget(OmloppError):
    """Facts: kind, id."""

    code = "lesson.unknown-target"


class UnknownPassage(OmloppError):
    """Facts: of, passage."""

    code = "lesson.unknown-passage"


class PassageStale(OmloppError):
    """The library has other words there than the proposal was written against. Facts: of, passage."""

    code = "lesson.stale"


class NothingChanged(OmloppError):
    code = "lesson.nothing-changed"


class LanguageMissing(OmloppError):
    code = "lesson.language-missing"


class ChangeFaulty(OmloppError):
    """The file with the change in place does not pass the library's checks. Facts: count, first."""

    code = "lesson.faulty"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`written`: files, relative to the library; `left`: lessons that were not taken in, with the refusal."""

    taken: tuple[Learnt, ...]
    written: tuple[str, ...]
    already: tuple[Learnt, ...]
    left: tuple[tuple[Learnt, OmloppError], ...]


def targets(kind: Kind, held: Library) -> Mapping[str, Text]:
    """Id → name of what a lesson may change."""
    if kind == "steps":
        return {one.id: one.name for one in held.model.steps}
    every: Mapping[str, Any] = getattr(held, kind)
    return {one.id: one.name for one in every.values()}


def file_of(kind: str, of: str, held: Library) -> Path:
    """The file of a criterion, group or step, relative to the library. Raises UnknownTarget."""
    if kind not in KINDS or of not in targets(kind, held):
        raise UnknownTarget(kind=kind, id=of)
    if kind == "criteria":
        return Path("criteria") / held.criteria[of].group / f"{of}.yaml"
    return Path("groups" if kind == "groups" else "process/steps") / f"{of}.yaml"


def passages_of(kind: str, of: str, held: Library, root: Path = ROOT) -> Mapping[str, Text]:
    """Way → words of what may be changed in it, in the order of the file."""
    found = passages((root / file_of(kind, of, held)).read_text("utf-8"))
    return {way: text for way, text in found.items() if kind != "criteria" or way in TEXTS}


def changed(
    kind: str,
    of: str,
    passage: str,
    after: Text,
    held: Library,
    *,
    before: Text | None = None,
    root: Path = ROOT,
) -> str:
    """The file with the change in place.

    before: what the passage is to say now. Raises UnknownTarget, UnknownPassage, PassageStale, NothingChanged,
    LanguageMissing and ChangeFaulty.
    """
    known = passages_of(kind, of, held, root)
    if passage not in known:
        raise UnknownPassage(of=of, passage=passage)
    after = Text(*(" ".join(after.within(each).split()) for each in LANGUAGES))
    if not all(after.within(each) for each in LANGUAGES):
        raise LanguageMissing()
    if before is not None and known[passage] != before:
        raise PassageStale(of=of, passage=passage)
    if _flat(known[passage]) == after:
        raise NothingChanged()
    file = with_passage((root / file_of(kind, of, held)).read_text("utf-8"), passage, after)
    if found := faults(kind, of, passage, after, file, held, root):
        raise ChangeFaulty(count=len(found), first=found[0])
    return file


def faults(
    kind: str, of: str, passage: str, after: Text, file: str, held: Library, root: Path
) -> list[LibraryFault]:
    """As `omlopp library check` would find them with the change in place."""
    if kind == "criteria":
        typed = {f"{passage}.{each}": after.within(each) for each in LANGUAGES}
        made = proposed(held.criteria[of], typed, held, reason="", on=date.min, root=root)
        return list(made.faults)
    name = file_of(kind, of, held).as_posix()
    shape: Any = GroupPage if kind == "groups" else Step
    read = _read(file, name, shape, held)
    if isinstance(read, Problem):
        key = f"check.{read.key}.failed" if read.key else ""
        return [LibraryFault(name, read.where, read.line, read.says, key, read.facts)]
    rules = plain_rules()
    return [
        LibraryFault(name, where, line_of(file, where), key=f"check.library-{key}.failed", facts=facts)
        for key, where, facts in language_faults(read, rules)
        if where.startswith(passage)
    ]


def _read(file: str, name: str, shape: type[Any], held: Library) -> Any:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True)
        path.write_text(file, "utf-8")
        return read_one(
            path, shape, Path(folder), fill=held.reading() if shape is Step else None, id=path.stem
        )


def _flat(text: Text) -> Text:
    return Text(*(" ".join(text.within(each).split()) for each in LANGUAGES))


def patch(lessons: Iterable[Learnt]) -> str:
    """The file that is handed to the library's editors."""
    return dumped({"form": PATCH_FORM, "lessons": [as_written(one) for one in lessons]})


def take_in(path: Path, root: Path, on: date) -> TakenIn:
    """Take the lessons of a patch into the library under `root`, and keep where they came from in learnt.yaml.

    A lesson that is there already is passed over; one that does not fit is left out and told. Raises LearntUnreadable.
    """
    held, kept = library(root), learnt(root)
    ids = {one.id for one in kept}
    taken: list[Learnt] = []
    already: list[Learnt] = []
    left: list[tuple[Learnt, OmloppError]] = []
    written: dict[str, None] = {}
    for one in read_patch(path).lessons:
        if one.id in ids:
            already.append(one)
            continue
        try:
            file = changed(one.kind, one.of, one.passage, one.after, held, before=one.before, root=root)
        except OmloppError as error:
            left.append((one, error))
            continue
        name = file_of(one.kind, one.of, held).as_posix()
        (root / name).write_text(file, "utf-8")
        written[name] = None
        taken.append(replace(one, taken_in=on))
        ids.add(one.id)
        library.cache_clear()
        held = library(root)
    if taken:
        (root / FILE).write_text(told((*kept, *taken)), "utf-8")
        written[FILE] = None
    return TakenIn(tuple(taken), tuple(written), tuple(already), tuple(left))


def came_between(before: Path, after: Path) -> tuple[Learnt, ...]:
    """Lessons that the later version has taken in and the earlier has not; an exported file tells none."""
    known = {one.id for one in learnt(before)} if before.is_dir() else set()
    return tuple(one for one in learnt(after) if one.id not in known) if after.is_dir() else ()


def lessons_behind(changes: Iterable[Change], lessons: Iterable[Learnt]) -> tuple[tuple[Change, Learnt], ...]:
    """Changes with the lessons they came from: the same passage of the same thing, and the words it has now."""
    known = list(lessons)
    return tuple(
        (change, one)
        for change in changes
        for one in known
        if (one.kind, one.of) == (change.kind, change.id)
        and change.where in {f"{one.passage}.{each}" for each in LANGUAGES}
        and change.after == one.after.within(change.where.rpartition(".")[2])
    )
