"""A small library and a small procurement: two lots, a scored promise, a clause, bids, an evaluation, a decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, digest
from omlopp.domain.model.criteria import (
    Checked,
    ChosenCriterion,
    Clause,
    Criterion,
    CriterionKind,
    FollowUp,
    Level,
    MarketStandard,
    ScoreLevel,
)
from omlopp.domain.model.goals import Codes, Dimension, Goal, GoalId, RStep, Strategy
from omlopp.domain.model.indicators import Indicator, Input, Measurement, Stage
from omlopp.domain.model.law import Applies, LegalHook, Parameter, ParameterValue, Regime
from omlopp.domain.model.process import Entrance, Gate, Phase, ProcessModel, Provenance, Question, Step
from omlopp.domain.model.procurement import Buyer, ChosenGoal, Decision, Lot, Procurement, RegimeChoice
from omlopp.domain.model.text import Certainty, Source, Text
from omlopp.library.files import read_one
from omlopp.library.load import ROOT, Library, Names, library

DAY = date(2030, 3, 4)


def both(words: str) -> Text:
    return Text(sv=words, en=f"{words} (en)")


SOURCE = Source("Sagobok om möbler", "Sagoförlaget", 2029, "https://example.org/saga")
HOOK = LegalHook(
    both("Kravet ska ha samband med föremålet."),
    {
        Regime.LOU: "16 kap. 2 §",
        Regime.LOU_19: "none",
        Regime.LOU_19A: "none",
        Regime.LUF: "unexamined",
        Regime.LUK: "unexamined",
    },
    SOURCE,
)
SHARE = Indicator(
    "reused_share",
    both("Återbrukad andel"),
    both("Andel av vikten."),
    "share",
    (
        Input("reused", both("Återbrukat"), Text("kg", "kg")),
        Input("all", both("Allt levererat"), Text("kg", "kg")),
    ),
    Text("andel av levererade kg", "share of delivered kg"),
    "higher",
    both("Utan lista är andelen okänd."),
    ("D",),
    "shares.md",
    SOURCE,
)


def goal(letter: GoalId, *strategies: str) -> Goal:
    made = tuple(
        Strategy(f"{letter}{n}", both(name), both("Gör så."), (RStep.R3,), (Dimension.RECIRCULATION,))
        for n, name in enumerate(strategies, 1)
    )
    return Goal(
        letter,
        both(f"Mål {letter}"),
        both(letter),
        both("Därför."),
        "output",
        Codes(),
        made,
        ("reused_share",),
        SOURCE,
    )


def criterion(id: str, kind: CriterionKind, **changed: object) -> Criterion:
    made = Criterion(
        id=id,
        group="furniture",
        kind=kind,
        level=Level.AVANCERAD,
        name=both(f"Namn på {id}"),
        text=both(f"Leverantören ska uppfylla {id}."),
        why=both("Därför."),
        goal="D",
        strategy="D1",
        r_step=RStep.R3,
        dimensions=(Dimension.RECIRCULATION,),
        cpv=("39",),
        measured_by="reused_share",
        proof=both(f"Bevis för {id}"),
        follow_up=FollowUp(both(f"Underlag för {id}"), "quarter"),
        clause=Clause(both(f"Villkor för {id}"), both(f"Konsekvens för {id}")),
        market=MarketStandard("not_yet_known", both("Vet inte.")),
        hooks=(HOOK,),
        risks=both("Få anbud."),
        codes=Codes(),
        source=SOURCE,
        checked=Checked("redaktion", date(2029, 1, 1), date(2031, 1, 1)),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


TAKE_BACK = criterion("take_back", CriterionKind.TECHNICAL)
REUSED = criterion(
    "reused",
    CriterionKind.AWARD,
    scores=(
        ScoreLevel("half", both("Halva vikten"), Decimal("0.5")),
        ScoreLevel("all", both("Hela vikten"), Decimal(1)),
    ),
)
REPORT = criterion("report", CriterionKind.PERFORMANCE)

STEPS = (
    Step(
        "start",
        "steer",
        1,
        "questions",
        both("Starta"),
        both("Syftet."),
        (Question("begin_on", "date", both("När börjar avtalet?")),),
        ("buyer",),
        (),
        both("Svaren."),
        Gate(both("Alla frågor har svar."), ()),
        (HOOK,),
        (Provenance(both("Frågan är hämtad."), SOURCE), Provenance(both("Grinden är vår."))),
    ),
    Step(
        "ask",
        "need",
        2,
        "questions",
        both("Fråga"),
        both("Syfte två."),
        (),
        ("requester",),
        (),
        both("Svaren."),
        Gate(both("Behovet är sagt."), ()),
        (),
        (Provenance(both("Allt är vårt.")),),
    ),
    library().model.step("decision"),  # the real one: its hooks are what a record cites
)
LIMIT = Parameter(
    "limit",
    both("Gräns"),
    "threshold",
    "SEK",
    Applies(),
    both("Titta i lagen."),
    (ParameterValue(date(2028, 1, 1), date(2029, 12, 31), Decimal(1000), SOURCE),),
)


def sample_library() -> Library:
    names = read_one(ROOT / "names.yaml", Names, ROOT)
    assert isinstance(names, Names)
    goals = (
        goal("A", "Dela"),
        goal("B", "Ursprung"),
        goal("C", "Laga", "Garanti"),
        goal("D", "Återtag", "Begagnat"),
        goal("E", "Sortera"),
    )
    return Library(
        model=ProcessModel(
            "9.9+abcd1234",
            both("Provmodellen"),
            both("Tack."),
            (Phase("steer", both("Styra"), both("Vem?")), Phase("need", both("Behov"), both("Vad?"))),
            STEPS,
        ),
        goals=goals,
        criteria={one.id: one for one in (TAKE_BACK, REUSED, REPORT)},
        indicators={"reused_share": SHARE},
        parameters={"limit": LIMIT},
        names=names,
        problems=(),
    )


def chosen(id: str, of: Criterion, lot: str | None = None, **changed: object) -> ChosenCriterion:
    made = ChosenCriterion(
        id, of, of.text, of.clause.text if of.clause else None, SHARE.name, lot, "avtalsenheten"
    )
    return replace(made, **changed)  # type: ignore[arg-type]


SHARES = {"none": Decimal(0), "half": Decimal("0.5"), "all": Decimal(1)}
LEVELS = {"none": "Ingen andel", "half": "Halva vikten", "all": "Hela vikten"}
HOSTILE = (
    'Leverantören ska hämta #gamla $möbler$ *gratis* _alltid_ @oss \\ <nu> & "snart" `x` = - + / ~ [a](b).'
)
MODEL = AwardModel(
    "monetised.fixed_amounts",
    (
        AwardCriterion("price", "Pris", price=True),
        AwardCriterion(
            "reused",
            "Återbrukad andel",
            value=Decimal(80000),
            levels=SHARES,
            level_texts=LEVELS,
            chosen_criterion="2",
            clause="Villkor för reused",
        ),
    ),
    ties=("lower_price", "lot"),
)
BIDS = (
    Bid("b1", "Stol & Bord AB", "LOT-0001", Decimal("912345.50"), levels={"reused": "all"}),
    Bid("b2", "Ny Möbel AB", "LOT-0001", Decimal(850000), levels={"reused": "none"}),
)


def empty_procurement(**changed: object) -> Procurement:
    made = Procurement(
        "1",
        "Möbler till <Rådhuset> & biblioteket",
        Buyer("Sagostads kommun", "municipality"),
        Entrance.NEED,
        "goods",
        "9.9+abcd1234",
        date(2030, 1, 1),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def sample_procurement(**changed: object) -> Procurement:
    evaluation = evaluate(MODEL, BIDS)
    made = empty_procurement(
        regime=RegimeChoice(Regime.LOU, "Värdet är högt.", Regime.LOU, date(2030, 1, 2)),
        lots=(Lot("LOT-0001", "Skrivbord"), Lot("LOT-0002", "Stolar")),
        answers={"need_statement": "Borden räcker inte", "begin_on": "2030-09-01"},
        passed_steps=frozenset({"start"}),
        goals=(ChosenGoal("D", ("D1",), "reused_share", Decimal("0.4")), ChosenGoal("C", (), None)),
        criteria=(
            chosen(
                "1",
                TAKE_BACK,
                wording=both(HOSTILE),
            ),
            chosen("2", REUSED, "LOT-0001"),
            chosen("3", REPORT, "LOT-0002", clause_wording=None),
        ),
        award_models={"LOT-0001": MODEL},
        bids=BIDS,
        evaluations={"LOT-0001": evaluation},
        decisions=(
            Decision(
                "LOT-0001",
                "b1",
                "Lägst jämförelsepris.\n\nAndelen avgjorde.",
                date(2030, 2, 1),
                digest(evaluation),
            ),
        ),
        measurements=(
            Measurement(
                "reused_share",
                Stage.BASELINE,
                {"reused": Decimal(100), "all": Decimal(2000)},
                date(2030, 1, 5),
                "lagerlista",
            ),
            Measurement(
                "reused_share",
                Stage.CONTRACT,
                {"reused": Decimal(620)},
                date(2030, 12, 1),
                "kvartalsrapport",
                "lista.xlsx",
            ),
        ),
        indicator_names={"reused_share": SHARE.name},
    )
    return replace(made, **changed)  # type: ignore[arg-type]


UNSURE = replace(SOURCE, certainty=Certainty.UNVERIFIED)
