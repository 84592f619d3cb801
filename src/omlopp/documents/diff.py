"""Two versions of a document side by side in one: block by block, with the words that came and went.

Pure: two documents in, one document out, which every renderer can write.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Revised,
    Sources,
    Table,
)
from omlopp.documents.stored import undated_marks
from omlopp.documents.words import say

Part = tuple[Literal["same", "added", "removed"], str]
ALIKE = 0.45  # below it two texts are not the same one reworded, but one gone and another come
MOST_WORDS = (
    4000  # of two texts together; a longer pair is shown as gone and come, word by word would take too long
)


@dataclass(frozen=True, slots=True)
class Unit:
    """The least that is compared: a heading, a paragraph, one item, one pair, one row. `level` > 0: a heading."""

    kind: str
    text: str
    label: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A document and what it is called among its versions."""

    name: str
    document: Document


def comparison(before: Version, after: Version) -> Document:
    """What changed from `before` to `after`, under the headings of `after`. Unchanged text is left out and counted."""
    language = after.document.language
    changes = [*_changes(_units(before.document), _units(after.document))]
    changed = [one for one in changes if one.kinds != {"same"}]
    blocks: list[Block] = [
        Facts(
            (
                (say("comparison.before", language), before.name),
                (say("comparison.after", language), after.name),
                (say("comparison.signs", language), say("comparison.signs_say", language)),
            )
        )
    ]
    if not changed:
        blocks.append(
            Callout("info", say("comparison.same", language), say("comparison.same_says", language))
        )
    else:
        blocks.append(Paragraph(_counted(changes, changed, language), "lead"))
        blocks += _shown(changes, language)
    return Document(
        kind="comparison",
        language=language,
        title=say("comparison.title", language, document=after.document.title),
        subtitle=after.document.subtitle,
        marks=after.document.marks,
        made_on=after.document.made_on,
        blocks=tuple(blocks),
        exercise=after.document.exercise or before.document.exercise,
        stamps=after.document.stamps,
    )


@dataclass(frozen=True, slots=True)
class Change:
    parts: tuple[Part, ...]
    label: str
    level: int

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.parts}


def _counted(changes: Sequence[Change], changed: Sequence[Change], language: str) -> str:
    whole = {"added": 0, "removed": 0, "reworded": 0}
    for one in changed:
        only = next(iter(one.kinds)) if len(one.kinds) == 1 else "reworded"
        whole[only] += 1
    return say("comparison.counted", language, changed=len(changed), all=len(changes), **whole)


def _shown(changes: Sequence[Change], language: str) -> Iterator[Block]:
    """Every change under the headings it stands below; runs of unchanged text as one line."""
    pending: dict[int, str] = {}
    skipped, depth = 0, 0
    for one in changes:
        if one.level and one.kinds == {"same"}:
            pending = {level: text for level, text in pending.items() if level < one.level}
            pending[one.level] = one.parts[0][1]
            continue
        if one.kinds == {"same"}:
            skipped += 1
            continue
        if skipped:
            yield Paragraph(say("comparison.skipped", language, count=skipped), "note")
            skipped = 0
        for level in sorted(pending):
            depth = min(level, depth + 1)  # no level is skipped downwards
            yield Heading(pending[level], depth)
        pending = {}
        yield Revised(one.parts, one.label)
    if skipped:
        yield Paragraph(say("comparison.skipped", language, count=skipped), "note")


def _changes(before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, from_before, to_before, from_after, to_after in matcher.get_opcodes():
        if tag == "equal":
            for unit in after[from_after:to_after]:
                yield Change((("same", unit.text),), unit.label, unit.level)
            continue
        yield from _paired(before[from_before:to_before], after[from_after:to_after])


def _paired(gone: Sequence[Unit], come: Sequence[Unit]) -> Iterator[Change]:
    """Within a stretch that differs: each unit that came is held against the first gone one of its kind like it."""
    left = list(gone)
    for unit in come:
        at = _like(unit, left)
        if at is None:
            yield Change((("added", unit.text),), unit.label, unit.level)
            continue
        for lost in left[:at]:
            yield Change((("removed", lost.text),), lost.label, lost.level)
        yield Change(words(left[at].text, unit.text), unit.label, unit.level)
        left = left[at + 1 :]
    for lost in left:
        yield Change((("removed", lost.text),), lost.label, lost.level)


def _like(unit: Unit, gone: Sequence[Unit]) -> int | None:
    new = _split(unit.text)
    for at, lost in enumerate(gone):
        if (lost.kind, lost.level) != (unit.kind, unit.level):
            continue
        if unit.label and lost.label == unit.label:
            return at
        old = _split(lost.text)
        if len(old) + len(new) > MOST_WORDS:
            continue
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            return at
    return None


def words(before: str, after: str) -> tuple[Part, ...]:
    """The words of two texts in one line of parts. Read without what was added it is `before`; without what was
    removed, `after`.
    """
    old, new = _split(before), _split(after)
    if len(old) + len(new) > MOST_WORDS:
        return (("removed", before), ("added", after))
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(new[c:d])))
            continue
        if a < b:
            parts.append(("removed", "".join(old[a:b])))
        if c < d:
            parts.append(("added", "".join(new[c:d])))
    return tuple(parts) or (("same", ""),)


def _split(text: str) -> list[str]:
    """Words and what stands between them, nothing lost."""
    return re.findall(r"\s+|[^\s]+", text)


def _units(document: Document) -> list[Unit]:
    head = [Unit("title", document.title), Unit("subtitle", document.subtitle)]
    marks = [Unit("mark", text, label) for label, text in undated_marks(document)]
    return [*head, *marks, *(unit for block in document.blocks for unit in _of(block))]


def _of(block: Block) -> Iterator[Unit]:
    match block:
        case Heading():
            yield Unit("heading", block.text, level=block.level)
        case Paragraph():
            yield Unit("paragraph", block.text)
        case Bullets():
            for item in block.items:
                yield Unit("item", item)
        case Facts():
            for label, text in block.pairs:
                yield Unit("fact", text, label)
        case Table():
            yield Unit("caption", block.caption)
            for row in (block.head, *block.rows):
                yield Unit("row", " | ".join(cell.replace("\n", " / ") for cell in row))
        case Picture():
            yield Unit("picture", block.alt, block.title)
        case Callout():
            yield Unit("callout", block.text, block.title)
        case Revised():
            yield Unit("revised", "".join(text for _, text in block.parts), block.label)
        case Sources():
            for one in block.references:
                yield Unit("source", f"{one.text} {one.link}".strip())
