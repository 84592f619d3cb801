"""Faults of the film's storyboard and of the webinar, found without encoding anything: `omlopp library check`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.documents.film.draw import settled
from omlopp.documents.film.pace import timed
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import LANGUAGES, Text
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.flows.publications.figures import reckoned
from omlopp.flows.publications.fill import SHOWS, Figures, placed
from omlopp.flows.publications.film_board import FOLDER, Board, Scene, board
from omlopp.flows.publications.film_figures import facts
from omlopp.flows.publications.film_shots import shots
from omlopp.flows.publications.job import Job
from omlopp.flows.publications.plan import Plan, Plans
from omlopp.flows.publications.rules import rules
from omlopp.flows.publications.texts import Fault, text_faults
from omlopp.flows.publications.webinar import FOLDER as WEBINAR
from omlopp.flows.publications.webinar import exercises, sheet
from omlopp.library.files import Problem
from omlopp.library.load import Library
from omlopp.library.messages import sentence

BOARD, FACTS = f"{FOLDER}/storyboard.yaml", f"{FOLDER}/facts.yaml"
SHEET, EXERCISES = f"{WEBINAR}/run_sheet.yaml", f"{WEBINAR}/exercises.yaml"


@dataclass(frozen=True, slots=True)
class Known:
    """What the texts may name. `film`: the plan whose data the storyboard is, None where there is none."""

    base: Base
    figures: Mapping[str, Figure]
    film: Plan | None

    @property
    def units(self) -> dict[str, str]:
        return {id: one.unit for id, one in self.figures.items()}


def film_faults(plans: Plans, library: Library, root: Path, on: date) -> list[Problem]:
    """Every fault of the film's and the webinar's own data under `root`; a file that is not there has none."""
    base = Base(library, on)
    known = Known(base, reckoned(base), plans.found.get("film"))
    files: tuple[tuple[str, Callable[[], Iterator[Fault]]], ...] = (
        (BOARD, lambda: _board(board(root), known)),
        (FACTS, lambda: _told(facts(root).facts, "facts", known)),
        (SHEET, lambda: _told(sheet(root).parts, "parts", known)),
        (EXERCISES, lambda: _told(exercises(root), "exercises", known)),
    )
    found: list[Problem] = []
    for file, read in files:
        if not (root / file).is_file():
            continue
        try:
            found += [
                Problem(file, where, f"{key} {given.get('name', '')}".strip(), 0, key, given)
                for where, key, given in read()
            ]
        except BrokenPlan as error:
            found.append(Problem(file, str(error.facts["where"]), str(error.facts["says"])))
    return found


def _told(rows: object, name: str, known: Known) -> Iterator[Fault]:
    """The texts of a data file, whatever it holds."""
    for where, text in _texts(rows, name):
        yield from text_faults(where, text, known.units, rules().longest)


def _board(given: Board, known: Known) -> Iterator[Fault]:
    faulty = False
    for at, scene in enumerate(given.scenes):
        for fault in _scene(f"scenes.{at}", scene, given, known):
            faulty = True
            yield fault
    if known.film is not None and not faulty:  # what leads nowhere cannot be filled in
        yield from _shown(given, known.film, known)


def _scene(where: str, scene: Scene, given: Board, known: Known) -> Iterator[Fault]:
    same = known.film.same if known.film else ()
    based = _based(scene, known)
    for place, text in _texts(scene, where):
        if text.sv or text.en:
            yield from text_faults(place, text, known.units, rules().longest, same, based)
    named = [(f"{where}.{name}", getattr(scene, name)) for name in ("when", "unless") if getattr(scene, name)]
    for at, item in enumerate(scene.items):
        named.append((f"{where}.items.{at}.figure", item.figure))
        if item.how not in SHOWS:
            yield f"{where}.items.{at}.how", "library-publication-show", {"name": item.how}
        elif item.how == "plain" and known.units.get(item.figure) == "share" and item.figure not in based:
            yield f"{where}.items.{at}.how", "library-publication-share", {"name": item.figure}
    if scene.of and scene.kind == "goals":
        named += [(f"{where}.of", f"{scene.of}.{goal.id}.lit") for goal in known.base.library.goals]
    if scene.of and scene.kind == "map":
        named += [(f"{where}.of", f"{scene.of}.{tile.code}") for tile in given.tiles]
    for place, id in named:
        if id not in known.figures:
            yield place, "library-publication-figure", {"name": id}
    if scene.legal and scene.legal not in known.base.library.legal:
        yield f"{where}.legal", "library-publication-legal", {"name": scene.legal}


def _based(scene: Scene, known: Known) -> frozenset[str]:
    """Shares that may stand without their base in a text: it stands elsewhere in the scene, or is no number."""
    told = {
        known.figures[id].base
        for _, text in _texts(scene, "")
        for id, how in placed(text.sv)
        if how in ("base", "of") and id in known.figures
    }
    return frozenset(id for id, one in known.figures.items() if one.base is None or one.base in told)


def _shown(given: Board, film: Plan, known: Known) -> Iterator[Fault]:
    """Filled in each language with what the library alone knows, then with every scene that could be shown."""
    every = replace(
        given,
        scenes=tuple(replace(scene, when="", unless="") for scene in given.scenes),
        pace=replace(given.pace, film_least=0),
    )
    for language in LANGUAGES:
        job = Job(film, known.base, Figures(known.figures, language, known.base.library.names), language)
        for each in (given, every):
            try:
                found = shots(each, job).shots
                timed([(one, settled(one), 0.0) for one in found], each.pace, language)
            except OmloppError as error:
                scene = error.facts.get("scene")
                at = next((n for n, one in enumerate(given.scenes) if one.id == scene), None)
                where = "pace" if at is None else f"scenes.{at}"
                yield where, "library-publication-scene", {"says": sentence(error, language)}
                break


def _texts(value: Any, where: str) -> Iterator[tuple[str, Text]]:
    """Every text within a value, with its place: scenes.3.items.0.label."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _texts(each, f"{where}.{at}")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name), f"{where}.{one.name}")
