"""What is known of eForms beside its fields: the newest version in the field table, and ids that name nothing."""

import re
from functools import cache

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

_SDK = re.compile(r"eforms-sdk-(\d{1,4})\.(\d{1,4})")


def newer(version: str) -> bool:
    """Whether the SDK a notice names ("eforms-sdk-1.16#extended#…") came after the field table (versions.csv)."""
    hit = _SDK.match(version)
    return hit is not None and (int(hit[1]), int(hit[2])) > _newest()


def meant(procedure_id: str) -> bool:
    """Whether a BT-04 names a procurement: not those that stand in notices of many buyers (unmeant_ids.csv)."""
    return procedure_id.lower() not in _unmeant()


@cache
def _newest() -> tuple[int, ...]:
    [newest] = [row["newest"] for row in rows(FOLDER / "versions.csv") if row["format"] == "eforms"]
    return tuple(map(int, newest.split(".")))


@cache
def _unmeant() -> frozenset[str]:
    return frozenset(row["id"] for row in rows(FOLDER / "unmeant_ids.csv"))
