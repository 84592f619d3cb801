"""Scenes encoded one by one, and kept: only a scene that has changed is encoded again."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import cast

import av
from av.error import FFmpegError
from av.video.stream import VideoStream

from omlopp.documents.film.frames import FULL, Size, frames
from omlopp.documents.film.shot import FRAMES_A_SECOND, Shot
from omlopp.domain.model.errors import OmloppError

ENCODER = "libx264"
OPTIONS = {
    "preset": "superfast",
    "crf": "17",
    "bf": "0",  # no frame waits for a later one: clips are joined packet by packet
    "g": "250",
    # no looking ahead: nearly all frames are like the one before, and a clip has one cut, at its beginning
    "x264-params": "colorprim=bt709:transfer=bt709:colormatrix=bt709:scenecut=0:open-gop=0:rc-lookahead=0:mbtree=0",
}
DRAWS = ("shot", "stage", "cards", "charts", "motion", "draw", "frames", "clip")


class NoEncoder(OmloppError):
    """PyAV without H.264. Facts: encoder."""

    code = "film.no-encoder"


def require_encoder() -> None:
    """Raises NoEncoder."""
    if ENCODER not in av.codecs_available:
        raise NoEncoder(encoder=ENCODER)


def clip(
    shot: Shot, count: int, folder: Path, size: Size = FULL, tick: Callable[[], None] = lambda: None
) -> Path:
    """The scene as an MP4 without sound, from `folder` if it lies there. `tick` is called at every new frame and may
    raise to stop: a clip is there whole or not at all.
    """
    path = folder / f"{name(shot, count, size)}.mp4"
    if path.is_file() and readable(path):
        os.utime(path)
        return path
    require_encoder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    try:
        _encode(shot, count, beside, size, tick)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path


def name(shot: Shot, count: int, size: Size) -> str:
    """Of everything the clip is made from: what is seen, how long, how large, and the program that draws it."""
    made = f"{shot.digest()} {count} {size} {sorted(OPTIONS.items())} {_program()}"
    return hashlib.sha256(made.encode()).hexdigest()[:32]


def tidy(folder: Path, keep: Iterable[Path]) -> None:
    """Clips that no scene uses any more, and halves of clips, go."""
    kept = set(keep)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path not in kept and path.suffix in (".mp4", ".part"):
            path.unlink(missing_ok=True)


@cache
def _program() -> str:
    here = Path(__file__).parent
    sources = [here / f"{each}.py" for each in DRAWS] + [here.parent / "pictures" / "drawing.py"]
    return hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()


def _encode(shot: Shot, count: int, path: str, size: Size, tick: Callable[[], None]) -> None:
    with av.open(path, "w", format="mp4") as out:
        stream = cast(VideoStream, out.add_stream(ENCODER, rate=FRAMES_A_SECOND, options=OPTIONS))
        stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
        at = 0
        for pixels, times in frames(shot, count, size):
            tick()
            picture = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            for _ in range(times):
                picture.pts = at
                out.mux(stream.encode(picture))
                at += 1
        out.mux(stream.encode(None))


def readable(path: Path) -> bool:
    """Is it a film that can be opened? A broken clip is made again."""
    try:
        with av.open(str(path)) as found:
            return bool(found.streams.video)
    except (FFmpegError, OSError):
        return False
