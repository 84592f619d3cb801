"""The exercise's programme: ten invented procurements, each where it was promised to stand – told by the model's gates,
the measurements and the log, never by what the files claim of themselves.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from omlopp.documents.plan import Table
from omlopp.domain.criteria.near import groups_near
from omlopp.domain.indicators.measure import compare, measure
from omlopp.domain.indicators.promises import missed, promise_of
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.gates import gate_of, next_step
from omlopp.domain.programme.state import state_of
from omlopp.flows.programme_documents import paper
from omlopp.library.load import ROOT, library
from omlopp.web.exercise import carry
from omlopp.web.exercise_programme import carry_programme, read_programme
from omlopp.web.exercise_says import ExerciseUnreadable, read_exercise
from omlopp.web.programme_papers import material
from omlopp.web.records import convert
from omlopp.web.records.actions.deliveries import accept_report
from omlopp.web.records.actions.people import add_person
from omlopp.web.records.actions.steps import GateClosed, pass_step
from omlopp.web.records.events import verify
from omlopp.web.records.models import (
    Contract,
    DeviationRecord,
    Event,
    Organisation,
    ProcurementRecord,
    ProgrammeRecord,
    Transfer,
)
from omlopp.web.records.programme import programme as as_value
from tests.web.building import copy_of_database, put_back

FOLDER = ROOT / "samples" / "exercise"
WHO = "övaren"
Told = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Carried:
    """The programme as one home has it, and what the log tells of it from the event `first`."""

    programme: int
    told: Told
    first: int
    before: sqlite3.Connection


def told_since(first: int) -> Told:
    """Everything the log says but when: an event's place, who, what, why and the whole content."""
    rows = Event.objects.filter(pk__gt=first).order_by("pk")
    return [
        (one.pk - first, one.by, one.action, one.procurement_id, one.why, repr(one.content)) for one in rows
    ]


def carry_here(first: int) -> tuple[int, Told]:
    who = add_person(by="tests", username=WHO, password=None)
    made = carry_programme(who, FOLDER / "programme.yaml")
    return made.pk, told_since(first)


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Carried]:
    """Carried once for all of the tests here; taken away afterwards."""
    with django_db_blocker.unblock():
        first = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        before = copy_of_database()
        programme, told = carry_here(first)
    yield Carried(programme, told, first, before)
    with django_db_blocker.unblock():
        put_back(before)


@pytest.fixture
def carried(once: Carried, db: None) -> Carried:
    return once


def pilots() -> Mapping[str, Procurement]:
    """File → the procurement as a value."""
    titles = {
        read_exercise(FOLDER / f"{one.file}.yaml").title: one.file
        for one in read_programme(FOLDER / "programme.yaml").pilots
    }
    rows = ProcurementRecord.objects.filter(pilots__programme__exercise=True).order_by("pk")
    return {titles[row.title]: convert.procurement(row) for row in rows}


def row_of(file: str) -> ProcurementRecord:
    title = read_exercise(FOLDER / f"{file}.yaml").title
    return ProcurementRecord.objects.get(title=title, pilots__programme__exercise=True)


def stands(value: Procurement) -> str:
    """The step that waits, by the gates; empty for one that has ended."""
    step = next_step(value, library().model, library().indicators)
    return step.id if step else ""


def kept_at_the_end(file: str, value: Procurement) -> set[bool | None]:
    """For each indicator measured at the end that something was promised of: kept, missed or (None) unknown."""
    cards = convert.indicators(row_of(file))
    found = set()
    for one in value.measurements:
        promise = promise_of(value, one.indicator)
        if one.stage is Stage.END and promise:
            card = cards[one.indicator]
            found.add(compare(card, promise.value, measure(card, one).value).kept)
    return found


def test_ten_procurements_of_five_buyers_in_seven_groups_under_three_sets_of_rules(carried: Carried):
    held = pilots()
    assert len(held) == 10
    assert {each.buyer.name for each in held.values()} == {
        "Övningskommunen", "Övningsregionen", "Exempelby kommun", "Påhittsviks kommun", "Tänkeboda kommun",
    }  # fmt: skip
    groups = {groups_near(library().groups.values(), each.cpv)[0].id for each in held.values()}
    assert groups == {"furniture", "workwear", "it", "masses", "medical_aids", "refit", "lighting"}
    regimes = {each.regime.regime.value for each in held.values() if each.regime}
    assert regimes == {"lou", "lou_19", "lou_19a"}
    assert all(each.regime and each.regime.regime is each.regime.proposed for each in held.values())


def test_two_stand_still_at_a_gate_that_does_not_hold(carried: Carried):
    held = pilots()
    assert stands(held["bibliotek"]) == "need" and stands(held["belysning"]) == "market"
    closed = {
        name: [one.check for one in gate_of(held[name], library().model, step, library().indicators).failed]
        for name, step in (("bibliotek", "need"), ("belysning", "market"))
    }
    assert closed == {"bibliotek": ["answered"], "belysning": ["information_shared"]}
    for name, step in (("bibliotek", "need"), ("belysning", "market")):
        with pytest.raises(GateClosed):
            pass_step(by=User.objects.get(username=WHO), procurement=row_of(name), step_id=step)
    value = as_value(ProgrammeRecord.objects.get(pk=carried.programme))
    states = {name: state_of(pilot, held[name]) for name, pilot in zip(held, value.pilots, strict=True)}
    assert [name for name, state in states.items() if state == "stuck"] == ["bibliotek", "belysning"]


def test_one_is_cancelled_by_its_decision_and_one_is_met_from_the_store(carried: Carried):
    held = pilots()
    outcomes = {name: each.outcome for name, each in held.items()}
    assert [name for name, outcome in outcomes.items() if outcome == "cancelled"] == ["datorer"]
    assert [one.winner_bid for one in held["datorer"].decisions] == [None]
    assert [name for name, outcome in outcomes.items() if outcome == "no_purchase"] == ["vardcentral"]
    moved = Transfer.objects.filter(procurement=row_of("vardcentral"), undone_at=None)
    assert sum(one.pieces for one in moved) == 142
    assert all(one.item.organisation == one.procurement.organisation for one in moved)
    assert not held["vardcentral"].bids and not held["vardcentral"].decisions


def test_three_are_measured_at_the_end_kept_missed_and_unknown(carried: Carried):
    held = pilots()
    ended = {name for name, each in held.items() if any(one.stage is Stage.END for one in each.measurements)}
    assert ended == {"kontorsmobler", "arbetsklader", "skarmar"}
    assert all(held[name].outcome == "closed" for name in ended)
    assert kept_at_the_end("kontorsmobler", held["kontorsmobler"]) == {True}
    assert False in kept_at_the_end("arbetsklader", held["arbetsklader"])
    assert kept_at_the_end("skarmar", held["skarmar"]) == {None}


def test_what_was_missed_at_the_end_had_the_agreed_consequence(carried: Carried):
    row = row_of("arbetsklader")
    found = missed(pilots()["arbetsklader"], convert.indicators(row))
    assert {one.measurement.stage for one in found} == {Stage.CONTRACT, Stage.END}
    assert all(one.decided for one in found)
    at_the_end = next(one for one in found if one.measurement.stage is Stage.END)
    assert at_the_end.decided and at_the_end.decided.ruling == "accepted"
    assert round(at_the_end.short, 9) == Decimal(560)  # kg: 40 per cent of 14 050, less the 5 060 that came
    said = DeviationRecord.objects.filter(measurement__procurement=row, ruling="accepted")
    assert said.count() == 2 and all(one.text == one.consequence_sv for one in said)


def test_the_rest_are_in_motion_at_different_steps(carried: Carried):
    held = pilots()
    moving = {name: stands(held[name]) for name in ("tvatt", "hjalpmedel", "gata")}
    assert moving == {"tvatt": "award_model", "hjalpmedel": "decision", "gata": "follow_up"}
    rest = set(held) - {"bibliotek", "belysning", *moving}
    assert all(stands(held[name]) == "" for name in rest)


def test_every_passed_gate_holds_still(carried: Carried):
    """Nothing was pushed through: each gate that was passed would open again as the procurement stands."""
    for name, each in pilots().items():
        for step in each.passed_steps:
            gate = gate_of(each, library().model, step, library().indicators)
            assert gate.open, (name, step, [one.check for one in gate.failed])


def test_each_scored_promise_has_a_clause_an_indicator_and_a_baseline(carried: Carried):
    scored = [
        (name, each, one) for name, each in pilots().items() for one in each.criteria if one.criterion.scored
    ]
    assert len(scored) >= 9
    for name, each, one in scored:
        assert one.clause_wording and one.owner, (name, one.criterion.id)
        assert one.criterion.measured_by in library().indicators
        before = [m for m in each.measurements if m.stage is Stage.BASELINE and m.inputs]
        assert one.criterion.measured_by in {m.indicator for m in before}, (name, one.criterion.id)


def test_a_report_below_the_promise_waits_for_the_contract_manager(carried: Carried):
    row = row_of("gata")
    waiting = Contract.objects.get(procurement=row).reports.get(state="received")
    cards, before = convert.indicators(row), missed(pilots()["gata"], convert.indicators(row))
    assert not before  # what is accepted so far keeps the promise
    with transaction.atomic():
        accept_report(
            by=User.objects.get(username="ovning-pahittsvik-avtal"), report=waiting, edition=waiting.edition
        )
        late = missed(convert.procurement(row), cards)
        assert [one.measurement.indicator for one in late] == ["reused_share"]
        assert round(late[0].measured.value or 0, 2) == Decimal("0.31")


def test_all_of_it_says_that_it_is_an_exercise(carried: Carried):
    programme = ProgrammeRecord.objects.get(pk=carried.programme)
    assert programme.exercise and "Övning" in programme.title
    for row in ProcurementRecord.objects.filter(pilots__programme=programme):
        assert row.exercise and row.title.startswith("Övning: "), row.title
        assert all("Övning" in one.title for one in row.dialogues.all())
    names = {one.rsplit("-", 1)[0] for _, one, *_ in carried.told}
    assert all(name.startswith(("ovning", "supplier-link", "supplier", WHO, "tests")) for name in names), (
        names
    )


def test_nobody_invented_can_sign_in(carried: Carried):
    invented = User.objects.filter(username__startswith="ovning")
    assert invented.count() >= 12
    assert not any(user.has_usable_password() for user in invented)


def test_the_region_has_somebody_in_every_role_and_contracts_to_look_at(carried: Carried):
    region = Organisation.objects.get(name="Övningsregionen")
    from omlopp.web.records.models.people import ORGANISATION_ROLES

    assert set(region.roles.values_list("role", flat=True)) == set(ORGANISATION_ROLES)
    assert Contract.objects.filter(organisation=region, procurement=None).count() >= 2
    assert Contract.objects.filter(organisation=region, ended_on__isnull=False).exists()


def test_the_money_adds_up(carried: Carried):
    value = as_value(ProgrammeRecord.objects.get(pk=carried.programme))
    budget = sum(one.amount_sek for one in value.budget)
    assert budget == sum(one.amount_sek for one in value.cofunding) == Decimal(6_400_000)
    for claim in value.claims:  # 40 per cent of what was spent in its days
        spent = sum(one.amount_sek for one in value.spent if claim.period_from <= one.on <= claim.period_to)
        assert claim.claimed_sek == spent * Decimal("0.4"), claim.number
    planned = {one.cost_type: one.amount_sek for one in value.budget}
    for kind, amount in planned.items():
        assert sum(one.amount_sek for one in value.spent if one.cost_type == kind) <= amount
    assert all(one.hours or one.waits for one in value.help)


def test_what_the_programme_handed_over_stands_in_its_final_report(carried: Carried):
    """As many proposals as the goal says are handed over, each with its number and what came of it."""
    value, given = material(ProgrammeRecord.objects.get(pk=carried.programme), date(2026, 11, 22))
    (goal,) = (one for one in value.goals if one.unit == "förslag")
    assert len(given.handed) == goal.reached == 2
    assert all(number.startswith("ÖVN ") and "Övning: " in title for _, title, _, number, _ in given.handed)
    plan = paper(value, "final", given, "sv", date(2026, 11, 22))
    rows = [
        row for one in plan.blocks if isinstance(one, Table) for row in one.rows if "förslag om" in row[1]
    ]
    assert ["Ett räkneexempel är lovat" in row[-1] for row in rows] == [True, False]


@pytest.mark.long
def test_two_homes_tell_the_same(once: Carried, django_db_blocker: Any):
    """Begun from the same database, in another home, the log says the very same."""
    assert len(once.told) > 600
    with django_db_blocker.unblock():
        carried = copy_of_database()
        once.before.backup(connection.connection)
        try:
            assert carry_here(once.first) == (once.programme, once.told)
        finally:
            put_back(carried)


def test_the_log_is_whole(carried: Carried):
    assert verify().broken is None


def test_carried_again_it_is_left_as_people_have_made_it(carried: Carried):
    before = Event.objects.count()
    assert carry_programme(User.objects.get(username=WHO), FOLDER / "programme.yaml").pk == carried.programme
    assert Event.objects.count() == before


@pytest.mark.parametrize("step", ["need", "market", "bids"])
def test_a_sandbox_begins_where_it_is_asked_to(db: None, step: str):
    who = add_person(by="tests", username="lärling", password=None)
    says = read_exercise(FOLDER / "kontorsmobler.yaml")
    row = carry(who, says, until=step, title="Övning: möbler, en egen")
    assert row.title == "Övning: möbler, en egen" and row.exercise
    assert stands(convert.procurement(row)) == step
    assert not row.lots.get().bids.exists()


def test_what_is_refused_half_way_leaves_nothing(db: None, tmp_path: Path):
    who = add_person(by="tests", username="lärling", password=None)
    text = (FOLDER / "gata.yaml").read_text("utf-8")
    broken = tmp_path / "gata.yaml"
    broken.write_text(text.replace("from_50, reclaimed", "no_such_level, reclaimed"), "utf-8")
    before = Event.objects.count(), ProcurementRecord.objects.count()
    with pytest.raises(Exception, match="level"):
        carry(who, read_exercise(broken))
    assert (Event.objects.count(), ProcurementRecord.objects.count()) == before


@pytest.mark.parametrize(
    ("was", "becomes", "where"),
    [
        ("begun_on:", "beguns_on:", "begun"),
        ("Övning: möbler", "Skarpt: möbler", "title"),
        ('target: "22"', 'target: "många"', "target"),
    ],
)
def test_a_file_that_is_no_exercise_is_refused_by_name_and_place(
    tmp_path: Path, was: str, becomes: str, where: str
):
    path = tmp_path / "fel.yaml"
    path.write_text((FOLDER / "kontorsmobler.yaml").read_text("utf-8").replace(was, becomes), "utf-8")
    with pytest.raises(ExerciseUnreadable) as refused:
        read_exercise(path)
    assert refused.value.facts["file"] == "fel.yaml" and where in str(refused.value.facts["where"])


def test_days_of_the_exercise_lie_in_order(carried: Carried):
    """Nothing is measured or decided before the procurement was begun."""
    for name, each in pilots().items():
        days = [one.measured_on for one in each.measurements] + [one.decided_on for one in each.decisions]
        assert all(day >= each.rules_fixed_on for day in days), name
