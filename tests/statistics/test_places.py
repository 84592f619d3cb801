"""The county of a Swedish buyer, by number or by name, where the source has no NUTS code."""

import pytest

from omlopp.library.codelists import nuts_name
from omlopp.statistics.places import county_of, named_buyers, tiles


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("ÖSTERSUNDS KOMMUN", "SE322"),
        ("Upplands Väsby kommun", "SE110"),
        ("UPPSALA KOMMUN SKOLFASTIGHETER AB", "SE121"),
        ("LUNDS KOMMUNS FASTIGHETS AB", "SE224"),
        ("Göteborgs Stads Bostadsaktiebolag", "SE232"),
        ("REGION JÄMTLAND HÄRJEDALEN", "SE322"),
        ("VÄSTRA GÖTALANDSREGIONEN", "SE232"),
        ("REGION KALMAR LÄN", "SE213"),
        ("LÄNSSTYRELSEN I KRONOBERGS LÄN", "SE212"),
        ("ÖSTERSUNDSHEM AB", "SE322"),
        ("KIRUNABOSTÄDER AKTIEBOLAG", "SE332"),
        ("AB BOSTADEN I UMEÅ", "SE331"),
        ("VÄSTRA MÄLARDALENS KOMMUNALFÖRBUND", ""),  # two counties, and none in the name
        ("VA SYD", ""),
        ("BERGS HYRESHUS AKTIEBOLAG", ""),  # Berg is a municipality, and an ordinary word in names
        ("ADDA INKÖPSCENTRAL AB", ""),
        ("", ""),
    ],
)
def test_a_name_tells_its_county_or_nothing(name, county):
    assert county_of(name, None) == county


def test_a_state_agency_buys_for_the_whole_country():
    assert county_of("LUNDS UNIVERSITET", "2021003211") == ""
    assert county_of("LÄNSSTYRELSEN I JÄMTLANDS LÄN", "202100-2452") == "SE322"


def test_a_listed_number_decides_over_the_name():
    assert county_of("Jämtkraft Aktiebolag", "5560016064") == "SE322"
    assert county_of("anything", "556001-6064") == "SE322"


def test_the_county_in_the_north_has_its_eighteen_buyers_listed():
    assert len(named_buyers("SE322")) == 18 and len(named_buyers("SE322", "core")) == 13
    assert all(county_of("", number) == "SE322" for number in named_buyers("SE322"))


def test_every_county_has_one_tile_and_no_two_share_a_place():
    assert len(tiles()) == len({(tile.x, tile.y) for tile in tiles()}) == 21
    for tile in tiles():
        assert tile.short in nuts_name(tile.code).replace("Jämtlands", "Jämtland")
        assert tile.narrow.replace("- ", "") == tile.short
