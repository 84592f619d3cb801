"""Building publications: begun and stopped by people, ended by the process that builds."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from omlopp.web.records.access import require_in
from omlopp.web.records.events import record
from omlopp.web.records.models import Organisation


@transaction.atomic
def begin_publications(
    *, by: User, organisation: Organisation, names: Sequence[str], languages: Sequence[str]
) -> None:
    """`names` empty: all of them. What is built lies in files; the log tells what was asked."""
    require_in(by, "publish", organisation)
    record("publications-begun", by=by.get_username(), names=list(names), languages=list(languages))


@transaction.atomic
def stop_publications(*, by: User, organisation: Organisation) -> None:
    require_in(by, "publish", organisation)
    record("publications-stopped", by=by.get_username())


@transaction.atomic
def end_publications(*, by: str, built: int, unchanged: int, left_out: int) -> None:
    record("publications-built", by=by, built=built, unchanged=unchanged, left_out=left_out)
