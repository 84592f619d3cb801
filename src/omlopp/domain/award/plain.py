"""An award model and bids from plain data: the maps and lists of a YAML or JSON file, numbers as Decimal.

The shape is that of the dataclasses themselves, so that a new field is read the day it is added. A field
nobody reads is refused, so that a slip of the pen is seen and never silently left out.
"""

import types
from collections.abc import Collection, Mapping
from collections.abc import Mapping as MappingOrigin
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from omlopp.domain.award.errors import (
    MissingArgument,
    NotANumber,
    NotAText,
    NotFields,
    NotOneOf,
    UnknownArgument,
)
from omlopp.domain.model.award import AwardModel, Bid

WORDS = frozenset({"clip", "method", "formula", "better", "decided_by"})
"""Parameters that are words. In a file all parameters stand together, as the contract of worked cases has
them.
"""


def model_from(data: Mapping[str, Any]) -> AwardModel:
    """An award model from its fields as data."""
    _fields(data, "model", None)
    given = dict(data)
    parameters = _fields(given.pop("parameters", None) or {}, "parameters", None)
    for name, value in parameters.items():
        if name == "slope_known_before_bidding":
            given[name] = value
        elif name == "levels":
            given["ladder"] = value
        else:
            kind = "words" if name in WORDS else "parameters"
            given[kind] = {**(given.get(kind) or {}), name: value}
    scale = given.get("grade_scale")
    if isinstance(scale, Mapping):  # as the contract of worked cases writes it; else the two ends in a list
        ends = _fields(scale, "grade_scale", ("min", "max"), needed=("min", "max"))
        given["grade_scale"] = [ends["min"], ends["max"]]
    found: AwardModel = shaped(AwardModel, given, "model")
    return found


def bids_from(data: Any) -> tuple[Bid, ...]:
    """Bids from a list of their fields."""
    return tuple(shaped(Bid, one, "bids") for one in items(data, "bids"))


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def shaped(shape: Any, data: Any, where: str) -> Any:
    """A value of a dataclass from its fields as data; what is None is as if it were not said, but for
    `rounding`.
    """
    kinds = {one.name: one for one in fields(shape)}
    needed = [
        name
        for name, one in kinds.items()
        if one.default is MISSING and one.default_factory is MISSING and not _may_be_none(_hints(shape)[name])
    ]
    given = _fields(data, where, tuple(kinds), needed=needed)
    read = {
        name: _value(_hints(shape)[name], value, name)
        for name, value in given.items()
        if value is not None or name == "rounding"
    }
    read |= {
        name: None
        for name, one in kinds.items()
        if name not in read and one.default is MISSING and one.default_factory is MISSING
    }
    return shape(**read)


def _may_be_none(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)


def _value(kind: Any, value: Any, where: str) -> Any:
    """One field by the kind its dataclass gives it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _value(next(one for one in inner if one is not type(None)), value, where)
    if origin is Literal:
        if value not in inner:
            raise NotOneOf(where=where, found=value, known=", ".join(map(str, inner)))
        return value
    if origin is tuple:
        listed = items(value, where)
        if inner[-1] is ...:
            return tuple(_value(inner[0], one, where) for one in listed)
        if len(listed) != len(inner):
            raise NotFields(where=where, found=f"{len(listed)}")
        return tuple(_value(one, each, where) for one, each in zip(inner, listed, strict=True))
    if origin is MappingOrigin:
        return {
            str(name): _value(inner[1], one, f"{where}: {name}")
            for name, one in _fields(value, where, None).items()
        }
    if is_dataclass(kind):
        return shaped(kind, value, where)
    if kind is bool:
        if not isinstance(value, bool):
            raise NotOneOf(where=where, found=value, known="true, false")
        return value
    if kind is int:
        whole = number(value, where)
        if whole != whole.to_integral_value():
            raise NotANumber(where=where, found=value)
        return int(whole)
    return number(value, where) if kind is Decimal else text(value, where)


def _fields(
    data: Any, where: str, known: Collection[str] | None, needed: Collection[str] = ()
) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise NotFields(where=where, found=type(data).__name__)
    unknown = [name for name in data if known is not None and name not in known]
    if unknown:
        raise UnknownArgument(fields=tuple(unknown), where=where, known=", ".join(known or ()))
    missing = [name for name in needed if data.get(name) is None]
    if missing:
        raise MissingArgument(fields=tuple(missing), where=where)
    return data


def items(data: Any, where: str) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list | tuple):
        raise NotFields(where=where, found=type(data).__name__)
    return list(data)


def numbers(data: Any, where: str) -> dict[str, Decimal]:
    return {
        name: number(value, f"{where}: {name}") for name, value in _fields(data or {}, where, None).items()
    }


def number(value: Any, where: str) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, Decimal):
        raise NotANumber(where=where, found="–" if value is None else value)
    return value


def text(value: Any, where: str) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        raise NotAText(where=where, found=value)
    return value
