"""What others do the same work with, on the same texts: found words (spaCy, re), classes (TF-IDF), OCDS (ocdskit).

The peers stand in the group `bench`; where one is missing its row says how to install it.
"""

import csv
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from omlopp.library.detection import terms
from omlopp.notices.evidence import evidence
from omlopp.notices.lexicon import lexicon, lower
from omlopp.notices.read import notices
from omlopp.notices.schema import Notice

INSTALL = "not installed: .venv/bin/pip install --require-hashes -r requirements-bench.lock"


def rows(files: list[tuple[str, bytes]], folders: list[Path]) -> Iterator[dict[str, Any]]:
    """Our time over theirs, best of three each, in turns."""
    read = [one for name, data in files for one in notices(data, name) if isinstance(one, Notice)]
    for one in read:  # words are made ready once
        evidence(one)
    for name, peer, step in (
        ("spaCy PhraseMatcher with the same phrases", _phrases, 1),
        (
            "a plain re alternation of the same terms",
            _alternation,
            10,
        ),  # so slow that every tenth notice is enough
        ("TF-IDF + linear model (scikit-learn), predicting", _linear, 1),
    ):
        some = read[::step]
        ours, theirs = _in_turns(
            lambda some=some: [evidence(one) for one in some],
            lambda peer=peer, some=some: peer(some, folders),
        )
        yield _row("notices: detection", name, len(some), ours, theirs)
    releases = [
        path
        for pack in {folder.parent for folder in folders}
        for path in sorted((pack / "ocds").glob("*.json"))
    ]
    if releases:
        contents = [(path.name, path.read_bytes()) for path in releases]
        ours, theirs = _in_turns(
            lambda: [list(notices(data, name)) for name, data in contents], lambda: _ocdskit(contents)
        )
        yield _row("notices: OCDS", "ocdskit merging the same releases", len(contents), ours, theirs)


def _in_turns(ours: Callable[[], Any], theirs: Callable[[], Callable[[], Any]]) -> tuple[float, float | None]:
    try:
        peer = theirs()
    except ImportError:
        peer = None
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(3):
        for work, spent in ((ours, times[0]), (peer, times[1])):
            if work is not None:
                begun = time.perf_counter()
                work()
                spent.append(time.perf_counter() - begun)
    return min(times[0]), min(times[1], default=None)


def _row(name: str, against: str, n: int, ours: float, theirs: float | None) -> dict[str, Any]:
    said = against if theirs is not None else f"{against} ({INSTALL})"
    return {"name": f"{name} beside {against}", "n": n, "seconds": ours, "beside": theirs, "against": said}


def _by_language(read: list[Notice]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for notice in read:
        for text in notice.texts:
            found.setdefault(text.language or notice.language, []).append(text.text)
    return found


def _words(language: str) -> list[str]:
    """The terms as phrases: their wildcards (any letters) and gaps are beyond a phrase matcher, and left out."""
    every = (term.term for term in terms(language) if term.kind != "regex" and term.role != "cue")
    return [re.sub(r"\s+", " ", re.sub(r"<\d+>|[*#]", " ", term)).strip() for term in every]


def _phrases(read: list[Notice], _: list[Path]) -> Callable[[], Any]:
    import spacy
    from spacy.matcher import PhraseMatcher

    ready = []
    for language, texts in _by_language(read).items():
        try:
            words = spacy.blank({"no": "nb"}.get(language, language))
        except ImportError:  # a language spaCy does not know
            words = spacy.blank("xx")
        words.max_length = 10_000_000
        matcher = PhraseMatcher(words.vocab, attr="LOWER")
        matcher.add("circular", [words.make_doc(one) for one in _words(language) if one])
        ready.append((words, matcher, texts))
    return lambda: [matcher(words.make_doc(text)) for words, matcher, texts in ready for text in texts]


def _alternation(read: list[Notice], _: list[Path]) -> Callable[[], Any]:
    ready = []
    for language, texts in _by_language(read).items():
        sources = [one.source for one in lexicon(language).searched]
        if sources:
            ready.append((re.compile("|".join(f"(?:{one})" for one in sources)), language, texts))
    return lambda: [
        list(pattern.finditer(lower(text, language))) for pattern, language, texts in ready for text in texts
    ]


def _linear(read: list[Notice], folders: list[Path]) -> Callable[[], Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    path = folders[0].parent / "labels_dev.csv"
    labels: dict[str, str] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            labels = {Path(row["notice"]).name: row["circular"] for row in csv.DictReader(lines)}
    texts = ["\n".join(text.text for text in one.texts) for one in read]
    known = [
        (text, labels[Path(one.file).name])
        for text, one in zip(texts, read, strict=True)
        if Path(one.file).name in labels
    ]
    if len({label for _, label in known}) < 2:  # no labels at hand: the speed is that of any two classes
        known = [(text, str(place % 2)) for place, text in enumerate(texts)]
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1000))
    model.fit([text for text, _ in known], [label for _, label in known])
    return lambda: model.predict(texts)


def _ocdskit(contents: list[tuple[str, bytes]]) -> Callable[[], Any]:
    from ocdskit.combine import merge

    # Without a schema to fetch: every field is merged by the default rules.
    return lambda: [list(merge([json.loads(data)], schema={"properties": {}})) for _, data in contents]
