"""Who buys: the kind of buyer in one list of codes, and one key for a buyer that is written in many ways."""

import re
import unicodedata
from functools import cache

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER
from omlopp.notices.masking import personal_number
from omlopp.notices.opening import buyer_kind as swedish_kind

_SWEDISH = {"state": "cga", "municipality": "la", "region": "ra"}
_NOT_WORD = re.compile(r"[^\w]+")


@cache
def _types() -> dict[tuple[str, str], str]:
    return {(row["where"], row["code"]): row["buyer_kind"] for row in rows(FOLDER / "buyer_types.csv")}


def ted_buyer_kind(said: str, authority: str, country: str, name: str, number: str) -> str:
    """The kind of a buyer in TED_EXPORT as a code of buyer-legal-type, "" when the notice does not tell.

    `said` is the form's own word (CA_TYPE), `authority` the coded data's (AA_AUTHORITY_TYPE). "Regional or local" is
    told apart only for Swedish buyers, by number and name (library/notices/buyer_kinds.csv).
    """
    kind = _types().get(("type", said)) or _types().get(("authority", authority), "")
    if kind == "ra-la" and country == "SE":
        return _SWEDISH.get(swedish_kind(name, number), kind)
    return kind


def organisation_number(number: str | None, country: str) -> str:
    """An organisation number in one form; "" for what is none (no digit, or the personal number of a sole trader).

    Swedish: the ten digits, whatever stands around them ("SE202100293201", "16 202100-2932", "202100-2932"). Others:
    capital letters and digits without the country before them.
    """
    plain = re.sub(r"[^0-9A-Z]", "", (number or "").upper())
    if not any(letter.isdigit() for letter in plain):
        return ""
    if country != "SE":
        return plain.removeprefix(country) if country else plain
    digits = re.sub(r"\D", "", plain)
    if len(digits) == 12:
        digits = (
            digits[2:]
            if digits.startswith(("16", "19", "20")) and not _is_vat(plain, digits)
            else digits[:10]
        )
    return "" if len(digits) != 10 or personal_number(digits) else digits


def _is_vat(plain: str, digits: str) -> bool:
    """A Swedish VAT number is SE, the organisation number and 01 (or another pair) after it."""
    return plain.startswith("SE") or (
        digits.endswith("01") and digits[2] >= "2" and not digits.startswith("16")
    )


def buyer_key(number: str | None, name: str, country: str) -> str:
    """One key for a buyer: country and organisation number where there is one, else country and plain name.

    The name is compared without capitals, accents, punctuation and the bracket at its end ("Kommun (123)").
    """
    if plain := organisation_number(number, country):
        return f"{country}:{plain}"
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", name)
    letters = unicodedata.normalize("NFKD", bare.casefold())
    words = _NOT_WORD.sub(" ", "".join(one for one in letters if not unicodedata.combining(one))).strip()
    return f"{country}:{words}" if words else ""
