"""`omlopp serve`: the workbench on this computer."""

from typing import Annotated, NoReturn

import typer

from omlopp.cli.tell import STOPPED, out, t
from omlopp.library.workspace import home

app = typer.Typer(
    help=t("Starta arbetsbänken på 127.0.0.1.", "Start the workbench on 127.0.0.1."),
    invoke_without_command=True,
)


@app.callback()
def serve_(
    port: Annotated[int, typer.Option(help=t("Första port att prova", "First port to try"))] = 8765,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django, sign_in

    set_up_django()
    ready_workspace()
    serve_until_stopped(port, *sign_in(home()))


def serve_until_stopped(port: int, name: str, password: str) -> NoReturn:
    """Say where and how to sign in, and serve on the first free port from `port` on."""
    from omlopp.web.server import port_from, serve

    with port_from(port) as chosen:
        out(t(f"Arbetsbänken: http://127.0.0.1:{chosen}/", f"The workbench: http://127.0.0.1:{chosen}/"))
        out(
            t(f"Logga in:     {name}   lösenord: {password}", f"Sign in:       {name}   password: {password}")
        )
        out(t("Stoppa med Ctrl-C.", "Stop with Ctrl-C."))
        serve(chosen)
    raise SystemExit(STOPPED)
