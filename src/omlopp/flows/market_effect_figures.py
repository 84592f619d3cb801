"""The market evidence as figures to publish: `market.<outcome>.…` of circular requirements found in titles,
`market.declared.<outcome>.…` of the declared flag, `market.share.…` of uptake. The same ids on every base.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from omlopp.documents.plan import Block, Bullets, Callout, Paragraph, Table
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.flows import market_effect_told as told
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.fill import Figures
from omlopp.library.messages import keyed
from omlopp.statistics.effect_spec import current

METHOD = "market-effect.md"
PREFIX = {"found": "market", "declared": "market.declared"}


def figures(base: Base) -> Iterable[Figure]:
    """Per question: effect (with its interval), low, high, base (compared procurements), exposed, mde (the smallest
    difference that would have shown, up), mde_less (down; both without sign), verdict. Relative changes in per cent,
    else in percentage points. A base without a result: None.
    """
    result = base.market
    spec = current()
    source = _source(result)
    for exposure, prefix in PREFIX.items():
        for outcome in spec.outcomes:
            yield from _question(f"{prefix}.{outcome}", result, exposure, outcome, source)
    yield from _uptake(result, source)
    mark = result["specification"] if result else {}
    yield Figure("market.specification", mark.get("id"), "text", source, METHOD)
    yield Figure("market.specification.sha256", mark.get("sha256"), "text", source, METHOD)
    yield Figure("market.run_on", result["made_on"] if result else None, "day", source, METHOD)


def _question(
    id: str, result: Mapping[str, Any] | None, exposure: str, outcome: str, source: tuple[str, str]
) -> Iterator[Figure]:
    rows = result["answers"] if result else ()
    row = next((one for one in rows if (one["exposure"], one["outcome"]) == (exposure, outcome)), None)
    ratio = current().outcomes[outcome].ratio
    unit, places = ("per_cent", 0) if ratio else ("per_cent_points", 1)
    n = row["n"] if row else 0

    def part(name: str, value: float | None, *, ends: bool = False) -> Figure:
        low, high = (row["low"], row["high"]) if row and ends else (None, None)
        return Figure(
            f"{id}.{name}", _hundredths(value), unit, source, METHOD, base=n, low=_hundredths(low),
            high=_hundredths(high), decimals=places,
        )  # fmt: skip

    found = row or {}
    yield part("effect", found.get("effect"), ends=True)
    yield part("low", found.get("low"))
    yield part("high", found.get("high"))
    yield part("mde", found.get("mde_high"))
    less = found.get("mde_low")
    yield part("mde_less", None if less is None else abs(less))
    yield Figure(f"{id}.base", Decimal(n) if row else None, "procurements", source, METHOD)
    exposed = Decimal(row["exposed"]) if row and row["n"] else None
    yield Figure(f"{id}.exposed", exposed, "procurements", source, METHOD, base=n)
    buyers = Decimal(row["exposed_buyers"]) if row and row["n"] else None
    yield Figure(f"{id}.buyers", buyers, "buyers", source, METHOD, base=row["buyers"] if row else 0)
    yield Figure(f"{id}.verdict", row["verdict"] if row else None, "market_verdict", source, METHOD, base=n)


def _uptake(result: Mapping[str, Any] | None, source: tuple[str, str]) -> Iterator[Figure]:
    whole = result["uptake"]["all"] if result else {}
    of = whole.get("of", 0)
    ends: dict[str, Any] = {
        end: None if whole.get(end) is None else Decimal(str(whole[end])) for end in ("low", "high")
    }
    share = whole.get("share")
    value = None if share is None else Decimal(str(share))
    yield Figure("market.share.found", value, "share", source, METHOD, base=of, decimals=2, **ends)
    for name in ("hits", "incidental", "weak"):
        count = whole.get(name)
        yield Figure(
            f"market.share.{name}", None if count is None else Decimal(count), "procurements", source, METHOD,
            base=of,
        )  # fmt: skip
    rows = {row["platform"]: row for row in result["uptake"]["platforms"]} if result else {}
    named = [row for name, row in rows.items() if name and row["of"] >= 30]
    for name, row in (
        ("most", max(named, key=_share, default=None)),
        ("least", min(named, key=_share, default=None)),
    ):
        flagged = None if row is None else Decimal(str(row["share_declared"]))
        base = row["of"] if row else 0
        yield Figure(f"market.flag.{name}", flagged, "share", source, METHOD, base=base, decimals=1)
        yield Figure(f"market.flag.{name}.platform", row["platform"] if row else None, "text", source, METHOD)


def _share(row: Mapping[str, Any]) -> float:
    return float(row["share_declared"])


def _hundredths(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value * 100, 4)))


def _source(result: Mapping[str, Any] | None) -> tuple[str, str]:
    spec = current()
    if result is None:
        return spec.source.sv, spec.source.en
    return tuple(told.source(result, language) for language in ("sv", "en"))  # type: ignore[return-value]


def forest(base: Base, figures: Figures, language: Language) -> Drawn:
    """The forest plot of the number of bids, with its table."""
    for name in ("effect", "low", "high"):
        _ = figures[f"market.bids.{name}"]
    if base.market is None:
        spec = current()
        from omlopp.documents.pictures.forest import forest as draw

        smallest = told.amount(spec.outcomes["bids"].smallest, True, language).lstrip("+")
        picture = draw(
            (), ratio=True, smallest=spec.outcomes["bids"].smallest, smallest_shown=smallest,
            title=spec.title.within(language), source=spec.source.within(language), language=language,
        )  # fmt: skip
        return Drawn(picture, None)
    return Drawn(
        told.picture(base.market, "found", "bids", language),
        told.lines_table(base.market, "found", "bids", language),
    )


def answers(base: Base, figures: Figures, language: Language) -> Table:
    """All answers as a table."""
    if base.market is None:
        return Table(
            (keyed("market.effect.head.question", {}, language),), (), current().title.within(language)
        )
    for prefix in PREFIX.values():
        for outcome in current().outcomes:
            _ = figures[f"{prefix}.{outcome}.effect"]
    return told.answers_table(base.market, language)


def chapter(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    """The answer in one sentence, what it rests on, and the caveats."""
    if base.market is None:
        yield Callout(
            "missing",
            keyed("market.effect.not_run.title", {}, language),
            keyed("market.effect.not_run", {}, language),
        )
        return
    _ = figures["market.bids.effect"], figures["market.share.found"]
    yield Paragraph(told.lead(base.market, language), "lead")
    yield Paragraph(told.share(base.market, language))
    yield Paragraph(told.check(base.market, language))
    yield Bullets(tuple(one.within(language) for one in current().caveats))
    yield Paragraph(told.source(base.market, language), "note")
