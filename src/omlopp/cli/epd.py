"""omlopp epd: a product declaration, with what can and cannot be made of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import as_json, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    help=t("Läs miljövarudeklarationer (EPD).", "Read environmental product declarations (EPD)."),
)


@app.callback()
def group() -> None:
    """Keeps `show` a command of its own."""


@app.command(
    help=t(
        "Visa en miljövarudeklaration: ILCD+EPD som XML, JSON eller paket (zip), eller openEPD (tillägget openepd).\n\n"
        "Det som inte är deklarerat är okänt och visas som –, aldrig som 0. Scenarier visas var för sig. Modul D räknas aldrig in.\n\n"
        "Exempel: omlopp epd show betong.json",
        "Show a product declaration: ILCD+EPD as XML, JSON or package (zip), or openEPD (the extra openepd).\n\n"
        "What is not declared is unknown and shown as –, never as 0. Scenarios stand apart. Module D is never counted in.\n\n"
        "Example: omlopp epd show concrete.json",
    )
)
def show(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=t("Deklarationens fil", "The declaration's file"))
    ],
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", help=t("Bara dessa indikatorer (GWP-total, SM …)", "Only these indicators")
        ),
    ] = None,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="ÅÅÅÅ-MM-DD",
            help=t("Dag för giltighet; i dag utan den", "Day of validity; today without it"),
        ),
    ] = "",
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows.epd import chosen, shown
    from omlopp.flows.indicators import day_of

    with plain_errors():
        found = shown(file, day_of(on) if on else date.today())
        found = tuple(chosen(one, tuple(indicator)) for one in found) if indicator else found
    if json:
        from omlopp.library.files import as_data

        as_json([as_data(one) for one in found])
        return
    for one in found:
        _tell(one)


def _tell(one: Any) -> None:
    epd = one.epd
    out(f"{epd.name} ({epd.uuid})")
    unit = epd.unit or t("enheten står i en annan datafil", "the unit stands in another data set")
    out(t("Deklarerad enhet: ", "Declared unit: ") + f"{_said(epd.amount)} {unit}")
    out(
        t("Bas: ", "Basis: ")
        + epd.basis
        + t(" – läggs aldrig ihop med en annan bas", " – never added to another basis")
    )
    until = str(epd.valid_until or "–") + (t(" – HAR GÅTT UT", " – EXPIRED") if one.expired else "")
    out(t("Gäller till och med: ", "Valid until: ") + until)
    tiers = {
        2: t("egen produkt", "own product"), 3: t("genomsnitt", "average"), 4: t("generisk", "generic"),
        None: t("typen är inte angiven", "kind not stated"),
    }  # fmt: skip
    out(
        t("Datakvalitet: ", "Data quality: ") + tiers[one.tier] + (f" ({epd.subtype})" if epd.subtype else "")
    )
    out()
    modules = list(dict.fromkeys(name for each in epd.indicators.values() for name in each))
    for name, values in epd.indicators.items():
        told = [f"{module} {_shown(values[module])}" for module in modules if module in values]
        out(f"  {name} ({epd.units.get(name) or '–'}): " + "; ".join(told))
    _circularity(one.circularity)
    if epd.unknown:
        out(t("Okända indikatorer (UUID): ", "Unknown indicators (UUID): ") + ", ".join(epd.unknown))


def _circularity(found: Any) -> None:
    out()
    out(
        t("Vikt av deklarerad enhet: ", "Mass of the declared unit: ")
        + (f"{_said(found.mass_kg)} kg" if found.mass_kg else "–")
    )
    share = found.recycled_in
    out(
        t(
            "Sekundärt material in, andel av vikten (SM A1–A3): ",
            "Secondary material in, share of mass (SM A1–A3): ",
        )
        + _said(share)
    )
    if found.share_out_of_range:
        raw = _said(found.raw_recycled_in)
        out(
            t(
                f"  SM är {raw} gånger vikten: skrot in, ingen andel.",
                f"  SM is {raw} times the mass: scrap in, no share.",
            )
        )
    scenario = t(
        "Till materialåtervinning enligt scenario (MFR C1–C4): ", "To recycling by scenario (MFR C1–C4): "
    )
    out(
        scenario
        + _shown({"": found.to_recycling} if not isinstance(found.to_recycling, dict) else found.to_recycling)
    )
    if found.mass_sources_differ:
        out(
            t(
                "  Två uppgifter om vikten skiljer sig mer än en tiondel.",
                "  Two figures of the mass differ by more than a tenth.",
            )
        )


def _shown(values: Any) -> str:
    if not values:
        return "–"
    if len(values) == 1:
        return _said(next(iter(values.values())))
    return " / ".join(f"{name or '–'}: {_said(value)}" for name, value in values.items())


def _said(value: Decimal | None) -> str:
    """Four digits, in the language's form."""
    if value is None:
        return "–"
    plain = f"{value:.4g}"
    return plain.replace(".", ",") if language() == "sv" else plain
