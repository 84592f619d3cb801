"""Reading the library's YAML strictly: no duplicate keys, no guessed types, every fault named by file and place."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from omlopp.domain.model.errors import OmloppError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one file of the library. The rest still loads."""

    file: str
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.says}" if self.where else f"{self.file}: {self.says}"


class _Strict(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping (plain YAML silently keeps the last)."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Making one takes a hundred times as long as using it."""
    if shape not in _adapters:
        _adapters[shape] = TypeAdapter(shape)
    return _adapters[shape]


def read_one(path: Path, shape: type[T], root: Path, **given: Any) -> T | Problem:
    """The file as a frozen domain object of `shape`; `given` are fields that come from the file's place."""
    name = str(path.relative_to(root))
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_Strict)
    except UnicodeDecodeError as error:
        return Problem(name, f"byte {error.start}", "is not UTF-8 text; save the file as UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(
            name, f"line {mark.line + 1}" if mark else "", f"is not YAML: {getattr(error, 'problem', error)}"
        )
    except ValueError as error:  # a day that no calendar has: YAML makes the date itself
        return Problem(name, "", f"holds a value that cannot be read: {error}")
    if not isinstance(content, dict):
        return Problem(name, "", f"should hold fields (a mapping), holds {type(content).__name__}")
    try:
        made: T = _adapter(shape).validate_python(content | given)
        return made
    except ValidationError as error:
        first = error.errors()[0]
        return Problem(name, ".".join(str(part) for part in first["loc"]), first["msg"])
    except OmloppError as error:
        return Problem(name, "", str(error))


def as_data(value: Any) -> Any:
    """A domain object as plain JSON-ready data (copies kept by a procurement; exports)."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_data(shape: type[T], data: Any) -> T:
    """The inverse of `as_data`."""
    made: T = _adapter(shape).validate_python(data)
    return made
