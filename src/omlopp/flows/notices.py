"""The walk of a notice: bytes → notice → evidence → explanation that says only what the notice says."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.errors import NotOneNotice, Rejected
from omlopp.notices.evidence import evidence
from omlopp.notices.explanation import Explanation
from omlopp.notices.lexicon import lexicon
from omlopp.notices.read import notices
from omlopp.notices.schema import Notice
from omlopp.notices.sources import RegistryFiles, contents

if TYPE_CHECKING:  # Arrow is imported only by those who write tables
    from omlopp.notices.run import Progress, Report

__all__ = ["Rejected", "each", "explain", "explained", "read_market"]


def explain(source: Path | bytes, file: str = "") -> Explanation:
    """One notice explained, from a file (also .gz) or from bytes; `file` names bytes in refusals.

    Raises the refusals of omlopp.notices.errors.
    """
    if isinstance(source, bytes):
        return explained(_only(source, file or "annons.xml"))
    found = list(islice(contents([source]), 2))
    if len(found) != 1:
        raise NotOneNotice(file=str(source))
    [(name, content)] = found
    if isinstance(content, OmloppError):
        raise content
    return explained(_only(content, name))


def _only(content: bytes | RegistryFiles, name: str) -> Notice:
    held = list(islice(notices(content, name), 2))
    if len(held) != 1:
        raise NotOneNotice(file=name)
    if isinstance(held[0], Rejected):
        raise held[0].error
    return held[0]


def explained(notice: Notice) -> Explanation:
    words = lexicon(notice.language)
    return Explanation(notice, evidence(notice), words.state, datetime.now(UTC).date())


def each(sources: Iterable[Path]) -> Iterator[Notice | Rejected]:
    """One after another, so that a caller with much to read need not hold it all."""
    for name, content in contents(sources):
        if isinstance(content, OmloppError):
            yield Rejected(name, content)
        else:
            yield from notices(content, name)


def read_market(
    sources: Iterable[Path],
    to: Path,
    processes: int | None = None,
    again: bool = False,
    progress: Callable[["Progress"], None] = lambda _: None,
) -> "Report":
    """Every notice of the sources as tables under `to`; goes on where an earlier run stopped."""
    from omlopp.notices.run import run

    return run(sources, to, processes, again, progress)
