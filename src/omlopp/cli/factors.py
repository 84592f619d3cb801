"""omlopp factors: sets of climate factors, each with its card."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import as_json, language, out, plain_errors, t

app = typer.Typer(
    name="factors",
    no_args_is_help=True,
    help=t(
        "Faktorset för klimatavtryck: lista, lägg till, bygg.\n\n"
        "Ett set är en mapp med card.yaml (källa, licens, år, valuta, prisbas) och factors.csv. Set som delas lika (CC BY-SA, ODbL) "
        "följer aldrig med Omlopp, och nämns i varje resultat som använder dem.",
        "Factor sets for footprints: list, add, build.\n\n"
        "A set is a folder with card.yaml (source, licence, year, currency, price basis) and factors.csv. Share-alike sets "
        "(CC BY-SA, ODbL) never ship with Omlopp, and are credited in every result that uses them.",
    ),
)


@app.command("list", help=t("Visa faktorseten.", "Show the factor sets."))
def list_sets(
    json: Annotated[bool, typer.Option("--json", help=t("Skriv JSON.", "Write JSON."))] = False,
) -> None:
    from omlopp.library import factors

    found = factors.listed()
    if json:
        as_json(
            [
                {"id": one.id, "at_hand": one.at_hand, "ships": one.ours and not (one.card and one.card.pack), "problem": one.problem}
                | (
                    {
                        name: getattr(one.card, name)
                        for name in ("version", "year", "currency", "price_basis", "licence", "licence_verified", "share_alike", "credit")
                    }
                    if one.card
                    else {}
                )
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        if one.card is None:
            out(f"{one.id}  ! {one.problem}")
            continue
        card = one.card
        here = (
            ""
            if one.at_hand
            else t("  (inte till hands: lägg till paketet ", "  (not at hand: add the pack ")
            + f"{card.pack})"
        )
        out(f"{one.id}  {card.title.within(language())}{here}")
        basis = {
            "purchaser": t("köparpris", "purchaser price"), "basic": t("baspris", "basic price"), "": t("per mängd", "per quantity"),
        }[card.price_basis]  # fmt: skip
        alike = t(" · delas lika", " · share-alike") if card.share_alike else ""
        unverified = "" if card.licence_verified else t(" · inte kontrollerad", " · not verified")
        out(f"    {card.unit} / {card.per} {card.year} · {basis} · {card.version}")
        out(f"    {card.licence}{unverified}{alike} · {card.credit}")
        if card.caution:
            out(f"    {card.caution.within(language())}")


@app.command(help=t("Lägg till ett set från en mapp.", "Add a set from a folder."))
def add(
    folder: Annotated[Path, typer.Argument(metavar=t("MAPP", "FOLDER"), help=t("Mappen", "The folder"))],
    replace: Annotated[
        bool,
        typer.Option("--replace", help=t("Byt ut setet med samma namn.", "Replace the set of that name.")),
    ] = False,
) -> None:
    from omlopp.flows import factors as flow
    from omlopp.library.workspace import home

    with plain_errors():
        added = flow.add(folder, home(), replace=replace)
    out(
        t(
            f"{added.id}: {len(added.factors)} faktorer. {added.card.credit}",
            f"{added.id}: {len(added.factors)} factors. {added.card.credit}",
        )
    )


@app.command(
    help=t(
        "Bygg ett set ur EXIOBASE 3 med pymrio (tillägget exiobase). KÄLLA är mappen eller ZIP-filen med tabellen, eller test.\n\n"
        "Exempel: omlopp factors build IOT_2019_pxp.zip exio2019-se --row \"GHG emissions (GWP100)\" --country SE --year 2019",
        "Build a set from EXIOBASE 3 with pymrio (the extra exiobase). SOURCE is the table's folder or ZIP file, or test.\n\n"
        "Example: omlopp factors build IOT_2019_pxp.zip exio2019-se --row \"GHG emissions (GWP100)\" --country SE --year 2019",
    )
)  # fmt: skip
def build(
    source: Annotated[
        str,
        typer.Argument(
            metavar=t("KÄLLA", "SOURCE"), help=t("Tabellens mapp eller ZIP-fil", "The table, folder or ZIP")
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(metavar=t("MAPP", "FOLDER"), help=t("Där setet skrivs", "Where the set is written")),
    ],
    row: Annotated[
        str, typer.Option(help=t("Raden, eller början av dess namn", "The row, or the beginning of its name"))
    ],
    year: Annotated[int, typer.Option(help=t("Tabellens år", "The table's year"))],
    extension: Annotated[
        str, typer.Option(help=t("Tabellen raden står i", "The table the row stands in"))
    ] = "impacts",
    country: Annotated[
        str,
        typer.Option(
            help=t(
                "Blanda ursprung som landets slutliga användning", "Mix origins as the country's final demand"
            )
        ),
    ] = "",
    version: Annotated[str, typer.Option(help=t("Tabellens version", "The table's version"))] = "",
    money: Annotated[
        float, typer.Option(help=t("Pengar per enhet i tabellen", "Money per unit of the table"))
    ] = 1_000_000.0,
) -> None:
    from omlopp.flows import factors as flow
    from omlopp.library.factors import factor_set

    with plain_errors():
        wanted = flow.Wanted(extension, row, year, country, money, version=version)
        made = flow.build(source, target, wanted, date.today())
        found = factor_set(made.name, places=[made.resolve().parent])
    out(
        t(
            f"{made}: {len(found.factors)} faktorer. Lägg till: omlopp factors add {made}",
            f"{made}: {len(found.factors)} factors. Add: omlopp factors add {made}",
        )
    )
