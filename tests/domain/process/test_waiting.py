"""What waits for a person: one test for each kind, and what holds of the order whatever waits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from omlopp.domain.model.law import Regime
from omlopp.domain.model.procurement import Assessment, Decision, Inquiry, Lot, RegimeChoice, Rejection
from omlopp.domain.process.gates import open_gates
from omlopp.domain.process.waiting import (
    KINDS,
    Agreement,
    Call,
    Case,
    Desk,
    Duty,
    Mention,
    Report,
    here,
    now_of,
    waiting,
    who_answers,
)
from omlopp.library.calendar import calendar
from omlopp.library.load import library
from omlopp.library.messages import sentences
from tests.domain.process.build import chosen, procurement

TODAY = date(2026, 11, 21)  # a Saturday
ALL = frozenset({"read", "comment", "edit", "see_bids", "evaluate", "decide", "measure", "people"})
NUMBERS, DAYS, MODEL = library().parameters, calendar(), library().model
JUDGED = AwardCriterion("plan", value=Decimal(9), levels={"low": Decimal(0), "high": Decimal(1)}, clause="1")


def case(roles=("buyer",), rights=ALL, given=None, planned=None, duties=(), mentions=(), **more):
    value = replace(procurement(given or {}), **more)
    gates = open_gates(value, MODEL, library().indicators)
    return Case(
        value,
        MODEL,
        1,
        "Kommunen",
        frozenset(roles),
        frozenset(rights),
        gates,
        planned,
        tuple(duties),
        tuple(mentions),
    )


def found(*cases, agreements=(), calls=(), today=TODAY, user="me"):
    return waiting(Desk(user, today, cases, tuple(agreements), tuple(calls)), NUMBERS, DAYS)


def keys(*cases, **more):
    return [one.key for one in found(*cases, **more)]


def lou(value, regime=Regime.LOU, **answers):
    ruled = RegimeChoice(regime, "Skäl", regime, TODAY) if regime else None
    return replace(value, procurement=replace(value.procurement, regime=ruled, answers=answers))


class TestSteps:
    def test_the_step_waits_for_those_whose_role_answers_for_it(self):
        (one,) = found(case(roles=["buyer"]))
        assert (one.kind, one.key, one.day) == ("gate", "gate", None)
        assert one.at == ("step", one.procurement, "steer") and one.facts["missing"] == 1

    @pytest.mark.parametrize("roles", [[], ["reader"], ["assessor"], ["process_leader"]])
    def test_and_for_nobody_else(self, roles):
        assert found(case(roles=roles, rights=["read"])) == ()

    @pytest.mark.parametrize("outcome", ["no_purchase", "cancelled", "closed"])
    def test_nothing_waits_in_what_has_ended(self, outcome):
        assert found(case(outcome=outcome, planned=TODAY)) == ()
        assert now_of(case(outcome=outcome)) is None

    def test_roles_that_nobody_holds_are_shown_as_such(self):
        told = who_answers(MODEL.step("steer"), {"buyer": ["anna", "bo"]})
        assert dict(told) == {"leader": (), "buyer": ("anna", "bo"), "requester": (), "contract_manager": ()}


class TestTalk:
    def test_a_task_has_its_day_and_one_of_others_is_not_mine(self):
        duties = [Duty(1, "Räkna", TODAY - timedelta(days=1)), Duty(2, "Annat", None, mine=False)]
        (one, *_) = found(case(duties=duties))
        assert (one.kind, one.facts["text"], one.left, one.late(TODAY)) == ("task", "Räkna", 0, True)
        assert one.at == ("talk", one.procurement, "task-1") and "Annat" not in str(
            found(case(duties=duties))
        )

    def test_a_mention_waits_without_a_day_also_in_what_has_ended(self):
        (one,) = found(case(mentions=[Mention(7, "anna", TODAY)], outcome="closed"))
        assert (one.kind, one.facts["by"], one.day) == ("mention", "anna", None)


class TestBids:
    def with_bids(self, rights=ALL, decisions=(), assessments=(), rejections=(), inquiries=()):
        model = AwardModel("monetised.fixed_amounts", (JUDGED,))
        return case(
            roles=["assessor"], rights=rights, lots=(Lot("LOT-1", "Stolar"),), award_models={"LOT-1": model},
            bids=(Bid("a", "A AB", lot_id="LOT-1"), Bid("b", "B AB", lot_id="LOT-1")), decisions=tuple(decisions),
            assessments=tuple(assessments), rejections=tuple(rejections), inquiries=tuple(inquiries),
        )  # fmt: skip

    def given_by(self, who, bid):
        return Assessment("LOT-1", bid, "plan", who, "Skäl", "low")

    def test_bids_wait_until_this_person_has_given_each_what_people_judge(self):
        (one,) = [each for each in found(self.with_bids()) if each.kind == "assess"]
        assert (one.facts["count"], one.facts["of"], one.of_bids) == (2, 2, True)
        assert "A AB" not in str(one)
        half = self.with_bids(assessments=[self.given_by("me", "a"), self.given_by("you", "b")])
        (one,) = [each for each in found(half) if each.kind == "assess"]
        assert one.facts["count"] == 1
        done = self.with_bids(
            assessments=[self.given_by("me", "a"), self.given_by("", "b")]
        )  # "": agreed together
        assert not [each for each in found(done) if each.kind == "assess"]

    def test_a_rejected_bid_and_a_decided_lot_wait_for_nobody(self):
        out = Rejection("LOT-1", "a", "requirement", "Skäl", TODAY)
        (one,) = [each for each in found(self.with_bids(rejections=[out])) if each.kind == "assess"]
        assert (one.facts["count"], one.facts["of"]) == (1, 1)
        decided = self.with_bids(decisions=[Decision("LOT-1", "a", "Skäl", TODAY, "0")])
        assert not [each for each in found(decided) if each.kind == "assess"]

    @pytest.mark.parametrize("rights", [["read"], ["see_bids"], ["evaluate"]])
    def test_they_are_told_to_those_who_see_and_evaluate_alone(self, rights):
        assert not [each for each in found(self.with_bids(rights=rights)) if each.of_bids]

    def test_a_question_about_a_price_waits_when_its_day_has_passed_and_when_it_is_answered(self):
        def asked(**more):
            return Inquiry("LOT-1", "a", "Hur?", TODAY - timedelta(days=9), **more)

        late = asked(answer_by=TODAY - timedelta(days=1))
        coming = asked(answer_by=TODAY)
        answered = asked(answer_by=TODAY, answer="Så.", answered_on=TODAY)
        judged = replace(answered, accepted=True)
        told = [
            one
            for one in found(self.with_bids(inquiries=[late, coming, answered, judged]))
            if one.kind == "price"
        ]
        assert [one.key for one in told] == ["price_late", "price_answered"]
        assert told[0].late(TODAY) and all(one.of_bids for one in told)
        assert not [
            one for one in found(self.with_bids(rights=["see_bids"], inquiries=[late])) if one.kind == "price"
        ]


class TestStandstill:
    def test_it_runs_to_the_working_day_and_then_the_contract_waits(self):
        sent = lou(case(), notice_sent_on="2026-11-19", notice_sent_how="electronic")
        (one,) = [each for each in found(sent) if each.kind == "standstill"]
        assert (one.key, one.day, one.left) == (
            "standstill",
            date(2026, 11, 30),
            6,
        )  # the tenth day is a Sunday
        assert one.facts["from"] == date(2026, 12, 1) and "20 kap. 1 §" in str(one.facts["section"])
        (one,) = [each for each in found(sent, today=date(2026, 12, 1)) if each.kind == "standstill"]
        assert (one.key, one.day, one.at[2]) == ("standstill_over", None, "start")

    def test_where_nobody_said_how_it_was_sent_the_longer_time_is_counted(self):
        (one,) = [
            each for each in found(lou(case(), notice_sent_on="2026-11-19")) if each.kind == "standstill"
        ]
        assert one.facts["days"] == 15

    @pytest.mark.parametrize("regime, sent", [
        (None, "2026-11-19"), (Regime.LOU_19A, "2026-11-19"), (Regime.LOU, "2020-01-01"), (Regime.LOU, "i går"),
        (Regime.LOU, "2199-01-01"),
    ])  # fmt: skip
    def test_without_rules_with_none_or_out_of_reach_nothing_is_promised(self, regime, sent):
        assert not [
            one for one in found(lou(case(), regime, notice_sent_on=sent)) if one.kind == "standstill"
        ]

    def test_it_is_over_once_the_contract_has_its_first_day_and_then_the_law_asks_for_notice_and_documentation(
        self,
    ):
        begun = lou(case(), notice_sent_on="2026-10-01", contract_from="2026-11-02")
        told = [one for one in found(begun) if one.kind in ("standstill", "reporting")]
        assert {one.kind for one in told} == {"reporting"} and len(told) == 3
        assert {one.day for one in told} == {date(2026, 12, 2)}
        assert len([one for one in found(begun, today=date(2026, 12, 3)) if one.kind == "reporting"]) == 0


class TestFollowUp:
    ANSWERS = {"contract_from": "2026-01-01", "contract_to": "2027-12-31"}

    def followed(self, rights=ALL):
        value = case(rights=rights)
        own = replace(value.procurement, criteria=(chosen("reuse"),), answers=self.ANSWERS, outcome="awarded")
        return replace(value, procurement=own)

    def test_what_was_missed_is_one_line_with_its_oldest_day(self):
        (one,) = [each for each in found(self.followed()) if each.kind == "follow_up"]
        assert (one.key, one.day, one.facts["count"]) == ("follow_up_late", date(2026, 3, 31), 3)

    def test_what_comes_within_thirty_days_waits_and_no_sooner(self):
        def at(today):
            value = self.followed()
            answers = {"contract_from": "2026-10-01", "contract_to": "2027-12-31"}
            value = replace(value, procurement=replace(value.procurement, answers=answers))
            return [one.key for one in found(value, today=today) if one.kind == "follow_up"]

        assert at(date(2026, 11, 30)) == [] and at(date(2026, 12, 1)) == ["follow_up"]

    def test_it_waits_for_those_who_measure(self):
        assert not [one for one in found(self.followed(rights=["read", "edit"])) if one.kind == "follow_up"]


def agreement(**more):
    given = {
        "id": 1, "title": "Möbler", "organisation": 1, "organisation_name": "Kommunen", "starts": None,
        "ends": date(2027, 6, 30), "option_until": None, "notice_months": None, "ended": False,
    } | more  # fmt: skip
    return Agreement(**given)


class TestContracts:
    @pytest.mark.parametrize("ends, told", [
        (date(2028, 11, 21), ["contract_ends"]), (date(2028, 11, 22), []), (TODAY, ["contract_ends"]),
        (TODAY - timedelta(days=1), ["contract_over"]), (TODAY - timedelta(days=366), []), (None, []),
    ])  # fmt: skip
    def test_the_end_is_told_within_two_years_and_until_it_is_closed(self, ends, told):
        assert keys(agreements=[agreement(ends=ends)]) == told
        assert keys(agreements=[agreement(ends=ends, ended=True)]) == []

    def test_the_last_day_to_extend_is_counted_backwards_to_a_working_day(self):
        one, two = found(agreements=[agreement(notice_months=6, option_until=date(2028, 6, 30))])
        assert (one.key, two.key) == ("contract_option", "contract_ends_option")
        assert one.facts["counted"] == date(2026, 12, 30) == one.day  # a Wednesday
        (one, _) = found(agreements=[agreement(ends=date(2027, 6, 24), notice_months=6)])
        assert one.key == "contract_notice" and one.facts["counted"] == date(2026, 12, 24)
        assert one.day == date(2026, 12, 23)  # Christmas Eve: what is sent must be there the day before

    def test_a_notice_day_that_has_passed_is_told_no_more(self):
        assert keys(agreements=[agreement(notice_months=12)]) == ["contract_ends"]

    @pytest.mark.parametrize("state, due, told", [
        ("received", TODAY, ["report_received"]), ("missed", TODAY, ["report_missed"]),
        ("awaited", TODAY - timedelta(days=1), ["report_missed"]), ("awaited", TODAY, []), ("accepted", TODAY, []),
        ("questioned", TODAY, []), ("returned", TODAY, []),
    ])  # fmt: skip
    def test_reports_that_came_wait_to_be_read_and_those_that_did_not_to_be_asked_for(self, state, due, told):
        assert keys(agreements=[agreement(ends=None, reports=(Report(1, due, due, state),))]) == told


class TestPlannedAndInvited:
    def test_a_planned_notice_waits_until_bids_are_in(self):
        assert "publication" in keys(case(planned=TODAY))
        passed = case(planned=TODAY, passed_steps=frozenset({"bids"}))
        assert "publication" not in keys(passed) and "publication" not in keys(
            case(planned=TODAY, outcome="awarded")
        )

    def test_days_that_the_procurement_set_itself_wait_until_they_have_passed(self):
        own = lou(
            case(planned=TODAY), publish_on="2026-11-24", bids_due_on="2026-12-24", time_limit="2026-11-20"
        )
        assert [one.key for one in found(own) if one.day] == ["plan_publish_on", "plan_bids_due_on"]

    def test_an_invitation_waits_for_who_got_it_and_for_who_sent_it(self):
        calls = [
            Call(1, 1, "Kommunen", TODAY + timedelta(days=3), sent=False),
            Call(2, 1, "Kommunen", TODAY + timedelta(days=3), sent=True, to="a@example.org"),
            Call(3, 1, "Kommunen", TODAY - timedelta(days=3), sent=True, to="b@example.org"),
        ]
        assert keys(calls=calls) == ["invitation_over", "invitation", "invitation_sent"]


class TestOrder:
    def test_late_first_then_soon_then_what_has_no_day_then_later(self):
        days = {"sen": -5, "senare": -1, "snart": 3, "om länge": 200}
        duties = [Duty(n, text, TODAY + timedelta(days=days[text])) for n, text in enumerate(days)]
        told = [one.facts.get("text", one.key) for one in found(case(duties=reversed(duties)))]
        assert told == ["sen", "senare", "snart", "gate", "om länge"]

    @given(st.lists(st.one_of(st.none(), st.integers(-700, 700)), max_size=12), st.randoms())
    def test_the_order_is_the_same_whatever_came_first_and_late_things_come_before_all_others(
        self, ahead, chance
    ):
        duties = [
            Duty(n, f"u{n}", None if days is None else TODAY + timedelta(days=days))
            for n, days in enumerate(ahead)
        ]
        shuffled = duties[:]
        chance.shuffle(shuffled)
        one, other = found(case(duties=duties)), found(case(duties=shuffled))
        assert one == other and len(one) == len(duties) + 1
        late = [each.late(TODAY) for each in one]
        assert late == sorted(late, reverse=True)
        assert [each.day for each in one if each.late(TODAY)] == sorted(
            each.day for each in one if each.late(TODAY)
        )
        assert all((each.left is None) == (each.day is None) for each in one)

    def test_a_day_beyond_the_known_calendar_has_no_working_days_and_is_still_told(self):
        (one, _) = sorted(
            found(case(duties=[Duty(1, "x", date(2190, 1, 1))])), key=lambda each: each.kind != "task"
        )
        assert one.left is None and one.day == date(2190, 1, 1)


def test_the_procurements_own_page_tells_every_day_whoever_it_waits_for():
    duties = [Duty(1, "andras", TODAY, mine=False), Duty(2, "utan dag", None)]
    value = lou(case(roles=[], rights=["read"], duties=duties, planned=TODAY), notice_sent_on="2026-11-19")
    told = [one.key for one in here(value, TODAY, NUMBERS, DAYS)]
    assert sorted(told) == ["publication", "standstill", "task"]


def test_every_kind_has_a_name_and_every_key_a_sentence():
    assert set(library().names.tables["waiting"]) == set(KINDS)
    given = {
        "gate", "gate_ready", "task", "mention", "assess", "price_late", "price_answered", "standstill",
        "standstill_over", "report_received", "report_missed", "follow_up", "follow_up_late", "reporting", "publication",
        "plan_publish_on", "plan_bids_due_on", "plan_time_limit", "contract_over", "contract_ends",
        "contract_ends_option", "contract_option", "contract_notice", "invitation", "invitation_sent", "invitation_over",
    }  # fmt: skip
    assert {f"waiting.{key}" for key in given} <= set(sentences())
