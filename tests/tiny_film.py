"""Four seconds of film as `omlopp publish film` lays it: what plays, its subtitles, its text, and the manifest."""

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from omlopp.domain.model.text import Language
from omlopp.flows.publications import manifest

SECONDS, RATE = 4, 12
SAID = "Det här är en provfilm."
VTT = f"WEBVTT\n\n00:00.000 --> 00:04.000\n{SAID}\n"
PAGE = f"""<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title></head><body><main><h2>Text</h2>
<section class="scene"><h3>Första scenen</h3><p>{SAID}</p></section></main></body></html>"""


def lay(target: Path, language: Language = "sv") -> Path:
    """The publication `film` under the folder of publications. → its folder."""
    folder = target / "film" / language
    folder.mkdir(parents=True, exist_ok=True)
    _encode(folder / "film.mp4")
    (folder / "film.vtt").write_text(VTT, "utf-8")
    (folder / "film.html").write_text(PAGE, "utf-8")
    (folder / "film.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    files = tuple(
        manifest.File(name, "film", "", hashlib.sha256(content).hexdigest(), len(content))
        for name in ("film.mp4", "film.vtt", "film.html")
        for content in [(folder / name).read_bytes()]
    )
    manifest.write(
        folder,
        manifest.Manifest("film", language, "Provfilm", date(2026, 11, 22), True, "1", "", True, files),
    )
    return folder


def _encode(path: Path) -> None:
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        stream = out.add_stream("libx264", rate=RATE, options={"g": "6"})
        stream.width, stream.height, stream.pix_fmt, stream.time_base = 320, 180, "yuv420p", Fraction(1, RATE)
        for number in range(SECONDS * RATE):
            picture = np.random.default_rng(number).integers(0, 255, (180, 320, 3), dtype=np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
