"""The market evidence: what the method finds, what it does not, and the arithmetic by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from omlopp.statistics import effect_data, effect_doubt, effect_made, effect_run, effect_spec
from omlopp.statistics.effect_few import drawn, randomised
from omlopp.statistics.effect_fit import Absorber, Design, NotEstimable, counts, dispersion_of, linear
from omlopp.statistics.effect_made import World
from tests.conftest import needs_pack, pack_folder

SPEC = effect_spec.current()
QUICK = replace(SPEC, draws=199)
FOUND = SPEC.exposures["found"]
SMALL = World(buyers=80, procurements=1_200, asked=0.12)


def design(outcome, exposure, group=None, others=None, cluster=None) -> Design:
    n = len(outcome)
    return Design(
        np.array(outcome, float),
        np.array(exposure, float),
        np.zeros(n, np.int64) if group is None else np.array(group),
        sparse.csr_matrix((n, 1)) if others is None else sparse.csr_matrix(np.array(others, float)),
        np.arange(n) if cluster is None else np.array(cluster),
    )


def asked(rows, outcome, id="main", plan=None, spec=QUICK):
    return effect_run.estimate(
        rows, spec, FOUND, spec.outcomes[outcome], id, plan or effect_run.main_plan(spec)
    )


# By hand, against closed form


def test_without_effects_the_linear_effect_is_the_difference_of_two_means():
    fit = linear(design([1, 0, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0]))
    assert fit.effect == pytest.approx(2 / 3 - 1 / 3)


def test_without_effects_the_count_effect_is_the_logarithm_of_the_ratio_of_two_means():
    fit = counts(design([2, 4, 6, 5, 7, 9], [1, 1, 1, 0, 0, 0]))
    assert fit.effect == pytest.approx(np.log(4 / 7))


def test_the_clustered_error_of_a_difference_of_means_is_the_textbook_one():
    """Each row its own cluster: CR1 = HC1 = n/(n−k) Σ (residual / group size)²."""
    y, x = np.array([3.0, 5, 4, 8, 9, 13]), np.array([1, 1, 1, 0, 0, 0])
    left = y - np.where(x == 1, 4.0, 10.0)
    wanted = np.sqrt(6 / (6 - 2) * (left**2).sum() / 9)
    assert linear(design(y, x)).error == pytest.approx(wanted)


def test_a_buyers_level_says_nothing_only_the_difference_within_it():
    """Buyer 0: 10 with, 12 without. Buyer 1: 100 with, 102 without. Between buyers everything differs; within, −2."""
    fit = linear(
        design([10, 12, 12, 100, 102, 102], [1, 0, 0, 1, 0, 0], [0, 0, 0, 1, 1, 1], None, [0, 0, 0, 1, 1, 1])
    )
    assert fit.effect == pytest.approx(-2)


def test_within_buyers_the_count_effect_of_one_pair_each_is_the_ratio_of_sums():
    """Halved in every buyer, whatever its level: exactly −50 per cent."""
    fit = counts(design([5, 10, 50, 100], [1, 0, 1, 0], [0, 0, 1, 1], None, [0, 0, 1, 1]))
    assert np.exp(fit.effect) == pytest.approx(0.5)


def test_randomisation_counts_the_ways_and_its_smallest_p_is_theirs():
    """One of four, the highest: 4 ways, and no p below a quarter (but for the draws' own chance)."""
    one = design([9, 1, 2, 3], [1, 0, 0, 0])
    _, ways = drawn(one, np.arange(4), one.group, 999, 1)
    assert ways == 4
    found = randomised(
        one, np.arange(4), count=False, dispersion=0, draws=999, seed=1, level=0.95, interval=False
    )
    assert found.p == pytest.approx(0.25, abs=0.05)


def test_holm_by_hand():
    assert effect_doubt.holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])


def test_what_stands_alone_is_left_out_until_nothing_does():
    import pandas as pd

    rows = pd.DataFrame({"id": list("abcde"), "buyer": [1, 1, 2, 2, 3], "division": [1, 1, 1, 9, 1]})
    assert list(effect_run.compared(rows, ("buyer", "division"))["id"]) == ["a", "b"]


# Against statsmodels with every effect as a column


def test_the_same_estimates_and_errors_as_statsmodels_with_dummies():
    import statsmodels.api as sm

    rows = effect_made.made(5, SPEC, World(buyers=12, procurements=240, asked=0.3))
    kept = effect_run.compared(rows.procurements, SPEC.fixed_effects)
    one = effect_run.design_of(kept, "found", "bids", SPEC.fixed_effects, SPEC.controls)
    buyers = np.eye(one.group.max() + 1)[one.group]
    full = np.column_stack([one.exposure, buyers, one.others.toarray()])
    keep = [
        place
        for place in range(full.shape[1])
        if np.linalg.matrix_rank(full[:, : place + 1]) > np.linalg.matrix_rank(full[:, :place])
    ]
    full = full[:, keep]
    kinds = {"cov_type": "cluster", "cov_kwds": {"groups": one.cluster}}
    for fit, theirs, own in (
        (linear(one), sm.OLS(one.outcome, full).fit(**kinds), len(full) - full.shape[1]),
        (counts(one), sm.GLM(one.outcome, full, sm.families.Poisson()).fit(**kinds), None),
    ):
        assert fit.effect == pytest.approx(theirs.params[0], abs=1e-6)
        n, nested = (
            len(full),
            full.shape[1] - (buyers.shape[1] - 1),
        )  # buyers' effects are nested in the clusters
        scale = np.sqrt((n - 1) / (n - nested)) / (np.sqrt((n - 1) / own) if own else 1)
        if own is None:  # GLM has the same small-sample factor, of all its columns
            scale = np.sqrt((n - 1) / (n - nested)) / np.sqrt((n - 1) / (n - full.shape[1]))
        assert fit.error == pytest.approx(theirs.bse[0] * scale, rel=1e-4)


def test_what_is_left_is_orthogonal_to_everything_taken_out():
    rows = effect_made.made(2, SPEC, World(buyers=30, procurements=400))
    one = effect_run.design_of(rows.procurements, "found", "bids", SPEC.fixed_effects, SPEC.controls)
    weights = np.random.default_rng(1).uniform(0.1, 5, one.size)
    left = Absorber(one, weights).left(one.outcome)
    assert np.abs(one.others.T @ (weights * left)).max() < 1e-7
    assert np.abs(np.bincount(one.group, weights * left)).max() < 1e-8


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 5), st.floats(-3, 3))
def test_a_scale_moves_nothing_and_a_level_moves_no_difference(seed, scale, level):
    """Twice as many bids everywhere is the same relative change; a share point more everywhere the same difference."""
    source = np.random.default_rng(seed)
    y, x = source.poisson(4, 40) + 1.0, np.tile([1.0, 0, 0, 0], 10)
    group = np.repeat(np.arange(5), 8)
    assert counts(design(y * scale, x, group, None, group)).effect == pytest.approx(
        counts(design(y, x, group, None, group)).effect, abs=1e-6
    )
    assert linear(design(y + level, x, group, None, group)).effect == pytest.approx(
        linear(design(y, x, group, None, group)).effect, abs=1e-8
    )


# A planted effect, and none


def test_a_planted_effect_is_recovered_with_its_interval_where_the_raw_difference_misleads():
    rows = effect_made.made(20261122, SPEC)
    found = asked(rows, "bids")
    raw = effect_run.estimate(rows, QUICK, FOUND, SPEC.outcomes["bids"], "raw", effect_run.Plan())
    assert found.low < -0.25 < found.high < 0
    assert found.p_random < 0.01
    assert raw.effect > 0, "confounded on purpose: who asks has more bids to begin with"
    assert effect_doubt.judged([found], SPEC)[0].verdict == "shown"


def test_where_nothing_was_planted_nothing_is_shown():
    world = replace(SMALL, planted=dict.fromkeys(effect_made.PLANTED, 0.0))
    rows = effect_made.made(11, SPEC, world)
    several = [asked(rows, outcome) for outcome in SPEC.outcomes]
    assert {one.verdict for one in effect_doubt.judged(several, SPEC)} <= {
        "cannot_tell",
        "none_of_interest",
        "not_estimated",
    }


def test_few_exposed_are_told_by_randomisation_and_the_smallest_visible_effect_is_large():
    rows = effect_made.made(3, SPEC, replace(SMALL, asked=0.012))
    found = asked(rows, "bids")
    assert found.way == "randomised" and found.exposed_buyers < SPEC.few_buyers
    assert found.low < found.effect < (found.high or 99)
    assert found.mde_low < -0.3 and found.mde_high > 0.3


def test_fewer_exposed_than_the_specification_asks_for_are_not_estimated():
    rows = effect_made.made(3, SPEC, replace(SMALL, asked=0.002))
    found = asked(rows, "bids")
    assert (found.effect, found.why) == (None, "too_few")


def test_what_the_source_does_not_hold_is_not_estimated():
    rows = effect_made.made(1, SPEC, replace(SMALL, procurements=100))
    assert asked(rows, "local").why == "not_in_source"


def test_an_exposure_whose_every_outcome_is_zero_has_no_ratio():
    with pytest.raises(NotEstimable):
        counts(design([0, 0, 3, 4], [1, 1, 0, 0]))


def test_the_negative_binomial_weighs_down_the_large_and_keeps_the_sign():
    rows = effect_made.made(4, SPEC, SMALL)
    one = effect_run.design_of(rows.procurements, "found", "bids", ("buyer",), ())
    plain = counts(one)
    spread = dispersion_of(one, plain)
    assert spread > 0.1, "planted as 0.4"
    assert counts(one, spread).effect == pytest.approx(plain.effect, abs=0.15)


def test_a_small_effect_seen_sharply_is_of_no_interest():
    one = effect_run.Estimate(
        "main", "found", "bids", True, effect=0.01, low=-0.05, high=0.07, p=0.7, p_random=0.7
    )
    assert effect_doubt.judged([one], SPEC)[0].verdict == "none_of_interest"


def test_the_interval_of_the_draws_holds_what_they_do_not_reject():
    rows = effect_made.made(8, SPEC, World(buyers=40, procurements=500, asked=0.04))
    kept = effect_run.compared(rows.procurements, ("buyer",))
    one = effect_run.design_of(kept, "found", "single", ("buyer",), ())
    unit = np.arange(one.size)
    found = randomised(one, unit, count=False, dispersion=0, draws=499, seed=1, level=0.95)
    for effect, rejected in (
        (found.low - 0.01, True),
        (found.high + 0.01, True),
        ((found.low + found.high) / 2, False),
    ):
        moved = replace(one, outcome=one.outcome - effect * one.exposure)
        p = randomised(
            moved, unit, count=False, dispersion=0, draws=499, seed=1, level=0.95, interval=False
        ).p
        assert (p <= 0.05) == rejected


# The specification


def test_the_specification_is_the_file_and_its_mark():
    import hashlib

    path = effect_spec.FOLDER / SPEC.file
    assert SPEC.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert SPEC.id.endswith(SPEC.written_on.isoformat()) and SPEC.written_on.isoformat() in path.name


def test_a_specification_that_has_been_run_is_never_edited():
    """Change it, and every result kept by it is of something else: write a new one with a new day."""
    marks = {
        "market_effect_2026-11-22.yaml": "1495949e9baf05b7b28687d595a04658c576b9145e77bc58e997e28139d595d7"
    }
    for path in effect_spec.specifications():
        assert effect_spec.read(path).sha256 == marks[path.name]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("unit: procurement", "unit: lot"),
        ("model: poisson", "model: guess"),
        ("level: 0.95", "level: 95"),
        ("id: market", "ib: market"),
        ("caveats:", "caveats: ["),
    ],
)
def test_a_specification_that_cannot_be_run_is_refused_by_name(tmp_path: Path, old: str, new: str):
    text = (effect_spec.FOLDER / SPEC.file).read_text("utf-8")
    path = tmp_path / "market_effect_2030-01-01.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(effect_spec.SpecificationFault) as refused:
        effect_spec.read(path)
    assert refused.value.facts["file"] == path.name


def test_a_folder_without_the_tables_says_which_are_missing(tmp_path: Path):
    with pytest.raises(effect_data.DataFault) as refused:
        effect_data.read(tmp_path, SPEC)
    assert "procurements" in refused.value.facts["says"]


# The registry of 2021


@needs_pack("registry-se")
def test_the_registry_gives_the_counts_that_its_description_states():
    rows = effect_data.read(pack_folder("registry-se"), SPEC)
    assert rows.left_out["all"] == 10_827 and len(rows.procurements) == 10_744
    assert rows.reporting == ("KommersAnnons.se",)
    assert (rows.every["flag"] == "True").sum() == 653
    assert rows.left_out["bids_without_procurement"] == 34
    assert rows.procurements["found"].sum() == 11
    assert "leverantor" not in " ".join(rows.procurements.columns)


# Long: over many worlds


@pytest.mark.long
def test_intervals_hold_the_planted_effect_as_often_as_they_say():
    """100 worlds: the 95 per cent interval of bids holds the truth in 88–100 of them (binomial 99.9 per cent)."""
    held = {"bids": 0, "single": 0}
    for seed in range(100):
        rows = effect_made.made(seed, SPEC, World(buyers=100, procurements=1_500, asked=0.1))
        for outcome in held:
            one = asked(rows, outcome, id="coverage")
            held[outcome] += one.low <= effect_made.PLANTED[outcome] <= one.high
    assert all(88 <= count <= 100 for count in held.values()), held


@pytest.mark.long
def test_without_an_effect_randomisation_rejects_about_one_in_twenty_also_for_few():
    spec, world = (
        replace(SPEC, draws=199),
        World(buyers=60, procurements=900, asked=0.012, planted=dict.fromkeys(effect_made.PLANTED, 0.0)),
    )
    ps = [asked(effect_made.made(seed, SPEC, world), "bids", spec=spec).p_random for seed in range(120)]
    rejected = sum(p <= 0.05 for p in ps if p is not None)
    assert rejected <= 14, rejected  # binomial(120, 0.05): at most 14 in 999 of 1000


@pytest.mark.long
def test_an_effect_of_the_smallest_detectable_size_is_found_four_times_in_five():
    found = []
    for seed in range(60):
        world = World(buyers=100, procurements=1_500, asked=0.1)
        size = asked(effect_made.made(seed, SPEC, world), "bids", id="size").mde_low
        planted = {**effect_made.PLANTED, "bids": size}
        again = asked(
            effect_made.made(seed + 1_000, SPEC, replace(world, planted=planted)), "bids", id="power"
        )
        found.append(again.p < 0.05)
    assert 0.64 <= np.mean(found) <= 0.95, np.mean(found)
