"""The market evidence: its files."""

from typing import Any

NO_FORM = {"market-effect", "market-effect-file"}


def VALUES(workspace: Any, of: int) -> dict[str, list[object]]:
    return {"effect_file": ["specifikation.yaml"]}  # a result is kept only where the analysis was run
