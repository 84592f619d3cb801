"""Figures put into sentences. Whatever is shown is remembered, so that it can be listed and reckoned again."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.errors import UnknownFigure, UnknownShow
from omlopp.library.load import Names
from omlopp.library.messages import keyed
from omlopp.library.numbers import NBSP, day, number

PLACE = re.compile(r"\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_.-]*)(?:\|([a-z]+))?\}")
SHOWS = ("", "of", "range", "plain", "base", "unknown", "low", "high")
SHARE, DAY, TEXT = "share", "day", "text"
MINUS = "\N{MINUS SIGN}"


class Figures(Mapping[str, Figure]):
    """The figures of a base, told in one language. `used`: figure → the forms it was shown in → the text shown.

    `smallest`: of a smaller base no share is shown, only its count (library/statistics/disclosure.yaml).
    """

    def __init__(
        self, found: Mapping[str, Figure], language: Language, names: Names, smallest: int = 1
    ) -> None:
        self._found, self.language, self._names, self._smallest = found, language, names, smallest
        self.used: dict[str, dict[str, str]] = {}

    def __getitem__(self, id: str) -> Figure:
        figure = self._found[id]
        self.used.setdefault(id, {})
        return figure

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, id: object) -> bool:
        return id in self._found

    def all(self) -> tuple[Figure, ...]:
        """Every figure, without counting as shown."""
        return tuple(self._found.values())

    def starting(self, prefix: str) -> tuple[str, ...]:
        """Ids that begin so, in the order they were reckoned."""
        return tuple(id for id in self._found if id.startswith(prefix))

    def known(self, id: str) -> bool:
        """Is there anything to tell: a value that is not 0? Does not count as shown. Raises UnknownFigure."""
        if id not in self._found:
            raise UnknownFigure(figure=id, text="")
        return bool(self._found[id].value)

    def show(self, id: str, how: str = "") -> str:
        """The figure as people read it (`SHOWS`). Raises UnknownFigure, UnknownShow."""
        if id not in self._found:
            raise UnknownFigure(figure=id, text="")
        if how not in SHOWS:
            raise UnknownShow(figure=id, show=how, known=[each for each in SHOWS if each])
        text = self._told(self._found[id], how)
        self.used.setdefault(id, {})[how] = text
        return text

    def fill(self, template: str) -> str:
        """The text with its figures. A sentence that begins with an unknown begins with a capital all the same."""

        def put(match: re.Match[str]) -> str:
            if match[1] is None:
                return match[0][0]
            try:
                return self.show(match[1], match[2] or "")
            except UnknownFigure:
                raise UnknownFigure(figure=match[1], text=template) from None

        filled = PLACE.sub(put, template)
        opens = template.startswith("{") and not template.startswith("{{")
        return filled[:1].upper() + filled[1:] if opens else filled

    def _told(self, figure: Figure, how: str) -> str:
        language = self.language
        if how == "base":
            return self._none() if figure.base is None else number(figure.base, language=language)
        if how == "unknown":
            return number(figure.unknown, language=language)
        if how in ("low", "high"):
            bound = figure.low if how == "low" else figure.high
            return self._none() if bound is None else self._number(figure, bound)
        if isinstance(figure.value, str):
            return _named(figure.value, figure.unit, language)
        if figure.value is None:
            if how == "of" or (figure.unit == SHARE and how != "plain"):
                return self._say("unknown_of", base=figure.base) if figure.base is not None else self._none()
            return self._none()
        if how == "plain":
            return self._number(figure, figure.value, unit=figure.unit == SHARE)
        if how == "of":
            return self._of(figure, figure.value)
        if figure.unit == SHARE and (figure.base or 0) < self._smallest:
            return self._of(figure, figure.value)
        said = self._number(figure, figure.value)
        if figure.unit == SHARE:
            said = self._say("share_of", share=said, base=figure.base or 0)
        if how == "range" and figure.low is not None and figure.high is not None:
            low, high = (
                self._number(figure, one, unit=at == 1) for at, one in enumerate((figure.low, figure.high))
            )
            if figure.unit == SHARE and low.endswith("%"):
                low = low.rstrip(f"%{NBSP}")
            # "−8–63" reads as a difference: words between where an end is below zero
            between = self._say("between") if figure.low < 0 else "–"
            return f"{said} ({low}{between}{high})"
        return said

    def _of(self, figure: Figure, value: Decimal) -> str:
        """`12 av 80 (15 %)`. A share is told by its count, which is worked out from the base."""
        base = figure.base
        if base is None:
            return self._number(figure, value)
        count = (value * base).quantize(Decimal(1), ROUND_HALF_UP) if figure.unit == SHARE else value
        if not base:
            return self._say("count_of_none", count=count)
        if base < self._smallest:
            return self._say("count_of_few", count=count, base=base)
        share = _per_cent(count / base, 0, self.language)
        return self._say("count_of", count=count, base=base, share=share)

    def _number(self, figure: Figure, value: Decimal, *, unit: bool = True) -> str:
        """With its unit in one or many; a share as per cent."""
        if figure.unit == SHARE:
            return _per_cent(value, figure.decimals, self.language)
        shown = number(value, language=self.language, decimals=figure.decimals).replace("-", MINUS)
        if not unit:
            return shown
        one, _, many = self._names.of("unit", figure.unit, self.language).partition("|")
        word = (one if abs(value) == 1 else many) if many else one
        return f"{shown}{NBSP}{word}" if word else shown

    def _say(self, key: str, **facts: object) -> str:
        return keyed(f"publish.{key}", {k: _as_decimal(v) for k, v in facts.items()}, self.language)

    def _none(self) -> str:
        return self._say("none")


def placed(template: str) -> tuple[tuple[str, str], ...]:
    """The figures a text names, with the form of each, in order."""
    return tuple((match[1], match[2] or "") for match in PLACE.finditer(template) if match[1] is not None)


def stray(template: str) -> str:
    """What stands between braces without being a placeholder; empty when nothing does."""
    left = PLACE.sub("", template)
    return next((char for char in left if char in "{}"), "")


def _named(value: str, unit: str, language: Language) -> str:
    if unit == "market_verdict":
        return keyed(f"market.effect.verdict.{value}", {}, language).lower()
    if unit != DAY:
        return value
    try:
        return day(date.fromisoformat(value), language)
    except ValueError:
        return value


def _per_cent(share: Decimal, decimals: int, language: Language) -> str:
    shown = number(share * 100, language=language, decimals=decimals)
    return f"{shown}{NBSP}%" if language == "sv" else f"{shown}%"


def _as_decimal(value: object) -> object:
    return Decimal(value) if isinstance(value, int) else value
