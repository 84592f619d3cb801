"""Text in both languages, and where a statement comes from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

STRICT: dict[str, Any] = {"extra": "forbid"}
"""Set as `__pydantic_config__` on what the library reads: a misspelt key in a data file is an error."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Swedish and English."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sv: str
    en: str

    def within(self, language: str) -> str:
        return self.en if language == "en" else self.sv


class Certainty(StrEnum):
    """How sure a statement is; carried with it wherever it is shown."""

    READ = "read"  # read in the named source
    SECONDARY = "secondary"  # read in a source that transcribes another
    INFERENCE = "inference"  # our own conclusion
    UNVERIFIED = "unverified"  # recalled or not checked; never shown as fact


@dataclass(frozen=True, slots=True)
class Source:
    """Publisher, title and year of what a statement rests on. `link` is an official address, never a mirror."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    publisher: str
    year: int | None = None
    link: str = ""
    certainty: Certainty = Certainty.READ


NotStated = Literal["not_stated"]
"""Written where the source says nothing: an answer, so that silence cannot pass for one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and what it rests on. The source's certainty is shown wherever the claim is."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    source: Source
