"""Figures of what there is: the bank, its cases, and the base itself."""

from collections.abc import Iterable
from decimal import Decimal

from omlopp.documents.plans.handbook_cases import has_source
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.base import Base

BANK = ("Omlopps kravbank", "Omlopp's bank")
METHOD = "publications.md#counts"


def figures(base: Base) -> Iterable[Figure]:
    library = base.library
    model = library.model
    bank = (f"{BANK[0]}, modell {model.version}", f"{BANK[1]}, model {model.version}")
    own = ("Arbetsytans upphandlingar", "The workspace's procurements")
    exercise = any(each.exercise for each in base.entries)
    sourced = [each for each in library.cases.values() if has_source(each)]
    told = [each for each in sourced if each.results != "not_stated"]

    def of_bank(id: str, value: int, unit: str, of: int | None = None) -> Figure:
        return Figure(f"bank.{id}", Decimal(value), unit, bank, METHOD, of)

    yield Figure("bank.model", model.version, "text", bank, METHOD)
    yield of_bank("phases", len(model.phases), "count")
    yield of_bank("steps", len(model.steps), "steps")
    yield of_bank("goals", len(library.goals), "count")
    yield of_bank("criteria", len(library.criteria), "criteria")
    yield of_bank("indicators", len(library.indicators), "indicators")
    yield of_bank("groups", len(library.groups), "groups")
    yield of_bank("instruments", len(library.instruments), "count")
    yield of_bank("cases", len(sourced), "cases")
    yield of_bank("cases_told", len(told), "cases", len(sourced))
    yield of_bank("cases_figures", sum(_has_figure(each) for each in sourced), "cases", len(sourced))
    yield of_bank("cases_counter", sum(each.counter_example for each in sourced), "cases", len(sourced))
    yield of_bank("cases_se", sum(each.country == "SE" for each in sourced), "cases", len(sourced))
    yield of_bank("countries", len({each.country for each in sourced}), "countries")

    def of_base(id: str, value: int, unit: str, of: int | None = None, unknown: int = 0) -> Figure:
        about = tuple(each.procurement.id for each in base.entries)
        return Figure(
            f"base.{id}", Decimal(value), unit, own, METHOD, of, unknown, about=about, exercise=exercise
        )

    entries = base.entries
    placed = [each for each in entries if each.county]
    yield of_base("procurements", len(entries), "procurements")
    yield of_base("buyers", len({each.procurement.buyer.name for each in entries}), "buyers")
    yield of_base("placed", len(placed), "procurements", len(entries))
    yield of_base("counties", len({each.county for each in placed}), "counties")
    yield of_base(
        "measured", sum(bool(each.procurement.measurements) for each in entries), "procurements", len(entries)
    )
    yield of_base("programmes", len(base.programmes), "count")


def _has_figure(case: object) -> bool:
    results = case.results  # type: ignore[attr-defined]
    return results != "not_stated" and any(one.figure != "not_stated" for one in results)
