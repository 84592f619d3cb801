"""What the lines of a programme hold: each kind's table, fields, and what must be true of it. Checked here, written by
actions.programme_lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import Counted, DecisionKind, Funder
from omlopp.library.programme import cost_types, settings, strategies
from omlopp.web.records import models
from omlopp.web.records.models import ProgrammeRecord

BEYOND = Decimal(10) ** 12


class ProgrammeField(OmloppError):
    """A field that cannot be kept. Facts: field_sv, field_en, found."""

    code = "programme.field"


class DaysInWrongOrder(OmloppError):
    """Facts: first, last."""

    code = "programme.days"


class LineMissing(OmloppError):
    """Facts: field_sv, field_en."""

    code = "programme.line-missing"


class GoalServesNothing(OmloppError):
    """A goal names the strategy it serves."""

    code = "programme.goal-serves-nothing"


class ClaimKnown(OmloppError):
    """Facts: number."""

    code = "programme.claim-known"


class MoreThanClaimed(OmloppError):
    """More approved than claimed, or more paid than approved. Facts: found, most."""

    code = "programme.claim-more"


class OutsideProgramme(OmloppError):
    """Money or a claim before the programme begins or after it ends. Facts: found, first, last."""

    code = "programme.outside"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of line. `fields`: name → what it holds; `needed`: those never empty; `check`: what else must hold."""

    table: Any
    fields: Mapping[str, str]  # text, long, day, money, whole, list, yes or a choice
    needed: tuple[str, ...]
    check: Callable[[ProgrammeRecord, Any], None] = lambda programme, row: None


def fit(name: str, shape: str, value: Any, needed: bool) -> Any:
    """The value as its column holds it. Raises LineMissing or ProgrammeField."""
    sv, en = NAMES[name]
    empty = value is None or value in ("", [], ())
    if empty and needed:
        raise LineMissing(field_sv=sv, field_en=en)
    if empty:
        return {"text": "", "long": "", "list": [], "yes": False}.get(shape)
    try:
        return _FIT[shape](value, name)
    except (ValueError, TypeError, ArithmeticError):
        raise ProgrammeField(field_sv=sv, field_en=en, found=str(value)[:40]) from None


def _text(value: Any, most: int) -> str:
    said = str(value).strip()
    if len(said) > most or any(ord(sign) < 32 and sign not in "\r\n\t" for sign in said):
        raise ValueError
    return said


def _money(value: Any, name: str) -> Decimal:
    found = Decimal(value)
    if not found.is_finite() or abs(found) >= BEYOND or (found < 0 and name != "amount_sek"):
        raise ValueError
    return found.quantize(Decimal("0.01") if name not in ("target", "reached") else Decimal("0.000001"))


def _day(value: Any, name: str) -> date:
    found = value if isinstance(value, date) else date.fromisoformat(str(value))
    if not 1990 <= found.year <= 2100:
        raise ValueError
    return found


def _whole(value: Any, name: str) -> int:
    found = int(value)
    if not (1 <= found <= (5 if name in ("likelihood", "effect") else 999)):
        raise ValueError
    return found


def _list(value: Any, name: str) -> list[str]:
    found = [str(one).strip()[:300] for one in value if str(one).strip()]
    if len(found) > 50 or (name == "serves" and not set(found) <= set(strategies())):
        raise ValueError
    return list(dict.fromkeys(found))


def choices() -> Mapping[str, tuple[str, ...]]:
    """What a choice is made from, by the name of its shape."""
    return {
        "counted": get_args(Counted),
        "funder": get_args(Funder),
        "decision_kind": get_args(DecisionKind),
        "cost_type": tuple(cost_types()),
    }


def _chosen(shape: str) -> Callable[[Any, str], str]:
    def within(value: Any, name: str) -> str:
        if value not in choices()[shape]:
            raise ValueError
        return str(value)

    return within


LONGEST = {"unit": 80, "who": 150, "number": 80, "voucher": 80}

_FIT: Mapping[str, Callable[[Any, str], Any]] = {
    "text": lambda value, name: _text(value, LONGEST.get(name, 300)),
    "long": lambda value, name: _text(value, settings().most_words),
    "day": _day,
    "money": _money,
    "whole": _whole,
    "list": _list,
    **{shape: _chosen(shape) for shape in ("counted", "funder", "decision_kind", "cost_type")},
    "yes": lambda value, name: bool(value),
}


def _order(*pairs: tuple[str, str]) -> Callable[[ProgrammeRecord, Any], None]:
    def check(programme: ProgrammeRecord, row: Any) -> None:
        for first, last in pairs:
            begins, ends = getattr(row, first), getattr(row, last)
            if begins is not None and ends is not None and ends < begins:
                raise DaysInWrongOrder(first=begins, last=ends)

    return check


def _goal(programme: ProgrammeRecord, row: Any) -> None:
    if not row.serves:
        raise GoalServesNothing()
    if row.target <= 0:
        raise ProgrammeField(field_sv="mål", field_en="target", found=str(row.target))


def _spent(programme: ProgrammeRecord, row: Any) -> None:
    if not programme.starts_on <= row.on <= programme.ends_on:
        raise OutsideProgramme(found=row.on, first=programme.starts_on, last=programme.ends_on)


def _positive(programme: ProgrammeRecord, row: Any) -> None:
    if row.amount_sek <= 0:
        raise ProgrammeField(field_sv="belopp", field_en="amount", found=str(row.amount_sek))


def _claim(programme: ProgrammeRecord, row: Any) -> None:
    """Days and sums in order; a number once; never more than was asked for."""
    _order(("period_from", "period_to"), ("claimed_on", "approved_on"), ("approved_on", "paid_on"))(
        programme, row
    )
    if row.period_from < programme.starts_on or row.period_to > programme.ends_on:
        raise OutsideProgramme(found=row.period_from if row.period_from < programme.starts_on else row.period_to,
                               first=programme.starts_on, last=programme.ends_on)  # fmt: skip
    if programme.claims.filter(number=row.number, removed_at=None).exclude(pk=row.pk).exists():
        raise ClaimKnown(number=row.number)
    for day, sum_, sv, en in ((row.approved_on, row.approved_sek, "godkänt belopp och dag", "approved sum and day"),
                              (row.paid_on, row.paid_sek, "utbetalt belopp och dag", "paid sum and day")):  # fmt: skip
        if (day is None) != (sum_ is None):
            raise LineMissing(field_sv=sv, field_en=en)
    for found, most in ((row.approved_sek, row.claimed_sek), (row.paid_sek, row.approved_sek)):
        if found is not None and (most is None or found > most):
            raise MoreThanClaimed(found=found, most=most if most is not None else Decimal(0))


KINDS: Mapping[str, Kind] = {
    "goal": Kind(
        models.ProgrammeGoal,
        {"text": "long", "target": "money", "unit": "text", "counted": "counted", "serves": "list", "reached": "money"},
        ("text", "target", "unit", "counted"),
        _goal,
    ),
    "activity": Kind(
        models.ProgrammeActivity,
        {"title": "text", "starts_on": "day", "ends_on": "day", "done_on": "day", "who": "text"},
        ("title", "starts_on", "ends_on"),
        _order(("starts_on", "ends_on")),
    ),
    "budget": Kind(
        models.ProgrammeBudget,
        {"cost_type": "cost_type", "amount_sek": "money"},
        ("cost_type", "amount_sek"),
        _positive,
    ),
    "cofunding": Kind(
        models.ProgrammeCofunding,
        {"name": "text", "kind": "funder", "amount_sek": "money", "certified_on": "day", "number": "text"},
        ("name", "kind", "amount_sek"),
        _positive,
    ),
    "spent": Kind(
        models.ProgrammeSpent,
        {
            "on": "day", "cost_type": "cost_type", "amount_sek": "money", "voucher": "text", "text": "text",
            "flat": "yes",
        },
        ("on", "cost_type", "amount_sek"),
        _spent,
    ),
    "claim": Kind(
        models.ProgrammeClaim,
        {
            "number": "whole", "period_from": "day", "period_to": "day", "claimed_on": "day", "claimed_sek": "money",
            "approved_on": "day", "approved_sek": "money", "paid_on": "day", "paid_sek": "money",
        },
        ("number", "period_from", "period_to", "claimed_on", "claimed_sek"),
        _claim,
    ),
    "risk": Kind(
        models.ProgrammeRisk,
        {
            "text": "long", "likelihood": "whole", "effect": "whole", "measure": "long", "who": "text",
            "closed_on": "day",
        },
        ("text", "likelihood", "effect"),
    ),
    "outreach": Kind(
        models.ProgrammeOutreach,
        {"target_group": "text", "message": "long", "channel": "text", "on": "day", "result": "long"},
        ("target_group", "message", "channel", "on"),
    ),
    "decision": Kind(
        models.ProgrammeDecision,
        {
            "kind": "decision_kind", "number": "text", "title": "text", "matter": "long", "decision": "long",
            "by": "text", "basis": "list", "delegation": "text", "decided_on": "day", "reported_to": "text",
            "extract_to": "list", "effect_sek": "money",
        },
        ("kind", "title", "matter", "decision", "by"),
    ),
    "deviation": Kind(
        models.ProgrammeDeviation,
        {"on": "day", "what": "long", "why": "long", "measure": "long"},
        ("on", "what", "why"),
    ),
}  # fmt: skip
NAMES: Mapping[str, tuple[str, str]] = {
    "text": ("text", "text"), "target": ("mål", "target"), "unit": ("enhet", "unit"),
    "counted": ("hur det räknas", "how it is counted"), "serves": ("strategier", "strategies"),
    "reached": ("nått", "reached"), "title": ("rubrik", "title"), "starts_on": ("börjar", "begins"),
    "ends_on": ("slutar", "ends"), "done_on": ("klart", "done"), "who": ("ansvarig", "responsible"),
    "cost_type": ("kostnadsslag", "cost type"), "amount_sek": ("belopp", "amount"), "name": ("namn", "name"),
    "kind": ("sort", "kind"), "certified_on": ("dag för intyget", "day of the certificate"),
    "number": ("nummer", "number"), "on": ("dag", "day"), "voucher": ("verifikation", "voucher"),
    "flat": ("schablon", "flat rate"), "period_from": ("från", "from"), "period_to": ("till", "to"),
    "claimed_on": ("ansökt den", "claimed on"), "claimed_sek": ("ansökt belopp", "claimed sum"),
    "approved_on": ("godkänt den", "approved on"), "approved_sek": ("godkänt belopp", "approved sum"),
    "paid_on": ("utbetalt den", "paid on"), "paid_sek": ("utbetalt belopp", "paid sum"),
    "likelihood": ("sannolikhet, 1–5", "likelihood, 1–5"), "effect": ("konsekvens, 1–5", "effect, 1–5"),
    "measure": ("åtgärd", "measure"), "closed_on": ("avskriven", "closed"),
    "target_group": ("målgrupp", "target group"), "message": ("budskap", "message"), "channel": ("kanal", "channel"),
    "result": ("resultat", "result"), "matter": ("ärendebeskrivning", "the matter"),
    "decision": ("beslut", "decision"), "by": ("beslutsfattare", "who decides"), "basis": ("underlag", "basis"),
    "delegation": ("delegationspunkt", "delegation point"), "decided_on": ("beslutat den", "decided on"),
    "reported_to": ("anmäls till", "reported to"), "extract_to": ("utdrag till", "extract to"),
    "effect_sek": ("belopp", "amount"), "what": ("vad som avvek", "what deviated"), "why": ("varför", "why"),
}  # fmt: skip
"""What a field is called: Swedish, English. The form of it asks with the same words."""
