"""Who may do what, as data: library/roles.yaml as a frozen value. The workbench asks it; nothing else decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Text
from omlopp.library.files import Problem, read_one

FILE = Path(__file__).parent / "roles.yaml"
Roles = Mapping[str, tuple[str, ...]]  # role → rights


@dataclass(frozen=True, slots=True)
class Right:
    """`of_bids`: it shows or changes bids. `changes`: it rests when the procurement has ended."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    of_bids: bool = False
    changes: bool = False


@dataclass(frozen=True, slots=True)
class RoleTable:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    rights: Mapping[str, Right]
    in_procurement: Roles
    in_organisation: Roles
    organisation_rights: Mapping[str, Right]
    of_organisation: Roles

    @property
    def of_bids(self) -> frozenset[str]:
        return frozenset(name for name, right in self.rights.items() if right.of_bids)


class RolesBroken(OmloppError):
    """The file of roles cannot be used: nobody is let in by it. Facts: file, where, says."""

    code = "roles-broken"


@cache
def roles() -> RoleTable:
    """The table. Raises RolesBroken also when a role in the organisation would open bids."""
    found = read_one(FILE, RoleTable, FILE.parent)
    if isinstance(found, Problem):
        raise RolesBroken(file=FILE.name, where=found.where, says=found.says)
    for where, says in faults(found):
        raise RolesBroken(file=FILE.name, where=where, says=says)
    return found


def faults(table: RoleTable) -> list[tuple[str, str]]:
    """What no edit of the file may bring about: (where, what is wrong)."""
    found = []
    for part, known in (("in_procurement", table.rights), ("in_organisation", table.rights),
                        ("of_organisation", table.organisation_rights)):  # fmt: skip
        for role, given in getattr(table, part).items():
            found += [(f"{part}.{role}", f"unknown right: {right}") for right in given if right not in known]
    for role, given in table.in_organisation.items():
        found += [
            (f"in_organisation.{role}", f"{right} concerns bids and is given in the procurement alone")
            for right in given
            if right in table.of_bids
        ]
    for role, given in table.in_procurement.items():
        if table.of_bids & set(given) and not {"read", "see_bids"} <= set(given):
            found.append(
                (f"in_procurement.{role}", "who works with bids reads the procurement and sees them")
            )
        if "report" in given and len(given) > 1:
            found.append((f"in_procurement.{role}", "who reports as a supplier may nothing else"))
    if set(table.in_organisation) != set(table.of_organisation):
        found.append(("of_organisation", "the same roles as in_organisation"))
    return found
