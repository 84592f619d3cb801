"""The walk of the market evidence: pack → rows → estimates and robustness → a result as plain data, kept.

First the method is shown to find a planted effect and no effect where none is; then it is put to the registry.
Kept in OMLOPP_HOME/out/market-effect/: result.json, rows.csv (to check by) and the specification that was run.
"""

import csv
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import write_whole
from omlopp.library.packs import UnknownPack, find, verify
from omlopp.library.workspace import home
from omlopp.statistics.effect_spec import Specification, current

FOLDER = "market-effect"
RESULT, ROWS = "result.json", "rows.csv"
CHECK_SEED = 20261122
FORM = 1  # of result.json: a new number when its shape changes
TABLES = ("estimates", "uptake", "declared", "platforms")
Progress = Callable[[str], None]
Result = Mapping[str, Any]


class NoEffectData(OmloppError):
    """The pack is not at hand. Facts: pack, known, folder."""

    code = "market.effect.no_pack"


class PackNotWhole(OmloppError):
    """The pack is not as its card says. Facts: pack, faults."""

    code = "market.effect.pack_not_whole"


class NotPlantable(OmloppError):
    """An effect that the invented world cannot hold. Facts: given."""

    code = "market.effect.planted"


class UnknownEffectTable(OmloppError):
    """Facts: table, known."""

    code = "market.effect.unknown_table"


def place(base: Path | None = None) -> Path:
    """Where results are kept."""
    return (base or home()) / "out" / FOLDER


def run(
    on: date | None = None,
    *,
    base: Path | None = None,
    progress: Progress = lambda _: None,
    specification: Specification | None = None,
) -> dict[str, Any]:
    """The whole analysis, kept and given. Raises NoEffectData, PackNotWhole, and what reading raises."""
    from omlopp.statistics import effect_data

    began = time.monotonic()
    spec, day = specification or current(), on or datetime.now(UTC).date()
    try:
        pack = find(spec.pack)
    except UnknownPack as error:
        facts = dict(error.facts)
        raise NoEffectData(
            pack=spec.pack, known=facts.get("known", "–"), folder=str((base or home()) / "packs")
        ) from error
    faults = verify(pack)
    if faults:
        raise PackNotWhole(pack=spec.pack, faults="; ".join(str(one) for one in faults))
    check = simulated(spec, day, progress=progress)
    progress(spec.pack)
    rows = effect_data.read(pack.folder, spec)
    made = _result(rows, spec, day, progress)
    made["data"] |= {"pack": pack.name, "version": pack.version, "licence": pack.licence}
    made["check"] = {name: check[name] for name in ("planted", "seed", "answers", "raw")}
    made["seconds"] = round(time.monotonic() - began, 1)
    keep(made, effect_data.as_csv(rows), spec, base)
    return made


def simulated(
    spec: Specification | None = None,
    on: date | None = None,
    *,
    seed: int = CHECK_SEED,
    planted: Mapping[str, float] | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """The main question put to invented procurements with a planted effect. Nothing is kept."""
    from omlopp.statistics import effect_doubt, effect_made, effect_run

    spec, day = spec or current(), on or datetime.now(UTC).date()
    world = effect_made.World(planted={**effect_made.PLANTED, **(planted or {})})
    rows = effect_made.made(seed, spec, world)
    found = spec.exposures["found"]
    several = []
    for outcome in spec.outcomes.values():
        progress(f"simulated · {outcome.id}")
        several.append(
            effect_run.estimate(rows, spec, found, outcome, effect_run.MAIN, effect_run.main_plan(spec))
        )
    raw = [
        effect_run.estimate(rows, spec, found, outcome, "raw", effect_run.Plan())
        for outcome in spec.outcomes.values()
    ]
    return {
        **_head(spec, day),
        "invented": True,
        "seed": seed,
        "planted": dict(world.planted),
        "flow": {"compared": several[0].n},
        "answers": [effect_doubt.plain(one) for one in effect_doubt.judged(several, spec)],
        "raw": [effect_doubt.plain(one) for one in raw],
    }


def _result(rows: Any, spec: Specification, day: date, progress: Progress) -> dict[str, Any]:
    from omlopp.statistics import effect_doubt, effect_run, effect_uptake

    answers = effect_run.answers(rows, spec, progress)
    tables: list[dict[str, Any]] = []
    for one in answers:
        if one.why == "not_in_source":
            continue
        lines = effect_run.robustness(rows, spec, one.exposure, one.outcome, progress)
        tables += [effect_doubt.plain(line) | {"of": one.exposure} for line in lines]
    for outcome in spec.outcomes.values():
        if outcome.model == "none":
            continue
        progress(f"exposures · {outcome.id}")
        lines = effect_run.other_exposures(rows, spec, outcome.id)
        tables += [effect_doubt.plain(line) | {"of": line.exposure} for line in lines]
    progress("uptake")
    return {
        **_head(spec, day),
        "invented": False,
        "data": {
            "year": spec.year,
            "files": dict(rows.files),
            "sha256": rows.sha256,
            "source": _both(spec.source),
        },
        "flow": {**rows.left_out, "kept": len(rows.procurements)},
        "reporting": list(rows.reporting),
        "exposed": {
            name: {
                "all": int(rows.procurements[name].sum()),
                "with_bids": int((rows.procurements[name] & rows.procurements["bids"].notna()).sum()),
                "of": len(rows.procurements),
            }
            for name in spec.exposures
        },
        "answers": [effect_doubt.plain(one) for one in answers],
        "robustness": tables,
        "uptake": effect_uptake.uptake(rows.every, day),
    }


def _head(spec: Specification, day: date) -> dict[str, Any]:
    return {
        "form": FORM,
        "specification": {
            "id": spec.id,
            "file": spec.file,
            "sha256": spec.sha256,
            "written_on": spec.written_on.isoformat(),
        },
        "program": {"omlopp": _version("omlopp"), "statsmodels": _version("statsmodels")},
        "made_on": day.isoformat(),
    }


def _both(text: Any) -> dict[str, str]:
    return {"sv": text.sv, "en": text.en}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def keep(result: Result, rows: bytes, spec: Specification, base: Path | None = None) -> Path:
    """The result whole or not at all: its rows and specification first, so that they are there when it is."""
    folder = place(base)
    write_whole(folder / ROWS, rows)
    write_whole(folder / spec.file, spec_text(spec))
    content = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    return write_whole(folder / RESULT, content.encode())


def kept(base: Path | None = None) -> dict[str, Any] | None:
    """The last result kept; None where there is none, or one of another form. This is `Base.market`."""
    try:
        found = json.loads((place(base) / RESULT).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("form") == FORM else None


def at_hand(base: Path | None = None, *, progress: Progress = lambda _: None) -> Result | None:
    """The result of the newest specification: kept, or run now where its data are at hand; else the last one kept.

    Raises PackNotWhole and what reading raises.
    """
    found = kept(base)
    if found is not None and not stale(found):
        return found
    try:
        return run(base=base, progress=progress)
    except NoEffectData:
        return found


def stale(result: Result) -> bool:
    """Was it made from another specification than the newest?"""
    return bool(result["specification"]["sha256"] != current().sha256)


def spec_text(spec: Specification | None = None) -> bytes:
    """The specification as it was written."""
    from omlopp.statistics.effect_spec import FOLDER as where

    return (where / (spec or current()).file).read_bytes()


def answer(result: Result, exposure: str, outcome: str) -> dict[str, Any]:
    """One of the main answers. Raises KeyError where it was not asked."""
    for one in result["answers"]:
        if (one["exposure"], one["outcome"]) == (exposure, outcome):
            return dict(one)
    raise KeyError((exposure, outcome))


def lines(result: Result, exposure: str, outcome: str) -> list[dict[str, Any]]:
    """The robustness table of one question: the main line, then other samples and models, then other exposures."""
    wanted = [
        one for one in result["robustness"] if one["outcome"] == outcome and one["exposure"] == exposure
    ]
    others = [
        one for one in result["robustness"] if one["outcome"] == outcome and one["id"] == one["exposure"]
    ]
    return [answer(result, exposure, outcome), *wanted, *(others if exposure == "found" else [])]


def table(result: Result, name: str) -> list[dict[str, Any]]:
    """A table of the result as plain rows. Raises UnknownEffectTable."""
    if name == "estimates":
        return [*({**one, "of": one["exposure"]} for one in result["answers"]), *result["robustness"]]
    if name == "uptake":
        found = result["uptake"]
        parts = ("year", "county", "buyer_kind", "division", "platform")
        return [{"by": "all", **found["all"]}, *({"by": by, **row} for by in parts for row in found[by])]
    if name in ("declared", "platforms"):
        return list(result["uptake"][name])
    raise UnknownEffectTable(table=name, known=TABLES)


def as_csv(result: Result, name: str) -> bytes:
    """A table as CSV, with what it was made from behind # at its head."""
    rows = table(result, name)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    file = io.StringIO()
    spec, data = result["specification"], result["data"]
    for line in (
        f"{spec['id']}, sha256 {spec['sha256']}, written {spec['written_on']}",
        f"data sha256 {data['sha256']}; {data['version']}",
        f"made {result['made_on']}, omlopp {result['program']['omlopp']}",
        data["source"]["sv"],
    ):
        file.write(f"# {line}\n")
    writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def questions() -> Sequence[tuple[str, str]]:
    """Exposure and outcome of each main question, in the order of the specification."""
    spec = current()
    return [
        (exposure.id, outcome)
        for exposure in spec.exposures.values()
        if exposure.main
        for outcome in spec.outcomes
    ]
