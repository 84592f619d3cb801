"""The answers of omlopp spend as lines of text, from the same plain data as --json gives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from omlopp.cli.spend_figures import count, kr, share, table, tonnes
from omlopp.cli.spend_region import pool_rows, region_lines, region_rows
from omlopp.flows.spend import Screened, Shortlist
from omlopp.flows.spend_plain import (
    matrix_rows,
    potential_plain,
    read_plain,
    region_plain,
    screened_plain,
    treemap_rows,
)
from omlopp.spend.cube import Folded

_CONFIDENCE = {
    "decided": ("avgjort", "decided"), "high": ("hög", "high"), "medium": ("medel", "medium"), "low": ("låg", "low"),
    "none": ("–", "–"),
}  # fmt: skip
__all__ = ["potential_plain", "read_plain", "region_lines", "region_plain", "screened_plain"]


def read_lines(parts: Sequence[Folded], language: str, most: int) -> Iterator[str]:
    for part in parts:
        yield from _read(read_plain(part, language), language, most)


def _read(one: Mapping[str, Any], language: str, most: int) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    form = ", ".join(part for part in (one["encoding"], one["delimiter"]) if part)
    yield f"{one['file']}  ({form})"
    columns = ", ".join(f"{own} = {theirs}" for own, theirs in one["columns"].items())
    yield t(f"  Kolumner: {columns}", f"  Columns: {columns}")
    if one["columns_left"]:
        left = ", ".join(one["columns_left"])
        yield t(f"  Används inte: {left}", f"  Not used: {left}")
    used = one["used"]
    yield t(
        f"  {count(used['rows'], language)} av {count(one['rows'], language)} rader används: {kr(used['sek'], language)}",
        f"  {count(used['rows'], language)} of {count(one['rows'], language)} rows are used: {kr(used['sek'], language)}",
    )
    if used["credit_rows"]:
        yield t(
            f"  varav {count(used['credit_rows'], language)} krediteringar: {kr(used['credit_sek'], language)}",
            f"  of which {count(used['credit_rows'], language)} credits: {kr(used['credit_sek'], language)}",
        )
    for repair in one["repairs"]:
        yield f"  {count(repair['rows'], language)} {repair['what']}"
    if one["sole_trader_rows"] or one["anonymous_rows"]:
        yield t(
            f"  Maskerade: {count(one['sole_trader_rows'], language)} rader från enskilda näringsidkare, "
            f"{count(one['anonymous_rows'], language)} med dold leverantör",
            f"  Masked: {count(one['sole_trader_rows'], language)} rows of sole traders, "
            f"{count(one['anonymous_rows'], language)} with a hidden supplier",
        )
    for currency, rows in one["converted"].items():
        yield t(
            f"  {rows} rader räknades om från {currency}", f"  {rows} rows were exchanged from {currency}"
        )
    if one["voucher_rows_again"]:
        yield t(
            f"  {one['voucher_rows_again']} verifikatrader kom igen med annat innehåll; alla är kvar",
            f"  {one['voucher_rows_again']} voucher rows came again with another content; all are kept",
        )
    for bad in one["not_used"]:
        yield t(
            f"  ! {count(bad['rows'], language)} rader används inte: {bad['why']}",
            f"  ! {count(bad['rows'], language)} rows are not used: {bad['why']}",
        )
    for bad in one["not_used_rows"][:most]:
        yield t(
            f"    rad {bad['line']}: ”{bad['cell']}” – {bad['why']}",
            f"    line {bad['line']}: “{bad['cell']}” – {bad['why']}",
        )
    hidden = sum(bad["rows"] for bad in one["not_used"]) - min(most, len(one["not_used_rows"]))
    if hidden > 0:
        yield t(
            f"    … och {count(hidden, language)} till (--rows, --json)",
            f"    … and {count(hidden, language)} more (--rows, --json)",
        )


def screened_lines(found: Screened, language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    one = screened_plain(found, language)
    for part in one["files"]:
        yield from _read(part, language, 5)
    for chart, rows in one["charts"].items():
        yield t(
            f"Kontoplan: {chart or 'okänd, bara orden används'} ({count(rows, language)} rader)",
            f"Chart of accounts: {chart or 'unknown, words only'} ({count(rows, language)} rows)",
        )
    yield ""
    if one["left_out"]:
        yield t("Inga köp", "No purchases")
        yield from table(
            [
                [each["name"], count(each["rows"], language), kr(each["sek"], language)]
                for each in one["left_out"]
            ]
        )
    whole, part = one["purchases"], one["categorised"]
    yield t(
        f"Köp: {kr(whole['sek'], language)}, {count(whole['rows'], language)} rader. Med kategori: "
        f"{share(part['share_of_value'], language)} av värdet, {share(part['share_of_rows'], language)} av raderna.",
        f"Purchases: {kr(whole['sek'], language)}, {count(whole['rows'], language)} rows. With a category: "
        f"{share(part['share_of_value'], language)} of the value, {share(part['share_of_rows'], language)} of the rows.",
    )
    yield from table(
        [
            [
                each["name"],
                _CONFIDENCE[each["confidence"]][language == "en"],
                count(each["rows"], language),
                kr(each["sek"], language),
            ]
            for each in one["by_rule"]
        ]
    )
    recalled = one["rests_on_recalled_accounts"]
    if recalled["rows"]:
        yield t(
            f"{count(recalled['rows'], language)} rader vilar på kontogrupper som inte är lästa i källan (recalled); kontrollera dem mot din kontoplan.",
            f"{count(recalled['rows'], language)} rows rest on account groups that were not read in the source (recalled); check them against your chart.",
        )
    yield ""
    yield t("Varugrupper", "Product groups")
    yield from table(
        [
            [each["cpv"], each["name"][:58], kr(each["sek"], language), tonnes(each, language)]
            for each in one["groups"][:20]
        ]
    )
    if one["without_category"]:
        yield t(
            "Störst utan kategori (säg vad en leverantör säljer: omlopp spend decide)",
            "Largest without a category (say what a supplier sells: omlopp spend decide)",
        )
        yield from table(
            [
                [
                    each["account"],
                    each["name"][:40],
                    kr(each["sek"], language),
                    " | ".join(each["candidates"]),
                ]
                for each in one["without_category"][:8]
            ]
        )
    yield from _notes(one, language)


def _notes(one: Mapping[str, Any], language: str) -> Iterator[str]:
    used = one["factors"]
    yield ""
    yield from one["notes"]
    if used["caution"]:
        yield used["caution"]
    alike = (" · delas lika" if language == "sv" else " · share-alike") if used["share_alike"] else ""
    yield f"{used['credit']} · {used['version']} · {used['price_basis']}, {used['currency']} {used['year']} · {used['licence']}{alike} · {used['hash']}"


def potential_lines(found: Shortlist, language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    one = potential_plain(found, language)
    part = one["categorised"]
    yield t(
        f"Köp: {kr(one['purchases']['sek'], language)}; {share(part['share_of_value'], language)} av värdet har en kategori.",
        f"Purchases: {kr(one['purchases']['sek'], language)}; {share(part['share_of_value'], language)} of the value has a category.",
    )
    if one["register"]:
        kept = one["register"]
        yield t(
            f"Avtalsregister: {kept['contracts']} avtal, {kept['placeholders']} utan användbart värde, "
            f"slutdatum {'finns' if kept['ends_known'] else 'saknas'}. {kept['note']}",
            f"Contract register: {kept['contracts']} contracts, {kept['placeholders']} without a usable value, "
            f"end dates {'known' if kept['ends_known'] else 'missing'}. {kept['note']}",
        )
    yield ""
    yield t("Möjliga pilotupphandlingar", "Possible pilot procurements")
    for number_of, pilot in enumerate(one["pilots"], 1):
        front = t("led", "front")
        yield f"{number_of:>3}. {pilot['name']} (CPV {pilot['cpv']}, {front} {pilot['front']})"
        for why in pilot["why"]:
            yield f"       {why}"
        logic = pilot["effect_logic"]
        yield (
            t("       Gör: ", "       Do: ")
            + ", ".join(logic["activity"])
            + f" ({', '.join(logic['steps'])})"
        )
        yield (
            t("       Leder mot mål ", "       Towards goals ")
            + ", ".join(logic["goals"])
            + t("; mäts med ", "; measured by ")
            + ", ".join(logic["indicator_names"])
        )
        if pilot["not_known"]:
            yield t("       Inte känt: ", "       Not known: ") + "; ".join(pilot["not_known"])
    if not one["pilots"]:
        yield t(
            "  Ingen varugrupp med cirkulär åtgärd fick några köp.",
            "  No product group with a circular lever had purchases.",
        )
    yield ""
    yield one["order"]
    if one["regions"]:
        yield ""
        yield from region_rows(one["regions"], language)
        yield from pool_rows(one["pools"], language)
        yield from one["region_notes"]
    yield from _notes(one, language)


def screened_pictures(found: Screened, language: str) -> dict[str, Any]:
    from omlopp.documents.pictures import spend

    rows, credit = treemap_rows(found, language), " · ".join(found.credits)
    return {"treemap": spend.treemap(rows, language, credit), "pareto": spend.pareto(rows, language, credit)}


def potential_pictures(found: Shortlist, language: str) -> dict[str, Any]:
    from omlopp.documents.pictures import spend

    return {
        "matrix": spend.matrix(matrix_rows(found, language), language, " · ".join(found.screened.credits))
    }
