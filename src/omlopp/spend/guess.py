"""What each column of an unknown table may be, proposed to a person: by its name first, then by what stands in it.

Nothing is read by a guess alone: a person confirms it.
"""

import re
from collections.abc import Sequence

from omlopp.spend import amounts, ledger, masking, register

LOOKED_AT = 200  # rows
MOST = 0.8  # of a column's filled cells that must look alike
_NUMBER = re.compile(r"(?:16)?\d{6}-?\d{4}")
_FIRM = re.compile(r"(?i)\b(?:ab|hb|kb|aktiebolag|kommun|region|ek\.? för|stiftelse\w*|förening\w*)\b")
_CPV = re.compile(r"\d{8}(?:-\d)?")
SHOWN_CELL = 60


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Ours → theirs. Names that publishers are known to use go before the look of the cells."""
    found = ledger.mapped(head)
    free = [place for place, name in enumerate(head) if name not in found.values()]
    for own, alike in _LOOKS:
        if own in found:
            continue
        best = max(free, key=lambda place: alike([row[place] for row in rows]), default=None)
        if best is not None and alike([row[best] for row in rows]) >= MOST:
            found[own] = head[best]
            free.remove(best)
    return found


def _share(cells: Sequence[str], fits: re.Pattern[str]) -> float:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return sum(bool(fits.fullmatch(cell)) for cell in filled) / len(filled) if filled else 0.0


def _days(cells: Sequence[str]) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(register.day(cell) is not None for cell in filled) / len(filled) if filled else 0.0


def _money(cells: Sequence[str]) -> float:
    """Amounts have decimals now and then: numbers of accounts and vouchers have none."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    mark = amounts.decimals_of(filled)
    forms = [amounts.form_of(cell, mark) for cell in filled]
    if not any(form and (form.decimals or form.sign < 0) for form in forms):
        return 0.0
    return sum(form is not None for form in forms) / len(filled)


def _firms(cells: Sequence[str]) -> float:
    """Names of firms: half of them with a form of company is enough."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return min(1.0, 2 * sum(bool(_FIRM.search(cell)) for cell in filled) / len(filled)) if filled else 0.0


_LOOKS = (
    ("supplier_id", lambda cells: _share(cells, _NUMBER)), ("cpv", lambda cells: _share(cells, _CPV)),
    ("booked_on", _days), ("amount_sek", _money), ("supplier", _firms),
)  # fmt: skip


def shown(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Rows as a person may see them before anything was said of their columns: numbers of persons are masked."""
    return [tuple(masking.text(cell)[:SHOWN_CELL] for cell in row) for row in rows]
