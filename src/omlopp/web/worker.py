"""The process that reads an upload: python -m omlopp.web.worker ID. Started by the page, not by people.

Two passes over what was given, each of which can be stopped and goes on where it was: notices that get a page of
their own (rows of the workspace, by the named action), then the market store and its index, by the same run as
`omlopp notices read`. When both are done, the files that were given are dropped.
"""

import contextlib
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace

from omlopp.domain.model.errors import OmloppError
from omlopp.web import uploads
from omlopp.web.uploads import Progress, Upload

BATCH = 20  # files between two looks at whether somebody wants to stop
SMALL = 20_000_000  # bytes up to which processes of their own are not worth their start
PAGES = 2_000  # notices of one upload that get a page of their own; the rest are found in the market
LINKED = 20  # notices that the page of the upload links to: those with most findings


class Stopped(Exception):
    """Somebody asked the reading to stop."""


def main(upload_id: str) -> int:
    from omlopp.web.server import set_up_django

    set_up_django()
    upload = uploads.find(upload_id)
    if upload is None:
        return 2
    with uploads.holding(upload) as mine:
        if not mine:
            return 0  # another worker is at it
        return carry_out(upload)


def carry_out(upload: Upload) -> int:
    """Read the upload to its end, to a stop or to a fault; what happened stands in its progress."""
    telling = Telling(upload)
    try:
        read_all(telling)
    except Stopped:
        telling.now(state="stopped")
        return 130
    except OmloppError as error:
        telling.now(state="failed", says=in_both(error))
        return 1
    except OSError as error:
        telling.now(state="failed", says=in_both(ReadingFailed(says=error.strerror or str(error))))
        traceback.print_exc()
        return 1
    except Exception as error:
        telling.now(state="failed", says=in_both(ReadingFailed(says=type(error).__name__)))
        traceback.print_exc()
        return 1
    return 0


class ReadingFailed(OmloppError):
    """The reading stopped on a fault: a full disk, or one of ours. Facts: says."""

    code = "uploads.failed"


class NothingThere(OmloppError):
    """Nothing in the file is a notice, a release or a row of the registry. Facts: file."""

    code = "uploads.nothing"


def in_both(error: OmloppError) -> dict[str, str]:
    from omlopp.library.messages import sentence

    return {language: sentence(error, language) for language in ("sv", "en")}


class Telling:
    """The progress of one upload, told to the page as it changes."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.progress = Progress(state="running")
        self.now()

    def now(self, **changed: object) -> None:
        self.progress = replace(self.progress, **changed)  # type: ignore[arg-type]
        with contextlib.suppress(OSError):  # a full disk must not hide the first fault
            uploads.tell(self.upload, self.progress)

    def stop_if_asked(self) -> None:
        if uploads.stop_asked(self.upload):
            raise Stopped


def read_all(telling: Telling) -> None:
    from omlopp.web.records.actions.uploads import end_reading

    upload = telling.upload
    (upload.folder / "rejected.jsonl").unlink(missing_ok=True)
    keep_pages(telling)
    fill_market(telling)
    if not (telling.progress.kept or telling.progress.rows or uploads.rejected(upload)):
        for name in upload.names:
            uploads.reject(upload, name, NothingThere(file=name))
    left_out = len(uploads.rejected(upload))
    end_reading(
        by=upload.by,
        upload=upload.id,
        kept=telling.progress.kept,
        rows=telling.progress.rows,
        rejected=left_out,
    )
    uploads.drop_files(upload)
    telling.now(state="done", phase="done", rejected=left_out)


def keep_pages(telling: Telling) -> None:
    """Notices that get a page of their own, a batch at a time, so that a stop or a fault loses nothing kept."""
    from omlopp.notices.sources import contents
    from omlopp.web.records.actions.notices import keep_notices
    from omlopp.web.records.models import NoticeRecord
    from omlopp.web.records.reading import read_batch

    upload = telling.upload
    telling.now(phase="reading", total=how_many(upload), done=0, kept=0, rejected=0)
    known = frozenset(NoticeRecord.objects.values_list("digest", flat=True))
    digests: list[str] = []
    for batch in batches(contents([upload.files])):
        telling.stop_if_asked()
        read = read_batch(batch, known, most=PAGES - telling.progress.kept)
        keep_notices(by=upload.by, notices=read.rows, source=upload.title)
        for file, error in read.refused:
            uploads.reject(upload, file, error)
        digests += read.digests
        most = NoticeRecord.objects.filter(digest__in=digests).order_by("-found", "pk")
        telling.now(
            done=telling.progress.done + read.looked_at,
            kept=len(set(digests)),
            rejected=telling.progress.rejected + len(read.refused),
            notices=tuple(most.values_list("pk", flat=True)[:LINKED]),
        )


def fill_market(telling: Telling) -> None:
    """The same files into the market store, by the same run as `omlopp notices read`, and into the search index."""
    from omlopp.flows import fill
    from omlopp.notices.run import Progress as RunProgress
    from omlopp.web.records.reading import no_document

    def told(run: RunProgress) -> None:
        telling.stop_if_asked()
        telling.now(done=run.files, rows=run.files - run.rejected)

    upload = telling.upload
    telling.now(phase="market", total=None, done=0)
    source = upload.source.strip("/")
    few = 0 if upload.size < SMALL else None
    filled = fill.fill(source, [upload.files], progress=told, processes=few, admit=no_document)
    for each in fill.rejected(source):
        uploads.reject_as(upload, **each)
    if not filled.read:
        fill.drop(source)
    telling.now(phase="search", rows=filled.read)
    fill.index()


def batches(pairs: Iterator[object]) -> Iterator[list[object]]:
    held: list[object] = []
    for pair in pairs:
        held.append(pair)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def how_many(upload: Upload) -> int | None:
    """How many files there are to look at, where archives tell; None where something is a stream."""
    import zipfile

    count = 0
    for path in upload.files.rglob("*"):
        name = path.name.lower()
        if path.is_dir():
            continue
        if name.endswith((".tar", ".tgz", ".tar.gz")):
            return None
        if name.endswith(".zip"):
            try:
                with zipfile.ZipFile(path) as archive:
                    count += sum(not each.is_dir() for each in archive.infolist())
            except (zipfile.BadZipFile, OSError):
                count += 1
        else:
            count += 1
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
