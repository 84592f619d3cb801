"""The specification of the market evidence: library/statistics/market_effect_<day>.yaml, written before it is run.

Its sha256 stands with every result: whoever has the file can see that nothing was changed afterwards.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.library.load import ROOT

FOLDER = ROOT / "statistics"
STEM = "market_effect_"
Model = Literal["poisson", "linear", "none"]
MODELS = ("poisson", "linear", "none")


class SpecificationFault(OmloppError):
    """Something in a specification that cannot be run. Facts: file, says."""

    code = "market.effect.specification"


@dataclass(frozen=True, slots=True)
class Exposure:
    """What "asks" means. `main`: one of the questions asked; the others are robustness. `reporting`: only platforms
    that report the flag.
    """

    id: str
    name: Text
    main: bool
    reporting: bool
    limits: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ratio`: the effect is a relative change; else a difference of shares. `smallest`: of interest, 0–1."""

    id: str
    model: Model
    ratio: bool
    name: Text
    base: Text
    hypothesis: Literal["less", "more", "either"]
    smallest: float
    why: Text


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the robustness table. `outcomes`: those it is for, empty: all. `facts`: its numbers."""

    id: str
    says: Text
    outcomes: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Specification:
    id: str
    written_on: date
    title: Text
    known_before: Text
    pack: str
    year: int
    fixed_effects: tuple[str, ...]
    controls: tuple[str, ...]
    excluded: tuple[tuple[str, Text], ...]
    reporting_platform: float
    value_at_least: int
    exposures: Mapping[str, Exposure]
    outcomes: Mapping[str, Outcome]
    level: float
    power: float
    few_buyers: int
    fewest_exposed: int
    draws: int
    seed: int
    verdicts: Mapping[str, Text]
    robustness: tuple[Check, ...]
    caveats: tuple[Text, ...]
    source: Text
    references: tuple[str, ...]
    sha256: str
    file: str


def specifications(folder: Path = FOLDER) -> list[Path]:
    """Every specification, oldest first."""
    return sorted(folder.glob(f"{STEM}*.yaml"))


@cache
def current() -> Specification:
    """The newest specification."""
    return read(specifications()[-1])


def read(path: Path) -> Specification:
    """Raises SpecificationFault: what is missing or unknown, and where."""
    try:
        content = path.read_bytes()
        said = yaml.safe_load(content)
        return _made(said, hashlib.sha256(content).hexdigest(), path.name)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise SpecificationFault(file=path.name, says=str(error).splitlines()[0]) from error
    except KeyError as error:
        raise SpecificationFault(file=path.name, says=f"missing: {error.args[0]}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise SpecificationFault(file=path.name, says=str(error)) from error


def _made(said: dict[str, Any], sha256: str, file: str) -> Specification:
    inference = said["inference"]
    if said["unit"] != "procurement" or said["cluster"] != "buyer" or inference["many_tests"] != "holm":
        raise ValueError("unit must be procurement, cluster buyer, many_tests holm")
    if not 0 < inference["level"] < 1 or not 0 < inference["power"] < 1 or inference["draws"] < 99:
        raise ValueError("level and power lie between 0 and 1, draws are at least 99")
    return Specification(
        id=said["id"],
        written_on=said["written_on"],
        title=Text(**said["title"]),
        known_before=Text(**said["known_before"]),
        pack=said["data"]["pack"],
        year=said["data"]["year"],
        fixed_effects=tuple(said["fixed_effects"]),
        controls=tuple(said["controls"]),
        excluded=tuple((one["rule"], Text(**one["says"])) for one in said["sample"]["exclude"]),
        reporting_platform=said["sample"]["reporting_platform"],
        value_at_least=said["sample"]["value_at_least"],
        exposures={id: _exposure(id, one) for id, one in said["exposures"].items()},
        outcomes={id: _outcome(id, one) for id, one in said["outcomes"].items()},
        level=inference["level"],
        power=inference["power"],
        few_buyers=inference["few_buyers"],
        fewest_exposed=inference["fewest_exposed"],
        draws=inference["draws"],
        seed=inference["seed"],
        verdicts={id: Text(**one) for id, one in said["verdicts"].items()},
        robustness=tuple(_check(one) for one in said["robustness"]),
        caveats=tuple(Text(**one) for one in said["caveats"]),
        source=Text(**said["source"]),
        references=tuple(said["references"]),
        sha256=sha256,
        file=file,
    )


def _exposure(id: str, said: dict[str, Any]) -> Exposure:
    limits = Text(**said["limits"]) if "limits" in said else Text("", "")
    return Exposure(
        id, Text(**said["name"]), said.get("main", False), said["platforms"] == "reporting", limits
    )


def _outcome(id: str, said: dict[str, Any]) -> Outcome:
    if said["model"] not in MODELS:
        raise ValueError(f"{id}: model {said['model']}, known: {', '.join(MODELS)}")
    return Outcome(
        id,
        said["model"],
        said["measure"] == "ratio",
        Text(**said["name"]),
        Text(**said["base"]),
        said["hypothesis"],
        said["smallest_of_interest"],
        Text(**said["why"]),
    )


def _check(said: dict[str, Any]) -> Check:
    known = ("id", "says", "outcomes")
    facts = {name: value for name, value in said.items() if name not in known}
    return Check(said["id"], Text(**said["says"]), tuple(said.get("outcomes", ())), facts)
