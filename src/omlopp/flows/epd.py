"""A product declaration from a file, a folder or a package (zip), shown with what can and cannot be made of it."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from omlopp.domain.footprint import epd as declared
from omlopp.domain.footprint.epd import Epd
from omlopp.domain.footprint.epd_sum import expired, tier
from omlopp.domain.indicators.errors import InputMissing
from omlopp.epd import ilcd, openepd
from omlopp.library.cases import FileMissing

LARGEST_BYTES = 50_000_000  # of one data set: larger is no declaration


@dataclass(frozen=True, slots=True)
class EpdShown:
    """`expired` None: the declaration does not say until when it holds. `tier`: 2 own product, 3 average, 4 generic."""

    epd: Epd
    circularity: declared.EpdCircularity
    expired: bool | None
    tier: int | None


def shown(path: Path, on: date) -> tuple[EpdShown, ...]:
    """Every declaration of a file, or of a package of ILCD (zip). Refuses what is none."""
    return tuple(
        EpdShown(one, declared.circularity(one), expired(one, on), tier(one)) for one in declarations(path)
    )


def chosen(one: EpdShown, indicators: Sequence[str]) -> EpdShown:
    """Only these indicators. Refuses by name what the declaration does not have (InputMissing)."""
    missing = tuple(name for name in indicators if name not in one.epd.indicators)
    if missing:
        raise InputMissing(fields=missing, where=one.epd.name)
    kept = {name: modules for name, modules in one.epd.indicators.items() if name in indicators}
    return replace(one, epd=replace(one.epd, indicators=kept))


def declarations(path: Path) -> tuple[Epd, ...]:
    try:
        if zipfile.is_zipfile(path):
            return _package(path)
        if path.stat().st_size > LARGEST_BYTES:
            raise ilcd.NotAnEpd(file=path.name, fault="larger than 50 MB")
        content = path.read_bytes()
    except OSError as error:
        raise FileMissing(file=str(path), fault=error.strerror or "cannot be opened") from None
    if openepd.looks_like(content):
        return (openepd.read(content, path.name),)
    return (ilcd.read(content, path.name, _folder(path)),)


def _folder(path: Path) -> ilcd.Beside:
    """Data sets beside a file that lies as in a package: processes/<uuid>.xml, flows/<uuid>.xml."""

    def beside(name: str) -> bytes | None:
        found = path.resolve().parent.parent / name
        return found.read_bytes() if found.is_file() and found.stat().st_size < LARGEST_BYTES else None

    return beside


def _package(path: Path) -> tuple[Epd, ...]:
    with zipfile.ZipFile(path) as package:
        by_end = {"/".join(PurePosixPath(one.filename).parts[-2:]): one for one in package.infolist()}

        def beside(name: str) -> bytes | None:
            found = by_end.get(name)
            return None if found is None or found.file_size > LARGEST_BYTES else package.read(found)

        names = sorted(
            name for name in by_end if name.startswith("processes/") and name.endswith((".xml", ".json"))
        )
        if not names:
            raise ilcd.NotAnEpd(file=path.name, fault="no processes/*.xml")
        return tuple(ilcd.read(beside(name) or b"", f"{path.name}: {name}", beside) for name in names)
