"""A list that somebody uploaded and has not imported yet: laid aside whole, for one person and a day.

Nothing of it is in the records. What is not imported is taken away by the next upload or run of the clock.
"""

import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.workspace import home
from omlopp.web.background import safe_name

ID = re.compile(r"[0-9a-f]{24}")
SECONDS = 24 * 3600
MOST = 20  # of one person at a time: the oldest go


class ListGone(OmloppError):
    """The file is not there any more."""

    code = "import.gone"


class NoRoomForList(OmloppError):
    """Facts: file, says."""

    code = "import.no-room"


@dataclass(frozen=True, slots=True)
class Aside:
    """What was uploaded: by whom, for which organisation, as which kind of list, under which name."""

    id: str
    user: int
    organisation: int
    kind: str
    name: str

    @property
    def content(self) -> bytes:
        try:
            return (folder() / self.id / "list").read_bytes()
        except OSError:
            raise ListGone() from None


def folder() -> Path:
    return home() / "imports"


def lay(user: int, organisation: int, kind: str, name: str, content: bytes) -> Aside:
    """The whole file, or nothing. Older ones of the same person are cleared away first."""
    clear()
    mine = [one for _, one in every() if one.user == user]
    for old in mine[: max(0, len(mine) - MOST + 1)]:
        drop(old)
    made = Aside(secrets.token_hex(12), user, organisation, kind, safe_name(name))
    place = folder() / made.id
    try:
        place.mkdir(parents=True, mode=0o700)
        write_whole(place / "list", content)
        write_whole(place / "about.json", json.dumps(asdict(made), ensure_ascii=False).encode())
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)  # a full disk leaves nothing behind
        raise NoRoomForList(file=made.name, says=error.strerror or str(error)) from None
    return made


def find(id: str) -> Aside | None:
    """None when there is none of that id, or it is older than a day."""
    place = folder() / id
    if not ID.fullmatch(id) or not place.is_dir() or _old(place):
        return None
    return _read(place)


def drop(one: Aside) -> None:
    shutil.rmtree(folder() / one.id, ignore_errors=True)


def clear() -> int:
    """Take away what has lain for a day. → how many."""
    old = [place for place in folder().glob("*") if ID.fullmatch(place.name) and _old(place)]
    for place in old:
        shutil.rmtree(place, ignore_errors=True)
    return len(old)


def every() -> list[tuple[float, Aside]]:
    found = []
    for place in folder().glob("*"):
        if ID.fullmatch(place.name) and (one := _read(place)):
            found.append((place.stat().st_mtime, one))
    return sorted(found, key=lambda pair: pair[0])


def _old(place: Path) -> bool:
    try:
        return time.time() - place.stat().st_mtime > SECONDS
    except OSError:
        return True


def _read(place: Path) -> Aside | None:
    try:
        return Aside(**json.loads((place / "about.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
