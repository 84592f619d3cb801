"""The walk of codes: notices → what each lot declares by eForms code beside what its words ask → the sum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omlopp.flows.notices import Rejected, each
from omlopp.notices.declared import Compared, Declares, compared, summed
from omlopp.notices.evidence import evidence
from omlopp.notices.lexicon import lexicon
from omlopp.notices.repeats import WANTED, procedures
from omlopp.notices.schema import Notice

Code = tuple[str, str]  # field and code: ("BT-774", "circ-econ")


@dataclass(frozen=True, slots=True)
class DeclaredSum:
    """Lots of the procurements counted. `matrix`: (declares, found) → lots. `codes`: each code → (lots, of which with
    words of circularity). Left out: `repeats` (notices of a procurement already counted), `tests`, `unreviewed`
    (languages whose words nobody has reviewed) and `rejected` files.
    """

    read: int
    procurements: int
    repeats: int
    tests: int
    unreviewed: int
    rejected: tuple[Rejected, ...]
    matrix: dict[tuple[Declares, bool], int]
    codes: dict[Code, tuple[int, int]]

    @property
    def lots(self) -> int:
        return sum(self.matrix.values())


def declared_against_found(sources: Iterable[Path]) -> DeclaredSum:
    """Reads the sources and sums lot by lot. A procurement counts once, by the notice that stands for it."""
    columns: dict[str, list[Any]] = {name: [] for name in WANTED}
    said: list[tuple[tuple[Compared, ...], tuple[tuple[Code, str | None], ...]]] = []
    rejected: list[Rejected] = []
    left: Counter[str] = Counter()
    for one in each(sources):
        if isinstance(one, Rejected):
            rejected.append(one)
        elif "test" in one.remarks:
            left["tests"] += 1
        elif lexicon(one.language).state in ("unreviewed", "missing"):
            left["unreviewed"] += 1
        else:
            for name in WANTED:
                columns[name].append(getattr(one, name))
            said.append(_said(one))
    stands = procedures(columns).stands
    counted = [lots for lots, there in zip(said, stands, strict=True) if there]
    codes: dict[Code, list[int]] = {}
    for lots, declared in counted:
        for lot in lots:
            for code in dict.fromkeys(code for code, of in declared if of in (None, lot.lot_id)):
                cell = codes.setdefault(code, [0, 0])
                cell[0] += 1
                cell[1] += lot.found > 0
    return DeclaredSum(
        read=len(said) + left.total(),
        procurements=len(counted),
        repeats=len(said) - len(counted),
        tests=left["tests"],
        unreviewed=left["unreviewed"],
        rejected=tuple(rejected),
        matrix=summed(lot for lots, _ in counted for lot in lots),
        codes={code: (lots, found) for code, (lots, found) in sorted(codes.items())},
    )


def _said(notice: Notice) -> tuple[tuple[Compared, ...], tuple[tuple[Code, str | None], ...]]:
    codes = tuple(((one.field, one.code), one.lot_id) for one in notice.declared)
    return compared(notice, evidence(notice)), codes
