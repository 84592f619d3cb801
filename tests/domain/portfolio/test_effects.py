"""What came of each effect: one line of each procurement, unknown counted, change only against a baseline."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.model.indicators import FactorUsed, Measurement, Stage
from omlopp.domain.portfolio.effects import Kind, Source, Stocked, amounts, summed
from omlopp.domain.portfolio.seen import Amount, Lit, Seen, Told
from omlopp.library.load import library

CARDS = library().indicators
WASTE = Kind("waste", "tonnes", (Source("waste_mass", "waste_mass", Decimal("0.001"), change=True),))
PIECES = Kind(
    "resources", "pieces",
    (Source("", "", Decimal(1), stock="pieces"), Source("purchases_avoided", "avoided_items", Decimal(1)),
     Source("reused_item_share", "reused_items", Decimal(1))),
)  # fmt: skip
FACTOR = FactorUsed("f", "s", "1", 2026, "CC0")


def one(card: str, stage: Stage, factors: tuple[FactorUsed, ...] = (), **inputs: int) -> Measurement:
    given = {name: Decimal(value) for name, value in inputs.items()}
    return Measurement(card, stage, given, date(2026, 5, 1), "lista", id=f"{card}{stage}", factors=factors)


def found(
    kind: Kind, *rows: Measurement, spread: float = 0.2, stock: dict[str, Stocked] | None = None
) -> Amount:
    cards = {row.indicator: CARDS[row.indicator] for row in rows}
    return amounts([kind], rows, cards, {row.id: (spread, True) for row in rows}, stock)[0]


def seen(id: str, *held: Amount, goal: str = "A") -> Seen:
    lit = (Lit(goal, Told("unknown", "u")),)  # type: ignore[arg-type]
    return Seen(id, id, "own", "counted", amounts=held, lit=lit)


def test_less_waste_is_what_it_was_less_what_it_is():
    rows = one("waste_mass", Stage.BASELINE, waste_mass=2_500), one("waste_mass", Stage.END, waste_mass=1_000)
    assert found(WASTE, *rows).value == Decimal("1.5")


def test_without_a_baseline_the_change_is_not_known():
    assert found(WASTE, one("waste_mass", Stage.END, waste_mass=1_000)).value is None


def test_of_one_procurement_one_line_counts():
    """Forty avoided and forty reused are the same forty desks."""
    rows = (
        one("purchases_avoided", Stage.END, avoided_items=40),
        one("reused_item_share", Stage.END, reused_items=41, delivered_items=90),
    )
    assert found(PIECES, *rows).value == 40
    assert found(PIECES, *rows, stock={"pieces": Stocked(Decimal(38), 0.0)}).value == 38


def test_the_next_line_speaks_where_the_first_is_not_known():
    rows = (
        one("purchases_avoided", Stage.BASELINE, avoided_items=1),
        one("reused_item_share", Stage.END, reused_items=41),
    )
    assert found(PIECES, *rows).value == 41


def test_what_nobody_follows_has_no_amount():
    assert amounts([WASTE], [], {}, {}) == ()


def test_a_sum_tells_its_base_its_unknown_and_how_sure_it_is():
    rows = one("waste_mass", Stage.BASELINE, waste_mass=2_500), one("waste_mass", Stage.END, waste_mass=1_000)
    known, unknown = found(WASTE, *rows), found(WASTE, one("waste_mass", Stage.END, waste_mass=1))
    whole = summed(("waste", "tonnes"), [seen("1", known), seen("2", unknown), seen("3")])
    assert (whole.value, whole.known, whole.unknown, whole.base) == (Decimal("1.5"), ("1",), ("2",), 3)
    assert whole.interval is not None and whole.interval.low < 1.5 < whole.interval.high


def test_a_factor_behind_both_sides_meets_one_draw_and_narrows_the_difference():
    def spread(factors: tuple[FactorUsed, ...]) -> float:
        rows = (
            one("waste_mass", Stage.BASELINE, factors, waste_mass=2_500),
            one("waste_mass", Stage.END, factors, waste_mass=2_400),
        )
        whole = summed(("waste", "tonnes"), [seen("1", found(WASTE, *rows, spread=0.4))])
        assert whole.interval is not None
        return whole.interval.high - whole.interval.low

    assert spread((FACTOR,)) < spread(()) / 5


def test_what_no_source_says_how_sure_it_is_has_no_interval():
    amount = Amount("waste", "tonnes", "0", Decimal(3))
    assert summed(("waste", "tonnes"), [seen("1", amount)]).interval is None


def test_a_share_is_told_and_never_summed():
    share = Amount("waste", "tonnes", "0", Decimal(3), summed=False)
    assert summed(("waste", "tonnes"), [seen("1", share)]).value is None


def test_a_goal_sums_those_that_lit_it():
    rows = [
        seen("1", Amount("waste", "tonnes", "0", Decimal(3)), goal="A"),
        seen("2", Amount("waste", "tonnes", "0", Decimal(4)), goal="D"),
    ]
    assert summed(("waste", "tonnes"), rows, "D").value == 4 and summed(("waste", "tonnes"), rows).value == 7


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), max_size=8))
def test_known_and_unknown_are_all_that_follow_it(values: list[int | None]):
    held = [
        seen(str(place), Amount("waste", "tonnes", "0", None if value is None else Decimal(value)))
        for place, value in enumerate(values)
    ]
    whole = summed(("waste", "tonnes"), held)
    assert len(whole.known) + len(whole.unknown) == whole.base == len(values)
    assert whole.value == (sum(value for value in values if value is not None) if whole.known else None)


@pytest.mark.parametrize("take", ["declared_articles"])
def test_what_is_shown_free_is_declared_less_what_holds_listed_substances(take: str):
    kind = Kind(
        "toxics",
        "pieces",
        (Source("hazardous_substances", take, Decimal(1), less="articles_with_hazardous"),),
    )
    row = one(
        "hazardous_substances", Stage.END, articles=100, declared_articles=80, articles_with_hazardous=5
    )
    assert found(kind, row).value == 75
    silent = one("hazardous_substances", Stage.END, articles=100, declared_articles=80)
    assert found(kind, silent).value is None, "what was not looked at is not known to be free"
