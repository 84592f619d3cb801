"""The impact calls of the worked cases: plain arguments in, a plain map out."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.domain.award.errors import MissingArgument, UnknownArgument
from omlopp.domain.award.plain import items, number, text
from omlopp.domain.footprint import epd as declared
from omlopp.domain.footprint import leontief, lines, pedigree
from omlopp.domain.indicators import cff, mci, reuse
from omlopp.domain.indicators.errors import OutOfRange
from omlopp.epd import ilcd
from omlopp.flows.calls import Call, checked_arguments
from omlopp.library.cases import FileMissing
from omlopp.library.uncertainty import pedigree as pedigree_tables
from omlopp.spend import ledger, table

Arguments = Mapping[str, Any]
ZERO, ONE = Decimal(0), Decimal(1)


def _maybe(arguments: Arguments, name: str) -> Decimal | None:
    return None if arguments.get(name) is None else number(arguments[name], name)


def _or(arguments: Arguments, name: str, usual: Decimal) -> Decimal:
    found = _maybe(arguments, name)
    return usual if found is None else found


SHARES = ("F_R", "F_U", "F_S", "C_R", "C_U", "C_C", "C_E")


def call_mci(arguments: Arguments) -> dict[str, Any]:
    if arguments.get("LFI") is not None:
        others = tuple(name for name in arguments if name not in ("LFI", "X"))
        if others:
            raise UnknownArgument(fields=others, where="indicator.mci", known="LFI, X")
        if arguments.get("X") is None:
            raise MissingArgument(fields=("X",), where="indicator.mci")
        found = mci.from_linear(number(arguments["LFI"], "LFI"), number(arguments["X"], "X"))
    else:
        if arguments.get("M") is None:
            raise MissingArgument(fields=("M",), where="indicator.mci")
        shares = [_or(arguments, name, ZERO) for name in SHARES]
        recycled, reused, regrown, recycling, reuse_of_parts, compost, energy = shares
        made = mci.Materials(
            number(arguments["M"], "M"), recycled, reused, regrown, recycling, reuse_of_parts, compost, energy,
            _or(arguments, "E_C", ONE), _or(arguments, "E_F", ONE),
        )  # fmt: skip
        found = mci.circularity(made, _utility(arguments))
    result = {"LFI": found.linear, "X": found.utility, "F_X": found.utility_factor, "MCI": found.value}
    if found.flow is not None:
        flow = found.flow
        result |= {
            "V": flow.virgin_kg, "W_0": flow.to_landfill_kg, "W_F": flow.lost_before_kg, "W_C": flow.lost_after_kg,
            "W": flow.waste_kg,
        }  # fmt: skip
    return result


def _utility(arguments: Arguments) -> Decimal:
    names = ("L", "L_av", "U", "U_av")
    given = tuple(name for name in names if arguments.get(name) is not None)
    if arguments.get("X") is not None:
        if given:
            raise UnknownArgument(fields=given, where="indicator.mci", known="X")
        return number(arguments["X"], "X")
    missing = tuple(name for name in names if name not in given)
    if missing:
        raise MissingArgument(fields=missing if given else ("X",), where="indicator.mci")
    life, average, use, average_use = (number(arguments[name], name) for name in names)
    return mci.utility(life, average, use, average_use)


def call_cff(arguments: Arguments) -> dict[str, Any]:
    found = cff.footprint(
        cff.Formula(
            _maybe(arguments, "A"), _or(arguments, "R1", ZERO), _or(arguments, "R2", ZERO), _maybe(arguments, "E_V"),
            _maybe(arguments, "E_rec"), _maybe(arguments, "E_recEoL"), _maybe(arguments, "E_V_star"),
            _maybe(arguments, "Qsin_over_Qp"), _maybe(arguments, "Qsout_over_Qp"),
        )
    )  # fmt: skip
    mass = _or(arguments, "mass_kg", ONE)
    return {
        "terms": {"M1": found.virgin, "M2": found.recycled, "M3": found.after},
        "per_kg": found.per_kg,
        "impact": None if found.per_kg is None else found.per_kg * mass,
    }


def _items_of(given: Any, name: str) -> list[reuse.Item]:
    found = []
    for one in items(given, name):
        checked_arguments(one, name, needed=("item", "kgco2e"), may=("count",))
        found.append(
            reuse.Item(text(one["item"], "item"), number(one["kgco2e"], "kgco2e"), _or(one, "count", ONE))
        )
    return found


def call_avoided(arguments: Arguments) -> dict[str, Any]:
    found = reuse.avoided(
        _items_of(arguments["baseline"], "baseline"),
        _items_of(arguments["alternative"], "alternative"),
        _or(arguments, "displacement_rate", ONE),
        _or(arguments, "units", ONE),
        _or(arguments, "share", ONE),
        _maybe(arguments, "interval_years"),
    )
    return {
        "baseline_kgco2e": found.baseline_kgco2e, "alternative_kgco2e": found.alternative_kgco2e,
        "saved_kgco2e": found.saved_kgco2e, "saved_tco2e_per_year": found.per_year_t,
    }  # fmt: skip


def call_replacements(arguments: Arguments) -> dict[str, Any]:
    rule, products = text(arguments["rule"], "rule"), arguments["products"]
    if rule not in reuse.RULES:
        raise UnknownArgument(fields=(rule,), where="rule", known=", ".join(reuse.RULES))
    checked_arguments(
        products, "products", needed=(), may=tuple(products) if isinstance(products, Mapping) else ()
    )
    period = number(arguments["building_years"], "building_years")
    return {
        "replacements": {
            name: reuse.replacements(rule, period, number(life, name)) for name, life in products.items()
        }
    }


def call_activity(arguments: Arguments) -> dict[str, Any]:
    made = []
    for one in items(arguments["lines"], "lines"):
        checked_arguments(one, "lines", needed=("quantity", "factor_kgco2e_per_unit"), may=("intensity",))
        quantity, factor = (
            number(one["quantity"], "quantity"),
            number(one["factor_kgco2e_per_unit"], "factor"),
        )
        made.append(lines.Activity(quantity, factor, _or(one, "intensity", ONE)))
    return _tonnes(lines.activity(made))


def _tonnes(kg: Decimal) -> dict[str, Any]:
    return {"kgco2e": kg, "tco2e": kg / 1000}


_SPEND = ("label", "factor_kgco2e_per_unit", "factor_currency", "factor_year", "purchase_year", "index_factor_year",
          "index_purchase_year", "index_year", "fx_per_factor_currency", "supplier_footprint_kgco2e",
          "supplier_revenue")  # fmt: skip


def call_spend(arguments: Arguments) -> dict[str, Any]:
    made = []
    for one in items(arguments["lines"], "lines"):
        checked_arguments(one, "lines", needed=("spend", "currency"), may=_SPEND)
        years = {
            name: int(number(one[name], name))
            for name in ("factor_year", "purchase_year", "index_year")
            if one.get(name) is not None
        }
        made.append(
            lines.Spend(
                number(one["spend"], "spend"), text(one["currency"], "currency"),
                factor_kgco2e=_maybe(one, "factor_kgco2e_per_unit"),
                factor_currency=text(one.get("factor_currency") or "", "factor_currency"),
                index_factor_year=_maybe(one, "index_factor_year"),
                index_purchase_year=_maybe(one, "index_purchase_year"),
                exchange=_exchange(one), supplier_kgco2e=_maybe(one, "supplier_footprint_kgco2e"),
                supplier_revenue=_maybe(one, "supplier_revenue"), label=str(one.get("label") or ""), **years,
            )
        )  # fmt: skip
    found = lines.spend(made)
    flags = {"not_deflated": found.not_deflated, "index_year_fallback": found.index_year_fallback}
    return _tonnes(found.kgco2e) | {"flags": flags}


def _exchange(one: Arguments) -> Decimal:
    """The contract's exchange rate is 1 where none is named, also between two currencies."""
    return _or(one, "fx_per_factor_currency", ONE)


def call_waste(arguments: Arguments) -> dict[str, Any]:
    made = []
    for one in items(arguments["lines"], "lines"):
        checked_arguments(one, "lines", needed=("tonnes", "factor_kgco2e_per_t"))
        made.append(
            (number(one["tonnes"], "tonnes"), number(one["factor_kgco2e_per_t"], "factor_kgco2e_per_t"))
        )
    return _tonnes(lines.waste(made))


def call_material(arguments: Arguments) -> dict[str, Any]:
    mass, primary, other = (
        number(arguments[name], name)
        for name in ("mass_t", "primary_kgco2e_per_t", "alternative_kgco2e_per_t")
    )
    return {
        "primary_kgco2e": mass * primary, "alternative_kgco2e": mass * other,
        "difference_kgco2e": mass * (primary - other),
    }  # fmt: skip


def call_deflate(arguments: Arguments) -> dict[str, Any]:
    return {
        "amount": lines.deflate(
            *(number(arguments[name], name) for name in ("amount", "index_from", "index_to"))
        )
    }


def call_leontief(arguments: Arguments) -> dict[str, Any]:
    output = [float(number(one, "x")) for one in items(arguments["x"], "x")]
    direct = inverse = pressures = None
    if arguments.get("Z") is not None:
        flows = [[float(number(one, "Z")) for one in items(row, "Z")] for row in items(arguments["Z"], "Z")]
        direct = leontief.coefficients(flows, output)
        inverse = leontief.inverse(direct)
    if arguments.get("S") is not None:
        pressures = {
            name: list(leontief.extension([float(number(one, name)) for one in items(row, name)], output))
            for name, row in arguments["S"].items()
        }
    return {"A": _lists(direct), "L": _lists(inverse), "F": pressures}


def _lists(matrix: leontief.Matrix | None) -> list[list[float]] | None:
    return None if matrix is None else [list(row) for row in matrix]


def _content(arguments: Arguments, folder: Path) -> tuple[bytes, str]:
    """A case's file, under the folder that holds the folder of cases. It never climbs out."""
    name = text(arguments["file"], "file")
    base = folder.resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise FileMissing(file=name, fault="outside the folder")
    try:
        return path.read_bytes(), name
    except OSError as error:
        raise FileMissing(file=name, fault=error.strerror or "cannot be opened") from None


def call_epd_read(arguments: Arguments, folder: Path) -> dict[str, Any]:
    found = ilcd.read(*_content(arguments, folder))
    modules = found.indicators
    return {
        "gwp_indicator": found.climate,
        "gwp_a1a3": declared.making(found, found.climate),
        "gwp_d": declared.value(modules.get(found.climate, {}), "D"),
        "sm_a1a3_kg": declared.making(found, "SM"),
        "mfr_c3_kg": declared.value(modules.get("MFR", {}), "C3"),
        "declared_amount": found.amount,
        "declared_unit": found.unit or None,
    }


def call_epd_circularity(arguments: Arguments, folder: Path) -> dict[str, Any]:
    found = declared.circularity(ilcd.read(*_content(arguments, folder)))
    return {
        "mass_kg": found.mass_kg, "sm_a1a3_kg": found.secondary_kg, "raw_recycled_input_share": found.raw_recycled_in,
        "recycled_input_share": found.recycled_in, "eol_recycling_share": found.to_recycling,
        "flags": {"share_out_of_range": found.share_out_of_range, "mass_sources_differ": found.mass_sources_differ},
    }  # fmt: skip


def call_epd_total(arguments: Arguments) -> dict[str, Any]:
    given = arguments["modules"]
    checked_arguments(given, "modules", needed=(), may=tuple(given) if isinstance(given, Mapping) else ())
    modules = {name: None if value is None else number(value, name) for name, value in given.items()}
    found = declared.total(
        modules, _maybe(arguments, "quantity"), str(arguments.get("unit") or ""),
        _or(arguments, "declared_amount", ONE), str(arguments.get("declared_unit") or ""),
    )  # fmt: skip
    return {
        "modules": dict(found.modules), "total_excluding_d": found.excluding_d, "total_including_d": found.including_d,
        "undeclared": list(found.undeclared),
    }  # fmt: skip


def call_conservative(arguments: Arguments) -> dict[str, Any]:
    return {
        "a1a3_conservative": declared.conservative(
            number(arguments["a1a3_typical"], "a1a3_typical"),
            number(arguments["conservative_factor"], "conservative_factor"),
        )
    }


def call_a5(arguments: Arguments) -> dict[str, Any]:
    return {
        "a5_1": declared.site_waste(
            *(number(arguments[name], name) for name in ("a1a3", "a4", "waste_factor"))
        )
    }


def call_ledger(arguments: Arguments, folder: Path) -> dict[str, Any]:
    content, name = _content(arguments, folder)
    found = ledger.postings(table.read(content, name), name)
    return {
        "rows": len(found.postings), "sum_sek": found.sum_sek,
        "min_sek": min((one.amount_sek for one in found.postings), default=None), "credit_rows": len(found.credits),
        "grant_accounts": list(ledger.transfer_accounts(found)),
    }  # fmt: skip


def call_placeholders(arguments: Arguments, folder: Path) -> dict[str, Any]:
    content, name = _content(arguments, folder)
    found = ledger.postings(table.read(content, name), name)
    threshold = number(arguments["threshold_sek"], "threshold_sek")
    rows, flagged = ledger.placeholders([one.amount_sek for one in found.postings], threshold)
    return {"rows": rows, "flagged": flagged}


def call_pedigree(arguments: Arguments) -> dict[str, Any]:
    version, tables = int(number(arguments["version"], "version")), pedigree_tables()
    if version not in tables:
        raise OutOfRange(fields=("version",))
    scores = arguments["scores"]
    checked_arguments(scores, "scores", needed=pedigree.SCORES, may=("sample size", "sample_size"))
    given = {name: int(number(scores[name], name)) for name in pedigree.SCORES}
    return asdict(
        pedigree.spread(
            tables[version], float(number(arguments["basic_uncertainty"], "basic_uncertainty")), given
        )
    )


CALLS: dict[str, Call] = {
    "indicator.mci": Call(call_mci, (), ("M", *SHARES, "E_C", "E_F", "X", "L", "L_av", "U", "U_av", "LFI")),
    "indicator.cff": Call(
        call_cff,
        (),
        ("A", "R1", "R2", "E_V", "E_rec", "E_recEoL", "E_V_star", "Qsin_over_Qp", "Qsout_over_Qp", "mass_kg"),
    ),
    "indicator.avoided_emissions": Call(
        call_avoided, ("baseline", "alternative"), ("displacement_rate", "units", "share", "interval_years")
    ),
    "indicator.replacements": Call(call_replacements, ("rule", "building_years", "products")),
    "footprint.activity": Call(call_activity, ("lines",)),
    "footprint.spend": Call(call_spend, ("lines",)),
    "footprint.waste": Call(call_waste, ("lines",)),
    "footprint.material": Call(call_material, ("mass_t", "primary_kgco2e_per_t", "alternative_kgco2e_per_t")),
    "price.deflate": Call(call_deflate, ("amount", "index_from", "index_to")),
    "eeio.leontief": Call(call_leontief, ("x",), ("Z", "S")),
    "epd.read": Call(call_epd_read, ("file",), reads=True),
    "epd.circularity": Call(call_epd_circularity, ("file",), reads=True),
    "epd.total": Call(call_epd_total, ("modules",), ("quantity", "unit", "declared_amount", "declared_unit")),
    "epd.conservative": Call(call_conservative, ("a1a3_typical", "conservative_factor")),
    "epd.a5": Call(call_a5, ("a1a3", "a4", "waste_factor")),
    "ledger.read": Call(call_ledger, ("file",), reads=True),
    "ledger.flag_placeholders": Call(call_placeholders, ("file", "threshold_sek"), reads=True),
    "uncertainty.pedigree": Call(call_pedigree, ("version", "basic_uncertainty", "scores")),
}
