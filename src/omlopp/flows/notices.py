"""The walk of a notice: bytes → notice → evidence → explanation that says only what the notice says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.errors import NotOneNotice
from omlopp.notices.evidence import evidence
from omlopp.notices.explanation import Explanation
from omlopp.notices.lexicon import lexicon
from omlopp.notices.read import read
from omlopp.notices.schema import Notice
from omlopp.notices.sources import contents


def explain(source: Path | bytes, file: str = "") -> Explanation:
    """One notice explained, from a file (also .gz) or from bytes; `file` names bytes in refusals.

    Raises the refusals of omlopp.notices.errors.
    """
    if isinstance(source, bytes):
        return explained(read(source, file or "annons.xml"))
    found = list(islice(contents([source]), 2))
    if len(found) != 1:
        raise NotOneNotice(file=str(source))
    [(name, data)] = found
    if isinstance(data, OmloppError):
        raise data
    return explained(read(data, name))


def explained(notice: Notice) -> Explanation:
    words = lexicon(notice.language)
    return Explanation(notice, evidence(notice, words), words.state)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was left out, and why. `error.facts["file"]` is its name."""

    file: str
    error: OmloppError


def each(sources: Iterable[Path]) -> Iterator[Notice | Rejected]:
    """One after another, so that a caller with much to read need not hold it all."""
    for name, data in contents(sources):
        if isinstance(data, OmloppError):
            yield Rejected(name, data)
            continue
        try:
            yield read(data, name)
        except OmloppError as error:
            yield Rejected(name, error)
