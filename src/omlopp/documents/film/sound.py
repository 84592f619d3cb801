"""Voices as samples: read from any recording, made equally loud, and never clipped."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from omlopp.documents.film.shot import Timed
from omlopp.domain.model.errors import OmloppError

RATE = 48_000
LOUD = -20.0  # dBFS, the mean level of what is said: about as loud as speech is on the web
GIVES = 4.0  # dB
PEAK = -1.5  # dBFS: no sample is higher, so that nothing is clipped when it is coded
QUIET = -60.0  # dBFS: below it nobody speaks
BLOCK = RATE * 2 // 5
LONGEST = 120  # seconds of one scene
BEGINS = 0.3  # seconds into a scene

Samples = np.ndarray[tuple[int], np.dtype[np.float32]]


class BadRecording(OmloppError):
    """A recording that cannot be heard. Facts: file, why (unreadable, empty, silent, long), longest."""

    code = "film.bad-recording"


def read(path: Path) -> Samples:
    """Mono, 48 kHz, −1…1. Raises BadRecording."""
    pieces: list[Samples] = []
    try:
        with av.open(str(path)) as source:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            for frame in source.decode(audio=0):
                if frame.time is not None and frame.time > LONGEST:
                    raise BadRecording(file=path.name, why="long", longest=LONGEST)
                pieces += [_samples(each) for each in resampler.resample(frame)]
            pieces += [_samples(each) for each in resampler.resample(None)]
    except (FFmpegError, OSError, IndexError, ValueError):
        raise BadRecording(file=path.name, why="unreadable", longest=LONGEST) from None
    heard = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    heard = np.nan_to_num(heard)
    if not len(heard):
        raise BadRecording(file=path.name, why="empty", longest=LONGEST)
    if len(heard) > LONGEST * RATE:
        raise BadRecording(file=path.name, why="long", longest=LONGEST)
    if level(heard) < QUIET:
        raise BadRecording(file=path.name, why="silent", longest=LONGEST)
    return heard


def level(heard: Samples) -> float:
    """Mean level in dBFS of the parts where something is said; −inf of silence."""
    padded = np.pad(heard, (0, -len(heard) % BLOCK)) if len(heard) else np.zeros(BLOCK, np.float32)
    power = (padded.reshape(-1, BLOCK).astype(np.float64) ** 2).mean(axis=1)
    said = power[power > 10 ** (QUIET / 10)]
    if not len(said):
        return float("-inf")
    said = said[said >= said.mean() / 10]
    return float(10 * np.log10(said.mean()))


def loudness(voices: Iterable[Samples]) -> float:
    """The level in dBFS that all of them can have without a sample over the peak; at most a little under LOUD, so that
    one recording with a crack in it does not make the others faint.
    """
    reach = [level(each) + PEAK - float(20 * np.log10(np.abs(each).max())) for each in voices]
    return max(min([LOUD, *reach]), LOUD - GIVES)


def evened(heard: Samples, loud: float = LOUD) -> Samples:
    """As loud as the others, and no sample over the peak."""
    gain = 10 ** ((loud - level(heard)) / 20)
    highest = float(np.abs(heard).max())
    return (heard * min(gain, 10 ** (PEAK / 20) / highest)).astype(np.float32)


def track(shots: Sequence[Timed], voices: Mapping[str, Samples], seconds: float) -> Samples:
    """The whole film's sound: each voice a little into its scene, silence elsewhere."""
    made = np.zeros(round(seconds * RATE), np.float32)
    for timed in shots:
        heard = voices.get(timed.shot.id)
        if heard is None:
            continue
        at = round((timed.start + BEGINS) * RATE)
        end = min(at + len(heard), round((timed.start + timed.seconds) * RATE))
        made[at:end] = heard[: end - at]
    return made


def _samples(frame: av.AudioFrame) -> Samples:
    made: Samples = frame.to_ndarray().reshape(-1).astype(np.float32)
    return made
