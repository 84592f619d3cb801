"""Merging the releases of one contracting process into one, where the publisher has not done it.

The plain routine of OCDS 1.1: releases in order of date; objects are merged key by key; a list of objects that have
ids is merged object by object, by id; any other list and any single value is replaced by the later one; null removes.
`tag` becomes compiled, `date` that of the last release, `id` the ocid with that date.
https://standard.open-contracting.org/1.1/en/schema/merging/
"""

from collections.abc import Iterable
from typing import Any

_WHOLE = frozenset(
    ("additionalClassifications", "suppliers", "tenderers", "sustainability")
)  # wholeListMerge


def merged(releases: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One compiled release. A release without a date comes first: nothing says that it replaces another."""
    ordered = sorted(releases, key=lambda release: str(release.get("date") or ""))
    made: dict[str, Any] = {}
    for release in ordered:
        _into(made, release)
    made["tag"] = ["compiled"]
    if made.get("ocid") and made.get("date"):
        made["id"] = f"{made['ocid']}-{made['date']}"
    return made


def _into(target: dict[str, Any], later: dict[str, Any]) -> None:
    for key, value in later.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict):
            below = target.get(key)
            if not isinstance(below, dict):
                below = target[key] = {}
            _into(below, value)
        elif isinstance(value, list) and key not in _WHOLE and _with_ids(value):
            target[key] = _lists(target.get(key), value)
        else:
            target[key] = value


def _with_ids(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(one, dict) and one.get("id") is not None for one in values)


def _lists(earlier: Any, later: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for one in [*(earlier if isinstance(earlier, list) and _with_ids(earlier) else []), *later]:
        key = str(one["id"])
        if key not in places:
            places[key] = len(made)
            made.append({})
        _into(made[places[key]], one)
    return made
