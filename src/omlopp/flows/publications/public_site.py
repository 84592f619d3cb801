"""The public site of the portfolio: the plan's chapters, a page per case and procurement, open data and a feed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree, html
from lxml.builder import E  # type: ignore[import-not-found]

from omlopp.documents import site
from omlopp.documents.plan import Block, Document, Heading, Table
from omlopp.documents.plans.handbook_bank import group_name
from omlopp.documents.plans.handbook_cases import case_blocks, in_order
from omlopp.documents.site import Frame, Link
from omlopp.domain.model.cases import Case
from omlopp.flows.publications import open_data
from omlopp.flows.publications.check import passages_of
from omlopp.flows.publications.forms import Form
from omlopp.flows.publications.handbook_site import Chapter, chapters, opening
from omlopp.flows.publications.job import Job, Output
from omlopp.flows.publications.procurement_page import Told, told_of
from omlopp.statistics.disclosure import rules

NAME = "public_site"
ATOM = "http://www.w3.org/2005/Atom"


def pages(job: Job) -> Iterable[Output]:
    """Every file of the site. A page's address is stable: it is made of the case's or the procurement's id."""
    document = job.document(NAME)
    written, procurements = chapters(document), told_of(job)
    cases = in_order(job.base.library.cases.values(), job.language)
    frame = framed(job, document, written)
    data = open_data.files(job.base, job.figures, job.exercise)
    yield Output("style.css", site.style())
    yield from data
    yield Output("feed.xml", feed(job, cases, procurements))
    yield Output("index.html", site.page(frame, "index.html", job.title, front(job, document)))
    for each in written:
        yield Output(
            each.file, site.page(frame, each.file, each.title, site.body(each.blocks, document, up=1))
        )
    yield Output("fall.html", site.page(frame, "fall.html", job.say("site.cases"), case_list(job, cases),
                                        lead=job.say("site.cases_lead", count=len(cases))))  # fmt: skip
    for number, case in enumerate(cases):
        job.tell(number, len(cases))
        yield Output(case_file(case), case_page(job, frame, document, case))
    yield Output("upphandlingar.html", listed(job, frame, procurements))
    for one in procurements:
        content = site.body(one.blocks, document, up=1)
        yield Output(one.file, site.page(frame, one.file, one.title, content))
    yield Output("data.html", site.page(frame, "data.html", job.say("site.data"), data_page(job, document),
                                        lead=job.say("site.data_lead")))  # fmt: skip


def framed(job: Job, document: Document, written: Sequence[Chapter]) -> Frame:
    own = (
        Link("upphandlingar.html", job.say("site.procurements")),
        Link("fall.html", job.say("site.cases")),
        Link("data.html", job.say("site.data")),
    )
    marks = tuple(f"{label}: {text}" for label, text in document.marks)
    return Frame(
        job.title,
        job.language,
        (*(Link(one.file, one.title) for one in written), *own),
        (*marks, job.say("site.disclosure", reason=rules(job.base.on).reason), job.say("site.licence")),
        job.exercise,
        feed="feed.xml",
    )


def front(job: Job, document: Document) -> str:
    return site.body(opening(document), document)


def case_list(job: Job, cases: Sequence[Case]) -> str:
    """Cases by product group; one that belongs to several stands under each."""
    by: dict[str, list[Case]] = defaultdict(list)
    for one in cases:
        for group in one.groups or ("",):
            by[group].append(one)
    known, language, parts = job.base.library, job.language, []
    named = {id: group_name(id, known, language) if id else job.say("site.no_group") for id in by}
    for group in sorted(by, key=lambda id: (not id, named[id].casefold())):
        items = E.ul()
        for one in by[group]:
            where = ", ".join(
                part
                for part in (
                    one.buyer,
                    known.names.of("country", one.country, language),
                    "" if one.year == "not_stated" else str(one.year),
                    known.names.of("case_outcome", one.outcome, language),
                )
                if part
            )
            items.append(E.li(E.a(one.name.within(language), href=case_file(one)), E.small(f" – {where}")))
        parts += [E.h2(named[group]), items]
    return "".join(html.tostring(one, encoding="unicode") for one in parts)


def case_file(case: Case) -> str:
    return f"fall/{case.id.replace('_', '-')}.html"


def case_page(job: Job, frame: Frame, document: Document, case: Case) -> bytes:
    """A real case is never marked as an exercise, whatever the procurements of the site are."""
    _, *blocks = case_blocks(case, job.base.library, job.language, 1)
    content = site.body(blocks, document, up=1)
    frame = replace(frame, exercise=False)
    return site.page(frame, case_file(case), case.name.within(job.language), content)


def listed(job: Job, frame: Frame, procurements: Sequence[Told]) -> bytes:
    """A table that links to each procurement; those that are not out are told as a number."""
    say = job.say
    waiting = len(job.base.entries) - len(procurements)
    lead = (
        say("site.procurements_lead", count=len(procurements))
        if procurements
        else say("site.procurements_none")
    )
    parts: list[etree._Element] = []
    if job.exercise:
        parts.append(E.p(E.strong(say("site.made_up_all")), {"class": "callout warning"}))
    if procurements:
        head = [say(f"site.{one}") for one in ("title", "buyer", "county", "state", "top")]
        table = E.table(
            E.caption(say("site.procurements")), E.thead(E.tr(*(E.th(one, scope="col") for one in head)))
        )
        rows = E.tbody()
        for one in procurements:
            name = E.th(E.a(one.title, href=one.file), " ", scope="row")
            if job.exercise:
                name.append(E.span(say("site.made_up"), {"class": "made-up"}))
            rows.append(E.tr(name, *(E.td(each) for each in one.line)))
        table.append(rows)
        parts.append(
            E.div(
                table,
                {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": say("site.procurements")},
            )
        )
    if waiting:
        parts.append(E.p(say("site.procurements_waiting", count=waiting), {"class": "note"}))
    content = "".join(html.tostring(one, encoding="unicode") for one in parts)
    return site.page(frame, "upphandlingar.html", say("site.procurements"), content, lead=lead)


def data_page(job: Job, document: Document) -> str:
    """Files with their rows and what they hold, then the dictionary, table by table."""
    say, language = job.say, job.language
    found = open_data.tables(job.base, job.figures)
    rows = E.tbody()
    for name, held in found.items():
        links = E.td(
            *[
                part
                for form in ("csv", "json")
                for part in (E.a(f"{name}.{form}", href=f"data/{name}.{form}"), " ")
            ]
        )
        rows.append(
            E.tr(links, E.td(str(len(held)), {"class": "number"}), E.td(open_data.holds(name, language)))
        )
    words = E.td(
        *[
            part
            for form in ("csv", "json")
            for part in (E.a(f"dictionary.{form}", href=f"data/dictionary.{form}"), " ")
        ]
    )
    rows.append(
        E.tr(
            words,
            E.td(str(sum(len(one.columns) for one in open_data.dictionary().values())), {"class": "number"}),
            E.td(say("site.dictionary")),
        )
    )
    head = E.tr(*(E.th(say(f"site.{one}"), scope="col") for one in ("data_file", "data_rows", "data_holds")))
    table = E.div(
        E.table(E.caption(say("site.data_table")), E.thead(head), rows),
        {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": say("site.data_table")},
    )
    feed = E.p(say("site.feed_says"), " ", E.a("feed.xml", href="feed.xml"))
    opened = [table, E.p(say("site.licence")), E.h2(say("site.feed")), feed]
    columns: list[Block] = [Heading(say("site.dictionary"), 1)]
    for name, card in open_data.dictionary().items():
        columns.append(
            Table(
                head=(say("site.column"), say("site.type"), say("site.meaning")),
                rows=tuple((id, one.type, one.says.within(language)) for id, one in card.columns.items()),
                caption=say("site.dictionary_of", table=name),
                widths=(2, 1, 4),
            )
        )
    return "".join(html.tostring(one, encoding="unicode") for one in opened) + site.body(columns, document)


def feed(job: Job, cases: Sequence[Case], procurements: Sequence[Told]) -> bytes:
    """Atom: what was added or looked over last comes first. Ids do not depend on where the site lies."""
    made = datetime(job.base.on.year, job.base.on.month, job.base.on.day, tzinfo=UTC).isoformat()
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]

    def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
        one = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        one.text = text or None
        return one

    add(root, "title", job.title)
    add(root, "id", f"urn:omlopp:portfolj:{job.language}")
    add(root, "updated", made)
    add(add(root, "author"), "name", "Omlopp")
    add(root, "link", rel="self", href="feed.xml")
    add(root, "rights", job.say("site.licence"))
    entries = [
        (
            f"urn:omlopp:fall:{one.id}",
            one.name.within(job.language),
            case_file(one),
            one.checked.last.isoformat(),
            one.object.within(job.language),
        )
        for one in cases
    ]
    entries += [
        (
            f"urn:omlopp:upphandling:{one.id}",
            f"{job.say('site.made_up')}: {one.title}" if job.exercise else one.title,
            one.file,
            job.base.on.isoformat(),
            " · ".join(one.line),
        )
        for one in procurements
    ]
    for id, title, href, day, summary in sorted(entries, key=lambda each: (each[3], each[0]), reverse=True)[
        :50
    ]:
        entry = add(root, "entry")
        add(entry, "id", id)
        add(entry, "title", title)
        add(entry, "updated", f"{day}T00:00:00+00:00")
        add(entry, "link", href=href)
        add(entry, "summary", summary)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def reads(job: Job) -> object:
    """What the site is made from: laid chapters, the base's rows, its figures and cases (through the code's hash)."""
    return [job.laid(NAME), told_of(job), job.figures.all(), job.base.on]


def says(job: Job) -> Mapping[str, Sequence[str]]:
    document = job.document(NAME)

    def texts(blocks: Iterable[Block]) -> list[str]:
        found: list[str] = []
        for one in blocks:
            found += ["".join(row) for row in one.rows] if isinstance(one, Table) else passages_of(one)
        return found

    told = {"index.html": [job.title, *texts(opening(document))]}
    told |= {one.file: [one.title, *texts(one.blocks)] for one in chapters(document)}
    procurements = told_of(job)
    told |= {one.file: [one.title, *texts(one.blocks)] for one in procurements}
    told["upphandlingar.html"] = [text for one in procurements for text in (one.title, "".join(one.line))]
    for case in in_order(job.base.library.cases.values(), job.language):
        told[case_file(case)] = texts(case_blocks(case, job.base.library, job.language))
    for one in open_data.files(job.base, job.figures, job.exercise):
        told[one.name] = one.content.decode("utf-8-sig").splitlines()
    return told


FORM = Form(pages, reads=reads, says=says, real=("fall/", "data/cases.", "data/results.", "data/dictionary."))
