"""What the letters share: who won, what each bid earned in words, the standstill, and what is withheld."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from omlopp.documents.own_words import model_in
from omlopp.documents.plan import Block, Facts, Heading, Paragraph
from omlopp.documents.plans.common import cited, facts
from omlopp.documents.words import say
from omlopp.domain.award.shares import grade_of
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, digest
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.domain.model.procurement import Decision, Lot, Procurement, Rejection
from omlopp.domain.model.text import Language
from omlopp.domain.process.deadlines import standstill as counted
from omlopp.library.calendar import calendar
from omlopp.library.load import Library
from omlopp.library.numbers import day, money, number

PRICE, RESULT = "price", "result"


@dataclass(frozen=True, slots=True)
class Release:
    """What leaves the authority, after somebody has examined secrecy (OSL 31:16).

    `withheld`: criterion ids, "price" or "result" whose figures are secret; the letter then says which way they
    lean and no number from which they could be computed. `sent_on`: the day of the notice; None: not sent yet.
    `electronically`: to every bidder.
    """

    withheld: frozenset[str] = field(default_factory=frozenset)
    sent_on: date | None = None
    electronically: bool = True

    def shows(self, what: str) -> bool:
        """A result is a sum: with the other parts it gives away the one that is withheld, so it is shown only where
        nothing is. A price is not shown where the result is withheld.
        """
        if what == RESULT:
            return not self.withheld
        return what not in self.withheld and (what != PRICE or RESULT not in self.withheld)


class NotDecidedYet(OmloppError):
    """A letter tells of a decision; there is none on the lot, or none that rests on an evaluation."""

    code = "letter-not-decided"


@dataclass(frozen=True, slots=True)
class Case:
    """A decided lot with all that a letter may tell of it. `model`: in the words of the letter's language."""

    procurement: Procurement
    lot: Lot
    model: AwardModel
    evaluation: Evaluation
    decision: Decision
    bids: Mapping[str, Bid]
    rejections: Mapping[str, Rejection]
    library: Library
    language: Language

    @property
    def regime(self) -> Regime | None:
        return self.procurement.regime.regime if self.procurement.regime else None

    @property
    def winner(self) -> Bid | None:
        return self.bids.get(self.decision.winner_bid or "")

    def say(self, key: str, **said: object) -> str:
        return say(f"letter.{key}", self.language, **said)

    def amount(self, value: Decimal) -> str:
        """Money or points, as the model counts."""
        if self.evaluation.comparison is not None or self.evaluation.deduction is not None:
            return money(value, self.model.currency, self.language)
        return self.say("points", points=number(value, language=self.language))

    def section(self, hook_id: str) -> str:
        """`12 kap. 12 § LOU`; empty where the regime has no such rule or it has not been examined."""
        hook = self.library.hook(hook_id)
        if self.regime is None or hook.section(self.regime) is None:
            return ""
        return cited(hook, self.regime, self.language)

    def answer_due(self, on: date) -> "AnswerDue | None":
        return answer_due(self.procurement, self.library, self.language, on)


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """How many days there are to answer a bidder who asks for the reasons, and the section that says so."""

    days: int
    section: str


def answer_due(procurement: Procurement, library: Library, language: Language, on: date) -> AnswerDue | None:
    """As the law is on a day; None where the procurement's rules have no such days, or have not been examined."""
    regime = procurement.regime.regime if procurement.regime else None
    hook = library.hook("reasons_on_request")
    if regime is None or hook.section(regime) is None:
        return None
    days = int(library.parameters["answer_on_request"].on(on).value)
    return AnswerDue(days, cited(hook, regime, language))


def case_of(procurement: Procurement, lot_id: str, library: Library, language: Language) -> Case:
    """Refuses a lot that is not evaluated and decided."""
    lot = next(one for one in procurement.lots if one.id == lot_id)
    model, evaluation = procurement.award_models.get(lot_id), procurement.evaluations.get(lot_id)
    decision = next((one for one in procurement.decisions if one.lot_id == lot_id), None)
    if model is None or evaluation is None or decision is None:
        raise NotDecidedYet(lot=lot.title or lot_id)
    alone = len(procurement.lots) == 1
    bids = {one.id: one for one in procurement.bids if one.lot_id == lot_id or (one.lot_id is None and alone)}
    rejections = {one.bid: one for one in procurement.rejections if one.lot_id == lot_id}
    shown = model_in(model, procurement, language)
    return Case(procurement, lot, shown, evaluation, decision, bids, rejections, library, language)


def earned_words(case: Case, criterion: AwardCriterion, bid: Bid) -> str:
    """What was offered or how it was assessed, in the words that were published."""
    if criterion.id in bid.levels:
        level = bid.levels[criterion.id]
        return criterion.level_texts.get(level) or level
    if criterion.id in bid.measured:
        unit = criterion.value_function.unit if criterion.value_function else ""
        return number(bid.measured[criterion.id], unit, case.language)
    if criterion.id in bid.points:
        return case.say("points", points=number(bid.points[criterion.id], language=case.language))
    if criterion.id in bid.grades:
        return case.say("grade", grade=number(grade_of(case.model, criterion, bid), language=case.language))
    return "–"


def earned_amount(case: Case, criterion: AwardCriterion, bid_id: str) -> str:
    """What the evaluation gave for it: kronor off the price, or points."""
    if case.evaluation.deduction is not None:
        value = case.evaluation.deduction.get(bid_id, {}).get(criterion.id)
    else:
        value = (case.evaluation.points or {}).get(bid_id, {}).get(criterion.id)
        if value is not None:
            return case.say("points", points=number(value, language=case.language))
    return "–" if value is None else money(value, case.model.currency, case.language)


def result_of(case: Case, bid_id: str) -> str:
    results = case.evaluation.comparison or case.evaluation.total or {}
    return case.amount(results[bid_id]) if bid_id in results else "–"


def result_name(case: Case) -> str:
    return case.say("comparison" if case.evaluation.comparison is not None else "total")


def out_of_comparison(case: Case) -> dict[str, str]:
    """Bid → why it was not compared: what people decided, or the announced threshold that it missed."""
    found = {
        bid: case.say("below", criterion=case.model.criterion(name).title)
        for bid, name in case.evaluation.rejected.items()
    }
    return found | {bid: one.reason for bid, one in case.rejections.items()}


def standstill(case: Case, release: Release) -> list[Block]:
    """The days during which no contract may be signed, where the law has such days after the notice."""
    head = Heading(case.say("standstill"), 1)
    section = case.section("standstill")
    if not section or case.regime is Regime.LOU_19A:
        return [head, Paragraph(case.say("standstill_none" if section else "standstill_unknown"))]
    if release.sent_on is None:
        return [head, Paragraph(case.say("standstill_unsent", section=section))]
    how = "electronic" if release.electronically else "other"
    found = counted(release.sent_on, how, case.regime, case.library.parameters, calendar())
    if found is None:
        return [head, Paragraph(case.say("standstill_unknown"))]
    blocks: list[Block] = [
        head,
        Paragraph(case.say("standstill_says", days=found.days, section=section)),
        Facts((
            (case.say("sent_on"), day(found.sent_on, case.language)),
            (case.say("standstill_last"), day(found.last, case.language)),
            (case.say("contract_first"), day(found.contract_from, case.language)),
        )),
    ]  # fmt: skip
    if found.moved:
        moved = {"counted": day(found.counted, case.language), "last": day(found.last, case.language)}
        blocks.append(Paragraph(case.say("standstill_moved", **moved), "note"))
    return blocks


def checksums(case: Case) -> Facts:
    """So that the letter can be made again from the same model and the same bids."""
    return facts(
        (say("record.model_digest", case.language), digest(case.procurement.award_models[case.lot.id])),
        (say("record.evaluation_digest", case.language), digest(case.evaluation)),
    )
