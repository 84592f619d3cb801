"""Adding and removing packs. A pack is in place whole or not at all."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.library import packs
from omlopp.library.packs import CARD, Pack, PackFault, sha256_of

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
README = "README.md"  # the terms of single files often stand there


class NotAPack(OmloppError):
    """The folder has no card. Facts: path, card."""

    code = "not-a-pack"


class PackNameUnfit(OmloppError):
    """The card's name cannot name a folder. Facts: name."""

    code = "pack-name-unfit"


class PackExists(OmloppError):
    """A pack of that name is in place already. Facts: name, folder."""

    code = "pack-exists"


class PackRefused(OmloppError):
    """The files are not as the card says. Facts: path, count, faults."""

    code = "pack-refused"

    def __init__(self, path: str, faults: tuple[PackFault, ...]) -> None:
        super().__init__(path=path, count=len(faults), faults=faults)
        self.faults = faults


class PackNotOurs(OmloppError):
    """The pack lies outside the workspace. Facts: name, folder."""

    code = "pack-not-ours"


@dataclass(frozen=True, slots=True)
class Added:
    """The pack in its place, and the files of the folder that its card does not vouch for: not copied."""

    pack: Pack
    left_out: tuple[str, ...]


def add(
    path: Path, home: Path, *, replace: bool = False, progress: Callable[[int, int], None] | None = None
) -> Added:
    """Copy the pack in folder `path` to `home`/packs/<name>, once every checksum holds.

    Raises NotAPack, PackNameUnfit, PackExists, PackRefused; then nothing in the workspace has changed.
    `progress` is told files done, files in all.
    """
    if not (path / CARD).is_file():
        raise NotAPack(path=str(path), card=CARD)
    source = packs.read(path)
    if source.problems:
        raise PackRefused(str(path), source.problems)
    if not NAME.fullmatch(source.name):
        raise PackNameUnfit(name=source.name)
    target = home / "packs" / source.name
    if target.exists() and not replace:
        raise PackExists(name=source.name, folder=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=".adding-"))
    try:
        copied = _copy(source, staging, progress)
        # The copy is checked, not the original: what was checked is what is used.
        if faults := packs.verify(packs.read(staging)):
            raise PackRefused(str(path), faults)
        staging.chmod(0o755)
        _put_in_place(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Added(packs.read(target), _left_out(path, copied))


def remove(name: str, home: Path) -> Path:
    """Remove a pack from `home`/packs and give the folder it lay in. Raises UnknownPack, PackNotOurs."""
    own = home / "packs"
    pack = packs.find(name, [own, *packs.pack_folders(home)])
    if pack.folder.parent != own:
        raise PackNotOurs(name=name, folder=str(pack.folder))
    if pack.folder.is_symlink():
        pack.folder.unlink()  # the folder it points to is not ours
    else:
        leaving = Path(tempfile.mkdtemp(dir=own, prefix=".leaving-"))
        pack.folder.rename(leaving / "pack")  # at once out of sight; then the slow part
        shutil.rmtree(leaving)
    return pack.folder


def _copy(source: Pack, staging: Path, progress: Callable[[int, int], None] | None) -> set[str]:
    wanted = {CARD, *packs.vouched_for(source)}
    if (source.folder / README).is_file():
        wanted.add(README)
    climbing = [path for path in sorted(wanted) if not packs.stays_inside(source, path)]
    if climbing:
        raise PackRefused(str(source.folder), tuple(packs.PathClimbsOut(file=path) for path in climbing))
    for done, path in enumerate(sorted(wanted), 1):
        original = source.folder / path
        if original.is_file():  # what is missing, verify names
            place = staging / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, place)
        if progress:
            progress(done, len(wanted))
    return wanted


def _put_in_place(staging: Path, target: Path) -> None:
    if not target.exists():
        os.rename(staging, target)
        return
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix=".leaving-"))
    target.rename(old / "pack")
    try:
        os.rename(staging, target)
    except BaseException:
        (old / "pack").rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _left_out(folder: Path, copied: set[str]) -> tuple[str, ...]:
    there = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return tuple(sorted(set(there) - copied))


def write_card(folder: Path, name: str, country: str, fetched_on: date) -> None:
    """The card of notices fetched from TED, so that they are a pack like any other: source, licence, checksums."""
    manifest = folder / "SHA256SUMS"
    if not manifest.exists():
        return  # nothing was fetched, so there is nothing to vouch for
    count = sum(1 for line in manifest.read_text("utf-8").splitlines() if line.strip())
    card = {
        "name": name,
        "kind": "notices",
        "title": f"Notices from TED, {country}",
        "source": "Publications Office of the European Union, TED (Supplement to the Official Journal)",
        "licence": "Reuse with the source named, Commission Decision 2011/833/EU",
        "version": fetched_on.isoformat(),
        "redistributable": "unverified",
        "notes": "Contact details of persons are as published; Omlopp masks them when it reads.",
        "files": [{"manifest": manifest.name, "sha256": sha256_of(manifest), "count": count}],
    }
    (folder / CARD).write_text(yaml.safe_dump(card, allow_unicode=True, sort_keys=False), "utf-8")
