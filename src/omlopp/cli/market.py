"""omlopp market: what the notices that were read show, with its doubt beside it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.market_effect import EFFECT, effect
from omlopp.cli.market_table import table as _table
from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    name="market",
    no_args_is_help=True,
    help=t(
        "Räkna på inlästa annonser: hur stor andel som uttryckligen ber om något cirkulärt, vad som bara är angivet med kod, "
        "anbud per del, och hur många som redan ställer ett krav ur kravbanken. Urvalet skrivs före kommandot.\n\n"
        "Exempel: omlopp market --year 2021 shares --by county",
        "Count the notices that were read: what share asks explicitly for something circular, what is only declared by code, "
        "bids per lot, and how many already ask what a requirement of the bank asks. The selection stands before the command.\n\n"
        "Example: omlopp market --year 2021 shares --by county",
    ),
)
AsJson = Annotated[
    bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
]


@dataclass(frozen=True)
class Chosen:
    """The store and the selection, as typed."""

    store: Path | None
    query: dict[str, Any]


def _filter(sv: str, en: str) -> Any:
    return typer.Option(help=t(sv, en))


@app.callback()
def chosen(
    context: typer.Context,
    store: Annotated[
        Path | None,
        _filter(
            "Mapp som notices read --to har skrivit; annars arbetsytans",
            "Folder that notices read --to has written; else the workspace's",
        ),
    ] = None,
    year: Annotated[str, _filter("Publiceringsår", "Year of publication")] = "",
    country: Annotated[str, _filter("Land, två bokstäver", "Country, two letters")] = "",
    nuts: Annotated[str, _filter("NUTS-kod eller dess början", "NUTS code or its beginning")] = "",
    cpv: Annotated[str, _filter("CPV-kod eller dess första siffror", "CPV code or its first digits")] = "",
    buyer: Annotated[str, _filter("Köpare: namn eller organisationsnummer", "Buyer: name or number")] = "",
    buyer_kind: Annotated[str, _filter("Sorts köpare", "Kind of buyer")] = "",
    platform: Annotated[str, _filter("Annonsplattform", "Advertising platform")] = "",
    format: Annotated[str, _filter("Källans format", "Format of the source")] = "",
    text_read: Annotated[str, _filter("notice, title eller document", "notice, title or document")] = "",
    r: Annotated[str, _filter("R-steg som räknas: R0–R9, R3-R8 eller R*", "R-step that counts")] = "",
    goal: Annotated[str, _filter("Mål som räknas: A–E", "Goal that counts: A–E")] = "",
    kind: Annotated[str, _filter("Sorts krav som räknas, t.ex. award", "Kind that counts, e.g. award")] = "",
    concept: Annotated[
        str, _filter("Begrepp som räknas, t.ex. reuse", "Concept that counts, e.g. reuse")
    ] = "",
    circular: Annotated[str, _filter("Klass som räknas: yes, weak, no", "Class that counts")] = "",
) -> None:
    query = {
        "year": year, "country": country, "nuts": nuts, "cpv": cpv, "buyer": buyer, "buyer_kind": buyer_kind,
        "platform": platform, "format": format, "text_read": text_read, "r": r, "goal": goal, "kind": kind,
        "concept": concept, "circular": circular,
    }  # fmt: skip
    context.obj = Chosen(store, query)


@app.command(
    help=t(
        "Andelar med antal, bas, 95 %-intervall och rättning för mätfelet. --by: strata (läst text), county, country, nuts, "
        "year, cpv, r, kind, buyer_kind, buyer eller platform.",
        "Shares with count, base, 95% interval and correction for the error of measurement. --by: strata (text read), county, "
        "country, nuts, year, cpv, r, kind, buyer_kind, buyer or platform.",
    )
)
def shares(
    context: typer.Context,
    by: Annotated[str, _filter("Vad raderna är", "What the rows are")] = "county",
    json: AsJson = False,
) -> None:
    from omlopp.flows import market

    with plain_errors():
        view = _view(context)
        if by not in ("strata", *market.SHARES):
            raise market.UnknownTable(table=by, known=("strata", *market.SHARES))
        table = view.strata if by == "strata" else view.tables[by]
        _show(context, by, json, table.note)


@app.command(
    help=t(
        "Vad köparna anger med kod mot vad orden ber om, och hur koden följer annonsplattformen. Ingenting rangordnas.",
        "What buyers declare by code against what the words ask, and how the code follows the advertising platform. Nothing "
        "is ranked.",
    )
)
def declared(context: typer.Context, json: AsJson = False) -> None:
    with plain_errors():
        view = _view(context)
        if json:
            as_json({"declared": _exported(context, "declared"), "platforms": _exported(context, "bias")})
            return
        _show(context, "declared", False, view.matrix.note, last=False)
        if view.empty:
            return
        if view.bias.rows:
            out()
            _show(context, "bias", False, view.bias.note)
        else:
            out(view.source_line.within(language()))


@app.command(
    help=t(
        "Anbud per del och per upphandling, andel med ett enda anbud, och vinnarnas storlek – ett län mot hela landet.\n\n"
        "Exempel: omlopp market bids --county jämtland",
        "Bids by lot and by procurement, share with a single bid, and size of the winners – a county against the nation.\n\n"
        "Example: omlopp market bids --county jämtland",
    )
)
def bids(
    context: typer.Context,
    county: Annotated[str, _filter("Länets namn eller NUTS-kod", "County: name or NUTS code")] = "",
    json: AsJson = False,
) -> None:
    from omlopp.flows import market
    from omlopp.statistics import publish, told

    with plain_errors():
        store, filters = _asked(context)
        found = market.county_bids(store, filters, county) if county else market.overview(store, filters).bids
    if json:
        rows = (
            {"bids": publish.of_bids(found), "winners": publish.of_winners(found)}
            if found
            else {"bids": [], "winners": []}
        )
        as_json(rows)
    elif found is None:
        out(
            t(
                "Ingen upphandling i urvalet har ett känt antal anbud.",
                "No procurement has a known number of bids.",
            )
        )
    else:
        for table in (told.of_bids(found.rows, language()), told.of_winners(found.winners, language())):
            _table(table.caption, table.head, table.rows, table.numeric)
            out()
        out(found.note.within(language()))


@app.command(
    help=t(
        "Hur många jämförbara upphandlingar som redan ställer ett krav ur kravbanken, med meningarna.\n\n"
        "Exempel: omlopp market standard reused_furniture_share",
        "How many comparable procurements already ask what a requirement of the bank asks, with the sentences.\n\n"
        "Example: omlopp market standard reused_furniture_share",
    )
)
def standard(
    context: typer.Context,
    criterion: Annotated[
        str,
        typer.Argument(
            metavar=t("KRAV", "CRITERION"),
            help=t("Kravets id i kravbanken", "The requirement's id in the bank"),
        ),
    ],
    years: Annotated[
        int | None, typer.Option(min=1, max=40, help=t("Antal år bakåt", "How many years back"))
    ] = None,
    json: AsJson = False,
) -> None:
    from omlopp.flows import market
    from omlopp.library.files import as_data

    with plain_errors():
        store, filters = _asked(context)
        found = market.market_standard(store, criterion, country=filters.country, years=years)
    if json:
        as_json(as_data(found))
        return
    out(found.says.within(language()))
    for one in found.notices:
        day = one.published_on.isoformat() if one.published_on else "–"
        out(f"\n{day}  {one.title}  ({one.buyer})\n  {one.file}\n  “{one.quote}”")


@app.command(
    help=t(
        "Meningarna bakom talen, i sitt sammanhang.", "The sentences behind the figures, in their context."
    )
)
def sentences(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help=t("Hur många", "How many"))] = 25,
    offset: Annotated[int, typer.Option(min=0, help=t("Hur många som hoppas över", "How many to skip"))] = 0,
    json: AsJson = False,
) -> None:
    from omlopp.flows import market
    from omlopp.statistics.publish import of_sentences

    with plain_errors():
        found = market.sentences(*_asked(context), limit, offset)
    if json:
        as_json({"total": found.total, "rows": of_sentences(found)})
        return
    shown = f"{offset + 1}–{offset + len(found.rows)}" if found.rows else "0"
    out(t(f"{shown} av {found.total} meningar", f"{shown} of {found.total} sentences"))
    for one in found.rows:
        concept = one.concept_name.within(language())
        out(f"\n{one.file}  {one.title}\n  {concept} · {one.r} · {one.field_name.within(language())}")
        out(f"  … {one.before}>>{one.quote}<<{one.after} …")


@app.command(
    help=t(
        "Skriv en tabell som CSV, Parquet eller JSON, eller en bild som SVG eller PNG, med källrad.\n\n"
        "Exempel: omlopp market export county --form csv --to lan.csv · omlopp market export map --form png --to karta.png",
        "Write a table as CSV, Parquet or JSON, or a picture as SVG or PNG, with its source line.\n\n"
        "Example: omlopp market export county --form csv --to counties.csv · omlopp market export map --form png --to map.png",
    )
)
def export(
    context: typer.Context,
    table: Annotated[
        str, typer.Argument(help=t("Tabell, eller bild: map, series, cpv, matrix", "Table, or picture"))
    ],
    form: Annotated[
        str, _filter("csv, parquet, json, svg eller png", "csv, parquet, json, svg or png")
    ] = "csv",
    to: Annotated[Path | None, _filter("Fil att skriva", "File to write")] = None,
) -> None:
    from omlopp.flows import market

    with plain_errors():
        made = market.export(*_asked(context), table, form, language())
    path = to or Path(made.name)
    try:
        path.write_bytes(made.content)
    except OSError as error:
        said = os.strerror(error.errno or 0)
        fail(t(f"{path} går inte att skriva: {said}.", f"{path} cannot be written: {said}."))
    out(t(f"{path} ({len(made.content)} byte)", f"{path} ({len(made.content)} bytes)"))


@app.command(
    help=t(
        "Mät hur ofta letandet har fel mot bedömda texter och skriv det i library/statistics/detector_error.yaml, som andelarna "
        "rättas med. Bara antal skrivs.",
        "Measure how often detection is wrong against labelled texts and write it to library/statistics/detector_error.yaml, "
        "which shares are corrected with. Only counts are written.",
    )
)
def error(
    labels: Annotated[Path, _filter("CSV-fil med bedömningar", "CSV file with labels")],
    notices: Annotated[Path, _filter("Mapp med annonser eller tabeller", "Folder of notices or tables")],
    text_read: Annotated[str, _filter("notice, title eller document", "notice, title or document")],
    to: Annotated[Path | None, _filter("Fil att skriva i stället", "Another file to write")] = None,
    json: AsJson = False,
) -> None:
    from omlopp.flows.market_error import FILE, measure_and_write
    from omlopp.notices.filters import Filters

    path = to or FILE
    with plain_errors():
        Filters.from_query({"text_read": text_read})  # refused here, before minutes of reading
        entry = measure_and_write(labels, notices, text_read, path)
    if json:
        as_json(entry)
    else:
        out(
            t(
                f"{entry['found']} av {entry['found'] + entry['missed']} hittade, {entry['false_alarms']} falska larm av "
                f"{entry['false_alarms'] + entry['left_alone']}. Skrivet i {path}",
                f"{entry['found']} of {entry['found'] + entry['missed']} found, {entry['false_alarms']} false alarms of "
                f"{entry['false_alarms'] + entry['left_alone']}. Written to {path}",
            )
        )


app.command("effect", help=EFFECT)(effect)


def _asked(context: typer.Context) -> tuple[Any, Any]:
    from omlopp.flows import market
    from omlopp.notices.filters import Filters

    filters = Filters.from_query(context.obj.query)
    if not market.has_store(context.obj.store):
        raise market.NoMarketStore(path=str(context.obj.store or market.workspace_store()))
    return market.open_store(context.obj.store), filters


def _view(context: typer.Context) -> Any:
    from omlopp.flows import market

    return market.overview(*_asked(context))


def _exported(context: typer.Context, table: str) -> Any:
    import json

    from omlopp.flows import market

    return json.loads(market.export(*_asked(context), table, "json").content)


def _show(context: typer.Context, table: str, json: bool, note: Any, *, last: bool = True) -> None:
    """A table of the view with its note and source line, or as JSON."""
    from omlopp.flows import market

    if json:
        as_json(_exported(context, table))
        return
    view = _view(context)
    if view.empty:
        out(t("Ingen upphandling passar urvalet.", "No procurement fits the selection."))
        out(view.source_line.within(language()))
        return
    found = market.tables(view, language())[table]
    _table(found.caption, found.head, found.rows, found.numeric)
    out()
    out(note.within(language()))
    if last:
        out(view.source_line.within(language()))
