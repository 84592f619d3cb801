"""A made ledger with known answers: invented buyers, suppliers and sums, drawn from a seed.

It measures the rules, not the world.

Written as finance systems write: decimal comma, thousands parted by spaces now and then, credits with a minus
behind, a sole trader, hidden suppliers, rows in another currency and rows without a usable amount.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from omlopp.library.load import ROOT

FOLDER = ROOT / "samples" / "spend"
HEAD = (
    "kopare_id", "verifikationsnummer", "leverantor", "leverantor_id", "konto_nr", "konto_text",
    "bokforingsdatum", "nettobelopp",
)  # fmt: skip
BUYER = "2120000000"
ROWS, SEED = 5_000, 20261121
SUPPLIERS = 6  # per pattern
UNKNOWN = "?"  # what was bought cannot be told from the row


@dataclass(frozen=True, slots=True)
class Made:
    """`cells` as HEAD.

    `truth`: a CPV prefix, "=reason" for no purchase, "?" where nobody could tell. `usable`: has an amount.
    """

    cells: tuple[str, ...]
    truth: str
    usable: bool


@cache
def patterns() -> tuple[dict[str, str], ...]:
    with (FOLDER / "patterns.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def made(rows: int = ROWS, seed: int = SEED) -> Iterator[Made]:
    """`rows` rows with their answers; the same for the same seed."""
    draw = random.Random(seed)
    known = patterns()
    weights = [int(one["weight"]) for one in known]
    for number in range(1, rows + 1):
        place = draw.choices(range(len(known)), weights)[0]
        one = known[place]
        supplier = draw.randrange(SUPPLIERS)
        name, ident = f"ÖVNING {one['supplier']} {supplier + 1}", f"5560{place:03d}{supplier:03d}"
        if draw.random() < 0.02:
            name = ident = "*"
        elif draw.random() < 0.01:
            name, ident = f"ÖVNING enskild firma {supplier + 1}", f"000{place % 2}01{supplier:04d}"
        kronor = max(1.0, draw.lognormvariate(0.0, 0.9) * int(one["mean_sek"]))
        cell, usable = _written(kronor, draw), True
        if (odd := draw.random()) < 0.003:
            cell, usable = ("se bilaga" if odd < 0.001 else f"EUR {cell}"), False
        day = f"2025-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
        cells = (BUYER, f"V{number}", name, ident, one["account"], one["account_name"], day, cell)
        yield Made(cells, one["truth"], usable)


def _written(kronor: float, draw: random.Random) -> str:
    whole, part = divmod(round(kronor * 100), 100)
    text = f"{whole:,}".replace(",", " ") if draw.random() < 0.3 else str(whole)
    text = f"{text},{part:02d}"
    return f"{text}-" if draw.random() < 0.03 else text


def ledger_text(rows: int = ROWS, seed: int = SEED) -> str:
    """The shipped file: `python -m omlopp.spend.made` writes it anew."""
    lines = [";".join(HEAD), *(";".join(one.cells) for one in made(rows, seed))]
    return "\n".join(lines) + "\n"


def answers_text(rows: int = ROWS, seed: int = SEED) -> str:
    lines = ["voucher,truth", *(f"{one.cells[1]},{one.truth}" for one in made(rows, seed))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (FOLDER / "ovningsreskontra.csv").write_text(ledger_text(), "utf-8")
    (FOLDER / "answers.csv").write_text(answers_text(), "utf-8")
