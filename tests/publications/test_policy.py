"""Policy evidence: counted over real cases only, graded by rules written before, and honest where it is too little."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from omlopp.documents import pdf
from omlopp.documents.plan import Facts, Heading, Paragraph
from omlopp.flows import programme_figures
from omlopp.flows.publications import handed, project
from omlopp.flows.publications import policy as flow
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.figures import reckoned
from omlopp.flows.publications.fill import Figures, placed
from omlopp.flows.publications.job import Job, source_lines
from omlopp.flows.publications.plan import plans
from omlopp.library import policy
from omlopp.library.load import library
from omlopp.statistics.effect_spec import current
from tests.documents.test_programme_documents import PROGRAMME
from tests.publications.trial import ON, entry

MARKET = {
    "made_on": "2026-11-22",
    "specification": {"id": current().id, "sha256": current().sha256, "written_on": "2026-11-22"},
    "data": {"source": {
        "sv": "Uppgifter: Upphandlingsmyndigheten | Bearbetning: Omlopp (period 2021, insamlad till mars 2023; CC0)",
        "en": "Data: Upphandlingsmyndigheten | Processed by Omlopp (period 2021, collected by March 2023; CC0)",
    }},
    "program": {"omlopp": "0.1.0"},
    "uptake": {"all": {}, "platforms": []},
    "answers": [{
        "exposure": "found", "outcome": "bids", "ratio": True, "unit": "procurement", "verdict": "cannot_tell",
        "effect": 1.3035, "low": 0.024, "high": 3.88, "p_holm": 0.172, "mde_low": -0.67, "mde_high": 2.01, "n": 5238,
        "exposed": 7, "buyers": 406, "exposed_buyers": 7, "why": "",
    }],
}  # fmt: skip
"""What the market evidence found of the number of bids, as it is kept."""


def base(**more: Any) -> Base:
    return Base(library(), ON, **more)


def figures(of: Base, language: Any = "sv") -> Figures:
    return Figures(reckoned(of), language, of.library.names, 5)


@pytest.mark.parametrize(
    ("cases", "buyers", "of", "grade"),
    [
        (20, 15, 40, "strong"),
        (20, 14, 40, "moderate"),  # too few buyers
        (20, 15, 41, "moderate"),  # too small a share
        (8, 6, 40, "moderate"),
        (7, 6, 10, "weak"),
        (3, 3, 300, "weak"),
        (2, 2, 2, "too_little"),
        (0, 0, 0, "too_little"),
    ],
)
def test_a_grade_needs_all_three_limits(cases: int, buyers: int, of: int, grade: str):
    assert policy.strength().grade(cases, buyers, of) == grade


def test_a_market_question_that_was_not_run_is_too_little():
    assert policy.strength().of_verdict(None) == "too_little"
    [bids] = [one for one in policy.findings() if one.evidence.market]
    assert flow.grade_of(bids, base(), {}) == "too_little"
    assert flow.grade_of(bids, base(market={"answers": [
        {"exposure": "found", "outcome": "bids", "verdict": "shown"}
    ]}), {}) == "moderate"  # fmt: skip


def test_an_exercise_is_no_evidence():
    alone, invented = base(), base(entries=(entry(exercise=True),))
    assert flow.counted(invented) == flow.counted(alone)


def test_a_real_procurement_counts_beside_the_cases():
    alone, real = flow.counted(base()), flow.counted(base(entries=(entry(exercise=False),)))
    assert any(real[one].of > alone[one].of for one in real)


def test_the_count_is_the_cases_behind_it_and_their_buyers():
    for one in flow.counted(base()).values():
        assert len(one.ids) <= one.of
        assert one.buyers <= len(one.ids)
        assert {id for id in one.ids if id not in library().cases} == set()


def test_too_little_evidence_proposes_no_changed_rule_but_how_to_find_out():
    of = base()
    found = flow.counted(of)
    for language in ("sv", "en"):
        told = list(flow.brief("skr", of, figures(of, language), language))
        for finding in policy.findings_to("skr"):
            place = told.index(Heading(finding.title.within(language), 1))
            facts = told[place + 2]
            assert isinstance(facts, Facts)
            said = [text for _, text in facts.pairs]
            weak = flow.grade_of(finding, of, found) == "too_little"
            assert (finding.lacking.within(language) in said) == weak
            assert (finding.proposal.within(language) in said) == (not weak)


def test_the_strongest_finding_comes_first():
    of, order = base(), [one.id for one in policy.strength().grades]
    found = flow.counted(of)
    titles = [
        each.text for each in flow.brief("ministry", of, figures(of), "sv") if isinstance(each, Heading)
    ]
    grades = {one.title.sv: order.index(flow.grade_of(one, of, found)) for one in policy.findings()}
    assert [grades[title] for title in titles] == sorted(grades[title] for title in titles)


def test_what_was_not_reckoned_is_said_in_words_of_its_own():
    of = base()
    told = [each.text for each in flow.brief("eu", of, figures(of), "sv") if isinstance(each, Paragraph)]
    assert "Frågan är inte prövad mot anbudsdata än. Därför säger vi ingenting om den." in told


def test_every_finding_has_an_addressee_a_known_figure_and_the_same_figures_in_both_languages():
    known = reckoned(base())
    briefs = {one.id: one.publication for one in policy.addressees()}
    for one in policy.findings():
        assert one.to, one.id
        for text in (one.says, one.proposal, one.lacking, one.acts):
            assert text.sv and text.en, one.id
            assert sorted(placed(text.sv)) == sorted(placed(text.en)), one.id
            assert {id for id, _ in placed(text.sv)} <= set(known), one.id
    assert set(briefs.values()) <= set(plans().found)
    assert {addressee for one in policy.findings() for addressee in one.to} == set(briefs)


def test_the_assignments_answers_name_figures_that_are_reckoned():
    known = set(reckoned(base()))
    for one in policy.assignments():
        for each in one.asks:
            assert sorted(placed(each.answer.sv)) == sorted(placed(each.answer.en))
            assert {id for id, _ in placed(each.answer.sv)} <= known


def test_a_project_report_on_an_empty_workspace_says_so_and_shows_no_number():
    held = figures(base())
    assert held.show("project.goals.met", "of") == "okänt av 0"
    assert not held.known("project.budget.total")
    assert held.show("handed.replied", "of") == "0 av 0"


def test_what_was_sent_is_counted_real_or_exercise_never_both():
    row = {
        "id": "1", "on": date(2026, 1, 2), "to": "Myndigheten", "office": "Registrator", "title": "Underlag",
        "sha256": "ab" * 32, "diary_number": "", "replied_on": date(2026, 2, 1), "reply": "Tack.", "led_to": "",
        "exercise": False,
    }  # fmt: skip
    of = base(dispatched=(row, row | {"id": "2", "exercise": True, "reply": ""}))
    held = figures(of)
    assert held.show("handed.sent") == "1\u00a0försändelse"
    assert held.show("handed.replied", "of") == "1 av 1"
    [only] = handed.table(of, held, "sv").rows
    assert tuple(each.replace("\u00a0", " ") for each in only) == ("2 januari 2026", "Myndigheten, Registrator", "Underlag (version abababababab)", "–",
                    "Svar 1 februari 2026: Tack.")  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_market_finding_tells_its_answer_with_interval_and_why_it_is_not_shown(language: Any):
    of = base(market=MARKET)
    told = list(flow.brief("uhm", of, figures(of, language), language))
    [bids] = [one for one in policy.findings() if one.evidence.market]
    facts = told[told.index(Heading(bids.title.within(language), 1)) + 2]
    assert isinstance(facts, Facts)
    says = facts.pairs[0][1].replace("\N{NO-BREAK SPACE}", " ")
    assert "95 %-intervall +2,4 % till +388 %" in says or "95% interval +2.4% to +388%" in says
    assert "Holm" in says, "the interval by itself excludes zero"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_brief_is_longer_than_two_pages(language: Any):
    of = base(market=MARKET)
    for one in policy.addressees():
        made = pdf.render(
            Job(plans().one(one.publication), of, figures(of, language), language).document("pdf")
        )
        assert len(PdfReader(BytesIO(made)).pages) <= 2, one.id


def test_a_source_is_told_once_with_its_methods():
    of = base()
    job = Job(plans().one("policy_uhm"), of, figures(of), "sv")
    shown = [figures(of)[id] for id in ("bank.steps", "bank.cases", "cases.base", "cases.ladder.base")]
    lines = source_lines(shown, job)
    assert len(lines) == len({one.source for one in shown}) == 2
    assert "publications.md#counts (2 tal)" in " ".join(lines) and "evaluation.md#ladder (1 tal)" in " ".join(
        lines
    )


def test_the_project_report_tells_of_one_programme_what_the_programme_figures_tell():
    earlier = replace(
        PROGRAMME, id="0", title="Ett tidigare", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    alone = {one.id: one for one in programme_figures.figures(base(programmes=(PROGRAMME,)))}
    told = {one.id: one for one in project.figures(base(programmes=(earlier, PROGRAMME)))}
    for here, there in (("budget.total", "budget.total"), ("goals.met", "programme.goals.met"),
                        ("help.hours", "help.hours"), ("claims.paid", "claims.paid")):  # fmt: skip
        assert replace(told[f"project.{here}"], id=there) == alone[there]


def test_what_the_slides_claim_in_their_titles_holds_in_the_bank():
    """Titles hold no figures: this fails on the day that the cases say something else."""
    found = reckoned(base())

    def value(id: str) -> int:
        return int(found[f"cases.{id}"].value)  # type: ignore[arg-type]

    assert min(value("obstacle.cost"), value("obstacle.habit")) > value("obstacle.law")
    assert value("ladder.a.yes") > value("ladder.base") / 2 > value("ladder.alone.yes")
    assert value("ladder.c.unknown") == value("ladder.base"), "the stairs break at the third step"
    assert all(value(f"effect.{one}.told") < value("base") / 2 for one in ("climate", "resources", "waste"))
