"""A ledger that was read, kept as JSON: folded and masked, to be screened again without the file it came from."""

import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import as_data, from_data
from omlopp.spend.cube import Folded, Form, Key, Sum
from omlopp.spend.ledger import BadRow
from omlopp.spend.register import Register


class KeptBroken(OmloppError):
    """A kept ledger that cannot be read: it must be read anew from its file. Facts: file."""

    code = "spend.kept-broken"


def written(one: Folded) -> bytes:
    cube = [
        [*key, found.rows, str(found.sek), found.credit_rows, str(found.credit_sek)]
        for key, found in one.cube.items()
    ]
    told = {
        "form": asdict(one.form) | {"columns": dict(one.form.columns), "repairs": dict(one.form.repairs)},
        "cube": cube,
        "bad": [[bad.line, bad.cell, bad.code] for bad in one.bad],
        "bad_by": dict(one.bad_by),
        "converted": dict(one.converted),
        "again": one.again,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def read(path: Path) -> Folded:
    """Raises KeptBroken."""
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        cube = {
            Key(*row[:8]): Sum(row[8], Decimal(row[9]), row[10], Decimal(row[11])) for row in told["cube"]
        }
        form = told["form"] | {"left": tuple(told["form"]["left"])}
        return Folded(
            Form(**form), cube, tuple(BadRow(*bad) for bad in told["bad"]), told["bad_by"], told["converted"],
            told["again"],
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError):
        raise KeptBroken(file=path.name) from None


def register_written(one: Register) -> bytes:
    return json.dumps(as_data(one), ensure_ascii=False).encode()


def register_read(path: Path) -> Register:
    """Raises KeptBroken."""
    try:
        return from_data(Register, json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise KeptBroken(file=path.name) from None
