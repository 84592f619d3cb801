"""A plan as plain text: for a mail, a form field, a note."""

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
from omlopp.documents.revised import signed


def render(document: Document) -> str:
    """Headings in capitals, facts as label and text, an empty line between blocks. Pictures by their words."""
    parts = [*document.stamps, document.title.upper(), document.subtitle, _pairs(document.marks)]
    return "\n\n".join(part for part in (*parts, *map(_block, document.blocks)) if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return block.text.upper() if block.level < 3 else block.text
        case Paragraph():
            return block.text
        case Bullets():
            return "\n".join(
                f"{f'{at}.' if block.ordered else '–'} {item}" for at, item in enumerate(block.items, 1)
            )
        case Facts():
            return _pairs(block.pairs)
        case Table():
            rows = "\n".join(" | ".join(row) for row in (block.head, *block.rows))
            return f"{block.caption}\n{rows}" if block.caption else rows
        case Picture():
            return f"[{block.title}: {block.alt}]"
        case Callout():
            return f"{block.title}: {block.text}"
        case Revised():
            said = "".join(signed(kind, text) for kind, text in block.parts)
            return f"{block.label}: {said}" if block.label else said
        case Sources():
            return "\n".join(f"– {each.text} {each.link}".rstrip() for each in block.references)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{label}: {text}" for label, text in pairs)
