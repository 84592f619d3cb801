"""Specification, record and follow-up plan, written and read back: nothing chosen is lost, nothing absent is invented."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import get_args

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn
from lxml import html as parser
from pypdf import PdfReader

from omlopp.documents import docx, html, pdf
from omlopp.documents.dossier import Dossier
from omlopp.documents.own_words import steps_in
from omlopp.documents.plan import Callout, Document, Heading, Picture, Table
from omlopp.documents.plans.contract_clauses import contract_clauses
from omlopp.documents.plans.evaluation_record import evaluation_record
from omlopp.documents.plans.follow_up_plan import follow_up_plan
from omlopp.documents.plans.letters.worked_example import worked_example
from omlopp.documents.plans.requirement_specification import requirement_specification
from omlopp.documents.trace import trace_sentence
from omlopp.domain.model.law import Regime
from omlopp.domain.model.procurement import Lot, Procurement, RegimeChoice
from omlopp.domain.model.text import Language
from tests.documents.reading import docx_text, pdf_pages, pdf_text, plain
from tests.documents.sample import (
    BIDS,
    DAY,
    HOSTILE,
    MODEL,
    SOURCE,
    empty_procurement,
    sample_library,
    sample_procurement,
)

KINDS = ("specification", "record", "plan")
LANGUAGES: tuple[Language, ...] = get_args(Language)


def made(kind: str, procurement: Procurement, language: Language = "sv") -> Document:
    library = sample_library()
    if kind == "specification":
        return requirement_specification(Dossier(procurement), library, language, DAY)
    if kind == "clauses":
        return contract_clauses(Dossier(procurement), library, language, DAY)
    if kind == "example":
        return worked_example(procurement, "LOT-0001", (), None, library, language, DAY)
    if kind == "record":
        return evaluation_record(procurement, "LOT-0001", library, language, DAY)
    return follow_up_plan(procurement, library, language, DAY)


def under(regime: Regime | None) -> Procurement:
    choice = RegimeChoice(regime, "Skäl.", regime, date(2030, 1, 2)) if regime else None
    return sample_procurement(regime=choice)


@pytest.mark.parametrize("language", LANGUAGES)
class TestReadBack:
    @pytest.mark.parametrize("kind", ["plan"])
    def test_every_chosen_wording_clause_and_consequence_is_in_the_word_file(
        self, kind: str, language: Language
    ) -> None:
        procurement = sample_procurement()
        text = docx_text(docx.render(made(kind, procurement, language)))
        for chosen in procurement.criteria:
            assert plain(chosen.wording.within(language)) in text
            assert plain(chosen.criterion.proof.within(language)) in text
            if chosen.clause_wording is not None and chosen.criterion.clause is not None:
                assert plain(chosen.clause_wording.within(language)) in text
                assert plain(chosen.criterion.clause.consequence.within(language)) in text

    def test_every_price_bidder_step_and_reason_is_in_the_record(self, language: Language) -> None:
        text = pdf_text(pdf.render(made("record", sample_procurement(), language)))
        prices = (
            ("912 345,50 kr", "850 000 kr", "832 345,50 kr")
            if language == "sv"
            else ("SEK 912,345.50", "SEK 832,345.50")
        )
        for expected in (
            *prices,
            *(bid.bidder for bid in BIDS),
            "Lägst jämförelsepris.",
            "Andelen avgjorde.",
            "Hela vikten",
        ):
            assert expected in text
        own = sample_procurement()
        steps = steps_in(own.evaluations["LOT-0001"].trace, own, language)
        assert len(steps) == 8 and all(plain(trace_sentence(step, MODEL, language)) in text for step in steps)
        first = "Anbudspriset är 912 345,5 kr." if language == "sv" else "The bid price is 912,345.5 SEK."
        assert first in text

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_names_procurement_lot_model_version_buyer_and_sources(
        self, kind: str, language: Language
    ) -> None:
        plan = made(kind, sample_procurement(), language)
        for text in (docx_text(docx.render(plan)), pdf_text(pdf.render(plan))):
            for expected in (
                "Möbler till <Rådhuset> & biblioteket",
                "LOT-0001",
                "9.9+abcd1234",
                "Sagostads kommun",
            ):
                assert expected in text
            assert f"{SOURCE.publisher}: {SOURCE.title} ({SOURCE.year})" in text
            assert ("4 mars 2030" if language == "sv" else "4 March 2030") in text


class TestMarks:
    @pytest.mark.parametrize("kind", KINDS)
    def test_an_exercise_says_so_on_every_page(self, kind: str) -> None:
        plan = made(kind, sample_procurement(exercise=True))
        pages = pdf_pages(pdf.render(plan))
        assert len(pages) > 1
        assert all("ÖVNING – påhittade uppgifter" in page for page in pages)
        word = read_docx(io.BytesIO(docx.render(plan)))
        assert all("ÖVNING" in section.header.paragraphs[0].text for section in word.sections)
        assert "ÖVNING" in html.render(plan).decode()

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_is_not_an_exercise_never_says_it_is(self, kind: str) -> None:
        plan = made(kind, sample_procurement())
        assert (
            "ÖVNING"
            not in pdf_text(pdf.render(plan)) + docx_text(docx.render(plan)) + html.render(plan).decode()
        )

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_page_tells_model_version_and_page(self, kind: str) -> None:
        pages = pdf_pages(pdf.render(made(kind, sample_procurement())))
        for number, page in enumerate(pages, 1):
            assert "9.9+abcd1234" in page and f"Sida {number} av {len(pages)}" in page


class TestAccessible:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_pdf_is_tagged_titled_and_in_its_language(self, kind: str) -> None:
        plan = made(kind, sample_procurement())
        root = PdfReader(io.BytesIO(pdf.render(plan))).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True and "/StructTreeRoot" in root
        assert str(root["/Lang"]).startswith("sv")
        metadata = root["/Metadata"].get_data().decode()
        assert "pdfuaid" in metadata and "pdfaid" in metadata and plan.title in metadata

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_word_file_has_language_headings_repeated_heads_and_alt_texts(
        self, language: Language
    ) -> None:
        plan = made("plan", sample_procurement(), language)
        word = read_docx(io.BytesIO(docx.render(plan)))
        language_of_text = word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val"))
        assert language_of_text == word.core_properties.language == {"sv": "sv-SE", "en": "en-GB"}[language]
        headings = [
            one.text
            for one in word.paragraphs
            if one.style is not None and one.style.name.startswith("Heading")
        ]
        assert headings == [block.text for block in plan.blocks if isinstance(block, Heading)]
        tables = [block for block in plan.blocks if isinstance(block, Table)]
        assert len(list(word.element.body.iter(qn("w:tblHeader")))) == len(tables) > 0
        pictures = [block for block in plan.blocks if isinstance(block, Picture)]
        told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
        assert told == [picture.alt for picture in pictures] and len(told) == 3

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_heading_level_is_skipped(self, kind: str) -> None:
        levels = [
            block.level for block in made(kind, sample_procurement()).blocks if isinstance(block, Heading)
        ]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


class TestUserText:
    @pytest.mark.parametrize("render", [docx.render, pdf.render, html.render])
    def test_signs_that_mean_something_to_a_format_are_only_signs(self, render: object) -> None:
        plan = made("specification", sample_procurement())
        content = render(plan)  # type: ignore[operator]
        if render is html.render:
            text = plain(parser.fromstring(content.decode()).text_content())
        else:
            text = docx_text(content) if render is docx.render else pdf_text(content)
        assert HOSTILE in text

    def test_characters_no_format_can_hold_are_left_out(self) -> None:
        procurement = sample_procurement(title="A\x00B\x0bC\ud800D")
        plan = made("specification", procurement)
        assert "ABCD" in docx_text(docx.render(plan)) and "ABCD" in pdf_text(pdf.render(plan))
        assert b"ABCD" in html.render(plan)

    def test_a_very_long_text_is_carried_over_pages_whole(self) -> None:
        long = " ".join(f"ord{number}" for number in range(3000))
        first, *others = sample_procurement().criteria
        wording = replace(first.wording, sv=long)
        plan = made("specification", sample_procurement(criteria=(replace(first, wording=wording), *others)))
        assert "ord0 " in pdf_text(pdf.render(plan)) and "ord2999" in pdf_text(pdf.render(plan))


class TestHonest:
    @pytest.mark.parametrize("kind", ["specification", "plan"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_empty_procurement_gives_a_document_that_says_so(self, kind: str, language: Language) -> None:
        plan = made(kind, empty_procurement(), language)
        text = docx_text(docx.render(plan))
        assert ("Inget valt ännu" if language == "sv" else "Nothing chosen yet") in text
        assert pdf.render(plan).startswith(b"%PDF")

    def test_a_record_before_bids_says_what_is_not_there(self) -> None:
        procurement = empty_procurement(lots=(Lot("LOT-0001", "Bord"),))
        text = pdf_text(pdf.render(made("record", procurement)))
        for missing in (
            "Inget beslut är fattat",
            "Inga anbud är registrerade",
            "Ingen utvärderingsmodell",
            "inga paragrafer",
        ):
            assert missing in text

    def test_a_promise_without_clause_is_called_out(self) -> None:
        text = docx_text(docx.render(made("clauses", sample_procurement())))
        assert text.count("Inget villkor binder det här kravet") == 1

    def test_an_indicator_that_left_the_library_is_said_to_be_missing(self) -> None:
        criteria = tuple(replace(one, indicator_name=None) for one in sample_procurement().criteria)
        text = docx_text(docx.render(made("plan", sample_procurement(criteria=criteria))))
        assert text.count("indikatorn finns inte i biblioteket") == 3

    def test_a_measurement_with_a_figure_missing_is_unknown(self) -> None:
        text = docx_text(docx.render(made("plan", sample_procurement())))
        assert "Allt levererat: okänt" in text and "5 % av levererade kg (2 000 kg)" in text

    def test_figures_that_cannot_be_computed_do_not_stop_the_plan(self) -> None:
        first, *others = sample_procurement().measurements
        wrong = replace(first, inputs={"reused": Decimal(5), "all": Decimal(0)})
        text = docx_text(docx.render(made("plan", sample_procurement(measurements=(wrong, *others)))))
        assert "Allt levererat: 0 kg" in text

    def test_the_scored_criterion_tells_its_worth_and_what_each_level_earns(self) -> None:
        text = docx_text(docx.render(made("example", sample_procurement())))
        assert "avdrag på högst 80 000 kr" in text and "Halva vikten 50 % 40 000 kr" in text

    def test_a_decision_on_another_calculation_is_warned_about(self) -> None:
        decision = replace(sample_procurement().decisions[0], evaluation_digest="0" * 64, winner_bid="b2")
        plan = made("record", sample_procurement(decisions=(decision,)))
        warnings = [block.text for block in plan.blocks if isinstance(block, Callout)]
        assert "en annan uträkning" in warnings[0] and "Stol & Bord AB kom först" in warnings[1]
        sound = [
            block.text for block in made("record", sample_procurement()).blocks if isinstance(block, Callout)
        ]
        assert not [text for text in sound if "uträkning" in text]

    def test_a_model_changed_since_the_calculation_is_warned_about(self) -> None:
        changed = replace(MODEL, rounding=Decimal(1))
        plan = made("record", sample_procurement(award_models={"LOT-0001": changed}))
        assert any(
            "annan version av modellen" in block.text for block in plan.blocks if isinstance(block, Callout)
        )


class TestLaw:
    """Only the sections of the procurement's own rules are ever cited."""

    @pytest.mark.parametrize(
        ("regime", "cited"),
        [
            (Regime.LOU, {"12 kap. 12 §", "12 kap. 13 §", "12 kap. 14 §", "12 kap. 15–16 §§"}),
            (Regime.LOU_19, {"19 kap. 19 §", "19 kap. 20 §", "19 kap. 22 §"}),
            (Regime.LOU_19A, {"19 a kap. 10 §", "19 a kap. 11 §"}),
            (Regime.LUF, set()),
            (None, set()),
        ],
    )
    def test_the_record_cites_its_own_chapter(self, regime: Regime | None, cited: set[str]) -> None:
        text = pdf_text(pdf.render(made("record", under(regime))))
        every = {
            "12 kap. 12 §",
            "12 kap. 13 §",
            "12 kap. 14 §",
            "12 kap. 15–16 §§",
            "19 kap. 19 §",
            "19 kap. 20 §",
        }
        every |= {"19 kap. 22 §", "19 a kap. 10 §", "19 a kap. 11 §"}
        assert {section for section in every if section in text} == cited

    @pytest.mark.parametrize(
        ("regime", "said"),
        [
            (Regime.LOU, "16 kap. 2 § LOU"), (Regime.LOU_19, "ingen regel här"), (Regime.LUF, "inte granskat"),
            (None, "ingen paragraf anges"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["specification", "plan"])
    def test_a_hook_is_given_for_the_regime_or_says_none(
        self, kind: str, regime: Regime | None, said: str
    ) -> None:
        text = docx_text(docx.render(made(kind, under(regime))))
        assert (said in text) == (regime is not Regime.LOU_19)  # nobody reads empty points
        assert ("16 kap. 2 §" in text) == (regime is Regime.LOU)
