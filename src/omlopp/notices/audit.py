"""What a reader of the tables must know of a notice that was read: fields left, and values that cannot be meant."""

from collections import Counter
from datetime import date

from omlopp.notices.assemble import PLACEHOLDER
from omlopp.notices.columns import Audit, day_of
from omlopp.notices.schema import Notice


def audit(notice: Notice, on: date | None = None) -> list[Audit]:
    """The rows of the table audit for one notice. `on`: the day of the run; a later date is in the future.

    Without a day nothing is said of the future. Nothing is mended and nothing left out: the values stay as written.
    """
    found = [Audit("unread", path, count, "") for path, count in Counter(notice.unread).items()]
    if not notice.notice_id:
        found.append(Audit("no_number", "notice_id", 1, ""))
    found += _amounts(notice)
    found += _dates(notice, on)
    found += [
        Audit(_REMARKED[one][0], _REMARKED[one][1], 1, "") for one in notice.remarks if one in _REMARKED
    ]
    return found


def _amounts(notice: Notice) -> list[Audit]:
    values = [("value_amount", notice.value_amount)]
    values += [("lots.value_amount", lot.value_amount) for lot in notice.lots]
    doubted = Counter(
        (path, str(value)) for path, value in values if value is not None and value <= PLACEHOLDER
    )
    return [Audit("placeholder_amount", path, count, value) for (path, value), count in doubted.items()]


def _dates(notice: Notice, on: date | None) -> list[Audit]:
    day = day_of(notice)
    if day is None:
        return [Audit("undated", "published_on", 1, "")]
    return [Audit("future_date", "published_on", 1, day.isoformat())] if on and day > on else []


# Remark of the reader → reason and column. Placeholders are listed one by one, with their amounts.
_REMARKED = {
    "test": ("test_notice", "title"),
    "dispatch_after_publication": ("dispatch_after_publication", "sent_on"),
    "made_id": ("made_id", "notice_id"),
    "second_row": ("second_row", "notice_id"),
    "newer_version": ("newer_version", "schema_version"),
}
