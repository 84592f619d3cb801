"""`omlopp audit verify`: is the event log whole?"""

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
                f"Loggen är bruten vid händelse {broken.pk} ({broken.action}, {broken.at:%Y-%m-%d %H:%M}): {why}. Jämför med en säkerhetskopia.",
                f"The log is broken at event {broken.pk} ({broken.action}, {broken.at:%Y-%m-%d %H:%M}): {why}. Compare with a backup.",
            ),
            CHECK_FAILED,
        )


@app.callback()
def audit() -> None:
    """A group, also while it has one command only."""
