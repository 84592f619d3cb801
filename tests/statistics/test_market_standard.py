"""How many comparable procurements already ask what a criterion asks: by concept, by wording, with the sentences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.flows import market
from omlopp.library.load import library
from omlopp.statistics.intervals import wilson
from omlopp.statistics.market_standard import (
    concepts_of,
    cosine,
    judged,
    limits,
    market_standard,
    rarity,
    stems,
)
from tests.statistics.building import asks, notice, store

REUSED = library().criteria["reused_furniture_share"]


def many(count: int, start: int = 100, **given):
    return [
        notice(str(start + number), title=f"Möbler nummer {number} i raden", **given)
        for number in range(count)
    ]


def test_counted_by_concept_among_the_same_cpv_group_in_the_last_years(tmp_path):
    found = market_standard(
        store(
            tmp_path,
            asks("1", cpv=["39112000"]),
            asks("2", cpv=["39130000"], intent="incidental"),
            asks("3", cpv=["45000000"]),  # another group
            asks("4", published_on=date(2019, 1, 1)),  # too long ago
            *many(38),
        ),
        REUSED,
    )
    assert (found.asks, found.of, found.by_concept, found.by_wording) == (2, 40, 2, 0)
    assert found.years == (2023, 2025) and "391" in found.cpv
    assert {one.notice_id for one in found.notices} == {"1", "2"}
    assert found.notices[0].quote == "återbrukade möbler" and found.notices[0].by == "concept"
    assert found.interval == wilson(2, 40)


def test_a_passage_in_the_criterions_own_words_counts_though_its_concept_is_another(tmp_path):
    words = REUSED.text.sv
    passage = {"quote": words, "concept": "recycled_content"}
    other = {"quote": "en hållbar vardag", "concept": "recycled_content"}
    found = market_standard(
        store(
            tmp_path,
            asks("1", text=words, found=[passage]),
            asks("2", text="Vi vill ha en hållbar vardag för alla.", found=[other]),
            *many(38),
        ),
        REUSED,
    )
    assert (found.asks, found.by_concept, found.by_wording) == (1, 0, 1)
    assert found.notices[0].by == "wording" and found.notices[0].similarity > limits().like_from


def test_a_procurement_with_two_notices_asks_once(tmp_path):
    found = market_standard(
        store(tmp_path, asks("1", procedure_id="A"), asks("2", procedure_id="A", kind="change"), *many(29)),
        REUSED,
    )
    assert (found.asks, found.of) == (1, 30)


def test_languages_nobody_reviewed_are_no_evidence(tmp_path):
    found = market_standard(
        store(tmp_path, *many(30), asks("1", language="pl", lexicon_state="unreviewed")), REUSED
    )
    assert (found.asks, found.of) == (0, 30)


def test_titles_settle_nothing_and_notices_are_preferred(tmp_path):
    titles = many(60, text_read="title", format="registry-se")
    only = market_standard(store(tmp_path / "titles", *titles), REUSED)
    assert only.text_read == "title" and only.verdict == "not_yet_known" and only.above == "not_yet_known"
    assert "titlar säger nästan aldrig" in only.says.sv
    both = market_standard(store(tmp_path / "both", *titles, *many(30, 300)), REUSED)
    assert both.text_read == "notice" and both.of == 30


def test_too_few_or_none_say_so(tmp_path):
    assert "För få jämförbara" in market_standard(store(tmp_path / "a", asks("1")), REUSED).says.sv
    none = market_standard(store(tmp_path / "b", notice("1", cpv=["45000000"])), REUSED)
    assert none.of == 0 and none.share is None and "Inga jämförbara" in none.says.sv


KEPT = limits()


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_word_is_given_only_where_the_whole_interval_agrees(hits, of):
    hits = min(hits, of)
    interval = wilson(hits, of)
    word = judged(interval, of, "notice", KEPT)
    if of < KEPT.smallest_base:
        assert word == "not_yet_known"
    if word == "common":
        assert interval.low >= KEPT.common_from
    if word == "rare":
        assert interval.high < KEPT.rare_below
    assert judged(interval, of, "title", KEPT) == "not_yet_known"


def test_common_means_not_above_the_market_and_rare_in_notices_proves_nothing(tmp_path):
    common = market_standard(
        store(tmp_path / "c", *(asks(str(n), title=f"Nummer {n} i en rad") for n in range(40))), REUSED
    )
    assert common.verdict == "common" and common.above == "no"
    rare = market_standard(store(tmp_path / "r", *many(300)), REUSED)
    assert rare.verdict == "rare" and rare.above == "not_yet_known", "notices say less than documents"
    documents = market_standard(store(tmp_path / "d", *many(300, text_read="document")), REUSED)
    assert documents.verdict == "rare" and documents.above == "yes"


def test_cosine_worked_by_hand():
    """Two passages, möbel in both (weight 1), trä in one (1 + ln 2 = 1.6931): cos = 1 / √(1 + 1.6931²) = 0.5086."""
    bags = [stems("möbel", "sv"), stems("möbel trä", "sv")]
    weights = rarity([{"möbel": 1}, {"möbel": 1, "trä": 1}])
    assert weights == pytest.approx({"möbel": 1.0, "trä": 1.6931}, abs=1e-4)
    assert cosine({"möbel": 1}, {"möbel": 1, "trä": 1}, weights) == pytest.approx(0.5086, abs=1e-4)
    assert cosine(bags[0], bags[0], weights) == pytest.approx(1)
    assert cosine({}, {"möbel": 1}, weights) == 0


def test_every_criterion_of_the_bank_has_its_concepts_or_says_none():
    from omlopp.library.detection import concepts

    for criterion in library().criteria.values():
        assert concepts_of(criterion) <= set(concepts()), criterion.id


def test_an_unknown_criterion_is_refused(tmp_path):
    with pytest.raises(market.UnknownCriterion):
        market.market_standard(store(tmp_path, notice("1")), "nonsense")
