"""The letter that goes with a publication that is handed over: to whom, what, in which version, and what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from omlopp.documents.plan import Block, Document, Facts, Heading, Paragraph
from omlopp.domain.model.text import Language
from omlopp.library.messages import keyed
from omlopp.library.numbers import day


@dataclass(frozen=True, slots=True)
class Letter:
    """`to`: the lines of the addressee, organisation first. `sender`: the organisation. `sha256`: of the file sent."""

    to: Sequence[str]
    sender: str
    on: date
    diary_number: str
    title: str
    file: str
    sha256: str
    built_on: date
    message: str = ""
    exercise: bool = False


def cover_letter(letter: Letter, language: Language) -> Document:
    """Our own words where nothing was written in `message`; the version always."""

    def say(key: str, **facts: object) -> str:
        return keyed(f"handing.letter.{key}", facts, language)

    what = say("rests_exercise" if letter.exercise else "rests")
    opening = [one for one in letter.message.split("\n") if one.strip()] or [
        say("opening", title=letter.title, what=what)
    ]
    blocks: list[Block] = [Paragraph(one) for one in opening]
    blocks += [
        Heading(say("version_heading"), 1),
        Facts((
            (say("file"), f"{letter.title} ({letter.file})"),
            (say("built"), day(letter.built_on, language)),
            (say("hash"), letter.sha256),
        )),
        Heading(say("asks_heading"), 1),
        Paragraph(say("asks")),
        Paragraph(letter.sender),
    ]  # fmt: skip
    return Document(
        kind="publication",
        language=language,
        title=say("title"),
        subtitle=letter.title,
        marks=(
            (say("to"), "\n".join(one for one in letter.to if one)),
            (say("from"), letter.sender),
            (say("number"), letter.diary_number or say("no_number")),
            (say("on"), day(letter.on, language)),
        ),
        made_on=letter.on,
        blocks=tuple(blocks),
        exercise=letter.exercise,
    )
