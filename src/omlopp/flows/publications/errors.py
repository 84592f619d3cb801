"""What the publication engine refuses, and what it must leave out."""

from omlopp.domain.model.errors import OmloppError


class UnknownPublication(OmloppError):
    """Facts: name, known."""

    code = "publish.unknown"


class BrokenPlan(OmloppError):
    """A publication's plan in the library cannot be read. Facts: file, where, says."""

    code = "publish.broken-plan"


class DuplicateFigure(OmloppError):
    """Two parts give the same figure. Facts: figure."""

    code = "publish.figure-twice"


class UnknownFigure(OmloppError):
    """A text names a figure that nothing reckons. Facts: figure, text."""

    code = "publish.figure-unknown"


class UnknownShow(OmloppError):
    """A placeholder asks for a form that there is not. Facts: figure, show, known."""

    code = "publish.show-unknown"


class CannotMake(OmloppError):
    """Something beside the program is missing (a voice, an encoder, a font): the rest is still built.

    `code`: the sentence that says what to do, in library/messages/publications.yaml.
    """

    code = "publish.left-out"

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(**facts)
        self.code = code


class NoManifest(OmloppError):
    """A folder that holds no publication. Facts: path."""

    code = "publish.no-manifest"


class BrokenManifest(OmloppError):
    """figures.json cannot be read. Facts: path, says."""

    code = "publish.broken-manifest"


class Unsourced(OmloppError):
    """A case without source is not published. Facts: case."""

    code = "publish.case-without-source"


class Stopped(Exception):
    """Somebody asked the building to stop. What is finished stands."""
