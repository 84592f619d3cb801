"""Names of official codes, Swedish and English. Tables are read when first asked for, then kept."""

import csv
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(path: Path) -> list[dict[str, str]]:
    """A table of the library: CSV in UTF-8 whose head lines (source, licence, year) begin with #."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _cpv() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["sv"], row["en"]) for row in rows(FOLDER / "cpv.csv")}


@cache
def _labels() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["list"], row["code"]): (row["sv"], row["en"]) for row in rows(FOLDER / "eforms.csv")}


@cache
def _codes(name: str) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    found = rows(FOLDER / f"{name}.csv")
    return {row["code3"]: row["code2"] for row in found}, {
        row["code2"]: (row["sv"], row["en"]) for row in found
    }


@cache
def _nuts() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows(FOLDER / "nuts_se.csv")}


def cpv_name(code: str, lang: str) -> str:
    """Name of a CPV code of eight digits; a check digit ("39130000-2") is allowed. "" when the code is unknown."""
    names = _cpv().get(code[:8])
    return names[lang == "en"] if names else ""


def label(list_name: str, code: str, lang: str) -> str:
    """Label of a code in one of the small eForms lists, e.g. ("environmental-impact", "circ-econ"); else the code."""
    names = _labels().get((list_name, code))
    return names[lang == "en"] if names else code


@lru_cache(maxsize=1024)
def country2(code: str) -> str:
    """Two letters for a country: "SWE" → "SE"; TED's UK → GB and EL → GR. An unknown code is given back as it is."""
    code = code.strip().upper()
    return {"UK": "GB", "EL": "GR", "1A": "XK", "XKX": "XK"}.get(code) or _codes("countries")[0].get(
        code, code
    )


def country3(code: str) -> str:
    """Three letters for a country, as eForms and the TED search write it: "SE" → "SWE"."""
    two = country2(code)
    return next((three for three, other in _codes("countries")[0].items() if other == two), two)


@lru_cache(maxsize=1024)
def language2(code: str) -> str:
    """Two small letters for a language: "SWE" and "SV" → "sv"; both Norwegian standards → "no"."""
    code = code.strip().upper()
    found = _codes("languages")[0].get(code) or code.lower()
    return {"nb": "no", "nn": "no"}.get(found, found)


def language3(code: str) -> str:
    """Three capital letters for a language, as eForms writes it: "sv" → "SWE"; Norwegian → "NOR"."""
    two = language2(code)
    return next((three for three, other in _codes("languages")[0].items() if other == two), two.upper())


def country_name(code: str, lang: str) -> str:
    names = _codes("countries")[1].get(country2(code))
    return names[lang == "en"] if names else code


def language_name(code: str, lang: str) -> str:
    names = _codes("languages")[1].get(language2(code))
    return names[lang == "en"] if names else code


def nuts_name(code: str) -> str:
    """Name of a Swedish NUTS code (levels 0–3: land, landsdel, riksområde, län); "" for others."""
    return _nuts().get(code, "")
