"""Filling the workspace's market: each source is read by itself, by the same run as `omlopp notices read`, and its
files are linked into the one store that pages, search and statistics read.

Layout under the workspace: market-sources/<source>/ is a run of its own (resumable, made anew when its source or the
program has changed); market/<table>/year=YYYY/<source>.part-*.parquet are the same files under another name. So a
source can be added, read anew or taken away without touching the others, and nothing is stored twice.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.workspace import home

if TYPE_CHECKING:
    from omlopp.notices.run import Progress
    from omlopp.notices.sources import Content

INVENTED = (
    "ovning"  # the source that holds the project's own samples: left out as soon as there is anything real
)
CARD = "source.json"  # beside a run: what it was made from, so that a repeat need not read it all again


class NotASourceName(OmloppError):
    """A source is named with letters, digits, dots and dashes. Facts: source."""

    code = "market.source_name"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a source holds in the market. `new`: it was read now; else nothing had changed."""

    source: str
    read: int
    rejected: int
    new: bool


def fill(
    source: str,
    paths: Iterable[Path],
    *,
    progress: "Callable[[Progress], None]" = lambda _: None,
    processes: int | None = None,
    base: Path | None = None,
    admit: "Callable[[str, Content], Content]" = lambda name, content: content,
) -> Filled:
    """Read `paths` as the source of that name, and put what they hold into the market instead of what it held before.

    A source that has not changed is not read again. Raises what `notices.run.run` raises (but for AnotherRun and
    SourceChanged, which are answered by reading anew) and NotASourceName. Anything `progress` raises stops it; the
    next call goes on from there. `admit`: as of `run`.
    """
    if not source or not all(sign.isalnum() or sign in "-_" for sign in source):
        raise NotASourceName(source=source)
    place = (base or home()) / "market-sources" / source
    every = list(paths)
    print_ = fingerprint(every)
    card = _card(place)
    if card.get("fingerprint") == print_:
        _link(place, base or home(), source)
        return Filled(source, int(card["read"]), int(card["rejected"]), False)

    from omlopp.notices.errors import AnotherRun, SourceChanged
    from omlopp.notices.run import run

    try:
        report = run(every, place, processes, progress=progress, admit=admit)
    except (AnotherRun, SourceChanged):
        report = run(every, place, processes, again=True, progress=progress, admit=admit)
    _link(place, base or home(), source)
    if source != INVENTED:
        drop(INVENTED, base)
    told = {"fingerprint": print_, "read": report.read, "rejected": report.rejected}
    write_whole(place / CARD, json.dumps(told).encode())
    return Filled(source, report.read, report.rejected, True)


def rejected(source: str, base: Path | None = None) -> Iterator[dict[str, str]]:
    """What the source gave that could not be read: file, code, and the reason as sv and en."""
    import pyarrow.parquet as pq

    place = (base or home()) / "market-sources" / source
    for path in sorted((place / "rejected").glob("year=*/*.parquet")):
        for row in pq.read_table(path, partitioning=None).to_pylist():
            yield {"file": row["file"], "code": row["code"], "sv": row["reason"], "en": row["reason_en"]}


def index(base: Path | None = None) -> None:
    """Make the market searchable and countable: only what is new. Somebody else's indexing under way is left to its
    end; a market with nothing in it has nothing to search.
    """
    from omlopp.flows import market, search
    from omlopp.notices.search.errors import BeingBuilt, NoStore

    market.prepare((base or home()) / "market")
    with suppress(BeingBuilt, NoStore):
        search.index((base or home()) / "market")


def drop(source: str, base: Path | None = None) -> None:
    """Take a source out of the market. What is not there is no fault."""
    for path in _linked(base or home(), source):
        path.unlink(missing_ok=True)
    shutil.rmtree((base or home()) / "market-sources" / source, ignore_errors=True)


def sources(base: Path | None = None) -> list[str]:
    """The sources in the market, by name."""
    folder = (base or home()) / "market-sources"
    return (
        sorted(each.name for each in folder.iterdir() if (each / CARD).is_file()) if folder.is_dir() else []
    )


def invented_only(base: Path | None = None) -> bool:
    """Is all that is in the market the project's own invented samples?"""
    return sources(base) == [INVENTED]


def fingerprint(paths: Iterable[Path]) -> str:
    """Of the names, sizes and times of all files, and of the program's version: equal means there is nothing new."""
    from omlopp.notices.ledger import version

    made = hashlib.blake2b(version().encode(), digest_size=16)
    for top in paths:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            with suppress(OSError):
                state = path.stat()
                if not path.is_dir():
                    made.update(f"{path.relative_to(top)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return made.hexdigest()


def _card(place: Path) -> dict[str, int | str]:
    try:
        told: dict[str, int | str] = json.loads((place / CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if {"fingerprint", "read", "rejected"} <= told.keys() else {}


def _link(place: Path, base: Path, source: str) -> None:
    """The files of a finished run under the market's names; what was there before and is no more is taken away."""
    wanted = {
        base / "market" / path.parent.relative_to(place) / f"{source}.{path.name}": path
        for path in place.glob("*/year=*/*.parquet")
    }
    for target, path in wanted.items():
        if target.exists() and target.samefile(path):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target) as half:
            try:
                os.link(path, half)
            except OSError:  # a file system without links
                shutil.copyfile(path, half)
            os.replace(half, target)
    for path in set(_linked(base, source)) - wanted.keys():
        path.unlink(missing_ok=True)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    half = target.with_name(f".{target.name}.{os.getpid()}")
    half.unlink(missing_ok=True)
    try:
        yield half
    finally:
        half.unlink(missing_ok=True)


def _linked(base: Path, source: str) -> list[Path]:
    return list((base / "market").glob(f"*/year=*/{source}.*.parquet"))
