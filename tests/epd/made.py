"""Small declarations of our own making (ÖVNING), in the forms that publishers use. Nothing here is a real product."""

from typing import Any

MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
AREA = "93a60a56-a3c8-19da-a746-0800200c9a66"
KG_GROUP, M2_GROUP = "ad38d542-3fe9-439d-9b95-2f5f7752acaf", "c20a03d7-bd90-4569-bc94-66cfd364dfc8"
UUIDS = {
    "GWP": "77e416eb-a363-4258-a04e-171d843a6460",
    "GWP-total": "6a37f984-a4b3-458a-a20a-64418c145fa2",
    "GWP-IOBC": "fb774615-0575-45de-9a89-1ded92f19770",
    "SM": "c6a1f35f-2d09-4f54-8dfb-97e502e1ce92",
    "MFR": "d7fe48a5-4103-49c8-9aae-b0b5dfdbd6ae",
}
Modules = list[tuple[str, str | None, str]]  # module, value, scenario


def ilcd_json(
    impacts: dict[str, Modules],
    flows: dict[str, Modules] | None = None,
    unit: str = "qm",
    group: str = "",
    **about: Any,
) -> dict[str, Any]:
    own = {
        "uuid": AREA,
        "referenceFlowProperty": True,
        "meanValue": 2.0,
        "referenceUnit": unit,
        "unitGroupUUID": group,
    }
    reference = {
        "referenceFlow": True,
        "meanAmount": 1.0,
        "flowProperties": [own, {"uuid": MASS, "meanValue": 30.0}],
        "materialProperties": [{"name": "grammage", "value": "15.0"}],
    }
    return {
        "processInformation": {
            "dataSetInformation": {
                "UUID": "00000000-0000-4000-8000-000000000001",
                "name": {
                    "baseName": [
                        {"lang": "sv", "value": "ÖVNING platta"},
                        {"lang": "en", "value": "ÖVNING board"},
                    ]
                },
            },
            "time": {"referenceYear": 2024, "dataSetValidUntil": 2029},
        },
        "modellingAndValidation": {
            "LCIMethodAndAllocation": {"other": {"anies": [{"name": "subType", "value": "specific dataset"}]}}
        },
        "exchanges": {
            "exchange": [
                reference,
                *(_result("referenceToFlowDataSet", name, one, "kg") for name, one in (flows or {}).items()),
            ]
        },
        "LCIAResults": {
            "LCIAResult": [
                _result("referenceToLCIAMethodDataSet", name, one, "kg CO2 eqv.")
                for name, one in impacts.items()
            ]
        },
    } | about


def _result(reference: str, name: str, modules: Modules, unit: str) -> dict[str, Any]:
    anies: list[dict[str, Any]] = [
        {"module": module, "value": value} | ({"scenario": scenario} if scenario else {})
        for module, value, scenario in modules
    ]
    anies.append({"name": "referenceToUnitGroupDataSet", "value": {"shortDescription": [{"value": unit}]}})
    return {reference: {"refObjectId": UUIDS.get(name, name)}, "other": {"anies": anies}}


def ilcd_xml(flow: str = "f1", before: str = "") -> bytes:
    return f"""<?xml version="1.0"?>{before}
<processDataSet xmlns="http://lca.jrc.it/ILCD/Process" xmlns:common="http://lca.jrc.it/ILCD/Common"
    xmlns:epd="http://www.iai.kit.edu/EPD/2013">
  <processInformation>
    <dataSetInformation><common:UUID>u1</common:UUID><name><baseName xml:lang="de">ÖVNING Kalk</baseName></name></dataSetInformation>
    <quantitativeReference><referenceToReferenceFlow>7</referenceToReferenceFlow></quantitativeReference>
    <time><common:referenceYear>2020</common:referenceYear><common:dataSetValidUntil>2021</common:dataSetValidUntil></time>
  </processInformation>
  <modellingAndValidation><LCIMethodAndAllocation><common:other><epd:subType>generic dataset</epd:subType></common:other>
  </LCIMethodAndAllocation></modellingAndValidation>
  <exchanges>
    <exchange dataSetInternalID="7"><referenceToFlowDataSet refObjectId="{flow}"/><meanAmount>3</meanAmount></exchange>
    <exchange dataSetInternalID="8"><referenceToFlowDataSet refObjectId="{UUIDS["SM"]}"/><common:other>
      <epd:amount epd:module="A1-A3">0.5</epd:amount>
      <epd:referenceToUnitGroupDataSet refObjectId="{KG_GROUP}"/></common:other></exchange>
  </exchanges>
  <LCIAResults><LCIAResult><referenceToLCIAMethodDataSet refObjectId="{UUIDS["GWP"]}"/><common:other>
    <epd:amount epd:module="A1-A3">1.5</epd:amount><epd:amount epd:module="C3" epd:scenario="S1">0.1</epd:amount>
    <epd:amount epd:module="C3" epd:scenario="S2">0.2</epd:amount><epd:amount epd:module="D">ND</epd:amount>
    <epd:referenceToUnitGroupDataSet refObjectId="x"><common:shortDescription>kg CO2-eqv.</common:shortDescription>
    </epd:referenceToUnitGroupDataSet></common:other></LCIAResult></LCIAResults>
</processDataSet>""".encode()


FLOW = f"""<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow"><flowInformation><quantitativeReference>
<referenceToReferenceFlowProperty>1</referenceToReferenceFlowProperty></quantitativeReference></flowInformation><flowProperties>
<flowProperty dataSetInternalID="0"><referenceToFlowPropertyDataSet refObjectId="{MASS}"/><meanValue>12.5</meanValue></flowProperty>
<flowProperty dataSetInternalID="1"><referenceToFlowPropertyDataSet refObjectId="fp1"/><meanValue>2</meanValue></flowProperty>
</flowProperties></flowDataSet>""".encode()
FLOW_PROPERTY = b"""<flowPropertyDataSet xmlns="http://lca.jrc.it/ILCD/FlowProperty"><flowPropertiesInformation>
<quantitativeReference><referenceToReferenceUnitGroup refObjectId="g1"/></quantitativeReference></flowPropertiesInformation>
</flowPropertyDataSet>"""
UNIT_GROUP = b"""<unitGroupDataSet xmlns="http://lca.jrc.it/ILCD/UnitGroup"><unitGroupInformation><quantitativeReference>
<referenceToReferenceUnit>1</referenceToReferenceUnit></quantitativeReference></unitGroupInformation><units>
<unit dataSetInternalID="0"><name>cm2</name></unit><unit dataSetInternalID="1"><name>m2</name></unit></units></unitGroupDataSet>"""
PACKAGE = {
    "processes/u1.xml": ilcd_xml(),
    "flows/f1.xml": FLOW,
    "flowproperties/fp1.xml": FLOW_PROPERTY,
    "unitgroups/g1.xml": UNIT_GROUP,
}
