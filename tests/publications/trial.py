"""A small library of plans and a base to publish from: what each test changes is all that differs."""

from datetime import date
from pathlib import Path

from omlopp.flows.publications.base import Base, Entry
from omlopp.flows.publications.build import Report, build
from omlopp.flows.publications.check import Found, check
from omlopp.flows.publications.plan import Plans, plans
from omlopp.library.load import library
from tests.documents.sample import SHARE, sample_procurement

ON = date(2026, 11, 22)
PLAN = """
title: {sv: "Prov", en: "Trial"}
file: {sv: prov, en: trial}
forms: [html]
of: library
blocks:
  - heading: {sv: "Banken", en: "The bank"}
  - text:
      sv: "I banken har {bank.cases_figures|of} av fallen ett resultat som är uttryckt i siffror."
      en: "In the bank {bank.cases_figures|of} of the cases have a result that is told in figures."
  - picture: way
"""


def plan(root: Path, text: str = PLAN, name: str = "prov") -> Plans:
    """The plans of a library that has this one alone."""
    (root / "publications").mkdir(parents=True, exist_ok=True)
    (root / "publications" / f"{name}.yaml").write_text(text, "utf-8")
    plans.cache_clear()
    return plans(root)


def base(*entries: Entry, on: date = ON) -> Base:
    return Base(library(), on, entries)


def entry(
    title: str = "Kontorsmöbler", *, exercise: bool = True, county: str = "SE322", number: int = 1
) -> Entry:
    """A procurement that was awarded, in Jämtland."""
    one = sample_procurement(id=str(number), title=title, exercise=exercise)
    return Entry(one, {SHARE.id: SHARE}, one.model_version, one.buyer.name, county, exercise)


def publish(made: Base, known: Plans, to: Path, *languages: str) -> Report:
    return build(made, [], languages or ("sv", "en"), to, known=known)  # type: ignore[arg-type]


def faults(to: Path, made: Base, known: Plans) -> list[Found]:
    return check(to, lambda on, exercise: made, known)


def codes(to: Path, made: Base, known: Plans) -> set[str]:
    return {each.code for each in faults(to, made, known)}
