"""Corners and volume of a box cut by planes, exactly (to rounding): who can win somewhere, and in how much of
the box.

A region is {x : A x ≤ b}. Corners are found by solving every choice of as many rows as there are dimensions;
the volume is Lawrence's sum over the corners of a simple region (Mathematics of Computation 57, 1991).
"""

from itertools import combinations
from math import comb, factorial

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.floating]
MOST_SYSTEMS = 40_000  # choices of rows: above it a sample is cheaper than an exact answer
TIGHT = 1e-9


def feasible_size(rows: int, dimensions: int) -> bool:
    """Few enough choices of rows to try them all."""
    return dimensions > 0 and comb(rows, dimensions) <= MOST_SYSTEMS


def corners(a: Matrix, b: Matrix) -> tuple[Matrix, npt.NDArray[np.intp]]:
    """Corners (n, dimensions) and the rows each lies on (n, dimensions); a corner on more rows than that
    stands several times.

    Rows should be scaled to about 1, so that the tolerance means the same for all.
    """
    dimensions = a.shape[1]
    chosen = np.array(list(combinations(range(len(a)), dimensions)), np.intp)
    squares = a[chosen]
    able = np.abs(np.linalg.det(squares)) > 1e-12
    chosen, squares = chosen[able], squares[able]
    if not len(chosen):
        return np.empty((0, dimensions)), chosen
    points = np.linalg.solve(squares, b[chosen][..., None])[..., 0]
    inside = (points @ a.T <= b + TIGHT).all(axis=1)
    return points[inside], chosen[inside]


def volume(a: Matrix, b: Matrix) -> float | None:
    """Volume of the region; None where corners coincide (not simple) and the sum does not hold."""
    points, rows = corners(a, b)
    dimensions = a.shape[1]
    if len(points) <= dimensions:
        return 0.0
    tight = (np.abs(points @ a.T - b) <= TIGHT).sum(axis=1)
    if (tight > dimensions).any():
        return None
    # Any direction that is level on no edge will do; this one is fixed, so that the answer is.
    direction = np.sqrt(np.arange(2, dimensions + 2, dtype=np.float64)) % 1 + 0.1
    squares = a[rows]
    along = np.linalg.solve(np.swapaxes(squares, 1, 2), np.broadcast_to(direction, points.shape)[..., None])[
        ..., 0
    ]
    if (np.abs(along) < 1e-12).any():
        return None
    weights = np.abs(np.linalg.det(squares)) * along.prod(axis=1)
    return float(np.abs(((points @ direction) ** dimensions / weights).sum()) / factorial(dimensions))


def cut_box(low: Matrix, high: Matrix, at_least_zero: Matrix) -> tuple[Matrix, Matrix]:
    """Rows of {low ≤ x ≤ high, M x + c ≥ 0}, in coordinates that run from 0 to 1 in the box. `at_least_zero`:
    (n, d + 1), c last.

    A volume in these coordinates is a share of the box.
    """
    span = high - low
    slopes = at_least_zero[:, :-1] * span
    constants = at_least_zero[:, -1] + at_least_zero[:, :-1] @ low
    size = np.maximum(np.abs(slopes).max(axis=1, initial=0.0), np.abs(constants))
    size[size == 0] = 1.0
    eye = np.eye(len(low))
    a = np.concatenate([eye, -eye, -slopes / size[:, None]])
    b = np.concatenate([np.ones(len(low)), np.zeros(len(low)), constants / size])
    return a, b
