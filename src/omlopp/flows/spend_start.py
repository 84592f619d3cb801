"""From a product group of a ledger to the beginning of a procurement: title, CPV, value, need, effect logic, source.

Everything is a proposal that a person reads before it is used; what it rests on stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from omlopp.flows.spend_plain import short_names
from omlopp.flows.spend_potential import Potential
from omlopp.library import numbers
from omlopp.library.load import library
from omlopp.library.messages import keyed
from omlopp.library.spend import Lever

TERM_YEARS = 4  # supposed for the estimated value, said beside it; the person sets the real term
ROUND_SEK = Decimal(1_000)
WORKS, FIRST_SERVICE = "45", 50  # CPV: 45 is works, divisions from 50 are services, the rest goods


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the effect logic: what is done, the step of the R-ladder, the goal it serves, how it is measured."""

    does: str
    step: str
    goal: str
    goal_name: str
    indicator: str
    indicator_name: str
    strategies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a procurement is begun with. `year_sek` is what was paid in `year`, `value_sek` that times TERM_YEARS."""

    title: str
    cpv: str
    object_kind: str
    year: int
    year_sek: Decimal
    value_sek: Decimal | None
    need: str
    effects: tuple[Effect, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.goal for one in self.effects if one.goal))


def opening(one: Potential, on: date, ledger: str, language: str) -> Opening:
    """The group as a procurement. `ledger`: what the file is called, for the source in the need."""
    group, name = one.group, short_names([one.group.cpv], language)[one.group.cpv]
    full = [(year, cell) for year, cell in one.bought.years.items() if year and cell.sek > 0]
    year, paid = max(full, key=lambda pair: pair[0], default=(0, one.bought.sum))
    value = (paid.sek * TERM_YEARS / ROUND_SEK).quantize(Decimal(1), ROUND_HALF_UP) * ROUND_SEK
    effects = effect_logic(group.levers, language)
    names = {each.goal: each.goal_name for each in effects}
    facts = {
        "group": name, "sek": numbers.kr(paid.sek.quantize(Decimal(1)), language), "year": year or "–",
        "payees": one.bought.payees, "file": ledger,
    }  # fmt: skip
    said = [keyed("spend.start.paid", facts, language)]
    ending = one.addressable.ending
    if ending:
        days = {"count": len(ending), "first": ending[0].ends_on}
        said.append(keyed("spend.start.ending", days, language))
    said += [
        keyed(
            "spend.start.effect",
            {"does": ", ".join(each.does for each in effects if (each.goal, each.step) == (goal, step)), "step": step,
             "goal": goal, "goal_name": names[goal]},
            language,
        )
        for goal, step in dict.fromkeys((each.goal, each.step) for each in effects)
    ]  # fmt: skip
    return Opening(
        keyed("spend.start.title", {"group": name, "year": on.year}, language), group.cpv.ljust(8, "0"),
        kind_of(group.cpv), year, paid.sek, value if value > 0 else None, " ".join(said), effects,
    )  # fmt: skip


def kind_of(cpv: str) -> str:
    """goods, services or works, from the division of the CPV code."""
    if cpv.startswith(WORKS):
        return "works"
    return "services" if int(cpv[:2]) >= FIRST_SERVICE else "goods"


def effect_logic(levers: Sequence[Lever], language: str) -> tuple[Effect, ...]:
    """Circular levers as activity → strategy → goal → indicator. Levers that are no step of the ladder are left out."""
    known = library()
    goals = {goal.id: goal for goal in known.goals}
    made = []
    for lever in levers:
        if not lever.r or lever.goal not in goals:
            continue
        goal = goals[lever.goal]
        fits = tuple(one.id for one in goal.strategies if lever.r in {step.value for step in one.r_steps})
        card = known.indicators.get(lever.indicator)
        made.append(
            Effect(
                lever.name.within(language), lever.r, goal.id, goal.name.within(language), card.id if card else "",
                card.name.within(language) if card else "", fits,
            )
        )  # fmt: skip
    return tuple(made)
