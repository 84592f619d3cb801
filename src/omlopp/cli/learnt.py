"""How the command line tells where a change of the library was learnt."""

from typing import Any

from omlopp.cli.tell import language, t


def source(one: Any) -> str:
    """Why, and where it was learnt: one line."""
    from omlopp.library.load import library

    buyer = library().names.of("buyer_kind", one.buyer_kind, language())
    cpv = f", CPV {one.cpv}" if one.cpv else ""
    return t(
        f"Ur en lärdom: {one.why} ({buyer}{cpv}, {one.learnt_on})",
        f"From a lesson: {one.why} ({buyer}{cpv}, {one.learnt_on})",
    )
