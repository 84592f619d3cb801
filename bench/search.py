"""Search over 1,000,000 notices: 200 real questions, whole answers, beside SQLite's full text on the same words.

The documents are the notices and registry rows of the packs at hand (without packs: the project's own samples),
repeated until there are enough; each repetition joins the title and texts of one with those of another, so that words
keep their company and no two documents are alike. Kept in a temporary folder and used for nothing else.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

NOTICES = 1_000_000
QUESTIONS = 200
LIMIT_S = 0.1
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
        begun = time.perf_counter()
        index(path / "search", entries, notices)
        built = time.perf_counter() - begun
        whole, filtered = answers(path / "search", questions)
        size = sum(file.stat().st_size for file in (path / "search").rglob("*") if file.is_file())
        peer_built, peer = beside(path / "peer.sqlite3", entries, notices, questions)
    against = "SQLite FTS5: the same words, best 20, no facets"
    return [
        {"name": f"search: index built, {size / 1e9:.2f} GB", "n": notices, "seconds": built, "beside": peer_built,
         "against": "SQLite FTS5: index built"},
        *(
            {"name": f"search: {name} of whole answers", "n": len(whole), "seconds": at(whole, share),
             "beside": at(peer, share), "against": against}
            for name, share in (("p50", 0.5), ("p95", 0.95), ("slowest", 1.0))
        ),
        {"name": "search: p95, with a filter and page 2", "n": len(filtered), "seconds": at(filtered, 0.95)},
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


def index(folder: Path, entries: list[Any], count: int) -> None:
    from omlopp.notices.search import build, shape

    made = folder / f"made-{shape.version()}"
    with build.Writer(made) as writer:
        kept: list[Any] = []
        for number, entry in enumerate(repeated(entries, count)):
            kept.append(entry)
            if len(kept) == 20_000:
                writer.add(f"part-{number}", "bench", kept)
                kept = []
        writer.add("part-last", "bench", kept)
        writer.save()
    build.point(folder, made)


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


def answers(folder: Path, questions: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each whole answer: hits with marked evidence and facets; then narrowed and paged."""
    from omlopp.domain.model.errors import OmloppError
    from omlopp.notices.filters import Filters
    from omlopp.notices.search.find import Market

    market = Market(folder)
    market.find(Filters(q="upphandling"))  # opening the index is not part of a question
    whole, filtered = [], []
    for question in questions:
        for times, filters, page in (
            (whole, Filters(q=question), 1),
            (filtered, Filters(q=question, country="SE", year=2021), 2),
        ):
            begun = time.perf_counter()
            try:
                market.find(filters, page=page)
            except OmloppError:
                continue  # a question of stop words is refused: no answer to time
            times.append(time.perf_counter() - begun)
    return whole, filtered


def beside(path: Path, entries: list[Any], count: int, questions: list[str]) -> tuple[float, list[float]]:
    """SQLite's own full text on the same forms: every word in title or body, ranked by BM25."""
    from omlopp.domain.model.errors import OmloppError
    from omlopp.notices.search import shape
    from omlopp.notices.search.asking import Phrase, Prefix, ask

    with sqlite3.connect(path) as database:
        database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0');"
        )
        begun = time.perf_counter()
        documents = (shape.document(entry, "") for entry in repeated(entries, count))
        database.executemany(
            "INSERT INTO words(title, body) VALUES (?, ?)",
            (
                (f"{one['title'][0] if 'title' in one else ''} {one['title_more'][0]}",
                 f"{one['body'][0] if 'body' in one else ''} {one.get('body_more', [''])[0]}")
                for one in documents
            ),
        )  # fmt: skip
        built = time.perf_counter() - begun
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
            database.execute(
                "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 3.0, 1.0) LIMIT 20",
                [" AND ".join(terms)],
            ).fetchall()
            times.append(time.perf_counter() - begun)
    return built, times


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]
