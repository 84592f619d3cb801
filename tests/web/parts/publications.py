"""Publications: their building begun and stopped by who may publish."""

from typing import Any

from omlopp.flows.publications.base import Base
from omlopp.flows.publications.build import build as publish
from omlopp.library.load import library
from omlopp.web import publications as work
from omlopp.web.records.actions import publications
from tests import tiny_film
from tests.web.acting import ALL, Row
from tests.web.building import DAY
from tests.web.parts.organisation import ours

# the buyer of the tests made the organisation
PUBLISHERS = frozenset({"buyer", "in:administrator", "in:buyer", "in:leader", "in:project_lead"})
ROWS = [
    Row(
        publications.begin_publications, PUBLISHERS,
        lambda by, row: publications.begin_publications(by=by, organisation=ours(), names=[], languages=["sv"]),
        "publications-begun", ended_too=True,
    ),
    Row(
        publications.stop_publications, PUBLISHERS,
        lambda by, row: publications.stop_publications(by=by, organisation=ours()),
        "publications-stopped", ended_too=True,
    ),
    Row(
        publications.end_publications, ALL,
        lambda by, row: publications.end_publications(by=by.get_username(), built=3, unchanged=1, left_out=0),
        "publications-built", ended_too=True,
    ),
]  # fmt: skip
NO_PROCUREMENT = (
    publications.begin_publications,
    publications.stop_publications,
    publications.end_publications,
)
FORMS: dict[str, dict[str, Any]] = {
    "build-publications": {"publication": "handledning"},
    "stop-publications": {},
}
NO_FORM = {"publications", "publication-file", "publication-film", "publication-film-part"}


def build(buyer: Any, built: Any) -> None:
    """The site of the portfolio in Swedish, from an empty base: something to download; and a short film to show."""
    publish(Base(library(), DAY), ["portfolj"], ["sv"], work.target())
    tiny_film.lay(work.target())


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    return {
        "publication": ["portfolj"], "publication_language": ["sv"], "publication_form": ["public_site"],
        "film": ["film"], "film_language": ["sv"], "film_part": ["mp4", "vtt"],
    }  # fmt: skip
