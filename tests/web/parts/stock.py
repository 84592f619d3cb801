"""The store: things kept, lists read, pieces promised to a need, and whether it is waste at all."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.process.aids import Standing
from omlopp.domain.process.stock_list import Line
from omlopp.web import stocking
from omlopp.web.records.actions import stock, waste
from omlopp.web.records.models import ProcurementRecord, StockItem, Transfer
from tests.web.acting import KEEPERS_OF_STOCK, NEEDERS, Row
from tests.web.parts.people import ours

DAY = date(2026, 3, 2)
DESK = Line(
    "Skrivbord höj- och sänkbart",
    40,
    "SB-160",
    "good",
    "Centralförrådet",
    2019,
    Decimal("38.5"),
    group="furniture",
)
LIST = b"Artikelnummer;Ben\xc3\xa4mning;Antal;Skick;Plats\nSB-160;Skrivbord h\xc3\xb6j- och s\xc3\xa4nkbart;38;Gott;Centralf\xc3\xb6rr\xc3\xa5det\nKS-1;Kontorsstol;12;Slitet;Centralf\xc3\xb6rr\xc3\xa5det\n"
WASTE = {"used_now": "in_use", "status": "product"}


def desk() -> StockItem:
    return StockItem.objects.get(organisation=ours(), number="SB-160")


def shelf() -> StockItem:
    return StockItem.objects.get(organisation=ours(), number="H-9")


def promised(row: ProcurementRecord) -> Transfer:
    """The reservation of this procurement; one that none was kept for cannot be undone, but is tried."""
    found = row.transfers.order_by("pk").first()
    return found or Transfer(procurement=row, item=desk(), pieces=1)


def reserve(by: User, row: ProcurementRecord) -> Transfer:
    return stock.reserve_pieces(
        by=by, procurement=row, item=desk(), pieces=2, to_place="Förvaltningshuset", on=DAY
    )


def walked() -> dict[str, str]:
    """The first answer of every question, until the aid has an outcome."""
    from omlopp.flows.aids import walked
    from omlopp.library.load import library

    aid, answers = library().aids["waste_or_product"], {}
    while (made := walked(library(), aid, answers, Standing(None, None, DAY))).asks is not None:
        answers[made.asks.id] = made.asks.answers[0].id
    return answers


ROWS = (
    Row(
        stock.add_stock_item, KEEPERS_OF_STOCK,
        lambda by, row: stock.add_stock_item(by=by, organisation=ours(), line=Line("Whiteboard", 3)),
        "stock-item-added", ended_too=True,
    ),
    Row(
        stock.correct_stock_item, KEEPERS_OF_STOCK,
        lambda by, row: stock.correct_stock_item(by=by, item=desk(), line=DESK),
        "stock-item-corrected", ended_too=True,
    ),
    Row(
        stock.take_out_of_stock, KEEPERS_OF_STOCK,
        lambda by, row: stock.take_out_of_stock(by=by, item=shelf(), why=" Skänkt. "),
        "stock-item-taken-out", "Skänkt.", ended_too=True,
    ),
    Row(
        stock.import_stock, KEEPERS_OF_STOCK,
        lambda by, row: stock.import_stock(
            by=by, organisation=ours(), file="lista.csv", digest="0" * 64, lines=[Line("Hylla", 5, "H-1", row=2)],
            given=["name", "pieces", "number"],
        ),
        "stock-imported", ended_too=True,
    ),
    Row(stock.reserve_pieces, NEEDERS, reserve, "stock-reserved"),
    Row(
        stock.undo_transfer, NEEDERS,
        lambda by, row: stock.undo_transfer(by=by, transfer=promised(row), why="Bordet var trasigt."),
        "stock-reservation-undone", "Bordet var trasigt.",
    ),
    Row(
        waste.keep_waste_answer, NEEDERS,
        lambda by, row: waste.keep_waste_answer(
            by=by, procurement=row, answers=walked(), standing=Standing(None, "municipality", DAY)
        ),
        "waste-answer-kept",
    ),
)  # fmt: skip
NO_PROCUREMENT = (stock.add_stock_item, stock.correct_stock_item, stock.take_out_of_stock, stock.import_stock)


def build(buyer: User, built: Any) -> None:
    """Forty desks and nine shelves in store; some desks are promised to each procurement that is not ended."""
    stock.import_stock(
        by=buyer, organisation=ours(), file="forrad.csv", digest="1" * 64, given=["name", "pieces", "number"],
        lines=[Line(DESK.name, 41, "SB-160", "good", "Centralförrådet", group="furniture", row=2), Line("Hylla", 9, "H-9", group="furniture", row=3)],
    )  # fmt: skip
    for state in ("begun", "open", "awarded"):
        reserve(buyer, ProcurementRecord.objects.get(pk=getattr(built, state)))


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    row = Transfer.objects.filter(procurement=of).order_by("pk").first()
    return {
        "organisation": [ours().pk],
        "stock_item": [desk().pk],
        "stock_list": [stocking.lay_aside(ours(), "lista.csv", LIST)],
        "transfer": [row.pk if row else 1],
    }


THING = {
    "name": "Pall", "pieces": "4", "condition": "good", "place": "Källaren", "number": "P-1", "bought_year": "2018",
    "mass_kg_each": "3,5", "free_from": "2026-05-01", "cpv": "39110000", "group": "furniture", "unit": "", "note": "Blå",
}  # fmt: skip
FORMS = {
    "stock-add": THING,
    "stock-item": THING,
    "stock-take-out": {"why": "Skänkt."},
    "stock-upload": {"file": "inte en fil"},
    "stock-list": {
        "do": "read",
        "whole": "on",
        "moved_out": "on",
        "col-name": "Benämning",
        "col-pieces": "Antal",
    },
    "stock-reserve": {"pieces": "1", "to_place": "Skolan", "price": "4 000", "price_source": "Avtal 7"},
    "stock-undo": {"why": "Skäl."},
    "stock-amount": {"edition": "0", "amount_before": "120", "amount_after": "80"},
    "stock-enough": {"reason": "Förrådet räcker."},
    "waste-answer": {"status": "product"},
}
NO_FORM = {"stock", "stock-file", "stock-form", "stock-here"}
