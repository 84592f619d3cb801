"""Life-cycle cost side by side, in words and columns."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from omlopp.domain.lifecycle.compare import Alternative, BreakEven, Sureness, cheapest
from omlopp.domain.lifecycle.cost import LifeCycleCost
from omlopp.domain.model.lifecycle import LccMethod
from omlopp.library.messages import keyed
from omlopp.library.numbers import number

ROWS = ("total", "per_year", "investment", "running_per_year", "external")
WHOLE = Decimal(1)


def compared_lines(
    method: LccMethod,
    alternatives: Sequence[Alternative],
    costs: Mapping[str, LifeCycleCost],
    break_evens: Sequence[BreakEven],
    sureness: Sureness | None,
    unverified: Sequence[str],
    language: str,
) -> list[str]:
    """The table, then one sentence for each thing worth knowing."""
    names = {one.id: one.title for one in alternatives}
    head = {"years": Decimal(method.horizon_years), "rate_percent": method.rate * 100}
    lines = [keyed("lifecycle.head", head, language), "", *table(names, costs, language), ""]
    first = cheapest(costs)
    said = {"bids": ", ".join(names[one] for one in first)}
    lines.append(keyed("lifecycle.cheapest" if len(first) == 1 else "lifecycle.tied", said, language))
    lines += [_break_even(method, one, names, language) for one in break_evens]
    if sureness is not None:
        for name, count in sureness.cheapest.items():
            facts = {
                "bid": names[name],
                "count": Decimal(count),
                "of": Decimal(sureness.of),
                "low": sureness.low[name].quantize(WHOLE),
                "high": sureness.high[name].quantize(WHOLE),
            }
            lines.append(keyed("lifecycle.sure", facts, language))
    if unverified:
        lines.append(keyed("lifecycle.unverified", {"lines": ", ".join(unverified)}, language))
    return lines


def table(names: Mapping[str, str], costs: Mapping[str, LifeCycleCost], language: str) -> list[str]:
    """One column for each alternative, in whole money."""
    rows = [["", *(names[name] for name in costs)]]
    for row in ROWS:
        own = [getattr(cost, row).quantize(WHOLE) for cost in costs.values()]
        rows.append(
            [keyed(f"lifecycle.row.{row}", {}, language), *(number(one, language=language) for one in own)]
        )
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _break_even(method: LccMethod, one: BreakEven, names: Mapping[str, str], language: str) -> str:
    facts: dict[str, object] = {"one": names[one.one], "other": names[one.other]}
    if one.what == "rate":
        facts["at"] = ", ".join(
            number((at * 100).quantize(Decimal("0.01")), language=language) for at in one.at
        )
    elif one.what == "price":
        facts["line"] = next(line.name or line.id for line in method.lines if line.id == one.name)
        facts["at"] = ", ".join(number(at.quantize(Decimal("0.0001")), language=language) for at in one.at)
        facts["now"] = next(line.unit_value for line in method.lines if line.id == one.name)
    else:
        what, _, moved = one.name.rpartition(":")
        facts |= {"name": what, "moved": names[moved], "at": ", ".join(str(int(at)) for at in one.at)}
    return keyed(f"lifecycle.break_even.{one.what}" + ("" if one.at else ".none"), facts, language)
