"""What both formats share on the way from records to a notice: original language, searched texts, criteria, winners."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from omlopp.library.codelists import language2, rows
from omlopp.notices.fields import FOLDER, Found, Record
from omlopp.notices.masking import blotted, masked, personal_number
from omlopp.notices.schema import About, CriterionKind, CriterionNotice, Remark, TextField, Winner
from omlopp.notices.values import as_stated, share_in_words, weights, weights_in_texts

PLACEHOLDER = Decimal(1)  # a value this low or lower is what somebody typed to get past a form
_KINDS = ("quality", "price", "cost")
_WITHHELD = "unpublished"  # what eForms publishes in place of a withheld text


def original(found: Iterable[Found], language: str) -> list[Found]:
    """The values in the notice's own language; where there are none, those of the first language found."""
    every = [one for one in found if one.value != _WITHHELD]
    own = [one for one in every if not one.language or language2(one.language) == language]
    if own or not every:
        return own
    return [one for one in every if one.language == every[0].language]


def words(record: Record, column: str, language: str) -> str:
    """A text column in the original language, masked; several values on lines of their own."""
    found = record.values.get(column)
    return masked("\n".join(one.value for one in original(found, language)), language) if found else ""


def texts(record: Record, language: str, lot_id: str | None) -> Iterator[TextField]:
    """Every searched text of a record and of the criteria in it, in the order of the file."""
    for found in record.values.values():
        if found[0].row.type != "text":  # a column holds values of one type
            continue
        for one in original(found, language):
            own = language2(one.language) if one.language else language
            yield TextField(one.row.field, lot_id, own, masked(one.value, own), cast(About, one.row.about))
    for child in record.children:
        # beside a code for accessibility the text says why there are no demands: it declares nothing (BT-755)
        if child.kind == "criterion" or (child.kind == "additional" and child.one("list") != "accessibility"):
            yield from texts(child, language, lot_id)


def amount(record: Record, *columns: str) -> tuple[Decimal | None, str | None, str | None]:
    """The first column that holds a sum, with its currency and the column's name."""
    for column in columns:
        for one in record.values.get(column, ()):
            value = as_stated(one.value)
            if value is not None:
                return value, one.currency or None, column
    return None, None, None


def span(record: Record, name: str) -> tuple[Decimal | None, Decimal | None, str | None]:
    """A range in the columns `<name>low` and `<name>high`, with its currency; lower first, whatever the notice says."""
    low, currency, _ = amount(record, f"{name}low")
    high, other, _ = amount(record, f"{name}high")
    if low is not None and high is not None and low > high:
        low, high = high, low
    return low, high, currency or other or record.one("value_currency") or None


def criteria(records: Iterable[Record], language: str) -> tuple[CriterionNotice, ...]:
    """The award criteria of a lot, with the weights that can be known from the lot as a whole.

    Where no weight is known from the fields for them, but the criteria's own words hold them all, those are taken.
    """
    found = [
        one for one in records if one.values or one.children or one.label in _KINDS
    ]  # "price" alone is one
    if not found:
        return ()
    named = [(words(record, "name", language), words(record, "description", language)) for record in found]
    written = [_weight(record) for record in found]
    shares = weights([text for text, _ in written], [code for _, code in written])
    if not any(share is not None for share in shares):
        told = weights_in_texts([name for name, _ in named]) or weights_in_texts(
            [f"{name}\n{text}" for name, text in named]
        )
        if told:
            written, shares = [(text, "") for text in told], [share_in_words(text) for text in told]
    return tuple(
        CriterionNotice(_kind(record), name, text, share, as_written, code)
        for record, (name, text), share, (as_written, code) in zip(found, named, shares, written, strict=True)
    )


def _kind(record: Record) -> CriterionKind:
    said = record.label if record.label in _KINDS else record.one("kind")
    return cast(CriterionKind, said if said in _KINDS else "unstated")


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


@cache
def _phrases(language: str) -> tuple[str, ...]:
    return tuple(
        row["text"] for row in rows(FOLDER / "in_documents.csv") if row["language"] in ("", language)
    )


def sent_to_documents(found: Iterable[CriterionNotice], language: str) -> bool:
    """Whether the criteria are stated by pointing at the procurement documents: no weight, and words that say so."""
    phrases = _phrases(language)
    return bool(phrases) and any(
        one.weight is None
        and any(
            phrase in f"{one.name}\n{one.description}\n{one.weight_as_written}".lower() for phrase in phrases
        )
        for one in found
    )


def winner(
    lot_id: str | None,
    name: str,
    number: str,
    country: str,
    size: str,
    value: tuple[Decimal | None, str | None],
    person: bool,
) -> Winner:
    """A supplier. The name of a natural person, told by the notice or by a personal number as its own, is masked."""
    sole = country in ("SE", "") and personal_number(number)
    return Winner(
        lot_id=lot_id,
        name=blotted(name) if person or sole else masked(name, names=False),
        organisation_id=(blotted(number) if person or sole else number) or None,
        country=country,
        size=size,
        value_amount=value[0],
        currency=value[1] if value[0] is not None else None,
    )


def buyer_number(number: str, country: str) -> str | None:
    """The buyer's own number, masked if it is a person's."""
    return (blotted(number) if country in ("SE", "") and personal_number(number) else number) or None


@cache
def _test_words() -> tuple[str, ...]:
    return tuple(row["text"] for row in rows(FOLDER / "test_notices.csv"))


def remarks(
    title: str,
    description: str,
    amounts: Iterable[Decimal | None],
    published_on: date | None,
    sent_on: date | None,
) -> tuple[Remark, ...]:
    """What must be known before the notice is counted. See schema.Notice."""
    made: list[Remark] = []
    if any(text.lower().lstrip(" *-–!\"'«([").startswith(_test_words()) for text in (title, description)):
        made.append("test")
    if any(one is not None and one <= PLACEHOLDER for one in amounts):
        made.append("placeholder")
    if published_on and sent_on and sent_on > published_on:
        made.append("dispatch_after_publication")
    return tuple(made)


_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


def places(codes: Iterable[str]) -> tuple[str, ...]:
    """NUTS codes of any version, at any level; "00" and "anyw" name no place."""
    return unique(code for code in codes if _NUTS.fullmatch(code))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
