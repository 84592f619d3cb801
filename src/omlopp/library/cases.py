"""Worked cases as YAML files, and the reading of YAML and JSON with every number exact.

`1.10` is read as the decimal 1.10 and never as a binary float. Mapping keys are texts as they stand, so that
a criterion may be called 2.1.4 and a level 1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from omlopp.domain.model.errors import OmloppError

STATUSES = ("published", "derived", "refused")


class FileMissing(OmloppError):
    code = "case-file-missing"


class FileUnreadable(OmloppError):
    """A file that is not YAML. `line` counts from 1."""

    code = "case-file-unreadable"


class FileNotText(OmloppError):
    code = "case-file-not-text"


class NotACase(OmloppError):
    code = "case-not-a-case"


class NoCases(OmloppError):
    code = "case-none-in-folder"


@dataclass(frozen=True, slots=True)
class Check:
    """One call with its arguments and what the result must say. `index` counts from 0 within the case."""

    file: str
    case: str
    index: int
    call: str
    arguments: Mapping[str, Any]
    expect: Mapping[str, Any]
    absolute: Decimal | None
    relative: Decimal | None
    status: str


class _Exact(yaml.CSafeLoader):
    """Numbers as Decimal, keys as the text that stands there, no key twice."""


def _float(loader: _Exact, node: yaml.ScalarNode) -> Decimal:
    written = str(node.value).replace("_", "")
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", written):
        return Decimal(written)
    raise _fault(f"{node.value!r} is no number that can be computed with", node)


def _int(loader: Any, node: Any) -> Decimal:
    return Decimal(loader.construct_yaml_int(node))


def _fault(says: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, says, node.start_mark)


def _mapping(loader: _Exact, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _fault("a key is not a plain text", key_node)
        if key_node.value in found:
            raise _fault(f"the key {key_node.value!r} stands twice", key_node)
        found[key_node.value] = loader.construct_object(value_node, deep=True)
    return found


_Exact.add_constructor("tag:yaml.org,2002:float", _float)
_Exact.add_constructor("tag:yaml.org,2002:int", _int)
_Exact.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Exact.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+(\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)


def read_exact(path: Path) -> Any:
    """The content of a YAML or JSON file. Refuses what cannot be read, naming file, line and fault."""
    try:
        content = path.read_text("utf-8")
    except OSError as error:
        raise FileMissing(file=str(path), fault=error.strerror or "cannot be opened") from None
    except UnicodeDecodeError as error:
        raise FileNotText(file=str(path), byte=error.start) from None
    return exact(content, str(path))


def exact(content: str, name: str) -> Any:
    """YAML or JSON text as data, every number as it is written. `name`: what a refusal calls it."""
    try:
        return yaml.load(content, Loader=_Exact)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fault = getattr(error, "problem", None) or str(error)
        line = min(mark.line + 1, len(content.splitlines()) or 1) if mark else 1
        raise FileUnreadable(file=name, line=line, fault=fault) from None
    except ValueError as error:  # a day that no calendar has: YAML makes the date itself
        raise FileUnreadable(file=name, line=1, fault=str(error)) from None
    except RecursionError:
        raise FileUnreadable(file=name, line=1, fault="nested too deeply") from None


def checks_in(folder: Path) -> tuple[Check, ...]:
    """Every check of every *.yaml in the folder, in order of file and place."""
    if not folder.is_dir():
        raise FileMissing(file=str(folder), fault="no such folder")
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise NoCases(folder=str(folder))
    return tuple(check for path in paths for check in checks_of(path))


def checks_of(path: Path) -> tuple[Check, ...]:
    """A file with `checks` is one case; a file with `cases` holds several."""
    content = read_exact(path)
    if not isinstance(content, dict) or not ("checks" in content or "cases" in content):
        raise NotACase(file=path.name, fault="neither `checks` nor `cases`")
    entries = content.get("cases", [content])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise NotACase(file=path.name, fault="`cases` is not a list of cases")
    return tuple(check for entry in entries for check in _checks(path, entry))


def _checks(path: Path, entry: dict[str, Any]) -> list[Check]:
    name, listed = str(entry.get("id", path.stem)), entry.get("checks")
    if not isinstance(listed, list) or not listed:
        raise NotACase(file=path.name, fault=f"the case {name} has no checks")
    return [_check(path, name, index, item) for index, item in enumerate(listed)]


def _check(path: Path, case: str, index: int, item: Any) -> Check:
    def refuse(fault: str) -> NotACase:
        return NotACase(file=path.name, fault=f"{case}, check {index}: {fault}")

    if not isinstance(item, dict) or not isinstance(item.get("call"), str):
        raise refuse("no `call`")
    arguments, expect, tolerance = item.get("with", {}), item.get("expect"), item.get("tolerance") or {}
    if not isinstance(arguments, dict) or not isinstance(expect, dict) or not isinstance(tolerance, dict):
        raise refuse("`with`, `expect` and `tolerance` hold fields")
    if item.get("status") not in STATUSES:
        raise refuse(f"`status` is one of {', '.join(STATUSES)}")
    for one in tolerance.values():
        if not isinstance(one, Decimal) or one < 0:
            raise refuse("a tolerance is a number, 0 or more")
    return Check(
        path.name,
        case,
        index,
        item["call"],
        arguments,
        expect,
        tolerance.get("abs"),
        tolerance.get("rel"),
        item["status"],
    )
