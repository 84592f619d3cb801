"""The checks that the other tests lean on find the faults they are there for."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

POOR = """<!doctype html><html lang="en"><head><title>Fel</title></head><body style="background:#fff; margin:0">
<main><h1>Ett</h1><h1>Två</h1><div style="width:2000px; height:4px"></div>
<label>Namn <input id="name" style="border:1px solid #ddd"></label>
<button style="height:12px; width:12px; padding:0; border:0; font-size:6px">x</button>
<p style="color:#bbb">Knappt läsbart</p>
<svg class="picture" viewBox="0 0 400 100" width="200" height="50" role="img" aria-label="bild"><rect width="400" height="100" fill="#333"/>
<text x="10" y="40" font-size="12" fill="#eee">för liten</text><text x="10" y="80" font-size="30" fill="#555">för svag</text></svg>
</main></body></html>"""


def test_every_planted_fault_is_told(stranger: Page) -> None:
    stranger.goto("/konto/logga-in/")
    stranger.set_content(POOR)
    told = "\n".join(faults(stranger))
    for fault in (
        "axe serious color-contrast", "2 h1", "lang is en", "the page is 2", "input#name", "12 × 12 px to hit",
        "picture text 6.0 px: för liten", "picture text contrast", "för svag",
    ):  # fmt: skip
        assert fault in told, f"{fault!r} is not among:\n{told}"
