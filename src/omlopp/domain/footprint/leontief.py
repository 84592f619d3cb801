"""Input–output algebra for a few sectors: what a unit of final demand draws on in the whole economy."""

from collections.abc import Sequence

from omlopp.domain.indicators.errors import OutOfRange

Matrix = tuple[tuple[float, ...], ...]


def coefficients(flows: Sequence[Sequence[float]], output: Sequence[float]) -> Matrix:
    """A = Z·diag(x)⁻¹: what each sector buys from each per unit of its output.

    `flows` is square, `output` above zero.
    """
    size = len(output)
    if any(one <= 0 for one in output):
        raise OutOfRange(fields=("x",))
    if len(flows) != size or any(len(row) != size for row in flows):
        raise OutOfRange(fields=("Z",))
    return tuple(tuple(cell / output[column] for column, cell in enumerate(row)) for row in flows)


def inverse(direct: Matrix) -> Matrix:
    """L = (I − A)⁻¹, by elimination with the largest pivot. Refuses an economy that uses up all it makes."""
    size = len(direct)
    rows = [
        [float(i == j) - direct[i][j] for j in range(size)] + [float(i == j) for j in range(size)]
        for i in range(size)
    ]
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[best][column]) < 1e-12:
            raise OutOfRange(fields=("Z",))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        rows[column] = [cell / pivot for cell in rows[column]]
        for other in range(size):
            if other != column and rows[other][column]:
                part = rows[other][column]
                rows[other] = [cell - part * own for cell, own in zip(rows[other], rows[column], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)


def extension(per_output: Sequence[float], output: Sequence[float]) -> tuple[float, ...]:
    """F = S·diag(x): the pressure of each sector. Both of one length."""
    if len(per_output) != len(output):
        raise OutOfRange(fields=("S",))
    return tuple(one * other for one, other in zip(per_output, output, strict=True))
