"""The signs of a text in two versions: they carry the meaning where neither colour nor line is seen."""

from typing import Literal

SIGNS = {"added": ("[+", "+]"), "removed": ("[−", "−]"), "same": ("", "")}


def signed(kind: Literal["same", "added", "removed"], text: str) -> str:
    """`[+nytt+]`, `[−borta−]`, or the text as it is. The space round a part stays outside its signs."""
    before, after = SIGNS[kind]
    if not before:
        return text
    body = text.strip()
    if not body:
        return text
    left = text[: len(text) - len(text.lstrip())]
    right = text[len(text.rstrip()) :]
    return f"{left}{before}{body}{after}{right}"
