"""Measured speeds, side by side: python -m bench [NAME] [--json].

Each module of this folder offers `rows()`, which gives mappings with name, n (how many things were done),
seconds, beside (seconds of what it is compared with) and `against` (what that is). The ratio is worked out here.
"""

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import bench

COLUMNS = ("name", "n", "seconds", "beside", "ratio", "against")


def main(arguments: Sequence[str]) -> int:
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name[0] != "_")
    parser = argparse.ArgumentParser(
        prog="python3 run.py bench", description="Measured speeds, side by side."
    )
    parser.add_argument("name", nargs="?", choices=known, help="one benchmark; all without it")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--size-gb", type=float, metavar="GB", help="how much `notices` reads; 2 without it")
    chosen = parser.parse_args(arguments)
    if chosen.size_gb:
        os.environ["OMLOPP_BENCH_GB"] = str(chosen.size_gb)
    rows = []
    for name in [chosen.name] if chosen.name else known:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += [with_ratio(row) for row in importlib.import_module(f"bench.{name}").rows()]
    print(json.dumps(rows, ensure_ascii=False, indent=2) if chosen.json else table(rows))
    return 0


def with_ratio(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with `ratio`: how many times the seconds of what stands beside. None where nothing does."""
    beside = row.get("beside")
    ratio = row["seconds"] / beside if beside else None
    return {"against": "", **row, "beside": beside, "ratio": ratio}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Text to the left, numbers to the right."""
    cells = [COLUMNS, *(tuple(shown(row[column]) for column in COLUMNS) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS))]
    left = ("name", "against")
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for cell, width, column in zip(line, widths, COLUMNS, strict=True)
        ).rstrip()
        for line in cells
    )


def shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
