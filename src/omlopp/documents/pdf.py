"""A plan as a PDF through Typst: PDF/UA-1 and PDF/A-2a, which Typst refuses to write without alt texts and order.

The plan travels as JSON, so every text is a string to Typst and never markup.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import typst

from omlopp.documents.look import OURS, Look
from omlopp.documents.plan import Block, Document, Revised, printable
from omlopp.documents.revised import signed
from omlopp.documents.words import say
from omlopp.library.load import ROOT

TEMPLATE = ROOT / "templates" / "document.typ"
REGION = {"sv": "SE", "en": "GB"}


def render(document: Document, look: Look = OURS) -> bytes:
    """The bytes of a PDF. Only Typst's own fonts are used, so it looks the same on every machine.

    `look`: the logo stands on the first page; a Word template does not concern a PDF.
    """
    made = datetime(document.made_on.year, document.made_on.month, document.made_on.day, tzinfo=UTC)
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"plan": json.dumps(_as_json(printable(document), look))},
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(made.timestamp()),
    )


def _as_json(plan: Document, look: Look) -> dict[str, Any]:
    language = plan.language
    return {
        "title": plan.title,
        "subtitle": plan.subtitle,
        "language": language,
        "region": REGION[language],
        "marks": plan.marks,
        "contents": plan.contents,
        "cover": plan.cover,
        "compact": plan.kind == "publication" and not plan.cover,
        "index": plan.index,
        "blocks": [_block(block) for block in plan.blocks],
        "stamps": plan.stamps,
        "logo": None if look.logo is None else {"bytes": list(look.logo), "alt": look.name},
        "exercise": say("exercise", language) if plan.exercise else None,
        "words": {
            "contents": say("contents", language),
            "index": say("handbook.index", language),
            "page_of": say("page_of", language, page="\0", pages="\0").split("\0"),
            "source": say("picture_source", language, source="\0").split("\0"),
        },
        "made_on": plan.made_on.isoformat(),
    }


def _block(block: Block) -> dict[str, Any]:
    """The block's fields and its kind; sets become lists, and the signs of a revision part of its text."""
    if isinstance(block, Revised):
        parts = [(kind, signed(kind, text)) for kind, text in block.parts]
        return {"is": "revised", "label": block.label, "parts": parts}
    fields = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(block).items()
    }
    return {"is": type(block).__name__.lower(), **fields}
