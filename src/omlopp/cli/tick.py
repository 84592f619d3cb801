"""`omlopp tick`: what happens with the clock – people are told of days that come, and mail goes out."""

from datetime import datetime
from typing import Annotated

import typer

from omlopp.cli.tell import CHECK_FAILED, LEFT_OUT, as_json, fail, out, plain_errors, t

app = typer.Typer(
    help=t(
        "Påminn om datum, avtal och rapporter, och skicka e-post. Kör den en gång i timmen (cron eller systemd).",
        "Remind of days, contracts and reports, and send mail. Run it once an hour (cron or systemd).",
    ),
    invoke_without_command=True,
)


@app.callback()
def tick_(
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help=t("Räkna som om det vore den dagen", "As if it were that day")
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=t("Svara med JSON", "Answer in JSON"))] = False,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from dataclasses import asdict

    from omlopp.web.tick import TickRunning, tick

    with plain_errors():
        try:
            done = tick(on.date() if on else None)
        except TickRunning as running:
            from omlopp.cli.tell import language
            from omlopp.library.messages import sentence

            fail(sentence(running, language()), LEFT_OUT)
    if json:
        as_json(asdict(done))
    else:
        told = sum(done.told.values())
        out(t(f"Nya meddelanden och åtgärder: {told}", f"New messages and actions: {told}"))
        out(t(f"Brev skickade: {done.letters}", f"Letters sent: {done.letters}"))
        if done.kept:
            out(
                t(
                    f"Väntar till nästa körning: {done.kept} ({done.because})",
                    f"Wait for the next run: {done.kept} ({done.because})",
                )
            )
    if done.fallen:
        listed = ", ".join(done.fallen)
        fail(
            t(f"Delar som föll: {listed}. Se loggen.", f"Parts that fell: {listed}. See the log."),
            CHECK_FAILED,
        )
    if done.kept:
        raise SystemExit(LEFT_OUT)
