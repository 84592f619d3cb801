"""Search over 1,000,000 notices: 200 real questions, whole answers, beside SQLite's full text on the same words.

The documents are the notices and registry rows of the packs at hand (without packs: the project's own samples),
repeated until there are enough; each repetition joins the title and texts of one with those of another, so that words
keep their company and no two documents are alike. Kept in a temporary folder and used for nothing else.
"""

import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

NOTICES = 1_000_000
QUESTIONS = 200
BATCH = 10_000
WORDS = Path(__file__).with_name("search_words.txt")
PACKS = ("notices", "registry-se")


def rows(notices: int = NOTICES) -> list[dict[str, Any]]:
    """name, n, seconds, beside (SQLite FTS5), against. p50 and p95 are of the questions, each asked once."""
    from omlopp.library.load import ROOT
    from omlopp.library.packs import UnknownPack, find
    from omlopp.notices.run import run

    with tempfile.TemporaryDirectory(prefix="omlopp-bench-") as folder:
        path = Path(folder)
        sources = []
        for name in PACKS:
            try:
                sources.append(find(name).folder)
            except UnknownPack:
                continue
        run(sources or [ROOT / "samples" / "notices"], path / "market", processes=1)
        entries = read(path / "market")
        questions = asked(entries)
        with sqlite3.connect(path / "peer.sqlite3") as peer:
            built, worded, peer_built = build_both(path / "search", peer, entries, notices)
            whole, narrowed, wide = answers(path / "search", questions)
            beside = peer_answers(peer, questions)
        size = sum(file.stat().st_size for file in (path / "search").rglob("*") if file.is_file())
        peer_size = (path / "peer.sqlite3").stat().st_size
    against = "SQLite FTS5: the same words, best 20, no facets, no evidence"
    return [
        {"name": f"search: index built, {size / 1e9:.2f} GB with what is shown", "n": notices, "seconds": built,
         "beside": worded + peer_built, "against": f"SQLite FTS5: the same words, {peer_size / 1e9:.2f} GB"},
        *(
            {"name": f"search: {name} of whole answers", "n": len(whole), "seconds": at(whole, share),
             "beside": at(beside, share), "against": against}
            for name, share in (("p50", 0.5), ("p95", 0.95), ("slowest", 1.0))
        ),
        {"name": "search: p95 within a country and year, page 2", "n": len(narrowed), "seconds": at(narrowed, 0.95)},
        {"name": "search: p95 by what the words mean", "n": len(wide), "seconds": at(wide, 0.95)},
    ]  # fmt: skip


def read(market: Path) -> list[Any]:
    from omlopp.notices.search import store

    return [entry for part in store.parts(market) for entry in store.entries(market, part)]


def repeated(entries: list[Any], count: int) -> Iterator[Any]:
    """Documents made of two: the first half of one title and the second of another, the texts of both in turn."""
    drawn = random.Random(20261121)
    texts = [entry for entry in entries if len(entry.texts) > 1] or entries
    for number in range(count):
        one = entries[number % len(entries)]
        other = drawn.choice(texts if len(one.texts) > 1 else entries)
        first, second = one.notice["title"].split(), other.notice["title"].split()
        title = " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])
        notice = {
            **one.notice, "title": title, "file": f"{number}.xml", "notice_id": f"{number}-2021",
            "procedure_id": f"P{number - number % 3}" if number % 10 == 0 else f"P{number}",
        }  # fmt: skip
        mixed = [pair for pairs in zip(one.texts, other.texts, strict=False) for pair in pairs]
        yield replace(one, notice=notice, texts=mixed[: len(one.texts)] or one.texts)


def build_both(
    folder: Path, peer: sqlite3.Connection, entries: list[Any], count: int
) -> tuple[float, float, float]:
    """Seconds of our index as `notices index` makes it, of making its words, and of SQLite's index of those."""
    from omlopp.notices.search import build, shape

    peer.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0');"
    )
    worded = peer_built = 0.0
    made = folder / f"made-{shape.version()}"
    rest = repeated(entries, count)
    begun = time.perf_counter()
    with build.Writer(made) as writer:
        for number in range(0, count, BATCH):
            start = time.perf_counter()
            documents = [shape.document(entry, f"part-{number}") for entry in islice(rest, BATCH)]
            worded += time.perf_counter() - start
            writer.put(f"part-{number}", "bench", map(json.dumps, documents))
            start = time.perf_counter()
            peer.executemany("INSERT INTO words(title, body) VALUES (?, ?)", map(peer_words, documents))
            peer_built += time.perf_counter() - start
        writer.save()
    build.point(folder, made)
    return time.perf_counter() - begun - peer_built, worded, peer_built


def peer_words(document: dict[str, Any]) -> tuple[str, str]:
    title, body = (
        " ".join(document.get(field, [""])[0] for field in (name, f"{name}_more"))
        for name in ("title", "body")
    )
    return title, body


def asked(entries: list[Any]) -> list[str]:
    """The kept questions, and as many made of one to three words beside each other in titles."""
    drawn = random.Random(7)
    listed = [line for line in WORDS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    while len(listed) < QUESTIONS:
        words = drawn.choice(entries).notice["title"].split()
        start = drawn.randrange(max(1, len(words)))
        words = [word.strip(".,;:()\"'-–") for word in words[start : start + drawn.randint(1, 3)]]
        if any(len(word) > 3 and word.isalpha() for word in words):
            listed.append(" ".join(word for word in words if word))
    drawn.shuffle(listed)
    return listed


def answers(folder: Path, questions: list[str]) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each whole answer: hits with marked evidence and facets; narrowed and paged; and by meaning."""
    from omlopp.domain.model.errors import OmloppError
    from omlopp.notices.filters import Filters
    from omlopp.notices.search.find import Market

    market = Market(folder)
    market.find(Filters(q="upphandling"))  # opening the index is not part of a question
    whole: list[float] = []
    narrowed: list[float] = []
    wide: list[float] = []
    for question in questions:
        for times, filters, more in (
            (whole, Filters(q=question), {}),
            (narrowed, Filters(q=question, country="SE", year=2021), {"page": 2}),
            (wide, Filters(q=question), {"reach": "wide"}),
        ):
            begun = time.perf_counter()
            try:
                market.find(filters, **more)
            except OmloppError:
                continue  # a question of stop words is refused: no answer to time
            times.append(time.perf_counter() - begun)
    return whole, narrowed, wide


def peer_answers(peer: sqlite3.Connection, questions: list[str]) -> list[float]:
    """SQLite's own full text on the same forms: every word in title or body, ranked by BM25."""
    from omlopp.domain.model.errors import OmloppError
    from omlopp.notices.search.asking import Phrase, Prefix, ask

    times = []
    for question in questions:
        try:
            parts = ask(question).must
        except OmloppError:
            continue
        terms = []
        for part in parts:
            if isinstance(part, Phrase):
                terms.append('"' + " ".join(part.stems[0]) + '"')
            elif isinstance(part, Prefix):
                terms.append(f'"{part.start}"*')
            else:
                terms.append('("' + '" OR "'.join(term for term, _ in part.terms) + '")')
        begun = time.perf_counter()
        peer.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 3.0, 1.0) LIMIT 20",
            [" AND ".join(terms)],
        ).fetchall()
        times.append(time.perf_counter() - begun)
    return times


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]
