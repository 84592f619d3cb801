"""A requirement as a sheet: the text to paste first, the law per regime, and nothing told as surer than it is."""

import re
from datetime import date

import pytest

from omlopp.documents import plain
from omlopp.documents.plan import Bullets, Callout, Document, Facts, Heading, Paragraph, Picture, Table
from omlopp.documents.plans.criterion_sheet import criterion_sheet, section_or_words
from omlopp.domain.model.law import Regime
from omlopp.library.load import library

LIB, DAY = library(), date(2026, 11, 21)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_requirement_of_the_bank_makes_a_sheet(language: str):
    for one in LIB.criteria.values():
        text = plain.render(criterion_sheet(one, LIB, language, DAY))  # type: ignore[arg-type]
        for part in (
            one.text,
            one.why,
            one.proof,
            *one.risk_notes.values(),
            *(level.text for level in one.scores),
        ):
            assert part.within(language) in text, one.id
        assert not re.search(r"documents\.[a-z]", text) and one.source.title in text and "{" not in text, (
            one.id
        )


def test_the_words_for_law_are_those_of_what_has_been_read():
    hook = LIB.hook("equal_and_proportionate")
    assert section_or_words(hook, Regime.LOU, "sv").replace("\u00a0", " ") == "4 kap. 1 §"
    assert (
        section_or_words(hook, Regime.LUF, "sv").replace("\u00a0", " ")
        == "inte läst; över tröskelvärdet 4 kap. 1 §"
    )
    assert section_or_words(LIB.hook("variant_goods_or_service"), Regime.LUK, "sv") == "inte läst"
    assert section_or_words(LIB.hook("award_linked_and_verifiable"), Regime.LOU_19, "en") == "no rule"


def test_plain_text_keeps_order_lists_and_tables():
    told = Document("criterion_sheet", "sv", "Titel", "Under", (("Id", "x"),), DAY, (
        Heading("Del", 1), Paragraph("Text."), Bullets(("a", "b"), ordered=True), Facts((("Namn", "Värde"),)),
        Table(("A", "B"), (("1", "2"),), "Tabell"), Callout("info", "Obs", "Läs."), Picture("<svg/>", "En bild", "Bild", "Källa"),
    ))  # fmt: skip
    assert plain.render(told) == (
        "TITEL\n\nUnder\n\nId: x\n\nDEL\n\nText.\n\n1. a\n2. b\n\nNamn: Värde\n\nTabell\nA | B\n1 | 2\n\nObs: Läs.\n\n[Bild: En bild]\n"
    )
