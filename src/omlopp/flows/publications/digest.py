"""Values, code and data as hashes: what has not changed is not made again."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from omlopp.flows.publications.plan import FOLDER, Plan
from omlopp.library.load import ROOT, Library

CODE = ROOT.parent
ENDINGS = {".py", ".yaml", ".csv", ".json", ".typ", ".css", ".js", ".parquet", ".txt"}
NOT_READ = (
    "web",
    "cli",
    "epd",
    f"library/{FOLDER}",
)  # nothing of a publication is made from these; a plan counts for its own


def digest(value: object) -> str:
    """64 hex digits of a value: the same for equal values, whatever order their sets and mappings have."""
    held = hashlib.sha256()
    for part in _parts(value):
        held.update(part)
    return held.hexdigest()


def of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def of_code() -> str:
    """Code and library as they lie here, apart from the plans of publications."""
    held = hashlib.sha256()
    for path in sorted(CODE.rglob("*")):
        name = path.relative_to(CODE).as_posix()
        if path.suffix in ENDINGS and not name.startswith(NOT_READ):
            held.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return held.hexdigest()


def of_plan(plan: Plan, root: Path = ROOT) -> str:
    """The plan's own file, and what lies in the folder of its name."""
    folder = root / FOLDER
    files = [folder / f"{plan.name}.yaml", *sorted((folder / plan.name).rglob("*"))]
    return digest([(path.name, of_file(path)) for path in files if path.is_file()])


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, Library):
        yield b"library"  # told by of_code
    elif is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__name__}(".encode()
        for each in fields(value):
            yield each.name.encode()
            yield from _parts(getattr(value, each.name))
        yield b")"
    elif isinstance(value, Enum):
        yield str(value.value).encode()
    elif isinstance(value, Mapping):
        yield b"{"
        for key in sorted(value, key=repr):
            yield repr(key).encode() + b":"
            yield from _parts(value[key])
        yield b"}"
    elif isinstance(value, set | frozenset):
        yield b"<" + b",".join(sorted(digest(each).encode() for each in value)) + b">"
    elif isinstance(value, list | tuple):
        yield b"["
        for each in value:
            yield from _parts(each)
            yield b","
        yield b"]"
    elif isinstance(value, bytes):
        yield b"b" + hashlib.sha256(value).digest()
    else:
        yield repr(value).encode("utf-8", "surrogatepass")
