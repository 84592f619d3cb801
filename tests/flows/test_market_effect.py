"""The market evidence as a walk: kept, told, drawn, published – and what it says where data are missing."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from omlopp.flows import market_effect
from omlopp.flows import market_effect_told as told
from omlopp.flows.market_effect_figures import figures
from omlopp.flows.publications.base import Base
from omlopp.library.load import library
from omlopp.statistics import effect_data, effect_made, effect_spec
from tests.conftest import needs_pack

DAY = date(2026, 11, 22)
SPEC = effect_spec.current()


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory):
    """The walk over invented procurements, kept as a real one is."""
    spec = replace(SPEC, draws=99, robustness=SPEC.robustness[:2])
    rows = effect_made.made(3, spec, effect_made.World(buyers=60, procurements=700, asked=0.1))
    rows = replace(rows, every=rows.procurements)
    made = market_effect._result(rows, spec, DAY, lambda _: None)
    made["data"] |= {"pack": "made", "version": "made", "licence": "–"}
    made["check"] = {"planted": dict(rows.planted), "seed": 3, "answers": made["answers"], "raw": []}
    base = tmp_path_factory.mktemp("home")
    market_effect.keep(made, effect_data.as_csv(rows), SPEC, base)
    kept = market_effect.kept(base)
    assert kept is not None
    return kept


def test_what_is_kept_carries_the_marks_of_specification_data_and_program(result):
    assert result["specification"]["sha256"] == SPEC.sha256
    assert re.fullmatch("[0-9a-f]{64}", result["data"]["sha256"])
    assert result["program"]["omlopp"] and result["program"]["statsmodels"]
    assert not market_effect.stale(result)


def test_the_result_is_plain_data(result):
    assert json.loads(json.dumps(result)) == result


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_answer_is_a_sentence_with_interval_and_base(result, language):
    for one in told.answers(result):
        says = one.says.within(language)
        assert "{" not in says and "market." not in says and says.endswith("."), says
        if one.row["effect"] is not None:
            assert "95" in says and str(one.row["exposed"]) in says, says
    assert "{" not in told.check(result, language) + told.share(result, language) + told.source(
        result, language
    )


def test_a_result_that_cannot_tell_says_so_and_what_it_could_have_seen():
    row = {
        "exposure": "found", "outcome": "bids", "ratio": True, "unit": "procurement", "verdict": "cannot_tell",
        "effect": 1.3035, "low": 0.024, "high": 3.88, "p_holm": 0.172, "mde_low": -0.67, "mde_high": 2.01, "n": 5238,
        "exposed": 7, "buyers": 406, "exposed_buyers": 7, "why": "",
    }  # fmt: skip
    said = told.sentence(row, SPEC, "sv").replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Går inte att säga: +130 % i antal anbud per del, 95 %-intervall +2,4 % till +388 %. Kravet finns i 7 av 5 238 "
        "jämförda upphandlingar, hos 7 köpare. Bara en skillnad på minst −67 % eller +201 % hade säkert nog synts."
    )
    assert "Holms justering är p 0,172" in told.note(row, SPEC, "sv")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_forest_has_a_line_for_every_row_of_its_table(result, language):
    for exposure, outcome in market_effect.questions():
        if outcome == "local":
            continue
        picture = told.picture(result, exposure, outcome, language)
        table = told.lines_table(result, exposure, outcome, language)
        for row in table.rows:
            assert row[0] in picture.alt
        assert picture.title and picture.source and picture.narrow_svg


def test_the_figures_of_publications_have_the_same_ids_with_and_without_a_result(result):
    base = Base(library(), DAY)
    empty = {one.id: one for one in figures(base)}
    full = {one.id: one for one in figures(replace(base, market=result))}
    assert empty.keys() == full.keys() and len(empty) == len(list(figures(base)))
    assert all(one.value is None for one in empty.values())
    row = market_effect.answer(result, "found", "bids")
    assert float(full["market.bids.effect"].value) == pytest.approx(row["effect"] * 100, abs=1e-3)
    assert full["market.bids.effect"].base == row["n"] and full["market.bids.base"].value == row["n"]


def test_tables_to_download_say_what_they_were_made_from(result):
    for name in market_effect.TABLES:
        head = market_effect.as_csv(result, name).decode().splitlines()
        assert SPEC.sha256 in head[0] and result["data"]["sha256"] in head[1]
    with pytest.raises(market_effect.UnknownEffectTable):
        market_effect.table(result, "secrets")


def test_shares_of_few_procurements_are_withheld_and_their_counts_stay(result):
    for by in ("county", "division", "buyer_kind", "platform", "year"):
        for row in result["uptake"][by]:
            assert (row["share"] is None) == (row["of"] < result["uptake"]["smallest_base"])
        assert sum(row["of"] for row in result["uptake"][by]) == result["uptake"]["all"]["of"]


def test_without_the_pack_it_says_what_is_missing_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from omlopp.library.messages import sentence

    monkeypatch.setenv("OMLOPP_PACKS", str(tmp_path))
    with pytest.raises(market_effect.NoEffectData) as refused:
        market_effect.run(DAY, base=tmp_path)
    for language in ("sv", "en"):
        said = sentence(refused.value, language)
        assert "registry-se" in said and "omlopp packs add" in said and "--simulated" in said
    assert market_effect.kept(tmp_path) is None


def test_a_broken_or_older_result_is_no_result(tmp_path: Path):
    folder = market_effect.place(tmp_path)
    folder.mkdir(parents=True)
    for content in ("{", "[]", '{"form": 0}'):
        (folder / market_effect.RESULT).write_text(content, "utf-8")
        assert market_effect.kept(tmp_path) is None


def test_publications_take_the_kept_result_and_an_older_one_only_where_no_data_are_at_hand(
    result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMLOPP_PACKS", str(tmp_path))
    assert market_effect.at_hand(tmp_path) is None
    market_effect.keep(result, b"", SPEC, tmp_path)
    assert market_effect.at_hand(tmp_path) == result
    older = {**result, "specification": {**result["specification"], "sha256": "0" * 64}}
    market_effect.keep(older, b"", SPEC, tmp_path)
    assert market_effect.at_hand(tmp_path) == older and market_effect.stale(older)
    ran: list[str] = []
    monkeypatch.setattr(market_effect, "run", lambda **_: ran.append("run") or result)
    assert market_effect.at_hand(tmp_path) == result and ran == ["run"]


@pytest.mark.long
@needs_pack("registry-se")
def test_the_registry_cannot_tell_and_says_how_large_a_difference_would_have_shown(tmp_path: Path):
    made = market_effect.run(DAY, base=tmp_path)
    one = market_effect.answer(made, "found", "bids")
    assert (one["verdict"], one["exposed"], one["n"]) == ("cannot_tell", 7, 5_238)
    assert one["mde_low"] < -0.6 and one["mde_high"] > 1.5
    assert {row["verdict"] for row in made["answers"]} == {"cannot_tell", "not_estimated"}
    again = market_effect.run(DAY, base=tmp_path)
    assert {k: v for k, v in made.items() if k != "seconds"} == {
        k: v for k, v in again.items() if k != "seconds"
    }
