"""Amounts as finance systems write them: which sign stands before the decimals, thousands, minus signs, currencies.

Decimal marks are told per column, because publishers mix them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Decimals = Literal["comma", "point", "none"]
AMOUNT = re.compile(r"^[+-]?\s*(?:\d{1,3}(?:[\s.,'\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d+)?\s*-?$")


def decimals_of(cells: Iterable[str]) -> Decimals:
    """Which sign stands before the decimals in this column (`decimals_of_shapes` of its cells)."""
    return decimals_of_shapes(Counter(shape(cell) for cell in cells))


def shape(cell: str) -> str:
    """A cell with every digit as 9: whether it is an amount, and which, hangs on nothing else."""
    return cell.strip().translate(_NINES)


def decimals_of_shapes(shapes: Mapping[str, int]) -> Decimals:
    """The last of the two signs, counted where it is not followed by exactly three digits alone (thousands)."""
    seen: Counter[Decimals] = Counter()
    for text, times in shapes.items():
        number = _bare(text)[0].strip("+-() ")
        last = max(number.rfind(","), number.rfind("."))
        if last < 0 or number.count(number[last]) > 1:
            continue
        mark: Decimals = "comma" if number[last] == "," else "point"
        if len(number) - last - 1 != 3 or ("," in number and "." in number):
            seen[mark] += times
    return max(seen, key=lambda mark: (seen[mark], mark)) if seen else "none"


@dataclass(frozen=True, slots=True)
class Form:
    """How an amount is written: `sign` 1 or -1, digits after the mark, and the currency named in the cell ("" for
    none).
    """

    sign: int
    decimals: int
    currency: str


def form_of(text: str, decimals: Decimals) -> Form | None:
    """The form of a cell or its shape; None: no amount. A minus may stand before or after; brackets are a minus too.

    Thousands are parted in threes, by a space, an apostrophe or the sign that does not part the decimals.
    """
    number, currency = _bare(text)
    negative = number[:1] == "-" or number[-1:] == "-" or (number[:1] == "(" and number[-1:] == ")")
    found = _NUMBER[decimals].fullmatch(number.strip("+-() "))
    if found is None or number.count("-") > 1:
        return None
    return Form(-1 if negative else 1, len(found["after"] or ""), currency)


def money(cell: str, decimals: Decimals) -> tuple[Decimal, str] | None:
    """`1 234,50-` → (−1234.50, ""); `EUR 5` → (5, "EUR"); None for what is no amount."""
    form = form_of(cell.strip(), decimals)
    if form is None:
        return None
    digits = "".join(sign for sign in cell if sign in "0123456789")
    return Decimal(int(digits) * form.sign).scaleb(-form.decimals), form.currency


def amount(cell: str, decimals: Decimals) -> Decimal | None:
    """The number alone."""
    found = money(cell, decimals)
    return found[0] if found else None


_NINES = str.maketrans("012345678", "999999999")
_SPACES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u2212": "-", "\u2013": "-"}
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "kr": "SEK", "kr.": "SEK", ":-": "SEK"}
_CURRENCY = re.compile(r"(?i)\s*(kr\.?|[a-z]{3}|[€$£]|:-)\s*")


def _bare(text: str) -> tuple[str, str]:
    """The number as it is written, and the currency that stands before or after it."""
    plain = text.translate(_SPACES).strip()
    for found in (_CURRENCY.match(plain), _LAST.search(plain)):
        if found and found[0].strip():
            named = found[1].lower()
            rest = plain[found.end() :] if found.start() == 0 else plain[: found.start()]
            return rest.strip(), _SIGNS.get(named, named.upper())
    return plain, ""


_LAST = re.compile(_CURRENCY.pattern.replace("(?i)", "(?i:") + ")$")
_NUMBER = {
    mark: re.compile(
        rf"(?:[0-9]+|[0-9]{{1,3}}(?:(?P<part>[ '{other}])[0-9]{{3}})(?:(?P=part)[0-9]{{3}})*)"
        rf"(?:{sign}(?P<after>[0-9]+))?"
    )
    for mark, other, sign in (("comma", ".", ","), ("point", ",", r"\."), ("none", ".,", "(?!)"))
}
