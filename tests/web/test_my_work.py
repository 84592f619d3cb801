"""My work, the list of procurements, a procurement's own page and the menus – through the pages people see."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from omlopp.domain.model.process import Entrance
from omlopp.domain.process.waiting import KINDS
from omlopp.flows.waiting import waits_for
from omlopp.web import menu
from omlopp.web.dates import contract_link
from omlopp.web.records import convert
from omlopp.web.records.actions import talk
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.people import give_role
from omlopp.web.records.models import (
    Contract,
    DeliveryReport,
    DeviationRecord,
    Invitation,
    Organisation,
    Person,
    ProcurementRecord,
    Task,
)
from omlopp.web.records.waiting import desk
from omlopp.web.waits import link_of
from tests.web import building
from tests.web.building import DAY, Workspace

pytestmark = pytest.mark.django_db


def work(workspace: Workspace, name: str) -> Any:
    return waits_for(desk(workspace.user(name), timezone.localdate()))


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def contract(workspace: Workspace, owner: str | None, **more: Any) -> Contract:
    given = {
        "organisation": Organisation.objects.get(name="Provkommunen"), "title": "Möbelavtalet", "supplier": "Prov AB",
        "owner": workspace.user(owner) if owner else None, "added_at": timezone.now(), "added_by": "prov",
    } | more  # fmt: skip
    return Contract.objects.create(**given)


class TestFewQueries:
    def count(self, workspace: Workspace, name: str) -> int:
        user = workspace.user(name)
        with CaptureQueriesContext(
            connection,
        ) as held:
            waits_for(desk(user, timezone.localdate()))
        return len(held)

    def test_thirty_procurements_ask_the_database_no_more_than_three(self, workspace: Workspace):
        buyer = workspace.user("buyer")
        self.count(workspace, "buyer")  # what is kept once is read before it is counted
        few = self.count(workspace, "buyer")
        for number in range(30):
            building.begin(buyer, "awarded" if number % 10 == 0 else "begun")
        assert len(work(workspace, "buyer")) > 30
        assert self.count(workspace, "buyer") == few <= 40

    def test_read_at_once_a_procurement_is_the_same_value_as_read_alone(self, workspace: Workspace):
        held = list(convert.whole(ProcurementRecord.objects.order_by("pk")))
        assert held
        for row in held:
            alone = ProcurementRecord.objects.get(pk=row.pk)
            assert convert.procurement(row) == convert.procurement(alone)
            hidden = convert.procurement(row, with_bids=False)
            assert hidden == convert.procurement(alone, with_bids=False) and not hidden.bids
        assert any(each.decisions for each in map(convert.procurement, held))
        assert DeviationRecord.objects.exists() or any(row.measurements.all() for row in held)


class TestWhatWaits:
    def test_the_steps_of_ones_role_wait_and_those_of_others_do_not(self, workspace: Workspace):
        mine = {one.procurement for one in work(workspace, "buyer") if one.kind == "gate"}
        assert str(workspace.begun) in mine and str(workspace.closed) not in mine
        assert not work(workspace, "supplier_contact") and not work(workspace, "outsider")

    def test_bids_to_assess_wait_for_the_assessor_alone(self, workspace: Workspace):
        (one,) = [
            one
            for one in work(workspace, "assessor")
            if one.kind == "assess" and one.title.endswith("(open)")
        ]
        assert one.at == ("judging", str(workspace.open), building.LOT) and one.of_bids
        for name in ("requester", "reader", "contract_manager", "in:leader"):
            assert not [one for one in work(workspace, name) if one.of_bids], name

    def test_a_mention_waits_until_it_is_answered_in_its_place(self, workspace: Workspace):
        row, assessor = workspace.row("begun"), workspace.user("assessor")

        def waiting() -> list[str]:
            return [one.at[1] + one.at[2] for one in work(workspace, "assessor") if one.kind == "mention"]

        before = waiting()
        said = talk.say_something(
            by=workspace.user("buyer"), procurement=row, text="@assessor?", place="market"
        )
        assert len(waiting()) == len(before) + 1
        talk.say_something(by=assessor, procurement=row, text="Inte här.", place="steer")
        assert len(waiting()) == len(before) + 1
        talk.say_something(by=assessor, procurement=row, text="Jo.", place="market")
        assert waiting() == before and said.mentions == ["assessor"]

    def test_a_struck_mention_waits_no_more(self, workspace: Workspace):
        buyer = workspace.user("buyer")
        said = talk.say_something(by=buyer, procurement=workspace.row("begun"), text="@lawyer")
        assert [one for one in work(workspace, "lawyer") if one.kind == "mention"]
        talk.strike(by=buyer, comment=said, why="Fel person.")
        assert not [one for one in work(workspace, "lawyer") if one.kind == "mention"]

    def test_a_contract_waits_for_its_owner_with_its_reports_and_for_others_without(
        self, workspace: Workspace
    ):
        today = timezone.localdate()
        row = contract(workspace, "in:contract_manager", ends_on=today + timedelta(days=100))
        DeliveryReport.objects.create(
            contract=row, period_from=today - timedelta(100), period_to=today - timedelta(11),
            due_on=today - timedelta(5), state="missed",
        )  # fmt: skip
        kinds = {one.key for one in work(workspace, "in:contract_manager") if one.title == "Möbelavtalet"}
        assert kinds == {"contract_ends", "report_missed"}
        assert {one.key for one in work(workspace, "in:buyer") if one.title == "Möbelavtalet"} == {
            "contract_ends"
        }
        assert not [one for one in work(workspace, "in:reader") if one.title == "Möbelavtalet"]

    def test_a_contract_leads_to_its_own_page_and_not_to_the_list(self, workspace: Workspace, visit: Any):
        """From the register, and from a procurement: in my work and in the messages of the clock alike."""
        ends = timezone.localdate() + timedelta(days=100)
        listed = contract(workspace, "buyer", ends_on=ends, title="Ur registret")
        bought = contract(
            workspace, "buyer", ends_on=ends, title="Ur upphandlingen", procurement=workspace.row("awarded")
        )
        desk_of = desk(workspace.user("buyer"), timezone.localdate())
        for row, link in (
            (listed, f"/organisation/{listed.organisation_id}/avtal/{listed.pk}/"),
            (bought, f"/upphandling/{workspace.awarded}/avtal/{bought.pk}/"),
        ):
            (one,) = [one for one in waits_for(desk_of) if one.title == row.title]
            (agreement,) = [one for one in desk_of.agreements if one.id == row.pk]
            assert link_of(one) == contract_link(agreement) == link
        assert visit().get(f"/upphandling/{workspace.awarded}/avtal/{bought.pk}/").status_code == 200

    def test_an_invitation_waits_for_who_has_the_address_and_for_who_sent_it(self, workspace: Workspace):
        Person.objects.update_or_create(user=workspace.user("outsider"), defaults={"email": "Ny@Example.org"})
        soon = timezone.now() + timedelta(days=3)
        Invitation.objects.create(
            organisation=Organisation.objects.get(name="Provkommunen"), email="ny@example.org", role="reader",
            token_sha256="f" * 64, made_at=timezone.now(), made_by="in:administrator", expires_at=soon,
        )  # fmt: skip
        assert [one.key for one in work(workspace, "outsider")] == ["invitation"]
        assert "invitation_sent" in [one.key for one in work(workspace, "in:administrator")]

    def test_what_ended_asks_for_nothing_but_what_people_asked_of_each_other(self, workspace: Workspace):
        closed = [one for one in work(workspace, "requester") if one.procurement == str(workspace.closed)]
        assert {one.kind for one in closed} == {"task", "mention"}


class TestPage:
    def test_every_row_says_why_when_and_where(self, visit: Any, workspace: Workspace):
        today = timezone.localdate()
        task = Task.objects.filter(procurement=workspace.begun)[0]
        Task.objects.filter(pk=task.pk).update(due_on=today - timedelta(days=14))
        page = visit("requester").get("/mitt/").content.decode()
        assert "Dagen har passerat (1)" in page and "arbetsdagar sen" in page
        assert f'href="/upphandling/{workspace.begun}/samtal/#task-{task.pk}"' in page
        assert "Räkna stolarna" in page and page.index("Räkna stolarna") < page.index("nämnde dig")

    def test_the_filters_keep_what_was_asked_for(self, visit: Any, workspace: Workspace):
        client = visit("requester")
        tasks = client.get("/mitt/?slag=task").content.decode()
        assert "Räkna stolarna" in tasks and "nämnde dig" not in tasks
        one = rows_of(client.get(f"/mitt/fil/?slag=task&upphandling={workspace.begun}"))
        assert [row["Upphandling eller avtal"] for row in one] == ["Stolar och bord (begun)"]
        assert "Inget passar filtret" in client.get("/mitt/?upphandling=987654").content.decode()
        everything = rows_of(client.get("/mitt/fil/?slag=nonsens"))
        assert len(everything) == len(work(workspace, "requester")) > len(one)

    def test_the_table_marks_what_is_of_bids_and_holds_no_formula(self, visit: Any, workspace: Workspace):
        talk.add_task(
            by=workspace.user("buyer"),
            procurement=workspace.row("begun"),
            text="=HYPERLINK(1)",
            who="assessor",
        )
        rows = rows_of(visit("assessor").get("/mitt/fil/"))
        assert {row["Sekretess"] for row in rows if row["Slag"] == "Anbud att bedöma"} == {"anbud"}
        assert "'=HYPERLINK(1)" in [row["Vad"] for row in rows]
        assert all(row["Adress"].startswith("http://testserver/") for row in rows)

    @pytest.mark.parametrize(
        "language, says", [("sv", "Inget väntar på dig."), ("en", "Nothing waits for you.")]
    )
    def test_where_nothing_waits_it_teaches_and_leads_on(
        self, visit: Any, workspace: Workspace, language: str, says: str
    ):
        page = visit("outsider", language=language).get("/mitt/").content.decode()
        assert says in page and 'href="/borja/behov/"' in page and "<table" not in page

    def test_the_first_page_shows_the_top_of_it(self, visit: Any, workspace: Workspace):
        page = visit("requester").get("/").content.decode()
        assert page.index("Mitt arbete</h2>") < page.index("Börja här") < page.index('id="mine"')
        assert page.count('class="when') == 5 and 'href="/mitt/"' in page

    def test_every_kind_that_waits_leads_to_a_page_that_answers(self, visit: Any, workspace: Workspace):
        contract(workspace, "buyer", ends_on=timezone.localdate() + timedelta(days=30))
        client = visit()
        rows = rows_of(client.get("/mitt/fil/"))
        assert len({row["Slag"] for row in rows}) >= 4 <= len(KINDS)
        for address in {row["Adress"].removeprefix("http://testserver") for row in rows}:
            assert client.get(address).status_code == 200, address


class TestList:
    def test_it_is_filtered_by_state_words_and_whose(self, visit: Any, workspace: Workspace):
        client = visit("in:reader")
        every = rows_of(client.get("/upphandlingar/fil/"))
        assert {row["Din roll"] for row in every} == {""} and len(every) >= 4
        awarded = rows_of(client.get("/upphandlingar/fil/?lage=awarded"))
        assert [row["Upphandling"] for row in awarded] == ["Stolar och bord (awarded)"]
        assert len(rows_of(client.get("/upphandlingar/fil/?sok=BORD+(open)"))) == 1
        assert rows_of(client.get("/upphandlingar/fil/?vems=mina")) == []
        assert len(rows_of(visit("reader").get("/upphandlingar/fil/?vems=mina"))) >= 4
        assert "Ingen upphandling passar filtret" in client.get("/upphandlingar/?sok=ananas").content.decode()

    @pytest.mark.parametrize("query", ["lage=nonsens", "organisation=x", "organisation=99999999999999999999", "sida=x",
                                       "organisation=²", "vems=alla"])  # fmt: skip
    def test_a_filter_that_is_none_is_left_aside(self, visit: Any, workspace: Workspace, query: str):
        assert visit().get(f"/upphandlingar/?{query}").status_code == 200

    def test_it_goes_on_over_pages_with_the_filter_kept(self, visit: Any, workspace: Workspace):
        buyer = workspace.user("buyer")
        for number in range(55):
            begin_procurement(
                by=buyer, title=f"Sida {number}", buyer_name="Provkommunen", buyer_kind="municipality",
                entrance=Entrance.NEED, object_kind="goods", on=DAY,
            )  # fmt: skip
        client = visit()
        first = client.get("/upphandlingar/?sok=Sida").content.decode()
        assert "Sida 1 av 2" in first and "sok=Sida&amp;sida=2" in first and "55 upphandlingar" in first
        second = client.get("/upphandlingar/?sok=Sida&sida=2").content.decode()
        assert second.count('<th scope="row">') == 5
        assert len(rows_of(client.get("/upphandlingar/fil/?sok=Sida"))) == 55

    def test_nobody_finds_what_they_may_not_read(self, visit: Any, workspace: Workspace):
        assert rows_of(visit("outsider").get("/upphandlingar/fil/")) == []
        assert rows_of(visit("supplier_contact").get("/upphandlingar/fil/?sok=Stolar")) == []


class TestProcurementPage:
    def test_it_says_who_does_what_and_which_roles_nobody_holds(self, visit: Any, workspace: Workspace):
        row = begin_procurement(
            by=workspace.user("buyer"), title="Ny", buyer_name="Provkommunen", buyer_kind="municipality",
            entrance=Entrance.NEED, object_kind="goods", on=DAY,
        )  # fmt: skip
        page = visit().get(f"/upphandling/{row.pk}/").content.decode()
        assert 'Chef (<span class="nobody">ingen än</span>)' in page and "Upphandlare (buyer)" in page
        give_role(by=workspace.user("buyer"), procurement=row, username="leader", role="leader")
        assert "Chef (leader)" in visit().get(f"/upphandling/{row.pk}/").content.decode()

    def test_it_shows_the_newest_comments_the_days_and_what_lies_around(
        self, visit: Any, workspace: Workspace
    ):
        today = timezone.localdate()
        ProcurementRecord.objects.filter(pk=workspace.begun).update(planned_on=today + timedelta(days=20))
        Task.objects.filter(procurement=workspace.begun).update(due_on=today + timedelta(days=2))
        for text in ("Ett.", "Två.", "Tre.", "Fyra."):
            talk.say_something(by=workspace.user("buyer"), procurement=workspace.row("begun"), text=text)
        page = visit("reader").get(f"/upphandling/{workspace.begun}/").content.decode()
        assert "Ett." not in page and page.index("Två.") < page.index("Fyra.")
        assert "Annonsen är planerad" in page and "Räkna stolarna" in page and "Dagar att hålla" in page
        assert "Marknadsdialog" in page and "filer: 1" in page


class TestMenus:
    def test_what_has_no_address_is_left_out_and_nothing_breaks(self, visit: Any, workspace: Workspace):
        with pytest.raises(NoReverseMatch):
            reverse("finns-inte")
        assert menu.address("finns-inte") == "" and menu.address("talk", 7) == "/upphandling/7/samtal/"
        assert menu.address("talk") == "" == menu.address("talk", "inte-ett-tal")

    @pytest.mark.parametrize("path, room", [
        ("", "Översikt"), ("steg/need/", "Översikt"), ("malkarta/", "Mål"), ("krav/", "Krav"), ("anbud/", "Anbud"),
        ("bedomning/LOT-0001/", "Anbud"), ("brev/", "Anbud"), ("utvarderingsmodell/LOT-0001/", "Utvärdering"),
        ("uppfoljning/", "Uppföljning"), ("uppfoljning/nulage/", "Uppföljning"), ("samtal/", "Samtal"), ("logg/", "Logg"),
    ])  # fmt: skip
    def test_one_page_of_the_procurement_is_marked(
        self, visit: Any, workspace: Workspace, path: str, room: str
    ):
        page = visit().get(f"/upphandling/{workspace.awarded}/{path}").content.decode()
        shown = page[page.index('class="rooms"') :].partition("</details>")[0]
        assert f": <strong>{room}</strong></summary>" in shown and shown.count("aria-current") == 1
        exact = path.count("/") < 2 and path != "brev/"
        assert f'aria-current="{"page" if exact else "true"}">{room}</a>' in shown

    def test_who_does_not_see_bids_is_not_led_there(self, visit: Any, workspace: Workspace):
        page = visit("reader").get(f"/upphandling/{workspace.open}/").content.decode()
        shown = page[page.index('class="rooms"') :].partition("</details>")[0]
        assert ">Anbud<" not in shown and ">Krav<" in shown

    @pytest.mark.parametrize("path, entry, below", [
        ("/mitt/", "Mitt arbete", None), ("/upphandlingar/", "Upphandlingar", None), ("/borja/behov/", "Upphandlingar", None),
        ("/marknaden/", "Marknaden", "Statistik"), ("/annonser/", "Marknaden", "Annonser"), ("/sok/", "Marknaden", "Sök"),
        ("/inkop/", "Inköp", None), ("/bank/", "Kunskap", "Krav"), ("/bank/modellen/", "Kunskap", "Modellen"),
        ("/lagen/", "Kunskap", "Lagen"), ("/portfolj/", "Portfölj", None),
    ])  # fmt: skip
    def test_the_main_menu_says_where_one_is(
        self, visit: Any, workspace: Workspace, path: str, entry: str, below: str | None
    ):
        page = visit().get(path).content.decode()
        top = page[page.index('aria-label="Huvudmeny"') :].partition("</header>")[0]
        main, _, rest = top.partition("</nav>")
        assert main.count("aria-current") == 1 and f">{entry}</a>" in main.partition("aria-current")[2][:40]
        if below:
            assert f'aria-label="{entry}"' in rest and rest.count("aria-current") == 1
            assert f">{below}</a>" in rest.partition("aria-current")[2][:40]
        else:
            assert "aria-current" not in rest
