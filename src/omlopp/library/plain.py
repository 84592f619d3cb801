"""The rules of plain Swedish: library/language/plain_swedish.yaml as frozen values."""

from functools import cache
from pathlib import Path

from omlopp.domain.criteria.plain import Plain
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import Problem, read_one

FILE = Path(__file__).parent / "language" / "plain_swedish.yaml"


class PlainBroken(OmloppError):
    """The rules cannot be read. Facts: where, says."""

    code = "library.plain-broken"


@cache
def plain_rules(path: Path = FILE) -> Plain:
    found = read_one(path, Plain, path.parent)
    if isinstance(found, Problem):
        raise PlainBroken(where=found.where, says=found.says)
    return found
