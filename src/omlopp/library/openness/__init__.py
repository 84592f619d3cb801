"""What the openness check holds a procurement against: lines.yaml as frozen values."""

from functools import cache
from pathlib import Path

from omlopp.domain.criteria.openness import Lines
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent


class OpennessBroken(OmloppError):
    """The data file cannot be read. Facts: where, says."""

    code = "openness-broken"


@cache
def lines() -> Lines:
    read = read_one(FOLDER / "lines.yaml", Lines, FOLDER)
    if isinstance(read, Problem):
        raise OpennessBroken(where=read.where, says=read.says)
    return read
