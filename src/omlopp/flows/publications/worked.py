"""The handbook's worked award examples: invented bids in the library, results by the code that evaluates real ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Literal

from omlopp.documents.plan import Block, Heading, Paragraph, Table
from omlopp.documents.words import say
from omlopp.domain.model.text import STRICT, Language, Text
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.award import call_evaluate
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.flows.publications.fill import Figures
from omlopp.library.cases import read_exact
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

FILE = ROOT / "publications" / "handledning" / "examples.yaml"
Column = Literal["price", "deduction", "comparison", "price_score", "quality", "total", "rank"]
UNITS = {"price": "kr", "deduction": "kr", "comparison": "kr", "rank": "count"}
SOURCE = ("Påhittade anbud, räknade av Omlopps utvärdering", "Invented bids, computed by Omlopp's evaluation")


@dataclass(frozen=True, slots=True)
class Example:
    """`model`, `bids`: as the worked cases write them. `after`: what the result shows, with its figures."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    says: Text
    model: Mapping[str, Any]
    bids: tuple[Mapping[str, Any], ...]
    columns: tuple[Column, ...]
    after: Text


@dataclass(frozen=True, slots=True)
class Examples:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    examples: tuple[Example, ...]


@cache
def examples() -> tuple[Example, ...]:
    found = read_one(FILE, Examples, ROOT, parse=lambda raw, text: read_exact(FILE))
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found.examples


def figures(base: Base) -> Iterable[Figure]:
    """`example.<id>.<bid>.<column>` for every bid of every example."""
    for each in examples():
        result = call_evaluate({**each.model, "bids": list(each.bids)})
        for bid in each.bids:
            for column in each.columns:
                value = _value(column, bid, result)
                places = 2 if column in ("price_score", "total") else 0
                yield Figure(
                    f"example.{each.id}.{bid['id']}.{column}",
                    value,
                    UNITS.get(column, "points"),
                    SOURCE,
                    "award/README.md",
                    decimals=places,
                )


def _value(column: Column, bid: Mapping[str, Any], result: Mapping[str, Any]) -> Decimal | None:
    name = str(bid["id"])
    if column == "price":
        return Decimal(bid["price"])
    if column == "quality":
        return Decimal(sum(Decimal(one) for one in bid["points"].values()))
    if column == "deduction":
        return Decimal(result["deduction_sum"][name])
    found = (result[column] or {}).get(name)
    return None if found is None else Decimal(found)


def chapters(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    """One section per example: the rule, the table, what it shows."""
    yield Paragraph(say("handbook.worked.invented", language), "note")
    for each in examples():
        title = each.title.within(language)
        yield Heading(title, 2, f"exempel-{each.id.replace('_', '-')}")
        yield Paragraph(each.says.within(language))
        yield Table(
            head=(
                say("handbook.worked.bid", language),
                *(say(f"handbook.worked.{column}", language) for column in each.columns),
            ),
            rows=tuple(
                (
                    str(bid["id"]),
                    *(
                        figures.show(f"example.{each.id}.{bid['id']}.{column}", "plain")
                        for column in each.columns
                    ),
                )
                for bid in each.bids
            ),
            caption=say("handbook.worked.table", language, title=title),
            numeric=frozenset(range(1, len(each.columns) + 1)),
        )
        yield Paragraph(figures.fill(each.after.within(language)))
