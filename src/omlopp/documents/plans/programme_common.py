"""What every document of a programme shares: its marks, and what is missing said first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from omlopp.documents.plan import Block, Bullets, Callout, Document, Heading, Paragraph
from omlopp.documents.plans.common import paragraphs
from omlopp.documents.words import say
from omlopp.domain.model.text import Language, Source
from omlopp.domain.programme.model import Programme
from omlopp.library.load import Library
from omlopp.library.numbers import day, number


def document(
    programme: Programme, title: str, subtitle: str, blocks: Sequence[Block], language: Language, on: date, *,
    diary: str = "", marks: Sequence[tuple[str, str]] = (), cover: bool = False, stamps: Sequence[str] = (),
) -> Document:  # fmt: skip
    """`diary`: the diary number of this paper where it has its own."""
    shown = diary or programme.diary_number or say("prog.no_number", language)
    return Document(
        kind="publication",
        language=language,
        title=title,
        subtitle=subtitle,
        marks=(
            (say("prog.mark.programme", language), programme.title),
            (say("prog.mark.owner", language), programme.owner),
            (say("prog.mark.diary", language), shown),
            *marks,
            (say("prog.mark.made", language), day(on, language)),
        ),
        made_on=on,
        blocks=tuple(blocks),
        exercise=programme.exercise,
        stamps=tuple(stamps),
        cover=cover,
        contents=cover,
    )


def lacking(language: Language, *names: str) -> list[Block]:
    """Callouts for what is not entered, one for each name of `prog.missing.*`."""
    return [
        Callout("missing", say("missing", language), say(f"prog.missing.{name}", language)) for name in names
    ]


def section(title: str, body: Sequence[Block], level: int = 1) -> list[Block]:
    return [Heading(title, level), *body]


def text_or(text: str, language: Language, otherwise: str) -> list[Block]:
    """What a person wrote; else the callout that it is missing."""
    return list(paragraphs(text)) if text.strip() else lacking(language, otherwise)


def listed(items: Sequence[str], language: Language, otherwise: str) -> list[Block]:
    return [Bullets(tuple(items))] if items else lacking(language, otherwise)


def period(programme: Programme, language: Language) -> str:
    return say(
        "prog.days", language, first=day(programme.starts_on, language), last=day(programme.ends_on, language)
    )


def sure(source: Source, language: Language, library: Library) -> str:
    """Publisher, title, year and how sure it is, for a cell."""
    year = f" {source.year}" if source.year else ""
    certainty = library.names.of("certainty", source.certainty.value, language)
    return f"{source.publisher}{year}: {source.title} ({certainty})"


def note(text: str) -> Paragraph:
    return Paragraph(text, "note")


def many(count: Decimal | int, what: str, language: Language) -> str:
    """`1 insats`, `3 insatser`: the number and its word, of `prog.n.*`."""
    one, _, more = say(f"prog.n.{what}", language).partition("|")
    return number(count, one if abs(count) == 1 else more, language)
