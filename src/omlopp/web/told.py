"""What a person was told, in words; and how much of it is unseen, for the head of every page."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from omlopp.library import messages as words
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import Message

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OF_PROCUREMENT = re.compile(r"/upphandling/(\d+)/")


def text_of(message: Message, language: str) -> str:
    """The sentence, on one line whatever the facts hold: a title may be typed with anything."""
    said = words.keyed(f"told.{message.kind}", shown(message.facts), language)
    return " ".join(said.split())


def shown(facts: Mapping[str, Any]) -> dict[str, object]:
    """Days, which JSON keeps as text, as days again."""
    return {name: _day(fact) for name, fact in facts.items()}


def _day(fact: Any) -> Any:
    if not (isinstance(fact, str) and DAY.fullmatch(fact)):
        return fact
    try:
        return date.fromisoformat(fact)
    except ValueError:
        return fact


def still_theirs(message: Message, visible: Collection[int]) -> bool:
    """Does it point at something the person may still read? A role may have ended since."""
    found = OF_PROCUREMENT.match(message.link)
    return found is None or int(found[1]) in visible


def readable(user: User, messages: Collection[Message]) -> list[Message]:
    """Those that the person may still read, in the order given."""
    visible = frozenset(visible_to(user)) if any(OF_PROCUREMENT.match(one.link) for one in messages) else ()
    return [one for one in messages if still_theirs(one, visible)]


def unseen(request: HttpRequest) -> dict[str, object]:
    """`unseen_messages`: how many; asked of the database once, and only by a page that shows it."""

    def count() -> int:
        user = getattr(request, "user", None)
        return Message.objects.filter(user=user, seen_at=None).count() if isinstance(user, User) else 0

    return {"unseen_messages": SimpleLazyObject(count)}
