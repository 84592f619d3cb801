"""Numbers, money and dates as people write them in Swedish and English. Used by documents and the workbench."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"sv": "sv_SE", "en": "en_GB"}
NBSP = "\N{NO-BREAK SPACE}"
MOST_DECIMALS = 4  # what is shown; the full number stands in the stored trace


def number(value: Decimal | int, unit: str = "", language: str = "sv", *, decimals: int | None = None) -> str:
    """`1 234,5 kg`. `decimals` None: as many as the value has, at most four, rounded half up."""
    value = Decimal(value)
    places = _places(value) if decimals is None else decimals
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    shown = format_decimal(rounded + 0, format=pattern, locale=LOCALES[language])  # + 0: no "−0"
    return f"{shown}{NBSP}{unit}" if unit else shown


def money(value: Decimal, currency: str = "SEK", language: str = "sv") -> str:
    """Two decimals, none when the amount is whole: `1 234,50 kr`, `SEK 1,234.50`."""
    value = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    shown = number(value, language=language, decimals=0 if value == value.to_integral_value() else 2)
    if language == "sv":
        return f"{shown}{NBSP}{'kr' if currency == 'SEK' else currency}"
    return f"{currency}{NBSP}{shown}"


def kr(value: Decimal, language: str = "sv") -> str:
    """Swedish kronor."""
    return money(value, "SEK", language)


def percent(share: Decimal, base: str, language: str = "sv", *, decimals: int | None = None) -> str:
    """A share (0–1) as per cent of `base`: `31 % av levererad massa`. There is no form without the base."""
    if not base.strip():
        raise ValueError("a percentage needs its base: a share of what?")
    hundredths = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    shown = number(hundredths, language=language, decimals=decimals)
    return f"{shown}{NBSP}% av {base}" if language == "sv" else f"{shown}% of {base}"


def percent_short(share: float, language: str = "sv", *, decimals: int | None = None) -> str:
    """`3,1 %`; below one per cent `0,31 %`. For pictures, cells and sentences that show the base beside it."""
    places = (2 if 0 < round(share * 100, 2) < 1 else 1) if decimals is None else decimals
    shown = number(Decimal(str(round(share * 100, places))), language=language, decimals=places)
    return f"{shown}{NBSP}%" if language == "sv" else f"{shown}%"


def per_cent(share: Decimal, language: str = "sv") -> str:
    """`31 %`, `44,4 %`: as many decimals as it has, at most one. Only where its base stands beside it."""
    shown = number((share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP), language=language)
    return f"{shown}{NBSP}%" if language == "sv" else f"{shown}%"


def day(value: date, language: str = "sv") -> str:
    """`21 november 2026`, with spaces that do not break."""
    return format_date(value, format="d MMMM y", locale=LOCALES[language]).replace(" ", NBSP)


def _places(value: Decimal) -> int:
    rounded = round(value, MOST_DECIMALS).normalize()
    exponent = rounded.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
