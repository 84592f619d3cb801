"""The form in which a test promises who may do an action, and what each part of the workbench adds to the tables.

A part (tests/web/parts/NAME.py) may hold: ROWS (actions), NO_PROCUREMENT (those on no procurement), VALUES (function
of the workspace and a procurement → parts of addresses), FORMS, ALIKE and NO_FORM (test_any_form), build (what the
workspace of the tests gets of it), OF_BIDS (addresses only those who see bids may open), OPEN (addresses without
signing in), SIGNING_IN (addresses that send who is not signed in to the beginning of signing in),
AT (pages that stand for one procurement only: address name → function of the workspace that finds it), AS (who reads
a page that is not for the buyer).
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.models import ProcurementRecord
from tests.web import parts
from tests.web.building import PEOPLE

Do = Callable[[User, ProcurementRecord], object]
BUYER = frozenset({"buyer"})
EDITORS = frozenset({"buyer", "environmental_strategist"})
MEASURERS = frozenset({"buyer", "contract_manager", "in:contract_manager"})
JUDGES = frozenset({"buyer", "assessor"})
DECIDERS = frozenset({"buyer", "leader"})
SEERS = frozenset({"buyer", "assessor", "lawyer", "leader"})
NEEDERS = EDITORS | {"requester", "process_leader", "in:environmental_strategist"}
TALKERS = EDITORS | {"process_leader", "in:buyer"}
INVITERS = frozenset({"buyer", "project_lead", "in:project_lead", "in:administrator"})
COMMENTERS = frozenset(PEOPLE) - {
    "reader",
    "supplier_contact",
    "in:administrator",
    "in:requester",
    "in:reader",
    "outsider",
}
DISPOSERS = frozenset({"buyer", "in:administrator"})
ADMINISTRATORS = frozenset({"buyer", "in:administrator"})  # the buyer of the tests made the organisation
KEEPERS_OF_STOCK = frozenset(
    {"buyer", "in:administrator", "in:buyer", "in:requester", "in:environmental_strategist"}
)
KEEPERS_OF_SUPPLIERS = frozenset({"buyer", "in:administrator", "in:buyer", "in:environmental_strategist"})
KEEPERS_OF_CONTRACTS = frozenset({"buyer", "in:administrator", "in:buyer", "in:contract_manager"})
IMPORTERS = KEEPERS_OF_CONTRACTS | {"in:project_lead"}
SPENDERS = KEEPERS_OF_SUPPLIERS | {"environmental_strategist", "in:project_lead", "outsider"}
ALL = frozenset(PEOPLE)


@dataclass(frozen=True)
class Row:
    """One action as it is done by a person who may; `refused`: state → the refusal even for those who may."""

    action: Callable[..., Any]
    roles: frozenset[str]
    do: Do
    event: str
    why: str = ""
    refused: dict[str, type[OmloppError]] = field(default_factory=dict)
    not_in: tuple[str, ...] = ()  # states where there is nothing to do it with
    ended_too: bool = False  # done also when the procurement has ended
    note: str = ""
    beside: tuple[str, ...] = ()  # events of the other actions it is made of, written before its own

    @property
    def name(self) -> str:
        module = self.action.__module__.rpartition(".")[2]
        return f"{module}.{self.action.__name__}" + (f" ({self.note})" if self.note else "")


def every(name: str, empty: Any) -> list[Any]:
    """What each part holds under `name`, part by part; `empty` for one that has none."""
    modules = [
        importlib.import_module(f"tests.web.parts.{each.name}")
        for each in pkgutil.iter_modules(parts.__path__)
    ]
    return [getattr(module, name, empty) for module in modules]
