"""Ledgers and contract registers of the organisation: read, their columns settled, their categories corrected, and a
procurement begun from what they show. All but that asks for the right `spend`: what is begun changes no ledger, and
anyone may begin. The end of a reading is told by the worker. The event log gets counts and names of files, never a row.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.procurement import ChosenGoal
from omlopp.spend.decided import Decided, checked
from omlopp.web.records import convert
from omlopp.web.records.access import require_spend
from omlopp.web.records.actions import need_reason
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.steps import save_answers
from omlopp.web.records.convert import plain
from omlopp.web.records.events import record
from omlopp.web.records.models import ProcurementRecord, SpendRule


@transaction.atomic
def add_spend_file(*, by: User, intake: str, kind: str, files: Sequence[str], size: int) -> None:
    """Somebody gave a ledger or a register to be read; `size` in bytes."""
    require_spend(by)
    record(
        "spend-added",
        by=by.get_username(),
        intake=intake,
        kind=kind,
        files=list(files)[:50],
        count=len(files),
        size=size,
    )


@transaction.atomic
def confirm_columns(*, by: User, intake: str, columns: Sequence[Mapping[str, str]]) -> None:
    """What each file's columns are, ours → theirs: used now and remembered for files with the same head."""
    require_spend(by)
    record(
        "spend-columns-confirmed", by=by.get_username(), intake=intake, columns=[dict(one) for one in columns]
    )


@transaction.atomic
def stop_spend_reading(*, by: User, intake: str) -> None:
    require_spend(by)
    record("spend-reading-stopped", by=by.get_username(), intake=intake)


@transaction.atomic
def go_on_spend_reading(*, by: User, intake: str) -> None:
    require_spend(by)
    record("spend-reading-continued", by=by.get_username(), intake=intake)


@transaction.atomic
def end_spend_reading(*, by: str, intake: str, rows: int, not_used: int) -> None:
    record("spend-reading-ended", by=by, intake=intake, rows=rows, not_used=not_used)


@transaction.atomic
def drop_spend_file(*, by: User, intake: str, files: Sequence[str], why: str) -> None:
    """What was read of it is taken away; procurements begun from it keep what they were begun with."""
    require_spend(by)
    record(
        "spend-dropped",
        by=by.get_username(),
        intake=intake,
        files=list(files)[:50],
        why=need_reason(why, action="spend-dropped"),
    )


@transaction.atomic
def decide_category(*, by: User, rule: Decided) -> SpendRule:
    """A rule for this and every later ledger of the organisation; one about the same rows takes the former's place.

    Raises NotAllowedToSpend, RuleWrong, GroupUnknown, SupplierMasked, ReasonMissing.
    """
    require_spend(by)
    one = checked(rule)
    why = need_reason(one.why, action="spend-rule-made")
    about = " ".join((one.kind, *one.about))[:600]
    before = SpendRule.objects.filter(about=about).first()
    row = before or SpendRule(
        about=about, kind=one.kind, supplier=one.supplier, account=one.account, word=one.word
    )
    former = as_decided(row).target if before else ""
    row.cpv, row.left_out, row.why = one.cpv, one.left_out, why
    row.made_by, row.made_at = by.get_username(), timezone.now()
    row.save()
    record(
        "spend-rule-made", by=by.get_username(), why=why, rule=row.pk, kind=one.kind, supplier=one.supplier,
        account=one.account, word=one.word, to=one.target, former=former,
    )  # fmt: skip
    return row


@transaction.atomic
def drop_category_rule(*, by: User, rule: SpendRule) -> None:
    """The rows fall again as the other rules say."""
    require_spend(by)
    number, said = rule.pk, as_decided(rule)
    rule.delete()
    record(
        "spend-rule-dropped", by=by.get_username(), rule=number, kind=said.kind, supplier=said.supplier,
        account=said.account, word=said.word, former=said.target,
    )  # fmt: skip


def as_decided(row: SpendRule) -> Decided:
    """The row as the rule that places rows."""
    day = timezone.localtime(row.made_at).date() if row.made_at else None
    return Decided(row.kind, row.supplier, row.account, row.word, row.cpv, row.left_out, row.why, day)  # type: ignore[arg-type]


@transaction.atomic
def begin_from_spend(
    *, by: User, facts: Mapping[str, Any], need: str, goals: Sequence[ChosenGoal], source: Mapping[str, Any], on: date,
    exercise: bool,
) -> ProcurementRecord:  # fmt: skip
    """A procurement from a product group of a ledger, with the need and the goals of its effect logic filled in.

    `source`: ledger, group, sums and factor set as they stood; the procurement keeps it whatever becomes of the ledger.
    """
    row = begin_procurement(by=by, on=on, exercise=exercise, from_spend=plain(dict(source)), **facts)
    if need.strip():
        step = convert.edition(row.model).step("need")
        save_answers(by=by, procurement=row, step=step, answers={"need_statement": need}, edition=0)
    if goals:
        choose_goals(by=by, procurement=row, chosen=goals)
    return row
