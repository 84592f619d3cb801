"""A call of the contract of worked cases: a public function with the arguments it takes, and no others."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omlopp.domain.award.errors import MissingArgument, NotFields, UnknownArgument


@dataclass(frozen=True, slots=True)
class Call:
    """It refuses arguments it lacks and arguments it has not. `reads`: its `file` lies under a folder it is told of."""

    function: Callable[..., dict[str, Any]]
    needed: tuple[str, ...]
    may: tuple[str, ...] = ()
    reads: bool = False

    def __call__(self, arguments: Mapping[str, Any], folder: Path = Path()) -> dict[str, Any]:
        checked_arguments(arguments, "with", self.needed, self.may)
        return self.function(arguments, folder) if self.reads else self.function(arguments)


def checked_arguments(given: Any, where: str, needed: Sequence[str], may: Collection[str] = ()) -> None:
    """Fields, all that are needed and none that nobody reads."""
    if not isinstance(given, Mapping):
        raise NotFields(where=where, found=type(given).__name__)
    unknown = tuple(name for name in given if name not in needed and name not in may)
    if unknown:
        raise UnknownArgument(fields=unknown, where=where, known=", ".join((*needed, *may)))
    missing = tuple(name for name in needed if given.get(name) is None)
    if missing:
        raise MissingArgument(fields=missing, where=where)
