"""The timeline: every activity with its state in words, within the picture, at both widths."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from omlopp.documents.pictures.gantt import gantt, state_of
from omlopp.domain.programme.model import Activity

FIRST, LAST, ON = date(2026, 1, 1), date(2027, 12, 31), date(2026, 11, 22)
KICK_OFF = Activity("1", "Startmöte", date(2026, 3, 15), date(2026, 3, 15), date(2026, 3, 15))
LATE = Activity("2", "Halvtidsrapport", date(2026, 10, 30), date(2026, 10, 30))
GOING = Activity("3", "Processledning", date(2026, 3, 16), date(2027, 9, 30))
COMING = Activity("4", "Handledningen skrivs", date(2027, 3, 1), date(2027, 8, 31))


def test_an_activity_is_done_late_going_on_or_to_come():
    assert [state_of(one, ON) for one in (KICK_OFF, LATE, GOING, COMING)] == [
        "done",
        "late",
        "going",
        "coming",
    ]
    assert state_of(LATE, date(2026, 10, 30)) == "going", "its own day is not too late"


def test_the_state_stands_in_words_and_what_is_late_by_name():
    drawn = gantt((KICK_OFF, LATE, GOING, COMING), FIRST, LAST, ON, "sv")
    for words in ("Startmöte (klar)", "Halvtidsrapport (sen)", "Processledning (pågår)", "i dag"):
        assert words in drawn.svg
    assert "1 klar, 1 sen, 1 pågår, 1 kommer" in drawn.alt and "Sena: Halvtidsrapport" in drawn.alt


def test_an_empty_timeline_says_so():
    assert "Inga aktiviteter" in gantt((), FIRST, LAST, ON, "sv").svg
    assert "No activities" in gantt((), FIRST, FIRST, ON, "en", narrow=True).svg


@given(
    st.lists(st.tuples(st.integers(-900, 900), st.integers(0, 900), st.text(max_size=200)), max_size=8),
    st.booleans(),
)
def test_nothing_is_drawn_outside_the_picture(drawn: list[tuple[int, int, str]], narrow: bool):
    """Whatever its name and however far outside the programme it lies."""
    days = [FIRST + timedelta(days=start) for start, _, _ in drawn]
    activities = [
        Activity(str(n), name, day, day + timedelta(days=length))
        for n, (day, (_, length, name)) in enumerate(zip(days, drawn, strict=True))
    ]
    picture = gantt(activities, FIRST, LAST, ON, "sv", narrow=narrow)
    root = etree.fromstring(picture.svg.encode())
    width, height = (float(one) for one in root.get("viewBox").split()[2:])
    for one in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y, wide, high = (float(one.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + wide <= width + 4.1 and y >= 0 and y + high <= height
    for one in root.iter("{http://www.w3.org/2000/svg}path"):
        places = [float(each) for each in re.findall(r"-?\d+\.?\d*", one.get("d"))]
        assert all(-1 <= x <= width + 9 for x in places[::2]) and all(0 <= y <= height for y in places[1::2])
