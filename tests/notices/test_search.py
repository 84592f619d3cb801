"""The search index: built from the store, only what is new, resumable; questions, filters, facets, procedures, likeness."""

import gzip
import json
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.notices.filters import NAMES, Filters
from omlopp.notices.search import build, shape, store, stored
from omlopp.notices.search.errors import BeingBuilt, CannotAsk, DamagedIndex, NoIndex, NoStore, NoSuchNotice
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
    answer = market.find(Filters(q="kontorsmöbelåterbruk"), reach="words")
    assert not answer.relaxed and {"100-2021", "200-2021"} & set(numbers(answer))


def test_the_title_weighs_more_than_the_text(tmp_path: Path):
    write(
        tmp_path,
        [notice("1-2021", "Annat", "Cyklar nämns."), notice("2-2021", "Cyklar", "Något annat helt.")],
    )
    build.build(tmp_path, tmp_path / "search")
    assert numbers(Market(tmp_path / "search").find(Filters(q="cyklar"))) == ["2-2021", "1-2021"]


def test_words_that_stand_together_come_before_the_same_words_apart(tmp_path: Path):
    write(
        tmp_path,
        [
            notice("1-2021", "Drift och tjänst för produkt", "Produkt nämns, och tjänst."),
            notice("2-2021", "Avtal om produkt som tjänst i skolan", "Produkt nämns, och tjänst."),
        ],
    )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    for typed in ("produkt som tjänst", "avtal produkt tjänst"):
        assert numbers(market.find(Filters(q=typed)))[0] == "2-2021", typed


def test_a_word_is_read_by_the_rules_of_the_notices_own_language(tmp_path: Path):
    """By English rules möbler is left whole, and whole it is the Swedish stem of möblera: a Swedish notice knows better."""
    write(
        tmp_path,
        [
            notice("1-2021", "Möblerat rum, möblerad lägenhet"),
            notice("2-2021", "Möbel till skolan"),
            notice("3-2021", "Office chairs for the school", language="en", country="IE"),
        ],
    )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    assert numbers(market.find(Filters(q="möbler"))) == ["2-2021"]
    assert numbers(market.find(Filters(q="chair schools"))) == ["3-2021"]


def test_a_year_that_is_typed_is_the_year_of_the_notice_too(market: Market):
    assert numbers(market.find(Filters(q="möbler 2022"))) == ["300-2022"], "2022 stands nowhere in its text"


def test_a_country_is_found_by_its_name(market: Market):
    for typed in ("Tyskland", "Germany"):
        assert numbers(market.find(Filters(q=typed))) == ["700-2021"]


# What words mean


@pytest.mark.parametrize(
    "typed", ["refurbished furniture", "brugte møbler", "rekonditionerade mobler", "begagnatmöbler"]
)
def test_nothing_found_by_its_words_is_looked_for_by_what_they_mean(tmp_path: Path, typed: str):
    """Who asks for used furniture in any language is shown reused furniture, and says for which concepts it stands."""
    write(tmp_path, [one for one in MARKET if one["notices"][0]["notice_id"] not in ("KA1047", "700-2021")])
    build.build(tmp_path, tmp_path / "search")
    answer = Market(tmp_path / "search").find(Filters(q=typed))
    assert set(numbers(answer)) == {"100-2021", "300-2022"} or set(numbers(answer)) == {
        "200-2021",
        "300-2022",
    }
    assert {"reuse", "second_hand", "refurbished"} <= set(answer.meant) and not answer.relaxed
    assert answer.hits[0].quotes[0].concept == "reuse", "the passage that answers is the one that is shown"
    assert any(piece.marked for piece in answer.hits[0].quotes[0].quote), "with the words that mean it"


def test_what_means_the_same_is_counted_and_shown_when_asked_for(market: Market):
    words = market.find(Filters(q="begagnade möbler"))
    assert not words.meant and words.wider > words.notices > 0
    wide = market.find(Filters(q="begagnade möbler"), reach="wide")
    assert wide.notices == words.wider and set(numbers(words)) < set(numbers(wide))
    assert numbers(wide)[0] == numbers(words)[0], "the words themselves come first"


def test_a_term_of_several_words_is_read_as_one_unless_words_alone_are_asked_for(tmp_path: Path):
    found = [{**REUSE, "concept": "product_as_service", "r_strategy": "R1", "quote": "Ljus som tjänst"}]
    write(
        tmp_path,
        [
            notice("1-2021", "Solskydd med tillhörande produkter och tjänster"),
            notice("2-2021", "Belysning", "Ljus som tjänst efterfrågas.", found=found),
        ],
    )
    build.build(tmp_path, tmp_path / "search")
    market = Market(tmp_path / "search")
    assert numbers(market.find(Filters(q="produkt som tjänst"))) == ["2-2021", "1-2021"]
    assert numbers(market.find(Filters(q="produkt som tjänst"), reach="words")) == ["1-2021"]
    assert numbers(market.find(Filters(q='"produkt som tjänst"'))) == [], "quotes mean the very words"


def test_some_words_are_answered_with_most_of_them_first(market: Market):
    answer = market.find(Filters(q="möbler återbruk bord ananas"))
    assert answer.relaxed and "300-2022" not in numbers(answer)[:1]
    counts = [sum(piece.marked for piece in hit.title) > 0 for hit in answer.hits]
    assert counts == sorted(counts, reverse=True)


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
    assert found[0].cpv == "3913" and found[0].concepts == ("reuse",)
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


KILLED = """
import os, signal, sys
from pathlib import Path
from omlopp.notices.search import build, shape, store
when, left, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
build.COMMIT_EVERY = 1
name = {"noting": (build, "_write"), "making": (shape, "document"), "reading": (store, "entries")}[when]
real = getattr(*name)
def dying(*given):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)
setattr(*name, dying)
build.build(folder, folder / "search")
"""


@pytest.mark.parametrize(
    "when, left", [("making", 0), ("making", 3), ("reading", 2), ("noting", 0), ("noting", 2)]
)
def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(tmp_path: Path, when: str, left: int):
    """SIGKILL, as by a machine that loses power: between documents, between parts, between saving and noting."""
    write(tmp_path, MARKET[:2])
    build.build(tmp_path, tmp_path / "search")
    for number, one in enumerate(MARKET[2:]):
        write(tmp_path, [one], part=f"part-{number + 1:05}")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, when, str(left), str(tmp_path)], capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL
    market = Market(tmp_path / "search")
    assert 2 <= market.find(Filters()).notices < len(MARKET), "what was there answers, and what was saved"
    assert build.build(tmp_path, tmp_path / "search").notices == len(MARKET)
    found = [hit.key for hit in market.find(Filters(), size=50).hits]
    assert len(found) == len(set(found)) == len({one["notices"][0]["procedure_id"] for one in MARKET})


@pytest.mark.parametrize("ext, left", [("idx", 20), ("store", 20), ("term", 0), ("json", 9)])
def test_a_damaged_index_is_said_and_made_anew(tmp_path: Path, ext: str, left: int):
    write(tmp_path, MARKET)
    build.build(tmp_path, tmp_path / "search")
    path = next(build.current(tmp_path / "search").glob(f"*[a-z0-9].{ext}" if ext != "json" else "meta.json"))
    whole = path.read_bytes()
    path.unlink()  # a file cut short in place would end the process that still has it mapped
    path.write_bytes(whole[:left])
    market = Market(tmp_path / "search")
    with pytest.raises(DamagedIndex):
        market.find(Filters(q="möbler"))
    assert build.build(tmp_path, tmp_path / "search").written == len(MARKET)
    assert market.find(Filters(q="möbler")).notices


def test_a_list_of_parts_without_its_index_is_not_believed(tmp_path: Path):
    write(tmp_path, MARKET)
    build.build(tmp_path, tmp_path / "search")
    (build.current(tmp_path / "search") / "meta.json").unlink()
    assert build.build(tmp_path, tmp_path / "search").notices == len(MARKET)


def test_a_full_disk_is_said_and_the_old_index_answers(tmp_path: Path):
    """The limit on the size of a file stands for the disk: writing fails just so."""
    write(tmp_path, MARKET[:3])
    build.build(tmp_path, tmp_path / "search")
    write(tmp_path, MARKET[3:], part="part-00001")
    script = f"""
import resource, signal
from pathlib import Path
from omlopp.notices.search import build
from omlopp.notices.search.errors import NoRoom
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
try:
    build.build(Path({str(tmp_path)!r}), Path({str(tmp_path / "search")!r}))
except NoRoom:
    print("said")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "said\n", done.stderr
    assert Market(tmp_path / "search").find(Filters()).notices == 3
    assert build.build(tmp_path, tmp_path / "search").notices == len(MARKET)


def test_when_all_is_taken_away_nothing_is_found(tmp_path: Path):
    write(tmp_path, MARKET[:3])
    build.build(tmp_path, tmp_path / "search")
    for part in tmp_path.glob("*/year=*/*.parquet"):
        part.unlink()
    assert build.build(tmp_path, tmp_path / "search").notices == 0
    assert Market(tmp_path / "search").find(Filters()).hits == ()


def test_a_source_that_gave_nothing_does_not_stop_the_others(tmp_path: Path):
    """A run whose every file was refused writes tables without rows."""
    write(tmp_path, MARKET)
    for table in ("notices", "texts"):
        path = next((tmp_path / table).rglob("*.parquet"))
        empty = tmp_path / table / "year=0" / "uppladdat-1.part-none.parquet"
        empty.parent.mkdir()
        pq.write_table(pq.ParquetFile(path).read().slice(0, 0), empty)
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
