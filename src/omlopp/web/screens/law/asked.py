"""Under which rules somebody asks, read from the address: ?regel=, ?kopare=, ?dag=. What is no answer is left aside."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone

from omlopp.domain.model.law import BuyerKind, Regime
from omlopp.domain.process.aids import Standing
from omlopp.library.load import library

RULES, BUYER, DAY = "regel", "kopare", "dag"


def standing_of(request: HttpRequest) -> Standing:
    regime = request.GET.get(RULES, "")
    buyer = request.GET.get(BUYER, "")
    known = library().names.tables["buyer_kind"]
    return Standing(
        Regime(regime) if regime in [one.value for one in Regime] else None,
        cast(BuyerKind, buyer) if buyer in known else None,
        day_of(request),
    )


def day_of(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get(DAY, ""))
    except ValueError:
        return timezone.localdate()


def choices() -> dict[str, Any]:
    """What the standing can be chosen among, for the form."""
    return {"regimes": [one.value for one in Regime], "buyers": list(library().names.tables["buyer_kind"])}


def standing_query(standing: Standing) -> dict[str, str]:
    """The standing as an address writes it."""
    return {
        RULES: standing.regime.value if standing.regime else "",
        BUYER: standing.buyer or "",
        DAY: standing.on.isoformat(),
    }
