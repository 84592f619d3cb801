"""From bytes of a notice to the row that keeps it."""

import hashlib
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.notices import explained
from omlopp.notices.explanation import Explanation
from omlopp.notices.read import read
from omlopp.notices.sources import contents
from omlopp.web.records.models import NoticeRecord


def records_from(name: str, data: bytes) -> tuple[list[NoticeRecord], list[OmloppError]]:
    """The notices of one uploaded file or archive, not yet kept, and what was refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / short(Path(name).name or "upload")
        path.write_bytes(data)
        return records_of(contents([path]))


def short(name: str) -> str:
    """The name within what a file system holds (255 bytes); its ending, which tells the kind, is kept."""
    stem, ending = name[:-20], name[-20:]
    return stem.encode()[:120].decode("utf-8", "ignore") + ending


def records_of(sources: Any, known: Collection[str] = ()) -> tuple[list[NoticeRecord], list[OmloppError]]:
    """Rows for (name, bytes or refusal) pairs; bytes whose digest is `known` are passed over."""
    rows: list[NoticeRecord] = []
    refused: list[OmloppError] = []
    for name, found in sources:
        if isinstance(found, OmloppError):
            refused.append(found)
            continue
        digest = hashlib.sha256(found).hexdigest()
        if digest in known:
            continue
        try:
            rows.append(row_of(explained(read(found, name)), digest))
        except OmloppError as error:
            refused.append(error)
    return rows, refused


def row_of(explanation: Explanation, digest: str) -> NoticeRecord:
    notice = explanation.notice
    return NoticeRecord(
        notice_id=notice.notice_id[:120],
        file=notice.file[-400:],
        digest=digest,
        title=notice.title,
        buyer_name=notice.buyer_name,
        country=notice.country,
        language=notice.language,
        kind=notice.kind,
        published_on=notice.published_on or notice.sent_on,
        cpv=notice.cpv[0] if notice.cpv else "",
        found=len(explanation.strong),
        sample=explanation.sample,
        explanation=explanation.data(),
    )
