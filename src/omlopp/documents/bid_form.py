"""The form bidders fill: a workbook with one row a bid, levels to choose from, and the keys the program reads."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from omlopp.domain.award.bid_table import Column, columns
from omlopp.domain.model.award import AwardModel, Bid

ROWS = 40  # rows prepared for bids
WORDS: Mapping[str, Mapping[str, Any]] = {
    "sv": {
        "sheet": "Anbud",
        "how": "Fyll i en rad för varje anbud. Ändra inte den grå raden: den läser programmet.",
        "choose": "Välj en nivå",
        "needed": "obligatorisk",
        "titles": {},
    },
    "en": {
        "sheet": "Bids",
        "how": "Fill one row for each bid. Do not change the grey row: the program reads it.",
        "choose": "Choose a level",
        "needed": "required",
        "titles": {
            "Anbud": "Bid",
            "Anbudsgivare": "Bidder",
            "Pris": "Price",
            "Nivå": "Level",
            "Kvalitet": "Quality",
        },
    },
}


def bid_form(model: AwardModel, language: str = "sv", bids: tuple[Bid, ...] = ()) -> bytes:
    """An XLSX file: how to fill it, titles with units, the keys, and the bids that are given. Formulas: none."""
    import xlsxwriter

    words = WORDS[language]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(words["sheet"])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    grey = book.add_format({"font_color": "#595959", "bg_color": "#EFEFEF", "font_size": 9})
    number = book.add_format({"num_format": "#,##0.00##########"})
    listed = columns(model)
    sheet.write_string(0, 0, words["how"])
    for place, column in enumerate(listed):
        sheet.write_string(1, place, _title(column, words), bold)
        sheet.write_string(2, place, column.key, grey)
        sheet.set_column(place, place, max(14, min(40, len(column.title) + 4)))
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "error_title": words["choose"]}
            if sum(map(len, column.choices)) + len(column.choices) <= 255:  # the format's own limit
                sheet.data_validation(3, place, 2 + ROWS, place, rule)
    for row, bid in enumerate(bids, 3):
        for place, column in enumerate(listed):
            own = cell(bid, column.key)
            if isinstance(own, Decimal):
                sheet.write_number(row, place, float(own), number)
            elif isinstance(own, str):
                sheet.write_string(row, place, own)
    sheet.freeze_panes(3, 1)
    book.close()
    return made.getvalue()


def _title(column: Column, words: Mapping[str, Any]) -> str:
    title = words["titles"].get(column.title, column.title)
    unit = f" ({column.unit})" if column.unit else ""
    return f"{title}{unit}" + (f" – {words['needed']}" if column.needed else "")


def cell(bid: Bid, key: str) -> object:
    """What a bid says in a column."""
    kind, _, name = key.partition(":")
    if not name:
        own = getattr(bid, key)
        return None if own == "" else own
    tables = {
        "level": bid.levels,
        "grade": bid.grades,
        "points": bid.points,
        "measured": bid.measured,
        "feature": bid.features,
        "lcc": bid.lcc_inputs,
        "line": {line.id: line.unit_price for line in bid.lines},
    }
    return tables[kind].get(name)
