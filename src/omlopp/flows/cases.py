"""Run worked cases: each check calls one public function of a closed table and compares what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import award, impact, lifecycle
from omlopp.library.cases import Check, checks_in

CALLS = award.CALLS | lifecycle.CALLS | impact.CALLS
"""Name → function with its arguments. Nothing else is ever called."""

EXACT_KEYS = frozenset(
    {
        "rank",
        "winner",
        "tied",
        "criteria_met",
        "rows",
        "credit_rows",
        "flagged",
        "flags",
        "codes",
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where result and expectation part. `at` is the path of keys."""

    at: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    check: Check
    status: Literal["passed", "failed", "not_applicable"]
    differences: tuple[Difference, ...] = ()
    lacking: str = ""  # not applicable: the call that Omlopp does not have yet

    def as_data(self) -> dict[str, Any]:
        check = self.check
        head = {"file": check.file, "case": check.case, "call": check.call, "index": check.index}
        if self.status == "not_applicable":
            return head | {"status": self.status, "reason": f"{self.lacking} is not implemented yet"}
        listed = [{"at": one.at, "expected": one.expected, "found": one.found} for one in self.differences]
        return head | {"status": self.status, "differences": listed}


def check_cases(folder: Path) -> tuple[CheckResult, ...]:
    """Every check of the folder's files, run. A file that cannot be read is refused."""
    return tuple(run(check, folder.resolve().parent) for check in checks_in(folder))


def run(check: Check, data: Path = Path()) -> CheckResult:
    """One check. `data`: the folder under which files that a call reads are found."""
    wanted = check.status == "refused"
    try:
        result = call(check.call, check.arguments, data)
    except OmloppError as error:
        found = _refusal(error)
        differences = (
            compare(check.expect, found, check) if wanted else (Difference("", "a result", str(error)),)
        )
    except Exception as error:  # one crash must not hide the other checks; it fails, by name
        differences = (Difference("", "an answer", f"{type(error).__name__}: {error}"),)
    else:
        refused = (Difference("error", str(check.expect.get("error")), "a result"),)
        differences = refused if wanted else compare(check.expect, result, check)
    return CheckResult(check, "failed" if differences else "passed", differences)


class UnknownCall(OmloppError):
    code = "UNKNOWN_CALL"


def call(name: str, arguments: Mapping[str, Any], data: Path = Path()) -> Mapping[str, Any]:
    """The named public function's result as a map. Refuses a name outside the table."""
    if name not in CALLS:
        raise UnknownCall(call=name)
    return CALLS[name](arguments, data)


def _refusal(error: OmloppError) -> dict[str, Any]:
    """A refusal as the contract writes it: the code, and the facts (among them `fields`)."""
    return dict(error.facts) | {"error": getattr(error, "contract", "") or error.code}


def compare(expected: Any, found: Any, check: Check, at: tuple[str, ...] = ()) -> tuple[Difference, ...]:
    """Every place where `found` does not say what is expected; empty when it does.

    Maps are compared on the expected keys only, lists whole and in order, numbers within the tolerance unless
    they stand under one of EXACT_KEYS.
    """
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            return (_difference(at, "fields", found),)
        parted: list[Difference] = []
        for key, value in expected.items():
            if key in found:
                parted.extend(compare(value, found[key], check, (*at, key)))
            else:
                parted.append(_difference((*at, key), value, "nothing of that name"))
        return tuple(parted)
    if isinstance(expected, list):
        if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != len(expected):
            return (_difference(at, expected, found),)
        pairs = enumerate(zip(expected, found, strict=True))
        return tuple(one for i, (e, f) in pairs for one in compare(e, f, check, (*at, str(i))))
    exact = not EXACT_KEYS.isdisjoint(at)
    same = _same(expected, found, None if exact else check.absolute, None if exact else check.relative)
    return () if same else (_difference(at, expected, found),)


def _same(expected: Any, found: Any, absolute: Decimal | None, relative: Decimal | None) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if not isinstance(expected, Decimal):
        return bool(expected == found)
    if isinstance(found, float):
        found = Decimal(repr(found))
    if not isinstance(found, Decimal | int) or not Decimal(found).is_finite():
        return False
    off = abs(found - expected)
    return off == 0 or off <= (absolute or 0) or off <= (relative or 0) * abs(expected)


def _difference(at: tuple[str, ...], expected: Any, found: Any) -> Difference:
    return Difference(".".join(at), _shown(expected), _shown(found))


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    return "null" if value is None else str(value)


def summary(results: Sequence[CheckResult]) -> dict[str, int]:
    """How many passed, failed and were not applicable."""
    return {
        status: sum(one.status == status for one in results)
        for status in ("passed", "failed", "not_applicable")
    }
