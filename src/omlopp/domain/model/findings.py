"""The answer of a check: passed, failed, or not applicable because …"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["passed", "failed", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, one answer. `check` is the key of the sentence shown; `facts` fill it.

    `blocks` tells whether a failure keeps the next step closed (else it is a warning).
    `where` names what it concerns, so that the page can show it there: "goal:D", "criterion:12", "lot:LOT-0001".
    """

    check: str
    status: Status
    facts: Mapping[str, object] = field(default_factory=dict)
    because: str = ""
    blocks: bool = True
    where: str = ""

    @property
    def failed(self) -> bool:
        return self.status == "failed"
