"""Files that show a measurement: looked at, kept by checksum in OMLOPP_HOME/evidence, and only ever handed out.

Nothing of a file is run, unpacked or shown by the workbench: it is downloaded, whole and unchanged, or refused.
"""

import hashlib
import io
import zipfile
from pathlib import Path

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.workspace import home

LIMIT_BYTES = 20 * 2**20
MOST_FILES = 20  # for one measurement
LONGEST_NAME = 150
OPENINGS = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".pptx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".ods": (b"PK\x03\x04",),
}
TEXTS = (".csv", ".txt", ".json", ".xml", ".eml")
KINDS = (*OPENINGS, *TEXTS)
MACROS = ("vbaproject.bin", "basic/script-lc.xml")


class EvidenceRefused(OmloppError):
    """A kind of file that is not taken, or one that is not what its name says. Facts: file, kinds."""

    code = "evidence.kind"


class EvidenceTooLarge(OmloppError):
    """Facts: file, size, limit (MB)."""

    code = "evidence.too-large"


class EvidenceEmpty(OmloppError):
    """Facts: file."""

    code = "evidence.empty"


class EvidenceHasMacros(OmloppError):
    """An office file with a program in it. Facts: file."""

    code = "evidence.macros"


class EvidenceGone(OmloppError):
    """The file is not there any more, or is not the one that was attached. Facts: file."""

    code = "evidence.gone"


class NoRoomForEvidence(OmloppError):
    """The disk is full, or the folder cannot be written. Facts: file, says."""

    code = "evidence.no-room"


def looked_at(name: str, content: bytes) -> str:
    """The name that the file is kept under. Refuses what is too large, empty, of another kind, or holds a program."""
    safe = safe_name(name)
    if not content:
        raise EvidenceEmpty(file=safe)
    if len(content) > LIMIT_BYTES:
        raise EvidenceTooLarge(file=safe, size=-(-len(content) // 2**20), limit=LIMIT_BYTES // 2**20)
    ending = Path(safe).suffix.lower()
    if ending in TEXTS:
        fits = b"\0" not in content[:8192] or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    else:
        fits = content.startswith(OPENINGS.get(ending, ()))
    if not fits:
        raise EvidenceRefused(file=safe, kinds=", ".join(kind[1:] for kind in KINDS))
    if content.startswith(b"PK"):
        _without_macros(safe, content)
    return safe


def _without_macros(name: str, content: bytes) -> None:
    """Only the list of parts is read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inside = [part.lower() for part in parts.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise EvidenceRefused(file=name, kinds=", ".join(kind[1:] for kind in KINDS)) from None
    if any(part.endswith(MACROS) for part in inside):
        raise EvidenceHasMacros(file=name)
    if not {"[content_types].xml", "mimetype"} & set(inside):
        raise EvidenceRefused(file=name, kinds=", ".join(kind[1:] for kind in KINDS))


def safe_name(name: str) -> str:
    """The file's own name without folders, control signs and what headers or file systems read something into."""
    plain = Path(name.replace("\\", "/")).name
    kept = "".join(char if char.isprintable() and char not in '/\\:*?"<>|;%' else "_" for char in plain)
    stem, ending = Path(kept.strip(" .") or "fil").stem, Path(kept).suffix
    return stem[: LONGEST_NAME - len(ending)] + ending[:20]


def keep(name: str, content: bytes) -> str:
    """Write the bytes whole under their checksum, once. → SHA-256 (hex)."""
    digest = hashlib.sha256(content).hexdigest()
    path = place_of(digest)
    if not path.is_file():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        except OSError as error:
            raise NoRoomForEvidence(file=name, says=error.strerror or str(error)) from None
    return digest


def content_of(name: str, digest: str) -> bytes:
    """The bytes as they were attached. Refuses a file that is gone or was changed (EvidenceGone)."""
    try:
        content = place_of(digest).read_bytes()
    except OSError:
        raise EvidenceGone(file=name) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise EvidenceGone(file=name)
    return content


def place_of(digest: str) -> Path:
    return home() / "evidence" / digest[:2] / digest
