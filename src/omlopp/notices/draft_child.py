"""A process of its own for files whose readers are not Python: it has limits on time and memory, and may fall alone.

`python -m omlopp.notices.draft_pdf 2000` reads a file on standard input and writes what it holds as JSON on standard
output; `draft_sheets` does so for workbooks. A workbook of a few kilobytes may name a cell so far out that its reader
asks for all memory, and a PDF may lead a reader written in C astray: then only this process ends.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from omlopp.notices.errors import BrokenDocument, DocumentTooSlow, LockedDocument

SECONDS = 60
MEMORY_MB = 2_000


def asked(reader: str, data: bytes, file: str, seconds: float = SECONDS, most: int = 0) -> dict[str, Any]:
    """What the reader, a module of this room, says of the file; `most`: pages or rows, 0 for all.

    Raises DocumentTooSlow, LockedDocument, BrokenDocument.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"omlopp.notices.{reader}", str(most)],
            input=data,
            capture_output=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise DocumentTooSlow(file=file, seconds=seconds) from None
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # it fell: out of memory, or led astray by the file
        raise BrokenDocument(file=file, says=f"{reader} {done.returncode}") from None
    if said.get("locked"):
        raise LockedDocument(file=file)
    if "broken" in said:
        raise BrokenDocument(file=file, says=said["broken"])
    return said


def answer(read: Callable[[bytes, int], dict[str, Any]]) -> None:
    """In the process of its own: sets its limits, reads, and says what `read` found."""
    try:
        import resource

        limit = MEMORY_MB * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(), int(sys.argv[1]))))
