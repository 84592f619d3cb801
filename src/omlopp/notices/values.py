"""From what stands in the file to what it means: dates, amounts, weights; and masking of personal data."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

_DATE = re.compile(r"(\d{4})-?(\d{1,2})-?(\d{1,2})")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# A number is taken for a telephone number when something says so: a word before it, a country code, or the Swedish
# way of writing one. Amounts, dates, organisation numbers and case numbers must stay.
_PHONE = re.compile(
    r"(?:(?<![\w.])(?:tele(?:phone|fon\w*|fax)|tel|tfn|tlf|phone|mobil\w*|fax|puh|тел)[.:]{0,2}\s{0,2}(?:nr\.?\s?)?)"
    r"(\+?\(?\d[\d ()/.-]{4,18}\d)"
    r"|(?<![\w+])(\+\d{1,3}[ ()/.-]{0,2}\d[\d ()/.-]{5,16}\d)(?!\d)"
    r"|(?<![\w-])(0\d{1,3}-\d{2,3}[ ]?\d{2,3}[ ]?\d{0,2}\d)(?![\w-])",
    re.IGNORECASE,
)
MASK = "█"
_DIGIT = re.compile(r"\d")


def masked(text: str) -> str:
    """The text with e-mail addresses and telephone numbers blotted out, of the same length: offsets still hold."""
    if "@" in text:
        text = _MAIL.sub(lambda hit: MASK * len(hit[0]), text)
    return _PHONE.sub(_blot_number, text) if _DIGIT.search(text) else text


def _blot_number(hit: re.Match[str]) -> str:
    number = hit[1] or hit[2] or hit[3]
    before, _, after = hit[0].rpartition(number)
    return before + MASK * len(number) + after


def as_date(text: str) -> date | None:
    """ "2025-08-15+02:00", "20160709 23:59", "2016-7-9" → the day; None for what is no date."""
    hit = _DATE.match(text.strip())
    try:
        return date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
    except ValueError:
        return None


def as_amount(text: str) -> Decimal | None:
    """A sum as written in the file ("2000000.00", "1 234,50"); None for what is none. Placeholders are kept."""
    plain = text.replace(" ", "").replace("\xa0", "")
    if "," in plain:
        plain = (
            plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain.replace(",", "")
        )
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def as_count(text: str) -> int | None:
    amount = as_amount(text)
    return int(amount) if amount is not None and amount >= 0 else None


_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_POINTS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s?(?:p|poäng|points?|pkt\.?|punkte?|točk|точки|body|bodů)\.?", re.IGNORECASE
)
_FRACTION = re.compile(r"(\d+)\s?/\s?(\d+)")


def weights(written: Sequence[str], codes: Sequence[str]) -> list[float | None]:
    """The share of each criterion of one lot, 0–1, or None where the notice does not say enough.

    `written` are the weights as they stand ("30 %", "40-80 %", "1/3", "60 points", "2"), `codes` the eForms unit
    beside each ("" when none). Plain numbers and points are shares only when they say of what: a sum of 1, 10, 100
    or 1000, and no order 1, 2, 3. A range has no share.
    """
    shares = [_own_share(text.strip(), code) for text, code in zip(written, codes, strict=True)]
    bare = [_bare(text.strip(), code) for text, code in zip(written, codes, strict=True)]
    numbers = [number for number in bare if number is not None]
    total = sum(numbers)
    an_order = len(numbers) > 1 and sorted(numbers) == [float(place) for place in range(1, len(numbers) + 1)]
    if not numbers or an_order:
        return shares
    points = all(number is not None for number in bare) and all(map(_is_points, written, codes))
    if points or any(abs(total - whole) < 0.01 for whole in (1, 10, 100, 1000)):
        whole = total
    elif abs(total + 100 * sum(share or 0 for share in shares) - 100) < 0.01:
        whole = 100.0  # some written with a per cent sign, some without
    else:
        return shares
    return [
        share if number is None or not whole else number / whole
        for number, share in zip(bare, shares, strict=True)
    ]


def _own_share(text: str, code: str) -> float | None:
    """A share that needs no neighbour: a per cent, a fraction, a decimal by its code."""
    if code in ("per-exa", "per-mid") and _NUMBER.fullmatch(text):
        return _as_share(_float(text) / 100)
    if code in ("dec-exa", "dec-mid") and _NUMBER.fullmatch(text):
        return _as_share(_float(text))
    if hit := _PERCENT.fullmatch(text):
        return _as_share(_float(hit[1]) / 100)
    if (hit := _FRACTION.fullmatch(text)) and int(hit[2]):
        return _as_share(int(hit[1]) / int(hit[2]))
    return None


def _bare(text: str, code: str) -> float | None:
    """A number whose unit only the whole lot can tell."""
    if code in ("", "poi-exa", "poi-mid") and (hit := _NUMBER.fullmatch(text) or _POINTS.fullmatch(text)):
        return _float(hit[1] if hit.re is _POINTS else hit[0])
    return None


def _is_points(text: str, code: str) -> bool:
    return code.startswith("poi") or _POINTS.fullmatch(text.strip()) is not None


def _as_share(share: float) -> float | None:
    return share if 0 <= share <= 1 else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))
