"""Pages of a site that stands alone: own style, nothing fetched, readable without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree, html
from lxml.builder import E  # type: ignore[import-not-found]

from omlopp.documents.html import fragment
from omlopp.documents.plan import Block, Document, Heading
from omlopp.documents.words import say
from omlopp.library.load import ROOT

STYLE = ROOT / "templates" / "style"
SHEETS = ("handbook.css", "pictures.css", "site.css")


@dataclass(frozen=True, slots=True)
class Link:
    """`under`: how deep it lies in the navigation, 0 or 1."""

    href: str
    text: str
    under: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site share. `search`: the address of the search page; `feed`: of a feed; empty: none."""

    title: str
    language: str
    nav: tuple[Link, ...]
    foot: tuple[str, ...]
    exercise: bool = False
    search: str = ""
    feed: str = ""


def style() -> bytes:
    return "".join((STYLE / name).read_text("utf-8") for name in SHEETS).encode()


def script() -> bytes:
    return (STYLE / "search.js").read_bytes()


def page(
    frame: Frame,
    here: str,
    title: str,
    content: str,
    *,
    lead: str = "",
    toc: Sequence[Link] = (),
    before: Link | None = None,
    after: Link | None = None,
    scripts: Sequence[str] = (),
) -> bytes:
    """A page at `here` (a path from the top of the site). `content`: HTML made by `body` or by lxml."""
    up = "../" * here.count("/")
    front = here == "index.html"
    whole = frame.title if front else f"{title} – {frame.title}"
    main = E.main(E.h1(title), *([E.p(lead, {"class": "lead"})] if lead else []), id="content", tabindex="-1")
    if toc:
        items = [E.li(E.a(one.text, href=one.href)) for one in toc]
        main.append(
            E.details(
                E.summary(say("site.on_this_page", frame.language, count=len(toc))),
                E.ul(*items),
                {"class": "toc"},
            )
        )
    for element in html.fragments_fromstring(content) if content.strip() else []:
        main.append(element)
    if before or after:
        main.append(_onwards(before, after, frame.language, up))
    head = [
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title(whole),
        E.link(rel="stylesheet", href=f"{up}style.css"),
    ]
    if frame.feed:
        head.append(
            E.link(rel="alternate", type="application/atom+xml", title=frame.title, href=f"{up}{frame.feed}")
        )
    head += [E.script(src=f"{up}{one}", defer="defer") for one in scripts]
    made = E.html(
        E.head(*head),
        E.body(
            E.a(say("html.skip", frame.language), {"class": "skip", "href": "#content"}),
            *(
                [
                    E.aside(
                        say("exercise", frame.language),
                        {"class": "exercise", "aria-label": say("site.exercise", frame.language)},
                    )
                ]
                if frame.exercise
                else []
            ),
            _banner(frame, up),
            E.div(main, _nav(frame, here, up), {"class": "layout"}),
            E.footer(*(E.p(each) for each in frame.foot), {"class": "foot"}),
        ),
        lang=frame.language,
    )
    return b"<!doctype html>\n" + html.tostring(made, encoding="utf-8")


def body(blocks: Sequence[Block], like: Document, *, up: int = 0) -> str:
    """Blocks as HTML; headings are raised `up` levels (a chapter's own heading is the page's title)."""
    raised = tuple(
        replace(one, level=max(1, one.level - up)) if isinstance(one, Heading) else one for one in blocks
    )
    return fragment(replace(like, blocks=raised), folded=False)


def _banner(frame: Frame, up: str) -> etree._Element:
    made = E.header(
        E.a(frame.title, {"class": "site", "href": f"{up}index.html"}),
        E.a(say("site.nav", frame.language), {"class": "to-nav", "href": "#nav"}),
        {"class": "banner"},
    )
    if frame.search:
        made.append(search_form(frame, up))
    return made


def search_form(frame: Frame, up: str = "", *, ident: str = "q") -> etree._Element:
    return E.form(
        E.label(say("site.search", frame.language), {"for": ident}),
        E.input(type="search", name="q", id=ident, autocomplete="off"),
        E.button(say("site.search_button", frame.language), type="submit"),
        {"action": f"{up}{frame.search}", "method": "get", "role": "search", "class": "search"},
    )


def _nav(frame: Frame, here: str, up: str) -> etree._Element:
    items = E.ul()
    for one in frame.nav:
        attributes = {"href": f"{up}{one.href}"}
        if one.href == here:
            attributes["aria-current"] = "page"
        items.append(E.li(E.a(one.text, attributes), {"class": "under"} if one.under else {}))
    name = say("site.nav", frame.language)
    return E.nav(E.h2(name, id="nav"), items, {"aria-labelledby": "nav"})


def _onwards(before: Link | None, after: Link | None, language: str, up: str) -> etree._Element:
    made = E.p({"class": "onwards"})
    for link, key in ((before, "site.before"), (after, "site.after")):
        if link:
            made.append(E.a(say(key, language, title=link.text), href=f"{up}{link.href}"))
    return made
