"""What search rests on: weights, stop words, endings and the words compounds are built of, from library/search."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import yaml

from omlopp.library.codelists import FOLDER as CODELISTS
from omlopp.library.codelists import rows
from omlopp.library.detection import FOLDER as DETECTION
from omlopp.library.load import ROOT

FOLDER = ROOT / "search"
COMPOUNDING = ("sv", "no", "da", "de", "nl", "fi")


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending and what it becomes, where at least `rest` letters stand before it."""

    ending: str
    becomes: str
    rest: int


@cache
def weights() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "weights.yaml").read_text("utf-8"))
    return read


def kin_of(concepts: Iterable[str]) -> tuple[str, ...]:
    """The concepts that a buyer takes for the same as one of these, without these."""
    own = set(concepts)
    return tuple(sorted({other for kin in weights()["kin"] if own & set(kin) for other in kin} - own))


@cache
def stopwords(language: str) -> frozenset[str]:
    """The stop words of a language; none where there is no list."""
    listed: dict[str, str] = yaml.safe_load((FOLDER / "stopwords.yaml").read_text("utf-8"))
    return frozenset(listed.get(language, "").split())


@cache
def endings(language: str, when: str) -> tuple[Ending, ...]:
    return tuple(
        Ending(row["ending"], row["becomes"], int(row["rest"]))
        for row in rows(FOLDER / "endings.csv")
        if row["language"] == language and row["when"] == when
    )


@cache
def constituents(language: str) -> frozenset[str]:
    """Words a compound of the language may be built of: the list kept here, the lexicon's, and for Swedish CPV's."""
    found, never = _listed(language)
    if not found:
        return frozenset()
    for row in rows(DETECTION / "terms" / f"{language}.csv"):
        if row["kind"] == "phrase" and row["role"] in ("pos", "adj"):
            found |= _plain(row["term"])
    if language == "sv":
        for row in rows(CODELISTS / "cpv.csv"):
            found |= _plain(row["sv"])
    return frozenset(found - stopwords(language) - never)


def _listed(language: str) -> tuple[set[str], set[str]]:
    """The words of the file, and those of its lines that begin with -: endings that are words elsewhere."""
    path = FOLDER / "constituents" / f"{language}.txt"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    kinds: tuple[set[str], set[str]] = (set(), set())
    for line in lines:
        if not line.startswith("#"):
            kinds[line.startswith("- ")].update(line.removeprefix("- ").split())
    return kinds


def never_parts(language: str) -> frozenset[str]:
    """What is no part of a compound in any form: stop words and the listed endings."""
    return stopwords(language) | _listed(language)[1]


def _plain(text: str) -> set[str]:
    """The words of a label that can stand in a compound: letters only, four or more."""
    words = text.casefold().replace("-", " ").replace(",", " ").split()
    return {word for word in words if word.isalpha() and len(word) >= 4}


@cache
def version() -> str:
    """Eight digits over every file the forms of words depend on: another version needs another index."""
    folders = (FOLDER, FOLDER / "constituents", DETECTION / "terms")
    paths = [path for folder in folders for path in sorted(folder.glob("*.*")) if path.is_file()]
    whole = sha256()
    for path in [*paths, CODELISTS / "cpv.csv"]:
        if path.name != "weights.yaml":  # weights are applied when asking, not when indexing
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:8]
