"""openEPD through its own library, where that is installed; recognised and named where it is not."""

import importlib.util
import json
from decimal import Decimal as D

import pytest

from omlopp.domain.footprint.epd import making, mass_of
from omlopp.domain.indicators.errors import InputMissing
from omlopp.epd import openepd
from omlopp.epd.ilcd import NoDeclaredUnit, NotAnEpd

needs_openepd = pytest.mark.skipif(
    importlib.util.find_spec("openepd") is None, reason="the extra openepd is missing: pip install openepd"
)


def made(method="EF 3.1", **changes):
    climate = {
        name: {"mean": mean, "unit": "kgCO2e"} for name, mean in {"A1A2A3": 12.5, "C3": 0.1, "D": -2}.items()
    }
    data = {
        "doctype": "openEPD",
        "openepd_version": "0.1",
        "product_name": "ÖVNING board",
        "declared_unit": {"qty": 1, "unit": "m2"},
        "kg_per_declared_unit": {"qty": 8.4, "unit": "kg"},
        "valid_until": "2029-01-01",
        "impacts": {method: {"gwp": climate}},
        "resource_uses": {"sm": {"A1A2A3": {"mean": 2.1, "unit": "kg"}}},
    }
    return json.dumps(data | changes).encode()


def test_the_format_is_recognised_and_nothing_else_is():
    assert openepd.looks_like(made()) and openepd.looks_like(b'\xef\xbb\xbf{"doctype": "OpenEPD"}')
    assert not openepd.looks_like(b'{"processInformation": {}}') and not openepd.looks_like(b"<xml/>")
    assert not openepd.looks_like(b"{") and not openepd.looks_like(b"[]")


def test_without_the_extra_the_format_is_named(monkeypatch):
    monkeypatch.setattr(openepd.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(openepd.OpenEpdMissing):
        openepd.read(made(), "made.json")


@needs_openepd
def test_an_openepd_is_read():
    found = openepd.read(made(), "made.json")
    assert (found.basis, found.climate, found.unit, found.plain_unit) == (
        "EN15804+A2",
        "GWP-total",
        "m2",
        "m2",
    )
    assert making(found, "GWP-total") == D("12.5") and making(found, "SM") == D("2.1")
    assert mass_of(found).kg == D("8.4") and found.valid_until == 2029


@needs_openepd
@pytest.mark.parametrize(("method", "basis"), [("CML 2012", "EN15804+A1"), ("TRACI 2.1", "TRACI 2.1")])
def test_the_method_of_the_impacts_is_the_basis(method, basis):
    found = openepd.read(made(method), "made.json")
    assert found.basis == basis and making(found, "GWP") == D("12.5")


@needs_openepd
def test_what_cannot_be_used_is_refused():
    two = {
        "EF 3.1": {"gwp": {"A1": {"mean": 1, "unit": "kgCO2e"}}},
        "TRACI 2.1": {"gwp": {"A1": {"mean": 1, "unit": "kgCO2e"}}},
    }
    with pytest.raises(openepd.SeveralMethods):
        openepd.read(made(impacts=two), "made.json")
    with pytest.raises(InputMissing):
        openepd.read(made(impacts=None), "made.json")
    with pytest.raises(NoDeclaredUnit):
        openepd.read(made(declared_unit=None), "made.json")
    with pytest.raises(NotAnEpd):
        openepd.read(made(impacts=3), "made.json")
