"""The worked tables of docs/method/award are recomputed: what the page prints is what the program gives."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.plain import bids_from, model_from
from omlopp.domain.award.worth import worth
from omlopp.library.cases import read_exact

PAGES = Path(__file__).parents[3] / "docs/method/award"
COLUMNS = {
    "Pris": lambda bid, evaluation: bid.price,
    "Avdrag": lambda bid, evaluation: evaluation.deduction_sum[bid.id],
    "Jämförelsepris": lambda bid, evaluation: evaluation.comparison[bid.id],
    "Prispoäng": lambda bid, evaluation: evaluation.price_score[bid.id],
    "Poäng": lambda bid, evaluation: evaluation.total[bid.id],
    "Plats": lambda bid, evaluation: evaluation.rank[bid.id],
}


def example(page: Path, tmp_path: Path):
    block = re.search(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.S)
    (tmp_path / "example.yaml").write_text(block[1], "utf-8")
    data = read_exact(tmp_path / "example.yaml")
    return model_from(data["model"]), bids_from(data["bids"])


def tables(page: Path):
    """Each table as rows of column → text; the column of bid ids is called by its head."""
    for block in re.findall(r"(?:^\|.*\n)+", page.read_text("utf-8"), re.M):
        head, _, *rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()
        ]
        yield head, rows


def written(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))


@pytest.mark.parametrize("name, count", [("monetised-fixed-amounts", 1), ("relative-lowest-price-ratio", 2)])
def test_a_page_s_tables_are_what_the_program_gives(name, count, tmp_path):
    page = PAGES / f"{name}.md"
    model, bids = example(page, tmp_path)
    found = list(tables(page))
    assert len(found) == count
    for head, rows in found:
        shown = [row[0] for row in rows]
        evaluation = evaluate(model, [bid for bid in bids if bid.id in shown])
        for row in rows:
            bid = next(bid for bid in bids if bid.id == row[0])
            for column, text in zip(head[1:], row[1:], strict=True):
                assert abs(written(text) - COLUMNS[column](bid, evaluation)) <= Decimal("0.00005"), (
                    row[0],
                    column,
                )


def test_the_worth_that_the_page_names_is_computed(tmp_path):
    page = PAGES / "relative-lowest-price-ratio.md"
    (quality,) = worth(*example(page, tmp_path))
    for bid in ("B", "C"):
        assert f"{quality.per_bid[bid]:.4f}".replace(".", ",") in page.read_text("utf-8")


def test_every_family_is_named_in_the_readme():
    readme = (PAGES / "README.md").read_text("utf-8")
    assert [family for family in FAMILIES if f"`{family}`" not in readme] == []
