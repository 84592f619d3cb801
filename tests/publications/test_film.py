"""The film as files: what plays, what is said, what is kept between builds, and what is missing beside the program.

The films here are of two scenes and 360 lines; `test_the_whole_film` makes the whole one.
"""

import importlib.util
import io
import re
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from omlopp.documents.film import clip as clips
from omlopp.documents.film import narration, sound, subtitles
from omlopp.documents.film.frames import Size, blank, frames
from omlopp.documents.film.pace import Pace
from omlopp.documents.film.page import page, transcript
from omlopp.documents.film.shot import Film, Item, Shot, Timed
from omlopp.documents.film.voice import NOT_INSTALLED
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Buyer, Procurement
from omlopp.domain.model.text import LANGUAGES, Language
from omlopp.domain.programme.model import BudgetLine, Pilot, Programme
from omlopp.flows.publications import film as form
from omlopp.flows.publications.base import Base, Entry
from omlopp.flows.publications.build import Building
from omlopp.flows.publications.errors import CannotMake, Stopped
from omlopp.flows.publications.film_board import Board, board
from omlopp.flows.publications.film_faults import BOARD, SHEET, film_faults
from omlopp.flows.publications.film_shots import shots
from omlopp.flows.publications.job import Job, Output
from omlopp.flows.publications.plan import plans
from omlopp.library.load import ROOT, library
from omlopp.library.messages import keyed, sentence
from tests.conftest import CHROMIUM, needs_chromium

SMALL = Size(640, 360)
DAY = date(2026, 11, 22)
HURRY = Pace(words_a_second=60, characters_a_second=90, rest=0.7, least=1, film_least=1, film_most=300)
TWO = ("unknown", "obstacles")


@cache
def building() -> Building:
    return Building(Base(library(), DAY))


def job(language: Language = "sv") -> Job:
    return building().job(plans().one("film"), language)


def two(*ids: str) -> Board:
    """Some scenes at a pace nobody could read, so that the tests are soon done."""
    return replace(
        board(), pace=HURRY, scenes=tuple(scene for scene in board().scenes if scene.id in (ids or TWO))
    )


def made(given: Job, of: Board | None = None) -> dict[str, bytes]:
    outputs: Iterator[Output] = form.films(given, of or two(), SMALL, whole=False)
    return {Path(one.name).suffix: one.content for one in outputs}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OMLOPP_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def voiceless(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*given: Any, **more: Any) -> None:
        raise narration.NoVoice(says="No module named 'espeakng_loader'")

    monkeypatch.setattr(narration, "spoken", nobody)


def recording(path: Path, seconds: float = 1.0, loud: float = 0.2, rate: int = 22_050) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    tone = np.sin(np.arange(int(seconds * rate)) * 0.1) * loud
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((tone * 32767).astype("<i2").tobytes())
    return path


# What is played


def test_the_film_is_what_a_browser_plays(workspace: Path, voiceless: None) -> None:
    content = made(job())[".mp4"]
    assert content.index(b"moov") < content.index(b"mdat")  # it begins before the whole of it has come
    with av.open(io.BytesIO(content)) as film:
        picture = film.streams.video[0]
        assert picture.codec_context.name == "h264" and picture.codec_context.pix_fmt == "yuv420p"
        assert (picture.width, picture.height, picture.average_rate) == (640, 360, 25)
        texts = film.streams.subtitles[0]
        assert (texts.codec_context.name, texts.metadata["language"]) == ("mov_text", "swe")
        times = [frame.time for frame in film.decode(picture)]
    assert len(times) == sum(each.frames for each in _placed(job()))
    steps = np.diff([one for one in times if one is not None])
    assert np.allclose(steps, 0.04, atol=0.001)  # no frame is missing where scenes are joined


def _placed(given: Job, of: Board | None = None) -> tuple[Timed, ...]:
    from omlopp.documents.film.draw import settled
    from omlopp.documents.film.pace import timed

    found = shots(of or two(), given).shots
    return timed([(one, settled(one), 0.0) for one in found], HURRY, given.language, whole=False)


@needs_chromium
@pytest.mark.browser
def test_chromium_plays_it_with_its_subtitles(workspace: Path, voiceless: None, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    for suffix, content in made(job(), two("unknown")).items():
        (tmp_path / f"film{suffix}").write_bytes(content)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            shown = browser.new_page()
            shown.goto((tmp_path / "film.html").as_uri())
            found = shown.evaluate(
                """async () => { const v = document.querySelector('video');
                await new Promise((yes, no) => { v.oncanplay = yes; v.onerror = () => no(v.error.message); v.load(); });
                v.textTracks[0].mode = 'showing'; await new Promise(yes => setTimeout(yes, 500));
                return [v.videoWidth, v.videoHeight, v.duration, v.textTracks[0].cues.length] }"""
            )
        finally:
            browser.close()
    assert found[:2] == [640, 360]
    assert found[2] == pytest.approx(sum(each.seconds for each in _placed(job(), two("unknown"))), abs=0.1)
    assert found[3] == len(subtitles.cues(Film("", "", "sv", _placed(job(), two("unknown")), "film")))


# What is kept


def test_only_a_changed_scene_is_encoded_again(
    workspace: Path, voiceless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    whole = clips._encode

    def counted(shot: Shot, *rest: Any) -> None:
        encoded.append(shot.id)
        whole(shot, *rest)

    monkeypatch.setattr(clips, "_encode", counted)
    made(job())
    made(job())
    assert sorted(encoded) == sorted(TWO)
    changed = two()
    other = replace(changed.scenes[0], title=replace(changed.scenes[0].title, sv="En annan rubrik"))
    made(job(), replace(changed, scenes=(other, *changed.scenes[1:])))
    assert encoded[2:] == ["unknown"]


def test_a_stopped_film_goes_on_where_it_was(workspace: Path, voiceless: None) -> None:
    given = job()
    told: list[int] = []
    given.on_progress = lambda done, of: told.append(done)
    given.stop = lambda: bool(told and told[-1] > 0)  # after the first scene
    with pytest.raises(Stopped):
        made(given)
    kept = list((workspace / "film" / "clips").rglob("*"))
    assert [each.suffix for each in kept if each.is_file()] == [".mp4"]  # one whole clip and no half
    before = next(each for each in kept if each.is_file())
    stamp = before.stat().st_mtime_ns
    inode = before.stat().st_ino
    assert made(job())[".mp4"]
    assert before.stat().st_ino == inode and before.stat().st_mtime_ns >= stamp  # used again, not made again


def test_progress_counts_frames_to_the_last(workspace: Path, voiceless: None) -> None:
    given = job()
    told: list[tuple[int, int]] = []
    given.on_progress = lambda done, of: told.append((done, of))
    made(given)
    assert told[-1][0] == told[-1][1] == sum(each.frames for each in _placed(given))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_frames_are_as_many_as_asked_and_few_are_drawn() -> None:
    shot = Shot("s", "bars", "Rubrik", items=(Item("Ett", Decimal(1), "1"),))
    given = list(frames(shot, 200, SMALL))
    assert sum(times for _, times in given) == 200
    assert len(given) < 130
    assert np.abs(given[-1][0].astype(int) - blank(SMALL).astype(int)).mean() < 3  # it has faded to paper


@pytest.mark.parametrize("count", [1, 5, 9, 10, 24, 25])
def test_even_a_very_short_scene_has_its_frames(count: int) -> None:
    shot = Shot("s", "card", "Rubrik", ring=True)
    assert sum(times for _, times in frames(shot, count, SMALL)) == count


# What is missing


def test_without_a_voice_it_is_silent_and_says_what_to_do(workspace: Path, voiceless: None) -> None:
    given = job("en")
    with av.open(io.BytesIO(made(given)[".mp4"])) as film:
        assert not film.streams.audio
    (why,) = given.fell_away
    assert why.code == "film.no-voice"
    assert "pip install 'omlopp[voice]'" in sentence(why, "en") and "opening.wav" in sentence(why, "en")


def test_without_an_encoder_the_rest_still_builds(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clips, "ENCODER", "nothing264")
    with pytest.raises(CannotMake) as refused:
        made(job())
    assert "nothing264" in sentence(refused.value, "sv")


def test_the_voice_is_a_program_apart_that_may_be_missing(tmp_path: Path) -> None:
    absent = tmp_path / "absent.py"
    absent.write_text(
        narration.VOICE.read_text("utf-8").replace('"espeakng_loader"', '"no_such_voice"'), "utf-8"
    )
    with pytest.raises(narration.NoVoice) as refused:
        narration.spoken([Shot("s", "card", "T", narration="Hej")], "sv", tmp_path, absent)
    assert "no_such_voice" in str(refused.value.facts["says"])
    assert NOT_INSTALLED == 3


@pytest.mark.skipif(
    importlib.util.find_spec("espeakng_loader") is None, reason="the extra voice is not installed"
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_voice_speaks_both_languages_and_is_kept(tmp_path: Path, language: Language) -> None:
    shot = Shot("s", "card", "T", narration="Ett, två, tre." if language == "sv" else "One, two, three.")
    path = narration.spoken([shot], language, tmp_path)["s"]
    assert 0.5 < len(sound.read(path)) / sound.RATE < 10
    stamp = path.stat().st_mtime_ns
    assert narration.spoken([shot], language, tmp_path)["s"].stat().st_mtime_ns == stamp


def test_nothing_of_the_program_imports_the_voice() -> None:
    source = Path(form.__file__).parents[2]
    for path in source.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "import espeakng_loader" not in text
        if path.name != "voice.py" or path.parent.name != "film":
            assert 'import_module("espeakng_loader")' not in text


# What is heard


def test_a_recorded_scene_is_heard_where_it_belongs(workspace: Path, voiceless: None) -> None:
    recording(workspace / "film" / "scenes" / "sv" / "obstacles.wav")
    given = job()
    with av.open(io.BytesIO(made(given)[".mp4"])) as film:
        assert film.streams.audio[0].codec_context.name == "aac"
        heard = np.concatenate([frame.to_ndarray().reshape(-1) for frame in film.decode(audio=0)])
    loud = np.flatnonzero(np.abs(heard) > 0.02) / sound.RATE
    scene = next(each for each in _placed(given) if each.shot.id == "obstacles")
    assert scene.start + 0.2 < loud[0] < scene.start + 0.6
    assert loud[-1] < scene.start + scene.seconds


@pytest.mark.parametrize(
    "kind, code", [("broken", "unreadable"), ("silent", "silent"), ("empty", "unreadable")]
)
def test_a_recording_that_cannot_be_heard_is_told_and_left_out(
    workspace: Path, voiceless: None, kind: str, code: str
) -> None:
    path = workspace / "film" / "scenes" / "sv" / "opening.wav"
    recording(path, loud=0.0)
    if kind != "silent":
        path.write_bytes(b"RIFF" if kind == "broken" else b"")
    given = job()
    assert made(given, two("opening"))[".mp4"]
    said = [sentence(each, "sv") for each in given.fell_away]
    assert any("opening.wav" in each for each in said)
    assert f"film.bad-recording.{code}" in {each.code for each in given.fell_away}


@pytest.mark.parametrize("loud", [0.001, 0.02, 0.3, 1.0])
def test_voices_are_made_equally_loud_and_never_clipped(tmp_path: Path, loud: float) -> None:
    heard = sound.evened(sound.read(recording(tmp_path / "a.wav", loud=loud)) if loud > 0.001 else _faint())
    assert sound.level(heard) == pytest.approx(sound.LOUD, abs=0.6)
    assert np.abs(heard).max() <= 10 ** (sound.PEAK / 20) + 1e-4


def _faint() -> sound.Samples:
    return (np.sin(np.arange(sound.RATE) * 0.1) * 0.004).astype(np.float32)


def test_scenes_are_told_equally_loud_although_one_has_less_room(tmp_path: Path) -> None:
    even = sound.read(recording(tmp_path / "a.wav", loud=0.13))
    sharp = even.copy()
    sharp[::9000] = 0.95  # its peaks keep it from being raised as much
    loud = sound.loudness([even, sharp])
    assert sound.LOUD - sound.GIVES <= loud < sound.LOUD
    levels = [sound.level(sound.evened(each, loud)) for each in (even, sharp)]
    assert abs(levels[0] - levels[1]) < 0.2
    assert sound.loudness([]) == sound.LOUD


def test_a_cracking_recording_keeps_its_peak_below_the_limit() -> None:
    cracks = np.zeros(sound.RATE, np.float32)
    cracks[::4000] = 1.0
    assert np.abs(sound.evened(cracks)).max() <= 10 ** (sound.PEAK / 20) + 1e-6


# What is read


def told(narration_: str, seconds: float = 12.0, exercise: str = "") -> Film:
    shot = Shot("s", "card", "Rubrik", narration=narration_, exercise=exercise)
    return Film("Titel", "", "sv", (Timed(shot, 50, round(seconds * 25)),), "film")


SENTENCES = st.text(st.sampled_from("abcdefghij   .,åäö"), min_size=1, max_size=235)


@given(SENTENCES)
@settings(max_examples=150, deadline=None)
def test_subtitles_say_every_word_in_order_within_two_lines(text: str) -> None:
    film = told(text)
    found = subtitles.cues(film)
    assert " ".join(" ".join(cue.lines) for cue in found).split() == text.split()
    for cue, after in zip(found, [*found[1:], None], strict=False):
        assert cue.start < cue.end and len(cue.lines) <= 2
        assert cue.start >= 2 and cue.end <= film.shots[0].start + film.shots[0].seconds
        assert after is None or cue.end <= after.start


def test_lines_are_short_and_a_number_is_never_parted() -> None:
    text = (
        "Av 29\N{NO-BREAK SPACE}fall nämner 9\N{NO-BREAK SPACE}av\N{NO-BREAK SPACE}29\N{NO-BREAK SPACE}(31\N{NO-BREAK SPACE}%) kostnad. "
        * 2
    )
    found = subtitles.cues(told(text))
    assert all(len(line) <= 42 for cue in found for line in cue.lines)
    assert (
        sum(
            "9\N{NO-BREAK SPACE}av\N{NO-BREAK SPACE}29\N{NO-BREAK SPACE}(31\N{NO-BREAK SPACE}%)" in cue.text
            for cue in found
        )
        == 2
    )


def test_a_voice_that_hurries_does_not_hurry_those_who_read() -> None:
    said = "Löftet skrevs in i avtalet, med en konsekvens, och mättes före, under och när det slutade."
    film = Film("", "", "sv", (Timed(Shot("s", "card", "T", narration=said), 0, 300, spoken=3.0),), "film")
    found = subtitles.cues(film)
    assert subtitles.fastest(found) < 17 and found[-1].end < film.seconds
    slow = replace(film, shots=(replace(film.shots[0], spoken=8.0),))
    assert subtitles.cues(slow)[-1].end == pytest.approx(8.0 + subtitles.AFTER - subtitles.GAP)


def test_webvtt_and_subrip_are_written_as_their_players_read_them() -> None:
    film = told("Bolaget <b>AB</b> & co lovade det.")
    assert subtitles.vtt(film).startswith("WEBVTT\n")
    assert "00:00:02.300 --> 00:00:" in subtitles.vtt(
        film
    ) and "&lt;b&gt;AB&lt;/b&gt; &amp; co" in subtitles.vtt(film)
    assert "1\n00:00:02,300 --> 00:00:" in subtitles.srt(film) and "‹b›AB‹/b› & co" in subtitles.srt(film)


def test_an_exercise_is_told_in_subtitles_and_text() -> None:
    film = told("Andelen blev hög.", exercise="ÖVNING – påhittade uppgifter")
    words = dict.fromkeys(form.PAGE_WORDS, "x")
    assert subtitles.cues(film)[0].lines[0].startswith("[ÖVNING]")
    for text in (page(film, words).decode(), transcript(film, words).decode()):
        assert "ÖVNING – påhittade uppgifter" in text


def test_the_page_tells_the_whole_film_and_is_no_way_in_for_markup() -> None:
    shot = Shot(
        "s", "bars", "<script>alert(1)</script>", narration="Sagt.", source="Källa: X",
        items=(Item("Kostnad", Decimal(9), "9 av 29"),),
    )  # fmt: skip
    film = Film("Titel", "", "sv", (Timed(shot, 0, 200),), "film")
    tree = html.fromstring(page(film, dict.fromkeys(form.PAGE_WORDS, "x")))
    assert not tree.xpath("//script")
    text = tree.text_content()
    for said in ("<script>alert(1)</script>", "Sagt.", "Källa: X", "Kostnad: 9 av 29"):
        assert said in text
    words = {key: keyed(f"film.page.{key}", {}, "sv") for key in form.PAGE_WORDS}
    for told in (html.fromstring(page(film, words)).text_content(), transcript(film, words).decode()):
        assert told.count("Källa:") == 1
    (video,) = tree.xpath("//video")
    assert video.get("poster") == "film.png" and video.get("controls") is not None
    within, beside = tree.xpath("//video/track")
    assert {(each.get("kind"), each.get("srclang")) for each in (within, beside)} == {("captions", "sv")}
    assert within.get("default") is not None and within.get("src").startswith("data:text/vtt")
    assert beside.get("src") == "film.vtt" and beside.get("label") != within.get("label")


# The storyboard


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_storyboard_can_be_filled_drawn_and_read_in_three_to_five_minutes(
    language: Language,
) -> None:
    from omlopp.documents.film.draw import settled
    from omlopp.documents.film.pace import timed

    found = shots(board(), job(language)).shots
    placed = timed(
        [(one, settled(one), 0.0) for one in found], board().pace, language
    )  # raises outside 180–300 s
    film = Film("", "", language, placed, "film")
    assert subtitles.fastest(subtitles.cues(film)) < 20
    assert {one.kind for one in found} >= {
        "card",
        "quote",
        "number",
        "bars",
        "ladder",
        "chain",
        "goals",
        "way",
        "map",
    }


def test_both_languages_name_the_same_figures() -> None:
    from omlopp.flows.publications.fill import placed

    for scene in board().scenes:
        for text in (
            scene.title,
            scene.text,
            scene.narration,
            *scene.points,
            *(each.label for each in scene.items),
        ):
            assert placed(text.sv) == placed(text.en), scene.id


def test_numbers_of_the_film_stand_only_as_figures() -> None:
    from omlopp.flows.publications.fill import PLACE

    for scene in board().scenes:
        for text in (scene.title, scene.text, scene.narration, *scene.points):
            for said in (text.sv, text.en):
                assert not any(char.isdigit() for char in PLACE.sub("", said)), scene.id


def test_every_figure_of_a_scene_has_its_source_on_the_screen() -> None:
    for shot in shots(board(), job()).shots:
        if any(item.shown for item in shot.items):
            assert shot.source.startswith("Källa: ")


def test_the_film_and_the_webinar_of_the_library_have_no_fault() -> None:
    found = film_faults(plans(), library(), ROOT, DAY)
    assert not found, [str(one) for one in found]


@pytest.mark.parametrize(
    "what, instead, key",
    [
        ("{figure: fact.purchases,", "{figure: fact.purchase,", "figure"),
        (
            "{fact.climate|base} organisationer beräknas",
            "{fact.klimat|base} organisationer beräknas",
            "figure",
        ),
        ("when: film.promise.end", "when: film.promise.over", "figure"),
        ("of: film.country", "of: film.countries", "figure"),
        ("of: cases.goal", "of: cases.goals", "figure"),
        ("figure: fact.followed, how: plain", "figure: fact.followed, how: simply", "show"),
        ("{fact.demanded|plain} miljökrav", "{fact.demanded|nearly} miljökrav", "show"),
        ('en: "So we report the unknown separately.', 'en: "" #', "language"),
        ('en: "Four steps from request to proof"', 'en: "Fyra steg från fråga till bevis"', "same"),
        ("{bank.cases} from {bank.countries}, including", "{bank.cases}, including", "twins"),
        ("Därför redovisar vi det okända", "Därför {redovisar vi det okända", "brace"),
        ("legal: award_linked_and_verifiable", "legal: no_such_point", "legal"),
        ('sv: "Det som står i vägen"', f'sv: "{"Det som står i vägen " * 4}"', "scene"),
        ('sv: "En princip"', f'sv: "En princip {"som är lång " * 4}"', "scene"),
        ("film_most: 300", "film_most: 200", "scene"),
        ("film_least: 180", "film_least: 290", "scene"),
    ],
)
def test_each_fault_of_a_storyboard_is_named_before_anything_is_built(
    tmp_path: Path, what: str, instead: str, key: str
) -> None:
    told = (ROOT / BOARD).read_text("utf-8")
    assert what in told
    (tmp_path / BOARD).parent.mkdir(parents=True)
    (tmp_path / BOARD).write_text(told.replace(what, instead), "utf-8")
    found = film_faults(plans(), library(), tmp_path, DAY)
    assert f"library-publication-{key}" in {one.key for one in found}
    assert all(one.file == BOARD and one.where for one in found)
    for one in found:
        assert not re.search(r"\{(name|says|words)\}", keyed(f"check.{one.key}.failed", one.facts, "sv"))


@pytest.mark.parametrize("file", [BOARD, SHEET])
def test_a_file_that_cannot_be_read_is_named_with_its_place(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(
        (ROOT / file).read_text("utf-8").replace("minutes: 5\n", "minuter: 5\n") + "\nmore: 1\n", "utf-8"
    )
    (one, *_) = film_faults(plans(), library(), tmp_path, DAY)
    assert one.file == file and one.where


def test_a_share_without_its_base_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    told = (ROOT / BOARD).read_text("utf-8").replace("{fact.demanded|base}", "alla")
    (tmp_path / BOARD).parent.mkdir(parents=True)
    (tmp_path / BOARD).write_text(told, "utf-8")
    found = film_faults(plans(), library(), tmp_path, DAY)
    places = {one.where.split(".")[2] for one in found if one.key == "library-publication-share"}
    assert places == {"narration", "items"}


def test_a_programme_of_the_base_is_told_with_its_mark() -> None:
    own = Procurement(
        id="1", title="Stolar", buyer=Buyer("Köpare", "municipality"), entrance=Entrance.NEED, object_kind="goods",
        model_version="1", rules_fixed_on=DAY,
    )  # fmt: skip
    programme = Programme(
        "p", "Program", "programme", "Regionen", "", DAY, DAY, pilots=(Pilot("1", "p", ""),), exercise=True,
        budget=(BudgetLine("staff", Decimal(900_000)),),
    )  # fmt: skip
    base = Base(library(), DAY, (Entry(own, {}, "1", exercise=True),), (programme,))
    told = {one.id: one for one in shots(board(), Building(base).job(plans().one("film"), "sv")).shots}
    assert told["programme"].items[2].shown.replace("\N{NO-BREAK SPACE}", " ") == "1 av 1"
    assert "900\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr" in told["programme_money"].items[0].shown
    for id in ("programme", "programme_money"):
        assert told[id].exercise and "Programmet i arbetsytan" in told[id].source
    assert not {"programme", "programme_money"} & {one.id for one in shots(board(), job()).shots}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_film(workspace: Path, language: Language) -> None:
    given = job(language)
    began = time.process_time()
    outputs = {Path(one.name).suffix: one.content for one in form.make(given)}
    assert set(outputs) == {".mp4", ".vtt", ".srt", ".md", ".png", ".html"}
    with av.open(io.BytesIO(outputs[".mp4"])) as film:
        picture = film.streams.video[0]
        assert (picture.width, picture.height) == (1920, 1080)
        assert 180 <= float((picture.duration or 0) * (picture.time_base or 0)) <= 330
    print(f"{language}: {time.process_time() - began:.0f} s of processor, {len(outputs['.mp4']) // 1000} kB")
