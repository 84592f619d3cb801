"""The chain of each goal, from need to consequence, with the links that are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.goals import Goal, Strategy
from omlopp.domain.model.indicators import Measured, Stage
from omlopp.domain.model.procurement import ChosenGoal, Procurement
from omlopp.domain.model.text import Text
from omlopp.domain.process.judging import has_clause

Values = Mapping[tuple[str, Stage], Decimal | None]


class Link(StrEnum):
    """The links of the chain, in order."""

    NEED = "need"
    GOAL = "goal"
    STRATEGY = "strategy"
    CRITERION = "criterion"
    CLAUSE = "clause"
    INDICATOR = "indicator"
    BASELINE = "baseline"
    CONTRACT = "contract"
    END = "end"
    CONSEQUENCE = "consequence"


NEED_QUESTIONS = ("need_statement", "stream_what")
"""The questions that say what starts the chain, one for each entrance (library/process/steps/need.yaml)."""


@dataclass(frozen=True, slots=True)
class StageValue:
    """What is known at one stage. `recorded` without `value`: measured, but a figure is missing."""

    stage: Stage
    recorded: bool
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One chosen goal and everything that hangs on it. `open_links` are those that are missing, in order."""

    goal: Goal
    need: str
    strategies: tuple[Strategy, ...]
    criteria: tuple[str, ...]  # ids within the procurement
    clauses: tuple[str, ...]  # ids of the criteria that have a clause
    indicator: str | None
    indicator_name: Text | None
    target: Decimal | None
    measurements: tuple[StageValue, ...]  # baseline, contract, end
    consequence: tuple[str, ...]  # ids of the criteria whose clause says what a broken promise leads to
    open_links: tuple[Link, ...]

    @property
    def whole(self) -> bool:
        return not self.open_links


def chain(
    procurement: Procurement, goals: Iterable[Goal], measured: Iterable[Measured] = ()
) -> tuple[ChainRow, ...]:
    """One row per chosen goal, in the order chosen. `measured`: values already computed, latest last."""
    by_id = {goal.id: goal for goal in goals}
    values = {(one.indicator, one.stage): one.value for one in measured}
    return tuple(_row(procurement, chosen, by_id[chosen.goal], values) for chosen in procurement.goals)


def _row(procurement: Procurement, chosen: ChosenGoal, goal: Goal, values: Values) -> ChainRow:
    need = next((text for id in NEED_QUESTIONS if (text := procurement.answers.get(id, "").strip())), "")
    strategies = tuple(one for one in goal.strategies if one.id in chosen.strategies)
    criteria = [one for one in procurement.criteria if one.criterion.goal == chosen.goal]
    clauses = [one for one in criteria if has_clause(one)]
    consequence = tuple(one.id for one in clauses if _consequence(one))
    stages = tuple(_at(procurement, chosen.indicator, stage, values) for stage in Stage)
    present = {
        Link.NEED: bool(need),
        Link.GOAL: True,
        Link.STRATEGY: bool(strategies),
        Link.CRITERION: bool(criteria),
        Link.CLAUSE: bool(clauses),
        Link.INDICATOR: bool(chosen.indicator),
        Link.BASELINE: stages[0].recorded,
        Link.CONTRACT: stages[1].recorded,
        Link.END: stages[2].recorded,
        Link.CONSEQUENCE: bool(consequence),
    }
    return ChainRow(
        goal=goal,
        need=need,
        strategies=strategies,
        criteria=tuple(one.id for one in criteria),
        clauses=tuple(one.id for one in clauses),
        indicator=chosen.indicator,
        indicator_name=procurement.indicator_names.get(chosen.indicator) if chosen.indicator else None,
        target=chosen.target,
        measurements=stages,
        consequence=consequence,
        open_links=tuple(link for link in Link if not present[link]),
    )


def _at(procurement: Procurement, indicator: str | None, stage: Stage, values: Values) -> StageValue:
    recorded = any(
        one.indicator == indicator and one.stage is stage and one.inputs for one in procurement.measurements
    )
    return StageValue(stage, recorded, values.get((indicator, stage)) if indicator else None)


def _consequence(chosen: ChosenCriterion) -> bool:
    clause = chosen.criterion.clause
    return clause is not None and bool(clause.consequence.sv.strip())
