"""omlopp packs: official data of others, added from a folder, each with its card."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import CHECK_FAILED, LEFT_OUT, WRONG_USE, as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    name="packs",
    help=t(
        "Lägg till, lista och ta bort officiella data.\n\n"
        "Ett paket är en mapp med kortet pack.yaml: källa, licens, version och kontrollsummor. "
        "Paketen ligger i arbetsytans mapp packs/, eller där OMLOPP_PACKS pekar.",
        "Add, list and remove official data.\n\n"
        "A pack is a folder with the card pack.yaml: source, licence, version and checksums. "
        "Packs lie in packs/ of the workspace, or where OMLOPP_PACKS points.",
    ),
    no_args_is_help=True,
    add_completion=False,
)


@app.command("list", help=t("Visa paketen som finns till hands.", "Show the packs at hand."))
def list_packs(
    json: Annotated[bool, typer.Option("--json", help=t("Skriv JSON.", "Write JSON."))] = False,
    check: Annotated[
        bool, typer.Option("--check", help=t("Räkna om alla kontrollsummor.", "Recompute every checksum."))
    ] = False,
) -> None:
    from omlopp.library import packs
    from omlopp.library.messages import sentence
    from omlopp.library.workspace import home

    folders = packs.pack_folders(home())
    found = packs.packs(folders)
    faults = {pack.name: packs.verify(pack) if check else pack.problems for pack in found}
    if json:
        fields = ("name", "kind", "title", "source", "licence", "version", "folder")
        rows = [
            {field: str(getattr(pack, field)) for field in fields}
            | {"problems": [sentence(fault, language()) for fault in faults[pack.name]]}
            for pack in found
        ]
        as_json({"folders": [str(folder) for folder in folders], "packs": rows})
    elif not found:
        places = ", ".join(str(folder) for folder in folders)
        out(t(f"Inga paket i {places}.", f"No packs in {places}."))
        out(t("Lägg till ett: omlopp packs add MAPP", "Add one: omlopp packs add FOLDER"))
    else:
        for pack in found:
            out(f"{pack.name}  ({pack.kind or '–'})  {pack.title}")
            for label, value in (
                (t("Källa", "Source"), pack.source),
                (t("Licens", "Licence"), pack.licence),
                (t("Version", "Version"), pack.version),
                (t("Mapp", "Folder"), pack.folder),
            ):
                if value:
                    out(f"    {label}: {value}")
            for fault in faults[pack.name]:
                out(f"    ! {sentence(fault, language())}")
    if any(faults.values()):
        raise SystemExit(CHECK_FAILED)


@app.command(help=t("Lägg till ett paket från en mapp.", "Add a pack from a folder."))
def add(
    path: Annotated[
        str,
        typer.Argument(
            metavar=t("MAPP", "FOLDER"), help=t("Mappen med pack.yaml.", "The folder with pack.yaml.")
        ),
    ],
    replace: Annotated[
        bool,
        typer.Option("--replace", help=t("Byt ut paketet med samma namn.", "Replace the pack of that name.")),
    ] = False,
) -> None:
    if not Path(path).exists():
        fail(
            t(
                f"Det finns ingen mapp {path!r}. Ange en mapp med pack.yaml, till exempel ./notices – det är den enda form "
                "som tas emot; inget paket har ännu en officiell adress som Omlopp hämtar från. Inget lades till.",
                f"There is no folder {path!r}. Give a folder with pack.yaml, for example ./notices – the only form accepted; "
                "no pack has an official address that Omlopp fetches from yet. Nothing was added.",
            ),
            WRONG_USE,
        )
    from omlopp.flows import packs as flow
    from omlopp.library.messages import sentence
    from omlopp.library.packs import pack_folders
    from omlopp.library.workspace import home

    with plain_errors():
        try:
            added = flow.add(Path(path), home(), replace=replace, progress=_progress())
        except flow.PackRefused as refused:
            faults = [sentence(fault, language()) for fault in refused.faults]
            fail("\n  ".join([sentence(refused, language()), *faults]), CHECK_FAILED)
        except OSError as error:  # a full disk, a folder that may not be read
            fail(t(f"Paketet lades inte till: {error}", f"The pack was not added: {error}"))
    pack = added.pack
    out(
        t(
            f"Paketet {pack.name} är på plats i {pack.folder}.",
            f"The pack {pack.name} is in place in {pack.folder}.",
        )
    )
    out(f"    {t('Källa', 'Source')}: {pack.source}\n    {t('Licens', 'Licence')}: {pack.licence}")
    if pack.folder.parent not in pack_folders(home()):
        out(
            t(
                "Obs: OMLOPP_PACKS pekar någon annanstans, så paketet syns först när du lägger till den mappen där.",
                "Note: OMLOPP_PACKS points elsewhere, so the pack is not seen until that folder is named there.",
            )
        )
    if added.left_out:
        out(
            t(
                "Utanför lämnades, för att kortet inte nämner dem:",
                "Left out, because the card does not name them:",
            )
        )
        for file in added.left_out:
            out(f"    {file}")
        raise SystemExit(LEFT_OUT)


@app.command(help=t("Ta bort ett paket ur arbetsytan.", "Remove a pack from the workspace."))
def remove(
    name: Annotated[
        str, typer.Argument(metavar=t("NAMN", "NAME"), help=t("Namnet på kortet.", "The name on the card."))
    ],
) -> None:
    from omlopp.flows import packs as flow
    from omlopp.library.workspace import home

    with plain_errors():
        folder = flow.remove(name, home())
    out(t(f"Paketet {name} är borttaget ({folder}).", f"The pack {name} is removed ({folder})."))


def _progress() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return show
