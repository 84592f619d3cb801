"""The documents' own sentences, from library/messages/documents.yaml."""

from typing import Any

from omlopp.library.messages import sentences


def say(key: str, language: str, **facts: Any) -> str:
    """The sentence `documents.<key>` in `language`, with `facts` in place of its {braces}."""
    return sentences()[f"documents.{key}"][language].format(**facts)
