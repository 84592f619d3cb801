"""Forms by name: "module:name" of a Form, which turns a laid publication into files. One line each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from omlopp.documents import docx, html, pdf
from omlopp.flows.publications.figures import at
from omlopp.flows.publications.job import Job, Output

FORMS: dict[str, str] = {
    "public_site": "omlopp.flows.publications.public_site:FORM",
    "handbook_site": "omlopp.flows.publications.handbook_site:FORM",
    "film": "omlopp.flows.publications.film:FORM",
    "pptx": "omlopp.flows.publications.slides:FORM",
    "html": "omlopp.flows.publications.forms:HTML",
    "pdf": "omlopp.flows.publications.forms:PDF",
    "docx": "omlopp.flows.publications.forms:DOCX",
}


@dataclass(frozen=True, slots=True)
class Form:
    """`reads`: what the form is made from, as values; when they have not changed it is not made again. None: the laid
    blocks. `says`: file → texts that must stand in it, for the check. None: the laid blocks in each of its files.
    `slow`: made last, and left out where somebody asks for the rest only. `real`: beginnings of the names of files that
    tell of nothing invented, even where the rest of the publication does.
    """

    make: Callable[[Job], Iterable[Output]]
    reads: Callable[[Job], object] | None = None
    says: Callable[[Job], Mapping[str, Sequence[str]]] | None = None
    slow: bool = False
    real: tuple[str, ...] = ()


def form(name: str) -> Form:
    found: Form = at(FORMS[name])  # type: ignore[assignment]
    return found


HTML = Form(lambda job: [Output(f"{job.stem}.html", html.render(job.document("html")))])
PDF = Form(lambda job: [Output(f"{job.stem}.pdf", pdf.render(job.document("pdf")))])
DOCX = Form(lambda job: [Output(f"{job.stem}.docx", docx.render(job.document("docx")))])
