"""`omlopp audit`: is the event log whole, and the log itself to be checked elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, fail, out, t

app = typer.Typer(
    help=t("Kontrollera att händelseloggen är hel.", "Check that the event log is whole."),
    no_args_is_help=True,
)


@app.command(
    help=t(
        "Räkna om varje sigill. Slutkod 1, med händelsen, om något ändrats.",
        "Recompute every seal. Exit 1, naming the event, if anything was altered.",
    )
)
def verify(
    json_: Annotated[bool, typer.Option("--json", help=t("Skriv som JSON", "Print as JSON"))] = False,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from omlopp.web.records.events import verify as verdict

    found = verdict()
    broken = found.broken
    if json_:
        as_json(
            {
                "events": found.events,
                "whole": broken is None,
                "broken": broken.pk if broken else None,
                "because": found.because,
                "head": found.head,
            }
        )
    elif broken is None:
        out(
            t(
                f"Loggen är hel: {found.events} händelser. Sista sigillet: {found.head}",
                f"The log is whole: {found.events} events. Last seal: {found.head}",
            )
        )
    if broken is not None:
        when = f"{broken.at:%Y-%m-%d %H:%M}" if broken.at else t("oläsbar tid", "unreadable time")
        why = (
            t("raden är ändrad", "the row was altered")
            if found.because == "content"
            else t(
                "en rad före är borttagen, tillagd eller flyttad",
                "a row before it was removed, added or moved",
            )
        )
        fail(
            t(
                f"Loggen är bruten vid händelse {broken.pk} ({broken.action}, {when}): {why}. Jämför med en säkerhetskopia.",
                f"The log is broken at event {broken.pk} ({broken.action}, {when}): {why}. Compare with a backup.",
            ),
            CHECK_FAILED,
        )


@app.command(
    help=t(
        "Skriv hela loggen som JSON-rader, att kontrollera utan Omlopp (docs/audit.md).",
        "Write the whole log as lines of JSON, to be checked without Omlopp (docs/audit.md).",
    )
)
def export(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help=t("Fil att skriva; annars utskrift", "File to write; else printed"), dir_okay=False
        ),
    ] = None,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from omlopp.web.records.events import lines

    if to is None:
        for line in lines():
            out(line)
        return
    with to.open("w", encoding="utf-8") as file:
        count = sum(file.write(line + "\n") > 0 for line in lines())
    out(t(f"{count} händelser ligger i {to}", f"{count} events are in {to}"))


@app.callback()
def audit() -> None:
    """A group of its own: verify and export."""
