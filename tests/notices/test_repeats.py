"""Notices of one procurement are joined and counted once; none is dropped."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.notices.buyers import buyer_key, organisation_number, ted_buyer_kind
from omlopp.notices.repeats import buyers, procedures


def table(*rows):
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


CALL = {
    "notice_id": "10-2021",
    "procedure_id": "10-2021",
    "kind": "competition",
    "published_on": date(2021, 1, 5),
    "country": "SE",
    "buyer_id": "212000-0001",
    "title": "Upphandling av kontorsmöbler",
    "cpv": ["39130000"],
}


def result(**changes):
    return {**CALL, "notice_id": "99-2021", "kind": "result", "published_on": date(2021, 6, 1), **changes}


def test_an_award_notice_that_names_its_call_is_the_same_procurement_and_the_call_stands():
    found = procedures(table(result(), CALL))
    assert found.key[0] == found.key[1] == "10-2021"
    assert found.stands == (False, True) and found.link == ("procedure", "procedure")


def test_the_newest_stands_where_there_is_no_call():
    first, second = result(notice_id="1-2021", published_on=date(2021, 2, 1)), result(notice_id="2-2021")
    assert procedures(table(first, second)).stands == (False, True)


def test_a_corrigendum_names_what_it_corrects():
    change = {"notice_id": "20-2021", "procedure_id": "20-2021", "repeats": ["10-2021"], "kind": "change"}
    found = procedures(table(CALL, change))
    assert len(set(found.key)) == 1 and found.stands == (True, False) and found.link == ("number", "number")


def test_a_chain_from_planning_over_call_to_result_is_one_procurement():
    planning = {"notice_id": "1-2020", "procedure_id": "1-2020", "kind": "planning"}
    call = {**CALL, "procedure_id": "1-2020"}
    last = result(procedure_id="10-2021")
    assert len(set(procedures(table(last, planning, call)).key)) == 1


def test_two_that_name_the_same_unknown_notice_belong_together():
    one = {"notice_id": "5-2021", "repeats": ["3-2021"], "kind": "result"}
    other = {"notice_id": "6-2021", "repeats": ["3-2021"], "kind": "change"}
    assert len(set(procedures(table(one, other)).key)) == 1


def test_two_formats_of_one_notice_count_once():
    ted = {**CALL, "format": "ted-export", "file": "a.xml"}
    eforms = {**CALL, "procedure_id": "an-uuid", "format": "eforms", "file": "b.xml"}
    assert procedures(table(ted, eforms)).stands == (False, True), "the one with fields to declare in"


def test_likeness_joins_what_nothing_else_does_and_says_so():
    alike = result(procedure_id="99-2021", title="UPPHANDLING AV KONTORSMÖBLER ")
    found = procedures(table(CALL, alike))
    assert len(set(found.key)) == 1 and found.link == ("likeness", "likeness")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "competition"},  # called again with the same words: a new procurement
        {"published_on": date(2024, 1, 1)},  # too long after
        {"published_on": date(2020, 1, 1)},  # a result before its call
        {"buyer_id": "212000-0002"},
        {"cpv": ["45000000"]},
        {"title": "Möbler"},
    ],
    ids=str,
)
def test_what_is_only_somewhat_alike_stays_apart(changes):
    alike = result(procedure_id="99-2021", **changes)
    found = procedures(table({**CALL, **({"title": "Möbler"} if changes.get("title") else {})}, alike))
    assert len(set(found.key)) == 2 and found.link == ("alone", "alone")


def test_a_test_notice_never_stands_for_a_procurement_where_a_real_one_does():
    test = {**CALL, "notice_id": "11-2021", "remarks": ["test"], "published_on": date(2022, 1, 1)}
    assert procedures(table(test, result())).stands == (False, True)


def test_an_arrow_table_gives_the_same_as_lists():
    rows = table(CALL, result(), result(procedure_id="77-2021", notice_id="77-2021", buyer_id="5560360793"))
    assert procedures(pa.table(rows)) == procedures(rows)
    assert buyers(pa.table(rows)) == buyers(rows) == ("SE:2120000001", "SE:2120000001", "SE:5560360793")


NUMBERS = st.sampled_from(["1-2020", "2-2020", "3-2020", "4-2020", None])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "notice_id": st.sampled_from([f"{n}-2020" for n in range(1, 9)]),
            "procedure_id": NUMBERS,
            "repeats": st.lists(NUMBERS.filter(bool), max_size=2),
            "kind": st.sampled_from(["planning", "competition", "result", "change", "other"]),
            "title": st.sampled_from(["Upphandling av kontorsmöbler", "Upphandling av stolar", ""]),
            "buyer_name": st.sampled_from(["Exempelby kommun", "Övningsregionen"]),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS)
def test_every_row_has_a_procurement_and_each_procurement_one_row_that_stands(rows):
    found = procedures(table(*rows))
    assert len(found.key) == len(rows)
    assert sum(found.stands) == len(set(found.key))
    assert {key for key, stands in zip(found.key, found.stands, strict=True) if stands} == set(found.key)


@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_change_who_belongs_together(rows, random):
    for place, row in enumerate(rows):
        row["file"], row["title"] = (
            str(place),
            "",
        )  # likeness looks at neighbours in time, the rest at no order

    def groups(some):
        found = procedures(table(*some))
        made = {}
        for row, key in zip(some, found.key, strict=True):
            made.setdefault(key, set()).add(row["file"])
        return sorted(map(sorted, made.values()))

    shuffled = list(rows)
    random.shuffle(shuffled)
    assert groups(shuffled) == groups(rows)


@pytest.mark.parametrize(
    "written, plain",
    [
        ("202100-2932", "2021002932"),
        ("2021002932", "2021002932"),
        ("SE202100293201", "2021002932"),
        ("SE 202100-2932 01", "2021002932"),
        ("16202100-2932", "2021002932"),
        ("Org.nr 202100-2932", "2021002932"),
        ("811218-9876", ""),  # a sole trader's personal number is no key
        ("19811218-9876", ""),
        ("123", ""),
        ("okänt", ""),
        (None, ""),
    ],
)
def test_swedish_organisation_numbers_in_one_form(written, plain):
    assert organisation_number(written, "SE") == plain


def test_buyers_without_a_number_are_known_by_their_plain_name():
    assert (
        buyer_key(None, "Växjö Kommun (1234)", "SE")
        == buyer_key("", "VÄXJÖ  KOMMUN", "SE")
        == "SE:vaxjo kommun"
    )
    assert buyer_key("DK12345678", "x", "DK") == buyer_key("12 34 56 78", "y", "DK") == "DK:12345678"
    assert buyer_key(None, "", "SE") == ""


@pytest.mark.parametrize(
    "said, authority, country, name, kind",
    [
        ("MINISTRY", "1", "NO", "", "cga"),
        ("REGIONAL_AUTHORITY", "3", "DE", "Stadt Beispiel", "ra-la"),
        ("REGIONAL_AUTHORITY", "3", "SE", "Exempelby kommun", "la"),
        ("REGIONAL_AUTHORITY", "3", "SE", "Region Övning", "ra"),
        ("", "4", "SE", "Exempelby Energi AB", "utility"),
        ("OTHER", "8", "SE", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_kinds_of_buyers_in_ted_are_told_as_in_eforms(said, authority, country, name, kind):
    assert ted_buyer_kind(said, authority, country, name, "") == kind
