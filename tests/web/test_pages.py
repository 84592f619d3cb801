"""Every page of the demo answers in both languages, writes nothing while it is read, and shows no raw key."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from omlopp.library.load import library
from omlopp.web.pages import WroteInARead, reads
from omlopp.web.records.models import EvidenceRecord, NoticeRecord, ProcurementRecord
from tests.web import building
from tests.web.acting import every
from tests.web.addresses import Address, addresses, paths
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
AT = {name: where for part in every("AT", {}) for name, where in part.items()}
AS = {name: who for part in every("AS", {}) for name, who in part.items()}
NOTES_LOOKING = {"bids", "correct-bid", "judging", "judge-bid", "letters", "letter-question"}
RAW = {
    "a template's own marks": re.compile(r"\{\{|\}\}|\{%|\{#"),
    "Python's None, True or False": re.compile(
        r"(?<![\w“-])(?:None(?!:| (?:of|in|has|have|is|are|was|were)\b)|True|False)(?![\w”-])"  # “None of them” is English
    ),
    "a key without its sentence": re.compile(
        r"\b(?:check|reason|regime|documents|award|criteria|criterion|goal|model|web|law|notices)[.-][a-z][\w-]*\.[\w.-]+"
    ),
    "a fact that was not filled in": re.compile(r"\{[a-z_]+\}"),
    "a Python value": re.compile(r"&lt;[\w.]+ object|Decimal\(|datetime\.|Text\(sv="),
}
SHOWN_RAW = re.compile(
    r'<(?:small|dd|dt) class="mono">.*?</(?:small|dd|dt)>|<script.*?</script>|<style.*?</style>', re.DOTALL
)


def visible(page: bytes) -> str:
    """The HTML without addresses, ids and what the log shows as it stands."""
    text = SHOWN_RAW.sub(" ", page.decode())
    return re.sub(
        r'\b(?:href|src|action|id|for|name|hx-[\w-]+|value|class|aria-\w+by|d|points|data-\w+)="[^"]*"',
        "",
        text,
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("address", [
    pytest.param(each, id=each.name)
    for each in addresses() if not each.posts_only
])  # fmt: skip
def test_every_page_answers_and_writes_nothing(
    visit: Any, workspace: Workspace, address: Address, language: str
):
    client = visit(AS.get(address.name, "buyer"), language=language)
    places = (
        [AT[address.name](workspace)] if address.name in AT else [workspace.exercise, workspace.from_notice]
    )
    for pk in places:
        before = building.state()
        for path in paths(address, workspace, pk, of=pk if address.name != "correct-bid" else None):
            answer = client.get(path, follow=True)
            if missing_here(address, path, workspace, pk):
                assert answer.status_code in (404, 409), path
                continue
            assert answer.status_code == 200, path
            if answer.headers["Content-Type"].startswith("text/html"):
                assert f'<html lang="{language}">' in answer.content.decode()
                text = visible(answer.content)
                found = {what: hit[0] for what, mark in RAW.items() if (hit := mark.search(text))}
                assert not found, path
        if address.name not in NOTES_LOOKING:
            assert building.state() == before


def missing_here(address: Address, path: str, workspace: Workspace, pk: int) -> bool:
    """The procurement begun from a notice has no bids, requirements, indicators or evaluation yet. Which of the market's
    notices is meant, the query says: without one there is none; the buyer has no second factor to turn off,
    and the report that was sent in has no file.
    """
    if address.name in ("market-notice", "mfa_deactivate_totp", "delivery-file"):
        return True
    if address.name == "evidence-file":
        return not EvidenceRecord.objects.filter(measurement__procurement=pk).exists()
    if pk != workspace.from_notice or path.endswith(
        "/baseline/"
    ):  # a baseline may come before everything else
        return False
    return address.name in {
        "correct-bid",
        "judge-bid",
        "letter-question",
        "adapt-criterion",
        "measure",
        "correct-measurement",
        "indicator-follow-up",
        "agree-promise",
        "decide-deviation",
        "record",
        "bid-form",
    }


def test_an_address_that_only_takes_forms_says_so(visit: Any, workspace: Workspace):
    client = visit()
    for address in addresses():
        if address.posts_only:
            assert {client.get(path).status_code for path in paths(address, workspace, workspace.open)} == {
                405
            }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_step_of_every_procurement_is_a_page(visit: Any, workspace: Workspace, language: str):
    client, before = visit(language=language), building.state()
    for row in ProcurementRecord.objects.all():
        for step in library().model.steps:
            page = client.get(f"/upphandling/{row.pk}/steg/{step.id}/")
            assert page.status_code == 200 and step.name.within(language) in page.content.decode().replace(
                "&#x27;", "'"
            )
    assert building.state() == before


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_notice_and_every_card_of_the_bank_is_a_page(visit: Any, workspace: Workspace, language: str):
    client, before = visit(language=language), building.state()
    pages = [f"/annonser/{pk}/" for pk in NoticeRecord.objects.values_list("pk", flat=True)]
    pages += [f"/bank/krav/{criterion}/" for criterion in library().criteria]
    for kind, place in (("groups", "grupper"), ("cases", "fall"), ("instruments", "instrument"), ("initiatives", "initiativ"),
                        ("crosswalks", "ramverk"), ("indicators", "indikatorer")):  # fmt: skip
        pages += [f"/bank/{place}/{card}/" for card in getattr(library(), kind)]
    for path in pages:
        answer = client.get(path)
        text = visible(answer.content)
        assert answer.status_code == 200, path
        assert not {what: hit[0] for what, mark in RAW.items() if (hit := mark.search(text))}, path
    assert building.state() == before


@pytest.mark.parametrize("query", [
    "/bank/?grupp=furniture&mal=D&typ=award&niva=bas&sok=möbler", "/bank/?niva=x&sok=%25%25", "/bank/?cpv=x", "/bank/?cpv=391-2",
    "/bank/?jamfor=finns_inte", "/bank/?jamfor=,,", "/bank/?jamfor=reused_furniture_share&jamfor=furniture_take_back,it",
    "/bank/fall/?grupp=x&mal=Å&utfall=x&sok=möbler", "/bank/instrument/?omdome=x&steg=need&sok=a", "/bank/initiativ/?relation=x",
    "/annonser/?sok=stol&land=SE&fynd=ja&sida=99", "/annonser/?sida=-1", "/annonser/?sida=x", "/annonser/?sok=%27%3B--",
    "/upphandling/{pk}/krav/?niva=finns-inte", "/upphandling/{pk}/logg/?sida=1e9", "/upphandling/{pk}/avsluta/?till=x",
])  # fmt: skip
def test_a_strange_query_narrows_or_is_left_aside(visit: Any, workspace: Workspace, query: str):
    assert visit().get(query.format(pk=workspace.open)).status_code == 200


def test_what_is_invented_is_marked_on_its_pages(visit: Any, workspace: Workspace):
    for pk in (workspace.exercise, workspace.from_notice):
        assert (
            "ÖVNING – allt i den här upphandlingen är påhittat"
            in visit().get(f"/upphandling/{pk}/").content.decode()
        )
    assert "ÖVNING –" not in visit().get(f"/upphandling/{workspace.open}/").content.decode()


def test_every_page_says_that_nothing_comes_from_elsewhere(visit: Any, workspace: Workspace):
    answer = visit().get("/")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert (
        answer.headers["Cache-Control"] == "no-store, private" and answer.headers["X-Frame-Options"] == "DENY"
    )
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.content.decode())


def test_a_view_that_only_reads_is_stopped_when_it_writes(workspace: Workspace, rf: Any):
    """The guard itself: a planted write in a view that declares `reads`."""

    @reads
    def planted(request: Any) -> HttpResponse:
        ProcurementRecord.objects.update(title="x")
        return HttpResponse()

    before = building.state()
    with pytest.raises(WroteInARead), transaction.atomic():
        planted(rf.get("/"))
    assert planted(rf.post("/")).status_code == 405
    assert building.state() == before
