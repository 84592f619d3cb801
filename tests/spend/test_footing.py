"""Footprints that rank: one factor set at a time, prices brought to its year, nothing mixed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.footprint.lines import Spend, spend
from omlopp.domain.indicators.errors import Incompatible
from omlopp.domain.model.errors import OmloppError
from omlopp.library import factors
from omlopp.library.factors import factor_set, price
from omlopp.spend import footing
from omlopp.spend.cube import Sum
from omlopp.spend.screening import Bought
from tests.conftest import needs_pack


def bought(group: str, **years: str) -> Bought:
    sums = {int(year.strip("y")): Sum(1, Decimal(sek)) for year, sek in years.items()}
    whole = Sum(len(sums), sum((one.sek for one in sums.values()), Decimal(0)))
    return Bought(group, whole, sums, 1, {})


def test_a_group_is_its_kroner_times_its_factor():
    """1 000 kr of furniture in 2022, dollars at 10.1245: no change of price level in the factor's own year."""
    found = footing.footprints([bought("391", y2022="1000")], factor_set("epa_v1_3"))
    [one] = found.of
    assert abs(one.kgco2e - Decimal(1000) / Decimal("10.1245") * Decimal("0.24")) < Decimal("1e-18")
    assert one.key == "337214"
    assert [code for code, _ in found.assumed] == ["factors.assumed.rate-recalled"]


def test_another_year_is_brought_to_the_factors_prices_first():
    found = footing.footprints([bought("391", y2019="1000")], factor_set("epa_v1_3"))
    expected = Decimal(1000) * Decimal("371.91") / Decimal("334.26") / Decimal("10.1245") * Decimal("0.24")
    assert abs(found.of[0].kgco2e - expected) < Decimal("1e-18")


def test_it_is_the_sum_that_the_worked_cases_compute_line_by_line():
    one = footing.footprints([bought("391", y2019="1000", y2021="-50")], factor_set("epa_v1_3"))
    lines = [
        Spend(
            Decimal(sek), "SEK", Decimal("0.24"), "USD", 2022, year, price("cpi_se", 2022).value,
            price("cpi_se", year).value, year, Decimal("10.1245"),
        )
        for year, sek in ((2019, "1000"), (2021, "-50"))
    ]  # fmt: skip
    assert abs(spend(lines).kgco2e - one.kgco2e) < Decimal("1e-18")


def test_what_is_assumed_is_said():
    found = footing.footprints([bought("391", y2025="10", y0="7")], factor_set("epa_v1_3"))
    assumed = dict(found.assumed)
    assert assumed["factors.assumed.index-of-another-year"] == {"year": 2025, "used": 2023}
    assert assumed["factors.assumed.no-year"]["sek"] == Decimal(7)


def test_a_group_without_a_factor_is_named_and_not_zero():
    made = factor_set("epa_v1_3")
    found = footing.footprints([bought("391", y2022="1")], replace(made, factors={}))
    assert (found.of, found.without) == ((), ("391",))


def test_sets_are_never_mixed():
    one = factor_set("epa_v1_3")
    other = replace(one, id="other", card=replace(one.card, price_basis="basic", currency="EUR", year=2011))
    feet = [footing.footprints([bought("391", y2022="1")], each) for each in (one, other)]
    with pytest.raises(Incompatible) as refused:
        footing.together(feet)
    assert "purchaser" in refused.value.facts["one"] and "basic" in refused.value.facts["other"]
    assert footing.together([feet[0], feet[0]]) == 2 * feet[0].kgco2e


@pytest.mark.parametrize(
    "change",
    [{"currency": "NOK"}, {"year": 1999}, {"unit": "kg raw material"}, {"currency": "", "price_basis": ""}],
)
def test_a_set_that_kroner_cannot_meet_is_refused(change):
    made = factor_set("epa_v1_3")
    with pytest.raises(Incompatible):
        footing.footprints([bought("391", y2022="1")], replace(made, card=replace(made.card, **change)))


@settings(deadline=None)
@given(
    st.decimals("0.01", 1_000_000, places=2), st.sampled_from([2011, 2015, 2019, 2022, 2023]),
    st.sampled_from([2011, 2019, 2022]), st.decimals("0.5", 20, places=4),
)  # fmt: skip
def test_deflation_and_exchange_commute(sek, year, wanted, rate):
    first = footing.at_price_level(sek, year, wanted) / rate
    last = footing.at_price_level(sek / rate, year, wanted)
    assert abs(first - last) <= Decimal("1e-12") * abs(first)


@settings(deadline=None)
@given(st.lists(st.decimals(-1_000, 1_000, places=2), min_size=1, max_size=6))
def test_a_footprint_is_linear_in_kroner(sums):
    made = factor_set("epa_v1_3")
    whole = footing.footprints([bought("391", y2019=str(sum(sums)))], made).kgco2e
    parts = sum(
        (footing.footprints([bought("391", y2019=str(one))], made).kgco2e for one in sums), Decimal(0)
    )
    assert abs(whole - parts) < Decimal("1e-9")


def test_the_sets_that_ship_may_be_shipped():
    for one in factors.listed([factors.FOLDER]):
        assert one.card is not None, one.problem
        if one.card.pack:
            assert not (one.folder / factors.TABLE).exists()
        else:
            assert one.card.licence_verified and not one.card.share_alike and one.at_hand


@needs_pack("factors")
def test_the_share_alike_set_is_read_in_place_with_its_range():
    found = factor_set("exiobase34")
    furniture = found.factors["Furniture; other manufactured goods n.e.c. (36)"]
    assert furniture.low < furniture.value < furniture.high
    assert found.card.share_alike and not found.card.licence_verified


@needs_pack("factors")
def test_an_origin_mixes_regions_and_a_region_without_the_product_gives_none():
    mixed = factor_set("exiobase34", {"SE": Decimal("0.5"), "CN": Decimal("0.5")})
    name = "Furniture; other manufactured goods n.e.c. (36)"
    one, other = (
        factor_set("exiobase34", {region: Decimal(1)}).factors[name].value for region in ("SE", "CN")
    )
    assert mixed.factors[name].value == (one + other) / 2
    assert "Paddy rice" not in factor_set("exiobase34", {"SE": Decimal(1)}).factors


def test_a_price_of_another_year_stands_in_for_an_index_never_for_a_rate():
    assert price("cpi_se", 2031).year == 2023
    assert price("sek_per_usd", 2021) is None and price("no_series", 2021) is None


def card(**changes: object) -> str:
    import yaml

    plain = {
        "title": {"sv": "a", "en": "a"}, "publisher": "a", "source": "a", "version": "1", "licence": "CC0-1.0",
        "licence_verified": True, "share_alike": False, "credit": "a", "keyed_by": "cpv", "unit": "kg CO2e", "per": "SEK",
        "year": 2022, "currency": "SEK", "price_basis": "purchaser", "checked": "2026-11-21",
    }  # fmt: skip
    return yaml.safe_dump(plain | changes)


def a_set(folder, text: str = "", **changes: object):
    folder.mkdir(parents=True)
    (folder / "card.yaml").write_text(card(**changes), "utf-8")
    (folder / "factors.csv").write_text(text or "key,name,kgco2e_per_unit\n391,Möbler,0.02\n", "utf-8")
    return folder


def test_a_set_in_kroner_needs_no_rate(tmp_path):
    a_set(tmp_path / "own")
    found = footing.footprints([bought("391", y2022="100")], factor_set("own", places=[tmp_path]))
    assert found.kgco2e == Decimal(2) and found.assumed == ()


def test_a_set_is_added_whole_or_not_at_all(tmp_path):
    from omlopp.flows import factors as flow

    home = tmp_path / "home"
    added = flow.add(a_set(tmp_path / "own"), home)
    assert added.id == "own" and (home / "factors/own/factors.csv").is_file()
    with pytest.raises(flow.FactorSetExists):
        flow.add(tmp_path / "own", home)
    assert flow.add(tmp_path / "own", home, replace=True).id == "own"


@pytest.mark.parametrize(
    ("name", "changes", "text"),
    [
        ("own", {"price_basis": "retail"}, ""), ("own", {"currency": ""}, ""), ("own", {"keyed_by": "colour"}, ""),
        ("own", {"pack": "factors", "file": "x.csv"}, ""), ("own", {}, "key,name,kgco2e_per_unit\n391,a,much\n"),
        ("own", {"extra": 1}, ""), ("Own Set", {}, ""), ("epa_v1_3", {}, ""),
    ],
)  # fmt: skip
def test_a_set_that_is_not_right_is_refused(tmp_path, name, changes, text):
    from omlopp.flows import factors as flow
    from omlopp.library.messages import sentences

    with pytest.raises(OmloppError) as refused:
        flow.add(a_set(tmp_path / name, text, **changes), tmp_path / "home")
    assert refused.value.code in sentences()
    assert not (tmp_path / "home/factors").exists() or not list((tmp_path / "home/factors").iterdir())
