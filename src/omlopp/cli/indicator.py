"""omlopp indicator: the cards, one card, and a value worked out with its completeness and provenance."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import WRONG_USE, as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    help=t("Indikatorer: visa, läs och räkna.", "Indicators: list, read and compute."),
)
Json = Annotated[bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))]


@app.command(
    "list",
    help=t(
        "Lista indikatorerna: id, namn, enhet, riktning och hur säker källan är.\n\nExempel: omlopp indicator list --goal B",
        "List the indicators: id, name, unit, direction and how sure the source is.\n\nExample: omlopp indicator list --goal B",
    ),
)
def every(
    goal: Annotated[
        str, typer.Option(help=t("Bara dem som mäter målet (A–E)", "Only those that measure the goal (A–E)"))
    ] = "",
    json: Json = False,
) -> None:
    from omlopp.library.load import library

    held = library()
    cards = [one for one in held.indicators.values() if not goal or goal.upper() in one.goals]
    if not cards:
        known = ", ".join(one.id for one in held.goals)
        fail(
            t(
                f"Inget mål heter ”{goal}”. Välj ett av: {known}.",
                f"No goal is called “{goal}”. Choose one of: {known}.",
            ),
            WRONG_USE,
        )
    if json:
        as_json([_brief(one) for one in cards])
        return
    width = max(len(one.id) for one in cards)
    for one in sorted(cards, key=lambda each: each.id):
        sure = held.names.of("certainty", one.source.certainty.value, language())
        core = f"{one.core}, " if one.core else ""
        name, unit = one.name.within(language()), one.unit.within(language())
        out(f"{one.id:<{width}}  {name} ({core}{unit}; {sure})")
    out(
        t(
            f"{len(cards)} indikatorer. Läs en: omlopp indicator show ID",
            f"{len(cards)} indicators. Read one: omlopp indicator show ID",
        )
    )


def _brief(card: Any) -> dict[str, Any]:
    return {
        "id": card.id, "name": {"sv": card.name.sv, "en": card.name.en}, "unit": {"sv": card.unit.sv, "en": card.unit.en},
        "direction": card.direction, "formula": card.formula, "function": card.function, "use": card.use,
        "core": card.core, "goals": list(card.goals), "method": card.method, "certainty": card.source.certainty.value,
    }  # fmt: skip


@app.command(
    help=t(
        "Visa en indikator: vad den mäter, vad den läser, vad som saknas betyder och källan.\n\nExempel: omlopp indicator show mci",
        "Show an indicator: what it measures, what it reads, what a missing figure means and the source.\n\nExample: omlopp indicator show mci",
    )
)
def show(
    indicator: Annotated[str, typer.Argument(metavar="ID", help=t("Indikatorns id", "The indicator's id"))],
    json: Json = False,
) -> None:
    from omlopp.flows.indicators import card
    from omlopp.library.files import as_data
    from omlopp.library.load import library

    with plain_errors():
        one = card(indicator)
    if json:
        as_json(as_data(one))
        return
    spoken, held = language(), library()
    out(f"{one.name.within(spoken)} ({one.id})")
    out(one.text.within(spoken))
    out()
    for each in one.inputs:
        may = "" if each.needed else t(" – får saknas", " – may be missing")
        out(f"  {each.id}: {each.name.within(spoken)}, {each.unit.within(spoken)}{may}")
    out()
    better = {
        "higher": t("högre är bättre", "higher is better"),
        "lower": t("lägre är bättre", "lower is better"),
    }
    out(t("Enhet: ", "Unit: ") + one.unit.within(spoken) + "; " + better[one.direction])
    if one.applies:
        out(t("Gäller: ", "Applies: ") + one.applies.within(spoken))
    out(t("Det som saknas: ", "What is missing: ") + one.missing.within(spoken))
    if one.weights:
        _weights(one.weights)
    sure = held.names.of("certainty", one.source.certainty.value, spoken)
    out(t("Källa: ", "Source: ") + f"{one.source.title}, {one.source.publisher} ({sure})")
    out(t("Metod: ", "Method: ") + f"docs/method/{one.method}")


def _weights(id: str) -> None:
    from omlopp.library.load import library
    from omlopp.library.weights import weight_set

    with plain_errors():
        found = weight_set(id)
    out(f"{found.name.within(language())} ({found.checked_on}):")
    for name, weight in found.weights.items():
        sure = library().names.of("certainty", weight.mark.value, language())
        out(f"  {name}: {weight.value} {weight.unit} ({sure})")


@app.command(
    help=t(
        "Räkna en indikator, av uppgifter på raden (namn=tal) eller i en fil (YAML eller JSON: indicator, inputs eller "
        "rows, stage, measured_on, source, proof, pedigree, factors; eller measurements: en lista).\n\n"
        "En fil med offer, baseline och factors jämförs med dragna faktorer: median, 5–95 % och sannolikheten att "
        "anbudet är bättre.\n\n"
        "Exempel: omlopp indicator compute recycled_share recycled_mass=36 concerned_mass=120",
        "Compute an indicator, from figures on the line (name=number) or in a file (YAML or JSON: indicator, inputs or "
        "rows, stage, measured_on, source, proof, pedigree, factors; or measurements: a list).\n\n"
        "A file with offer, baseline and factors is compared by drawing the factors: median, 5–95 % and the probability "
        "that the offer is better.\n\n"
        "Example: omlopp indicator compute recycled_share recycled_mass=36 concerned_mass=120",
    )
)
def compute(
    indicator: Annotated[
        str,
        typer.Argument(
            metavar="[ID]",
            help=t("Indikatorns id; får stå i filen", "The indicator's id; may stand in the file"),
        ),
    ] = "",
    figures: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=t("[NAMN=TAL]...", "[NAME=NUMBER]..."),
            help=t("Uppgifterna, till exempel mass_kg=12", "The figures, for example mass_kg=12"),
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help=t("Fil med uppgifterna", "File with the figures"))
    ] = None,
    draws: Annotated[
        int, typer.Option(min=100, max=1_000_000, help=t("Antal dragningar", "Number of draws"))
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help=t("Frö för slumptalen", "Seed of the random numbers"))] = 1,
    json: Json = False,
) -> None:
    from omlopp.flows import indicators as flow

    if file is None and not indicator:
        fail(
            t("Ange en indikator med uppgifter, eller --file.", "Name an indicator with figures, or --file."),
            WRONG_USE,
        )
    if file is not None and figures:
        fail(
            t(
                "Ange uppgifter på raden eller i en fil, inte båda.",
                "Give figures on the line or in a file, not both.",
            ),
            WRONG_USE,
        )
    with plain_errors():
        if file is None:
            results: Any = (flow.computed(indicator, _figures(figures or [])),)
        else:
            results = flow.answered(file, indicator, draws, seed)
    if isinstance(results, flow.ComparedFile):
        _tell_compared(results, json)
        return
    from omlopp.documents.indicator_words import as_plain, result_lines

    if json:
        as_json([as_plain(one) for one in results])
        return
    for one in results:
        for line in result_lines(one, language()):
            out(line)


def _figures(given: list[str]) -> dict[str, Decimal | None]:
    from omlopp.domain.model.errors import OmloppError

    class NotNameValue(OmloppError):
        code = "impact.not-name-value"

    found: dict[str, Decimal | None] = {}
    for one in given:
        name, equals, value = one.partition("=")
        try:
            if not (name and equals) or name in found:
                raise InvalidOperation
            found[name] = Decimal(value.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
        except InvalidOperation:
            raise NotNameValue(found=one) from None
    return found


def _tell_compared(found: Any, json: bool) -> None:
    from dataclasses import asdict

    from omlopp.documents.indicator_words import compared_lines

    if json:
        as_json(asdict(found))
        return
    for line in compared_lines(found, language()):
        out(line)
