"""The process that reads a ledger or a contract register: python -m omlopp.web.spending_worker ID. Started by the page.

What is read is kept folded and masked, a file at a time; then what was given is dropped. A stop or a fault keeps what
was given, so that the reading can begin anew.
"""

import contextlib
import sys
import time
import traceback
from dataclasses import replace

from omlopp.domain.model.errors import OmloppError
from omlopp.web import background, spending
from omlopp.web.spending import Intake, Progress

BETWEEN_S = 0.3  # seconds between two tellings of how far it has come


class Stopped(Exception):
    """Somebody asked the reading to stop."""


class SpendFailed(OmloppError):
    """The reading stopped on a fault: a full disk, or one of ours. Facts: says."""

    code = "spend-web.failed"


def main(intake_id: str) -> int:
    from omlopp.web.server import set_up_django

    set_up_django()
    one = spending.find(intake_id)
    if one is None:
        return 2
    with background.holding(one.folder) as mine:
        return carry_out(one) if mine else 0


def carry_out(one: Intake) -> int:
    """Read it to its end, to a stop or to a fault; what happened stands in its progress."""
    telling = Telling(one)
    try:
        read_all(telling)
    except Stopped:
        telling.now(state="stopped")
        return 130
    except OmloppError as error:
        telling.now(state="failed", says=in_both(error))
        return 1
    except OSError as error:
        traceback.print_exc()
        telling.now(state="failed", says=in_both(SpendFailed(says=error.strerror or str(error))))
        return 1
    except Exception as error:
        traceback.print_exc()
        telling.now(state="failed", says=in_both(SpendFailed(says=type(error).__name__)))
        return 1
    return 0


def in_both(error: OmloppError) -> dict[str, str]:
    from omlopp.library.messages import sentence

    return {language: sentence(error, language) for language in ("sv", "en")}


class Telling:
    """The progress of one reading, told to the page as it changes."""

    def __init__(self, one: Intake) -> None:
        self.one = one
        self.progress = Progress(state="running", files=len(one.names))
        self.told = 0.0
        self.now()

    def now(self, **changed: object) -> None:
        self.progress = replace(self.progress, **changed)  # type: ignore[arg-type]
        self.told = time.monotonic()
        with contextlib.suppress(OSError):  # a full disk must not hide the first fault
            spending.tell(self.one, self.progress)

    def rows(self, done: int, total: int) -> None:
        """For the reader, every few thousand rows: is it to stop, and how far has it come?"""
        if background.stop_asked(self.one.folder):
            raise Stopped
        if time.monotonic() - self.told > BETWEEN_S:
            self.now(done=done, total=total)


def read_all(telling: Telling) -> None:
    from omlopp.web.records.actions.spend import end_spend_reading

    one = telling.one
    if len(one.files) < len(one.names):
        raise spending.SpendGone(files=one.names)
    rows, not_used = (read_ledger if one.kind == "ledger" else read_register)(telling)
    end_spend_reading(by=one.by, intake=one.id, rows=rows, not_used=not_used)
    spending.drop_files(one)
    whole = telling.progress.total or telling.progress.done
    telling.now(state="done", rows=rows, not_used=not_used, done=whole, total=whole)


def read_ledger(telling: Telling) -> tuple[int, int]:
    """→ (rows used, rows not used). Files are read together: what overlaps is counted once."""
    from omlopp.flows.publish import write_whole
    from omlopp.spend import kept, reading
    from omlopp.spend.cube import Seen

    one, said = telling.one, spending.settled(telling.one)
    seen = Seen() if len(one.files) > 1 else None
    rows = not_used = 0
    for number, (path, columns) in enumerate(zip(one.files, said.columns, strict=True), 1):
        telling.now(file=number, done=0, total=0)
        found = reading.read(path, columns, said.exchange(), seen=seen, fast=False, watch=telling.rows)
        write_whole(spending.kept_place(one, number), kept.written(found))
        rows += found.total.rows
        not_used += sum(found.bad_by.values())
    return rows, not_used


def read_register(telling: Telling) -> tuple[int, int]:
    """A register is one file of some thousand rows: read whole. Of several, each is kept."""
    from omlopp.flows.publish import write_whole
    from omlopp.spend import kept, register

    one, said = telling.one, spending.settled(telling.one)
    rows = not_used = 0
    for number, (path, columns) in enumerate(zip(one.files, said.columns, strict=True), 1):
        telling.rows(0, 0)
        telling.now(file=number)
        found = register.read(path, columns)
        write_whole(spending.kept_place(one, number), kept.register_written(found))
        rows += len(found.contracts)
        not_used += len(found.bad)
    return rows, not_used


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
