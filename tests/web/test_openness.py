"""Can a small firm take part? The page of a procurement."""

from typing import Any

import pytest

from tests.conftest import needs_pack
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db


def test_each_finding_says_why_and_what_to_do_with_the_section_of_its_own_rules(visit: Any, workspace: Workspace):
    page = visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/").content.decode()
    assert "Att ändra eller förklara" in page and "Dela efter ort, produkt eller tjänst" in page
    assert "Inte besvarat eller inte aktuellt" in page and "<strong>Omsättning</strong>: inte besvarat än" in page
    assert "14 kap. 4 §" not in page, "below the thresholds that section does not apply"


def test_an_unknown_county_is_no_county(visit: Any, workspace: Workspace):
    assert visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/?lan=SE999").status_code == 200


@needs_pack("registry-se")
def test_those_who_won_the_like_stand_beside_with_their_size(visit: Any, workspace: Workspace):
    page = visit().get(f"/upphandling/{workspace.begun}/krav/oppenhet/?lan=SE322").content.decode()
    assert "Jämtland" in page and "mikroföretag" in page and "Vunna delar efter företagets storlek" in page
