"""What differs between two versions of the bank: plain data in, changes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing. `kind`: the table ("criteria"); `where` is "" when the whole thing came or went."""

    kind: str
    id: str
    what: Literal["added", "removed", "changed"]
    where: str = ""
    before: Any = None
    after: Any = None


def differences(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> tuple[Change, ...]:
    """Changes by table, id and field, in that order. Each version: table → id → JSON-ready data."""
    found: list[Change] = []
    for kind in sorted(set(before) | set(after)):
        old, new = before.get(kind, {}), after.get(kind, {})
        for id in sorted(set(old) | set(new)):
            if id not in old:
                found.append(Change(kind, id, "added", after=new[id]))
            elif id not in new:
                found.append(Change(kind, id, "removed", before=old[id]))
            else:
                found += [Change(kind, id, "changed", *one) for one in _fields(old[id], new[id], "")]
    return tuple(found)


def _fields(before: Any, after: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    """The innermost fields that differ; lists of plain values are compared whole."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _fields(before.get(name), after.get(name), f"{where}.{name}".strip("."))
    elif _rows(before) and _rows(after) and len(before) == len(after):
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _fields(old, new, f"{where}.{at}")
    else:
        yield where, before, after


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
