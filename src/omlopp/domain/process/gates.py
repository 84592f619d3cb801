"""Which gates are open, and which step comes next."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from omlopp.domain.model.findings import Finding
from omlopp.domain.model.process import Condition, ProcessModel, Step
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.checks import CHECKS
from omlopp.domain.process.standing import Standing

WARNS_ONLY = frozenset({"each_award_criterion_scored"})
"""Checks whose failure is shown but does not keep the next step closed."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """A step's gate. `open` when no finding that blocks has failed."""

    step: Step
    open: bool
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.failed)


def open_gates(
    procurement: Procurement, model: ProcessModel, known_indicators: Collection[str]
) -> tuple[GateResult, ...]:
    """The gate of every step in the order of the walk. `known_indicators`: ids the library has now."""
    standing = Standing(procurement, model, frozenset(known_indicators))
    return tuple(_gate(standing, step) for step in model.steps)


def gate_of(
    procurement: Procurement, model: ProcessModel, step_id: str, known_indicators: Collection[str]
) -> GateResult:
    """The gate of one step."""
    return _gate(Standing(procurement, model, frozenset(known_indicators)), model.step(step_id))


def next_step(
    procurement: Procurement, model: ProcessModel, known_indicators: Collection[str]
) -> Step | None:
    """The first step that is not passed, or whose gate has closed again since. None: nothing is left to do.

    A procurement that ended without a contract, or is closed, has no next step.
    """
    if procurement.outcome in ("no_purchase", "cancelled", "closed"):
        return None
    for result in open_gates(procurement, model, known_indicators):
        if result.step.id not in procurement.passed_steps or not result.open:
            return result.step
    return None


def judge(standing: Standing, condition: Condition) -> Finding:
    """One condition. A check this edition does not know fails by name: an older model may ask for it."""
    check = CHECKS.get(condition.check)
    if check is None:
        return Finding("unknown_check", "failed", {"check": condition.check})
    finding = check(standing, condition)
    return replace(finding, blocks=False) if condition.check in WARNS_ONLY else finding


def sentence_key(finding: Finding) -> str:
    """The key of its sentence in library/messages."""
    return f"check.{finding.check}.{finding.status}"


def _gate(standing: Standing, step: Step) -> GateResult:
    findings = tuple(judge(standing, condition) for condition in step.gate.holds)
    if (
        standing.procurement.in_hindsight
    ):  # what was not done then cannot be done now: it is told, nothing waits for it
        findings = tuple(replace(finding, blocks=False) for finding in findings)
    return GateResult(step, not any(finding.failed and finding.blocks for finding in findings), findings)
