"""Passages as a page lists them."""

from typing import Any


def passages(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same words of the same field, found in several lots, are listed once with all their lots."""
    listed: dict[tuple[str, ...], dict[str, Any]] = {}
    for passage in found:
        one = listed.setdefault(
            (passage["field"], passage["concept"], passage["quote"]), passage | {"lots": []}
        )
        if passage["lot_id"]:
            one["lots"].append(passage["lot_id"])
    return list(listed.values())
