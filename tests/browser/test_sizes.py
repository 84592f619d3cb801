"""Every kind of page on a phone, a tablet and a desk, in light and dark: it fits, it is readable, it holds every rule."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults
from tests.browser.pages import addresses
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (768, "dark"), (1280, "light")])
def test_every_page(page: Page, width: int, scheme: str, tmp_path: Path) -> None:
    """The pictures of the pages are kept in pytest's folder for whoever wants to look."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    told = []
    for name, address in addresses(page).items():
        page.goto(address)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        told += [f"{name}: {fault}" for fault in faults(page)]
    assert not told, "\n".join(told)
