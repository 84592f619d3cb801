"""Every action: who may, in which state, what it leaves in the log – and that a refusal leaves nothing at all.

The table below is the promise. An action of omlopp.web.records.actions without a row fails the first test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from omlopp.domain.award.errors import NoBids
from omlopp.domain.model.award import Bid
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.domain.model.text import Text
from omlopp.notices.filters import Filters
from omlopp.spend.decided import Decided
from omlopp.web.records import actions, convert
from omlopp.web.records.access import IN_ORGANISATION, MAY, ORGANISATION_MAY, NotAllowed, NotAllowedHere
from omlopp.web.records.actions import (
    assess,
    award,
    begin,
    bids,
    criteria,
    deviations,
    drafts,
    follow_up,
    goals,
    notices,
    people,
    searches,
    spend,
    steps,
    uploads,
)
from omlopp.web.records.models import (
    BidRecord,
    CriterionChoice,
    Event,
    InquiryRecord,
    MeasurementRecord,
    NoticeRecord,
    ProcurementRecord,
    SavedSearch,
    SpendRule,
)
from tests.web import building
from tests.web.acting import (
    ALL,
    BUYER,
    DECIDERS,
    EDITORS,
    INVITERS,
    JUDGES,
    MEASURERS,
    SEERS,
    SPENDERS,
    Do,
    Row,
    every,
)
from tests.web.building import DAY, FIRST, FULL, LOT, OUTSIDER, PEOPLE, STATES, STEER, Workspace, model_for

pytestmark = pytest.mark.django_db

DONE: dict[str, type[OmloppError] | None] = dict.fromkeys(STATES, None)
DECIDED = {"awarded": award.AlreadyDecided, "closed": award.AlreadyDecided}


def step(row: ProcurementRecord, step_id: str) -> Any:
    return convert.edition(row.model).step(step_id)


def edition(row: ProcurementRecord, step_id: str) -> int:
    return int(row.steps.get(step_id=step_id).edition)


def answer(step_id: str, answers: dict[str, str]) -> Do:
    return lambda by, row: steps.save_answers(
        by=by, procurement=row, step=step(row, step_id), answers=answers, edition=edition(row, step_id)
    )


def first_choice(row: ProcurementRecord) -> CriterionChoice:
    choice: CriterionChoice = row.criteria.order_by("pk").first()
    return choice


def category_rule() -> SpendRule:
    """One that the workspace of the tests holds: nothing is written before the action is."""
    return SpendRule.objects.order_by("pk")[0]


def last_measured(row: ProcurementRecord) -> MeasurementRecord:
    """The one that misses its promise, in the states where a contract is followed up; else the baseline."""
    measured: MeasurementRecord = row.measurements.order_by("-pk").first()
    return measured


def answering(row: ProcurementRecord) -> CriterionChoice:
    return row.criteria.get(criterion_id="reused_furniture_share")


def first_bid(row: ProcurementRecord) -> BidRecord:
    return BidRecord.objects.filter(lot__procurement=row).order_by("pk").first() or BidRecord()


def quality(row: ProcurementRecord) -> str:
    """The first quality of the lot's model."""
    model = model_for(row)
    return str(next(one.id for one in model.criteria if not one.price))


def lowest(row: ProcurementRecord) -> str:
    """The lowest level of that quality."""
    levels = model_for(row).criterion(quality(row)).levels
    return str(min(levels, key=levels.get))


def asked(row: ProcurementRecord) -> InquiryRecord:
    """A question about the first bid's price; kept when it is judged."""
    return InquiryRecord(bid=first_bid(row), question="Hur?", asked_on=DAY, answer_by=DAY)


def new_notice() -> NoticeRecord:
    kept = NoticeRecord.objects.order_by("pk").first()
    assert kept is not None
    kept.pk, kept.digest = None, "f" * 64
    return kept


def buyers_search() -> SavedSearch:
    return SavedSearch.objects.get(owner__username="buyer")


ROWS = [
    Row(
        begin.begin_procurement, ALL,
        lambda by, row: begin.begin_procurement(
            by=by, title="Ny", buyer_name="Provkommunen", buyer_kind="municipality", entrance=Entrance.WASTE,
            object_kind="goods", on=DAY,
        ),
        "procurement-begun", ended_too=True,
    ),
    Row(
        begin.confirm_regime, EDITORS,
        lambda by, row: begin.confirm_regime(
            by=by, procurement=row, regime=Regime.LOU, reason=" Över tröskeln. ", proposed=None, on=DAY
        ),
        "regime-confirmed", "Över tröskeln.",
    ),
    Row(
        begin.describe, EDITORS,
        lambda by, row: begin.describe(
            by=by, procurement=row, title="Ny titel", buyer_name=row.buyer_name, buyer_kind=row.buyer_kind,
            buyer_number="", object_kind="goods", value_sek=Decimal(7), cpv=["39130000"],
        ),
        "procurement-described",
    ),
    Row(steps.save_answers, EDITORS, answer("steer", STEER), "step-answered"),
    Row(steps.save_answers, MEASURERS, answer("follow_up", {"deviations": "Nej."}), "step-answered", note="follow-up"),
    Row(steps.pass_step, EDITORS, lambda by, row: steps.pass_step(by=by, procurement=row, step_id="steer"), "step-passed"),
    Row(
        steps.pass_step, MEASURERS,
        lambda by, row: steps.pass_step(by=by, procurement=row, step_id="baseline"), "step-passed", note="follow-up",
    ),
    Row(
        steps.end_procurement, EDITORS,
        lambda by, row: steps.end_procurement(by=by, procurement=row, outcome="no_purchase", reason="Förrådet räckte."),
        "ended-no_purchase", "Förrådet räckte.",
    ),
    Row(
        steps.reopen_procurement, EDITORS,
        lambda by, row: steps.reopen_procurement(by=by, procurement=row, reason="Avslutades av misstag."),
        "reopened", "Avslutades av misstag.", ended_too=True,
    ),
    Row(
        goals.choose_goals, EDITORS,
        lambda by, row: goals.choose_goals(
            by=by, procurement=row, chosen=[ChosenGoal("C", ("C1",), "warranty_years", Decimal(10))]
        ),
        "goals-chosen",
    ),
    Row(
        criteria.choose_criterion, EDITORS,
        lambda by, row: criteria.choose_criterion(by=by, procurement=row, criterion_id="furniture_spare_parts"),
        "criterion-chosen",
    ),
    Row(
        criteria.paste_criterion, EDITORS,
        lambda by, row: criteria.paste_criterion(by=by, procurement=row, paste=building.PASTED, owner="Avtalsansvarig"),
        "official-criterion-pasted",
    ),
    Row(
        criteria.adapt_criterion, EDITORS,
        lambda by, row: criteria.adapt_criterion(
            by=by, choice=first_choice(row), wording=Text("Ska hålla i 7 år.", "Shall last 7 years."), clause=None,
            why="Kortare avtal.",
        ),
        "criterion-adapted", "Kortare avtal.",
    ),
    Row(
        criteria.drop_criterion, EDITORS,
        lambda by, row: criteria.drop_criterion(by=by, choice=first_choice(row), why="Marknaden klarar det inte."),
        "criterion-dropped", "Marknaden klarar det inte.",
    ),
    Row(
        award.set_award_model, EDITORS,
        lambda by, row: award.set_award_model(by=by, procurement=row, lot_id=LOT, model=model_for(row)),
        "award-model-set",
        refused={"open": award.BidsAreOpen, **DECIDED},
    ),
    Row(
        award.set_award_model, EDITORS,
        lambda by, row: award.set_award_model(
            by=by, procurement=row, lot_id=LOT, model=model_for(row), why=" Fel i nivåtexten. "
        ),
        "award-model-set", "Fel i nivåtexten.", refused=DECIDED, note="with a reason",
    ),
    Row(
        assess.assess, JUDGES,
        lambda by, row: assess.assess(
            by=by, bid=first_bid(row), criterion_id=quality(row), level=lowest(row), reason="Ingen lista bifogad."
        ),
        "bid-assessed", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.assess_together, JUDGES,
        lambda by, row: assess.assess_together(
            by=by, bid=first_bid(row), given=[assess.Judgement(quality(row), "Ingen lista.", lowest(row))]
        ),
        "bid-assessed", refused=DECIDED, not_in=("begun",), note="in one form",
    ),
    Row(
        assess.agree, JUDGES,
        lambda by, row: assess.agree(
            by=by, bid=first_bid(row), levels={quality(row): lowest(row)}, why="Vi läste listan tillsammans."
        ),
        "assessment-agreed", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.ask_about_price, BUYER,
        lambda by, row: assess.ask_about_price(
            by=by, bid=first_bid(row), question="Hur kan priset vara så lågt?", answer_by=DAY, on=DAY
        ),
        "price-asked", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.judge_answer, DECIDERS,
        lambda by, row: assess.judge_answer(
            by=by, inquiry=asked(row), answer="Vi har lager.", answered_on=DAY, accepted=True, reason="Trovärdigt."
        ),
        "price-answer-judged", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.reject_bid, DECIDERS,
        lambda by, row: assess.reject_bid(
            by=by, bid=first_bid(row), ground="requirement", reason="Intyget saknas.", on=DAY
        ),
        "bid-rejected", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.take_back_rejection, DECIDERS,
        lambda by, row: assess.take_back_rejection(by=by, bid=first_bid(row), why="Intyget fanns."),
        "rejection-taken-back", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        assess.release_letter, DECIDERS,
        lambda by, row: assess.release_letter(
            by=by, procurement=row, lot_id=LOT, what="award_notice", bidder="", withheld=["price"], why="Prövad."
        ),
        "letter-released", "Prövad.", ended_too=True,
    ),
    Row(
        award.register_bid, BUYER,
        lambda by, row: award.register_bid(
            by=by, procurement=row, lot_id=LOT, bidder="Tredje AB", price_sek=Decimal(9), levels=FULL
        ),
        "bid-registered", refused=DECIDED,
    ),
    Row(
        award.register_bids, BUYER,
        lambda by, row: award.register_bids(
            by=by, procurement=row, lot_id=LOT, source="anbud.xlsx",
            bids=[Bid("1", "Tredje AB", price=Decimal(9), levels=FULL), Bid("2", "Fjärde AB", price=Decimal(8), levels=FULL)],
        ),
        "bids-imported", refused=DECIDED,
    ),
    Row(
        award.correct_bid, BUYER,
        lambda by, row: award.correct_bid(
            by=by, bid=first_bid(row), price_sek=Decimal(9), why="Fel avskrivet.", levels=FULL
        ),
        "bid-corrected", "Fel avskrivet.", refused=DECIDED, not_in=("begun",),
    ),
    Row(
        award.evaluate_lot, BUYER | {"assessor"},
        lambda by, row: award.evaluate_lot(by=by, procurement=row, lot_id=LOT),
        "lot-evaluated", refused={"begun": NoBids, **DECIDED},
    ),
    Row(
        award.decide, DECIDERS,
        lambda by, row: award.decide(
            by=by, procurement=row, lot_id=LOT, winner=FIRST, reason="Lägst jämförelsepris.", on=DAY
        ),
        "award-decided", "Lägst jämförelsepris.", refused={"begun": award.NotEvaluated, **DECIDED},
    ),
    Row(
        bids.look_at_bids, SEERS,
        lambda by, row: bids.look_at_bids(by=by, procurement=row), "bids-looked-at", ended_too=True,
    ),
    Row(
        follow_up.record_measurement, MEASURERS,
        lambda by, row: follow_up.record_measurement(
            by=by, procurement=row, indicator="reused_share", stage=Stage.CONTRACT, measured_on=DAY,
            inputs={"reused_mass": Decimal(3), "delivered_mass": Decimal(4)}, source="Leveranslistor",
            note="Stickprov.",
        ),
        "measured", "Stickprov.",
    ),
    Row(
        follow_up.correct_measurement, MEASURERS,
        lambda by, row: follow_up.correct_measurement(
            by=by, measurement=last_measured(row), why="Fel rad avläst.", measured_on=DAY,
            inputs={"reused_mass": Decimal(3), "delivered_mass": Decimal(4)}, source="Leveranslistor",
        ),
        "measurement-corrected", "Fel rad avläst.",
    ),
    Row(
        follow_up.attach_evidence, MEASURERS,
        lambda by, row: follow_up.attach_evidence(
            by=by, measurement=last_measured(row), name="lista.pdf", content=b"%PDF-1.7 prov", what="Vågsedlar"
        ),
        "evidence-attached",
    ),
    Row(
        deviations.agree_promise, MEASURERS,
        lambda by, row: deviations.agree_promise(
            by=by, procurement=row, indicator="reused_share", value=Decimal("0.45"), source="Avtalet, punkt 4", on=DAY
        ),
        "promise-agreed",
    ),
    Row(
        deviations.decide_deviation, MEASURERS,
        lambda by, row: deviations.decide_deviation(
            by=by, measurement=last_measured(row), criterion=answering(row), ruling="waived", reason="Strejk.", on=DAY
        ),
        "deviation-decided", "Strejk.",
        refused={"begun": deviations.NothingMissed, "open": deviations.NothingMissed},
    ),
    Row(
        people.give_role, INVITERS,
        lambda by, row: people.give_role(by=by, procurement=row, username=OUTSIDER, role="reader"),
        "role-given", ended_too=True,
    ),
    Row(
        people.add_person, ALL,
        lambda by, row: people.add_person(by=by.get_username(), username="ny", password="x"),
        "person-added", ended_too=True,
    ),
    Row(
        searches.save_search, ALL,
        lambda by, row: searches.save_search(by=by, name=" Möbler  i länet ", filters=Filters(q="möbler", year=2021)),
        "search-saved", ended_too=True,
    ),
    Row(
        searches.rename_search, BUYER,
        lambda by, row: searches.rename_search(by=by, search=buyers_search(), name="Nytt namn"),
        "search-renamed", ended_too=True,
    ),
    Row(
        searches.drop_search, BUYER,
        lambda by, row: searches.drop_search(by=by, search=buyers_search()), "search-dropped", ended_too=True,
    ),
    Row(
        notices.keep_notices, ALL,
        lambda by, row: notices.keep_notices(by=by.get_username(), notices=[new_notice()], source="prov"),
        "notices-kept", ended_too=True,
    ),
    Row(
        uploads.begin_reading, ALL,
        lambda by, row: uploads.begin_reading(by=by.get_username(), upload="u1", files=["a.xml"], size=7),
        "reading-begun", ended_too=True,
    ),
    Row(
        uploads.stop_reading, ALL,
        lambda by, row: uploads.stop_reading(by=by.get_username(), upload="u1"),
        "reading-stopped", ended_too=True,
    ),
    Row(
        uploads.go_on_reading, ALL,
        lambda by, row: uploads.go_on_reading(by=by.get_username(), upload="u1"),
        "reading-continued", ended_too=True,
    ),
    Row(
        uploads.end_reading, ALL,
        lambda by, row: uploads.end_reading(by=by.get_username(), upload="u1", kept=2, rows=1, rejected=0),
        "reading-ended", ended_too=True,
    ),
    Row(
        drafts.note_draft_check, EDITORS,
        lambda by, row: drafts.note_draft_check(
            by=by, procurement=row, file="utkast.docx", digest="f" * 64, counts={"found": 1}
        ),
        "draft-checked",
    ),
    Row(
        spend.add_spend_file, SPENDERS,
        lambda by, row: spend.add_spend_file(
            by=by, intake="i1", kind="ledger", files=["a.csv"], size=7
        ),
        "spend-added", ended_too=True,
    ),
    Row(
        spend.confirm_columns, SPENDERS,
        lambda by, row: spend.confirm_columns(by=by, intake="i1", columns=[{"supplier": "Vem"}]),
        "spend-columns-confirmed", ended_too=True,
    ),
    Row(
        spend.stop_spend_reading, SPENDERS,
        lambda by, row: spend.stop_spend_reading(by=by, intake="i1"),
        "spend-reading-stopped", ended_too=True,
    ),
    Row(
        spend.go_on_spend_reading, SPENDERS,
        lambda by, row: spend.go_on_spend_reading(by=by, intake="i1"),
        "spend-reading-continued", ended_too=True,
    ),
    Row(
        spend.end_spend_reading, ALL,
        lambda by, row: spend.end_spend_reading(by=by.get_username(), intake="i1", rows=9, not_used=1),
        "spend-reading-ended", ended_too=True,
    ),
    Row(
        spend.drop_spend_file, SPENDERS,
        lambda by, row: spend.drop_spend_file(by=by, intake="i1", files=["a.csv"], why="Fel fil."),
        "spend-dropped", "Fel fil.", ended_too=True,
    ),
    Row(
        spend.decide_category, SPENDERS,
        lambda by, row: spend.decide_category(
            by=by, rule=Decided("account", account="5831", cpv="391", why="Möbelkonto.")
        ),
        "spend-rule-made", "Möbelkonto.", ended_too=True,
    ),
    Row(
        spend.drop_category_rule, SPENDERS,
        lambda by, row: spend.drop_category_rule(by=by, rule=category_rule()), "spend-rule-dropped", ended_too=True,
    ),
    Row(
        spend.begin_from_spend, ALL,
        lambda by, row: spend.begin_from_spend(
            by=by, need="", goals=(), source={"group": "391"}, on=DAY, exercise=False,
            facts={"title": "Ny", "buyer_name": "Provkommunen", "buyer_kind": "municipality",
                   "entrance": Entrance.NEED, "object_kind": "goods"},
        ),
        "procurement-begun", ended_too=True,
    ),
    *(row for rows in every("ROWS", ()) for row in rows),
]  # fmt: skip
BY_NAME = {row.name: row for row in ROWS}
NO_PROCUREMENT = (
    searches.save_search,
    searches.rename_search,
    searches.drop_search,
    people.add_person,
    notices.keep_notices,
    uploads.begin_reading,
    uploads.stop_reading,
    uploads.go_on_reading,
    uploads.end_reading,
    spend.add_spend_file,
    spend.confirm_columns,
    spend.stop_spend_reading,
    spend.go_on_spend_reading,
    spend.end_spend_reading,
    spend.drop_spend_file,
    spend.decide_category,
    spend.drop_category_rule,
    spend.begin_from_spend,
    *(action for actions in every("NO_PROCUREMENT", ()) for action in actions),
)
CASES = [(row.name, state) for row in ROWS for state in STATES if state not in row.not_in]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def public_actions() -> set[Callable[..., Any]]:
    """Every function of records/actions that is told who acts."""
    modules = [
        importlib.import_module(each.name)
        for each in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}.")
    ]
    return {
        each
        for module in modules
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__
        and not name.startswith("_")
        and "by" in inspect.signature(each).parameters
    }


def test_every_action_has_a_row_in_the_table():
    assert {row.action for row in ROWS} == public_actions()
    assert {name for row in ROWS for name in row.roles} <= set(PEOPLE)
    assert set(PEOPLE) == {*MAY, *(f"in:{role}" for role in IN_ORGANISATION), OUTSIDER}, (
        "a new role needs its column"
    )
    assert set(IN_ORGANISATION) == set(ORGANISATION_MAY)


@pytest.mark.parametrize("name, state", CASES, ids=[f"{name} · {state}" for name, state in CASES])
def test_who_may_do_it_does_it_and_the_log_says_so(workspace: Workspace, name: str, state: str):
    """In each state every role that may is tried. Done: one event. Refused: a named reason, and nothing is written."""
    row, before = BY_NAME[name], building.state()
    expected = row.refused.get(state)
    if state == "closed" and not row.ended_too:
        expected = actions.ProcurementEnded
    for person in sorted(row.roles):
        with building.undone():
            by, events = workspace.user(person), Event.objects.count()
            started = timezone.now()
            if expected:
                with pytest.raises(expected):
                    row.do(by, workspace.row(state))
                assert building.state() == before, f"{person}: refused, and yet something was written"
                continue
            row.do(by, workspace.row(state))
            written = list(Event.objects.order_by("pk")[events:])
            assert [event.action for event in written] == [*row.beside, row.event], person
            assert (written[0].by, written[0].why) == (person, row.why)
            assert started <= written[0].at <= timezone.now()
            if row.action not in (*NO_PROCUREMENT, begin.begin_procurement):
                assert written[0].procurement_id == getattr(workspace, state)
            assert building.state() != before


@pytest.mark.parametrize("name, state", CASES, ids=[f"{name} · {state}" for name, state in CASES])
def test_who_may_not_is_refused_and_nothing_is_written(workspace: Workspace, name: str, state: str):
    row, before = BY_NAME[name], building.state()
    for person in [each for each in PEOPLE if each not in row.roles]:
        with pytest.raises((NotAllowed, NotAllowedHere)):
            row.do(workspace.user(person), workspace.row(state))
    assert building.state() == before


REASONED: dict[str, Do] = {
    "confirm_regime": lambda by, row: begin.confirm_regime(
        by=by, procurement=row, regime=Regime.LOU, reason=" \n", proposed=None, on=DAY
    ),
    "end_procurement": lambda by, row: steps.end_procurement(by=by, procurement=row, outcome="cancelled", reason=""),
    "reopen_procurement": lambda by, row: steps.reopen_procurement(by=by, procurement=row, reason=" "),
    "drop_criterion": lambda by, row: criteria.drop_criterion(by=by, choice=first_choice(row), why=""),
    "correct_bid": lambda by, row: award.correct_bid(by=by, bid=first_bid(row), price_sek=Decimal(1), why="", levels=FULL),
    "decide": lambda by, row: award.decide(by=by, procurement=row, lot_id=LOT, winner=FIRST, reason="\t", on=DAY),
    "correct_measurement": lambda by, row: follow_up.correct_measurement(
        by=by, measurement=last_measured(row), why=" ", inputs={}, measured_on=DAY, source="S"
    ),
    "agree_promise (its place in the contract)": lambda by, row: deviations.agree_promise(
        by=by, procurement=row, indicator="reused_share", value=Decimal(0), source="", on=DAY
    ),
    "record_measurement (its source)": lambda by, row: follow_up.record_measurement(
        by=by, procurement=row, indicator="reused_share", stage=Stage.END, inputs={}, measured_on=DAY, source=" "
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONED)
def test_what_needs_a_reason_is_refused_without_one(workspace: Workspace, name: str):
    before = building.state()
    with pytest.raises(actions.ReasonMissing):
        REASONED[name](workspace.user("buyer"), workspace.row("open"))
    assert building.state() == before


def test_a_chosen_requirement_is_a_copy_that_later_changes_of_the_bank_do_not_reach(workspace: Workspace):
    row = workspace.row("begun")
    choice = first_choice(row)
    value = convert.procurement(row).criteria[0]
    assert value.criterion.text.sv == choice.copy["text"]["sv"] and value.indicator_name is not None
    criteria.adapt_criterion(
        by=workspace.user("buyer"), choice=choice, wording=Text("Eget krav 1.", "Own 1."), clause=None
    )
    adapted = convert.procurement(row).criteria[0]
    assert adapted.wording.sv == "Eget krav 1."
    assert adapted.clause_wording == value.clause_wording is not None, "None keeps the clause"
    assert adapted.criterion == value.criterion, "the bank's own text stays beside"


def test_the_log_tells_that_a_bid_was_registered_and_never_what_it_holds(workspace: Workspace):
    told = str(
        list(Event.objects.filter(procurement_id=workspace.open).values_list("action", "content", "why"))
    )
    assert "bid-registered" in told
    assert not [secret for secret in building.SECRETS if secret in told]


def test_the_award_model_is_fixed_by_the_first_bid_and_each_version_before_is_kept(workspace: Workspace):
    row, buyer = workspace.row("begun"), workspace.user("buyer")
    again = award.set_award_model(by=buyer, procurement=row, lot_id=LOT, model=model_for(row))
    assert again.number == 2 and row.lots.get(lot_id=LOT).award_models.count() == 2
    award.register_bid(by=buyer, procurement=row, lot_id=LOT, bidder="A", price_sek=Decimal(0), levels=FULL)
    with pytest.raises(award.BidsAreOpen):
        award.set_award_model(by=buyer, procurement=row, lot_id=LOT, model=model_for(row))


def test_a_decision_rests_on_the_bids_as_they_stand(workspace: Workspace):
    """A bid corrected or added after the evaluation must be evaluated before anybody is awarded."""
    row, buyer = workspace.row("open"), workspace.user("buyer")

    def decide() -> object:
        return award.decide(by=buyer, procurement=row, lot_id=LOT, winner=FIRST, reason="Bäst.", on=DAY)

    award.correct_bid(
        by=buyer, bid=first_bid(row), price_sek=Decimal(5_000_000), why="Fel siffra.", levels=FULL
    )
    with pytest.raises(award.NotEvaluated):
        decide()
    award.evaluate_lot(by=buyer, procurement=row, lot_id=LOT)
    award.register_bid(
        by=buyer, procurement=row, lot_id=LOT, bidder="Sen AB", price_sek=Decimal(1), levels=FULL
    )
    with pytest.raises(award.NotEvaluated):
        decide()
    award.evaluate_lot(by=buyer, procurement=row, lot_id=LOT)
    decide()


def test_a_corrected_bid_makes_the_shown_result_stale(visit: Any, workspace: Workspace):
    row, buyer = workspace.row("open"), workspace.user("buyer")
    award.correct_bid(
        by=buyer, bid=first_bid(row), price_sek=Decimal(5_000_000), why="Fel siffra.", levels=FULL
    )
    page = visit().get(f"/upphandling/{row.pk}/anbud/").content.decode()
    assert "Utvärdera igen." in page


def test_when_every_lot_is_decided_the_procurement_is_awarded_and_not_before(workspace: Workspace):
    row, buyer = workspace.row("open"), workspace.user("buyer")
    award.decide(by=buyer, procurement=row, lot_id=LOT, winner=FIRST, reason="Bäst.", on=DAY)
    row.refresh_from_db()
    assert row.outcome == "open"
    award.register_bid(
        by=buyer, procurement=row, lot_id="LOT-0002", bidder=FIRST, price_sek=Decimal(1), levels=FULL
    )
    award.evaluate_lot(by=buyer, procurement=row, lot_id="LOT-0002")
    award.decide(by=buyer, procurement=row, lot_id="LOT-0002", winner=None, reason="För dyrt.", on=DAY)
    row.refresh_from_db()
    assert row.outcome == "awarded"


def test_the_last_buyer_stays_buyer(workspace: Workspace):
    before = building.state()
    with pytest.raises(people.LastBuyer):
        people.give_role(
            by=workspace.user("buyer"), procurement=workspace.row("open"), username="buyer", role="reader"
        )
    assert building.state() == before


def test_the_same_notice_is_kept_once(workspace: Workspace):
    kept = NoticeRecord.objects.count()
    twice = [new_notice(), new_notice()]
    assert notices.keep_notices(by="buyer", notices=twice, source="prov") == 1
    assert notices.keep_notices(by="buyer", notices=[new_notice()], source="prov") == 0
    assert NoticeRecord.objects.count() == kept + 1
