"""Saving a search, giving it another name, and taking it away. The address of its feed is never written in the log."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.notices.filters import Filters
from omlopp.web.records.access import NotAllowed
from omlopp.web.records.events import record
from omlopp.web.records.models import SavedSearch

MOST = 200  # searches of one person
LONGEST = 120


class NoName(OmloppError):
    """A search without a name."""

    code = "search-without-name"


class TooManySearches(OmloppError):
    """Facts: most."""

    code = "too-many-searches"


class NotYours(NotAllowed):
    """A search is its owner's alone. Facts: person, name."""

    code = "not-your-search"


@transaction.atomic
def save_search(*, by: User, name: str, filters: Filters, reach: str = "") -> SavedSearch:
    """Keep the filters under a name, with a feed of their own. Everybody may; the search is the person's own.

    `reach`: how far the question goes from its words, as an address writes it (ord, vid).
    """
    if SavedSearch.objects.filter(owner=by).count() >= MOST:
        raise TooManySearches(most=MOST)
    kept = SavedSearch.objects.create(
        owner=by,
        name=_named(name),
        query=filters.query() | ({"bredd": reach} if reach else {}),
        token=secrets.token_urlsafe(32),
        made_at=timezone.now(),
    )
    record("search-saved", by=by.get_username(), search=kept.pk, name=kept.name, query=kept.query)
    return kept


@transaction.atomic
def rename_search(*, by: User, search: SavedSearch, name: str) -> None:
    _own(by, search)
    search.name = _named(name)
    search.save(update_fields=["name"])
    record("search-renamed", by=by.get_username(), search=search.pk, name=search.name)


@transaction.atomic
def drop_search(*, by: User, search: SavedSearch) -> None:
    """The search and its feed are gone: its address answers no more, and none later will have the same."""
    _own(by, search)
    number, name = search.pk, search.name
    search.delete()
    record("search-dropped", by=by.get_username(), search=number, name=name)


def _own(by: User, search: SavedSearch) -> None:
    if search.owner_id != by.pk:
        raise NotYours(person=by.get_username(), name=search.name)


def _named(name: str) -> str:
    name = " ".join(name.split())[:LONGEST]
    if not name:
        raise NoName()
    return name
