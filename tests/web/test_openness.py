"""Can a small firm take part? The page of a procurement."""

from typing import Any

import pytest

from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Lot
from omlopp.library.load import library
from omlopp.library.openness import law_on, lines
from omlopp.web.records.actions.begin import begin_procurement
from tests.conftest import needs_pack
from tests.web.building import DAY, LOT, Workspace

pytestmark = pytest.mark.django_db


def test_each_finding_says_why_and_what_to_do(visit: Any, workspace: Workspace):
    """A procurement in one piece, with no reason for it."""
    whole = begin_procurement(
        by=workspace.user("buyer"), title="Hela huset", buyer_name="Provkommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=DAY, lots=[Lot(LOT, "Allt", None, ())],
    )  # fmt: skip
    page = visit().get(f"/upphandling/{whole.pk}/krav/oppenhet/").content.decode()
    assert "Att ändra eller förklara (1)" in page and "Dela efter ort, produkt eller tjänst" in page
    assert (
        "Inte besvarat eller inte aktuellt" in page
        and "<strong>Omsättning</strong>: inte besvarat än" in page
    )


def test_only_sections_of_the_procurements_own_rules_are_cited(visit: Any, workspace: Workspace):
    page = visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/").content.decode()
    assert "Upphandlingen är uppdelad" in page, "it has two lots"
    assert "14 kap. 4 §" not in page, "below the thresholds that section does not apply"


def test_below_the_thresholds_the_page_says_that_the_turnover_line_is_our_own(
    visit: Any, workspace: Workspace
):
    """Beside the other lines of our own, with where it comes from – and it is the law's own number, until one changes."""
    page = visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/").content.decode()
    ours = page.partition("Mått som är våra egna, inte lagens")[2].partition("</ul>")[0]
    assert "två gånger värdet i omsättning" in ours and "vårt eget mått" in ours
    assert "med lagens gräns över tröskelvärdena som förebild" in ours and "egen slutsats" in ours
    law = law_on(library().parameters, DAY)
    for name in ("turnover_times", "reference_years", "reference_years_works"):
        assert lines().lines[f"{name}_below"].value == law[name]


def test_an_unknown_county_is_no_county(visit: Any, workspace: Workspace):
    assert visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/?lan=SE999").status_code == 200


@needs_pack("registry-se")
def test_those_who_won_the_like_stand_beside_with_their_size(visit: Any, workspace: Workspace):
    page = visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/?lan=SE322").content.decode()
    assert "Jämtland" in page and "mikroföretag" in page and "Vunna delar efter företagets storlek" in page
    assert "firm_size." not in page and page.index("mikroföretag (under 10") < page.index("stora (250")
