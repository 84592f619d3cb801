"""From bytes of a notice to the row that keeps it."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.notices import explained
from omlopp.notices.errors import Rejected
from omlopp.notices.explanation import Explanation
from omlopp.notices.read import kind_of, notices, read
from omlopp.notices.sources import contents
from omlopp.web.records.models import NoticeRecord


class NotANotice(OmloppError):
    """A document (PDF, Word …) where a notice was asked for. Facts: file."""

    code = "uploads.document"


def no_document(name: str, content: Any) -> Any:
    """A document as a refusal, everything else as it is: a draft's words are not for everybody in the workspace."""
    document = isinstance(content, bytes) and kind_of(content, name) == "document"
    return NotANotice(file=name) if document else content


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
    """Rows for (name, content or refusal) pairs; contents whose digest is `known` are passed over."""
    read = read_batch(sources, known)
    return read.rows, [error for _, error in read.refused]


@dataclass
class ReadBatch:
    """What a batch of files gave. `digests`: of every notice in it that has or gets a page, also those known."""

    rows: list[NoticeRecord] = field(default_factory=list)
    refused: list[tuple[str, OmloppError]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    looked_at: int = 0


def read_batch(sources: Any, known: Collection[str] = (), most: int | None = None) -> ReadBatch:
    """At most `most` rows for (name, content or refusal) pairs. Only notices get a row: a row of a registry is a
    title and stays in the market store.
    """
    made = ReadBatch()
    for name, found in sources:
        made.looked_at += 1
        if isinstance(found, OmloppError):
            made.refused.append((name, found))
            continue
        if not isinstance(found, bytes):
            continue  # a registry's files: titles only
        whole = hashlib.sha256(found).hexdigest()
        if whole in known:
            made.digests.append(whole)
            continue
        if most is not None and len(made.rows) >= most:
            continue
        try:
            for notice, digest in _notices(found, name, whole):
                if isinstance(notice, OmloppError):
                    made.refused.append((name, notice))
                elif most is None or len(made.rows) < most:
                    made.digests.append(digest)
                    if digest not in known:
                        made.rows.append(row_of(explained(notice), digest))
        except OmloppError as error:
            made.refused.append((name, error))
    return made


def _notices(content: bytes, name: str, whole: str) -> Iterator[tuple[Any, str]]:
    """(notice or refusal, digest): the file's own digest where it holds one notice, else with the notice's place.

    Tables hold titles only and are left to the market store; documents are nobody's notice.
    """
    refused = no_document(name, content)
    if isinstance(refused, OmloppError):
        raise refused
    kind = kind_of(content, name)
    if kind == "xml":
        yield read(content, name), whole
    elif kind != "table":
        for one in notices(content, name):
            if isinstance(one, Rejected):
                yield one.error, ""
            else:
                yield one, hashlib.sha256(f"{whole} {one.file}".encode()).hexdigest()


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
