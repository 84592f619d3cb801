"""Reading the library's YAML strictly: no key twice, no guessed types, every fault named by file, line and mend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from omlopp.domain.model.errors import OmloppError
from omlopp.library.places import line_of, within

T = TypeVar("T")
Parse = Callable[[bytes, str], Any]

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
LARGEST = (
    200_000  # bytes; the largest file of the bank is a twentieth of it, so this is no text but an accident
)
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one file of the library. The rest still loads.

    `where`: the field, or the line where the file is no YAML. `key` and `facts` make the sentence with its mend
    (messages, "check.<key>.failed"); `says` is the reader's own English. `line` 0: not known.
    """

    file: str
    where: str
    says: str
    line: int = 0
    key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.says}" if self.where else f"{self.file}: {self.says}"


class _Strict(yaml.CSafeLoader):
    """Refuses a key that stands twice in one mapping (plain YAML silently keeps the last)."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            loader.flatten_mapping(node)
            return _mapping(loader, node)
        key = loader.construct_object(key_node, deep=True)
        if key in made:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parse(raw: bytes, text: str) -> Any:
    """YAML as plain values. `raw` is not used: a reader that keeps what it has parsed tells files apart by it."""
    return yaml.load(text, Loader=_Strict)


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Making one takes a hundred times as long as using it."""
    if shape not in _adapters:
        _adapters[shape] = TypeAdapter(shape)
    return _adapters[shape]


def read_one(
    path: Path,
    shape: type[T],
    root: Path,
    *,
    parse: Parse = parse,
    fill: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    **given: Any,
) -> T | Problem:
    """The file as a frozen domain object of `shape`; `given` are fields that come from the file's place.

    fill: puts in what the file only names (raises Unfilled). parse: see `library.cache`.
    """
    name = path.relative_to(root).as_posix()
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        facts = {"kb": len(raw) // 1000, "most": LARGEST // 1000}
        return Problem(name, "", f"is {len(raw)} bytes, at most {LARGEST}", 1, "library-read-large", facts)
    if raw.startswith(BOM):
        return Problem(
            name, "line 1", "begins with a byte order mark; save as UTF-8 without it", 1, "library-read-bom"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        says = "is not UTF-8 text; save the file as UTF-8"
        return Problem(
            name, f"byte {error.start}", says, line, "library-read-encoding", {"byte": error.start}
        )
    try:
        content = parse(raw, text)
    except yaml.YAMLError as error:
        return _not_yaml(name, text, error)
    except ValueError as error:  # a day that no calendar has: YAML makes the date itself
        return Problem(
            name,
            "",
            f"holds a value that cannot be read: {error}",
            0,
            "library-read-value",
            {"says": str(error)},
        )
    if not isinstance(content, dict):
        says = f"should hold fields (a mapping), holds {type(content).__name__}"
        return Problem(name, "", says, 1, "library-read-no-fields")
    try:
        filled = fill(dict(content)) if fill else content
        made: T = _adapter(shape).validate_python(filled | given)
        return made
    except ValidationError as error:
        return _misfit(name, text, content, error)
    except Unfilled as error:
        where = str(error.facts["where"])
        return Problem(name, where, str(error), line_of(text, where), f"library-{error.key}", error.facts)
    except OmloppError as error:
        return Problem(name, "", str(error), 1, "library-read-refused", {"says": str(error)})


class Unfilled(OmloppError):
    """A file names something by id that the library does not have. Facts: where, id."""

    code = "library.unfilled"

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.key = key


def _not_yaml(name: str, text: str, error: yaml.YAMLError) -> Problem:
    mark, problem = getattr(error, "problem_mark", None), str(getattr(error, "problem", error))
    line = mark.line + 1 if mark else 0
    lines = text.splitlines()
    tab = next((at for at, one in enumerate(lines, 1) if one[: len(one) - len(one.lstrip())].count("\t")), 0)
    if tab:
        key, line = "library-read-tab", tab
    elif "stands twice" in problem:
        key = "library-read-key-twice"
    else:
        key = "library-read-yaml"
    where = f"line {line}" if line else ""
    return Problem(name, where, f"is not YAML: {problem}", line, key, {"says": problem})


def _misfit(name: str, text: str, content: dict[str, Any], error: ValidationError) -> Problem:
    """What does not fit, with the trap it fell into where that can be told. One fault at a time: a misspelt field
    before others, then the innermost, since a choice between shapes names every branch it tried.
    """
    found = [(*within(content, one["loc"]), one) for one in error.errors()]
    unknown = [where for where, _, one in found if one["type"] in UNKNOWN]
    where, value, first = max(found, key=lambda each: (each[2]["type"] == "missing", each[0].count(".")))
    facts: dict[str, object] = {"field": where, "value": _short(value), "says": first["msg"]}
    if first["type"] == "missing":
        near = get_close_matches(where, unknown, n=1)
        key = "library-read-misspelt" if near else "library-read-missing"
        facts["wrote"] = near[0] if near else ""
        line = line_of(text, near[0] if near else where)
        return Problem(name, where, first["msg"], line or 1, f"{key}", facts)
    if first["type"] in UNKNOWN:
        key = "library-read-unknown-field"
    elif isinstance(value, bool):
        key = "library-read-yes-no"
    elif first["type"] == "string_type":
        key = "library-read-quote"
    elif first["type"] in ("enum", "literal_error"):
        key, facts["expected"] = "library-read-choice", str(first.get("ctx", {}).get("expected", ""))
    else:
        key = "library-read-misfit"
    return Problem(name, where, first["msg"], line_of(text, where) or 1, key, facts)


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 60 else said[:57] + "…"


def as_data(value: Any) -> Any:
    """A domain object as plain JSON-ready data (copies kept by a procurement; exports)."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_data(shape: type[T], data: Any) -> T:
    """The inverse of `as_data`."""
    made: T = _adapter(shape).validate_python(data)
    return made
