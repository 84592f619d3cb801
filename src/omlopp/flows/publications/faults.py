"""Faults of the plans, found without building: names that lead nowhere, missing or unequal languages, length."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from omlopp.flows.library import LibraryFault, with_line
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.figures import reckoned
from omlopp.flows.publications.film_faults import film_faults
from omlopp.flows.publications.forms import FORMS
from omlopp.flows.publications.pictures import PICTURES
from omlopp.flows.publications.plan import FOLDER, NOTHING, STEM, Plan, Plans, Spec, plans
from omlopp.flows.publications.rules import Rules, rules
from omlopp.flows.publications.sections import SECTIONS
from omlopp.flows.publications.tables import TABLES
from omlopp.flows.publications.texts import Fault, text_faults
from omlopp.library.files import Problem
from omlopp.library.load import Library


def plan_faults(known: Plans, library: Library, on: date) -> list[Problem]:
    """Every fault of every plan, those that could not be read among them."""
    found = list(known.problems)
    if not known.found:
        return found
    ids = {each.id: each.unit for each in reckoned(Base(library, on)).values()}
    for plan in known.found.values():
        found += [
            Problem(
                f"{FOLDER}/{plan.name}.yaml", where, f"{key} {facts.get('name', '')}".strip(), 0, key, facts
            )
            for where, key, facts in _of_plan(plan, ids, rules())
        ]
    return found


def publication_faults(library: Library, root: Path, on: date) -> list[LibraryFault]:
    """The same, and those of the film and the webinar, as faults of the bank under `root`, with their lines."""
    known = plans(root)
    return [
        with_line(
            LibraryFault(
                one.file,
                one.where,
                one.line,
                one.says,
                f"check.{one.key}.failed" if one.key else "",
                one.facts,
            ),
            root,
        )
        for one in (*plan_faults(known, library, on), *film_faults(known, library, root, on))
    ]


def _of_plan(plan: Plan, ids: dict[str, str], limits: Rules) -> Iterator[Fault]:
    for language in ("sv", "en"):
        if not STEM.fullmatch(plan.file.within(language)):
            yield f"file.{language}", "library-publication-stem", {"name": plan.file.within(language)}
    for at, one in enumerate(plan.forms):
        if one not in FORMS:
            yield f"forms.{at}", "library-publication-form", {"name": one}
    for at, spec in enumerate(plan.blocks):
        yield from _names(f"blocks.{at}", spec, ids)
    for where, text in plan.texts():
        if where == "subtitle" and text == NOTHING:
            continue
        yield from text_faults(where, text, ids, plan.longest or limits.longest, plan.same)


def _names(where: str, spec: Spec, ids: dict[str, str]) -> Iterator[Fault]:
    for name, field, registry in (
        ("picture", "picture", PICTURES),
        ("table", "table", TABLES),
        ("section", "each", SECTIONS),
    ):
        given = getattr(spec, field)
        if given is not None and given not in registry:
            yield f"{where}.{field}", f"library-publication-{name}", {"name": given}
    for field in ("when", "unless"):
        given = getattr(spec, field)
        if given is not None and given not in ids:
            yield f"{where}.{field}", "library-publication-figure", {"name": given}
    for field in ("only", "without"):
        for one in getattr(spec, field):
            if one not in FORMS:
                yield f"{where}.{field}", "library-publication-form", {"name": one}
