"""The papers of a programme, read back from their plans and files: what a reader must find, and what is said to be missing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.documents import docx, pdf
from omlopp.documents.plan import Callout, Document, Facts, Heading, Picture, Table
from omlopp.documents.plans.programme_report import Given
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Buyer, Procurement
from omlopp.domain.programme.model import (
    Activity,
    BudgetLine,
    Claim,
    Cofunding,
    Decision,
    Deviation,
    Goal,
    Help,
    Outreach,
    Participant,
    Pilot,
    Programme,
    Risk,
    Spent,
)
from omlopp.flows import programme_documents as papers
from omlopp.library.programme import costs
from tests.documents.reading import docx_text, pdf_pages, plain

ON, FIRST, LAST = date(2026, 11, 22), date(2026, 1, 1), date(2027, 12, 31)
LETTER = Decision(
    "service_letter", "RUN/9/2026", "Förslag till andra omgången", "Medlen räcker till en omgång till.",
    "Nämnden föreslås besluta om en andra omgång.", "Regional utvecklingsförvaltning", ("Halvtidsrapport",),
    decided_on=FIRST, reported_to="Regionala utvecklingsnämnden", extract_to=("Energikontoret",),
    effect_sek=Decimal(250_000),
)  # fmt: skip
DELEGATED = replace(
    LETTER, kind="delegation", decision="Medfinansiering beviljas.", delegation="Punkt 4.2", by="Direktören"
)


def procurement(id: str, **more: Any) -> Procurement:
    return Procurement(
        id=id, title=f"Upphandling {id}", buyer=Buyer("Köparen", "municipality"), entrance=Entrance.NEED,
        object_kind="goods", model_version="1", rules_fixed_on=FIRST, **more,
    )  # fmt: skip


PROGRAMME = Programme(
    "1", "Cirkulära inköp", "programme", "Regionen", "RUN/1/2026", FIRST, LAST,
    goals=(Goal("g", "Minst två skarpa", Decimal(2), "upphandlingar", "live", ("roadmap_2025",)),
           Goal("h", "Utbilda", Decimal(50), "personer", "people_trained", ("agenda_2030_12_7",))),
    participants=(Participant("p", "Bergs kommun", "SE322", FIRST, FIRST, FIRST), Participant("q", "Låtsas", "", FIRST)),
    pilots=(Pilot("1", "p", "coach", FIRST), Pilot("2", "p", "coach", FIRST, stuck_since=ON, stuck_at="market",
                                                   stuck_why="Inga svar från marknaden.")),
    help=(Help("1", "1", FIRST, "coach", "meeting", "", "", "", Decimal("2.5")),
          Help("2", "2", FIRST, "coach", "question", "", "", "", Decimal(0), waits=True)),
    activities=(Activity("a", "Startmöte", FIRST, FIRST, FIRST), Activity("b", "Slutrapport", LAST, LAST)),
    budget=(BudgetLine("staff", Decimal(1_115_000)), BudgetLine("travel", Decimal(744_000))),
    cofunding=(Cofunding("ERUF", "eu", Decimal(744_000), FIRST, "D 1"), Cofunding("Anslag 1:1", "state", Decimal(1_115_000))),
    spent=(Spent(FIRST, "staff", Decimal(100_000), "A 1"),),
    claims=(Claim(1, FIRST, date(2026, 6, 30), date(2026, 8, 1), Decimal(40_021)),),
    risks=(Risk("Få anbud", 3, 4, "Tidig dialog"), Risk("Löst", 5, 5, "Klart", closed_on=FIRST)),
    outreach=(Outreach("Inköpschefer", "Så kom de i gång", "Webbinarium", FIRST, "40 deltog"),
              Outreach("Nämnden", "Resultat", "Möte", LAST)),
    decisions=(LETTER, DELEGATED),
    deviations=(Deviation(FIRST, "Starten sköts", "Rekryteringen tog tid", "Tätare möten"),),
    about="Tio upphandlingar prövar modellen.", deliverables=("Handledning",),
)  # fmt: skip
GIVEN = Given({"1": procurement("1"), "2": procurement("2")}, {"1": ("Fråga marknaden tidigt.",)},
              ((FIRST, "Policyunderlag", "Tillväxtverket", "D 7", "Tas upp i nästa utlysning"),))  # fmt: skip


def made(what: str, value: Programme = PROGRAMME, language: Any = "sv", given: Given = GIVEN) -> Document:
    return papers.paper(value, what, given, language, ON)


def text(document: Document) -> str:
    parts: list[str] = [document.title, document.subtitle, *document.stamps]
    parts += [f"{label} {said}" for label, said in document.marks]
    for block in document.blocks:
        parts += [str(getattr(block, name, "")) for name in ("text", "title", "caption", "alt")]
        parts += [" ".join(str(each) for each in getattr(block, "items", ()))]
        if isinstance(block, Facts):
            parts += [f"{label} {said}" for label, said in block.pairs]
        if isinstance(block, Table):
            parts += [*block.head, *(" | ".join(row) for row in block.rows)]
    return plain(" ".join(parts))


def heads(document: Document) -> list[str]:
    return [one.text for one in document.blocks if isinstance(one, Heading)]


def missing(document: Document) -> list[str]:
    return [one.text for one in document.blocks if isinstance(one, Callout) and one.kind == "missing"]


def test_an_official_letter_has_the_parts_of_one():
    paper = made("decision-1")
    assert paper.title == "Tjänsteskrivelse"
    assert heads(paper) == ["Förslag till beslut", "Ärendebeskrivning", "Ekonomi", "Beslutsunderlag", "Lämnas till",
                            "Utdrag till", "Underskrift"]  # fmt: skip
    said = text(paper)
    assert (
        "RUN/9/2026" in said and "250 000 kr" in said and "lämnas till Regionala utvecklingsnämnden" in said
    )
    assert "Daterad 1 januari 2026" in said and "Beslutad" not in said, "a proposal is not decided"
    assert not missing(paper)


def test_a_decision_on_delegation_names_its_point_and_is_reported():
    paper = made("decision-2")
    assert paper.title == "Delegationsbeslut" and "Punkt 4.2" in text(paper)
    assert "anmäls till Regionala utvecklingsnämnden" in text(paper) and "Beslutad 1 januari 2026" in text(
        paper
    )


def test_what_a_decision_lacks_is_said_and_an_undecided_one_is_a_draft_on_every_page():
    bare = Decision("delegation", "", "Något", "", "Beslut.", "Direktören")
    paper = made("decision-1", replace(PROGRAMME, decisions=(bare,)))
    assert len(missing(paper)) == 6, "number, point, matter, papers, reported, extract"
    assert all("UTKAST" in page for page in pdf_pages(pdf.render(paper)))


@pytest.mark.parametrize("what", ["half_time", "final"])
def test_a_report_tells_the_goals_with_their_base_and_what_went_wrong(what):
    said = text(made(what))
    assert "Mål: 1 av 2 är nådda, 1 går inte att bedöma." in said
    assert "Minst två skarpa | 2 | 2 upphandlingar | nått" in said and "Utbilda | okänt" in said
    assert "1 har fastnat, 1 i rörelse" in said and "Inga svar från marknaden." in said
    assert "2,5 timmar i 1 insats, 1 fråga väntar på svar" in said
    assert "Starten sköts | Rekryteringen tog tid | Tätare möten" in said
    assert "Fråga marknaden tidigt." in said
    assert "Öppna risker: 1 av 2" in said and "resultat angivet: 1 av 2" in said


def test_the_final_report_lists_what_was_handed_over_and_says_when_it_is_a_draft():
    said = text(made("final"))
    assert "2026-01-01 | Policyunderlag | Tillväxtverket | D 7 | Tas upp i nästa utlysning" in said
    assert "utkast till slutrapport" in said
    assert "Policyunderlag" not in text(made("half_time"))


def test_the_money_stands_with_what_is_missing_before_the_next_claim():
    said = text(made("money"))
    assert "100 000 kr förbrukat av budgetens 1 859 000 kr (5,4 %)" in said
    assert (
        "ERUF | EU | 744 000 | 40 % | 1 januari 2026, D 1" in said
        and "Anslag 1:1 | Staten | 1 115 000 | 60 % | saknas" in said
    )
    assert "40 021 | inte prövad | inte utbetald" in said
    assert "Medfinansieringsintyg saknas från Anslag 1:1." in said
    assert "Det finns ingen kostnad i perioden 1 juli 2026 – 22 november 2026." in said
    assert "Inte besvarad." in said and "Ingen bedömning är inskriven" in said


def test_every_simplified_option_in_a_document_has_its_source_and_certainty():
    said = text(made("money"))
    for one in costs.options_on(FIRST):
        assert plain(one.name.sv) in said and plain(one.source.title) in said
    assert "läst i andra hand" in said, "what was read in a transcript is said to be"
    assert "409 kronor" not in said, "an option of the period before is not offered"


def test_the_call_holds_goals_strategies_deliverables_and_a_form():
    said = text(made("call"))
    assert "Minst två skarpa (2 upphandlingar) Färdplanen 2025–2030" in said and "Handledning" in said
    assert "Intresseanmälan" in heads(made("call")) and "Intresseanmälan är då inget anbud" in said
    assert all(name in said for name in ("Sista dag", "Skickas till", "Frågor ställs till", "Besked lämnas"))


def test_agreement_and_certificate_are_filled_with_what_is_known():
    assert "Bergs kommun (deltagaren)" in text(made("agreement-1"))
    paper = text(made("certificate-2"))
    assert "1 115 000 kr" in paper and "60 % av 1 859 000 kr" in paper
    assert missing(made("certificate-2")), "without a diary number"
    numbered = replace(
        PROGRAMME, cofunding=(PROGRAMME.cofunding[0], replace(PROGRAMME.cofunding[1], number="D 2"))
    )
    assert not missing(made("certificate-2", numbered))


def test_the_fund_itself_signs_no_certificate_of_co_funding():
    """The fund decides on support; the others certify what they add."""
    assert "certificate-1" not in [one.what for one in papers.papers(PROGRAMME, "sv")]
    with pytest.raises(papers.NoSuchPaper):
        made("certificate-1")
    assert "ERUF | EU | 744 000 | 40 % | 1 januari 2026, D 1" in text(made("money"))


def test_only_documents_that_there_are_can_be_asked_for():
    known = [one.what for one in papers.papers(PROGRAMME, "sv")]
    assert "agreement-1" in known and "agreement-2" not in known, "one that nobody has chosen signs nothing"
    for what in ("decision-3", "decision-0", "decision--1", "final-1", "x", "", "decision-²"):
        with pytest.raises(papers.NoSuchPaper):
            made(what)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_document_is_made_in_both_languages_and_an_exercise_is_marked(language):
    invented = replace(PROGRAMME, exercise=True)
    for one in papers.papers(invented, language):
        paper = made(one.what, invented, language)
        assert paper.exercise and paper.title and not any("{" in part for part in text(paper).split())
        pictures = [block for block in paper.blocks if isinstance(block, Picture)]
        assert all(picture.alt and picture.source and picture.title for picture in pictures)


def test_a_report_as_word_and_pdf_says_exercise_on_every_page():
    paper = made("half_time", replace(PROGRAMME, exercise=True))
    assert "Starten sköts" in docx_text(docx.render(paper))
    assert all("ÖVNING" in page.upper() for page in pdf_pages(pdf.render(paper)))


def test_an_empty_programme_still_makes_every_document():
    empty = Programme("1", "Tomt", "programme", "Regionen", "", FIRST, LAST)
    none = Given({}, {})
    for one in papers.papers(empty, "sv"):
        made(one.what, empty, "sv", none)
    said = text(made("final", empty, "sv", none))
    assert "Inga mål är inskrivna." in said and "inte att allt gick som planerat" in said


def test_a_name_with_markup_is_text():
    odd = replace(PROGRAMME, title="<b>#import</b> {x} $y$ *z*")
    assert "<b>#import</b> {x} $y$ *z*" in docx_text(docx.render(made("risks", odd)))
    assert pdf.render(made("risks", odd)).startswith(b"%PDF")


def test_only_what_the_programme_itself_handed_over_is_told():
    def sent(programme: str) -> dict[str, Any]:
        return {"on": FIRST, "title": f"Från {programme}", "publication": "policy", "to": "UHM", "diary_number": "D 7",
                "reply": "Tack.", "led_to": "Ny vägledning.", "programme": programme}  # fmt: skip

    given = papers.given_of(PROGRAMME, (), (sent("1"), sent("2"), sent("")))
    assert given.handed == ((FIRST, "Från 1", "UHM", "D 7", "Tack. Ny vägledning."),)
