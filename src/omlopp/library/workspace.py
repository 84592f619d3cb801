"""Where a workspace lies: the one folder that holds what a user of Omlopp owns."""

import os
from pathlib import Path

_TOP = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The workspace as an absolute path; it may not exist yet.

    OMLOPP_HOME decides. Without it: `omlopp-data/` beside the README of a checkout, or under the present
    folder where Omlopp is installed as a package.
    """
    named = os.environ.get("OMLOPP_HOME", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    top = _TOP if (_TOP / "run.py").is_file() else Path.cwd()
    return top / "omlopp-data"
