"""Fetching from TED, against a server on this machine that speaks the same shapes."""

import hashlib
import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from omlopp.notices import fetch
from omlopp.notices.errors import FetchFailed, NoNetwork
from omlopp.notices.fetch import STATE, SUMS, Fetcher

SINCE = date(2026, 11, 14)


class Ted:
    """What the server holds and what was asked of it. `faults`: address → list of answers to give first."""

    def __init__(self, count=5, page=2):
        self.notices = {
            f"{number}-2026": f"<notice>{number}</notice>".encode() for number in range(101, 101 + count)
        }
        self.page = page
        self.faults: dict[str, list[object]] = {}
        self.asked: list[str] = []
        self.bodies: list[dict] = []
        self.agents: set[str] = set()

    def search(self, body, address):
        start = int(body.get("iterationNextToken") or 0)
        numbers = list(self.notices)[start : start + self.page]
        return {
            "notices": [
                {"publication-number": n, "links": {"xml": {"MUL": f"{address}/en/notice/{n}/xml"}}}
                for n in numbers
            ],
            "totalNoticeCount": len(self.notices),
            # As the real service does: a token comes with the last page, and with the empty one after it.
            "iterationNextToken": str(start + len(numbers)),
            "timedOut": False,
        }


@pytest.fixture
def ted():
    state = Ted()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def handle_any(self, body):
            state.asked.append(self.path)
            state.agents.add(self.headers["User-Agent"])
            faults = state.faults.get(self.path, [])
            if faults:
                fault = faults.pop(0)
                if fault == "break":
                    data = b"<notice>half"
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(data) + 500))
                    self.end_headers()
                    self.wfile.write(data)
                    self.close_connection = True
                    return
                status, headers, data = fault
                return self.answer(status, data, headers)
            if self.command == "POST":
                state.bodies.append(body)
                return self.answer(200, json.dumps(state.search(body, state.address)).encode())
            number = self.path.split("/")[3]
            data = state.notices.get(number)
            return self.answer(200 if data else 404, data or b"")

        def answer(self, status, data, headers=()):
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            self.handle_any(None)

        def do_POST(self):
            self.handle_any(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


SEARCH = "/v3/notices/search"


def fetcher(ted, folder, naps=None, **given):
    naps = [] if naps is None else naps
    return Fetcher(
        folder, ted.address + SEARCH, pause_s=given.pop("pause_s", 0.0), sleep=naps.append, **given
    )


def run(ted, folder, **given):
    with fetcher(ted, folder, **given) as one:
        return one.fetch("SE", SINCE)


def test_every_notice_of_every_page_is_fetched_with_its_checksum(ted, tmp_path):
    result = run(ted, tmp_path)
    assert (result.fetched, result.kept, result.left_out) == (5, 0, [])
    for number, data in ted.notices.items():
        assert (tmp_path / f"{number}.xml").read_bytes() == data
    lines = (tmp_path / SUMS).read_text().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {n}.xml" for n, data in sorted(ted.notices.items())
    ]
    assert not (tmp_path / STATE).exists() and not list(tmp_path.glob("*.partial"))


def test_the_question_is_the_one_the_service_understands(ted, tmp_path):
    run(ted, tmp_path)
    first = ted.bodies[0]
    assert first["query"].startswith("buyer-country = SWE AND publication-date >= 20261114")
    assert first["paginationMode"] == "ITERATION" and "iterationNextToken" not in first
    assert first["fields"] == ["publication-number", "links"] and first["limit"] <= 250
    assert [body.get("iterationNextToken") for body in ted.bodies] == [None, "2", "4", "5"]
    assert all(agent.startswith("Omlopp/") for agent in ted.agents)


def test_what_is_there_is_not_fetched_again(ted, tmp_path):
    run(ted, tmp_path)
    ted.asked.clear()
    ted.notices["106-2026"] = b"<notice>new</notice>"
    result = run(ted, tmp_path)
    assert (result.fetched, result.kept) == (1, 5)
    assert [path for path in ted.asked if path != SEARCH] == ["/en/notice/106-2026/xml"]


def test_a_file_that_was_changed_is_fetched_again(ted, tmp_path):
    run(ted, tmp_path)
    (tmp_path / "101-2026.xml").write_bytes(b"<damaged/>")
    assert run(ted, tmp_path).fetched == 1
    assert (tmp_path / "101-2026.xml").read_bytes() == ted.notices["101-2026"]


def test_it_waits_as_long_as_the_service_asks(ted, tmp_path):
    ted.faults[SEARCH] = [(429, {"Retry-After": "7"}, b"")]
    ted.faults["/en/notice/103-2026/xml"] = [(503, {}, b""), (429, {"Retry-After": "3"}, b"")]
    naps = []
    result = run(ted, tmp_path, naps=naps)
    assert result.fetched == 5 and naps == [7.0, 1.0, 3.0]


def test_it_never_waits_longer_than_it_says_it_will(ted, tmp_path):
    ted.faults[SEARCH] = [(429, {"Retry-After": "86400"}, b"")]
    naps = []
    run(ted, tmp_path, naps=naps)
    assert naps == [fetch.LONGEST_WAIT_S]


def test_there_is_a_pause_between_requests(ted, tmp_path):
    naps = []
    run(ted, tmp_path, naps=naps, pause_s=5.0)
    assert len(naps) == len(ted.asked) - 1 and all(4 < nap <= 5 for nap in naps)


def test_a_transfer_that_breaks_midway_is_done_again_and_leaves_no_half_file(ted, tmp_path):
    ted.faults["/en/notice/102-2026/xml"] = ["break", "break"]
    assert run(ted, tmp_path).fetched == 5
    assert (tmp_path / "102-2026.xml").read_bytes() == ted.notices["102-2026"]


def test_a_run_that_stops_is_continued_where_it_was(ted, tmp_path):
    ted.faults["/en/notice/103-2026/xml"] = ["break"] * fetch.TRIES
    with pytest.raises(NoNetwork):
        run(ted, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.xml")) == ["101-2026.xml", "102-2026.xml"]
    ted.asked.clear()
    result = run(ted, tmp_path)
    assert (result.fetched, result.kept) == (3, 2)
    assert SEARCH not in ted.asked, "the search had been finished and is not asked again"


def test_a_search_that_stops_is_continued_from_its_token(ted, tmp_path):
    with fetcher(ted, tmp_path) as one:
        real = one._request
        one._request = lambda *given, **more: (
            real(*given, **more) if len(ted.bodies) < 2 else pytest.fail("stopped")
        )
        with pytest.raises(BaseException, match="stopped"):
            one.fetch("SE", SINCE)
    ted.bodies.clear()
    assert run(ted, tmp_path).fetched == 5
    assert ted.bodies[0]["iterationNextToken"] == "4"


def test_a_token_grown_too_old_begins_the_search_again(ted, tmp_path):
    state = {"query": "", "token": "99", "hits": {}, "done": False}
    with fetcher(ted, tmp_path) as one:
        one.fetch("SE", SINCE)
        state["query"] = ted.bodies[0]["query"]
    (tmp_path / STATE).write_text(json.dumps(state))
    ted.faults[SEARCH] = [(400, {}, b'{"message": "token"}')]
    assert run(ted, tmp_path).kept == 5


def test_a_notice_that_is_gone_or_no_xml_is_left_out_by_name(ted, tmp_path):
    ted.faults["/en/notice/101-2026/xml"] = [(404, {}, b"")]
    ted.faults["/en/notice/102-2026/xml"] = [(200, {}, b"Service unavailable")]
    result = run(ted, tmp_path)
    assert result.fetched == 3 and result.left_out == ["101-2026: HTTP 404", "102-2026: inte XML"]


def test_a_publication_number_is_never_a_path(ted, tmp_path):
    ted.notices = {"../../out-2026": b"<a/>", "1-2026": b"<a/>"}
    assert run(ted, tmp_path / "in").fetched == 1
    assert [path.name for path in tmp_path.rglob("*.xml")] == ["1-2026.xml"]


@pytest.mark.parametrize(
    "answer",
    [(400, {}, b'{"message": "bad query"}'), (200, {}, b"<html>"), (200, {}, b'{"totalNoticeCount": 4}')],
)
def test_an_answer_of_another_shape_is_named(ted, tmp_path, answer):
    ted.faults[SEARCH] = [answer]
    with pytest.raises(FetchFailed):
        run(ted, tmp_path)


def test_without_network_the_refusal_says_where_it_tried(tmp_path):
    nowhere = Fetcher(tmp_path, "http://127.0.0.1:9/v3", pause_s=0, sleep=lambda _: None)
    with nowhere as one, pytest.raises(NoNetwork) as refusal:
        one.fetch("SE", SINCE)
    assert refusal.value.facts["address"] == "http://127.0.0.1:9/v3"


def test_the_command_fetches_and_reports(ted, tmp_path, monkeypatch):
    from tests.notices.test_command import run as command

    monkeypatch.setattr(Fetcher.__init__, "__defaults__", (fetch.SEARCH, 0.0, lambda _: None, None))
    result = command(
        "fetch", "--country", "SE", "--days", "7", "--to", tmp_path, "--api", ted.address + SEARCH
    )
    assert result.exit_code == 0 and result.stdout.startswith("5 hämtade")
    assert "5 av 5" in result.stderr


def test_what_is_fetched_is_a_pack_that_the_workspace_reads(ted, tmp_path, monkeypatch):
    from omlopp.library.packs import find, pack_folders, verify
    from tests.notices.test_command import run as command

    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path))
    monkeypatch.delenv("OMLOPP_PACKS", raising=False)
    monkeypatch.setattr(Fetcher.__init__, "__defaults__", (fetch.SEARCH, 0.0, lambda _: None, None))
    assert command("fetch", "--country", "SE", "--api", ted.address + SEARCH).exit_code == 0
    pack = find("ted-se", pack_folders(tmp_path))
    assert (pack.kind, pack.folder) == ("notices", tmp_path / "packs" / "ted-se")
    assert "2011/833/EU" in pack.licence and verify(pack) == ()
    assert len(list(pack.folder.glob("*.xml"))) == 5


@pytest.mark.parametrize(
    "address, ours",
    [
        ("https://ted.europa.eu/en/notice/1/xml", True),
        ("http://127.0.0.1:9/1.xml", True),
        ("http://169.254.169.254/latest", False),
        ("https://europa.eu.example.org/1.xml", False),
    ],
)
def test_an_answer_leads_nowhere_but_to_the_unions_own_servers(tmp_path, address, ours):
    with Fetcher(tmp_path, "http://127.0.0.1:9/v3") as one:
        assert bool(one._own(address)) is ours
