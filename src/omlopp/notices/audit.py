"""What a reader of the tables must know of a notice that was read: fields left, and values that cannot be meant."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

from omlopp.library.codelists import rows
from omlopp.notices.columns import Audit, day_of
from omlopp.notices.fields import FOLDER
from omlopp.notices.schema import Notice

PLACEHOLDERS = Decimal(1)  # 0.01, 0 and 1 stand where a form asks for a sum that nobody wants to tell


def audit(notice: Notice, on: date | None = None) -> list[Audit]:
    """The rows of the table audit for one notice. `on`: the day of the run; a later date is in the future.

    Without a day nothing is said of the future. Nothing is mended and nothing left out: the values stay as written.
    """
    found = [Audit("unread", path, count, "") for path, count in Counter(notice.unread).items()]
    if not notice.notice_id:
        found.append(Audit("no_number", "notice_id", 1, ""))
    found += _amounts(notice)
    found += _dates(notice, on)
    words = f"{notice.title}\n{notice.description[:2000]}".lower()
    found += [Audit("test_notice", "title", 1, phrase) for phrase in _phrases() if phrase in words][:1]
    return found


def _amounts(notice: Notice) -> list[Audit]:
    values = [("value_amount", notice.value_amount)]
    values += [("lots.value_amount", lot.value_amount) for lot in notice.lots]
    doubted = Counter(
        (path, str(value)) for path, value in values if value is not None and value <= PLACEHOLDERS
    )
    return [Audit("placeholder_amount", path, count, value) for (path, value), count in doubted.items()]


def _dates(notice: Notice, on: date | None) -> list[Audit]:
    day = day_of(notice)
    if day is None:
        return [Audit("undated", "published_on", 1, "")]
    return [Audit("future_date", "published_on", 1, day.isoformat())] if on and day > on else []


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in rows(FOLDER / "doubts.csv"))
