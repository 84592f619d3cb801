"""The film as a form of a publication: storyboard → shots → clips that are kept → one MP4 with what belongs to it."""

import hashlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from omlopp.documents.film import narration, sound, subtitles
from omlopp.documents.film.clip import NoEncoder, clip, require_encoder, tidy
from omlopp.documents.film.draw import LATE, settled
from omlopp.documents.film.frames import FULL, Size, still
from omlopp.documents.film.join import joined
from omlopp.documents.film.pace import timed
from omlopp.documents.film.page import page, transcript
from omlopp.documents.film.shot import Film, Shot
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publications.errors import CannotMake
from omlopp.flows.publications.film_board import Board, board
from omlopp.flows.publications.film_shots import Filled, shots
from omlopp.flows.publications.forms import Form
from omlopp.flows.publications.job import Job, Output
from omlopp.library.messages import keyed
from omlopp.library.workspace import home

PAGE_WORDS = (
    "skip",
    "transcript",
    "said",
    "shown",
    "source",
    "subtitles",
    "files",
    "mp4",
    "vtt",
    "srt",
    "md",
)
VOICE_PACKAGE = "espeakng_loader"


def reads(job: Job) -> object:
    """What the film is made from: what is seen, what is recorded, and whether there is a voice."""
    filled = shots(board(), job)
    found = narration.recorded(filled.shots, recordings(job))
    heard = {id: hashlib.sha256(path.read_bytes()).hexdigest() for id, path in found.items()}
    return [filled.shots, heard, _lead(job), importlib.util.find_spec(VOICE_PACKAGE) is not None]


def says(job: Job) -> Mapping[str, Sequence[str]]:
    """What must stand in the page; the film's own text is its transcript."""
    texts = [
        text
        for shot in shots(board(), job).shots
        for text in (*shot.on_screen(), shot.narration, shot.source)
    ]
    return {f"{job.stem}.html": [text for text in texts if text]}


def make(job: Job) -> Iterator[Output]:
    yield from films(job, board())


def films(job: Job, storyboard: Board, size: Size = FULL, *, whole: bool = True) -> Iterator[Output]:
    """The film and its files. `whole` False: a part of the film, of any length.

    Raises CannotMake without an encoder, Stopped, and what is wrong with the storyboard (TextTooLong, DoesNotFit,
    LengthOutside). Without a voice it is silent, and the job told so.
    """
    try:
        require_encoder()
    except NoEncoder as error:
        raise CannotMake(error.code, **error.facts) from None
    filled = shots(storyboard, job)
    voices = _voices(filled.shots, job)
    placed = timed(
        [
            (shot, settled(shot), len(voices[shot.id]) / sound.RATE if shot.id in voices else 0.0)
            for shot in filled.shots
        ],
        storyboard.pace,
        job.language,
        whole=whole,
    )
    film = Film(job.title, job.subtitle, job.language, placed, job.stem)
    kept = home() / "film" / "clips" / f"{job.language}-{size.height}"
    frames = sum(each.frames for each in placed)
    clips: list[Path] = []
    done = 0
    for each in placed:
        job.tell(done, frames)
        clips.append(clip(each.shot, each.frames, kept, size, lambda done=done: job.tell(done, frames)))  # type: ignore[misc]
        done += each.frames
    job.tell(done, frames)
    track = sound.track(placed, voices, film.seconds) if voices else None
    yield Output(f"{job.stem}.mp4", joined(film, clips, track))
    tidy(kept, clips)
    yield from _beside(film, filled, job, size)


def _beside(film: Film, filled: Filled, job: Job, size: Size) -> Iterator[Output]:
    words = {key: keyed(f"film.page.{key}", {}, job.language) for key in PAGE_WORDS}
    lead = _lead(job)
    if filled.exercise:
        lead = (*lead, keyed("film.page.exercise", {}, job.language))
    yield Output(f"{job.stem}.vtt", subtitles.vtt(film).encode("utf-8", "replace"))
    yield Output(f"{job.stem}.srt", subtitles.srt(film).encode("utf-8", "replace"))
    yield Output(f"{job.stem}.md", transcript(film, words, lead))
    yield Output(f"{job.stem}.png", still(film.shots[0].shot, LATE, size))
    yield Output(f"{job.stem}.html", page(film, words, lead))


def recordings(job: Job) -> Path:
    """Where somebody's own recordings of the scenes lie."""
    return home() / "film" / "scenes" / job.language


def _voices(given: Sequence[Shot], job: Job) -> dict[str, sound.Samples]:
    """What is heard in each scene: recorded, else made; what cannot be had is told and left out."""
    found: dict[str, sound.Samples] = {}
    for id, path in narration.recorded(given, recordings(job)).items():
        try:
            found[id] = sound.read(path)
        except sound.BadRecording as error:
            job.left_out(CannotMake(f"{error.code}.{error.facts['why']}", **error.facts))
    missing = [shot for shot in given if shot.id not in found and shot.narration]
    if missing:
        try:
            made = narration.spoken(missing, job.language, home() / "film" / "voice")
            found |= {id: sound.read(path) for id, path in made.items()}
        except (narration.NoVoice, sound.BadRecording) as error:
            job.left_out(CannotMake("film.no-voice", folder=str(recordings(job)), says=_why(error)))
    loud = sound.loudness(found.values())
    return {id: sound.evened(heard, loud) for id, heard in found.items()}


def _why(error: OmloppError) -> str:
    return str(error.facts.get("says", "")).splitlines()[-1] if error.facts.get("says") else ""


def _lead(job: Job) -> tuple[str, ...]:
    return tuple(text for laid in job.laid("film") if (text := getattr(laid.block, "text", "")))


FORM = Form(make, reads=reads, says=says, slow=True)
