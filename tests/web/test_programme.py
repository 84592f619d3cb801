"""The programme room: goals counted from the pilots, help summed, money as it stands – and secrecy that holds."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from omlopp.domain.model.process import Entrance
from omlopp.domain.programme.state import counted, hours, state_of, tally
from omlopp.web.records import convert
from omlopp.web.records.access import may
from omlopp.web.records.actions import programme as acts
from omlopp.web.records.actions import programme_pilots as pilots
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.actions.people import give_organisation_role
from omlopp.web.records.actions.programme import Applied
from omlopp.web.records.actions.programme_lines import write_line
from omlopp.web.records.models import Event, Participant, ProcurementRecord
from omlopp.web.records.programme import programme, programmes
from tests.web import building
from tests.web.building import DAY, SECRETS, Workspace
from tests.web.parts.programme import LINES, first, pilot, second

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(workspace: Workspace) -> str:
    return f"/program/{first().pk}/"


def text(page: Any) -> str:
    return str(page.content.decode())


def values(workspace: Workspace) -> Any:
    rows = {str(getattr(workspace, state)): workspace.row(state) for state in building.STATES}
    return {pk: convert.procurement(row) for pk, row in rows.items()}


def test_goals_are_counted_from_where_the_pilots_stand(workspace: Workspace):
    """Four take part, one is carried through and measured at the end; one is stuck, and says why."""
    value, of = programme(first()), values(workspace)
    assert dict(tally(value, of)) == {
        "stuck": 1, "moving": 2, "finished": 1, "no_purchase": 0, "cancelled": 0, "left": 0,
    }  # fmt: skip
    goal = value.goals[0]
    assert counted(goal, value, of) == 4
    row = workspace.row("awarded")
    ProcurementRecord.objects.filter(pk=row.pk).update(outcome="cancelled")
    assert counted(goal, value, values(workspace)) == 3, "one that was cancelled tries the model no more"
    assert counted(goal, value, {}) is None, "a pilot nobody knows makes the count unknown, never smaller"


def test_the_first_page_tells_what_is_stuck_before_what_goes_well(visit: Any, room: str):
    page = text(visit("in:reader").get(room))
    stuck, where, money = (
        page.index(one) for one in ("Ingen leverantör svarade.", 'id="where"', 'id="money"')
    )
    assert stuck < where < money
    assert "<strong>2</strong> i rörelse" in page and "<strong>1</strong> har fastnat" in page
    assert "4 av 10 upphandlingar" in page and "1 859 000 kr" in page.replace("\xa0", " ")
    assert "Färdplanen 2025–2030" in page and "Målens ordalydelse är inte läst." in page


def other_buyer(workspace: Workspace) -> ProcurementRecord:
    """A procurement of another organisation, joined to the programme: nobody of the programme is in it."""
    outsider = workspace.user("outsider")
    theirs = create_organisation(by=outsider, name="Grannkommunen", kind="municipality", county="SE322")
    row = begin_procurement(
        by=outsider, title="Cyklar till skolan", buyer_name="Grannkommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=DAY, organisation=theirs,
    )  # fmt: skip
    buyer = workspace.user("buyer")
    one = acts.enter_application(
        by=buyer, programme=first(), applied=Applied("Grannkommunen", organisation=theirs), on=DAY
    )
    acts.choose_participant(by=buyer, participant=one, on=DAY)
    acts.sign_participant(by=buyer, participant=one, on=DAY)
    pilots.join_programme(by=outsider, procurement=row, participant=one, on=DAY)
    return row


def test_only_the_procurements_own_people_let_it_join(workspace: Workspace):
    outsider, row = workspace.user("outsider"), other_buyer(workspace)
    assert (
        row.pilots.count() == 1 and Event.objects.filter(action="pilot-joined").latest("pk").by == "outsider"
    )
    others = Participant.objects.get(programme=second(), buyer_name="Provkommunen")
    with pytest.raises(pilots.OtherBuyer):
        pilots.join_programme(by=outsider, procurement=row, participant=others, on=DAY)
    with pytest.raises(pilots.NotAllowed):  # who leads the programme does not decide on the procurement
        pilots.join_programme(by=workspace.user("buyer"), procurement=row, participant=others, on=DAY)
    with pytest.raises(pilots.PilotKnown):
        pilots.join_programme(by=outsider, procurement=row, participant=row.pilots.get().participant, on=DAY)


def test_a_reader_of_the_programme_does_not_read_the_pilot(workspace: Workspace, visit: Any, room: str):
    """Title, phase, hours and counts – not the words of the help, and no link to where they stand."""
    row = other_buyer(workspace)
    of = row.pilots.get()
    asked = pilots.ask_for_help(
        by=workspace.user("outsider"), pilot=of, asked="Hemligt om leverantören?", on=DAY
    )
    for who in ("in:project_lead", "in:reader", "in:process_leader"):
        client = visit(who)
        for place in ("", "piloter/", "deltagare/"):
            page = text(client.get(room + place))
            assert "Hemligt om" not in page and f"/upphandling/{row.pk}/" not in page
            assert not [one for one in SECRETS if one in page]
        assert client.get(f"/upphandling/{row.pk}/program/").status_code == 404
        assert "1 fråga väntar" in text(client.get(room))
    assert asked.asked not in str(programmes()), "what is published holds no inner talk"
    assert not may(workspace.user("in:project_lead"), "read", row)


def test_a_named_process_leader_reads_the_procurement_but_no_bids(workspace: Workspace):
    row = other_buyer(workspace)
    of, coach = row.pilots.get(), workspace.user("in:process_leader")
    pilots.name_process_leader(by=workspace.user("outsider"), pilot=of, username="in:process_leader")
    assert may(coach, "coach", row) and not may(coach, "see_bids", row)
    pilots.log_help(
        by=coach, pilot=of, kind="answer", answered="Börja med behovet.", hours=Decimal("0.5"), on=DAY
    )
    value = programme(first())
    assert hours(value, str(row.pk)) == Decimal("0.5") and hours(value) == Decimal("6.5")


def test_a_question_waits_until_it_is_answered_with_hours(workspace: Workspace, visit: Any):
    where = f"/upphandling/{workspace.open}/program/"
    page = text(visit("process_leader").get(where))
    assert "Fråga som väntar" in page and "Vad gör vi nu?" in page
    waits = pilot(workspace.row("open")).help.get(kind="question")
    before = hours(programme(first()), str(workspace.open))
    assert "Svara" not in text(visit("requester").get(where)).split("Fråga processledaren")[0]
    wrong = visit("process_leader").post(
        where, {"do": "answer", "help": waits.pk, "help-answered": "Mät i kilo.", "help-hours": "en halv"}
    )
    assert wrong.status_code == 422 and "Mät i kilo." in text(wrong) and "inte ett tal" in text(wrong)
    answer = {"do": "answer", "help": waits.pk, "help-answered": "Mät i kilo.", "help-hours": "1,25"}
    assert visit("process_leader").post(where, answer).status_code == 302
    assert hours(programme(first()), str(workspace.open)) == before + Decimal("1.25")
    again = visit("process_leader").post(where, answer)
    assert again.status_code == 422 and "har redan svarat" in text(again)


def test_leaving_keeps_the_help_and_the_reason(workspace: Workspace, visit: Any):
    where, row = f"/upphandling/{workspace.open}/program/", workspace.row("open")
    given = hours(programme(first()))
    empty = visit().post(where, {"do": "leave", "pilot": pilot(row).pk, "why": " "})
    assert empty.status_code == 422 and pilot(row).left_on is None
    assert (
        visit().post(where, {"do": "leave", "pilot": pilot(row).pk, "why": "Ont om tid."}).status_code == 302
    )
    value = programme(first())
    left = next(one for one in value.pilots if one.procurement == str(row.pk))
    assert state_of(left, convert.procurement(row)) == "left" and left.left_why == "Ont om tid."
    assert hours(value) == given and counted(value.goals[0], value, values(workspace)) == 3
    assert "Gå med som pilot" in text(visit().get(where)), "it may join again"


def test_two_people_on_one_line_and_what_was_typed_stands(workspace: Workspace, visit: Any, room: str):
    goal = first().goals.get()
    typed = {"edition": str(goal.edition), "text": "Minst tolv upphandlingar", "target": "12", "unit": "upphandlingar",
             "counted": "live", "serves": ["roadmap_2025"], "reached": ""}  # fmt: skip
    assert visit("in:project_lead").post(f"{room}rad/goal/{goal.pk}/", typed).status_code == 302
    second_try = visit().post(f"{room}rad/goal/{goal.pk}/", typed | {"text": "Minst åtta upphandlingar"})
    assert second_try.status_code == 409 and "Minst åtta upphandlingar" in text(second_try)
    goal.refresh_from_db()
    assert goal.text == "Minst tolv upphandlingar"
    assert (
        visit().post(f"{room}rad/goal/{goal.pk}/", typed | {"edition": str(goal.edition)}).status_code == 302
    )


@pytest.mark.parametrize("kind, wrong, says", [
    ("goal", {"serves": []}, "Strategier"), ("goal", {"target": "-1"}, "mål"), ("goal", {"target": "tio"}, "inte ett tal"),
    ("activity", {"ends_on": "2025-01-01"}, "fel ordning"), ("activity", {"starts_on": "i går"}, "ÅÅÅÅ-MM-DD"),
    ("budget", {"amount_sek": "0"}, "belopp"), ("budget", {"cost_type": "guld"}, "guld"),
    ("spent", {"on": "2019-01-01"}, "utanför programmet"), ("risk", {"likelihood": "9"}, "5"),
    ("claim", {"claimed_sek": "100", "approved_sek": "200", "approved_on": "2026-05-01"}, "mer än ansökt"),
    ("claim", {"approved_sek": "50"}, "godkänt belopp och dag"), ("claim", {"number": "1"}, "redan"),
])  # fmt: skip
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    visit: Any, room: str, kind: str, wrong: dict[str, Any], says: str
):
    typed = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in LINES[kind].items()
    }
    typed |= {"number": "2"} if kind == "claim" else {}
    before = building.state()
    page = visit().post(
        f"{room}ny/{kind}/",
        {name: str(one) if not isinstance(one, list) else one for name, one in (typed | wrong).items()},
    )
    assert page.status_code in (409, 422) and says.casefold() in text(page).casefold(), text(page)[-3000:]
    assert building.state() == before
    for each in wrong.values():
        assert not isinstance(each, str) or each in text(page)


def test_a_line_taken_away_counts_no_more_and_can_be_put_back(visit: Any, room: str):
    risk = first().risks.get()
    where = f"{room}rad/risk/{risk.pk}/andra/"
    assert visit().post(where, {"do": "remove", "why": ""}).status_code == 422
    assert visit().post(where, {"do": "remove", "why": "Löst."}).status_code == 302
    assert not programme(first()).risks and "Löst." in text(visit().get(room + "del/risker/"))
    assert visit().post(where, {"do": "remove", "why": "Igen."}).status_code == 422
    assert visit().post(where, {"do": "restore"}).status_code == 302
    assert len(programme(first()).risks) == 1


SHEET = """Datum;Kostnadsslag;Belopp;Verifikation;Text
2026-03-31;Personal;12 500,50;A 9;Processledning
2026-04-30;Guldtackor;1 000;A 10;
2019-01-01;Personal;900;A 11;
;Personal;900;A 12;
2026-03-31;Personal;12 500,50;A 9;Processledning
"""


def test_spending_is_read_shown_and_imported_once(visit: Any, room: str):
    """What cannot be read is told by row; the same file again adds nothing."""
    client = visit()
    none = client.post(room + "utgifter/")
    assert none.status_code == 422 and "Välj en fil" in text(none)
    for n, expected in ((1, 1), (2, 0)):
        laid = client.post(room + "utgifter/", {"file": io.BytesIO(SHEET.encode())})
        assert laid.status_code == 302
        page = text(client.get(laid.url))
        assert f"{expected} av 5 rader kan läsas in" in page, n
        assert "Guldtackor" in page and "utanför programmet" in page
        if expected:
            assert client.post(laid.url, {"rows": "3"}).status_code == 422
            assert client.post(laid.url, {"rows": "1"}).status_code == 302
    row = first().spent.get(voucher="A 9")
    assert (row.on, row.cost_type, row.amount_sek) == (date(2026, 3, 31), "staff", Decimal("12500.50"))
    stranger = visit("in:project_lead").get(laid.url)
    assert stranger.status_code == 404, "a list laid aside is its owner's"


def test_a_buyer_applies_without_an_account_and_twice_adds_nothing(workspace: Workspace, client: Any):
    where = f"/program/ansok/{first().token}/"
    form = {"buyer_name": "Fjällby kommun", "county": "SE322", "contact": "inkop@fjallby.example", "why": "Möbler.",
            "once": "ett-engångsord"}  # fmt: skip
    assert client.get(where).status_code == 200
    trapped = client.post(where, form | {"webbadress": "http://x"})
    assert trapped.status_code == 422 and "Fjällby" in text(trapped)
    for _ in range(2):
        assert "är mottagen" in text(client.post(where, form))
    assert first().participants.filter(buyer_name="Fjällby kommun").count() == 1
    known = client.post(where, form | {"once": "ett-annat"})
    assert known.status_code == 422 and "redan en ansökan" in text(known)
    told = Event.objects.filter(action="programme-applied").latest("pk")
    assert told.by == f"programme-link:{first().pk}" and "fjallby.example" not in str(told.content)
    assert client.get("/program/ansok/finns-inte/").status_code == 404
    acts.open_applications(by=workspace.user("buyer"), programme=first(), until=date(2020, 1, 1))
    assert client.get(where).status_code == 410 and client.post(where, form).status_code == 410
    acts.close_applications(by=workspace.user("buyer"), programme=first())
    assert client.get(where).status_code == 404


def test_an_exercise_and_a_real_programme_are_not_mixed(workspace: Workspace):
    row = ProcurementRecord.objects.get(pk=workspace.exercise)
    one = Participant.objects.get(programme=second(), buyer_name="Provkommunen")
    with pytest.raises((pilots.ExerciseMixed, pilots.OtherBuyer)) as refused:
        pilots.join_programme(by=workspace.user("buyer"), procurement=row, participant=one, on=DAY)
    assert refused.type is pilots.ExerciseMixed


def test_a_closed_programme_is_only_read(workspace: Workspace, visit: Any, room: str):
    buyer = workspace.user("buyer")
    acts.close_programme(by=buyer, programme=first(), why="Slut.", on=DAY)
    with pytest.raises(acts.ProgrammeClosed):
        write_line(by=buyer, programme=first(), kind="risk", typed=LINES["risk"])
    page = text(visit().get(room + "del/risker/"))
    assert "AVSLUTAT" in page and "Lägg till risk" not in page


def test_who_is_outside_does_not_learn_that_it_exists(visit: Any, room: str):
    for place in ("", "piloter/", "deltagare/", "del/pengar/", "uppgifter/", "ny/goal/", "utgifter/"):
        assert visit("outsider").get(room + place).status_code == 404, place
    assert "Provprogrammet" not in text(visit("outsider").get("/program/"))


def test_an_empty_programme_teaches_what_to_do(workspace: Workspace, visit: Any):
    facts = acts.Facts("Helt nytt", "pre_study", date(2026, 1, 1), date(2026, 12, 31))
    buyer = workspace.user("buyer")
    row = acts.create_programme(by=buyer, organisation=first().organisation, facts=facts)
    page = text(visit().get(f"/program/{row.pk}/"))
    assert "Skriv in den första köparen" in page and "Skriv in det första målet" in page
    assert "Inga aktiviteter är inskrivna än." in text(visit().get(f"/program/{row.pk}/del/tid/"))
    give_organisation_role(by=buyer, organisation=first().organisation, username="outsider", role="reader")
    read_only = text(visit("outsider").get(f"/program/{row.pk}/"))
    assert "Skriv in" not in read_only
