"""A plan as one HTML file that stands alone: contents, skip link, own style, nothing fetched."""

from dataclasses import replace
from typing import Literal

from lxml import etree, html
from lxml.builder import E  # type: ignore[import-not-found]

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
    printable,
)
from omlopp.documents.revised import signed
from omlopp.documents.words import say
from omlopp.library.load import ROOT

TEMPLATES = ROOT / "templates" / "style"


def render(document: Document) -> bytes:
    """The bytes of an HTML file in UTF-8."""
    plan = _anchored(printable(document))
    style = "".join((TEMPLATES / name).read_text("utf-8") for name in ("handbook.css", "pictures.css"))
    page = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(f"{plan.title} – {plan.subtitle}" if plan.subtitle else plan.title),
            E.style(style),
        ),
        E.body(
            E.a(say("html.skip", plan.language), {"class": "skip", "href": "#content"}),
            *(
                [E.div(say("exercise", plan.language), {"class": "exercise", "role": "note"})]
                if plan.exercise
                else []
            ),
            *(E.div(one, {"class": "stamp", "role": "note"}) for one in plan.stamps),
            _top(plan),
            _layout(plan),
        ),
        lang=plan.language,
    )
    return b"<!doctype html>\n" + html.tostring(page, encoding="utf-8")


def fragment(document: Document, *, folded: bool | Literal["pictured"] = True) -> str:
    """The blocks alone, to stand in a page that has its own frame; headings begin at the second level.

    `folded`: tables lie under their caption, so that the page reads as sentences and pictures, and figures are opened;
    "pictured": only those that a picture right before them has shown.
    """
    plan = _anchored(printable(document))
    elements = [
        element
        for before, block in zip((None, *plan.blocks), plan.blocks, strict=False)
        for element in (
            [_folded(block)]
            if isinstance(block, Table) and (folded is True or (folded and isinstance(before, Picture)))
            else _block(block, plan)
        )
    ]
    return "".join(html.tostring(element, encoding="unicode") for element in elements)


def _anchored(plan: Document) -> Document:
    """Every heading of the first two levels gets an anchor that nothing else has."""
    taken: set[str] = {"content"}
    blocks: list[Block] = []
    for number, block in enumerate(plan.blocks):
        if isinstance(block, Heading) and block.level <= 2:
            anchor = block.anchor if block.anchor and block.anchor not in taken else f"s{number}"
            taken.add(anchor)
            block = replace(block, anchor=anchor)
        blocks.append(block)
    return replace(plan, blocks=tuple(blocks))


def _top(plan: Document) -> etree._Element:
    marks = [E.div(E.dt(label), E.dd(text)) for label, text in plan.marks]
    return E.header(
        E.h1(plan.title),
        *([E.p(plan.subtitle, {"class": "subtitle"})] if plan.subtitle else []),
        E.dl(*marks, {"class": "marks"}),
        {"class": "top"},
    )


def _layout(plan: Document) -> etree._Element:
    blocks = [element for block in plan.blocks for element in _block(block, plan)]
    return E.div(_contents(plan), E.main(*blocks, id="content", tabindex="-1"), {"class": "layout"})


def _contents(plan: Document) -> etree._Element:
    top = E.ol()
    for block in plan.blocks:
        if not isinstance(block, Heading) or block.level > 2:
            continue
        item = E.li(E.a(block.text, href=f"#{block.anchor}"))
        if block.level == 1 or not len(top):
            top.append(item)
            continue
        if top[-1].find("ol") is None:
            top[-1].append(E.ol())
        top[-1].find("ol").append(item)
    return E.nav(E.h2(say("contents", plan.language), id="contents"), top, {"aria-labelledby": "contents"})


def _block(block: Block, plan: Document) -> list[etree._Element]:
    match block:
        case Heading():
            made = E(f"h{block.level + 1}", block.text)
            if block.anchor:
                made.set("id", block.anchor)
            return [made]
        case Paragraph():
            if block.style == "quote":
                return [E.blockquote(E.p(*_lines(block.text)))]
            return [E.p(*_lines(block.text), {"class": block.style})]
        case Bullets():
            items = [E.li(*_lines(item)) for item in block.items]
            if block.strong_first:
                items = [_strong_first(item) for item in block.items]
            return [(E.ol if block.ordered else E.ul)(*items)]
        case Facts():
            pairs = [part for label, text in block.pairs for part in (E.dt(label), E.dd(*_lines(text)))]
            return [E.dl(*pairs, {"class": "facts"})]
        case Table():
            return [_table(block)]
        case Picture():
            return [_picture(block, plan.language)]
        case Callout():
            return [
                E.div(
                    E.p(E.strong(f"{block.title}: "), *_lines(block.text)), {"class": f"callout {block.kind}"}
                )
            ]
        case Revised():
            return [_revised(block)]
        case Sources():
            return [E.ul(*(_reference(one.text, one.link) for one in block.references), {"class": "sources"})]


def _lines(text: str) -> list[str | etree._Element]:
    parts: list[str | etree._Element] = []
    for number, line in enumerate(text.split("\n")):
        parts += [E.br(), line] if number else [line]
    return parts


def _strong_first(text: str) -> etree._Element:
    first, _, rest = text.partition("\n")
    return E.li(E.strong(first), *([E.br(), *_lines(rest)] if rest else []))


def _revised(block: Revised) -> etree._Element:
    made = E.p({"class": "revised"})
    if block.label:
        made.append(E.strong(f"{block.label}: "))
    for kind, text in block.parts:
        tag = {"added": "ins", "removed": "del", "same": "span"}[kind]
        made.append(E(tag, *_lines(signed(kind, text))))
    return made


def _table(block: Table) -> etree._Element:
    def cell(tag: str, column: int, text: str, **more: str) -> etree._Element:
        made = E(tag, *_lines(text), **more)
        if column in block.numeric:
            made.set("class", "number")
        return made

    # a column to write in by hand has no heading, and an empty one is none to who hears the page
    head = E.tr(
        *(
            cell("th", column, text, scope="col") if text.strip() else E.td()
            for column, text in enumerate(block.head)
        )
    )
    rows = [E.tr(*(cell("td", column, text) for column, text in enumerate(row))) for row in block.rows]
    # a table wider than a phone scrolls by itself, also from the keyboard
    return E.div(
        E.table(E.caption(block.caption), E.thead(head), E.tbody(*rows)),
        {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": block.caption},
    )


def _folded(block: Table) -> etree._Element:
    """A table that is opened by its caption."""
    made = _table(block)
    for caption in made.iterfind("table/caption"):  # said by what opens it
        made[0].remove(caption)
    return E.details(E.summary(block.caption), made)


def _picture(block: Picture, language: str) -> etree._Element:
    width = "wide-only" if block.narrow_svg else ""
    frame = E.div(
        etree.fromstring(block.svg),
        {
            "class": f"picture-frame {width}".strip(),
            "tabindex": "0",
            "role": "group",
            "aria-label": block.title,
        },
    )
    narrow = [E.div(etree.fromstring(block.narrow_svg), {"class": "narrow-only"})] if block.narrow_svg else []
    source = E.p(say("picture_source", language, source=block.source), {"class": "caption-source"})
    return E.figure(E.figcaption(block.title), frame, *narrow, source)


def _reference(text: str, link: str) -> etree._Element:
    if link.startswith(("https://", "http://")):
        return E.li(f"{text}. ", E.a(link, href=link))
    return E.li(text)
