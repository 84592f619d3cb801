"""Talk in a procurement: what is said stays, who is named is told, and what is of bids is read by who sees bids alone."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from omlopp.web import evidence
from omlopp.web.records.access import NotAllowed
from omlopp.web.records.actions import ReasonMissing, talk
from omlopp.web.records.models import Comment, Event, FileRecord, Message, ProcurementRecord, Task
from tests.web import building
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
SAID = "Räcker förrådet?"


def here(workspace: Workspace, state: str = "begun") -> ProcurementRecord:
    return workspace.row(state)


def said(
    workspace: Workspace, text: str, by: str = "buyer", state: str = "begun", place: str = ""
) -> Comment:
    return talk.say_something(
        by=workspace.user(by), procurement=here(workspace, state), text=text, place=place
    )


class TestMentions:
    @pytest.mark.parametrize("text, known, unknown", [
        ("@assessor kan du?", ["assessor"], []),
        ("Fråga @assessor.", ["assessor"], []),
        ("(@assessor, @lawyer): se här", ["assessor", "lawyer"], []),
        ("@in:leader och @in:leader: igen", ["in:leader"], []),
        ("skriv till a@assessor.se", [], []),
        ("@nisse och @assessor", ["assessor"], ["nisse"]),
        ("@@assessor", [], ["@assessor"]),
        ("@assessorn är en annan", [], ["assessorn"]),
        ("ingen nämnd", [], []),
    ])  # fmt: skip
    def test_names_are_found_where_a_name_is_meant(self, text: str, known: list[str], unknown: list[str]):
        assert talk.mentioned(text, {"assessor", "lawyer", "in:leader"}) == (known, unknown)

    @given(st.text(), st.sets(st.from_regex(r"[a-z0-9._+-]{1,8}", fullmatch=True), max_size=5))
    def test_only_people_who_are_there_are_found_and_each_once(self, text: str, names: set[str]):
        known, unknown = talk.mentioned(text, names)
        assert set(known) <= names and not set(unknown) & names
        assert len(known) == len(set(known)) and all(f"@{name}" in text for name in known)

    def test_who_is_named_is_told_once_and_the_message_holds_nothing_that_was_said(
        self, workspace: Workspace
    ):
        row = said(workspace, "@assessor priset är Zirkelkvist, @assessor", place="decision", state="open")
        (told,) = Message.objects.filter(key=f"mention:{row.pk}")
        assert told.user.username == "assessor" and told.kind == "mention"
        assert told.facts == {"by": "buyer", "procurement": "Stolar och bord (open)"}
        assert told.link.endswith(f"/samtal/#comment-{row.pk}") and "Zirkelkvist" not in str(told.__dict__)

    def test_nobody_is_told_who_may_not_read_it(self, workspace: Workspace):
        row = said(workspace, "@outsider @reader @in:reader @supplier_contact @finns-inte")
        assert set(row.mentions) == {"reader", "in:reader"}
        assert set(Message.objects.filter(key=f"mention:{row.pk}").values_list("user__username", flat=True)) == {
            "reader", "in:reader"
        }  # fmt: skip
        secret = said(workspace, "@reader @in:leader @lawyer", place="bids", state="open")
        assert secret.mentions == ["lawyer"]  # the others do not see bids

    def test_naming_oneself_is_no_news(self, workspace: Workspace):
        row = said(workspace, "@buyer får göra det själv")
        assert row.mentions == ["buyer"] and not Message.objects.filter(key=f"mention:{row.pk}").exists()

    def test_the_page_says_who_was_not_told(self, visit: Any, workspace: Workspace):
        address = f"/upphandling/{workspace.begun}/samtal/"
        page = visit().post(address + "sag/", {"text": "@nisse, kan du?"}, follow=True).content.decode()
        assert "@nisse fick inget besked" in page


class TestComments:
    def test_a_double_click_is_one_comment_one_event_and_one_message(self, workspace: Workspace):
        events = Event.objects.count()
        first, second = (said(workspace, "Samma @assessor") for _ in range(2))
        assert first.pk == second.pk and Event.objects.count() == events + 1
        assert Message.objects.filter(key=f"mention:{first.pk}").count() == 1

    def test_another_person_another_place_or_another_text_is_another_comment(self, workspace: Workspace):
        made = {
            said(workspace, "Ja.").pk, said(workspace, "Ja.", by="assessor").pk,
            said(workspace, "Ja.", place="need").pk, said(workspace, "Jo.").pk,
        }  # fmt: skip
        assert len(made) == 4

    def test_the_same_after_a_minute_is_said_again(self, workspace: Workspace):
        first = said(workspace, "Ja.")
        Comment.objects.filter(pk=first.pk).update(at=first.at - talk.SAME_CLICK * 2)
        assert said(workspace, "Ja.").pk != first.pk

    def test_text_is_plain_breaks_are_kept_and_nothing_is_a_link(self, visit: Any, workspace: Workspace):
        said(workspace, "rad ett\r\n<b>rad två</b> https://example.org [x](javascript:1)")
        page = visit().get(f"/upphandling/{workspace.begun}/samtal/").content.decode()
        assert "rad ett<br>&lt;b&gt;rad två&lt;/b&gt; https://example.org" in page
        assert 'href="https://example.org' not in page and 'href="javascript' not in page

    def test_struck_it_stays_folded_with_the_reason(self, visit: Any, workspace: Workspace):
        row = said(workspace, "Det här var fel.")
        talk.strike(by=workspace.user("buyer"), comment=row, why="Hörde till en annan.")
        page = visit("reader").get(f"/upphandling/{workspace.begun}/samtal/").content.decode()
        assert "Hörde till en annan." in page and "Det här var fel." in page and "Struken av buyer" in page
        with pytest.raises(talk.StruckAlready):
            talk.strike(by=workspace.user("buyer"), comment=row, why="Igen.")

    def test_striking_needs_a_reason_and_ones_own_comment(self, workspace: Workspace):
        mine = said(workspace, "Mitt.", by="assessor")
        with pytest.raises(ReasonMissing):
            talk.strike(by=workspace.user("assessor"), comment=mine, why=" ")
        with pytest.raises(talk.NotYourComment):
            talk.strike(by=workspace.user("lawyer"), comment=mine, why="Jag vill.")
        talk.strike(by=workspace.user("assessor"), comment=mine, why="Jag skrev fel.")

    def test_the_log_holds_no_text(self, workspace: Workspace):
        said(workspace, "Zirkelkvist är billigast", place="bids", state="open")
        assert "Zirkelkvist" not in str(Event.objects.order_by("-pk").values().first())

    def test_an_ended_procurement_can_still_be_spoken_of(self, workspace: Workspace):
        assert said(workspace, "Vi lärde oss något.", state="closed").pk

    @pytest.mark.parametrize("form, says", [
        ({"text": "  "}, "Kommentaren är tom"),
        ({"text": "x" * 8001}, "8001 tecken"),
        ({"text": "Det jag skrev", "place": "finns_inte"}, "finns inte i upphandlingens modell"),
    ])  # fmt: skip
    def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
        self, visit: Any, workspace: Workspace, form: dict[str, str], says: str
    ):
        before = building.state()
        answer = visit().post(f"/upphandling/{workspace.begun}/samtal/sag/", form)
        assert answer.status_code == 422 and says in answer.content.decode()
        assert form["text"].strip() in answer.content.decode() and building.state() == before

    def test_it_stands_beside_the_step_it_is_about_and_goes_back_there(
        self, visit: Any, workspace: Workspace
    ):
        step = f"/upphandling/{workspace.begun}/steg/need/"
        form = {"text": "Tio saknar ben.", "place": "need", "from": "step"}
        answer = visit().post(f"/upphandling/{workspace.begun}/samtal/sag/", form)
        assert answer.headers["Location"] == step + "#talk"
        assert "Tio saknar ben." in visit().get(step).content.decode()
        assert "Tio saknar ben." not in visit().get(step.replace("need", "steer")).content.decode()


class TestSecrecy:
    @pytest.mark.parametrize("person", ["requester", "reader", "contract_manager", "in:leader"])
    def test_what_is_said_to_do_and_attached_at_steps_of_bids_is_hidden(
        self, visit: Any, workspace: Workspace, person: str
    ):
        secret = FileRecord.objects.get(procurement=workspace.open, of_bids=True)
        client = visit(person)
        for path in ("samtal/", "samtal/?steg=bids", "steg/bids/", "steg/decision/", "", "logg/"):
            page = client.get(f"/upphandling/{workspace.open}/{path}").content.decode()
            assert "Ytterlid" not in page and "1357911" not in page and "Zirkelkvist" not in page, path
        assert client.get(f"/upphandling/{workspace.open}/samtal/fil/{secret.pk}/").status_code == 404
        work = client.get("/mitt/").content.decode()
        assert "Ytterlid" not in work

    def test_those_who_see_bids_read_it(self, visit: Any, workspace: Workspace):
        page = visit("assessor").get(f"/upphandling/{workspace.open}/samtal/").content.decode()
        assert "Zirkelkvist lovar" in page and "Fråga Ytterlid" in page and "Zirkelkvist.csv" in page

    def test_who_does_not_see_bids_says_nothing_there_either(self, workspace: Workspace):
        with pytest.raises(NotAllowed):
            said(workspace, "Vad händer?", by="requester", state="open", place="bids")
        with pytest.raises(NotAllowed):
            talk.keep_file(
                by=workspace.user("requester"), procurement=here(workspace, "open"), name="a.txt", content=b"a1",
                kind="other", of_bids=True,
            )  # fmt: skip

    def test_a_file_at_a_step_of_bids_is_of_bids_whatever_was_ticked(self, workspace: Workspace):
        row = talk.keep_file(
            by=workspace.user("assessor"), procurement=here(workspace, "open"), name="a.txt", content=b"b2",
            kind="other", place="bids",
        )  # fmt: skip
        event = Event.objects.order_by("-pk").first()
        assert (
            row.of_bids
            and event is not None
            and event.content["name"] == ""
            and "sha256" not in event.content
        )

    @pytest.mark.parametrize("what", ["strike", "task"])
    def test_a_hidden_row_cannot_be_reached_by_its_number(self, visit: Any, workspace: Workspace, what: str):
        comment = Comment.objects.get(procurement=workspace.open, place="bids")
        task = Task.objects.get(procurement=workspace.open, place="decision")
        path = f"{comment.pk}/stryk/" if what == "strike" else f"uppgift/{task.pk}/"
        before = building.state()
        answer = visit("project_lead").post(
            f"/upphandling/{workspace.open}/samtal/{path}", {"why": "x", "done": "yes"}
        )
        assert answer.status_code == 404 and building.state() == before

    @pytest.mark.parametrize("kind", ["stryk", "uppgift", "fil"])
    def test_rows_of_another_procurement_are_not_reached_through_ones_own(
        self, visit: Any, workspace: Workspace, kind: str
    ):
        other = workspace.awarded
        path = {
            "stryk": f"{Comment.objects.filter(procurement=other)[0].pk}/stryk/",
            "uppgift": f"uppgift/{Task.objects.filter(procurement=other)[0].pk}/",
            "fil": f"fil/{FileRecord.objects.filter(procurement=other)[0].pk}/",
        }[kind]
        address, client = f"/upphandling/{workspace.begun}/samtal/{path}", visit()
        answer = client.get(address) if kind == "fil" else client.post(address, {"why": "x"})
        assert answer.status_code == 404


class TestTasks:
    def test_a_task_is_given_told_done_and_not_done_after_all(self, workspace: Workspace):
        buyer, row = workspace.user("buyer"), here(workspace)
        task = talk.add_task(by=buyer, procurement=row, text=" Räkna   om ", who="requester")
        assert (
            task.text == "Räkna om"
            and Message.objects.filter(key=f"task:{task.pk}", kind="task-given").count() == 1
        )
        talk.finish_task(by=workspace.user("requester"), task=task)
        talk.finish_task(by=buyer, task=task)  # the second click, or the second person
        task.refresh_from_db()
        assert task.done_by == "requester"
        talk.finish_task(by=buyer, task=task, done=False)
        task.refresh_from_db()
        assert task.done_at is None and task.done_by == ""
        actions = Event.objects.order_by("-pk").values_list("action", flat=True)[:3]
        assert list(actions) == ["task-undone", "task-done", "task-made"]

    def test_a_double_click_is_one_task(self, workspace: Workspace):
        buyer, row = workspace.user("buyer"), here(workspace)
        made = {
            talk.add_task(by=buyer, procurement=row, text="En gång", who="requester").pk for _ in range(3)
        }
        assert len(made) == 1

    @pytest.mark.parametrize("who", ["outsider", "finns-inte", "supplier_contact"])
    def test_nobody_gets_a_task_of_what_they_may_not_read(self, visit: Any, workspace: Workspace, who: str):
        form = {"task": "Gör det", "who": who}
        answer = visit().post(f"/upphandling/{workspace.begun}/samtal/uppgift/", form)
        assert answer.status_code == 422 and "kan inte läsa upphandlingen" in answer.content.decode()
        assert 'value="Gör det"' in answer.content.decode()

    @pytest.mark.parametrize("day", ["2026-02-30", "i morgon", "0001-01-01"])
    def test_a_day_that_is_none_is_said(self, visit: Any, workspace: Workspace, day: str):
        form = {"task": "Gör det", "due_on": day}
        answer = visit().post(f"/upphandling/{workspace.begun}/samtal/uppgift/", form)
        assert answer.status_code == 422 and day in answer.content.decode()

    def test_who_loses_the_role_in_the_middle_cannot_go_on(self, visit: Any, workspace: Workspace):
        client = visit("requester")
        task = Task.objects.filter(procurement=workspace.begun)[0]
        here(workspace).memberships.filter(user__username="requester").delete()
        before = building.state()
        answer = client.post(f"/upphandling/{workspace.begun}/samtal/uppgift/{task.pk}/", {"done": "yes"})
        assert answer.status_code == 404 and building.state() == before


def office_file(*parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return held.getvalue()


class TestFiles:
    def post(self, visit: Any, workspace: Workspace, name: str, content: bytes, **more: str) -> Any:
        given = {"file": SimpleUploadedFile(name, content), "kind": "need", **more}
        return visit().post(f"/upphandling/{workspace.begun}/samtal/fil/", given)

    def test_a_file_comes_back_as_it_was_and_is_never_shown_in_the_page(
        self, visit: Any, workspace: Workspace
    ):
        answer = self.post(visit, workspace, "../bara namnet.csv", b"a;1\n", what="Lista")
        assert answer.status_code == 302
        row = FileRecord.objects.order_by("-pk")[0]
        assert (row.name, row.kind, row.what, row.of_bids) == ("bara namnet.csv", "need", "Lista", False)
        back = visit("reader").get(f"/upphandling/{workspace.begun}/samtal/fil/{row.pk}/")
        assert back.content == b"a;1\n" and back.headers["Content-Disposition"].startswith("attachment")
        assert (
            back.headers["X-Content-Type-Options"] == "nosniff"
            and "sandbox" in back.headers["Content-Security-Policy"]
        )

    @pytest.mark.parametrize("name, content, says", [
        ("makro.docx", office_file("[Content_Types].xml", "word/vbaProject.bin"), "makro"),
        ("program.exe", b"MZ", "exe"),
        ("tom.csv", b"", "tom"),
        ("bild.png", b"<script>", "bild.png"),
    ])  # fmt: skip
    def test_what_is_not_taken_is_refused_with_its_name(
        self, visit: Any, workspace: Workspace, name: str, content: bytes, says: str
    ):
        before = building.state()
        answer = self.post(visit, workspace, name, content, what="Det jag skrev")
        page = answer.content.decode()
        assert answer.status_code == 422 and says in page and 'value="Det jag skrev"' in page
        assert building.state() == before

    def test_one_that_is_too_large_is_refused_before_it_is_read(
        self, visit: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(evidence, "LIMIT_BYTES", 10)
        assert self.post(visit, workspace, "stor.csv", b"x" * 11).status_code == 422

    def test_the_same_file_again_adds_nothing_and_tells_no_name(self, visit: Any, workspace: Workspace):
        self.post(visit, workspace, "en.csv", b"samma;1\n")
        count = FileRecord.objects.count()
        again = self.post(visit, workspace, "tva.csv", b"samma;1\n")
        assert again.status_code == 422 and "finns redan" in again.content.decode()
        assert FileRecord.objects.count() == count

    def test_no_file_and_an_unknown_kind_are_said(self, visit: Any, workspace: Workspace):
        address = f"/upphandling/{workspace.begun}/samtal/fil/"
        assert "Ingen fil kom med" in visit().post(address, {"kind": "need"}).content.decode()
        assert self.post(visit, workspace, "a.csv", b"1\n", kind="nonsens").status_code == 422

    def test_a_file_changed_on_the_disk_is_not_handed_out(self, visit: Any, workspace: Workspace):
        self.post(visit, workspace, "hel.csv", b"hel;1\n")
        row = FileRecord.objects.order_by("-pk")[0]
        evidence.place_of(row.sha256).write_bytes(b"bytt")
        assert visit().get(f"/upphandling/{workspace.begun}/samtal/fil/{row.pk}/").status_code == 422
