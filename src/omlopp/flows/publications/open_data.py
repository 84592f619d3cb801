"""The portfolio as open data: tables as CSV and JSON, with a dictionary of every column and the licence."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from omlopp.documents.plans.handbook_cases import in_order
from omlopp.domain.model.text import STRICT, Language, Text
from omlopp.domain.portfolio.ladder import RUNGS
from omlopp.flows import evaluation
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.flows.publications.fill import Figures
from omlopp.flows.publications.job import Output
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT

LICENCE = "CC BY 4.0"
LINK = "https://creativecommons.org/licenses/by/4.0/"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`type`: text, number, day, list or answer (yes, no, unknown)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    type: str
    says: Text


@dataclass(frozen=True, slots=True)
class TableCard:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """library/publications/portfolj/data.yaml: every table and column of the open data."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    tables: Mapping[str, TableCard]


@cache
def dictionary() -> Mapping[str, TableCard]:
    found = read_one(ROOT / "publications" / "portfolj" / "data.yaml", Dictionary, ROOT)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found.tables


def tables(base: Base, figures: Figures) -> dict[str, list[Row]]:
    """Table → rows, in the columns and order of the dictionary."""
    makers: dict[str, Callable[[], list[Row]]] = {
        "cases": lambda: _cases(base),
        "results": lambda: _results(base),
        "procurements": lambda: _procurements(base),
        "every_figure": lambda: _figures(figures),
    }
    return {
        name: [{column: row.get(column) for column in card.columns} for row in makers[name]()]
        for name, card in dictionary().items()
    }


def files(base: Base, figures: Figures, exercise: bool) -> list[Output]:
    """data/<table>.csv and .json, data/dictionary.csv and .json."""
    made: list[Output] = []
    for name, rows in tables(base, figures).items():
        columns = list(dictionary()[name].columns)
        head = {"table": name, "licence": LICENCE, "licence_link": LINK, "made_on": base.on.isoformat()}
        whole = head | {"exercise": exercise, "rows": [{k: _json(v) for k, v in row.items()} for row in rows]}
        made.append(Output(f"data/{name}.csv", _csv(columns, rows)))
        made.append(Output(f"data/{name}.json", _told(whole)))
    listed: list[Row] = [
        {"table": table, "column": column, "type": one.type, "sv": one.says.sv, "en": one.says.en}
        for table, card in dictionary().items()
        for column, one in card.columns.items()
    ]
    made.append(Output("data/dictionary.csv", _csv(["table", "column", "type", "sv", "en"], listed)))
    made.append(
        Output("data/dictionary.json", _told({"licence": LICENCE, "licence_link": LINK, "columns": listed}))
    )
    return made


def _cases(base: Base) -> list[Row]:
    return [
        {
            "id": one.id,
            "name_sv": one.name.sv,
            "name_en": one.name.en,
            "buyer": one.buyer,
            "country": one.country,
            "year": None if one.year == "not_stated" else one.year,
            "outcome": one.outcome,
            "groups": one.groups,
            "goals": one.goals,
            "strategies": one.strategies,
            "counter_example": one.counter_example,
            "inferred": one.inferred,
            "source_publisher": one.source.publisher,
            "source_title": one.source.title,
            "source_year": one.source.year,
            "source_link": one.source.link,
            "certainty": one.source.certainty.value,
        }
        for one in in_order(base.library.cases.values(), "sv")
    ]


def _results(base: Base) -> list[Row]:
    return [
        {
            "case": one.id,
            "says_sv": each.says.sv,
            "says_en": each.says.en,
            "figure": None if each.figure == "not_stated" else each.figure,
            "unit_sv": each.unit.sv if each.unit else None,
            "unit_en": each.unit.en if each.unit else None,
            "method_sv": None if each.method == "not_stated" else each.method.sv,
            "sellers_own": each.seller,
            "source_publisher": each.source.publisher,
            "source_title": each.source.title,
            "source_year": each.source.year,
            "certainty": each.source.certainty.value,
        }
        for one in in_order(base.library.cases.values(), "sv")
        if one.results != "not_stated"
        for each in one.results
    ]


def _procurements(base: Base) -> list[Row]:
    """Those that are out; of the others nothing is told."""
    entries = {each.procurement.id: each for each in base.entries}
    rows: list[Row] = []
    for climb in evaluation.of_base(base)[0].climbs:
        entry = entries.get(climb.id)
        if entry is None or climb.position == "not_yet":
            continue
        one = entry.procurement
        answers = {each.rung: each for each in climb.rungs}
        rows.append(
            {
                "id": one.id,
                "title": one.title,
                "exercise": entry.exercise,
                "in_hindsight": entry.in_hindsight,
                "buyer": one.buyer.name,
                "county": entry.county or None,
                "position": climb.position,
                "model": entry.model,
                "cpv": one.cpv,
                "goals": tuple(each.goal for each in one.goals),
                "strategies": tuple(each for goal in one.goals for each in goal.strategies),
                **{f"rung_{rung}": answers[rung].answer if rung in answers else None for rung in RUNGS},
                "because": next((each.because for each in climb.rungs if each.answer != "yes"), None),
            }
        )
    return rows


def _figures(figures: Figures) -> list[Row]:
    """Every figure there is; those that are not known stand there with an empty value."""
    return [
        {
            "id": one.id,
            "value": one.value,
            "unit": one.unit,
            "base": one.base,
            "unknown": one.unknown,
            "low": one.low,
            "high": one.high,
            "source_sv": one.source[0],
            "source_en": one.source[1],
            "method": one.method,
            "exercise": one.exercise,
        }
        for one in figures.all()
    ]


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(row[column]) for column in columns] for row in rows])
    return ("\ufeff" + held.getvalue()).encode()


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | int):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def _told(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def holds(table: str, language: Language) -> str:
    return dictionary()[table].says.within(language)
