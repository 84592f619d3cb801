"""The files that may be sent: what is built and stands as it was built, with its version."""

from dataclasses import dataclass
from datetime import date

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import LANGUAGES
from omlopp.flows.publications.digest import of_file
from omlopp.flows.publications.plan import plans
from omlopp.library.numbers import day
from omlopp.web import publications as work
from omlopp.web.records.actions.handing_over import Version
from omlopp.web.words import language, say

SENT = (".pdf", ".docx", ".pptx")  # whole files; sites and films are published, not enclosed


class FileGone(OmloppError):
    """The file is not there any more as it was built."""

    code = "handing.file-gone"


@dataclass(frozen=True, slots=True)
class Built:
    key: str
    publication: str
    title: str
    language: str
    form: str
    file: str
    sha256: str
    built_on: date
    exercise: bool

    @property
    def says(self) -> str:
        """How it is chosen among the others."""
        mark = say(" – ÖVNING", " – EXERCISE") if self.exercise else ""
        kind = self.file.rsplit(".", 1)[-1].upper()
        tongue = say("svenska", "Swedish") if self.language == "sv" else say("engelska", "English")
        return f"{kind}, {tongue}: {self.title} ({day(self.built_on, language())}){mark}"

    def version(self) -> Version:
        """Raises FileGone where the file has changed since it was built."""
        path = work.target() / self.publication / self.language / self.file
        if not path.is_file() or of_file(path) != self.sha256:
            raise FileGone()
        return Version(
            self.publication,
            self.title,
            self.language,
            self.form,
            self.file,
            self.sha256,
            self.built_on,
            self.exercise,
        )


def built(first: str = "") -> list[Built]:
    """Every file that may be sent, those of the publication `first` before the others."""
    found = []
    for name, plan in plans().found.items():
        for each in LANGUAGES:
            manifest = work.built(name, each)
            for one in manifest.files if manifest else ():
                if manifest is None or not one.name.endswith(SENT):
                    continue
                exercise = manifest.exercise and plan.of == "portfolio"
                found.append(Built(
                    f"{name}/{each}/{one.name}", name, manifest.title, each, one.form, one.name, one.sha256,
                    manifest.built_on, exercise,
                ))  # fmt: skip
    here = language()
    return sorted(
        found, key=lambda one: (one.publication != first, one.language != here, one.publication, one.file)
    )
