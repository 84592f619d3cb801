"""Policy evidence as data: what is found, how strong it must be, what is proposed, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent
T = TypeVar("T")
GradeId = Literal["strong", "moderate", "weak", "too_little"]
AddresseeId = Literal["ministry", "uhm", "naturvardsverket", "tillvaxtverket", "skr", "region", "eu"]


class PolicyDataBroken(OmloppError):
    """A data file cannot be read. Facts: where, says."""

    code = "policy.broken"


@dataclass(frozen=True, slots=True)
class Grade:
    """The least that evidence must hold: cases that show it, their buyers, and their share of those that tell, 0–1."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: GradeId
    cases: int
    buyers: int
    share: float


@dataclass(frozen=True, slots=True)
class Strength:
    """`grades`: strongest first; the last takes everything."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    source: Source
    grades: tuple[Grade, ...]
    names: Mapping[GradeId, Text]
    verdicts: Mapping[str, GradeId]
    most_named: int
    checked: Checked

    def grade(self, cases: int, buyers: int, of: int) -> GradeId:
        """The strongest whose limits all hold. `of`: how many tell anything of it."""
        share = cases / of if of else 0.0
        return next(
            one.id
            for one in self.grades
            if cases >= one.cases and buyers >= one.buyers and share >= one.share
        )

    def of_verdict(self, verdict: str | None) -> GradeId:
        return self.verdicts.get(verdict or "", "too_little")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A count of the evaluation (`figure`, after `cases.` and `own.`; `rest`: what it leaves out), or of the market."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    figure: str = ""
    rest: bool = False
    market: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`unknown`: said instead of `says` where nothing has been reckoned. `lacking`: proposed on too little evidence."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    to: tuple[AddresseeId, ...]
    evidence: Evidence
    title: Text
    says: Text
    proposal: Text
    lacking: Text
    acts: Text
    unknown: Text | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """`publication`: the brief that is written to it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: AddresseeId
    organisation: Text
    office: Text
    publication: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a public assignment asked for, and what answers it here. `answer` may hold figures."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    asked: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Assignment:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    source: Source
    asks: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class _Assignments:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class _Findings:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    findings: tuple[Finding, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class _Addressees:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    addressees: tuple[Addressee, ...]
    checked: Checked


@cache
def strength() -> Strength:
    """strength.yaml. Raises PolicyDataBroken, as those below."""
    return _read("strength.yaml", Strength)


@cache
def findings() -> tuple[Finding, ...]:
    return _read("findings.yaml", _Findings).findings


def findings_to(addressee: str) -> tuple[Finding, ...]:
    """What one addressee is told, in the file's order."""
    return tuple(one for one in findings() if addressee in one.to)


@cache
def addressees() -> tuple[Addressee, ...]:
    return _read("addressees.yaml", _Addressees).addressees


@cache
def assignments() -> tuple[Assignment, ...]:
    """What public assignments have asked for."""
    return _read("assignments.yaml", _Assignments).assignments


def _read(name: str, kind: type[T]) -> T:
    found = read_one(FOLDER / name, kind, FOLDER)
    if isinstance(found, Problem):
        raise PolicyDataBroken(where=f"{name} {found.where}", says=found.says)
    return found
