"""How every command speaks: language, exit codes, errors and machine-readable output."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language

DONE, CHECK_FAILED, WRONG_USE, LEFT_OUT, STOPPED = 0, 1, 2, 3, 130


def language() -> Language:
    """'sv' unless OMLOPP_LANG says 'en'."""
    return "en" if os.environ.get("OMLOPP_LANG", "sv").lower().startswith("en") else "sv"


def t(sv: str, en: str) -> str:
    """The one of two sentences that the person reads."""
    return en if language() == "en" else sv


def out(text: str = "") -> None:
    print(text, flush=True)


def as_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str), flush=True)


def fail(sentence: str, code: int = WRONG_USE) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(code)


@contextmanager
def plain_errors(code: int = WRONG_USE) -> Iterator[None]:
    """Show Omlopp's own refusals as one sentence; everything else keeps its traceback."""
    from omlopp.library.messages import sentence

    try:
        yield
    except OmloppError as error:
        fail(sentence(error, language()), code)
