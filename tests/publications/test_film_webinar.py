"""The webinar pack: minutes that add up, an answer to each question, and results that are recomputed."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from omlopp.documents.plan import Bullets
from omlopp.domain.model.text import LANGUAGES
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.build import Building
from omlopp.flows.publications.plan import plans
from omlopp.flows.publications.webinar import TimeDoesNotAdd, answers, exercises, questions, run_sheet, sheet
from omlopp.library.load import library

BUILDING = Building(Base(library(), date(2026, 11, 22)))


def test_the_run_sheet_is_the_webinar_minute_by_minute() -> None:
    table = run_sheet(BUILDING.base, BUILDING.figures("sv"), "sv")
    ends = [tuple(map(int, row[0].split("–"))) for row in table.rows]
    assert ends[0][0] == 0 and ends[-1][1] == sheet().minutes
    assert all(one[1] == after[0] for one, after in pairwise(ends))


def test_parts_that_do_not_fill_the_time_are_refused() -> None:
    with pytest.raises(TimeDoesNotAdd) as refused:
        replace(sheet(), minutes=45)
    assert refused.value.facts == {"minutes": 45, "parts": 60}
    with pytest.raises(TimeDoesNotAdd):
        replace(exercises()[0], answers=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_hold_what_the_award_computes(language: str) -> None:
    figures = BUILDING.figures(language)  # type: ignore[arg-type]
    said = [block for block in answers(BUILDING.base, figures, language) if isinstance(block, Bullets)]  # type: ignore[arg-type]
    asked = [block for block in questions(BUILDING.base, figures, language) if isinstance(block, Bullets)]  # type: ignore[arg-type]
    assert [len(one.items) for one in said] == [len(one.items) for one in asked]
    winner = min("ABC", key=lambda bid: figures[f"example.kronor.{bid}.comparison"].value or 0)
    assert said[1].items[1].startswith(winner)
    assert figures.show(f"example.kronor.{winner}.comparison") in said[1].items[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pack_can_be_laid_out(language: str) -> None:
    job = BUILDING.job(plans().one("webinar"), language)  # type: ignore[arg-type]
    assert len(job.document("docx").blocks) > 30
