"""The handbook as a website: a page per chapter, search by a small index, a list where there is no JavaScript."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import html
from lxml.builder import E  # type: ignore[import-not-found]

from omlopp.documents import site
from omlopp.documents.contents import Section, sections_of
from omlopp.documents.plan import Block, Document, Heading, Paragraph, Table
from omlopp.documents.site import Frame, Link
from omlopp.documents.words import say
from omlopp.flows.publications.check import passages_of
from omlopp.flows.publications.forms import Form
from omlopp.flows.publications.job import Job, Output

NAME = "handbook_site"
SEARCH = {"sv": "sok.html", "en": "search.html"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page: what stands under one heading of the first level."""

    file: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def lead(self) -> str:
        """Its first sentences, for the list of chapters."""
        first = next((one.text for one in self.blocks if isinstance(one, Paragraph)), "")
        return first if len(first) <= 180 else first[:177].rsplit(" ", 1)[0] + " …"


def pages(job: Job) -> Iterable[Output]:
    document = job.document(NAME)
    found = chapters(document)
    sections = [one for one in sections_of(document.blocks) if one.anchor]
    language = job.language
    frame = Frame(
        job.title,
        language,
        tuple(Link(one.file, one.title) for one in found),
        tuple(f"{label}: {text}" for label, text in document.marks),
        document.exercise,
        SEARCH[language],
    )
    yield Output("style.css", site.style())
    yield Output("search.js", site.script())
    yield Output("sections.js", index_of(sections, found))
    yield Output("index.html", front(frame, document, found))
    yield Output(SEARCH[language], search_page(frame, sections, found))
    for at, one in enumerate(found):
        job.tell(at, len(found))
        before, after = (Link(each.file, each.title) if each else None for each in beside(found, at))
        toc = [
            Link(f"#{each.anchor}", each.text)
            for each in one.blocks
            if isinstance(each, Heading) and each.level == 2
        ]
        content = site.body(one.blocks, document, up=1)
        yield Output(
            one.file,
            site.page(
                frame,
                one.file,
                one.title,
                content,
                toc=toc if len(toc) > 2 else (),
                before=before,
                after=after,
            ),
        )


def chapters(document: Document) -> list[Chapter]:
    """What stands before the first chapter belongs to the front page."""
    found: list[Chapter] = []
    head: Heading | None = None
    held: list[Block] = []
    for block in (*document.blocks, Heading("", 1)):
        if isinstance(block, Heading) and block.level == 1:
            if head is not None:
                found.append(Chapter(f"{head.anchor}.html", head.text, tuple(held)))
            head, held = block, []
        else:
            held.append(block)
    return found


def opening(document: Document) -> tuple[Block, ...]:
    at = next((n for n, one in enumerate(document.blocks) if isinstance(one, Heading)), len(document.blocks))
    return document.blocks[:at]


def beside(found: Sequence[Chapter], at: int) -> tuple[Chapter | None, Chapter | None]:
    return found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None


def front(frame: Frame, document: Document, found: Sequence[Chapter]) -> bytes:
    made = E.ul({"class": "chapters"})
    for one in found:
        made.append(E.li(E.a(one.title, href=one.file), *([E.p(one.lead)] if one.lead else [])))
    intro = site.body(opening(document), document)
    content = "".join(
        (
            intro,
            html.tostring(E.h2(say("contents", frame.language)), encoding="unicode"),
            html.tostring(made, encoding="unicode"),
        )
    )
    return site.page(frame, "index.html", frame.title, content)


def search_page(frame: Frame, sections: Sequence[Section], found: Sequence[Chapter]) -> bytes:
    """The list of all sections stands there; the script hides it and shows what is found."""
    language = frame.language
    where = places(found)
    every = sorted((one for one in sections if one.anchor in where), key=lambda one: one.title.casefold())
    listed = (E.li(E.a(one.title, href=where[one.anchor])) for one in every)
    parts = [
        site.search_form(frame, ident="question"),
        E.p(
            {
                "id": "told",
                "role": "status",
                "data-found": say("site.found", language, count="%"),
                "data-none": say("site.none_found", language),
            }
        ),
        E.ol(id="found", **{"class": "found"}),
        E.section(
            E.h2(say("site.all_sections", language)),
            E.ul(*listed, {"class": "all-sections"}),
            id="all",
        ),
    ]
    content = "".join(html.tostring(one, encoding="unicode") for one in parts)
    without = Frame(frame.title, frame.language, frame.nav, frame.foot, frame.exercise)
    return site.page(
        without,
        frame.search,
        say("site.search_title", language),
        content,
        scripts=("sections.js", "search.js"),
    )


def places(found: Sequence[Chapter]) -> Mapping[str, str]:
    """Anchor of a section → its address."""
    made = {}
    for one in found:
        made[one.file.removesuffix(".html")] = one.file
        for each in one.blocks:
            if isinstance(each, Heading) and each.anchor:
                made[each.anchor] = f"{one.file}#{each.anchor}"
    return made


def index_of(sections: Sequence[Section], found: Sequence[Chapter]) -> bytes:
    """[address, title, chapter, its different words] for each section, as a script: a page opened from a folder may
    not fetch, but it may load this.
    """
    where, titles = places(found), {one.file.removesuffix(".html"): one.title for one in found}
    rows = [
        [
            where[one.anchor],
            one.title,
            titles.get(one.chapter, ""),
            " ".join(sorted(set(re.findall(r"\w{2,}", one.text)))),
        ]
        for one in sections
        if one.anchor in where
    ]
    return (
        f"window.OMLOPP_SECTIONS = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n".encode()
    )


def says(job: Job) -> Mapping[str, Sequence[str]]:
    """For the check: what must stand on each page."""
    document = job.document(NAME)
    told = {"index.html": [job.title, *(text for one in opening(document) for text in passages_of(one))]}
    for chapter in chapters(document):
        held = [chapter.title]
        for one in chapter.blocks:
            held += ["".join(row) for row in one.rows] if isinstance(one, Table) else passages_of(one)
        told[chapter.file] = held
    return told


FORM = Form(pages, says=says)
