"""An award model and bids from plain data: the maps and lists of a YAML or JSON file, numbers as Decimal.

A field nobody reads is refused, so that a slip of the pen is seen and never silently left out.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from omlopp.domain.award.errors import MissingArgument, NotANumber, NotAText, NotFields, UnknownArgument
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Parameter, PriceLine

CRITERION_FIELDS = (
    "id",
    "name",
    "weight",
    "max_points",
    "price",
    "value",
    "levels",
    "level_texts",
    "steps",
    "chosen_criterion",
    "clause",
)
BID_FIELDS = (
    "id",
    "bidder",
    "lot_id",
    "price",
    "grades",
    "points",
    "levels",
    "lines",
    "level",
    "quality",
    "features",
    "coefficient",
)
"""Names of the contract of worked cases and our own."""


def model_from(data: Mapping[str, Any]) -> AwardModel:
    """An award model from its fields as data. A field nobody reads is refused, so that a slip is seen."""
    known = ("family", "parameters", "criteria", "grade_scale", "currency", "rounding", "ties")
    fields = _fields(data, "model", known, needed=("family",))
    scale = fields.get("grade_scale")
    if scale is not None:
        scale = _fields(scale, "grade_scale", ("min", "max"), needed=("min", "max"))
    more: dict[str, Any] = {}
    if "rounding" in fields:
        more["rounding"] = None if fields["rounding"] is None else number(fields["rounding"], "rounding")
    if "currency" in fields:
        more["currency"] = text(fields["currency"], "currency")
    return AwardModel(
        family=text(fields["family"], "family"),
        parameters=_parameters(fields.get("parameters")),
        criteria=tuple(_criterion(one) for one in items(fields.get("criteria"), "criteria")),
        grade_scale=(number(scale["min"], "min"), number(scale["max"], "max")) if scale else None,
        ties=tuple(text(one, "ties") for one in items(fields.get("ties"), "ties")),
        **more,
    )


def _parameters(data: Any) -> dict[str, Parameter]:
    """A number, a word, yes or no, or a map of numbers, each as its formula reads it."""
    found: dict[str, Parameter] = {}
    for name, value in _fields(data or {}, "parameters", None).items():
        if isinstance(value, str | bool):
            found[name] = value
        elif isinstance(value, Mapping):
            found[name] = numbers(value, f"parameters: {name}")
        else:
            found[name] = number(value, f"parameters: {name}")
    return found


def _criterion(data: Any) -> AwardCriterion:
    fields = _fields(data, "criteria", CRITERION_FIELDS, needed=("id",))
    more: dict[str, Any] = {
        name: None if fields[name] is None else reader(fields[name], name)
        for name, reader in (
            ("weight", number),
            ("max_points", number),
            ("value", number),
            ("name", text),
            ("chosen_criterion", text),
            ("clause", text),
        )
        if name in fields
    }
    texts = _fields(fields.get("level_texts") or {}, "level_texts", None)
    return AwardCriterion(
        id=text(fields["id"], "id"),
        price=fields.get("price") is True,
        steps=tuple(number(one, "steps") for one in items(fields.get("steps"), "steps")),
        levels=numbers(fields.get("levels"), "levels"),
        level_texts={level: text(said, "level_texts") for level, said in texts.items()},
        **more,
    )


def bids_from(data: Any) -> tuple[Bid, ...]:
    """Bids from a list of their fields."""
    return tuple(_bid(one) for one in items(data, "bids"))


def _bid(data: Any) -> Bid:
    fields = _fields(data, "bids", BID_FIELDS, needed=("id",))
    levels = _fields(fields.get("levels") or {}, "levels", None)
    lines = [
        _fields(line, "lines", ("id", "quantity", "unit_price"), needed=("id", "quantity", "unit_price"))
        for line in items(fields.get("lines"), "lines")
    ]
    return Bid(
        id=text(fields["id"], "id"),
        bidder=text(fields.get("bidder", ""), "bidder"),
        lot_id=None if fields.get("lot_id") is None else text(fields["lot_id"], "lot_id"),
        price=None if fields.get("price") is None else number(fields["price"], "price"),
        grades=numbers(fields.get("grades"), "grades"),
        points=numbers(fields.get("points"), "points"),
        levels={criterion: text(level, "levels") for criterion, level in levels.items()},
        lines=tuple(
            PriceLine(
                text(line["id"], "id"),
                number(line["quantity"], "quantity"),
                number(line["unit_price"], "unit_price"),
            )
            for line in lines
        ),
        level=None if fields.get("level") is None else text(fields["level"], "level"),
        quality=None if fields.get("quality") is None else number(fields["quality"], "quality"),
        features=numbers(fields.get("features"), "features"),
        coefficient=None
        if fields.get("coefficient") is None
        else number(fields["coefficient"], "coefficient"),
    )


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
