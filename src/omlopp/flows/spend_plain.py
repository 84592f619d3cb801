"""What a screening shows, as plain data with its words: for JSON, for programs and for pages.

Kroner and kilos are numbers.

Every answer carries `notes` (what the figures may be used for), `factors` (set, version, year, licence, credit,
hash) and bases.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.flows.spend import Region, Screened, Shortlist, county_name
from omlopp.flows.spend_potential import Pilot, Potential
from omlopp.library.factors import FactorSet
from omlopp.library.load import library
from omlopp.library.messages import keyed
from omlopp.library.spend import groups, reasons, rules
from omlopp.spend.cube import Folded, Sum
from omlopp.spend.footing import Footprint, Footprints
from omlopp.statistics.supply import Bids, Pool, Supply


def read_plain(part: Folded, language: str) -> dict[str, Any]:
    """One file: how it was written, what was used, what was not."""
    form = part.form
    return {
        "file": form.file,
        "encoding": form.encoding,
        "delimiter": form.delimiter,
        "columns": dict(form.columns),
        "columns_left": list(form.left),
        "repairs": [
            {"what": keyed(f"spend.repair.{name}", {}, language), "rows": count}
            for name, count in form.repairs.items()
        ],
        "rows": part.lines,
        "used": _sum(part.total),
        "sole_trader_rows": part.sole_rows,
        "anonymous_rows": part.anonymous_rows,
        "converted": dict(part.converted),
        "voucher_rows_again": part.again,
        "not_used": [
            {"why": keyed(code, {}, language), "code": code, "rows": count}
            for code, count in part.bad_by.items()
        ],
        "not_used_rows": [
            {"line": one.line, "cell": one.cell, "why": keyed(one.code, {}, language)} for one in part.bad
        ],
    }  # fmt: skip


def _sum(one: Sum) -> dict[str, Any]:
    return {"rows": one.rows, "sek": one.sek, "credit_rows": one.credit_rows, "credit_sek": one.credit_sek}


def factors_plain(used: FactorSet, language: str) -> dict[str, Any]:
    card = used.card
    return {
        "id": used.id, "title": card.title.within(language), "version": card.version, "year": card.year,
        "currency": card.currency, "price_basis": card.price_basis, "licence": card.licence,
        "licence_verified": card.licence_verified, "share_alike": card.share_alike, "credit": card.credit,
        "caution": card.caution.within(language) if card.caution else "", "hash": used.rules_hash,
        "origin": dict(used.origin),
    }  # fmt: skip


def screened_plain(found: Screened, language: str) -> dict[str, Any]:
    screening, feet = found.screening, found.footprints.by_group()
    return {
        "notes": [keyed("spend.ranks-only", {}, language), *assumed(found.footprints, language)],
        "files": [read_plain(part, language) for part in found.read],
        "charts": dict(found.charts),
        "factors": factors_plain(found.footprints.set, language),
        "purchases": _sum(screening.purchases),
        "categorised": _sum(screening.categorised)
        | {"share_of_value": screening.share_of_value, "share_of_rows": screening.share_of_rows},
        "rests_on_recalled_accounts": _sum(screening.recalled),
        "year_not_known": _sum(screening.no_year),
        "left_out": [
            {"reason": name, "name": _name(reasons(), name, language)} | _sum(one)
            for name, one in _largest(screening.left_out)
        ],
        "by_rule": [
            {"rule": name, "name": rules()[name].name.within(language), "confidence": rules()[name].confidence}
            | _sum(one)
            for name, one in screening.by_rule.items()
        ],
        "groups": [
            {
                "cpv": one.group, "name": groups()[one.group].name.within(language), "payees": one.payees,
                "years": {str(year or "?"): cell.sek for year, cell in sorted(one.years.items())},
                "rules": {name: cell.rows for name, cell in one.rules.items()},
            }
            | _sum(one.sum) | _foot(feet.get(one.group))
            for one in screening.bought
        ],
        "without_category": [
            {"account": one.account, "name": one.account_name, "candidates": list(one.candidates)} | _sum(one.sum)
            for one in screening.open
        ],
    }  # fmt: skip


def assumed(feet: Footprints, language: str) -> list[str]:
    return [keyed(code, facts, language) for code, facts in feet.assumed]


def _name(names: Mapping[str, Text], name: str, language: str) -> str:
    return names[name].within(language) if name in names else name


def _largest(found: Mapping[str, Sum]) -> list[tuple[str, Sum]]:
    return sorted(found.items(), key=lambda pair: -abs(pair[1].sek))


def _foot(one: Footprint | None) -> dict[str, Any]:
    if one is None:
        return {"kgco2e": None, "kgco2e_low": None, "kgco2e_high": None, "factor": ""}
    whole = Decimal(1)
    low, high = (None if bound is None else bound.quantize(whole) for bound in (one.low, one.high))
    return {"kgco2e": one.kgco2e.quantize(whole), "kgco2e_low": low, "kgco2e_high": high, "factor": one.key}


def potential_plain(found: Shortlist, language: str) -> dict[str, Any]:
    return screened_plain(found.screened, language) | {
        "county": found.county,
        "order": keyed("spend.fronts", {}, language),
        "potentials": [potential_row(one, language) for one in found.potentials],
        "pilots": [pilot_row(one, language) for one in found.pilots],
        "regions": [supply_row(one, language) for one in found.regions],
        "pools": [pool_row(one) for one in found.pools],
        "region_notes": _region_notes(language) if found.regions else [],
        "register": None
        if found.register is None
        else {
            "file": found.register.file, "contracts": len(found.register.contracts),
            "placeholders": found.register.placeholders, "ends_known": found.register.has_ends,
            "note": keyed("spend.promise", {}, language),
        },
    }  # fmt: skip


def potential_row(one: Potential, language: str) -> dict[str, Any]:
    able = one.addressable
    return {
        "place": one.place, "front": one.front, "cpv": one.group.cpv, "name": one.group.name.within(language),
        "sek": one.bought.sum.sek, "rows": able.rows, "payees": able.payees, **_foot(one.footprint),
        "potential": one.group.potential, "potential_is": "expert judgement",
        "mapping_confidence": one.group.confidence,
        "levers": [
            {"name": lever.name.within(language), "r": lever.r, "goal": lever.goal, "indicator": lever.indicator}
            for lever in one.group.levers
        ],
        "contracts_ending": None if able.ending is None else len(able.ending),
        "supply": None if able.supply is None else supply_row(able.supply, language),
        "supply_nation": None if able.supply_nation is None else supply_row(able.supply_nation, language),
        "pools": [pool_row(pool) for pool in able.pools],
    }  # fmt: skip


def pilot_row(one: Pilot, language: str) -> dict[str, Any]:
    """A pilot with its effect logic: activity, what changes at once, what that leads to, and how it is measured."""
    return {
        "place": one.potential.place,
        "front": one.potential.front,
        "cpv": one.potential.group.cpv,
        "name": one.potential.group.name.within(language),
        "why": [keyed(code, facts, language) for code, facts in one.why],
        "not_known": [keyed(code, {}, language) for code in one.lacks],
        "effect_logic": {
            "activity": [lever.name.within(language) for lever in one.potential.group.levers if lever.r],
            "steps": list(dict.fromkeys(lever.r for lever in one.potential.group.levers if lever.r)),
            "goals": list(one.goals),
            "indicators": list(one.indicators),
            "indicator_names": [library().indicators[name].name.within(language) for name in one.indicators],
        },
    }


def supply_row(one: Supply, language: str) -> dict[str, Any]:
    return {
        "county": one.county, "name": county_name(one.county) if one.county else keyed("spend.nation", {}, language),
        "group": one.group, "bids": _bids(one.bids), "without_largest": _bids(one.without_largest),
        "suppliers": one.suppliers, "wins": one.wins, "masked_wins": one.masked_wins,
        "largest_supplier_share": one.largest_share, "sizes": dict(one.sizes), "won_here_only": one.here_only,
        "contracted_sek": one.contracted_sek, "procurements": one.of_procurements,
        "local_share": None, "distance_km": None,
    }  # fmt: skip


def _bids(one: Bids) -> dict[str, Any]:
    return {
        "lots": one.lots, "procurements": one.procurements, "mean": one.mean, "median": one.median,
        "single_bid_lots": one.single, "mean_by_procurement": one.mean_of_procurements,
        "single_bid_share_by_procurement": one.single_share_of_procurements,
    }  # fmt: skip


def pool_row(one: Pool) -> dict[str, Any]:
    return {
        "cpv": one.cpv, "buyers": list(one.buyers), "procurements": len(one.procurements),
        "titles": [each.title for each in one.procurements], "contracted_sek": one.contracted_sek,
        "with_value": one.valued, "bids_mean": one.bids_mean,
    }  # fmt: skip


def region_plain(found: Region, language: str) -> dict[str, Any]:
    return {
        "county": found.county, "source": found.statistics.source, "placeholders": found.statistics.placeholders,
        "notes": _region_notes(language),
        "regions": [supply_row(one, language) for one in found.regions],
        "groups": [supply_row(one, language) for one in found.groups],
        "pools": [pool_row(one) for one in found.pools],
    }  # fmt: skip


def _region_notes(language: str) -> Sequence[str]:
    return [keyed(code, {}, language) for code in ("spend.promise", "spend.no-distance")]


def short_names(cpvs: Sequence[str], language: str) -> dict[str, str]:
    """Names that fit in a picture: up to the first comma, colon or bracket; with the number where two would be
    the same.
    """
    short = {cpv: re.split(r"\s*[,:(;]", groups()[cpv].name.within(language))[0] for cpv in cpvs}
    often = Counter(short.values())
    return {cpv: name if often[name] == 1 else f"{name} ({cpv})" for cpv, name in short.items()}


def treemap_rows(found: Screened, language: str) -> list[dict[str, Any]]:
    """For pictures: name, cpv, SEK, kg CO2e and judged potential of each group that came to more than nothing."""
    feet = found.footprints.by_group()
    names = short_names([one.group for one in found.screening.bought], language)
    return [
        {
            "cpv": one.group, "name": names[one.group], "sek": float(one.sum.sek),
            "kg": float(feet[one.group].kgco2e) if one.group in feet else None,
            "low": _float(feet[one.group].low) if one.group in feet else None,
            "high": _float(feet[one.group].high) if one.group in feet else None,
            "potential": groups()[one.group].potential,
        }
        for one in found.screening.bought
        if one.sum.sek > 0
    ]  # fmt: skip


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def matrix_rows(found: Shortlist, language: str) -> list[dict[str, Any]]:
    """For the matrix: the groups' footprint, circular levers, judged potential and front."""
    names = short_names([one.group.cpv for one in found.potentials], language)
    return [
        {
            "cpv": one.group.cpv, "name": names[one.group.cpv], "sek": float(one.bought.sum.sek),
            "kg": float(one.footprint.kgco2e) if one.footprint else None, "levers": one.circular_levers,
            "potential": one.group.potential, "front": one.front, "place": one.place,
        }
        for one in found.potentials
        if one.bought.sum.sek > 0
    ]  # fmt: skip
