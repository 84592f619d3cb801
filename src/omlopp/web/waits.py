"""What waits, as pages show it: in words, with the day, how long is left, and where to go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from omlopp.domain.process.waiting import Waits
from omlopp.flows.waiting import left_in_words, why
from omlopp.web.menu import address
from omlopp.web.words import language


@dataclass(frozen=True)
class Shown:
    """One row. `late`: its day has passed."""

    waits: Waits
    why: str
    left: str
    link: str
    late: bool


def shown(found: Iterable[Waits], today: date) -> list[Shown]:
    to = language()
    return [
        Shown(one, why(one, to), left_in_words(one, today, to), link_of(one), one.late(today))
        for one in found
    ]


def link_of(one: Waits) -> str:
    """Where the thing is dealt with; where that page does not exist, the procurement's own."""
    kind, *parts = one.at
    if kind == "talk":
        found = address("talk", parts[0])
        return f"{found}#{parts[1]}" if found else address("procurement", parts[0])
    if kind == "contract":
        organisation, procurement, contract = parts
        if procurement:
            return address("contract", procurement, contract) or address("procurement", procurement)
        return address("register-contract", organisation, contract) if organisation else ""
    return (address(kind, *parts) if kind else "") or (
        address("procurement", one.procurement) if one.procurement else ""
    )
