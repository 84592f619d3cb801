"""The one walk that reads a JSON notice by its field table, as `fields.collect` does for XML.

A path is the keys from the top, list positions left out: tender/lots/title. Rows with "*/name" name a key wherever
no full path does. What no row names is listed, so that a source that changes is noticed.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER, Found, Record, Row, settled

_TRANSLATION = re.compile(r"_[a-z]{2}(?:_[A-Za-z]{2})?$")


@cache
def json_table(name: str) -> dict[str, tuple[Row, ...]]:
    """library/notices/<name>.csv by path."""
    found: dict[str, list[Row]] = {}
    for line in rows(FOLDER / f"{name}.csv"):
        path = line["path"]
        row = Row(
            line["record"],
            line["column"],
            line["field"],
            tuple(reversed(path.split("/"))),
            True,
            "",
            None,
            line["type"],
            line["about"],
            line["sv"],
            line["en"],
        )
        found.setdefault(path, []).append(row)
    return {path: tuple(some) for path, some in found.items()}


@cache
def _above(name: str) -> frozenset[str]:
    """Every path that stands above one the table names: a branch that is left out is still gone down for those."""
    named = [path.split("/") for path in json_table(name) if not path.startswith("*/")]
    return frozenset("/".join(parts[:size]) for parts in named for size in range(1, len(parts)))


def collect(value: dict[str, Any], table_name: str) -> tuple[Record, list[str]]:
    """The notice as records, and the path of each value that no row named, once.

    Of a branch that a row skips, only what a longer path names is read; `out` says that the walk is in such a branch.
    """
    table, above = json_table(table_name), _above(table_name)
    notice = Record("notice", "")
    unread: dict[str, None] = {}

    def walk(
        value: dict[str, Any], path: str, home: dict[str, Record], language: str, out: bool = False
    ) -> None:
        said = value.get("languageID") or (value.get("language") if path else None)
        if isinstance(said, str):
            language = said
        for key, below in value.items():
            if below is not None and below != [] and below != {} and below != "":
                take(f"{path}/{key}" if path else key, key, below, home, language, out)

    def take(path: str, key: str, value: Any, home: dict[str, Record], language: str, out: bool) -> None:
        rows = table.get(path) or table.get(f"*/{key}", ())
        if any(row.type == "skip" for row in rows):
            if path not in above:
                return
            rows, out = (), True
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, list):
                take(path, key, one, home, language, out)
            elif isinstance(one, dict):
                opened = next((row for row in rows if row.type == "record"), None)
                if opened:
                    record = Record(opened.record, opened.column)
                    home[""].children.append(record)
                    walk(one, path, {**home, opened.record: record, "": record}, language, out)
                else:
                    walk(one, path, home, language, out)
            elif one is not None:
                row = next((row for row in rows if row.type != "record"), None)
                owner = home.get(row.record) if row else None
                if row and owner is not None:
                    text = _written(one, row.type)
                    if text:
                        owner.values.setdefault(row.column, []).append(Found(row, text, language))
                elif not out and not _translation(path, table):
                    unread[path] = None

    walk(value, "", {"notice": notice, "": notice}, "")
    return notice, list(unread)


def _translation(path: str, table: dict[str, tuple[Row, ...]]) -> bool:
    """ "title_en" beside "title": a translation, never searched."""
    return _TRANSLATION.search(path) is not None and _TRANSLATION.sub("", path) in table


def _written(value: Any, kind: str) -> str:
    """A value as text: lines kept, white space within them made single; numbers as in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal, float)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    lines = (" ".join(line.split()) for line in str(value).splitlines())
    text = settled("\n".join(line for line in lines if line))
    return text if kind in ("text", "words") else text.replace("\n", " ")


def field_rows(name: str) -> Iterator[Row]:
    """Every row of a table, in its order."""
    for some in json_table(name).values():
        yield from some
