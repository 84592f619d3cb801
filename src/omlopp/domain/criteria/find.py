"""Which criteria suit this object, these goals and this level – ranked, each with its reasons."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from omlopp.domain.model.cases import Case
from omlopp.domain.model.criteria import Criterion, CriterionKind, Level
from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.procurement import ChosenGoal

# What each reason adds. A closer object outweighs a lit goal, a lit goal outweighs the rest: an apt
# criterion for the wrong thing is of no use. Only the order matters; the sum is shown with its parts.
PER_CPV_DIGIT = 10
OBJECT_NARROWER = -10  # the code given holds the object among others: a digit less sure
GOAL_LIT = 20
STRATEGY_LIT = 15
LEVEL_ASKED = 6
LEVEL_BELOW = 2
BINDS_IN_CONTRACT = 4  # award and performance: promises that are followed up, scarcer than technical ones
ABOVE_MARKET = 5
MARKET_GIVES_IT = -5
ASKED_BEFORE = 3  # a documented procurement asked the same and it was carried out
ASKED_AND_FAILED = -1  # it was asked where things became worse or stopped: read that first


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a criterion is suggested. `key` names the sentence ("reason.<key>"), `facts` fill it.

    `points` is what the reason adds to the score; below zero it speaks against.
    """

    key: str
    points: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`score` is the sum of the reasons' points: an order, not a measure."""

    criterion: Criterion
    score: int
    reasons: tuple[Reason, ...]


def find(
    criteria: Iterable[Criterion],
    *,
    cpv: Sequence[str],
    goals: Sequence[ChosenGoal],
    level: Level | None,
    kinds: Collection[CriterionKind] | None = None,
    cases: Collection[Case] = (),
) -> tuple[Suggestion, ...]:
    """Best first; equal scores by group and id, so that the same question always gets the same answer.

    cpv: codes as in notices ("39130000", "39130000-2"); a criterion for another object is left out.
    goals: those lit; a criterion for another goal is left out. level: the highest wanted; lower ones stay in.
    An empty `cpv` or `goals`, or None, does not limit. cases: documented procurements, which speak for (or against)
    what they asked.
    """
    found = []
    for criterion in criteria:
        if kinds is not None and criterion.kind not in kinds:
            continue
        if level is not None and criterion.level.order > level.order:
            continue
        by_object = _object(criterion, cpv)
        by_goal = _goals(criterion, goals)
        if (cpv and not by_object) or (goals and not by_goal):
            continue
        reasons = (
            *by_object,
            *by_goal,
            *_level(criterion, level),
            *_weight(criterion),
            *_asked(criterion, cases),
        )
        found.append(Suggestion(criterion, sum(reason.points for reason in reasons), reasons))
    return tuple(sorted(found, key=lambda one: (-one.score, one.criterion.group, one.criterion.id)))


def goals_lit(goals: Iterable[GoalId]) -> tuple[ChosenGoal, ...]:
    """Goals named by letter only, as `find` takes them."""
    return tuple(ChosenGoal(goal, (), None) for goal in goals)


def cpv_match(prefixes: Iterable[str], code: str) -> str | None:
    """The longest part of `code` that a criterion's prefixes share with it, or None.

    Trailing zeros of a code are no information: 39000000 is the division 39, which may hold the criterion's
    narrower object; the match is then the shorter, given part.
    """
    digits = code.split("-")[0].strip()
    given = digits.rstrip("0")
    given = given if len(given) >= 2 else digits[:2]
    matches = [
        min(prefix, given, key=len)
        for prefix in prefixes
        if digits.startswith(prefix) or prefix.startswith(given)
    ]
    return max(matches, key=len, default=None)


def _object(criterion: Criterion, cpv: Sequence[str]) -> tuple[Reason, ...]:
    matches = [(match, code) for code in cpv if (match := cpv_match(criterion.cpv, code))]
    if not matches:
        return ()
    match, code = max(matches, key=lambda pair: (len(pair[0]), pair[1]))
    facts = {"code": code, "match": match}
    if match in criterion.cpv:
        return (Reason("cpv", PER_CPV_DIGIT * len(match), facts),)
    return (Reason("cpv_wider", PER_CPV_DIGIT * len(match) + OBJECT_NARROWER, facts),)


def _goals(criterion: Criterion, goals: Sequence[ChosenGoal]) -> tuple[Reason, ...]:
    lit = [goal for goal in goals if goal.goal == criterion.goal]
    if not lit:
        return ()
    reason = Reason("goal", GOAL_LIT, {"goal": criterion.goal})
    if any(criterion.strategy in goal.strategies for goal in lit):
        return reason, Reason("strategy", STRATEGY_LIT, {"strategy": criterion.strategy})
    return (reason,)


def _level(criterion: Criterion, level: Level | None) -> tuple[Reason, ...]:
    if level is None:
        return ()
    if criterion.level is level:
        return (Reason("level", LEVEL_ASKED, {"level": level.value}),)
    return (Reason("level_below", LEVEL_BELOW, {"level": criterion.level.value, "asked": level.value}),)


def _weight(criterion: Criterion) -> tuple[Reason, ...]:
    reasons = []
    if criterion.kind in (CriterionKind.AWARD, CriterionKind.PERFORMANCE):
        reasons.append(Reason("binds", BINDS_IN_CONTRACT, {"kind": criterion.kind.value}))
    if criterion.market.above == "yes":
        reasons.append(Reason("above_market", ABOVE_MARKET))
    elif criterion.market.above == "no":
        reasons.append(Reason("market_gives_it", MARKET_GIVES_IT))
    return tuple(reasons)


def _asked(criterion: Criterion, cases: Collection[Case]) -> tuple[Reason, ...]:
    """At most one reason for and one against: many cases of one kind do not make a criterion apter."""
    asked = [case for case in cases if criterion.id in case.criteria]
    reasons = []
    for one, several, points, some in (
        ("case", "cases", ASKED_BEFORE, [case for case in asked if not case.counter_example]),
        ("case_worse", "cases_worse", ASKED_AND_FAILED, [case for case in asked if case.counter_example]),
    ):
        if some:
            newest = max(some, key=lambda case: (case.year if isinstance(case.year, int) else 0, case.id))
            facts = {"case": newest.id, "buyer": newest.buyer, "count": len(some)}
            reasons.append(Reason(one if len(some) == 1 else several, points, facts))
    return tuple(reasons)
