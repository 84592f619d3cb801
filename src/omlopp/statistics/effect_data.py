"""From the files of the Swedish procurement statistics to one row per procurement, and one per lot.

Rows that say nothing are counted where they are left out. Suppliers' names are never kept.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from omlopp.domain.model.errors import OmloppError
from omlopp.library.codelists import rows as table_rows
from omlopp.notices.evidence import classify_title
from omlopp.notices.fields import FOLDER
from omlopp.notices.registry_files import TABLES, needed, table_of
from omlopp.statistics.effect_spec import Specification
from omlopp.statistics.intervals import wilson
from omlopp.statistics.places import county_of

PRIVATE = "Privat"
SMALL = ("Mikroföretag", "Små företag")
SIZES = (*SMALL, "Medelstora företag", "Stora företag")
FRAMEWORK = "Ramavtal"
EXPOSURES = ("found", "declared", "found_any", "found_signs", "either", "both")
# What a row may be checked by: no supplier is among it.
COLUMNS = (
    "id", "buyer", "buyer_name", "buyer_kind", "county", "platform", "reporting", "month", "division", "cpv_group",
    "kind", "procedure", "framework", "above_threshold", "flag", "social", "innovation", "circular", "intent",
    *EXPOSURES, "lots", "bids", "single", "small", "winners", "appeal", "value",
)  # fmt: skip


class DataFault(OmloppError):
    """A table or column the analysis needs is not there. Facts: folder, says."""

    code = "market.effect.data"


@dataclass(frozen=True, slots=True)
class Rows:
    """`procurements`: a DataFrame with COLUMNS. `lots`: id, bids, single, small by lot. `left_out`: why → rows.

    `reporting`: platforms that report the flag. `files`: name → sha256. `planted`: true effects of simulated data.
    `every`: procurements before anything was left out, for uptake.
    """

    procurements: Any
    lots: Any
    left_out: Mapping[str, int]
    reporting: tuple[str, ...]
    files: Mapping[str, str]
    planted: Mapping[str, float] | None = None
    every: Any = None

    @property
    def sha256(self) -> str:
        """Of all files: their names and checksums in order."""
        told = "".join(f"{name} {mark}\n" for name, mark in sorted(self.files.items()))
        return hashlib.sha256(told.encode()).hexdigest()


def read(folder: Path, spec: Specification) -> Rows:
    """The tables of a folder. Raises DataFault."""
    tables, files = _tables(folder)
    every = _procurements(tables["procurements"])
    made, left_out = every, {"all": len(every)}
    made, left_out["repeated_id"] = _without(made, made["id"].duplicated())
    no_code = ~made["division"].str.fullmatch(r"\d\d") | (made["division"] == "00")
    made, left_out["no_cpv"] = _without(made, no_code)
    made, left_out["dynamic_system"] = _without(made, made["dynamic"])
    lots = _lots(tables)
    for name in ("bids", "winners"):
        left_out[f"{name}_without_procurement"] = int(
            (~tables[name]["upphandlings_id"].isin(tables["procurements"]["upphandlings_id"])).sum()
        )
    lots = lots.loc[lots["id"].isin(set(made["id"]))]
    return replace(finished(made.copy(), lots, _values(tables), spec, left_out, files), every=every)


def finished(
    made: Any,
    lots: Any,
    values: Mapping[str, float],
    spec: Specification,
    left_out: Mapping[str, int],
    files: Mapping[str, str],
    planted: Mapping[str, float] | None = None,
) -> Rows:
    """Outcomes by procurement from its lots, and the exposures; `made` has what stands in the procurement's own row."""
    reporting = _reporting(made, spec)
    made["reporting"] = made["platform"].isin(reporting)
    flag, any_word = made["flag"] == "True", made["circular"] == "yes"
    made["declared"] = flag
    made["found"] = any_word & (made["intent"] == "explicit")
    made["found_any"] = any_word
    made["found_signs"] = made["circular"] != "no"
    made["either"], made["both"] = flag | any_word, flag & any_word
    made["lots"] = made["id"].map(lots.loc[lots["bids"].notna()].groupby("id").size()).fillna(0)
    for name in ("bids", "single", "small"):  # the mean over the lots where it is known
        made[name] = made["id"].map(lots.loc[lots[name].notna()].groupby("id")[name].mean())
    made["winners"] = made["id"].map(lots.groupby("id")["winners"].sum())
    stated = made["id"].map(values)
    made["value"] = stated.where(stated >= spec.value_at_least)
    return Rows(made[list(COLUMNS)], lots, left_out, reporting, files, planted)


def _tables(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Each table by what its columns are, with the short names of the columns; the files' checksums."""
    import pandas as pd

    short = {row["long"]: row["short"] for row in table_rows(FOLDER / "registry_se.csv")}
    found: dict[str, Any] = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv*")):
        head = [str(name) for name in pd.read_csv(path, nrows=0, dtype=str).columns]
        table = table_of(head)
        if table is None:
            continue
        if table in found:
            raise DataFault(folder=str(folder), says=f"{path.name}: {table} ×2")
        content = pd.read_csv(path, dtype=str, keep_default_na=False)
        found[table] = content.rename(columns=lambda name: short.get(str(name), str(name)))
        files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    missing = [name for name in TABLES if name not in found]
    if missing:
        raise DataFault(folder=str(folder), says=", ".join(missing))
    wanted = {*needed().values(), "dis", "overprovad", "miljo", "annonsdatabas", "delsektor"}
    lacking = sorted(wanted - set(found["procurements"].columns))
    if lacking:
        raise DataFault(folder=str(folder), says=", ".join(lacking))
    return found, files


def _without(rows: Any, out: Any) -> tuple[Any, int]:
    return rows.loc[~out.to_numpy()], int(out.sum())


def _procurements(rows: Any) -> Any:
    import pandas as pd

    said = [
        classify_title(title, "sv", cpv[:8]) for title, cpv in zip(rows["titel"], rows["cpv"], strict=True)
    ]
    buyers = dict.fromkeys(zip(rows["kopare"], rows["kopare_orgnr"], strict=True))
    county = {one: county_of(*one) for one in buyers}
    return pd.DataFrame(
        {
            "id": rows["upphandlings_id"].to_numpy(),
            "buyer": rows["kopare_orgnr"].to_numpy(),
            "buyer_name": rows["kopare"].to_numpy(),
            "buyer_kind": rows["delsektor"].to_numpy(),
            "county": [county[one] for one in zip(rows["kopare"], rows["kopare_orgnr"], strict=True)],
            "platform": rows["annonsdatabas"].to_numpy(),
            "month": rows["publicerad"].str[:7].to_numpy(),
            "division": rows["cpv"].str[:2].to_numpy(),
            "cpv_group": rows["cpv"].str[:3].to_numpy(),
            "kind": rows["slag"].to_numpy(),
            "procedure": rows["forfarande"].to_numpy(),
            "framework": (rows["avtalstyp"] == FRAMEWORK).to_numpy(),
            "above_threshold": rows["direktivstyrd"].to_numpy(),
            "flag": rows["miljo"].to_numpy(),
            "social": (rows["social"] == "True").to_numpy(),
            "innovation": (rows["innovation"] == "True").to_numpy(),
            "circular": [one.circular for one in said],
            "intent": [one.intent for one in said],
            "dynamic": (rows["dis"] == "True").to_numpy(),
            "appeal": rows["overprovad"].map({"True": 1.0, "False": 0.0}).to_numpy(),
        }
    )


def _lots(tables: Mapping[str, Any]) -> Any:
    """A row for each lot with a number of bids or a winner. `small`: share of its private winners of known size."""
    import pandas as pd

    bids = tables["bids"]
    counted = pd.DataFrame(
        {
            "id": bids["upphandlings_id"],
            "lot": bids["anbudsomrades_id"],
            "bids": pd.to_numeric(bids["antal_anbud"], errors="coerce"),
        }
    )
    counted = counted.groupby(["id", "lot"], as_index=False)["bids"].sum(min_count=1)
    # A lot nobody bid for has no single bid either way.
    counted["single"] = np.where(counted["bids"] >= 1, (counted["bids"] == 1).astype(float), np.nan)
    winners = tables["winners"]
    known = winners.loc[(winners["leverantor_sektor"] == PRIVATE) & winners["leverantor_storlek"].isin(SIZES)]
    won = pd.DataFrame(
        {
            "id": known["upphandlings_id"],
            "lot": known["anbudsomrades_id"],
            "small": known["leverantor_storlek"].isin(SMALL).astype(float),
        }
    )
    won = won.groupby(["id", "lot"], as_index=False).agg(small=("small", "mean"), winners=("small", "size"))
    return counted.merge(won, on=["id", "lot"], how="outer")


def _values(tables: Mapping[str, Any]) -> Mapping[str, float]:
    import pandas as pd

    values = tables["values"]
    amounts = pd.to_numeric(values["kontrakterat_varde_sek"], errors="coerce")
    return dict(zip(values["upphandlings_id"], amounts, strict=True))


def _reporting(rows: Any, spec: Specification) -> tuple[str, ...]:
    """Platforms where the lower end of the interval of the flag's share exceeds the specification's limit."""
    by = rows.groupby("platform")["flag"].agg(flagged=lambda each: int((each == "True").sum()), of="size")
    return tuple(
        str(name)
        for name, one in by.iterrows()
        if name and wilson(int(one["flagged"]), int(one["of"])).low > spec.reporting_platform
    )


def as_csv(rows: Rows, names: Sequence[str] = COLUMNS) -> bytes:
    """The rows the estimates were made from, for whoever wants to check them."""
    content: str = rows.procurements[list(names)].to_csv(index=False, lineterminator="\n")
    return content.encode()
