"""From what stands in the file to what it means: dates, amounts, counts, numbers of notices, weights."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

_DATE = re.compile(r"(\d{4})-?(\d{1,2})-?(\d{1,2})")


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


def as_stated(text: str) -> Decimal | None:
    """A sum of money that the notice states: a withheld one (eForms publishes -1 in its place) is none."""
    amount = as_amount(text)
    return amount if amount is not None and amount >= 0 else None


_OJ_NUMBER = re.compile(r"(\d{4})/S\s*\d{1,3}-(\d{1,8})")
_PUBLICATION = re.compile(r"0*([1-9]\d{0,8})-(\d{4})")
_DOFFIN = re.compile(r"\d{4}-\d{6,8}")
_VERSIONED = re.compile(r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:-\d{2})?")


def as_notice_id(text: str) -> str:
    """A notice's number in one form, however it is written; "" for what names no notice.

    "2021/S 133-352907" and "00352907-2021" → "352907-2021"; Doffin's "2023-648589" stays; a UUID loses its version
    ("…-01").
    """
    text = text.strip()
    if hit := _OJ_NUMBER.search(text):
        return f"{int(hit[2])}-{hit[1]}" if int(hit[2]) else ""
    if hit := _PUBLICATION.fullmatch(text):
        return f"{hit[1]}-{hit[2]}"
    if _DOFFIN.fullmatch(text):
        return text
    hit = _VERSIONED.fullmatch(text)
    return hit[1].lower() if hit else ""


def as_count(text: str) -> int | None:
    amount = as_amount(text)
    return int(amount) if amount is not None and amount >= 0 else None


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@cache
def weight_words(kind: str, in_text: bool = False) -> str:
    """The words of library/notices/weight_words.csv as alternatives of a pattern; `in_text`: those sure in any text."""
    found = [
        row["word"]
        for row in rows(FOLDER / "weight_words.csv")
        if row["kind"] == kind and (row["text"] == "yes" or not in_text)
    ]
    return "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word)))


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}}(?:[.,]\d+)?)\s?(?:{weight_words('percent')})", re.IGNORECASE)


@cache
def _points() -> re.Pattern[str]:
    """ "60 points", "max 60 p"."""
    return re.compile(
        rf"(?:(?:{weight_words('most')})\s?)?(\d+(?:[.,]\d+)?)\s?(?:{weight_words('points')})", re.IGNORECASE
    )


@cache
def _fraction() -> re.Pattern[str]:
    """ "1/3", "40 av 100"."""
    return re.compile(rf"(\d{{1,9}})\s?(?:{weight_words('of')})\s?(\d{{1,9}})", re.IGNORECASE)


@cache
def _in_text() -> tuple[re.Pattern[str], ...]:
    """A share, and points, in running text: never a part of a range."""
    words = (weight_words(kind, in_text=True) for kind in ("percent", "points"))
    return tuple(
        re.compile(
            rf"(?<![\d,.–-])(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?((?:{one})(?!\w))(?!\s?[-–]\s?\d)", re.IGNORECASE
        )
        for one in words
    )


def weights_in_texts(texts: Sequence[str]) -> list[str] | None:
    """The weights that stand in the criteria's own words ("Kvalitet 40 %", "prix : 60 %", "36 points"), literally.

    Only where two or more criteria of a lot hold exactly one such figure, none holds more, and they add up to 100: a
    lone figure may as well be a demand ("minst 50 % återvunnet"). "" for a criterion without one; None when not so.
    """
    for pattern in _in_text():
        found = [list(pattern.finditer(text)) for text in texts]
        told = [hits[0] for hits in found if hits]
        once = len(told) > 1 and all(len(hits) < 2 for hits in found)
        if once and abs(sum(_float(hit[1]) for hit in told) - 100) < 0.01:
            return [hits[0][0] if hits else "" for hits in found]
    return None


def share_in_words(written: str) -> float | None:
    """The share of a figure of `weights_in_texts`: "40 procent" and "40 points" of a hundred → 0.4."""
    hit = _NUMBER.match(written)
    return _as_share(_float(hit[0]) / 100) if hit else None


def weights(written: Sequence[str], codes: Sequence[str]) -> list[float | None]:
    """The share of each criterion of one lot, 0–1, or None where the notice does not say enough.

    `written` are the weights as they stand ("30 %", "40-80 %", "1/3", "60 points", "2"), `codes` the eForms unit
    beside each ("" when none). Plain numbers and points are shares only when they say of what: a sum of 1, 10, 100
    or 1000, with no criterion unweighed, and no order 1, 2, 3. A range has no share. "Decimals" above 1 are numbers.
    """
    plain = [text.strip() for text in written]
    units = ["" if code in _DECIMAL and _beyond_one(plain, codes) else code for code in codes]
    shares = [_own_share(text, code) for text, code in zip(plain, units, strict=True)]
    if (
        len(shares) > 1
    ):  # "50/50" for one of several says how groups of criteria share, not what this one weighs
        shares = [
            None if share == 1 and "/" in text else share for share, text in zip(shares, plain, strict=True)
        ]
    bare = [_bare(text, code) for text, code in zip(plain, units, strict=True)]
    numbers = [number for number in bare if number is not None]
    total = sum(numbers)
    an_order = len(numbers) > 1 and sorted(numbers) == [float(place) for place in range(1, len(numbers) + 1)]
    known = all(number is not None or share is not None for number, share in zip(bare, shares, strict=True))
    if not numbers or an_order or not known:
        return shares
    points = all(number is not None for number in bare) and all(map(_is_points, plain, units))
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


_DECIMAL = ("dec-exa", "dec-mid")


def _beyond_one(written: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether "decimals" of a lot are anything else: one of them is more than the whole."""
    return any(
        code in _DECIMAL and _NUMBER.fullmatch(text) is not None and _float(text) > 1
        for text, code in zip(written, codes, strict=True)
    )


def _own_share(text: str, code: str) -> float | None:
    """A share that needs no neighbour: a per cent, a fraction, a decimal by its code."""
    if code in ("per-exa", "per-mid") and _NUMBER.fullmatch(text):
        return _as_share(_float(text) / 100)
    if code in _DECIMAL and _NUMBER.fullmatch(text):
        return _as_share(_float(text))
    if hit := _percent().fullmatch(text):
        return _as_share(_float(hit[1]) / 100)
    if (hit := _fraction().fullmatch(text)) and int(hit[2]):
        return _as_share(int(hit[1]) / int(hit[2]))
    return None


def _bare(text: str, code: str) -> float | None:
    """A number whose unit only the whole lot can tell."""
    if code in ("", "poi-exa", "poi-mid") and (hit := _NUMBER.fullmatch(text) or _points().fullmatch(text)):
        return _float(hit[0] if hit.re is _NUMBER else hit[1])
    return None


def _is_points(text: str, code: str) -> bool:
    return code.startswith("poi") or _points().fullmatch(text) is not None


def _as_share(share: float) -> float | None:
    return share if 0 <= share <= 1 else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))
