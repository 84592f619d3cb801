"""That a draft was held against a procurement. The draft is not kept: only its name, its checksum and the counts."""

from django.contrib.auth.models import User

from omlopp.web.records.actions import acting
from omlopp.web.records.models import ProcurementRecord


def note_draft_check(
    *, by: User, procurement: ProcurementRecord, file: str, digest: str, counts: dict[str, int]
) -> None:
    """`counts`: how many passages, and how many chosen requirements were found, altered and missing."""
    with acting("draft-checked", by=by, procurement=procurement) as says:
        says |= {"file": file[:200], "sha256": digest, **counts}
