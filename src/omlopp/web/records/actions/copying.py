"""Beginning a procurement from an earlier one: what is ticked comes along, as a new procurement under today's rules.

What never comes along has no way in: days, what the market answered, bids, decisions, measurements, people.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.award.families import family_of
from omlopp.domain.criteria.compose import choose
from omlopp.domain.model.award import AwardModel, digest
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Lot
from omlopp.library.files import as_data, from_data
from omlopp.library.importing import copied_answers
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.access import may_in, require
from omlopp.web.records.actions import acting
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.steps import AnswerUnreadable, read_answer
from omlopp.web.records.models import (
    AwardModelVersion,
    CriterionChoice,
    GoalChoice,
    LotRecord,
    ProcurementRecord,
    StepRecord,
)

Wording = Literal["own", "bank"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was ticked. `requirements`: number of the earlier choice → its wording as it was, or the bank's newest."""

    steps: Sequence[str] = ()
    goals: bool = False
    requirements: Mapping[int, Wording] = field(default_factory=dict)
    award_model: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.steps or self.goals or self.requirements or self.award_model)


def copy_procurement(
    *, by: User, source: ProcurementRecord, wanted: Wanted, on: date, title: str, buyer_name: str, buyer_kind: str,
    object_kind: str, buyer_number: str = "", value_sek: Decimal | None = None, cpv: Sequence[str] = (),
) -> ProcurementRecord:  # fmt: skip
    """A new procurement begun from one that the person may read. The rules are to be confirmed anew.

    A copy of an exercise is an exercise. What was ticked and could not come along is told in the event, with the
    reason, never passed over in silence.
    """
    with transaction.atomic():
        require(by, "read", source)
        theirs = source.organisation
        ours = theirs is not None and theirs.name == buyer_name.strip() and may_in(by, "read", theirs)
        begun = begin_procurement(
            by=by, title=title, buyer_name=buyer_name, buyer_kind=buyer_kind, buyer_number=buyer_number,
            entrance=Entrance(source.entrance), object_kind=object_kind, on=on, value_sek=value_sek, cpv=cpv,
            lots=[Lot(lot.lot_id, lot.title, None, tuple(lot.cpv)) for lot in source.lots.all()],
            exercise=source.exercise, copied_from=source,
            organisation=theirs if ours else None,
        )  # fmt: skip
        if wanted.anything:
            with acting("procurement-copied", by=by, procurement=begun) as says:
                says |= {"from": source.pk, "from_title": source.title}
                says |= _Copy(source, begun, by).carry(wanted)
    return begun


class _Copy:
    """One copying: from, to, who, and what was left out with the reason."""

    def __init__(self, source: ProcurementRecord, begun: ProcurementRecord, by: User) -> None:
        self.source, self.begun, self.by = source, begun, by
        self.lots = {lot.lot_id: lot for lot in begun.lots.all()}
        self.left_out: list[dict[str, str]] = []
        self.choices: dict[str, CriterionChoice] = {}  # number of the earlier choice → the new one

    def carry(self, wanted: Wanted) -> dict[str, Any]:
        made: dict[str, Any] = {
            "answers": self.answers(wanted.steps),
            "goals": self.goals() if wanted.goals else [],
            "requirements": self.requirements(wanted.requirements),
            "award_models": self.award_models() if wanted.award_model else [],
        }
        return made | {"left_out": self.left_out}

    def answers(self, steps: Sequence[str]) -> list[str]:
        """Answers that today's model asks for and still takes."""
        copied: list[str] = []
        for id in steps:
            asked = next((step for step in convert.edition(self.begun.model).steps if step.id == id), None)
            earlier = self.source.steps.filter(step_id=id).first()
            if asked is None or earlier is None:
                continue
            kept = {}
            for question in asked.questions:
                answer = str(earlier.answers.get(question.id, ""))
                if not answer or question.id not in copied_answers().get(id, ()):
                    continue
                try:
                    kept[question.id] = read_answer(question, answer)
                except AnswerUnreadable:
                    self.left_out.append({"what": question.id, "because": "model"})
            if kept:
                row = StepRecord.objects.get(procurement=self.begun, step_id=id)
                row.answers, row.edition = row.answers | kept, 1
                row.saved_by, row.saved_at = self.by.get_username(), timezone.now()
                row.save()
                copied += kept
        return copied

    def goals(self) -> list[str]:
        """Goals with strategies, indicator and target, where today's model and library have them."""
        known = {goal.id: {one.id for one in goal.strategies} for goal in convert.goals(self.begun.model)}
        cards = library().indicators
        copied: list[str] = []
        for goal in self.source.goals.all():
            if goal.goal not in known:
                self.left_out.append({"what": goal.goal, "because": "model"})
                continue
            card = cards.get(goal.indicator)
            if goal.indicator and card is None:
                self.left_out.append({"what": goal.indicator, "because": "library"})
            GoalChoice.objects.create(
                procurement=self.begun,
                goal=goal.goal,
                strategies=[one for one in goal.strategies if one in known[goal.goal]],
                indicator=card.id if card else "",
                indicator_copy=as_data(card) if card else None,
                target=goal.target if card else None,
            )
            copied.append(goal.goal)
        return copied

    def requirements(self, wanted: Mapping[int, Wording]) -> list[dict[str, Any]]:
        copied = []
        for old in self.source.criteria.select_related("lot").filter(pk__in=list(wanted)):
            how: Wording = wanted[old.pk]
            new = self._own(old) if how == "own" else self._newest(old)
            if new is None:
                self.left_out.append({"what": old.criterion_id, "because": "bank"})
                continue
            new.procurement, new.lot = self.begun, self.lots.get(old.lot.lot_id) if old.lot else None
            new.save()
            self.choices[str(old.pk)] = new
            copied.append({"criterion": old.criterion_id, "wording": how, "choice": new.pk})
        return copied

    def _own(self, old: CriterionChoice) -> CriterionChoice:
        """The requirement as it stood there, word for word. Who owned it, and what that market said, stays behind."""
        same = (
            "criterion_id",
            "copy",
            "indicator_copy",
            "wording_sv",
            "wording_en",
            "clause_sv",
            "clause_en",
        )
        return CriterionChoice(**{name: getattr(old, name) for name in same})

    def _newest(self, old: CriterionChoice) -> CriterionChoice | None:
        """The bank's requirement of today; None where the bank has it no more."""
        lib = library()
        if old.criterion_id not in lib.criteria:
            return None
        criterion = lib.criterion_on(old.criterion_id, self.begun.rules_fixed_on)
        card = lib.indicators.get(criterion.measured_by)
        chosen = choose(criterion, lib.indicators, criterion.id)
        clause = chosen.clause_wording
        return CriterionChoice(
            criterion_id=criterion.id,
            copy=as_data(criterion),
            indicator_copy=as_data(card) if card else None,
            wording_sv=chosen.wording.sv,
            wording_en=chosen.wording.en,
            clause_sv=clause.sv if clause else "",
            clause_en=clause.en if clause else "",
        )

    def award_models(self) -> list[str]:
        """Each lot's newest model, its qualities tied to the copied requirements; one that no longer fits stays."""
        copied = []
        for lot in self.source.lots.all():
            version = convert.newest_model(lot)
            if version is None:
                continue
            model = self._tied(version.content)
            if model is None:
                self.left_out.append({"what": f"award_model {lot.lot_id}", "because": "requirements"})
                continue
            self._keep(self.lots[lot.lot_id], model)
            copied.append(lot.lot_id)
        return copied

    def _tied(self, content: Mapping[str, Any]) -> AwardModel | None:
        """The model with the new requirements' numbers and clauses; None where one is missing or has other levels."""
        made = dict(content) | {"criteria": []}
        for each in content.get("criteria", ()):
            one = dict(each)
            if one.get("chosen_criterion"):
                choice = self.choices.get(str(one["chosen_criterion"]))
                if choice is None:
                    return None
                levels = {
                    level["id"]: Decimal(str(level["share"])) for level in choice.copy.get("scores", ())
                }
                earlier = {name: Decimal(str(share)) for name, share in (one.get("levels") or {}).items()}
                if earlier and earlier != levels:
                    return None
                one |= {"chosen_criterion": str(choice.pk), "clause": choice.clause_sv or None}
            made["criteria"].append(one)
        try:
            model = from_data(AwardModel, made)
            family_of(model.family).demand(model)
        except (OmloppError, ValueError, TypeError):
            return None
        return model

    def _keep(self, lot: LotRecord, model: AwardModel) -> None:
        AwardModelVersion.objects.create(
            lot=lot,
            number=1,
            content=as_data(model),
            digest=digest(model),
            made_at=timezone.now(),
            made_by=self.by.get_username(),
            token=secrets.token_urlsafe(24),
        )
