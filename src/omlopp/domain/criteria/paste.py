"""An official criterion pasted into a procurement: it gets clause, indicator and follow-up like one of our own.

The official text is the reader's to copy from its publisher; it is kept in that procurement and nowhere else.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from omlopp.domain.model.criteria import (
    Checked,
    Clause,
    Criterion,
    CriterionKind,
    FollowUp,
    Level,
    MarketStandard,
    Official,
    ScoreLevel,
)
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import Codes, Goal, Strategy
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import Source, Text

KRAV_ID = re.compile(r"[0-9]{3,7}")


class PasteIncomplete(OmloppError):
    """A field that the criterion cannot do without is empty or wrong. Facts: field, value."""

    code = "paste-incomplete"


@dataclass(frozen=True, slots=True)
class Paste:
    """What was typed. Texts are stripped of space round them by `official_criterion`."""

    krav_id: str
    name: str
    text: str
    kind: CriterionKind
    level: Level
    strategy: str
    measured_by: str
    proof: str
    source: Source
    clause: str = ""
    consequence: str = ""
    record: str = ""
    each: str = "year"
    text_en: str = ""  # our own translation, where somebody has made one
    scores: tuple[ScoreLevel, ...] = ()


def official_criterion(
    paste: Paste,
    *,
    goals: Collection[Goal],
    indicators: Mapping[str, Indicator],
    hooks: tuple[LegalHook, ...],
    cpv: tuple[str, ...],
    on: date,
) -> Criterion:
    """The criterion as the procurement keeps it. Goal, R-step and dimensions follow from the strategy.

    hooks: the legal points of its kind. cpv: the procurement's codes. Raises PasteIncomplete, naming the field.
    """
    goal, strategy = _strategy(paste.strategy, goals)
    for name in ("name", "text", "proof"):
        _need(name, getattr(paste, name))
    if not KRAV_ID.fullmatch(paste.krav_id.strip()):
        raise PasteIncomplete(field="krav_id", value=paste.krav_id)
    if paste.measured_by not in indicators or goal.id not in indicators[paste.measured_by].goals:
        raise PasteIncomplete(field="measured_by", value=paste.measured_by)
    promise = paste.kind in (CriterionKind.AWARD, CriterionKind.PERFORMANCE)
    if promise or paste.clause.strip():
        for name in ("clause", "consequence", "record"):
            _need(name, getattr(paste, name))
    clause = Clause(_both(paste.clause), _both(paste.consequence)) if paste.clause.strip() else None
    if paste.kind is CriterionKind.AWARD and len({level.share for level in paste.scores}) < 2:
        raise PasteIncomplete(field="scores", value="")
    krav_id = paste.krav_id.strip()
    return Criterion(
        id=f"uhm_{krav_id}",
        group="",
        kind=paste.kind,
        level=paste.level,
        name=_both(paste.name),
        text=_both(paste.text, paste.text_en),
        why=Text(
            f"Upphandlingsmyndighetens kriterium med Krav-ID {krav_id}.",
            f"Upphandlingsmyndigheten's criterion with Krav-ID {krav_id}.",
        ),
        goal=goal.id,
        strategy=strategy.id,
        r_step=strategy.r_steps[0],
        dimensions=strategy.dimensions,
        cpv=cpv,
        measured_by=paste.measured_by,
        proof=_both(paste.proof),
        market=MarketStandard(
            "not_yet_known",
            Text(
                "Omlopp har inte jämfört det officiella kravet med marknaden.",
                "Omlopp has not compared the official criterion with the market.",
            ),
        ),
        hooks=hooks,
        risks=Text(
            "Omlopp har inte bedömt riskerna. Läs motiveringen hos Upphandlingsmyndigheten.",
            "Omlopp has not judged the risks. Read the reasons given by Upphandlingsmyndigheten.",
        ),
        codes=Codes(goal.codes.eforms_bt_774, goal.codes.ocds_goal),
        source=paste.source,
        checked=Checked("Upphandlingen", on, date(on.year + 1, on.month, min(on.day, 28))),
        follow_up=FollowUp(_both(paste.record), paste.each) if paste.record.strip() else None,  # type: ignore[arg-type]
        clause=clause,
        scores=paste.scores if paste.kind is CriterionKind.AWARD else (),
        deduction_logic=None,
        official=Official(krav_id, "itself", paste.source),
    )


def ours_for(criteria: Iterable[Criterion], krav_id: str) -> tuple[Criterion, ...]:
    """The criteria of the bank that name the Krav-ID: those that complement it first, then the same aim."""
    order = ("complements", "same_aim", "stricter", "itself")
    found = [one for one in criteria if one.official and one.official.krav_id == krav_id.strip()]
    return tuple(sorted(found, key=lambda one: (order.index(one.official.relation), one.id)))  # type: ignore[union-attr]


def _strategy(wanted: str, goals: Collection[Goal]) -> tuple[Goal, Strategy]:
    for goal in goals:
        for strategy in goal.strategies:
            if strategy.id == wanted:
                return goal, strategy
    raise PasteIncomplete(field="strategy", value=wanted)


def _need(field: str, value: str) -> None:
    if not value.strip():
        raise PasteIncomplete(field=field, value="")


def _both(sv: str, en: str = "") -> Text:
    """The official text is Swedish; where nobody has translated it the Swedish stands in both."""
    return Text(sv.strip(), en.strip() or sv.strip())
