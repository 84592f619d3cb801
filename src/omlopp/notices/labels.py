"""Our own labels of real notices and titles, and of invented sentences.

The texts of others stay in their packs: a label names the file or the id, and says where its quote stands.
"""

import gzip
import html
from dataclasses import dataclass
from functools import cache
from typing import Literal

from omlopp.library.codelists import rows
from omlopp.library.detection import FOLDER
from omlopp.notices.fields import settled
from omlopp.notices.schema import About, TextField

Class = Literal["yes", "weak", "no"]
_LABELS = FOLDER / "labels"


@dataclass(frozen=True, slots=True)
class NoticeLabel:
    """What a reader found in a notice of the pack `notices`. `at`: places of the quotes, in code points of the unpacked
    file read as UTF-8 without byte order mark; r_strategy and where may hold several, the strongest first.
    """

    notice: str
    language: str
    circular: Class
    where: tuple[str, ...]
    r_strategy: tuple[str, ...]
    at: tuple[tuple[int, int], ...]
    intent: str
    hard_negative: str
    note: str


@dataclass(frozen=True, slots=True)
class TitleLabel:
    """What a reader found in a title, known by its id in the pack `registry-se`."""

    upphandlings_id: str
    circular: Class
    r_strategy: tuple[str, ...]
    intent: str
    hard_negative: str
    note: str


@dataclass(frozen=True, slots=True)
class SentenceLabel:
    """An invented title or sentence and what a reader finds in it. `where`: title, description, award-criterion …;
    `before`: the class that detection gave it before the set was written; `reread`: a second reading changed the label.
    """

    text: str
    language: str
    where: str
    cpv: str
    circular: Class
    reread: bool
    set: str
    before: Class

    @property
    def title(self) -> bool:
        return self.where == "title"

    @property
    def field(self) -> TextField:
        """The sentence where a notice would have it."""
        return field_of(self.where, self.language, self.text)


_FIELDS: dict[str, tuple[str, About]] = {
    "title": ("BT-21-Lot", "subject"),
    "description": ("BT-24-Lot", "subject"),
    "award-criterion": ("BT-540", "award"),
    "contract-condition": ("BT-70", "performance"),
    "selection-criterion": ("BT-750", "selection"),
}


def field_of(where: str, language: str, text: str) -> TextField:
    """A text as the field of a notice that `where` names. Raises KeyError for a name not among title, description,
    award-criterion, contract-condition, selection-criterion.
    """
    name, about = _FIELDS[where]
    return TextField(name, "LOT-0001", language, settled(text), about)


@cache
def notice_labels() -> tuple[NoticeLabel, ...]:
    return tuple(
        NoticeLabel(
            row["notice"],
            row["language"],
            _class(row["circular"]),
            _several(row["where"]),
            _several(row["r_strategy"]),
            tuple(_place(place) for place in _several(row["evidence"])),
            row["intent"],
            row["hard_negative"],
            row["note"],
        )
        for row in rows(_LABELS / "notices.csv")
    )


@cache
def title_labels() -> tuple[TitleLabel, ...]:
    """Swedish titles; the title itself is read from the pack."""
    return tuple(
        TitleLabel(
            row["upphandlings_id"],
            _class(row["circular"]),
            _several(row["r_strategy"]),
            row["intent"],
            row["hard_negative"],
            row["note"],
        )
        for row in rows(_LABELS / "titles_sv.csv")
    )


@cache
def sentence_labels() -> tuple[SentenceLabel, ...]:
    return tuple(
        SentenceLabel(
            row["text"],
            row["language"],
            row["field"],
            row["cpv"],
            _class(row["circular"]),
            row["reread"] == "yes",
            row["set"],
            _class(row["before"]),
        )
        for row in rows(_LABELS / "sentences.csv")
    )


def quotes(label: NoticeLabel, content: bytes) -> tuple[str, ...]:
    """The quotes of a label, cut out of the notice's own file (packed or not): entities read, spaces made single.

    Raises IndexError when the file is shorter than the label says: it is another file.
    """
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")
    if any(end > len(text) for _, end in label.at):
        raise IndexError(label.notice)
    return tuple(" ".join(html.unescape(text[start:end]).split()) for start, end in label.at)


def _class(text: str) -> Class:
    if text not in ("yes", "weak", "no"):
        raise ValueError(text)
    return text  # type: ignore[return-value]


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _place(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return int(start), int(end)
