"""A plan as sections with anchors: for contents, an index and search."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from omlopp.documents.plan import Block, Bullets, Callout, Facts, Heading, Paragraph, Picture, Sources, Table


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading that has an anchor. `text` in small letters, for searching."""

    anchor: str
    title: str
    level: int
    chapter: str  # anchor of the chapter it stands in
    text: str


def anchored(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Every heading of the first two levels gets an anchor of its own, made of its words where it has none; of the
    third, those that stand once (a requirement's name, not "Questions to answer").
    """
    blocks = tuple(blocks)
    times = Counter(one.text for one in blocks if isinstance(one, Heading))
    taken: set[str] = {"content", "nav"}
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and (
            block.level <= 2 or block.anchor or (block.level == 3 and times[block.text] == 1)
        ):
            wanted = block.anchor or anchor_of(block.text)
            anchor, number = wanted, 2
            while anchor in taken:
                anchor, number = f"{wanted}-{number}", number + 1
            taken.add(anchor)
            block = replace(block, anchor=anchor)
        made.append(block)
    return tuple(made)


def anchor_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "avsnitt"


def sections_of(blocks: Sequence[Block]) -> list[Section]:
    """Sections of blocks that are `anchored`; what stands before the first heading is in none."""
    found: list[Section] = []
    chapter = ""
    texts: list[str] = []
    head: Heading | None = None

    def close() -> None:
        if head is not None:
            found.append(Section(head.anchor, head.text, head.level, chapter, "\n".join(texts).casefold()))

    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            close()
            head, texts = block, [block.text]
            chapter = block.anchor if block.level == 1 else chapter
        else:
            texts += words_of(block)
    close()
    return found


def words_of(block: Block) -> Iterator[str]:
    """The texts of a block."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Facts():
            for pair in block.pairs:
                yield from pair
        case Table():
            yield block.caption
            for row in block.rows:
                yield from row
        case Picture():
            yield from (block.title, block.alt)
        case Callout():
            yield from (block.title, block.text)
        case Sources():
            yield from (each.text for each in block.references)
