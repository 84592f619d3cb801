"""Is the procurement open to small and new firms? What was asked, held against the law and our own lines."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.domain.criteria.openness import openness
from omlopp.domain.model.findings import Finding
from omlopp.flows.openness import winners
from omlopp.library.load import library
from omlopp.library.openness import law_on, lines
from omlopp.statistics.places import tiles
from omlopp.web.pages import Place, place, reads

ORDER = ("failed", "not_applicable", "passed")
SIZES = ("micro", "small", "medium", "large")


@reads
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """?lan= chooses the county whose winners stand beside."""
    here = place(request, pk)
    found = openness(here.value, lines(), law_on(library().parameters, here.value.rules_fixed_on))
    counties = {tile.code: tile.short for tile in tiles()}
    county = request.GET.get("lan", "")
    county = county if county in counties else ""
    codes = here.value.cpv or tuple(code for lot in here.value.lots for code in lot.cpv)
    context = {
        "place": here,
        "groups": [
            (status, [(one, _law(one, here)) for one in found if one.status == status]) for status in ORDER
        ],
        "lines": list(lines().lines.values()),
        "winners": [(won, _by_size(won.sizes)) for won in winners(county, codes)],
        "codes": codes,
        "county": county,
        "counties": sorted(counties.items(), key=lambda pair: pair[1]),
        "steps": here.steps_of("requirements"),
    }
    return render(request, "requirements/openness.html", context)


def _by_size(sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The smallest first; what the source does not state last."""
    return sorted(sizes.items(), key=lambda pair: SIZES.index(pair[0]) if pair[0] in SIZES else len(SIZES))


def _law(one: Finding, here: Place) -> str | None:
    """The section a check rests on under the procurement's rules; None: none there, or not read."""
    if here.value.regime is None:
        return None
    hook = library().legal[lines().hooks[one.check]].hook(here.value.rules_fixed_on)
    return hook.section(here.value.regime.regime)
