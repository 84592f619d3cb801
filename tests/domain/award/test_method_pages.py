"""The pages of docs/method/award: one for each family, and what they print is what the program gives."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.plain import bids_from, model_from
from omlopp.domain.award.properties import Limits, decide
from omlopp.domain.award.worth import worth
from omlopp.library.cases import checks_in, read_exact

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs/method/award"
COLUMNS = {
    "Pris": lambda bid, evaluation: bid.price,
    "Avdrag": lambda bid, evaluation: evaluation.deduction_sum[bid.id],
    "Jämförelsepris": lambda bid, evaluation: evaluation.comparison[bid.id],
    "Jämförelsetal": lambda bid, evaluation: (evaluation.comparison or evaluation.total)[bid.id],
    "Prispoäng": lambda bid, evaluation: evaluation.price_score[bid.id],
    "Poäng": lambda bid, evaluation: evaluation.total[bid.id],
    "Plats": lambda bid, evaluation: evaluation.rank[bid.id],
}
SAYS = {"proved": "ja", "refuted": "nej", "not_applicable": "–"}


def page_of(family: str) -> Path:
    return PAGES / f"{family.replace('.', '-').replace('_', '-')}.md"


def example(page: Path, tmp_path: Path):
    block = re.search(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.S)
    (tmp_path / "example.yaml").write_text(block[1], "utf-8")
    data = read_exact(tmp_path / "example.yaml")
    return model_from(data["model"]), bids_from(data["bids"])


def tables(page: Path):
    """Each table as its head and rows of cells."""
    for block in re.findall(r"(?:^\|.*\n)+", page.read_text("utf-8"), re.M):
        head, _, *rows = [
            [cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()
        ]
        yield head, rows


def written(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_s_tables_are_what_the_program_gives(family, tmp_path):
    model, bids = example(page_of(family), tmp_path)
    assert model.family == family
    found = [
        (head, rows) for head, rows in tables(page_of(family)) if head[0] == "Anbud" or "Utan" in head[0]
    ]
    assert found
    for head, rows in found:
        shown = [row[0] for row in rows]
        evaluation = evaluate(model, [bid for bid in bids if bid.id in shown])
        assert [evaluation.rank[one] for one in shown] == sorted(evaluation.rank[one] for one in shown)
        for row in rows:
            bid = next(bid for bid in bids if bid.id == row[0])
            for column, text in zip(head[1:], row[1:], strict=True):
                assert abs(written(text) - COLUMNS[column](bid, evaluation)) <= Decimal("0.00005"), (
                    row[0],
                    column,
                )


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_s_properties_are_what_the_program_decides(family, tmp_path):
    model, bids = example(page_of(family), tmp_path)
    verdicts = {
        one.property: SAYS[one.status]
        for one in decide(model, Limits(Decimal("0.01"), Decimal("0.10"), 8), bids)
    }
    ((head, (row,)),) = [(head, rows) for head, rows in tables(page_of(family)) if head[0] == "P1"]
    assert dict(zip(head, row, strict=True)) == {name: verdicts[name] for name in head}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_its_page_whole_and_its_case(family):
    text = page_of(family).read_text("utf-8")
    assert f"`{family}`" in text
    for part in (
        "\n> ",
        "**Källa.**",
        "*Säkerhet:",
        "**När.**",
        "**Att tänka på.**",
        "övning",
        "## In English",
    ):
        assert part in text.replace("*Säkerhet: läst\ni", "*Säkerhet: läst i"), part
    (case,) = re.findall(r"^Räkneexempel: `([a-z0-9-]+)`\.$", text, re.M)
    checks = [one for one in checks_in(ROOT / "tests/cases/award") if one.case == case]
    assert [one.arguments["family"] for one in checks] == [family]


def test_the_worth_that_the_page_names_is_computed(tmp_path):
    page = PAGES / "relative-lowest-price-ratio.md"
    (quality,) = worth(*example(page, tmp_path))
    for bid in ("B", "C"):
        assert f"{quality.per_bid[bid]:.4f}".replace(".", ",") in page.read_text("utf-8")


def test_the_index_names_every_family_once_and_no_other_page_stands_beside():
    readme = (PAGES / "README.md").read_text("utf-8")
    index = readme[: readme.index("**Inte här.**")]
    for family in FAMILIES:
        assert index.count(f"]({page_of(family).name}) | `{family}` |") == 1
    assert {path.name for path in PAGES.glob("*.md")} == {page_of(one).name for one in FAMILIES} | {
        "README.md"
    }
    assert f"de {len(FAMILIES)} slag" in readme
