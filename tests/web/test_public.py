"""The public pages: what everybody may see, how a firm answers, and what nobody gets through them."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from omlopp.web.records.actions import answers, dialogue, public_needs, steps
from omlopp.web.records.events import verify
from omlopp.web.records.models import Dialogue, DialogueAnswer, Event, ProcurementRecord
from tests.web import building
from tests.web.building import FIRST, SECRETS, Workspace
from tests.web.parts.dialogue import FIRM, choice, out, today

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:1 }}{0.__class__}"


@pytest.fixture
def anybody() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def talk(workspace: Workspace) -> Dialogue:
    return out(workspace.row("begun"))


def path(talk: Dialogue) -> str:
    return f"/oppet/svara/{talk.token}/"


def typed(talk: Dialogue, **more: str) -> dict[str, str]:
    asked = choice(talk.procurement).pk
    return {
        "firm": "Lilla Lagverkstan (övning)", "size": "micro", "county": "23", "once": "en-sida",
        "q-own-1": "Vi lagar stolar.", f"can-{asked}": "later", f"note-{asked}": "Från mars.",
    } | more  # fmt: skip


def code_on(page: str) -> str:
    found = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", page)
    assert found, page
    return found.group()


def send(client: Client, talk: Dialogue, **more: str) -> Any:
    return client.post(path(talk), typed(talk, **more))


def test_a_firm_answers_without_an_account_and_gets_a_receipt(anybody: Client, talk: Dialogue):
    page = anybody.get(path(talk))
    assert page.status_code == 200 and "Vad kan ni laga?" in page.content.decode()
    answer = send(anybody, talk)
    shown = answer.content.decode()
    assert answer.status_code == 200 and "Tack, svaret är sparat" in shown and "Från mars." in shown
    kept = DialogueAnswer.objects.get(firm="Lilla Lagverkstan (övning)")
    assert kept.noted_by == "" and kept.receipt_sha256 and code_on(shown) not in str(kept.__dict__)
    told = Event.objects.order_by("-pk")[0]
    assert (told.action, told.by) == ("market-answered", f"dialogue-page:{talk.pk}")
    assert "Lagverkstan" not in str(told.content), "the log tells that somebody answered, not who or what"
    assert verify().broken is None


def test_a_double_click_adds_nothing_and_shows_the_same_receipt(anybody: Client, talk: Dialogue):
    first, second = send(anybody, talk), send(anybody, talk)
    assert code_on(first.content.decode()) == code_on(second.content.decode())
    assert talk.answers.filter(firm__startswith="Lilla").count() == 1


def test_who_writes_the_same_on_another_page_does_not_get_the_others_receipt(anybody: Client, talk: Dialogue):
    """Guessing all of a competitor's answer gives no way into it."""
    first, other = send(anybody, talk), send(anybody, talk, once="en-annan-sida")
    assert code_on(first.content.decode()) != code_on(other.content.decode())
    assert talk.answers.filter(firm__startswith="Lilla").count() == 2


def test_the_receipt_opens_the_answer_and_a_change_keeps_the_former(anybody: Client, talk: Dialogue):
    code = code_on(send(anybody, talk).content.decode())
    opened = anybody.post(path(talk), {"do": "open", "code": code.lower().replace("-", " ")}).content.decode()
    assert "Vi lagar stolar." in opened and "Ditt svar är öppnat" in opened
    before = len(answers.standing_answers(talk))
    changed = send(anybody, talk, code=code, **{"q-own-1": "Vi lagar bord också."})
    assert "ändringen är sparad" in changed.content.decode()
    rows = talk.answers.filter(firm__startswith="Lilla")
    assert [row.answers["own-1"] for row in rows] == ["Vi lagar stolar.", "Vi lagar bord också."]
    assert len(answers.standing_answers(talk)) == before, "the last of a receipt holds"
    send(anybody, talk, code=code)  # and back again
    assert rows.all().count() == 3


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "x", "' OR 1=1 --"])
def test_a_guessed_receipt_opens_nothing_and_changes_nothing(anybody: Client, talk: Dialogue, code: str):
    send(anybody, talk)
    before = building.state()
    opened = anybody.post(path(talk), {"do": "open", "code": code})
    assert opened.status_code == 422 and "Vi lagar stolar." not in opened.content.decode()
    assert anybody.post(path(talk), typed(talk, code=code)).status_code == 422
    assert building.state() == before


def test_what_was_typed_is_still_there_when_something_is_wrong(anybody: Client, talk: Dialogue):
    before = building.state()
    for wrong, says in (
        ({"firm": " "}, "Skriv företagets namn"),
        ({"number": "556000-1111"}, "kontrollsiffran"),
        ({"number": "19121212-1212"}, "personnummer"),
        ({"webbadress": "http://spam"}, "ska vara tomt"),
        ({"q-own-1": "x" * 5000}, "för långt"),
    ):
        page = send(anybody, talk, **wrong)
        assert page.status_code == 422 and says in page.content.decode(), wrong
        assert "Från mars." in page.content.decode()
    nothing = anybody.post(path(talk), {"firm": "Tyst AB", "once": "n"})
    assert nothing.status_code == 422 and "minst en fråga" in nothing.content.decode()
    assert building.state() == before


def test_everything_a_firm_writes_is_shown_as_text(
    anybody: Client, visit: Any, talk: Dialogue, workspace: Workspace
):
    asked = choice(talk.procurement).pk
    sent = send(
        anybody,
        talk,
        firm=EVIL,
        contact=EVIL,
        **{"q-own-1": EVIL, f"note-{asked}": EVIL, f"can-{asked}": EVIL},
    )
    buyer = visit()
    inside = [
        f"/upphandling/{talk.procurement_id}/dialog/",
        f"/upphandling/{talk.procurement_id}/dialog/{talk.pk}/",
    ]
    pages = [sent, *(buyer.get(each) for each in inside), send(anybody, talk, firm=EVIL, number="fel")]
    for page in pages:
        text = page.content.decode()
        assert "<script>alert(1)" not in text and "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in pages[0].content.decode()
    held = buyer.get(f"{inside[1]}svar.csv").content.decode()
    assert "alert(1)" in held and DialogueAnswer.objects.latest("pk").criteria[str(asked)]["can"] == ""


def test_what_a_buyer_writes_is_shown_as_text_in_public(anybody: Client, workspace: Workspace):
    row, buyer = workspace.row("begun"), workspace.user("buyer")
    talk = dialogue.make_dialogue(
        by=buyer, procurement=row, kind="rfi", title=EVIL[:190], body=EVIL, questions=[],
        choices=list(row.criteria.all()[:1]),
    )  # fmt: skip
    dialogue.publish_dialogue(
        by=buyer, dialogue=talk, opens_on=None, closes_on=today() + timedelta(days=9), on=today(), address="x"
    )
    need = public_needs.publish_need(
        by=buyer, procurement=row, summary_sv=EVIL, summary_en=EVIL, contact=EVIL[:290]
    )
    for page in ("/oppet/", path(talk), f"/oppet/{need.token}/", "/oppet/feed.atom"):
        text = anybody.get(page).content.decode()
        assert "alert(1)" in text and "<script>alert(1)" not in text and "<img src=x" not in text, page
    ElementTree.fromstring(anybody.get("/oppet/feed.atom").content)


def test_a_cell_of_the_file_is_no_formula(anybody: Client, visit: Any, talk: Dialogue):
    send(anybody, talk, firm="=cmd|' /C calc'!A0", **{"q-own-1": "@SUM(1)"})
    text = visit().get(f"/upphandling/{talk.procurement_id}/dialog/{talk.pk}/svar.csv").content.decode()
    assert "'=cmd" in text and "'@SUM" in text


@pytest.mark.parametrize("token", ["gissad", "x" * 43, "feed", "-", "_" * 64])
def test_a_guessed_address_is_one_that_never_was(anybody: Client, workspace: Workspace, token: str):
    for each in (f"/oppet/svara/{token}/", f"/oppet/{token}/"):
        assert anybody.get(each).status_code == 404 and anybody.post(each, {"firm": "x"}).status_code in (
            404,
            405,
        )


def test_a_draft_is_not_reached_by_its_token(anybody: Client, workspace: Workspace):
    draft = workspace.row("begun").dialogues.get(published_at=None)
    assert anybody.get(path(draft)).status_code == 404
    assert draft.title not in anybody.get("/oppet/").content.decode()


def test_the_form_takes_nothing_from_another_site(workspace: Workspace, talk: Dialogue):
    strict, before = Client(enforce_csrf_checks=True, raise_request_exception=False), building.state()
    assert strict.post(path(talk), typed(talk)).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', strict.get(path(talk)).content.decode())
    assert token and building.state() == before
    assert strict.post(path(talk), typed(talk, csrfmiddlewaretoken=token.group(1))).status_code == 200


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_two_megabytes_are_refused_before_they_are_read(anybody: Client, talk: Dialogue, kind: str):
    before = building.state()
    answer = anybody.post(path(talk), b"firm=" + b"x" * 2**21, content_type=kind)
    assert answer.status_code == 413 and "för långt" in answer.content.decode()
    assert building.state() == before


def test_more_than_an_hours_answers_wait_and_lose_nothing(anybody: Client, talk: Dialogue, monkeypatch: Any):
    few = replace(answers.limits(), answers_an_hour=talk.answers.filter(noted_by="").count() + 1)
    monkeypatch.setattr(answers, "limits", lambda: few)
    assert send(anybody, talk).status_code == 200
    full = send(anybody, talk, once="en-till", firm="Sena AB")
    assert full.status_code == 429 and full["Retry-After"] and "Vi lagar stolar." in full.content.decode()
    assert not DialogueAnswer.objects.filter(firm="Sena AB").exists()
    assert send(anybody, talk).status_code == 200, "what is there already is shown, not refused"


def test_after_the_last_day_it_is_gone_with_kind_words(anybody: Client, workspace: Workspace, talk: Dialogue):
    buyer = workspace.user("buyer")
    dialogue.summarise_dialogue(by=buyer, dialogue=talk, summary="De flesta kan laga.")
    dialogue.close_dialogue(by=buyer, dialogue=talk)
    before = building.state()
    for page in (anybody.get(path(talk)), send(anybody, talk)):
        text = page.content.decode()
        assert (
            page.status_code == 410 and "Du förlorar inget på det" in text and "De flesta kan laga." in text
        )
        assert FIRM not in text and "Samtalsfirman" not in text, "no firm is told by name"
    assert building.state() == before
    assert path(talk) not in anybody.get("/oppet/").content.decode()


def test_few_answers_are_not_counted_in_public_and_small_cells_are_withheld(
    anybody: Client, talk: Dialogue, workspace: Workspace
):
    asked = str(choice(talk.procurement).pk)

    def closed() -> str:
        with building.undone():
            dialogue.close_dialogue(by=workspace.user("buyer"), dialogue=Dialogue.objects.get(pk=talk.pk))
            return str(anybody.get(path(talk)).content.decode())

    assert "Så kan marknaden" not in closed()
    for number, can in enumerate(["now"] * 7 + ["later"] * 4 + ["no"]):
        send(anybody, talk, once=f"n{number}", firm=f"Firma {number} (övning)", **{f"can-{asked}": can})
    text = re.sub(r"\s+", " ", closed())
    assert "Så kan marknaden" in text and "Nej: för få för att visas" in text and "Firma 3" not in text


def test_what_ended_is_gone_from_every_public_page(anybody: Client, workspace: Workspace, talk: Dialogue):
    row = workspace.row("begun")
    token = row.public_need.token
    steps.end_procurement(
        by=workspace.user("buyer"), procurement=row, outcome="cancelled", reason="Behövs inte."
    )
    assert anybody.get(path(talk)).status_code == 410 and anybody.get(f"/oppet/{token}/").status_code == 410
    for page in ("/oppet/", "/oppet/feed.atom"):
        assert token not in anybody.get(page).content.decode()


def test_a_withdrawn_need_is_as_one_that_never_was(anybody: Client, workspace: Workspace):
    row = workspace.row("begun")
    public_needs.withdraw_need(by=workspace.user("buyer"), procurement=row)
    assert anybody.get(f"/oppet/{row.public_need.token}/").status_code == 404
    again = public_needs.publish_need(
        by=workspace.user("buyer"), procurement=row, summary_sv="Igen.", contact="inkop@exempel.se"
    )
    assert anybody.get(f"/oppet/{again.token}/").status_code == 200


def test_filters_and_feed_agree(anybody: Client, workspace: Workspace):
    row = workspace.row("begun")
    mine = row.public_need.token
    for query, there in (
        ("", True), ("?lan=23", True), ("?lan=01", False), ("?cpv=39", True), ("?cpv=45", False),
        ("?mal=D", True), ("?mal=A", False), ("?lan=x&cpv=y&mal=Q", True),
    ):  # fmt: skip
        assert (mine in anybody.get(f"/oppet/{query}").content.decode()) is there, query
        feed = anybody.get(f"/oppet/feed.atom{query}")
        assert feed["Content-Type"].startswith("application/atom+xml")
        assert (mine in feed.content.decode()) is there, query
        ElementTree.fromstring(feed.content)


def test_nothing_else_of_a_procurement_is_shown(anybody: Client, workspace: Workspace):
    """Values, requirements not asked about, people and bids of one that is out stay inside."""
    row = workspace.row("open")
    need = row.public_need
    public = [f"/oppet/{need.token}/", "/oppet/", "/oppet/feed.atom", path(out(row))]
    text = "".join(anybody.get(page).content.decode() for page in public)
    assert need.summary_sv in text
    for hidden in (
        *SECRETS,
        "1 500 000",
        "Under tröskelvärdet",
        "Avtalsansvarig",
        "buyer",
        FIRST,
        FIRM,
        "Volymen är 40",
    ):
        assert hidden not in text, hidden


def test_an_exercise_is_marked_and_the_calculator_is_shown_only_where_it_is_opened(
    anybody: Client, workspace: Workspace
):
    row, buyer = ProcurementRecord.objects.get(pk=workspace.begun), workspace.user("buyer")
    address = f"/oppet/{row.public_need.token}/"
    assert "/rakna/" not in anybody.get(address).content.decode()
    ProcurementRecord.objects.filter(pk=row.pk).update(exercise=True)
    public_needs.publish_need(
        by=buyer, procurement=row, summary_sv="Stolar.", contact="inkop@exempel.se", shows_calculator=True
    )
    page = anybody.get(address).content.decode()
    link = re.search(r"/rakna/[^\"]+", page)
    assert "ÖVNING" in page and link and anybody.get(link.group()).status_code == 200
    assert (
        "ÖVNING" in anybody.get("/oppet/").content.decode()
        and "ÖVNING" in anybody.get("/oppet/feed.atom").content.decode()
    )


def test_before_it_opens_it_can_be_read_and_not_answered(anybody: Client, workspace: Workspace):
    row, buyer = workspace.row("begun"), workspace.user("buyer")
    talk = row.dialogues.get(published_at=None)
    dialogue.publish_dialogue(
        by=buyer, dialogue=talk, opens_on=today() + timedelta(days=2), closes_on=today() + timedelta(days=9),
        on=today(), address="x",
    )  # fmt: skip
    page = anybody.get(path(talk))
    assert page.status_code == 200 and "Skicka svaret" not in page.content.decode()
    refused = send(anybody, talk)
    assert refused.status_code == 422 and "öppnar den" in refused.content.decode()


def test_a_thousand_answers_are_paged(visit: Any, talk: Dialogue, django_assert_max_num_queries: Any):
    now = timezone.now()
    DialogueAnswer.objects.bulk_create(
        DialogueAnswer(
            dialogue=talk, firm=f"Företag {n}", at=now, digest=f"{n:064d}", receipt_sha256=f"{n:064d}",
            criteria={str(choice(talk.procurement).pk): {"can": "now", "note": ""}},
        )
        for n in range(1000)
    )  # fmt: skip
    buyer = visit()
    with django_assert_max_num_queries(60):
        one = buyer.get(f"/upphandling/{talk.procurement_id}/dialog/{talk.pk}/").content.decode()
    assert one.count('<details class="card"') == 50 and "Sida 1 av 21" in one and len(one) < 150_000
    with django_assert_max_num_queries(80):
        whole = buyer.get(f"/upphandling/{talk.procurement_id}/dialog/").content.decode()
    assert "1001 av 1002" in whole.replace("\u00a0", "") or "1002 av 1002" in whole


def test_english_too(anybody: Client, talk: Dialogue):
    anybody.cookies["omlopp_language"] = "en"
    page = anybody.get(path(talk)).content.decode()
    assert "Send the answer" in page and 'lang="en"' in page
    assert "Coming circular needs" in anybody.get("/oppet/").content.decode()
    assert "Thank you, the answer is kept" in send(anybody, talk).content.decode()
