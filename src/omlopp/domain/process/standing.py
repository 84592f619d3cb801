"""What a check looks at: the procurement, its model, and how an answer is read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.process import Option, ProcessModel, Question
from omlopp.domain.model.procurement import Procurement

YES, NO = "yes", "no"
"""How a yes_no answer is kept. A choice keeps the option's id, a number its digits, a date is ISO."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A procurement as it stands, the model it follows, and the indicators the library has now."""

    procurement: Procurement
    model: ProcessModel
    known_indicators: frozenset[str]

    def question(self, question_id: str) -> Question | None:
        every = (question for step in self.model.steps for question in step.questions)
        return next((question for question in every if question.id == question_id), None)

    def applies(self, question: Question) -> bool:
        return question.only is None or question.only is self.procurement.entrance

    def answered(self, question: Question) -> bool:
        return readable(question, self.procurement.answers.get(question.id, ""))

    def measured(self, indicator: str | None, stage: Stage) -> bool:
        """Something was recorded; a measurement without any figure says nothing."""
        return indicator is not None and any(
            one.indicator == indicator and one.stage is stage and one.inputs
            for one in self.procurement.measurements
        )

    @property
    def nobody_awarded(self) -> bool:
        decisions = self.procurement.decisions
        return bool(decisions) and all(decision.winner_bid is None for decision in decisions)


def readable(question: Question, answer: str) -> bool:
    """The answer says something of the kind the question asks for."""
    text = answer.strip()
    if not text:
        return False
    if question.kind == "choice":
        return text in {option.id for option in question.options}
    if question.kind == "yes_no":
        return text in (YES, NO)
    if question.kind == "number":
        return _is_number(text)
    if question.kind == "date":
        return _is_date(text)
    return True


def ending_option(procurement: Procurement, model: ProcessModel) -> Option | None:
    """The chosen option that can end the procurement without a purchase, if one was chosen."""
    for step in model.steps:
        for question in step.questions:
            if question.only not in (None, procurement.entrance):
                continue
            chosen = procurement.answers.get(question.id, "")
            for option in question.options:
                if option.ends and option.id == chosen:
                    return option
    return None


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
