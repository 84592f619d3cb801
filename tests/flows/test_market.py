"""The walk of a statistic: view, pictures, files – what stands beside every figure, and what goes stale."""

import csv
import io
import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from lxml import etree

from omlopp.flows import market
from omlopp.flows.market_error import NothingLabelled, measured_error
from omlopp.notices.evaluate import Evaluation, Label, Said
from omlopp.notices.filters import Filters
from tests.statistics.building import DAY, asks, notice, store

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def kept(tmp_path):
    return store(
        tmp_path,
        *(asks(str(n), platform="A", lots=[n + 1], winners=["Små företag"] * 4) for n in range(5)),
        *(
            notice(f"n{n}", platform="A", nuts=["SE110"], published_on=date(2024, 1, 2), flag=True)
            for n in range(6)
        ),
        notice("t", text_read="title", format="registry-se"),
        notice("p", language="pl", lexicon_state="unreviewed"),
    )


def test_the_view_shows_one_text_and_says_which(kept):
    view = market.overview(kept, Filters(), DAY)
    assert view.text_read == "notice" and view.headline.of == 11
    assert {table.text_read for table in view.tables.values()} == {"notice"}
    assert view.left_out.unreviewed_language == 1
    assert (
        "Läst text: annonsens text." in view.source_line.sv
        and "Upphandlingsmyndigheten" not in view.source_line.sv
    )
    assert {line.text_read for line in view.sources} == {"notice", "title"}


def test_a_view_is_kept_until_a_file_changes(tmp_path):
    first = store(tmp_path, notice("1"))
    assert market.overview(first, Filters(), DAY) is market.overview(first, Filters(), DAY)
    second = store(tmp_path, notice("1"), notice("2", published_on=date(2024, 1, 1)))
    assert market.overview(second, Filters(), DAY).headline.of == 2


def test_facts_made_at_store_time_are_used_by_the_page(tmp_path):
    from omlopp.statistics import store as module

    store(tmp_path, notice("1"))
    module._open.clear()
    market.prepare(tmp_path)
    made = {file.name for file in (tmp_path / "statistics").iterdir()}
    market.open_store(tmp_path)
    assert {file.name for file in (tmp_path / "statistics").iterdir()} == made
    market.prepare(tmp_path / "nothing here")


@pytest.mark.parametrize("table", market.TABLES)
def test_every_table_is_exported_with_source_text_read_and_method(kept, table):
    whole = json.loads(market.export(kept, Filters(), table, "json", on=DAY).content)
    assert whole["source"]["sv"].startswith("Källa: ") and whole["method"] in whole["source"]["en"]
    assert whole["rows"] and all(row["text_read"] in ("notice", "title") for row in whole["rows"])
    text = market.export(kept, Filters(), table, "csv", on=DAY).content.decode("utf-8-sig")
    assert text.startswith("# ") and "Källa: " in text
    body = [line for line in text.splitlines(keepends=True) if not line.startswith("# ")]
    assert len(list(csv.DictReader(io.StringIO("".join(body))))) == len(whole["rows"])
    parquet = pq.read_table(io.BytesIO(market.export(kept, Filters(), table, "parquet", on=DAY).content))
    assert parquet.num_rows == len(whole["rows"]) and b"omlopp.source" in parquet.schema.metadata


def test_estimate_and_raw_count_stand_in_one_row(kept):
    [row] = [
        row
        for row in json.loads(market.export(kept, Filters(), "strata", "json", on=DAY).content)["rows"]
        if row["code"] == "notice"
    ]
    assert (row["hits"], row["of"]) == (5, 11)
    assert row["estimate_low"] <= row["estimate"] <= row["estimate_high"]
    assert row["may_be_zero"] == (row["estimate_low"] == 0)


def test_a_title_a_spreadsheet_would_run_is_only_text(tmp_path):
    found = store(tmp_path, asks("1", title="=HYPERLINK(1)", buyer_name="+46"))
    assert "'=HYPERLINK(1)" in market.export(found, Filters(), "sentences", "csv", on=DAY).content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", market.PICTURES)
def test_every_picture_has_words_source_and_its_base(kept, name, language):
    view = market.overview(kept, Filters(), DAY)
    picture = market.pictures(view, language)[name]
    of = "av" if language == "sv" else "of"
    bases = {"map": ("5", "6"), "series": ("5", "6"), "cpv": ("11",), "matrix": ()}[name]
    for drawn in (picture.svg, picture.narrow_svg):
        root = etree.fromstring(drawn.encode())
        assert root.findtext(f"{SVG}title") == picture.title and root.findtext(f"{SVG}desc") == picture.alt
        assert all(f"{of} {base}" in words(root) for base in bases) and (bases or "11" in words(root))
        assert all(f"{of} {base}" in plain(picture.alt) for base in bases) and picture.alt
    assert ("Läst text" if language == "sv" else "Text read") in picture.source
    whole = etree.fromstring(market.export(kept, Filters(), name, "svg", language, DAY).content)
    assert plain(picture.source) in words(whole)
    assert market.export(kept, Filters(), name, "png", language, DAY).content[:4] == b"\x89PNG"


def words(root) -> str:
    return plain(" ".join(root.itertext()))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_map_says_when_chance_may_make_the_differences(tmp_path, kept):
    said = market.pictures(market.overview(kept, Filters(), DAY), "sv")["map"].svg
    assert "skillnaderna kan vara slump" not in words(etree.fromstring(said)), "0 of 6 against 5 of 5"
    even = store(
        tmp_path / "even", *(notice(f"{n}", nuts=["SE110" if n % 2 else "SE322"]) for n in range(12))
    )
    said = " ".join(
        etree.fromstring(market.pictures(market.overview(even, Filters(), DAY), "sv")["map"].svg).itertext()
    )
    assert "skillnaderna kan vara slump" in " ".join(said.split())


def test_what_cannot_be_made_is_refused_by_name(kept):
    with pytest.raises(market.UnknownTable):
        market.export(kept, Filters(), "moon", "csv")
    with pytest.raises(market.UnknownForm):
        market.export(kept, Filters(), "county", "gif")
    with pytest.raises(market.UnknownForm):
        market.export(kept, Filters(), "series", "csv")
    with pytest.raises(market.NothingToDraw):
        market.export(kept, Filters(year=1995), "map", "svg")
    with pytest.raises(market.UnknownCounty):
        market.county_bids(kept, Filters(), "Atlantis")


def test_a_passage_in_its_context_is_the_stored_text(kept):
    page = market.sentences(kept, Filters(), 2, 0)
    assert page.total == 5 and len(page.rows) == 2
    one = page.rows[0]
    assert one.before + one.quote + one.after == "Leverantören ska lämna återbrukade möbler till skolan."
    assert one.text_read == "notice"
    assert market.sentences(kept, Filters(r="R8"), 2, 0).total == 0
    row = market.notice(kept, one.file, one.notice_id)
    assert row.circular == "yes" and row.sentences[0].quote == one.quote
    assert market.notice(kept, "nowhere", "0") is None


def said(circular: str, intent: str) -> Said:
    return Said(circular, 0.5, intent=intent)  # type: ignore[arg-type]


def test_the_error_is_measured_of_what_a_share_counts():
    """Explicit yes against all else: a used lorry taken for policy is a false alarm, policy taken for a lorry a miss."""
    pairs = (
        (Label("1", "yes", "sv", intent="explicit"), said("yes", "explicit")),
        (Label("2", "yes", "fr", intent="explicit"), said("yes", "incidental")),
        (Label("3", "yes", "de", intent="incidental"), said("yes", "explicit")),
        (Label("4", "weak", "sv", intent="explicit"), said("weak", "explicit")),
        (Label("5", "no", "sv"), said("no", "")),
        (Label("6", "yes", "el", intent="explicit"), said("no", "")),  # in no published share
    )
    entry = measured_error(Evaluation(pairs), "notice", "labels", DAY)
    counted = {name: entry[name] for name in ("found", "missed", "false_alarms", "left_alone")}
    assert counted == {"found": 1, "missed": 1, "false_alarms": 1, "left_alone": 2}
    with pytest.raises(NothingLabelled):
        measured_error(Evaluation(pairs[3:]), "notice", "labels", DAY)
