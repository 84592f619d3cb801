"""A contract changed, or an option in it used: decided with a reason, with the check as it stood on that day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.findings import Finding
from omlopp.domain.process.contract_change import check, holds
from omlopp.domain.process.gates import sentence_key
from omlopp.library.messages import keyed, sentences
from omlopp.web.records.actions import need_reason
from omlopp.web.records.actions.contracts import DatesAreOdd, acting_on, plan_reports, refuse_ended
from omlopp.web.records.contracts import change_of, earlier_of, rule_for, term_of
from omlopp.web.records.models import Contract, ContractChange

LONGEST = 4000


class ChangeUnsaid(OmloppError):
    """What is changed was not written."""

    code = "contract.change-unsaid"


class ChangeStale(OmloppError):
    """Another change of the contract was decided since the check was shown: it would say something else now."""

    code = "contract.change-stale"


def decide_change(
    *,
    by: User,
    contract: Contract,
    ground: str,
    what: str,
    why: str,
    on: date,
    value_sek: Decimal | None = None,
    indexed_sek: Decimal | None = None,
    new_end: date | None = None,
    answers: Mapping[str, str] | None = None,
    seen: int | None = None,
    regime: str = "",
    object_kind: str = "goods",
    buyer_kind: str = "municipality",
) -> ContractChange:
    """Decide a change on one ground. The check is made anew and kept in words; what failed in it stands there.

    A change whose check fails is a person's to decide, with the reason `why`: Omlopp forbids nothing and hides nothing.
    `seen`: how many changes the contract had when its check was shown (ChangeStale where there are more). A new end
    moves the reports that are awaited. Raises ReasonMissing, ChangeUnsaid, UnknownGround, ContractOver, DatesAreOdd.
    """
    why = need_reason(why, action="change-contract")
    if not what.strip():
        raise ChangeUnsaid()
    with acting_on("contract-changed", contract, by, why) as says:
        refuse_ended(contract)
        now = Contract.objects.select_related("procurement").get(pk=contract.pk)
        if seen is not None and now.changes.count() != seen:
            raise ChangeStale()
        if new_end and now.starts_on and new_end < now.starts_on:
            raise DatesAreOdd(starts=now.starts_on, ends=new_end)
        rule = rule_for(now, ground, on, regime=regime, object_kind=object_kind, buyer_kind=buyer_kind)
        change = change_of(now, ground, value_sek, indexed_sek, answers or {}, new_end)
        found = check(change, earlier_of(now), rule, term_of(now, on))
        row = ContractChange.objects.create(
            contract=now,
            ground=ground,
            what=what.strip()[:LONGEST],
            value_sek=value_sek,
            indexed_sek=indexed_sek,
            new_end=new_end,
            answers={one.id: (answers or {}).get(one.id, "") for one in rule.ground.conditions},
            findings=[as_kept(one) for one in found],
            why=why,
            decided_on=on,
            decided_by=by.get_username(),
        )
        if new_end is not None:
            now.ends_on = new_end
            now.save()
            plan_reports(now)
        says |= {
            "change": row.pk,
            "ground": ground,
            "what": row.what,
            "value_sek": value_sek,
            "new_end": new_end,
            "holds": holds(found),
            "failed": [one.check for one in found if one.failed],
        }
    return row


def as_kept(found: Finding) -> dict[str, Any]:
    """A finding as the record keeps it: its answer, and the sentence in both languages as it read that day."""
    key = sentence_key(found)
    key = found.because if found.because and (key not in sentences() or found.because in sentences()) else key
    return {
        "check": found.check,
        "status": found.status,
        "blocks": found.blocks,
        "sv": keyed(key, found.facts, "sv"),
        "en": keyed(key, found.facts, "en"),
    }
