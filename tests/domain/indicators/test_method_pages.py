"""Every example on a method page is a file that `omlopp indicator compute` reads, and computes as the page says."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from omlopp.domain.indicators.likelihood import probability_lower, spread_of_sum
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.indicators import computed_file
from omlopp.library.load import library

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs/method/indicators"
CARDS = library().indicators
EXAMPLES = [
    (page.stem, number, text)
    for page in sorted(PAGES.glob("*.md"))
    for number, text in enumerate(re.findall(r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S), 1)
]


@pytest.mark.parametrize(("page", "number", "text"), EXAMPLES, ids=lambda value: str(value)[:20])
def test_an_example_computes_as_it_says(page, number, text, tmp_path):
    data = yaml.safe_load(text)
    expected = data.pop("expect")
    assert CARDS[data["indicator"]].method == f"indicators/{page}.md", "an example stands on its card's page"
    (tmp_path / "example.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    if "refused" in expected:
        with pytest.raises(OmloppError) as refusal:
            computed_file(tmp_path / "example.yaml")
        assert refusal.value.code == expected["refused"]
        return
    (result,) = computed_file(tmp_path / "example.yaml")
    for name, value in expected.items():
        found = getattr(result.found, name)
        if value is None:
            assert found is None, name
        else:
            assert found is not None and abs(found - Decimal(str(value))) <= Decimal("1e-6"), name


@pytest.mark.parametrize(
    "card", [one for one in CARDS.values() if one.use == "calculation"], ids=lambda one: one.id
)
def test_every_computed_indicator_has_an_example_and_both_languages(card):
    page = (ROOT / "docs/method" / card.method).read_text("utf-8")
    assert f"indicator: {card.id}\n" in page or f"| {card.id} |" in page
    assert "*In English below.*" in page
    assert card.source.certainty and card.missing.sv != card.missing.en


def rows(page: str, first: str) -> list[list[str]]:
    lines = (PAGES / f"{page}.md").read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_the_page_on_uncertainty_computes_as_it_says():
    for *given, said in rows("uncertainty", "median A"):
        assert abs(probability_lower(*map(float, given)) - float(said)) < 0.005
    for n, c, rho, said in rows("uncertainty", "n"):
        assert abs(spread_of_sum(float(c), int(n), float(rho)) - float(said)) < 0.0005
