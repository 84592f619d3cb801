"""Does an aid hold together as data? Every answer leads somewhere, no way goes round, every outcome can be reached."""

from collections.abc import Collection, Iterator

from omlopp.domain.model.aids import Aid, Answer, ClauseText
from omlopp.domain.process.aids import PLACE, Rules
from omlopp.domain.process.soundness import Fault

CHANGE = "change_clause"  # the point that asks a clause to say when, how much and what kind


def aid_faults(aid: Aid, rules: Rules, steps: Collection[str]) -> tuple[Fault, ...]:
    """Faults with the key of their sentence ("model.<key>") and facts."""
    return tuple(_ways(aid)) + tuple(_names(aid, rules, steps)) + tuple(_clauses(aid))


def _ways(aid: Aid) -> Iterator[Fault]:
    where = f"aid:{aid.id}"
    questions = {one.id: one for one in aid.questions}
    outcomes = {one.id for one in aid.outcomes}
    if aid.start not in questions:
        yield Fault("aid_start_unknown", where, {"id": aid.start})
        return
    for one in aid.questions:
        if len(one.answers) < 2:
            yield Fault("aid_no_choice", f"{where}/{one.id}")
        for answer in one.answers:
            for to in _leads(answer):
                if to not in questions and to not in outcomes:
                    yield Fault("aid_leads_nowhere", f"{where}/{one.id}/{answer.id}", {"id": to})
    reached: set[str] = set()
    rounds: set[str] = set()

    def go(here: str, passed: tuple[str, ...]) -> None:
        if here in passed:
            rounds.add(here)
            return
        reached.add(here)
        for answer in questions[here].answers if here in questions else ():
            for to in _leads(answer):
                go(to, (*passed, here))

    go(aid.start, ())
    yield from (Fault("aid_goes_round", f"{where}/{id}") for id in sorted(rounds))
    yield from (
        Fault("aid_not_reached", f"{where}/{id}") for id in sorted((set(questions) | outcomes) - reached)
    )


def _leads(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys((answer.to, *answer.to_under.values())))


def _names(aid: Aid, rules: Rules, steps: Collection[str]) -> Iterator[Fault]:
    where = f"aid:{aid.id}"
    named = [
        (f"{where}/{one.id}", answer.legal, answer.law) for one in aid.questions for answer in one.answers
    ]
    named += [(f"{where}/{one.id}", one.legal, one.law) for one in aid.outcomes]
    named += [(where, aid.legal, ()), *((f"{where}/{one.id}", (one.basis,), ()) for one in aid.clauses)]
    for place, legal, law in named:
        yield from (Fault("aid_rule_unknown", place, {"id": id}) for id in legal if id not in rules.legal)
        yield from (Fault("aid_rule_unknown", place, {"id": id}) for id in law if id not in rules.law)
    for one in aid.outcomes:
        place = f"{where}/{one.id}"
        if not (one.legal or one.law):
            yield Fault("aid_outcome_without_law", place)
        yield from (
            Fault("aid_parameter_unknown", place, {"id": id})
            for id in one.parameters
            if id not in rules.parameters
        )
        yield from (
            Fault("aid_clause_unknown", place, {"id": id}) for id in one.clauses if not aid.clause(id)
        )
    yield from (Fault("aid_step_unknown", where, {"id": id}) for id in aid.steps if id not in steps)


def _clauses(aid: Aid) -> Iterator[Fault]:
    offered = {id for one in aid.outcomes for id in one.clauses}
    for clause in aid.clauses:
        where = f"aid:{aid.id}/{clause.id}"
        if clause.id not in offered:
            yield Fault("aid_not_reached", where)
        yield from _places(clause, where)
        if clause.basis == CHANGE:
            lacking = sorted({"when", "extent", "nature"} - {one.part for one in clause.fills})
            if lacking:
                yield Fault("aid_clause_lacks", where, {"parts": ", ".join(str(one) for one in lacking)})


def _places(clause: ClauseText, where: str) -> Iterator[Fault]:
    fills = {one.id for one in clause.fills}
    for language in ("sv", "en"):
        places = set(PLACE.findall(clause.text.within(language)))
        if places != fills:
            odd = ", ".join(sorted(places ^ fills))
            yield Fault("aid_places_differ", f"{where}.{language}", {"places": odd})
