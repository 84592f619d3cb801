"""A county held against others, as lines of text: bids, suppliers, what may be bought together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from omlopp.cli.spend_figures import count, decimals, kr, share, table
from omlopp.flows.spend import Region
from omlopp.flows.spend_plain import region_plain


def region_lines(found: Region, language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    one = region_plain(found, language)
    yield t(f"Källa: {one['source']}", f"Source: {one['source']}")
    yield from region_rows(one["regions"], language)
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
                share(each["largest_supplier_share"], language),
                str(bids["lots"]),
                decimals(bids["mean"], language),
                f"{bids['single_bid_lots']} av {bids['lots']}"
                if language == "sv"
                else f"{bids['single_bid_lots']} of {bids['lots']}",
            ]
        )
    yield from table(rows)
    yield from pool_rows(one["pools"], language)
    yield from one["notes"]
    yield t(
        f"{one['placeholders']} värden på 0–1 000 kr är platshållare och ingår inte i summor.",
        f"{one['placeholders']} values of SEK 0–1,000 are placeholders and in no sum.",
    )


def region_rows(rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[str]:
    def t(sv: str, en: str) -> str:
        return en if language == "en" else sv

    yield t("Anbud och leverantörer 2021", "Bids and suppliers 2021")
    head = t(
        "|delar|upphandlingar|anbud/del|median|ett anbud|utan de två största|leverantörer|mikro|små|medel|stora|ej angivet|bara här",
        "|lots|procurements|bids/lot|median|single bid|without the two largest|suppliers|micro|small|medium|large|not stated|here only",
    ).split("|")
    made = [head]
    for one in rows:
        bids, less, sizes = one["bids"], one["without_largest"], one["sizes"]
        single = share(bids["single_bid_lots"] / bids["lots"] if bids["lots"] else None, language)
        made.append(
            [
                one["name"],
                count(bids["lots"], language),
                count(bids["procurements"], language),
                decimals(bids["mean"], language),
                decimals(bids["median"], language),
                f"{single} ({bids['single_bid_lots']})",
                decimals(less["mean"], language),
                count(one["suppliers"], language),
                *(
                    count(sizes.get(size, 0), language)
                    for size in ("micro", "small", "medium", "large", "not_stated")
                ),
                f"{count(one['won_here_only'], language)} av {count(one['wins'], language)}"
                if one["county"] and language == "sv"
                else f"{count(one['won_here_only'], language)} of {count(one['wins'], language)}"
                if one["county"]
                else "–",
            ]
        )
    yield from table(made)
    yield t(
        "Storlekar: vinster per storleksklass. Bara här: vinster av företag som inte vann i något annat län i källan; det säger inte var företaget finns.",
        "Sizes: wins by size of firm. Here only: wins of firms that won in no other county of the source; it does not say where the firm lies.",
    )


def pool_rows(rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield (
        "Kan köpas tillsammans: samma slag, var för sig, samma år"
        if language == "sv"
        else "May be bought together: same kind, apart, in one year"
    )
    made = []
    for one in rows[:10]:
        buyers = f"{len(one['buyers'])} köpare" if language == "sv" else f"{len(one['buyers'])} buyers"
        known = f"{one['with_value']} {'av' if language == 'sv' else 'of'} {one['procurements']}"
        unknown = "värde okänt" if language == "sv" else "value unknown"
        promised = f"{kr(one['contracted_sek'], language) if one['with_value'] else unknown} ({known})"
        made.append([f"CPV {one['cpv']}", buyers, promised, ", ".join(one["buyers"])[:90]])
    yield from table(made)
