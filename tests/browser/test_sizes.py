"""Every kind of page on a phone, a tablet and a desk, in light and dark: it fits, it is readable, it holds every rule."""

from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults
from tests.browser.pages import addresses
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


SIZES = ((320, "light"), (768, "dark"), (1280, "light"))


def told_of(
    page: Page, name: str, address: str, width: int, scheme: str, picture: Path | None = None
) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    if picture:
        page.screenshot(path=picture, full_page=True)
    return [f"{name} at {width} px, {scheme}: {fault}" for fault in faults(page)]


def test_every_page_at_one_of_the_sizes(page: Page) -> None:
    told = []
    for (name, address), (width, scheme) in zip(addresses(page).items(), cycle(SIZES), strict=False):
        told += told_of(page, name, address, width, scheme)
    assert not told, "\n".join(told)


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_every_page_at_every_size(page: Page, width: int, scheme: str, tmp_path: Path) -> None:
    """The pictures of the pages are kept in pytest's folder for whoever wants to look."""
    told = []
    for name, address in addresses(page).items():
        told += told_of(page, name, address, width, scheme, tmp_path / f"{name}.png")
    assert not told, "\n".join(told)
