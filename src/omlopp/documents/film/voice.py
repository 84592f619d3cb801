"""A voice, run as a program of its own: `python -I voice.py` reads {"language", "lines": [{"text", "to"}]} from its
standard input and writes one WAV a line. It uses espeakng-loader (eSpeak NG, GPL-3.0-or-later) and nothing of Omlopp;
Omlopp never imports it. Exit code 3: the voice is not installed.
"""

import array
import ctypes
import importlib
import json
import sys
import wave

VOICES = {"sv": b"sv", "en": b"en"}
SYNCHRONOUS, UTF8, RATE, WORD_GAP = 2, 1, 1, 7
WORDS_A_MINUTE = 160
NOT_INSTALLED = 3


def main() -> int:
    try:
        loader = importlib.import_module("espeakng_loader")
        speaker = ctypes.CDLL(loader.get_library_path())
    except (ImportError, OSError) as error:
        print(error, file=sys.stderr)
        return NOT_INSTALLED
    asked = json.load(sys.stdin)
    data = str(loader.get_data_path()).encode()
    rate = speaker.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
    if rate <= 0:
        print("espeak_Initialize", rate, file=sys.stderr)
        return NOT_INSTALLED
    heard = array.array("h")

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def listen(samples, count, events):  # type: ignore[no-untyped-def]
        if samples and count > 0:
            heard.frombytes(ctypes.string_at(samples, count * 2))
        return 0

    speaker.espeak_SetSynthCallback(listen)
    if speaker.espeak_SetVoiceByName(VOICES[asked["language"]]):
        print("no voice for", asked["language"], file=sys.stderr)
        return NOT_INSTALLED
    speaker.espeak_SetParameter(RATE, WORDS_A_MINUTE, 0)
    for line in asked["lines"]:
        del heard[:]
        text = line["text"].encode() + b"\0"
        speaker.espeak_Synth(text, len(text), 0, 1, 0, UTF8, None, None)
        speaker.espeak_Synchronize()
        with wave.open(line["to"], "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(heard.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
