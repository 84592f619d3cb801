"""omlopp drafts: hold a draft of procurement documents against what the procurement has chosen."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, language, out, plain_errors, t

if TYPE_CHECKING:
    from omlopp.notices.draft_check import Ask, DraftCheck

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Pröva ett utkast till upphandlingsdokument mot det upphandlingen har valt.\n\n"
        "Vad ett dokument ber om visar: omlopp notices explain utkast.docx",
        "Check a draft of procurement documents against what the procurement has chosen.\n\n"
        "What a document asks for is shown by: omlopp notices explain draft.docx",
    ),
)


@app.callback()
def group() -> None:
    """Keeps `check` a command of its own."""


@app.command(
    help=t(
        "Jämför ett utkast (DOCX, PDF, ODT, XLSX, ODS, TXT, MD, HTML) med en upphandlings valda mål och krav: vad "
        "utkastet ber om, vilka mål som saknar ord, vilka krav som finns, är ändrade eller saknas – med tal som "
        "skiljer – och formuleringar som stänger ute begagnat.\n\n"
        "Upphandlingen är en YAML-fil med title, goals (A–E) och criteria (bibliotekets id, eller id, title och text; "
        "weight 0–1). Slutkod 0 när allt finns, 1 när något saknas eller skiljer.\n\n"
        "Exempel: omlopp drafts check utkast.docx --against upphandling.yaml",
        "Compare a draft (DOCX, PDF, ODT, XLSX, ODS, TXT, MD, HTML) with a procurement's chosen goals and "
        "requirements: what the draft asks for, which goals have no words, which requirements stand, are altered or "
        "missing – with numbers that differ – and wordings that shut used goods out.\n\n"
        "The procurement is a YAML file with title, goals (A–E) and criteria (ids of the library, or id, title and "
        "text; weight 0–1). Exit code 0 when everything stands, 1 when something is missing or differs.\n\n"
        "Example: omlopp drafts check draft.docx --against procurement.yaml",
    )
)
def check(
    file: Annotated[
        Path, typer.Argument(metavar=t("FIL", "FILE"), help=t("Utkastets fil", "The draft's file"))
    ],
    against: Annotated[
        Path,
        typer.Option(
            metavar="YAML", help=t("Upphandlingens valda mål och krav", "The procurement's choices")
        ),
    ],
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows.drafts import check_draft, chosen_file, read_draft

    with plain_errors():
        draft = read_draft(file)
        checked = check_draft(draft, chosen_file(against, "en" if draft.language == "en" else "sv"))
    as_json(checked.data()) if json else out("\n".join(_lines(checked, language())))
    if not checked.clean:
        raise SystemExit(CHECK_FAILED)


def _lines(checked: "DraftCheck", lang: str) -> Iterator[str]:
    from omlopp.library.codelists import language_name
    from omlopp.notices.draft_check import number_words, settings

    words = settings()["shown"]

    def say(key: str, **facts: object) -> str:
        return str(words[key][lang]).format(**facts)

    yield checked.title
    yield say("against", title=checked.chosen.title)
    named = language_name(checked.language, lang)
    if checked.language not in ("sv", "en"):
        yield say("other_language", language=named)
    if checked.lexicon_state in ("unreviewed", "missing"):
        yield say("unread_language", language=named)
    yield ""
    yield say("asks")
    if not checked.asks:
        yield f"  {say('nothing')}"
    for one in checked.asks:
        yield from _passage(one, lang)
    yield ""
    yield say("goals")
    for goal in checked.data()["goals"]:
        key = "goal_missing" if not goal["found"] else "goal_one" if goal["passages"] == 1 else "goal_found"
        yield f"  {say(key, goal=goal['goal'], name=goal['name'][lang], n=goal['passages'])}"
    yield ""
    found = sum(one.state == "found" for one in checked.criteria)
    yield say("criteria", found=found, all=len(checked.criteria))
    for criterion in checked.criteria:
        state = settings()["states"][criterion.state][lang]
        yield f"  {state}: {criterion.title}" + (f" – {criterion.place}" if criterion.place else "")
        for number in criterion.numbers:
            yield f"    {number_words(number)[lang]}"
        if criterion.state == "altered" and criterion.quote:
            yield from _quoted(criterion.quote)
    if checked.barriers:
        yield ""
        yield say("barriers")
        for one in checked.barriers:
            yield from _passage(one, lang)


def _passage(one: "Ask", lang: str) -> Iterator[str]:
    from omlopp.library.detection import concepts

    concept = concepts()[one.concept]
    yield f"  {concept.en if lang == 'en' else concept.sv} – {one.place}"
    yield from _quoted(one.quote)


def _quoted(text: str) -> list[str]:
    short = textwrap.shorten(" ".join(text.split()), 400, placeholder=" …")
    return textwrap.wrap(f"”{short}”", 100, initial_indent="    ", subsequent_indent="    ")
