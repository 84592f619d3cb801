"""ILCD+EPD, as JSON or XML, to one Epd. Indicators are known by UUID, never by names, which are in any language."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from omlopp.domain.footprint.epd import Epd, Mass, Modules
from omlopp.domain.indicators.errors import InputMissing
from omlopp.domain.model.errors import OmloppError
from omlopp.epd.tables import indicators, number, plain_unit, unit_groups

MASS_PROPERTY = "93a60a56-a3c8-11da-a746-0800200b9a66"
NS = {
    "p": "http://lca.jrc.it/ILCD/Process", "c": "http://lca.jrc.it/ILCD/Common", "e": "http://www.iai.kit.edu/EPD/2013",
    "f": "http://lca.jrc.it/ILCD/Flow", "fp": "http://lca.jrc.it/ILCD/FlowProperty", "u": "http://lca.jrc.it/ILCD/UnitGroup",
}  # fmt: skip
MATERIAL = {"grammage": "grammage", "gross density": "density", "layer thickness": "thickness"}


Beside = Callable[[str], bytes | None]


def _alone(_: str) -> bytes | None:
    return None


class NotAnEpd(OmloppError):
    """Neither ILCD+EPD JSON nor XML, or broken. Facts: file, fault."""

    code = "epd.not-an-epd"


class NoDeclaredUnit(OmloppError):
    """Nothing tells what the figures are for. Facts: file."""

    code = "epd.no-declared-unit"


class BothBases(OmloppError):
    """Climate indicators of EN 15804+A1 and +A2 in one file: which of them holds is not for us to say. Facts: file."""

    code = "epd.both-bases"


def read(content: bytes, file: str, beside: Beside = _alone) -> Epd:
    """One declaration. Raises NotAnEpd, NoDeclaredUnit, BothBases, InputMissing.

    `beside` gives another data set of the same package, as "flows/<uuid>.xml". An XML read alone has no unit (""): what
    needs one says so.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    try:
        if start == b"{":
            return _epd(_Json(json.loads(content.decode("utf-8-sig"))), file)
        if start == b"<":
            return _epd(_Xml(_parsed(content), beside), file)
    except (ValueError, etree.XMLSyntaxError, RecursionError) as error:
        raise NotAnEpd(file=file, fault=str(error)[:120]) from None
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise NotAnEpd(file=file, fault=f"{type(error).__name__}: {error}"[:120]) from None
    raise NotAnEpd(file=file, fault=content[:30].decode("utf-8", "replace").strip() or "0 B")


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _epd(data: "_Json | _Xml", file: str) -> Epd:
    known = indicators()
    found: dict[str, Modules] = {}
    units: dict[str, str] = {}
    bases: set[str] = set()
    unknown: list[str] = []
    for uuid, unit, modules in data.results():
        if uuid not in known:
            unknown.append(uuid)
            continue
        name, basis = known[uuid]
        found[name], units[name] = modules, unit
        if name in ("GWP", "GWP-total"):
            bases.add(basis)
    if len(bases) > 1:
        raise BothBases(file=file)
    if not bases:
        raise InputMissing(fields=("GWP",), where=file)
    amount, unit, mass = data.declared()
    if amount is None or (not unit and isinstance(data, _Json)):
        raise NoDeclaredUnit(file=file)
    return Epd(
        uuid=data.uuid(),
        name=data.name(),
        basis=bases.pop(),
        amount=amount,
        unit=unit,
        plain_unit=plain_unit(unit),
        indicators=found,
        units=units,
        mass=mass,
        subtype=data.subtype(),
        reference_year=data.year("referenceYear"),
        valid_until=data.year("dataSetValidUntil"),
        unknown=tuple(unknown),
    )


def _mass(kg: Decimal | None, material: Mapping[str, Decimal | None]) -> Mass:
    return Mass(kg, material.get("grammage"), material.get("density"), material.get("thickness"))


class _Json:
    """The JSON of soda4LCA."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.about = data["processInformation"]["dataSetInformation"]

    def uuid(self) -> str:
        return str(self.about.get("UUID", ""))

    def name(self) -> str:
        names = self.about["name"]["baseName"]
        english = [one["value"] for one in names if one.get("lang") == "en" and one.get("value")]
        return str((english or [one.get("value", "") for one in names] or [""])[0])

    def subtype(self) -> str:
        method = self.data.get("modellingAndValidation", {}).get("LCIMethodAndAllocation", {})
        given = method.get("other", {}).get("anies", [])
        return str(next((one.get("value", "") for one in given if one.get("name") == "subType"), ""))

    def year(self, name: str) -> int | None:
        year = self.data["processInformation"].get("time", {}).get(name)
        return year if isinstance(year, int) else None

    def declared(self) -> tuple[Decimal | None, str, Mass]:
        for exchange in self.data.get("exchanges", {}).get("exchange", []):
            if not exchange.get("referenceFlow"):
                continue
            mean = number(exchange.get("meanAmount"))
            properties = exchange.get("flowProperties", [])
            own = next((one for one in properties if one.get("referenceFlowProperty")), None)
            kg = next(
                (number(one.get("meanValue")) for one in properties if one.get("uuid") == MASS_PROPERTY),
                None,
            )
            given = {
                one.get("name", ""): number(one.get("value"))
                for one in exchange.get("materialProperties", [])
            }
            material = {MATERIAL[name]: number for name, number in given.items() if name in MATERIAL}
            if mean is None or own is None:
                return None, "", Mass()
            each = number(own.get("meanValue"))
            amount = None if each is None else mean * each
            return (
                amount,
                str(own.get("referenceUnit") or unit_groups().get(str(own.get("unitGroupUUID")), "")),
                _mass(None if kg is None else kg * mean, material),
            )
        return None, "", Mass()

    def results(self) -> Iterator[tuple[str, str, Modules]]:
        for one in self.data.get("exchanges", {}).get("exchange", []):
            if not one.get("referenceFlow"):
                yield self._result(one["referenceToFlowDataSet"], one)
        for one in self.data.get("LCIAResults", {}).get("LCIAResult", []):
            yield self._result(one["referenceToLCIAMethodDataSet"], one)

    @staticmethod
    def _result(reference: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[str, str, Modules]:
        unit, modules = "", dict[str, dict[str, Decimal | None]]()
        for given in one.get("other", {}).get("anies", []):
            if "module" in given:
                modules.setdefault(given["module"], {})[given.get("scenario") or ""] = number(
                    given.get("value")
                )
            elif given.get("name") == "referenceToUnitGroupDataSet":
                group = given.get("value", {})
                said = group.get("shortDescription", [])
                unit = str(said[0].get("value", "")) if said else ""
                unit = unit or unit_groups().get(str(group.get("refObjectId")), "")
        return str(reference.get("refObjectId", "")), unit, modules


class _Xml:
    """The XML of ILCD with the EPD extension. The unit stands in other data sets: flow → flow property → unit group,
    read through `beside` where they are at hand.
    """

    def __init__(self, root: etree._Element, beside: Beside) -> None:
        self.root, self.beside = root, beside

    def _text(self, path: str) -> str:
        found = self.root.find(path, NS)
        return (found.text or "").strip() if found is not None else ""

    def uuid(self) -> str:
        return self._text("p:processInformation/p:dataSetInformation/c:UUID")

    def name(self) -> str:
        names = self.root.findall("p:processInformation/p:dataSetInformation/p:name/p:baseName", NS)
        by_language = {
            one.get("{http://www.w3.org/XML/1998/namespace}lang", ""): one.text or "" for one in names
        }
        return by_language.get("en") or next(iter(by_language.values()), "")

    def subtype(self) -> str:
        found = self.root.find(".//e:subType", NS)
        return (found.text or "").strip() if found is not None else ""

    def year(self, name: str) -> int | None:
        year = self._text(f"p:processInformation/p:time/c:{name}")
        return int(year) if year.isdigit() else None

    def declared(self) -> tuple[Decimal | None, str, Mass]:
        reference = self._text("p:processInformation/p:quantitativeReference/p:referenceToReferenceFlow")
        for exchange in self.root.findall("p:exchanges/p:exchange", NS):
            if exchange.get("dataSetInternalID") != reference:
                continue
            said = exchange.find("p:meanAmount", NS)
            mean = number(said.text if said is not None else None)
            flow = exchange.find("p:referenceToFlowDataSet", NS)
            each, unit, kg = self._flow("" if flow is None else flow.get("refObjectId", ""))
            if mean is None:
                return None, "", Mass()
            return mean * each, unit, Mass(None if kg is None else kg * mean)
        return None, "", Mass()

    def _flow(self, uuid: str) -> tuple[Decimal, str, Decimal | None]:
        """How much of its reference property one flow is, in which unit, and its kg where it tells."""
        content = self.beside(f"flows/{uuid}.xml")
        if content is None:
            return Decimal(1), "", None
        root = _parsed(content)
        own = root.findtext(".//f:referenceToReferenceFlowProperty", "", NS).strip()
        each, unit, kg = Decimal(1), "", None
        for given in root.iterfind(".//f:flowProperty", NS):
            about = given.find("f:referenceToFlowPropertyDataSet", NS)
            property = "" if about is None else about.get("refObjectId", "")
            mean = number(given.findtext("f:meanValue", None, NS))
            if property == MASS_PROPERTY:
                kg = mean
            if given.get("dataSetInternalID") == own and mean is not None:
                each, unit = mean, self._unit(property)
        return each, unit, kg

    def _unit(self, property: str) -> str:
        """flow property → unit group → the name of its reference unit."""
        content = self.beside(f"flowproperties/{property}.xml")
        about = None if content is None else _parsed(content).find(".//fp:referenceToReferenceUnitGroup", NS)
        group = "" if about is None else about.get("refObjectId", "")
        content = self.beside(f"unitgroups/{group}.xml") if group else None
        if content is None:
            return "kg" if property == MASS_PROPERTY else unit_groups().get(group, "")
        root = _parsed(content)
        own = root.findtext(".//u:referenceToReferenceUnit", "", NS).strip()
        for unit in root.iterfind(".//u:unit", NS):
            if unit.get("dataSetInternalID") == own:
                return unit.findtext("u:name", "", NS).strip()
        return ""

    def results(self) -> Iterator[tuple[str, str, Modules]]:
        places = (
            ("p:exchanges/p:exchange", "p:referenceToFlowDataSet"),
            ("p:LCIAResults/p:LCIAResult", "p:referenceToLCIAMethodDataSet"),
        )
        for path, reference in places:
            for one in self.root.findall(path, NS):
                target = one.find(reference, NS)
                amounts = one.findall("c:other/e:amount", NS)
                if target is None or not amounts:
                    continue
                modules: dict[str, dict[str, Decimal | None]] = {}
                for given in amounts:
                    module = given.get(f"{{{NS['e']}}}module", "")
                    scenario = given.get(f"{{{NS['e']}}}scenario", "")
                    modules.setdefault(module, {})[scenario] = number(given.text)
                group = one.find("c:other/e:referenceToUnitGroupDataSet", NS)
                unit = "" if group is None else group.findtext("c:shortDescription", "", NS).strip()
                unit = unit or unit_groups().get("" if group is None else group.get("refObjectId", ""), "")
                yield target.get("refObjectId", ""), unit, modules
