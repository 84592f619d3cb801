"""The film's page on a site as strict as the workbench: what lies within the page may not be loaded there."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from omlopp.documents.film import subtitles
from omlopp.documents.film.page import page
from omlopp.documents.film.shot import Film, Shot, Timed
from omlopp.flows.publications.film import PAGE_WORDS
from omlopp.library.messages import keyed
from omlopp.web.middleware import POLICY
from tests.conftest import CHROMIUM, needs_chromium


@needs_chromium
@pytest.mark.browser
def test_a_site_with_the_workbench_s_policy_shows_film_and_subtitles(tmp_path: Path) -> None:
    """Nothing within the page may be loaded there: the subtitles come from the file beside it."""
    from playwright.sync_api import sync_playwright

    class Guarded(SimpleHTTPRequestHandler):
        extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".vtt": "text/vtt"}

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *given: Any) -> None: ...

    shot = Shot("s", "card", "Rubrik", narration="Bolaget lovade det.")
    film = Film("Titel", "", "sv", (Timed(shot, 0, 200),), "film")
    words = {key: keyed(f"film.page.{key}", {}, "sv") for key in PAGE_WORDS}
    (tmp_path / "film.html").write_bytes(page(film, words))
    (tmp_path / "film.vtt").write_text(subtitles.vtt(film), "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Guarded, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            try:
                shown = browser.new_page()
                shown.goto(f"http://127.0.0.1:{server.server_port}/film.html", wait_until="domcontentloaded")
                cues, styled = shown.evaluate(
                    """async () => { const track = document.querySelectorAll('track')[1];
                    track.track.mode = 'showing';
                    await new Promise((yes, no) => { track.onload = yes; track.onerror = no; });
                    return [track.track.cues.length, getComputedStyle(document.querySelector('.files')).display] }"""
                )
            finally:
                browser.close()
        server.shutdown()
    assert cues == len(subtitles.cues(film))
    assert styled == "flex"
