"""What talking with the market needs of data: questions, sizes of firms, limits, and the suppliers' guide."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import FirmSizes, GeneralQuestions, Guide, Limits
from omlopp.library.codelists import FOLDER as CODELISTS
from omlopp.library.codelists import rows
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent
T = TypeVar("T")


class DialogueBroken(OmloppError):
    """The data file cannot be read. Facts: where, says."""

    code = "dialogue.broken"


@cache
def limits() -> Limits:
    return _read("limits.yaml", Limits)


@cache
def sizes() -> FirmSizes:
    return _read("sizes.yaml", FirmSizes)


@cache
def general() -> GeneralQuestions:
    return _read("questions.yaml", GeneralQuestions)


@cache
def guide() -> Guide:
    return _read("guide.yaml", Guide)


@cache
def counties() -> Mapping[str, str]:
    """County code ("23") → name, in the order of the codes."""
    found = [
        (row["county_code"], row["name"]) for row in rows(CODELISTS / "nuts_se.csv") if row["county_code"]
    ]
    return dict(sorted(found))


@cache
def municipalities() -> Mapping[str, str]:
    """Municipality code ("2313") → name; the first two digits are the county's."""
    return {row["code"]: row["name"] for row in rows(CODELISTS / "municipalities_se.csv")}


@cache
def nuts_counties() -> Mapping[str, str]:
    """County code → NUTS 3 code."""
    return {row["county_code"]: row["code"] for row in rows(CODELISTS / "nuts_se.csv") if row["county_code"]}


def county_code(said: str) -> str:
    """ "23" of "23" or of the NUTS 3 code "SE322"; "" for what is neither."""
    if said in counties():
        return said
    return next((code for code, nuts in nuts_counties().items() if nuts == said), "")


def _read(name: str, shape: type[T]) -> T:
    found = read_one(FOLDER / name, shape, FOLDER)
    if isinstance(found, Problem):
        raise DialogueBroken(where=f"{name}: {found.where}", says=found.says)
    return found
