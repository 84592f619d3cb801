"""What both formats share on the way from records to a notice: original language, searched texts, criteria."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import cast

from omlopp.library.codelists import language2
from omlopp.notices.fields import Found, Record
from omlopp.notices.schema import About, CriterionKind, CriterionNotice, TextField
from omlopp.notices.values import as_amount, masked, weights


def original(found: Iterable[Found], language: str) -> list[Found]:
    """The values in the notice's own language; where there are none, those of the first language found."""
    every = list(found)
    own = [one for one in every if not one.language or language2(one.language) == language]
    if own or not every:
        return own
    return [one for one in every if one.language == every[0].language]


def words(record: Record, column: str, language: str) -> str:
    """A text column in the original language, masked; several values on lines of their own."""
    return masked("\n".join(one.value for one in original(record.values.get(column, ()), language)))


def texts(record: Record, language: str, lot_id: str | None) -> Iterator[TextField]:
    """Every searched text of a record and of the criteria in it, in the order of the file."""
    for found in record.values.values():
        for one in original((one for one in found if one.row.type == "text"), language):
            own = language2(one.language) if one.language else language
            yield TextField(one.row.field, lot_id, own, masked(one.value), cast(About, one.row.about))
    for child in record.children:
        if child.kind == "criterion":
            yield from texts(child, language, lot_id)


def amount(record: Record, *columns: str) -> tuple[Decimal | None, str | None, str | None]:
    """The first column that holds a sum, with its currency and the column's name."""
    for column in columns:
        for one in record.values.get(column, ()):
            value = as_amount(one.value)
            if value is not None:
                return value, one.currency or None, column
    return None, None, None


def criteria(records: Iterable[Record], language: str) -> tuple[CriterionNotice, ...]:
    """The award criteria of a lot, with the weights that can be known from the lot as a whole."""
    found = list(records)
    written = [_weight(record) for record in found]
    shares = weights([text for text, _ in written], [code for _, code in written])
    return tuple(
        CriterionNotice(
            _kind(record),
            words(record, "name", language),
            words(record, "description", language),
            share,
            text,
            code,
        )
        for record, share, (text, code) in zip(found, shares, written, strict=True)
    )


def _kind(record: Record) -> CriterionKind:
    said = record.label if record.label in ("quality", "price", "cost") else record.one("kind")
    return cast(CriterionKind, said if said in ("quality", "price", "cost") else "unstated")


def _weight(record: Record) -> tuple[str, str]:
    """The weight as written and its code: TED's own element, or the eForms parameter that is a weight."""
    if written := record.one("weight"):
        return written, ""
    parameters = list(record.parts("parameter"))
    for parameter in parameters:
        if parameter.one("list") in ("number-weight", "") and parameter.one("number"):
            return parameter.one("number"), parameter.one("code")
    first = next((parameter for parameter in parameters if parameter.one("number")), None)
    return (first.one("number"), first.one("code")) if first else ("", "")


def unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
