"""Clips, sound and subtitles in one MP4 that plays in a browser: H.264, AAC and a subtitle track, index first."""

import struct
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.subtitles.stream import SubtitleStream

from omlopp.documents.film.shot import FRAMES_A_SECOND, Film
from omlopp.documents.film.sound import RATE, Samples
from omlopp.documents.film.subtitles import Cue, cues

ISO = {"sv": "swe", "en": "eng"}
MILLI = Fraction(1, 1000)
ASS = (
    b"[Script Info]\nScriptType: v4.00+\nPlayResX: 1920\nPlayResY: 1080\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    b"Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    b"MarginV, Encoding\nStyle: Default,Arial,54,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,40,1\n\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def joined(film: Film, clips: Sequence[Path], sound: Samples | None) -> bytes:
    """The bytes of an MP4. The clips are not encoded again. `sound` None: a film without an audio track."""
    with tempfile.TemporaryDirectory(prefix="omlopp-film-") as folder:
        path = Path(folder) / "film.mp4"
        _write(path, film, clips, sound)
        return path.read_bytes()


def _write(path: Path, film: Film, clips: Sequence[Path], sound: Samples | None) -> None:
    language = ISO[film.language]
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        out.metadata["title"] = film.title
        out.metadata["language"] = language
        with av.open(str(clips[0])) as first:
            picture = out.add_stream_from_template(first.streams.video[0])
        picture.metadata["language"] = language
        voice = (
            # one voice at this rate loses nothing to the faster coder, and a changed scene is soon heard
            out.add_stream("aac", rate=RATE, layout="mono", options={"b": "96k", "aac_coder": "fast"})
            if sound is not None
            else None
        )
        if voice is not None:
            voice.metadata["language"] = language
        texts = out.add_stream("mov_text")
        texts.metadata["language"] = language
        texts.time_base = MILLI
        texts.codec_context.subtitle_header = (
            ASS  # the encoder does not open without; we write the packets ourselves
        )
        heard = _frames(sound) if sound is not None else iter(())
        told = iter(cues(film))
        cue = next(told, None)
        waiting = next(heard, None)
        for timed, clip in zip(film.shots, clips, strict=True):
            with av.open(str(clip)) as source:
                stream = source.streams.video[0]
                for packet in source.demux(stream):
                    if packet.size == 0 or packet.pts is None or packet.dts is None:
                        continue
                    base = packet.time_base
                    shift = round(Fraction(timed.first, FRAMES_A_SECOND) / base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = picture
                    out.mux_one(packet)
            end = timed.start + timed.seconds
            while voice is not None and waiting is not None and float(waiting.time or 0) < end:
                out.mux(voice.encode(waiting))
                waiting = next(heard, None)
            while cue is not None and cue.start < end:
                out.mux_one(_text(cue, texts))
                cue = next(told, None)
        if voice is not None:
            out.mux(voice.encode(None))


def _frames(sound: Samples) -> Iterator[av.AudioFrame]:
    step = 1024
    for at in range(0, len(sound), step):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound[at : at + step])[None, :], "fltp", "mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield frame


def _text(cue: Cue, stream: SubtitleStream) -> av.Packet:
    """A subtitle as 3GPP timed text has it: its length, then its letters."""
    said = cue.text.encode()
    packet = av.Packet(struct.pack(">H", len(said)) + said)
    packet.stream = stream
    packet.time_base = MILLI
    packet.pts = packet.dts = round(cue.start * 1000)
    packet.duration = round((cue.end - cue.start) * 1000)
    return packet
