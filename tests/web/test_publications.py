"""The page of publications: built in the background by who may, stopped, gone on with, and handed out as files."""

import io
import zipfile
from typing import Any

import pytest

from omlopp.web import background, publication_worker, publications
from omlopp.web.pieces import MOST
from omlopp.web.publications import Asked, Progress
from omlopp.web.publishing import gather
from omlopp.web.records.models import Event
from tests import tiny_film
from tests.web.building import DAY, Workspace

pytestmark = pytest.mark.django_db
PAGE = "/publikationer/"
SITE = "/publikationer/fil/portfolj/sv/public_site/"


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    (publications.place() / "progress.json").unlink(missing_ok=True)
    background.forget_stop(publications.place()) if publications.place().is_dir() else None


def test_the_button_begins_the_building_and_the_page_tells_how_far(
    visit: Any, workspace: Workspace, monkeypatch: Any
):
    monkeypatch.setattr(background, "running", lambda place: True)
    monkeypatch.setattr(publications, "tell", publications.tell)
    answer = visit("buyer").post(f"{PAGE}bygg/", {"publication": "portfolj"}, follow=True)
    assert "Bygget pågår" in answer.content.decode()
    assert publications.asked().names == ("portfolj",)
    assert Event.objects.last().action == "publications-begun"  # type: ignore[union-attr]
    again = visit("buyer").post(f"{PAGE}bygg/", {}, follow=True)
    assert "byggs redan" in again.content.decode()
    part = visit("buyer").get(PAGE, headers={"HX-Request": "true"})
    assert b"<progress" in part.content and b"<html" not in part.content


def test_what_is_built_is_listed_and_handed_out(visit: Any, workspace: Workspace):
    publications.begin(Asked("buyer", ("portfolj",), ("sv",)))
    assert publication_worker.carry_out() == 0
    done = publications.progress()
    assert done.state == "done" and done.built + done.unchanged > 90
    assert SITE in visit("buyer").get(PAGE).content.decode()
    answer = visit("buyer").get(SITE)
    assert answer["Content-Type"] == "application/zip" and "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"index.html", "feed.xml", "data/cases.csv"} <= set(archive.namelist())


def test_a_stop_is_heard_and_the_next_building_goes_on(visit: Any, workspace: Workspace):
    publications.begin(Asked("buyer", ("portfolj",), ("sv", "en")))
    background.ask_to_stop(publications.place())
    assert publication_worker.carry_out() == 130 and publications.progress().state == "stopped"
    assert "Bygg igen så fortsätter det" in visit("buyer").get(PAGE).content.decode()
    publications.begin(Asked("buyer", ("portfolj",), ("sv",)))
    assert publication_worker.carry_out() == 0


def test_a_worker_that_died_is_told_as_broken_off(visit: Any, workspace: Workspace):
    publications.place().mkdir(parents=True, exist_ok=True)
    publications.tell(Progress("running", "portfolj", "sv", "public_site", 1, 2))
    assert publications.progress().state == "interrupted"
    assert "avbröts" in visit("buyer").get(PAGE).content.decode()


def test_a_fault_is_told_in_words(visit: Any, workspace: Workspace, monkeypatch: Any):
    def full(*given: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("omlopp.flows.publications.build.build", full)
    publications.begin(Asked("buyer", ("portfolj",), ("sv",)))
    assert publication_worker.carry_out() == 1
    assert "No space left on device" in visit("buyer").get(PAGE).content.decode()


@pytest.mark.parametrize("person", ["reader", "outsider", "in:requester", "in:reader", "supplier_contact"])
def test_who_may_not_publish_sees_the_list_and_no_button(visit: Any, workspace: Workspace, person: str):
    page = visit(person).get(PAGE).content.decode()
    assert "Handledning" in page and "Bygg alla" not in page and SITE not in page
    assert visit(person).post(f"{PAGE}bygg/", {}).status_code == 403
    assert visit(person).get(SITE).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "fil/portfolj/sv/../../sign-in.txt/",
        "fil/portfolj/de/public_site/",
        "fil/nope/sv/pdf/",
        "fil/portfolj/sv/pdf/",
    ],
)
def test_only_what_was_built_is_handed_out(visit: Any, workspace: Workspace, address: str):
    assert visit("buyer").get(PAGE + address).status_code == 404


def test_the_base_holds_no_bid_that_is_not_decided(workspace: Workspace):
    for invented in (True, False):
        for entry in gather(DAY, exercise=invented).entries:
            one = entry.procurement
            assert {each.lot_id for each in one.bids} <= {each.lot_id for each in one.decisions}
            assert not (one.openings or one.inquiries or one.assessments or one.rejections)
            assert entry.exercise == invented == one.exercise


FILM = "/publikationer/film/film/sv/"


def test_a_film_that_is_built_is_shown_with_its_subtitles_and_all_it_says(visit: Any, workspace: Workspace):
    assert FILM in visit("buyer").get(PAGE).content.decode()
    page = visit("buyer").get(FILM)
    told = page.content.decode()
    assert f'src="{FILM}mp4/"' in told and f'src="{FILM}vtt/"' in told and "ÖVNING" in told
    assert tiny_film.SAID in told and "default-src 'self'" in page["Content-Security-Policy"]
    track = visit("buyer").get(FILM + "vtt/")
    assert track["Content-Type"].startswith("text/vtt") and tiny_film.SAID in track.content.decode()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, MOST - 1), ("bytes=10-19", 10, 19), ("bytes=-5", -5, -1), ("bytes=10-99999999999", 10, MOST + 9)],
)  # fmt: skip
def test_a_player_gets_the_piece_it_asks_for(
    visit: Any, workspace: Workspace, asked: str, first: int, last: int
):
    whole = visit("buyer").get(FILM + "mp4/")
    size = len(whole.content)
    assert size > MOST and whole["Accept-Ranges"] == "bytes" and whole["Content-Type"] == "video/mp4"
    first, last = first % size, last % size
    got = visit("buyer").get(FILM + "mp4/", headers={"Range": asked, "If-Range": whole["ETag"]})
    assert got.status_code == 206 and got["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert got.content == whole.content[first : last + 1]


def test_pieces_of_another_film_and_odd_ranges(visit: Any, workspace: Workspace):
    """A range nobody understands, or of a film that was built anew, gives the whole; one past the end gives its size."""
    client = visit("buyer")
    size = len(client.get(FILM + "mp4/").content)
    for headers in ({"Range": "bytes=0-9", "If-Range": '"other"'}, {"Range": "bytes=-"}, {"Range": "bytes=0-1,3-4"},
                    {"Range": "rows=1-2"}, {"Range": "bytes=²-3"}):  # fmt: skip
        assert client.get(FILM + "mp4/", headers=headers).status_code == 200
    for past in (f"bytes={size}-", "bytes=9-2", "bytes=-0"):
        got = client.get(FILM + "mp4/", headers={"Range": past})
        assert (got.status_code, got["Content-Range"]) == (416, f"bytes */{size}")


def test_only_the_film_of_the_manifest_is_shown_and_only_to_who_publishes(visit: Any, workspace: Workspace):
    for none in ("film/portfolj/sv/", "film/film/en/", "film/film/de/", "film/nope/sv/", "film/film/sv/png/",
                 "film/film/sv/html/"):  # fmt: skip
        assert visit("buyer").get(f"/publikationer/{none}").status_code == 404, none
    for person in ("reader", "outsider", "in:reader"):
        assert visit(person).get(FILM).status_code == 403
        assert visit(person).get(FILM + "mp4/").status_code == 403
