"""`omlopp people`: accounts in the workspace. Roles are given per procurement, in the workbench."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import fail, language, out, plain_errors, t

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


Why = Annotated[str, typer.Option("--why", help=t("Varför. Står i loggen.", "Why. Stands in the log."))]
Name = Annotated[str, typer.Argument(help=t("Användarnamn", "User name"))]
BY = "omlopp people"


@app.command(
    "reset-password",
    help=t(
        "Sätt ett nytt lösenord. Det skrivs ut en gång och måste bytas vid nästa inloggning.",
        "Set a new password. It is printed once and must be changed at the next sign-in.",
    ),
)
def reset_password_(name: Name) -> None:
    ready()
    from omlopp.library.workspace import home
    from omlopp.web.records.actions.sign_in import reset_password
    from omlopp.web.server import own_password

    with plain_errors():
        password = reset_password(by=BY, username=name)
    own_password(home(), name)
    out(
        t(
            f"Nytt lösenord för {name}: {password} – byts vid nästa inloggning.",
            f"New password for {name}: {password} – to be changed at the next sign-in.",
        )
    )


@app.command(
    "reset-second-factor",
    help=t(
        "Nollställ tvåstegsinloggning för någon som har tappat telefonen och koderna.",
        "Reset two-step sign-in for somebody who has lost the phone and the codes.",
    ),
)
def reset_second_factor_(name: Name, why: Why) -> None:
    ready()
    from omlopp.web.records.actions.sign_in import reset_second_factor_of

    with plain_errors():
        reset_second_factor_of(by=BY, username=name, why=why)
    out(t(f"{name} loggar nu in med bara lösenordet.", f"{name} now signs in by password alone."))


@app.command(
    "close",
    help=t(
        "Stäng ett konto. Det loggas ut genast; loggen och rollerna står kvar.",
        "Close an account. It is signed out at once; the log and the roles stay.",
    ),
)
def close(
    name: Name,
    why: Why,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway",
            help=t(
                "Stäng fast upphandlingar står utan upphandlare, eller avtal utan ägare.",
                "Close although procurements get no buyer, or contracts no owner.",
            ),
        ),
    ] = False,
) -> None:
    ready()
    from omlopp.web.records.actions.sign_in import close_account

    with plain_errors():
        close_account(by=BY, username=name, why=why, anyway=anyway)
    out(t(f"Kontot {name} är stängt.", f"The account {name} is closed."))


@app.command("open", help=t("Öppna ett stängt konto igen.", "Open a closed account again."))
def open_(name: Name, why: Why) -> None:
    ready()
    from omlopp.web.records.actions.sign_in import open_account

    with plain_errors():
        open_account(by=BY, username=name, why=why)
    out(t(f"Kontot {name} är öppet.", f"The account {name} is open."))


@app.command(
    help=t(
        "Lämna ut allt som finns om en person, som ZIP (JSON och en sida att läsa).",
        "Give out all that is held about a person, as a ZIP (JSON and a page to read).",
    )
)
def export(
    name: Annotated[str, typer.Argument(help=t("Användarnamn", "User name"))],
    to: Annotated[
        Path | None, typer.Option("--to", help=t("Fil att skriva", "File to write"), dir_okay=False)
    ] = None,
) -> None:
    ready()
    from omlopp.flows.publish import slug, write_whole
    from omlopp.web.personal import export as made

    with plain_errors():
        content = made(name, language())
    path = write_whole(to or Path(f"uppgifter-{slug(name)}.zip"), content)
    out(t(f"Uppgifterna om {name} ligger i {path}", f"The data on {name} are in {path}"))
