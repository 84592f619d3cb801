"""Working days, last days and standstill: the worked cases, and what holds for every day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.law import ParameterNotYet, Regime
from omlopp.domain.process.deadlines import (
    CalendarUnknown,
    add_working_days,
    after_contract,
    last_day,
    standstill,
    working_day_before,
    working_days,
)
from omlopp.library.calendar import calendar, calendar_rules
from omlopp.library.load import library

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/process/deadlines.yaml").read_text("utf-8"))
NUMBERS, DAYS = library().parameters, calendar()
ANY = st.dates(date(2005, 2, 1), date(2060, 11, 30))
COUNTED = st.dates(date(2022, 2, 1), date(2060, 11, 30))  # the standstill as the law of 2022 has it


def cases(kind):
    return pytest.mark.parametrize("case", CASES[kind], ids=[case["says"] for case in CASES[kind]])


@cases("standstill")
def test_the_worked_cases_of_standstill(case):
    given, expect = case["given"], case["expect"]
    found = standstill(given["sent"], given["how"], Regime(given["regime"]), NUMBERS, DAYS)
    if expect is None:
        assert found is None
        return
    assert found is not None
    told = {name: getattr(found, name) for name in expect}
    assert told == expect and found.moved == (found.counted != found.last)
    assert found.section and found.section in {NUMBERS[one].section for one in NUMBERS}


@cases("last_day")
def test_the_worked_cases_of_last_days(case):
    assert last_day(case["given"], DAYS) == case["expect"]


@cases("working_days")
def test_the_worked_cases_of_working_days(case):
    assert working_days(*case["given"], DAYS) == case["expect"]


@cases("after_contract")
def test_the_worked_cases_of_what_follows_the_contract(case):
    given = case["given"]
    regime = Regime(given["regime"]) if given["regime"] else None
    found = {each.parameter: each.day for each in after_contract(given["signed"], regime, NUMBERS, DAYS)}
    assert found == case["expect"]


def test_every_case_says_where_it_comes_from():
    assert all(case["source"].strip() for kind in CASES.values() for case in kind)


@given(ANY)
def test_a_last_day_is_a_working_day_and_the_first_one_there_is(day):
    last = last_day(day, DAYS)
    assert DAYS.is_working(last) and last >= day
    assert not any(DAYS.is_working(day + timedelta(days=ahead)) for ahead in range((last - day).days))


@given(ANY)
def test_the_day_before_and_the_day_after_enclose(day):
    assert working_day_before(day, DAYS) <= day <= last_day(day, DAYS)
    if DAYS.is_working(day):
        assert working_day_before(day, DAYS) == day == last_day(day, DAYS)


@given(ANY, st.integers(-40, 40))
def test_adding_working_days_is_undone_by_counting_them(day, count):
    start = last_day(day, DAYS)
    if date(2006, 1, 1) < start < date(2060, 6, 1):
        assert working_days(start, add_working_days(start, count, DAYS), DAYS) == count


@given(ANY, st.integers(0, 60))
def test_there_are_no_more_working_days_than_days_and_five_in_seven_at_the_most(day, length):
    if day.year < 2060:
        count = working_days(day, day + timedelta(days=length), DAYS)
        assert 0 <= count <= length and count <= (length // 7) * 5 + min(length % 7, 5)


@given(
    COUNTED,
    st.sampled_from(["electronic", "other"]),
    st.sampled_from([Regime.LOU, Regime.LOU_19, Regime.LUF]),
)
def test_no_standstill_is_shorter_than_the_law_and_each_ends_on_a_working_day(day, how, regime):
    found = standstill(day, how, regime, NUMBERS, DAYS)
    assert found is not None
    assert (found.last - day).days >= found.days == (10 if how == "electronic" else 15)
    assert DAYS.is_working(found.last) and found.contract_from == found.last + timedelta(days=1)
    assert found.runs(day) and found.runs(found.last) and not found.runs(found.contract_from)


@given(st.integers(2005, 2060))
def test_every_year_has_its_eves_and_midsummer_eve_is_a_friday_before_midsummer_day(year):
    eves = [eve.on(year) for eve in calendar_rules().eves]
    midsummer = next(day for day in eves if day.month == 6)
    assert midsummer.weekday() == 4 and 19 <= midsummer.day <= 25
    assert DAYS.named[midsummer + timedelta(days=1)] == "Midsommardagen"
    assert {(day.month, day.day) for day in eves if day.month == 12} == {(12, 24), (12, 31)}
    assert not any(DAYS.is_working(day) for day in eves)


@given(st.integers(2005, 2060))
def test_every_year_has_the_thirteen_holidays_of_the_act(year):
    """The Act (1989:253) names thirteen besides the Sundays; on two of the days two may meet."""
    names = {name for day, named in DAYS.named.items() if day.year == year for name in named.split("; ")}
    assert {"Nyårsdagen", "Trettondedag jul", "Långfredagen", "Påskdagen", "Annandag påsk", "Första maj",
            "Kristi himmelsfärdsdag", "Pingstdagen", "Nationaldagen", "Midsommardagen", "Alla helgons dag",
            "Juldagen", "Annandag jul"} <= names  # fmt: skip
    assert "Annandag pingst" not in names


def test_a_year_whose_holidays_are_not_known_is_said_and_not_guessed():
    with pytest.raises(CalendarUnknown, match="2061"):
        last_day(date(2061, 1, 3), DAYS)


def test_a_notice_sent_before_the_law_that_was_read_gets_no_number():
    with pytest.raises(ParameterNotYet):
        standstill(date(2021, 3, 1), "electronic", Regime.LOU, NUMBERS, DAYS)


@pytest.mark.parametrize("how", ["", "brev", "electronically"])
def test_how_it_was_sent_must_be_said(how):
    assert standstill(date(2026, 3, 1), how, Regime.LOU, NUMBERS, DAYS) is None


def test_what_the_counting_rests_on_is_said_with_its_sources():
    rules = calendar_rules()
    assert "1930:173" in rules.section and len(rules.sources) >= 3 and "RÅ 2007 ref. 28" in rules.note.sv
