"""Walking an aid: the answers given so far, the next question or the outcome, and what may be cited on the way.

The regime comes first. A section of a procurement act is cited only when the regime is known and has been examined; a
rule beside those acts only for a buyer it binds. What cannot be cited is told with its reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from omlopp.domain.model.aids import ACT, Aid, AidQuestion, Answer, ClauseText, Fill, LawBeside, Outcome
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import (
    NO_RULE,
    UNEXAMINED,
    BuyerKind,
    LegalPoint,
    Parameter,
    ParameterValue,
    Regime,
)
from omlopp.domain.model.text import Source, Text

PLACE = re.compile(r"\{(\w+)\}")
"""A place in a clause."""

State = Literal["cited", "no_rule", "unexamined", "no_regime", "no_section", "by_buyer", "not_that_day"]


class AidAnswerUnknown(OmloppError):
    """Facts: aid, question, given, known."""

    code = "aid-answer-unknown"


class AidClauseUnknown(OmloppError):
    """Facts: aid, given, known."""

    code = "aid-clause-unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """Under which rules somebody asks. `regime` None: not confirmed; `buyer` None: not said."""

    regime: Regime | None
    buyer: BuyerKind | None
    on: date


@dataclass(frozen=True, slots=True)
class Rules:
    """What an aid may name, by id."""

    legal: Mapping[str, LegalPoint]
    law: Mapping[str, LawBeside]
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule as it may be told. `section` only when `state` is cited; `read_above`: read, but not to be cited yet."""

    id: str
    says: Text
    force: str
    state: State
    act: Text
    section: str
    source: Source
    note: Text | None = None
    read_above: str = ""
    buyers: tuple[BuyerKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """Law that is a number on the day; `value` None with the refusal that says why."""

    parameter: Parameter
    value: ParameterValue | None
    missing: OmloppError | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that has been answered."""

    question: AidQuestion
    answer: Answer
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """`asks` or `outcome`: exactly one of them. `unused`: answers to questions that this way does not pass."""

    aid: Aid
    standing: Standing
    path: tuple[Taken, ...]
    asks: AidQuestion | None
    outcome: Outcome | None
    cited: tuple[Cited, ...]
    numbers: tuple[Number, ...]
    clauses: tuple[ClauseText, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledClause:
    """The clause with what was filled in. `missing`: fills still empty; `lacks`: of those, parts the law asks for."""

    clause: ClauseText
    text: Text
    missing: tuple[Fill, ...]
    lacks: tuple[str, ...]
    basis: Cited

    @property
    def ready(self) -> bool:
        return not self.missing


def walk(aid: Aid, answers: Mapping[str, str], standing: Standing, rules: Rules) -> Walk:
    """Where the answers (question id → answer id) lead. Raises AidAnswerUnknown, naming the answers there are."""
    path: list[Taken] = []
    here = aid.start
    while (question := aid.question(here)) is not None and question.id in answers:
        given = answers[question.id]
        answer = next((one for one in question.answers if one.id == given), None)
        if answer is None:
            known = ", ".join(one.id for one in question.answers)
            raise AidAnswerUnknown(aid=aid.id, question=question.id, given=given, known=known)
        path.append(Taken(question, answer, cite(answer.legal, answer.law, standing, rules)))
        here = answer.leads(standing.regime)
    outcome = None if question is not None else aid.outcome(here)
    passed = {taken.question.id for taken in path}
    return Walk(
        aid=aid,
        standing=standing,
        path=tuple(path),
        asks=question,
        outcome=outcome,
        cited=cite((*outcome.legal, *aid.legal), outcome.law, standing, rules) if outcome else (),
        numbers=_numbers(outcome, standing, rules) if outcome else (),
        clauses=tuple(one for one in aid.clauses if outcome and one.id in outcome.clauses),
        unused=tuple(sorted(set(answers) - passed)),
    )


def cite(legal: Sequence[str], law: Sequence[str], standing: Standing, rules: Rules) -> tuple[Cited, ...]:
    """The rules as they may be told under this standing; one that does not bind the buyer is left out."""
    found = [_of_act(rules.legal[one], standing) for one in dict.fromkeys(legal)]
    beside = (rules.law[one] for one in dict.fromkeys(law))
    return (*found, *(_beside(one, standing) for one in beside if _concerns(one, standing)))


def fill(
    aid: Aid, clause_id: str, values: Mapping[str, str], standing: Standing, rules: Rules
) -> FilledClause:
    """The clause with its places filled; an empty place stays as its label in brackets. Raises AidClauseUnknown."""
    clause = aid.clause(clause_id)
    if clause is None:
        raise AidClauseUnknown(aid=aid.id, given=clause_id, known=", ".join(one.id for one in aid.clauses))
    basis = _of_act(rules.legal[clause.basis], standing)
    missing = tuple(one for one in clause.fills if not values.get(one.id, "").strip())
    return FilledClause(
        clause=clause,
        text=Text(_written(aid, clause, values, basis, "sv"), _written(aid, clause, values, basis, "en")),
        missing=missing,
        lacks=tuple(one.part for one in missing if one.part),
        basis=basis,
    )


def _written(aid: Aid, clause: ClauseText, values: Mapping[str, str], basis: Cited, language: str) -> str:
    in_place = {
        one.id: " ".join(values.get(one.id, "").split()) or f"[{one.label.within(language)}]"
        for one in clause.fills
    }
    # One pass, so that what somebody types cannot open another place.
    text = PLACE.sub(lambda place: in_place[place[1]], clause.text.within(language))
    if aid.closing is None:
        return text
    if basis.state != "cited":
        return f"{text} {aid.closing.uncited.within(language)}"
    section = f"{basis.section} {basis.act.within(language)}"
    return f"{text} {aid.closing.cited.within(language).replace('{section}', section)}"


def _of_act(point: LegalPoint, standing: Standing) -> Cited:
    hook = point.hook(standing.on)
    if standing.regime is None:
        return Cited(
            point.id, hook.says, point.force, "no_regime", Text("", ""), "", point.source, point.note
        )
    rule = hook.rules[standing.regime]
    states: dict[str, State] = {NO_RULE: "no_rule", UNEXAMINED: "unexamined"}
    act = ACT[standing.regime]
    return Cited(
        point.id,
        hook.under(standing.regime),
        point.force,
        states.get(rule, "cited"),
        Text(act, act),
        hook.section(standing.regime) or "",
        point.source,
        point.note,
        read_above=hook.above_threshold.get(standing.regime, "") if rule == UNEXAMINED else "",
    )


def _concerns(rule: LawBeside, standing: Standing) -> bool:
    return standing.buyer is None or rule.binds(standing.buyer)


def _beside(rule: LawBeside, standing: Standing) -> Cited:
    state: State = "cited" if rule.section else "no_section"
    if not rule.holds_on(standing.on):
        state = "not_that_day"
    elif rule.buyers and standing.buyer is None:
        state = "by_buyer"
    section = rule.section if state == "cited" else ""
    return Cited(
        rule.id, rule.says, rule.force, state, rule.act, section, rule.source, rule.note, "", rule.buyers
    )


def _numbers(outcome: Outcome, standing: Standing, rules: Rules) -> tuple[Number, ...]:
    """The outcome's numbers of law. Left out: those of another regime, of any while none is known, of another buyer."""
    found = (rules.parameters[one] for one in outcome.parameters)
    mine = [
        one
        for one in found
        if (not one.applies.regimes or standing.regime in one.applies.regimes)
        and (standing.buyer is None or not one.applies.buyers or standing.buyer in one.applies.buyers)
    ]
    return tuple(_number(one, standing.on) for one in mine)


def _number(parameter: Parameter, on: date) -> Number:
    try:
        return Number(parameter, parameter.on(on))
    except OmloppError as error:
        return Number(parameter, None, error)
