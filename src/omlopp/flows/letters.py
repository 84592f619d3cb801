"""Walks that write the letters of an award: to all, to one bidder, about a low price – and the example before bids."""

from dataclasses import replace
from datetime import date
from typing import Literal

from omlopp.documents import docx, pdf
from omlopp.documents.plan import Document
from omlopp.documents.plans.letters.award_notice import award_notice
from omlopp.documents.plans.letters.bidder_letter import bidder_letter
from omlopp.documents.plans.letters.common import Release
from omlopp.documents.plans.letters.price_question import price_question
from omlopp.documents.plans.letters.worked_example import worked_example
from omlopp.domain.award.advantages import WouldHaveWon
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.example import example_bids
from omlopp.domain.model.procurement import Inquiry, Procurement
from omlopp.domain.model.text import Language
from omlopp.flows.publish import Made, slug
from omlopp.library.load import Library

Form = Literal["docx", "pdf"]


def notice(
    procurement: Procurement,
    lot_id: str,
    release: Release,
    library: Library,
    language: Language,
    on: date,
    form: Form,
) -> Made:
    """The notice to all bidders of one lot."""
    return _made(procurement, lot_id, award_notice(procurement, lot_id, release, library, language, on), form)


def letter(
    procurement: Procurement,
    lot_id: str,
    bid_id: str,
    release: Release,
    library: Library,
    language: Language,
    on: date,
    form: Form,
    *,
    asked_on: date | None = None,
    tell_what_would_have_won: bool = False,
) -> Made:
    """The answer to one bidder. What would have won is told only on the buyer's own choice, after secrecy."""
    would = what_would_have_won(procurement, lot_id, bid_id) if tell_what_would_have_won else None
    plan = bidder_letter(
        procurement, lot_id, bid_id, release, library, language, on, asked_on=asked_on, would_have_won=would
    )
    return _made(procurement, f"{lot_id}-{bid_id}", plan, form)


def letter_as_it_reads(
    procurement: Procurement, lot_id: str, bid_id: str, library: Library, language: Language, on: date
) -> Document:
    """The answer with nothing withheld, to be read by those who see bids before anybody examines what is released."""
    return bidder_letter(procurement, lot_id, bid_id, Release(), library, language, on)


def question(
    procurement: Procurement, inquiry: Inquiry, library: Library, language: Language, on: date, form: Form
) -> Made:
    """The draft of a question about a price that seems abnormally low."""
    plan = price_question(procurement, inquiry, library, language, on)
    return _made(procurement, f"{inquiry.lot_id}-{inquiry.bid}", plan, form)


def example(
    procurement: Procurement, lot_id: str, library: Library, language: Language, on: date, form: Form
) -> Made:
    """The model with its worked example."""
    return _made(procurement, lot_id, example_plan(procurement, lot_id, library, language, on), form)


def example_plan(
    procurement: Procurement, lot_id: str, library: Library, language: Language, on: date
) -> Document:
    """The model with three invented bids about the lot's expected value; without a value the model alone."""
    lot = next(one for one in procurement.lots if one.id == lot_id)
    model = procurement.award_models.get(lot_id)
    bids = example_bids(model, lot.value_sek) if model is not None and lot.value_sek else ()
    computed = evaluate(model, bids) if model is not None and bids else None
    return worked_example(procurement, lot_id, bids, computed, library, language, on)


def what_would_have_won(procurement: Procurement, lot_id: str, bid_id: str) -> WouldHaveWon | None:
    """The least that would have put the bid first; None for one that was not compared or that came first."""
    from omlopp.domain.award.lab.given import given
    from omlopp.domain.award.lab.least_change import least_changes

    out = {one.bid for one in procurement.rejections if one.lot_id == lot_id}
    alone = len(procurement.lots) == 1
    bids = [one for one in procurement.bids if one.lot_id == lot_id or (one.lot_id is None and alone)]
    compared = [replace(one, lot_id=lot_id) for one in bids if one.id not in out]
    for change in least_changes(given(procurement.award_models[lot_id], compared)):
        if change.bid == bid_id:
            return WouldHaveWon(change.price, change.levels)
    return None


def _made(procurement: Procurement, what: str, plan: Document, form: Form) -> Made:
    render = {"docx": docx.render, "pdf": pdf.render}[form]
    name = "-".join(slug(part) for part in (procurement.title, what, plan.title))
    return Made(f"{name}.{form}", render(plan))
