"""The attack report in words and pictures: every answer has its sentence, no percentage stands without its base."""

import re
from datetime import date
from decimal import Decimal as D

import pytest
from lxml import etree

from omlopp.documents import docx, html, pdf
from omlopp.documents.lab_words import family_name, found_sentence, hundredths
from omlopp.documents.pictures.award_lab import FLIPS, pictures
from omlopp.documents.plan import Bullets, Callout, Heading, Paragraph, Picture, Table
from omlopp.documents.plans.award_lab import award_lab_report
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.lab.attack import Attack, attack
from omlopp.domain.award.lab.draw import Market
from omlopp.domain.award.lab.found import Found
from omlopp.domain.award.lab.report import TESTS
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    ModelLine,
    PriceLine,
    Threshold,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from omlopp.library.messages import sentences

LEVELS = {"none": D(0), "some": D("0.35"), "all": D(1)}
ON = date(2026, 11, 21)
RATIO = AwardModel(
    "relative.min_max",
    (
        AwardCriterion("price", weight=D("0.6"), price=True),
        AwardCriterion(
            "reuse", name="Återbruk", weight=D("0.4"), levels=LEVELS, threshold=Threshold(D("0.3"))
        ),
    ),
    low_bid_questions=(LowBidQuestion("mean_of_others", D("0.3")),),
)
FORM = AwardModel(
    "monetised.fixed_amounts",
    (AwardCriterion("reuse", name="Återbruk", value=D(200_000), levels=LEVELS),),
    lines=(ModelLine("a", D(10)), ModelLine("b", D(1), contract_quantity=D(5))),
)
LCC = AwardModel(
    "monetised.fixed_amounts",
    lcc=LccMethod(
        8,
        D("0.035"),
        (
            LccLine("buy", "investment", "cycle", asks_value="price", asks_cycle="life", first_year=0),
            LccLine("co2", "external", "once", asks_quantity="kg", unit_value=D(2), unit="kg"),
        ),
    ),
)


def bids_for(model: AwardModel) -> tuple[Bid, ...]:
    names = list(LEVELS)
    found = []
    for n in range(4):
        price = D(900_000 + 60_000 * n)
        bid = {"price": price, "levels": {"reuse": names[min(n, 2)]}}
        if model is FORM:
            lines = (PriceLine("a", None, price / 20), PriceLine("b", None, D(400_000 - 90_000 * n)))
            bid = {"lines": lines, "levels": {"reuse": names[min(n, 2)]}}
        if model is LCC:
            bid = {"price": price, "lcc_inputs": {"life": D(3 + n), "kg": D(900 - 200 * n)}}
        found.append(Bid(f"b{n}", bidder=f"Anbud {n}", **bid))
    return tuple(found)


@pytest.fixture(scope="module")
def reports():
    market = Market(1_000_000, bidders={3: 0.5, 5: 0.5})
    return [
        attack(Attack(m, market, draws=1500, bids=b)) for m in (RATIO, FORM, LCC) for b in ((), bids_for(m))
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_answer_is_one_sentence_with_nothing_missing(reports, language):
    told = set()
    for report in reports:
        for found in report.found:
            says = found_sentence(found, "SEK", language)
            told.add(found.says)
            assert says.endswith(".") and "lab." not in says and "{" not in says and "–" not in says, (
                found.id,
                says,
            )
            assert not re.search(r"\d\.\d{5}|\bnan\b|Decimal", says), says
    assert len(told) > 45


def test_every_share_says_what_it_is_of(reports):
    for report in reports:
        for found in report.found:
            if found.applies and found.unit == "share" and "{number}" in sentences()[found.says]["sv"]:
                says = found_sentence(found, "SEK", "sv")
                assert re.search(r"% av [\d\w]|\d av \d|ingen av \d", says), says


def test_a_number_is_told_with_its_margin_and_an_exact_one_without():
    found = Found("S1", "random_loser_some", 0.0123, 0.001, 12_000, "share")
    assert "1,2 % av 12\u00a0000 simulerade upphandlingar (± 0,20 procentenheter)" in found_sentence(
        found, "SEK", "sv"
    )
    price = Found("S1", "given_phantom_over", 250.01, None, 3, "money", {"winner": "A", "then": "B"})
    assert "250,01\u00a0kr" in found_sentence(price, "SEK", "sv") and "±" not in found_sentence(
        price, "SEK", "sv"
    )
    assert [hundredths(share, "sv") for share in (0, 0.00056, 0.123, 1)] == ["0", "0,06", "12,3", "100"]


def test_every_formula_has_a_name_in_both_languages():
    for family in FAMILIES:
        assert family_name(family, "sv") != family != family_name(family, "en")
    assert family_name("somebody.else", "sv") == "somebody.else"


def test_the_sentences_are_the_tests_own():
    """No sentence is left over for a test that there is none of, and every test has its question."""
    named = {key.split(".")[1] for key in sentences() if re.match(r"lab\.[SP]\d+\.", key)}
    assert named == set(TESTS)
    assert {key.removeprefix("lab.test.") for key in sentences() if key.startswith("lab.test.")} == set(TESTS)
    assert {key.removeprefix("lab.flip.") for key in sentences() if key.startswith("lab.flip.")} == set(FLIPS)


def test_the_pictures_say_in_words_what_they_show(reports):
    drawn = pictures(reports[1], "sv")
    assert set(drawn) == {"flips", "formulas", "given_formulas", "ranks", "slope"}
    for picture in drawn.values():
        assert len(picture.alt) > 40 and picture.title and "lab." not in picture.svg + picture.alt
        root = etree.fromstring(picture.svg.encode())
        width, height = (float(part) for part in root.get("viewBox").split()[2:])
        for shape in root.iter("{*}rect"):
            assert float(shape.get("x")) + float(shape.get("width")) <= width
            assert float(shape.get("y")) + float(shape.get("height")) <= height
    of = reports[1].one("S1.phantom_highest").of
    assert f"av 1\u00a0{of - 1000} simulerade upphandlingar" in drawn["flips"].alt


def test_bars_are_as_long_as_the_shares(reports):
    report = reports[0]
    root = etree.fromstring(pictures(report, "sv")["formulas"].svg.encode())
    bars = [float(shape.get("width")) for shape in root.iter("{*}rect") if shape.get("height") == "18"]
    whole, drawn = bars[0::2], bars[1::2]
    shares = sorted((row["agrees"] for row in report.one("S2.all_agree").rows), reverse=True)
    assert [bar / full for bar, full in zip(drawn, whole, strict=True)] == pytest.approx(shares, abs=0.002)


def test_the_report_begins_with_what_to_think_about_and_ends_with_what_is_assumed(reports):
    plan = award_lab_report(reports[1], "Stolar", "sv", ON)
    heads = [block.text for block in plan.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["Att ta ställning till", "Alla test", "Antaganden om marknaden"]
    serious = next(block for block in plan.blocks if isinstance(block, Bullets))
    assert len(serious.items) == len(reports[1].serious) > 3
    assert sum(isinstance(block, Picture) for block in plan.blocks) == 5
    example = next(block for block in plan.blocks if isinstance(block, Table))
    assert "påhittade" in example.caption and "vinner" in {row[-1] for row in example.rows}
    done = [p.text for p in plan.blocks if isinstance(p, Paragraph) and p.text.startswith("I exemplet")]
    assert done


@pytest.mark.parametrize("render", [html.render, docx.render, pdf.render], ids=["html", "docx", "pdf"])
def test_it_renders_in_both_languages(reports, render):
    for language in ("sv", "en"):
        assert len(render(award_lab_report(reports[3], "Stolar", language, ON))) > 10_000


def test_a_stopped_run_says_what_was_not_run():
    report = attack(Attack(FORM, Market(1e6), draws=300), stop=lambda: True)
    plan = award_lab_report(report, "Stolar", "sv", ON)
    (callout,) = [block for block in plan.blocks if isinstance(block, Callout)]
    assert "Kan ett anbud som förlorar avgöra" in callout.text
