"""A supplier's report as a form or a spreadsheet: the same figures read by the same code, faults told by cell."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from omlopp.domain.indicators.measure import measure
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Input, Measurement, Stage
from omlopp.flows.contracts import reporting
from omlopp.library.messages import keyed, sentence
from omlopp.library.numbers import day

Figures = dict[str, dict[str, Decimal | None]]
"""indicator id → {input id: figure; None: the supplier says that it is not known}. What is not there was not said."""

BEYOND, WITHIN = Decimal(10) ** 12, Decimal("0.000001")
TICKS = ("x", "X", "ja", "yes", "1", "true", "on")
VALUE, TICK = 3, 4  # columns D and E
WORDS: Mapping[str, Mapping[str, Any]] = {
    "sv": {
        "sheet": "Rapport",
        "title": "Leverantörsrapport",
        "how": "Fyll i kolumn D med tal. Sätt x i kolumn E om ni inte vet. Ändra inte kolumn G: den läser programmet.",
        "head": (
            "Indikator",
            "Uppgift",
            "Enhet",
            "Tal",
            "Vet inte (x)",
            "Så här tar ni fram talet",
            "Nyckel",
        ),
        "optional": "frivilligt",
        "since": "Gäller {a} till {b}",
    },
    "en": {
        "sheet": "Report",
        "title": "Supplier's report",
        "how": "Fill column D with figures. Put x in column E if you do not know. Do not change column G: "
        "the program reads it.",
        "head": ("Indicator", "Figure", "Unit", "Number", "Not known (x)", "Where to take it from", "Key"),
        "optional": "optional",
        "since": "From {a} to {b}",
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure of the form. `since`: first day it is about."""

    card: Indicator
    input: Input
    since: date

    @property
    def key(self) -> str:
        return f"{self.card.id}:{self.input.id}"

    def name(self, language: str) -> str:
        return f"{self.card.name.within(language)} – {self.input.name.within(language)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands for a figure. `place`: D7 of a sheet; empty on a page, where the fault stands beside its field."""

    value: str
    unknown: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """`key`: of the figure it is about, or the indicator's id where several together cannot be."""

    key: str
    place: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def says(self, language: str) -> str:
        return keyed(self.code, self.facts, language)


class ReportRefused(OmloppError):
    """Faults in the figures; nothing is kept. Facts: count, cell, faults (each a Fault)."""

    code = "report.cells"

    def __init__(self, *, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        super().__init__(
            faults=faults, count=len(faults), cell=first.place or first.facts.get("name", first.key)
        )


class ReportEmpty(OmloppError):
    """Nothing was filled in."""

    code = "report.empty"


class NotTheForm(OmloppError):
    """A workbook without the form's keys. Facts: file."""

    code = "report.sheet"


class SheetTooLarge(OmloppError):
    """Facts: file, size, limit."""

    code = "report.sheet-large"


def asked(cards: Mapping[str, Indicator], asks: Sequence[tuple[str, date]]) -> tuple[Asked, ...]:
    """Every figure of the indicators asked for, with the first day each is about. One without a card is left out."""
    return tuple(
        Asked(cards[name], one, since) for name, since in asks if name in cards for one in cards[name].inputs
    )


def read_cells(fields: Sequence[Asked], cells: Mapping[str, Cell], language: str) -> Figures:
    """The figures, or every fault at once (ReportRefused). Nothing filled in is refused too (ReportEmpty).

    A figure that is needed must be a number or said to be unknown; an optional one may be left out. What an indicator
    cannot be (a part larger than its whole) is a fault of the indicator.
    """
    faults: list[Fault] = []
    found: Figures = {}
    if not any(cell.value.strip() or cell.unknown for cell in cells.values()):
        raise ReportEmpty()
    for one in fields:
        cell = cells.get(one.key, Cell("", False))
        value, fault = _figure(one, cell, language)
        if fault:
            faults.append(fault)
        elif cell.unknown or value is not None:
            found.setdefault(one.card.id, {})[one.input.id] = value
    wrong = {fault.key.split(":")[0] for fault in faults}
    for card in dict.fromkeys(one.card for one in fields):
        figures = {name: figure for name, figure in found.get(card.id, {}).items() if figure is not None}
        if card.id in wrong or not figures:
            continue
        try:
            measure(card, Measurement(card.id, Stage.CONTRACT, figures, date.min, "-"))
        except OmloppError as error:
            places = [cells[one.key].place for one in fields if one.card == card and one.key in cells]
            facts = {"name": card.name.within(language), "says": sentence(error, language)}
            faults.append(
                Fault(card.id, next((place for place in places if place), ""), "report.cell.figures", facts)
            )
    if faults:
        raise ReportRefused(faults=tuple(faults))
    return found


def _figure(one: Asked, cell: Cell, language: str) -> tuple[Decimal | None, Fault | None]:
    name, text = one.name(language), cell.value.strip()
    if cell.unknown:
        return None, Fault(one.key, cell.place, "report.cell.both", {"name": name}) if text else None
    if not text:
        missing = Fault(one.key, cell.place, "report.cell.missing", {"name": name})
        return None, missing if one.input.needed else None
    value = number_of(text)
    if value is None:
        return None, Fault(one.key, cell.place, "report.cell.number", {"name": name, "value": text[:40]})
    if value < 0:
        return None, Fault(one.key, cell.place, "report.cell.below-zero", {"name": name})
    if value >= BEYOND or 0 < value < WITHIN:
        return None, Fault(one.key, cell.place, "report.cell.too-large", {"name": name})
    return value, None


def number_of(text: str) -> Decimal | None:
    """A number written the Swedish way, spaces between thousands; None where it is none."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() and plain.isascii() else None


def form(fields: Sequence[Asked], title: str, ends: date, language: str) -> bytes:
    """The report as a workbook to fill: a row for each figure with unit and help, and the keys. Formulas: none."""
    import xlsxwriter

    words, made = WORDS[language], io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(words["sheet"])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    grey = book.add_format({"font_color": "#595959", "bg_color": "#EFEFEF", "font_size": 9})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    open_ = book.add_format(
        {"num_format": "#,##0.######", "bg_color": "#FFF9E5", "border": 1, "valign": "top"}
    )
    sheet.write_string(0, 0, f"{words['title']}: {title}", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, words["how"])
    for place, text in enumerate(words["head"]):
        sheet.write_string(3, place, text, bold)
    for row, one in enumerate(fields, 4):
        optional = "" if one.input.needed else f" ({words['optional']})"
        span = words["since"].format(a=day(one.since, language), b=day(ends, language))
        about = one.input.help.within(language) if one.input.help else ""
        sheet.write_string(row, 0, f"{one.card.name.within(language)}. {span}.", wrap)
        sheet.write_string(row, 1, one.input.name.within(language) + optional, wrap)
        sheet.write_string(row, 2, one.input.unit.within(language), wrap)
        sheet.write_blank(row, VALUE, None, open_)
        sheet.write_blank(row, TICK, None, open_)
        sheet.write_string(row, 5, about, wrap)
        sheet.write_string(row, 6, one.key, grey)
        sheet.data_validation(row, VALUE, row, VALUE, {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.data_validation(row, TICK, row, TICK, {"validate": "list", "source": ["x"]})
    for place, width in enumerate((38, 34, 10, 16, 14, 46, 30)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(4, 0)
    book.close()
    return made.getvalue()


def cells_of(content: bytes, name: str, fields: Sequence[Asked]) -> dict[str, Cell]:
    """What stands in a filled workbook, by key. A formula counts as the value it had last; none is worked out.

    Raises NotTheForm, SheetTooLarge, and what a workbook that cannot be read is refused with.
    """
    from omlopp.spend.sheets import rows as rows_of

    limits = reporting()
    if len(content) > limits.report_bytes:
        raise SheetTooLarge(file=name, size=_mb(len(content)), limit=_mb(limits.report_bytes))
    _unpacks_to_little(content, name)
    rows = rows_of(content, name)
    if len(rows) > limits.rows:
        raise SheetTooLarge(file=name, size=f"{len(rows)} rader/rows", limit=f"{limits.rows}")
    known, found, faults = {one.key: one for one in fields}, {}, []
    for number, row in enumerate(rows, 1):
        key = next((text.strip() for text in row if text.strip() in known), "")
        if not key:
            continue
        value, tick = (row[place].strip() if len(row) > place else "" for place in (VALUE, TICK))
        if key in found:
            facts = {"name": known[key].name("sv")}
            faults.append(Fault(key, f"D{number}", "report.cell.twice", facts))
        found[key] = Cell(value, tick in TICKS, f"D{number}")
    if not found:
        raise NotTheForm(file=name)
    if faults:
        raise ReportRefused(faults=tuple(faults))
    return found


def _unpacks_to_little(content: bytes, name: str) -> None:
    limit = reporting().unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotTheForm(file=name) from None
    if size > limit:
        raise SheetTooLarge(file=name, size=_mb(size), limit=_mb(limit))


def _mb(size: int) -> str:
    return f"{max(1, -(-size // 10**6))} MB"
