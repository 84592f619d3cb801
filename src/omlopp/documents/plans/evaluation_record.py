"""The evaluation record: model, bids, every step of the arithmetic, ranking, decision, and what the law asks for."""

from collections.abc import Mapping, Sequence
from datetime import date

from omlopp.documents.own_words import model_in, steps_in
from omlopp.documents.plan import Block, Bullets, Callout, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.award_model import award_model_blocks
from omlopp.documents.plans.common import cited, cited_line, document_of, missing, paragraphs, sources_of
from omlopp.documents.trace import trace_sentence
from omlopp.documents.words import say
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep, digest
from omlopp.domain.model.law import NO_RULE, LegalHook
from omlopp.domain.model.procurement import Assessment, Lot, Procurement
from omlopp.domain.model.text import Language
from omlopp.domain.process.secrecy import opening_is_required
from omlopp.library.load import Library
from omlopp.library.numbers import day, money, number
from omlopp.library.secrecy import secrecy


def evaluation_record(
    procurement: Procurement, lot_id: str, library: Library, language: Language, on: date
) -> Document:
    """One lot's record. Without bids or evaluation it says so; nothing is computed here."""
    lot = next(lot for lot in procurement.lots if lot.id == lot_id)
    model = procurement.award_models.get(lot_id)
    evaluation = procurement.evaluations.get(lot_id)
    bids = [bid for bid in procurement.bids if _on_lot(bid, lot_id, procurement)]
    blocks: list[Block] = [Paragraph(say("record.lead", language), "lead")]
    blocks += _result(procurement, lot, evaluation, bids, language)
    shown = model_in(model, procurement, language) if model is not None else None
    blocks += award_model_blocks(shown, language, 1)
    blocks += opening_blocks(procurement, lot_id, library, language)
    blocks += _bids(bids, shown, language)
    if shown is not None:
        blocks += _assessments(procurement, lot_id, bids, shown, language)
    blocks += _questions(procurement, lot_id, bids, language)
    blocks += _rejections(procurement, lot_id, bids, language)
    if model is not None and evaluation is not None:
        blocks += _ranking(evaluation, model, bids, language)
        blocks += _steps(steps_in(evaluation.trace, procurement, language), model, bids, language)
        blocks += _checkable(evaluation, model, language)
    hooks = _that_apply(procurement, library)
    blocks += _law(hooks, procurement, language)
    used = [chosen.criterion.source for chosen in procurement.criteria if chosen.criterion.scored]
    blocks += sources_of([*used, *(hook.source for hook in hooks)], language, library)
    return document_of(
        procurement,
        blocks,
        kind="evaluation_record",
        title=say("record.title", language),
        subtitle=f"{procurement.title} – {lot.title}",
        library=library,
        language=language,
        on=on,
        lot=lot,
    )


def _on_lot(bid: Bid, lot_id: str, procurement: Procurement) -> bool:
    return bid.lot_id == lot_id or (bid.lot_id is None and len(procurement.lots) == 1)


def _result(
    procurement: Procurement, lot: Lot, evaluation: Evaluation | None, bids: list[Bid], language: Language
) -> list[Block]:
    """Decision first: who, why, on which calculation."""
    head = Heading(say("record.decision", language), 1)
    decision = next((one for one in procurement.decisions if one.lot_id == lot.id), None)
    if decision is None:
        return [head, missing(language, "record.no_decision")]
    names = {bid.id: bid.title for bid in bids}
    winner = (
        say("record.nobody", language)
        if decision.winner_bid is None
        else names.get(decision.winner_bid, decision.winner_bid)
    )
    blocks: list[Block] = [
        head,
        Facts(
            (
                (say("record.winner", language), winner),
                (say("record.decided_on", language), day(decision.decided_on, language)),
            )
        ),
    ]
    blocks.append(Heading(say("record.reason", language), 2))
    blocks += paragraphs(decision.reason) or [missing(language, "record.no_reason")]
    if evaluation is not None and decision.evaluation_digest != digest(evaluation):
        blocks.append(Callout("warning", say("warning", language), say("record.other_evaluation", language)))
    if evaluation is not None and evaluation.winner and decision.winner_bid not in (None, evaluation.winner):
        first = names.get(evaluation.winner, evaluation.winner)
        blocks.append(
            Callout("warning", say("warning", language), say("record.other_winner", language, first=first))
        )
    return blocks


def opening_blocks(
    procurement: Procurement, lot_id: str, library: Library, language: Language
) -> list[Block]:
    """How the lot's bids were opened. Where the section applies and nothing is recorded, it says what is missing."""
    records = [one for one in procurement.openings if one.lot_id == lot_id]
    regime = procurement.regime.regime if procurement.regime else None
    hook = library.hook(secrecy().opening.point)
    required = opening_is_required(hook, regime)
    head = Heading(say("record.opening", language), 1)
    if not records:
        return [head, missing(language, "record.no_opening")] if required else []
    last = records[-1]
    present = "\n".join(", ".join(part for part in one if part) for one in last.present)
    if last.chamber:
        present += "\n" + say("record.chamber", language)
    pairs = [
        (
            say("record.opened_at", language),
            f"{day(last.opened_at.date(), language)}, {last.opened_at:%H:%M}",
        ),
        (say("record.opened_where", language), last.place),
        (say("record.present", language), present),
        (
            say("record.opened", language, count=len(last.bidders)),
            "\n".join(last.bidders) or say("record.none_opened", language),
        ),
        (say("record.note", language), last.note),
        (say("record.corrected", language, count=len(records) - 1), last.corrected),
    ]
    blocks: list[Block] = [head, Facts(tuple((name, text) for name, text in pairs if text))]
    if required and regime is not None:
        blocks.append(Paragraph(cited_line(hook, regime, language), "note"))
    return blocks


def _bids(bids: list[Bid], model: AwardModel | None, language: Language) -> list[Block]:
    head = Heading(say("record.bids", language), 1)
    if not bids:
        return [head, missing(language, "record.no_bids")]
    currency = model.currency if model else "SEK"
    judged = [criterion for criterion in model.criteria if not criterion.price] if model else []
    unknown = say("unknown", language)
    rows = []
    for bid in bids:
        price = unknown if bid.price is None else money(bid.price, currency, language)
        rows.append((bid.title, price, *(_met(bid, one.id, one.level_texts, language) for one in judged)))
    table = Table(
        head=(say("record.bidder", language), say("record.price", language), *(one.title for one in judged)),
        rows=tuple(rows),
        caption=say("record.bids_table", language),
        numeric=frozenset({1}),
        widths=(3, 2, *(3 for _ in judged)),
    )
    return [head, table, *_lines(bids, currency, language)]


def _lines(bids: list[Bid], currency: str, language: Language) -> list[Block]:
    """The price form of each bid that has one."""
    return [
        Table(
            head=(
                say("record.line", language),
                say("record.quantity", language),
                say("record.unit_price", language),
            ),
            rows=tuple(
                (
                    line.id,
                    say("unknown", language)
                    if line.quantity is None
                    else number(line.quantity, language=language),
                    money(line.unit_price, currency, language),
                )
                for line in bid.lines
            ),
            caption=say("record.lines_of", language, bidder=bid.title),
            numeric=frozenset({1, 2}),
            widths=(3, 1, 1),
        )
        for bid in bids
        if bid.lines
    ]


def _questions(procurement: Procurement, lot_id: str, bids: list[Bid], language: Language) -> list[Block]:
    """Questions about low prices, with answers and what was made of them."""
    names = {bid.id: bid.title for bid in bids}
    blocks: list[Block] = []
    for one in (each for each in procurement.inquiries if each.lot_id == lot_id):
        judged = {None: "record.not_judged", True: "record.accepted", False: "record.not_accepted"}[
            one.accepted
        ]
        answered = "" if one.answered_on is None else day(one.answered_on, language)
        pairs = [
            (say("record.asked_on", language), day(one.asked_on, language)),
            (say("record.question", language), one.question),
            (say("record.answer_by", language), day(one.answer_by, language)),
            (say("record.answer", language), one.answer or say("record.no_answer", language)),
            (say("record.answered_on", language), answered or "–"),
            (say("record.judged", language), say(judged, language)),
            (say("record.reason", language), one.reason or "–"),
        ]
        blocks += [Heading(names.get(one.bid, one.bid), 2), Facts(tuple(pairs))]
    return [Heading(say("record.questions", language), 1), *blocks] if blocks else []


def _rejections(procurement: Procurement, lot_id: str, bids: list[Bid], language: Language) -> list[Block]:
    """Bids that people took out, with ground, reason and the section where the regime has one."""
    names = {bid.id: bid.title for bid in bids}
    rows = tuple(
        (
            names.get(one.bid, one.bid),
            say(f"letter.ground_of.{one.ground}", language),
            one.reason,
            day(one.decided_on, language),
        )
        for one in procurement.rejections
        if one.lot_id == lot_id
    )
    if not rows:
        return []
    head = tuple(say(f"record.{name}", language) for name in ("bidder", "ground", "reason", "decided_on"))
    table = Table(head, rows, say("record.rejections_table", language), widths=(3, 4, 5, 2))
    return [Heading(say("record.rejections", language), 1), table]


def _assessments(
    procurement: Procurement, lot_id: str, bids: list[Bid], model: AwardModel, language: Language
) -> list[Block]:
    """What each assessor gave and why, bid by bid, and what they agreed on."""
    criteria = {one.id: one for one in model.criteria}
    blocks: list[Block] = []
    for bid in bids:
        made = [one for one in procurement.assessments if one.lot_id == lot_id and one.bid == bid.id]
        made.sort(key=lambda one: list(criteria).index(one.criterion) if one.criterion in criteria else 99)
        rows = tuple(
            (
                criteria[one.criterion].title if one.criterion in criteria else one.criterion,
                one.assessor or say("record.together", language),
                _given(one, criteria.get(one.criterion), language),
                one.reason,
            )
            for one in made
        )
        if rows:
            head = tuple(
                say(f"record.{name}", language) for name in ("criterion", "assessor", "gave", "reason")
            )
            caption = say("record.assessments_of", language, bidder=bid.title)
            blocks.append(Table(head, rows, caption, widths=(3, 3, 3, 5)))
    return [Heading(say("record.assessments", language), 1), *blocks] if blocks else []


def _given(one: Assessment, criterion: AwardCriterion | None, language: Language) -> str:
    if one.number is not None:
        return say("record.grade", language, grade=number(one.number, language=language))
    texts = criterion.level_texts if criterion else {}
    return texts.get(one.level) or one.level


def _met(bid: Bid, criterion_id: str, level_texts: Mapping[str, str], language: Language) -> str:
    if criterion_id in bid.levels:
        level = bid.levels[criterion_id]
        return level_texts.get(level, level)
    if criterion_id in bid.grades:
        return say("record.grade", language, grade=number(bid.grades[criterion_id], language=language))
    if criterion_id in bid.points:
        return say("model.points", language, points=number(bid.points[criterion_id], language=language))
    return say("unknown", language)


def _ranking(evaluation: Evaluation, model: AwardModel, bids: list[Bid], language: Language) -> list[Block]:
    names = {bid.id: bid.title for bid in bids}
    in_money = evaluation.comparison is not None
    results = evaluation.comparison or evaluation.total or {}

    def shown(bid_id: str) -> str:
        if bid_id not in results:
            return say("unknown", language)
        value = results[bid_id]
        return money(value, model.currency, language) if in_money else number(value, language=language)

    rows = [
        (str(rank), names.get(bid_id, bid_id), shown(bid_id))
        for bid_id, rank in sorted(
            evaluation.rank.items(), key=lambda item: (item[1], names.get(item[0], item[0]))
        )
    ]
    result = say("record.comparison" if in_money else "record.total", language)
    blocks: list[Block] = [
        Heading(say("record.ranking", language), 1),
        Table(
            head=(say("record.place", language), say("record.bidder", language), result),
            rows=tuple(rows),
            caption=say("record.ranking_table", language),
            numeric=frozenset({2}),
            widths=(1, 4, 2),
        ),
    ]
    if evaluation.tied:
        tied = ", ".join(names.get(bid_id, bid_id) for bid_id in evaluation.tied)
        blocks.append(
            Callout("warning", say("warning", language), say("record.tied", language, bidders=tied))
        )
    return blocks


def _steps(trace: Sequence[TraceStep], model: AwardModel, bids: list[Bid], language: Language) -> list[Block]:
    """Every step as a sentence: what concerns all bids first, then bid by bid."""
    blocks: list[Block] = [
        Heading(say("record.steps", language), 1),
        Paragraph(say("record.steps_lead", language)),
    ]
    for bid_id, name in [("", say("record.all_bids", language)), *((bid.id, bid.title) for bid in bids)]:
        said = tuple(trace_sentence(step, model, language) for step in trace if step.bid == bid_id)
        if said:
            blocks += [Heading(name, 2), Bullets(said, ordered=True)]
    return blocks


def _checkable(evaluation: Evaluation, model: AwardModel, language: Language) -> list[Block]:
    own = digest(model)
    blocks: list[Block] = [
        Heading(say("record.check", language), 1),
        Paragraph(say("record.check_lead", language)),
        Facts(
            (
                (say("record.model_digest", language), own),
                (say("record.evaluation_digest", language), digest(evaluation)),
            )
        ),
    ]
    if evaluation.model_digest and evaluation.model_digest != own:
        blocks.append(Callout("warning", say("warning", language), say("record.other_model", language)))
    return blocks


def _that_apply(procurement: Procurement, library: Library) -> list[LegalHook]:
    """What the law asks at the decision, as the model's own step says it under the regime."""
    if procurement.regime is None:
        return []
    hooks = [hook for step in library.model.steps if step.room == "decision" for hook in step.hooks]
    return [hook for hook in hooks if hook.rules[procurement.regime.regime] != NO_RULE]


def _law(hooks: list[LegalHook], procurement: Procurement, language: Language) -> list[Block]:
    head = Heading(say("record.law", language), 1)
    if procurement.regime is None:
        return [head, missing(language, "record.law_no_regime")]
    regime = procurement.regime.regime
    rows = tuple((cited(hook, regime, language), hook.under(regime).within(language)) for hook in hooks)
    return [
        head,
        Table(
            head=(say("record.section", language), say("record.section_says", language)),
            rows=rows,
            caption=say("record.law_table", language),
            widths=(1, 3),
        ),
    ]
