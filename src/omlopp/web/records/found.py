"""Between what search finds in the market store and the notices that the workspace keeps records of."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from omlopp.notices.explanation import Explanation
from omlopp.web.records.models import NoticeRecord
from omlopp.web.records.reading import row_of


def held(card: Mapping[str, Any]) -> NoticeRecord | None:
    """The workspace's own record of a notice found, if any: by its number, and its file where several have that."""
    number = card["notice_id"][:120]
    if not number:
        return None
    rows = NoticeRecord.objects.defer("explanation").filter(notice_id=number)
    return rows.filter(file=card["file"][-400:]).first() or rows.first()


def record_of(explanation: Explanation) -> NoticeRecord:
    """A record of a notice of the store, not yet kept. Its digest is of what it says: the same notice is kept once."""
    said = json.dumps(explanation.data(), sort_keys=True, ensure_ascii=False)
    return row_of(explanation, hashlib.sha256(said.encode()).hexdigest())
