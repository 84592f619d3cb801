"""Reading uploaded notices: one small file at once, all else in the background with a page that tells how far."""

import zipfile
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library import numbers
from omlopp.web import uploads
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, refusal, signed_in, writes
from omlopp.web.records.access import NotAllowed
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.actions.uploads import begin_reading, go_on_reading, stop_reading
from omlopp.web.records.models import NoticeRecord
from omlopp.web.records.reading import records_from
from omlopp.web.screens.notices.views import listing
from omlopp.web.uploads import Upload
from omlopp.web.words import language, say

QUICK_BYTES = 2_000_000  # one file up to here is read while the reader waits: well under a second
QUICK_MEMBERS = 20  # and so is an archive of no more than this
QUICK_ENDINGS = (".xml", ".xml.gz", ".zip", ".gz")
AT_ONCE = 3  # readings that may run side by side in a workspace
FILES = 200


@writes
def upload(request: HttpRequest) -> HttpResponse:
    """Read what was uploaded. What cannot be read is said plainly, and nothing is kept of it."""
    files = [file for file in request.FILES.getlist("file") if file]
    if not files:
        messages.error(request, say("Välj en fil först.", "Choose a file first."))
        return redirect("notices")
    if len(files) == 1 and quick(files[0]):
        return read_now(request, files[0])
    by = signed_in(request).get_username()
    try:
        if (going := sum(not each.ended for each in uploads.recent(50))) >= AT_ONCE:
            raise uploads.TooManyReadings(running=going, limit=AT_ONCE)
        laid = uploads.put(by, files[:FILES])
    except OmloppError as error:
        return refused(request, refusal(error))
    except OSError as error:
        return refused(request, refusal(uploads.NoRoom(says=error.strerror or str(error))), status=507)
    begin_reading(by=by, upload=laid.id, files=laid.names, size=laid.size)
    uploads.start(laid)
    return redirect("reading", laid.id)


def quick(file: UploadedFile) -> bool:
    """Is this read in the time it takes to wait for a page? What cannot be opened is, and is refused at once."""
    name = (file.name or "").lower()
    if (file.size or 0) > QUICK_BYTES:
        return False
    if name.endswith(
        (".csv", ".csv.gz", ".json", ".jsonl", ".json.gz", ".jsonl.gz", ".xlsx", ".tar.gz", ".tgz", ".tar")
    ):
        return False
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(file) as archive:
                few = len(archive.infolist()) <= QUICK_MEMBERS
        except (zipfile.BadZipFile, OSError, ValueError):
            few = True
        file.seek(0)
        return few
    return True


def read_now(request: HttpRequest, file: UploadedFile) -> HttpResponse:
    name = file.name or "upload"
    try:
        rows, rejected = records_from(name, file.read())
    except OmloppError as error:
        return refused(request, refusal(error))
    if not rows:
        says = " ".join(refusal(each) for each in rejected) or say("Filen är tom.", "The file is empty.")
        return refused(request, says)
    keep_notices(by=signed_in(request).get_username(), notices=rows, source=name)
    for each in rejected:
        messages.error(request, refusal(each))
    kept = NoticeRecord.objects.get(digest=rows[0].digest)
    return redirect("notice", kept.pk) if len(rows) == 1 else redirect("notices")


def refused(request: HttpRequest, says: str, status: int = 422) -> HttpResponse:
    return render(request, "notices/notices.html", listing(request) | {"error": says}, status=status)


@reads
def reading(request: HttpRequest, upload: str) -> HttpResponse:
    """How far a reading has come, and in the end what came of it. With htmx only the part that changes."""
    found = upload_or_404(upload)
    progress, state = found.progress, found.state
    by_htmx = request.headers.get("HX-Request") == "true"
    if by_htmx and found.ended:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    quarter = f"{progress.phase}-{4 * progress.done // progress.total if progress.total else 0}"
    if by_htmx:
        said = request.GET.get("sagt", "") == quarter  # read aloud when a quarter is done, not every second
        part: dict[str, Any] = {"upload": found, "state": state, "progress": progress, "quarter": quarter}
        return render(request, "notices/progress.html", part | {"announce": "" if said else aloud(progress)})
    rejected = uploads.rejected(found)
    context: dict[str, Any] = {
        "section": "notices",
        "upload": found,
        "more": len(found.names) - 1,
        "began": numbers.day(timezone.localtime(found.began_at).date(), language()),
        "size": size_in_words(found.size),
        "state": state,
        "progress": progress,
        "quarter": quarter,
        "says": progress.says.get(language(), ""),
        "rejected": [(each["file"], each[language()]) for each in rejected[: uploads.SHOWN_REJECTED]],
        "left_out": len(rejected),
        "kept": NoticeRecord.objects.defer("explanation")
        .filter(pk__in=progress.notices)
        .order_by("-found", "pk"),
        "mine": found.by == signed_in(request).get_username(),
    }
    return render(request, "notices/reading.html", context)


def aloud(progress: uploads.Progress) -> str:
    if not progress.total:
        return say(f"{progress.done} genomgångna.", f"{progress.done} gone through.")
    return say(
        f"{progress.done} av {progress.total} genomgångna.",
        f"{progress.done} of {progress.total} gone through.",
    )


def size_in_words(size: int) -> str:
    """Bytes as people say them."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return numbers.number(Decimal(size) / 1_000_000, "MB", language(), decimals=1)


def upload_or_404(upload: str) -> Upload:
    found = uploads.find(upload)
    if found is None:
        raise Http404
    return found


def own(request: HttpRequest, upload: str) -> Upload:
    """The upload, if the person is the one who asked for it."""
    found, name = upload_or_404(upload), signed_in(request).get_username()
    if found.by != name:
        raise NotAllowed(person=name, right="read", procurement=found.title)
    return found


@writes
def stop(request: HttpRequest, upload: str) -> HttpResponse:
    """What has been read so far stays."""
    found = own(request, upload)
    if not found.ended:
        stop_reading(by=found.by, upload=found.id)
        uploads.ask_to_stop(found)
    return redirect("reading", found.id)


@writes
def go_on(request: HttpRequest, upload: str) -> HttpResponse:
    """Go on where it stopped."""
    found = own(request, upload)
    if found.state in ("stopped", "interrupted", "failed"):
        found = uploads.go_on(found)
        go_on_reading(by=found.by, upload=found.id)
        uploads.start(found)
    return redirect("reading", found.id)


@reads
def left_out(request: HttpRequest, upload: str) -> HttpResponse:
    """Everything that was left out, with its reason, as a table for a spreadsheet."""
    rows = [
        (each["file"], each["code"], each[language()]) for each in uploads.rejected(upload_or_404(upload))
    ]
    head = (say("fil", "file"), say("kod", "code"), say("skäl", "reason"))
    return csv_of(f"utelamnade-{upload}.csv", head, rows)
