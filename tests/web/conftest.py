"""One workspace for all tests of this folder; each test's own writes are rolled back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # this file is read before Django is set up
    from django.test import Client

    from tests.web.building import Workspace


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Workspace]":
    """Built once by the actions a person has, and taken away again before other folders use the database."""
    from tests.web import building

    with django_db_blocker.unblock():
        empty = building.copy_of_database()
        made = building.build()
    yield made
    with django_db_blocker.unblock():
        building.put_back(empty)


@pytest.fixture
def workspace(built: "Workspace", db: None) -> "Workspace":
    return built


@pytest.fixture(autouse=True)
def _no_lab_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page begins is laid out and not run: the tests of attacks and of readings run it themselves."""
    from omlopp.web import attacks, background

    monkeypatch.setattr(attacks, "_start", lambda asked, place: None)
    monkeypatch.setattr(background, "start", lambda module, key, place: None)


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    """Tries at signing in are counted in memory, test after test."""
    from django.core.cache import cache

    cache.clear()


Visit = Callable[..., "Client"]


@pytest.fixture
def visit(workspace: "Workspace") -> Visit:
    """A browser of the person: visit("assessor"), visit("buyer", language="en"). A fault of ours is an answer 500."""

    def sign_in(name: str = "buyer", language: str = "sv") -> "Client":
        from django.test import Client

        client = Client(raise_request_exception=False)
        client.force_login(workspace.user(name))
        client.cookies["omlopp_language"] = language
        return client

    return sign_in
