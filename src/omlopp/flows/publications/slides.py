"""The form pptx: a laid publication as slides, each with the source of the figures it shows."""

from omlopp.documents import pptx
from omlopp.documents.slide_parts import Shown
from omlopp.flows.publications.forms import Form
from omlopp.flows.publications.job import Job, Output


def shown(job: Job) -> tuple[Shown, ...]:
    """The blocks as slides take them."""
    return tuple(
        Shown(each.block, each.notes, each.chart, _sources(each.figures, job)) for each in job.laid("pptx")
    )


def _sources(ids: tuple[str, ...], job: Job) -> tuple[str, ...]:
    """Where the figures of a block come from, each source once."""
    place = 0 if job.language == "sv" else 1
    found = {each.id: each for each in job.figures.all()}
    return tuple(dict.fromkeys(found[id].source[place] for id in ids))


FORM = Form(lambda job: [Output(f"{job.stem}.pptx", pptx.render(job.document("pptx"), shown(job)))])
