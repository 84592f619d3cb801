"""What is known of the thing that is bought: its product groups, and the cases most like it."""

from collections.abc import Collection, Iterable, Sequence

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.cases import Case
from omlopp.domain.model.groups import GroupPage


def groups_near(groups: Iterable[GroupPage], cpv: Sequence[str]) -> tuple[GroupPage, ...]:
    """The groups whose CPV prefixes the codes begin with, the closest first. Codes as in notices."""
    scored = []
    for page in groups:
        matches = [match for code in cpv if (match := cpv_match(page.cpv, code))]
        if matches:
            scored.append((-max(len(match) for match in matches), page.id, page))
    return tuple(page for *_, page in sorted(scored, key=lambda one: one[:2]))


def cases_near(
    cases: Iterable[Case], *, groups: Collection[str], cpv: Sequence[str], goals: Collection[str] = ()
) -> tuple[Case, ...]:
    """Cases of the same groups or CPV codes, most alike first: same object, then same goal, then those with lessons.

    A case of another object is left out. Equal ones by year, newest first, then by id.
    """
    ranked = []
    for case in cases:
        codes = () if isinstance(case.cpv, str) else case.cpv
        alike = max((len(match) for code in cpv if (match := cpv_match(codes, code))), default=0)
        if not alike and not set(case.groups) & set(groups):
            continue
        told = isinstance(case.lessons, tuple) + isinstance(case.results, tuple)
        year = case.year if isinstance(case.year, int) else 0
        order = (-alike, -len(set(case.goals) & set(goals)), -told, -year, case.id)
        ranked.append((order, case))
    return tuple(case for _, case in sorted(ranked, key=lambda one: one[0]))
