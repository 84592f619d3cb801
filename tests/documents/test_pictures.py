"""Every picture says what it shows, shows what is missing, and can be read by everyone."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from omlopp.documents.drawn import chain_rows, procurement_chain, procurement_way
from omlopp.documents.pictures.chain import LINKS, ChainRow, chain
from omlopp.documents.pictures.drawing import COLOURS, text_width, wrap
from omlopp.documents.pictures.goal_map import goal_map
from omlopp.documents.pictures.kronor import Worth, kronor
from omlopp.documents.pictures.promised import Found, Promise, promised, promised_table
from omlopp.documents.pictures.promised_series import Point, Series, promised_series
from omlopp.documents.pictures.way import phase_states, way
from omlopp.documents.plan import Picture
from omlopp.domain.model.indicators import Stage
from omlopp.library.load import ROOT
from tests.documents.sample import empty_procurement, sample_library, sample_procurement

SVG = "{http://www.w3.org/2000/svg}"
WHOLE = ChainRow("D", *LINKS)
BROKEN = replace(WHOLE, clause=None, end=None)
PROMISES = [
    Promise(
        "Återbrukad andel", "levererade kg", True, "higher", Decimal("0.4"),
        {
            Stage.BASELINE: Found(Decimal("0.05")),
            Stage.CONTRACT: Found(Decimal("0.3"), Decimal("0.2"), Decimal("0.35")),
            Stage.END: Found(Decimal("0.31")),
        },
        "D",
    ),
    Promise("Avfall", "kg", False, "lower", Decimal(100), {Stage.CONTRACT: Found(None)}),
]  # fmt: skip
PICTURES = {
    "chain": lambda language: chain([WHOLE, BROKEN], language),
    "chain narrow": lambda language: chain([BROKEN], language, narrow=True),
    "chain empty": lambda language: chain([], language),
    "goal map": lambda language: goal_map(sample_library().goals, language),
    "goal map chosen": lambda language: goal_map(sample_library().goals, language, {"D": ["D1"], "A": []}),
    "goal map narrow": lambda language: goal_map(sample_library().goals, language, {}, narrow=True),
    "way": lambda language: way(sample_library().model, language),
    "way walked": lambda language: way(sample_library().model, language, {"start"}),
    "way narrow": lambda language: way(sample_library().model, language, {"start"}, narrow=True),
    "kronor": lambda language: kronor([Worth("Återbruk & <mer>", Decimal(80000))], language),
    "kronor empty": lambda language: kronor([], language),
    "promised": lambda language: promised(PROMISES, language),
    "promised empty": lambda language: promised([], language),
}


@pytest.fixture(params=PICTURES)
def picture(request: pytest.FixtureRequest) -> Picture:
    return PICTURES[request.param]("sv")


def parsed(picture: Picture) -> etree._Element:
    return etree.fromstring(picture.svg.encode())


def shown(picture: Picture) -> str:
    return " ".join(element.text or "" for element in parsed(picture).iter(f"{SVG}text", f"{SVG}tspan"))


def test_it_has_a_title_a_description_and_a_source(picture: Picture) -> None:
    root = parsed(picture)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None and title.text == picture.title
    assert desc is not None and desc.text == picture.alt and len(picture.alt) > 20
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert picture.source.strip()


def test_it_carries_no_style_so_that_a_strict_page_shows_it(picture: Picture) -> None:
    root = parsed(picture)
    assert not list(root.iter(f"{SVG}style"))
    assert not [element for element in root.iter() if element.get("style")]


def test_its_text_can_be_told_from_what_lies_under_it(picture: Picture) -> None:
    """Text is ink, muted or copper, on card or paper: at least 4.5:1 in light and in dark."""
    inks = {element.get("fill") for element in parsed(picture).iter(f"{SVG}text")}
    names = {name for name in ("ink", "muted", "copper") if COLOURS[name] in inks}
    assert {str(ink).upper() for ink in inks} <= {COLOURS[name].upper() for name in names}
    dark = dark_colours()
    for name in names:
        for ground in ("card", "paper"):
            assert contrast(COLOURS[name], COLOURS[ground]) >= 4.5, (name, ground)
            assert contrast(dark[name], dark[ground]) >= 4.5, (name, ground)


def test_it_is_told_in_english_too(picture: Picture, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["picture"]
    assert PICTURES[name]("en").title != picture.title


def test_lines_that_carry_meaning_stand_out_by_three_to_one() -> None:
    dark = dark_colours()
    for name in ("line", "forest", "copper", *(f"goal-{letter}" for letter in "ABCDE")):
        assert contrast(COLOURS[name], COLOURS["card"]) >= 3, name
        assert contrast(dark[name], dark["paper"]) >= 3, name


def test_every_colour_has_its_dark_twin() -> None:
    assert set(dark_colours()) == set(COLOURS)


def test_two_pictures_on_a_page_never_share_an_id() -> None:
    made = [make("sv") for make in PICTURES.values()]
    ids = [element.get("id") for one in made for element in parsed(one).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 2 * len(made)


class TestChain:
    def test_a_whole_chain_has_nothing_open(self) -> None:
        assert not parsed(chain([WHOLE], "sv")).xpath("//*[@class='link missing']")
        assert all(link in shown(chain([WHOLE], "sv")) for link in LINKS)

    def test_a_missing_link_is_open_in_form_and_word(self) -> None:
        picture = chain([BROKEN], "sv")
        missing = parsed(picture).xpath("//*[@class='link missing']")
        assert [one.get("data-link") for one in missing] == ["clause", "end"]
        assert all(one.find(f"{SVG}rect").get("stroke-dasharray") for one in missing)
        assert "Inget villkor binder löftet" in shown(picture).replace("  ", " ")
        assert picture.alt.count("saknas") == 2

    def test_the_procurements_own_chain_has_its_words_and_its_gaps(self) -> None:
        rows = chain_rows(sample_procurement(), sample_library(), "sv")
        d, c = rows
        assert d.need == "Borden räcker inte"
        assert d.baseline is not None and "5" in d.baseline and d.contract == "okänt" and d.end is None
        assert c.missing[0] == "strategy" and c.need is not None
        assert "Återbrukad andel" in procurement_chain(sample_procurement(), sample_library(), "sv").alt

    def test_without_goals_it_says_so(self) -> None:
        assert "Inget mål" in shown(procurement_chain(empty_procurement(), sample_library(), "sv"))


class TestGoalMap:
    def test_goals_and_strategies_can_be_found_by_the_form_beside_it(self) -> None:
        root = parsed(goal_map(sample_library().goals, "sv"))
        goals = {one.get("data-goal") for one in root.iter() if one.get("data-goal")}
        strategies = {one.get("data-strategy") for one in root.iter() if one.get("data-strategy")}
        assert goals == set("ABCDE")
        assert strategies == {one.id for goal in sample_library().goals for one in goal.strategies}

    @pytest.mark.parametrize("narrow", [False, True])
    def test_what_is_chosen_is_lit_and_told(self, narrow: bool) -> None:
        chosen = {goal.goal: goal.strategies for goal in sample_procurement().goals}
        picture = goal_map(sample_library().goals, "sv", chosen, narrow=narrow)
        lit = [one for one in parsed(picture).iter() if "lit" in (one.get("class") or "").split()]
        assert {one.get("data-goal") for one in lit if one.get("data-goal")} == {"C", "D"}
        assert {one.get("data-strategy") for one in lit if one.get("data-strategy")} == {"D1"}
        assert "D Mål D: Återtag" in picture.alt

    def test_a_library_that_lost_a_goal_still_draws_the_others(self) -> None:
        goals = [goal for goal in sample_library().goals if goal.id != "B"]
        assert 'data-goal="C"' in goal_map(goals, "sv").svg


class TestWay:
    def test_it_shows_where_the_procurement_stands(self) -> None:
        model = sample_library().model
        assert phase_states(model, {"start"}) == {"steer": "passed", "need": "here"}
        assert phase_states(model, set()) == {"steer": "here", "need": "ahead"}
        assert phase_states(model, {"start", "ask"}) == {"steer": "passed", "need": "passed"}
        assert "Här är ni" in shown(procurement_way(sample_procurement(), sample_library(), "sv"))


class TestKronor:
    def test_bars_are_as_long_as_their_kronor(self) -> None:
        picture = kronor([Worth("Ett", Decimal(200)), Worth("Två", Decimal(50))], "sv")
        bars = [
            one.get("d", "")
            for one in parsed(picture).iter(f"{SVG}path")
            if one.get("fill") == COLOURS["forest"]
        ]
        lengths = [float(d.split("h")[1].split("v")[0]) for d in bars]
        assert lengths[0] == pytest.approx(4 * lengths[1])

    def test_amounts_stand_beside_the_bars(self) -> None:
        worths = [Worth("Återbruk", Decimal("80000.5"))]
        assert "80 000,50 kr" in shown(kronor(worths, "sv")).replace("\N{NO-BREAK SPACE}", " ")


class TestPromised:
    def test_an_unknown_value_is_an_open_ring_and_never_a_zero(self) -> None:
        picture = promised([PROMISES[1]], "sv")
        rings = [one for one in parsed(picture).iter(f"{SVG}circle") if one.get("fill") == COLOURS["card"]]
        assert len(rings) == 3
        assert "inte mätt ännu" in shown(picture) and "en uppgift saknas" in shown(picture)
        assert "0 kg" not in shown(picture).replace("100", "")

    def test_the_promise_is_judged_at_the_end_in_the_right_direction(self) -> None:
        higher, lower = PROMISES
        assert higher.kept(Stage.END) is False and lower.kept(Stage.END) is None
        assert replace(lower, found={Stage.END: Found(Decimal(90))}).kept(Stage.END) is True
        assert "löftet hölls inte" in promised_table(PROMISES, "sv").rows[0]

    def test_a_share_is_never_shown_without_its_base(self) -> None:
        words = shown(promised(PROMISES, "sv")).replace("\N{NO-BREAK SPACE}", " ")
        assert words.count("% av levererade kg") == words.count("%") == 4


class TestText:
    def test_lines_are_no_wider_than_asked_for_even_with_long_words(self) -> None:
        words = "Ett livscykelkostnadsberäkningsunderlagsdokument och ett till"
        for width in (40, 90, 200):
            assert all(text_width(line, 14) <= width for line in wrap(words, width, 14))
        assert "".join(wrap(words, 60, 14)).replace("-", "").replace(" ", "") == words.replace(" ", "")

    def test_what_does_not_fit_ends_in_three_dots(self) -> None:
        lines = wrap("ord " * 50, 100, 14, most=2)
        assert len(lines) == 2 and lines[-1].endswith("…") and text_width(lines[-1], 14) <= 100

    def test_markup_in_a_label_stays_text(self) -> None:
        hostile = '<script>alert("x")</script> & \x00\x0b'
        row = replace(WHOLE, **{field.name: hostile for field in fields(ChainRow) if field.name != "goal_id"})
        root = parsed(chain([row], "sv"))
        assert not list(root.iter("{*}script"))


def dark_colours() -> dict[str, str]:
    """Name → colour, as the style sheet gives them; fill and stroke must agree."""
    found: dict[str, set[str]] = {}
    for rule in (ROOT / "templates" / "style" / "pictures.css").read_text("utf-8").split("}"):
        selector, _, body = rule.rpartition("{")
        name = selector.strip().split("\n")[-1].strip()
        if name.startswith((".f-", ".s-")):
            found.setdefault(name[3:], set()).add(body.split(":")[1].strip(" ;"))
    assert all(len(colours) == 1 for colours in found.values())
    return {name: colours.pop() for name, colours in found.items()}


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestPromisedSeries:
    """Promised against delivered over time."""

    def series(self, **changed: Any) -> Series:
        points = (
            Point(date(2030, 1, 1), Stage.BASELINE, Decimal("0.05"), "5 % (10 av 200 kg)", "av 200 kg"),
            Point(date(2030, 7, 1), Stage.CONTRACT, None),
            Point(date(2031, 1, 1), Stage.END, Decimal("0.31"), "31 % (31 av 100 kg)", "av 100 kg"),
        )
        made = Series(
            "Återbrukad andel",
            "levererade kg",
            True,
            "higher",
            Decimal("0.4"),
            "Avtalat: 40 %",
            points,
            (date(2030, 10, 1),),
        )
        return replace(made, **changed)

    @pytest.mark.parametrize("narrow", [False, True])
    def test_a_percentage_has_its_base_and_the_unknown_and_the_missing_say_so(self, narrow: bool) -> None:
        svg = promised_series(self.series(), "sv", narrow=narrow).svg
        for said in ("Högre är bättre", "Avtalat: 40 %", "av 100 kg", "av 200 kg", "okänt", "2030-07-01"):
            assert said in svg, said
        assert "stroke-dasharray" in svg, (
            "what lies between two measurements with an unknown between is not drawn as known"
        )

    def test_the_words_tell_every_stage(self) -> None:
        alt = promised_series(self.series(), "sv").alt
        assert "Avtalsslut 2031-01-01: 31 % (31 av 100 kg)." in alt and "2030-10-01: saknas." in alt

    @pytest.mark.parametrize("given", [
        {"points": (), "late": ()}, {"promised": None}, {"promised": Decimal(0), "points": ()}, {"share": False, "promised": Decimal("1e9")},
        {"direction": "lower", "promise_from": date(2040, 1, 1)},
    ])  # fmt: skip
    def test_whatever_is_not_known_a_picture_is_drawn(self, given: dict[str, Any]) -> None:
        assert promised_series(self.series(**given), "en", narrow=True).svg.startswith("<svg")
