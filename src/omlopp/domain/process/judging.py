"""How a check answers: over every goal, criterion or lot it concerns, naming each that fails."""

from collections.abc import Callable, Iterable

from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.process import Condition
from omlopp.domain.model.procurement import ChosenGoal, Lot
from omlopp.domain.model.text import Text
from omlopp.domain.process.standing import Standing


def judged(check: str, failing: Iterable[tuple[str, Text]], of: int, *, blocks: bool = True) -> Finding:
    """Passed when nothing fails, else failed and naming each: `failing` holds where ("goal:D") and a name."""
    found = list(failing)
    if not found:
        return Finding(check, "passed", {"of": of}, blocks=blocks)
    return Finding(
        check,
        "failed",
        {
            "count": len(found),
            "of": of,
            "places": tuple(where for where, _ in found),
            "names": tuple(name for _, name in found),
        },
        blocks=blocks,
        where=found[0][0],
    )


def same(word: str) -> Text:
    """A name that is the same in both languages: a letter, a title a person wrote."""
    return Text(sv=word, en=word)


def named(chosen: ChosenCriterion) -> tuple[str, Text]:
    return f"criterion:{chosen.id}", chosen.criterion.name


def has_clause(chosen: ChosenCriterion) -> bool:
    """The criterion is bound by a clause in the words this procurement uses."""
    return chosen.clause_wording is not None and bool(chosen.clause_wording.sv.strip())


def yes(condition: Condition, holds: bool, where: str = "") -> Finding:
    return Finding(condition.check, "passed" if holds else "failed", where="" if holds else where)


def each_goal(standing: Standing, condition: Condition, holds: Callable[[ChosenGoal], bool]) -> Finding:
    goals = standing.procurement.goals
    if not goals:
        return Finding(condition.check, "not_applicable", because="no_goals")
    return judged(
        condition.check,
        [(f"goal:{goal.goal}", same(goal.goal)) for goal in goals if not holds(goal)],
        len(goals),
    )


def each_criterion(
    standing: Standing,
    condition: Condition,
    holds: Callable[[ChosenCriterion], bool],
    only: Callable[[ChosenCriterion], bool] = lambda chosen: True,
) -> Finding:
    concerned = [chosen for chosen in standing.procurement.criteria if only(chosen)]
    if not concerned:
        return Finding(condition.check, "not_applicable", because="no_such_criterion")
    failing = [named(chosen) for chosen in concerned if not holds(chosen)]
    return judged(condition.check, failing, len(concerned))


def each_lot(
    standing: Standing,
    condition: Condition,
    holds: Callable[[Lot], bool],
    only: Callable[[Lot], bool] = lambda lot: True,
) -> Finding:
    if not standing.procurement.lots:
        return Finding("no_lots", "failed")
    concerned = [lot for lot in standing.procurement.lots if only(lot)]
    if not concerned:
        return Finding(condition.check, "not_applicable", because="no_such_lot")
    failing = [(f"lot:{lot.id}", _lot_name(lot)) for lot in concerned if not holds(lot)]
    return judged(condition.check, failing, len(concerned))


def _lot_name(lot: Lot) -> Text:
    return same(f"{lot.id} {lot.title}".strip())


def on_lot(standing: Standing, lot: Lot, lot_id: str | None) -> bool:
    """A bid without a lot is a bid on the only lot."""
    return lot_id == lot.id or (lot_id is None and len(standing.procurement.lots) == 1)
