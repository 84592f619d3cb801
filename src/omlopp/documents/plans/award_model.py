"""How bids are compared, in words, in formula and in a table: the same in the annex and in the record."""

from collections.abc import Collection
from decimal import Decimal

from omlopp.documents.drawn import model_kronor, worths
from omlopp.documents.plan import Block, Bullets, Heading, Paragraph, Table
from omlopp.documents.plans.common import missing
from omlopp.documents.words import say
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.text import Language
from omlopp.library.messages import sentences
from omlopp.library.numbers import money, number, percent


def award_model_blocks(
    model: AwardModel | None, language: Language, level: int, *, told: Collection[str] = ()
) -> list[Block]:
    """`told`: criteria whose levels the document has already shown."""
    head = Heading(say("model.title", language), level)
    if model is None:
        return [head, missing(language, "model.none")]
    blocks: list[Block] = [head, *_words(model, language)]
    if model.criteria:
        blocks += [_table(model, language), *_promises(model, language, level, told)]
    if worths(model):
        blocks.append(model_kronor(model, language))
    for criterion in model.criteria:
        if criterion.levels and criterion.id not in told:
            blocks.append(levels_table(model, criterion, language))
    return blocks


def levels_table(model: AwardModel, criterion: AwardCriterion, language: Language) -> Table:
    """What each level earns, in money or points where the model says, best last."""

    def earns(share: Decimal) -> str:
        if criterion.value is not None:
            return money(criterion.value * share, model.currency, language)
        if criterion.max_points is not None:
            return say(
                "model.points", language, points=number(criterion.max_points * share, language=language)
            )
        return percent(share, say("model.of_criterion", language), language)

    return Table(
        head=(
            say("model.level", language),
            say("model.level_share", language),
            say("model.level_earns", language),
        ),
        rows=tuple(
            (criterion.level_texts.get(level, level), number(share * 100, "%", language), earns(share))
            for level, share in criterion.levels.items()
        ),
        caption=say("model.levels_of", language, criterion=criterion.title),
        numeric=frozenset({1, 2}),
        widths=(4, 2, 2),
    )


def worth_of(model: AwardModel, criterion: AwardCriterion, language: Language) -> str:
    """What the criterion counts for: kronor, a weight, points – or the price itself."""
    if criterion.value is not None:
        return say("model.worth_money", language, money=money(criterion.value, model.currency, language))
    if criterion.weight is not None:
        return percent(criterion.weight, say("model.of_evaluation", language), language)
    if criterion.max_points is not None:
        return say("model.worth_points", language, points=number(criterion.max_points, language=language))
    return say("model.worth_price" if criterion.price else "model.worth_open", language)


def _words(model: AwardModel, language: Language) -> list[Block]:
    known = f"documents.family.{model.family}.words" in sentences()
    if not known:
        return [Paragraph(say("family.unknown", language, family=model.family))]
    said: list[Block] = [
        Paragraph(say(f"family.{model.family}.words", language)),
        Paragraph(say(f"family.{model.family}.formula", language), "quote"),
    ]
    if model.rounding is not None:
        said.append(
            Paragraph(say("model.rounding", language, step=number(model.rounding, language=language)))
        )
    if model.grade_scale is not None:
        low, high = (number(grade, language=language) for grade in model.grade_scale)
        said.append(Paragraph(say("model.grades", language, low=low, high=high)))
    ties = [_tie(model, rule, language) for rule in model.ties]
    said.append(
        Paragraph(
            say("model.ties", language, rules=", ".join(ties)) if ties else say("model.ties_none", language)
        )
    )
    return said


def _tie(model: AwardModel, rule: str, language: Language) -> str:
    if rule.startswith("better:"):
        return say(
            "model.tie_better", language, criterion=model.criterion(rule.removeprefix("better:")).title
        )
    return say(f"model.tie_{rule}", language)


def _table(model: AwardModel, language: Language) -> Table:
    return Table(
        head=(say("model.criterion", language), say("model.worth", language), say("model.clause", language)),
        rows=tuple(
            (criterion.title, worth_of(model, criterion, language), _clause(criterion, language))
            for criterion in model.criteria
        ),
        caption=say("model.table", language),
        widths=(3, 3, 4),
    )


def _promises(model: AwardModel, language: Language, level: int, shown: Collection[str]) -> list[Block]:
    """Per quality: how it belongs to what is bought, how it is shown, and what a broken promise costs."""
    told = []
    for one in (one for one in model.criteria if not one.price):
        factor = one.sanction_factor
        lines = [
            one.link_to_object and say("model.link", language, link=one.link_to_object),
            "" if one.id in shown else one.proof and say("model.proof", language, proof=one.proof),
            ""
            if factor is None
            else say("model.sanction", language, factor=number(factor, language=language)),
        ]
        if any(lines):
            told.append("\n".join(filter(None, [one.title, *lines])))
    head = Heading(say("model.promises", language), level + 1)
    return [head, Bullets(tuple(told), strong_first=True)] if told else []


def _clause(criterion: AwardCriterion, language: Language) -> str:
    if criterion.price:
        return say("model.clause_price", language)
    return criterion.clause or say("model.clause_none", language)
