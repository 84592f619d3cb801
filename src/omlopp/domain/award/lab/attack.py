"""The whole attack: fields are drawn once and every test looks at the same ones; given bids are attacked
exactly as well."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from omlopp.domain.award.lab.alternatives import winner_map
from omlopp.domain.award.lab.arrays import Fields, simulated
from omlopp.domain.award.lab.assessors import assessor_noise, assessor_noise_given
from omlopp.domain.award.lab.close import rounding, ties
from omlopp.domain.award.lab.draw import Market, draw
from omlopp.domain.award.lab.effect import effects
from omlopp.domain.award.lab.found import Found, gathered, not_applicable, taken
from omlopp.domain.award.lab.given import Given, given
from omlopp.domain.award.lab.independence import phantom, ring, withdrawal
from omlopp.domain.award.lab.least_change import nearest
from omlopp.domain.award.lab.low_bids import low_bid_screen
from omlopp.domain.award.lab.own_bids import leaving, other_formulas, phantom_price
from omlopp.domain.award.lab.promises import legal_faults, sanctions
from omlopp.domain.award.lab.quantities import contract_shift, realised
from omlopp.domain.award.lab.replay import OldProcurement, replay
from omlopp.domain.award.lab.replies import best_reply, gaming, quality_pays
from omlopp.domain.award.lab.report import TESTS, Report
from omlopp.domain.award.lab.slopes import influence, kronor
from omlopp.domain.award.lab.thresholds import admitted, threshold_risk
from omlopp.domain.award.lab.unknowns import Unknown, lcc_uncertainty
from omlopp.domain.award.lab.weights import SPREAD, acceptability, robust_fields
from omlopp.domain.model.award import AwardModel, Bid, digest
from omlopp.domain.model.errors import OmloppError

DRAWS = 100_000
SMAA_DRAWS = 20_000
RING_FIELDS, GAMING_FIELDS, FLOAT64_FIELDS = 10_000, 6_000, 50_000
"""How many of the fields the dearer tests look at; the error beside each number says what that costs."""

Progress = Callable[[int, int, tuple[Found, ...]], None]
Answers = Sequence[Found]


@dataclass(frozen=True, slots=True)
class Attack:
    """What is attacked. `bids`: given bids, where there are any; `old`: earlier procurements for the
    replay."""

    model: AwardModel
    market: Market
    seed: int = 1
    draws: int = DRAWS
    bids: tuple[Bid, ...] = ()
    old: tuple[OldProcurement, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    spread: Decimal = SPREAD


def attack(what: Attack, progress: Progress | None = None, stop: Callable[[], bool] | None = None) -> Report:
    """Runs every test of TESTS. `progress(done, of, found)` after each; `stop()` is asked between tests.

    A test that a model does not allow (no price form, no bids …) answers that it does not apply, and why.
    Refuses nothing but a market that cannot be drawn.
    """
    ground = _Ground(what)
    found: list[Found] = []
    run: list[str] = []
    for test in TESTS:
        if stop is not None and stop():
            break
        answers = tuple(_answers(test, ground))
        run.append(test)
        found += answers
        if progress is not None:
            progress(len(run), len(TESTS), answers)
    return Report(
        digest(what.model),
        what.model.family,
        what.market,
        what.seed,
        what.draws,
        {one.bids: one.count for one in ground.fields} if run else {},
        tuple(found),
        len(what.bids),
        len(run) < len(TESTS),
        tuple(test for test in TESTS if test not in run),
        what.model.currency,
        what.spread,
        tuple(one.title for one in what.model.criteria if not one.price),
    )


@dataclass
class _Ground:
    """What the tests stand on, made when first asked for."""

    what: Attack
    worth: dict[str, float] = field(default_factory=dict)  # criterion → money of a full mark, as S3 found it

    @cached_property
    def drawn(self) -> tuple[Fields, ...]:
        return draw(self.what.model, self.what.market, self.what.draws, self.what.seed)

    @cached_property
    def fields(self) -> tuple[Fields, ...]:
        """The fields as the award would compare them, most common number of bids first."""
        kept = admitted(self.what.model, self.drawn)
        return tuple(sorted(kept, key=lambda one: (-one.count, one.bids)))

    @cached_property
    def refused(self) -> str:
        """Why the model cannot be simulated, as an error's code; empty: it can."""
        try:
            simulated(self.what.model)
        except OmloppError as error:
            return error.code
        return ""

    @cached_property
    def given(self) -> Given | None:
        """The bids that reach every threshold; None without any."""
        if not self.what.bids:
            return None
        ready = given(self.what.model, self.what.bids)
        return ready if ready.bids else None

    def each(self, ask: Callable[[Fields], Answers | Found], most: int | None = None) -> Answers:
        """One test over the fields of every number of bids, pooled."""
        parts = self.fields if most is None else taken(self.fields, most)
        said = [ask(one) for one in parts]
        return gathered([[one] if isinstance(one, Found) else one for one in said])


def _answers(test: str, ground: _Ground) -> Answers:
    """A test's answers; where nothing in it applies, one that says why."""
    on_fields, on_bids = _TESTS[test]
    said: list[Found] = []
    if on_fields is not None:
        if ground.refused:
            said.append(not_applicable(test, "not_simulated", code=ground.refused))
        elif not ground.fields:
            said.append(not_applicable(test, "no_bid_left"))
        else:
            said += _guarded(test, on_fields, ground)
    if on_bids is not None and (ground.what.bids or on_fields is None):
        said += _guarded(test, on_bids, ground)
    return [one for one in said if one.applies] or said[:1]


def _guarded(test: str, ask: Callable[[_Ground], Answers], ground: _Ground) -> Answers:
    """A formula may refuse what a test tries (a price of zero …): then it does not apply, by the refusal's
    code."""
    try:
        return ask(ground)
    except OmloppError as error:
        return [not_applicable(test, "refused", code=error.code)]


def _s3(ground: _Ground) -> Answers:
    what = ground.what
    answers = kronor(what.model, ground.fields, what.market.expected_price)
    ground.worth = {one.about: one.number for one in answers if one.applies}
    return answers


def _s1(ground: _Ground) -> Answers:
    model, seed = ground.what.model, ground.what.seed
    return [*ground.each(lambda f: withdrawal(model, f, seed)), *ground.each(lambda f: phantom(model, f))]


def _s6(ground: _Ground) -> Answers:
    model, market = ground.what.model, ground.what.market
    price = market.expected_price
    return [
        *ground.each(lambda f: gaming(model, f, price), GAMING_FIELDS),
        *ground.each(lambda f: best_reply(model, f, price), GAMING_FIELDS),
        *ground.each(lambda f: quality_pays(model, market, f), GAMING_FIELDS),
    ]


def _s14(ground: _Ground) -> Answers:
    return threshold_risk(ground.what.model, ground.drawn)


def _on_given(ask: Callable[[Given], Answers | Found], test: str) -> Callable[[_Ground], Answers]:
    def answers(ground: _Ground) -> Answers:
        if ground.given is None:
            return [not_applicable(test, "no_bids" if not ground.what.bids else "no_bid_left")]
        said = ask(ground.given)
        return [said] if isinstance(said, Found) else said

    return answers


def _s9(ground: _Ground) -> Answers:
    what = ground.what
    return lcc_uncertainty(what.model, what.bids, ground.given, what.unknowns, seed=what.seed)


def _price(ground: _Ground) -> Decimal:
    return Decimal(repr(ground.what.market.expected_price))


Ask = Callable[[_Ground], Answers]
_TESTS: dict[str, tuple[Ask | None, Ask | None]] = {
    "S2": (
        lambda g: g.each(lambda f: winner_map(g.what.model, f, _price(g))),
        lambda g: _on_given(lambda ready: other_formulas(ready, _price(g)), "S2")(g),
    ),
    "S3": (_s3, None),
    "P10": (
        lambda g: [influence(g.what.model, g.fields, g.what.market.expected_price)],
        None,
    ),
    "S12": (lambda g: g.each(lambda f: effects(g.what.model, f)), None),
    "S1": (_s1, _on_given(lambda ready: [leaving(ready), phantom_price(ready)], "S1")),
    "S7": (lambda g: g.each(lambda f: ring(g.what.model, f), RING_FIELDS), None),
    "S6": (_s6, None),
    "S5": (
        lambda g: g.each(lambda f: robust_fields(g.what.model, f, g.what.spread)),
        lambda g: _on_given(lambda ready: acceptability(ready, SMAA_DRAWS, g.what.seed, g.what.spread), "S5")(
            g
        ),
    ),
    "S4": (None, _on_given(nearest, "S4")),
    "S10": (
        lambda g: g.each(lambda f: assessor_noise(g.what.model, f, g.what.seed)),
        lambda g: _on_given(lambda ready: assessor_noise_given(ready, g.what.seed), "S10")(g),
    ),
    "S11": (lambda g: g.each(lambda f: rounding(g.what.model, f), FLOAT64_FIELDS), None),
    "S18": (lambda g: g.each(lambda f: ties(g.what.model, f), FLOAT64_FIELDS), None),
    "S8": (
        lambda g: g.each(lambda f: contract_shift(g.what.model, f, g.what.seed)),
        lambda g: [realised(g.what.model, g.what.bids)],
    ),
    "S9": (None, _s9),
    "S13": (lambda g: g.each(lambda f: low_bid_screen(g.what.model, f)), None),
    # These ask nothing of the compared fields.
    "S14": (None, _s14),
    "S15": (None, lambda g: [replay(g.what.model, g.what.old)]),
    "S17": (None, lambda g: [sanctions(g.what.model, g.worth)]),
    "S16": (None, lambda g: [legal_faults(g.what.model, g.what.bids)]),
}
"""Test → what is asked of drawn fields, and of the given bids or of the model itself."""
