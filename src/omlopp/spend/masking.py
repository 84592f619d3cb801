"""What a ledger may say of persons is masked when it is read: nothing later ever sees it."""

import re

SOLE = "enskild"  # one class for all sole traders: they cannot be told apart any more
ANONYMOUS = "*"  # as publishers write suppliers they have hidden; one class too
MASKED = "maskerad"
# A number whose third digit is 0 or 1 is a natural person's (lag 1974:174 gives organisations 2 or more).
_PERSON = re.compile(r"(?:\d\d)?\d\d[01]\d\d\d[-+]?\d{4}")
_WITHIN = re.compile(rf"(?<!\d){_PERSON.pattern}(?!\d)")


def supplier(number: str, name: str) -> tuple[str, str]:
    """(number, name) as they are kept: sole traders and hidden suppliers become one class each."""
    number, name = number.strip(), name.strip()
    if name and not name.strip("* "):
        return ANONYMOUS, ANONYMOUS
    if number and not number.strip("* "):
        number = ""
    if _PERSON.fullmatch(re.sub(r"\s", "", number)) or _WITHIN.search(name):
        return SOLE, SOLE
    return number, name


def text(words: str) -> str:
    """A free text with numbers of persons masked."""
    return _WITHIN.sub(MASKED, words.strip())
