"""Where each scene's voice comes from: a recorded file, else the voice that is installed beside Omlopp, else nobody.

Recorded: OMLOPP_HOME/film/scenes/<language>/<scene>.wav (or .flac). It takes the place of the voice in that scene only.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from omlopp.documents.film.shot import Shot
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language

VOICE = Path(__file__).with_name("voice.py")
KINDS = (".wav", ".flac")
PATIENCE = 300  # seconds for the voices of a whole film
TELLS = 600  # characters of what the voice complained about


class NoVoice(OmloppError):
    """No voice is installed, or it does not work. Facts: says."""

    code = "film.no-voice"


def recorded(shots: Sequence[Shot], folder: Path) -> dict[str, Path]:
    """Scene → its file in `folder`, where somebody has recorded one."""
    found = {}
    for shot in shots:
        for kind in KINDS:
            if (path := folder / f"{shot.id}{kind}").is_file():
                found[shot.id] = path
                break
    return found


def spoken(
    shots: Sequence[Shot], language: Language, kept: Path, voice: Path = VOICE, python: str = sys.executable
) -> Mapping[str, Path]:
    """Scene → a made voice, kept in `kept` by what it says. Raises NoVoice.

    The program runs apart (its licence is another) and sees no module of Omlopp.
    """
    program = hashlib.sha256(voice.read_bytes()).hexdigest()
    wanted = {
        shot.id: kept
        / f"{hashlib.sha256(f'{program} {language} {shot.narration}'.encode()).hexdigest()[:32]}.wav"
        for shot in shots
        if shot.narration
    }
    missing = {
        wanted[shot.id]: shot.narration
        for shot in shots
        if shot.id in wanted and not wanted[shot.id].is_file()
    }
    if missing:
        kept.mkdir(parents=True, exist_ok=True)
        beside = {path: path.with_suffix(".part") for path in missing}
        asked = {
            "language": language,
            "lines": [{"text": text, "to": str(beside[path])} for path, text in missing.items()],
        }
        try:
            done = subprocess.run(
                [python, "-I", str(voice)], input=json.dumps(asked).encode(), capture_output=True, timeout=PATIENCE,
                check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoVoice(says=str(error)[:TELLS]) from None
        if done.returncode:
            raise NoVoice(says=done.stderr.decode("utf-8", "replace").strip()[-TELLS:])
        for path, made in beside.items():
            os.replace(made, path)
    return wanted
