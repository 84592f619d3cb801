"""What the cells of an imported list say: days, numbers, choices and codes – or why they cannot be read."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from omlopp.library.codelists import cpv_name
from omlopp.library.importing import Column, plain, words
from omlopp.library.load import library
from omlopp.spend import amounts, masking

BEYOND = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1990, 2100
EXCEL_DAY_0 = date(1899, 12, 30)
SERIAL = range(32_874, 73_051)  # 1990 to 2099 as Excel counts days


class Unreadable(Exception):
    """A cell that cannot be read: `code` of the sentence import.fault.CODE, and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def text(column: Column, cell: str) -> str:
    text = " ".join(cell.split())
    if len(text) > column.longest:
        raise Unreadable("long", most=column.longest)
    if any(ord(sign) < 32 or sign in "\ufffe\uffff" for sign in text):
        raise Unreadable("signs")
    if column.private and masking.supplier(text, "")[0] == masking.SOLE:
        raise Unreadable("private")
    return text


def choice(column: Column, cell: str) -> str:
    known = library().names.tables[column.table]
    for code, name in known.items():
        if plain(cell) in (plain(code), plain(name.sv), plain(name.en)):
            return code
    raise Unreadable("choice", known=", ".join(name.sv for name in known.values()))


def cpv(cell: str) -> tuple[str, ...]:
    codes = [one.split("-")[0].strip() for one in re.split(r"[,;\s/]+(?=\d)", cell) if one.strip()]
    codes = [
        code.zfill(8) if code.isdigit() and len(code) == 7 else code for code in codes
    ]  # Excel drops a first 0
    unknown = [code for code in codes if not re.fullmatch(r"\d{8}", code) or not cpv_name(code, "sv")]
    if unknown:
        raise Unreadable("cpv", codes=", ".join(unknown)[:80])
    return tuple(dict.fromkeys(codes))


def day(cell: str) -> date:
    """2027-03-31, 20270331, 31/3 2027, 31.3.2027, 31 mars 2027, or the day number of Excel. A month alone is no day."""
    text = " ".join(cell.lower().split())
    if found := re.fullmatch(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[ t]\d.*)?", text):
        parts = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[ /.-](\d{4})", text):
        parts = found[3], found[2], found[1]
    elif found := re.fullmatch(r"(?:den )?(\d{1,2})(?::?e)? ([a-zåäö]+)\.? (\d{4})", text):
        month = next((at for at, names in enumerate(words().months, 1) if found[2] in names), 0)
        parts = found[3], str(month), found[1]
    elif re.fullmatch(r"\d{5}", text) and int(text) in SERIAL:
        return EXCEL_DAY_0 + timedelta(days=int(text))
    else:
        alone = re.fullmatch(r"\d{4}|\d{4}-\d{2}|[a-zåäö]+ \d{4}|(?:kv|q)\w* ?\d.*", text)
        raise Unreadable("month" if alone else "date")
    try:
        made = date(*(int(part) for part in parts))
    except ValueError:
        raise Unreadable("date") from None
    if not FIRST_YEAR <= made.year <= LAST_YEAR:
        raise Unreadable("year", first=FIRST_YEAR, last=LAST_YEAR)
    return made


def number(column: Column, cell: str, decimals: amounts.Decimals) -> Decimal | int:
    """Kronor with two decimals, or a whole number of at most `column.most`."""
    found = amounts.money(cell, decimals)
    if (
        found is None
        and column.kind == "whole"
        and (only := re.fullmatch(r"(\d{1,3})\s*(?:m[åa]n\w*|months?)\.?", cell))
    ):
        found = Decimal(only[1]), ""
    if found is None:
        raise Unreadable("number")
    value, currency = found
    if currency not in ("", "SEK"):
        raise Unreadable("currency", currency=currency)
    if value < 0 or value >= BEYOND:
        raise Unreadable("range")
    if column.kind == "whole":
        if value != int(value) or value > column.most:
            raise Unreadable("whole", most=column.most)
        return int(value)
    return value.quantize(Decimal("0.01"))
