"""A region's pre-study from a ledger and the procurement statistics: the walk, and the rows that the paper lays out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.documents.pictures.spend import matrix, treemap
from omlopp.documents.plan import Document
from omlopp.documents.plans.programme_prestudy import prestudy
from omlopp.documents.plans.programme_prestudy_told import SIZES, Prestudy
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.flows import spend
from omlopp.flows.programme_documents import Form
from omlopp.flows.publish import write_whole
from omlopp.flows.spend import Asked, Screened, Shortlist
from omlopp.flows.spend_plain import (
    factors_plain,
    matrix_rows,
    pool_row,
    potential_row,
    screened_plain,
    short_names,
    supply_row,
    treemap_rows,
)
from omlopp.flows.spend_potential import MONTHS, Pilot, Potential
from omlopp.flows.spend_start import opening
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.library.messages import keyed
from omlopp.library.spend import contrasts, groups
from omlopp.statistics.disclosure import nested, rules
from omlopp.statistics.supply import Market, Supply, supply
from omlopp.statistics.supply_platforms import alike

PILOTS = 5  # journey 2: leaves with five pilots
INVENTED = "övning"


def study(
    county: str,
    ledgers: Sequence[Path],
    on: date,
    language: Language,
    asked: Asked | None = None,
    register: Path | None = None,
    exercise: bool | None = None,
) -> Prestudy:
    """Raises NoCounty, RegistryMissing (the statistics are needed), NoSuchFile, and what reading refuses.

    `exercise` None: the ledger is invented when a supplier in it is named so (ÖVNING …).
    """
    code = spend.county_code(county)
    market = spend.statistics_at_hand(needed=True)
    assert market is not None
    agreed = spend.register_of(register)
    screened = spend.screen(ledgers, asked or Asked(), agreed)
    short = spend.potential(screened, on, code, agreed, market)
    invented = _invented(screened) if exercise is None else exercise
    return _told(code, short, market, ledgers, on, language, register, invented)


def _told(
    code: str,
    short: Shortlist,
    market: Market,
    ledgers: Sequence[Path],
    on: date,
    language: Language,
    register: Path | None,
    exercise: bool,
) -> Prestudy:
    limits, screened = rules(on), short.screened
    region = spend.region(market, code)
    plain = screened_plain(screened, language)
    factors = factors_plain(screened.footprints.set, language)
    named = f"{factors['title']}, version {factors['version']} ({factors['year']})"
    names = ", ".join(path.name for path in ledgers)
    credit = str(factors["credit"])
    years = sorted({key.year for key in screened.cube if key.year})
    return Prestudy(
        county=code,
        county_name=_county(code, language),
        on=on,
        ledger=names,
        years=", ".join(str(one) for one in years),
        exercise=exercise,
        read=_read(screened),
        groups=[potential_row(one, language) | {"circular": one.circular_levers} for one in short.potentials],
        factors=named,
        licence=str(factors["licence"]),
        credits=[credit],
        register=register.name if register else "",
        months=MONTHS,
        treemap=replace(treemap(treemap_rows(screened, language), language, ""), source=names),
        matrix=replace(matrix(matrix_rows(short, language), language, ""), source=f"{names}; {credit}"),
        regions=_regions(region.regions, code, language),
        alike=asdict(rest) if (rest := alike(market, code)) else None,
        sizes=_sizes(market, code, limits.smallest_count, language),
        size_rule=limits.reason.within(language),
        county_groups=[
            supply_row(one, language) | {"name": _group_name(one.group, language)} for one in region.groups
        ],
        buyers=_buyers(market, code),
        pools=[pool_row(one) | {"name": cpv_name(one.cpv.ljust(8, "0"), language)} for one in region.pools],
        pilots=[_pilot(one, on, names, language) for one in _chosen(short.pilots)],
        placeholders=market.placeholders,
        source=say("pre.registry", language),
        least_base=limits.smallest_base,
        least_count=limits.smallest_count,
        notes=tuple(
            plain["notes"][1:]
        ),  # the first, that factors only rank, stands in the section's own words
    )


def _county(code: str, language: Language) -> str:
    name = nuts_name(code) or spend.county_name(code)
    return name if language == "sv" else spend.county_name(code)


def _read(screened: Screened) -> Mapping[str, Any]:
    screening = screened.screening
    left = [one for one in screening.left_out.values()]
    return {
        "rows": sum(part.lines for part in screened.read),
        "used": screening.purchases.rows,
        "purchases": screening.purchases.sek,
        "share": screening.share_of_value,
        "left": sum(one.sek for one in left),
    }


def _regions(every: Sequence[Supply], code: str, language: Language) -> list[Mapping[str, Any]]:
    """The nation, the county, then the contrast counties: as they stand in the source."""
    found = {one.county: one for one in every}
    order = ["", code, *(name for name in found if name not in ("", code))]
    about = {one.code: _lower(one.why.within(language)) for one in contrasts()}
    return [supply_row(found[name], language) | {"about": about.get(name, "")} for name in order]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sizes(
    market: Market, code: str, least: int, language: Language
) -> list[tuple[str, tuple[int | None, ...], int | None]]:
    """The nation and the county within it: neither shows, nor gives away by subtraction, one or two firms."""
    both = [supply(market, ""), supply(market, code)]
    counts = [[one.sizes.get(size, 0) for size in SIZES] for one in both]
    hidden = nested(counts, least)
    names = [supply_row(one, language)["name"] for one in both]
    return [(name, row.counts, row.total) for name, row in zip(names, hidden, strict=True)]


def _buyers(market: Market, code: str) -> list[Mapping[str, Any]]:
    """The county's buyers: procurements, in how many bids are known, how many have a value, and their sum."""
    known = {one.procurement for one in market.lots}
    rows: dict[str, dict[str, Any]] = {}
    for one in market.procurements.values():
        if one.county != code:
            continue
        row = rows.setdefault(
            one.buyer_id or one.buyer,
            {"name": _plain(one.buyer), "procurements": 0, "known": 0, "valued": 0, "sek": 0},
        )
        row["procurements"] += 1
        row["known"] += one.id in known
        if one.value_sek is not None:
            row["valued"] += 1
            row["sek"] += one.value_sek
    return sorted(rows.values(), key=lambda row: (-row["procurements"], row["name"]))


SMALL = {"I", "OCH"}
WHOLE = {"AB", "JHT"}
FORMS = {"AKTIEBOLAG": "AB", "EK": "ek.", "FÖR": "för."}


def _plain(name: str) -> str:
    """The source writes buyers in capitals: told as people write them."""
    if not name.isupper():
        return name
    words = (
        word
        if word in WHOLE
        else FORMS.get(word)
        or (word.lower() if word in SMALL else "-".join(p.capitalize() for p in word.split("-")))
        for word in name.split()
    )
    return " ".join(words).replace(" Kommun", " kommun").replace(" Län", " län")


def _group_name(cpv: str, language: Language) -> str:
    """The name of a product group, or of the nearest wider one."""
    for length in range(len(cpv), 1, -1):
        if cpv[:length] in groups():
            short = short_names([cpv[:length]], language)[cpv[:length]]
            # "Arkitekt-, bygg-, ingenjörs- och besiktningstjänster": half a compound is no name
            return groups()[cpv[:length]].name.within(language) if short.endswith("-") else short
    return ""


def _chosen(pilots: Sequence[Pilot]) -> tuple[Pilot, ...]:
    """The first ones; a group that lies within one already taken is left out, so that nothing is proposed twice."""
    taken: list[Pilot] = []
    for one in pilots:
        cpv = one.potential.group.cpv
        if not any(
            cpv.startswith(other.potential.group.cpv) or other.potential.group.cpv.startswith(cpv)
            for other in taken
        ):
            taken.append(one)
    return tuple(taken[:PILOTS])


def _pilot(one: Pilot, on: date, ledger: str, language: Language) -> Mapping[str, Any]:
    potential: Potential = one.potential
    begun = opening(potential, on, ledger, language)
    able = potential.addressable
    with_ = dict.fromkeys(_plain(buyer) for pool in able.pools for buyer in pool.buyers)
    return {
        "cpv": potential.group.cpv,
        "name": potential.group.name.within(language),
        "short": short_names([potential.group.cpv], language)[potential.group.cpv],
        # What the market gives is told apart, where small counts of firms are withheld.
        "why": [
            keyed(code, facts, language) for code, facts in one.why if not code.startswith("spend.why.supply")
        ],
        "not_known": [keyed(code, {}, language) for code in one.lacks],
        "year": begun.year,
        "year_sek": begun.year_sek,
        "value_sek": begun.value_sek,
        "supply": supply_row(able.supply, language) if able.supply else None,
        "with": list(with_),
        "effects": [
            {
                "does": each.does,
                "step": each.step,
                "goal": each.goal,
                "goal_name": each.goal_name,
                "indicator": each.indicator_name,
            }
            for each in begun.effects
        ],
    }


def _invented(screened: Screened) -> bool:
    return any(key.supplier.casefold().startswith(INVENTED) for key in screened.cube)


def document(found: Prestudy, language: Language, owner: str = "", number: str = "") -> Document:
    """`found` must have been told in the same language."""
    return prestudy(found, language, owner, number)


def write(plan: Document, county: str, to: Path, forms: Sequence[Form] = ("docx", "pdf")) -> tuple[Path, ...]:
    """The paper as files in a folder."""
    from omlopp.documents import docx, pdf

    stem = ("forstudie" if plan.language == "sv" else "pre-study") + f"-{county.lower()}"
    render = {"docx": docx.render, "pdf": pdf.render}
    return tuple(write_whole(to / f"{stem}.{form}", render[form](plan)) for form in forms)
