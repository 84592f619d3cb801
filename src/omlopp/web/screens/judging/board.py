"""What the pages of judging show: a table of every bid and criterion, and one bid with all that is said of it."""

from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.web.forms import written
from omlopp.web.records.actions.assess import AGREED, scale_of
from omlopp.web.records.models import AssessmentRecord, BidRecord


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one bid, as one person may see it.

    `others` is empty, and `hidden` says how many they are, until the person has judged. `promised`: the level or
    grade that the evaluation counts now. `state`: agreed, differ, same, own, others or none.
    """

    criterion: AwardCriterion
    levels: tuple[tuple[str, str], ...]
    scale: tuple[Decimal, Decimal]
    own: AssessmentRecord | None
    others: tuple[AssessmentRecord, ...]
    agreed: AssessmentRecord | None
    hidden: int
    promised: str

    @property
    def state(self) -> str:
        if self.agreed:
            return "agreed"
        if self.others and self.own:
            return (
                "same"
                if len({(one.level, one.number) for one in (self.own, *self.others)}) == 1
                else "differ"
            )
        if self.own:
            return "own"
        return "others" if self.hidden or self.others else "none"

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Who, what they gave in words, and why; one's own first."""
        made = (self.own, *self.others) if self.own else self.others
        return [(one.assessor, self.in_words(one), one.reason) for one in made]

    @property
    def said_together(self) -> tuple[str, str] | None:
        return (self.in_words(self.agreed), self.agreed.reason) if self.agreed else None

    def in_words(self, one: AssessmentRecord) -> str:
        return dict(self.levels).get(one.level, one.level) or written(one.number)

    @property
    def proposed(self) -> AssessmentRecord | None:
        """What a form for agreeing begins with: what was agreed, else what all gave alike."""
        return self.agreed or (self.own if self.state == "same" else None)


def board(bid: BidRecord, model: AwardModel, who: str, all_shown: bool) -> list[Cell]:
    """The cells of a bid. `all_shown`: the person does not judge, or the lot is decided, so nobody can be led."""
    made = list(bid.assessments.all())
    return [
        _cell(bid, one, [each for each in made if each.criterion == one.id], model, who, all_shown)
        for one in judged(model)
    ]


def judged(model: AwardModel) -> list[AwardCriterion]:
    """The criteria that people judge: those with levels, and those graded on a scale."""
    return [one for one in model.criteria if not one.price and not one.steps and one.value_function is None]


def _cell(
    bid: BidRecord,
    criterion: AwardCriterion,
    made: list[AssessmentRecord],
    model: AwardModel,
    who: str,
    all_shown: bool,
) -> Cell:
    own = next((one for one in made if one.assessor == who), None)
    others = tuple(one for one in made if one.assessor not in (who, AGREED))
    shown = own is not None or all_shown
    level = bid.levels.get(criterion.id, "")
    return Cell(
        criterion,
        tuple((name, criterion.level_texts.get(name) or name) for name in criterion.levels),
        scale_of(model, criterion),
        own,
        others if shown else (),
        next((one for one in made if one.assessor == AGREED), None) if shown else None,
        0 if shown else len(others),
        criterion.level_texts.get(level)
        or level
        or _plain({**bid.more.get("grades", {}), **bid.points}.get(criterion.id)),
    )


def _plain(given: object) -> str:
    """A grade as a row keeps it, the Swedish way."""
    return "" if given is None else written(Decimal(str(given)))
