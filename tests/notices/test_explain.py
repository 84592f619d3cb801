"""What an explained notice says – and that it says nothing the notice does not."""

import gzip
import json

import pytest

from omlopp.flows.notices import each, explain, explained
from omlopp.notices import errors
from omlopp.notices.shown import lines
from tests.notices.test_read import SAMPLES, sample


def data(name):
    return explain(SAMPLES / name).data()


def shown(name, lang="sv"):
    return "\n".join(lines(data(name), lang))


def test_the_explanation_is_json_and_has_both_languages():
    one = data("mobler-exempelby.xml")
    assert json.loads(json.dumps(one)) == one
    assert one["declared_against_found"].keys() == {"sv", "en"}
    assert one["facts"]["cpv"][0] == {"code": "39130000", "sv": "Kontorsmöbler", "en": "Office furniture"}
    assert one["facts"]["nuts"] == [{"code": "SE322", "name": "Jämtlands län"}]


def test_found_but_not_declared():
    one = data("mobler-exempelby.xml")
    assert "är inte angiven" in one["declared_against_found"]["sv"]
    assert {field["field"]: field["state"] for field in one["declared"]}["BT-774"] == "silent"


def test_declared_and_found():
    one = data("datorer-ovningsregionen.xml")
    assert one["declared_against_found"]["sv"].startswith(
        "Annonsen anger koden för cirkulär ekonomi, och ord"
    )
    field = next(field for field in one["declared"] if field["field"] == "BT-774")
    assert field["codes"][0]["label"]["sv"] == "Omställning till en cirkulär ekonomi"


def test_declared_without_words():
    xml = (SAMPLES / "datorer-ovningsregionen.xml").read_text("utf-8")
    for words in ("rekonditionerade", "tillbaka", "återtagande", "återtagna", "återanvändning"):
        xml = xml.replace(words, "nya")
    one = explain(xml.encode()).data()
    assert "inga ord" in one["declared_against_found"]["sv"]
    assert one["missing_goals"] == ["A", "B", "C", "D", "E"]


def test_a_format_without_the_field_is_not_called_silent():
    one = data("skrivare-ted-r209.xml")
    assert {field["state"] for field in one["declared"]} == {"no_field"}
    assert "har inget fält" in one["declared_against_found"]["sv"]


def test_goals_without_found_words_are_named_and_weak_words_do_not_count():
    one = data("skrivare-ted-r209.xml")
    assert [passage["concept"] for passage in one["asks"] if passage["weak"]] == ["spare_parts"]
    assert "C" in one["missing_goals"] and "D" not in one["missing_goals"]
    assert [goal["goal"] for goal in one["goals"]] == ["A", "B", "C", "D", "E"]


def test_lots_carry_their_own_passages_and_criteria():
    first, second = data("mobler-exempelby.xml")["lots"]
    assert {one["lot_id"] for one in first["asks"]} == {"LOT-0001"}
    assert [one["weight_as_written"] for one in second["criteria"]] == ["60", "15", "25"]
    assert any(
        one["concept"] == "recycled_content" and one["requirement"] == "award" for one in second["asks"]
    )


def test_a_notice_in_a_language_nobody_reviewed_says_so():
    assert "inte granskade" in shown("mebeli-bulgariska.xml") and "bulgariska" in shown(
        "mebeli-bulgariska.xml"
    )
    assert "have not been reviewed" in shown("mebeli-bulgariska.xml", "en")
    assert "granskade i projektet" in shown("mobler-exempelby.xml")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_text_shows_every_fact_and_says_that_a_sample_is_invented(path, lang):
    text = shown(path.name, lang)
    notice = sample(path.name)
    assert notice.title in text and notice.buyer_name in text and notice.cpv[0] in text
    assert ("ÖVNING" if lang == "sv" else "EXERCISE") in text
    assert "None" not in text and "{" not in text


def test_what_is_absent_is_not_stated_never_none():
    text = shown("byggmaterial-planering.xml")
    assert "Anbud             inte angivet" in text
    assert "inga anbud" not in text.lower()


def test_a_weight_sum_that_is_not_a_hundred_is_remarked():
    xml = (SAMPLES / "mobler-exempelby.xml").read_text("utf-8").replace("Numeric>60<", "Numeric>70<")
    remarks = [remark["sv"] for remark in explain(xml.encode()).data()["remarks"]]
    assert "Del LOT-0002: de angivna vikterna summerar till 110 %, inte 100 %." in remarks


def test_a_placeholder_value_is_remarked():
    xml = (SAMPLES / "mobler-exempelby.xml").read_text("utf-8").replace(">12400000<", ">0.01<")
    assert any("platshållare" in remark["sv"] for remark in explain(xml.encode()).data()["remarks"])


def test_personal_data_never_reach_the_explanation():
    text = json.dumps(explained(sample("skrivare-ted-r209.xml")).data(), ensure_ascii=False)
    assert "example.org or" not in text and "upphandling@" not in text and "08-555" not in text


def test_what_cannot_be_read_is_told_with_its_reason_and_the_rest_goes_on(tmp_path):
    (tmp_path / "1.xml").write_bytes(b"<invoice/>")
    (tmp_path / "2.xml").write_bytes((SAMPLES / "mobler-exempelby.xml").read_bytes())
    rejected, notice = each([tmp_path])
    assert (rejected.file, type(rejected.error)) == ("1.xml", errors.AnotherXml)
    assert notice.file == "2.xml"


def test_explaining_what_is_not_there_is_refused():
    with pytest.raises(errors.NoSuchSource):
        explain(SAMPLES / "saknas.xml")


def test_explaining_a_folder_of_many_or_none_is_refused(tmp_path):
    for folder in (SAMPLES, tmp_path):
        with pytest.raises(errors.NotOneNotice):
            explain(folder)


def test_a_packed_notice_is_explained(tmp_path):
    packed = tmp_path / "annons.xml.gz"
    packed.write_bytes(gzip.compress((SAMPLES / "mobler-exempelby.xml").read_bytes()))
    assert explain(packed).notice.buyer_id == "000000-0001"
