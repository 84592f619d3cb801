"""Uptake in the rows of the analysis: who asks, where, for what – and what is only declared, by platform."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.notices.filters import Filters
from omlopp.statistics.asked import Counts, sums
from omlopp.statistics.declared import bias_of, matrix_of
from omlopp.statistics.disclosure import rules
from omlopp.statistics.error import detector_errors
from omlopp.statistics.intervals import corrected, wilson
from omlopp.statistics.publish import of_matrices, of_platforms
from omlopp.statistics.words import say

BY = ("year", "county", "buyer_kind", "division", "platform")
Flag = bool | None


def uptake(rows: Any, on: date) -> dict[str, Any]:
    """Plain data: a table for each of BY, the whole with its correction, the declared-found matrices and the platforms.

    `hits`: the title asks explicitly; `incidental` and `weak` stand beside and are never added. A share of fewer
    procurements than the disclosure rules ask for is withheld (None), its counts stay.
    """
    every = _counted(rows, lambda all_: "")
    whole = _row("", say("all"), sums(list(every.values())), on)
    error = detector_errors().get("title")
    if error and whole["of"]:
        kept = corrected(whole["hits"], whole["of"], error)
        whole |= {
            "estimate": kept.estimate,
            "estimate_low": kept.low,
            "estimate_high": kept.high,
            "may_be_zero": kept.may_be_zero,
        }
    tables = {}
    for by in BY:
        column = rows["month"].str[:4] if by == "year" else rows[by]
        found = _counted(rows.assign(_by=column), lambda all_: all_["_by"])
        tables[by] = _table(by, found, on)
    by_platform = _counted(rows, lambda all_: all_["platform"])
    bias = bias_of(by_platform, Filters(), on)
    flags: dict[str, dict[Flag, Counts]] = {}
    for (platform, flag), one in by_platform.items():
        flags.setdefault(platform, {})[flag] = one
    largest = sorted(flags, key=lambda name: -sum(one[3] for one in flags[name].values()))
    matrices = [
        ("all", matrix_of("", say("all"), {flag: one for (_, flag), one in every.items()})),
        *(("platform", matrix_of(name, Text(name, name), flags[name])) for name in largest),
    ]
    return {
        "all": whole,
        **tables,
        "declared": of_matrices(matrices),
        "platforms": of_platforms(bias),
        "platforms_note": {"sv": bias.note.sv, "en": bias.note.en},
        "smallest_base": rules(on).smallest_base,
    }


def _counted(rows: Any, by: Callable[[Any], Any]) -> dict[tuple[str, Flag], Counts]:
    """Counts (explicit, incidental, weak, all) by a column and the declared flag."""
    yes, explicit = rows["circular"] == "yes", rows["intent"] == "explicit"
    flag = rows["flag"].map({"True": 1, "False": 2}).fillna(0).astype(int)
    plain = rows.assign(
        _key=by(rows),
        _flag=flag,
        _hit=yes & explicit,
        _passing=yes & ~explicit,
        _weak=rows["circular"] == "weak",
    )
    grouped = plain.groupby(["_key", "_flag"]).agg(
        hit=("_hit", "sum"), passing=("_passing", "sum"), weak=("_weak", "sum"), of=("_hit", "size")
    )
    stated: Mapping[int, Flag] = {0: None, 1: True, 2: False}
    return {
        (str(key), stated[int(said)]): (
            int(one["hit"]),
            int(one["passing"]),
            int(one["weak"]),
            int(one["of"]),
        )
        for (key, said), one in grouped.iterrows()
    }


def _table(by: str, found: Mapping[tuple[str, Flag], Counts], on: date) -> list[dict[str, Any]]:
    """Rows in the order of their codes; the largest first where the code is no order."""
    several: dict[str, list[Counts]] = {}
    for (code, _), one in found.items():
        several.setdefault(code, []).append(one)
    made = [_row(code, _name(by, code), sums(some), on) for code, some in several.items()]
    in_order = by in ("year", "county", "division")
    return sorted(made, key=lambda row: (not row["code"], row["code"] if in_order else -row["of"]))


def _name(by: str, code: str) -> Text:
    if not code or (code == "00" and by == "division"):
        return say({"county": "unplaced.county", "division": "unplaced.cpv"}.get(by, "unplaced.buyer_kind"))
    if by == "county":
        return Text(nuts_name(code) or code, nuts_name(code) or code)
    if by == "division":
        return Text(
            *(f"{code} {cpv_name(code.ljust(8, '0'), language)}".strip() for language in ("sv", "en"))
        )
    return Text(code, code)


def _row(code: str, name: Text, counted: Counts, on: date) -> dict[str, Any]:
    hits, incidental, weak, of = counted
    shown = of >= rules(on).smallest_base
    interval = wilson(hits, of)
    return {
        "code": code, "name_sv": name.sv, "name_en": name.en, "hits": hits, "incidental": incidental, "weak": weak,
        "of": of, "share": hits / of if shown else None, "low": interval.low if shown else None,
        "high": interval.high if shown else None,
    }  # fmt: skip
