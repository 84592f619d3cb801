"""omlopp market effect: do circular requirements go with fewer bids, other winners, appeals?"""

import sys
from typing import Annotated, Any

import typer

from omlopp.cli.market_table import table as print_table
from omlopp.cli.tell import as_json, language, out, plain_errors, t

EFFECT = t(
    "Går cirkulära krav ihop med färre anbud, andra vinnare eller överprövningar? Regression med fasta effekter efter en "
    "specifikation som skrevs innan den kördes; dess sha256 står vid varje resultat. Först prövas metoden på påhittade data "
    "med en planterad effekt, sedan räknas registret för 2021 (paketet registry-se). Resultat, rader och specifikation sparas "
    "i arbetsytans out/market-effect/.\n\n"
    "Exempel: omlopp market effect · omlopp market effect --simulated --planted bids=-0.25 --seed 7",
    "Do circular requirements go with fewer bids, other winners or appeals? Regression with fixed effects by a specification "
    "written before it was run; its sha256 stands with every result. First the method is tried on invented data with a planted "
    "effect, then the registry of 2021 is computed (the pack registry-se). Result, rows and specification are kept in "
    "out/market-effect/ of the workspace.\n\n"
    "Example: omlopp market effect · omlopp market effect --simulated --planted bids=-0.25 --seed 7",
)
LIMITS = {"bids": (-0.9, 3.0), "single": (-0.3, 0.3), "small": (-0.3, 0.3), "appeal": (-0.3, 0.3)}


def effect(
    simulated: Annotated[
        bool, typer.Option(help=t("Bara påhittade data, sparas inte", "Invented data only, not kept"))
    ] = False,
    planted: Annotated[
        list[str] | None,
        typer.Option(
            help=t("Planterad effekt: bids=-0.25 (upprepas)", "Planted effect: bids=-0.25 (repeat)")
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help=t("Frö för påhittade data", "Seed of the invented data"))
    ] = None,
    specification: Annotated[
        bool, typer.Option(help=t("Skriv bara ut specifikationen", "Print the specification only"))
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows import market_effect

    with plain_errors():
        if specification:
            out(market_effect.spec_text().decode().rstrip())
            return
        if simulated or planted or seed is not None:
            found = market_effect.simulated(
                planted=_planted(planted or []),
                seed=market_effect.CHECK_SEED if seed is None else seed,
                progress=_progress,
            )
        else:
            found = market_effect.run(progress=_progress)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if json:
        as_json(found)
    else:
        _tell(found)


def _planted(given: list[str]) -> dict[str, float]:
    """outcome=effect, each within what the invented world can hold. Raises NotPlantable."""
    from omlopp.flows.market_effect import NotPlantable

    made = {}
    for one in given:
        name, _, value = one.partition("=")
        try:
            low, high = LIMITS[name]
            made[name] = float(value.replace(",", ".").replace("−", "-"))
        except (KeyError, ValueError):
            raise NotPlantable(given=one) from None
        if not low <= made[name] <= high:
            raise NotPlantable(given=one)
    return made


def _progress(says: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{says[:90]}", end="", file=sys.stderr, flush=True)


def _tell(found: dict[str, Any]) -> None:
    from omlopp.flows import market_effect
    from omlopp.flows import market_effect_told as told

    lang = language()
    spec = found["specification"]
    out(
        t(
            f"Specifikation {spec['id']}, skriven {spec['written_on']}\nsha256 {spec['sha256']}",
            f"Specification {spec['id']}, written {spec['written_on']}\nsha256 {spec['sha256']}",
        )
    )
    out()
    if found["invented"]:
        out(t("PÅHITTADE DATA.", "INVENTED DATA.") + " " + told.check(found, lang))
        out()
        for one in found["answers"]:
            if one["effect"] is not None:
                ratio = one["ratio"]
                out(
                    f"  {told.say('question.' + one['outcome'], lang):34} "
                    + t("planterat", "planted")
                    + f" {told.amount(found['planted'][one['outcome']], ratio, lang)}, "
                    + t("funnet", "found")
                    + f" {told.numbers_of(one, lang)}"
                )
        return
    out(told.lead(found, lang))
    for one in told.answers(found):
        if one.note.within(lang) and (one.exposure, one.outcome) == ("found", "bids"):
            out(one.note.within(lang))
    out()
    out(told.check(found, lang))
    out(told.share(found, lang))
    out()
    table = told.answers_table(found, lang)
    print_table(table.caption, table.head, table.rows, table.numeric)
    for exposure, outcome in market_effect.questions():
        if found["answers"] and market_effect.answer(found, exposure, outcome)["n"]:
            out()
            table = told.lines_table(found, exposure, outcome, lang)
            print_table(table.caption, table.head, table.rows, table.numeric)
    out()
    for caveat in market_effect.current().caveats:
        out(f"· {caveat.within(lang)}")
    out()
    out(found["uptake"]["platforms_note"][lang])
    out(told.source(found, lang))
    out(
        t(
            f"Sparat i {market_effect.place()} ({found['seconds']} s)",
            f"Kept in {market_effect.place()} ({found['seconds']} s)",
        )
    )
