"""Personal data in running text, blotted out before anything is stored. Organisations are kept.

Masked: e-mail addresses, telephone numbers, Swedish personal identity numbers, and names where a word says that a
person is named. Every mask is as long as what it covers, so that offsets in the text still hold.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

import re2

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

MASK = "█"
_MAIL = re2.compile(r"[\pL\pN_.+%-]+@[\pL\pN_-]+(?:\.[\pL\pN_-]+)+")
_PERSONAL = re.compile(r"(?<![\d-])(?:(19|20)?(\d{6})([-+]?)(\d{4}))(?![\d-])")
_PERSONAL_SIGN = re2.compile(r"\d{6}[-+]?\d{4}")
_YEARS = r"(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d(?!\d)"
_UNITS = r"(?:kr|sek|nok|dkk|eur|gbp|pln|€|£|%|st\b|stk|pcs|enheter|licenser|abonnemang)"
_BEFORE, _LONGEST = 16, 32  # how far a number may reach on either side of its sign
_LINK = r"(?i:von|vom|van|de|der|den|di|da|del|della|du|af|av|la|zu|dos|ter|ten)"
_NAME = rf"\p{{Lu}}[\pL'’.-]*(?:[ \t](?:{_LINK}[ \t]){{0,2}}\p{{Lu}}[\pL'’-]+)"


@lru_cache(maxsize=256)  # a title is asked for as a fact and again as a searched text
def masked(text: str, language: str = "", names: bool = True) -> str:
    """The text with personal data blotted out by █, of the same length.

    `language`: two letters, for words like "Ansprechpartner"; without it only the words every language shares are
    used. `names` False: the text is an organisation's name, which may hold a person's ("Büro Dr. Schmidt GmbH") and
    is kept.
    """
    signs, patterns = _patterns(language)
    if signs.search(text.encode()) is None:  # as bytes: where it stands is not asked, and places cost time
        return text
    text = _blotted_at(text, [hit.span() for hit in _MAIL.finditer(text)] if "@" in text else [])
    text = _blotted_at(text, list(_phones(text)))
    text = _blotted_at(text, list(_personal(text, language)))
    for pattern in patterns if names else ():
        text = _blotted_at(text, list(_names(text, pattern)))
    return text


def blotted(text: str) -> str:
    """The whole text as a mask of the same length: the name of a natural person."""
    return MASK * len(text)


def personal_number(text: str) -> bool:
    """Whether this is a Swedish personal or coordination number: a day of birth and a check digit (Luhn) that fits.

    Organisation numbers never are: their third digit is at least 2, so that they hold no month.
    """
    hit = _PERSONAL.fullmatch(text.strip())
    if not hit:
        return False
    day, digits = int(hit[2][4:]), hit[2] + hit[4]
    try:
        date(2000 + int(hit[2][:2]), int(hit[2][2:4]), day - 60 if day > 60 else day)
    except ValueError:
        if hit[2][2:] != "0229":  # a leap day of a century that is not written out
            return False
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return total % 10 == 0


@cache
def _phone() -> tuple[re.Pattern[str], str]:
    """The pattern of telephone numbers, and a looser one for an automaton that tells in one pass of none.

    A number is taken for one when something says so: a label before it (persons.csv), a country code, or the Swedish
    way of writing one. Amounts, years, organisation numbers and case numbers must stay.
    """
    words = _any(_words("phone", ""))
    return re.compile(
        rf"(?:(?<![\w.])(?:{words})[.:\s]{{0,4}}(?:n[ro]\.?\s?)?)"
        rf"(?!{_YEARS})((?>\+?\(?\d[\d ()/.-]{{4,18}}\d))(?!\s?{_UNITS})"
        r"|(?<![\w+])(\+\d{1,3}[ ()/.-]{0,2}\d[\d ()/.-]{5,16}\d)(?!\d)"
        r"|(?<![\w-])(?<!\d )(?<!/S )(?<!/S)(0\d{1,3}-\d{2,3}[ ]?\d{2,3}[ ]?\d{0,2}\d)(?![\w-])",
        re.IGNORECASE,
    ), (
        r"\+\d{1,3}[ ()/.-]{0,2}\d[\d ()/.-]{5}|0\d{1,3}-\d{2,3} ?\d\d"
        rf"|(?i:{words})[.:\s]{{0,4}}(?i:n[ro]\.?\s?)?\+?\(?\d"
    )


@cache
def _phone_signs() -> "re2._Regexp[str]":
    return re2.compile(_phone()[1])


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand. The exact pattern, slow on long texts, is tried only around signs of one."""
    last = 0
    for sign in _phone_signs().finditer(text):
        start, end = sign.span()
        hit = _phone()[0].search(text, max(last, start - _BEFORE), end + _LONGEST)
        if (
            hit and hit.start() < end
        ):  # what begins later has a sign of its own, and a window that holds its end
            last = hit.end()
            yield hit.span(hit.lastindex or 0)


def _personal(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where personal numbers stand. Ten digits without a hyphen are one in Swedish only: elsewhere, an account."""
    for sign in _PERSONAL_SIGN.finditer(text):
        start, end = sign.span()
        hit = _PERSONAL.search(text, max(0, start - 2), end + 3)
        if hit and (hit[3] or language in ("", "sv")) and personal_number(hit[0]):
            yield hit.span()


def _blotted_at(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these places, in order, masked."""
    made, last = [], 0
    for start, end in spans:
        made += [text[last:start], MASK * (end - start)]
        last = end
    return "".join([*made, text[last:]]) if made else text


def _names(text: str, pattern: "re2._Regexp[str]") -> Iterator[tuple[int, int]]:
    for hit in pattern.finditer(text):
        if not _organisation(hit.group(1)):
            yield hit.span(1)


def _organisation(name: str) -> bool:
    known = _words("organisation", "")
    return any(word.strip(".,").lower() in known or word.lower() in known for word in name.split())


@cache
def _words(kind: str, language: str) -> frozenset[str]:
    return frozenset(
        row["text"]
        for row in rows(FOLDER / "persons.csv")
        if row["kind"] == kind and row["language"] in ("", language)
    )


@cache
def _patterns(language: str) -> "tuple[re2._Regexp[str], tuple[re2._Regexp[str], ...]]":
    """What tells that a text may hold something personal, and the patterns whose first group is a name."""
    cues, titles = _any(_words("cue", language)), _any(_words("title", language))
    edge = r"(?:^|[^\pL\pN])"
    gap = r"(?:/-?in|/in|\(in\))?(?:[ \t]*\([^()\n]{0,30}\))?[ \t]*(?:\n?[:–-]\n?|,|[ \t](?:är|er|ist|is|on|est|è))?\s*"
    with_title = rf"(?:(?:{titles})[ \t]+)*"
    by_cue = re2.compile(rf"{edge}(?i:{cues}){gap}{with_title}({_NAME}{{1,3}})")
    by_title = re2.compile(rf"{edge}(?:{titles})[ \t]+{with_title}({_NAME}{{0,3}})")
    signs = re2.compile(rf"@|\d{{6}}[-+]?\d{{4}}|{_phone()[1]}|{edge}(?:(?i:{cues})|(?:{titles})[ \t])")
    return signs, (by_cue, by_title)


def _any(words: Iterable[str]) -> str:
    return "|".join(re2.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
