"""Frames of a shot: SVG drawn to pixels, only where something has moved, and the fade at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import av
import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import vl_convert
from av.video.reformatter import Interpolation

from omlopp.documents.film.draw import frame, settled
from omlopp.documents.film.shot import FRAMES_A_SECOND, Shot
from omlopp.documents.film.stage import HEIGHT, WIDTH

FADES = 8  # frames
EXACT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND  # else the paper turns a little green
Pixels = np.ndarray[tuple[int, int], np.dtype[np.uint8]]  # yuv420p: rows of luma, then of both chromas


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels; both even, as H.264 asks."""

    width: int = 1920
    height: int = 1080


FULL = Size()


def still(shot: Shot, seconds: float, size: Size = FULL) -> bytes:
    """One moment of a shot as PNG."""
    made: bytes = vl_convert.svg_to_png(frame(shot, seconds), scale=size.height / HEIGHT)
    return made


def frames(shot: Shot, count: int, size: Size = FULL) -> Iterator[tuple[Pixels, int]]:
    """`count` frames in order, each with how many times it stands. The last ones fade to plain paper.

    Where things move every other frame is drawn and the one between is mixed from its neighbours, as the eye of a
    camera would; where nothing moves nothing is drawn.
    """
    still_from = max(count - FADES, 1)
    moving = min(int(settled(shot) * FRAMES_A_SECOND) + 2, still_from)
    last_svg, last = frame(shot, 0), drawn(frame(shot, 0), size)
    held = 1
    for number in range(2, moving + 2, 2):
        svg = frame(shot, number / FRAMES_A_SECOND)
        if svg == last_svg:
            held += 2
            continue
        now = drawn(svg, size)
        yield last, held
        yield _mixed(last, now, 0.5), 1
        last_svg, last, held = svg, now, 1
    # frames given so far and held: 1 + 2 for each step
    shown = 1 + 2 * len(range(2, moving + 2, 2))
    yield last, held + still_from - shown
    paper = blank(size)
    for step in range(1, min(FADES, count - still_from) + 1):
        yield _mixed(last, paper, step / (FADES + 1)), 1


def drawn(svg: str, size: Size) -> Pixels:
    """SVG as the pixels an encoder takes, in the colours of HD video (BT.709)."""
    # by way of PDF: half the time of a PNG that is written and read back
    page = pypdfium2.PdfDocument(vl_convert.svg_to_pdf(svg))[0]
    bitmap = page.render(scale=size.height / page.get_height())
    picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(bitmap.to_numpy()), format="bgr24")
    planes = picture.reformat(
        size.width,
        size.height,
        "yuv420p",
        dst_colorspace="ITU709",
        interpolation=EXACT,
        dst_color_range="MPEG",
    )
    return cast(Pixels, planes.to_ndarray())


def _mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    """`one` at share 0, `other` at share 1."""
    weight = round(share * 256)
    mixed = (one.astype(np.uint16) * (256 - weight) + other.astype(np.uint16) * weight + 128) >> 8
    return mixed.astype(np.uint8)


def blank(size: Size) -> Pixels:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{HEIGHT:.0f}">'
        f'<rect width="{WIDTH:.0f}" height="{HEIGHT:.0f}" fill="#FBFAF7"/></svg>'
    )
    return drawn(svg, size)
