"""Does the bank hold together across its files? One sentence per fault, with the id of the file and its field."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from omlopp.domain.criteria.plain import Plain, alike
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.groups import GroupPage

Fault = tuple[Criterion, str, str, dict[str, object]]  # whose file, name, where, facts


def bank_faults(
    criteria: Collection[Criterion], groups: Mapping[str, GroupPage], rules: Plain
) -> Iterator[Fault]:
    """Criteria seen together: contradictions no procurement could mend, promises counted twice, near copies."""
    by_id = {one.id: one for one in criteria}
    for one in criteria:
        yield from _impossible(one, by_id)
    yield from _counted_twice(criteria)
    nouns = {id: (*page.nouns.sv, *page.nouns.en) for id, page in groups.items()}
    told: set[tuple[str, str]] = set()
    for one, other, share in alike(criteria, nouns, rules.most_alike):
        if (one.id, other.id) not in told:
            told.add((one.id, other.id))
            yield other, "alike", "text", {"other": one.id, "share": f"{share:.0%}"}


def _impossible(one: Criterion, by_id: Mapping[str, Criterion]) -> Iterator[Fault]:
    """What it requires – at any remove – rules it out, or two things it requires rule each other out."""
    needed = _needed(one, by_id)
    for other in sorted(needed):
        if _ruled_out(one, by_id[other]):
            yield one, "relation-impossible", "relations.requires", {"other": other}
    for first, second in combinations(sorted(needed), 2):
        if _ruled_out(by_id[first], by_id[second]):
            yield one, "relation-impossible", "relations.requires", {"other": f"{first}, {second}"}
    for other in one.relations.replaces:
        if other in by_id and one.id in by_id[other].relations.replaces and one.id < other:
            yield one, "relation-mutual", "relations.replaces", {"other": other}
    for other in one.relations.combines:
        if other in by_id and _ruled_out(one, by_id[other]):
            yield one, "relation-both", "relations.combines", {"other": other}


def _needed(one: Criterion, by_id: Mapping[str, Criterion]) -> set[str]:
    found: set[str] = set()
    waiting = list(one.relations.requires)
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in found and id != one.id:
            found.add(id)
            waiting += by_id[id].relations.requires
    return found


def _ruled_out(one: Criterion, other: Criterion) -> bool:
    """As `criteria.check` sees it: said by either of the two, or one replaces the other."""
    mine, theirs = one.relations, other.relations
    return other.id in mine.conflicts + mine.replaces or one.id in theirs.conflicts + theirs.replaces


def _counted_twice(criteria: Collection[Criterion]) -> Iterator[Fault]:
    """Two award criteria of a group with one indicator, and no word on how they stand to each other."""
    scored = [one for one in criteria if one.scored]
    for one, other in combinations(scored, 2):
        if one.group != other.group or one.measured_by != other.measured_by or _ruled_out(one, other):
            continue
        if other.id not in one.relations.combines and one.id not in other.relations.combines:
            yield other, "counted-twice", "measured_by", {"other": one.id, "indicator": one.measured_by}
