"""What a person narrows the market to. The same names in addresses, search, statistics and saved searches."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, get_args

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import GoalId, RStep
from omlopp.domain.model.text import Text
from omlopp.library.codelists import country2, country_name, cpv_name, label, nuts_name
from omlopp.library.detection import concepts
from omlopp.library.load import ROOT, library
from omlopp.notices.schema import About, Format, TextRead

LONGEST = 1_000  # characters of one value: nobody types more, and a page must not carry it round
FIRST_YEAR, LAST_YEAR = 1993, 2100
R_STEPS = (*(step.value for step in RStep), "R3-R8", "R*")
CODES: Mapping[str, tuple[str, ...]] = {
    "r": R_STEPS,
    "goal": get_args(GoalId),
    "kind": get_args(About),
    "format": get_args(Format),
    "circular": ("yes", "weak", "no"),
    "text_read": get_args(TextRead),
}


class BadFilter(OmloppError):
    """A value no filter understands. Facts: filter (its name in addresses), name (as people say it), value."""

    code = "filters.code"


class BadYear(BadFilter):
    code = "filters.year"


class BadCpv(BadFilter):
    code = "filters.cpv"


class BadNuts(BadFilter):
    code = "filters.nuts"


class BadCountry(BadFilter):
    code = "filters.country"


class TooLong(BadFilter):
    """Facts besides: length and limit, in characters."""

    code = "filters.long"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in use, in words, and the filters that stay when it is taken away."""

    filter: str
    value: str
    name: Text
    shown: Text
    without: "Filters"


@dataclass(frozen=True, slots=True)
class Filters:
    """All optional; "" or None narrows nothing. Field names are the names in an address.

    `q`: words, in the language of omlopp.notices.search.words. `r`: R0–R9, R3-R8 (take-back), R* (circular economy).
    `kind`: what the requirement is about (subject, technical, award …). `nuts` and `cpv` are prefixes: SE32 holds
    SE322; 3913 holds 39130000 and all below it. `buyer`: ten digits are an organisation number, all else words of a
    name. `year` 0: notices without a date. `source`: what the file's name begins with: uppladdat-1f2e…/ is one upload.
    """

    q: str = ""
    concept: str = ""
    r: str = ""
    goal: str = ""
    kind: str = ""
    country: str = ""
    nuts: str = ""
    cpv: str = ""
    buyer: str = ""
    buyer_kind: str = ""
    year: int | None = None
    format: str = ""
    circular: str = ""
    text_read: str = ""
    platform: str = ""
    source: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "Filters":
        """Filters out of an address. Names that are no filter are left aside. Raises the first BadFilter."""
        found, bad = cls.lenient(query)
        if bad:
            raise bad[0]
        return found

    @classmethod
    def lenient(cls, query: Mapping[str, Any]) -> "tuple[Filters, tuple[BadFilter, ...]]":
        """The filters that can be used and a refusal for each that cannot, so that a page can show both."""
        good: dict[str, Any] = {}
        bad: list[BadFilter] = []
        for name in NAMES:
            raw = query.get(name)
            text = " ".join(str(raw).split()) if raw is not None else ""
            if not text:
                continue
            try:
                good[name] = _read(name, text)
            except BadFilter as refused:
                bad.append(refused)
        return cls(**good), tuple(bad)

    def query(self) -> dict[str, str]:
        """The filters as an address writes them; Filters.from_query gives the same back."""
        return {name: str(value) for name, value in self._set()}

    @property
    def buyer_number(self) -> str:
        """The buyer's organisation number, ten digits; "" when `buyer` is a name."""
        digits = re.sub(r"[\s-]", "", self.buyer)
        return digits if re.fullmatch(r"\d{10}", digits) else ""

    @property
    def narrows(self) -> bool:
        """Is anything but words asked for?"""
        return any(name != "q" for name, _ in self._set())

    def without(self, *names: str) -> "Filters":
        """The same without these filters."""
        return replace(self, **{name: getattr(_NONE, name) for name in names})

    def chosen(self) -> tuple[Chosen, ...]:
        """Every filter in use but the words, as a page shows it."""
        return tuple(
            Chosen(name, str(value), name_of(name), value_of(name, str(value)), self.without(name))
            for name, value in self._set()
            if name != "q"
        )

    def _set(self) -> Iterator[tuple[str, str | int]]:
        for name in NAMES:
            value = getattr(self, name)
            if value not in ("", None):
                yield name, value


NAMES: tuple[str, ...] = tuple(each.name for each in fields(Filters))
_NONE = Filters()


def name_of(name: str) -> Text:
    """What a filter is called."""
    return _words()["names"][name]


def value_of(name: str, code: str) -> Text:
    """What a value of a filter is called; a code without a name shows itself."""
    known = _words().get(name, {}).get(code)
    if known:
        return known
    both = _BOTH.get(name)
    shown = [both(code, language) if both else "" for language in ("sv", "en")]
    if name in ("cpv", "nuts", "r", "goal"):
        shown = [f"{code} {each}".strip() for each in shown]
    return Text(shown[0] or code, shown[1] or code)


def _read(name: str, text: str) -> str | int:
    """A value as the filter keeps it; raises the BadFilter of its kind."""
    facts = {"filter": name, "name": name_of(name), "value": text[:60]}
    if len(text) > LONGEST:
        raise TooLong(**facts, length=len(text), limit=LONGEST)
    if name == "year":
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in (0, *range(FIRST_YEAR, LAST_YEAR + 1)):
            raise BadYear(**facts)
        return int(text)
    if name == "cpv":
        if not re.fullmatch(r"[0-9]{2,8}(-[0-9])?", text):
            raise BadCpv(**facts)
        # A whole code stands for all below it, as in the list of codes: 39130000 is 3913.
        return re.sub(r"(?<=..)0+$", "", text[:8]) if len(text) >= 8 else text
    if name == "nuts":
        if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{0,3}", text.upper()):
            raise BadNuts(**facts)
        return text.upper()
    if name == "country":
        code = country2(text)
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise BadCountry(**facts)
        return code
    known = tuple(concepts()) if name == "concept" else CODES.get(name)
    if known is not None and text not in known:
        raise BadFilter(**facts, known=known)
    return text


def _concept(code: str, language: str) -> str:
    found = concepts().get(code)
    return (found.en if language == "en" else found.sv) if found else ""


def _named(table: str) -> Callable[[str, str], str]:
    def name(code: str, language: str) -> str:
        found = library().names.tables[table].get(code)
        return found.within(language) if found else ""

    return name


def _buyer_kind(code: str, language: str) -> str:
    return _named("buyer_kind")(code, language) or label("buyer-legal-type", code, language)


def _goal(code: str, language: str) -> str:
    return next((goal.name.within(language) for goal in library().goals if goal.id == code), "")


def _cpv(code: str, language: str) -> str:
    return cpv_name(code.ljust(8, "0"), language)


_BOTH: Mapping[str, Callable[[str, str], str]] = {
    "concept": _concept,
    "r": _named("r_step"),
    "goal": _goal,
    "country": country_name,
    "nuts": lambda code, language: nuts_name(code),
    "cpv": _cpv,
    "buyer_kind": _buyer_kind,
}


@cache
def _words() -> dict[str, dict[str, Text]]:
    folder = ROOT / "notices"
    tables = yaml.safe_load((folder / "filters.yaml").read_text("utf-8"))
    tables["kind"] = yaml.safe_load((folder / "words.yaml").read_text("utf-8"))["requirement"]
    return {table: {code: Text(**text) for code, text in each.items()} for table, each in tables.items()}
