"""Choosing the call and the award notice of a finished procurement: among those read, or from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.hindsight import Likeness, NoticeFacts, differences, outcomes
from omlopp.flows.hindsight import facts_of, likest
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.models import NoticeRecord
from omlopp.web.records.reading import records_from
from omlopp.web.words import keyed

PARTS = ("call", "award")
LIMIT_BYTES = 5 * 2**20
LISTED = 200
COMPARED_WITH = 2_000  # the newest notices: what is older is found by its number


class NoNotice(OmloppError):
    """A file without a notice in it. Facts: file."""

    code = "hindsight.no-notice"


@dataclass(frozen=True)
class Picked:
    """The two notices as they stand chosen, and what they say."""

    call: NoticeRecord | None
    award: NoticeRecord | None

    def facts(self, part: str) -> NoticeFacts | None:
        row = self.call if part == "call" else self.award
        return facts_of(row.explanation) if row else None


def picked(request: HttpRequest, by: str, said: Mapping[str, Any]) -> Picked:
    """What was chosen in the lists; a file given goes before the list. Raises NoNotice."""
    rows: dict[str, NoticeRecord | None] = {}
    for part in PARTS:
        given = request.FILES.get(f"{part}_file") if request.method == "POST" else None
        key = str(said.get(part, ""))
        if given is not None:
            rows[part] = _from_file(given, by)
        else:
            number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
            rows[part] = NoticeRecord.objects.filter(pk=number).first() if number else None
    return Picked(rows["call"], rows["award"])


def _from_file(given: Any, by: str) -> NoticeRecord:
    name = given.name or "annons.xml"
    content = given.read(LIMIT_BYTES + 1)
    rows, _ = records_from(name, content) if len(content) <= LIMIT_BYTES else ([], [])
    if not rows:
        raise NoNotice(file=name)
    keep_notices(by=by, notices=rows[:1], source=name)
    return NoticeRecord.objects.get(digest=rows[0].digest)


def lists(now: Picked) -> dict[str, Any]:
    """Notices to choose among: calls and awards, the newest first, with those that seem to belong together on top."""
    results = NoticeRecord.objects.filter(kind="result")
    others = NoticeRecord.objects.exclude(kind__in=("result", "planning"))
    found: dict[str, Any] = {}
    for part, rows, other in (("call", others, now.award), ("award", results, now.call)):
        listed = list(rows.order_by("-published_on", "pk")[:LISTED])
        own = now.call if part == "call" else now.award
        if own is not None and own.pk not in {row.pk for row in listed}:
            listed.insert(0, own)
        found[f"{part}s"] = listed
        found[f"{part}_likely"] = _likely(other, rows) if other is not None else []
    return found


def _likely(one: NoticeRecord, rows: Any) -> list[tuple[NoticeRecord, list[str]]]:
    near = {row.pk: row for row in rows.order_by("-published_on", "pk")[:COMPARED_WITH]}
    ranked = likest(
        facts_of(one.explanation),
        ((key, facts_of(row.explanation)) for key, row in near.items() if key != one.pk),
        5,
    )
    return [(near[key], reasons(like)) for key, like in ranked]


def reasons(like: Likeness) -> list[str]:
    return [keyed(f"hindsight.alike.{key}", {}) for key in like.reasons]


def side_by_side(call: NoticeFacts | None, award: NoticeFacts | None) -> dict[str, Any]:
    """Facts of both, what they differ in, and lot by lot who won, for how much and against how many."""
    return {
        "call_facts": call,
        "award_facts": award,
        "differs": [(keyed(f"hindsight.field.{one.field}", {}), one) for one in differences(call, award)]
        if call and award
        else [],
        "outcomes": outcomes(call, award),
    }
