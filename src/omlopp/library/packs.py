"""Packs: official data of others, kept in folders beside the program, each with a card that says what it is.

A pack is a folder with `pack.yaml` (source, licence, version) and the files the card vouches for: each
`{path, sha256}` by itself, or a `{manifest, sha256, count}`, a file in the form of sha256sum that lists
more. Checksums are of the file as it lies there. Nothing here writes; adding and removing is `flows.packs`.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import Problem, read_one
from omlopp.library.workspace import home

CARD = "pack.yaml"


class UnknownPack(OmloppError):
    """No pack of that name at hand. Facts: name, known."""

    code = "unknown-pack"


class PackFault(OmloppError):
    """Something in a pack that is not as its card says. Facts: file, and what the sentence needs."""


class CardUnreadable(PackFault):
    code = "pack-card-unreadable"


class PathClimbsOut(PackFault):
    code = "pack-path-climbs-out"


class FileMissing(PackFault):
    code = "pack-file-missing"


class FileChanged(PackFault):
    code = "pack-file-changed"


class ManifestShort(PackFault):
    code = "pack-manifest-short"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file the card vouches for, by itself or (manifest) with the files it lists."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "ignore"}
    sha256: str
    path: str = ""
    manifest: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """pack.yaml. Further keys (terms of single files, notes) are the publisher's and are left alone."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "ignore", "coerce_numbers_to_str": True}
    name: str
    kind: str
    title: str
    source: str
    licence: str
    version: str
    files: tuple[Listed, ...]
    redistributable: bool | str = "unverified"
    share_alike: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack as it lies on disk. `problems`: what keeps its card from being read; then `licence` is empty."""

    name: str
    kind: str
    title: str
    source: str
    licence: str
    version: str
    folder: Path
    files: tuple[Listed, ...] = ()
    problems: tuple[PackFault, ...] = ()


def pack_folders(home: Path) -> list[Path]:
    """Where packs are looked for: OMLOPP_PACKS (one or more folders), else `packs/` in the workspace `home`."""
    named = [part for part in os.environ.get("OMLOPP_PACKS", "").split(os.pathsep) if part.strip()]
    return [Path(part).expanduser() for part in named] or [home / "packs"]


def packs(folders: Sequence[Path]) -> list[Pack]:
    """Every pack in the folders: a folder that has a card is a pack, else each of its subfolders that has one.

    The first of two packs with the same name counts, as on a search path. A folder that is not there holds none.
    """
    found: dict[str, Pack] = {}
    for folder in folders:
        for place in [folder] if (folder / CARD).is_file() else _subfolders(folder):
            pack = read(place)
            found.setdefault(pack.name, pack)
    return sorted(found.values(), key=lambda pack: pack.name)


def _subfolders(folder: Path) -> Iterator[Path]:
    # A name that begins with a dot is a copy not yet in place (flows.packs).
    if folder.is_dir():
        yield from (
            place for place in sorted(folder.iterdir()) if place.name[0] != "." and (place / CARD).is_file()
        )


def read(folder: Path) -> Pack:
    """The pack of a folder that has a card. A card that cannot be read gives a pack with `problems`."""
    card = read_one(folder / CARD, Card, folder)
    if isinstance(card, Problem):
        return Pack(
            folder.name, "", "", "", "", "", folder, problems=(CardUnreadable(file=CARD, says=str(card)),)
        )
    faults = tuple(fault for number, file in enumerate(card.files, 1) for fault in _faults(number, file))
    return Pack(
        card.name, card.kind, card.title, card.source, card.licence, card.version, folder, card.files, faults
    )


def _faults(number: int, file: Listed) -> Iterator[PackFault]:
    if bool(file.path) == bool(file.manifest):
        yield CardUnreadable(file=CARD, says=f"files, entry {number}: needs one of path and manifest")
    elif not _stays_inside(file.path or file.manifest):
        yield PathClimbsOut(file=file.path or file.manifest)


def _stays_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and ":" not in path


def find(name: str, folders: Sequence[Path] | None = None) -> Pack:
    """The pack of that name; looks where `pack_folders` says when no folders are given."""
    at_hand = packs(pack_folders(home()) if folders is None else folders)
    for pack in at_hand:
        if pack.name == name:
            return pack
    raise UnknownPack(name=name, known=", ".join(pack.name for pack in at_hand) or "–")


def vouched_for(pack: Pack) -> dict[str, str]:
    """Path within the pack → sha256 (lower-case hex) of every file the card or its manifests name."""
    wanted: dict[str, str] = {}
    for file in pack.files:
        wanted[file.path or file.manifest] = file.sha256.lower()
        if file.manifest:
            wanted |= _read_manifest(pack.folder / file.manifest)
    return wanted


def _read_manifest(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}  # verify says so: the manifest itself is listed with a checksum
    parts = (line.split(maxsplit=1) for line in lines if line.strip())
    return {part[1].removeprefix("*"): part[0].lower() for part in parts if len(part) == 2}


def verify(pack: Pack) -> tuple[PackFault, ...]:
    """Everything that is not as the card says: missing or changed files, short manifests, paths that climb out."""
    if pack.problems:
        return pack.problems
    faults: list[PackFault] = []
    for file in pack.files:
        if file.manifest and file.count is not None:
            lists = len(_read_manifest(pack.folder / file.manifest))
            if lists != file.count:
                faults.append(ManifestShort(file=file.manifest, lists=lists, count=file.count))
    for path, wanted in vouched_for(pack).items():
        if not stays_inside(pack, path):
            faults.append(PathClimbsOut(file=path))
        elif not (pack.folder / path).is_file():
            faults.append(FileMissing(file=path))
        elif (found := sha256_of(pack.folder / path)) != wanted:
            faults.append(FileChanged(file=path, found=found, wanted=wanted))
    return tuple(faults)


def stays_inside(pack: Pack, path: str) -> bool:
    """Does the path lie in the pack's folder, symbolic links followed?"""
    return _stays_inside(path) and (pack.folder / path).resolve().is_relative_to(pack.folder.resolve())


def sha256_of(path: Path) -> str:
    """Lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
