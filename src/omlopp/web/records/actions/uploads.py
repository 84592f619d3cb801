"""Reading what somebody uploaded: begun, stopped and gone on with by a person, ended by the worker."""

from collections.abc import Sequence

from django.db import transaction

from omlopp.web.records.events import record


@transaction.atomic
def begin_reading(*, by: str, upload: str, files: Sequence[str], size: int) -> None:
    """Somebody gave files to be read; `size` in bytes."""
    record("reading-begun", by=by, upload=upload, files=list(files)[:50], count=len(files), size=size)


@transaction.atomic
def stop_reading(*, by: str, upload: str) -> None:
    record("reading-stopped", by=by, upload=upload)


@transaction.atomic
def go_on_reading(*, by: str, upload: str) -> None:
    record("reading-continued", by=by, upload=upload)


@transaction.atomic
def end_reading(*, by: str, upload: str, kept: int, rows: int, rejected: int) -> None:
    """Everything given was looked at: how many notices were kept, put in the market store and left out."""
    record("reading-ended", by=by, upload=upload, kept=kept, rows=rows, rejected=rejected)
