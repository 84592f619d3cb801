"""The award model explained before bids: in words, as a formula, and with three invented bids."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from omlopp.documents.own_words import model_in, steps_in
from omlopp.documents.plan import Block, Bullets, Callout, Document, Heading, Paragraph, Table
from omlopp.documents.plans.award_model import award_model_blocks, worth_of
from omlopp.documents.plans.common import (
    document_of,
    facts,
    goal_label,
    hooks_fact,
    missing,
    official_fact,
    own_hooks_fact,
    paragraphs,
    shared_hooks,
    sources_of,
)
from omlopp.documents.trace import trace_sentence
from omlopp.documents.words import say
from omlopp.domain.model.award import AwardModel, Bid, Evaluation, digest
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import money, number


def worked_example(
    procurement: Procurement,
    lot_id: str,
    bids: Sequence[Bid],
    evaluation: Evaluation | None,
    library: Library,
    language: Language,
    on: date,
) -> Document:
    """For the procurement documents. `bids` are invented, `evaluation` is theirs; without it the model stands alone."""
    lot = next(one for one in procurement.lots if one.id == lot_id)
    model = procurement.award_models.get(lot_id)
    blocks: list[Block] = [Paragraph(say("example.lead", language), "lead")]
    shown = model_in(model, procurement, language) if model is not None else None
    blocks += award_model_blocks(shown, language, 1)
    scored = [one for one in procurement.criteria if one.criterion.scored and one.lot_id in (None, lot_id)]
    blocks += _scored(scored, model, procurement, library, language)
    if model is None or evaluation is None:
        blocks.append(missing(language, "example.none"))
    else:
        told = replace(evaluation, trace=steps_in(evaluation.trace, procurement, language))
        blocks += _example(model, bids, told, language)
    used = [one.criterion.source for one in scored]
    used += [hook.source for one in scored for hook in one.criterion.hooks if hook.source]
    if scored:
        blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="worked_example",
        title=say("example.title", language),
        subtitle=f"{procurement.title} – {lot.title}",
        library=library,
        language=language,
        on=on,
        lot=lot,
    )


def _scored(
    scored: Sequence[ChosenCriterion],
    model: AwardModel | None,
    procurement: Procurement,
    library: Library,
    language: Language,
) -> list[Block]:
    """The wording of each award criterion, what shows it and what it is worth; one that nothing scores says so."""
    if not scored:
        return []
    shared = shared_hooks(scored)
    blocks: list[Block] = [Heading(say("example.criteria", language), 1)]
    if shared:
        blocks.append(facts(hooks_fact(shared, procurement, language)))
    for chosen in scored:
        criterion = chosen.criterion
        worths = (
            [worth_of(model, one, language) for one in model.criteria if one.chosen_criterion == chosen.id]
            if model is not None
            else []
        )
        blocks.append(Heading(criterion.name.within(language), 2))
        blocks += [Paragraph(part.text, "quote") for part in paragraphs(chosen.wording.within(language))]
        blocks.append(
            facts(
                (say("worth", language), worths[0] if worths else say("worth.none", language)),
                (say("proof", language), criterion.proof.within(language)),
                (say("goal", language), goal_label(library, criterion.goal, language)),
                own_hooks_fact(chosen, shared, procurement, language),
                official_fact(criterion, library, language),
            )
        )
    return blocks


def _example(
    model: AwardModel, bids: Sequence[Bid], evaluation: Evaluation, language: Language
) -> list[Block]:
    in_money = evaluation.comparison is not None
    results = evaluation.comparison or evaluation.total or {}

    def result(bid: Bid) -> str:
        if bid.id not in results:
            return "–"
        value = results[bid.id]
        return money(value, model.currency, language) if in_money else number(value, language=language)

    ordered = sorted(bids, key=lambda bid: (evaluation.rank.get(bid.id, len(bids) + 1), bid.id))
    rows = tuple((str(evaluation.rank.get(bid.id, "–")), bid.title, result(bid)) for bid in ordered)
    blocks: list[Block] = [
        Heading(say("example.heading", language), 1),
        Callout("info", say("example.invented", language), say("example.invented_says", language)),
        Table(
            (
                say("record.place", language),
                say("example.bid", language),
                say("record.comparison" if in_money else "record.total", language),
            ),
            rows,
            say("example.table", language),
            numeric=frozenset({2}),
            widths=(1, 3, 3),
        ),
    ]
    for bid_id, name in [("", say("record.all_bids", language)), *((bid.id, bid.title) for bid in bids)]:
        said = tuple(trace_sentence(step, model, language) for step in evaluation.trace if step.bid == bid_id)
        if said:
            shown = name if not bid_id else say("example.of_bid", language, bid=name)
            blocks += [Heading(shown, 2), Bullets(said, ordered=True)]
    blocks.append(Paragraph(say("example.checksum", language, digest=digest(model)), "note"))
    return blocks
