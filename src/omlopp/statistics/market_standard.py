"""How many comparable procurements already ask what a criterion of the library asks: the evidence behind
"asks for more than the market gives". Limits: library/statistics/market_standard.yaml.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml

from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.text import Text
from omlopp.library.codelists import rows
from omlopp.library.load import ROOT
from omlopp.notices.evidence import in_text
from omlopp.notices.filters import Filters
from omlopp.notices.schema import TextField
from omlopp.statistics.asked import asked
from omlopp.statistics.intervals import Interval, wilson
from omlopp.statistics.rows import ComparableNotice, MarketFound
from omlopp.statistics.store import Store
from omlopp.statistics.words import Percent, say

Verdict = Literal["not_yet_known", "rare", "some", "common"]
SHOWN = 20  # notices given as evidence, the latest first
_WORD = re.compile(r"[^\W\d_]{3,}")
_ALGORITHMS = {"sv": "swedish", "en": "english"}


@dataclass(frozen=True, slots=True)
class Limits:
    smallest_base: int
    rare_below: float
    common_from: float
    years: int
    cpv_digits: int
    like_from: float


@cache
def limits() -> Limits:
    content = yaml.safe_load((ROOT / "statistics" / "market_standard.yaml").read_text("utf-8"))
    return Limits(**{name: content[name] for name in Limits.__dataclass_fields__})


def market_standard(
    store: Store, criterion: Criterion, *, country: str = "", years: int | None = None
) -> MarketFound:
    """Counted among procurements of the criterion's CPV groups in the last years, in the fullest text that is read.

    A procurement asks it when its words carry a concept that means the same, or a passage worded like the criterion.
    """
    kept = limits()
    groups = tuple(sorted({code[: kept.cpv_digits] for code in criterion.cpv}))
    [(last,)] = store.rows("SELECT coalesce(max(year), 0) FROM facts")
    span = (last - (years or kept.years) + 1, last)
    base = asked(store, Filters(country=country))
    comparable = "len(list_filter(?::VARCHAR[], lambda x: starts_with(cpv, x))) > 0"
    where = f"{base.where} AND year BETWEEN ? AND ? AND {comparable}"
    given = [*base.given, *span, list(groups)]
    text_read, of = _stratum(store, where, given, kept.smallest_base)
    where, given = f"{where} AND text_read::VARCHAR = ?", [*given, text_read]
    passages = store.named(
        "SELECT e.file, e.notice_id, e.concept, e.language, e.quote, f.published_on"
        f" FROM (SELECT file, notice_id, published_on FROM facts WHERE {where}) f"
        " JOIN evidence e ON e.file = f.file AND e.notice_id = f.notice_id",
        given,
    )
    by_concept = _by_concept(criterion, passages)
    by_wording = {
        key: found
        for key, found in _by_wording(criterion, passages, kept.like_from).items()
        if key not in by_concept
    }
    asks = len(by_concept) + len(by_wording)
    interval = wilson(asks, of) if of else None
    verdict = judged(interval, of, text_read, kept)
    return MarketFound(
        criterion.id,
        asks,
        of,
        asks / of if of else None,
        interval,
        len(by_concept),
        len(by_wording),
        groups,
        span,
        text_read,
        verdict,
        say(f"standard.{verdict}"),
        _says(verdict, asks, of, interval, groups, span, text_read, kept),
        _shown(store, by_concept | by_wording),
        "no"
        if verdict == "common"
        else "yes"
        if verdict == "rare" and text_read == "document"
        else "not_yet_known",
    )


def judged(interval: Interval | None, of: int, text_read: str, kept: Limits) -> Verdict:
    """The word for a share: only where its whole interval lies on one side of a limit. Titles settle nothing."""
    if interval is None or of < kept.smallest_base or text_read == "title":
        return "not_yet_known"
    if interval.high < kept.rare_below:
        return "rare"
    if interval.low >= kept.common_from:
        return "common"
    if interval.low < kept.rare_below and interval.high >= kept.common_from:
        return "not_yet_known"
    return "some"


def _stratum(store: Store, where: str, given: Sequence[Any], smallest: int) -> tuple[str, int]:
    """The fullest text with enough procurements, else the one with most; its number of procurements."""
    found = {
        str(row[0]): int(row[1])
        for row in store.rows(f"SELECT text_read, count(*) FROM facts WHERE {where} GROUP BY 1", given)
    }
    for text_read in ("document", "notice"):
        if found.get(text_read, 0) >= smallest:
            return text_read, found[text_read]
    most = max(found, key=lambda each: found[each], default="notice")
    return most, found.get(most, 0)


Key = tuple[str, str]


def _by_concept(criterion: Criterion, passages: Iterable[Mapping[str, Any]]) -> dict[Key, dict[str, Any]]:
    """Procurements by a passage of a concept that means what the criterion asks; weak ones (warranty, spare parts)
    too, since it is that very thing which is asked.
    """
    wanted = concepts_of(criterion)
    found: dict[Key, dict[str, Any]] = {}
    for one in passages:
        if one["concept"] in wanted:
            found.setdefault((one["file"], one["notice_id"]), {**one, "by": "concept", "similarity": None})
    return found


@cache
def _concepts() -> dict[str, frozenset[str]]:
    return {
        row["criterion"]: frozenset(row["concepts"].split())
        for row in rows(ROOT / "statistics" / "criterion_concepts.csv")
    }


def concepts_of(criterion: Criterion) -> frozenset[str]:
    """The concepts that mean what a criterion asks: library/statistics/criterion_concepts.csv. For one not there
    – a user's own – those the detector finds in its name and wording that serve its goal or its R-step.
    """
    listed = _concepts().get(criterion.id)
    if listed is not None:
        return listed
    return frozenset(
        one.concept
        for language in ("sv", "en")
        for text in (criterion.name, criterion.text)
        for one in in_text(TextField("criterion", None, language, text.within(language), "technical"))
        if one.says in ("strong", "weak")
        and (criterion.goal in one.goals or one.r_strategy == criterion.r_step.value)
    )


def _by_wording(
    criterion: Criterion, passages: Sequence[Mapping[str, Any]], like_from: float
) -> dict[Key, dict[str, Any]]:
    """Procurements by the passage worded most like the criterion, in the language of the passage."""
    found: dict[Key, dict[str, Any]] = {}
    for language in _ALGORITHMS:
        some = [one for one in passages if one["language"] == language]
        if not some:
            continue
        bags = [stems(one["quote"], language) for one in some]
        weights = rarity(bags)
        own = stems(f"{criterion.name.within(language)} {criterion.text.within(language)}", language)
        for one, bag in zip(some, bags, strict=True):
            like = cosine(own, bag, weights)
            key = (one["file"], one["notice_id"])
            if like >= like_from and like > (found[key]["similarity"] if key in found else 0):
                found[key] = {**one, "by": "wording", "similarity": like}
    return found


def stems(text: str, language: str) -> Counter[str]:
    """Words of three letters or more by their stems."""
    return Counter(_stemmer(language).stemWords(_WORD.findall(text.lower())))


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_ALGORITHMS[language])


def rarity(bags: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """How much a stem weighs: 1 + ln(passages / passages that have it)."""
    seen = Counter(stem for bag in bags for stem in bag)
    return {stem: 1 + math.log(len(bags) / count) for stem, count in seen.items()}


def cosine(one: Mapping[str, int], other: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """0–1. A stem no passage has weighs as the rarest."""
    most = max(weights.values(), default=1.0)

    def vector(bag: Mapping[str, int]) -> dict[str, float]:
        return {stem: count * weights.get(stem, most) for stem, count in bag.items()}

    first, second = vector(one), vector(other)
    lengths = math.hypot(*first.values()) * math.hypot(*second.values())
    return (
        min(1.0, sum(value * second.get(stem, 0.0) for stem, value in first.items()) / lengths)
        if lengths
        else 0.0
    )


def _says(
    verdict: Verdict, asks: int, of: int, interval: Interval | None, groups: Sequence[str], span: tuple[int, int],
    text_read: str, kept: Limits,
) -> Text:  # fmt: skip
    facts: dict[str, Any] = {
        "cpv": ", ".join(groups),
        "first": str(span[0]),
        "last": str(span[1]),
        "asks": asks,
        "of": of,
    }
    if interval is None:
        return say("standard.none", **facts)
    facts |= {"low": Percent(interval.low), "high": Percent(interval.high), "read": say(f"read.{text_read}")}
    if of < kept.smallest_base:
        return say("standard.too_few", smallest=kept.smallest_base, **facts)
    if text_read == "title":
        return say("standard.titles", **facts)
    if verdict == "not_yet_known":
        return say("standard.wide", **facts)
    return say("standard.says", word=say(f"standard.{verdict}"), share=Percent(asks / of), **facts)


def _shown(store: Store, found: Mapping[Key, Mapping[str, Any]]) -> tuple[ComparableNotice, ...]:
    def latest(one: Mapping[str, Any]) -> tuple[str, str]:
        return (one["published_on"].isoformat() if one["published_on"] else "", one["file"])

    some = sorted(found.values(), key=latest, reverse=True)[:SHOWN]
    if not some:
        return ()
    files = sorted({one["file"] for one in some})
    years = sorted({one["published_on"].year if one["published_on"] else 0 for one in some})
    known = {
        (row["file"], row["notice_id"]): row
        for row in store.named(
            f"SELECT file, notice_id, title, buyer_name FROM notices WHERE year IN ({', '.join(map(str, years))})"
            f" AND file IN ({', '.join('?' * len(files))})",
            files,
        )
    }
    return tuple(
        ComparableNotice(
            one["notice_id"],
            one["file"],
            known.get((one["file"], one["notice_id"]), {}).get("title") or "",
            known.get((one["file"], one["notice_id"]), {}).get("buyer_name") or "",
            one["published_on"],
            one["quote"],
            one["by"],
            one["similarity"],
        )
        for one in some
    )
