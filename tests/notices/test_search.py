"""The search index: built from the store, only what is new, resumable; questions, filters, facets, procedures, likeness."""

import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.notices.filters import NAMES, Filters
from omlopp.notices.search import build, shape, store, stored
from omlopp.notices.search.errors import BeingBuilt, CannotAsk, NoIndex, NoStore, NoSuchNotice
from omlopp.notices.search.find import Answer, Market
from tests.conftest import needs_pack, pack_folder
from tests.notices.market import MARKET, REUSE, notice, write


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("market"), MARKET)
    build.build(folder, folder / "search")
    return folder


@pytest.fixture(scope="module")
def market(place: Path) -> Market:
    return Market(place / "search")


def numbers(answer: Answer) -> list[str]:
    return [hit.card["notice_id"] for hit in answer.hits]


def shown(pieces: Any) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


# Words


@pytest.mark.parametrize("typed, found", [
    ("återbrukade möbler", {"200-2021", "300-2022"}),  # 100-2021 is another notice of 200's procedure
    ("aterbrukade mobler", {"100-2021", "300-2022"}),
    ('"återbrukade möbler"', {"200-2021"}),
    ("återvunnet", {"400-2022"}), ("atervunnet", {"400-2022"}), ("återvinning fiber", {"400-2022"}),
    ("möbler -begagnade -återbruk*", {"700-2021"}),
    ("kopier*", {"400-2022"}), ("büromöbel", {"700-2021"}), ("buromobel", {"700-2021"}),
    ("cirkulär", set()), ("rondell", {"500-2021"}),  # the name of its CPV code
    ("gislaved", {"KA1047"}), ("Jämtlands län", {"100-2021"}),
    ("100-2021", {"100-2021"}), ("212000-0514", {"KA1047"}), ("45233128", {"500-2021"}),
])  # fmt: skip
def test_words_find_what_means_the_same(market: Market, typed: str, found: set[str]):
    answer = market.find(Filters(q=typed))
    procedures = {market.card(hit.key)["procedure_id"] or hit.card["notice_id"] for hit in answer.hits}
    wanted = {one["notices"][0]["procedure_id"] or number for one in MARKET for number in found
              if one["notices"][0]["notice_id"] == number}  # fmt: skip
    assert procedures == wanted


def test_a_compound_and_its_words_find_each_other(market: Market):
    assert "300-2022" in numbers(market.find(Filters(q="återbrukade möbler")))
    assert {"100-2021", "200-2021"} & set(numbers(market.find(Filters(q="kontorsmöbelåterbruk"))))


def test_the_title_weighs_more_than_the_text(tmp_path: Path):
    write(
        tmp_path,
        [notice("1-2021", "Annat", "Cyklar nämns."), notice("2-2021", "Cyklar", "Något annat helt.")],
    )
    build.build(tmp_path, tmp_path / "search")
    assert numbers(Market(tmp_path / "search").find(Filters(q="cyklar"))) == ["2-2021", "1-2021"]


def test_when_no_notice_has_every_word_those_with_some_are_shown_and_it_is_said(market: Market):
    answer = market.find(Filters(q="återbruk ananas"))
    assert (
        answer.relaxed
        and answer.notices
        and "återbruk" in shown(answer.hits[0].title).casefold() + "återbruk"
    )
    assert not market.find(Filters(q="återbruk")).relaxed and not market.find(Filters(q="ananas")).relaxed


def test_without_words_the_newest_come_first(market: Market):
    days = [hit.card["published_on"] for hit in market.find(Filters()).hits]
    assert days == sorted(days, reverse=True) and market.find(Filters()).notices == len(MARKET)


@settings(deadline=None, max_examples=60)
@given(typed=st.text(max_size=200))
def test_whatever_is_typed_is_answered_or_refused_by_name(market: Market, typed: str):
    try:
        answer = market.find(Filters(q=typed))
    except CannotAsk as refused:
        assert refused.code.startswith("search.")
    else:
        assert 0 <= answer.notices <= answer.of == len(MARKET)


# Filters and facets


@pytest.mark.parametrize("filters, found", [
    ({"cpv": "39"}, {"200-2021", "300-2022", "KA1047", "700-2021"}), ({"cpv": "39112000"}, {"100-2021"}),
    ({"nuts": "SE32"}, {"200-2021"}), ({"buyer": "Gislaveds"}, {"KA1047"}), ({"buyer": "212000-0514"}, {"KA1047"}),
    ({"year": "2022"}, {"300-2022", "400-2022"}), ({"circular": "no"}, {"500-2021"}), ({"text_read": "title"}, {"KA1047"}),
    ({"concept": "reuse", "kind": "technical"}, {"100-2021"}), ({"concept": "second_hand", "kind": "technical"}, set()),
    ({"r": "R8"}, {"400-2022"}), ({"goal": "D", "country": "DE"}, {"700-2021"}), ({"buyer_kind": "region"}, {"300-2022"}),
    ({"format": "registry-se"}, {"KA1047"}), ({"platform": "KommersAnnons.se"}, {"KA1047"}), ({"source": "uppladdat-1/"}, set()),
    ({"q": "möbler", "country": "DE"}, {"700-2021"}),
])  # fmt: skip
def test_filters_narrow(market: Market, filters: dict[str, str], found: set[str]):
    assert set(numbers(market.find(Filters.from_query(filters)))) == found


def test_marks_of_a_passage_hold_of_the_same_passage(tmp_path: Path):
    """A notice that asks for reuse in its subject, and for spare parts in an award criterion, does not award for reuse."""
    passages = [
        REUSE | {"quote": "återbruk av bord"},
        {
            "concept": "spare_parts",
            "r_strategy": "R4",
            "goals": ["C"],
            "quote": "reservdelar",
            "requirement": "award",
        },
    ]
    write(
        tmp_path,
        [notice("1-2021", "Bord", "Vi vill ha återbruk av bord. Poäng för reservdelar.", found=passages)],
    )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    assert market.find(Filters(concept="reuse")).notices == market.find(Filters(kind="award")).notices == 1
    assert market.find(Filters(concept="reuse", kind="award")).notices == 0
    assert market.find(Filters(r="R4", goal="C", kind="award")).notices == 1


FACET_OF = {"division": "cpv", "county": "nuts", "buyer_key": "buyer"}


def test_each_facet_counts_what_its_filter_finds(market: Market):
    for start in (Filters(), Filters(q="möbler"), Filters(country="SE")):
        answer = market.find(start)
        for facet, counts in answer.facets.items():
            for one in counts:
                if one.value:
                    narrowed = Filters.from_query(start.query() | {FACET_OF.get(facet, facet): one.value})
                    assert market.find(narrowed).notices == one.notices, (facet, one.value)


# One hit per procedure, evidence in its context, pages


def test_the_notices_of_one_procurement_are_one_hit(market: Market):
    answer = market.find(Filters(q="återbrukade möbler", year=2021))
    assert [hit.others for hit in answer.hits] == [1] and answer.notices == 2
    [other] = market.of_procedure(answer.hits[0].card)
    assert {other["notice_id"], answer.hits[0].card["notice_id"]} == {"100-2021", "200-2021"}


def test_evidence_stands_in_its_context_with_the_words_marked(market: Market):
    [hit] = market.find(Filters(q="fiber")).hits
    [quote] = hit.quotes
    assert shown(quote.before) == "Papperet ska innehålla " and shown(quote.after) == "."
    assert shown(quote.quote) == "minst 50 % återvunnen [fiber]"
    assert (quote.concept, quote.r, quote.kind, quote.goals) == (
        "recycled_content",
        "R8",
        "technical",
        ("B",),
    )


def test_a_hit_in_the_running_text_shows_the_passage(market: Market):
    [hit] = market.find(Filters(q="korsning")).hits
    assert (
        hit.passage is not None
        and shown(hit.passage.pieces) == "Ombyggnad av [korsning]."
        and not hit.title_only
    )


def test_a_row_of_the_registry_says_that_there_is_only_a_title(market: Market):
    [hit] = market.find(Filters(text_read="title")).hits
    assert hit.title_only and hit.passage is None


def test_pages_follow_each_other_without_repeats(tmp_path: Path):
    write(tmp_path, [notice(f"{n}-2021", f"Stolar nummer {n}", procedure_id=f"P{n // 2}") for n in range(90)])
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    answers = [market.find(Filters(q="stolar"), page=page) for page in (1, 2, 3)]
    procedures = [hit.card["procedure_id"] for answer in answers for hit in answer.hits]
    assert len(procedures) == len(set(procedures)) == 45 and [answer.last for answer in answers] == [
        False,
        False,
        True,
    ]
    assert market.find(Filters(q="stolar"), page=10_000).hits == ()


# Likeness


def test_similar_procurements_share_code_concept_or_words_and_never_the_procedure(market: Market):
    card = market.find(Filters(q="100-2021")).hits[0].card
    found = market.similar(card)
    assert found[0].card["notice_id"] == "300-2022"
    assert {one.card["notice_id"] for one in found} == {"300-2022", "KA1047", "700-2021"}
    assert found[0].cpv == "39130" and found[0].concepts == ("reuse",)
    assert all(one.cpv or one.concepts or len(one.words) > 1 for one in found)


def test_what_shares_nothing_has_nothing_similar(market: Market):
    assert market.similar(market.find(Filters(q="cirkulationsplats")).hits[0].card) == ()


# Building


def test_only_new_and_changed_parts_are_read_and_what_is_gone_goes(tmp_path: Path):
    write(tmp_path, MARKET[:3])
    first = build.build(tmp_path, tmp_path / "search")
    assert (first.written, first.notices) == (3, 3)
    assert build.build(tmp_path, tmp_path / "search").written == 0
    market = Market(tmp_path / "search")
    assert market.find(Filters()).notices == 3
    write(tmp_path, MARKET[3:5], part="part-00001")
    assert build.build(tmp_path, tmp_path / "search").written == 2
    assert market.find(Filters()).notices == 5, "an open index sees what is indexed later"
    for part in tmp_path.glob("*/year=*/part-00001.parquet"):
        part.unlink()
    assert build.build(tmp_path, tmp_path / "search").removed == 2
    write(tmp_path, [notice("9-2022", "Helt annat", published_on=date(2022, 1, 1))])
    changed = build.build(tmp_path, tmp_path / "search")
    assert changed.written == 1 and changed.notices == 3, "the part of 2022 is replaced, not added to"


def test_a_run_that_is_killed_leaves_the_old_index_and_is_gone_on_with(tmp_path: Path, monkeypatch: Any):
    write(tmp_path, MARKET[:3])
    build.build(tmp_path, tmp_path / "search")
    write(tmp_path, MARKET[3:5], part="part-00001")
    write(tmp_path, MARKET[5:], part="part-00002")
    monkeypatch.setattr(build, "COMMIT_EVERY", 1)
    read = store.entries
    seen: list[str] = []

    def killed(place: Path, part: str) -> Any:
        seen.append(part)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return read(place, part)

    monkeypatch.setattr(store, "entries", killed)
    with pytest.raises(KeyboardInterrupt):
        build.build(tmp_path, tmp_path / "search")
    monkeypatch.setattr(store, "entries", read)
    again = build.build(tmp_path, tmp_path / "search")
    assert again.added == len(store.parts(tmp_path)) - 2 - 2, (
        "two parts were there before, two were saved before the kill"
    )
    answer = Market(tmp_path / "search").find(Filters(), size=50)
    assert answer.notices == len(MARKET) == again.notices


def test_a_part_saved_but_not_noted_is_not_in_twice(tmp_path: Path):
    write(tmp_path, MARKET)
    build.build(tmp_path, tmp_path / "search")
    noted = build.current(tmp_path / "search") / build.PARTS
    noted.write_text("{}")
    assert build.build(tmp_path, tmp_path / "search").notices == len(MARKET)


def test_an_index_of_other_words_answers_until_the_new_one_is_made(tmp_path: Path, monkeypatch: Any):
    write(tmp_path, MARKET)
    build.build(tmp_path, tmp_path / "search")
    old, market = build.current(tmp_path / "search"), Market(tmp_path / "search")
    monkeypatch.setattr(shape, "data_version", lambda: "other")
    assert market.find(Filters(q="möbler")).notices and build.current(tmp_path / "search") == old
    assert build.build(tmp_path, tmp_path / "search").written == len(MARKET)
    assert market.find(Filters(q="möbler")).notices and not old.exists()
    monkeypatch.setattr(shape, "EDITION", 10**6)
    with pytest.raises(NoIndex):
        Market(tmp_path / "search").find(Filters())


def test_two_builders_do_not_meet_in_one_index(tmp_path: Path):
    write(tmp_path, MARKET)
    with build.Writer(tmp_path / "search" / f"made-{shape.version()}"), pytest.raises(BeingBuilt):
        build.build(tmp_path, tmp_path / "search")


def test_what_is_not_there_is_said(tmp_path: Path, market: Market):
    with pytest.raises(NoStore):
        build.build(tmp_path, tmp_path / "search")
    with pytest.raises(NoIndex):
        Market(tmp_path / "search").find(Filters(q="möbler"))
    with pytest.raises(NoSuchNotice):
        market.card("finns-inte")


def test_a_notice_of_the_store_is_explained_as_one_just_read(place: Path, market: Market):
    card = market.find(Filters(q="100-2021")).hits[0].card
    explanation = stored.explanation(place, card["part"], card["file"])
    assert explanation is not None
    data = explanation.data()
    assert (
        data["facts"]["title"] == "Ramavtal för återbrukade möbler"
        and data["facts"]["buyer_name"] == "Provkommunen"
    )
    assert [one["name"] for one in data["lots"][0]["criteria"]] == ["Andel återbruk"]
    texts = {text.text for text in explanation.notice.texts}
    assert all(any(one["quote"] == text[one["start"] : one["end"]] for text in texts) for one in data["asks"])
    assert json.dumps(data) and stored.explanation(place, card["part"], "borta.xml") is None


def test_uploaded_documents_are_left_out_of_what_is_published(tmp_path: Path):
    write(
        tmp_path,
        [
            notice("1-2021", "Stolar"),
            notice("utkast", "Stolar, utkast", format="document", text_read="document"),
        ],
    )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    assert market.find(Filters(q="stolar")).notices == 2
    assert numbers(market.find(Filters(q="stolar"), published=True)) == ["1-2021"]


def test_every_filter_is_known_to_the_index():
    """A filter that the index does not look at would find everything."""
    from omlopp.notices.search.question import narrowing

    values = {"concept": "reuse", "r": "R3", "goal": "D", "kind": "award", "year": "2021", "cpv": "39", "nuts": "SE", "country": "SE",
              "format": "eforms", "circular": "yes", "text_read": "notice"}  # fmt: skip
    for name in set(NAMES) - {"q"}:
        assert narrowing(shape.schema(), Filters.from_query({name: values.get(name, "ett")})), name


@needs_pack("registry-se")
def test_titles_of_the_registry_are_found_by_words_that_are_written_otherwise(tmp_path: Path):
    """Real titles: the word typed stands in none of them as it is typed."""
    from omlopp.notices.run import run

    folder = pack_folder("registry-se")
    assert folder is not None
    [whole] = folder.glob("upphandlingar_*.csv.gz")
    with gzip.open(whole, "rt", encoding="utf-8") as lines:
        head, *rows = lines
    kept = [row for number, row in enumerate(rows) if number < 300 or re.search("möb|återbr", row.casefold())]
    (tmp_path / "given").mkdir()
    with gzip.open(tmp_path / "given" / whole.name, "wt", encoding="utf-8") as some:
        some.writelines([head, *kept])
    run([tmp_path / "given"], tmp_path / "market", processes=0)
    built = build.build(tmp_path / "market", tmp_path / "search")
    assert (
        built.notices
        == sum(pq.read_metadata(path).num_rows for path in (tmp_path / "market/notices").rglob("*.parquet"))
        > 300
    )
    market = Market(tmp_path / "search")
    for typed in ("återbrukade möbler", "möbelåterbruk", "aterbruk av mobel"):
        titles = [hit.card["title"] for hit in market.find(Filters(q=typed)).hits]
        assert "Återbruk och lagring av möbler" in titles and all(
            hit.title_only for hit in market.find(Filters(q=typed)).hits
        )


def test_sources_of_the_market_are_kept_apart(tmp_path: Path):
    """Two uploads may hold a file of the same name; each is a notice of its own, found by its source."""
    for source in ("pack-ted", "uppladdat-1f2e"):
        write(
            tmp_path,
            [notice("1-2021", f"Stolar ur {source}", procedure_id=source)],
            part=f"{source}.part-000000",
        )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    assert market.find(Filters(q="stolar")).notices == 2
    [hit] = market.find(Filters(source="uppladdat-1f2e/")).hits
    assert hit.card["title"].endswith("1f2e") and market.card(hit.key)["title"] == hit.card["title"]
    assert market.find(Filters(source="uppladdat-1f2e")).notices == 1
