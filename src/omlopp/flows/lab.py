"""The walk of the award lab: files to an attack report, and the report to a document."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.documents import docx, html, pdf
from omlopp.documents.lab_words import found_sentence
from omlopp.documents.plans.award_lab import award_lab_report
from omlopp.domain.award.errors import NotFields, UnknownArgument
from omlopp.domain.award.lab.attack import DRAWS, Attack, Progress, attack
from omlopp.domain.award.lab.draw import BidderType, Market
from omlopp.domain.award.lab.errors import NoExpectedPrice
from omlopp.domain.award.lab.given import given
from omlopp.domain.award.lab.replay import OldProcurement
from omlopp.domain.award.lab.report import Report
from omlopp.domain.award.lab.unknowns import Unknown
from omlopp.domain.award.plain import bids_from, items, model_from, number, text
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.text import Language
from omlopp.flows.award_files import BOOKS, read_bids
from omlopp.flows.calls import checked_arguments
from omlopp.library.cases import read_exact

RENDERERS = {".html": html.render, ".docx": docx.render, ".pdf": pdf.render}


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say beside the model and the bids. `price`: the expected price; without it the bids'
    mean.

    `market`: a file with the fields of Market; `old`: a file with earlier procurements ({id, awarded, bids}).
    """

    price: Decimal | None = None
    bidders: int | None = None
    draws: int = DRAWS
    seed: int = 1
    market: Path | None = None
    old: Path | None = None


@dataclass(frozen=True, slots=True)
class Stressed:
    model: AwardModel
    bids: tuple[Bid, ...]
    report: Report


def stress_files(
    model_path: Path,
    bids_path: Path | None,
    options: Options,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Stressed:
    """Reads, attacks. Progress and stop are asked as in `domain.award.lab.attack`."""
    model_data = read_exact(model_path)
    if not isinstance(model_data, dict):
        raise NotFields(where=model_path.name, found=type(model_data).__name__)
    model = model_from(model_data)
    bids = _bids(bids_path, model)
    market = market_for(model, bids, options)
    what = Attack(model, market, options.seed, options.draws, bids, _old(options.old), _unknowns(bids_path))
    return Stressed(model, bids, attack(what, progress, stop))


def _bids(path: Path | None, model: AwardModel) -> tuple[Bid, ...]:
    return () if path is None else read_bids(path, model).bids


def _unknowns(path: Path | None) -> tuple[Unknown, ...]:
    """What may turn out otherwise, where the bids' file says it under `unknowns`; else the lab's own
    assumptions."""
    plain = path is not None and path.suffix.lower() not in (*BOOKS, ".csv")
    data = read_exact(path) if plain and path is not None else None
    given_there = data.get("unknowns") if isinstance(data, dict) else None
    return tuple(
        Unknown(
            text(one["what"], "what"),
            *_floats(one, "low", "likely", "high"),
            own=bool(one.get("own", False)),
        )
        for one in items(given_there, "unknowns")
    )


def _old(path: Path | None) -> tuple[OldProcurement, ...]:
    """Earlier procurements from a file: a list of {id, awarded, bids}."""
    if path is None:
        return ()
    found: list[OldProcurement] = []
    for one in items(read_exact(path), path.name):
        checked_arguments(one, path.name, needed=("id", "bids"), may=("awarded",))
        awarded = one.get("awarded")
        found.append(
            OldProcurement(
                text(one["id"], "id"), bids_from(one["bids"]), text(awarded, "awarded") if awarded else None
            )
        )
    return tuple(found)


def market_for(model: AwardModel, bids: tuple[Bid, ...], options: Options) -> Market:
    """The market to draw from: the file's, else the lab's own at the expected price and with as many bids as
    were given."""
    data = read_exact(options.market) if options.market is not None else {}
    if not isinstance(data, dict):
        raise NotFields(where=str(options.market), found=type(data).__name__)
    said = _market_fields(data)
    if options.price is not None:
        said["expected_price"] = float(options.price)
    if "expected_price" not in said:
        said["expected_price"] = _mean_price(model, bids)
    if options.bidders is not None:
        said["bidders"] = {options.bidders: 1.0}
    elif "bidders" not in said and len(bids) > 1:
        said["bidders"] = {len(bids): 1.0}
    return Market(**said)


def _mean_price(model: AwardModel, bids: tuple[Bid, ...]) -> float:
    kept = given(model, bids).bids if bids else ()
    prices = [bid.price for bid in kept if bid.price is not None]
    if not prices or not sum(prices):
        raise NoExpectedPrice()
    return float(sum(prices, Decimal(0)) / len(prices))


def _market_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    known = [one.name for one in fields(Market)]
    unknown = [name for name in data if name not in known]
    if unknown:
        raise UnknownArgument(fields=tuple(unknown), where="market", known=", ".join(known))
    said: dict[str, Any] = {}
    for name, value in data.items():
        if name == "bidders":
            said[name] = {int(count): float(number(share, name)) for count, share in value.items()}
        elif name == "types":
            said[name] = tuple(_type(one) for one in items(value, name))
        else:
            said[name] = value if name == "levels" else float(number(value, name))
    return said


def _type(data: Any) -> BidderType:
    checked_arguments(data, "types", needed=("name", "share", "cost", "quality"), may=("by_criterion",))
    own = {name: float(number(value, name)) for name, value in (data.get("by_criterion") or {}).items()}
    return BidderType(
        text(data["name"], "name"),
        *_floats(data, "share", "cost", "quality"),
        by_criterion=own,
    )


def _floats(data: Mapping[str, Any], *names: str) -> tuple[float, float, float]:
    one, two, three = (float(number(data[name], name)) for name in names)
    return one, two, three


def as_plain(stressed: Stressed, language: str) -> dict[str, Any]:
    """The report as data, each answer with its sentence and its 95 per cent interval."""
    report = stressed.report
    return {
        "model": report.model_digest,
        "family": report.family,
        "seed": report.seed,
        "draws": report.draws,
        "fields": report.fields,
        "stopped": report.stopped,
        "missing": list(report.missing),
        "market": asdict(report.market),
        "found": [
            {"id": one.id, "says": found_sentence(one, report.currency, language), "interval": one.interval}
            | asdict(one)
            for one in report.found
        ],
    }


def write_report(stressed: Stressed, name: str, path: Path, language: Language, on: date) -> None:
    """The report as HTML, Word or PDF by the file's ending, or as JSON."""
    if path.suffix == ".json":
        text_of = json.dumps(as_plain(stressed, language), ensure_ascii=False, indent=2, default=str)
        path.write_text(text_of, "utf-8")
        return
    if path.suffix not in RENDERERS:
        raise UnknownArgument(fields=(path.suffix,), where=path.name, known=", ".join((*RENDERERS, ".json")))
    path.write_bytes(RENDERERS[path.suffix](award_lab_report(stressed.report, name, language, on)))
