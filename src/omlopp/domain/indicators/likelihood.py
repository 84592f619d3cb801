"""Closed forms for two lognormals and for a sum of equals: quick answers, and what the draws are held against."""

from math import erf, isfinite, log, sqrt

from omlopp.domain.indicators.errors import OutOfRange


def probability_lower(
    median: float, sigma: float, other_median: float, other_sigma: float, correlation: float = 0.0
) -> float:
    """P(A < B) = Φ((ln B − ln A) ÷ √(σ_A² + σ_B² − 2ρσ_Aσ_B)); medians above zero, ρ −1 to 1.

    With no spread between them it is 1, ½ or 0.
    """
    if not (median > 0 and other_median > 0 and sigma >= 0 and other_sigma >= 0 and -1 <= correlation <= 1):
        raise OutOfRange(fields=("median", "sigma", "correlation"))
    apart = log(other_median) - log(median)
    spread = sqrt(max(0.0, sigma**2 + other_sigma**2 - 2 * correlation * sigma * other_sigma))
    if spread == 0:
        return 0.5 if apart == 0 else float(apart > 0)
    return (1 + erf(apart / spread / sqrt(2))) / 2


def spread_of_sum(variation: float, contracts: int, correlation: float) -> float:
    """Coefficient of variation of a sum of n equals: c·√((1 + (n − 1)ρ) ÷ n). ρ 0: c/√n; ρ 1: c."""
    if not (variation >= 0 and isfinite(variation) and contracts >= 1 and 0 <= correlation <= 1):
        raise OutOfRange(fields=("variation", "contracts", "correlation"))
    return variation * sqrt((1 + (contracts - 1) * correlation) / contracts)
