"""The workbooks of importing: the empty form to fill in, and a list sent back with its faults beside each row."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from omlopp.domain.model.text import Language
from omlopp.library.importing import Column, ListKind

WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "how": "Så fyller du i", "column": "Kolumn", "what": "Vad som ska stå", "example": "Exempel",
        "needed": "måste fyllas i", "choose": "Välj i listan", "choices": "Val:",
    },
    "en": {
        "how": "How to fill it in", "column": "Column", "what": "What to write", "example": "Example",
        "needed": "must be filled in", "choose": "Choose from the list", "choices": "Choices:",
    },
}  # fmt: skip


def import_form(
    kind: ListKind, choices: Mapping[str, Sequence[str]], sheet: str, language: Language = "sv"
) -> bytes:
    """An empty XLSX: a head with a note on each column and lists to choose from, and a sheet that explains it.

    `choices`: column id → what may be chosen.
    """
    words = WORDS[language]
    book, made = _book()
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EAF1EE"}
    )
    form = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(kind.columns):
        name = column.name.within(language)
        form.write_string(0, place, name, bold)
        form.write_comment(0, place, _help(column, words, language))
        form.set_column(place, place, max(14, min(40, len(name) + 4)), day if column.kind == "date" else None)
        given = list(choices.get(column.id, ()))
        if given and sum(map(len, given)) + len(given) <= 255:  # the format's own limit
            rule = {
                "validate": "list",
                "source": given,
                "error_title": words["choose"],
                "error_type": "warning",
            }
            form.data_validation(1, place, kind.most, place, rule)
    form.freeze_panes(1, 1)
    guide = book.add_worksheet(words["how"])
    for place, title in enumerate((words["column"], words["what"], words["example"])):
        guide.write_string(0, place, title, bold)
    guide.set_column(0, 0, 34)
    guide.set_column(1, 1, 80)
    guide.set_column(2, 2, 44)
    for line, column in enumerate(kind.columns, 1):
        guide.write_string(line, 0, column.name.within(language))
        said = _help(column, words, language)
        if column.id in choices:
            said += f" {words['choices']} " + " · ".join(choices[column.id])
        guide.write_string(line, 1, said)
        guide.write_string(line, 2, column.example)
    book.close()
    return made.getvalue()


def with_faults(
    head: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], sheet: str, beside: str
) -> bytes:
    """The rows as they were written, each with what is wrong in a column of its own: mended, they can be read again."""
    book, made = _book()
    bold = book.add_format({"bold": True, "bottom": 1})
    red = book.add_format({"font_color": "#A3231F", "text_wrap": True})
    page = book.add_worksheet(sheet)
    kept = [place for place, name in enumerate(head) if name != beside]
    for at, place in enumerate(kept):
        page.write_string(0, at, head[place], bold)
        page.set_column(at, at, max(14, min(40, len(head[place]) + 4)))
    page.write_string(0, len(kept), beside, bold)
    page.set_column(len(kept), len(kept), 70)
    for line, (cells, says) in enumerate(rows, 1):
        for at, place in enumerate(kept):
            page.write_string(line, at, cells[place])
        page.write_string(line, len(kept), says, red)
    page.freeze_panes(1, 1)
    book.close()
    return made.getvalue()


def _book() -> tuple[Any, io.BytesIO]:
    import xlsxwriter

    made = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(made, plain), made


def _help(column: Column, words: Mapping[str, str], language: Language) -> str:
    said = column.help.within(language)
    return f"{said} ({words['needed']})" if column.needed else said
