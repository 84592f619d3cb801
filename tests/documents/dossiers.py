"""A dossier with everything that can stand beside a procurement, for the documents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from omlopp.documents.dossier import Change, Contract, Dossier, Evidence, Left, Moved, Report, Talk
from omlopp.domain.model.procurement import Procurement, Shared
from omlopp.domain.model.text import Text
from omlopp.domain.process.market import Asked, AskedCriterion, Question
from omlopp.library.load import Library
from omlopp.library.load import library as shipped
from tests.documents.sample import sample_library, sample_procurement

ANSWERS = {
    "mandate": "Klimatplanen säger halva.",
    "follow_up_owner": "Fastighetsenheten",
    "time_limit": "2030-08-15",
    "value_basis": "Sextio platser gånger dagens pris.",
    "need_statement": "Borden räcker inte",
    "need_function": "Sextio ska kunna sitta och stå.",
    "stock_checked": "part",
    "way_forward": "mix",
    "way_reason": "Det mesta finns redan.",
    "amount_before": "60",
    "amount_after": "38",
    "ambition_reason": "Tillverkningen väger mest.",
    "market_way": "questions",
    "market_findings": "Fyra av fem kan.",
    "market_suppliers": "5",
    "shared_information": "Ritningarna lades ut.",
    "lots_reason": "Samma rum och montering.",
    "service_or_goods": "both",
    "planned_years": "2",
    "turnover_required_sek": "750000",
    "references_asked": "2",
    "reference_years": "4",
    "variants_allowed": "yes",
    "change_clauses": "Option på tjugo stolar till.",
    "goods_at_end": "Leverantören tar tillbaka resten.",
    "publish_on": "2030-02-19",
    "bids_opened_on": "2030-03-25",
    "notice_sent_on": "2030-03-01",
    "notice_sent_how": "electronic",
    "contract_from": "2030-05-06",
    "contract_to": "2032-05-05",
    "exit_way": "keep_using",
    "exit_reason": "Nio stolar hämtades.",
    "effect_note": "En tredjedel färre köptes.",
    "lesson_keep": "Inventera först.",
    "lesson_change": "Begär vikt i anbudet.",
    "obstacle": "data",
    "deviations": "Första halvåret blev det för lite.",
}


def whole_library() -> Library:
    """The sample's goals and indicators with the shipped model, whose questions the documents tell of."""
    return replace(sample_library(), model=shipped().model, parameters=shipped().parameters)


def whole_dossier(**changed: object) -> Dossier:
    procurement: Procurement = sample_procurement(
        answers=ANSWERS,
        value_sek=Decimal(1900000),
        shared=(
            Shared(
                "Måtten på dörrarna",
                "Bord AB",
                date(2030, 1, 20),
                "på upphandlingens sida",
                date(2030, 1, 21),
            ),
            Shared("Besökstid", "Stol AB", date(2030, 1, 25)),
        ),
    )
    made = Dossier(
        procurement=procurement,
        moved=(
            Moved("Höj- och sänkbart bord", 22, "Förvaltningshuset", date(2030, 1, 10), "Centralförrådet", "good",
                  Decimal(6400), "senaste avtalet"),
            Moved("Arkivskåp", 3, "Biblioteket", date(2030, 1, 11)),
        ),
        talks=(Talk("rfi", "Begagnade bord", date(2030, 1, 12), date(2030, 1, 26), 5, "Fyra kan leverera."),),
        asked={
            "7": Asked(
                "rfi", "Begagnade bord", "Vi tänker köpa begagnat.",
                (Question("q1", "Hur många bord kan ni leverera?"),),
                (AskedCriterion("1", "Återtag", "Leverantören ska ta tillbaka."),),
                date(2030, 1, 12), date(2030, 1, 26),
            )
        },
        market={"1": Text("3 av 5 klarar kravet nu.", "3 of 5 meet it now.")},
        contracts=(
            Contract(
                "Möbelavtalet", "Stol & Bord AB", "FU-2030-17", "LOT-0001", date(2030, 5, 6), date(2032, 5, 5),
                date(2034, 5, 5), "Två års förlängning.", date(2032, 5, 5),
                (Change("Tjugo stolar till", Text("Option", "Option"), "Fler anställda.", date(2031, 2, 1), Decimal(42000)),),
                (
                    Report(date(2030, 5, 6), date(2030, 8, 5), date(2030, 8, 20), "accepted", date(2030, 8, 18), "q1.xlsx"),
                    Report(date(2030, 8, 6), date(2030, 11, 5), date(2030, 11, 20), "missed"),
                ),
                (Left("Stolar", Text("Återtag", "Take-back"), "Stol & Bord AB", Decimal(9)),),
            ),
        ),
        lessons=("Väg stolarna vid leverans.",),
        evidence=(Evidence("", "vägning.pdf", "ab" * 32),),
        decided_by={"LOT-0001": "förvaltningschefen"},
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]
