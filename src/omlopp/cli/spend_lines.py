"""The answers of omlopp spend as lines of text, from the same plain data as --json gives."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from omlopp.flows.spend import Region, Screened, Shortlist
from omlopp.flows.spend_plain import (
    matrix_rows,
    potential_plain,
    read_plain,
    region_plain,
    screened_plain,
    treemap_rows,
)
from omlopp.library.numbers import number, percent_short
from omlopp.spend.cube import Folded

_CONFIDENCE = {
    "decided": ("avgjort", "decided"), "high": ("hög", "high"), "medium": ("medel", "medium"), "low": ("låg", "low"),
    "none": ("–", "–"),
}  # fmt: skip
__all__ = ["potential_plain", "read_plain", "region_plain", "screened_plain"]


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
        f"  {_n(used['rows'], language)} av {_n(one['rows'], language)} rader används: {_kr(used['sek'], language)}",
        f"  {_n(used['rows'], language)} of {_n(one['rows'], language)} rows are used: {_kr(used['sek'], language)}",
    )
    if used["credit_rows"]:
        yield t(
            f"  varav {_n(used['credit_rows'], language)} krediteringar: {_kr(used['credit_sek'], language)}",
            f"  of which {_n(used['credit_rows'], language)} credits: {_kr(used['credit_sek'], language)}",
        )
    for repair in one["repairs"]:
        yield f"  {_n(repair['rows'], language)} {repair['what']}"
    if one["sole_trader_rows"] or one["anonymous_rows"]:
        yield t(
            f"  Maskerade: {_n(one['sole_trader_rows'], language)} rader från enskilda näringsidkare, "
            f"{_n(one['anonymous_rows'], language)} med dold leverantör",
            f"  Masked: {_n(one['sole_trader_rows'], language)} rows of sole traders, "
            f"{_n(one['anonymous_rows'], language)} with a hidden supplier",
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
            f"  ! {_n(bad['rows'], language)} rader används inte: {bad['why']}",
            f"  ! {_n(bad['rows'], language)} rows are not used: {bad['why']}",
        )
    for bad in one["not_used_rows"][:most]:
        yield t(
            f"    rad {bad['line']}: ”{bad['cell']}” – {bad['why']}",
            f"    line {bad['line']}: “{bad['cell']}” – {bad['why']}",
        )
    hidden = sum(bad["rows"] for bad in one["not_used"]) - min(most, len(one["not_used_rows"]))
    if hidden > 0:
        yield t(
            f"    … och {_n(hidden, language)} till (--rows, --json)",
            f"    … and {_n(hidden, language)} more (--rows, --json)",
        )


def screened_lines(found: Screened, language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    one = screened_plain(found, language)
    for part in one["files"]:
        yield from _read(part, language, 5)
    for chart, rows in one["charts"].items():
        yield t(
            f"Kontoplan: {chart or 'okänd, bara orden används'} ({_n(rows, language)} rader)",
            f"Chart of accounts: {chart or 'unknown, words only'} ({_n(rows, language)} rows)",
        )
    yield ""
    if one["left_out"]:
        yield t("Inga köp", "No purchases")
        yield from _table(
            [
                [each["name"], _n(each["rows"], language), _kr(each["sek"], language)]
                for each in one["left_out"]
            ]
        )
    whole, part = one["purchases"], one["categorised"]
    yield t(
        f"Köp: {_kr(whole['sek'], language)}, {_n(whole['rows'], language)} rader. Med kategori: "
        f"{_share(part['share_of_value'], language)} av värdet, {_share(part['share_of_rows'], language)} av raderna.",
        f"Purchases: {_kr(whole['sek'], language)}, {_n(whole['rows'], language)} rows. With a category: "
        f"{_share(part['share_of_value'], language)} of the value, {_share(part['share_of_rows'], language)} of the rows.",
    )
    yield from _table(
        [
            [
                each["name"],
                _CONFIDENCE[each["confidence"]][language == "en"],
                _n(each["rows"], language),
                _kr(each["sek"], language),
            ]
            for each in one["by_rule"]
        ]
    )
    recalled = one["rests_on_recalled_accounts"]
    if recalled["rows"]:
        yield t(
            f"{_n(recalled['rows'], language)} rader vilar på kontogrupper som inte är lästa i källan (recalled); kontrollera dem mot din kontoplan.",
            f"{_n(recalled['rows'], language)} rows rest on account groups that were not read in the source (recalled); check them against your chart.",
        )
    yield ""
    yield t("Varugrupper", "Product groups")
    yield from _table(
        [
            [each["cpv"], each["name"][:58], _kr(each["sek"], language), _tonnes(each, language)]
            for each in one["groups"][:20]
        ]
    )
    if one["without_category"]:
        yield t(
            "Störst utan kategori (säg vad en leverantör säljer: omlopp spend decide)",
            "Largest without a category (say what a supplier sells: omlopp spend decide)",
        )
        yield from _table(
            [
                [
                    each["account"],
                    each["name"][:40],
                    _kr(each["sek"], language),
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
        f"Köp: {_kr(one['purchases']['sek'], language)}; {_share(part['share_of_value'], language)} av värdet har en kategori.",
        f"Purchases: {_kr(one['purchases']['sek'], language)}; {_share(part['share_of_value'], language)} of the value has a category.",
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
            + ", ".join(logic["indicators"])
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
        yield from _regions(one["regions"], language)
        yield from _pools(one["pools"], language)
        yield from one["region_notes"]
    yield from _notes(one, language)


def region_lines(found: Region, language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    one = region_plain(found, language)
    yield t(f"Källa: {one['source']}", f"Source: {one['source']}")
    yield from _regions(one["regions"], language)
    yield ""
    yield t(
        "Varugrupper i länet, flest kontrakterade leverantörer först",
        "Product groups in the county, most contracted suppliers first",
    )
    head = t(
        "CPV|vinster|leverantörer|den största|delar|anbud, medel|ett anbud",
        "CPV|wins|suppliers|the largest|lots|bids, mean|single bid",
    )
    rows = [head.split("|")]
    for each in one["groups"]:
        bids = each["bids"]
        rows.append(
            [
                each["group"],
                str(each["wins"]),
                str(each["suppliers"]),
                _share(each["largest_supplier_share"], language),
                str(bids["lots"]),
                _f(bids["mean"], language),
                f"{bids['single_bid_lots']} av {bids['lots']}"
                if language == "sv"
                else f"{bids['single_bid_lots']} of {bids['lots']}",
            ]
        )
    yield from _table(rows)
    yield from _pools(one["pools"], language)
    yield from one["notes"]
    yield t(
        f"{one['placeholders']} värden på 0–1 000 kr är platshållare och ingår inte i summor.",
        f"{one['placeholders']} values of SEK 0–1,000 are placeholders and in no sum.",
    )


def _regions(rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    yield t("Anbud och leverantörer 2021", "Bids and suppliers 2021")
    head = t(
        "|delar|upphandlingar|anbud/del|median|ett anbud|utan de två största|leverantörer|mikro|små|medel|stora|ej angivet|bara här",
        "|lots|procurements|bids/lot|median|single bid|without the two largest|suppliers|micro|small|medium|large|not stated|here only",
    ).split("|")
    table = [head]
    for one in rows:
        bids, less, sizes = one["bids"], one["without_largest"], one["sizes"]
        single = _share(bids["single_bid_lots"] / bids["lots"] if bids["lots"] else None, language)
        table.append(
            [
                one["name"],
                _n(bids["lots"], language),
                _n(bids["procurements"], language),
                _f(bids["mean"], language),
                _f(bids["median"], language),
                f"{single} ({bids['single_bid_lots']})",
                _f(less["mean"], language),
                _n(one["suppliers"], language),
                *(
                    _n(sizes.get(size, 0), language)
                    for size in ("micro", "small", "medium", "large", "not_stated")
                ),
                f"{_n(one['won_here_only'], language)} av {_n(one['wins'], language)}"
                if one["county"] and language == "sv"
                else f"{_n(one['won_here_only'], language)} of {_n(one['wins'], language)}"
                if one["county"]
                else "–",
            ]
        )
    yield from _table(table)
    yield t(
        "Storlekar: vinster per storleksklass. Bara här: vinster av företag som inte vann i något annat län i källan; det säger inte var företaget finns.",
        "Sizes: wins by size of firm. Here only: wins of firms that won in no other county of the source; it does not say where the firm lies.",
    )


def _pools(rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield (
        "Kan köpas tillsammans: samma slag, var för sig, samma år"
        if language == "sv"
        else "May be bought together: same kind, apart, in one year"
    )
    table = []
    for one in rows[:10]:
        buyers = f"{len(one['buyers'])} köpare" if language == "sv" else f"{len(one['buyers'])} buyers"
        known = f"{one['with_value']} {'av' if language == 'sv' else 'of'} {one['procurements']}"
        unknown = "värde okänt" if language == "sv" else "value unknown"
        promised = f"{_kr(one['contracted_sek'], language) if one['with_value'] else unknown} ({known})"
        table.append([f"CPV {one['cpv']}", buyers, promised, ", ".join(one["buyers"])[:90]])
    yield from _table(table)


def screened_pictures(found: Screened, language: str) -> dict[str, Any]:
    from omlopp.documents.pictures import spend

    rows, credit = treemap_rows(found, language), " · ".join(found.credits)
    return {"treemap": spend.treemap(rows, language, credit), "pareto": spend.pareto(rows, language, credit)}


def potential_pictures(found: Shortlist, language: str) -> dict[str, Any]:
    from omlopp.documents.pictures import spend

    return {
        "matrix": spend.matrix(matrix_rows(found, language), language, " · ".join(found.screened.credits))
    }


def _n(value: int, language: str) -> str:
    return number(value, language=language)


def _kr(value: Decimal, language: str) -> str:
    shown = number(value, language=language, decimals=0)
    return f"{shown} kr" if language == "sv" else f"SEK {shown}"


def _tonnes(one: Mapping[str, Any], language: str) -> str:
    if one["kgco2e"] is None:
        return "ingen faktor" if language == "sv" else "no factor"
    tonnes = number(Decimal(one["kgco2e"]) / 1000, "t", language, decimals=1)
    if one["kgco2e_low"] is None:
        return tonnes
    low, high = (
        number(Decimal(one[name]) / 1000, language=language, decimals=0)
        for name in ("kgco2e_low", "kgco2e_high")
    )
    return f"{tonnes} ({low}–{high})"


def _share(value: float | Decimal | None, language: str) -> str:
    return "–" if value is None else percent_short(float(value), language)


def _f(value: float | None, language: str) -> str:
    return "–" if value is None else number(Decimal(str(round(value, 2))), language=language)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns with figures to the right."""
    if not rows:
        return
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    right = [all(_figure(row[place]) for row in rows[1:] or rows) for place in range(len(widths))]
    for row in rows:
        cells = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        yield "  " + "  ".join(cells).rstrip()


def _figure(cell: str) -> bool:
    return not cell or cell[:1].isdigit() or cell[:1] in "-−–" or cell.startswith("SEK")
