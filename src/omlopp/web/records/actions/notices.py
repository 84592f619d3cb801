"""Keeping notices that were read."""

from collections.abc import Sequence

from django.db import transaction

from omlopp.web.records.events import record
from omlopp.web.records.models import NoticeRecord


@transaction.atomic
def keep_notices(*, by: str, notices: Sequence[NoticeRecord], source: str) -> int:
    """Keep what was read; a file that is here already (same bytes) is not kept twice. Returns how many are new."""
    have = set(
        NoticeRecord.objects.filter(digest__in=[n.digest for n in notices]).values_list("digest", flat=True)
    )
    new = {notice.digest: notice for notice in notices if notice.digest not in have}
    NoticeRecord.objects.bulk_create(new.values(), batch_size=200)
    if new:
        record("notices-kept", by=by, source=source, count=len(new))
    return len(new)
