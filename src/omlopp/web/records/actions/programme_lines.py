"""The lines of a programme: goals, activities, budget, co-funding, spending, claims, risks, communication, decisions.

A line is written on top of the edition that was read, taken away with a reason, and can be put back.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records import models
from omlopp.web.records.actions import acting_in, need_reason
from omlopp.web.records.actions.programme import RIGHT, Stale, held
from omlopp.web.records.models import ProgrammeRecord
from omlopp.web.records.programme_lines import KINDS, fit


class LineGone(OmloppError):
    """Somebody has taken the line away."""

    code = "programme.line-gone"


class NothingToImport(OmloppError):
    code = "programme.nothing-to-import"


def write_line(
    *,
    by: User,
    programme: ProgrammeRecord,
    kind: str,
    typed: Mapping[str, Any],
    line: int | None = None,
    edition: int = 0,
) -> Any:
    """A new line, or line number `line` changed on top of `edition`. Raises Stale when it was saved since."""
    of = KINDS[kind]
    with acting_in(
        f"programme-{kind}-written", by=by, organisation=programme.organisation, right=RIGHT
    ) as says:
        owner = held(programme)
        if line is None:
            row = of.table(programme=owner, edition=0)
        else:
            row = of.table.objects.filter(pk=line, programme=owner, removed_at=None).first()
            if row is None:
                raise LineGone()
            if row.edition != edition:
                raise Stale()
        before = {name: getattr(row, name) for name in of.fields}
        for name, shape in of.fields.items():
            setattr(row, name, fit(name, shape, typed.get(name), name in of.needed))
        of.check(owner, row)
        row.edition += 1
        row.written_by, row.written_at = by.get_username(), timezone.now()
        row.save()
        changed = {name: getattr(row, name) for name, was in before.items() if getattr(row, name) != was}
        says |= {"programme": owner.pk, "line": row.pk, "new": line is None, "changed": changed}
    return row


def remove_line(*, by: User, programme: ProgrammeRecord, kind: str, line: int, why: str) -> None:
    """The line is counted no more. It can be put back."""
    why = need_reason(why, action=f"programme-{kind}-removed")
    with acting_in(
        f"programme-{kind}-removed", by=by, organisation=programme.organisation, right=RIGHT, why=why
    ) as says:
        row = KINDS[kind].table.objects.filter(pk=line, programme=held(programme), removed_at=None).first()
        if row is None:
            raise LineGone()
        row.removed_at, row.removed_why, row.edition = timezone.now(), why, row.edition + 1
        row.save()
        says |= {"programme": programme.pk, "line": row.pk}


def restore_line(*, by: User, programme: ProgrammeRecord, kind: str, line: int) -> None:
    """A line that was taken away counts again, as it stood."""
    with acting_in(
        f"programme-{kind}-restored", by=by, organisation=programme.organisation, right=RIGHT
    ) as says:
        owner = held(programme)
        row = KINDS[kind].table.objects.filter(pk=line, programme=owner).exclude(removed_at=None).first()
        if row is None:
            raise LineGone()
        KINDS[kind].check(owner, row)
        row.removed_at, row.removed_why, row.edition = None, "", row.edition + 1
        row.save()
        says |= {"programme": programme.pk, "line": row.pk}


def import_spent(
    *, by: User, programme: ProgrammeRecord, rows: Sequence[Mapping[str, Any]], source: str
) -> tuple[int, int]:
    """Spending read from a list: all rows or none. → (how many were new, how many were there already).

    `rows`: on, cost_type, amount_sek, voucher, text. A row is known by day, cost type, amount and voucher.
    """
    of = KINDS["spent"]
    with acting_in(
        "programme-spent-imported", by=by, organisation=programme.organisation, right=RIGHT
    ) as says:
        if not rows:
            raise NothingToImport()
        owner = held(programme)
        known = {key_of_spent(vars(one)) for one in owner.spent.filter(removed_at=None)}
        made = []
        for each in rows:
            if key_of_spent(each) in known:
                continue
            row = models.ProgrammeSpent(
                programme=owner, source=source[:300], written_by=by.get_username(), written_at=timezone.now()
            )
            for name, shape in of.fields.items():
                setattr(row, name, fit(name, shape, each.get(name), name in of.needed))
            of.check(owner, row)
            known.add(key_of_spent(each))
            made.append(row)
        models.ProgrammeSpent.objects.bulk_create(made)
        says |= {"programme": owner.pk, "new": len(made), "of": len(rows), "source": source[:300]}
    return len(made), len(rows) - len(made)


def key_of_spent(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two costs the same. Without a voucher the text tells them apart."""
    voucher = row.get("voucher") or row.get("text") or ""
    return (row["on"], row["cost_type"], Decimal(row["amount_sek"]), str(voucher).casefold())
