"""What the openness check holds a procurement against: lines.yaml as frozen values."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from omlopp.domain.criteria.openness import Lines
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Parameter, ParameterExpired, ParameterNotYet
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent


class OpennessBroken(OmloppError):
    """The data file cannot be read. Facts: where, says."""

    code = "openness-broken"


@cache
def lines() -> Lines:
    read = read_one(FOLDER / "lines.yaml", Lines, FOLDER)
    if isinstance(read, Problem):
        raise OpennessBroken(where=read.where, says=read.says)
    return read


def law_on(parameters: Mapping[str, Parameter], day: date) -> dict[str, Decimal]:
    """The law's numbers that the checks use, as they are on a day; one that is not in force then is left out."""
    found = {}
    for name, parameter in lines().law.items():
        try:
            found[name] = parameters[parameter].on(day).value
        except (ParameterExpired, ParameterNotYet):
            continue
    return found
