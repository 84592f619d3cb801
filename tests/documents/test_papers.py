"""The whole set of a procurement's documents, written in both languages and both forms, and read back."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Callout, Document, Heading, Paragraph, Table
from omlopp.domain.model.award import AwardCriterion, AwardModel, digest
from omlopp.domain.model.criteria import CriterionKind
from omlopp.domain.model.law import LegalPoint, Regime
from omlopp.domain.model.procurement import RegimeChoice
from omlopp.domain.model.text import Language
from omlopp.flows.papers import (
    PAPERS,
    Form,
    NoSuchPaper,
    NoSuchPart,
    Paper,
    PaperNotReady,
    every,
    file_name,
    paper,
    plan_of,
    render,
    write_documents,
)
from omlopp.library.load import library as shipped
from omlopp.library.secrecy import secrecy
from tests.documents.dossiers import ANSWERS, whole_dossier, whole_library
from tests.documents.reading import docx_text, pdf_text, plain
from tests.documents.sample import DAY, HOOK, MODEL, empty_procurement

LANGUAGES: tuple[Language, ...] = ("sv", "en")
MADE = [one for one in PAPERS if one.plan is not None]
PARTS = {"lot": "LOT-0001", "talk": "7", "": ""}


def made(kind: str, dossier: Dossier | None = None, language: Language = "sv") -> Document:
    one = paper(kind)
    return plan_of(one, dossier or whole_dossier(), PARTS[one.each], whole_library(), language, DAY)


def text_of(kind: str, form: Form, language: Language = "sv", dossier: Dossier | None = None) -> str:
    content = render(made(kind, dossier, language), form)
    return docx_text(content) if form == "docx" else pdf_text(content)


def expected(kind: str, language: Language) -> list[str]:
    """What must be found in the document: every requirement, clause and number it is about, as people read them."""
    dossier = whole_dossier()
    chosen = dossier.procurement.criteria
    sv = language == "sv"
    said = ANSWERS
    of_kind = {
        "needs_analysis": [
            said["mandate"], said["need_statement"], said["need_function"], said["way_reason"], "Höj- och sänkbart bord",
            "22", "Arkivskåp", "140 800 kr" if sv else "SEK 140,800", "60", "38", "36,7 %" if sv else "36.7%",
            "5 % av levererade kg (2 000 kg)" if sv else "5% of delivered kg (2,000 kg)",
        ],
        "rfi": ["Begagnade bord", "Hur många bord kan ni leverera?", "Leverantören ska ta tillbaka."],
        "procurement_strategy": [
            "1 900 000 kr" if sv else "SEK 1,900,000", said["value_basis"], "Värdet är högt.", said["market_findings"],
            said["lots_reason"], "3 av 5 klarar kravet nu." if sv else "3 of 5 meet it now.", "Måtten på dörrarna",
            "19 februari 2030" if sv else "19 February 2030", "Fyra kan leverera.", "40 %" if sv else "40%",
            *(one.criterion.name.within(language) for one in chosen),
            *(note.within(language) for one in chosen for note in one.criterion.risk_notes.values()),
        ],
        "requirement_specification": [
            *(
                text
                for one in chosen
                if one.criterion.kind in (CriterionKind.TECHNICAL, CriterionKind.SELECTION)
                for text in (one.wording.within(language), one.criterion.proof.within(language))
            ),
            *(one.criterion.name.within(language) for one in chosen),
            "eller likvärdigt" if sv else "or equivalent",
            "750 000" if sv else "750,000",
        ],
        "worked_example": [
            *(
                text
                for one in chosen
                if one.criterion.scored
                for text in (one.wording.within(language), one.criterion.proof.within(language))
            ),
            "80 000 kr" if sv else "SEK 80,000", "Halva vikten", "lottning" if sv else "drawing lots",
        ],
        "contract_clauses": [
            *(
                text
                for one in chosen
                for text in (
                    one.criterion.clause.consequence.within(language)
                    if one.clause_wording and one.criterion.clause
                    else "",
                    one.clause_wording.within(language) if one.clause_wording else "",
                    one.wording.within(language) if one.criterion.kind is CriterionKind.PERFORMANCE else "",
                )
            ),
            said["change_clauses"], said["goods_at_end"],
        ],
        "evaluation_record": ["832 345,50 kr" if sv else "SEK 832,345.50", "Stol & Bord AB", "Andelen avgjorde."],
        "award_decision": [
            "Stol & Bord AB", "Andelen avgjorde.", "förvaltningschefen", "912 345,50 kr" if sv else "SEK 912,345.50",
            "832 345,50 kr" if sv else "SEK 832,345.50", "1 februari 2030" if sv else "1 February 2030",
        ],
        "follow_up_plan": [one.criterion.follow_up.record.within(language) for one in chosen if one.criterion.follow_up],
        "follow_up_report": [
            "FU-2030-17", "Stol & Bord AB", "Tjugo stolar till", "42 000 kr" if sv else "SEK 42,000", "q1.xlsx",
            "vägning.pdf", "Väg stolarna vid leverans.", said["lesson_change"], said["exit_reason"], said["effect_note"],
            said["deviations"], "5 % av levererade kg (2 000 kg)" if sv else "5% of delivered kg (2,000 kg)",
            "1 av 2" if sv else "1 of 2",
        ],
    }  # fmt: skip
    return [plain(text) for text in of_kind[kind] if text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", MADE, ids=lambda one: one.kind)
class TestReadBack:
    @pytest.mark.parametrize("form", ["docx", "pdf"])
    def test_every_requirement_clause_and_number_is_found(
        self, one: Paper, language: Language, form: Form
    ) -> None:
        text = text_of(one.kind, form, language)
        bare = text.replace(" ", "")  # a PDF parts words where lines break
        lost = [each for each in expected(one.kind, language) if each.replace(" ", "") not in bare]
        assert lost == []

    def test_the_pdf_is_tagged_titled_and_in_its_language(self, one: Paper, language: Language) -> None:
        plan = made(one.kind, language=language)
        reader = PdfReader(io.BytesIO(render(plan, "pdf")))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True and "/StructTreeRoot" in root
        assert str(root["/Lang"]).startswith(language)
        metadata = root["/Metadata"].get_data().decode()
        assert "pdfuaid:part" in metadata and "pdfaid:part" in metadata
        assert reader.metadata is not None and str(reader.metadata.title).startswith(plan.title)
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True

    def test_the_word_file_has_real_headings_language_and_heads_of_tables(
        self, one: Paper, language: Language
    ) -> None:
        plan = made(one.kind, language=language)
        word = read_docx(io.BytesIO(render(plan, "docx")))
        assert word.core_properties.title == plan.title
        assert word.core_properties.language == {"sv": "sv-SE", "en": "en-GB"}[language]
        headings = [
            each.text for each in word.paragraphs if each.style and each.style.name.startswith("Heading")
        ]
        assert headings == [block.text for block in plan.blocks if isinstance(block, Heading)]
        tables = [block for block in plan.blocks if isinstance(block, Table)]
        assert len(list(word.element.body.iter(qn("w:tblHeader")))) == len(tables)
        assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)

    def test_no_heading_level_is_skipped(self, one: Paper, language: Language) -> None:
        levels = [
            block.level for block in made(one.kind, language=language).blocks if isinstance(block, Heading)
        ]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))

    @pytest.mark.parametrize("form", ["docx", "pdf"])
    def test_the_same_input_gives_the_same_bytes(self, one: Paper, language: Language, form: Form) -> None:
        first, second = (
            hashlib.sha256(render(made(one.kind, language=language), form)).digest() for _ in "ab"
        )
        assert first == second


class TestHonest:
    @pytest.mark.parametrize("one", [one for one in MADE if not one.each], ids=lambda one: one.kind)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_empty_procurement_gives_a_document_that_says_what_is_missing(
        self, one: Paper, language: Language
    ) -> None:
        plan = made(one.kind, Dossier(empty_procurement()), language)
        missing = [block for block in plan.blocks if isinstance(block, Callout) and block.kind == "missing"]
        assert missing and render(plan, "pdf").startswith(b"%PDF")

    def test_nothing_is_invented_where_nothing_is_known(self) -> None:
        for one in [one for one in MADE if not one.each]:
            text = text_of(one.kind, "docx", dossier=Dossier(empty_procurement()))
            assert "None" not in text and "{" not in text

    def test_a_share_of_the_new_price_says_for_how_many_it_is_known(self) -> None:
        assert "Nypriset är känt för 22 av dem" in text_of("needs_analysis", "docx")

    def test_no_price_at_all_is_said(self) -> None:
        moved = tuple(replace(one, new_price_each=None) for one in whole_dossier().moved)
        assert "Vad de hade kostat nya är inte känt" in text_of(
            "needs_analysis", "docx", dossier=whole_dossier(moved=moved)
        )

    @settings(deadline=None)
    @given(before=some.integers(0, 500), after=some.integers(0, 500))
    def test_the_amount_before_and_after_adds_up(self, before: int, after: int) -> None:
        answers = {**ANSWERS, "amount_before": str(before), "amount_after": str(after)}
        procurement = replace(whole_dossier().procurement, answers=answers)
        blocks = made("needs_analysis", whole_dossier(procurement=procurement)).blocks
        said = [plain(block.text) for block in blocks if isinstance(block, Paragraph)]
        if before and after < before:
            assert any(
                f"minskade köpet med {before - after} st" in one and f"av {before} st." in one for one in said
            )
        elif before:
            assert not any("minskade köpet" in one for one in said)

    def test_unknown_counts_as_unknown_in_the_report(self) -> None:
        """One promise, a baseline and a contract figure with a gap: nothing kept, nothing broken."""
        text = text_of("follow_up_report", "docx")
        assert "Löften som hölls 0 av 1" in text and "Löften som inte hölls 0 av 1" in text
        assert "Går inte att bedöma 1 av 1" in text

    def test_what_nobody_reported_is_listed(self) -> None:
        dossier = whole_dossier(procurement=replace(whole_dossier().procurement, measurements=()))
        text = plain(" ".join(str(block) for block in made("follow_up_report", dossier).blocks))
        assert "värdet är inte känt (nuläge, avtal, avtalsslut)" in text

    def test_a_requirement_nothing_binds_is_named_in_the_clauses(self) -> None:
        first, *others = whole_dossier().procurement.criteria
        criteria = (replace(first, clause_wording=None), *others)
        dossier = whole_dossier(procurement=replace(whole_dossier().procurement, criteria=criteria))
        text = text_of("contract_clauses", "docx", dossier=dossier)
        assert f"Krav utan avtalsvillkor Saknas: {first.criterion.name.sv}." in text

    @pytest.mark.parametrize("kind", ["contract_clauses", "procurement_strategy"])
    def test_the_length_is_missing_only_where_no_days_tell_it(self, kind: str) -> None:
        for gone, said in ((("planned_years",), False), (("planned_years", "contract_to"), True)):
            answers = {name: text for name, text in ANSWERS.items() if name not in gone}
            procurement = replace(whole_dossier().procurement, answers=answers)
            blocks = made(kind, whole_dossier(procurement=procurement, contracts=())).blocks
            lacking = " ".join(block.text.lower() for block in blocks if isinstance(block, Callout))
            assert ("längd, med förlängningar" in lacking) is said

    def test_a_level_below_the_bid_and_a_penalty_are_never_paid_both(self) -> None:
        own = whole_dossier().procurement
        model = own.award_models["LOT-0001"]
        scored = tuple(replace(one, sanction_factor=Decimal("1.5")) for one in model.criteria)
        procurement = replace(own, award_models={"LOT-0001": replace(model, criteria=scored)})
        for kind in ("contract_clauses", "worked_example"):
            text = text_of(kind, "docx", dossier=whole_dossier(procurement=procurement))
            assert "1,5 gånger den fördel" in text and "bara det högre av beloppen" in text

    def test_the_award_model_is_told_in_the_documents_language_and_its_checksum_is_the_kept_ones(
        self,
    ) -> None:
        own = whole_dossier().procurement
        scored = next(
            one for one in own.criteria if one.criterion.scored and one.lot_id in (None, "LOT-0001")
        )
        of_price = MODEL.criteria[0]
        told = AwardCriterion(
            scored.criterion.id, scored.criterion.name.sv, value=Decimal(80000), chosen_criterion=scored.id,
            levels={"none": Decimal(0), "all": Decimal(1)}, level_texts={"none": "Eget ord", "all": "Allt"},
            proof=scored.criterion.proof.sv,
        )  # fmt: skip
        model = AwardModel("monetised.fixed_amounts", (of_price, told))
        lots = (replace(own.lots[0], value_sek=Decimal(900000)), *own.lots[1:])
        procurement = replace(own, award_models={"LOT-0001": model}, lots=lots)
        text = text_of("worked_example", "docx", "en", whole_dossier(procurement=procurement))
        assert f"Levels: {scored.criterion.name.en} Level" in text
        assert scored.criterion.proof.en in text and "Eget ord" in text and digest(model) in text

    def test_an_unscored_award_criterion_says_so(self) -> None:
        bare = AwardModel(MODEL.family, MODEL.criteria[:1], ties=MODEL.ties)
        procurement = replace(whole_dossier().procurement, award_models={"LOT-0001": bare})
        text = text_of("worked_example", "docx", dossier=whole_dossier(procurement=procurement))
        assert "ingår inte i någon utvärderingsmodell" in text

    def test_user_text_stays_text(self) -> None:
        answers = {**ANSWERS, "need_statement": "#let x = 1 <b>fet</b> $k$ \x00\ud800slut"}
        dossier = whole_dossier(procurement=replace(whole_dossier().procurement, answers=answers))
        for form in ("docx", "pdf"):
            assert "#let x = 1 <b>fet</b> $k$ slut" in text_of("needs_analysis", form, dossier=dossier)


class TestLaw:
    """Only sections of the procurement's own rules are cited."""

    @pytest.mark.parametrize("regime", [Regime.LOU, Regime.LOU_19, Regime.LOU_19A, Regime.LUF])
    @pytest.mark.parametrize("one", MADE, ids=lambda one: one.kind)
    def test_every_cited_section_is_a_rule_of_the_procurements_own_regime(
        self, one: Paper, regime: Regime
    ) -> None:
        choice = RegimeChoice(regime, "Skäl.", regime, date(2030, 1, 2))
        procurement = replace(whole_dossier().procurement, regime=choice)
        text = text_of(one.kind, "docx", dossier=whole_dossier(procurement=procurement))
        hooks = [*shipped().legal.values(), *(hook for step in shipped().model.steps for hook in step.hooks)]
        own = {(point.hook() if isinstance(point, LegalPoint) else point).section(regime) for point in hooks}
        cited = set(re.findall(r"\((\d+(?: a)? kap\. [^()]*?§§?) (?:LOU|LUF|LUK)\)", text))
        assert cited <= own | {HOOK.section(regime)}

    @pytest.mark.parametrize(("regime", "said"), [(Regime.LOU, True), (Regime.LOU_19, False), (None, False)])
    def test_one_lot_without_a_reason_is_missing_only_where_a_reason_is_asked_for(
        self, regime: Regime | None, said: bool
    ) -> None:
        own = whole_dossier().procurement
        answers = {name: text for name, text in ANSWERS.items() if name != "lots_reason"}
        choice = RegimeChoice(regime, "Skäl.", regime, date(2030, 1, 2)) if regime else None
        procurement = replace(own, lots=own.lots[:1], answers=answers, regime=choice)
        text = text_of("procurement_strategy", "docx", dossier=whole_dossier(procurement=procurement))
        assert ("skälet är inte angivet" in text) is said

    @pytest.mark.parametrize(
        ("regime", "said"), [(Regime.LOU, False), (Regime.LOU_19, False), (Regime.LOU_19A, True)]
    )
    def test_direct_awards_are_told_of_only_where_one_is_made(self, regime: Regime, said: bool) -> None:
        choice = RegimeChoice(regime, "Skäl.", regime, date(2030, 1, 2))
        dossier = whole_dossier(procurement=replace(whole_dossier().procurement, regime=choice))
        for kind in ("award_decision", "evaluation_record"):
            assert ("Vid direktupphandling gäller" in text_of(kind, "docx", dossier=dossier)) is said

    def test_a_section_stands_before_the_full_stop(self) -> None:
        for one in MADE:
            assert not re.search(r"\. \(\d+(?: a)? kap\.", text_of(one.kind, "docx"))


class TestMarks:
    @pytest.mark.parametrize("one", MADE, ids=lambda one: one.kind)
    def test_hindsight_exercise_and_secrecy_are_at_the_top_of_every_page(self, one: Paper) -> None:
        own = replace(whole_dossier().procurement, exercise=True)
        plan = made(one.kind, whole_dossier(procurement=own, in_hindsight=True))
        of_bids = secrecy().of(one.kind) == "bids"
        assert of_bids is one.of_bids
        reader = PdfReader(io.BytesIO(render(plan, "pdf")))
        for page in reader.pages:
            text = plain(page.extract_text())
            assert "ÖVNING" in text and "I EFTERHAND" in text and plan.marks[4][1] in text
            assert ("absolut sekretess" in text.lower()) is of_bids  # its award is open in the sample
        word = read_docx(io.BytesIO(render(plan, "docx")))
        head = " ".join(each.text for each in word.sections[0].header.paragraphs)
        assert "ÖVNING" in head and "I EFTERHAND" in head and ("absolut sekretess" in head.lower()) is of_bids


class TestList:
    def test_each_kind_and_address_stands_once(self) -> None:
        assert len({one.kind for one in PAPERS}) == len({one.address for one in PAPERS}) == len(PAPERS)

    def test_names_are_in_both_languages(self) -> None:
        assert all(one.name("sv") and one.name("en") and one.name("sv") != one.title for one in PAPERS)

    def test_what_is_not_there_is_refused_with_what_there_is(self) -> None:
        with pytest.raises(NoSuchPaper) as refused:
            paper("kravbilagan")
        assert "kravspecifikation" in str(refused.value.facts["known"])
        with pytest.raises(NoSuchPart):
            plan_of(paper("protokoll"), whole_dossier(), "LOT-9", whole_library(), "sv", DAY)

    def test_a_lot_without_evaluation_or_decision_cannot_have_their_documents(self) -> None:
        for kind in ("evaluation_record", "award_decision", "worked_example"):
            with pytest.raises(PaperNotReady):
                plan_of(paper(kind), whole_dossier(), "LOT-0002", whole_library(), "sv", DAY)

    def test_documents_of_bids_are_left_out_where_bids_are_not_seen(self) -> None:
        kinds = {one.kind for one, _ in every(whole_dossier(), bids=False)}
        assert kinds == {one.kind for one in MADE if not one.of_bids}
        assert {one.kind for one, _ in every(whole_dossier(), bids=True)} == {one.kind for one in MADE}

    def test_files_are_named_by_procurement_part_and_document(self) -> None:
        name = file_name(paper("protokoll"), whole_dossier(), "LOT-0001", "sv", "pdf")
        assert name == "mobler-till-radhuset-biblioteket-1-lot-0001-utvarderingsprotokoll.pdf"

    def test_the_whole_set_is_written_in_both_forms(self, tmp_path: object) -> None:
        from pathlib import Path

        to = Path(str(tmp_path)) / "new"
        written = write_documents(whole_dossier(), whole_library(), to, "sv", DAY)
        assert len(written) == 2 * len(MADE) == len(set(written)) and sorted(written) == sorted(to.iterdir())
        few = write_documents(
            whole_dossier(), whole_library(), to, "sv", DAY, kinds=["strategi"], forms=["pdf"]
        )
        assert [path.suffix for path in few] == [".pdf"]

    def test_numbers_in_answers_survive_a_comma(self) -> None:
        answers = {**ANSWERS, "turnover_required_sek": "1 250 000,5"}
        procurement = replace(whole_dossier().procurement, answers=answers)
        assert "1 250 000,5" in text_of(
            "requirement_specification", "docx", dossier=whole_dossier(procurement=procurement)
        )
