"""The handbook is the model and the library, said in order; nothing in it is written by hand."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import get_args

import pytest
from lxml import html as parser

from omlopp.documents import html, pdf
from omlopp.documents.plan import Document, Heading
from omlopp.documents.plans.handbook import handbook
from omlopp.domain.model.text import Language
from omlopp.library.load import Library, library
from tests.documents.reading import pdf_text, plain
from tests.documents.sample import LIMIT, sample_library

LANGUAGES: tuple[Language, ...] = get_args(Language)
WHILE_IT_HOLDS, AFTER = date(2029, 12, 31), date(2030, 1, 1)


def text_of(plan: Document) -> str:
    page = parser.fromstring(html.render(plan).decode())
    # each text by itself: neighbours in a table must not run together
    return plain(" ".join(page.xpath("//body//text()")))


@cache
def real(language: Language) -> tuple[Library, str]:
    return library(), text_of(handbook(library(), language, date(2030, 1, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
class TestRealLibrary:
    def test_every_step_has_purpose_questions_and_gate(self, language: Language) -> None:
        lib, text = real(language)
        for step in lib.model.steps:
            for said in (
                step.name,
                step.purpose,
                step.records,
                step.gate.says,
                *(one.text for one in step.questions),
            ):
                assert plain(said.within(language)) in text

    def test_every_goal_strategy_criterion_indicator_and_parameter_is_there(self, language: Language) -> None:
        lib, text = real(language)
        for goal in lib.goals:
            assert all(plain(one.text.within(language)) in text for one in (goal, *goal.strategies))
        for criterion in lib.criteria.values():
            assert (
                plain(criterion.text.within(language)) in text
                and plain(criterion.proof.within(language)) in text
            )
        assert all(plain(one.text.within(language)) in text for one in lib.indicators.values())
        assert all(plain(one.name.within(language)) in text for one in lib.parameters.values())

    def test_every_legal_point_and_every_provenance_is_there(self, language: Language) -> None:
        lib, text = real(language)
        for step in lib.model.steps:
            assert all(plain(one.what.within(language)) in text for one in step.provenance)
            assert all(plain(hook.says.within(language)) in text for hook in step.hooks)

    def test_it_is_written_as_a_pdf_that_screen_readers_can_follow(self, language: Language) -> None:
        plan = handbook(library(), language, date(2030, 1, 1))
        assert plan.title in pdf_text(pdf.render(plan))


class TestSample:
    def test_it_says_whose_model_it_is_and_which_version(self) -> None:
        text = text_of(handbook(sample_library(), "sv", AFTER))
        assert "Provmodellen" in text and "9.9+abcd1234" in text and "Tack." in text

    def test_what_is_taken_has_its_source_and_what_is_ours_says_so(self) -> None:
        text = text_of(handbook(sample_library(), "sv", AFTER))
        assert "Frågan är hämtad. Sagoförlaget: Sagobok om möbler (2029) – läst i källan" in text
        assert "Grinden är vår. Vårt eget" in text

    def test_law_is_shown_as_expired_from_the_day_after_its_last(self) -> None:
        before, after = (text_of(handbook(sample_library(), "sv", day)) for day in (WHILE_IT_HOLDS, AFTER))
        assert "Det sista gick ut" not in before and "31 december 2029 gäller" in before
        assert "Det sista gick ut 31 december 2029" in after and "31 december 2029 har gått ut" in after

    def test_law_that_has_not_begun_is_not_called_expired(self) -> None:
        text = text_of(handbook(sample_library(), "sv", date(2027, 1, 1)))
        assert "kommande" in text and "gått ut" not in text

    def test_each_hook_has_all_five_regimes(self) -> None:
        page = parser.fromstring(html.render(handbook(sample_library(), "sv", AFTER)).decode())
        table = next(one for one in page.iter("table") if "Paragraf under varje" in one.findtext("caption"))
        cells = [plain(cell.text_content()) for cell in table.find("tbody").find("tr")]
        assert cells[1:] == [
            "16 kap. 2 §",
            "ingen regel här",
            "ingen regel här",
            "inte granskat",
            "inte granskat",
        ]

    def test_a_library_without_criteria_says_so(self) -> None:
        empty = replace(sample_library(), criteria={}, parameters={"limit": LIMIT})
        assert "Kravbanken är tom" in text_of(handbook(empty, "sv", AFTER))


class TestHtml:
    page = parser.fromstring(html.render(handbook(sample_library(), "sv", AFTER)).decode())

    def test_it_stands_alone(self) -> None:
        fetched = [*self.page.xpath("//@src"), *self.page.xpath("//link/@href"), *self.page.xpath("//script")]
        assert not fetched and "@import" not in self.page.findtext(".//style")

    def test_the_contents_lead_somewhere_and_ids_are_unique(self) -> None:
        ids = self.page.xpath("//@id")
        assert len(ids) == len(set(ids))
        links = [href[1:] for href in self.page.xpath("//nav//a/@href | //a[@class='skip']/@href")]
        assert set(links) <= set(ids)
        headings = [one for one in handbook(sample_library(), "sv", AFTER).blocks if isinstance(one, Heading)]
        assert len(links) == 1 + len([one for one in headings if one.level <= 2])

    def test_it_has_language_title_one_main_heading_and_landmarks(self) -> None:
        assert self.page.get("lang") == "sv" and "Handledning" in self.page.findtext(".//title")
        assert (
            len(self.page.xpath("//h1"))
            == len(self.page.xpath("//main"))
            == len(self.page.xpath("//nav"))
            == 1
        )
        assert all(table.findtext("caption") for table in self.page.iter("table"))

    def test_a_link_that_is_no_web_address_stays_text(self) -> None:
        lib = sample_library()
        hostile = replace(lib.goals[0].source, link="javascript:alert(1)")
        goals = (replace(lib.goals[0], source=hostile), *lib.goals[1:])
        page = html.render(handbook(replace(lib, goals=goals), "sv", AFTER)).decode()
        assert "javascript:" not in "".join(parser.fromstring(page).xpath("//@href"))
