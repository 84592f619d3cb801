"""What a notice tells besides its words: winners, bids, ranges, kinds of buyers, what it repeats – and bad input."""

import re
from datetime import date
from decimal import Decimal

import pytest

from omlopp.flows.notices import explained
from omlopp.notices import errors
from omlopp.notices.explanation import Explanation
from omlopp.notices.read import read
from omlopp.notices.schema import Winner
from tests.notices.test_read import SAMPLES, sample

RESULT, CALL = "arbetsklader-resultat.xml", "mobler-exempelby.xml"
TED, OLD = "skrivare-ted-r209.xml", "dack-ted-r208.xml"


def changed(name, *changes):
    """A sample with some of its text changed; every change must hit."""
    xml = (SAMPLES / name).read_text("utf-8")
    for old, new in changes:
        assert old in xml, old
        xml = xml.replace(old, new)
    return read(xml.encode(), name)


def test_a_winner_has_lot_name_number_and_what_it_won():
    assert sample(RESULT).winners == (
        Winner(
            "LOT-0001",
            "Påhittade Arbetskläder AB (övning)",
            "000000-0021",
            "SE",
            "",
            Decimal(3150000),
            "SEK",
        ),
    )
    assert sample(RESULT).lots[0].bids_received == 4


def test_a_sole_trader_is_masked_by_its_own_number():
    [winner] = changed(RESULT, ("000000-0021", "811218-9876")).winners
    assert winner.organisation_id == "█" * 11 and set(winner.name) == {"█"}
    assert len(winner.name) == len("Påhittade Arbetskläder AB (övning)")


def test_a_natural_person_is_masked_by_what_the_notice_says():
    mark = "<efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>"
    xml = (SAMPLES / RESULT).read_text("utf-8")
    place = xml.index("Påhittade Arbetskläder")
    start = xml.rindex("<efac:Organization>", 0, place) + len("<efac:Organization>")
    [winner] = read((xml[:start] + mark + xml[start:]).encode(), RESULT).winners
    assert set(winner.name) == {"█"}


FORM = """<TED_EXPORT DOC_ID="77-2021" VERSION="R2.0.9.S05.E01"><CODED_DATA_SECTION><REF_OJS><DATE_PUB>20210105</DATE_PUB></REF_OJS>
<NOTICE_DATA><NO_DOC_OJS>2021/S 002-000077</NO_DOC_OJS><ISO_COUNTRY VALUE="SE"/>%(data)s</NOTICE_DATA>
<CODIF_DATA><TD_DOCUMENT_TYPE CODE="7"/><AA_AUTHORITY_TYPE CODE="3"/></CODIF_DATA></CODED_DATA_SECTION>
<FORM_SECTION><F03_2014 CATEGORY="ORIGINAL" FORM="F03" LG="SV"><LEGAL_BASIS VALUE="32014L0024"/>
<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Övningsby kommun</OFFICIALNAME></ADDRESS_CONTRACTING_BODY>
<CA_TYPE VALUE="REGIONAL_AUTHORITY"/></CONTRACTING_BODY>
<OBJECT_CONTRACT><TITLE><P>ÖVNING – påhittad annons</P></TITLE>%(object)s<OBJECT_DESCR ITEM="1">%(lot)s<SHORT_DESCR><P>Stolar</P>
</SHORT_DESCR></OBJECT_DESCR></OBJECT_CONTRACT><PROCEDURE>%(procedure)s</PROCEDURE>%(awards)s</F03_2014></FORM_SECTION></TED_EXPORT>"""
AWARD = """<AWARD_CONTRACT ITEM="1"><LOT_NO>%(lot)s</LOT_NO><AWARDED_CONTRACT><TENDERS PUBLICATION="%(public)s">
<NB_TENDERS_RECEIVED>%(bids)s</NB_TENDERS_RECEIVED></TENDERS><CONTRACTORS PUBLICATION="%(public)s">%(who)s</CONTRACTORS>
<VALUES PUBLICATION="%(public)s">%(value)s</VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>"""
FIRM = """<CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>%s</OFFICIALNAME><COUNTRY VALUE="SE"/><PHONE>08-1</PHONE>
<E_MAIL>a@example.org</E_MAIL></ADDRESS_CONTRACTOR><SME/></CONTRACTOR>"""


def award(lot="1", bids="3", who=FIRM % "Påhittade Stolar AB", value="", public="YES"):
    return AWARD % {"lot": lot, "bids": bids, "who": who, "value": value, "public": public}


def ted(**parts):
    empty = dict.fromkeys(("data", "object", "lot", "procedure", "awards"), "")
    return read((FORM % (empty | parts)).encode(), "resultat.xml")


def test_a_group_of_suppliers_is_one_row_each_and_its_value_stands_once():
    value = '<VAL_TOTAL CURRENCY="SEK">900000</VAL_TOTAL>'
    notice = ted(awards=award(who=FIRM % "Påhittade Stolar AB" + FIRM % "Påhittade Bord AB", value=value))
    assert [(one.name, one.value_amount, one.size) for one in notice.winners] == [
        ("Påhittade Stolar AB", Decimal(900000), "sme"),
        ("Påhittade Bord AB", None, "sme"),
    ]
    assert (notice.value_amount, notice.value_kind) == (Decimal(900000), "awarded")


def test_what_the_buyer_does_not_want_published_is_not_read():
    value = '<VAL_TOTAL CURRENCY="SEK">900000</VAL_TOTAL>'
    notice = ted(awards=award(value=value, public="NO"))
    assert notice.winners == () and notice.value_amount is None and notice.bids_received is None


def test_a_range_of_bids_is_kept_as_a_range_and_no_value_is_made_of_it():
    span = '<VAL_RANGE_TOTAL CURRENCY="EUR"><LOW>250</LOW><HIGH>100</HIGH></VAL_RANGE_TOTAL>'
    notice = ted(object=span, awards=award(value=span))
    assert (notice.value_amount, notice.value_low, notice.value_high) == (None, Decimal(100), Decimal(250))
    assert (notice.lots[0].value_low, notice.lots[0].value_high, notice.currency) == (
        Decimal(100),
        Decimal(250),
        "EUR",
    )


def test_a_framework_repeats_the_number_of_bids_and_they_are_counted_once():
    lots = award(bids="5") + award(bids="5")
    assert ted(awards=lots).bids_received == 5


def test_a_contract_over_two_lots_is_won_in_each():
    second = '</OBJECT_DESCR><OBJECT_DESCR ITEM="2"><LOT_NO>2</LOT_NO>'
    notice = ted(lot="<LOT_NO>1</LOT_NO>" + second, awards=award(lot="1, 2"))
    assert [one.lot_id for one in notice.winners] == ["1", "2"]


def test_an_award_notice_names_its_call_and_the_procurement_is_called_by_it():
    notice = ted(
        procedure="<NOTICE_NUMBER_OJ>2020/S 200-000123</NOTICE_NUMBER_OJ>",
        data="<REF_NOTICE><NO_DOC_OJS>2020/S 201-000456</NO_DOC_OJS></REF_NOTICE>",
    )
    assert (notice.notice_id, notice.procedure_id) == ("77-2021", "123-2020")
    assert notice.repeats == ("123-2020", "456-2020")


def test_kind_of_buyer_and_threshold():
    assert (ted().buyer_kind, ted().above_threshold) == ("la", True)
    assert (sample(OLD).buyer_kind, sample(OLD).above_threshold) == ("", None)
    assert (sample(RESULT).buyer_kind, sample(RESULT).above_threshold, sample(RESULT).subtype) == (
        "la",
        True,
        "29",
    )
    below = changed(CALL, (">16</cbc:SubTypeCode>", ">E3</cbc:SubTypeCode>"))
    assert below.above_threshold is False and below.subtype == "E3"


def test_criteria_of_a_group_of_lots_are_those_of_its_lots():
    xml = (SAMPLES / CALL).read_text("utf-8")
    lots = re.findall(r"<cac:ProcurementProjectLot>.*?</cac:ProcurementProjectLot>", xml, re.S)
    terms = re.compile(r"<cac:AwardingTerms>.*?</cac:AwardingTerms>", re.S)
    group = f"""<cac:ProcurementProjectLot><cbc:ID schemeName="LotsGroup">GLO-0001</cbc:ID><cac:TenderingTerms>
{terms.search(lots[0])[0]}</cac:TenderingTerms></cac:ProcurementProjectLot>"""
    members = """<cac:TenderingTerms><cac:LotDistribution><cac:LotsGroup><cbc:LotsGroupID>GLO-0001</cbc:LotsGroupID>
<cac:ProcurementProjectLotReference><cbc:ID schemeName="Lot">LOT-0002</cbc:ID></cac:ProcurementProjectLotReference>
</cac:LotsGroup></cac:LotDistribution></cac:TenderingTerms>"""
    bare = xml.replace(lots[1], terms.sub("", lots[1]) + group + members)
    notice = read(bare.encode(), CALL)
    assert [lot.lot_id for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
    assert notice.lots[1].criteria == notice.lots[0].criteria != ()
    names = [(text.lot_id, text.text) for text in notice.texts if text.field == "BT-734"]
    assert [text for lot, text in names if lot == "LOT-0001"] == [
        text for lot, text in names if lot == "LOT-0002"
    ]


def test_the_reason_for_no_accessibility_demands_is_no_strategic_description():
    before, after = "<cac:RequestedTenderTotal>", "<cac:ProcurementAdditionalType>"
    reason = f"""{after}<cbc:ProcurementTypeCode listName="accessibility">n-inc-just</cbc:ProcurementTypeCode>
<cbc:ProcurementType languageID="SWE">Möblerna ska återbrukas av alla.</cbc:ProcurementType></cac:ProcurementAdditionalType>"""
    notice = changed(CALL, (before, reason + before))
    assert (
        "BT-777" not in {text.field for text in notice.texts}
        and notice.declared == ()
        and notice.unread == ()
    )


def test_criteria_that_point_to_the_documents_are_told_as_such():
    notice = changed(
        TED,
        (
            "<AC_PROCUREMENT_DOC/>",
            "<AC_QUALITY><AC_CRITERION>Se upphandlingsdokumenten</AC_CRITERION></AC_QUALITY>",
        ),
    )
    assert notice.lots[1].criteria_in_documents and notice.lots[1].criteria[0].weight is None
    assert not notice.lots[0].criteria_in_documents


# --- bad input: the run goes on, and what is odd is remarked


def test_a_test_notice_is_marked_and_shown_as_one():
    notice = changed(CALL, (sample(CALL).title, "This is a TEST notice, please ignore"))
    assert notice.remarks == ("test",)
    assert any("säger att den är ett test" in one["sv"] for one in explained(notice).data()["remarks"])
    assert sample(CALL).remarks == ()
    assert changed(CALL, (sample(CALL).title, "Testutrustning till verkstaden")).remarks == ()


def test_a_placeholder_stays_in_the_notice_and_is_marked():
    notice = changed(CALL, (">12400000<", ">0.01<"))
    assert notice.value_amount == Decimal("0.01") and notice.remarks == ("placeholder",)


def test_a_date_that_lies_ahead_is_kept_and_remarked():
    notice = changed(TED, (">20220103<", ">20990103<"))
    assert notice.published_on == date(2099, 1, 3)
    said = Explanation(notice, (), "draft", on=date(2026, 11, 21)).data()["remarks"]
    assert any("2099-01-03" in one["sv"] and "2099-01-03" in one["en"] for one in said)
    assert not any("2099" in one["sv"] for one in Explanation(notice, (), "draft").data()["remarks"])


def test_dates_that_cannot_both_be_right_are_remarked():
    assert changed(TED, (">20220103<", ">20010103<")).remarks == ("dispatch_after_publication",)


def test_a_notice_without_an_encoding_declaration_is_utf_8():
    xml = (SAMPLES / CALL).read_text("utf-8")
    bare = re.sub(r"<\?xml[^>]*\?>", "", xml)
    assert read(bare.encode(), CALL).title == sample(CALL).title


def test_a_notice_in_the_encoding_it_names_is_read():
    xml = (SAMPLES / TED).read_text("utf-8").replace("UTF-8", "ISO-8859-1", 1)
    assert read(xml.encode("iso-8859-1", "xmlcharrefreplace"), TED).title == sample(TED).title


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_wrong_encoding_is_refused_by_name(encoding):
    xml = (SAMPLES / CALL).read_text("utf-8")
    assert 'encoding="UTF-8"' in xml.replace("'", '"')[:60]
    with pytest.raises(errors.NotXml):
        read(xml.encode("iso-8859-1", "replace").replace(b"\xf6", b"\xff\xfe"), CALL)
    with pytest.raises(errors.NoticeRefused):
        read(xml.encode(encoding)[1:], CALL)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
@pytest.mark.parametrize("name", [CALL, RESULT, TED, OLD])
def test_a_notice_cut_short_anywhere_is_refused_by_name(name, share):
    data = (SAMPLES / name).read_bytes()
    with pytest.raises(errors.NotXml):
        read(data[: int(len(data) * share)], name)


def test_namespaces_of_other_releases_in_one_file_are_no_matter():
    xml = (SAMPLES / TED).read_text("utf-8")
    assert "<OBJECT_CONTRACT>" in xml
    mixed = xml.replace("<OBJECT_CONTRACT>", '<OBJECT_CONTRACT xmlns="ted/R2.0.9.S02/publication">')
    again = read(mixed.encode(), TED)
    assert (again.title, again.lots, again.texts) == (sample(TED).title, sample(TED).lots, sample(TED).texts)


def test_a_notice_of_several_megabytes_in_24_languages_is_read_once_in_its_own():
    xml = (SAMPLES / TED).read_text("utf-8")
    start = xml.index("<F02_2014 ")
    end = xml.index("</F02_2014>") + len("</F02_2014>")
    original = xml[start:end]
    copy = original.replace('CATEGORY="ORIGINAL"', 'CATEGORY="TRANSLATION"').replace('LG="SV"', 'LG="EN"')
    filled = copy.replace("<P>", "<P>" + "refurbished " * 1500, 5)
    large = xml[:start] + original + filled * 23 + xml[end:]
    assert len(large) > 1_500_000
    notice = read(large.encode(), TED)
    assert notice.texts == sample(TED).texts and notice.languages == ("sv",)


def test_withheld_values_are_no_values():
    notice = changed(RESULT, (">3150000<", ">-1<"))
    assert notice.winners[0].value_amount is None
    assert (notice.value_amount, notice.value_kind) == (Decimal(3600000), "estimated")
