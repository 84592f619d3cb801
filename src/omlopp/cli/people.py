"""`omlopp people`: accounts in the workspace. Roles are given per procurement, in the workbench."""

import secrets
from typing import Annotated

import typer

from omlopp.cli.tell import fail, out, plain_errors, t

app = typer.Typer(help=t("Konton i arbetsytan.", "Accounts in the workspace."), no_args_is_help=True)


def ready() -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()


@app.command(
    help=t("Skapa ett konto. Lösenordet skrivs ut en gång.", "Make an account. The password is printed once.")
)
def add(name: Annotated[str, typer.Argument(help=t("Användarnamn", "User name"))]) -> None:
    ready()
    from omlopp.web.records.actions.people import add_person

    password = secrets.token_urlsafe(12)
    with plain_errors():
        add_person(by="omlopp people", username=name, password=password)
    out(
        t(
            f"Kontot {name} är skapat. Lösenord: {password}",
            f"The account {name} is made. Password: {password}",
        )
    )
    out(
        t(
            "Ge kontot en roll i en upphandling under Personer.",
            "Give it a role in a procurement under People.",
        )
    )


@app.command("list", help=t("Lista kontona.", "List the accounts."))
def list_() -> None:
    ready()
    from omlopp.web.records.access import usernames

    names = usernames()
    if not names:
        fail(t("Inga konton än. Kör: omlopp serve", "No accounts yet. Run: omlopp serve"))
    for name in names:
        out(name)
