"""Bytes to text and to JSON, refused with the place where it goes wrong. Nothing is guessed about encodings."""

import codecs
import json
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from omlopp.notices.errors import EmptyFile, NotJson, NotUtf8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of_bytes(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. Raises NotUtf8 with the byte where it is not."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotUtf8(file=file, place=error.start) from None


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(float_hook=Decimal)


def json_of(data: bytes, file: str) -> Any:
    """The JSON value; numbers with a point are Decimal, so that sums stay as written.

    Raises EmptyFile, NotUtf8 or NotJson (line and character from 1).
    """
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or data[:3] == codecs.BOM_UTF8:
        data = text_of_bytes(data, file).encode()
    if not data.strip():
        raise EmptyFile(file=file)
    try:
        return _decoder().decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _fault(data, file, str(error)) from None
    except UnicodeDecodeError:
        raise _fault(data, file, "") from None


def _fault(data: bytes, file: str, says: str) -> NotJson:
    """Where it goes wrong; the quick reader does not say, so the slow one is asked."""
    text = text_of_bytes(data, file)  # raises NotUtf8
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return NotJson(file=file, line=error.lineno, column=error.colno, says=error.msg)
    except (RecursionError, ValueError):
        pass
    return NotJson(file=file, line=1, column=1, says=says)
